# SPDX-License-Identifier: MIT
"""What is selected and current outlives a filter, an order and a closed group."""

import asyncio
from collections.abc import Callable

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.quartz import ROCK, ROWS, STONES, node
from tests.ui.tree.listing import link
from wikilinks_gui.table.filter import Filter
from wikilinks_gui.ui.tree.cells import ORDERS
from wikilinks_gui.ui.tree.model import LinkModel
from wikilinks_gui.ui.tree.view import TreeView

FIVE_TO_SEVEN = [node(STONES[n]) for n in (5, 6, 7)]
GEM, NEXT_GEM = node(100, ROCK), node(101, ROCK)


@pytest.fixture
def quartz(qtbot: QtBot, model: LinkModel) -> TreeView:
    """Return a shown view of the links to Quartz, with “Stone 5” to “Stone 7” selected."""
    tree = TreeView()
    qtbot.addWidget(tree)
    tree.setModel(model)
    model.add(ROWS)
    tree.resize(700, 300)
    with qtbot.waitActive(tree):
        tree.show()
    tree.select_nodes(FIVE_TO_SEVEN)
    return tree


def type_filter(model: LinkModel, text: str) -> None:
    """Filter letter by letter, as a person types."""
    for end in range(len(text) + 1):
        model.set_filter(Filter(text[:end]))


@pytest.mark.parametrize("order", ["arrival", "title", "kinds"])
@pytest.mark.parametrize("text", ["gem", "via", "stone 1", "no such page"])
def test_w29_a_filter_that_is_cleared_gives_them_back(
    quartz: TreeView, model: LinkModel, order: str, text: str
) -> None:
    asyncio.run(model.sort_by(order))  # type: ignore[arg-type]
    told: list[int] = []
    quartz.current_changed.connect(told.append)
    type_filter(model, text)
    assert quartz.selected_nodes() == []
    asyncio.run(model.sort_by("page_id", True))
    model.add([link(900, "Stone 900")])
    model.set_filter(Filter())
    assert sorted(quartz.selected_nodes()) == FIVE_TO_SEVEN
    assert quartz.current_node() == FIVE_TO_SEVEN[0]
    assert told[-1] == FIVE_TO_SEVEN[0]


def test_w29_part_of_a_selection_in_sight(quartz: TreeView, model: LinkModel) -> None:
    model.set_filter(Filter("stone 6"))
    assert quartz.selected_nodes() == FIVE_TO_SEVEN[1:2]
    model.set_filter(Filter("stone"))
    assert quartz.selected_nodes() == FIVE_TO_SEVEN


def test_w29_what_is_chosen_instead_stays(quartz: TreeView, model: LinkModel) -> None:
    model.set_filter(Filter("gem"))
    quartz.select_nodes([GEM])
    model.set_filter(Filter())
    quartz.set_open(node(ROCK), True)
    assert quartz.selected_nodes() == [GEM]
    assert quartz.current_node() == GEM


@pytest.mark.parametrize(
    "close",
    [
        lambda view: view.set_open(node(ROCK), False),
        lambda view: view.model().set_open([node(ROCK)], False),
    ],
)
def test_w29_rows_of_a_group_that_closes_and_opens(
    quartz: TreeView, model: LinkModel, close: Callable[[TreeView], None]
) -> None:
    model.set_open([node(ROCK)], True)
    quartz.select_nodes([FIVE_TO_SEVEN[0], GEM, NEXT_GEM])
    close(quartz)
    assert quartz.selected_nodes() == FIVE_TO_SEVEN[:1]
    quartz.set_open(node(ROCK), True)
    assert quartz.selected_nodes() == [FIVE_TO_SEVEN[0], GEM, NEXT_GEM]


def test_w29_a_selection_in_many_pieces(quartz: TreeView, model: LinkModel) -> None:
    names = ("Agate", "Beryl")
    model.add([link(1_000 + n, f"{names[n % 2]} {n}") for n in range(6_000)])
    model.set_filter(Filter("agate"))
    quartz.selectAll()
    chosen = quartz.selected_nodes()
    assert len(chosen) == 3_000
    model.set_filter(Filter())
    assert quartz.selected_nodes() == chosen


def test_w29_a_selection_in_too_many_pieces_waits(
    quartz: TreeView, model: LinkModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wikilinks_gui.ui.tree.continuity.PIECES", 2)
    quartz.select_nodes([0])
    selection = quartz.selectionModel()
    for row in (3, 5):
        index = model.index(row, 0)
        selection.select(
            index,
            QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows,
        )
    chosen = quartz.selected_nodes()
    asyncio.run(model.sort_by("title", True))
    model.set_filter(Filter("stone 3"))
    assert quartz.selected_nodes() == chosen[1:2]
    model.set_filter(Filter("nothing"))
    monkeypatch.undo()
    model.set_filter(Filter())
    assert sorted(quartz.selected_nodes()) == chosen


def test_who_hides_checked_pages_goes_on_with_the_next(quartz: TreeView, model: LinkModel) -> None:
    model.set_open([node(ROCK)], True)
    model.set_filter(Filter(checked="hide"))
    quartz.select_nodes([GEM])
    for following in (NEXT_GEM, NEXT_GEM + 1):
        QTest.keyClick(quartz, Qt.Key.Key_Space)
        assert quartz.current_node() == following
        quartz.clearSelection()
    model.set_filter(Filter())
    assert quartz.current_node() == NEXT_GEM + 1


def is_whole_in_view(view: TreeView) -> bool:
    row = view.visualRect(view.currentIndex())
    return row.top() >= 0 and row.bottom() < view.viewport().height()


@pytest.mark.parametrize("wanted", [Filter("gem 1"), Filter("gem", redirects=False)])
@pytest.mark.parametrize("after", [Filter(), Filter("gem"), Filter("g"), Filter("gem 11")])
def test_w29_a_row_that_was_found_stays_when_the_filter_goes(
    quartz: TreeView, model: LinkModel, wanted: Filter, after: Filter
) -> None:
    model.set_filter(wanted)
    quartz.select_nodes([GEM + 11])
    model.set_filter(after)
    assert quartz.current_node() == GEM + 11
    assert quartz.selected_nodes() == [GEM + 11]
    assert is_whole_in_view(quartz)
    model.set_filter(Filter())
    assert quartz.current_node() == GEM + 11
    assert is_whole_in_view(quartz)
    assert model.table.opened().tolist() == [node(ROCK)]


def test_w29_a_row_that_was_found_comes_back_after_another_filter(
    quartz: TreeView, model: LinkModel
) -> None:
    model.set_filter(Filter("gem"))
    quartz.select_nodes([GEM + 11])
    for text in ("gem 11x", "stone", ""):
        model.set_filter(Filter(text))
    assert quartz.current_node() == GEM + 11
    assert is_whole_in_view(quartz)


def test_w8_what_is_current_for_another_row_opens_nothing(
    quartz: TreeView, model: LinkModel
) -> None:
    model.set_filter(Filter("gem 1"))
    assert quartz.current_node() >= 0
    model.set_filter(Filter())
    assert not len(model.table.opened())


@pytest.mark.parametrize("value", [0, 600])
def test_w29_the_current_row_stays_in_view_in_another_order(
    quartz: TreeView, model: LinkModel, value: int
) -> None:
    model.add([link(1_000 + n, f"{n % 7} and {n}") for n in range(300)])
    quartz.verticalScrollBar().setValue(value)
    quartz.select_nodes([model.node(quartz.rowAt(100))])
    chosen = quartz.current_node()
    for order in (*ORDERS, "arrival"):
        for descending in (False, True):
            asyncio.run(model.sort_by(order, descending))
            assert quartz.current_node() == chosen
            assert is_whole_in_view(quartz), (order, descending)


def test_w29_what_was_out_of_view_is_not_scrolled_to(quartz: TreeView, model: LinkModel) -> None:
    model.add([link(1_000 + n, f"Page {n}") for n in range(300)])
    quartz.verticalScrollBar().setValue(1500)
    asyncio.run(model.sort_by("title", True))
    model.set_filter(Filter("e"))
    assert not is_whole_in_view(quartz)


@pytest.mark.parametrize("text", ["", "gem"])
def test_w29_the_current_row_stays_in_view_where_redirects_are_hidden_or_shown(
    quartz: TreeView, model: LinkModel, text: str
) -> None:
    model.set_open([node(ROCK)], True)
    model.set_filter(Filter(text))
    quartz.select_nodes([GEM + 12])
    for redirects in (False, True, False, True):
        model.set_filter(Filter(text, redirects=redirects))
        assert quartz.current_node() == GEM + 12
        assert is_whole_in_view(quartz)


def test_w29_a_key_that_goes_to_the_list_shows_the_current_row(
    quartz: TreeView, model: LinkModel
) -> None:
    model.add([link(1_000 + n, f"Page {n}") for n in range(300)])
    quartz.clearFocus()
    quartz.verticalScrollBar().setValue(2000)
    quartz.setFocus(Qt.FocusReason.ShortcutFocusReason)
    assert is_whole_in_view(quartz)
    quartz.clearFocus()
    quartz.verticalScrollBar().setValue(2000)
    quartz.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
    assert not is_whole_in_view(quartz)
