# SPDX-License-Identifier: MIT
"""Links in their sentences: read, gone through by keys, opened and copied."""

from itertools import groupby

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.context.made import link_contexts
from tests.ui.tree.listing import a_site
from wikilinks_gui.ui.context.halves import Halves
from wikilinks_gui.ui.context.panel import ContextPanel
from wikilinks_gui.ui.context.sentences import Passage, Sentences

TEXT = (
    "The [[Hub]] is &lt;b>bold&lt;/b>. Not this.\n\n"
    "== One ==\nA [[hub|label]] stands here.\n* The [[Hub]] again.\n"
    "== אחת ==\nקישור אל [[Hub|מרכז]] כאן."
)
LINES = [
    "Lead section",
    "The Hub is <b>bold</b>.",
    "§ One",
    "A label stands here.",
    "The Hub again.",
    "§ \u2068אחת\u2069",
    "קישור אל מרכז כאן.",
]


@pytest.fixture
def sentences(qtbot: QtBot) -> Sentences:
    widget = Sentences()
    qtbot.addWidget(widget)
    widget.resize(600, 300)
    links = link_contexts(a_site(), TEXT, "Hub")
    widget.show_passages([Passage("Page", link, is_template=False) for link in links])
    with qtbot.waitActive(widget):
        widget.show()
    widget.setFocus()
    return widget


def marked(widget: Sentences) -> list[str]:
    """What is underlined, in order."""
    found, cursor = "", QTextCursor(widget.document())
    while not cursor.atEnd():
        cursor.movePosition(QTextCursor.MoveOperation.NextCharacter)
        is_marked = cursor.charFormat().fontUnderline()
        at = cursor.position() - 1
        found += widget.toPlainText()[at] if is_marked else "\n"
    return found.split()


def tinted(widget: Sentences) -> list[str]:
    """The paragraphs that are tinted."""
    found, block = [], widget.document().begin()
    while block.isValid():
        if block.blockFormat().background().style() != Qt.BrushStyle.NoBrush:
            found.append(block.text())
        block = block.next()
    return found


def test_each_link_stands_in_its_sentence_below_its_section(sentences: Sentences) -> None:
    assert sentences.toPlainText().split("\n") == LINES
    assert marked(sentences) == ["Hub", "label", "Hub", "מרכז"]


def test_each_paragraph_runs_the_way_of_its_script(sentences: Sentences) -> None:
    document = sentences.document()
    first, last = (document.findBlockByNumber(n) for n in (1, 6))
    assert first.textDirection() == Qt.LayoutDirection.LeftToRight
    assert last.textDirection() == Qt.LayoutDirection.RightToLeft
    line = last.layout().lineAt(0)
    assert line.naturalTextRect().right() > sentences.viewport().width() * 0.9


def test_the_arrows_go_from_link_to_link_and_enter_opens_one(sentences: Sentences) -> None:
    opened: list[tuple[str, int, str]] = []

    def on_wanted(passage: Passage, action: str) -> None:
        opened.append((passage.title, passage.link.section.number, action))

    sentences.open_wanted.connect(on_wanted)
    assert tinted(sentences) == [LINES[1]]
    QTest.keyClick(sentences, Qt.Key.Key_Return)
    for line in (LINES[3], LINES[4], LINES[6], LINES[6]):
        QTest.keyClick(sentences, Qt.Key.Key_Down)
        assert tinted(sentences) == [line]
    QTest.keyClick(sentences, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    QTest.keyClick(sentences, Qt.Key.Key_Up)
    QTest.keyClick(sentences, Qt.Key.Key_Return)
    assert opened == [("Page", 0, "view"), ("Page", 2, "view"), ("Page", 1, "view")]


def test_a_link_is_copied_as_it_reads_and_as_it_is_written(sentences: Sentences) -> None:
    clipboard = QGuiApplication.clipboard()
    QTest.keyClick(sentences, Qt.Key.Key_Down)
    QTest.keyClick(sentences, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard.text() == "label"
    sentences.copy_source()
    assert clipboard.text() == "[[hub|label]]"


def test_what_is_shown_already_stays_as_it_is(sentences: Sentences) -> None:
    """Numbers that grow have everything shown again several times a second."""
    QTest.keyClick(sentences, Qt.Key.Key_Down)
    links = link_contexts(a_site(), TEXT, "Hub")
    sentences.show_passages([Passage("Page", link, is_template=False) for link in links])
    assert tinted(sentences) == [LINES[3]]
    sentences.show_passages([], "Nothing <b>here</b>.")
    assert sentences.toPlainText() == "Nothing <b>here</b>."
    assert sentences.current() is None
    assert tinted(sentences) == []
    QTest.keyClick(sentences, Qt.Key.Key_Return)


def test_a_link_in_a_template_is_placed_by_its_title(qtbot: QtBot) -> None:
    widget = Sentences()
    qtbot.addWidget(widget)
    text = "[[Hub]]\n== A ==\n{{Box|note=The [[Hub]].}}"
    links = link_contexts(a_site(), text, "Hub")
    own = [Passage("Page", link, is_template=False) for link in links]
    widget.show_passages([*own, *(link._replace(title="T", is_template=True) for link in own)])
    places = ["Lead section", "§ A, in an argument of Template:Box", "T", "T § A"]
    assert widget.toPlainText().split("\n")[::2] == places


def test_it_begins_with_its_first_line_once_it_is_unfolded(qtbot: QtBot) -> None:
    panel = ContextPanel()
    halves = Halves(QWidget(), panel)
    qtbot.addWidget(halves)
    em = halves.fontMetrics().height()
    halves.resize(em * 30, em * 20)
    halves.give_room(0)
    with qtbot.waitExposed(halves):
        halves.show()
    panel.sentences.show_passages([], "A long text of several lines. " * 20)
    halves.toggle_folded()
    QApplication.processEvents()
    assert panel.sentences.isVisible()
    assert panel.sentences.verticalScrollBar().maximum() > 0
    assert panel.sentences.verticalScrollBar().value() == 0


def test_it_shows_whole_lines_wherever_it_is_scrolled_to(qtbot: QtBot) -> None:
    widget = Sentences()
    qtbot.addWidget(widget)
    em = widget.fontMetrics().height()
    widget.setCursorWidth(0)
    widget.resize(em * 20, em * 3 + em // 2)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.show_passages([], "MMMM " * 40)
    bar = widget.verticalScrollBar()
    (whole,) = set(inked(widget))
    for at, count in ((0, 3), (em // 2, 3), (em // 4, 2), (em - 1, 3), (bar.maximum(), 3)):
        bar.setValue(at)
        assert inked(widget) == [whole] * count


def inked(widget: Sentences) -> list[int]:
    """The heights of the lines of which something is seen."""
    image = widget.viewport().grab().toImage()
    background = image.pixel(image.width() - 1, image.height() - 1)
    rows = [
        any(image.pixel(x, y) != background for x in range(image.width()))
        for y in range(image.height())
    ]
    return [len(list(run)) for has_ink, run in groupby(rows) if has_ink]
