# SPDX-License-Identifier: MIT
"""What is painted is what the model has, which is what the table has, whatever happened before."""

import asyncio
from collections.abc import Callable

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QCursor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStackedWidget, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.tree.listing import LINK, link, redirect
from tests.ui.tree.photograph import check_shown, painted_again, photograph, settle
from wikilinks_gui.table.filter import Filter
from wikilinks_gui.table.row import Row
from wikilinks_gui.ui.tree.cells import ORDERS
from wikilinks_gui.ui.tree.delegate import TreeDelegate
from wikilinks_gui.ui.tree.model import LinkModel
from wikilinks_gui.ui.tree.view import TreeView

ROCK_CRYSTAL, SILICA_CRYSTAL = 20, 21  # page ids

QUARTZ = [
    *[link(page_id, f"Stone {page_id}") for page_id in range(1, 10)],
    link(10, "Ångström"),
    Row(11, 14, "Category:Silicates", LINK, False, "", 0, 0),
    link(12, "Semi; colon"),
    Row(13, 0, "Citrine", LINK, True, "", 0, 0),
    redirect(ROCK_CRYSTAL, "Rock crystal"),
    redirect(SILICA_CRYSTAL, "Silica crystal", section="Varieties"),
    redirect(22, "Rockcrystal", ROCK_CRYSTAL, 1),
    redirect(23, "Rock-crystal", 22, 2),
    *[link(100 + n, f"Gem {n}", ROCK_CRYSTAL, 1) for n in range(13)],
    *[Row(120 + n, 1, f"Talk:Gem {n}", LINK, False, "", ROCK_CRYSTAL, 1) for n in range(4)],
    *[link(100 + n, f"Gem {n}", SILICA_CRYSTAL, 1) for n in range(13)],
    Row(30, 10, "Template:Minerals", LINK, False, "", 0, 0),
    Row(30, 10, "Template:Minerals", LINK, False, "", ROCK_CRYSTAL, 1),
]


@pytest.fixture
def quartz(qtbot: QtBot, model: LinkModel) -> TreeView:
    """Return a shown view of a list, all closed, that is a little higher than the view.

    No row is the current one: where that one goes, Qt chooses another, and all is painted again.
    """
    QCursor.setPos(0, 0)
    tree = TreeView()
    qtbot.addWidget(tree)
    tree.setModel(model)
    model.add(QUARTZ)
    tree.setGeometry(300, 300, 700, 240)
    with qtbot.waitActive(tree):
        tree.show()
    tree.clearFocus()  # as where somebody types a filter
    tree.setCurrentIndex(QModelIndex())
    check_shown(tree)
    return tree


@pytest.mark.parametrize("order", [*ORDERS, "arrival"])
@pytest.mark.parametrize("text", ["gem", "min", "via", "talk", "red", "stone 1"])
def test_w1_painted_rows_match_the_model(
    quartz: TreeView, model: LinkModel, order: str, text: str
) -> None:
    asyncio.run(model.sort_by(order))  # type: ignore[arg-type]
    for end in range(1, len(text) + 1):
        model.set_filter(Filter(text[:end]))
        check_shown(quartz)
    for end in range(len(text) - 1, -1, -1):
        model.set_filter(Filter(text[:end]))
        check_shown(quartz)


def test_w1_a_regular_expression(quartz: TreeView, model: LinkModel) -> None:
    asyncio.run(model.sort_by("kinds"))
    model.set_open([13, 14], True)
    for text in ("^gem", "^gem .", "^gem (1|2)", "^gem (1|2)$"):
        model.set_filter(Filter(text, mode="regex"))
        check_shown(quartz)


@pytest.mark.parametrize("value", [0, 100, 10_000])
def test_w27_the_scroll_bar_fits_the_rows_when_groups_close(
    quartz: TreeView, model: LinkModel, value: int
) -> None:
    model.open_below(13)
    model.set_open([14], True)
    quartz.verticalScrollBar().setValue(value)
    check_shown(quartz)
    for node in (16, 15, 13, 14):
        model.set_open([node], False)
        check_shown(quartz)


def test_w27_closing_by_keys(quartz: TreeView, model: LinkModel) -> None:
    quartz.select_nodes([13])
    keys = Qt.Key
    for key in (
        *(keys.Key_Asterisk, keys.Key_End, keys.Key_PageUp, keys.Key_PageUp),
        *(keys.Key_Left, keys.Key_Left, keys.Key_Up, keys.Key_Left),
    ):
        QTest.keyClick(quartz, key)
        check_shown(quartz)


def test_w27_many_rows(quartz: TreeView, model: LinkModel) -> None:
    asyncio.run(model.sort_by("title"))
    model.add([link(1_000 + n, f"Page {n}") for n in range(1_500)])
    check_shown(quartz)
    quartz.verticalScrollBar().setValue(100_000)
    check_shown(quartz)
    for text in ("page", "page 1", "page 14", "page", ""):
        model.set_filter(Filter(text))
        check_shown(quartz)


def test_a_frame_that_stays_in_place_while_the_columns_scroll(quartz: TreeView) -> None:
    quartz.resize(300, 240)
    quartz.setFocus()
    quartz.select_nodes([2])
    check_shown(quartz)
    quartz.horizontalScrollBar().setValue(60)
    check_shown(quartz)


# --- the pointer --------------------------------------------------------------------------------


def point_at(view: TreeView, y: int) -> None:
    """Rest the pointer at some height of the rows."""
    QCursor.setPos(view.viewport().mapToGlobal(QPoint(200, y)))


def check_hovered(qtbot: QtBot, view: TreeView) -> None:
    """Fail where other rows are painted as hovered than the one under the pointer.

    The pointer is then elsewhere.
    """
    row = view.rowAt(view.viewport().mapFromGlobal(QCursor.pos()).y())
    delegate = view.itemDelegate()
    assert isinstance(delegate, TreeDelegate)
    qtbot.waitUntil(lambda: delegate.hovered == row or nudge())
    before = photograph(view)
    check_shown(view)
    QCursor.setPos(0, 0)
    qtbot.waitUntil(lambda: not view.viewport().underMouse() or nudge())
    check_shown(view)
    after = painted_again(view)
    changed = {view.rowAt(y) for y in range(before.height()) if line(before, y) != line(after, y)}
    assert changed == ({row} if row >= 0 else set())


def nudge() -> bool:
    """Move the pointer a little, where a tool tip of another test may be in its way."""
    QToolTip.hideText()
    place = QCursor.pos()
    QCursor.setPos(place.x() + 1, place.y())
    return False


def line(picture: QImage, y: int) -> QImage:
    return picture.copy(0, y, picture.width(), 1)


def test_w24_a_list_that_opens_under_the_pointer(qtbot: QtBot, model: LinkModel) -> None:
    QCursor.setPos(0, 0)
    stack, view = QStackedWidget(), TreeView()
    qtbot.addWidget(stack)
    stack.addWidget(QWidget())
    stack.addWidget(view)
    stack.setGeometry(300, 300, 700, 240)
    with qtbot.waitActive(stack):
        stack.show()
    point_at(view, 60)
    qtbot.waitUntil(lambda: stack.underMouse() or nudge())
    view.setModel(model)
    stack.setCurrentWidget(view)
    for start in range(0, len(QUARTZ), 5):
        model.add(QUARTZ[start : start + 5])
        settle()
    check_hovered(qtbot, view)
    for order in ("title", "arrival"):
        point_at(view, 60)
        qtbot.waitUntil(lambda: view.viewport().underMouse() or nudge())
        asyncio.run(model.sort_by(order))
        settle()
        point_at(view, 120)
        check_hovered(qtbot, view)


@pytest.mark.parametrize(
    "change",
    [
        lambda view: view.model().open_below(13),
        lambda view: view.model().set_filter(Filter("gem")),
        lambda view: view.verticalScrollBar().setValue(37),
        lambda view: view.model().set_checked([3], True),
        lambda view: view.resize(600, 150),
        lambda view: view.model().add([link(90, "A new one")]),
    ],
)
def test_w24_rows_that_move_under_a_pointer_that_rests(
    qtbot: QtBot, quartz: TreeView, change: Callable[[TreeView], None]
) -> None:
    for _ in range(2):
        point_at(quartz, 60)
        qtbot.waitUntil(lambda: quartz.viewport().underMouse() or nudge())
        settle()
        change(quartz)
        check_shown(quartz)
        check_hovered(qtbot, quartz)
