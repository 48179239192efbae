# SPDX-License-Identifier: MIT
"""What the templates of a list's pages bring to them: which links, and how certainly.

Templates that link to the target themselves are rows of the list; which pages use these, the wiki
tells. Others may link only under a condition, or only where they are transcluded. No list tells of
these: they are found in the texts of the pages that call them.
"""

import threading
from collections import Counter
from collections.abc import Iterable, Mapping

from wikilinks_gui.listing.pagetexts import ask_texts_of_titles
from wikilinks_gui.listing.request import titles_per_request
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.wikitext.carriers import Carrier, called_pages, carriers
from wikilinks_gui.wikitext.names import doubts_in
from wikilinks_gui.wikitext.rules import WikitextRules
from wikilinks_gui.wikitext.scanner import transcluded_uses
from wikilinks_gui.wikitext.use import Use, Wanted

_FREE, _SHARE = 3, 0.1
"""Requests for templates that are no rows: so many, and so many more for each one for pages.

On a large wiki pages call thousands of templates; few of them bring a link that no row tells of.
"""


class Templates:
    """The templates that are read for a list; ``wanted`` is what its rows use, by ``via``."""

    def __init__(
        self, client: Client, site: SiteInfo, rules: WikitextRules, wanted: Mapping[int, Wanted]
    ) -> None:
        self._client, self._site, self._rules, self._wanted = client, site, rules, wanted
        self._rows: dict[int, set[str]] = {}  # titles of those that are rows, by ``via``
        self._texts: dict[str, str] = {}
        self._uses: dict[str, list[Use]] = {}
        self._called = Counter[str]()  # templates that were not read: by how many pages
        self._requests = 0
        self.doubts: set[str] = set()  # spellings in them of which the wiki is to be asked
        self._carriers: dict[int, dict[str, Carrier]] = {}  # of all that were read, by ``via``

    def add_rows(self, rows: Mapping[int, set[str]], texts: Mapping[str, str]) -> None:
        """Add those that are rows, by ``via``, with their texts."""
        self._rows = dict(rows)
        self._add(texts)

    def _add(self, texts: Mapping[str, str]) -> None:
        self._texts |= texts
        uses = {title: transcluded_uses(text, self._rules) for title, text in texts.items()}
        self._uses |= uses
        for via, rows in (self._rows | {0: set(uses)}).items():
            for title in rows & uses.keys():
                self.doubts |= doubts_in(uses[title], self._wanted[via], self._rules)
        self.reread()

    def reread(self) -> None:
        """Forget what they bring: more has become known of spellings."""
        self._carriers.clear()

    def read_called(self, texts: list[str], requests: int, stop: threading.Event | None) -> None:
        """Read the templates that some pages call, the most called first, as far as it pays.

        ``requests`` is how many were made for pages so far. Raises WikiErrors and CancelledError.
        """
        for text in texts:
            self._called.update(called_pages(text, self._rules) - self._texts.keys())
        while self._called and self._requests < _FREE + _SHARE * requests:
            some = dict(self._called.most_common(titles_per_request(self._site)))
            self._requests += 1
            found = ask_texts_of_titles(self._client, self._site, list(some), stop)
            self._add({title: found.get(title, "") for title in some})
            for title, pages in some.items():
                del self._called[title]
                for inner in called_pages(self._texts[title], self._rules) - self._texts.keys():
                    self._called[inner] += pages

    def texts_of(self, titles: Iterable[str]) -> dict[str, str]:
        """Return the texts of some templates, those that were read."""
        return {title: self._texts[title] for title in titles if title in self._texts}

    def carriers(self, via: int) -> dict[str, Carrier]:
        """Return what all that were read bring of what rows with some ``via`` link to."""
        if via not in self._carriers:
            wanted, rows = self._wanted[via], self._rows.get(via, set())
            self._carriers[via] = carriers(self._texts, wanted, self._rules, rows, uses=self._uses)
        return self._carriers[via]
