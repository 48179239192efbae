# SPDX-License-Identifier: MIT
"""The welcome: what it asks, and what it gives."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from wikilinks_gui.ui.dialogs.welcome import Welcome

WIKIS = [("English Wikipedia", "https://en.wikipedia.org/"), ("Commons", "https://c.example/")]


@pytest.fixture
def page(qtbot: QtBot) -> Welcome:
    made = Welcome(WIKIS)
    qtbot.addWidget(made)
    made.show()
    return made


def fields(page: Welcome) -> tuple[QLineEdit, QLineEdit]:
    wiki, contact = page.findChildren(QLineEdit)
    return (wiki, contact) if isinstance(wiki.parent(), QComboBox) else (contact, wiki)


def click(page: Welcome, text: str) -> None:
    (found,) = (
        each for each in page.findChildren(QPushButton) if each.text().replace("&", "") == text
    )
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def said(page: Welcome) -> str:
    return "\n".join(each.text() for each in page.findChildren(QLabel) if each.isVisible())


def retype(field: QLineEdit, text: str) -> None:
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClicks(field, text)


def test_the_first_wiki_is_offered(page: Welcome, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.started) as started:
        click(page, "Start")
    assert started.args == ["https://en.wikipedia.org/", ""]


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("commons", "https://c.example/"),
        (" https://w.example/wiki/X ", "https://w.example/wiki/X"),
        ("w.example", "w.example"),
    ],
)
def test_a_wiki_is_typed(page: Welcome, qtbot: QtBot, typed: str, address: str) -> None:
    wiki, contact = fields(page)
    retype(wiki, typed)
    retype(contact, "me@example.org")
    with qtbot.waitSignal(page.started) as started:
        QTest.keyClick(contact, Qt.Key.Key_Return)
    assert started.args == [address, "me@example.org"]


def test_a_wiki_is_picked_by_key(page: Welcome, qtbot: QtBot) -> None:
    wiki, _contact = fields(page)
    QTest.keyClick(wiki, Qt.Key.Key_Down)
    with qtbot.waitSignal(page.started) as started:
        QTest.keyClick(wiki, Qt.Key.Key_Return)
    assert started.args == ["https://c.example/", ""]


def test_no_wiki_is_told(page: Welcome) -> None:
    given: list[object] = []
    page.started.connect(lambda *args: given.append(args))
    wiki, _contact = fields(page)
    retype(wiki, "")
    click(page, "Start")
    assert "Pick a wiki" in said(page)
    QTest.keyClicks(wiki, "x")
    assert "Pick a wiki" not in said(page)
    assert given == []


def test_a_wiki_that_was_not_found_is_told(page: Welcome) -> None:
    page.show_problem("No MediaWiki was found at <b>x</b>.")
    assert "No MediaWiki was found at <b>x</b>." in said(page)
    QTest.keyClicks(fields(page)[0], "y")
    assert "No MediaWiki" not in said(page)


def test_a_contact_that_cannot_be_sent_is_told(page: Welcome) -> None:
    given: list[object] = []
    page.started.connect(lambda *args: given.append(args))
    retype(fields(page)[1], "()")
    assert "Enter an e-mail address" in said(page)
    QTest.keyClick(fields(page)[1], Qt.Key.Key_Return)
    assert given == []


def test_a_contact_that_is_spoilt_while_a_wiki_is_tried_is_not_used(page: Welcome) -> None:
    given: list[object] = []
    page.started.connect(lambda *args: given.append(args))
    page.show_trying("Connecting…")
    retype(fields(page)[1], "()")
    page.show_trying("")
    click(page, "Start")
    assert given == []
    page.show_trying("Connecting…")
    cancelled: list[object] = []
    page.cancelled.connect(lambda: cancelled.append(1))
    click(page, "Cancel")
    assert cancelled == [1]


@pytest.mark.parametrize(
    ("text", "name"), [("Try the sample wiki", "sample_wanted"), ("Skip", "skipped")]
)
def test_other_ways(page: Welcome, qtbot: QtBot, text: str, name: str) -> None:
    with qtbot.waitSignal(getattr(page, name)):
        click(page, text)


def test_it_asks_alike_where_no_wikis_are_known(qtbot: QtBot) -> None:
    page = Welcome()
    qtbot.addWidget(page)
    page.show()
    click(page, "Start")
    assert "Pick a wiki" in said(page)
