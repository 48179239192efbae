# SPDX-License-Identifier: MIT
"""Tab goes round the whole window in the order of reading, and back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QWidget

from tests.samplewiki import SampleWiki
from tests.samplewiki.faults import Delay
from tests.ui.asking import idle, until
from tests.ui.place import Place, Seen
from wikilinks_gui.ui.graph.dock import GraphDock

TOP = ["Title", "Explore"]
TREE = [
    "list the redirect itself",
    "Filter titles",
    "Where the text must match: Anywhere",
    "Check 1 page: at most 2 requests + 1 per doubt",
    "Links to the page",
    "Height of the details",
    "Hide the details",
    "Show context: at most 2 requests",
]
GRAPH = ["What the graph shows", "Zoom in (+)", "Graph of the links"]
"""What is to be stopped at, by what a screen reader says: of a group the first button."""


@pytest.fixture
def place(qapp: QApplication, tmp_path: Path) -> Iterator[Place]:
    with SampleWiki() as wiki:
        yield Place(qapp, tmp_path, wiki)


def walk(seen: Seen, key: Qt.Key = Qt.Key.Key_Tab) -> list[QWidget]:
    """Press a key from the title on, until it stops at what it stopped at before."""
    seen.top.field.enter()
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
            check_round(seen, [*TOP, "Wiki"])

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
            seen.controller.explore("sample", "Main Page")
            await until(place.listings)
            check_round(seen, [*TOP, "Tabs", "Stop", "Wiki"])

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
            seen.act("list")
            seen.act("close_tab")
            assert seen.controller.tab.tree.hasFocus()

    place.run(scenario())


def test_w19_the_filter_is_three_stops_from_the_title(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await show(seen)
            await show_graph(seen)
            await seen.explore("Daugpiļs")
            stops = [name(stop) for stop in walk(seen)]
            assert stops.index("Filter titles") == 3

    place.run(scenario())


@pytest.mark.parametrize("mirrored", [False, True])
def test_w19_arrow_keys_go_from_button_to_button_of_a_group(place: Place, mirrored: bool) -> None:
    ahead, back = Qt.Key.Key_Right, Qt.Key.Key_Left
    if mirrored:
        ahead, back = back, ahead

    def focus() -> QWidget:
        focused = QApplication.focusWidget()
        assert focused
        return focused

    def press(*keys: Qt.Key) -> str:
        for key in keys:
            QTest.keyClick(focus(), key)
        return name(focus())

    async def scenario() -> None:
        async with place.window() as seen:
            await show(seen)
            await hide_graph(seen)
            await seen.explore("Daugpiļs")
            if mirrored:
                seen.window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
                await idle()
            seen.top.field.enter()
            tab, end = Qt.Key.Key_Tab, Qt.Key.Key_End
            assert press(tab) == "Explore"
            assert press(ahead) == "Graph"
            assert press(Qt.Key.Key_Down) == "Export"
            assert press(back, back, back) == "Explore"  # it ends there
            assert press(end) == "Menu"
            assert press(tab, Qt.Key.Key_Backtab) == "Menu"  # where one left the group
            assert press(Qt.Key.Key_Home) == "Explore"
            assert press(tab, tab, tab).startswith("Where the text")
            assert press(ahead).startswith("Namespaces")
            assert press(tab).startswith("Check ")
            assert press(tab) == "Links to the page"

    place.run(scenario())


def test_w19_f6_goes_round_the_parts(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await show(seen)
            await show_graph(seen)
            await seen.explore("Daugpiļs")
            await until(lambda: (panel := seen.find(GraphDock).panel) and panel.view.isVisible())
            seen.controller.tab.notice.show_notice("Word.", actions=[("Do", lambda: None)])
            await idle()

            def steps(action: str, count: int) -> list[str]:
                found = []
                for _step in range(count):
                    seen.act(action)
                    focus = QApplication.focusWidget()
                    assert focus
                    found.append(name(focus))
                return found

            seen.top.field.enter()
            parts = ["Filter titles", "Links to the page", "Do", "What the graph shows", "Title"]
            assert steps("next_part", 6) == [*parts, parts[0]]
            assert steps("previous_part", 6) == ["Title", *parts[-2::-1], "Title"]
            seen.act("list")
            assert seen.controller.tab.tree.hasFocus()
            seen.window.resize(480, 600)
            await until(lambda: not seen.find(GraphDock).isVisible())
            seen.act("graph")
            assert not seen.tabs.isVisible()
            seen.act("list")
            assert seen.controller.tab.tree.hasFocus()

    place.run(scenario())


def test_w19_before_a_list_f6_goes_to_what_can_be_done(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await show(seen)
            seen.window.start(place.wiki.api_url, "")
            await until(lambda: idle_start(seen))
            seen.top.field.enter()
            seen.act("next_part")
            focus = QApplication.focusWidget()
            assert focus
            assert name(focus) == "Try the sample wiki"
            seen.act("next_part")
            assert seen.top.field.hasFocus()

    place.run(scenario())


def idle_start(seen: Seen) -> bool:
    return any(
        name(each) == "Try the sample wiki" and each.isVisible()
        for each in seen.controller.tab.findChildren(QPushButton)
    )
