# SPDX-License-Identifier: MIT
"""A double click opens what links to a page, beside the picture; more comes on demand."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QMenu, QToolButton, QWidget

from tests.samplewiki import SampleWiki
from tests.samplewiki.faults import Answer, Delay
from tests.ui.asking import idle, until
from tests.ui.place import Place, Seen, buttons, press, said
from wikilinks_gui.graph.clusterlayout import ClusterLayout
from wikilinks_gui.graph.layout import PAGE
from wikilinks_gui.graph.shapes import FADED
from wikilinks_gui.samplewiki.database import SCHEMA
from wikilinks_gui.samplewiki.request import Request
from wikilinks_gui.table.filter import Filter
from wikilinks_gui.ui.graph import nextlevel
from wikilinks_gui.ui.graph.clusterbar import ClusterBar
from wikilinks_gui.ui.graph.dock import GraphDock
from wikilinks_gui.ui.graph.layer import STATES, Hit, Layer
from wikilinks_gui.ui.graph.panel import GraphPanel
from wikilinks_gui.ui.widgets.notice import Notice
from wikilinks_gui.ui.widgets.overlay import Corner
from wikilinks_gui.ui.window.actions import ROW_MENU

Found = TypeVar("Found", bound=QWidget)
NO = Qt.KeyboardModifier.NoModifier
POPULAR, READERS = 20, 700


@pytest.fixture
def place(qapp: QApplication, tmp_path: Path) -> Iterator[Place]:
    """Hub, which 80 pages link to and a redirect; 700 others link to each of two of these."""
    with closing(sqlite3.connect(":memory:", check_same_thread=False)) as database:
        database.executescript(SCHEMA)
        names = {1: "Hub", 2: "To_hub"} | {n: f"Page_{n}" for n in range(10, 90)}
        names |= {1_000 + n: f"Reader_{n:03}" for n in range(READERS)}
        database.executemany(
            "INSERT INTO page VALUES (?, 0, ?, ?)",
            ((page_id, name, page_id == 2) for page_id, name in names.items()),
        )
        database.execute("INSERT INTO redirect VALUES (2, 0, 'Hub', '', '')")
        links = [(n, "Hub") for n in [2, *range(10, 90)]] + [(11, "To_hub"), (12, "To_hub")]
        links += [(1_000 + n, name) for n in range(READERS) for name in ("Page_20", "Page_21")]
        links += [(13, "Reader_000"), (1_000, "Page_22")]
        database.executemany(
            "INSERT INTO pagelinks VALUES (0, ?, 0, ?)", [(to, source) for source, to in links]
        )
        database.commit()
        with SampleWiki(database) as wiki:
            yield Place(qapp, tmp_path, wiki)


def find(parent: QWidget, kind: type[Found]) -> Found:
    """Find the first part of a kind."""
    found = parent.findChild(kind)
    assert found is not None
    return found


class Graph:
    """The graph of a window."""

    def __init__(self, seen: Seen) -> None:
        self.seen = seen

    @property
    def panel(self) -> GraphPanel:
        panel = self.seen.find(GraphDock).panel
        assert panel is not None
        return panel

    @property
    def layers(self) -> list[Layer]:
        return self.panel.view.layers

    @property
    def notice(self) -> Notice:
        return find(self.panel, Notice)

    @property
    def said(self) -> str:
        return said(self.notice)

    def hit(self, title: str, layer: int = 0) -> Hit:
        """Find a node, the first with a title."""
        table = self.layers[layer].table
        node = next(node for node in range(len(table)) if table.titles[node] == title)
        return Hit(self.layers[layer], node)

    def is_at_rest(self) -> bool:
        """Return whether nothing moves, nor is about to."""
        return self.panel.is_up_to_date

    def double_click(self, hit: Hit) -> None:
        """Double-click on a node, after having come so near that it stands alone."""
        view = self.panel.view
        view.fit()
        view.zoom(20)
        view.centre_on(hit)
        middle = view.viewport().rect().center()
        QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle)

    async def show(self, title: str = "Hub") -> None:
        self.seen.window.resize(1300, 800)
        if self.seen.find(GraphDock).isHidden():
            self.seen.act("graph")
        await until(lambda: self.seen.find(GraphDock).panel)
        await self.seen.explore(title)
        await until(lambda: self.layers and len(self.layers[0].nodes))
        await until(self.is_at_rest)

    async def open(self, title: str, layer: int = 0) -> Layer:
        """Open a page's next level, to its first reply."""
        count = len(self.layers)
        hit = self.hit(title, layer)
        self.panel.view.activated.emit(hit)
        await until(lambda: len(self.layers) > count)
        assert self.layers[-1].above == (hit.layer, hit.node)
        return self.layers[-1]


def titles(layer: Layer) -> set[str]:
    return {layer.table.titles[node] for node in range(len(layer.table))}


def circles(layer: Layer) -> np.ndarray:
    """The discs of a layer that are in no other: x, y, radius."""
    discs = layer.layout.discs
    x, y = discs.outer_x + layer.dx, discs.outer_y + layer.dy
    return np.stack([x, y, discs.outer])[:, discs.parents < 0]


def overlaps(one: Layer, other: Layer) -> bool:
    x, y, radii = circles(one)[:, :, None] - circles(other)[:, None] * [[[1]], [[1]], [[-1]]]
    return bool(np.any(np.hypot(x, y) < radii))


def test_a_double_click_opens_the_first_reply(place: Place) -> None:
    """With one request, beside the picture; once more brings the next, until all have come."""

    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            before = place.listings()
            hit = graph.hit("Page 20")
            graph.double_click(hit)
            await until(lambda: len(graph.layers) == 2)
            opened = graph.layers[1]
            assert opened.above == (hit.layer, hit.node)
            assert opened.title == "Page 20"
            assert len(opened.nodes) == 500
            assert graph.said == "500 links to Page 20 so far. There may be more."
            assert place.listings() == before + 1
            assert not overlaps(*graph.layers)
            node = graph.layers[0].where(hit.node)
            assert node is not None
            assert np.dot(node, (opened.dx, opened.dy)) > 0  # on the side of its node
            graph.panel.view.activated.emit(Hit(opened, PAGE))
            await until(lambda: len(opened.nodes) == READERS)
            assert titles(opened) == {f"Reader {n:03}" for n in range(READERS)}
            assert place.listings() == before + 2
            await until(lambda: graph.said == "All 700 links to Page 20 are shown.")
            graph.panel.view.activated.emit(hit)  # there is no more to ask for
            await idle()
            assert len(graph.layers) == 2
            assert place.listings() == before + 2
            assert len(seen.rows) == 83  # the list itself is as it was

    place.run(scenario())


def test_a_small_level_is_further_out_than_its_node(place: Place) -> None:
    """Not in a gap between discs, where its page would hide the explored one."""

    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            for number in range(20, 40, 2):
                hit = graph.hit(f"Page {number}")
                opened = await graph.open(f"Page {number}")
                node = hit.layer.where(hit.node)
                assert node is not None
                assert np.hypot(*node) <= np.hypot(opened.dx, opened.dy)
                graph.panel.view.close_wanted.emit(hit)
                assert len(graph.layers) == 1

    place.run(scenario())


def test_what_is_told_hides_nothing_that_is_to_be_seen(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            opened = await graph.open("Page 20")
            view, notice = graph.panel.view, graph.notice
            await until(graph.is_at_rest)
            view.zoom(4.0)
            view.fit()  # a notice that comes moves nothing (W12)
            assert notice.isVisible()
            part = view.visible_part()
            covered = part.height() * notice.height() / view.viewport().height()
            for layer in graph.layers:
                assert layer.bounds().top() > part.top() + covered
            assert opened in graph.layers

    place.run(scenario())


def test_the_next_reply_does_not_move_what_is_seen(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            tree, view = seen.controller.tab.tree, graph.panel.view
            tree.select_nodes([graph.hit("Page 20").node])
            seen.act("next_level")
            await until(lambda: len(graph.layers) == 2)
            await until(graph.is_at_rest)
            seen.act("next_level")
            await until(lambda: len(graph.layers[1].nodes) == READERS)
            await until(graph.is_at_rest)
            assert view.shows_all()
            view.pan(2.0, 0.0)
            seen.act("next_level")  # now the node is to be seen
            await until(lambda: view.is_seen(graph.hit("Page 20")))

    place.run(scenario())


def test_two_quick_keys_ask_once(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            before = place.listings()
            hit = graph.hit("Page 22")
            for _time in range(2):
                graph.panel.view.activated.emit(hit)
            await until(lambda: graph.said == "The only link to Page 22 is shown.")
            await idle()
            assert place.listings() == before + 1

    place.run(scenario())


def test_filter_and_search_are_those_of_the_list(place: Place) -> None:
    """Before a level is opened, while it is, and for what comes."""

    def shown(layer: Layer) -> set[str]:
        places = np.flatnonzero(layer.codes % STATES != FADED).tolist()
        return {layer.table.titles[layer.nodes[each]] for each in places}

    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            opened = await graph.open("Page 20")
            tab = seen.controller.tab
            tab.filter_bar.set_filter(Filter("r 00"))
            await until(lambda: shown(opened) == {f"Reader 00{n}" for n in range(10)})
            await until(
                lambda: find(graph.panel, Corner).text().startswith("Everything")
            )  # of the list
            later = await graph.open("Page 21")
            assert shown(later) == {f"Reader 00{n}" for n in range(10)}
            tab.filter_bar.set_filter(Filter("er 69"))
            await until(lambda: not shown(later))
            graph.panel.view.activated.emit(Hit(later, PAGE))  # the rest of it
            await until(lambda: shown(later) == {f"Reader 69{n}" for n in range(10)})
            tab.filter_bar.clear()
            await until(lambda: len(shown(later)) == READERS)
            tab.find_bar.searched.emit("r 69")
            await until(lambda: len(later.marked))
            assert {later.table.titles[node] for node in later.marks} == {
                f"Reader 69{n}" for n in range(10)
            }
            assert not opened.marks
            graph.panel.view.activated.emit(Hit(opened, PAGE))
            await until(lambda: len(opened.marks) == 10)
            tab.find_bar.searched.emit("")
            await until(lambda: not opened.marks and not later.marks)

    place.run(scenario())


def test_a_slow_expression_does_not_hold_up_the_window(place: Place) -> None:
    """What is undecided is shown."""

    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            opened = await graph.open("Page 20")
            model = seen.controller.tab.model
            assert model is not None
            table = opened.table
            table.set_filter(Filter("in no title"))
            waits, goes_on = [], threading.Event()

            def slow(*_given: object) -> Callable[[], np.ndarray]:
                def look() -> np.ndarray:
                    waits.append(threading.current_thread())
                    goes_on.wait(10)
                    raise TimeoutError

                return look

            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(table, "filtering", slow)
                model.filter = Filter("(a|aa)+$", mode="regex")
                seen.controller.tab.filtered.emit()
                await until(lambda: waits)
                assert waits[0] is not threading.current_thread()
                assert not table.passed().any()
                goes_on.set()
                await until(lambda: table.passed().all())

    place.run(scenario())


def test_what_links_to_a_redirect_is_shown(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            opened = await graph.open("To hub")
            assert titles(opened) == {"Page 11", "Page 12"}
            assert graph.said == "All 2 links to To hub are shown."

    place.run(scenario())


def test_levels_of_levels_are_closed_together(place: Place) -> None:
    """By the Delete key, on any node of them or on the node they were opened from."""

    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            await graph.open("Page 20")
            inner = await graph.open("Reader 000", 1)
            assert titles(inner) == {"Page 13"}
            other = await graph.open("Page 21")
            layers = graph.layers
            for number, layer in enumerate(layers):
                assert not any(overlaps(layer, each) for each in layers[:number])
            view = graph.panel.view
            view.set_current(Hit(other, 5))
            QTest.keyClick(view, Qt.Key.Key_Delete)
            assert [layer.title for layer in layers] == ["Hub", "Page 20", "Reader 000"]
            assert view.current() == graph.hit("Page 21")
            assert "Page 21" in view.accessibleDescription()
            view.set_current(graph.hit("Page 20"))
            QTest.keyClick(view, Qt.Key.Key_Delete)
            assert [layer.title for layer in layers] == ["Hub"]
            QTest.keyClick(view, Qt.Key.Key_Delete)  # nothing more to close
            assert [layer.title for layer in layers] == ["Hub"]

    place.run(scenario())


def enabled(seen: Seen) -> set[str]:
    """The actions on a row that can be taken."""
    return {name for name in ROW_MENU if name and seen.find(QAction, name).isEnabled()}


def details(seen: Seen) -> str:
    """The title in the details."""
    return seen.controller.tab.context.findChildren(QLabel)[0].text()


def test_actions_act_on_the_page_that_is_chosen_wherever_it_is(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tree has no current row while that is a page of a level, or the explored one."""
    opened: list[str] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url.path().split("/")[-1])
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    in_row = {name for name in ROW_MENU if name}
    in_tree_only = {"mark", "check_origin", "show_in_graph", "copy"}

    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            view, tree = graph.panel.view, seen.controller.tab.tree
            hub, row = Hit(graph.layers[0], PAGE), graph.hit("Page 30")
            tree.select_nodes([row.node])
            await graph.open("Page 20")
            assert enabled(seen) == in_row
            reader = graph.hit("Reader 005", 1)
            for hit, title, can in (
                (reader, "Reader 005", in_row - in_tree_only),
                (Hit(graph.layers[1], PAGE), "Page 20", in_row - in_tree_only),
                (hub, "Hub", in_row - in_tree_only - {"explore", "next_level"}),
            ):
                tree.select_nodes([row.node])
                assert view.current() == row
                view.pressed.emit(hit, NO)
                assert view.current() == hit
                assert not tree.selected_nodes()
                assert not tree.currentIndex().isValid()
                assert details(seen) == title
                assert enabled(seen) == can
                seen.act("copy_title")
                assert QGuiApplication.clipboard().text() == title
                seen.act("open")
                assert opened.pop() == title.replace(" ", "_")
                view.menu_wanted.emit(hit, QPoint(5, 5))
                menu = QApplication.activePopupWidget()
                assert isinstance(menu, QMenu)
                assert "Copy &title" in [each.text() for each in menu.actions()]
                closes = any("lose this level" in each.text() for each in menu.actions())
                assert closes == (hit != hub)
                menu.close()
            tree.go_to(3)
            assert view.current() == Hit(graph.layers[0], tree.selected_nodes()[0])
            assert enabled(seen) == in_row
            view.pressed.emit(hub, NO)
            seen.act("select_all")
            await until(lambda: view.current() is None)
            assert "mark" in enabled(seen)
            view.pressed.emit(reader, NO)
            seen.act("next_level")
            await until(lambda: len(graph.layers) == 3)
            assert graph.layers[2].above == (reader.layer, reader.node)
            seen.act("explore")
            visit = seen.controller.visit
            assert visit is not None
            assert visit.text == "Reader 005"
            assert seen.controller.tab.outside is None
            await seen.idle()

    place.run(scenario())


def test_when_the_chosen_page_is_closed_that_it_hung_on_is_chosen(place: Place) -> None:
    """In the tree, in the graph, and in the details."""

    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            view, tree = graph.panel.view, seen.controller.tab.tree
            tree.select_nodes([graph.hit("Page 30").node])
            for ending in ("key", "button"):
                await graph.open("Page 20")
                await graph.open("Reader 000", 1)
                view.pressed.emit(graph.hit("Page 13", 2), NO)
                assert details(seen) == "Page 13"
                QTest.keyClick(view, Qt.Key.Key_Delete)
                assert view.current() == graph.hit("Reader 000", 1)
                assert details(seen) == "Reader 000"
                assert not tree.selected_nodes()
                if ending == "key":
                    QTest.keyClick(view, Qt.Key.Key_Delete)
                else:
                    graph.panel.view.activated.emit(graph.hit("Page 20"))
                    await until(lambda: "700" in graph.said)
                    press(graph.notice, "Close the level")
                assert len(graph.layers) == 1
                assert view.current() == graph.hit("Page 20")
                assert details(seen) == "Page 20"
                assert tree.selected_nodes() == [graph.hit("Page 20").node]
                assert tree.currentIndex().isValid()

    place.run(scenario())


def test_what_is_told_of_a_level_does_not_move_the_picture(place: Place) -> None:
    """It is told as long as the level's page or one of its nodes is chosen, and can be closed."""

    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            view = graph.panel.view
            before = view.viewport().mapToGlobal(QPoint(0, 0)), view.size()
            await graph.open("Page 22")
            assert graph.said == "The only link to Page 22 is shown."
            await idle()
            assert (view.viewport().mapToGlobal(QPoint(0, 0)), view.size()) == before
            middle = graph.notice.mapToGlobal(graph.notice.rect().center())
            assert view.rect().contains(view.mapFromGlobal(middle))
            assert graph.notice.height() >= graph.notice.sizeHint().height() > 0
            assert graph.notice.window().childAt(
                graph.notice.mapTo(graph.notice.window(), QPoint(5, 5))
            ) in {graph.notice, *graph.notice.findChildren(QWidget)}
            assert list(buttons(graph.notice)) == ["Close the level"]
            assert not graph.notice.findChildren(QToolButton)
            graph.panel.view.pressed.emit(graph.hit("Page 30"), NO)
            assert graph.said == ""
            graph.panel.view.pressed.emit(graph.hit("Reader 000", 1), NO)
            assert graph.said == "The only link to Page 22 is shown."
            press(graph.notice, "Close the level")
            assert graph.said == ""
            assert len(graph.layers) == 1

    place.run(scenario())


def test_an_error_is_told_and_can_be_tried_again(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            place.wiki.faults.add(Answer(b"<p>no", 403, "text/html"))
            graph.panel.view.activated.emit(graph.hit("Page 20"))
            await until(lambda: "403" in graph.said)
            assert len(graph.layers) == 1
            assert seen.notice == ""
            press(graph.notice, "Try again")
            await until(lambda: len(graph.layers) == 2)
            assert "500 links to Page 20" in graph.said
            press(graph.notice, "Close the level")
            assert len(graph.layers) == 1
            assert graph.said == ""

    place.run(scenario())


def test_closed_or_gone_while_it_is_asked_for(place: Place) -> None:
    """What comes then is not shown; another page closes all."""
    reached = threading.Semaphore(0)

    def late(request: Request) -> bool:
        is_late = "Page 2" in request.get("titles", "")
        if is_late:
            reached.release()
        return is_late

    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            for ending in ("close", "another page"):
                place.wiki.faults.add(Delay(20, when=late))
                graph.panel.view.activated.emit(graph.hit("Page 20"))
                await until(lambda: reached.acquire(blocking=False))
                if ending == "close":
                    press(graph.notice, "Close the level")
                    assert graph.said == ""
                    await graph.open("Page 21")
                else:
                    await graph.show("Page 22")
                    assert [layer.title for layer in graph.layers] == ["Page 22"]
                    assert graph.said == ""

    place.run(scenario())


def test_there_are_not_too_many(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nextlevel, "MOST", 600)

    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            await graph.open("Page 20")
            await graph.open("Page 21")
            before = place.listings()
            graph.panel.view.activated.emit(graph.hit("Page 22"))
            assert "close a level" in graph.said
            await idle()
            assert place.listings() == before
            graph.panel.view.close_wanted.emit(graph.hit("Page 20"))
            await graph.open("Page 22")

    place.run(scenario())


def test_levels_make_room_for_clusters(place: Place) -> None:
    """When discs are elsewhere than they were."""

    async def scenario() -> None:
        async with place.window() as seen:
            graph = Graph(seen)
            await graph.show()
            opened = await graph.open("Page 20")
            opened.dx = opened.dy = 0.0  # in the way of everything
            find(graph.panel, QComboBox).activated.emit(1)
            press(find(graph.panel, ClusterBar), "Find clusters")
            await until(lambda: isinstance(graph.layers[0].layout, ClusterLayout))
            await until(lambda: not overlaps(*graph.layers))

    place.run(scenario())
