# SPDX-License-Identifier: MIT
"""The settings: typed, checked while they are typed, and given."""

import math

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from wikilinks_gui.settings import Settings
from wikilinks_gui.ui.dialogs.settingsdialog import SettingsDialog, pace_of

GIVEN = Settings("me@example.org", {"en.wikipedia.org": 5.0, "wiki.example": 0.5})


@pytest.fixture
def dialog(qtbot: QtBot) -> SettingsDialog:
    made = SettingsDialog(GIVEN)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(made)
    made.open()
    return made


def button(dialog: QWidget, text: str) -> QPushButton:
    (found,) = (
        each for each in dialog.findChildren(QPushButton) if each.text().replace("&", "") == text
    )
    return found


def table(dialog: QWidget) -> QTableWidget:
    found = dialog.findChild(QTableWidget)
    assert found is not None
    return found


def said(dialog: QWidget) -> str:
    return "\n".join(each.text() for each in dialog.findChildren(QLabel) if each.isVisible())


def contact(dialog: QWidget) -> QLineEdit:
    return dialog.findChildren(QLineEdit)[0]


def type_cell(dialog: QWidget, row: int, column: int, text: str) -> None:
    table(dialog).setCurrentCell(row, column)
    QTest.keyClick(table(dialog), Qt.Key.Key_Return)
    type_into_editor(dialog, text)


def type_into_editor(dialog: QWidget, text: str) -> None:
    (editor,) = table(dialog).viewport().findChildren(QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.sendPostedEvents()
    QApplication.processEvents()  # the editor goes later


def saved(dialog: SettingsDialog, qtbot: QtBot) -> Settings:
    with qtbot.waitSignal(dialog.saved) as signal:
        QTest.mouseClick(button(dialog, "Save"), Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()
    (settings,) = signal.args
    assert isinstance(settings, Settings)
    return settings


def test_what_is_left_alone_stays(dialog: SettingsDialog, qtbot: QtBot) -> None:
    settings = saved(dialog, qtbot)
    assert settings == GIVEN
    assert settings is not GIVEN


def test_small_lists_are_checked_by_themselves_or_not(dialog: SettingsDialog, qtbot: QtBot) -> None:
    (box,) = dialog.findChildren(QCheckBox)
    assert box.isChecked()
    box.click()
    assert not saved(dialog, qtbot).check_small_lists


def test_enter_in_the_contact_saves(dialog: SettingsDialog, qtbot: QtBot) -> None:
    contact(dialog).clear()
    QTest.keyClicks(contact(dialog), " User:Me ")
    with qtbot.waitSignal(dialog.saved) as signal:
        QTest.keyClick(contact(dialog), Qt.Key.Key_Return)
    assert signal.args == [Settings("User:Me", GIVEN.pace)]


def test_a_pace_is_changed_added_and_removed(dialog: SettingsDialog, qtbot: QtBot) -> None:
    type_cell(dialog, 0, 1, "2")
    table(dialog).setCurrentCell(1, 0)
    QTest.keyClick(table(dialog), Qt.Key.Key_Delete)
    QTest.mouseClick(button(dialog, "Add a wiki"), Qt.MouseButton.LeftButton)
    type_into_editor(dialog, "https://de.wikipedia.org/wiki/Katze")
    type_cell(dialog, 1, 1, "0.25")
    assert saved(dialog, qtbot).pace == {"en.wikipedia.org": 2.0, "de.wikipedia.org": 0.25}
    assert GIVEN.pace == {"en.wikipedia.org": 5.0, "wiki.example": 0.5}


def test_a_row_without_a_server_is_left_out(dialog: SettingsDialog, qtbot: QtBot) -> None:
    QTest.mouseClick(button(dialog, "Add a wiki"), Qt.MouseButton.LeftButton)
    type_into_editor(dialog, " ")
    assert saved(dialog, qtbot) == GIVEN


def test_removing_by_button(dialog: SettingsDialog, qtbot: QtBot) -> None:
    assert not button(dialog, "Remove").isEnabled()
    table(dialog).setCurrentCell(0, 0)
    QTest.mouseClick(button(dialog, "Remove"), Qt.MouseButton.LeftButton)
    assert saved(dialog, qtbot).pace == {"wiki.example": 0.5}


def test_a_contact_that_cannot_be_sent_is_told_at_once(
    dialog: SettingsDialog, qtbot: QtBot
) -> None:
    contact(dialog).clear()
    assert button(dialog, "Save").isEnabled(), "none is fine"
    QTest.keyClicks(contact(dialog), "()")
    assert "Enter an e-mail address" in said(dialog)
    assert contact(dialog).property("invalid") == "true"
    assert not button(dialog, "Save").isEnabled()
    QTest.keyClick(contact(dialog), Qt.Key.Key_Return)
    assert dialog.isVisible()
    QTest.keyClicks(contact(dialog), "me@example.org")
    assert "Enter an e-mail address" not in said(dialog)
    assert saved(dialog, qtbot).contact == "()me@example.org"


def test_w20_a_contact_that_reaches_nobody_is_told(dialog: SettingsDialog) -> None:
    contact(dialog).clear()
    QTest.keyClicks(contact(dialog), "x")
    assert "Enter an e-mail address (you@example.org), or the title (User:You)" in said(dialog)
    assert not button(dialog, "Save").isEnabled()


def test_w20_a_pace_that_has_no_effect_is_told(dialog: SettingsDialog, qtbot: QtBot) -> None:
    assert "each of these wikis" not in said(dialog)
    contact(dialog).clear()
    assert "each of these wikis is asked at most 10 times a minute" in said(dialog)
    type_cell(dialog, 0, 1, "0.1")
    type_cell(dialog, 1, 1, "0.1")
    assert "each of these wikis" not in said(dialog)
    type_cell(dialog, 1, 0, "127.0.0.1")
    type_cell(dialog, 1, 1, "5")
    assert "each of these wikis" not in said(dialog)
    assert saved(dialog, qtbot).pace == {"en.wikipedia.org": 0.1, "127.0.0.1": 5.0}


@pytest.mark.parametrize(
    ("column", "text", "words"),
    [
        (0, "two words", "“two words” is not the name of a server."),
        (0, "WIKI.example", "wiki.example is listed twice."),
        (1, "fast", "“fast” is not a number"),
        (1, "0", "“0” is not a number"),
        (1, "1001", "“1001” is not a number"),
        (1, "1e-9", "“1e-9” is not a number"),
        (0, "a,b", "“a,b” is not the name of a server."),
        (1, "-1", "“-1” is not a number"),
        (1, "nan", "“nan” is not a number"),
    ],
)
def test_a_wrong_pace_is_told_at_once(
    dialog: SettingsDialog, column: int, text: str, words: str
) -> None:
    type_cell(dialog, 0, column, text)
    assert words in said(dialog)
    assert not button(dialog, "Save").isEnabled()
    type_cell(dialog, 0, column, ("c.example", "1")[column])
    assert words not in said(dialog)
    assert button(dialog, "Save").isEnabled()


def test_tab_leads_out_of_the_table(dialog: SettingsDialog) -> None:
    table(dialog).setFocus()
    QTest.keyClick(table(dialog), Qt.Key.Key_Tab)
    assert not table(dialog).hasFocus()


def test_escape_changes_nothing(dialog: SettingsDialog) -> None:
    given: list[object] = []
    dialog.saved.connect(given.append)
    contact(dialog).clear()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert given == []
    assert not dialog.isVisible()


def test_paces_are_read() -> None:
    assert (pace_of("0.5"), pace_of("999.9")) == (0.5, 999.9)
    assert all(math.isnan(pace_of(typed)) for typed in ("", "0", "1001", "x", "inf"))
