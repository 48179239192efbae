# SPDX-License-Identifier: MIT
"""Tab goes round the whole window in the order of reading, and back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from tests.ui.asking import idle, until
from tests.ui.place import Place, Seen
from wikilinks_gui.samplewiki.faults import Delay
from wikilinks_gui.samplewiki.server import SampleWiki
from wikilinks_gui.ui.graph.dock import GraphDock

TOP = ["Title", "Explore", "Graph", "Export", "History", "Menu"]
TREE = [
    "list the redirect itself",
    "1 redirect",
    "Article 1",
    "Filter titles",
    "Where the text must stand: Anywhere",
    "Namespaces that are shown: Namespace: all",
    "Kinds that are shown: Kind: all",
    "Redirects, shown or hidden: Redirects: shown",
    "Checked pages, shown or hidden: Checked: all",
    "Links to the page",
]
GRAPH = [
    "What the graph shows",
    "Zoom in (+)",
    "Zoom out (-)",
    "Show all of it (Home)",
    "Go to the page (P)",
    "Export the graph…",
    "Close the graph (F9)",
    "Graph of the links",
]
"""What is to be stopped at, by what a screen reader says."""


@pytest.fixture
def place(qapp: QApplication, tmp_path: Path) -> Iterator[Place]:
    with SampleWiki() as wiki:
        yield Place(qapp, tmp_path, wiki)


def walk(seen: Seen, key: Qt.Key = Qt.Key.Key_Tab) -> list[QWidget]:
    """Press a key from the title on, until it stops at what it stopped at before."""
    seen.top.focus_text()
    stops: list[QWidget] = []
    while (focus := QApplication.focusWidget()) not in stops:
        assert focus
        stops.append(focus)
        QTest.keyClick(focus, key)
    assert focus is stops[0], f"caught at {name(focus)}"
    return stops


def name(stop: QWidget) -> str:
    words = stop.text() if isinstance(stop, QAbstractButton) else ""
    return stop.accessibleName() or words.replace("&", "")


def check_round(seen: Seen, expected: list[str]) -> None:
    stops = walk(seen)
    assert [name(stop) for stop in stops] == expected
    assert walk(seen, Qt.Key.Key_Backtab) == [stops[0], *reversed(stops[1:])]


async def show(seen: Seen) -> None:
    seen.window.resize(1400, 900)
    seen.window.activateWindow()
    await until(seen.window.isActiveWindow)


async def show_graph(seen: Seen) -> None:
    if seen.find(GraphDock).isHidden():
        seen.act("graph")
    await until(lambda: seen.find(GraphDock).panel)


async def hide_graph(seen: Seen) -> None:
    if not seen.find(GraphDock).isHidden():
        seen.act("graph")


def test_a_fresh_window(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await show(seen)
            await hide_graph(seen)
            check_round(seen, ["Title", "Explore", "Graph", "History", "Menu", "Wiki"])

    place.run(scenario())


def test_tree_alone(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await show(seen)
            await hide_graph(seen)
            await seen.explore("Main Page")
            check_round(seen, [*TOP, *TREE, "Wiki"])

    place.run(scenario())


def test_tree_and_graph(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await show(seen)
            await show_graph(seen)
            await seen.explore("Main Page")
            panel = seen.find(GraphDock).panel
            assert panel
            await until(panel.view.isVisible)
            check_round(seen, [*TOP, *TREE, *GRAPH, "Wiki"])
            seen.window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            await idle()  # laid out anew
            check_round(seen, [*TOP, *TREE, *GRAPH, "Wiki"])

    place.run(scenario())


def test_status_line_comes_after_all_that_is_above_it(place: Place) -> None:
    place.wiki.faults.add(Delay(600, when=lambda request: "linkshere" in request.get("prop", "")))

    async def scenario() -> None:
        async with place.window() as seen:
            await show(seen)
            await hide_graph(seen)
            seen.act("new_tab")
            seen.explorer.explore("sample", "Main Page")
            await until(place.listings)
            top = [each for each in TOP if each != "Export"]
            check_round(seen, [*top, "Tabs", "Stop", "Wiki"])

    place.run(scenario())


def test_a_second_tab(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await show(seen)
            await show_graph(seen)
            await seen.explore("Main Page")
            seen.act("new_tab")
            await seen.explore("Main Page")
            await until(lambda: (panel := seen.find(GraphDock).panel) and panel.view.isVisible())
            expected = [*TOP, "Tabs", *TREE, *GRAPH, "Wiki"]
            check_round(seen, expected)
            seen.tabs.setCurrentIndex(0)
            check_round(seen, expected)

    place.run(scenario())
