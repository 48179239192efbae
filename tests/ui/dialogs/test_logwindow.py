# SPDX-License-Identifier: MIT
"""The log window: what is shown of what was logged, and copied."""

import logging
import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
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


def view(window: LogWindow) -> QPlainTextEdit:
    (found,) = window.findChildren(QPlainTextEdit)
    return found


def lines(window: LogWindow) -> list[str]:
    """Return the lines without their time: ``LEVEL topic: text``."""
    return [line.split(" ", 2)[-1] for line in view(window).toPlainText().splitlines()]


def texts(window: LogWindow) -> list[str]:
    return [line.partition(": ")[2] for line in lines(window)]


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
    assert lines(window) == [
        "DEBUG client: asked",
        "WARNING client: waits",
        "INFO store: kept rows",
        "ERROR store: failed",
    ]


def test_what_threads_log_comes(window: LogWindow, records: LogRecords, qtbot: QtBot) -> None:
    threads = [threading.Thread(target=log, args=(records, f"from {n}")) for n in range(4)]
    for thread in threads:
        thread.start()
    qtbot.waitUntil(lambda: len(texts(window)) == 8)
    assert sorted(texts(window)[4:]) == [f"from {n}" for n in range(4)]


def test_levels_topics_and_text_filter(
    window: LogWindow, records: LogRecords, qtbot: QtBot
) -> None:
    level, topic = window.findChildren(QComboBox)
    (text,) = window.findChildren(QLineEdit)
    select(level, "Warnings and errors")
    assert texts(window) == ["waits", "failed"]
    select(topic, "store")
    assert texts(window) == ["failed"]
    select(level, "Everything")
    assert texts(window) == ["kept rows", "failed"]
    QTest.keyClicks(text, "ROWS")
    assert texts(window) == ["kept rows"]
    log(records, "more rows", topic="store")
    log(records, "rows too")
    qtbot.waitUntil(lambda: len(texts(window)) == 2)
    assert texts(window) == ["kept rows", "more rows"]
    select(topic, "All topics")
    assert texts(window) == ["kept rows", "more rows", "rows too"]


def test_the_tail_is_followed_unless_it_is_scrolled_up(
    window: LogWindow, records: LogRecords, qtbot: QtBot
) -> None:
    bar = view(window).verticalScrollBar()
    for number in range(KEPT):
        log(records, str(number))
    qtbot.waitUntil(lambda: texts(window)[-1] == str(KEPT - 1))
    assert len(texts(window)) == KEPT
    assert bar.value() == bar.maximum() > 0
    QTest.keyClick(view(window), Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert bar.value() == 0
    first = lines(window)[0]
    log(records, "new")
    with qtbot.assertNotEmitted(view(window).textChanged, wait=200):
        pass
    assert (bar.value(), lines(window)[0]) == (0, first)
    QTest.keyClick(view(window), Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: texts(window)[-1] == "new")
    assert bar.value() == bar.maximum()


def test_new_lines_leave_a_narrow_window_scrolled_sideways(
    window: LogWindow, records: LogRecords, qtbot: QtBot
) -> None:
    view(window).setFixedWidth(200)
    sideways = view(window).horizontalScrollBar()
    qtbot.waitUntil(lambda: sideways.maximum() > 0)
    sideways.setValue(sideways.maximum())
    log(records, "new")
    qtbot.waitUntil(lambda: len(texts(window)) == 5)
    assert sideways.value() == sideways.maximum()


def test_selected_lines_are_copied(window: LogWindow) -> None:
    view(window).setFocus()
    QTest.keyClick(view(window), Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(view(window), Qt.Key.Key_Down)
    for _line in range(2):
        QTest.keyClick(view(window), Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    click(window, "Copy")
    copied = QGuiApplication.clipboard().text().splitlines()
    assert [line.split(" ", 2)[2] for line in copied] == [
        "WARNING client: waits",
        "INFO store: kept rows",
    ]


def test_all_lines_that_are_shown_are_copied(window: LogWindow) -> None:
    select(window.findChildren(QComboBox)[1], "client")
    click(window, "Copy all")
    copied = QGuiApplication.clipboard().text().splitlines()
    assert [line.rpartition(" ")[2] for line in copied] == ["asked", "waits"]


def test_a_traceback_is_shown_whole(window: LogWindow, records: LogRecords, qtbot: QtBot) -> None:
    try:
        raise ValueError("<b>x</b>")
    except ValueError as error:
        info = (ValueError, error, error.__traceback__)
    records.handle(logging.LogRecord("w", logging.ERROR, "", 0, "no", None, info))
    qtbot.waitUntil(lambda: view(window).toPlainText().endswith("ValueError: <b>x</b>"))
    assert "ERROR w: no\nTraceback" in view(window).toPlainText()


def test_it_looks_only_while_it_is_seen(
    window: LogWindow, records: LogRecords, qtbot: QtBot
) -> None:
    window.hide()
    log(records, "meanwhile")
    with qtbot.assertNotEmitted(view(window).textChanged, wait=200):
        pass
    window.show()
    assert texts(window)[-1] == "meanwhile"


def test_the_last_lines_are_kept_whatever_is_filtered(
    window: LogWindow, records: LogRecords, qtbot: QtBot
) -> None:
    (text,) = window.findChildren(QLineEdit)
    text.setText("1")
    for number in range(KEPT + 20):
        log(records, str(number), logging.DEBUG + number % 3 * 10)
    kept = [str(number) for number in range(20, KEPT + 20)]
    qtbot.waitUntil(lambda: texts(window) == [each for each in kept if "1" in each])
    text.clear()
    assert texts(window) == kept
