# SPDX-License-Identifier: MIT
"""What doubtful spellings mean, asked of the wiki 50 at a time (mediawiki.org: API:Query).

Where a wiki converts between scripts, a title that does not exist means the page that it is called
in another script, and so links to all pages that are its names in these.
"""

import itertools
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from wikilinks_gui.listing.budget import Budget
from wikilinks_gui.listing.request import titles_per_request
from wikilinks_gui.mediawiki.apiobject import MOST_NAMESPACE, ApiObject
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.mediawiki.titles import read_changes
from wikilinks_gui.wikitext.rules import WikitextRules

_MOST_TITLE = 1024
"""Bytes of a title with its namespace, in any script."""


@dataclass(frozen=True, slots=True)
class _Page:
    """What a wiki makes of a title."""

    title: str
    scripts: frozenset[str]  # its names in these; none where the wiki does not tell
    is_converted: bool  # it was asked for by another


class Spellings:
    """Asks a wiki about spellings, each once; ``rules`` are the wiki's, and what was learnt."""

    def __init__(
        self, client: Client, site: SiteInfo, rules: WikitextRules, stop: threading.Event | None
    ) -> None:
        self._client, self.rules, self._stop = client, rules, stop
        self._size = titles_per_request(site)
        self._doubts: dict[str, None] = {}  # in the order in which they came

    def read_scripts(self, titles: Sequence[str], budget: Budget) -> None:
        """Ask how titles are written in each script, those that fit into a request or the budget.

        Raises WikiErrors and CancelledError.
        """
        for start in range(0, len(titles) if self.rules.converts else 0, self._size):
            if start and not budget.take():
                return
            pages = self._ask(titles[start : start + self._size])
            scripts = {title: page.scripts for title, page in pages.items() if page.scripts}
            self.rules = replace(self.rules, scripts={**self.rules.scripts, **scripts})

    def add(self, spellings: Iterable[str]) -> None:
        """Add doubtful ones, to be asked about in due time."""
        self._doubts |= dict.fromkeys(each for each in spellings if each not in self.rules.meanings)

    @property
    def is_full(self) -> bool:
        """Whether those that were added fill a request."""
        return len(self._doubts) >= self._size

    def ask(self, may_ask: Callable[[], bool]) -> bool:
        """Ask about those that were added, while that may be; return whether any was asked about.

        Raises WikiErrors and CancelledError.
        """
        has_asked = False
        while self._doubts and may_ask():
            asked, has_asked = list(itertools.islice(self._doubts, self._size)), True
            pages, meanings = self._ask(asked), dict(self.rules.meanings)
            for spelling in asked:
                del self._doubts[spelling]
                page = pages.get(spelling)  # none where it is another wiki's
                names = {page.title, *(page.scripts if page.is_converted else ())} if page else ()
                meanings[spelling] = frozenset(names)
            self.rules = replace(self.rules, meanings=meanings)
        return has_asked

    def _ask(self, titles: Sequence[str]) -> dict[str, _Page]:
        """Ask what titles mean, as many as fit; those that are no page of the wiki are left out."""
        pages: dict[str, _Page] = {}
        params = {"action": "query", "titles": "|".join(titles)}
        if self.rules.converts:
            params |= {"converttitles": "1", "prop": "info", "inprop": "varianttitles"}
        for reply, _continuation in self._client.replies(params, stop=self._stop):
            pages |= _read(ApiObject(reply).object("query"), titles)
        return pages


def _read(query: ApiObject, asked: Sequence[str]) -> dict[str, _Page]:
    normalized, converted = read_changes(query)
    scripts = {
        page.text("title", most=_MOST_TITLE): _scripts(page)
        for page in query.objects("pages")
        if not page.flag("invalid")
    }
    found = {}
    for spelling in asked:
        name = normalized.get(spelling, spelling)
        title = converted.get(name, name)
        if title in scripts:
            found[spelling] = _Page(title, scripts[title], name in converted)
    return found


def _scripts(page: ApiObject) -> frozenset[str]:
    """Read the names of a page, in whose namespace each script has its own name, too."""
    title = page.text("title", most=_MOST_TITLE)
    prefix = title.partition(":")[0] + ":" if page.number("ns", -2, MOST_NAMESPACE) else ""
    if "varianttitles" not in page:
        return frozenset()
    names = page.object("varianttitles")
    texts = (names.text(script, most=_MOST_TITLE) for script in names)
    return frozenset(
        {title, *(prefix + (text.partition(":")[2] if prefix else text) for text in texts)}
    )
