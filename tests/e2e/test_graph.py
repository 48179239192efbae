# SPDX-License-Identifier: MIT
"""The graph beside the tree: walked by keys and by the mouse, in clusters, and in files.

What is in the picture is told by the graph's accessible description, which is about its current
node, and by the tool tip beside the pointer.
"""

import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

import networkx
import pytest
from PySide6.QtGui import QImage

from tests.e2e.conftest import COMPLETE, Owls, Start, of_a_list
from tests.e2e.desktop import wait_until
from tests.e2e.program import Program
from tests.e2e.rows import Line, listing, top, wait_shown
from tests.e2e.test_ending import by_key, check_end, check_store
from tests.e2e.test_listing import checked, row
from tests.e2e.test_stopping import TITLE, hang, wait_for_requests
from tests.e2e.widgets import Node
from tests.samplewiki import SampleWiki
from tests.samplewiki.faults import Delay
from tests.wiki.command import run
from tests.wiki.conftest import Place
from tests.wiki.truth import Tables
from wikilinks_gui.samplewiki.request import Request

SVG = "{http://www.w3.org/2000/svg}"
EXPORT = re.compile(r"^Export the graph\b")  # the program's name may follow
OPENED = re.compile(r"links to .* (so far|are shown)\.")  # what a next level says
PAGES_A_REQUEST = 50
ARROWS = "Left", "Right", "Up", "Down"

Edge = tuple[int, int, str]
"""Page ids, and the kinds of the link."""


def of_clusters(request: Request) -> bool:
    return request.get("prop") == "links"


# --- what is seen -----------------------------------------------------------------------------


def graph(window: Program) -> Node:
    """The picture."""
    return window.find("group", "Graph of the links")


def wait_drawn(window: Program) -> Node:
    """Wait until what the colours mean is told: then there are nodes."""
    view = graph(window)
    window.find("group", "Legend")
    return view


def is_title(description: str, title: str) -> bool:
    return description.startswith(f"{title}, ")


def wait_current(window: Program, title: str) -> None:
    view = graph(window)
    wait_until(lambda: is_title(view.description, title), f"{title} is current in the graph")


def descriptions(lines: list[Line], title: str) -> set[str]:
    """What is said of each node of a list."""
    via = {line.title: line.via for line in lines if "redirect" in line.kinds}
    found = {f"{title}, the listed pages link to this one"}
    for line in lines:
        way = [at := line.via] if line.via else []
        while way and (at := via[at]):
            way.append(at)
        count = sum(other.via == line.title for other in lines) if line.title in via else 0
        kinds = line.kinds.replace("+", " + ")
        if line.via:
            kinds = kinds.replace("redirect", "double redirect")
        facts = [
            f"{line.namespace or 'Article'} · {kinds}",
            f"through {' → '.join(way)}" if way else "",
            f"to § {line.section}" if line.section else "",
            f"{count} link{'s' * (count != 1)} through it" if count else "",
        ]
        found.add(", ".join(filter(None, [line.title, *facts])))
    return found


def walk(window: Program, wanted: set[str]) -> None:
    """Press arrows until all nodes have been the current one; there may be no others.

    From each node it is the arrow that was pressed there least.
    """
    view, found, pressed = graph(window), set[str](), Counter[tuple[str, str]]()

    def all_found() -> bool:
        for _step in range(10):
            at = view.description
            _times, arrow = min((pressed[at, arrow], arrow) for arrow in ARROWS)
            pressed[at, arrow] += 1
            found.add(at)
            window.press(arrow)
        return found >= wanted

    try:
        wait_until(all_found, timeout=20)
    except AssertionError:
        raise AssertionError(f"nobody came to {wanted - found}") from None
    assert found == wanted


def tab_to_graph(window: Program) -> None:
    """Press Tab until the graph has the focus."""

    def name() -> str:
        node = window.focused()
        return node.name if node else ""

    while name() != "Graph of the links":
        before = name()
        window.press("Tab")
        wait_until(lambda before=before: name() not in {"", before}, f"Tab leaves {before}")  # type: ignore[misc]


def point_at(window: Program, title: str) -> tuple[int, int]:
    """Centre the graph on a row's node, and move the pointer over it."""
    view = graph(window)

    def is_told() -> bool:
        window.desktop.move(0, 0)
        row(window, title).click()
        window.press("shift+F9")
        wait_current(window, title)
        window.desktop.move(*view.rect.middle)
        try:
            window.find("tool tip", re.compile(f"^{re.escape(title)}"))
        except AssertionError:
            return False
        return True

    wait_until(is_told, f"the tip tells of {title}")
    return view.rect.middle


# --- what is shown and chosen -----------------------------------------------------------------


def test_it_is_shown_and_hidden(start: Start, owls: Owls) -> None:
    """By F9, by the tool at the top, and by its own."""
    window = start("Owl", "--wiki", owls.wiki.api_url)
    window.wait_for_log(COMPLETE)
    wait_drawn(window)
    for hide in (partial(window.press, "F9"), window.button("Close the graph (F9)").click):
        hide()
        window.wait_gone("group", "Graph of the links")
        window.press("F9")
        wait_drawn(window)
    window.check_box("Graph").click()
    window.wait_gone("group", "Graph of the links")


def test_a_row_is_the_current_node(start: Start, owls: Owls) -> None:
    window = start("Owl", "--wiki", owls.wiki.api_url)
    window.wait_for_log(COMPLETE)
    view = wait_drawn(window)
    for title, said in (
        ("Mouse", "Mouse, Article · link"),
        ("Talk:Owl", "Talk:Owl, Talk · link"),
        ("Barn owl", "Barn owl, Article · redirect, to § Barn, 3 links through it"),
    ):
        row(window, title).click()
        wait_until(lambda said=said: view.description == said, said)  # type: ignore[misc]


def test_what_is_said_of_a_node_follows_the_list(start: Start, owls: Owls) -> None:
    owls.wiki.faults.add(Delay(0, when=of_a_list), Delay(60, when=of_a_list))
    window = start("Owl", "--wiki", owls.wiki.api_url)
    view = wait_drawn(window)
    row(window, "Barn owl").click()
    wait_current(window, "Barn owl")
    assert view.description == "Barn owl, Article · redirect, to § Barn"
    window.press("ctrl+period")
    window.wait_for_log("listing: unfinished")
    window.press("ctrl+j")
    window.wait_for_log(COMPLETE)
    said = "Barn owl, Article · redirect, to § Barn, 3 links through it"
    wait_until(lambda: view.description == said, said)


def test_a_click_on_a_node_selects_its_row(start: Start, owls: Owls) -> None:
    window = start("Owl", "--wiki", owls.wiki.api_url)
    window.wait_for_log(COMPLETE)
    for title in ("Mouse", "Talk:Owl"):
        place = point_at(window, title)
        row(window, "Barn owl").click()
        wait_current(window, "Barn owl")
        window.desktop.click(*place)
        wait_current(window, title)
        wait_until(lambda title=title: row(window, title).is_in_state("selected"))  # type: ignore[misc]
        assert not row(window, "Barn owl").is_in_state("selected")


# --- by keyboard ------------------------------------------------------------------------------


def test_arrows_come_to_every_node(start: Start, owls: Owls) -> None:
    """And to no other; the tree opens what it is in, and shows it."""
    lines = listing(owls.tables, "Owl")
    window = start("Owl", "--wiki", owls.wiki.api_url)
    window.wait_for_log(COMPLETE)
    wait_drawn(window)
    wait_shown(window, top(lines))
    tab_to_graph(window)
    walk(window, descriptions(lines, "Owl"))
    wait_shown(window, lines)


def test_enter_opens_the_next_level(start: Start, owls: Owls) -> None:
    """What links to that page itself: it is asked for then, and can be walked to; Delete closes."""
    window = start("Owl", "--wiki", owls.wiki.api_url)
    window.wait_for_log(COMPLETE)
    wait_drawn(window)
    row(window, "Barn owl").click()
    wait_current(window, "Barn owl")
    tab_to_graph(window)
    asked = len(owls.wiki.requests)
    window.press("Return")
    level = listing(owls.tables, "Barn owl", follow=False)
    window.label(f"{len(top(level))} links to Barn owl so far. There may be more.")
    window.press("Return")
    window.label(f"All {len(level)} links to Barn owl are shown.")
    requests = list(filter(of_a_list, owls.wiki.requests[asked:]))
    assert [request.get("titles") or request["pageids"] for request in requests] == [
        "Barn owl",
        str(owls.tables.ids[0, "Tyto"]),
    ]
    whole = listing(owls.tables, "Owl")
    walk(window, descriptions(whole, "Owl") | descriptions(level, "Barn owl"))

    row(window, "Barn owl").click()
    wait_current(window, "Barn owl")
    tab_to_graph(window)
    window.press("Delete")
    window.wait_gone("label", OPENED)
    walk(window, descriptions(whole, "Owl"))
    assert len(list(filter(of_a_list, owls.wiki.requests[asked:]))) == len(requests)


def test_space_checks_what_is_current(start: Start, owls: Owls) -> None:
    """Where one looks does not change that."""
    window = start("Owl", "--wiki", owls.wiki.api_url)
    window.wait_for_log(COMPLETE)
    view = wait_drawn(window)
    row(window, "Mouse").click()
    wait_current(window, "Mouse")
    tab_to_graph(window)
    window.press("Home", "p", "plus", "minus", "ctrl+Left", "shift+Up", "space")
    wait_until(lambda: checked(window) == {"Mouse"}, "the current one is checked")
    assert view.description == "Mouse, Article · link"
    window.press("plus", "plus", "Home", "space")
    wait_until(lambda: checked(window) == set(), "and no longer")
    assert view.description == "Mouse, Article · link"


# --- by mouse ---------------------------------------------------------------------------------


def test_a_double_click_opens_the_next_level(start: Start, owls: Owls) -> None:
    window = start("Owl", "--wiki", owls.wiki.api_url)
    window.wait_for_log(COMPLETE)
    window.desktop.click(*point_at(window, "Barn owl"), times=2)
    level = listing(owls.tables, "Barn owl", follow=False)
    window.button("More").click()
    window.label(f"All {len(level)} links to Barn owl are shown.")
    window.button("Close the level").click()
    window.wait_gone("label", OPENED)
    wait_current(window, "Barn owl")
    window.desktop.click(*point_at(window, "Mouse"), times=2)
    window.label("Nothing links to Mouse.")


def test_a_node_has_the_menu_of_its_row(start: Start, owls: Owls) -> None:
    """With what was opened from it to be closed, where something was."""
    window = start("Owl", "--wiki", owls.wiki.api_url)
    window.wait_for_log(COMPLETE)
    wait_drawn(window)
    row(window, "Barn owl").click()
    of_row = menu(window)
    assert ("Copy title", True) in of_row
    assert ("Show what links to it in the graph", True) in of_row
    tab_to_graph(window)
    of_node = [*of_row, ("Zoom to the disc", True)]
    assert menu(window) == of_node
    window.press("Return")
    window.label(OPENED)
    assert menu(window) == [*of_node, ("Close this level", True)]
    window.press("Menu")
    window.menu_item("Close this level").click()
    window.wait_gone("label", OPENED)
    assert menu(window) == of_node


def menu(window: Program) -> list[tuple[str, bool]]:
    """Open the context menu; return its entries, and whether each is enabled."""
    window.press("Menu")
    window.menu_item("Copy title")
    found = [(item.name, item.is_in_state("enabled")) for item in window.find_all("menu_item")]
    window.press("Escape")
    window.wait_gone("menu_item", "Copy title")
    return found


# --- clusters ---------------------------------------------------------------------------------


def choose_clusters(window: Program) -> None:
    wait_drawn(window)
    window.combo_box("By redirect").click()
    window.list_item("Clusters").click()


def find_clusters(window: Program) -> Node:
    return window.button("Find clusters", object_name="QPushButton")


def among(tables: Tables, lines: Iterable[Line]) -> set[tuple[int, int]]:
    """The links among the pages of a list."""
    page_ids = {line.page_id for line in lines}
    return {
        (source, page_id)
        for page_id in page_ids
        for source in tables.links.get(tables.pages[page_id][0], set()) & page_ids
        if source != page_id
    }


def requests_of_clusters(wiki: SampleWiki) -> list[Request]:
    return list(filter(of_clusters, wiki.requests))


def test_clusters_cost_nothing_before_they_are_wanted(
    start: Start, sample: SampleWiki, bundled: Tables, tmp_path: Path
) -> None:
    """What they cost is told first; the links that are fetched are all there are."""
    lines = listing(bundled, "Daugpiļs")
    pages = len({line.page_id for line in lines})
    window = start("Daugpiļs", "--wiki", sample.api_url)
    window.wait_for_log(COMPLETE)
    asked = len(sample.requests)
    choose_clusters(window)
    cost = (-(-pages // PAGES_A_REQUEST)) ** 2
    window.label(re.compile(f"The links among {pages} pages take about {cost} requests"))
    assert len(sample.requests) == asked, "nothing was asked"
    find_clusters(window).click()
    window.label(re.compile(rf"^\d+ clusters? holds? \d+ of {pages} pages\."))
    requests = window.wait_for_log(r"clusters: complete: (\d+) requests").group(1)
    assert len(requests_of_clusters(sample)) == int(requests) >= cost
    assert len(sample.requests) == asked + int(requests), "nothing else was asked"
    assert edges_in(export(window, tmp_path / "x.graphml")) == edges(
        bundled, "Daugpiļs", lines, among=among(bundled, lines)
    )


def test_clusters_are_stopped_and_gone_on_with(
    start: Start, sample: SampleWiki, bundled: Tables, tmp_path: Path
) -> None:
    """What came is kept: no request comes twice, but for the one that was stopped."""
    lines = listing(bundled, TITLE)
    answered = 4
    hanging = Delay(60, when=of_clusters)
    sample.faults.add(*[Delay(0, when=of_clusters)] * answered, hanging)
    window = start(TITLE, "--wiki", sample.api_url)
    window.wait_for_log(COMPLETE)
    choose_clusters(window)
    find_clusters(window).click()
    wait_until(lambda: len(requests_of_clusters(sample)) == answered + 1, "a request hangs")
    window.button("Stop", object_name="QPushButton").click()
    window.wait_for_log("clusters: stopped")
    window.label(re.compile(r"[1-9]\d* % of the links are known; the rest takes about [1-9]"))
    assert len(requests_of_clusters(sample)) == answered + 1
    window.button("Resume", object_name="QPushButton").click()
    window.wait_for_log("clusters: complete")
    pages = len({line.page_id for line in lines})
    window.label(re.compile(rf"^\d+ clusters? holds? \d+ of {pages} pages\."))
    asked = Counter(str(sorted(request.items())) for request in requests_of_clusters(sample))
    stopped = str(sorted(requests_of_clusters(sample)[answered].items()))
    assert {request for request, times in asked.items() if times > 1} <= {stopped}
    assert edges_in(export(window, tmp_path / "x.graphml")) == edges(
        bundled, TITLE, lines, among=among(bundled, lines)
    )


# --- the filter -------------------------------------------------------------------------------


def test_what_the_filter_leaves_out(start: Start, owls: Owls) -> None:
    lines = listing(owls.tables, "Owl")
    window = start("Owl", "--wiki", owls.wiki.api_url)
    window.wait_for_log(COMPLETE)
    wait_drawn(window)
    window.field("Filter titles").type("no such page")
    window.label("Everything is hidden by the filter")
    window.button("Clear the filter").click()
    window.wait_gone("label", "Everything is hidden by the filter")
    wait_shown(window, top(lines))
    row(window, "Mouse").click()
    wait_current(window, "Mouse")
    tab_to_graph(window)
    walk(window, descriptions(lines, "Owl"))


# --- files ------------------------------------------------------------------------------------


def edges(
    tables: Tables,
    title: str,
    lines: Iterable[Line],
    *,
    follow: bool = True,
    among: Iterable[tuple[int, int]] = (),
) -> set[Edge]:
    """The links of a list as page ids, with links among its pages that are no rows of it."""
    target = tables.target(title)
    page_id = tables.ids[tables.end(target) if follow else target]
    ids = {line.title: line.page_id for line in lines} | {"": page_id}
    found = {(line.page_id, ids[line.via], line.kinds) for line in lines}
    rows = {edge[:2] for edge in found}
    return found | {(*pair, "link") for pair in among if pair not in rows}


def edges_in(path: Path) -> set[Edge]:
    """The links in a GraphML file, all nodes of which stand in one."""
    read = networkx.read_graphml(path)
    found = edges_of(read)
    assert {int(node) for node in read} == {node for edge in found for node in edge[:2]}
    return found


def edges_of(read: Any) -> set[Edge]:
    return {(int(a), int(b), str(kinds)) for a, b, kinds in read.edges(data="kinds")}


def titles_in(path: Path) -> list[str]:
    """The titles in an SVG file, in order."""
    return sorted(element.text or "" for element in ET.parse(path).iter(f"{SVG}title"))


def titles(lines: Iterable[Line], title: str) -> list[str]:
    return sorted([title, *(line.title for line in lines)])


def export(window: Program, path: Path, *, by: str = "button") -> Path:
    """Export the graph from the window in the format of the file's ending."""
    if by == "button":
        window.button("Export the graph…").click()
    else:
        window.press(by)
    dialog = window.dialog(EXPORT)
    wait_until(lambda: (node := window.focused()) and node.name.startswith(("PNG", "SVG", "Gr")))
    formats = {".svg": "SVG", ".graphml": "GraphML"}
    window.type(formats[path.suffix][:2])  # finds it in the list
    dialog.combo_box(re.compile(f"^{formats[path.suffix]}, "))
    name = dialog.field("File name")
    name.click()
    window.press("ctrl+a")
    window.type(str(path))
    dialog.button("Export").click()
    dialog.label(re.compile(rf"^[\d,]+ links written to .*{path.name}$"))
    window.press("Escape")
    window.wait_gone("dialog", EXPORT)
    return path


def test_files_of_a_small_wiki(start: Start, owls: Owls, tmp_path: Path) -> None:
    lines = listing(owls.tables, "Owl")
    window = start("Owl", "--wiki", owls.wiki.api_url)
    window.wait_for_log(COMPLETE)
    wait_drawn(window)
    svg = export(window, tmp_path / "x.svg")
    graphml = export(window, tmp_path / "x.graphml", by="ctrl+shift+s")
    assert titles_in(svg) == titles(lines, "Owl")
    assert edges_in(graphml) == edges(owls.tables, "Owl", lines)


def test_files_of_a_real_wiki(start: Start, mediawiki: Place, tmp_path: Path) -> None:
    lines = listing(mediawiki.tables, "Hub")
    window = start("Hub", "--wiki", mediawiki.wiki.url)
    window.wait_for_log(COMPLETE)
    wait_drawn(window)
    svg = export(window, tmp_path / "x.svg", by="ctrl+shift+s")
    graphml = export(window, tmp_path / "x.graphml")
    assert titles_in(svg) == titles(lines, "Hub")
    assert edges_in(graphml) == edges(mediawiki.tables, "Hub", lines)


def test_files_with_a_next_level(
    start: Start, sample: SampleWiki, bundled: Tables, tmp_path: Path
) -> None:
    """What was opened is written with the rest."""
    lines = listing(bundled, "Daugpiļs")
    level = listing(bundled, "Daugova", follow=False)
    window = start("Daugpiļs", "--wiki", sample.api_url)
    window.wait_for_log(COMPLETE)
    window.resize(1100, 900)  # so that the row is in view
    wait_drawn(window)
    row(window, "Daugova").click()
    window.press("ctrl+F9")
    window.label(f"All {len(level)} links to Daugova are shown.")
    svg = export(window, tmp_path / "x.svg")
    graphml = export(window, tmp_path / "x.graphml")
    opened = ["Daugova", *(line.title for line in level)]
    assert titles_in(svg) == sorted(titles(lines, "Daugpiļs") + opened)
    assert edges_in(graphml) == edges(bundled, "Daugpiļs", lines) | edges(
        bundled, "Daugova", level, follow=False
    )


# --- the command line -------------------------------------------------------------------------


def test_files_by_the_command_line(mediawiki: Place, tmp_path: Path) -> None:
    """In all formats, each parsed by other code than what wrote it."""
    lines = listing(mediawiki.tables, "Hub")
    wanted = edges(mediawiki.tables, "Hub", lines)
    wiki, base = ("--wiki", mediawiki.wiki.api_url), tmp_path / "base"
    for number, name in enumerate(("x.graphml", "x.gexf", "x.dot", "x.svg", "x.png")):
        options = ("--cached",) if number else ()
        done = run(base, "graph", "Hub", *wiki, "--output", str(tmp_path / name), *options)
        said = done.stderr.decode().splitlines()[-1]
        assert said.startswith(f"{len(lines)} links written to {tmp_path / name} ")
    assert edges_in(tmp_path / "x.graphml") == wanted
    assert edges_of(networkx.read_gexf(tmp_path / "x.gexf")) == wanted
    dot = (tmp_path / "x.dot").read_text(encoding="utf-8")
    pairs = re.findall(r'^"(\d+)" -> "(\d+)" \[.*?kinds="([a-z+]*)"', dot, re.MULTILINE)
    assert {(int(a), int(b), kinds) for a, b, kinds in pairs} == wanted
    assert titles_in(tmp_path / "x.svg") == titles(lines, "Hub")
    assert not QImage(str(tmp_path / "x.png")).isNull()


@pytest.mark.parametrize(
    ("name", "status", "said"),
    [
        ("nowhere/x.svg", 1, r"/nowhere/x\.svg could not be written: its folder does not exist"),
        ("file/x.graphml", 1, r"/file/x\.graphml could not be written: its folder does not exist"),
        ("folder.svg", 1, r"/folder\.svg could not be written: it is a folder"),
        ("x.csv", 2, r"error: unknown format \.csv: choose one by --format "),
    ],
)
def test_what_cannot_be_written_is_told(
    name: str, status: int, said: str, owls: Owls, tmp_path: Path
) -> None:
    """In one line."""
    (tmp_path / "file").write_text("")
    (tmp_path / "folder.svg").mkdir()
    wiki = ("--wiki", owls.wiki.api_url)
    target = ("--output", str(tmp_path / name))
    done = run(tmp_path / "base", "graph", "Owl", *wiki, *target, status=status)
    *usage, line = done.stderr.decode().splitlines()
    assert re.search(said, line)
    assert not usage or usage[0].startswith("usage: ")


# --- its end ----------------------------------------------------------------------------------


def test_closed_while_a_list_comes(start: Start, small_replies: SampleWiki, tmp_path: Path) -> None:
    hang(small_replies)
    window = start(TITLE, "--wiki", small_replies.api_url)
    wait_for_requests(small_replies)
    wait_drawn(window)
    window.press("Down")
    wait_until(lambda: graph(window).description, "a node of what came is current")
    check_end(window, by_key("alt+F4"))
    assert "Traceback" not in window.log
    check_store(tmp_path / "data")


def test_closed_while_clusters_come(start: Start, sample: SampleWiki, tmp_path: Path) -> None:
    sample.faults.add(Delay(0, when=of_clusters), Delay(60, when=of_clusters))
    window = start(TITLE, "--wiki", sample.api_url)
    window.wait_for_log(COMPLETE)
    choose_clusters(window)
    find_clusters(window).click()
    wait_until(lambda: len(requests_of_clusters(sample)) == 2, "a request hangs")
    check_end(window, by_key("alt+F4"))
    assert "Traceback" not in window.log
    check_store(tmp_path / "data")
