# SPDX-License-Identifier: MIT
"""The view by keys, mouse and clipboard."""

import asyncio
import json
from collections.abc import Callable

import pytest
import qasync
from PySide6.QtCore import QByteArray, QEvent, QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QHelpEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests import quartz
from tests.ui.tree.listing import FILE, LISTING, a_site, link, origin_of, redirect
from tests.ui.tree.photograph import settle
from wikilinks_gui.table.filter import Filter
from wikilinks_gui.table.origin import Origin
from wikilinks_gui.table.row import Row
from wikilinks_gui.ui.tree.cells import KIND, ORIGIN, PAGE, PAGE_ID, SECTION, THROUGH, VIA
from wikilinks_gui.ui.tree.delegate import Places, Span, TreeDelegate
from wikilinks_gui.ui.tree.header import Header
from wikilinks_gui.ui.tree.model import LinkModel
from wikilinks_gui.ui.tree.view import TreeView
from wikilinks_gui.ui.tree.words import origin_words

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def go_to(view: TreeView, node: int) -> None:
    view.select_nodes([node])
    assert view.current_node() == node


def press(view: TreeView, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(view, key)


def visible(model: LinkModel) -> list[int]:
    nodes: list[int] = model.table.visible.tolist()
    return nodes


def places(view: TreeView, node: int) -> Places:
    model, delegate = view.model(), view.itemDelegate()
    assert isinstance(model, LinkModel)
    assert isinstance(delegate, TreeDelegate)
    cell = view.visualRect(model.index(model.row_of(node), PAGE))
    return delegate.places(cell, model.level(node), mirrored=view.isRightToLeft())


def click(view: TreeView, place: QPoint, modifiers: Qt.KeyboardModifier | None = None) -> None:
    held = Qt.KeyboardModifier.NoModifier if modifiers is None else modifiers
    QTest.mouseClick(view.viewport(), LEFT, held, place)


# --- opening ----------------------------------------------------------------------------------


@pytest.mark.parametrize("mirrored", [False, True])
def test_arrow_keys_open_close_and_go_along_the_tree(
    view: TreeView, model: LinkModel, mirrored: bool
) -> None:
    inwards, outwards = Key.Key_Right, Key.Key_Left
    if mirrored:
        view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        inwards, outwards = outwards, inwards
    opened: list[int] = []
    view.group_opened.connect(opened.append)
    go_to(view, 0)
    press(view, inwards)
    assert visible(model)[:3] == [0, 1, 3]
    assert view.current_node() == 0
    press(view, inwards)
    assert view.current_node() == 1
    press(view, inwards, inwards)
    assert view.current_node() == 2
    press(view, inwards)
    assert view.current_node() == 2
    assert opened == [0, 1]
    press(view, outwards)
    assert view.current_node() == 1
    press(view, outwards)
    assert visible(model)[:3] == [0, 1, 3]
    press(view, outwards)
    assert view.current_node() == 0
    press(view, outwards)
    assert visible(model)[:2] == [0, 4]
    press(view, outwards)
    assert view.current_node() == 0
    assert view.selected_nodes() == [0]


def test_plus_minus_and_asterisk_open_and_close(view: TreeView, model: LinkModel) -> None:
    go_to(view, 0)
    press(view, Key.Key_Plus, Key.Key_Plus)
    assert visible(model)[:3] == [0, 1, 3]
    press(view, Key.Key_Minus)
    assert visible(model)[:2] == [0, 4]
    opened: list[int] = []
    view.group_opened.connect(opened.append)
    QTest.keyClick(view, Key.Key_Asterisk, SHIFT)
    assert visible(model)[:4] == [0, 1, 2, 3]
    assert opened == [0, 1]
    go_to(view, 5)
    press(view, Key.Key_Plus, Key.Key_Minus, Key.Key_Asterisk)
    assert visible(model)[:4] == [0, 1, 2, 3]


def test_w19_all_redirects_are_expanded_and_collapsed(view: TreeView, model: LinkModel) -> None:
    opened: list[int] = []
    view.group_opened.connect(opened.append)
    before = visible(model)
    view.expand_all()
    groups = [node for node in range(len(model.table)) if model.can_open(node)]
    assert opened == groups
    assert set(visible(model)) == set(range(len(model.table)))
    view.expand_all()
    assert opened == groups  # once
    deep = next(n for n in visible(model) if len(model.table.ancestors(n)) == 2)
    top = model.table.ancestors(deep)[-1]
    go_to(view, model.row_of(deep))
    view.collapse_all()
    assert visible(model) == before
    assert model.node(view.currentIndex().row()) == top


def test_collapsing_a_flat_list_keeps_the_current_row(view: TreeView, model: LinkModel) -> None:
    model.set_filter(Filter(redirects=False))
    node = next(node for node in visible(model) if model.table.ancestors(node))
    go_to(view, node)
    view.collapse_all()
    assert view.current_node() == node
    assert view.selected_nodes() == [node]


def test_keys_do_nothing_while_nothing_is_current(view: TreeView, model: LinkModel) -> None:
    before = visible(model)
    view.setCurrentIndex(QModelIndex())
    press(view, Key.Key_Plus, Key.Key_Minus, Key.Key_Asterisk, Key.Key_Space, Key.Key_Return)
    assert visible(model) == before
    assert view.current_node() == -1


def test_a_redirect_that_nothing_came_through_yet_can_be_opened(
    view: TreeView, model: LinkModel
) -> None:
    opened: list[int] = []
    view.group_opened.connect(opened.append)
    click(view, places(view, 4).arrow.center())
    assert opened == [4]
    model.add([link(30, "Later", 5, 1)])
    assert visible(model)[:3] == [0, 4, 10]


def test_a_click_on_the_arrow_opens_and_selects_nothing(view: TreeView, model: LinkModel) -> None:
    go_to(view, 5)
    click(view, places(view, 0).arrow.center())
    assert visible(model)[:3] == [0, 1, 3]
    click(view, places(view, 1).arrow.center())
    assert visible(model)[:4] == [0, 1, 2, 3]
    click(view, places(view, 0).arrow.center())
    assert visible(model)[:2] == [0, 4]
    assert view.selected_nodes() == [5]


def test_closing_from_above_takes_the_current_row_along(view: TreeView, model: LinkModel) -> None:
    model.open_below(0)
    go_to(view, 2)
    click(view, places(view, 0).arrow.center())
    assert view.current_node() == 0


def test_the_header_can_show_the_order(view: TreeView) -> None:
    assert view.horizontalHeader().isSortIndicatorShown()


# --- checking ---------------------------------------------------------------------------------


def test_space_takes_marks_away_only_where_all_have_one(view: TreeView, model: LinkModel) -> None:
    ids = [model.row(node).page_id for node in (5, 6, 7)]
    model.show_checked(ids[:1])  # the current row
    view.select_nodes([5, 6, 7])
    told: list[tuple[list[int], bool]] = []
    model.checked_changed.connect(lambda nodes, on: told.append((nodes, on)))
    press(view, Key.Key_Space)
    press(view, Key.Key_Space)
    assert told == [(ids[1:], True), (ids, False)]
    assert view.selected_nodes() == [5, 6, 7]


def test_a_click_on_the_box_checks_and_selects_nothing(view: TreeView, model: LinkModel) -> None:
    was = view.current_node()
    click(view, places(view, 7).box.center())
    assert model.table.is_checked(7)
    click(view, places(view, 7).box.center())
    assert not model.table.is_checked(7)
    assert view.selected_nodes() == []
    assert view.current_node() == was


# --- selection and keys of a table -------------------------------------------------------------


def test_rows_are_selected_as_in_any_list(view: TreeView, model: LinkModel) -> None:
    click(view, places(view, 5).text.center())
    click(view, places(view, 7).text.center(), SHIFT)
    assert view.selected_nodes() == [5, 6, 7]
    click(view, places(view, 6).text.center(), CTRL)
    assert view.selected_nodes() == [5, 7]
    QTest.keyClick(view, Key.Key_A, CTRL)
    assert view.selected_nodes() == visible(model)
    press(view, Key.Key_Home)
    assert view.selected_nodes() == [0]
    QTest.keyClick(view, Key.Key_End, SHIFT)
    assert view.selected_nodes() == visible(model)
    press(view, Key.Key_Home, Key.Key_End)
    assert view.selected_nodes() == [9]
    press(view, Key.Key_Up)
    assert view.selected_nodes() == [8]


def test_selected_rows_stay_selected_wherever_they_go(view: TreeView, model: LinkModel) -> None:
    view.select_nodes([6, 0, 8])
    asyncio.run(model.sort_by("title"))
    assert sorted(view.selected_nodes()) == [0, 6, 8]
    assert view.current_node() == 0
    model.set_filter(Filter("climate"))
    assert view.selected_nodes() == [6]
    asyncio.run(model.sort_by("arrival"))
    model.set_filter(Filter())
    assert view.selected_nodes() == [0, 6, 8]
    assert view.current_node() == 0


def test_the_current_row_gives_way_to_what_it_is_below(view: TreeView, model: LinkModel) -> None:
    model.open_below(0)
    go_to(view, 2)
    changes: list[int] = []
    view.current_changed.connect(changes.append)
    model.set_filter(Filter("(physics)"))
    assert view.current_node() == 1
    model.set_filter(Filter("Agriculture"))
    assert changes[-1] == view.current_node()


def test_tab_leaves_the_tree(qtbot: QtBot, view: TreeView) -> None:
    assert not view.tabKeyNavigation()


def test_enter_and_double_click_activate(view: TreeView, model: LinkModel) -> None:
    activated: list[int] = []
    view.node_activated.connect(activated.append)
    go_to(view, 5)
    press(view, Key.Key_Return, Key.Key_Enter)
    QTest.mouseDClick(view.viewport(), LEFT, pos=places(view, 7).text.center())
    assert activated == [5, 5, 7]
    QTest.mouseDClick(view.viewport(), LEFT, pos=places(view, 7).box.center())
    QTest.mouseDClick(view.viewport(), LEFT, pos=places(view, 0).arrow.center())
    assert activated == [5, 5, 7]
    assert model.table.is_checked(7)
    assert model.table.is_open(0)


def test_menus_are_asked_for_by_mouse_and_keys(view: TreeView) -> None:
    wanted: list[QPoint] = []
    view.menu_wanted.connect(wanted.append)
    view.setCurrentIndex(QModelIndex())
    QTest.keyClick(view, Key.Key_F10, SHIFT)
    assert wanted == []
    go_to(view, 5)
    QTest.keyClick(view, Key.Key_F10, SHIFT)
    place = places(view, 7).text.center()
    viewport = view.viewport()
    for reason in (QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard):
        event = QContextMenuEvent(reason, place, viewport.mapToGlobal(place))
        QApplication.sendEvent(viewport, event)
    row = view.visualRect(view.currentIndex())
    below = viewport.mapToGlobal(row.bottomLeft())
    assert wanted == [below, viewport.mapToGlobal(place), below]


def test_letters_do_not_search_row_by_row(view: TreeView) -> None:
    go_to(view, 0)
    press(view, Key.Key_T)
    assert view.current_node() == 0


# --- copying and finding ----------------------------------------------------------------------


def test_copying_gives_the_shown_columns_with_the_title_first(
    view: TreeView, model: LinkModel
) -> None:
    model.add([redirect(40, "A\tb\nc", section="S")])
    header = view.horizontalHeader()
    header.moveSection(header.visualIndex(KIND), 0)
    header.setSectionHidden(PAGE_ID, False)
    view.select_nodes([9, 0, 10])
    QTest.keyClick(view, Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == (
        "Global warming\tredirect\tArticle\t2\t\t1\n"
        "<b>気候</b> & 変動\tlink\tArticle\t\t\t3000000000\n"
        "A b c\tredirect to a section\tArticle\t0\tS\t40\n"
    )


def test_no_copied_cell_is_a_formula(view: TreeView, model: LinkModel) -> None:
    model.add([redirect(40, "=HYPERLINK(1)", section="@S"), redirect(41, "+1, or 2")])
    view.select_nodes([10, 11])
    QTest.keyClick(view, Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text().splitlines() == [
        "'=HYPERLINK(1)\tredirect to a section\tArticle\t0\t'@S",
        "'+1, or 2\tredirect\tArticle\t0\t",
    ]


def test_nothing_selected_leaves_the_clipboard(view: TreeView) -> None:
    QGuiApplication.clipboard().setText("before")
    QTest.keyClick(view, Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "before"


def test_find_goes_round_in_both_directions(view: TreeView) -> None:
    found = []
    for _ in range(4):
        assert view.find_next("CLIMATE")
        found.append(view.current_node())
    assert found == [4, 6, 7, 4]
    assert view.find_next("climate", backwards=True)
    assert view.current_node() == 7
    assert view.selected_nodes() == [7]
    assert not view.find_next("nowhere")
    assert view.current_node() == 7


# --- scrolling --------------------------------------------------------------------------------


@pytest.fixture
def long(qtbot: QtBot, view: TreeView, model: LinkModel) -> TreeView:
    """Return the view with 300 rows more."""
    model.add([link(100 + n, f"Page {n}") for n in range(300)])
    qtbot.waitUntil(lambda: view.verticalScrollBar().maximum() > 3000)
    return view


def at_top(view: TreeView) -> tuple[int, int]:
    """Return the first node that is whole in view, and where it is."""
    row = view.rowAt(0) + 1
    model = view.model()
    assert isinstance(model, LinkModel)
    return model.node(row), view.rowViewportPosition(row)


@pytest.mark.parametrize(
    "change",
    [
        lambda model: model.set_open([0], True),
        lambda model: model.add([redirect(60, "In", 5, 1), link(61, "At the end")]),
        lambda model: model.set_filter(Filter("Page")),
        lambda model: model.set_filter(Filter("e")),
    ],
)
def test_what_is_in_view_stays_where_it_is(
    long: TreeView, model: LinkModel, change: Callable[[LinkModel], None]
) -> None:
    model.set_open([4], True)
    long.verticalScrollBar().setValue(1511)
    before = at_top(long)
    change(model)
    assert at_top(long) == before
    if model.table.is_open(0):
        model.set_open([0], False)
        assert at_top(long) == before


def test_who_is_at_the_top_stays_there(long: TreeView, model: LinkModel) -> None:
    asyncio.run(model.sort_by("title"))
    model.add([link(900, "AAA"), link(901, "Zzz"), link(902, "Page 12a")])
    assert long.verticalScrollBar().value() == 0


def test_sorting_keeps_the_place_of_the_scroll_bar(long: TreeView, model: LinkModel) -> None:
    long.verticalScrollBar().setValue(1511)
    asyncio.run(model.sort_by("title", True))
    assert long.verticalScrollBar().value() == 1511


# --- columns ----------------------------------------------------------------------------------


def widths(view: TreeView) -> list[int]:
    return [view.columnWidth(column) for column in range(6)]


def test_columns_are_remembered(qtbot: QtBot, view: TreeView) -> None:
    header = view.horizontalHeader()
    assert isinstance(header, Header)
    assert view.isColumnHidden(PAGE_ID)
    header.moveSection(header.visualIndex(SECTION), 1)
    view.setColumnWidth(SECTION, 123)
    view.setColumnWidth(THROUGH, 77)
    header.show_column(THROUGH, shown=False)
    header.show_column(PAGE_ID, shown=True)
    kept = view.save_columns()
    other = TreeView()
    qtbot.addWidget(other)
    other.setModel(LinkModel(a_site(), other))
    other.restore_columns(kept)
    assert other.save_columns() == kept
    assert other.columnWidth(SECTION) == 123
    assert other.isColumnHidden(THROUGH)
    other.setColumnHidden(THROUGH, False)
    assert other.columnWidth(THROUGH) == 77
    assert other.horizontalHeader().visualIndex(SECTION) == 1


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"\xff\x00",
        b"[]",
        b"17",
        b"[" * 100_000,
        b'[{"column": "title", "width": 100, "shown": true}]',
        b'[{"column": "nothing", "width": 100, "shown": true}]',
    ],
)
def test_damaged_columns_are_ignored(view: TreeView, damaged: bytes) -> None:
    before = view.save_columns()
    view.restore_columns(QByteArray(damaged))
    view.restore_columns(QByteArray(bytes(before.data()).replace(b'width": ', b'width": -')))
    view.restore_columns(QByteArray(bytes(before.data()).replace(b"kinds", b"title")))
    assert view.save_columns() == before


def test_another_model_comes_in_the_same_columns(view: TreeView) -> None:
    view.setColumnWidth(SECTION, 123)
    go_to(view, 5)
    kept = view.save_columns()
    view.setModel(None)
    assert view.current_node() == -1
    assert view.selected_nodes() == []
    assert not view.find_next("x")
    view.setModel(LinkModel(a_site(), view))
    view.restore_columns(kept)
    assert view.columnWidth(SECTION) == 123
    view.setModel(LinkModel(a_site(), view))
    assert view.columnWidth(SECTION) == 123


def test_the_title_takes_the_room_that_is_left(view: TreeView) -> None:
    assert sum(widths(view)) == view.viewport().width()
    view.resize(1200, 400)
    assert sum(widths(view)) == view.viewport().width()
    view.resize(300, 400)
    assert sum(widths(view)) > view.viewport().width()
    for width in range(720, 1000, 3):  # columns shrink, to whole pixels
        view.resize(width, 400)
        assert sum(widths(view)) == view.viewport().width()
        assert view.horizontalScrollBar().maximum() == 0


def test_a_tree_that_is_resized_while_its_model_goes(
    view: TreeView, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The header then has no model any more, but columns still (seen once in a real window)."""
    header = view.horizontalHeader()
    assert isinstance(header, Header)
    count = header.count()
    view.setModel(None)
    monkeypatch.setattr(Header, "count", lambda _self: count)
    assert header.count()
    header.fit()


def test_the_title_has_its_share_of_a_narrow_tree(view: TreeView) -> None:
    view.resize(1200, 400)
    wide = view.columnWidth(KIND)
    view.resize(450, 400)
    assert view.columnWidth(PAGE) >= view.viewport().width() * 2 // 5
    assert view.columnWidth(KIND) < wide
    kept = view.save_columns()
    view.resize(1200, 400)
    assert view.columnWidth(KIND) == wide
    assert view.save_columns() == kept


def test_the_title_gives_a_little_rather_than_have_columns_scroll(view: TreeView) -> None:
    view.resize(1200, 400)
    for width in range(1200, 500, -7):
        view.resize(width, 400)
        bar = view.horizontalScrollBar()
        assert bar.isVisible() == (bar.maximum() > 0) == (sum(widths(view)) > width)
        if bar.maximum():
            assert bar.maximum() > view.viewport().width() // 30
            return
    pytest.fail("the columns never scroll")


def test_a_narrow_tree_keeps_the_widths_that_a_person_set(view: TreeView) -> None:
    view.resize(1200, 400)
    view.setColumnWidth(KIND, 201)
    view.setColumnWidth(PAGE, 101)
    view.resize(450, 400)
    view.restore_columns(view.save_columns())
    assert view.columnWidth(KIND) == 201
    assert view.columnWidth(PAGE) < view.viewport().width() // 2


def test_the_menu_of_the_header_shows_and_hides_columns(qtbot: QtBot, view: TreeView) -> None:
    header = view.horizontalHeader()
    assert isinstance(header, Header)
    menu = header.columns_menu(view)
    names = {action.text(): action for action in menu.actions()}
    assert "Page" not in names
    assert not names["Page ID"].isChecked()
    names["Page ID"].trigger()
    names["Kind"].trigger()
    assert not view.isColumnHidden(PAGE_ID)
    assert view.isColumnHidden(KIND)
    names["&Default columns"].trigger()
    assert view.isColumnHidden(PAGE_ID)
    assert not view.isColumnHidden(KIND)


# --- order ------------------------------------------------------------------------------------


def test_clicks_on_the_header_sort_up_down_and_not_at_all(
    qapp: QApplication, view: TreeView, model: LinkModel
) -> None:
    header = view.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(PAGE) + 30, header.height() // 2)
    seen = []
    resets: list[None] = []
    model.modelReset.connect(lambda: resets.append(None))

    async def click_through() -> None:
        for times in range(1, 4):
            QTest.mouseClick(header.viewport(), LEFT, pos=place)
            while len(resets) < times:
                await asyncio.sleep(0)
            down = header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
            seen.append((model.order, header.sortIndicatorSection(), down, visible(model)[0]))

    loop = qasync.QEventLoop(qapp)
    with loop:
        loop.run_until_complete(click_through())
    assert seen == [
        ("title", PAGE, False, 9),
        ("title", PAGE, True, 8),
        ("arrival", -1, False, 0),
    ]


# --- looks ------------------------------------------------------------------------------------


def test_rows_are_as_high_as_the_font_needs(view: TreeView) -> None:
    small = view.rowHeight(0)
    font = view.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    view.setFont(font)
    assert view.rowHeight(0) > 1.8 * small
    assert view.rowHeight(0) > view.fontMetrics().height()


@pytest.mark.parametrize("mirrored", [False, True])
def test_deeper_rows_begin_further_in(view: TreeView, model: LinkModel, mirrored: bool) -> None:
    if mirrored:
        view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    model.open_below(0)
    parts = [places(view, node) for node in (0, 1, 2)]
    starts = [part.text.right() if mirrored else part.text.left() for part in parts]
    assert starts == sorted(starts, reverse=mirrored)
    assert len(set(starts)) == 3
    assert len({part.box.x() for part in parts}) == 1
    for part in parts:
        in_order = [part.box.x(), part.arrow.x(), part.icon.x(), part.text.x()]
        assert in_order == sorted(in_order, reverse=mirrored)


def test_the_frame_of_the_current_row_leaves_its_cells(view: TreeView, model: LinkModel) -> None:
    view.setCurrentIndex(model.index(5, PAGE))
    view.clearSelection()
    inside = view.visualRect(model.index(5, PAGE)).adjusted(2, 2, -2, -2)
    framed = view.viewport().grab(inside).toImage()
    view.clearFocus()
    assert view.viewport().grab(inside).toImage() == framed


def test_rows_of_each_kind_have_an_icon_of_their_own(view: TreeView, model: LinkModel) -> None:
    model.set_complete(True)
    model.add([Row(50, 6, "File:A.png", FILE, False, "", 0, 0)])
    model.open_below(0)
    view.resize(900, 600)
    kinds = {"link": 5, "redirect": 4, "double": 1, "elsewhere": 6, "transclusion": 7, "file": 10}
    pictures = {}
    for kind, node in kinds.items():
        place = places(view, node).icon
        ground = view.viewport().grab(place).toImage().convertToFormat(QImage.Format.Format_Mono)
        pictures[kind] = [
            ground.pixelIndex(x, y) for x in range(ground.width()) for y in range(ground.height())
        ]
    different = {tuple(pixels) for pixels in pictures.values()}
    assert len(different) == len(kinds)


def test_only_the_columns_that_changed_are_painted(
    view: TreeView, model: LinkModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[tuple[int, list[int]]] = []

    def paint_row(
        _self: TreeDelegate,
        _painter: object,
        row: int,
        _place: QRect,
        columns: list[Span],
        *_look: object,
    ) -> None:
        painted.append((row, [column for column, _left, _width in columns]))

    view.grab()
    monkeypatch.setattr(TreeDelegate, "paint_row", paint_row)
    view.viewport().repaint(view.visualRect(model.index(2, THROUGH)))
    assert painted == [(2, [THROUGH])]
    painted.clear()
    page, kind = (view.visualRect(model.index(1, column)) for column in (PAGE, KIND))
    view.viewport().repaint(page.right(), page.top(), 2, 1)
    assert painted == [(1, [PAGE, KIND])]
    painted.clear()
    view.viewport().repaint(kind.left(), kind.top(), 1, 1)
    assert painted == [(1, [KIND])]


def test_rows_out_of_view_that_change_have_nothing_painted(
    view: TreeView, model: LinkModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [link(number, f"Page {number}") for number in range(100, 1000)]
    model.add(rows)
    tell_origins(view)  # the column comes
    settle()
    painted: list[int] = []
    monkeypatch.setattr(
        TreeDelegate, "paint_row", lambda _self, _painter, row, *_look: painted.append(row)
    )
    model.set_origins([origin_of(row, 2) for row in rows[400:]])
    settle()
    assert painted == []
    model.set_origins([origin_of(row, 3) for row in (rows[400], LISTING[2], LISTING[5])])
    settle()
    last = view.rowAt(view.viewport().height() - 1)
    assert painted == [*range(model.row_of(5), last + 1)]
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    painted.clear()
    settle()
    assert painted[-1] == model.rowCount() - 1
    painted.clear()
    model.set_origins([origin_of(row, 4) for row in (LISTING[5], rows[-1])])
    settle()
    assert painted == [*range(view.rowAt(0), model.rowCount())]


def test_cells_that_are_narrower_than_their_parts_paint_within(view: TreeView) -> None:
    beside = view.visualRect(view.model().index(0, KIND))
    before = view.viewport().grab(beside).toImage()
    view.setColumnWidth(PAGE, 25)
    moved = view.visualRect(view.model().index(0, KIND))
    assert moved.left() < 2 * view.rowHeight(0)
    assert view.viewport().grab(moved).toImage() == before


@pytest.fixture
def tips(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Record the tool tips of cells."""
    told: list[str] = []
    monkeypatch.setattr(
        "wikilinks_gui.ui.tree.delegate.QToolTip.showText",
        lambda place, text, *rest: told.append(text),
    )
    return told


def hover(view: TreeView, index: QModelIndex) -> None:
    """Wait over a cell until its tip would be shown."""
    place = view.visualRect(index).center()
    event = QHelpEvent(QEvent.Type.ToolTip, place, view.viewport().mapToGlobal(place))
    QApplication.sendEvent(view.viewport(), event)


def test_the_whole_text_of_a_cut_cell_is_told_as_plain_text(
    view: TreeView, model: LinkModel, tips: list[str]
) -> None:
    hover(view, model.index(model.row_of(9), PAGE))
    view.setColumnWidth(PAGE, 100)
    hover(view, model.index(model.row_of(9), PAGE))
    assert tips == ["", '<span dir="auto">&lt;b&gt;気候&lt;/b&gt; &amp; 変動</span>']


def test_the_tip_of_an_origin_has_whole_titles_and_the_doubt(
    view: TreeView, tips: list[str]
) -> None:
    model = tell_origins(view)
    model.set_origins([origin_of(LISTING[0], 3, is_sure=False)])
    view.setColumnWidth(ORIGIN, 400)
    hover(view, model.index(0, ORIGIN))
    model.set_origins([origin_of(LISTING[0], 0)])
    hover(view, model.index(0, ORIGIN))  # says all of it itself
    whole = "through Template:Box, Template:Nav, in doubt"
    assert tips == [f'<span dir="auto">{whole}</span>', ""]


def test_current_row_is_told_once(view: TreeView, model: LinkModel) -> None:
    changes: list[int] = []
    view.current_changed.connect(changes.append)
    go_to(view, 5)
    asyncio.run(model.sort_by("title"))
    model.add([link(70, "aa"), link(71, "zz")])
    press(view, Key.Key_Down)
    assert changes[0] == 5
    assert len(changes) == 2
    assert len(LISTING) + 2 == len(model.table)


def test_w7_ctrl_a_and_space_check_what_matches_and_nothing_else(view: TreeView) -> None:
    model = LinkModel(a_site())
    view.setModel(model)
    model.add(quartz.ROWS)
    model.set_filter(Filter("gem 1"))
    model.set_open([quartz.node(quartz.ROCK)], True)
    model.set_open([quartz.node(quartz.SILICA)], False)
    view.selectAll()
    press(view, Key.Key_Space)
    titles = {model.row(node).title for node in model.table.checked().tolist()}
    assert titles == {"Gem 1", "Gem 10", "Gem 11", "Gem 12", "Talk:Gem 1"}
    press(view, Key.Key_Space)
    assert not len(model.table.checked())


def test_w7_a_single_row_that_does_not_match_means_itself(view: TreeView) -> None:
    model = LinkModel(a_site())
    view.setModel(model)
    model.add(quartz.ROWS)
    model.set_filter(Filter("gem 1"))
    rock = quartz.node(quartz.ROCK)
    model.set_open([rock], True)
    view.select_nodes([rock])
    press(view, Key.Key_Space)
    assert model.table.checked().tolist() == [rock]


def test_w9_a_flat_list_has_the_column_via_and_none_of_redirects(view: TreeView) -> None:
    model = LinkModel(a_site())
    view.setModel(model)
    model.add(quartz.ROWS)
    header = view.horizontalHeader()
    assert isinstance(header, Header)
    tree = header.shown()
    assert VIA not in tree
    header.show_column(SECTION, shown=False)
    model.set_filter(Filter(redirects=False))
    assert header.shown()[:2] == [PAGE, VIA]
    assert not {THROUGH, SECTION} & {*header.shown()}
    kept = view.save_columns()
    model.set_filter(Filter())
    assert header.shown() == [column for column in tree if column != SECTION]
    header.use_standard()
    view.restore_columns(kept)
    assert header.shown() == [column for column in tree if column != SECTION]


@pytest.mark.parametrize("later", [{"via"}, {"origin"}, {"via", "origin"}])
def test_w9_columns_that_an_earlier_version_kept_come_back(view: TreeView, later: set[str]) -> None:
    header = view.horizontalHeader()
    assert isinstance(header, Header)
    header.show_column(SECTION, shown=False)
    header.moveSection(header.visualIndex(PAGE_ID), 1)
    places = [*map(header.logicalIndex, range(header.count()))]
    kept = json.loads(bytes(view.save_columns().data()))
    old = [entry for entry in kept if entry["column"] not in later]
    header.use_standard()
    assert SECTION in header.shown()
    view.restore_columns(QByteArray(json.dumps(old).encode()))
    assert SECTION not in header.shown()
    assert not {VIA, ORIGIN} & {*header.shown()}
    wanted = [*places]
    if "via" in later:
        wanted = [PAGE, VIA, *(column for column in places if column not in {PAGE, VIA})]
    assert [*map(header.logicalIndex, range(header.count()))] == wanted
    tell_origins(view)
    assert ORIGIN in header.shown()


def tell_origins(view: TreeView) -> LinkModel:
    """Record an origin for each row; the last stays unknown."""
    model = view.model()
    assert isinstance(model, LinkModel)
    model.set_origins([origin_of(row, number) for number, row in enumerate(LISTING[:-1])])
    return model


def test_the_column_of_origins_comes_with_the_first_of_them(view: TreeView) -> None:
    header = view.horizontalHeader()
    assert isinstance(header, Header)
    before = header.shown()
    assert ORIGIN not in before
    model = tell_origins(view)
    assert header.shown() == [PAGE, KIND, ORIGIN, *before[2:]]
    assert header.length() == view.viewport().width()  # the title leaves it the room
    assert model.index(model.rowCount() - 1, ORIGIN).data() == ""
    header.show_column(ORIGIN, shown=False)
    assert header.shown() == before
    model.set_origins([origin_of(LISTING[0], 3)])  # hidden by the user: it stays so
    assert header.shown() == before
    header.show_column(ORIGIN, shown=True)
    view.setModel(LinkModel(a_site(), view))
    assert header.shown() == before
    view.setModel(model)
    assert header.shown() == [PAGE, KIND, ORIGIN, *before[2:]]


def test_rows_are_sorted_and_copied_with_their_origins(view: TreeView) -> None:
    model = tell_origins(view)
    header = view.horizontalHeader()
    assert isinstance(header, Header)
    for column in set(header.shown()) - {PAGE, ORIGIN}:
        header.show_column(column, shown=False)
    asyncio.run(model.sort_by("origin"))
    view.selectAll()
    view.copy_selection()
    copied = QGuiApplication.clipboard().text()
    assert copied.splitlines() == [
        "Global warming\tin the text",
        "تغير المناخ\tin the text",
        "Climate (disambiguation)\tin the text and through a template",
        "Agriculture\tin the text and through Template:Box",
        "Climate crisis\tthrough a template",
        "Template:Climate\tnot found",
        "<b>気候</b> & 変動\t",
    ]


def test_what_is_in_doubt_is_marked_in_its_cell(view: TreeView) -> None:
    """By a sign where there is little room, in words where it is read out or copied."""
    model = LinkModel(a_site())
    view.setModel(model)
    model.add(LISTING)
    model.set_origins([origin_of(LISTING[0], 2, is_sure=False), origin_of(LISTING[5], 5)])
    cells = [model.index(row, ORIGIN) for row in (0, model.row_of(5))]
    assert [cell.data() for cell in cells] == ["? through Nav", "in the text and through Box"]
    spoken = [cell.data(Qt.ItemDataRole.AccessibleTextRole) for cell in cells]
    assert spoken[0] == "through Template:Nav, in doubt"
    assert "through Template:Nav, in doubt" in model.index(0, PAGE).data(
        Qt.ItemDataRole.AccessibleTextRole
    )
    model.set_origins([origin_of(LISTING[0], 2)])
    assert model.index(0, ORIGIN).data() == "through Nav"


def test_the_name_of_a_template_is_what_stays_in_a_narrow_column(view: TreeView) -> None:
    """As short for all rows as the column is narrow; the tip says all of it."""
    model = tell_origins(view)
    header = view.horizontalHeader()
    delegate = view.itemDelegate()
    assert isinstance(delegate, TreeDelegate)
    for number, wide, narrow in (
        (0, "in the text", "in the text"),
        (2, "through Nav", "Nav"),
        (3, "through Box, Nav", "Box, Nav"),
        (4, "through a template", "through a template"),
        (5, "in the text and through Box", "text + Box"),
    ):
        model.set_origins([origin_of(LISTING[0], number)])
        texts = {}
        for width in (400, 120):
            header.resizeSection(ORIGIN, width)
            texts[width] = painted_texts(view, 0)[ORIGIN]
        assert texts == {400: wide, 120: narrow}


def painted_texts(view: TreeView, row: int) -> dict[int, str]:
    """Return what is written in the cells of a row, before it is cut."""
    header, delegate = view.horizontalHeader(), view.itemDelegate()
    assert isinstance(header, Header)
    assert isinstance(delegate, TreeDelegate)
    model = delegate.model
    assert model is not None
    return {
        column: delegate.text(column, model.node(row), width)
        for column, _left, width in header.spans()
    }


def test_titles_of_templates_from_right_to_left_stand_apart() -> None:
    words = origin_words(Origin.TEMPLATE, ("תבנית:אקלים", "Template:Nav"))
    assert words == "through \u2068תבנית:אקלים\u2069, Template:Nav"


def test_w9_another_list_is_a_tree_again(view: TreeView) -> None:
    model = LinkModel(a_site())
    view.setModel(model)
    model.set_filter(Filter(redirects=False))
    header = view.horizontalHeader()
    assert isinstance(header, Header)
    assert VIA in header.shown()
    view.setModel(LinkModel(a_site(), view))
    assert VIA not in header.shown()
    assert THROUGH in header.shown()


def test_w7_what_is_copied_is_what_matches(view: TreeView) -> None:
    model = LinkModel(a_site())
    view.setModel(model)
    model.add(quartz.ROWS)
    model.set_filter(Filter("gem 12"))
    model.set_open([quartz.node(quartz.SILICA)], False)
    view.selectAll()
    QTest.keyClick(view, Key.Key_C, CTRL)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert [line.partition("\t")[0] for line in lines] == ["Gem 12", "Gem 12"]
    view.select_nodes([quartz.node(quartz.ROCK)])
    QTest.keyClick(view, Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text().startswith("Rock crystal\t")
