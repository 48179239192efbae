# SPDX-License-Identifier: MIT
"""The links among pages of a wiki, by ``prop=links`` (mediawiki.org: API:Links).

A request names 50 pages and 50 titles to which they may link, and a reply holds 500 links (500 of
each and 5,000 with ``apihighlimits``). 300 pages take 6 × 6 requests, 2,000 take 1,600.
``prop=links`` does not follow redirects: a link to a redirect is one to that page.
"""

import threading
from collections.abc import Iterable, Iterator

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
        return float(np.count_nonzero(asked)) / asked.size if len(asked) > 1 else 1.0

    def cost(self, site: SiteInfo) -> int:
        """Return how many requests the rest takes.

        More are needed where over a fifth of all pairs of pages link, as a reply holds no more.
        """
        return len(self._missing(titles_per_request(site)))

    def fetch(
        self, client: Client, site: SiteInfo, stop: threading.Event | None = None
    ) -> Iterator[float]:
        """Ask for what is not known, and give the share that is known after each reply.

        Raises WikiErrors, and CancelledError when ``stop`` is set; links known by then are kept.
        """
        size, modules = titles_per_request(site), ModuleCheck(client, stop)
        for some, to in self._missing(size).tolist():
            sources, targets = self._wanted[some : some + size], self._wanted[to : to + size]
            params = {
                "action": "query",
                "prop": "links",
                "pageids": "|".join(str(self._rows[place].page_id) for place in sources.tolist()),
                "pltitles": "|".join(self._rows[place].title for place in targets.tolist()),
                "pllimit": "max",
            }
            for reply, continuation in client.replies(params, stop=stop):
                modules.check(reply, ["links"])
                self._read(reply, sources, targets)
                if continuation is None:
                    self._asked[np.ix_(sources, targets)] = True
                yield self.share

    def _of_wanted(self, matrix: Mask) -> Mask:
        """Return what is known of the wanted pages, in their order."""
        return matrix[self._wanted].take(self._wanted, axis=1)

    def _missing(self, size: int) -> Numbers:
        """Return where blocks of the wanted pages begin of which not all links are known.

        The shape is (n, 2): from up to ``size`` pages, to as many.
        """
        unknown = ~self._of_wanted(self._asked)
        if len(unknown) < 2:
            return np.zeros((0, 2), np.int32)
        starts = np.arange(0, len(unknown), size)
        blocks = np.logical_or.reduceat(np.logical_or.reduceat(unknown, starts), starts, axis=1)
        return (np.argwhere(blocks) * size).astype(np.int32)

    def _read(self, reply: Reply, sources: Numbers, targets: Numbers) -> None:
        """Take in the links of a reply."""
        titles = {self._rows[place].title: place for place in targets.tolist()}
        # The list may be old, and two pages may have changed names since: titles are not compared.
        asked = {self._rows[place].page_id: AskedPage(0, "") for place in sources.tolist()}
        for page_id, page in pages_by_id(reply, asked).items():
            source = self._places[page_id]
            for link in page.objects("links"):
                target = titles.get(link.title(), source)
                self._links[source, target] = target != source

    def _forget(self, wanted: Numbers) -> None:
        """Forget all pages except those at some places; -1 is ignored."""
        kept = np.sort(wanted[wanted >= 0])
        self._rows = [self._rows[place] for place in kept.tolist()]
        self._places = {row.page_id: place for place, row in enumerate(self._rows)}
        self._asked = self._asked[np.ix_(kept, kept)]
        self._links = self._links[np.ix_(kept, kept)]
