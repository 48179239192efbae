# SPDX-License-Identifier: MIT
"""Closing the window while a request hangs: it ends at once, and loses nothing."""

import re
import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import COMPLETE, Start
from tests.e2e.desktop import wait_until
from tests.e2e.program import Program
from tests.e2e.rows import links, listing, top, wait_shown
from tests.e2e.test_stopping import TITLE, hang, wait_for_requests
from tests.samplewiki import SampleWiki
from tests.samplewiki.faults import Delay
from tests.wiki.truth import Tables

HANG = 5.0
"""Seconds after which an end counts as one that hangs; it takes some tenths."""


def by_signal(number: int) -> Callable[[Program], None]:
    return lambda window: window.process.send_signal(number)


def by_key(key: str) -> Callable[[Program], None]:
    return lambda window: window.press(key)


WAYS = {
    "window manager": by_key("alt+F4"),
    "ctrl+q": by_key("ctrl+q"),
    "SIGTERM": by_signal(signal.SIGTERM),
    "SIGINT": by_signal(signal.SIGINT),
}


def check_end(window: Program, end: Callable[[Program], None]) -> None:
    """End it; the status must be 0 and the time short."""
    began = time.monotonic()
    end(window)
    assert window.wait() == 0
    seconds = time.monotonic() - began
    print(f"ended after {seconds:.2f} s")  # noqa: T201 - pytest -rP shows it
    assert seconds < HANG


def check_store(basedir: Path) -> None:
    with closing(sqlite3.connect(basedir / "data" / "explorations.sqlite")) as store:
        assert store.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert store.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize("way", WAYS)
def test_while_a_list_hangs(
    way: str, start: Start, small_replies: SampleWiki, bundled: Tables, tmp_path: Path
) -> None:
    wiki = small_replies
    hang(wiki)
    window = start(TITLE, "--wiki", wiki.api_url)
    wait_for_requests(wiki)
    wait_until(lambda: links(window).rows > 0, "rows came")
    rows = links(window).rows
    check_end(window, WAYS[way])
    check_store(tmp_path / "data")

    again = start()
    again.wait_for_log("listing: unfinished")
    wait_until(lambda: links(again).rows == rows, "what came is there again")
    again.press("ctrl+j")
    again.wait_for_log(COMPLETE)
    wait_shown(again, top(listing(bundled, TITLE)))


def test_while_the_wiki_is_opened(start: Start, sample: SampleWiki, tmp_path: Path) -> None:
    """The very first request hangs, before there is a list."""
    sample.faults.add(Delay(60))
    window = start(TITLE, "--wiki", sample.api_url)
    wait_until(lambda: sample.requests, "the wiki is asked")
    check_end(window, by_signal(signal.SIGTERM))
    check_store(tmp_path / "data")


def test_while_suggestions_hang(start: Start, sample: SampleWiki, tmp_path: Path) -> None:
    window = start("Daugpiļs", "--wiki", sample.api_url)
    window.wait_for_log(COMPLETE)
    asked = len(sample.requests)
    sample.faults.add(Delay(60))
    window.field("Title").type("Re")
    wait_until(lambda: len(sample.requests) > asked, "suggestions are asked for")
    check_end(window, by_key("ctrl+q"))
    check_store(tmp_path / "data")


def test_w30_a_second_program_on_the_folder_hands_over(
    start: Start, launch: Any, sample: SampleWiki, tmp_path: Path
) -> None:
    """Its page is shown in the first one's window, in a tab; once more, in the same."""
    window = start("Daugpiļs", "--wiki", sample.api_url)
    window.wait_for_log(COMPLETE)
    for title in ("Latveja", "Latveja", "Daugpiļs"):
        second = launch(
            *("-m", "wikilinks_gui", title, "--wiki", sample.api_url),
            *("--basedir", str(tmp_path / "data")),
        )
        assert second.wait() == 0
        window.find("frame", re.compile(title))
    assert [tab.name for tab in window.find_all("tab")] == ["Daugpiļs", "Latveja"]
    assert window.terminate() == 0
    again = start()
    again.find("tab", "Latveja")
    assert [tab.name for tab in again.find_all("tab")] == ["Daugpiļs", "Latveja"]
