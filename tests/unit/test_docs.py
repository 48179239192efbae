# SPDX-License-Identifier: MIT
"""The documentation names files, options and shortcuts that there are."""

import ast
import re
from pathlib import Path

import pytest

from wikilinks_gui.cli.main import COMMANDS, read_arguments

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
PACKAGE = ROOT / "wikilinks_gui"
CODE = r"`([\w/]+\.py(?:: [\w.]+)?)`"


def named_in(page: Path, pattern: str) -> set[str]:
    return set(re.findall(pattern, page.read_text(encoding="utf-8")))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files_and_headings(page: Path) -> None:
    for link in named_in(page, r"\]\((?!https?:)([^)]+)\)"):
        name, _, heading = link.partition("#")
        target = page.parent / name if name else page
        assert target.exists(), link
        if heading:
            headings = named_in(target, r"(?m)^#+ (.+)$")
            assert heading in {
                re.sub(r"[^\w -]", "", h).lower().replace(" ", "-") for h in headings
            }


def test_code_that_is_named_is_there() -> None:
    """``room/module.py: Class.name`` is a module of the package, and the name is in it."""
    for page in PAGES:
        for path, _, name in (each.partition(": ") for each in named_in(page, CODE)):
            found = [ROOT / path] if (ROOT / path).exists() else [*PACKAGE.rglob(path)]
            assert found, path
            for part in name.split("."):
                assert any(re.search(rf"\b{part}\b", file.read_text("utf-8")) for file in found), (
                    name
                )


def test_options_that_are_named_are_there(capsys: pytest.CaptureFixture[str]) -> None:
    helps = ""
    for command in ([], *([name] for name in COMMANDS)):
        with pytest.raises(SystemExit):
            read_arguments([*command, "--help"])
        helps += capsys.readouterr().out
    known = set(re.findall(r"--[a-z-]+", helps))
    for page in PAGES:
        if page.name != "CONTRIBUTING.md":
            assert named_in(page, r"(?<![\w-])--[a-z][a-z-]+") <= known, page.name


def test_texts_of_the_window_that_are_quoted_are_there() -> None:
    """Those in “quotes”, and the messages of tables, in which … stands for names."""
    texts = [
        text.value.replace("&", "")
        for module in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if node.func.id in {"_", "ngettext"}
        for text in node.args[:2]
        if isinstance(text, ast.Constant) and isinstance(text.value, str)
    ]
    for page in (ROOT / "docs").glob("*.md"):
        quoted = named_in(page, r"“([^”]+)”") | named_in(page, r"(?m)^\| ([^|`]*…[^|]*) \|")
        for part in {" ".join(part.split()) for text in quoted for part in text.split("…")}:
            assert any(part in text for text in texts), part
