# SPDX-License-Identifier: MIT
"""The title field and its popup: each key, answers that come late, input methods, drops."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import (
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.asking import FakeWiki, idle, pages, run, until
from wikilinks_gui.errors import CancelledError, NetworkError
from wikilinks_gui.mediawiki.search import Suggestion
from wikilinks_gui.ui.search.titlefield import PAUSE, TitleField

Key = Qt.Key
Runner = Callable[[Coroutine[Any, Any, None]], None]

CLI = pages("Climate", "Climate change", "Climbing", "Clio", "Cliff")


def short(text: str) -> str:
    return ascii(text)[:30]


@pytest.fixture
def wiki() -> FakeWiki:
    wiki = FakeWiki()
    wiki.lists["cli"] = [CLI]
    return wiki


@pytest.fixture
def field(qtbot: QtBot, wiki: FakeWiki) -> Iterator[TitleField]:
    """A field in a window, which asks as soon as something is typed."""
    window = QWidget()
    layout = QVBoxLayout(window)
    field = TitleField(wiki.suggest)
    layout.addWidget(field)
    layout.addWidget(QLabel("the rest of the window"), 1)
    layout.addWidget(QLineEdit("another field"))
    window.resize(500, 500)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    field.setFocus()
    timer(field).setInterval(0)
    yield field
    window.close()


@pytest.fixture
def explored(field: TitleField) -> list[str]:
    explored: list[str] = []
    field.explore_wanted.connect(explored.append)
    return explored


@pytest.fixture
def go(qapp: QApplication) -> Runner:
    return lambda scenario: run(qapp, scenario)


def timer(field: TitleField) -> QTimer:
    return field.findChildren(QTimer, options=Qt.FindChildOption.FindDirectChildrenOnly)[0]


def press(field: QWidget, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(field, key)


async def typed(field: TitleField, text: str) -> None:
    """Type a text and wait for what is suggested."""
    QTest.keyClicks(field, text)
    await until(field.popup.isVisible)


# --- asking -----------------------------------------------------------------------------------


def test_the_wiki_is_asked_once_when_nothing_is_typed_for_a_while(
    field: TitleField, wiki: FakeWiki, go: Runner
) -> None:
    async def scenario() -> None:
        timer(field).setInterval(PAUSE)
        await typed(field, "cli")
        assert wiki.asked == ["cli"]
        assert field.popup.titles == [page.title for page in CLI]
        assert field.hasFocus()

    go(scenario())


def test_down_asks_at_once(field: TitleField, wiki: FakeWiki, go: Runner) -> None:
    async def scenario() -> None:
        timer(field).setInterval(10**8)
        QTest.keyClicks(field, "cli")
        await idle()
        assert wiki.asked == []
        press(field, Key.Key_Down)
        await until(field.popup.isVisible)
        assert field.text() == "cli"

    go(scenario())


def test_down_asks_again_after_escape_but_not_twice_at_a_time(
    field: TitleField, wiki: FakeWiki, go: Runner
) -> None:
    async def scenario() -> None:
        await typed(field, "cli")
        press(field, Key.Key_Escape)
        wiki.gates["cli"] = asyncio.Event()
        press(field, Key.Key_Down, Key.Key_Down)
        await idle()
        press(field, Key.Key_Down)
        await idle()
        assert wiki.asked == ["cli", "cli"]
        wiki.gates["cli"].set()
        await until(field.popup.isVisible)

    go(scenario())


def test_an_answer_for_another_text_is_never_shown(
    field: TitleField, wiki: FakeWiki, go: Runner
) -> None:
    async def scenario() -> None:
        wiki.stubborn = True
        wiki.lists |= {"a": [pages("Apple")], "ab": [pages("Abacus")]}
        wiki.gates["a"] = asyncio.Event()
        QTest.keyClicks(field, "a")
        await until(lambda: wiki.asked)
        await typed(field, "b")
        assert field.popup.titles == ["Abacus"]
        wiki.gates["a"].set()
        await idle()
        assert wiki.cancelled == ["a"]
        assert field.popup.titles == ["Abacus"]

    go(scenario())


@pytest.mark.parametrize("error", [None, NetworkError("No connection.")])
def test_a_late_answer_opens_nothing_after_all_was_deleted(
    field: TitleField, wiki: FakeWiki, go: Runner, error: Exception | None
) -> None:
    async def scenario() -> None:
        wiki.stubborn = True
        wiki.lists["a"] = [error or pages("Apple")]
        wiki.gates["a"] = asyncio.Event()
        QTest.keyClicks(field, "a")
        await until(lambda: wiki.asked)
        press(field, Key.Key_Backspace)
        wiki.gates["a"].set()
        await idle()
        assert wiki.cancelled == ["a"]
        assert not field.popup.isVisible()

    go(scenario())


def test_a_question_ends_when_another_text_is_typed(
    field: TitleField, wiki: FakeWiki, go: Runner
) -> None:
    async def scenario() -> None:
        wiki.gates["cli"] = asyncio.Event()
        QTest.keyClicks(field, "cli")
        await until(lambda: wiki.asked)
        QTest.keyClicks(field, "f")
        await until(lambda: wiki.asked == ["cli", "clif"])
        assert wiki.cancelled == ["cli"]

    go(scenario())


def test_what_still_fits_stays_until_the_wiki_answers(
    field: TitleField, wiki: FakeWiki, go: Runner
) -> None:
    async def scenario() -> None:
        wiki.lists |= {"clim": [pages("Climb")], "climx": [[]]}
        wiki.lists["cli"] = [[*CLI, Suggestion("Weather", 0, "Climate of the day")]]
        wiki.gates["clim"] = asyncio.Event()
        await typed(field, "cli")
        QTest.keyClicks(field, "m")
        assert field.popup.titles == ["Climate", "Climate change", "Climbing", "Weather"]
        wiki.gates["clim"].set()
        await until(lambda: field.popup.titles == ["Climb"])
        QTest.keyClicks(field, "x")
        assert not field.popup.isVisible()

    go(scenario())


def test_the_first_list_is_shown_before_the_second(
    field: TitleField, wiki: FakeWiki, go: Runner
) -> None:
    async def scenario() -> None:
        wiki.lists["cli"] = [CLI[:2], CLI]
        wiki.gates["cli"] = asyncio.Event()
        await typed(field, "cli")
        assert len(field.popup.titles) == 2
        press(field, Key.Key_Down, Key.Key_Down)
        wiki.gates["cli"].set()
        await until(lambda: len(field.popup.titles) == 5)
        assert field.popup.title == field.text() == "Climate change"
        press(field, Key.Key_Down)
        assert field.text() == "Climbing"

    go(scenario())


def test_a_list_without_the_chosen_title_changes_nothing(
    field: TitleField, wiki: FakeWiki, go: Runner
) -> None:
    async def scenario() -> None:
        wiki.lists["cli"] = [CLI[:2], pages("Other")]
        wiki.gates["cli"] = asyncio.Event()
        await typed(field, "cli")
        press(field, Key.Key_Down)
        wiki.gates["cli"].set()
        await until(lambda: wiki.answered)
        assert field.popup.titles == ["Climate", "Climate change"]
        assert field.text() == "Climate"

    go(scenario())


@pytest.mark.parametrize(
    "text",
    [
        *("https://en.wikipedia.org/wiki/Cli", "  HTTPS://x.org/w", "//en.wikipedia.org/wiki/C"),
        *("[[cli]]", " [[cli", "{{cli}}", "{{cli|x", "   ", "漢" * 86, "x" * 256),
    ],
    ids=short,
)
def test_nothing_is_suggested_for_what_is_no_title(
    field: TitleField, wiki: FakeWiki, explored: list[str], go: Runner, text: str
) -> None:
    async def scenario() -> None:
        QGuiApplication.clipboard().setText(text)
        field.paste()
        press(field, Key.Key_Down)
        await idle()
        assert wiki.asked == []
        press(field, Key.Key_Return)
        assert explored == [text.strip()] * bool(text.strip())

    go(scenario())


@pytest.mark.parametrize("text", ["漢" * 85, "שלום", "a:b", "x [[y", "C#", "http:"], ids=short)
def test_other_texts_are_asked_for(
    field: TitleField, wiki: FakeWiki, go: Runner, text: str
) -> None:
    async def scenario() -> None:
        field.insert(text)
        await until(lambda: wiki.asked == [text])

    go(scenario())


# --- failing ----------------------------------------------------------------------------------


def test_a_failure_is_a_line_in_the_popup_and_hinders_nothing(
    field: TitleField, wiki: FakeWiki, explored: list[str], go: Runner
) -> None:
    async def scenario() -> None:
        wiki.lists["x"] = [NetworkError("No <b>connection</b>.")]
        await typed(field, "x")
        assert field.popup.message == "No suggestions: No <b>connection</b>."
        assert field.popup.titles == []
        press(field, Key.Key_Up, Key.Key_PageDown)
        assert field.text() == "x"
        press(field, Key.Key_Return)
        assert explored == ["x"]
        assert not field.popup.isVisible()

    go(scenario())


def test_all_of_a_long_failure_is_seen(field: TitleField, wiki: FakeWiki, go: Runner) -> None:
    async def scenario() -> None:
        wiki.lists["x"] = [NetworkError("The wiki said a great many words. " * 12)]
        await typed(field, "x")
        QApplication.processEvents()
        popup = field.popup
        line = popup.visualRect(popup.model().index(0, 0))
        assert line.height() > 3 * popup.fontMetrics().lineSpacing()
        assert popup.viewport().rect().contains(line)
        assert not popup.verticalScrollBar().isVisible()

    go(scenario())


def test_a_failure_behind_the_first_list_is_silent(
    field: TitleField, wiki: FakeWiki, go: Runner
) -> None:
    async def scenario() -> None:
        wiki.lists["x"] = [pages("X-ray"), NetworkError("No connection.")]
        await typed(field, "x")
        await idle()
        assert field.popup.titles == ["X-ray"]
        assert field.popup.message == ""

    go(scenario())


def test_a_wiki_that_was_stopped_says_nothing(
    field: TitleField, wiki: FakeWiki, go: Runner
) -> None:
    async def scenario() -> None:
        wiki.lists["x"] = [CancelledError("Stopped.")]
        QTest.keyClicks(field, "x")
        await until(lambda: wiki.asked)
        await idle()
        assert not field.popup.isVisible()

    go(scenario())


def test_a_bug_is_told_and_typing_goes_on(field: TitleField, wiki: FakeWiki, go: Runner) -> None:
    async def scenario() -> None:
        told: list[object] = []
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _loop, context: told.append(context["exception"]))
        bug = ZeroDivisionError()
        wiki.lists["c"] = [bug]
        QTest.keyClicks(field, "c")
        await until(lambda: told)
        assert told == [bug]
        await typed(field, "li")

    go(scenario())


# --- keys -------------------------------------------------------------------------------------


def test_down_and_up_choose_and_come_back_to_what_was_typed(field: TitleField, go: Runner) -> None:
    async def scenario() -> None:
        await typed(field, "cli")
        seen = []
        for key in [Key.Key_Down] * 7 + [Key.Key_Up] * 3:
            press(field, key)
            seen.append(field.text())
        titles = [page.title for page in CLI]
        assert seen == [*titles, "cli", "Climate", "cli", "Cliff", "Clio"]

    go(scenario())


def test_enter_explores_the_chosen_title(
    field: TitleField, explored: list[str], go: Runner
) -> None:
    async def scenario() -> None:
        await typed(field, "cli")
        press(field, Key.Key_Down, Key.Key_Down, Key.Key_Enter)
        assert explored == [field.text()] == ["Climate change"]
        assert not field.popup.isVisible()

    go(scenario())


def test_enter_explores_what_was_typed_without_waiting(
    field: TitleField, wiki: FakeWiki, explored: list[str], go: Runner
) -> None:
    async def scenario() -> None:
        wiki.gates["cli"] = asyncio.Event()
        QTest.keyClicks(field, " ")
        QTest.keyClicks(field, "cli")
        wiki.lists[" cli"] = [CLI]
        wiki.gates[" cli"] = asyncio.Event()
        await until(lambda: wiki.asked)
        press(field, Key.Key_Return)
        assert explored == ["cli"]
        wiki.gates[" cli"].set()
        await idle()
        assert not field.popup.isVisible()
        assert wiki.cancelled == [" cli"]

    go(scenario())


def test_enter_in_an_empty_field_does_nothing(field: TitleField, explored: list[str]) -> None:
    press(field, Key.Key_Return)
    assert explored == []


def test_escape_restores_and_then_selects_all(field: TitleField, go: Runner) -> None:
    async def scenario() -> None:
        await typed(field, "cli")
        press(field, Key.Key_Down)
        assert field.text() == "Climate"
        press(field, Key.Key_Escape)
        assert field.text() == "cli"
        assert not field.popup.isVisible()
        assert not field.hasSelectedText()
        press(field, Key.Key_Escape)
        assert field.selectedText() == "cli"

    go(scenario())


def test_escape_is_the_windows_when_the_field_has_no_use_for_it(field: TitleField) -> None:
    def is_taken() -> bool:
        event = QKeyEvent(QKeyEvent.Type.KeyPress, Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
        event.ignore()
        field.event(event)
        return event.isAccepted()

    assert not is_taken()  # empty
    field.setText("x")
    assert is_taken()
    assert not is_taken()  # all is selected now


def test_shortcuts_of_the_window_wait_while_the_popup_is_open(
    field: TitleField, go: Runner
) -> None:
    def overrides(key: Qt.Key) -> bool:
        kind = QKeyEvent.Type.ShortcutOverride
        event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier)
        event.ignore()
        field.event(event)
        return event.isAccepted()

    async def scenario() -> None:
        assert not overrides(Key.Key_Escape)
        await typed(field, "cli")
        assert overrides(Key.Key_Escape)
        assert overrides(Key.Key_PageDown)
        assert not overrides(Key.Key_F5)

    go(scenario())


def test_tab_accepts_the_chosen_title_and_stays(
    field: TitleField, wiki: FakeWiki, explored: list[str], go: Runner
) -> None:
    async def scenario() -> None:
        await typed(field, "cli")
        press(field, Key.Key_Down, Key.Key_Tab)
        assert field.text() == "Climate"
        assert field.hasFocus()
        assert not field.popup.isVisible()
        press(field, Key.Key_Escape)
        assert field.text() == "Climate"
        await idle()
        assert (explored, wiki.asked) == ([], ["cli"])
        press(field, Key.Key_Tab)
        assert not field.hasFocus()

    go(scenario())


def test_tab_goes_on_where_nothing_is_chosen(field: TitleField, go: Runner) -> None:
    async def scenario() -> None:
        await typed(field, "cli")
        press(field, Key.Key_Tab)
        assert not field.hasFocus()
        assert not field.popup.isVisible()
        assert field.text() == "cli"

    go(scenario())


def test_pages_and_ends(field: TitleField, wiki: FakeWiki, go: Runner) -> None:
    async def scenario() -> None:
        wiki.lists["n"] = [pages(*(f"N{number}" for number in range(30)))]
        await typed(field, "n")
        press(field, Key.Key_Home)
        assert (field.text(), field.cursorPosition()) == ("n", 0)
        press(field, Key.Key_Up)
        assert field.text() == "N29"
        press(field, Key.Key_End, Key.Key_Home)
        assert (field.text(), field.cursorPosition()) == ("N29", 0)
        press(field, Key.Key_Down, Key.Key_Down)
        assert field.text() == "N0"
        press(field, Key.Key_PageDown)
        page = int(field.text()[1:])
        assert 5 < page < 15
        press(field, Key.Key_PageDown)
        assert field.text() == f"N{2 * page}"
        press(field, Key.Key_PageUp, Key.Key_PageUp, Key.Key_PageUp)
        assert field.text() == "N0"
        press(field, Key.Key_Up, Key.Key_PageDown)
        assert field.text() == "N0"

    go(scenario())


def test_typing_goes_on_from_the_chosen_title_where_the_cursor_is(
    field: TitleField, wiki: FakeWiki, go: Runner
) -> None:
    async def scenario() -> None:
        await typed(field, "cli")
        press(field, Key.Key_Down)
        field.setCursorPosition(3)
        QTest.keyClicks(field, "m")
        assert (field.text(), field.cursorPosition()) == ("Climmate", 4)
        await until(lambda: wiki.asked[-1] == "Climmate")
        press(field, Key.Key_Escape)
        assert field.text() == "Climmate"

    go(scenario())


# --- mouse, focus, place ----------------------------------------------------------------------


def test_a_click_explores_and_the_pointer_alone_changes_nothing(
    field: TitleField, explored: list[str], go: Runner
) -> None:
    async def scenario() -> None:
        await typed(field, "cli")
        lines = field.popup
        place = lines.visualRect(lines.model().index(1, 0)).center()
        QTest.mouseMove(lines.viewport(), place)
        assert field.text() == "cli"
        QTest.mouseClick(lines.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert explored == ["Climate change"]
        assert not field.popup.isVisible()
        assert field.hasFocus()

    go(scenario())


def test_it_closes_when_something_else_is_clicked(field: TitleField, go: Runner) -> None:
    async def scenario() -> None:
        label = field.window().findChildren(QLabel, "")[0]
        await typed(field, "cli")
        QTest.mouseClick(label, Qt.MouseButton.LeftButton, pos=QPoint(2, label.height() - 2))
        assert not field.popup.isVisible()

    go(scenario())


def test_nothing_opens_after_the_field_was_left(
    field: TitleField, wiki: FakeWiki, go: Runner
) -> None:
    async def scenario() -> None:
        wiki.gates["cli"] = asyncio.Event()
        QTest.keyClicks(field, "cli")
        await until(lambda: wiki.asked)
        field.clearFocus()
        wiki.gates["cli"].set()
        await idle()
        assert wiki.cancelled == ["cli"]
        assert not field.popup.isVisible()

    go(scenario())


def test_the_popup_stands_below_the_field_and_goes_along(field: TitleField, go: Runner) -> None:
    async def scenario() -> None:
        await typed(field, "cli")
        for width in (500, 800):
            field.window().resize(width, 500)
            await until(lambda: field.popup.width() == field.width())
            assert field.popup.pos() == field.mapTo(field.window(), QPoint(0, field.height()))
        assert field.popup.verticalScrollBar().maximum() == 0

    go(scenario())


def test_the_popup_stays_inside_the_window(field: TitleField, wiki: FakeWiki, go: Runner) -> None:
    async def scenario() -> None:
        wiki.lists["漢"] = [pages(*("漢" * 85 + str(number) for number in range(12)))]
        field.window().setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        field.window().resize(300, 200)
        field.insert("漢")
        await until(field.popup.isVisible)
        assert field.window().rect().contains(field.popup.geometry())
        assert not field.popup.grab().isNull()

    go(scenario())


def test_a_shown_text_is_not_suggested_for(field: TitleField, wiki: FakeWiki, go: Runner) -> None:
    async def scenario() -> None:
        await typed(field, "cli")
        field.show_text("Other")
        await idle()
        assert not field.popup.isVisible()
        assert wiki.asked == ["cli"]
        press(field, Key.Key_Down)
        await until(lambda: wiki.asked == ["cli", "Other"])

    go(scenario())


# --- input methods ----------------------------------------------------------------------------


def compose(field: TitleField, preedit: str, commit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QApplication.sendEvent(field, event)


def test_half_composed_text_is_not_asked_for(
    field: TitleField, wiki: FakeWiki, explored: list[str], go: Runner
) -> None:
    async def scenario() -> None:
        await typed(field, "cli")
        compose(field, "か")
        assert not field.popup.isVisible()
        compose(field, "ん", "か")  # one syllable is done, the next is begun
        press(field, Key.Key_Down)
        await idle()
        assert wiki.asked == ["cli"]
        press(field, Key.Key_Return)
        assert explored == []
        compose(field, "", "ん")
        await until(lambda: wiki.asked == ["cli", "cliかん"])
        press(field, Key.Key_Return)
        assert explored == ["cliかん"]

    go(scenario())


def test_composing_that_is_given_up_asks_for_what_is_there(
    field: TitleField, wiki: FakeWiki, go: Runner
) -> None:
    async def scenario() -> None:
        await typed(field, "cli")
        compose(field, "か")
        compose(field, "")
        await until(field.popup.isVisible)
        assert wiki.asked == ["cli", "cli"]

    go(scenario())


def test_a_title_that_comes_late_stays_selected(qtbot: QtBot) -> None:
    field = TitleField(FakeWiki().suggest)
    qtbot.addWidget(field)
    field.show()
    field.show_text("Canada")
    field.selectAll()
    field.show_text("Latgola")
    QTest.keyClicks(field, "Da")
    assert field.text() == "Da"
