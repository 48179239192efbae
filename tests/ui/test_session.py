# SPDX-License-Identifier: MIT
"""The wikis that the tabs share: opened once, asked by new settings, closed in time."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.samplewiki import SampleWiki
from tests.samplewiki.faults import Delay, Html
from tests.ui.asking import idle, run, until
from tests.ui.place import is_opening_a_wiki
from wikilinks_gui.errors import AddressError, NetworkError, NoWikiError
from wikilinks_gui.settings import Folders, Settings
from wikilinks_gui.store.store import Store
from wikilinks_gui.wikis.session import Session


@pytest.fixture
def wiki() -> Iterator[SampleWiki]:
    with SampleWiki() as wiki:
        yield wiki


def new_session(folder: Path, wiki: SampleWiki) -> Session:
    return Session(
        Folders.below(folder), Settings(), None, lambda: wiki.api_url, lambda where, wait: None
    )


def test_a_wiki_is_opened_once_by_whatever_address(
    qapp: QApplication, tmp_path: Path, wiki: SampleWiki
) -> None:
    async def scenario() -> None:
        session = new_session(tmp_path, wiki)
        first, second = await asyncio.gather(
            session.open_wiki(wiki.url), session.open_wiki(wiki.url)
        )
        assert first is second
        requests = len(wiki.requests)
        for address in (wiki.page_url("Daugpiļs"), wiki.api_url, first.wiki.key, wiki.url):
            assert await session.open_wiki(address) is first
            assert await session.open_wiki(address, stored=True) is first
        assert len(wiki.requests) == requests
        sample = await session.open_wiki("sample")
        assert sample is not first
        assert sample.wiki.key == "sample"
        await session.close()

    run(qapp, scenario())


def test_what_failed_is_tried_again(qapp: QApplication, tmp_path: Path, wiki: SampleWiki) -> None:
    async def scenario() -> None:
        session = new_session(tmp_path, wiki)
        with pytest.raises(AddressError):
            await session.open_wiki("no address")
        with pytest.raises(NetworkError):
            await session.open_wiki("http://127.0.0.1:9/")
        wiki.faults.add(Html(404))
        with pytest.raises(NoWikiError):
            await session.open_wiki("sample")
        assert (await session.open_wiki("sample")).wiki.key == "sample"
        await session.close()

    run(qapp, scenario())


def test_who_waits_may_give_up(qapp: QApplication, tmp_path: Path, wiki: SampleWiki) -> None:
    wiki.faults.add(Delay(0.3))

    async def scenario() -> None:
        session = new_session(tmp_path, wiki)
        waiting = asyncio.ensure_future(session.open_wiki("sample"))
        await until(lambda: wiki.requests)
        other = asyncio.ensure_future(session.open_wiki("sample"))
        await idle()
        waiting.cancel()
        assert (await other).wiki.key == "sample"
        assert waiting.cancelled()
        assert len(wiki.requests) == 1
        await session.close()

    run(qapp, scenario())


def test_w11_an_attempt_ends_soon_after_nobody_waits_for_it(
    qapp: QApplication, tmp_path: Path, wiki: SampleWiki
) -> None:
    wiki.faults.add(Delay(600))

    async def scenario() -> None:
        session = new_session(tmp_path, wiki)
        waiting = asyncio.ensure_future(session.open_wiki("sample"))
        await until(lambda: wiki.requests)
        waiting.cancel()
        await until(lambda: not is_opening_a_wiki())
        assert (await session.open_wiki("sample")).wiki.key == "sample"
        await session.close()

    run(qapp, scenario())


def test_a_wiki_that_is_being_opened_is_opened_again_for_new_settings(
    qapp: QApplication, tmp_path: Path, wiki: SampleWiki
) -> None:
    wiki.faults.add(Delay(0.3))

    async def scenario() -> None:
        session = new_session(tmp_path, wiki)
        waiting = asyncio.ensure_future(session.open_wiki("sample"))
        await until(lambda: wiki.requests)
        session.use_settings(Settings("me@example.org"))
        old, new = await waiting, await session.open_wiki("sample")
        assert old is not new
        assert await session.open_wiki("sample") is new
        agents = [request.headers["User-Agent"] for request in wiki.requests]
        assert ["me@example.org" in agent for agent in agents] == [False, True]
        session.use_settings(Settings("you@example.org"))
        again = await session.open_wiki("sample")
        assert again.worker is new.worker  # one thread lists a wiki, whatever the settings
        await session.close()

    run(qapp, scenario())


def test_what_is_stored_of_a_wiki_does_for_its_lists_and_not_for_new_ones(
    qapp: QApplication, tmp_path: Path, wiki: SampleWiki
) -> None:
    async def scenario() -> None:
        session = new_session(tmp_path, wiki)
        key = (await session.open_wiki(wiki.api_url)).wiki.key
        await session.close()
        with closing(sqlite3.connect(session.folders.store)) as db, db:
            db.execute("UPDATE wiki SET read_at = '2020-01-01T00:00:00+00:00'")
        wiki.requests.clear()
        wiki.faults.add(Delay(600))
        session = new_session(tmp_path, wiki)
        fresh = asyncio.ensure_future(session.open_wiki(key))  # hangs
        stored = await session.open_wiki(key, stored=True)
        assert not stored.fresh
        assert not fresh.done()
        fresh.cancel()
        await session.close()

    run(qapp, scenario())


def test_what_was_changed_is_written_before_the_end(
    qapp: QApplication, tmp_path: Path, wiki: SampleWiki
) -> None:
    async def scenario() -> None:
        session = new_session(tmp_path, wiki)
        kept = asyncio.ensure_future(session.desk.do(lambda store: store.save_wiki("a", "b", {})))
        await asyncio.sleep(0)
        await session.close()
        with Store(session.folders.store) as store:
            assert store.wiki("a")
        await kept

    run(qapp, scenario())
