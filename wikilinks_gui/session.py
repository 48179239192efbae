# SPDX-License-Identifier: MIT
"""What all tabs of the window share: the wikis that are open, and the desk's store.

Everything here runs in the thread of the event loop and waits for threads beside it.
"""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from wikilinks_gui.background import Worker, in_thread
from wikilinks_gui.connector import SAMPLE, Connector, Wiki
from wikilinks_gui.errors import NothingStoredError
from wikilinks_gui.mediawiki.pace import Wait
from wikilinks_gui.mediawiki.search import Suggestion, suggest
from wikilinks_gui.settings import Folders, Settings, contact_of
from wikilinks_gui.store.store import Store


@dataclass(frozen=True, slots=True)
class OpenWiki:
    """A wiki, and the thread in which it is listed."""

    wiki: Wiki
    worker: Worker


class Session:
    """The wikis that are open, each with a thread and a store connection of its own.

    ``desk`` does what is asked of the store beside the listings: it never waits for a wiki.
    ``start_sample`` serves the sample wiki and gives its address; ``on_wait`` is told, in any
    thread, of a host and a wait that began there.
    """

    def __init__(
        self,
        folders: Folders,
        settings: Settings,
        contact: str | None,
        start_sample: Callable[[], str],
        on_wait: Callable[[str, Wait], None],
    ) -> None:
        self.folders = folders
        self.settings = settings
        self.desk = Worker("desk", self._open_store)
        self._given_contact = contact
        self._start_sample = start_sample
        self._on_wait = on_wait
        self._opening: dict[str, asyncio.Task[OpenWiki]] = {}  # by address
        self._open: dict[str, OpenWiki] = {}  # by key
        self._ending = threading.Event()

    @property
    def contact(self) -> str:
        """Who asks the wikis; "" where that is not known."""
        return contact_of(self.settings, self._given_contact)

    def use_settings(self, settings: Settings) -> None:
        """Open wikis as new settings want it from now on."""
        self.settings = settings
        self._opening.clear()
        self._open.clear()

    async def open_wiki(self, address: str, *, stored: bool = False) -> OpenWiki:
        """Open the wiki of a page's address, or the sample wiki (:data:`.connector.SAMPLE`).

        ``stored``: what is known of it will do, however old; no request is made then. Raises
        AddressError, WikiErrors, StoreErrors.
        """
        task = self._opening.get(address)
        if task is None or (task.done() and (task.cancelled() or task.exception())):
            task = asyncio.ensure_future(self._find(address, stored))
            self._opening[address] = task
        return await asyncio.shield(task)  # who waits may give up; the wiki is opened all the same

    async def suggest(self, address: str, text: str) -> AsyncIterator[list[Suggestion]]:
        """Suggest pages of a wiki; what was begun is stopped when nobody waits any more."""
        opened = await self.open_wiki(address)
        stop = threading.Event()
        answers = suggest(opened.wiki.client, opened.wiki.site, text, stop=stop)
        try:
            while (found := await in_thread(lambda: next(answers, None), "suggest")) is not None:
                yield found
        finally:
            stop.set()

    def close(self) -> None:
        """Stop what is being opened; the threads end with the program."""
        self._ending.set()

    async def _find(self, address: str, stored: bool) -> OpenWiki:
        wiki = await in_thread(lambda: self._connect(address, stored), "open wiki")
        if wiki.key in self._open:
            wiki.client.close()
        else:
            self._open[wiki.key] = OpenWiki(wiki, Worker(f"list {wiki.key}", self._open_store))
        return self._open[wiki.key]

    def _connect(self, address: str, stored: bool) -> Wiki:
        """Open a wiki, in any thread."""
        key = SAMPLE if address == SAMPLE else None
        host = ""
        with self._open_store() as store:
            connector = Connector(
                store, self.settings, self.contact, on_wait=lambda wait: self._on_wait(host, wait)
            )
            if key:
                address = self._start_sample()
            wiki = None
            if stored and not key:
                with contextlib.suppress(NothingStoredError):
                    wiki = connector.open_stored(address)
            if wiki is None:
                wiki = connector.open(address, key, stop=self._ending)
        host = wiki.client.host
        return wiki

    def _open_store(self) -> Store:
        return Store(self.folders.store)
