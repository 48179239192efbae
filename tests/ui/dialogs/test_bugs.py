# SPDX-License-Identifier: MIT
"""What nobody caught is logged, and shown in one dialog."""

import asyncio
import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from wikilinks_gui.log import LogRecords
from wikilinks_gui.ui.dialogs.bugs import BugDialog, LoopHandler, install, without_home

LOG = logging.getLogger("wikilinks_gui.test")


@pytest.fixture
def records() -> Iterator[LogRecords]:
    kept = LogRecords()
    logging.getLogger().addHandler(kept)
    yield kept
    logging.getLogger().removeHandler(kept)


@pytest.fixture
def ended() -> list[bool]:
    return []


@pytest.fixture
def hooks(monkeypatch: pytest.MonkeyPatch) -> list[BaseException | None]:
    """Stand in for the hooks of before; gives what reached them."""
    seen: list[BaseException | None] = []
    monkeypatch.setattr(sys, "excepthook", lambda _kind, error, _trace: seen.append(error))
    monkeypatch.setattr(threading, "excepthook", lambda args: seen.append(args.exc_value))
    return seen


@pytest.fixture
def handler(
    qapp: QApplication,
    hooks: list[BaseException | None],
    records: LogRecords,
    ended: list[bool],
) -> Iterator[LoopHandler]:
    yield install(records, lambda: ended.append(True))
    for dialog in dialogs():
        dialog.close()
    qapp.processEvents()


def dialogs() -> list[BugDialog]:
    return [
        each
        for each in QApplication.topLevelWidgets()
        if isinstance(each, BugDialog) and each.isVisible()
    ]


def raised(error: BaseException) -> BaseException:
    try:
        raise error
    except BaseException as caught:
        return caught


def hook(error: BaseException) -> None:
    sys.excepthook(type(error), error, error.__traceback__)


def shown(qtbot: QtBot) -> BugDialog:
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    return dialogs()[0]


def report(dialog: BugDialog) -> str:
    found = dialog.findChild(QPlainTextEdit)
    assert found is not None
    return found.toPlainText()


def click(dialog: BugDialog, text: str) -> None:
    (found,) = (
        each for each in dialog.findChildren(QPushButton) if each.text().replace("&", "") == text
    )
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def in_a_thread(error: BaseException) -> None:
    def run() -> None:
        raise error

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


@pytest.mark.parametrize("way", ["hook", "thread", "loop"])
def test_a_bug_is_logged_and_shown(
    handler: LoopHandler, records: LogRecords, qtbot: QtBot, way: str
) -> None:
    LOG.warning("before it")
    error = raised(KeyError("the cause"))
    if way == "hook":
        hook(error)
    elif way == "thread":
        in_a_thread(error)
    else:
        loop = asyncio.new_event_loop()
        handler(loop, {"message": "x", "exception": error})
        loop.close()
    text = report(shown(qtbot))
    assert "KeyError: 'the cause'" in text
    assert "in raised" in text
    assert "WARNING test: before it" in text
    assert "PySide6: " in text
    assert [entry.level_name for entry in records.since(0)[0]] == ["WARNING", "CRITICAL"]


def test_the_report_is_copied(handler: LoopHandler, qtbot: QtBot) -> None:
    hook(raised(ValueError("x")))
    dialog = shown(qtbot)
    click(dialog, "Copy report")
    assert QGuiApplication.clipboard().text() == report(dialog)
    assert dialog.isVisible()


def test_bugs_are_reported_in_one_dialog(handler: LoopHandler, qtbot: QtBot) -> None:
    error = raised(ValueError("first"))
    for _time in range(3):
        hook(error)
    hook(raised(ValueError("second")))
    dialog = shown(qtbot)
    qtbot.waitUntil(lambda: "ValueError: second" in report(dialog))
    assert len(dialogs()) == 1
    assert report(dialog).count("ValueError: first") >= 1
    for number in range(20):
        hook(raised(ValueError(f"number {number}")))
    qtbot.waitUntil(lambda: "ValueError: number 2" in report(dialog))
    QApplication.processEvents()
    assert "ValueError: number 19" not in report(dialog)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_going_on_lets_the_next_bug_be_shown(
    handler: LoopHandler, qtbot: QtBot, ended: list[bool], key: Qt.Key
) -> None:
    hook(raised(ValueError("first")))
    QTest.keyClick(shown(qtbot), key)
    qtbot.waitUntil(lambda: not dialogs())
    hook(raised(ValueError("second")))
    assert "ValueError: second" in report(shown(qtbot))
    assert ended == []


def test_the_program_is_ended(handler: LoopHandler, qtbot: QtBot, ended: list[bool]) -> None:
    hook(raised(ValueError("x")))
    click(shown(qtbot), "Quit")
    assert ended == [True]
    assert dialogs() == []


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(1)])
def test_interrupts_pass(
    handler: LoopHandler,
    hooks: list[BaseException | None],
    qapp: QApplication,
    records: LogRecords,
    error: BaseException,
) -> None:
    hook(error)
    assert hooks == [error]
    if isinstance(error, KeyboardInterrupt):
        in_a_thread(error)
        assert hooks == [error, error]
    qapp.processEvents()
    assert dialogs() == []
    assert records.since(0)[1] == 0


def test_words_of_asyncio_are_only_logged(
    handler: LoopHandler, qapp: QApplication, records: LogRecords
) -> None:
    loop = asyncio.new_event_loop()
    handler(loop, {"message": "Task was destroyed but it is pending!"})
    loop.close()
    qapp.processEvents()
    assert dialogs() == []
    assert "Task was destroyed" in records.since(0)[0][0].text


def test_the_last_lines_of_the_log_are_reported(qtbot: QtBot, records: LogRecords) -> None:
    for number in range(80):
        LOG.warning("line %d.", number)
    dialog = BugDialog(records, lambda: None)
    qtbot.addWidget(dialog)
    text = dialog.report()
    assert "line 79." in text
    assert "line 30." in text
    assert "line 29." not in text


@pytest.mark.parametrize(
    ("home", "text", "said"),
    [
        ("/home/me", 'File "/home/me/x.py"', 'File "~/x.py"'),
        ("/", 'File "/home/me/x.py"', 'File "/home/me/x.py"'),
    ],
)
def test_the_home_folder_is_not_told(
    monkeypatch: pytest.MonkeyPatch, home: str, text: str, said: str
) -> None:
    folder = Path(home)
    monkeypatch.setattr(Path, "home", lambda: folder)
    assert without_home(text) == said
