# SPDX-License-Identifier: MIT
"""The directions between the parts of the package hold, and every source file names its licence."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "wikilinks_gui"

# Which parts of the package a part may import, besides itself. ui -> explore -> links, store ->
# mediawiki -> errors -> translation; the store keeps rows, so it knows what a row is.
MAY_IMPORT = {
    "errors": {"translation"},
    "files": set[str](),
    "resources": set[str](),
    "mediawiki": {"errors", "translation"},
    "links": {"mediawiki", "errors", "translation"},
    "store": {"links", "mediawiki", "files", "errors", "translation"},
    "export": {"links", "files", "errors", "translation"},
    "graph": {"links", "steps", "errors", "translation"},
    "steps": set[str](),
    "samplewiki": {"errors", "resources"},
    "log": {"errors"},
    "ui": {
        *{"background", "connector", "explore", "files", "log", "session", "settings", "words"},
        *{"links", "store", "mediawiki", "export", "graph", "steps", "errors", "resources"},
        "translation",
    },
}
# At the top: they put everything together.
TOP = {
    *{"__init__", "__main__", "app", "arguments", "background", "cli", "commands", "connector"},
    *{"explore", "interrupts", "prerequisites", "session", "settings", "translation", "words"},
}

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


def imports(source: str, package: str) -> Iterator[str]:
    """Yield the full names that a module in ``package`` imports, wherever in it that happens."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: 1 - node.level or None] if node.level else []
            base = ".".join([*parents, *filter(None, [node.module])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def wrong(name: str, importer: str) -> bool:
    """Tell whether a part of the package must not import the module or name ``name``."""
    library, _, rest = name.partition(".")
    if library == PACKAGE:
        imported = rest.partition(".")[0]
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
    names = set(imports(path.read_text(encoding="utf-8"), package))
    assert [name for name in sorted(names) if wrong(name, part(path))] == []


@pytest.mark.parametrize(
    ("line", "importer"),
    [
        ("import PySide6.QtCore", "links"),
        ("from PySide6 import QtCore", "cli"),
        ("def late():\n    import requests", "ui"),
        ("from sqlite3 import connect", "explore"),
        ("from wikilinks_gui.store import store", "links"),
        ("from wikilinks_gui import explore", "export"),
        ("from ..store.store import Store", "export"),
        ("from .. import explore", "store"),
    ],
)
def test_a_wrong_import_is_found(line: str, importer: str) -> None:
    names = imports(line, f"{PACKAGE}.{importer}")
    assert any(wrong(name, importer) for name in names)


def test_relative_imports_are_understood() -> None:
    lines = "from . import a\nfrom .b import c\nfrom ..links import d\nfrom .. import errors"
    assert list(imports(lines, f"{PACKAGE}.store")) == [
        f"{PACKAGE}.store.a",
        f"{PACKAGE}.store.b.c",
        f"{PACKAGE}.links.d",
        f"{PACKAGE}.errors",
    ]


def test_every_source_file_names_its_licence() -> None:
    folders = (PACKAGE, "packaging", "tests")
    sources = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    first_lines = {path: path.read_text(encoding="utf-8").partition("\n")[0] for path in sources}
    line = "# SPDX-License-Identifier: MIT"
    assert [str(path) for path, first in first_lines.items() if first not in {line, ""}] == []
    assert line in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()[:2]
