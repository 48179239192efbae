# SPDX-License-Identifier: MIT
"""The strip under the tree."""

import pytest
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.context.made import link_contexts
from tests.ui.tree.listing import LISTING, a_site
from wikilinks_gui.listing.linkcontexts import RowContext
from wikilinks_gui.store.records import OriginRecord
from wikilinks_gui.table.origin import Origin
from wikilinks_gui.ui.context.halves import LEAST, USUAL, YIELDED, Halves
from wikilinks_gui.ui.context.panel import ContextPanel
from wikilinks_gui.ui.context.words import explanation


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
    halves.give_room(LEAST - YIELDED - 1)
    assert panel.height() < em * LEAST
    fold.click()
    assert panel.height() == em * LEAST
    assert panel.sentences.isVisible()
    halves.give_room(USUAL)
    assert panel.height() == em * USUAL


def test_the_rows_have_what_a_folded_panel_leaves(qtbot: QtBot) -> None:
    panel, upper = ContextPanel(), QWidget()
    halves = Halves(upper, panel)
    qtbot.addWidget(halves)
    em = halves.fontMetrics().height()
    halves.resize(em * 60, em * 40)
    halves.show()
    halves.give_room(USUAL)
    halves.give_room(0)  # as the tab does before it is laid out for its new height
    halves.resize(em * 60, em * 20)
    halves.give_room(0)
    assert upper.height() == halves.height() - halves.handleWidth() - panel.height()


def test_its_height_is_changed_by_keys_and_yields_to_the_rows(qtbot: QtBot) -> None:
    panel = ContextPanel()
    halves = Halves(QWidget(), panel)
    qtbot.addWidget(halves)
    em = halves.fontMetrics().height()
    halves.resize(em * 60, em * 40)
    halves.show()
    halves.give_room(USUAL)
    line = halves.handle(1)
    assert line.focusPolicy() & Qt.FocusPolicy.TabFocus
    for _ in range(3):
        QTest.keyClick(line, Qt.Key.Key_Up)
    assert panel.height() == em * (USUAL + 3)
    QTest.keyClick(line, Qt.Key.Key_Down)
    assert panel.height() == em * (USUAL + 2)
    assert halves.save() == QByteArray(f"{USUAL + 2}.0 {USUAL} 01".encode())
    for room, lines in ((USUAL - 1, USUAL + 1), (LEAST, LEAST + 2), (USUAL + 9, USUAL + 2)):
        halves.give_room(room)
        assert panel.height() == em * lines
    halves.give_room(LEAST - YIELDED)
    assert panel.height() == em * LEAST
    halves.give_room(LEAST - YIELDED - 1)
    assert panel.is_folded
    assert not line.isEnabled()


def test_its_height_and_that_it_is_folded_are_kept(qtbot: QtBot) -> None:
    kept = QByteArray(b"10.0 12 01")
    other, older = QByteArray(b"nonsense"), QByteArray(b"10.0 12 0")
    for saved, lines in ((kept, 10), (older, 10), (other, USUAL), (QByteArray(), USUAL)):
        halves = Halves(QWidget(), panel := ContextPanel())
        qtbot.addWidget(halves)
        em = halves.fontMetrics().height()
        halves.resize(em * 60, em * 40)
        halves.show()
        halves.restore(saved)
        halves.give_room(USUAL)
        assert panel.height() == em * lines
        assert (halves.save() == kept) == (lines == 10)
    panel.findChildren(QToolButton)[-1].click()
    assert halves.save() == QByteArray(b"0.0 0 11")
    low = LEAST - YIELDED - 1
    halves.give_room(low)
    panel.findChildren(QToolButton)[-1].click()
    other_tab = Halves(QWidget(), other_panel := ContextPanel())
    qtbot.addWidget(other_tab)
    other_tab.restore(halves.save())
    other_tab.give_room(low)
    assert not other_panel.is_folded


def context(record: OriginRecord, text: str = "", from_templates: str = "") -> RowContext:
    """Make what was read of a row."""
    site = a_site()
    found = tuple(("Template:Box", each) for each in link_contexts(site, from_templates, "Hub"))
    return RowContext(record, tuple(link_contexts(site, text, "Hub")), found)


TEXT = "A [[Hub]] and the [[hub]]."
KNOWN = OriginRecord(0, 6, 1, int(Origin.TEXT), True, (), (2, 18))
BOTH = KNOWN._replace(origin=int(Origin.BOTH), templates=("Template:Box",))
BROUGHT = BOTH._replace(origin=int(Origin.TEMPLATE), uses=())
MISSING = KNOWN._replace(origin=int(Origin.NOT_FOUND), uses=())


def test_the_same_helps_wherever_the_table_may_be_out_of_date() -> None:
    advice = {
        explanation(Origin(known.origin), context(known), is_complete=True).partition("\n")[2]
        for known in (BROUGHT, MISSING)
    }
    (same,) = advice
    assert "a null edit of the page updates it" in same


@pytest.mark.parametrize(
    ("known", "said", "check", "shown"),
    [
        (None, "not checked", "Show context: at most 2 requests", "Check the row to see"),
        (context(KNOWN, TEXT), "in the text · 2 times", "", "Lead section\nA Hub and the hub.\n"),
        (context(KNOWN._replace(uses=(2,)), "[[Hub]]"), "in the text · once", "", "Lead section"),
        (
            context(KNOWN),
            "in the text · 2 times",
            "Check again: at most 2 requests",
            "The page has changed",
        ),
        (
            context(KNOWN._replace(is_sure=False), TEXT),
            "in the text · 2 times · in doubt",
            "Check again: at most 3 requests",
            "Lead section",
        ),
        (
            context(BOTH, TEXT, "[[Hub]]"),
            "in the text and through Template:Box · 2 times",
            "",
            "Lead section\nA Hub and the hub.\nA Hub and the hub.\nTemplate:Box\nHub",
        ),
        (context(BROUGHT, "", "A [[Hub]]."), "through Template:Box", "", "Template:Box\nA Hub."),
        (context(BROUGHT), "through Template:Box", "", "The template's text does not name"),
        (context(MISSING), "not found", "", "The link is neither in the text"),
        (context(MISSING._replace(revision=0)), "not found", "", "This page no longer exists"),
    ],
)
def test_it_says_where_a_link_comes_from_and_what_can_be_done(
    qtbot: QtBot, known: RowContext | None, said: str, check: str, shown: str
) -> None:
    panel = ContextPanel()
    qtbot.addWidget(panel)
    panel.resize(900, 300)
    panel.show()
    panel.show_row(LISTING[5], [])
    record = known.record if known else KNOWN._replace(origin=0)
    row, origin = LISTING[5], Origin(record.origin)
    panel.show_context(row, origin, record.templates, known, cost=2, doubt_cost=3)
    *_labels, label = panel.findChildren(QLabel)
    assert label.text() == said
    assert [b.text() for b in panel.findChildren(QPushButton) if b.isVisible()] == [check][
        : bool(check)
    ]
    assert panel.sentences.toPlainText().startswith(shown)
    panel.show_context(row, origin, record.templates, known, cost=2)  # the wiki renders nothing
    assert any(b.isVisible() for b in panel.findChildren(QPushButton)) == (
        bool(check) and "in doubt" not in said
    )
    panel.show_context(row, origin, record.templates, known, cost=0)
    assert not any(b.isVisible() for b in panel.findChildren(QPushButton))


def test_its_least_height_shows_three_lines_below_a_section(
    themed: QApplication, qtbot: QtBot
) -> None:
    halves = Halves(QWidget(), panel := ContextPanel())
    qtbot.addWidget(halves)
    em = halves.fontMetrics().height()
    halves.resize(em * 60, em * 40)
    halves.show()
    halves.give_room(LEAST)
    panel.show_row(LISTING[5], [])
    panel.show_context(LISTING[5], Origin.TEXT, (), context(KNOWN, TEXT), cost=1)
    QApplication.processEvents()
    assert panel.height() == em * LEAST
    assert panel.sentences.viewport().height() >= panel.sentences.fontMetrics().height() * 4
