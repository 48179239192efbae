# SPDX-License-Identifier: MIT
"""The log window: what is shown of what was logged, and copied."""

import logging
import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from wikilinks_gui.log import KEPT, LogRecords
from wikilinks_gui.ui.dialogs.logwindow import LogWindow


@pytest.fixture
def records() -> LogRecords:
    return LogRecords()


def log(records: LogRecords, text: str, level: int = logging.INFO, topic: str = "client") -> None:
    name = f"wikilinks_gui.{topic}"
    records.handle(logging.LogRecord(name, level, "", 0, text, None, None))


@pytest.fixture
def window(qtbot: QtBot, records: LogRecords) -> LogWindow:
    log(records, "asked", logging.DEBUG)
    log(records, "waits", logging.WARNING)
    log(records, "kept rows", topic="store")
    log(records, "failed", logging.ERROR, topic="store")
    made = LogWindow(records)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(made)
    made.show()
    return made


def view(window: LogWindow) -> QTableView:
    found = window.findChild(QTableView)
    assert found is not None
    return found


def column(window: LogWindow, number: int = 3) -> list[str]:
    model = view(window).model()
    return [str(model.index(row, number).data()) for row in range(model.rowCount())]


def select(combo: QComboBox, text: str) -> None:
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Home)
    while combo.currentText() != text:
        before = combo.currentIndex()
        QTest.keyClick(combo, Qt.Key.Key_Down)
        assert combo.currentIndex() != before, text


def click(window: LogWindow, text: str) -> None:
    (found,) = (
        each for each in window.findChildren(QPushButton) if each.text().replace("&", "") == text
    )
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


@pytest.mark.usefixtures("themed")
def test_it_opens_as_a_window_of_its_own_in_the_programs_style(
    records: LogRecords, qtbot: QtBot
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    window = LogWindow(records, parent)
    window.show()
    assert window.windowType() == Qt.WindowType.Window


def test_what_was_logged_before_is_shown(window: LogWindow) -> None:
    assert column(window, 1) == ["DEBUG", "WARNING", "INFO", "ERROR"]
    assert column(window, 2) == ["client", "client", "store", "store"]
    assert column(window) == ["asked", "waits", "kept rows", "failed"]


def test_what_threads_log_comes(window: LogWindow, records: LogRecords, qtbot: QtBot) -> None:
    threads = [threading.Thread(target=log, args=(records, f"from {n}")) for n in range(4)]
    for thread in threads:
        thread.start()
    qtbot.waitUntil(lambda: len(column(window)) == 8)
    assert sorted(column(window)[4:]) == [f"from {n}" for n in range(4)]


def test_levels_topics_and_text_filter(
    window: LogWindow, records: LogRecords, qtbot: QtBot
) -> None:
    level, topic = window.findChildren(QComboBox)
    (text,) = window.findChildren(QLineEdit)
    select(level, "Warnings and errors")
    assert column(window) == ["waits", "failed"]
    select(topic, "store")
    assert column(window) == ["failed"]
    select(level, "Everything")
    assert column(window) == ["kept rows", "failed"]
    QTest.keyClicks(text, "ROWS")
    assert column(window) == ["kept rows"]
    log(records, "more rows", topic="store")
    log(records, "rows too")
    qtbot.waitUntil(lambda: len(column(window)) == 2)
    assert column(window) == ["kept rows", "more rows"]
    select(topic, "All topics")
    assert column(window) == ["kept rows", "more rows", "rows too"]


def test_the_tail_is_followed_unless_it_is_scrolled_up(
    window: LogWindow, records: LogRecords, qtbot: QtBot
) -> None:
    bar = view(window).verticalScrollBar()
    for number in range(200):
        log(records, str(number))
    qtbot.waitUntil(lambda: len(column(window)) == 204)
    assert bar.value() == bar.maximum() > 0
    QTest.keyClick(view(window), Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert bar.value() == 0
    log(records, "new")
    qtbot.waitUntil(lambda: len(column(window)) == 205)
    assert bar.value() == 0


def test_what_is_read_stays_where_it_is(
    window: LogWindow, records: LogRecords, qtbot: QtBot
) -> None:
    for number in range(KEPT - 4):
        log(records, str(number))
    qtbot.waitUntil(lambda: len(column(window)) == KEPT)
    bar = view(window).verticalScrollBar()
    bar.setValue(5000)
    first = view(window).model().index(5000, 3).data()
    for number in range(7):
        log(records, f"new {number}")
    qtbot.waitUntil(lambda: column(window)[-1] == "new 6")
    assert len(column(window)) == KEPT
    assert view(window).model().index(bar.value(), 3).data() == first


def test_new_lines_leave_a_narrow_window_scrolled_sideways(
    window: LogWindow, records: LogRecords, qtbot: QtBot
) -> None:
    for number in range(200):
        log(records, str(number))
    qtbot.waitUntil(lambda: len(column(window)) == 204)
    view(window).verticalScrollBar().setValue(50)
    view(window).setFixedWidth(200)
    sideways = view(window).horizontalScrollBar()
    qtbot.waitUntil(lambda: sideways.maximum() > 0)
    sideways.setValue(sideways.maximum())
    log(records, "new")
    qtbot.waitUntil(lambda: len(column(window)) == 205)
    assert sideways.value() == sideways.maximum()
    assert view(window).verticalScrollBar().value() == 50


def test_selected_lines_are_copied(window: LogWindow) -> None:
    view(window).setFocus()
    view(window).selectRow(1)
    QTest.keyClick(view(window), Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    click(window, "Copy")
    lines = QGuiApplication.clipboard().text().splitlines()
    assert [line.split(" ", 2)[2] for line in lines] == [
        "WARNING client: waits",
        "INFO store: kept rows",
    ]


def test_all_lines_that_are_shown_are_copied(window: LogWindow) -> None:
    select(window.findChildren(QComboBox)[1], "client")
    click(window, "Copy all")
    lines = QGuiApplication.clipboard().text().splitlines()
    assert [line.rpartition(" ")[2] for line in lines] == ["asked", "waits"]


def test_a_traceback_is_shown_whole(window: LogWindow, records: LogRecords, qtbot: QtBot) -> None:
    try:
        raise ValueError("<b>x</b>")
    except ValueError as error:
        info = (ValueError, error, error.__traceback__)
    records.handle(logging.LogRecord("w", logging.ERROR, "", 0, "no", None, info))
    qtbot.waitUntil(lambda: len(column(window)) == 5)
    assert column(window)[-1] == "no …"
    view(window).selectRow(4)
    whole = window.findChild(QPlainTextEdit)
    assert whole is not None
    assert whole.toPlainText().startswith("no\nTraceback")
    assert whole.toPlainText().endswith("ValueError: <b>x</b>")


def test_a_line_that_was_shown_whole_can_be_so_again_after_filtering(window: LogWindow) -> None:
    (whole,) = window.findChildren(QPlainTextEdit)
    (text,) = window.findChildren(QLineEdit)
    lines = view(window)

    def click_first() -> None:
        place = lines.visualRect(lines.model().index(0, 3)).center()
        QTest.mouseClick(lines.viewport(), Qt.MouseButton.LeftButton, pos=place)

    click_first()
    assert whole.toPlainText() == "asked"
    QTest.keyClicks(text, "as")
    assert column(window) == ["asked"]
    assert whole.toPlainText() == ""
    assert not lines.selectionModel().hasSelection()
    click_first()
    assert whole.toPlainText() == "asked"


def test_it_looks_only_while_it_is_seen(
    window: LogWindow, records: LogRecords, qtbot: QtBot
) -> None:
    window.hide()
    log(records, "meanwhile")
    with qtbot.assertNotEmitted(view(window).model().rowsInserted, wait=200):
        pass
    window.show()
    assert column(window)[-1] == "meanwhile"


def test_the_model_is_sound(window: LogWindow, records: LogRecords, qtbot: QtBot) -> None:
    mode = QAbstractItemModelTester.FailureReportingMode.Warning
    QAbstractItemModelTester(view(window).model(), mode)
    (text,) = window.findChildren(QLineEdit)
    text.setText("1")
    for number in range(KEPT + 20):
        log(records, str(number), logging.DEBUG + number % 3 * 10)
    kept = [str(number) for number in range(20, KEPT + 20)]
    qtbot.waitUntil(lambda: column(window) == [each for each in kept if "1" in each])
    text.clear()
    assert column(window) == kept
