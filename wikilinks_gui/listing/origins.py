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
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from wikilinks_gui.listing.budget import Budget
from wikilinks_gui.listing.entries import AskedPage
from wikilinks_gui.listing.request import titles_per_request
from wikilinks_gui.listing.spellings import Spellings
from wikilinks_gui.listing.storedtexts import StoredTexts
from wikilinks_gui.listing.templates import Templates
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.rendering import Refusal, ask_rendering, renders
from wikilinks_gui.mediawiki.siteinfo import RENDERS_NOTHING, TEMPLATE_NAMESPACE, SiteInfo
from wikilinks_gui.store.records import Exploration, OriginRecord, PageText
from wikilinks_gui.store.store import Store
from wikilinks_gui.table.origin import Origin
from wikilinks_gui.table.row import Kind, Row
from wikilinks_gui.wikitext.exact import exact
from wikilinks_gui.wikitext.names import may_spell
from wikilinks_gui.wikitext.origin import Answer, judge
from wikilinks_gui.wikitext.parsoid import read_html
from wikilinks_gui.wikitext.rules import rules_of
from wikilinks_gui.wikitext.use import Wanted

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
    doubtful: dict[int, _ReadPage] = {}
    for found in check.read_all(by_page, wanted):
        doubtful |= {page.page_id: page for page in found if not page.is_sure}
        yield OriginBatch([each for page in found for each in page.records()], len(doubtful))
    if check.read_more():
        yield from check.judge_again(doubtful)
    if len(doubtful) > most_doubtful:
        return
    if check.read_spellings(sum(bool(page.doubts) for page in doubtful.values()) // 2):
        yield from check.judge_again(doubtful)
    in_vain, has_rendered = 0, False
    for number, (page_id,) in enumerate(_in_turn(doubtful, 1, wanted)):
        if not renders(client, site):
            return
        page = doubtful[page_id]
        refusal = check.ask_wiki(page)
        if refusal is None:
            in_vain, has_rendered = 0, True
        elif refusal != Refusal.PAGE:
            in_vain += 1
        if refusal == Refusal.WIKI or in_vain == (_MOST_LATER if has_rendered else _MOST_IN_VAIN):
            if refusal != Refusal.FAILED and not has_rendered:
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


def _wanted_pages(titles: Mapping[int, str], pages: Iterable[Row]) -> Mapping[int, Wanted]:
    """Return what the rows of a list use, in all kinds, by their ``via``; ``titles`` names that."""
    kinds = Kind.LINK | Kind.TRANSCLUSION | Kind.FILE
    wanted = defaultdict[int, Wanted](lambda: Wanted("", kinds))
    redirects: dict[int, list[Row]] = defaultdict(list)
    for row in pages:
        if row.kinds & Kind.REDIRECT:
            redirects[row.via].append(row)
    for via, title in titles.items():
        leading, todo = {via: title}, [via]
        while todo:
            for row in redirects[todo.pop()]:
                if row.page_id not in leading:
                    leading[row.page_id] = row.title
                    todo.append(row.page_id)
        del leading[via]
        wanted[via] = Wanted(title, kinds, frozenset(leading.values()))
    return wanted


@dataclass(slots=True)
class _ReadPage:
    """A page that was read, its rows, and the answer for each of them."""

    rows: list[Row]
    revision: int
    touched: str
    templates: set[str]
    answers: list[Answer]
    earlier: dict[int, OriginRecord] = field(default_factory=dict)  # that still hold, by ``via``

    @property
    def page_id(self) -> int:
        return self.rows[0].page_id

    @property
    def is_sure(self) -> bool:
        return all(
            answer.is_sure or row.via in self.earlier
            for row, answer in zip(self.rows, self.answers, strict=True)
        )

    @property
    def doubts(self) -> frozenset[str]:
        """Spellings about which to ask the wiki."""
        answers = zip(self.rows, self.answers, strict=True)
        new = (answer.doubts for row, answer in answers if row.via not in self.earlier)
        return frozenset[str]().union(*new)

    def records(self) -> list[OriginRecord]:
        return [
            self.earlier.get(row.via)
            or OriginRecord(
                row.via,
                row.page_id,
                self.revision,
                int(answer.origin),
                answer.is_sure,
                answer.templates,
                tuple(use.start for use in answer.uses),
                self.touched,
            )
            for row, answer in zip(self.rows, self.answers, strict=True)
        ]


class _Check:
    """What is known for all pages of a list: the templates that may bring its links."""

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
        titles = {0: exploration.target} | store.redirect_titles(exploration.id)
        self._earlier = [  # lists of the page, with the same redirects
            each.id
            for each in store.explorations(exploration.wiki)
            if each.target == exploration.target
            and {0: each.target} | store.redirect_titles(each.id) == titles
        ]
        self._wanted = _wanted_pages(titles, store.redirect_pages(exploration.id))
        self._edited: dict[int, _ReadPage] = {}  # whose stored texts are old
        self._kept: set[str] = set()  # titles of templates whose texts are stored
        rows = store.rows_in_namespace(exploration.id, TEMPLATE_NAMESPACE)
        self._template_rows = sorted({row.title for row in rows})
        by_via: dict[int, set[str]] = defaultdict(set)
        for row in rows:
            by_via[row.via].add(row.title)
        self._spellings = Spellings(client, site, rules_of(site), stop)
        names = [wanted.title for wanted in self._wanted.values()]
        self._spellings.read_scripts(names, budget)
        self._templates = Templates(client, site, self._spellings.rules, self._wanted)
        self._templates.add_rows(by_via, self._texts.of_templates(rows))

    def read_all(
        self, pages: Mapping[int, list[Row]], wanted: deque[int] | None
    ) -> Iterator[Sequence[_ReadPage]]:
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
                page_id: _ReadPage(pages[page_id], 0, page.touched, page.templates, [])
                for page_id, page in told.items()
            }
            self._edited |= {each: read[each] for each in read.keys() - texts.keys()}
            yield self._judged([read[page_id] for page_id in texts], texts)
        for some in _in_turn(self._edited, size, None):
            yield self._judged([self._edited[each] for each in some], self._texts.read_edited(some))

    def _judged(
        self, pages: Sequence[_ReadPage], texts: Mapping[int, PageText]
    ) -> Sequence[_ReadPage]:
        """Judge pages that were read, with the templates that they call, as far as it pays."""
        self._judge(pages, texts)
        self._recall([page for page in pages if page.touched and not page.is_sure])
        for page in pages:
            self._templates.add_called(texts[page.page_id].text or "", in_doubt=not page.is_sure)
        if self._templates.read_called(self._budget, self._stop, leave=1):
            self._judge(pages, texts)
        self._add_spellings(pages)
        if self._spellings.is_full and self._ask_spellings(self._may_ask):
            self._judge(pages, texts)
        self._keep(pages)
        return pages

    def _recall(self, pages: Sequence[_ReadPage]) -> None:
        """Take over what was certain of pages before, unless they were touched since."""
        by_via: dict[int, dict[int, _ReadPage]] = defaultdict(dict)
        for page in pages:
            for row in page.rows:
                by_via[row.via][page.page_id] = page
        for exploration in self._earlier if pages else ():
            for via, some in by_via.items():
                for record in self._store.origins_of(exploration, via, some):
                    page, state = some[record.page_id], (record.revision, record.touched)
                    if record.is_sure and state == (page.revision, page.touched):
                        page.earlier.setdefault(via, record)

    def _add_spellings(self, pages: Iterable[_ReadPage]) -> None:
        for doubts in (self._templates.doubts, *(page.doubts for page in pages)):
            self._spellings.add(doubts)

    def _may_ask(self) -> bool:
        return self._budget.take(leave=1 if self._edited else 0)

    def _ask_spellings(self, may_ask: Callable[[], bool]) -> bool:
        has_asked = self._spellings.ask(may_ask)
        if has_asked:
            self._templates.reread(self._spellings.rules)
        return has_asked

    def read_more(self) -> bool:
        """Ask what is left to be asked about pages in doubt, and return whether anything was."""
        has_asked = self._ask_spellings(self._budget.take)
        return self._templates.read_called(self._budget, self._stop) or has_asked

    def read_spellings(self, most: int) -> bool:
        """Ask what is left to be asked about spellings, and return whether anything was.

        It takes at most so many requests: fewer than the pages would take, one by one.
        """
        left = iter(range(most))
        return self._ask_spellings(lambda: next(left, None) is not None)

    def judge_again(self, doubtful: dict[int, _ReadPage]) -> Iterator[OriginBatch]:
        """Judge pages by what is known by now, and leave those in doubt."""
        for some in _in_turn(list(doubtful), titles_per_request(self._site), None):
            pages = [doubtful[page_id] for page_id in some]
            self._judge(pages, self._store.texts(self._exploration.wiki, some))
            self._keep(pages)
            for page in pages:
                if page.is_sure:
                    del doubtful[page.page_id]
            yield OriginBatch([each for page in pages for each in page.records()], len(doubtful))

    def ask_wiki(self, page: _ReadPage) -> Refusal | None:
        """Ask how the wiki renders a page, and judge by that, unless it refuses."""
        title = page.rows[0].title
        html = ask_rendering(self._client, self._site, title, page.revision, self._stop)
        if isinstance(html, Refusal):
            return html
        text = self._store.texts(self._exploration.wiki, [page.page_id]).get(page.page_id)
        if text is None or text.revision != page.revision:  # it has been read anew meanwhile
            return None
        rendering = read_html(html, self._spellings.rules)
        self._spellings.add(
            link.title
            for link in rendering.links
            if any(
                may_spell(link.title, self._wanted[row.via].title, self._spellings.rules)
                for row in page.rows
            )
        )
        self._ask_spellings(lambda: True)
        page.answers = [
            answer
            if answer.is_sure
            else exact(
                row.title,
                text.text or "",
                self._wanted_by(row),
                rendering,
                page.templates,
                self._templates.carriers(row.via),
                self._spellings.rules,
            )
            for row, answer in zip(page.rows, page.answers, strict=True)
        ]
        self._keep([page])
        return None

    def _judge(self, pages: Iterable[_ReadPage], texts: Mapping[int, PageText]) -> None:
        for page in pages:
            if text := texts.get(page.page_id):
                page.revision = text.revision
                page.answers = [self._answer(row, text, page.templates) for row in page.rows]

    def _answer(self, row: Row, text: PageText, templates: set[str]) -> Answer:
        if text.text is None:  # deleted since, hidden, or no wikitext
            return Answer(Origin.NOT_FOUND, (), (), is_sure=text.revision == 0)
        known = self._templates.carriers(row.via)
        return judge(
            row.title, text.text, self._wanted_by(row), templates, known, self._spellings.rules
        )

    def _wanted_by(self, row: Row) -> Wanted:
        return replace(self._wanted[row.via], kinds=Kind(row.kinds))

    def _keep(self, pages: Iterable[_ReadPage]) -> None:
        records = [record for page in pages for record in page.records()]
        named = {title for record in records for title in record.templates} - self._kept
        self._kept |= named
        texts = self._templates.texts_of(named)
        self._store.keep_origins(self._exploration.id, records, templates=texts)
