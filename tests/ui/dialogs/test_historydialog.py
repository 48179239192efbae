# SPDX-License-Identifier: MIT
"""The history: what is shown, and what keys and clicks do with it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QTreeView
from pytestqt.qtbot import QtBot

from wikilinks_gui.store.records import Exploration
from wikilinks_gui.ui.dialogs.historydialog import HistoryDialog

START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
NAMES = {"en": "English Wikipedia", "sample": "Sample wiki"}


def exploration(
    number: int, title: str, wiki: str = "en", *, rows: int = 10, complete: bool = True
) -> Exploration:
    when = START + timedelta(hours=number)
    resolution: dict[str, Any] = {}
    state = None if complete else resolution
    return Exploration(number, wiki, title, title, {}, resolution, when, when, state, None, rows)


FOUR = [
    exploration(4, "Cats", rows=1000),
    exploration(3, "Ants", "sample", rows=20, complete=False),
    exploration(2, "Dogs"),
    exploration(1, "Big cats", rows=300),
]


AGAIN = [
    exploration(7, "Cats", rows=1200, complete=False),
    exploration(6, "Cats", rows=1100),
    exploration(5, "Cats", "sample", rows=7),
]
"""Later lists: of a page that was listed before, and of another with its title."""


@pytest.fixture
def dialog(qtbot: QtBot) -> HistoryDialog:
    made = HistoryDialog()
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(made)
    made.set_explorations(FOUR, NAMES)
    made.open()
    return made


def view(dialog: HistoryDialog) -> QTreeView:
    found = dialog.findChild(QTreeView)
    assert found is not None
    return found


def field(dialog: HistoryDialog) -> QLineEdit:
    found = dialog.findChild(QLineEdit)
    assert found is not None
    return found


def button(dialog: HistoryDialog, text: str) -> QPushButton:
    (found,) = (
        each
        for each in dialog.findChildren(QPushButton)
        if each.text().replace("&", "") == text and each.isVisible()
    )
    return found


def cells(dialog: HistoryDialog, column: int = 0) -> list[str]:
    model = view(dialog).model()
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def click_row(dialog: HistoryDialog, row: int, modifier: Qt.KeyboardModifier) -> None:
    table = view(dialog)
    at = table.visualRect(table.model().index(row, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, modifier, at)


def said(dialog: HistoryDialog) -> str:
    return "\n".join(each.text() for each in dialog.findChildren(QLabel) if each.isVisible())


def test_the_newest_stand_first(dialog: HistoryDialog) -> None:
    assert cells(dialog, 0) == ["Cats", "Ants", "Dogs", "Big cats"]
    assert cells(dialog, 1) == ["English Wikipedia", "Sample wiki", *["English Wikipedia"] * 2]
    assert cells(dialog, 2) == ["1,000", "20", "10", "300"]
    assert cells(dialog, 4) == ["complete", "incomplete", "complete", "complete"]


@pytest.mark.parametrize(
    ("column", "titles"),
    [
        (0, ["Ants", "Big cats", "Cats", "Dogs"]),
        (1, ["Cats", "Dogs", "Big cats", "Ants"]),
        (2, ["Dogs", "Ants", "Big cats", "Cats"]),
        (3, ["Big cats", "Dogs", "Ants", "Cats"]),
        (4, ["Ants", "Cats", "Dogs", "Big cats"]),
    ],
)
def test_a_click_on_a_column_sorts(dialog: HistoryDialog, column: int, titles: list[str]) -> None:
    header = view(dialog).header()
    at = QPoint(header.sectionViewportPosition(column) + 9, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    if header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder:
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert cells(dialog) == titles


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("CATS", ["Cats", "Big cats"]),
        ("sample", ["Ants"]),
        ("big_c", ["Big cats"]),
        ("_ants_", ["Ants"]),
        ("x", []),
    ],
)
def test_typing_filters(dialog: HistoryDialog, text: str, titles: list[str]) -> None:
    QTest.keyClicks(field(dialog), text)
    assert cells(dialog) == titles
    assert ("No matching pages" in said(dialog)) == (not titles)


def test_enter_in_the_filter_opens_the_first(dialog: HistoryDialog, qtbot: QtBot) -> None:
    QTest.keyClicks(field(dialog), "big")
    with qtbot.waitSignal(dialog.opened) as opened:
        QTest.keyClick(field(dialog), Qt.Key.Key_Return)
    assert opened.args == [1]
    assert not dialog.isVisible()


def test_the_arrows_go_from_the_filter_into_the_list(dialog: HistoryDialog, qtbot: QtBot) -> None:
    QTest.keyClick(field(dialog), Qt.Key.Key_Down)
    assert view(dialog).currentIndex().row() == 1
    with qtbot.waitSignal(dialog.opened) as opened:
        QTest.keyClick(view(dialog), Qt.Key.Key_Return)
    assert opened.args == [3]


def test_a_double_click_opens(dialog: HistoryDialog, qtbot: QtBot) -> None:
    click_row(dialog, 2, Qt.KeyboardModifier.NoModifier)
    at = view(dialog).visualRect(view(dialog).model().index(2, 0)).center()
    with qtbot.waitSignal(dialog.opened) as opened:
        QTest.mouseDClick(view(dialog).viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert opened.args == [2]


def test_only_what_is_unfinished_goes_on(dialog: HistoryDialog, qtbot: QtBot) -> None:
    assert not button(dialog, "Resume").isEnabled()
    click_row(dialog, 1, Qt.KeyboardModifier.NoModifier)
    with qtbot.waitSignal(dialog.resumed) as resumed:
        QTest.mouseClick(button(dialog, "Resume"), Qt.MouseButton.LeftButton)
    assert resumed.args == [3]


def test_deleting_asks_first(dialog: HistoryDialog) -> None:
    deleted: list[list[int]] = []
    dialog.deleted.connect(deleted.append)
    click_row(dialog, 0, Qt.KeyboardModifier.NoModifier)
    click_row(dialog, 3, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(view(dialog), Qt.Key.Key_Delete)
    assert "Delete 2 explorations with 1,300 rows?" in said(dialog)
    keep = button(dialog, "Keep")
    QTest.keyClick(keep, Qt.Key.Key_Escape)
    assert dialog.isVisible(), "Escape answers the question"
    assert "Delete 2" not in said(dialog)
    assert (deleted, len(cells(dialog))) == ([], 4)

    QTest.keyClick(view(dialog), Qt.Key.Key_Delete)
    QTest.keyClick(keep, Qt.Key.Key_Return)
    assert (deleted, len(cells(dialog))) == ([], 4)

    QTest.keyClick(view(dialog), Qt.Key.Key_Delete)
    (yes,) = (each for each in dialog.findChildren(QPushButton) if each.text() == "De&lete")
    yes.setFocus()
    QTest.keyClick(yes, Qt.Key.Key_Return)
    assert deleted == [[4, 1]]
    assert cells(dialog) == ["Ants", "Dogs"]
    assert "Delete" not in said(dialog)


def test_another_selection_takes_the_question_back(dialog: HistoryDialog) -> None:
    QTest.keyClick(view(dialog), Qt.Key.Key_Delete)
    assert "Delete 1 exploration with 1,000 rows?" in said(dialog)
    click_row(dialog, 2, Qt.KeyboardModifier.NoModifier)
    assert "Delete 1" not in said(dialog)


def test_w14_a_page_stands_once_with_its_newest_list(dialog: HistoryDialog, qtbot: QtBot) -> None:
    dialog.set_explorations([*FOUR, *AGAIN], NAMES)
    assert cells(dialog, 0) == ["Cats", "Cats", "Ants", "Dogs", "Big cats"]
    assert cells(dialog, 1)[:2] == ["English Wikipedia", "Sample wiki"]
    assert cells(dialog, 2)[:2] == ["1,200", "7"]
    table = view(dialog)
    table.collapseAll()
    table.setCurrentIndex(table.model().index(0, 0))
    QTest.keyClick(table, Qt.Key.Key_Right)
    top = table.model().index(0, 0)
    older = [table.model().index(row, 2, top).data() for row in range(table.model().rowCount(top))]
    assert older == ["1,100", "1,000"]
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Down)
    with qtbot.waitSignal(dialog.opened) as opened:
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [4]


def test_w14_a_closed_page_is_deleted_with_all_its_lists(dialog: HistoryDialog) -> None:
    deleted: list[list[int]] = []
    dialog.deleted.connect(deleted.append)
    dialog.set_explorations([*FOUR, *AGAIN], NAMES)
    table = view(dialog)
    table.collapseAll()
    table.setCurrentIndex(table.model().index(0, 0))
    QTest.keyClick(table, Qt.Key.Key_Right)
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert "Delete 1 exploration with 1,200 rows?" in said(dialog)
    QTest.keyClick(button(dialog, "Keep"), Qt.Key.Key_Escape)
    QTest.keyClick(table, Qt.Key.Key_Left)
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert "Delete 3 explorations with 3,300 rows?" in said(dialog)
    (yes,) = (each for each in dialog.findChildren(QPushButton) if each.text() == "De&lete")
    QTest.mouseClick(yes, Qt.MouseButton.LeftButton)
    assert deleted == [[7, 6, 4]]
    assert cells(dialog, 1)[0] == "Sample wiki"


@pytest.mark.parametrize("order", Qt.SortOrder)
def test_earlier_lists_stay_newest_first_in_any_order(
    dialog: HistoryDialog, order: Qt.SortOrder
) -> None:
    dialog.set_explorations([*FOUR, *AGAIN], NAMES)
    for column in range(5):
        view(dialog).header().setSortIndicator(column, order)
        model = view(dialog).model()
        pages = [model.index(row, 0) for row in range(model.rowCount())]
        (page,) = (each for each in pages if model.rowCount(each))
        assert [model.index(row, 2, page).data() for row in range(2)] == ["1,100", "1,000"]


def test_w14_closing_a_page_takes_the_question_back(dialog: HistoryDialog) -> None:
    dialog.set_explorations(AGAIN, NAMES)
    table = view(dialog)
    table.collapseAll()
    table.setCurrentIndex(table.model().index(0, 0))
    QTest.keyClick(table, Qt.Key.Key_Right)
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert "Delete 1" in said(dialog)
    table.collapse(table.model().index(0, 0))
    assert "Delete 1" not in said(dialog)


def test_w14_an_older_list_stays_selected(dialog: HistoryDialog) -> None:
    dialog.set_explorations([*FOUR, *AGAIN], NAMES)
    table = view(dialog)
    top = table.model().index(0, 0)
    table.expand(top)
    table.setCurrentIndex(table.model().index(1, 0, top))
    dialog.set_explorations([exploration(8, "New"), *FOUR, *AGAIN], NAMES)
    current = table.currentIndex()
    assert (current.parent().data(), current.siblingAtColumn(2).data()) == ("Cats", "1,000")


def test_w2_a_wiki_that_nothing_is_known_of_is_told_by_its_place(dialog: HistoryDialog) -> None:
    wikis = ["http://127.0.0.1:8340/api.php", "https://wiki.example/de/api.php"]
    dialog.set_explorations([exploration(n, "X", wiki) for n, wiki in enumerate(wikis)], NAMES)
    assert cells(dialog, 1) == ["wiki.example/de", "127.0.0.1:8340"]
    dialog.set_explorations(
        [exploration(n, "X", wiki) for n, wiki in enumerate(wikis)],
        dict.fromkeys(wikis, "Named"),
    )
    QTest.keyClicks(field(dialog), "8340")
    assert cells(dialog, 1) == ["Named"]


def test_others_leave_the_selection(dialog: HistoryDialog) -> None:
    click_row(dialog, 2, Qt.KeyboardModifier.NoModifier)
    dialog.set_explorations([exploration(5, "New"), *FOUR], NAMES)
    assert view(dialog).currentIndex().data() == "Dogs"


def test_nothing_to_show(dialog: HistoryDialog) -> None:
    dialog.set_explorations([], {})
    assert "The history is empty." in said(dialog)
    assert not button(dialog, "Open").isEnabled()
    QTest.keyClick(view(dialog), Qt.Key.Key_Delete)
    QTest.keyClick(view(dialog), Qt.Key.Key_Return)
    assert dialog.isVisible()


def test_thousands_are_filtered_and_shown(dialog: HistoryDialog) -> None:
    many = [exploration(n, f"Page {n}") for n in range(5000, 0, -1)]
    dialog.set_explorations(many, NAMES)
    QTest.keyClicks(field(dialog), "page 4999")
    assert cells(dialog) == ["Page 4999"]
    field(dialog).clear()
    assert len(cells(dialog)) == 5000
