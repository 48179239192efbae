# SPDX-License-Identifier: MIT
"""What doubtful spellings mean, asked of the wiki 50 at a time (mediawiki.org: API:Query).

Where a wiki converts between scripts, a title that does not exist means the page that it is called
in another script, and so links to all pages that are its names in these.
"""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wikilinks_gui.listing.request import titles_per_request
from wikilinks_gui.mediawiki.apiobject import MOST_NAMESPACE, ApiObject
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.mediawiki.titles import read_changes
from wikilinks_gui.wikitext.rules import WikitextRules

_FREE, _SHARE = 2, 0.02
"""Requests that are made at once: so many, and so many more for each one for pages.

What else is doubtful waits until it fills a request, or until all pages are read.
"""

_MOST_TITLE = 1024
"""Bytes of a title with its namespace, in any script."""


@dataclass(frozen=True, slots=True)
class _Page:
    """What a wiki makes of a title."""

    title: str
    scripts: frozenset[str]  # its names in these
    is_converted: bool  # it was asked for by another


class Spellings:
    """Asks a wiki about spellings, each once, and keeps the answers in the rules of the wiki."""

    def __init__(
        self, client: Client, site: SiteInfo, rules: WikitextRules, stop: threading.Event | None
    ) -> None:
        self._client, self._rules, self._stop = client, rules, stop
        self._size = titles_per_request(site)
        self._doubts: dict[str, None] = {}  # in the order in which they came
        self._requests = 0

    def read_scripts(self, titles: Iterable[str]) -> None:
        """Ask how titles are written in each script. Raises WikiErrors and CancelledError."""
        if self._rules.converts:
            for title, page in self._ask(dict.fromkeys(titles)).items():
                self._rules.scripts[title] = page.scripts

    def add(self, spellings: Iterable[str]) -> None:
        """Add doubtful ones, to be asked about in due time."""
        self._doubts |= dict.fromkeys(
            each for each in spellings if each not in self._rules.meanings
        )

    def is_due(self, requests: int) -> bool:
        """Return whether to ask now; ``requests`` is how many were made for pages so far."""
        is_cheap = self._requests < _FREE + _SHARE * requests
        return bool(self._doubts) and (is_cheap or len(self._doubts) >= self._size)

    def ask(self) -> bool:
        """Ask about all that were added; return whether there were any.

        Raises WikiErrors and CancelledError.
        """
        asked, self._doubts = self._doubts, {}
        pages = self._ask(asked)
        for spelling in asked:
            page = pages.get(spelling)  # none where it is another wiki's
            names = {page.title} | (page.scripts if page.is_converted else set()) if page else ()
            self._rules.meanings[spelling] = frozenset(names)
        return bool(asked)

    def _ask(self, titles: Mapping[str, None]) -> dict[str, _Page]:
        """Ask what titles mean; those that are no page of the wiki are left out."""
        pages: dict[str, _Page] = {}
        params = {"action": "query"}
        if self._rules.converts:
            params |= {"converttitles": "1", "prop": "info", "inprop": "varianttitles"}
        wanted = list(titles)
        for start in range(0, len(wanted), self._size):
            some = wanted[start : start + self._size]
            self._requests += 1
            asked = params | {"titles": "|".join(some)}
            for reply, _continuation in self._client.replies(asked, stop=self._stop):
                pages |= _read(ApiObject(reply).object("query"), some)
        return pages


def _read(query: ApiObject, asked: list[str]) -> dict[str, _Page]:
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
        return frozenset({title})
    names = page.object("varianttitles")
    texts = (names.text(script, most=_MOST_TITLE) for script in names)
    return frozenset(
        {title, *(prefix + (text.partition(":")[2] if prefix else text) for text in texts)}
    )
