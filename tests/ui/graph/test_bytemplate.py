# SPDX-License-Identifier: MIT
"""What templates bring, in the graph: it is faint, and each template has a disc of its own."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QMenu

from tests.samplewiki import SampleWiki
from tests.ui.asking import idle, until
from tests.ui.graph.test_panel import NO
from tests.ui.graph.test_panel import Graph as PanelGraph
from tests.ui.place import Place, Seen, hub
from wikilinks_gui.graph.redirectlayout import RedirectLayout
from wikilinks_gui.graph.shapes import FROM_TEMPLATE, NORMAL
from wikilinks_gui.graph.templatelayout import TemplateLayout
from wikilinks_gui.store.records import OriginRecord
from wikilinks_gui.table.origin import Origin
from wikilinks_gui.table.table import LinkTable
from wikilinks_gui.ui.graph import panel as panel_module
from wikilinks_gui.ui.graph.discactions import disc_actions
from wikilinks_gui.ui.graph.layer import STATES, Hit
from wikilinks_gui.ui.graph.notes import disc_tip, words_of
from wikilinks_gui.ui.graph.view import GraphView
from wikilinks_gui.ui.tab import rowactions
from wikilinks_gui.ui.tab.visit import Phase

A, B = "Template:A", "Template:B"
FAINT = "only through a template"


@pytest.fixture
def place(qapp: QApplication, tmp_path: Path) -> Iterator[Place]:
    """P1, with redirects in redirects, and links through each."""
    with closing(hub()) as database, SampleWiki(database) as wiki:
        yield Place(qapp, tmp_path, wiki)


class Graph(PanelGraph):
    """The graph of a window, and its layouts."""

    @property
    def chooser(self) -> QComboBox:
        chooser = self.panel.findChild(QComboBox)
        assert chooser is not None
        return chooser

    def choose(self, at: int) -> None:
        """Choose what the graph shows, as a person does."""
        self.chooser.setCurrentIndex(at)
        self.chooser.activated.emit(at)

    def learn(self, nodes: list[int], origin: Origin, *templates: str) -> None:
        """Make it known where the links of some rows come from."""
        rows = self.model.table.rows(nodes)
        self.model.set_origins(
            [
                OriginRecord(row.via, row.page_id, 1, int(origin), True, templates, ())
                for row in rows
            ]
        )

    @property
    def templates(self) -> TemplateLayout:
        layout = self.layer.layout
        assert isinstance(layout, TemplateLayout)
        return layout

    def discs(self) -> dict[str, int]:
        """What discs there are, and how many rows are in each."""
        discs = self.templates.discs
        return {
            plain(discs.titles[disc]): int(discs.counts[disc])
            for disc in np.flatnonzero(discs.counts).tolist()
        }

    async def shown(self, discs: dict[str, int]) -> None:
        """Wait until these discs are shown."""
        await until(lambda: isinstance(self.layer.layout, TemplateLayout) and self.discs() == discs)


def plain(text: str) -> str:
    """Return a text without what only tells its direction."""
    return text.translate(dict.fromkeys(range(0x2066, 0x206A)))


async def drawn(seen: Seen) -> Graph:
    graph = Graph(seen)
    await graph.show()
    await graph.explore("P1")
    assert graph.seen.at(Phase.COMPLETE)
    return graph


def test_before_anything_is_known_it_tells_what_to_do(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            graph = await drawn(seen)
            total = len(graph.model.table)
            graph.choose(2)
            await graph.shown({"Not known yet": total})
            assert graph.note() == "Check in the list where these links come from"
            assert FAINT not in graph.legend()
            graph.learn([0], Origin.TEXT)
            await graph.shown({"In the text": 1, "Not known yet": total - 1})
            await until(lambda: graph.note() == "")
            assert FAINT not in graph.legend()
            graph.learn([1], Origin.TEMPLATE, A)
            await graph.shown({"In the text": 1, "A": 1, "Not known yet": total - 2})
            assert FAINT in graph.legend()

    place.run(scenario())


def test_a_tab_keeps_it_and_a_new_one_begins_with_it(place: Place) -> None:
    async def scenario() -> None:
        async def by_template(graph: Graph) -> None:
            await until(lambda: isinstance(graph.layer.layout, TemplateLayout))
            assert graph.chooser.currentIndex() == 2
            assert graph.discs() == {"Not known yet": len(graph.model.table)}

        async with place.window() as seen:
            graph = await drawn(seen)
            await graph.explore("P2")
            graph.choose(2)
            await by_template(graph)
            seen.act("reload")
            await seen.idle()
            await until(graph.is_drawn)
            await by_template(graph)
            seen.act("new_tab")
            other = await drawn(seen)
            await by_template(other)
            other.choose(0)
            assert isinstance(other.layer.layout, RedirectLayout)
            seen.act("next_tab")
            await by_template(graph)
        async with place.window() as seen:
            seen.window.start("", "")
            graph = Graph(seen)
            await graph.show()
            await until(graph.is_drawn)
            await by_template(graph)
            seen.act("next_tab")
            await until(lambda: graph.dock.panel and graph.panel.view.layers)
            assert graph.chooser.currentIndex() == 0
            seen.act("new_tab")
            await graph.show()
            await graph.explore("P3")
            assert graph.chooser.currentIndex() == 0
            assert isinstance(graph.layer.layout, RedirectLayout)

    place.run(scenario())


def test_what_templates_bring_is_faint_in_each_layout(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            graph = await drawn(seen)
            graph.learn([3, 4, 5], Origin.TEMPLATE, A)
            graph.learn([6], Origin.BOTH, A)

            def faint() -> set[int]:
                states = graph.layer.codes % STATES
                assert set(states.tolist()) <= {NORMAL, FROM_TEMPLATE}
                return set(graph.layer.nodes[states == FROM_TEMPLATE].tolist())

            await until(lambda: faint() == {3, 4, 5})
            assert f"through {A}" in map(plain, words_of(Hit(graph.layer, 4))[1])
            assert f"in the text and through {A}" in map(plain, words_of(Hit(graph.layer, 6))[1])
            graph.choose(2)
            await until(lambda: isinstance(graph.layer.layout, TemplateLayout))
            assert faint() == {3, 4, 5}

    place.run(scenario())


def test_discs_follow_what_becomes_known(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """The picture never shows an empty layout, nor forgets the labels of the one it had."""
    monkeypatch.setattr(panel_module, "REST", 50)

    async def scenario() -> None:
        async with place.window() as seen:
            graph = await drawn(seen)
            total = len(graph.model.table)
            graph.learn([0, 1], Origin.TEXT)
            graph.choose(2)
            await graph.shown({"In the text": 2, "Not known yet": total - 2})
            layout = graph.templates
            assert graph.note() == ""
            graph.learn([*range(2, 40)], Origin.TEMPLATE, A)
            await graph.shown({"In the text": 2, "A": 38, "Not known yet": total - 40})
            graph.learn([*range(40, total)], Origin.NOT_FOUND)
            await graph.shown({"In the text": 2, "A": 38, "Not found": total - 40})
            assert graph.templates is layout
            assert sorted(graph.layer.nodes.tolist()) == [*range(total)]
            assert graph.panel.view.shows_all()
            await until(lambda: graph.panel.is_up_to_date)
            graph.choose(0)
            assert isinstance(graph.layer.layout, RedirectLayout)
            graph.learn([0], Origin.TEMPLATE, B)
            await idle()
            assert isinstance(graph.layer.layout, RedirectLayout)
            graph.choose(2)
            await graph.shown({"In the text": 1, "A": 38, "B": 1, "Not found": total - 40})

    place.run(scenario())


def test_the_current_row_stays_the_current_one(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            graph = await drawn(seen)
            graph.learn([*range(10)], Origin.TEMPLATE, A)
            graph.click(5)
            assert graph.panel.view.current() == Hit(graph.layer, 5)
            graph.choose(2)
            await until(lambda: isinstance(graph.layer.layout, TemplateLayout))
            assert graph.panel.view.current() == Hit(graph.layer, 5)
            graph.click(7)
            assert seen.controller.tab.tree.current_node() == 7

    place.run(scenario())


def test_a_disc_says_what_it_is_and_acts_on_the_list(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(rowactions, "open_in_browser", opened.append)

    async def scenario() -> None:
        async with place.window() as seen:
            graph, tab = await drawn(seen), seen.controller.tab
            graph.learn([*range(10)], Origin.TEMPLATE, A)
            graph.learn([*range(10, 14)], Origin.TEMPLATE, A, B)
            graph.learn([14], Origin.TEMPLATE, B)
            graph.learn([15, 16], Origin.BOTH, B)
            graph.learn([17, 18, 19], Origin.TEXT)
            assert disc_tip(graph.layer, 0) == []
            assert disc_actions(tab, graph.layer.layout, 0) == []
            graph.choose(2)
            await until(lambda: isinstance(graph.layer.layout, TemplateLayout))
            view, layout = graph.panel.view, graph.templates
            disc = next(at for at, title in enumerate(layout.discs.titles) if plain(title) == "A")
            nodes = layout.nodes_of(disc)
            assert nodes.tolist() == [*range(14)]
            assert [plain(line) for line in disc_tip(graph.layer, disc)] == [
                f"{A}: 14 rows",
                FAINT,
                f"4 of them through {B} as well",
            ]
            assert [plain(line) for line in disc_tip(graph.layer, 0)] == [
                "In the text: 5 rows",
                "2 of them through a template as well",
            ]
            of_b = next(at for at, title in enumerate(layout.discs.titles) if plain(title) == "B")
            assert [plain(line) for line in disc_tip(graph.layer, of_b)] == [
                f"{B}: 1 of 7 rows",
                FAINT,
                f"4 more rows of {B} are in “A”",
                f"2 more rows of {B} are in “In the text”",
            ]
            tab.filter_bar.show_pages(graph.model.table.page_ids[[0, 1]].tolist())
            filtered = "2 of them pass the filter"
            await until(lambda: filtered in map(plain, disc_tip(graph.layer, disc)))
            tab.filter_bar.clear()
            await until(lambda: filtered not in map(plain, disc_tip(graph.layer, disc)))
            middle = view.point_of(Hit(graph.layer, 0))  # the first of its rows
            assert middle is not None
            assert view.disc_at(middle) == disc
            pages = graph.model.table.pages_of(nodes)
            acts: dict[str, Callable[[], object]] = {
                label.replace("&", ""): act for label, act in disc_actions(tab, layout, disc)
            }
            assert list(acts) == [
                f"Select {pages} pages in the list",
                f"Show only {pages} pages",
                f"Mark {pages} pages",
                f"Open {A} in the browser",
            ]
            acts[f"Open {A} in the browser"]()
            assert opened == [graph.model.site.article_url(A)]
            acts[f"Select {pages} pages in the list"]()
            assert set(tab.tree.selected_nodes()) == set(nodes.tolist())

    place.run(scenario())


def test_rows_that_are_not_drawn_can_be_opened(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Small(TemplateLayout):
        def __init__(self, table: LinkTable, template_name: Callable[[str], str]) -> None:
            super().__init__(table, template_name, most=50, step=1000)

    monkeypatch.setattr(panel_module, "TemplateLayout", Small)

    async def scenario() -> None:
        async with place.window() as seen:
            graph = await drawn(seen)
            total = len(graph.model.table)
            graph.learn([0], Origin.TEXT)
            graph.choose(2)
            await until(lambda: isinstance(graph.layer.layout, TemplateLayout))
            assert graph.note() == f"Showing 50 of {total}"
            unknown = 3
            assert graph.layer.left(unknown) == total - 50
            place_of_count = graph.panel.view.viewport().mapToGlobal(QPoint(5, 5))
            graph.panel.view.menu_wanted.emit(Hit(graph.layer, -1, unknown), place_of_count)
            (menu,) = (each for each in graph.panel.findChildren(QMenu) if each.isVisible())
            assert [each.text() for each in menu.actions()][-1] == "&Go to the page"
            menu.close()
            graph.panel.view.activated.emit(Hit(graph.layer, -1, unknown))
            assert sorted(graph.layer.nodes.tolist()) == [*range(total)]
            assert graph.note() == ""
            assert graph.panel.view.current() == Hit(graph.layer, int(graph.layer.nodes[-1]))

    place.run(scenario())


def test_the_name_of_a_disc_stands_for_the_disc(place: Place) -> None:
    """Also where it lies on nodes: the pointer, a double click and the menu mean the disc."""

    async def scenario() -> None:
        async with place.window() as seen:
            seen.window.resize(1300, 800)
            graph, view = await drawn(seen), seen.find(GraphView)
            graph.learn([*range(len(graph.model.table))], Origin.TEMPLATE, A)
            graph.choose(2)
            await graph.shown({"A": len(graph.model.table)})
            disc = int(np.argmax(graph.layer.discs.counts))
            await until(lambda: any(each.label.disc == disc for each in view.canvas.labels))
            discs, part = graph.layer.discs, view.visible_part()
            far, scale = float(discs.outer[disc]), view.viewport().width() / part.width()
            x, y = float(discs.x[disc]) - part.left(), float(discs.y[disc]) - part.top()
            below = [QPoint(round(x * scale), round((y + far) * scale) + n) for n in range(10, 40)]
            at = next(each for each in below if view.disc_at(each) == disc)
            assert view.hit_at(at) is None
            view.point_at(at)
            assert "only through a template" in view.canvas.toolTip()
            port, before = view.viewport(), view.visible_part()
            event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, port.mapToGlobal(at))
            view.contextMenuEvent(event)
            (menu,) = (each for each in graph.panel.findChildren(QMenu) if each.isVisible())
            names = [plain(each.text().replace("&", "")) for each in menu.actions()]
            assert names[-4:] == ["Zoom to the disc", "", "Show everything", "Go to the page"]
            menu.close()
            QTest.mouseDClick(port, Qt.MouseButton.LeftButton, NO, at)
            whole = view.visible_part()
            assert whole.width() < before.width()
            assert whole.contains(QRectF(discs.x[disc], discs.y[disc], 0.1, 0.1))
            assert min(whole.width(), whole.height()) > 2 * far

    place.run(scenario())
