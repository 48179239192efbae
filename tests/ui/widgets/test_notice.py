# SPDX-License-Identifier: MIT
"""A notice says what happened, and offers what can be done about it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from wikilinks_gui.ui.widgets.notice import Notice


@pytest.fixture
def notice(themed: QApplication, qtbot: QtBot) -> Notice:
    notice = Notice()
    qtbot.addWidget(notice)
    notice.resize(800, 60)
    return notice


def buttons(notice: Notice) -> list[QPushButton]:
    return [b for b in notice.findChildren(QPushButton) if not b.isHidden()]


def texts(notice: Notice) -> list[str]:
    return [label.text() for label in notice.findChildren(QLabel) if label.text()]


def test_it_is_hidden_while_there_is_nothing_to_say(notice: Notice) -> None:
    assert notice.isHidden()
    notice.show_notice("Something")
    assert notice.isVisible()
    close = notice.findChild(QToolButton)
    assert isinstance(close, QToolButton)
    assert close.accessibleName() == "Hide this notice"
    QTest.keyClick(close, Qt.Key.Key_Space)
    assert notice.isHidden()


def test_it_does_what_is_wanted(notice: Notice) -> None:
    done: list[str] = []
    actions = [("&Resume", lambda: done.append("on")), ("&Stop", lambda: done.append("stop"))]
    notice.show_notice("The network is away.", error=True, actions=actions)
    assert texts(notice) == ["The network is away."]
    assert [button.text() for button in buttons(notice)] == ["&Resume", "&Stop"]
    for button in buttons(notice):
        button.click()
    assert done == ["on", "stop"]
    assert notice.property("error") == "true"


def test_the_next_notice_replaces_the_one_before(notice: Notice) -> None:
    notice.show_notice("One", error=True, actions=[("A", lambda: None)])
    notice.show_notice("Two")
    assert texts(notice) == ["Two"]
    assert buttons(notice) == []
    assert notice.property("error") == "false"


def test_a_button_may_replace_the_notice_it_stands_in(notice: Notice) -> None:
    notice.show_notice("One", actions=[("Resume", lambda: notice.show_notice("Two"))])
    buttons(notice)[0].click()
    assert texts(notice) == ["Two"]


def test_texts_are_plain(notice: Notice) -> None:
    notice.show_notice("<b>bold</b> & <img src=x>")
    label = next(label for label in notice.findChildren(QLabel) if label.text())
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_buttons_go_below_where_it_is_narrow(notice: Notice, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(notice)
    layout.addStretch()
    window.resize(900, 400)
    window.show()
    actions = [("Resume", lambda: None), ("Try again", lambda: None)]
    notice.show_notice("Everything fetched so far is kept. " * 4, actions=actions)
    label = next(label for label in notice.findChildren(QLabel) if label.text())

    def below() -> bool:
        top = buttons(notice)[0].mapTo(notice, buttons(notice)[0].rect().topLeft()).y()
        return top >= label.geometry().bottom()

    qtbot.waitUntil(lambda: not below())
    window.resize(300, 400)
    qtbot.waitUntil(below)
    assert label.height() >= label.heightForWidth(label.width())
    notice.setParent(None)
