# SPDX-License-Identifier: MIT
"""The line that tells how far it is known where links come from, and its buttons."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.ui.place import buttons, press
from wikilinks_gui.table.filter import Filter
from wikilinks_gui.table.origin import ALL_ORIGINS, Origin
from wikilinks_gui.ui.tab.originbar import CheckState, OriginBar

HIDE = "Hide template-only links"
BUT_TEMPLATES = Filter(origins=ALL_ORIGINS & ~(1 << Origin.TEMPLATE))


@pytest.fixture
def bar(qtbot: QtBot) -> OriginBar:
    bar = OriginBar()
    qtbot.addWidget(bar)
    bar.resize(1200, 60)
    bar.show()
    QApplication.processEvents()
    bar.show_state(CheckState(is_complete=True, pages=10))
    bar.filter_wanted.connect(bar.show_filter)
    return bar


@pytest.mark.parametrize(
    "before",
    [
        Filter("quartz"),
        Filter(origins=1 << Origin.TEXT | 1 << Origin.BOTH),
        Filter(origins=1 << Origin.TEMPLATE),
        Filter(origins=ALL_ORIGINS & ~(1 << Origin.NOT_FOUND)),
    ],
)
def test_the_button_hides_what_templates_bring_whatever_was_filtered(
    bar: OriginBar, before: Filter
) -> None:
    told: list[Filter] = []
    bar.filter_wanted.connect(told.append)
    bar.show_filter(before)
    assert not buttons(bar)[HIDE].isChecked()
    press(bar, HIDE)
    assert buttons(bar)[HIDE].isChecked()
    press(bar, HIDE)
    assert not buttons(bar)[HIDE].isChecked()
    assert told == [
        replace(before, origins=BUT_TEMPLATES.origins),
        replace(before, origins=ALL_ORIGINS),
    ]


RUNNING = CheckState(is_complete=True, pages=10, unknown=4, offered=4, total=10, read=6)


@pytest.mark.parametrize(
    ("state", "said", "offered"),
    [
        (CheckState(), "Where links come from can be checked once the list is complete.", []),
        (
            CheckState(is_complete=True, pages=10, unknown=10, offered=10, requests=1),
            "In the text or through a template?",
            ["Check 10 pages: at most 1 request + 1 per doubt", "Choose pages…"],
        ),
        (replace(RUNNING, unknown=10, read=0), "Checking: 0 of 10 pages", [HIDE, "Stop"]),
        (RUNNING, "Checking: 6 of 10 pages", [HIDE, "Stop"]),
        (
            replace(RUNNING, total=0, requests=1, is_stopped=True),
            "Stopped: 6 of 10 pages checked",
            [HIDE, "Check 4 pages: at most 1 request + 1 per doubt", "Choose pages…"],
        ),
        (
            replace(RUNNING, total=0, requests=1),
            "Checked: 6 of 10 pages",
            [HIDE, "Check 4 pages: at most 1 request + 1 per doubt", "Choose pages…"],
        ),
        (
            CheckState(
                is_complete=True, pages=10, unknown=10, offered=6, is_again=True, requests=1
            ),
            "Known before the reload: 6 pages",
            ["Check again: at most 1 request + 1 per doubt", "Choose pages…"],
        ),
        (
            replace(RUNNING, unknown=0, read=10, asking=2, doubtful=2),
            "2 pages in doubt: asking for each",
            [HIDE, "Stop"],
        ),
        (
            CheckState(
                is_complete=True, pages=10, doubtful=2, to_ask=2, doubt_requests=4, doubt_reads=2
            ),
            "2 pages in doubt. Reading them again takes at most 2 requests.",
            [HIDE, "Ask for each: at most 4 requests"],
        ),
        (
            CheckState(is_complete=True, pages=10, doubtful=2),
            "2 pages stay in doubt: the wiki does not render them.",
            [HIDE],
        ),
        (CheckState(is_complete=True, pages=10), "It is known where all links come from.", [HIDE]),
    ],
)
def test_it_says_how_far_it_is_and_offers_what_comes_next(
    bar: OriginBar, state: CheckState, said: str, offered: list[str]
) -> None:
    bar.show_state(state)
    assert [label.text() for label in bar.findChildren(QLabel)] == [said]
    assert {*buttons(bar)} == {*offered}


def test_the_focus_goes_to_what_is_likely_next(bar: OriginBar, qtbot: QtBot) -> None:
    first = CheckState(is_complete=True, pages=10, unknown=10, offered=10, requests=1)
    bar.show_state(first)
    with qtbot.waitActive(bar):
        bar.show()
    buttons(bar)["Check 10 pages: at most 1 request + 1 per doubt"].setFocus()
    bar.show_state(RUNNING)
    assert buttons(bar)["Stop"].hasFocus()
    bar.show_state(replace(RUNNING, total=0, requests=1))
    assert buttons(bar)["Check 4 pages: at most 1 request + 1 per doubt"].hasFocus()
    bar.show_state(replace(RUNNING, unknown=0, total=0))
    assert buttons(bar)[HIDE].hasFocus()


def test_enter_presses_a_button_as_space_does(bar: OriginBar, qtbot: QtBot) -> None:
    bar.show_state(CheckState(is_complete=True, pages=10, unknown=10, offered=10, requests=1))
    check = buttons(bar)["Check 10 pages: at most 1 request + 1 per doubt"]
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
        with qtbot.waitSignal(bar.check_wanted):
            QTest.keyClick(check, key)


def test_a_click_counts_while_a_check_begins_and_goes_on(bar: OriginBar) -> None:
    """The button is in its place before anything is known, and stays there."""
    told: list[Filter] = []
    bar.filter_wanted.connect(told.append)
    bar.show_state(replace(RUNNING, unknown=10, read=0))
    hide = buttons(bar)[HIDE]
    place = hide.geometry()
    QTest.mousePress(hide, Qt.MouseButton.LeftButton)
    bar.show_state(RUNNING)
    QTest.mouseRelease(hide, Qt.MouseButton.LeftButton)
    bar.show_state(replace(RUNNING, unknown=0, total=0))
    assert told == [BUT_TEMPLATES]
    assert hide.geometry() == place


def test_in_half_a_window_the_next_step_is_not_in_a_menu(bar: OriginBar) -> None:
    stopped = replace(RUNNING, total=0, requests=5, is_stopped=True)
    bar.show_state(stopped)
    check = "Check 4 pages: at most 5 requests + 1 per doubt"
    em, shown = bar.fontMetrics().height(), buttons(bar)
    widths = [shown[text].sizeHint().width() for text in (HIDE, check, "Choose pages…")]
    bar.resize(sum(widths) + em * 5, 60)
    bar.show_state(stopped)
    assert [*buttons(bar)] == [HIDE, check, "Choose pages…"]
