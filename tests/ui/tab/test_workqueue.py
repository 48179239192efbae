# SPDX-License-Identifier: MIT
"""Working through the links to Quartz: check marks, the next page, undoing."""

import asyncio
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests import quartz
from tests.ui.asking import run
from tests.ui.place import said
from tests.ui.tree.listing import a_site
from wikilinks_gui.table.filter import Filter
from wikilinks_gui.ui.tab import rowactions, workqueue
from wikilinks_gui.ui.tab.tab import Tab
from wikilinks_gui.ui.tab.viewstate import restore_view_state, view_state
from wikilinks_gui.ui.tree.model import LinkModel

ROCK, SILICA = quartz.node(quartz.ROCK), quartz.node(quartz.SILICA)


@pytest.fixture
def tab(themed: QApplication, qtbot: QtBot) -> Iterator[Tab]:
    tab = Tab(QByteArray())
    qtbot.addWidget(tab)
    model = tab.show_list(a_site())
    model.add(quartz.ROWS)
    model.set_complete(True)
    tab.show_counts()
    tab.resize(900, 700)
    tab.show()
    yield tab
    tab.show_no_list()


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the addresses that are opened."""
    opened: list[str] = []

    def open_in_browser(address: str) -> bool:
        opened.append(address)
        return "no-browser" not in opened

    monkeypatch.setattr(rowactions, "open_in_browser", open_in_browser)
    return opened


def model_of(tab: Tab) -> LinkModel:
    assert tab.model is not None
    return tab.model


def current(tab: Tab) -> str:
    row = tab.current_row()
    return row.title if row else ""


def press_button(tab: Tab, label: str) -> None:
    """Press a button of the notice."""
    buttons = tab.notice.findChildren(QPushButton)
    next(button for button in buttons if button.text().replace("&", "") == label).click()


def checked(tab: Tab) -> set[str]:
    model = model_of(tab)
    return {model.row(node).title for node in model.table.checked().tolist()}


def use(tab: Tab, wanted: Filter) -> None:
    async def filtered() -> None:
        tab.filter_bar.set_filter(wanted)
        while model_of(tab).filter != wanted:
            await asyncio.sleep(0)

    run(QApplication.instance(), filtered())  # type: ignore[arg-type]


def test_w7_n_goes_to_the_next_unmarked_page_opens_and_wraps(tab: Tab) -> None:
    model = model_of(tab)
    opened: list[int] = []
    tab.tree.group_opened.connect(opened.append)
    model.set_checked(range(9), True)  # the stones
    workqueue.go_to_next(tab)
    assert current(tab) == "Rock crystal"
    workqueue.go_to_next(tab)
    assert current(tab) == "Rockcrystal"
    assert opened == [ROCK]
    tab.tree.select_nodes([quartz.node(10)])  # the last row
    workqueue.go_to_next(tab)
    assert current(tab) == "Rock crystal"


def test_w7_n_passes_over_what_the_filter_leaves_out(tab: Tab) -> None:
    use(tab, Filter("gem 1"))
    titles = []
    for _ in range(10):
        workqueue.go_to_next(tab)
        titles.append(current(tab))
    gems = ["Gem 1", "Gem 10", "Gem 11", "Gem 12"]
    assert titles == [*gems, "Talk:Gem 1", *gems, "Gem 1"]


def test_w7_it_is_said_when_all_are_checked(tab: Tab) -> None:
    use(tab, Filter("gem"))
    workqueue.mark_shown(tab)
    assert checked(tab) == {f"Gem {n}" for n in range(13)} | {f"Talk:Gem {n}" for n in range(4)}
    workqueue.go_to_next(tab)
    assert said(tab.notice) == "All 17 pages are marked."


def test_w7_that_all_are_checked_is_said_as_long_as_it_is_so(tab: Tab) -> None:
    use(tab, Filter("gem"))
    workqueue.mark_shown(tab)
    workqueue.go_to_next(tab)
    tab.tree.select_nodes([quartz.node(quartz.GEMS[3], quartz.ROCK)])
    assert said(tab.notice) == "All 17 pages are marked."
    tab.toggle_checked()
    assert not said(tab.notice)
    tab.toggle_checked()
    workqueue.go_to_next(tab)
    assert said(tab.notice)
    workqueue.undo(tab)
    assert not said(tab.notice)
    workqueue.redo(tab)
    workqueue.go_to_next(tab)
    assert said(tab.notice)
    use(tab, Filter("stone"))
    assert not said(tab.notice)
    workqueue.mark_shown(tab)
    workqueue.go_to_next(tab)
    assert said(tab.notice)
    model_of(tab).add([quartz.ROWS[0]._replace(page_id=9999, title="Stone 99")])
    tab.show_counts()
    assert not said(tab.notice)


def test_w7_many_pages_that_are_checked_at_once_are_counted_and_undone(tab: Tab) -> None:
    model = model_of(tab)
    model.set_checked([0], True)
    workqueue.mark_shown(tab)
    assert said(tab.notice) == "34 pages marked."
    press_button(tab, "Undo")
    assert checked(tab) == {"Stone 0"}
    assert not said(tab.notice)
    workqueue.mark_shown(tab)
    model.set_checked([1], False)
    assert not said(tab.notice)  # its button would undo something else
    workqueue.undo(tab)
    workqueue.undo(tab)
    workqueue.mark_shown(tab)
    use(tab, Filter("gem"))
    assert not said(tab.notice)


def test_w7_a_few_pages_that_are_checked_at_once_are_seen_to_be(tab: Tab) -> None:
    use(tab, Filter("gem"))
    workqueue.mark_shown(tab)
    assert not said(tab.notice)


def test_w7_other_notices_stay_when_marks_change(tab: Tab) -> None:
    tab.notice.show_notice("The network is away.")
    model_of(tab).set_checked([0], True)
    assert said(tab.notice) == "The network is away."


def test_w7_marks_are_undone_and_redone(tab: Tab) -> None:
    model = model_of(tab)
    stored: list[tuple[int, bool]] = []
    model.checked_changed.connect(lambda ids, on: stored.extend((each, on) for each in ids))
    tab.tree.select_nodes([0, 1])
    tab.toggle_checked()
    model.set_checked([1, 2], True)  # one of them is checked already
    assert checked(tab) == {"Stone 0", "Stone 1", "Stone 2"}
    workqueue.undo(tab)
    assert checked(tab) == {"Stone 0", "Stone 1"}
    assert current(tab) == "Stone 2"
    workqueue.undo(tab)
    assert checked(tab) == set()
    assert (len(model.changes.done), len(model.changes.undone)) == (0, 2)
    workqueue.redo(tab)
    workqueue.redo(tab)
    assert checked(tab) == {"Stone 0", "Stone 1", "Stone 2"}
    marks: dict[int, bool] = {}
    for page_id, on in stored:
        marks[page_id] = on
    assert {page_id for page_id, on in marks.items() if on} == set(quartz.STONES[:3])
    workqueue.undo(tab)
    model.set_checked([5], True)
    assert not model.changes.undone


def test_w7_ctrl_enter_edits_checks_and_goes_on(tab: Tab, browser: list[str]) -> None:
    tab.tree.select_nodes([0])
    workqueue.edit_and_mark(tab)
    assert [address for address in browser if "Stone" in address] == browser
    assert "action=edit" in browser[0]
    assert checked(tab) == {"Stone 0"}
    assert current(tab) == "Stone 1"
    browser.append("no-browser")
    workqueue.edit_and_mark(tab)
    assert checked(tab) == {"Stone 0"}
    assert current(tab) == "Stone 1"


@pytest.mark.parametrize("text", ["", "mine"])
def test_w7_ctrl_enter_checks_what_it_opens(tab: Tab, browser: list[str], text: str) -> None:
    use(tab, Filter(text, checked="all" if text else "hide"))
    model_of(tab).set_open([ROCK], False)
    tab.tree.select_nodes([ROCK])
    workqueue.edit_and_mark(tab)
    assert len(browser) == 1
    assert checked(tab) == {"Rock crystal"}


def test_w7_ctrl_enter_opens_and_checks_what_several_rows_stand_for(
    tab: Tab, browser: list[str]
) -> None:
    use(tab, Filter("gem 1"))
    model_of(tab).set_open([ROCK], False)
    model_of(tab).set_open([SILICA], False)
    tab.tree.selectAll()
    workqueue.edit_and_mark(tab)
    assert len(browser) == 9
    assert checked(tab) == {"Gem 1", "Gem 10", "Gem 11", "Gem 12", "Talk:Gem 1"}


def test_w7_ctrl_enter_checks_the_first_of_many_when_these_are_opened(
    tab: Tab, browser: list[str]
) -> None:
    model_of(tab).set_open([ROCK, SILICA], True)
    tab.tree.selectAll()
    workqueue.edit_and_mark(tab)
    assert (browser, checked(tab)) == ([], set())
    rows = model_of(tab).table.visible[: rowactions.AT_ONCE].tolist()
    press_button(tab, "Open the first 20")
    assert len(browser) == rowactions.AT_ONCE
    assert checked(tab) == {model_of(tab).row(node).title for node in rows}


def test_w7_ctrl_enter_checks_no_page_that_no_browser_opened(
    tab: Tab, browser: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def open_two(address: str) -> bool:
        browser.append(address)
        return len(browser) <= 2

    monkeypatch.setattr(rowactions, "open_in_browser", open_two)
    tab.tree.select_nodes([0, 1, 2, 3])
    workqueue.edit_and_mark(tab)
    assert checked(tab) == {"Stone 0", "Stone 1"}
    assert said(tab.notice).startswith("No browser could be opened for")


@pytest.mark.parametrize("text", ["gem", "silica"])  # the row does not match, or does
def test_w7_space_on_one_closed_redirect_means_that_row(tab: Tab, text: str) -> None:
    use(tab, Filter(text))
    workqueue.mark_shown(tab)
    before = checked(tab)
    model_of(tab).set_open([SILICA], False)
    tab.tree.select_nodes([SILICA])
    assert tab.tree.meant_nodes().tolist() == [SILICA]
    tab.toggle_checked()
    assert checked(tab) == before ^ {"Silica crystal"}


def test_w7_the_selection_is_counted_again_when_a_redirect_in_it_closes(
    tab: Tab, qtbot: QtBot
) -> None:
    use(tab, Filter("gem"))
    tab.tree.select_nodes([ROCK, SILICA])
    qtbot.waitUntil(lambda: tab.selected == (2, 2))  # neither matches
    model_of(tab).set_open([ROCK], False)
    qtbot.waitUntil(lambda: tab.selected == (17, 17))
    model_of(tab).set_open([SILICA], False)
    qtbot.waitUntil(lambda: tab.selected == (30, 17))
    model_of(tab).set_open([ROCK], True)
    qtbot.waitUntil(lambda: tab.selected == (13, 13))


@pytest.mark.parametrize("undoing", [False, True])
def test_w7_where_checked_rows_are_hidden_work_goes_on_at_the_next(tab: Tab, undoing: bool) -> None:
    use(tab, Filter("gem", checked="hide"))
    gem = quartz.node(quartz.GEMS[3], quartz.ROCK)
    tab.tree.select_nodes([gem])
    tab.toggle_checked()  # two rows go
    assert current(tab) == "Gem 4"
    tab.tree.select_nodes([quartz.node(quartz.TALKS[1], quartz.ROCK)])
    tab.toggle_checked()  # one row
    assert current(tab) == "Talk:Gem 2"
    tab.tree.select_nodes([quartz.node(quartz.GEMS[12], quartz.SILICA)])
    tab.toggle_checked()  # the last
    assert current(tab) == "Gem 11"
    if undoing:
        workqueue.undo(tab)
        assert current(tab) == "Gem 12"


def test_w8_heading_and_status_follow_marks_and_filter(tab: Tab) -> None:
    model = model_of(tab)
    model.set_checked([quartz.node(quartz.GEMS[0], quartz.ROCK), 0], True)
    texts = [label.text() for label in tab.heading.findChildren(QLabel)]
    assert "49 links from 35 pages · 2 of 35 pages marked" in texts
    use(tab, Filter("gem"))
    texts = [label.text() for label in tab.heading.findChildren(QLabel)]
    assert "30 of 49 links from 17 of 35 pages · 1 of 17 pages marked" in texts
    assert tab.shown == (30, 17)


def test_w8_what_was_closed_is_so_when_the_list_is_looked_at_again(tab: Tab) -> None:
    use(tab, Filter("gem"))
    model_of(tab).set_open([SILICA], False)
    view = view_state(tab)
    assert view is not None
    use(tab, Filter())
    tab.show_no_list()
    model = tab.show_list(a_site())
    model.add(quartz.ROWS)
    run(QApplication.instance(), restore_view_state(tab, view))  # type: ignore[arg-type]
    assert (model.table.is_open(ROCK), model.table.is_open(SILICA)) == (True, False)
    use(tab, Filter())
    assert not model.table.is_open(ROCK)


def test_w7_the_selection_is_counted_in_rows_and_pages(tab: Tab, qtbot: QtBot) -> None:
    use(tab, Filter("gem"))
    with qtbot.waitSignal(tab.selection_changed):
        tab.tree.selectAll()
    assert tab.selected == (30, 17)
