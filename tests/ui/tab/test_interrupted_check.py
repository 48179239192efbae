# SPDX-License-Identifier: MIT
"""A check of where links come from that something interrupts, in the real window."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.samplewiki import SampleWiki
from tests.samplewiki.faults import Delay, Maxlag, Reset, TooManyRequests
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


def known(seen: Seen) -> int:
    """Return how many pages were checked."""
    model = seen.controller.tab.model
    assert model
    return model.table.pages_of(model.table.origins != Origin.UNKNOWN)


async def half_checked(seen: Seen) -> None:
    """Check until half of the pages are known; the reply with the others takes long."""
    await seen.explore(TITLE)
    seen.controller.check.check()
    await until(lambda: known(seen) == 50)


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
            await half_checked(seen)
            await until(lambda: seen.status.startswith("Waiting"))
            await checked(seen)
            assert known(seen) == PAGES
            assert not seen.notice

    place.run(scenario())


def test_the_window_closes_at_once_and_the_rest_can_be_checked_later(place: Place) -> None:
    async def scenario() -> None:
        place.wiki.faults.add(Delay(LONG, when=is_rest))
        async with place.window() as seen:
            await half_checked(seen)
        async with place.window() as seen:
            await shown_again(seen)
            assert known(seen) == 50
            assert f"Check {PAGES - 50} pages: at most 4 requests" in buttons(
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
            await half_checked(seen)
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
            await half_checked(seen)
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
