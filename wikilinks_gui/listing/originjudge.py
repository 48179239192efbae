# SPDX-License-Identifier: MIT
"""Where the links of pages come from, by what is known by then of templates and spellings."""

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from wikilinks_gui.listing.budget import Budget
from wikilinks_gui.listing.earlierorigins import EarlierOrigins
from wikilinks_gui.listing.readpages import ReadPage
from wikilinks_gui.listing.spellings import Spellings
from wikilinks_gui.listing.templates import Templates
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.store.records import PageText
from wikilinks_gui.table.origin import Origin
from wikilinks_gui.table.row import Kind, Row
from wikilinks_gui.wikitext.carriers import called_pages
from wikilinks_gui.wikitext.exact import exact
from wikilinks_gui.wikitext.names import may_spell
from wikilinks_gui.wikitext.origin import Answer, judge
from wikilinks_gui.wikitext.parsoid import read_html
from wikilinks_gui.wikitext.rules import rules_of
from wikilinks_gui.wikitext.use import Wanted

_MOST_REMEMBERED = 10_000
"""Pages that are judged again if templates that are read later bring the link.

In a longer list the templates that pages call often are read before.
"""


class OriginJudge:
    """Judges pages; its methods that ask the wiki raise WikiErrors and CancelledError.

    ``titles`` are the target and its redirects by ``via``, ``redirects`` the rows of these.
    """

    def __init__(
        self,
        client: Client,
        site: SiteInfo,
        titles: Mapping[int, str],
        redirects: Iterable[Row],
        budget: Budget,
        stop: threading.Event | None,
    ) -> None:
        self._budget, self._stop = budget, stop
        self._wanted = _wanted_pages(titles, redirects)
        self._spellings = Spellings(client, site, rules_of(site), stop)
        self._spellings.read_scripts([each.title for each in self._wanted.values()], budget)
        self._sure: dict[int, tuple[ReadPage, set[str]]] = {}  # with what else they call
        self._templates = Templates(client, site, self._spellings.rules, self._wanted)

    def add_templates(self, rows: Iterable[Row], texts: Mapping[str, str]) -> None:
        """Add the templates that are rows, with their texts by title."""
        by_via: dict[int, set[str]] = defaultdict(set)
        for row in rows:
            by_via[row.via].add(row.title)
        self._templates.add_rows(by_via, texts)

    def texts_of(self, templates: Iterable[str]) -> dict[str, str]:
        """Return the texts of some templates by title, those that were read."""
        return self._templates.texts_of(templates)

    def judge_first(
        self,
        pages: Sequence[ReadPage],
        texts: Mapping[int, PageText],
        earlier: EarlierOrigins,
        *,
        leave: int,
    ) -> None:
        """Judge pages by their texts, and by more that is asked for as far as it pays.

        ``leave`` requests of the budget are left.
        """
        self.judge(pages, texts)
        earlier.recall(pages)
        for page in pages:
            self._templates.add_called(texts[page.page_id].text or "", in_doubt=not page.is_sure)
        if self._templates.read_called(self._budget, self._stop, leave=max(1, leave)):
            self.judge(pages, texts)
        self._remember(pages, texts)
        for doubts in (self._templates.doubts, *(page.doubts for page in pages)):
            self._spellings.add(doubts)
        if self._spellings.is_full and self._ask_spellings(lambda: self._budget.take(leave=leave)):
            self.judge(pages, texts)

    def _remember(self, pages: Sequence[ReadPage], texts: Mapping[int, PageText]) -> None:
        if len(self._sure) >= _MOST_REMEMBERED:
            return
        bringing = self._bringing(pages)
        for page in pages:
            called = called_pages(texts[page.page_id].text or "", self._spellings.rules)
            if page.is_sure and (others := called - bringing):
                self._sure[page.page_id] = page, others

    def outdated(self) -> dict[int, ReadPage]:
        """Return the pages that were sure before templates were read that may bring their links."""
        bringing = self._bringing(page for page, _called in self._sure.values())
        return {
            page_id: page
            for page_id, (page, called) in self._sure.items()
            if not bringing.isdisjoint(called)
        }

    def _bringing(self, pages: Iterable[ReadPage]) -> set[str]:
        return self._templates.bringing({row.via for page in pages for row in page.rows})

    def judge(self, pages: Iterable[ReadPage], texts: Mapping[int, PageText]) -> None:
        """Judge pages by their texts, those of which there are any, and by what is known."""
        for page in pages:
            if text := texts.get(page.page_id):
                page.revision = text.revision
                page.answers = [self._answer(row, text, page.templates) for row in page.rows]

    def _answer(self, row: Row, text: PageText, templates: set[str]) -> Answer:
        if text.text is None:  # deleted since, hidden, or no wikitext
            return Answer(Origin.NOT_FOUND, (), (), is_sure=text.revision == 0)
        known, rules = self._templates.carriers(row.via), self._spellings.rules
        return judge(row.title, text.text, self._wanted_by(row), templates, known, rules)

    def judge_rendered(self, page: ReadPage, text: str, html: str) -> None:
        """Judge a page in doubt by how the wiki renders it."""
        rendering = read_html(html, self._spellings.rules)
        titles = {self._wanted[row.via].title for row in page.rows}
        self._spellings.add(
            link.title
            for link in rendering.links
            if any(may_spell(link.title, title, self._spellings.rules) for title in titles)
        )
        self._ask_spellings(lambda: True)
        page.answers = [
            answer
            if answer.is_sure
            else exact(
                row.title,
                text,
                self._wanted_by(row),
                rendering,
                page.templates,
                self._templates.carriers(row.via),
                self._spellings.rules,
            )
            for row, answer in zip(page.rows, page.answers, strict=True)
        ]

    def _wanted_by(self, row: Row) -> Wanted:
        return replace(self._wanted[row.via], kinds=Kind(row.kinds))

    def read_more(self) -> bool:
        """Ask what is left to be asked about pages in doubt, and return whether anything was."""
        has_asked = self._ask_spellings(self._budget.take)
        return self._templates.read_called(self._budget, self._stop) or has_asked

    def read_spellings(self, most: int) -> bool:
        """Ask what is left to be asked about spellings, and return whether anything was.

        It takes at most so many requests, which are no part of the budget.
        """
        left = iter(range(most))
        return self._ask_spellings(lambda: next(left, None) is not None)

    def _ask_spellings(self, may_ask: Callable[[], bool]) -> bool:
        has_asked = self._spellings.ask(may_ask)
        if has_asked:
            self._templates.reread(self._spellings.rules)
        return has_asked


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
