# SPDX-License-Identifier: MIT
"""Every text that a person reads is translated, as a whole sentence, when it is shown."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "wikilinks_gui"

# The sample wiki's texts are a wiki's; it speaks English, as MediaWiki's API does by default.
FILES = [path for path in sorted(PACKAGE.rglob("*.py")) if "samplewiki" not in path.parts]

TRANSLATIONS = {"_", "ngettext"}

# Calls that show each text that they get.
SHOWING = {
    *{"setText", "setToolTip", "setStatusTip", "setWhatsThis", "setTitle", "setWindowTitle"},
    *{"setPlaceholderText", "setAccessibleName", "setAccessibleDescription", "setLabelText"},
    *{"setHeaderLabels", "setHorizontalHeaderLabels", "addAction", "addMenu", "addItem", "addTab"},
    *{"addButton", "setTabText", "showMessage", "setTabToolTip"},
    *{"QLabel", "QAction", "QPushButton", "QToolButton", "QMenu", "QCheckBox", "QRadioButton"},
    *{"QGroupBox", "Text", "Sentence", "Notice", "Action", "ActionSpec", "say", "progress"},
    *{"QAccessibleAnnouncementEvent", "ArgumentTypeError", "error", "exit"},
}
# Those of them that also get names, which nobody reads, and which of their arguments is a text.
PLACE_OF_TEXT = {"ActionSpec": 1, "progress": 0}
# Arguments that are shown, whoever is called.
SHOWN_ARGUMENTS = {"help", "description", "epilog", "desc", "unit"}
# Errors with the wiki's own words.
OF_THE_WIKI = {"ApiError", "ReadDeniedError"}
# How a text looks and where it is put, which is told beside it.
ROLES = {"dim", "error", "start", "middle", "end"}
# The program's names are the same in all languages.
NAMES = r"wikilinks-gui|Wikilinks"


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def called(node: ast.Call) -> str:
    """Return the last part of the name of what is called."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def error_names() -> set[str]:
    classes = {
        node.name
        for node in ast.walk(parsed(PACKAGE / "errors.py"))
        if isinstance(node, ast.ClassDef)
    }
    return classes - OF_THE_WIKI


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


def places(path: Path, nodes: Iterable[ast.expr]) -> list[str]:
    name = path.relative_to(PACKAGE.parent)
    return [f"{name}:{node.lineno} {ast.unparse(node)}" for node in nodes]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_shown_texts_are_translated(path: Path) -> None:
    showing = SHOWING | error_names()
    found: list[ast.expr] = []
    for node in ast.walk(parsed(path)):
        if not isinstance(node, ast.Call):
            continue
        shown = [keyword.value for keyword in node.keywords if keyword.arg in SHOWN_ARGUMENTS]
        if (place := PLACE_OF_TEXT.get(called(node))) is not None:
            shown += node.args[place : place + 1]
        elif called(node) in showing:
            shown += node.args
        for argument in shown:
            found += untranslated(argument)
    assert places(path, found) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_is_glued_to_a_translation(path: Path) -> None:
    found: list[ast.expr] = []
    for node in ast.walk(parsed(path)):
        match node:
            case ast.JoinedStr(values=values):
                parts = [part.value for part in values if isinstance(part, ast.FormattedValue)]
            case ast.BinOp(op=ast.Add() | ast.Mod(), left=left, right=right):
                parts = [left, right]
            case _:
                continue
        if any(map(is_translation, parts)):
            found.append(node)
    assert places(path, found) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_literals_are_translated(path: Path) -> None:
    found = []
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call) and called(node) in TRANSLATIONS:
            texts = node.args[: 2 if called(node) == "ngettext" else 1]
            found += [text for text in texts if not isinstance(text, ast.Constant)]
            found += [
                text
                for text in texts
                if isinstance(text, ast.Constant) and re.search(r"\{\d*\}|%[sd]", str(text.value))
            ]
    assert places(path, found) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_is_translated_at_import(path: Path) -> None:
    found = [
        node
        for node in run_at_import(parsed(path))
        if isinstance(node, ast.Call) and called(node) in TRANSLATIONS
    ]
    assert places(path, found) == []
