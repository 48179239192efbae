# SPDX-License-Identifier: MIT
"""The strip under the tree."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from tests.ui.tree.listing import LISTING
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
    height = strip.minimumSizeHint().height()
    fold.click()
    assert strip.minimumSizeHint().height() < height
    assert fold.accessibleName() == "Show the details"
    fold.click()
    assert strip.minimumSizeHint().height() == height
