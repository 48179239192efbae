# SPDX-License-Identifier: MIT
"""Every text that a user reads is translated, as a whole sentence, when it is shown."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "wikilinks_gui"

# The sample wiki's texts are a wiki's; it speaks English, as MediaWiki's API does by default.
MODULES = {
    path.relative_to(PACKAGE): ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted(PACKAGE.rglob("*.py"))
    if "samplewiki" not in path.parts
}

TRANSLATIONS = {"_", "ngettext"}

# Calls that show each text that they get.
SHOWING = {
    *{"setText", "setToolTip", "setStatusTip", "setWhatsThis", "setTitle", "setWindowTitle"},
    *{"setPlaceholderText", "setAccessibleName", "setAccessibleDescription", "setLabelText"},
    *{"setHeaderLabels", "setHorizontalHeaderLabels", "addAction", "addMenu", "addItem", "addTab"},
    *{"addButton", "setTabText", "showMessage", "setTabToolTip", "show_notice"},
    *{"add_button", "add_heading", "name_clear_button"},
    *{"QLabel", "QAction", "QPushButton", "QToolButton", "QMenu", "QCheckBox", "QRadioButton"},
    *{"QGroupBox", "Text", "Sentence", "Notice", "Action", "Spec", "say", "progress"},
    *{"QAccessibleAnnouncementEvent", "ArgumentTypeError", "error", "exit"},
}
# Those of them that also get names, which nobody reads, and which of their arguments is a text.
PLACE_OF_TEXT = {"Spec": 1, "progress": 0}
# Arguments that are shown, whoever is called.
SHOWN_ARGUMENTS = {
    *{"help", "description", "epilog", "desc", "unit"},
    *{"placeholderText", "toolTip", "windowTitle", "accessibleName"},
}
# Calls whose texts are for developers and logs.
INTERNAL = {"ValueError", "TypeError", "debug", "info", "warning", "exception"}
# Errors with the wiki's own words.
OF_THE_WIKI = {"ApiError", "ReadDeniedError"}
# How a text looks and where it is put, which is told beside it.
ROLES = {"dim", "error", "start", "middle", "end"}
# MediaWiki's words, which a reply is compared with.
QUOTED = {"MediaWiki API is not enabled for this site.", "The requested relative path ("}
# The program's names are the same in all languages.
NAMES = r"wikilinks-gui|Wikilinks"


def called(node: ast.Call) -> str:
    """Return the last part of the name of what is called."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def error_names() -> set[str]:
    errors = ast.walk(MODULES[Path("errors.py")])
    return {node.name for node in errors if isinstance(node, ast.ClassDef)} - OF_THE_WIKI


def is_words(text: str) -> bool:
    """Return whether a literal has a word in it, beside names."""
    return bool(re.search(r"[^\W\d_]{2}", re.sub(rf"\{{[^}}]*\}}|{NAMES}", "", text)))


def untranslated(node: ast.expr) -> Iterator[ast.expr]:
    """Find literals and glued texts in what is shown, but for those within further calls."""
    match node:
        case ast.Constant(value=str(text)) if text not in ROLES and is_words(text):
            yield node
        case ast.JoinedStr(values=values):
            literals = [part.value for part in values if isinstance(part, ast.Constant)]
            if any(is_words(str(literal)) for literal in literals):
                yield node
        case ast.BinOp(left=left, right=right):
            yield from untranslated(left)
            yield from untranslated(right)
        case ast.BoolOp(values=values) | ast.Tuple(elts=values) | ast.List(elts=values):
            for value in values:
                yield from untranslated(value)
        case ast.IfExp(body=body, orelse=orelse):
            yield from untranslated(body)
            yield from untranslated(orelse)
        case ast.Call(func=ast.Attribute(value=value, attr="format" | "strip")):
            yield from untranslated(value)


def is_translation(node: ast.AST) -> bool:
    """Return whether a node is a translated text, with or without its places filled."""
    match node:
        case ast.Call(func=ast.Attribute(value=value, attr="format")):
            return is_translation(value)
        case ast.Call():
            return called(node) in TRANSLATIONS
    return False


def run_at_import(node: ast.AST) -> Iterator[ast.AST]:
    """Walk what is run when a module is imported: all but the bodies of functions."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            for part in (*child.decorator_list, child.args):
                yield from (part, *run_at_import(part))
        elif not isinstance(child, ast.Lambda):
            yield from (child, *run_at_import(child))


def places(find: Callable[[ast.Module], Iterator[ast.expr]]) -> list[str]:
    """Return where something is found in the package, and what."""
    return [
        f"{path}:{node.lineno} {ast.unparse(node)}"
        for path, module in MODULES.items()
        for node in find(module)
    ]


def calls(module: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(module) if isinstance(node, ast.Call))


def test_shown_texts_are_translated() -> None:
    showing = SHOWING | error_names()

    def find(module: ast.Module) -> Iterator[ast.expr]:
        for call in calls(module):
            shown = [keyword.value for keyword in call.keywords if keyword.arg in SHOWN_ARGUMENTS]
            if (place := PLACE_OF_TEXT.get(called(call))) is not None:
                shown += call.args[place : place + 1]
            elif called(call) in showing:
                shown += call.args
            for argument in shown:
                yield from untranslated(argument)

    assert places(find) == []


def test_sentences_are_translated() -> None:
    def find(module: ast.Module) -> Iterator[ast.expr]:
        passed = {
            id(part)
            for node in ast.walk(module)
            if isinstance(node, ast.Expr)  # a docstring
            or (isinstance(node, ast.Call) and called(node) in TRANSLATIONS | INTERNAL)
            for part in ast.iter_child_nodes(node)
        }
        for node in ast.walk(module):
            match node:
                case ast.Constant(value=str(text)) if id(node) not in passed:
                    if re.match(r"[A-Z][a-z]* [a-z]+ [a-z]", text) and text not in QUOTED:
                        yield node

    assert places(find) == []


def test_nothing_is_glued_to_a_translation() -> None:
    def find(module: ast.Module) -> Iterator[ast.expr]:
        for node in ast.walk(module):
            match node:
                case ast.JoinedStr(values=values):
                    parts = [part.value for part in values if isinstance(part, ast.FormattedValue)]
                case ast.BinOp(op=ast.Add() | ast.Mod(), left=left, right=right):
                    parts = [left, right]
                case _:
                    continue
            if any(map(is_translation, parts)):
                yield node

    assert places(find) == []


def test_only_literals_with_named_places_are_translated() -> None:
    def find(module: ast.Module) -> Iterator[ast.expr]:
        for call in calls(module):
            if called(call) in TRANSLATIONS:
                for text in call.args[: 2 if called(call) == "ngettext" else 1]:
                    if not isinstance(text, ast.Constant) or re.search(
                        r"\{\d*\}|%[sd]", str(text.value)
                    ):
                        yield text

    assert places(find) == []


def test_nothing_is_translated_at_import() -> None:
    def find(module: ast.Module) -> Iterator[ast.expr]:
        for node in run_at_import(module):
            if isinstance(node, ast.Call) and called(node) in TRANSLATIONS:
                yield node

    assert places(find) == []


def test_places_are_filled_by_their_names() -> None:
    def find(module: ast.Module) -> Iterator[ast.expr]:
        for call in calls(module):
            match call:
                case ast.Call(
                    func=ast.Attribute(value=ast.Call(args=texts) as text, attr="format"),
                    keywords=filled,
                ) if called(text) in TRANSLATIONS:
                    named = {keyword.arg for keyword in filled}
                    wanted = {
                        name
                        for text in texts[:2]
                        if isinstance(text, ast.Constant)
                        for name in re.findall(r"\{(\w+)[^}]*\}", str(text.value))
                    }
                    if named != wanted:
                        yield call

    assert places(find) == []


def test_docstrings_say_what_is_done() -> None:
    """A function returns, shows or raises: "give", "say", "tell", "let" and the like are vague."""
    begun = re.compile(r"(Give|Say|Tell|Let|Be|Have|Do)s?\b")
    found = [
        f"{path}:{node.lineno} {text.splitlines()[0]}"
        for path, module in MODULES.items()
        for node in ast.walk(module)
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        if begun.match(text := ast.get_docstring(node) or "")
    ]
    assert found == []
