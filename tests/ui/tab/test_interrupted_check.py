# SPDX-License-Identifier: MIT
"""A check of where links come from that something interrupts, in the real window."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from tests.samplewiki import SampleWiki
from tests.samplewiki.faults import ApiError, Delay, Maxlag, Reset, TooManyRequests
from tests.ui.asking import until
from tests.ui.place import Place, Seen, buttons
from wikilinks_gui.samplewiki.request import Request
from wikilinks_gui.store.store import Store
from wikilinks_gui.table.origin import Origin
from wikilinks_gui.ui.tab.visit import Phase, Visit

TITLE, PAGES = "Daugpiļs", 95
LONG = 60.0
"""Seconds until a reply that no test waits for."""


@pytest.fixture
def place(qapp: QApplication, tmp_path: Path) -> Iterator[Place]:
    with SampleWiki() as wiki:
        yield Place(qapp, tmp_path, wiki)


def is_rest(request: Request) -> bool:
    """Return whether it is for the pages that are left by the first 50."""
    return "pageids" in request and len(request["pageids"].split("|")) == PAGES - 50


def asked_for(requests: Iterable[Request]) -> set[str]:
    """Return the ids of the pages that some requests are for."""
    return {each for request in requests for each in request.get("pageids", "").split("|")}


def known(seen: Seen) -> int:
    """Return how many pages were checked."""
    model = seen.controller.tab.model
    assert model
    return model.table.pages_of(model.table.origins != Origin.UNKNOWN)


async def half_checked(place: Place, seen: Seen) -> None:
    """Check until half of the pages are known; the reply with the others has a fault."""
    await seen.explore(TITLE)
    waiting = len(place.wiki.faults)
    seen.controller.check.check()
    await until(lambda: known(seen) == 50 and len(place.wiki.faults) < waiting)


async def shown_again(seen: Seen) -> None:
    """Wait until the list that was shown last is shown again."""
    seen.window.start("", "")
    await until(lambda: seen.at(Phase.COMPLETE))
    await seen.settled()


async def checked(seen: Seen) -> None:
    """Wait until nothing is being checked."""
    await until(lambda: not seen.controller.check.is_running)


def test_a_wiki_that_is_busy_is_waited_for(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            place.wiki.faults.add(
                TooManyRequests("1", when=is_rest),
                Maxlag(retry_after="1", when=is_rest),
                Reset(when=is_rest),
            )
            await half_checked(place, seen)
            await until(lambda: seen.status.startswith("Waiting"))
            await checked(seen)
            assert known(seen) == PAGES
            assert not seen.notice

    place.run(scenario())


def test_what_was_stopped_is_resumed_as_a_listing_is(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            place.wiki.faults.add(Delay(LONG, when=is_rest))
            await half_checked(place, seen)
            assert not seen.find(QAction, "resume").isEnabled()
            seen.act("stop")
            await checked(seen)
            await until(lambda: seen.status.startswith("Check stopped"))
            assert known(seen) == 50
            seen.act("resume")
            await checked(seen)
            assert known(seen) == PAGES
            await until(lambda: seen.status.startswith("Complete"))
            assert not seen.find(QAction, "resume").isEnabled()

    place.run(scenario())


def test_the_window_closes_at_once_and_the_rest_can_be_checked_later(place: Place) -> None:
    async def scenario() -> None:
        place.wiki.faults.add(Delay(LONG, when=is_rest))
        async with place.window() as seen:
            await half_checked(place, seen)
        async with place.window() as seen:
            await shown_again(seen)
            assert known(seen) == 50
            assert f"Check {PAGES - 50} pages: at most 4 requests + 1 per doubt" in buttons(
                seen.controller.tab.origin_bar
            )
            seen.controller.check.check()
            await checked(seen)
            assert known(seen) == PAGES

    place.run(scenario())


def test_a_tab_that_is_closed_checks_nothing_more(place: Place) -> None:
    async def scenario() -> None:
        place.wiki.faults.add(Delay(LONG, when=is_rest))
        async with place.window() as seen:
            await half_checked(place, seen)
            exploration = seen.controller.visit.exploration if seen.controller.visit else 0
            seen.act("new_tab")
            seen.tabs.setCurrentIndex(0)
            seen.act("close_tab")
            again = seen.tabs.add("sample")
            again.go(Visit("", "", exploration=exploration))
            await until(lambda: again.phase == Phase.COMPLETE)
            seen.tabs.setCurrentWidget(again.tab)
            assert known(seen) == 50
            again.check.check()
            await checked(seen)
            assert known(seen) == PAGES

    place.run(scenario())


def test_a_list_that_is_deleted_meanwhile_is_left(place: Place) -> None:
    async def scenario() -> None:
        place.wiki.faults.add(Delay(LONG, when=is_rest))
        async with place.window() as seen:
            await half_checked(place, seen)
            assert seen.controller.visit
            exploration = seen.controller.visit.exploration
            seen.controller.forget([exploration])
            await seen.session.delete([exploration])
            assert not seen.controller.check.is_running
            assert seen.notice == "This list was deleted."
            assert not buttons(seen.controller.tab.origin_bar)

    place.run(scenario())


def test_two_tabs_may_check_the_same_list(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore(TITLE)
            first = seen.controller
            assert first.visit
            second = seen.tabs.add("sample")
            second.go(Visit("", "", exploration=first.visit.exploration))
            await until(lambda: second.phase == Phase.COMPLETE)
            first.check.check()
            second.check.check()
            await until(lambda: not first.check.is_running and not second.check.is_running)
            for each in (first, second):
                seen.tabs.setCurrentWidget(each.tab)
                assert known(seen) == PAGES

    place.run(scenario())


def test_without_a_network_what_is_stored_is_shown(place: Place) -> None:
    async def scenario() -> None:
        place.wiki.faults.add(Delay(LONG, when=is_rest))
        with SampleWiki(faults=[Delay(LONG, when=is_rest)]) as other:
            async with place.window() as seen:
                await seen.explore(TITLE, other.api_url)
                seen.controller.check.check()
                await until(lambda: known(seen) == 50)
        async with place.window() as seen:
            await shown_again(seen)
            assert known(seen) == 50
            seen.controller.check.check()
            await checked(seen)
            assert "cannot be reached" in seen.notice
            assert [*buttons(seen.controller.tab.notice)] == ["Resume"]
            assert known(seen) == 50

    place.run(scenario())


def test_a_second_check_that_failed_is_resumed_where_it_was(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore(TITLE)
            check, model = seen.controller.check, seen.controller.tab.model
            assert model
            check.check(most_doubtful=0)
            await checked(seen)
            place.wiki.faults.add(ApiError("readapidenied", when=is_rest))
            check.check(np.arange(len(model.table), dtype=np.int32), most_doubtful=0)
            await checked(seen)
            assert "Everything checked so far is kept." in seen.notice
            before = place.wiki.requests[:]
            refused = asked_for(list(filter(is_rest, before))[-1:])
            seen.press(seen.controller.tab.notice, "Resume")
            await checked(seen)
            assert len(refused) == PAGES - 50
            assert refused <= asked_for(place.wiki.requests[len(before) :])
            assert not seen.notice

    place.run(scenario())


def test_what_was_known_of_a_list_that_has_gone_is_forgotten(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, with_origins = threading.Event(), Store.pages_with_origins

    def hold(store: Store, exploration: int) -> list[int]:
        held.wait()
        return with_origins(store, exploration)

    monkeypatch.setattr(Store, "pages_with_origins", hold)

    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore(TITLE)
            check, tab = seen.controller.check, seen.controller.tab
            check.check(most_doubtful=0)
            await checked(seen)
            seen.act("reload")
            await until(lambda: check.can_check)
            check.check(most_doubtful=0)  # while it is still read what was known
            seen.controller.explore_title("Latgola")
            await until(lambda: tab.model is not None)
            held.set()
            await seen.idle()
            await seen.settled()
            state = check.state()
            assert not state.is_again
            assert state.offered == state.pages != PAGES

    place.run(scenario())


def test_a_check_leaves_what_can_be_undone(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore(TITLE)
            seen.act("mark_shown")
            marked = seen.notice
            seen.controller.check.check(most_doubtful=0)
            await checked(seen)
            assert seen.notice == marked != ""

    place.run(scenario())


KILLED = """
import asyncio, sys
from tests.ui.asking import until
from wikilinks_gui import app
from wikilinks_gui.cli.main import read_arguments
from wikilinks_gui.table.origin import Origin
from wikilinks_gui.ui.tab.tabs import Tabs
from wikilinks_gui.ui.tab.visit import Phase
from wikilinks_gui.ui.window.window import MainWindow

class Checking(MainWindow):
    def start(self, wiki, title):
        super().start(wiki, title)
        self.task = asyncio.ensure_future(self.check())

    async def check(self):
        controller = self.findChild(Tabs).controller
        controller.explore(sys.argv[2], sys.argv[3])
        await until(lambda: controller.phase == Phase.COMPLETE)
        controller.check.check()
        table = controller.tab.model.table
        await until(lambda: table.pages_of(table.origins != Origin.UNKNOWN) == 50)
        print("half", flush=True)

vars(app)["MainWindow"] = Checking
sys.exit(app.run_window(read_arguments(["--basedir", sys.argv[1]])))
"""


def test_after_a_kill_what_was_checked_is_there(place: Place) -> None:
    folder = place.folders.data.parent
    with SampleWiki(faults=[Delay(LONG, when=is_rest)]) as wiki:
        environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
        environment["PYTHONPATH"] = str(Path(__file__).parents[3])
        with subprocess.Popen(
            [sys.executable, "-c", KILLED, str(folder), wiki.api_url, TITLE],
            env=environment,
            stdout=subprocess.PIPE,
        ) as process:
            assert process.stdout
            assert process.stdout.readline() == b"half\n"
            while len(wiki.faults):  # else the next program's request would take long
                assert process.poll() is None
            process.kill()

        with Store(place.folders.store) as store:
            (exploration,) = store.explorations()

        async def scenario() -> None:
            async with place.window() as seen:
                seen.controller.go(Visit("", "", exploration=exploration.id))
                await seen.idle()
                await seen.settled()
                assert known(seen) == 50
                seen.controller.check.check()
                await checked(seen)
                assert known(seen) == PAGES

        place.run(scenario())
