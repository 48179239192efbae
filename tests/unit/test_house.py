# SPDX-License-Identifier: MIT
"""The directions between the parts of the package hold, and every source file names its licence."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "wikilinks_gui"

# Which rooms of the package a room may import, besides itself:
# cli, app -> ui -> wikis -> listing, store -> mediawiki -> errors -> translation.
MAY_IMPORT = {
    "resources": set[str](),
    "translation": {"resources"},
    "errors": {"translation"},
    "safefile": set[str](),
    "system": {"translation"},
    "log": {"errors"},
    "settings": {"mediawiki", "safefile", "errors", "translation"},
    "mediawiki": {"errors", "translation"},
    "table": {"errors"},
    "wikitext": {"mediawiki", "table", "errors"},
    "store": {"table", "mediawiki", "safefile", "errors", "translation"},
    "tasks": set[str](),
    "listing": {"wikitext", "table", "store", "mediawiki", "errors", "translation"},
    "wikis": {"store", "mediawiki", "tasks", "settings", "errors", "translation"},
    "export": {"table", "safefile", "errors", "translation"},
    "graph": {"table", "tasks", "errors", "translation"},
    "words": {"mediawiki", "graph", "translation"},
    "samplewiki": {"resources", "errors"},
    "ui": {
        *{"wikis", "listing", "store", "mediawiki", "table", "export", "graph", "tasks", "words"},
        *{"settings", "log", "safefile", "resources", "errors", "translation"},
    },
    "cli": {
        *{"wikis", "listing", "store", "mediawiki", "table", "export", "graph", "words"},
        *{"ui", "samplewiki", "settings", "system", "safefile", "log", "errors", "translation"},
    },
}
# The rooms of the window.
UI_MAY_IMPORT = {
    "widgets": set[str](),
    "search": {"widgets"},
    "tree": {"widgets"},
    "context": {"tree", "widgets"},
    "tab": {"search", "tree", "context", "widgets"},
    "graph": {"tab", "tree", "widgets"},
    "export": {"tab", "graph", "widgets"},
    "dialogs": {"search", "tab", "graph", "export", "widgets"},
    "window": {"search", "tab", "tree", "graph", "export", "dialogs", "widgets"},
}
# At the top: they put everything together.
TOP = {"__init__", "__main__", "app"}

# Who alone may import a library; the modules at the top are not among them.
ONLY_IN = {
    "requests": {"mediawiki"},
    "urllib3": {"mediawiki"},
    "sqlite3": {"store", "samplewiki"},
    "PySide6": {"ui"},
    "pyqtgraph": {"ui"},
    "networkx": {"graph"},
    "qasync": {"ui"},
    "gettext": {"translation"},  # its own functions are slow
}
QT_AT_THE_TOP = {"app"}  # where the window is put together


def part(path: Path) -> str:
    """Name the part of the package that a file belongs to: a folder, or a module beside them."""
    return path.relative_to(ROOT / PACKAGE).parts[0].removesuffix(".py")


def imports(tree: ast.AST, package: str) -> Iterator[str]:
    """Yield the full names that a module in ``package`` imports, wherever in it that happens."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: 1 - node.level or None] if node.level else []
            base = ".".join([*parents, *filter(None, [node.module])])
            yield from (f"{base}.{alias.name}" for alias in node.names)
        else:
            yield from imports(node, package)


def wrong(name: str, importer: str, room: str = "") -> bool:
    """Return whether a part of the package must not import the module or name ``name``.

    ``room`` is the importer's room in ``ui``.
    """
    library, _, rest = name.partition(".")
    if library == PACKAGE:
        imported, _, within = rest.partition(".")
        if room and imported == "ui":
            return within.partition(".")[0] not in {room, *UI_MAY_IMPORT[room]}
        return (
            importer not in TOP
            and imported not in {importer, "__version__", ""}
            and imported not in MAY_IMPORT[importer]
        )
    if library not in ONLY_IN or importer in ONLY_IN[library]:
        return False
    return not (importer in QT_AT_THE_TOP and "ui" in ONLY_IN[library])


MODULES = sorted((ROOT / PACKAGE).rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT / PACKAGE)))
def test_a_module_imports_only_what_is_below_it(path: Path) -> None:
    assert part(path) in MAY_IMPORT.keys() | TOP, "a new part: say here what it may import"
    package = ".".join(path.relative_to(ROOT).parent.parts)
    names = set(imports(ast.parse(path.read_text(encoding="utf-8")), package))
    room = path.relative_to(ROOT / PACKAGE).parts[1] if part(path) == "ui" else ""
    room = "" if room == "__init__.py" else room
    assert room in {"", *UI_MAY_IMPORT}, "a new room: say here what it may import"
    assert [name for name in sorted(names) if wrong(name, part(path), room)] == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Imports that are made late, or for types alone, count too."""
    modules = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in MODULES}
    needs = {}
    for module, path in modules.items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = imports(tree, module.rpartition(".")[0])
        needs[module] = {
            name if name in modules else name.rpartition(".")[0] for name in names
        } & modules.keys()
    TopologicalSorter(needs).prepare()  # raises CycleError, which names the modules


@pytest.mark.parametrize(
    ("line", "importer"),
    [
        ("import PySide6.QtCore", "listing"),
        ("from PySide6 import QtCore", "cli"),
        ("def late():\n    import requests", "ui"),
        ("from wikilinks_gui.ui.tab import tab", "table"),
        ("from sqlite3 import connect", "listing"),
        ("from wikilinks_gui.store import store", "table"),
        ("from wikilinks_gui.listing import storing", "export"),
        ("from ..store.store import Store", "export"),
        ("from ..listing import storing", "store"),
    ],
)
def test_a_wrong_import_is_found(line: str, importer: str) -> None:
    names = imports(ast.parse(line), f"{PACKAGE}.{importer}")
    assert any(wrong(name, importer) for name in names)


def test_a_wrong_import_between_rooms_of_the_window_is_found() -> None:
    assert wrong(f"{PACKAGE}.ui.window.window", "ui", "tab")
    assert not wrong(f"{PACKAGE}.ui.tab.tab", "ui", "window")


def test_relative_imports_are_understood() -> None:
    lines = "from . import a\nfrom .b import c\nfrom ..listing import d\nfrom .. import errors"
    assert list(imports(ast.parse(lines), f"{PACKAGE}.store")) == [
        f"{PACKAGE}.store.a",
        f"{PACKAGE}.store.b.c",
        f"{PACKAGE}.listing.d",
        f"{PACKAGE}.errors",
    ]


def test_every_source_file_names_its_licence() -> None:
    folders = (PACKAGE, "packaging", "tests")
    sources = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    first_lines = {path: path.read_text(encoding="utf-8").partition("\n")[0] for path in sources}
    line = "# SPDX-License-Identifier: MIT"
    assert [str(path) for path, first in first_lines.items() if first not in {line, ""}] == []
    assert line in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()[:2]
