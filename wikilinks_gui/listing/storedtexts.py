# SPDX-License-Identifier: MIT
"""The newest texts of a list's pages, of which as many as can be are taken from the store."""

import itertools
import threading
from collections.abc import Iterable, Mapping, Sequence

from wikilinks_gui.listing.budget import Budget
from wikilinks_gui.listing.entries import AskedPage
from wikilinks_gui.listing.pagetexts import AskedText, ask_texts
from wikilinks_gui.listing.request import titles_per_request
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.store.records import Exploration, PageText
from wikilinks_gui.store.store import Store
from wikilinks_gui.table.row import Row


class StoredTexts:
    """Reads texts, and stores those that the wiki sends, within the budget of a check."""

    def __init__(
        self,
        client: Client,
        site: SiteInfo,
        store: Store,
        exploration: Exploration,
        budget: Budget,
        stop: threading.Event | None,
    ) -> None:
        self._client, self._site, self._store, self._stop = client, site, store, stop
        self._exploration, self._budget = exploration, budget

    def of_templates(self, rows: Iterable[Row]) -> dict[str, str]:
        """Return the texts of templates by title. Raises WikiErrors and CancelledError."""
        pages = {row.page_id: AskedPage(row.namespace, row.title) for row in rows}
        size = titles_per_request(self._site)
        read: dict[int, PageText] = {}
        edited: list[int] = []
        waiting = iter(pages)
        while some := list(itertools.islice(waiting, size)):
            found, _told = self.read({each: pages[each] for each in some}, [], len(edited))
            read |= found
            edited += [each for each in some if each not in found]
        for start in range(0, len(edited), size):
            read |= self.read_edited(edited[start : start + size])
        return {pages[page_id].title: page.text or "" for page_id, page in read.items()}

    def read(
        self, pages: Mapping[int, AskedPage], templates: Sequence[str], edited: int = 0
    ) -> tuple[dict[int, PageText], dict[int, AskedText]]:
        """Return the newest texts of pages, and what else the wiki tells of each.

        Where all are stored, only their revisions are asked for, and those are left out that were
        edited since, for :meth:`read_edited`; unless there are many of these, ``edited``, already.
        """
        size = titles_per_request(self._site)
        known = self._store.texts(self._exploration.wiki, pages)
        most_edited = -(-(edited + len(pages)) // size)  # requests for these, if all were
        content = len(known) < len(pages) or edited * 2 > size or self._budget.left < most_edited
        sent = self._sent()
        asked = ask_texts(self._client, self._site, pages, templates, self._stop, content=content)
        for _part in range(self._sent() - sent - max(1, -(-len(templates) // size))):
            self._budget.take()  # a reply came in parts
        if content:
            return self._stored(asked), asked
        newest = (each for each in known if known[each].revision == asked[each].revision)
        return {page_id: known[page_id] for page_id in newest}, asked

    def read_edited(self, pages: Iterable[int]) -> dict[int, PageText]:
        """Return the texts of pages that were edited since they were stored."""
        self._budget.take()
        unnamed = dict.fromkeys(pages, AskedPage(0, ""))
        return self._stored(ask_texts(self._client, self._site, unnamed, [], self._stop))

    def _stored(self, asked: Mapping[int, AskedText]) -> dict[int, PageText]:
        texts = {page_id: page.as_read(page_id) for page_id, page in asked.items()}
        self._store.keep_origins(self._exploration.id, [], self._exploration.wiki, texts.values())
        return texts

    def _sent(self) -> int:
        """Return how many requests were made so far, those apart that were made again."""
        return self._client.traffic.requests - self._client.traffic.retries
