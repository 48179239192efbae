# SPDX-License-Identifier: MIT
"""What stands where the list would, while there is none."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from wikilinks_gui.store.records import Exploration
from wikilinks_gui.ui.tab.emptystates import (
    EXAMPLES,
    RECENT,
    EmptyState,
    nothing_explored,
    nothing_links_here,
    nothing_passes,
)


def exploration(number: int, *, wiki: str = "sample", complete: bool = True) -> Exploration:
    day = datetime(2026, 3, number, 12, tzinfo=UTC)
    state: dict[str, Any] | None = None if complete else {}
    return Exploration(
        number, wiki, "", f"Page {number}", {}, {}, day, day, state, None, number * 1000
    )


@pytest.fixture
def state(themed: QApplication, qtbot: QtBot) -> EmptyState:
    state = EmptyState()
    qtbot.addWidget(state)
    state.resize(800, 600)
    state.show()
    return state


def texts(state: EmptyState) -> list[str]:
    return [w.text() for w in state.findChildren(QLabel) if w.text() and not w.isHidden()]


def buttons(state: EmptyState) -> list[QPushButton]:
    return [b for b in state.findChildren(QPushButton) if b.isVisibleTo(state)]


def test_nothing_explored_offers_the_sample_and_what_was_before(state: EmptyState) -> None:
    opened: list[object] = []
    recent = [
        exploration(3, wiki="https://en.wiki.example/w/api.php"),
        exploration(2, complete=False),
    ]
    names = {"sample": "The sample"}
    nothing_explored(state, recent, names, opened.append, lambda: opened.append("sample"))
    QApplication.processEvents()
    assert "See what links to a page" in texts(state)
    about = [text for text in texts(state) if " · " in text]
    assert about[0].startswith("en.wiki.example · 3,000 rows · ")
    assert about[1].startswith("The sample · 2,000 rows, incomplete · ")
    assert "26" in about[0].rpartition(" · ")[2], "the date"
    assert [b.text() for b in buttons(state)] == ["Try the &sample wiki", "Page 3", "Page 2"]
    for button in buttons(state):
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
        QTest.keyClick(button, Qt.Key.Key_Space)
    assert opened == ["sample", 3, 2]


def test_w22_the_sample_wiki_offers_examples(state: EmptyState) -> None:
    explored: list[str] = []
    nothing_explored(state, [], {}, lambda _id: None, lambda: None, explored.append)
    QApplication.processEvents()
    assert [button.text() for button in buttons(state)] == list(EXAMPLES)
    for button in buttons(state):
        QTest.keyClick(button, Qt.Key.Key_Space)
    assert explored == list(EXAMPLES)


def test_only_the_latest_are_offered(state: EmptyState) -> None:
    recent = [exploration(number) for number in range(28, 0, -1)]
    nothing_explored(state, recent, {}, lambda _id: None, lambda: None)
    QApplication.processEvents()
    assert len(buttons(state)) == 1 + RECENT


def test_w14_a_page_is_offered_once_and_wikis_on_one_host_are_told_apart(
    state: EmptyState,
) -> None:
    one, two = "http://127.0.0.1:8340/api.php", "http://127.0.0.1:8341/api.php"
    recent = [
        replace(exploration(number, wiki=wiki), target="Quartz")
        for number, wiki in ((4, one), (3, two), (2, one), (1, one))
    ]
    nothing_explored(state, recent, {}, lambda _id: None, lambda: None)
    QApplication.processEvents()
    about = [text.split(" · ")[:2] for text in texts(state) if " · " in text]
    assert about == [["127.0.0.1:8340", "4,000 rows"], ["127.0.0.1:8341", "3,000 rows"]]


def test_without_a_past_there_is_no_list(state: EmptyState) -> None:
    nothing_explored(state, [exploration(1)], {}, lambda _id: None, lambda: None)
    nothing_explored(state, [], {}, lambda _id: None, lambda: None)
    QApplication.processEvents()
    assert len(buttons(state)) == 1
    assert "Recent lists" not in texts(state)


def test_titles_stay_what_they_are(state: EmptyState) -> None:
    nothing_links_here(state, "<b>R&D</b>", (), str)
    assert "Nothing links to “<b>R&D</b>”" in texts(state)
    assert buttons(state) == []
    formats = {w.textFormat() for w in state.findChildren(QLabel) if w.text()}
    assert formats == {Qt.TextFormat.PlainText}
    long = replace(exploration(1), target="R&D " * 60)
    nothing_explored(state, [long], {}, lambda _id: None, lambda: None)
    QApplication.processEvents()
    button = buttons(state)[1]
    assert button.text().startswith("R&&D R&&D")
    assert button.text().endswith("…")
    assert "R&amp;D" in button.toolTip()


def test_w16_titles_that_may_be_meant_are_a_click_away(state: EmptyState) -> None:
    wanted: list[str] = []
    nothing_links_here(state, "Quatrz", ["Quartz", "Quartzite"], wanted.append)
    QApplication.processEvents()
    assert buttons(state)[0].text() == "Did you mean “Quartz”?"
    QTest.mouseClick(buttons(state)[1], Qt.MouseButton.LeftButton)
    assert wanted == ["Quartzite"]


def test_the_filter_can_be_cleared(state: EmptyState) -> None:
    cleared: list[int] = []
    nothing_passes(state, lambda: cleared.append(1))
    QApplication.processEvents()
    QTest.mouseClick(buttons(state)[0], Qt.MouseButton.LeftButton)
    assert cleared == [1]


def test_the_same_state_again_keeps_its_buttons(state: EmptyState) -> None:
    """It is shown anew with each batch of rows."""
    nothing_passes(state, state.hide)
    QApplication.processEvents()
    before = buttons(state)
    nothing_passes(state, state.hide)
    assert buttons(state) == before


def test_a_button_may_bring_another_state(state: EmptyState) -> None:
    nothing_passes(state, lambda: nothing_links_here(state, "Riga", (), str))
    QApplication.processEvents()
    buttons(state)[0].click()
    assert "Nothing links to “Riga”" in texts(state)


@pytest.mark.parametrize("size", [(300, 200), (900, 600)])
def test_everything_can_be_reached_at_any_size(
    state: EmptyState, themed: QApplication, size: tuple[int, int], qtbot: QtBot
) -> None:
    font = themed.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    themed.setFont(font)
    state.resize(*size)
    recent = [exploration(number) for number in range(1, 7)]
    nothing_explored(state, recent, {}, lambda _id: None, lambda: None)
    labels = [label for label in state.findChildren(QLabel) if label.text()]
    qtbot.waitUntil(
        lambda: all(label.height() >= label.heightForWidth(label.width()) for label in labels)
    )
    assert all(button.height() >= button.sizeHint().height() for button in buttons(state))
