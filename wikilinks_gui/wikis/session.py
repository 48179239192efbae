# SPDX-License-Identifier: MIT
"""What all tabs of the window share: the wikis that are open, and the desk's store.

Everything here runs in the thread of the event loop and waits for threads beside it.
"""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass

from wikilinks_gui.errors import (
    AddressError,
    NothingStoredError,
    StoreDamagedError,
    WikilinksError,
)
from wikilinks_gui.mediawiki.address import is_address, is_same_server, with_scheme
from wikilinks_gui.mediawiki.endpoint import is_certainly_of, named_page
from wikilinks_gui.mediawiki.pace import Wait
from wikilinks_gui.mediawiki.search import Suggestion, suggest
from wikilinks_gui.mediawiki.titleinput import find_title
from wikilinks_gui.settings import Folders, Settings, contact_of
from wikilinks_gui.store.store import Store
from wikilinks_gui.tasks import Worker, in_thread
from wikilinks_gui.wikis.connector import SAMPLE, Connector, Wiki

LAST_WAIT = 0.5
"""Seconds for the store to finish its writing before the program ends."""


@dataclass(frozen=True, slots=True)
class OpenWiki:
    """A wiki, and the thread in which it is listed."""

    wiki: Wiki
    worker: Worker[Store]
    fresh: bool  # False: what it says of itself may be old, enough to show what is stored


@dataclass(slots=True)
class _Attempt:
    """A wiki that is being opened, and how many wait for it."""

    stop: threading.Event
    task: asyncio.Task[OpenWiki]
    waiting: int = 0


class Session:
    """The wikis that are open, each with a thread and a store connection of its own.

    ``desk`` does what is asked of the store beside the listings: it never waits for a wiki.
    ``start_sample`` serves the sample wiki and gives its address; ``on_wait`` is told, in any
    thread, of a wait that began, and where: at a host, or at the address that is being opened.
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
        self._attempts: dict[tuple[str, bool], _Attempt] = {}  # address, stored
        self._wikis: dict[str, OpenWiki] = {}  # by key
        self._arrived: dict[str, str] = {}  # where addresses led, by address
        self._spoken_of: set[str] = set()  # APIs of wikis of which something was said
        self._workers: dict[str, Worker[Store]] = {}  # by key
        self._stops: set[threading.Event] = set()  # of the attempts that have not ended

    @property
    def contact(self) -> str:
        """Who asks the wikis; "" where that is not known."""
        return contact_of(self.settings, self._given_contact)

    def use_settings(self, settings: Settings) -> None:
        """Open wikis as new settings want it from now on; what runs ends as it began."""
        self.settings = settings
        self._close_connections()
        self._attempts, self._wikis = {}, {}  # what is just being opened goes into the old ones

    def use_contact(self, contact: str) -> None:
        """Ask the wikis from now on as who is given, whatever the settings say."""
        self._given_contact = contact
        self.use_settings(self.settings)

    async def open_wiki(self, address: str, *, stored: bool = False) -> OpenWiki:
        """Open the wiki of a page's address, or of a key in the store (as :data:`SAMPLE`).

        ``stored``: what is known of it will do, however old; no request is made then. An attempt
        that nobody waits for is given up. Raises AddressError, WikiErrors, StoreErrors.
        """
        for key, opened in self._wikis.items():
            if (address == key or _is_own(opened, address)) and (opened.fresh or stored):
                return opened
        attempt = self._attempts.get((address, stored))
        if attempt is None or attempt.stop.is_set():
            stop = threading.Event()
            attempt = _Attempt(stop, asyncio.ensure_future(self._open(address, stored, stop)))
            self._attempts[address, stored] = attempt
        attempt.waiting += 1
        try:
            return await asyncio.shield(attempt.task)  # others may wait for it too
        except BaseException:
            if attempt.waiting == 1 or attempt.task.done():  # nobody waits, or it failed
                attempt.stop.set()
                # Nobody waits for what becomes of it.
                attempt.task.add_done_callback(lambda task: task.cancelled() or task.exception())
            raise
        finally:
            attempt.waiting -= 1

    async def find_title(self, opened: OpenWiki, text: str) -> str:
        """Find the title in what was typed, asking the wiki in doubt. Raises TitleErrors too."""
        client, site, arrived = opened.wiki.client, opened.wiki.site, self._led(opened, text)
        stop = threading.Event()
        self._stops.add(stop)
        try:
            return await in_thread(
                lambda: find_title(client, site, text, arrived=arrived, stop=stop), "find title"
            )
        finally:
            stop.set()
            self._stops.discard(stop)

    def is_first_word_of(self, opened: OpenWiki) -> bool:
        """Return whether nothing was said of a wiki yet since the program started."""
        is_first = opened.wiki.site.api_url not in self._spoken_of
        self._spoken_of.add(opened.wiki.site.api_url)
        return is_first

    def names_page(self, opened: OpenWiki, address: str) -> bool:
        """Return whether an address by which a wiki was opened names one of its pages."""
        with contextlib.suppress(AddressError):
            page = named_page(opened.wiki.site, with_scheme(self._led(opened, address) or address))
            return bool(page and any(page))
        return False

    def _led(self, opened: OpenWiki, typed: str) -> str:
        """Return where an address leads; "" if that is unknown or it is not an address."""
        if is_address(typed) and _is_own(opened, typed):
            return typed
        return self._arrived.get(typed, "")

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

    async def delete(self, explorations: Sequence[int]) -> None:
        """Delete explorations, which may take long, in another thread than the desk's."""

        def delete() -> None:
            with self._open_store() as store:
                store.delete(explorations)

        await in_thread(delete, "delete")

    async def close(self) -> None:
        """Stop what is being opened, and let be written what was changed; the rest just ends."""
        for stop in self._stops:
            stop.set()
        self._close_connections()
        with contextlib.suppress(TimeoutError, WikilinksError):
            await asyncio.wait_for(self.desk.do(lambda store: None), LAST_WAIT)

    def _close_connections(self) -> None:
        """Close what is not in use, also where it is opened again when it is needed."""
        for opened in self._wikis.values():
            opened.wiki.client.close()

    async def _open(self, address: str, stored: bool, stop: threading.Event) -> OpenWiki:
        wikis, settings, contact = self._wikis, self.settings, self.contact
        where = address

        def connect() -> Wiki:
            with self._open_store() as store:
                connector = Connector(
                    store, settings, contact, on_wait=lambda wait: self._on_wait(where, wait)
                )
                if address == SAMPLE:
                    return connector.open(self._start_sample(), SAMPLE, stop=stop)
                if stored:
                    with contextlib.suppress(NothingStoredError, StoreDamagedError):
                        return connector.open_stored(address)
                return connector.open(address, stop=stop)

        self._stops.add(stop)
        try:
            wiki = await in_thread(connect, "open wiki")
        finally:
            self._stops.discard(stop)
        where = wiki.client.host
        self._arrived[address] = wiki.arrived
        known = wikis.get(wiki.key)
        if known and (known.fresh or stored):
            wiki.client.close()
            return known
        worker = self._workers.get(wiki.key) or Worker(f"list {wiki.key}", self._open_store)
        self._workers[wiki.key] = worker
        opened = wikis[wiki.key] = OpenWiki(
            wiki, worker, fresh=not stored or wiki.setup_requests > 0
        )
        return opened

    def _open_store(self) -> Store:
        return Store(self.folders.store)


def _is_own(opened: OpenWiki, address: str) -> bool:
    """Return whether an address can only be one of a wiki's; the sample wiki's host is ours."""
    with contextlib.suppress(AddressError):
        checked, wiki = with_scheme(address), opened.wiki
        if wiki.key == SAMPLE:
            return is_same_server(checked, wiki.site.api_url)
        return is_certainly_of(wiki.site, checked)
    return False
