# SPDX-License-Identifier: MIT
"""The graph in the window: what it shows of the tab's list, and that tree and graph agree."""

import asyncio
import gc
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QAction, QGuiApplication, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QToolButton,
    QWidget,
)

from tests.samplewiki import SampleWiki
from tests.samplewiki.faults import Delay
from tests.ui.asking import idle, until
from tests.ui.place import Place, Seen, hub, press
from wikilinks_gui.graph.layout import PAGE
from wikilinks_gui.graph.redirectlayout import RedirectLayout
from wikilinks_gui.graph.shapes import CHECKED, FADED
from wikilinks_gui.samplewiki.request import Request
from wikilinks_gui.table.columns import Numbers
from wikilinks_gui.table.filter import Filter
from wikilinks_gui.tasks import Steps, finish
from wikilinks_gui.ui.graph import panel as panel_module
from wikilinks_gui.ui.graph.clusterbar import ClusterBar
from wikilinks_gui.ui.graph.dock import Beside, GraphDock
from wikilinks_gui.ui.graph.layer import STATES, Hit, Layer
from wikilinks_gui.ui.graph.legendbar import LegendBar
from wikilinks_gui.ui.graph.panel import GraphPanel
from wikilinks_gui.ui.tab.visit import Phase
from wikilinks_gui.ui.tree.model import LinkModel
from wikilinks_gui.ui.widgets.overlay import Corner
from wikilinks_gui.ui.window import window

Key = Qt.Key
Found = TypeVar("Found", bound=QWidget)
NO, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def place(qapp: QApplication, tmp_path: Path) -> Iterator[Place]:
    """P1, with redirects in redirects, and links through each."""
    with closing(hub()) as database, SampleWiki(database) as wiki:
        yield Place(qapp, tmp_path, wiki)


@pytest.fixture
def in_parts(qapp: QApplication, tmp_path: Path) -> Iterator[Place]:
    """The same in several replies."""
    with closing(hub()) as database, SampleWiki(database, most=130) as wiki:
        yield Place(qapp, tmp_path, wiki)


@pytest.fixture
def slow(in_parts: Place) -> Place:
    """The first of these replies is followed by a long wait."""
    in_parts.wiki.faults.add(Delay(600, when=continues))
    return in_parts


def widen(beside: Beside, width: int) -> None:
    """Drag the line between tabs and graph until the graph is as wide."""
    beside.setSizes([beside.width() - beside.handleWidth() - width, width])


def continues(request: Request) -> bool:
    return "linkshere" in request.get("prop", "") and "continue" in request


def find(parent: QWidget, kind: type[Found]) -> Found:
    """Find the first part of a kind."""
    found = parent.findChild(kind)
    assert found is not None
    return found


class Graph:
    """The graph of a window."""

    def __init__(self, seen: Seen) -> None:
        self.seen = seen
        self.dock = seen.find(GraphDock)

    @property
    def panel(self) -> GraphPanel:
        panel = self.dock.panel
        assert panel is not None
        return panel

    @property
    def layer(self) -> Layer:
        return self.panel.view.layers[0]

    @property
    def model(self) -> LinkModel:
        model = self.seen.controller.tab.model
        assert model is not None
        return model

    def legend(self) -> list[str]:
        """What the legend tells."""
        entries = find(self.panel, LegendBar).findChildren(QLabel)
        return [entry.text() for entry in entries if entry.isVisible()]

    def node(self, title: str, via: str = "") -> int:
        """Find a row."""
        table = self.model.table
        parents = {-1: "", **{node: table.titles[node] for node in range(len(table))}}
        return next(
            node
            for node in range(len(table))
            if table.titles[node] == title and parents[table.parent(node)] == via
        )

    def click(self, node: int, modifiers: Qt.KeyboardModifier = NO) -> None:
        """Click on a node, after having come so near that it stands alone."""
        view = self.panel.view
        view.fit()
        view.zoom(4)
        view.centre_on(Hit(self.layer, node))
        middle = view.viewport().rect().center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, modifiers, middle)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NO) -> None:
        QTest.keyClick(self.panel.view, key, modifiers)

    def note(self) -> str:
        """What stands in the corner of the picture."""
        return find(self.panel, Corner).text()

    async def show(self) -> None:
        """Show the graph."""
        self.seen.window.resize(1300, 800)
        if self.dock.isHidden():
            self.seen.act("graph")
        await until(lambda: self.dock.panel)

    async def explore(self, title: str) -> None:
        """List a page, and have it drawn and arranged."""
        await self.seen.explore(title)
        await until(lambda: self.is_drawn() and self.panel.is_up_to_date)

    def is_drawn(self) -> bool:
        return bool(self.panel.view.layers) and len(self.layer.nodes) == len(self.model.table)


def state(layer: Layer, node: int) -> int:
    """Return whether a node is drawn as CHECKED, FADED or NORMAL."""
    return int(layer.codes[layer.place(node)]) % STATES


# --- where it stands ------------------------------------------------------------------------------


def test_the_window_does_not_wait_for_what_draws() -> None:
    code = "import sys, wikilinks_gui.app; sys.exit('pyqtgraph' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("wide", [False, True])
def test_it_is_there_at_first_where_there_is_room(
    place: Place, monkeypatch: pytest.MonkeyPatch, wide: bool
) -> None:
    monkeypatch.setattr(window, "WIDE", 10 if wide else 1000)

    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            assert graph.dock.isHidden() != wide
            assert seen.find(QAction, "graph").isChecked() == wide
            await idle()
            if wide:
                await until(lambda: graph.dock.panel)
            assert len(graph.dock.findChildren(GraphPanel)) == wide

    place.run(scenario())


def test_it_is_as_it_was_left(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            await graph.explore("P1")
            widen(seen.find(Beside), 333)
            await until(lambda: graph.dock.width() == 333)
        async with place.window() as seen:
            graph = Graph(seen)
            seen.window.resize(1300, 800)
            await graph.explore("P1")
            assert graph.dock.isVisible()
            await until(lambda: graph.dock.width() == 333)
            await until(lambda: graph.dock.panel)
            button = next(
                each
                for each in graph.panel.findChildren(QToolButton)
                if each.accessibleName().startswith("Close")
            )
            button.click()
            assert not graph.dock.isVisible()
            assert not seen.find(QAction, "graph").isChecked()
        async with place.window() as seen:
            await seen.explore("P1")
            assert not Graph(seen).dock.isVisible()
            seen.act("graph")
            assert Graph(seen).dock.isVisible()

    place.run(scenario())


def test_it_is_where_reading_ends(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            await seen.explore("P1")

            def left() -> int:
                return graph.dock.mapTo(seen.window, QPoint()).x()

            await until(lambda: left() > 300)
            place.app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            await until(lambda: left() < 300)

    try:
        place.run(scenario())
    finally:
        place.app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_the_tree_keeps_the_room_that_it_needs(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            await graph.explore("P1")
            widen(seen.find(Beside), 1250)
            await idle()
            em = seen.window.fontMetrics().height()
            assert seen.tabs.width() >= 25 * em

    place.run(scenario())


def test_each_tab_has_its_own(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            await graph.explore("P1")
            first = graph.panel
            seen.act("new_tab")
            await seen.explore("P2")
            await until(lambda: graph.dock.panel)
            second = graph.panel
            assert second is not first
            assert second.isVisible()
            assert not first.isVisible()
            gone = []
            second.destroyed.connect(lambda: gone.append(1))
            seen.act("close_tab")
            await until(lambda: gone)
            assert graph.panel is first
            assert first.isVisible()

    place.run(scenario())


@pytest.mark.parametrize("busy", ["arranging", "clusters", "next level"])
def test_a_tab_is_closed_amid_its_work_and_nothing_is_left(place: Place, busy: str) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            seen.act("new_tab")
            await until(lambda: graph.dock.panel)
            if busy == "arranging":
                await seen.explore("P1")
                await until(lambda: graph.panel.view.layers)
            else:
                await graph.explore("P1")
            panel = graph.panel
            if busy == "clusters":
                find(panel, QComboBox).activated.emit(1)
                press(find(panel, ClusterBar), "Find clusters")
                await until(
                    lambda: any(each.get("prop") == "links" for each in place.wiki.requests)
                )
            elif busy == "next level":
                panel.view.activated.emit(Hit(graph.layer, 3))
            held = [weakref.ref(each) for each in (panel, graph.layer, graph.model.table)]
            del panel
            requests = len(place.wiki.requests)
            seen.act("next_part")  # the focus is in the tab
            seen.act("close_tab")

            def is_gone() -> bool:
                QApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))
                gc.collect()
                return all(each() is None for each in held)

            await until(is_gone)
            assert len(place.wiki.requests) <= requests + 1

    place.run(scenario())


# --- what is drawn --------------------------------------------------------------------------------


def test_all_rows_are_drawn_as_they_come(slow: Place) -> None:
    async def scenario() -> None:
        async with slow.window() as seen:
            graph = Graph(seen)
            await graph.show()
            seen.controller.explore("sample", "P1")
            await until(lambda: graph.panel.view.layers)
            await until(graph.is_drawn)
            assert seen.at(Phase.LISTING)
            seen.act("stop")
            seen.act("stop")  # and wait for nothing
            seen.act("resume")
            await seen.idle()
            await until(graph.is_drawn)
            assert sorted(graph.layer.nodes) == list(range(len(seen.rows)))
            assert seen.rows == slow.truth("P1")

    slow.run(scenario())


class Arranging:
    """Holds the packing of discs until it may go on, and counts how often it began."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun = 0
        self.goes_on = asyncio.Event()
        monkeypatch.setattr(panel_module, "in_turns", self.wait)

    async def wait(self, steps: Steps[Numbers]) -> Numbers:
        self.begun += 1
        await self.goes_on.wait()
        return finish(steps)


def test_discs_are_arranged_once_more_when_all_came_amid_an_arranging(
    in_parts: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    rest_comes = threading.Event()
    in_parts.wiki.faults.add(Delay(0, when=lambda asked: continues(asked) and waits(rest_comes)))

    async def scenario() -> None:
        arranging = Arranging(monkeypatch)
        async with in_parts.window() as seen:
            graph = Graph(seen)
            await graph.show()
            seen.controller.explore("sample", "P1")
            await until(lambda: arranging.begun)
            rest_comes.set()
            await seen.idle()
            await until(graph.is_drawn)
            assert arranging.begun == 1
            arranging.goes_on.set()
            await until(lambda: arranging.begun > 1 and graph.panel.is_up_to_date)

    in_parts.run(scenario())


def waits(event: threading.Event) -> bool:
    """Hold a reply up; it is not a fault."""
    event.wait(20)
    return False


def test_a_list_is_arranged_though_the_one_before_was_amid_it(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario() -> None:
        arranging = Arranging(monkeypatch)
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            seen.controller.explore("sample", "P1")
            await until(lambda: arranging.begun)
            before = graph.layer
            await seen.explore("P2")
            await until(lambda: graph.is_drawn() and graph.layer is not before)
            assert arranging.begun == 1
            arranging.goes_on.set()
            await until(lambda: arranging.begun > 1 and graph.panel.is_up_to_date)

    place.run(scenario())


def test_while_it_is_hidden_it_rests_and_later_catches_up(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            panel = graph.panel
            seen.act("graph")
            await seen.explore("P1")
            await idle()
            assert not panel.view.layers
            seen.act("graph")
            await until(graph.is_drawn)

    place.run(scenario())


def test_w18_before_a_list_the_graph_takes_no_room(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            beside = seen.find(Beside)
            assert seen.find(QAction, "graph").isChecked()
            assert seen.tabs.width() == beside.width()
            await graph.explore("P1")
            assert graph.dock.isVisible()
            seen.act("new_tab")
            assert not graph.dock.isVisible()
            seen.tabs.setCurrentIndex(0)
            assert graph.dock.isVisible()
            seen.controller.explore("http://127.0.0.1:9/", "P2")
            assert graph.dock.isVisible()  # until it is known
            await seen.idle()
            assert not graph.dock.isVisible()
            await seen.explore("P1")
            assert graph.dock.isVisible()
            await seen.explore("Nothing links here")
            assert not graph.dock.isVisible()

    place.run(scenario())


def test_w32_where_there_is_no_room_for_both_the_graph_stands_in_place_of_the_list(
    place: Place,
) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            await graph.explore("P1")
            action = seen.find(QAction, "graph")
            beside = seen.find(Beside)
            seen.window.resize(480, 600)
            await until(lambda: beside.is_narrow)
            assert seen.window.width() == 480
            assert not graph.dock.isVisible()
            assert not action.isChecked()
            seen.act("graph")
            assert graph.dock.isVisible()
            assert not seen.tabs.isVisible()
            assert action.isChecked()
            seen.act("graph")
            assert not graph.dock.isVisible()
            assert seen.tabs.isVisible()
            seen.window.resize(1300, 800)
            await until(lambda: not beside.is_narrow)
            assert graph.dock.isVisible()
            assert seen.tabs.isVisible()

    place.run(scenario())


def test_the_legend_tells_what_is_there(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            await graph.explore("P1")
            await until(graph.legend)
            names = graph.legend()
            assert names == ["Article", "transclusion", "redirect"] or "link" in names
            assert len(names) == len(set(names))
            assert "Article" in names
            assert "redirect" in names
            assert "Talk" not in names

    place.run(scenario())


def test_the_legend_of_a_list_that_is_complete_comes_by_itself(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await seen.explore("P1")
            await graph.show()
            await until(lambda: len(graph.legend()) > 1)

    place.run(scenario())


def test_the_legend_and_note_are_never_those_of_the_list_before(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            await graph.explore("P1")
            legend, note = find(graph.panel, LegendBar), find(graph.panel, Corner)
            await until(legend.isVisible)
            note.setText("of the list before")
            before = graph.layer
            seen.controller.explore("sample", "P2")
            await until(lambda: not legend.isVisible())
            await until(legend.isVisible)
            assert note.text() == ""
            assert graph.layer is not before
            assert len(graph.layer.nodes)
            await seen.idle()

    place.run(scenario())


def test_after_a_large_list_the_next_comes_as_soon(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(panel_module, "MANY", 1)
    monkeypatch.setattr(panel_module, "EASY", 60_000)

    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            await seen.explore("P1")
            await until(lambda: graph.panel.view.layers)
            before = graph.layer
            await seen.explore("P2")
            await until(lambda: graph.panel.view.layers and graph.layer is not before)
            assert len(graph.layer.nodes)

    place.run(scenario())


def test_what_the_filter_leaves_out_fades(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            await graph.explore("P1")
            seen.controller.tab.filter_bar.set_filter(Filter("P10"))
            await until(lambda: np.any(graph.layer.codes % STATES == FADED))
            passed = graph.model.table.passed()[graph.layer.nodes]
            assert ((graph.layer.codes % STATES != FADED) == passed).all()
            assert passed.any()
            seen.controller.tab.filter_bar.set_filter(Filter("nothing at all"))
            await until(lambda: graph.note() == "Everything is hidden by the filter")
            seen.act("clear_filter")
            await until(lambda: graph.note() == "")

    place.run(scenario())


def test_check_marks_are_the_trees(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            await graph.explore("P1")
            node = graph.node("P7")
            graph.model.set_checked([node], True)
            await until(lambda: state(graph.layer, node) == CHECKED)
            await until(lambda: graph.legend()[-1] == "marked")
            graph.click(node)
            graph.key(Key.Key_Space)
            assert not graph.model.table.is_checked(node)
            await until(lambda: state(graph.layer, node) != CHECKED)
            await until(lambda: "marked" not in graph.legend())

    place.run(scenario())


def test_groups_too_large_open_in_steps(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panel_module, "RedirectLayout", partial(RedirectLayout, step=20))

    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            await seen.explore("P1")
            total = len(graph.model.table)
            await until(lambda: graph.note().endswith(f" of {total}"))
            shown = len(graph.layer.nodes)
            assert graph.note() == f"Showing {shown} of {total}"
            disc = int(np.argmax(graph.layer.layout.discs.left))
            graph.panel.view.activated.emit(Hit(graph.layer, PAGE, disc))
            await until(lambda: len(graph.layer.nodes) == shown + 20)
            await until(lambda: graph.note() == f"Showing {shown + 20} of {total}")

    place.run(scenario())


def test_counted_nodes_are_reached_and_opened_by_keys(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(panel_module, "RedirectLayout", partial(RedirectLayout, step=20))

    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            await seen.explore("P1")
            total = len(graph.model.table)
            await until(lambda: graph.note().endswith(f" of {total}"))
            await until(lambda: graph.panel.is_up_to_date)
            view, layer = graph.panel.view, graph.layer
            disc = int(np.argmax(layer.layout.discs.left))
            x, y = layer.where(PAGE, disc) or (0, 0)
            before = int(np.argmin(np.hypot(layer.x - x, layer.y - y)))
            away = x - float(layer.x[before]), y - float(layer.y[before])
            along = int(abs(away[1]) > abs(away[0]))
            graph.panel.view.pressed.emit(Hit(layer, int(layer.nodes[before])), NO)
            keys = [(Key.Key_Left, Key.Key_Right), (Key.Key_Up, Key.Key_Down)]
            graph.key(keys[along][away[along] > 0])
            counted = Hit(layer, PAGE, disc)
            assert view.current() == counted
            left = layer.left(disc)
            assert f"{left} more rows" in view.accessibleDescription()
            shown = len(layer.nodes)
            while layer.left(disc):
                view.set_current(counted)
                graph.key(Key.Key_Return)
            assert len(layer.nodes) == shown + left
            last = int(layer.nodes[-1])
            assert view.current() == Hit(layer, last)  # what was chosen is no more
            assert layer.table.titles[last] in view.accessibleDescription()

    place.run(scenario())


# --- the tree and the graph -----------------------------------------------------------------------


def test_a_click_selects_the_row_also_in_closed_redirects(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            await graph.explore("P1")
            tree, table = seen.controller.tab.tree, graph.model.table
            deep = next(n for n in range(len(table)) if table.row(n).depth == 2)
            assert graph.model.row_of(deep) == -1
            graph.click(deep)
            assert graph.model.row_of(deep) >= 0
            assert tree.selected_nodes() == [deep]
            assert graph.model.node(tree.currentIndex().row()) == deep
            assert graph.panel.view.current() == Hit(graph.layer, deep)
            other = graph.node("P9")
            graph.click(other, CTRL)
            assert set(tree.selected_nodes()) == {deep, other}
            graph.click(other, CTRL)
            assert tree.selected_nodes() == [deep]

    place.run(scenario())


def test_the_trees_rows_stand_out_in_the_graph(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            await graph.explore("P1")
            tree, view = seen.controller.tab.tree, graph.panel.view
            view.zoom(3)
            before = view.visible_part()
            nodes = [graph.node("P3"), graph.node("P4")]
            tree.select_nodes(nodes)
            assert view.current() == Hit(graph.layer, nodes[0])
            await until(lambda: graph.layer.marks == set(nodes))
            assert view.visible_part() == before  # the picture does not jump
            seen.act("show_in_graph")
            await until(lambda: view.visible_part() != before)
            x, y = graph.layer.where(nodes[0]) or (0, 0)
            middle = view.visible_part().center()
            assert abs(middle.x() - x) + abs(middle.y() - y) < 0.5

    place.run(scenario())


def test_show_in_the_graph_opens_it(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            seen.window.resize(1300, 800)
            assert graph.dock.isHidden()
            await seen.explore("P1")
            seen.controller.tab.tree.select_nodes([graph.node("P3")])
            seen.act("show_in_graph")
            await until(lambda: graph.dock.panel and graph.panel.view.layers)
            assert graph.dock.isVisible()
            await until(lambda: graph.panel.view.current() == Hit(graph.layer, graph.node("P3")))

    place.run(scenario())


def test_what_the_filter_leaves_out_shows_in_the_details(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            await graph.explore("P1")
            tab = seen.controller.tab
            tab.filter_bar.set_filter(Filter("P10"))
            node = graph.node("P1200")
            await until(lambda: not graph.model.table.passed()[node])
            before = tab.tree.currentIndex().row()
            graph.click(node)
            assert graph.panel.view.current() == Hit(graph.layer, node)
            assert tab.tree.currentIndex().row() == before
            assert "P1200" in {label.text() for label in tab.context.findChildren(QLabel)}
            graph.key(Key.Key_Space)
            assert graph.model.table.is_checked(node)
            seen.act("mark")  # actions act on it too
            assert not graph.model.table.is_checked(node)
            seen.act("copy_title")
            assert QGuiApplication.clipboard().text() == "P1200"
            seen.act("clear_filter")
            await until(lambda: tab.tree.selected_nodes() == [node])
            assert graph.panel.view.current() == Hit(graph.layer, node)

    place.run(scenario())


def test_what_is_found_stands_out(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            await graph.explore("P1")
            tab = seen.controller.tab
            wanted = {n for n in range(len(graph.model.table)) if "P12" in graph.model.row(n).title}
            seen.act("find")
            tab.find_bar.findChildren(QLineEdit)[0].setText("P12")
            await until(lambda: graph.layer.marks == wanted)
            tab.find_bar.close_bar()
            await until(lambda: not graph.layer.marks)

    place.run(scenario())


def test_what_is_found_stands_out_in_a_graph_that_is_opened_later(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            graph.dock.hide()
            await seen.explore("P1")
            seen.act("find")
            seen.controller.tab.find_bar.findChildren(QLineEdit)[0].setText("P12")
            await graph.show()
            await until(graph.is_drawn)
            await until(lambda: len(graph.layer.marks) > 1)

    place.run(scenario())


def test_the_menu_is_that_of_the_row(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            await graph.explore("P1")
            node = graph.node("P3")
            graph.panel.view.menu_wanted.emit(Hit(graph.layer, node), QPoint(5, 5))
            assert seen.controller.tab.tree.selected_nodes() == [node]
            menu = QApplication.activePopupWidget()
            assert isinstance(menu, QMenu)
            assert "Copy &title" in [each.text() for each in menu.actions()]
            menu.close()

    place.run(scenario())


def test_another_list_is_seen_whole(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            await graph.explore("P1")
            view = graph.panel.view
            view.zoom(6.0)
            view.pan(3.0, 2.0)
            assert not view.shows_all()
            await graph.explore("P2")
            assert view.shows_all()

    place.run(scenario())


def test_the_ground_chooses_nothing(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            await graph.explore("P1")
            view, tree = graph.panel.view, seen.controller.tab.tree
            view.pressed.emit(Hit(graph.layer, graph.node("P3")), NO)
            assert tree.currentIndex().isValid()
            view.pressed.emit(None, Qt.KeyboardModifier.ControlModifier)
            assert view.current() is not None
            view.pressed.emit(None, NO)
            assert view.current() is None
            assert not tree.currentIndex().isValid()
            assert not tree.selected_nodes()
            view.pressed.emit(Hit(graph.layer, PAGE), NO)
            assert seen.controller.tab.outside is not None
            view.pressed.emit(None, NO)
            assert view.current() is None
            assert seen.controller.tab.outside is None

    place.run(scenario())


def test_left_out_nodes_have_a_menu_of_their_own(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            await graph.explore("P1")
            node = graph.node("P1200")
            seen.controller.tab.filter_bar.set_filter(Filter("P10"))
            await until(lambda: not graph.model.table.passed()[node])
            graph.panel.view.menu_wanted.emit(Hit(graph.layer, node), QPoint(5, 5))
            menu = QApplication.activePopupWidget()
            assert isinstance(menu, QMenu)
            menu.actions()[0].trigger()
            menu.close()
            visit = seen.controller.visit
            assert visit is not None
            assert (visit.text, visit.follow) == ("P1200", True)
            await seen.idle()

    place.run(scenario())


# --- keys and screen readers ----------------------------------------------------------------------


def test_keys_go_from_node_to_node(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            seen.window.activateWindow()
            graph = Graph(seen)
            await graph.show()
            await graph.explore("P1")
            view = graph.panel.view
            view.setFocus()
            view.set_current(Hit(graph.layer, PAGE))
            graph.key(Key.Key_Right)
            first = view.current()
            assert first is not None
            assert first.node != PAGE
            x, _y = first.layer.where(first.node) or (0, 0)
            assert x > 0
            assert seen.controller.tab.tree.selected_nodes() == [first.node]
            before = view.visible_part()
            graph.key(Key.Key_Right, CTRL)
            assert view.current() == first
            assert view.visible_part().left() > before.left()
            graph.key(Key.Key_Plus)
            assert view.visible_part().width() < before.width()
            graph.key(Key.Key_Minus)
            graph.key(Key.Key_Minus)
            assert view.visible_part().width() > before.width()
            graph.key(Key.Key_Home)
            fitted = view.visible_part()
            graph.key(Key.Key_Plus)
            graph.key(Key.Key_0)
            assert view.visible_part() == fitted
            graph.key(Key.Key_Plus)
            graph.key(Key.Key_P)
            middle = view.visible_part().center()
            assert abs(middle.x()) + abs(middle.y()) < 0.5

    place.run(scenario())


def test_keys_zoom_about_the_chosen_node(place: Place) -> None:
    """Where it is in view; the tip about what was under the pointer goes when that moves."""

    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            await graph.explore("P1")
            view = graph.panel.view
            hit = Hit(graph.layer, graph.node("P1200"))
            view.fit()
            view.pressed.emit(hit, NO)

            def point() -> QPoint:
                return view.point_of(hit) or QPoint()

            before, middle = point(), view.viewport().rect().center()
            assert (before - middle).manhattanLength() > 20
            for key in [Key.Key_Plus] * 6 + [Key.Key_Minus] * 3:
                view.point_at(point())
                assert view.canvas.toolTip()
                graph.key(key)
                assert not view.canvas.toolTip()
                assert (point() - before).manhattanLength() <= 2
            for key, modifiers in ((Key.Key_Right, CTRL), (Key.Key_Home, NO), (Key.Key_P, NO)):
                view.point_at(point())
                assert view.canvas.toolTip()
                graph.key(key, modifiers)
                assert not view.canvas.toolTip()

    place.run(scenario())


def test_a_frame_shows_the_focus(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            seen.window.activateWindow()
            graph = Graph(seen)
            await graph.show()
            await graph.explore("P1")
            view = graph.panel.view

            def edge() -> set[str]:
                picture = view.viewport().grab().toImage()
                size = picture.size()
                middles = (1, size.height() // 2), (size.width() - 2, size.height() // 2)
                return {picture.pixelColor(x, y).name() for x, y in middles}

            view.setFocus()
            assert edge() == {view.palette().color(QPalette.ColorRole.Link).name()}
            seen.controller.tab.tree.setFocus()
            assert edge() != {view.palette().color(QPalette.ColorRole.Link).name()}

    place.run(scenario())


def test_a_screen_reader_is_told_the_node(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            await graph.explore("P1")
            view = graph.panel.view
            graph.click(graph.node("P3"))
            interface = QAccessible.queryAccessibleInterface(view)
            assert interface.text(QAccessible.Text.Name) == "Graph of the links"
            assert "P3" in interface.text(QAccessible.Text.Description)
            assert "redirect" in interface.text(QAccessible.Text.Description)
            for button in graph.panel.findChildren(QToolButton):
                assert button.accessibleName()

    place.run(scenario())
