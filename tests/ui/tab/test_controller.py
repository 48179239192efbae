# SPDX-License-Identifier: MIT
"""Listing, stopping, going on, going back: what a tab does, in the real window."""

import asyncio
import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from tests.samplewiki import SampleWiki
from tests.samplewiki.faults import Delay, Html, Reset, TooManyRequests
from tests.ui.asking import idle, until
from tests.ui.place import Place, Seen, buttons, hub, press, said
from wikilinks_gui.samplewiki.request import Request
from wikilinks_gui.store.store import Store
from wikilinks_gui.table.filter import Filter
from wikilinks_gui.table.row import Kind, Row
from wikilinks_gui.ui.tab import controller as controller_module
from wikilinks_gui.ui.tab import listingtask
from wikilinks_gui.ui.tab import tab as tab_module
from wikilinks_gui.ui.tab.tab import Tab
from wikilinks_gui.ui.tab.viewstate import view_state
from wikilinks_gui.ui.tab.visit import BUSY, Phase
from wikilinks_gui.ui.tree.model import LinkModel


@pytest.fixture
def place(qapp: QApplication, tmp_path: Path) -> Iterator[Place]:
    with SampleWiki() as wiki:
        yield Place(qapp, tmp_path, wiki)


@pytest.fixture
def slow(qapp: QApplication, tmp_path: Path) -> Iterator[Place]:
    """A wiki whose replies hold few rows, so that a listing takes many requests."""
    with closing(hub()) as database, SampleWiki(database, most=130) as wiki:
        yield Place(qapp, tmp_path, wiki)


TARGET = "Amerikys Saškierstuos Vaļsteibys"
"""Of the redirect ASV."""


def lists(request: Request) -> bool:
    return "linkshere" in request.get("prop", "")


def continues(request: Request) -> bool:
    return lists(request) and "continue" in request


def keys(rows: set[Row]) -> set[tuple[int, int]]:
    return {(row.via, row.page_id) for row in rows}


def shown_titles(tab: Tab) -> list[str]:
    return (
        [tab.model.table.titles[int(node)] for node in tab.model.table.visible] if tab.model else []
    )


# --- a whole list ---------------------------------------------------------------------------------


@pytest.mark.parametrize("title", ["Daugpiļs", "United States", "Template:Nūruodis", "Nowhere"])
def test_the_table_holds_what_the_wiki_has(place: Place, title: str) -> None:
    truth = place.truth(title)
    place.wiki.requests.clear()

    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore(title)
            assert seen.rows == truth
            assert seen.at(Phase.COMPLETE)
            assert seen.controller.tab.heading.title() == title
            assert seen.window.windowTitle().startswith(title)
            assert not seen.notice
            pages = len({row.page_id for row in truth})
            if truth:
                assert f" {len(truth):,} row" in f" {seen.status}"
                assert f"{pages:,} page" in seen.status
            assert f"{place.listings()} request" in seen.status
            assert seen.status.startswith("Complete")

    place.run(scenario())


@pytest.mark.parametrize("title", ["Daugpiļs", "No such page at all"])
def test_the_tree_is_there_before_its_rows_and_only_for_them(
    place: Place, monkeypatch: pytest.MonkeyPatch, title: str
) -> None:
    was_shown: list[bool] = []

    async def scenario() -> None:
        async with place.window() as seen:
            tree = seen.controller.tab.tree
            add = LinkModel.add

            def watched(model: LinkModel, new: list[Row], again: list[Row]) -> None:
                was_shown.append(tree.isVisible())
                add(model, new, again)

            monkeypatch.setattr(LinkModel, "add", watched)
            await seen.explore(title)
            assert tree.isVisible() == bool(place.truth(title))

    place.run(scenario())
    assert set(was_shown) == {bool(place.truth(title))}


def test_numbers_that_are_looked_at_meanwhile_leave_the_tree_there(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tab_module, "FIRST_ROWS", 0.2)
    monkeypatch.setattr(controller_module, "TICK", 10)

    async def scenario() -> None:
        async with place.window() as seen:
            controller, tab = seen.controller, seen.controller.tab
            changes: list[Phase] = []
            controller.changed.connect(lambda: changes.append(controller.phase))
            controller.explore("sample", "Daugpiļs")
            await until(tab.tree.isVisible)
            assert tab.filter_bar.isVisible()  # so that the tree stays where it is
            assert not seen.rows
            changes.clear()
            await until(lambda: len(changes) > 2)
            assert not seen.rows
            tab.resize(tab.width() - 10, tab.height())
            assert tab.tree.isVisible()
            assert tab.filter_bar.isVisible()
            await seen.idle()
            assert seen.rows == place.truth("Daugpiļs")

    place.run(scenario())


def test_stopped_before_the_first_rows_no_tree_stays(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tab_module, "FIRST_ROWS", 0.2)

    async def scenario() -> None:
        async with place.window() as seen:
            tab = seen.controller.tab
            seen.controller.explore("sample", "Daugpiļs")
            await until(tab.tree.isVisible)
            seen.controller.stop()
            seen.controller.stop()
            await seen.idle()
            assert seen.at(Phase.UNFINISHED)
            assert not seen.rows
            for widget in (tab.tree, tab.filter_bar, tab.heading.chips):
                assert not widget.isVisible()
            press(tab.notice, "Resume")
            await seen.idle()
            assert seen.rows == place.truth("Daugpiļs")
            for widget in (tab.tree, tab.filter_bar, tab.heading.chips):
                assert widget.isVisible()

    place.run(scenario())


def test_redirects_to_any_depth(slow: Place) -> None:
    truth = slow.truth("P1")
    assert max(row.depth for row in truth) > 1

    async def scenario() -> None:
        async with slow.window() as seen:
            await seen.explore("P1")
            assert seen.rows == truth
            model = seen.controller.tab.model
            assert model
            assert model.table.counts(shown=True).rows == len(truth)

    slow.run(scenario())


def test_a_redirect_is_followed_and_can_be_listed_itself(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("ASV")
            visit = seen.controller.visit
            assert visit
            assert visit.title == seen.top.field.text() == TARGET
            assert seen.rows == place.truth(TARGET)
            press(seen.controller.tab.heading, "list the redirect itself")
            await seen.idle()
            assert seen.controller.visit
            assert seen.controller.visit.title == "ASV"
            assert seen.rows == place.truth("ASV", follow=False)

    place.run(scenario())


def test_a_page_that_nothing_links_to(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("No such page at all")
            assert seen.at(Phase.COMPLETE)
            assert "Nothing links to" in shown_text(seen)
            seen.controller.tab.filter_bar.focus_text()
            assert "Nothing links to" in shown_text(seen)
            assert not seen.controller.tab.heading.chips.isVisible()

    place.run(scenario())


def shown_text(seen: Seen) -> str:
    from PySide6.QtWidgets import QLabel

    return " ".join(
        label.text() for label in seen.controller.tab.findChildren(QLabel) if label.isVisible()
    )


# --- stopping and going on ------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(6))
def test_stops_at_any_moment_lose_nothing(slow: Place, seed: int) -> None:
    truth = slow.truth("P1")
    chooser = random.Random(seed)

    async def scenario() -> None:
        async with slow.window() as seen:
            controller = seen.controller
            controller.explore("sample", "P1")
            for _stop in range(12):
                for _turn in range(chooser.choice((0, 1, 30, 100, 200))):
                    await asyncio.sleep(0)
                for _time in range(chooser.randint(1, 2)):
                    controller.stop()
                await seen.idle()
                if controller.phase == Phase.UNFINISHED:
                    assert "Incomplete list" in seen.notice
                    assert keys(seen.rows) <= keys(truth)
                    press(controller.tab.notice, "Resume")
                elif controller.phase == Phase.IDLE:
                    press(controller.tab.notice, "Try again")
            await seen.idle()
            assert controller.phase == Phase.COMPLETE
            assert seen.rows == truth

    slow.run(scenario())


def test_stop_while_the_first_reply_hangs(place: Place) -> None:
    place.wiki.faults.add(Delay(600, when=lists))

    async def scenario() -> None:
        async with place.window() as seen:
            seen.controller.explore("sample", "Daugpiļs")
            await until(lambda: place.listings())
            seen.act("stop")
            await seen.idle()
            assert seen.at(Phase.IDLE)
            assert "Stopped" in seen.notice
            assert seen.controller.tab.model is None
            press(seen.controller.tab.notice, "Try again")
            await seen.idle()
            assert seen.rows == place.truth("Daugpiļs")

    place.run(scenario())


def test_stop_while_a_later_reply_hangs(slow: Place) -> None:
    truth = slow.truth("P1")
    slow.wiki.faults.add(Delay(600, when=continues))

    async def scenario() -> None:
        async with slow.window() as seen:
            seen.controller.explore("sample", "P1")
            await until(lambda: not len(slow.wiki.faults) and seen.rows)
            kept = seen.rows
            seen.act("stop")
            assert seen.at(Phase.STOPPING)
            await seen.idle()
            assert seen.at(Phase.UNFINISHED)
            assert seen.rows == kept
            assert len(kept) < len(truth)
            seen.act("resume")
            await seen.idle()
            assert seen.rows == truth

    slow.run(scenario())


def test_a_batch_that_was_stored_after_a_second_stop_is_shown_when_it_goes_on(
    slow: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    truth = slow.truth("P1")
    batches = 0
    real = Store.add

    async def scenario() -> None:
        loop = asyncio.get_running_loop()
        async with slow.window() as seen:

            def add(store: Store, *args: object) -> object:
                nonlocal batches
                batches += 1
                if batches == 4:  # the reply is there, and not in the store yet
                    done = asyncio.run_coroutine_threadsafe(stop_twice(), loop)
                    done.result()
                return real(store, *args)  # type: ignore[arg-type]

            async def stop_twice() -> None:
                seen.controller.stop()
                seen.controller.stop()

            monkeypatch.setattr(Store, "add", add)
            await seen.explore("P1")
            assert seen.at(Phase.UNFINISHED)
            seen.act("resume")
            await seen.idle()
            assert seen.rows == truth

    slow.run(scenario())


def test_stop_while_a_list_is_loaded(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listingtask, "load", lambda store, found: loaded(store, found, 100))
    from wikilinks_gui.listing.storing import load as loaded

    truth = place.truth("United States")

    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("United States")
            await seen.explore("Daugpiļs")
            requests = len(place.wiki.requests)
            seen.act("back")
            await until(lambda: seen.controller.tab.model and seen.rows)
            assert seen.at(Phase.LOADING)
            seen.act("stop")
            await seen.idle()
            assert seen.at(Phase.UNFINISHED)
            assert len(seen.rows) < len(truth)
            seen.act("resume")
            await seen.idle()
            assert seen.at(Phase.COMPLETE)
            assert seen.rows == truth
            assert len(place.wiki.requests) == requests

    place.run(scenario())


def test_what_another_window_fetched_is_not_asked_for_again(slow: Place) -> None:
    truth = slow.truth("P1")

    async def scenario() -> None:
        async with slow.window() as one, slow.window() as two:
            one.controller.explore("sample", "P1")
            await until(lambda: one.controller.phase == Phase.LISTING)
            one.act("stop")
            await one.idle()
            assert one.controller.visit
            two.window.commands.open_stored(one.controller.visit.exploration)
            await two.idle()
            assert two.rows == one.rows
            assert len(two.rows) < len(truth)
            two.act("resume")
            await two.idle()
            assert two.rows == truth
            requests = len(slow.wiki.requests)
            one.act("resume")
            await one.idle()
            assert one.controller.phase == Phase.COMPLETE
            assert one.rows == truth
            assert len(slow.wiki.requests) == requests

    slow.run(scenario())


# --- back and forward -----------------------------------------------------------------------------


def test_back_and_forward_ask_nobody(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("Daugpiļs")
            await seen.explore("Latveja")
            await seen.explore("Reiga")
            requests = len(place.wiki.requests)
            for action, title in (
                *(("back", "Latveja"), ("back", "Daugpiļs"), ("forward", "Latveja")),
                ("forward", "Reiga"),
            ):
                seen.act(action)
                await seen.idle()
                assert seen.controller.tab.heading.title() == seen.top.field.text() == title
                assert seen.at(Phase.COMPLETE)
                assert len(place.wiki.requests) == requests
                assert seen.rows == place.truth(title)
                del place.wiki.requests[requests:]
            seen.act("back")
            await seen.idle()
            seen.act("reload")
            await seen.idle()
            assert place.listings() > 3
            assert seen.rows == place.truth("Latveja")
            await seen.explore("Daugpiļs")
            assert [visit.title for visit in seen.controller.history.visits] == [
                *("Daugpiļs", "Latveja", "Daugpiļs")
            ]

    place.run(scenario())


def test_what_is_stored_can_be_listed_anew(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("ASV")
            seen.controller.explore("sample", "ASV", follow=False)
            await seen.idle()
            assert seen.controller.visit
            stored = seen.controller.visit.exploration
        async with place.window() as seen:
            seen.window.commands.open_stored(stored)
            await seen.idle()
            seen.act("reload")
            await seen.idle()
            assert seen.controller.visit
            assert seen.controller.visit.title == "ASV"
            assert seen.controller.visit.exploration > stored
            assert seen.rows == place.truth("ASV", follow=False)

    place.run(scenario())


def test_many_pages_at_once_show_the_last_one(slow: Place) -> None:
    async def scenario() -> None:
        async with slow.window() as seen:
            chooser = random.Random(1)
            for title in ("P1", "P1000", "P1", "P7", "P1001"):
                seen.controller.explore("sample", title)
                for _turn in range(chooser.choice((0, 1, 50, 400))):
                    await asyncio.sleep(0)
            await seen.idle()
            assert seen.controller.tab.heading.title() == "P1001"
            assert seen.rows == slow.truth("P1001")
            seen.act("back")
            seen.act("back")
            seen.act("forward")
            await seen.idle()
            assert seen.controller.tab.heading.title() == "P1"  # which P7 leads to
            assert seen.rows == slow.truth("P1")

    slow.run(scenario())


# --- what goes wrong ------------------------------------------------------------------------------


def test_an_error_on_the_way_keeps_the_rows(slow: Place) -> None:
    truth = slow.truth("P1")
    slow.wiki.faults.add(Html(404, when=continues))

    async def scenario() -> None:
        async with slow.window() as seen:
            await seen.explore("P1")
            assert seen.at(Phase.UNFINISHED)
            assert "404" in seen.notice
            assert "Everything fetched so far is kept" in seen.notice
            assert 0 < len(seen.rows) < len(truth)
            press(seen.controller.tab.notice, "Resume")
            await seen.idle()
            assert seen.rows == truth
            assert not seen.notice

    slow.run(scenario())


def test_an_error_before_the_first_row(place: Place) -> None:
    place.wiki.faults.add(Html(404, when=lists))

    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("Daugpiļs")
            assert seen.at(Phase.IDLE)
            assert "404" in seen.notice
            assert set(buttons(seen.controller.tab.notice)) == {"Try again"}
            press(seen.controller.tab.notice, "Try again")
            await seen.idle()
            assert seen.rows == place.truth("Daugpiļs")

    place.run(scenario())


def test_the_earlier_list_is_at_hand_when_listing_anew_fails(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("Daugpiļs")
            rows = seen.rows
            place.wiki.faults.add(Html(403, when=lists))
            seen.controller.reload()
            await seen.idle()
            assert seen.controller.tab.model is None
            asked = len(place.wiki.requests)
            press(seen.controller.tab.notice, "Show the earlier list")
            await seen.idle()
            assert len(place.wiki.requests) == asked
            assert seen.rows == rows == place.truth("Daugpiļs")

    place.run(scenario())


def test_the_earlier_list_is_at_hand_when_listing_anew_is_stopped(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("Daugpiļs")
            rows = seen.rows
            place.wiki.faults.add(Delay(600, when=lists), Delay(600, when=lists))
            for _time in range(2):
                seen.act("reload")
                seen.act("stop")
                assert seen.at(Phase.IDLE)
                await idle()
                assert set(buttons(seen.controller.tab.notice)) == {
                    *("Try again", "Show the earlier list")
                }
            press(seen.controller.tab.notice, "Show the earlier list")
            await seen.idle()
            assert seen.rows == rows
            asked = place.listings()
            seen.act("reload")
            await until(lambda: place.listings() > asked)
            asked += 1  # and the window is closed before anything comes
        async with place.window() as seen:
            seen.window.start("", "")
            await seen.idle()
            assert seen.rows == rows
            assert place.listings() == asked

    place.run(scenario())


def test_back_is_where_one_was(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("Daugpiļs")
            tab = seen.controller.tab
            assert tab.model
            table = tab.model.table
            group = next(node for node in range(len(table)) if table.through(node))
            tab.model.set_open([group], True)
            await tab.model.sort_by("title", descending=True)
            tab.filter_bar.set_filter(Filter("a"))
            await until(lambda: tab.model and tab.model.filter == Filter("a"))
            tab.tree.selectRow(5)
            tab.tree.verticalScrollBar().setValue(40)
            view, titles = view_state(tab), shown_titles(tab)
            assert view
            assert view.opened
            await seen.explore("Latveja")
            assert shown_titles(tab) != titles
            seen.controller.step(-1)
            await seen.idle()
            await until(lambda: view_state(tab) == view)
            assert shown_titles(tab) == titles

    place.run(scenario())


def test_the_keys_go_on_in_the_list(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            seen.window.activateWindow()
            await until(seen.window.isActiveWindow)
            seen.controller.wiki = "sample"
            seen.top.field.enter()
            assert seen.top.field.hasFocus()
            seen.type_title("Daugpiļs")
            tree = seen.controller.tab.tree
            await until(tree.hasFocus)
            await until(lambda: seen.rows)
            assert tree.currentIndex().row() == 0
            assert not tree.selected_nodes()

    place.run(scenario())


def test_the_keys_stay_where_they_went_since(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            seen.window.activateWindow()
            await until(seen.window.isActiveWindow)
            seen.controller.wiki = "sample"
            seen.type_title("Daugpiļs")
            seen.act("title")
            await seen.idle()
            assert seen.top.field.hasFocus()
            await seen.explore("Latveja")
            assert seen.top.field.hasFocus()
            seen.act("back")
            await seen.idle()
            assert seen.rows == place.truth("Daugpiļs")
            assert seen.top.field.hasFocus()

    place.run(scenario())


def test_a_reset_connection_is_tried_again(slow: Place) -> None:
    truth = slow.truth("P1")
    slow.wiki.faults.add(Reset(when=continues))

    async def scenario() -> None:
        async with slow.window() as seen:
            await seen.explore("P1")
            assert seen.rows == truth

    slow.run(scenario())


def test_a_bug_is_told_and_the_tab_goes_on(slow: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    truth = slow.truth("P1")
    batches = 0
    real = Store.add

    def add(store: Store, *args: object) -> object:
        nonlocal batches
        batches += 1
        if batches == 3:
            raise ZeroDivisionError
        return real(store, *args)  # type: ignore[arg-type]

    async def scenario() -> None:
        async with slow.window() as seen:
            monkeypatch.setattr(Store, "add", add)
            await seen.explore("P1")
            assert seen.at(Phase.UNFINISHED)
            await until(lambda: slow.bugs)
            assert [type(bug["exception"]) for bug in slow.bugs] == [ZeroDivisionError]
            seen.act("resume")
            await seen.idle()
            assert seen.rows == truth

    slow.bugs_expected = 1
    slow.run(scenario())


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("[[", "cannot be a title"),
        ("A|B", "cannot be a title"),
        ("Special:RecentChanges", "special page"),
    ],
)
def test_titles_that_cannot_be_listed(place: Place, typed: str, words: str) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore(typed)
            assert words in seen.notice
            assert seen.at(Phase.IDLE)
            assert not buttons(seen.controller.tab.notice)

    place.run(scenario())


def test_a_title_of_another_wiki_leads_there(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("ltg:Reiga")
            assert "another wiki" in seen.notice
            assert "Go to that wiki" in buttons(seen.controller.tab.notice)

    place.run(scenario())


def test_an_address_switches_the_wiki(place: Place) -> None:
    with SampleWiki() as other:

        async def scenario() -> None:
            async with place.window() as seen:
                await seen.explore("Daugpiļs")
                assert seen.controller.wiki == "sample"
                await seen.explore(other.page_url("Latveja"))
                assert seen.controller.wiki == other.api_url
                assert seen.top.chooser.current_wiki == other.api_url
                assert seen.rows == place.truth("Latveja")
                seen.type_title("Reiga")
                await seen.idle()
                assert seen.controller.visit
                assert seen.controller.visit.wiki == other.api_url
                await seen.explore(place.wiki.page_url("Daugpiļs"), other.api_url)
                assert seen.controller.visit.wiki == "sample"

        place.run(scenario())


def test_an_address_needs_no_other_wiki(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore(place.wiki.page_url("Daugpiļs"), "http://127.0.0.1:9/")
            assert seen.rows == place.truth("Daugpiļs")

    place.run(scenario())


def test_no_wiki_is_chosen_yet(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("Daugpiļs", "")
            assert "Choose a wiki" in seen.notice

    place.run(scenario())


def test_a_red_link(slow: Place) -> None:
    async def scenario() -> None:
        async with slow.window() as seen:
            await seen.explore("P9999")
            assert "does not exist" in shown_text(seen)

    slow.run(scenario())


# --- groups ---------------------------------------------------------------------------------------


def test_a_group_that_is_opened_is_fetched_next(slow: Place) -> None:
    async def scenario() -> None:
        async with slow.window() as seen:
            seen.controller.explore("sample", "P1")
            await until(lambda: seen.controller.phase == Phase.LISTING)
            model, tree = seen.controller.tab.model, seen.controller.tab.tree
            assert model
            row = max(row for row in seen.rows if row.kinds & Kind.REDIRECT)
            tree.set_open(next(n for n in range(len(model.table)) if model.row(n) == row), True)
            await seen.idle()
            asked = [
                request.get("pageids") for request in slow.wiki.requests if "pageids" in request
            ]
            assert str(row.page_id) in asked[:2]
            assert seen.rows == slow.truth("P1")

    slow.run(scenario())


def test_a_group_that_is_opened_while_nothing_is_fetched_comes_first(slow: Place) -> None:
    async def scenario() -> None:
        async with slow.window() as seen:
            await unfinished(seen)
            model, tree = seen.controller.tab.model, seen.controller.tab.tree
            assert model
            row = max(row for row in seen.rows if row.kinds & Kind.REDIRECT)
            tree.set_open(next(n for n in range(len(model.table)) if model.row(n) == row), True)
            asked = len(slow.wiki.requests)
            seen.act("resume")
            await seen.idle()
            groups = [each["pageids"] for each in slow.wiki.requests[asked:] if "pageids" in each]
            assert groups[0].split("|")[0] == str(row.page_id)
            assert seen.rows == slow.truth("P1")

    slow.run(scenario())


# --- check marks ----------------------------------------------------------------------------------


def checked(seen: Seen) -> set[str]:
    model = seen.controller.tab.model
    assert model
    return {model.row(int(node)).title for node in model.table.checked()}


def test_check_marks_stay(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("Daugpiļs")
            model = seen.controller.tab.model
            assert model
            model.set_checked([1, 3, 5], True)
            model.set_checked([3], False)
            marks = {model.row(1).title, model.row(5).title}
            seen.act("reload")
            await seen.idle()
            assert checked(seen) == marks
            await seen.explore("Latveja")
            assert checked(seen) == set()
            seen.act("back")
            await seen.idle()
            assert checked(seen) == marks
            assert model
            model = seen.controller.tab.model
            assert model
            model.set_checked([7], True)  # and the window is closed at once
            marks |= {model.row(7).title}
        async with place.window() as seen:
            await seen.explore("Daugpiļs")
            assert checked(seen) == marks

    place.run(scenario())


def test_w7_marks_are_undone_after_a_reload_and_after_going_back(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("Daugpiļs")
            model = seen.controller.tab.model
            assert model
            model.set_checked([1], True)
            marks = {model.row(1).title}
            model.set_checked([3, 5], True)
            seen.act("reload")
            await seen.idle()
            assert len(checked(seen)) == 3
            seen.act("undo")
            assert checked(seen) == marks
            await seen.explore("Latveja")
            assert not seen.find(QAction, "undo").isEnabled()
            assert not seen.find(QAction, "redo").isEnabled()
            seen.act("back")
            await seen.idle()
            seen.act("redo")
            assert len(checked(seen)) == 3
            seen.act("undo")
            seen.act("undo")
            assert checked(seen) == set()
            assert not seen.find(QAction, "undo").isEnabled()

    place.run(scenario())


def test_w7_a_mark_shows_in_every_tab_that_lists_the_page(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("Daugpiļs")
            first = seen.controller.tab.model
            seen.act("new_tab")
            await seen.explore("Daugpiļs")
            second = seen.controller.tab.model
            assert first
            assert second
            assert first is not second
            second.set_checked([3], True)
            assert first.table.is_checked(3)
            first.set_checked([3], False)
            assert not second.table.is_checked(3)
            seen.act("new_tab")
            await seen.explore("Latveja")
            other = seen.controller.tab.model
            assert other
            second.set_checked(range(len(second.table)), True)
            assert not len(other.table.checked())

    place.run(scenario())


# --- several tabs ---------------------------------------------------------------------------------


def test_two_tabs_list_in_turn_and_one_is_closed(slow: Place) -> None:
    truth = slow.truth("P1")

    async def scenario() -> None:
        async with slow.window() as seen:
            first = seen.controller
            first.explore("sample", "P1")
            seen.act("new_tab")
            second = seen.controller
            assert first is not second
            second.explore("sample", "P1")
            seen.act("new_tab")
            third = seen.controller
            third.explore("sample", "P3")
            await until(lambda: second.phase == first.phase == third.phase == Phase.LISTING)
            seen.tabs.close_tab(0)
            await until(lambda: second.phase not in BUSY and third.phase not in BUSY)
            assert seen.rows == slow.truth("P3")
            seen.tabs.setCurrentIndex(0)
            assert seen.controller is second
            assert seen.rows == truth

    slow.run(scenario())


async def unfinished(seen: Seen) -> int:
    """Begin a list and stop it; gives the id of its exploration."""
    seen.controller.explore("sample", "P1")
    await until(lambda: seen.at(Phase.LISTING))
    seen.act("stop")
    await seen.idle()
    assert seen.at(Phase.UNFINISHED)
    assert seen.controller.visit
    return seen.controller.visit.exploration


def test_a_stored_list_is_opened_in_the_tab_that_shows_it(slow: Place) -> None:
    async def scenario() -> None:
        async with slow.window() as seen:
            stored = await unfinished(seen)
            seen.act("new_tab")
            await idle()
            seen.window.commands.open_stored(stored)
            assert seen.tabs.currentIndex() == 0
            assert seen.at(Phase.UNFINISHED)
            seen.act("new_tab")
        async with slow.window() as seen:
            seen.window.start("sample", "")
            assert seen.tabs.currentIndex() == 1
            seen.window.commands.open_stored(stored, resume=True)  # the tab was not looked at yet
            await seen.idle()
            assert seen.tabs.currentIndex() == 0
            assert seen.at(Phase.COMPLETE)
            assert seen.rows == slow.truth("P1")

    slow.run(scenario())


def test_a_list_is_fetched_in_one_tab_only(slow: Place) -> None:
    truth = slow.truth("P1")

    async def scenario() -> None:
        async with slow.window() as seen:
            stored = await unfinished(seen)
            await seen.explore("P1000")
            first = seen.controller
            seen.act("new_tab")
            seen.window.commands.open_stored(stored)
            await seen.idle()
            second = seen.controller
            first.step(-1)
            await until(lambda: first.phase == Phase.UNFINISHED)
            seen.tabs.setCurrentIndex(1)
            first.resume()
            second.resume()
            await until(lambda: seen.controller is first)
            await seen.idle()
            assert seen.rows == truth
            second.resume()
            seen.tabs.setCurrentIndex(1)
            await seen.idle()
            assert seen.at(Phase.COMPLETE)
            assert seen.rows == truth

    slow.run(scenario())


# --- waits ----------------------------------------------------------------------------------------


def test_a_wait_is_told_with_who_asked_for_it(place: Place) -> None:
    place.wiki.faults.add(TooManyRequests("600", when=lists))

    async def scenario() -> None:
        async with place.window() as seen:
            seen.controller.explore("sample", "Daugpiļs")
            await until(lambda: "asked by the wiki" in seen.status)
            assert "Waiting 600 s" in seen.status
            seen.act("stop")
            await seen.idle()
            assert "Waiting" not in seen.status

    place.run(scenario())


def test_a_wait_while_a_wiki_is_opened_is_told(place: Place) -> None:
    place.wiki.faults.add(TooManyRequests("600"))

    async def scenario() -> None:
        async with place.window() as seen:
            seen.controller.explore("sample", "Daugpiļs")
            await until(lambda: "asked by the wiki" in seen.status)
            seen.act("stop")
            await idle()
            assert seen.at(Phase.IDLE)

    place.run(scenario())


def test_requests_are_counted_that_this_list_took(slow: Place) -> None:
    async def scenario() -> None:
        async with slow.window() as seen:
            await seen.explore("P3")
            alone = seen.controller.status().requests
            seen.controller.explore("sample", "P1")
            seen.act("new_tab")
            await seen.explore("P3")
            assert seen.controller.status().requests == alone
            asked = slow.listings()
            seen.tabs.setCurrentIndex(0)
            async for _found in seen.session.suggest("sample", "P"):
                pass
            await seen.idle()
            requests = seen.controller.status().requests
            assert slow.listings() - asked < requests == slow.listings() - 2 * alone

    slow.run(scenario())


def test_counts_are_of_this_list(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("Daugpiļs")
            before = seen.status
            async for _found in seen.session.suggest("sample", "Dau"):
                pass
            seen.tabs.changed.emit()
            assert seen.status == before
            assert said(seen.controller.tab.notice) == ""

    place.run(scenario())
