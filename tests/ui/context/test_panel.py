# SPDX-License-Identifier: MIT
"""The strip under the tree."""

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.tree.listing import LISTING
from wikilinks_gui.ui.context.halves import LEAST, USUAL, Halves
from wikilinks_gui.ui.context.panel import ContextPanel


def test_it_says_what_is_known_of_a_row(qtbot: QtBot) -> None:
    strip = ContextPanel()
    qtbot.addWidget(strip)
    title, words, _origin = strip.findChildren(QLabel)
    height = strip.heightForWidth(800)
    strip.show_row(LISTING[2], ["Global warming (physics)", "Global warming"])
    assert title.text() == "Radiative forcing"
    assert words.text() == "link · through Global warming (physics) → Global warming"
    assert strip.heightForWidth(800) == height
    strip.show_row(LISTING[1], ["Global warming"])
    assert words.text() == ("double redirect to a section · through Global warming · to § Terms")
    strip.show_row(LISTING[6], [])
    assert words.text() == "redirect to another page, also links here"
    strip.show_row(LISTING[9], [])
    assert title.text() == "<b>気候</b> & 変動"
    assert title.textFormat() == words.textFormat() == Qt.TextFormat.PlainText
    strip.show_row(None, ())
    assert title.text() == "No row is selected."
    assert strip.heightForWidth(800) == height


def test_where_a_redirect_leads_and_all_ways_in_which_a_page_links_here(qtbot: QtBot) -> None:
    strip = ContextPanel()
    qtbot.addWidget(strip)
    strip.resize(900, 200)
    strip.show()
    _title, words, _origin = strip.findChildren(QLabel)
    way = ["Global warming"]
    strip.show_row(LISTING[1], way, target="Global warming", ways=[way])
    height = words.height()
    said = "double redirect to a section · redirects to Global warming § Terms"
    assert words.text() == f"{said} · Links here: via Global warming"
    strip.show_row(LISTING[5], [], ways=[["B", "A"], [], ["A"]])
    assert words.text() == "link · Links here: directly, via A, via B → A"
    strip.show_row(LISTING[5], [], ways=[[str(n)] for n in range(8)])
    assert words.text().endswith("via 4, in 3 more ways")
    strip.show_row(LISTING[5], [], ways=[["A long title " * 20]])
    strip.resize(400, 200)
    assert words.height() == height
    assert words.text().endswith("…")
    assert "A long title" in words.toolTip()


def test_its_buttons_open_the_page_and_it_can_be_folded(qtbot: QtBot) -> None:
    strip = ContextPanel()
    qtbot.addWidget(strip)
    strip.show()
    copy, *buttons, fold = strip.findChildren(QToolButton)
    assert not any(button.isEnabled() for button in [copy, *buttons])
    strip.show_row(LISTING[5], [], ways=[[]])
    wanted: list[str] = []
    strip.page_wanted.connect(wanted.append)
    for button in buttons:
        button.click()
    assert wanted == ["view", "edit", "history"]
    assert not copy.isEnabled()
    assert fold.accessibleName() == "Hide the details"


def test_it_is_folded_where_there_is_little_room_until_the_user_unfolds_it(qtbot: QtBot) -> None:
    panel, upper = ContextPanel(), QWidget()
    halves = Halves(upper, panel)
    qtbot.addWidget(halves)
    em = halves.fontMetrics().height()
    halves.resize(em * 60, em * 40)
    halves.show()
    _copy, *_buttons, fold = panel.findChildren(QToolButton)
    halves.give_room(USUAL)
    assert panel.height() == em * USUAL
    fold.click()
    assert panel.height() < em * LEAST
    assert not panel.sentences.isVisible()
    assert fold.accessibleName() == "Show the details"
    fold.click()
    assert panel.height() == em * USUAL
    halves.give_room(LEAST - 1)
    assert panel.height() < em * LEAST
    fold.click()
    assert panel.height() == em * LEAST
    assert panel.sentences.isVisible()
    halves.give_room(USUAL)
    assert panel.height() == em * USUAL


def test_its_height_and_that_it_is_folded_are_kept(qtbot: QtBot) -> None:
    kept = QByteArray(b"9.0 0")
    for saved, lines in ((kept, 9), (QByteArray(b"nonsense"), USUAL), (QByteArray(), USUAL)):
        halves = Halves(QWidget(), panel := ContextPanel())
        qtbot.addWidget(halves)
        em = halves.fontMetrics().height()
        halves.resize(em * 60, em * 40)
        halves.show()
        halves.restore(saved)
        halves.give_room(USUAL)
        assert panel.height() == em * lines
        assert (halves.save() == kept) == (lines == 9)
    panel.findChildren(QToolButton)[-1].click()
    assert halves.save() == QByteArray(b"0.0 1")
