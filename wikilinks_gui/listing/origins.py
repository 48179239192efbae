# SPDX-License-Identifier: MIT
"""Checking where the links of a list come from: the text of a page, a template, or both.

The texts of the pages come 50 a request, each with the templates it uses of those that link to the
target themselves (:mod:`.pagetexts`). Spellings that only the wiki knows are asked 50 a request
(:mod:`.spellings`). What is then in doubt, the wiki's own rendering tells, a page a request
(:mod:`wikilinks_gui.mediawiki.rendering`).
"""

import itertools
import logging
import sys
import threading
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from wikilinks_gui.listing.budget import Budget
from wikilinks_gui.listing.earlierorigins import EarlierOrigins
from wikilinks_gui.listing.entries import AskedPage
from wikilinks_gui.listing.originjudge import OriginJudge
from wikilinks_gui.listing.readpages import ReadPage
from wikilinks_gui.listing.request import titles_per_request
from wikilinks_gui.listing.storedtexts import StoredTexts
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.rendering import Refusal, ask_rendering, renders
from wikilinks_gui.mediawiki.siteinfo import RENDERS_NOTHING, TEMPLATE_NAMESPACE, SiteInfo
from wikilinks_gui.store.records import Exploration, OriginRecord, PageText
from wikilinks_gui.store.store import Store
from wikilinks_gui.table.row import Row

log = logging.getLogger("wikilinks_gui.listing.origins")

_MOST_IN_VAIN, _MOST_LATER = 3, 20
"""Pages in a row without a rendering, and without a clear reason, after which no more is asked.

More of a wiki that rendered one: servers may refuse all subpages, for the "/" in their titles.
"""


@dataclass(frozen=True, slots=True)
class OriginBatch:
    """What was found by one request, after it was stored."""

    records: list[OriginRecord]
    doubtful: int  # pages that are left to be asked about one by one


def check_origins(
    client: Client,
    site: SiteInfo,
    store: Store,
    exploration: Exploration,
    rows: Iterable[Row],
    stop: threading.Event | None = None,
    *,
    most_doubtful: int = sys.maxsize,
    wanted: deque[int] | None = None,
) -> Iterator[OriginBatch]:
    """Check where the links of some rows of a list come from, in their order, and store it.

    First all pages are read. Those in doubt are then judged again where the wiki was asked about
    their spellings and templates, and at last asked about one by one, unless there are more than
    ``most_doubtful``: their rows come again. ``wanted`` has the ids of pages whose turn is next,
    and may change meanwhile. No more requests are made than :func:`.budget.requests_needed`
    and, for those in doubt, :func:`.budget.requests_for_doubts` return. Raises WikiErrors,
    StoreErrors and, when ``stop`` is set, CancelledError; what came before stays stored.
    """
    by_page: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        by_page[row.page_id].append(row)
    check = _Check(client, site, store, exploration, Budget(len(by_page)), stop)
    doubtful: dict[int, ReadPage] = {}
    for found in check.read_all(by_page, wanted):
        doubtful |= {page.page_id: page for page in found if not page.is_sure}
        yield OriginBatch([each for page in found for each in page.records()], len(doubtful))
    has_read = check.judge.read_more()
    outdated = check.judge.outdated()
    doubtful |= outdated
    if has_read or outdated:
        yield from check.judge_again(doubtful)
    if len(doubtful) > most_doubtful:
        return
    if check.judge.read_spellings(sum(bool(page.doubts) for page in doubtful.values()) // 2):
        yield from check.judge_again(doubtful)
    in_vain: list[Refusal] = []
    has_rendered = False
    for number, (page_id,) in enumerate(_in_turn(doubtful, 1, wanted)):
        if not renders(client, site):
            return
        page = doubtful[page_id]
        refusal = check.ask_wiki(page)
        if refusal is None:
            in_vain, has_rendered = [], True
        elif refusal != Refusal.PAGE:
            in_vain.append(refusal)
        is_wiki, most = refusal == Refusal.WIKI, _MOST_LATER if has_rendered else _MOST_IN_VAIN
        if is_wiki or len(in_vain) == most:
            if not has_rendered and (is_wiki or Refusal.FAILED not in in_vain):
                log.info("%s renders no pages", client.host)
                client.renders_nothing.set()
                store.note_of_wiki(exploration.wiki, RENDERS_NOTHING)
            return
        yield OriginBatch(page.records(), len(doubtful) - number - 1)


def _in_turn(pages: Collection[int], size: int, wanted: deque[int] | None) -> Iterator[list[int]]:
    """Yield so many pages at a time, those that are wanted by then before the others."""
    waiting = iter(pages)
    left = set(pages)
    while left:
        some: list[int] = []
        for page_id in itertools.chain(_drained(wanted), waiting):
            if page_id in left:
                left.remove(page_id)
                some.append(page_id)
            if len(some) == size:
                break
        yield some


def _drained(wanted: deque[int] | None) -> Iterator[int]:
    with suppress(IndexError):  # it may be cleared by another thread at any time
        while wanted:
            yield wanted.popleft()


class _Check:
    """The steps of a check."""

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
        self._texts = StoredTexts(client, site, store, exploration, budget, stop)
        self._earlier = EarlierOrigins(store, exploration)
        self._edited: dict[int, ReadPage] = {}  # whose stored texts are old
        self._kept: set[str] = set()  # titles of templates whose texts are stored
        titles = {0: exploration.target} | store.redirect_titles(exploration.id)
        redirects = store.redirect_pages(exploration.id)
        self.judge = OriginJudge(client, site, titles, redirects, budget, stop)
        rows = store.rows_in_namespace(exploration.id, TEMPLATE_NAMESPACE)
        self._template_rows = sorted({row.title for row in rows})
        self.judge.add_templates(rows, self._texts.of_templates(rows))

    def read_all(
        self, pages: Mapping[int, list[Row]], wanted: deque[int] | None
    ) -> Iterator[Sequence[ReadPage]]:
        """Read pages, each with its rows, and judge where their links come from.

        Those come last whose stored texts are old: in a list that is checked again there are few.
        """
        size = titles_per_request(self._site)
        for some in _in_turn(pages, size, wanted):
            first = {page_id: pages[page_id][0] for page_id in some}
            asked = {each: AskedPage(row.namespace, row.title) for each, row in first.items()}
            texts, told = self._texts.read(asked, self._template_rows, len(self._edited))
            self._budget.add_batch()
            read = {
                page_id: ReadPage(pages[page_id], 0, page.touched, page.templates, [])
                for page_id, page in told.items()
            }
            self._edited |= {each: read[each] for each in read.keys() - texts.keys()}
            yield self._judged([read[page_id] for page_id in texts], texts)
        for some in _in_turn(self._edited, size, None):
            yield self._judged([self._edited[each] for each in some], self._texts.read_edited(some))

    def _judged(
        self, pages: Sequence[ReadPage], texts: Mapping[int, PageText]
    ) -> Sequence[ReadPage]:
        """Judge pages that were read, with the templates that they call, as far as it pays."""
        leave = -(-len(self._edited) // titles_per_request(self._site))
        self.judge.judge_first(pages, texts, self._earlier, leave=leave)
        self._keep(pages)
        return pages

    def judge_again(self, doubtful: dict[int, ReadPage]) -> Iterator[OriginBatch]:
        """Judge pages by what is known by now, and leave those in doubt."""
        for some in _in_turn(list(doubtful), titles_per_request(self._site), None):
            pages = [doubtful[page_id] for page_id in some]
            self.judge.judge(pages, self._store.texts(self._exploration.wiki, some))
            self._keep(pages)
            for page in pages:
                if page.is_sure:
                    del doubtful[page.page_id]
            yield OriginBatch([each for page in pages for each in page.records()], len(doubtful))

    def ask_wiki(self, page: ReadPage) -> Refusal | None:
        """Ask how the wiki renders a page, and judge by that, unless it refuses."""
        title = page.rows[0].title
        html = ask_rendering(self._client, self._site, title, page.revision, self._stop)
        if isinstance(html, Refusal):
            return html
        text = self._store.texts(self._exploration.wiki, [page.page_id]).get(page.page_id)
        if text and text.revision == page.revision:  # it has not been read anew meanwhile
            self.judge.judge_rendered(page, text.text or "", html)
            self._keep([page])
        return None

    def _keep(self, pages: Iterable[ReadPage]) -> None:
        records = [record for page in pages for record in page.records()]
        named = {title for record in records for title in record.templates} - self._kept
        self._kept |= named
        earlier = {each: self._earlier.texts[each] for each in named & self._earlier.texts.keys()}
        texts = earlier | self.judge.texts_of(named)
        self._store.keep_origins(self._exploration.id, records, templates=texts)
