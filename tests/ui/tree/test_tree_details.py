# SPDX-License-Identifier: MIT
"""The strip under the tree."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.ui.tree.listing import LISTING, a_site
from wikilinks_gui.ui.tree.details import Details


def test_it_says_what_is_known_of_a_row(qtbot: QtBot) -> None:
    strip = Details()
    qtbot.addWidget(strip)
    title, words = strip.findChildren(QLabel)
    height = strip.heightForWidth(800)
    site = a_site()
    strip.show_row(site, LISTING[2], ["Global warming (physics)", "Global warming"])
    assert title.text() == "Radiative forcing"
    assert words.text() == "link · through Global warming (physics) → Global warming"
    assert strip.heightForWidth(800) == height
    strip.show_row(site, LISTING[1], ["Global warming"])
    assert words.text() == ("double redirect to a section · through Global warming · to § Terms")
    strip.show_row(site, LISTING[6], [])
    assert words.text() == "redirect to another page, also links here"
    strip.show_row(site, LISTING[9], [])
    assert title.text() == "<b>気候</b> & 変動"
    assert title.textFormat() == words.textFormat() == Qt.TextFormat.PlainText
    strip.show_row(None, None, ())
    assert title.text() == "No row is selected."
    assert strip.heightForWidth(800) == height
