# SPDX-License-Identifier: MIT
"""What the dialogs are made of: nothing is cut, the window grows with what it says."""

import pytest
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout
from pytestqt.qtbot import QtBot

from wikilinks_gui.ui.widgets.dialog import ScrollingContent, Sentence

LONG = "A sentence that is so long that it takes more than a line. " * 3


@pytest.mark.parametrize("beside", [True, False])
@pytest.mark.parametrize("first", ["label", "sentence"])
def test_a_window_grows_with_what_it_says(qtbot: QtBot, beside: bool, first: str) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    page = ScrollingContent(30)
    page.content.addWidget(QLabel("short") if first == "label" else Sentence(LONG))
    sentence = Sentence()
    layout = QVBoxLayout(dialog)
    layout.addWidget(page, 1)
    (layout if beside else page.content).addWidget(sentence)
    dialog.show()
    before = dialog.height()
    sentence.show_text(LONG, "error")
    qtbot.waitUntil(lambda: sentence.height() >= sentence.heightForWidth(sentence.width()))
    qtbot.waitUntil(lambda: page.verticalScrollBar().maximum() == 0)
    assert dialog.height() > before


def test_a_window_that_is_made_smaller_by_hand_stays_so(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    page = ScrollingContent(30)
    for _line in range(10):
        page.content.addWidget(Sentence(LONG))
    QVBoxLayout(dialog).addWidget(page)
    dialog.show()
    dialog.resize(dialog.width(), 200)
    assert page.verticalScrollBar().maximum() > 0
    qtbot.wait(0)
    assert dialog.height() == 200


def test_a_sentence_is_plain_text_and_hidden_while_empty(qtbot: QtBot) -> None:
    sentence = Sentence("<b>x</b>")
    qtbot.addWidget(sentence)
    assert not sentence.isVisible(), "no window of its own"
    sentence.show()
    assert sentence.text() == "<b>x</b>"
    sentence.show_text("")
    assert not sentence.isVisible()
