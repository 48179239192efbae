# SPDX-License-Identifier: MIT
"""What a tab shows of itself: what belongs to rows only where there are some."""

import asyncio
from dataclasses import replace

import pytest
from PySide6.QtCore import QByteArray, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from tests.ui.context.made import link_contexts
from tests.ui.tree.listing import LISTING, a_site, origin_of
from wikilinks_gui.listing.linkcontexts import RowContext
from wikilinks_gui.mediawiki.titles import Resolution
from wikilinks_gui.store.records import OriginRecord
from wikilinks_gui.table.filter import Filter
from wikilinks_gui.table.origin import ALL_ORIGINS, ORIGIN_GROUPS, Origin
from wikilinks_gui.ui.context.halves import USUAL
from wikilinks_gui.ui.tab.originbar import CheckState
from wikilinks_gui.ui.tab.tab import Tab


def test_before_the_first_rows_there_is_nothing_to_filter(qtbot: QtBot) -> None:
    tab = a_tab(qtbot)
    tab.resize(1000, 800)
    model = tab.show_list(a_site())
    tab.show_counts()
    assert not tab.filter_bar.isVisible()
    assert not tab.tree.isVisible()
    model.add(LISTING, [])
    tab.show_counts()
    assert tab.filter_bar.isVisible()
    assert tab.tree.isVisible()
    assert tab.context.isVisible()


def test_a_list_without_rows_says_so_and_no_more(qtbot: QtBot) -> None:
    tab = a_tab(qtbot)
    tab.heading.show_asked("Lake")
    tab.show_list(a_site()).set_complete(True)
    tab.show_counts()
    said = [label.text() for label in tab.findChildren(QLabel) if label.isVisible()]
    assert "Nothing links to “Lake”" in said
    assert "0 links" not in said
    assert not tab.filter_bar.isVisible()
    assert not tab.context.isVisible()


def test_what_becomes_known_of_origins_is_counted_and_filtered(qtbot: QtBot) -> None:
    """In the heading and in the menus, whoever made it known."""
    tab = a_tab(qtbot)
    tab.resize(1200, 900)
    model = tab.show_list(a_site())
    model.add(LISTING, [])
    tab.show_counts()

    def texts() -> set[str]:
        return {each.text().partition("\t")[0] for each in tab.findChildren(QPushButton)}

    assert "Origin: all" in texts()
    assert not {"2 text only", "8 not known yet"} & texts()
    model.set_origins([origin_of(LISTING[5], 0), origin_of(LISTING[8], 1)])
    qtbot.waitUntil(lambda: {"2 text only", "8 not known yet", "1 with Template:Box"} <= texts())
    model.set_origins([origin_of(LISTING[4], 2), origin_of(LISTING[7], 7)])
    model.set_filter(Filter(origins=1 << ORIGIN_GROUPS["text"] | 1 << ORIGIN_GROUPS["not found"]))
    qtbot.waitUntil(lambda: {"2 text only", "1 not found", "0 not known yet"} <= texts())
    assert [model.node(row) for row in range(model.rowCount())] == [5, 7, 8]
    model.set_origins([origin_of(LISTING[5], 3), origin_of(LISTING[6], 7)])
    qtbot.waitUntil(lambda: {"1 text only", "2 not found"} <= texts())
    assert [model.node(row) for row in range(model.rowCount())] == [6, 7, 8]
    assert tab.shown == (3, 3)


@pytest.mark.parametrize("size", [(750, 730), (900, 530), (800, 550), (480, 570)])
def test_w12_no_row_moves_when_origins_become_known(
    themed: QApplication, qtbot: QtBot, size: tuple[int, int]
) -> None:
    """Nor when all of them are, nor when something is hidden; in windows of any width."""
    tab = a_tab(qtbot)
    tab.resize(*size)
    tab.heading.show_resolution(Resolution("Lake", "Lake", 1, 0, "page"))
    model = tab.show_list(a_site())
    model.add(LISTING, [])
    tab.show_counts()
    pages = 1551  # its line has more to say than of a short list
    state = CheckState(is_complete=True, pages=pages, unknown=pages, offered=pages, requests=32)
    tab.origin_bar.show_state(state)
    for _time in range(3):  # until all is polished and laid out
        QApplication.processEvents()
    rows = tab.tree.mapTo(tab, QPoint())
    parts = [tab.heading, tab.filter_bar, tab.list_part]
    before = [part.geometry() for part in parts]
    assert tab.filter_bar.isVisible()
    for count in (1, 3, len(LISTING)):
        records = [origin_of(row, at, is_sure=at % 4 > 0) for at, row in enumerate(LISTING)]
        model.set_origins(records[:count])
        tab.show_counts()
        left = pages * (len(LISTING) - count) // len(LISTING)
        state = replace(state, unknown=left, offered=left, doubtful=2, to_ask=2, doubt_requests=4)
        tab.origin_bar.show_state(replace(state, total=pages if count > 1 else 0))
        QApplication.processEvents()
        assert tab.tree.mapTo(tab, QPoint()) == rows
        assert [part.geometry() for part in parts] == before
    hidden = Filter(origins=ALL_ORIGINS & ~(1 << Origin.TEMPLATE))
    asyncio.run(tab.filter_by(hidden))
    QApplication.processEvents()
    assert tab.shown == (8, 8)
    assert tab.tree.mapTo(tab, QPoint()) == rows
    assert [part.geometry() for part in parts] == before


@pytest.mark.parametrize(
    ("size", "least"), [((750, 730), 18), ((900, 522), 12), ((800, 550), 12), ((480, 570), 12)]
)
def test_w18_most_of_a_tab_are_rows_once_origins_are_known(
    themed: QApplication, qtbot: QtBot, size: tuple[int, int], least: int
) -> None:
    """In windows of 1180 × 800 with the graph, 900 × 600, 800 × 620 and 480 × 640."""
    tab = a_tab(qtbot)
    tab.resize(*size)
    tab.heading.show_resolution(Resolution("Lake", "Lake", 1, 0, "page"))
    model = tab.show_list(a_site())
    model.add(LISTING, [])
    model.set_origins([origin_of(row, at) for at, row in enumerate(LISTING)])
    tab.show_counts()
    qtbot.waitUntil(lambda: tab.tree.viewport().height() >= least * tab.tree.rowHeight(0))


def test_rows_come_before_details_where_there_is_little_room(qtbot: QtBot) -> None:
    tab = a_tab(qtbot)
    tab.show_list(a_site()).add(LISTING, [])
    tab.show_counts()
    em = tab.fontMetrics().height()
    tab.resize(em * 60, em * 12)
    qtbot.waitUntil(lambda: tab.context.is_folded and tab.tree.height() >= em * 4)
    assert tab.context.isVisible()
    tab.resize(em * 60, round(em * 37.9))  # the window's own size, with two tabs beside the graph
    qtbot.waitUntil(lambda: not tab.context.is_folded)


def test_a_folded_panel_is_unfolded_in_a_low_tab_by_mouse_and_keys(qtbot: QtBot) -> None:
    tab = a_tab(qtbot)
    tab.show_list(a_site()).add(LISTING, [])
    tab.show_counts()
    tab.resize(790, 430)
    qtbot.waitUntil(lambda: tab.context.is_folded)
    fold = tab.context.entered
    assert isinstance(fold, QToolButton)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
        is_folded = tab.context.is_folded
        QTest.keyClick(fold, key)
        assert tab.context.is_folded != is_folded
    assert [tab.context.entered] == [tab.context.sentences]
    QTest.mouseClick(fold, Qt.MouseButton.LeftButton)
    assert [tab.context.entered] == [fold]


@pytest.mark.parametrize(
    ("text", "width", "height", "least"),
    [(1, 560, 520, 12), (1, 900, 520, 12), (2, 900, 486, 6)],
    ids=["beside the graph", "alone", "large text"],
)
def test_w18_the_list_keeps_most_of_the_room(
    themed: QApplication, qtbot: QtBot, text: int, width: int, height: int, least: int
) -> None:
    """In a window of 900 × 600: what its bars leave of it."""
    font = themed.font()
    font.setPointSize(font.pointSize() * text)
    themed.setFont(font)
    tab = a_tab(qtbot)
    tab.show_list(a_site()).add(LISTING, [])
    tab.heading.show_asked("A page")
    tab.resize(width, height)
    tab.show_counts()
    qtbot.waitUntil(lambda: tab.tree.viewport().height() >= least * tab.tree.rowHeight(0))


def a_tab(qtbot: QtBot) -> Tab:
    tab = Tab(QByteArray())
    qtbot.addWidget(tab)
    with qtbot.waitExposed(tab):
        tab.show()
    return tab


def test_rows_stay_in_place_whatever_the_panel_shows(qtbot: QtBot) -> None:
    tab = a_tab(qtbot)
    em = tab.fontMetrics().height()
    tab.resize(em * 80, em * 60)
    tab.show_list(a_site()).add(LISTING, [])
    tab.show_counts()
    tab.tree.go_to(0)
    qtbot.waitUntil(lambda: tab.context.height() == em * USUAL)
    QApplication.processEvents()  # what has to be laid out before
    height, text = tab.tree.height(), "A [[Hub]] stands here. " * 20
    links = tuple(link_contexts(a_site(), text, "Hub"))
    record = OriginRecord(0, 1, 1, int(Origin.TEXT), True, (), tuple(range(len(links))))
    assert len(links) == 20
    for node, known in ((1, RowContext(record, links, ())), (2, RowContext(record, (), ()))):
        tab.tree.go_to(node)
        row = LISTING[node]
        tab.context.show_context(row, Origin.TEXT, (), known, cost=1)
        QApplication.sendPostedEvents()
        assert tab.tree.height() == height
        assert tab.context.height() == em * USUAL
