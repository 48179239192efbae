# SPDX-License-Identifier: MIT
"""The links among pages of a wiki, by ``prop=links`` (mediawiki.org: API:Links).

There are two ways to ask for what 50 pages link to among many others, and a reply holds 500 links
either way (500 pages and 5,000 links with ``apihighlimits``):

- by title: the links to 50 pages that are named. 300 pages take 6 × 6 requests, 2,000 take 1,600;
- all: every link of the pages, in the namespaces wanted. That is quicker where pages link to little
  beside: the 50 pages that take 40 requests by title when 2,000 are wanted take 10 at 100 links a
  page.

Which is quicker shows as replies come, so all are asked for until that is seen to be slower.
``prop=links`` does not follow redirects: a link to a redirect is one to that page.
"""

import threading
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from wikilinks_gui.listing.availability import ModuleCheck
from wikilinks_gui.listing.entries import AskedPage, pages_by_id
from wikilinks_gui.listing.request import titles_per_request
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.reply import Reply
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.table.columns import Mask, Numbers
from wikilinks_gui.table.row import Row

KEPT = 4000
"""Pages whose links are remembered; beyond that, those no longer wanted are forgotten."""

FEW_BY_TITLE = 3
"""Requests by title for 50 pages up to which asking for all their links is hardly quicker.

That would take less than 30 links a page, and to find out that there are more costs two requests.
"""

_MOST_LOST = 1 / 30
"""Share of all requests, but at least one, that may be lost by asking for all links."""


class RequestEstimate(NamedTuple):
    """An estimate of requests; ``is_most``: fewer suffice if pages have few links."""

    requests: int
    is_most: bool


class LinksBetweenPages:
    """What is known of the links among pages, and how to get to know the rest.

    One thread at a time may use it. A page's place is its number in the order in which it came.
    """

    def __init__(self) -> None:
        self._rows: list[Row] = []  # a page each, by its place
        self._places: dict[int, int] = {}  # page id -> place
        self._asked: Mask = np.zeros((0, 0), np.bool_)  # [from, to]: it is known whether it links
        self._links: Mask = np.zeros((0, 0), np.bool_)  # [from, to]: it does
        self._wanted: Numbers = np.zeros(0, np.int32)  # places
        self._rich: set[int] = set()  # places of pages with too many links to ask for all
        self._gained = 0.0  # requests, by asking for all links
        self._scanned = self._replies = 0  # pages of which all links came so, and in how many

    def want(self, pages: Iterable[Row]) -> None:
        """Replace the pages asked about, each once; links of the others are kept for a while."""
        wanted = {row.page_id: row for row in pages}
        if len(self._places.keys() | wanted.keys()) > KEPT:
            self._forget(np.array([self._places.get(page_id, -1) for page_id in wanted], np.int32))
        for page_id, row in wanted.items():
            place = self._places.setdefault(page_id, len(self._rows))
            if place == len(self._rows):
                self._rows.append(row)
        more = (0, len(self._rows) - len(self._asked))
        self._asked = np.pad(self._asked, (more, more))
        self._links = np.pad(self._links, (more, more))
        self._wanted = np.array([self._places[page_id] for page_id in wanted], np.int32)

    def pairs(self) -> Numbers:
        """Return the known links as places among the wanted pages, in their order, shape (2, n)."""
        return np.stack(np.nonzero(self._of_wanted(self._links))).astype(np.int32)

    @property
    def share(self) -> float:
        """The part of the wanted links that is known, from 0 to 1."""
        asked = self._of_wanted(self._asked)
        return float(np.count_nonzero(asked)) / asked.size if asked.size > 1 else 1.0

    def cost(self, site: SiteInfo) -> RequestEstimate:
        """Estimate how many requests the rest takes.

        By title more are needed where over a fifth of all pairs of pages link, as a reply holds no
        more.
        """
        size, requests, is_most = titles_per_request(site), 0, False
        for some, to in self._missing():
            blocks = -(-len(to) // size)
            needed = -(-len(some) // size) * blocks
            if blocks > FEW_BY_TITLE and self._gained >= 0:
                is_most = is_most or not self._scanned
                if self._scanned:  # as quickly as so far
                    needed = min(needed, -(-len(some) * self._replies // self._scanned))
            requests += needed
        return RequestEstimate(requests, is_most)

    def fetch(
        self, client: Client, site: SiteInfo, stop: threading.Event | None = None
    ) -> Iterator[float]:
        """Ask for what is not known, and give the share that is known after each reply.

        Raises WikiErrors, and CancelledError when ``stop`` is set; links known by then are kept.
        """
        size = titles_per_request(site)
        may_lose = max(1.0, self.cost(site).requests * _MOST_LOST)
        while groups := self._missing():
            sources, targets = max(groups, key=lambda group: len(group[0]))
            blocks = -(-len(targets) // size)
            poor = np.array([place for place in sources.tolist() if place not in self._rich])
            if blocks > FEW_BY_TITLE and len(poor) and self._gained >= -may_lose:
                steps = self._scan(client, poor[:size], targets, size, may_lose, stop)
            else:
                steps = self._by_title(client, sources, targets, size, stop)
            for _step in steps:
                yield self.share

    def _of_wanted(self, matrix: Mask) -> Mask:
        """Return the links among the wanted pages, without a copy where that is all of them."""
        if np.array_equal(self._wanted, np.arange(len(matrix))):
            return matrix
        return matrix[self._wanted].take(self._wanted, axis=1)

    def _missing(self) -> list[tuple[Numbers, Numbers]]:
        """Return places of pages, each with those of pages whose links to it are unknown.

        What is unknown is put together to as few such pairs as there can be.
        """
        if len(self._wanted) < 2:
            return []
        unknown = ~self._of_wanted(self._asked)
        alike: dict[bytes, list[int]] = {}
        for at, bits in enumerate(np.packbits(unknown, axis=1)):
            alike.setdefault(bits.tobytes(), []).append(at)
        return [
            (self._wanted[some], self._wanted[unknown[some[0]]])
            for bits, some in alike.items()
            if any(bits)
        ]

    def _scan(
        self,
        client: Client,
        sources: Numbers,
        targets: Numbers,
        size: int,
        may_lose: float,
        stop: threading.Event | None,
    ) -> Iterator[None]:
        """Ask for all links of pages, until that has wasted a number of requests."""
        page_ids = {self._rows[place].page_id: place for place in sources.tolist()}
        namespaces = sorted({self._rows[place].namespace for place in targets.tolist()})
        params = self._params(sources)
        if len(namespaces) <= size:
            params["plnamespace"] = "|".join(map(str, namespaces))
        pages_by_title = len(sources) / -(-len(targets) // size)
        in_vain, modules = 0, ModuleCheck(client, stop)
        for reply, continuation in client.replies(params, stop=stop):
            modules.check(reply, ["links"])
            last = self._read(reply, sources, targets)
            # They come in the order of page ids: the last one alone may have more.
            done = [each for each in page_ids if continuation is None or each < last]
            self._scanned, self._replies = self._scanned + len(done), self._replies + 1
            self._asked[np.ix_([page_ids.pop(each) for each in done], targets)] = True
            self._gained = min(self._gained + len(done) / pages_by_title - 1, may_lose)
            yield
            in_vain = 0 if done else in_vain + 1
            if in_vain * pages_by_title >= 1:
                self._rich.update([page_ids[last]] if last in page_ids else page_ids.values())
                return
            if self._gained < -may_lose:
                return

    def _by_title(
        self,
        client: Client,
        sources: Numbers,
        targets: Numbers,
        size: int,
        stop: threading.Event | None,
    ) -> Iterator[None]:
        """Ask for the links from some pages to some pages."""
        modules = ModuleCheck(client, stop)
        for to in _pieces(targets, size):
            titles = "|".join(self._rows[place].title for place in to.tolist())
            for some in _pieces(sources, size):
                params = self._params(some) | {"pltitles": titles}
                for reply, continuation in client.replies(params, stop=stop):
                    modules.check(reply, ["links"])
                    self._read(reply, some, to)
                    if continuation is None:
                        self._asked[np.ix_(some, to)] = True
                    yield

    def _params(self, sources: Numbers) -> dict[str, str]:
        page_ids = "|".join(str(self._rows[place].page_id) for place in sources.tolist())
        return {"action": "query", "prop": "links", "pageids": page_ids, "pllimit": "max"}

    def _read(self, reply: Reply, sources: Numbers, targets: Numbers) -> int:
        """Take in the links of a reply; returns the highest page id that had any, or 0."""
        titles = {self._rows[place].title: place for place in targets.tolist()}
        # The list may be old, and two pages may have changed names since: titles are not compared.
        asked = {self._rows[place].page_id: AskedPage(0, "") for place in sources.tolist()}
        last = 0
        for page_id, page in pages_by_id(reply, asked).items():
            links = [link.title() for link in page.objects("links")]
            if links:
                last = max(last, page_id)
                source = self._places[page_id]
                self._links[source, [titles[each] for each in links if each in titles]] = True
                self._links[source, source] = False
        return last

    def _forget(self, wanted: Numbers) -> None:
        """Forget all pages except those at some places; -1 is ignored."""
        kept = np.sort(wanted[wanted >= 0])
        self._rows = [self._rows[place] for place in kept.tolist()]
        self._places = {row.page_id: place for place, row in enumerate(self._rows)}
        self._asked = self._asked[np.ix_(kept, kept)]
        self._links = self._links[np.ix_(kept, kept)]
        self._rich = set(np.flatnonzero(np.isin(kept, list(self._rich))).tolist())


def _pieces(places: Numbers, size: int) -> Iterator[Numbers]:
    for start in range(0, len(places), size):
        yield places[start : start + size]
