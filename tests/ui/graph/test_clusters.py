# SPDX-License-Identifier: MIT
"""Clusters in the window: told what they cost, fetched, stopped, kept, and drawn."""

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QProgressBar, QPushButton, QSpinBox

from tests.samplewiki import SampleWiki
from tests.samplewiki.faults import Answer, Delay
from tests.ui.asking import idle, until
from tests.ui.place import Place, Seen, press
from wikilinks_gui.graph.clusterlayout import ClusterLayout
from wikilinks_gui.graph.redirectlayout import RedirectLayout
from wikilinks_gui.samplewiki.database import SCHEMA
from wikilinks_gui.samplewiki.request import Request
from wikilinks_gui.table.filter import Filter
from wikilinks_gui.ui.graph.clusterbar import ClusterBar
from wikilinks_gui.ui.graph.discactions import disc_actions
from wikilinks_gui.ui.graph.dock import GraphDock
from wikilinks_gui.ui.graph.layer import Hit, Layer
from wikilinks_gui.ui.graph.notes import disc_tip
from wikilinks_gui.ui.graph.panel import GraphPanel
from wikilinks_gui.ui.tab.visit import Phase
from wikilinks_gui.ui.widgets.notice import Notice
from wikilinks_gui.ui.widgets.overlay import Corner
from wikilinks_gui.ui.widgets.text import Text

GROUPS, EACH = 4, 30

ALL_OF_THEM = "4 clusters hold 120 of 121 pages. 1 page is not linked to any of the others."


@pytest.fixture
def place(qapp: QApplication, tmp_path: Path) -> Iterator[Place]:
    """Hub, which 4 × 30 pages link to that link to each other, and one that does not."""
    with closing(sqlite3.connect(":memory:", check_same_thread=False)) as database:
        database.executescript(SCHEMA)
        pages = [(group, n) for group in range(GROUPS) for n in range(EACH)]
        ids = {each: 10 + number for number, each in enumerate(pages)}
        names = {page_id: f"Group{group}_page{n:02}" for (group, n), page_id in ids.items()}
        names |= {1: "Hub", 900: "Alone", 901: "Other"}
        database.executemany("INSERT INTO page VALUES (?, 0, ?, 0)", names.items())
        links = [(page_id, "Hub") for page_id in [*ids.values(), 900]]
        for (group, n), page_id in ids.items():
            near = {(group, (n + step) % EACH) for step in range(1, 8)} | {(group, 0)}
            links += [(page_id, names[ids[each]]) for each in near if each != (group, n)]
            # Not worth asking for all of them.
            links += [(page_id, f"Elsewhere {number}") for number in range(40)]
        links.append((901, names[10]))
        database.executemany(
            "INSERT INTO pagelinks VALUES (0, ?, 0, ?)", [(to, source) for source, to in links]
        )
        database.commit()
        with SampleWiki(database) as wiki:
            yield Place(qapp, tmp_path, wiki)


def is_for_links(request: Request) -> bool:
    return request.get("prop") == "links"


class Graph:
    """The graph of a window, and the band of its clusters."""

    def __init__(self, seen: Seen) -> None:
        self.seen = seen

    @property
    def panel(self) -> GraphPanel:
        panel = self.seen.find(GraphDock).panel
        assert panel is not None
        return panel

    @property
    def bar(self) -> ClusterBar:
        bar = self.panel.findChild(ClusterBar)
        assert bar is not None
        return bar

    @property
    def said(self) -> str:
        """What the band says; "" where there is none."""
        text = self.bar.findChild(Text)
        assert text is not None
        return text.text() if self.bar.isVisible() else ""

    @property
    def button(self) -> str:
        button = self.bar.findChild(QPushButton)
        assert button is not None
        return "" if button.isHidden() else button.text().replace("&", "")

    @property
    def notice(self) -> Notice:
        notice = self.panel.findChild(Notice)
        assert notice is not None
        return notice

    @property
    def corner(self) -> Corner:
        corner = self.panel.findChild(Corner)
        assert corner is not None
        return corner

    @property
    def layer(self) -> Layer:
        return self.panel.view.layers[0]

    def press(self, text: str) -> None:
        press(self.bar, text)

    def choose(self, at: int) -> None:
        """Choose what the graph shows, as a person does."""
        self.chooser.setCurrentIndex(at)
        self.chooser.activated.emit(at)

    @property
    def chooser(self) -> QComboBox:
        chooser = self.panel.findChild(QComboBox)
        assert chooser is not None
        return chooser

    def set_pages(self, count: int) -> None:
        box = self.bar.findChild(QSpinBox)
        assert box is not None
        box.setValue(count)

    async def show(self, title: str = "Hub") -> None:
        """Draw a list."""
        self.seen.window.resize(1300, 800)
        if self.seen.find(GraphDock).isHidden():
            self.seen.act("graph")
        await until(lambda: self.seen.find(GraphDock).panel)
        await self.seen.explore(title)
        await until(lambda: self.panel.view.layers and len(self.layer.nodes))

    async def found(self) -> ClusterLayout:
        """Wait for clusters."""
        await until(lambda: isinstance(self.layer.layout, ClusterLayout) and self.button != "Stop")
        layout = self.layer.layout
        assert isinstance(layout, ClusterLayout)
        return layout

    def titles(self, layout: ClusterLayout) -> list[set[str]]:
        """The titles in each disc."""
        ends = np.cumsum(layout.discs.counts)[:-1]
        return [
            {self.layer.table.titles[node] for node in nodes.tolist()}
            for nodes in np.split(layout.nodes, ends)
        ]


def requests(place: Place) -> int:
    return sum(map(is_for_links, place.wiki.requests))


def hold(place: Place, request: int) -> threading.Event:
    """Delay the answer to a request for links, by its number; return an event for it."""
    reached = threading.Event()

    def is_late(asked: Request) -> bool:
        late = is_for_links(asked) and requests(place) >= request
        if late:
            reached.set()
        return late

    place.wiki.faults.add(Delay(20, when=is_late))
    return reached


def test_from_the_offer_to_the_picture(place: Place) -> None:
    """Nothing is asked before the button is pressed; then all is drawn in its cluster."""

    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            assert isinstance(graph.layer.layout, RedirectLayout)
            assert not graph.bar.isVisible()
            graph.choose(1)
            assert "121 pages take about 9 requests." in graph.said
            assert requests(place) == 0
            assert isinstance(graph.layer.layout, RedirectLayout)
            graph.press("Find clusters")
            assert graph.button == "Stop"
            layout = await graph.found()
            assert graph.said == ALL_OF_THEM
            assert graph.button == ""
            assert 9 <= requests(place) <= 11
            discs = graph.titles(layout)
            assert {frozenset(title[:6] for title in titles) for titles in discs[:4]} == {
                frozenset([f"Group{group}"]) for group in range(4)
            }
            assert discs[4] == {"Alone"}
            assert layout.discs.titles[0].startswith("Group")
            assert np.array_equal(graph.layer.nodes, layout.nodes)
            graph.choose(0)
            assert isinstance(graph.layer.layout, RedirectLayout)
            assert not graph.bar.isVisible()
            before = requests(place)
            graph.choose(1)  # all is known: at once
            await graph.found()
            assert requests(place) == before

    place.run(scenario())


def test_stopped_and_gone_on_with(place: Place) -> None:
    """What came is drawn, and only the rest is asked for then."""
    reached = hold(place, 3)

    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            graph.choose(1)
            graph.press("Find clusters")
            await until(reached.is_set)
            progress = graph.bar.findChild(QProgressBar)
            assert progress is not None
            assert not progress.isHidden()
            graph.press("Stop")
            layout = await graph.found()
            assert "% of the links are known; the rest takes about" in graph.said
            assert graph.button == "Resume"
            assert len(layout.nodes) == 121
            before = requests(place)
            graph.press("Resume")
            await until(lambda: graph.said == ALL_OF_THEM)
            assert 0 < requests(place) - before <= 9

    place.run(scenario())


def test_chosen_once_more_nothing_changes(place: Place) -> None:
    """Neither what is seen of the picture, nor what is fetched."""

    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            view = graph.panel.view
            for at in (0, 1):
                graph.choose(at)
                if at:
                    graph.press("Find clusters")
                    await graph.found()
                view.zoom(3.0)
                layout, part = graph.layer.layout, view.visible_part()
                before = requests(place)
                graph.choose(at)
                await idle()
                assert graph.layer.layout is layout
                assert view.visible_part() == part
                assert requests(place) == before

    place.run(scenario())


def test_chosen_again_while_it_stops(place: Place) -> None:
    """There is no button that does nothing."""
    reached, go_on = threading.Event(), threading.Event()

    def second(request: Request) -> bool:
        if is_for_links(request) and requests(place) == 2:
            reached.set()
            go_on.wait(20)
        return False

    place.wiki.faults.add(Delay(0, when=second))

    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            graph.choose(1)
            graph.press("Find clusters")
            await until(reached.is_set)
            graph.choose(0)
            graph.choose(1)
            assert (graph.said, graph.button) == ("Stopping…", "")
            go_on.set()
            await until(lambda: graph.button == "Resume")
            graph.press("Resume")
            await until(lambda: graph.said == ALL_OF_THEM)

    place.run(scenario())


def test_the_stop_action_stops_it(place: Place) -> None:
    """Escape, while no list is on its way."""
    reached = hold(place, 2)

    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            stop = seen.find(QAction, "stop")
            graph.choose(1)
            assert not stop.isEnabled()
            graph.press("Find clusters")
            assert stop.isEnabled()
            await until(reached.is_set)
            seen.window.activateWindow()
            QTest.keyClick(seen.window, Qt.Key.Key_Escape)
            await graph.found()
            assert graph.button == "Resume"
            assert not stop.isEnabled()

    place.run(scenario())


def test_a_number_that_is_typed_can_be_begun_with_at_once(place: Place) -> None:
    """By Enter in its field, or by the button, which comes next."""

    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            graph.choose(1)
            graph.press("Find clusters")
            await graph.found()
            assert graph.button == ""
            box = graph.bar.findChild(QSpinBox)
            assert box is not None
            seen.window.activateWindow()
            box.setFocus()
            box.selectAll()
            QTest.keyClicks(box, "60")
            assert graph.button == "Find clusters"
            QTest.keyClick(box, Qt.Key.Key_Tab)
            assert isinstance(graph.bar.focusWidget(), QPushButton)
            box.setFocus()
            QTest.keyClick(box, Qt.Key.Key_Return)
            await until(
                lambda: graph.said == "2 clusters hold 60 of the first 60 pages of the list."
            )

    place.run(scenario())


def test_the_focus_goes_to_the_picture_where_the_button_goes(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            graph.choose(1)
            seen.window.activateWindow()
            await until(seen.window.isActiveWindow)
            button = graph.bar.findChild(QPushButton)
            assert button is not None
            button.setFocus()
            QTest.keyClick(button, Qt.Key.Key_Space)
            assert button.hasFocus()
            assert graph.button == "Stop"
            await graph.found()
            assert graph.panel.view.hasFocus()

    place.run(scenario())


def test_an_error_is_told_and_can_be_tried_again(place: Place) -> None:
    """In the graph's own place; the list beside it is not touched."""
    place.wiki.faults.add(Answer(b"<p>no", 403, "text/html", when=is_for_links))

    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            graph.choose(1)
            graph.press("Find clusters")
            await until(lambda: graph.button == "Try again")
            assert "403" in graph.said
            assert "Everything fetched so far is kept" not in graph.said  # nothing came
            assert isinstance(graph.layer.layout, RedirectLayout)
            assert seen.notice == ""
            graph.press("Try again")
            await graph.found()
            assert graph.said == ALL_OF_THEM

    place.run(scenario())


def test_other_pages_ask_only_for_what_is_new(place: Place) -> None:
    """By the number of pages, and by the filter."""

    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            graph.choose(1)
            graph.set_pages(60)
            assert "the first 60 pages of the list take about 4 requests" in graph.said
            graph.press("Find clusters")
            assert len((await graph.found()).nodes) == 60
            assert graph.said == "2 clusters hold 60 of the first 60 pages of the list."
            first = requests(place)
            graph.set_pages(100)
            assert (
                "100 pages of the list take about 4 requests" in graph.said
            )  # 40 × 100 and 60 × 40
            assert graph.button == "Find clusters"
            graph.press("Find clusters")
            await until(
                lambda: graph.said == "4 clusters hold 100 of the first 100 pages of the list."
            )
            assert requests(place) - first <= 6
            before = requests(place)
            graph.set_pages(90)
            assert graph.said == (
                "The links among the first 90 pages of the list are known. "
                "The graph shows other pages."
            )
            graph.press("Find clusters")
            await until(
                lambda: graph.said == "3 clusters hold 90 of the first 90 pages of the list."
            )
            assert requests(place) == before

    place.run(scenario())


def test_a_chosen_page_that_has_no_cluster_is_told_of(place: Place) -> None:
    """As long as it is the chosen one; a disc tells what it is."""

    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            tree = seen.controller.tab.tree
            tree.go_to(100)
            title = graph.layer.table.titles[tree.selected_nodes()[0]]
            assert note(graph) == ""
            graph.choose(1)
            graph.set_pages(60)
            graph.press("Find clusters")
            layout = await graph.found()
            assert note(graph) == f"{title} is not in any of these clusters."
            assert graph.corner.wordWrap(), "a long title is not cut"
            tree.go_to(3)
            assert note(graph) == "Showing 60 of 121 pages"
            assert not graph.corner.wordWrap()
            tree.go_to(99)
            assert "is not in any" in note(graph)
            view = graph.panel.view
            middle = view.point_of(Hit(graph.layer, int(layout.nodes_of(0)[0])))
            assert middle
            assert view.disc_at(middle) == 0
            assert view.disc_at(QPoint(1, 1)) == -1
            assert "(30 pages): these link to each other" in disc_tip(graph.layer, 0)[0]
            graph.choose(0)
            assert "is not in any" not in note(graph)
            graph.choose(1)
            await graph.found()
            graph.set_pages(121)
            graph.press("Find clusters")
            await until(lambda: len(graph.layer.nodes) == 121)
            assert "is not in any" not in note(graph)
            layout = await graph.found()
            assert disc_tip(graph.layer, 4)[0].startswith("Not linked to the others (1 page): no")

    place.run(scenario())


def test_another_page_ends_it(place: Place) -> None:
    """Also while links are fetched: that ends without a word."""
    reached = hold(place, 2)

    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            graph.choose(1)
            graph.press("Find clusters")
            await until(reached.is_set)
            await graph.show("Group0 page00")
            assert graph.chooser.currentIndex() == 0
            assert not graph.bar.isVisible()
            assert isinstance(graph.layer.layout, RedirectLayout)
            graph.choose(1)
            await until(lambda: graph.button == "Find clusters")
            assert "30 pages" in graph.said or "31 pages" in graph.said
            graph.press("Find clusters")
            await graph.found()

    place.run(scenario())


@pytest.mark.parametrize(("text", "count"), [("nothing at all", 0), ("", 7)])
def test_few_pages(place: Place, text: str, count: int) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show("Group3 page07")
            await seen.controller.tab.filter_by(Filter(text))
            graph.choose(1)
            if not count:
                assert graph.said == "There are no pages to find clusters among."
                assert graph.button == ""
            else:
                await until(lambda: graph.button)
                assert f"{count} pages take about 1 request." in graph.said

    place.run(scenario())


def test_the_number_of_pages_is_remembered(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            graph.set_pages(700)
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            assert graph.bar.pages == 700

    place.run(scenario())


def note(graph: Graph) -> str:
    """What the corner of the picture says."""
    return graph.corner.text()


def entries(graph: Graph, layout: ClusterLayout, disc: int) -> dict[str, Callable[[], object]]:
    """What the menu of a cluster offers."""
    actions = disc_actions(graph.seen.controller.tab, layout, disc)
    return {label.replace("&", ""): act for label, act in actions}


def test_w21_pages_are_counted_and_those_in_no_cluster(place: Place) -> None:
    """Rows are not: a page that links in several ways is there once."""

    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            graph.choose(1)
            graph.press("Find clusters")
            await graph.found()
            assert graph.said == ALL_OF_THEM
            assert note(graph) == ""
            graph.set_pages(60)
            graph.press("Find clusters")
            await until(lambda: "hold 60" in graph.said)
            await until(lambda: note(graph) == "Showing 60 of 121 pages")

    place.run(scenario())


def test_w21_what_is_filtered_or_selected_is_taken(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            graph, tab = Graph(seen), seen.controller.tab
            await graph.show()
            graph.choose(1)
            tab.filter_bar.set_filter(Filter("group[12]", "regex"))
            await until(lambda: "60 pages that pass the filter" in graph.said)
            graph.press("Find clusters")
            await graph.found()
            assert graph.said == "2 clusters hold 60 of 60 pages that pass the filter."
            tab.filter_bar.clear()
            await until(lambda: "121 pages" in graph.said)
            titles = [f"Group{group} page{n:02}" for group in (0, 2) for n in range(10)]
            nodes = [n for n in range(121) if graph.layer.table.titles[n] in titles]
            tab.tree.select_nodes(nodes)
            await until(lambda: "20 pages selected" in graph.said)
            graph.press("Find clusters")
            await until(lambda: graph.said == "2 clusters hold 20 of 20 pages selected.")
            layout = graph.layer.layout
            assert isinstance(layout, ClusterLayout)
            assert set().union(*graph.titles(layout)) == set(titles)

    place.run(scenario())


def test_w21_a_cluster_acts_on_the_list(place: Place) -> None:
    """Its pages can be selected, shown alone, and checked."""

    async def scenario() -> None:
        async with place.window() as seen:
            graph, tab = Graph(seen), seen.controller.tab
            await graph.show()
            graph.choose(1)
            graph.press("Find clusters")
            layout = await graph.found()
            titles = graph.titles(layout)[1]
            table = graph.layer.table

            def named(nodes: Iterable[int]) -> set[str]:
                return {table.titles[node] for node in nodes}

            acts = entries(graph, layout, 1)
            assert list(acts) == [
                "Select 30 pages in the list",
                "Show only 30 pages",
                "Mark 30 pages",
            ]
            acts["Select 30 pages in the list"]()
            assert named(tab.tree.selected_nodes()) == titles
            acts["Mark 30 pages"]()
            assert named(table.checked().tolist()) == titles
            acts["Show only 30 pages"]()
            await until(lambda: len(table.visible) == 30)
            assert named(table.visible.tolist()) == titles
            press(tab.filter_bar, "Only 30 pages ×")
            await until(lambda: len(table.visible) == 121)

    place.run(scenario())


def test_w12_nothing_that_is_said_moves_the_picture(place: Place) -> None:
    """The band of clusters, notices and the note in the corner lie over it."""

    async def scenario() -> None:
        async with place.window() as seen:
            graph, tab = Graph(seen), seen.controller.tab
            await graph.show()
            view = graph.panel.view
            await until(lambda: seen.at(Phase.COMPLETE) and graph.panel.is_up_to_date)
            await idle()

            def stands() -> tuple[object, ...]:
                return view.mapToGlobal(QPoint(0, 0)), view.size(), view.visible_part()

            before = stands()
            graph.choose(1)
            assert graph.bar.isVisible()
            graph.set_pages(60)
            await idle()
            assert stands() == before
            graph.bar.say("Word. " * 100, "And more", lambda: None)
            await idle()
            assert stands() == before
            tab.filter_bar.set_filter(Filter("nothing at all"))
            await until(lambda: note(graph) == "Everything is hidden by the filter")
            corner = graph.corner
            assert corner.isVisible()
            view = graph.panel.view
            at = view.mapFromGlobal(corner.mapToGlobal(corner.rect().bottomRight()))
            assert at == view.rect().bottomRight()
            assert stands() == before
            tab.filter_bar.clear()
            await until(lambda: corner.isHidden())
            graph.notice.show_notice("Something is not drawn.")
            view.refresh()
            await idle()
            assert stands() == before
            graph.choose(0)
            assert not graph.bar.isVisible()
            await idle()
            assert stands() == before

    place.run(scenario())
