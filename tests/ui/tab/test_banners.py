# SPDX-License-Identifier: MIT
"""Banners have their place: nothing moves for them, and they go with their cause (W12)."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from tests.samplewiki import SampleWiki
from tests.samplewiki.faults import Delay
from tests.ui.asking import idle, until
from tests.ui.place import Place, Seen, buttons, hub, press, said
from wikilinks_gui.errors import StoreError
from wikilinks_gui.samplewiki.request import Request
from wikilinks_gui.ui.graph.dock import GraphDock
from wikilinks_gui.ui.tab.visit import Phase


@pytest.fixture
def place(qapp: QApplication, tmp_path: Path) -> Iterator[Place]:
    with closing(hub()) as database, SampleWiki(database, most=130) as wiki:
        yield Place(qapp, tmp_path, wiki)


def continues(request: Request) -> bool:
    return "linkshere" in request.get("prop", "") and "continue" in request


def on_screen(widget: QWidget) -> QRect:
    return QRect(widget.mapToGlobal(QPoint()), widget.size())


def rows_on_screen(seen: Seen) -> dict[int, QRect]:
    """Return where each row that is seen stands."""
    tree = seen.controller.tab.tree
    view = tree.viewport()
    model = tree.model()
    found = {}
    for row in range(model.rowCount()):
        rect = tree.visualRect(model.index(row, 0))
        if view.rect().contains(rect):
            found[row] = rect.translated(view.mapToGlobal(QPoint()))
    return found


def assert_still(seen: Seen, before: dict[int, QRect]) -> None:
    """Check that rows that are seen now and were before have not moved."""
    now = rows_on_screen(seen)
    common = now.keys() & before.keys()
    assert len(common) > 3
    assert {row: now[row] for row in common} == {row: before[row] for row in common}


async def shown(seen: Seen, width: int = 1200) -> None:
    seen.window.resize(width, 700)
    await idle()


def test_w12_a_banner_moves_neither_rows_nor_the_graph(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await shown(seen)
            seen.find(GraphDock).show()
            await seen.explore("P1")
            await idle()
            tree = seen.controller.tab.tree
            for scrolled in (0, 5):
                tree.verticalScrollBar().setValue(tree.rowHeight(0) * scrolled)
                rows, graph = rows_on_screen(seen), on_screen(seen.find(GraphDock))
                seen.window.show_error(StoreError("The disk is full."))
                seen.window.notice.show_notice("Something was left.", actions=[("Do", idle)])
                seen.controller.tab.notice.show_notice("Word. " * 60)
                await idle()
                assert said(seen.window.problem)
                assert_still(seen, rows)
                assert on_screen(seen.find(GraphDock)) == graph
                for notice in (
                    seen.window.problem,
                    seen.window.notice,
                    seen.controller.tab.notice,
                ):
                    assert notice.isVisible()
                    notice.hide()
                await idle()
                assert rows_on_screen(seen) == rows
                assert on_screen(seen.find(GraphDock)) == graph

    place.run(scenario())


def test_w12_the_last_row_is_reached_above_a_banner(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await shown(seen)
            await seen.explore("P1")
            seen.window.show_error(StoreError("The disk is full."))
            await idle()
            tree = seen.controller.tab.tree
            tree.scrollToBottom()
            await idle()
            last = tree.visualRect(tree.model().index(tree.model().rowCount() - 1, 0))
            bottom = tree.viewport().mapToGlobal(last.bottomLeft()).y()
            assert bottom < on_screen(seen.window.problem).top()

    place.run(scenario())


def test_w12_a_banner_moves_nothing_of_the_start_page(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await shown(seen)
            seen.window.start(place.wiki.api_url, "")
            await until(lambda: "Try the sample wiki" in buttons(seen.controller.tab))
            await idle()
            sample: QPushButton = buttons(seen.controller.tab)["Try the sample wiki"]
            before = on_screen(sample)
            seen.window.show_error(StoreError("The disk is full."))
            await idle()
            assert seen.window.problem.isVisible()
            assert on_screen(sample) == before

    place.run(scenario())


def test_w12_banners_go_when_their_cause_has_gone(place: Place) -> None:
    place.wiki.faults.add(Delay(600, when=continues))

    async def scenario() -> None:
        async with place.window() as seen:
            await shown(seen)
            seen.controller.explore("sample", "P1")
            await until(lambda: seen.at(Phase.LISTING) and not len(place.wiki.faults))
            seen.act("stop")
            await seen.idle()
            assert seen.controller.tab.notice.isVisible()
            seen.window.notice.show_notice("“P2” is incomplete.")
            press(seen.controller.tab.notice, "Resume")
            assert seen.controller.tab.notice.isHidden()
            await seen.idle()
            assert seen.controller.tab.notice.isHidden()
            seen.type_title("P2")  # something else is looked at
            assert seen.window.notice.isHidden()

    place.run(scenario())


def test_w12_the_windows_banners_are_in_the_tab_that_is_shown(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await shown(seen)
            await seen.explore("P1")
            seen.window.show_error(StoreError("The disk is full."))
            seen.act("new_tab")
            assert seen.window.problem.isVisible()
            seen.act("close_tab")
            await idle()
            assert seen.window.problem.isVisible()
            assert seen.tabs.tab.isAncestorOf(seen.window.problem)

    place.run(scenario())


def test_w18_in_a_low_window_the_status_line_alone_says_that_a_list_is_unfinished(
    place: Place,
) -> None:
    place.wiki.faults.add(Delay(600, when=continues))

    async def scenario() -> None:
        async with place.window() as seen:
            seen.window.resize(900, 300)
            await idle()
            seen.controller.explore("sample", "P1")
            await until(lambda: seen.at(Phase.LISTING) and not len(place.wiki.faults))
            seen.act("stop")
            await seen.idle()
            assert seen.status.startswith("Incomplete")
            assert seen.find(QAction, "resume").isEnabled()
            assert seen.controller.tab.notice.isHidden()

    place.run(scenario())
