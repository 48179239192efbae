# SPDX-License-Identifier: MIT
"""Whole lists, as the window shows them and as files hold them, in one form to compare."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QRect

from tests.e2e.bus import GoneError
from tests.e2e.desktop import wait_until
from tests.e2e.program import Program
from tests.e2e.widgets import Table
from tests.wiki.command import run
from tests.wiki.truth import Fact, Tables

TREE = "Links to the page"
PAGE, KIND, NAMESPACE, THROUGH, SECTION, PAGE_ID, ORIGIN = range(7)


class Line(NamedTuple):
    """One row of a list."""

    title: str
    kinds: str  # joined with "+"
    leads_elsewhere: bool
    namespace: str
    section: str
    page_id: int
    via: str  # the title of the redirect that it comes through
    depth: int


def read_csv(written: bytes) -> list[Line]:
    """Read an export without a guard against formulas."""
    table = csv.DictReader(io.StringIO(written.decode("utf-8-sig"), newline=""), strict=True)
    return [
        Line(
            line["title"],
            line["kinds"],
            line["is_redirect"] == "true" and "redirect" not in line["kinds"].split("+"),
            line["namespace_name"],
            line["section"],
            int(line["page_id"]),
            line["via"],
            int(line["depth"]),
        )
        for line in table
    ]


def exported(basedir: Path, title: str, *options: str) -> bytes:
    """Export a page by the command line."""
    basedir.mkdir(exist_ok=True)
    return run(basedir, "export", title, *options, "--output", "-").stdout


def listing(tables: Tables, title: str, *, follow: bool = True) -> list[Line]:
    """What a wiki's own tables hold of what links to a page, or to where it redirects."""
    target = tables.target(title)

    def line(fact: Fact) -> Line:
        return Line(
            fact.title,
            "+".join(fact.kinds),
            fact.is_redirect and "redirect" not in fact.kinds,
            tables.namespaces[fact.namespace],
            fact.section,
            fact.page_id,
            tables.title(tables.pages[fact.via][0]) if fact.via else "",
            fact.depth,
        )

    return [line(fact) for fact in tables.expected(tables.end(target) if follow else target)]


def top(lines: Iterable[Line]) -> list[Line]:
    """What is shown while all redirects are closed."""
    return [line for line in lines if not line.depth]


def links(window: Program) -> Table:
    """The tree of the tab that is shown."""
    return window.table(TREE)


def shown(table: Table) -> list[Line]:
    """All rows of the tree, from the first to the last, on the screen or not.

    Fails where a row does not say how many links come through it as the other columns have it, or
    stands below another redirect than its level says.
    """
    found: list[Line] = []
    way: list[str] = []  # the redirects above the row
    for cells in table.texts():
        said = re.fullmatch(
            r"(?P<title>.*?), (?P<kinds>redirect to .*?, also .*?|[^,]*?)"
            r"(, (?P<origin>(in the text.*?|through .*?|not found)(, in doubt)?))?"
            r", level (?P<level>\d+)"
            r"(, (?P<state>open|closed), (?P<through>[\d,]+( of [\d,]+)?) links? through it)?"
            r"(, does not match the filter)?(, marked)?",
            cells[PAGE],
        )
        assert said, cells
        depth = int(said["level"]) - 1
        assert depth <= len(way), f"{cells} stands deeper than what is above it"
        del way[depth:]
        kinds, leads_elsewhere = plain_kinds(said["kinds"])
        assert said["kinds"] == cells[KIND]
        assert (said["origin"] or "") == cells[ORIGIN]
        assert bool(cells[THROUGH]) == ("redirect" in kinds.split(" + "))
        assert said["through"] in {cells[THROUGH], None if cells[THROUGH] in {"", "0"} else ""}
        found.append(
            Line(
                said["title"],
                kinds.replace(" + ", "+"),
                leads_elsewhere,
                "" if cells[NAMESPACE] == "Article" else cells[NAMESPACE],
                cells[SECTION],
                int(cells[PAGE_ID].replace(",", "")),
                way[-1] if way else "",
                depth,
            )
        )
        if "redirect" in kinds.split(" + "):
            way.append(said["title"])
    return found


def plain_kinds(said: str) -> tuple[str, bool]:
    """The kinds of a row, and whether it is a redirect that leads elsewhere."""
    if elsewhere := re.fullmatch(r"redirect to .*, also (links here|here: (?P<kinds>.*))", said):
        return elsewhere["kinds"] or "link", True
    return re.sub(r"(double |broken )?redirect( loop)?( to a section)?", "redirect", said), False


def wait_shown(window: Program, lines: Iterable[Line]) -> None:
    """Wait until exactly these rows are shown; tell which are missing or too many if not.

    In what order they stand is not looked at, but for what stands below which redirect.
    """
    wanted, found = Counter(lines), Counter[Line]()

    def agree() -> bool:
        nonlocal found
        table = links(window)
        if table.rows != wanted.total():
            return False
        try:
            found = Counter(shown(table))
        except GoneError:
            return False
        return found == wanted

    try:
        wait_until(agree)
    except AssertionError:
        found = Counter(shown(links(window)))
        raise AssertionError(
            f"{found.total()} rows of {wanted.total()}.\n"
            f"Missing: {list(wanted - found)[:10]}\nToo many: {list(found - wanted)[:10]}"
        ) from None


def open_all(window: Program) -> None:
    """Open all redirects, by keys: ``*`` on each at the top, from the last one up."""
    table = links(window)
    # those with most behind them first; a second click is none if it is a double click
    header = table.header("Through").rect
    window.desktop.click(header.x + header.width // 3, header.middle[1])
    window.desktop.click(header.x + header.width * 2 // 3, header.middle[1])
    wait_until(lambda: _through(table) == sorted(_through(table), reverse=True), "most come first")
    groups = sum(count > 0 for count in _through(table))
    table.cell(0).click()
    window.press(*["Down"] * (groups - 1), *["asterisk", "Up"] * groups)


def _through(table: Table) -> list[int]:
    try:
        return [int(cells[THROUGH].replace(",", "") or 0) for cells in table.texts()]
    except GoneError:
        return [0, 1]


def check_painted(window: Program) -> None:
    """Fail where the screen shows the tree otherwise than it does once all is painted again.

    That happens when the window is resized. The pointer is then over no widget.
    """
    window.desktop.move(0, 0)
    place = QRect(*links(window).rect)
    size = window.window().rect[2:]
    before = window.desktop.screenshot().copy(place)
    window.resize(size[0] - 40, size[1] - 40)
    wait_until(lambda: links(window).rect[2:] != (place.width(), place.height()))
    window.resize(*size)
    wait_until(lambda: QRect(*links(window).rect) == place)
    wait_until(
        lambda: window.desktop.screenshot().copy(place) == before,
        "what was on the screen is what the window paints",
    )
