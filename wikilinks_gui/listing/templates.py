# SPDX-License-Identifier: MIT
"""What the templates of a list's pages bring to them: which links, and how certainly.

Templates that link to the target themselves are rows of the list; which pages use these, the wiki
tells. Others may link only under a condition, or only where they are transcluded. No list tells of
these: they are found in the texts of the pages that call them.
"""

import threading
from collections import Counter
from collections.abc import Iterable, Mapping

from wikilinks_gui.listing.budget import Budget
from wikilinks_gui.listing.pagetexts import ask_texts_of_titles
from wikilinks_gui.listing.request import titles_per_request
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.wikitext.carriers import NEVER, Carrier, called_pages, carriers
from wikilinks_gui.wikitext.names import doubts_in
from wikilinks_gui.wikitext.parameters import Parameters, parameters
from wikilinks_gui.wikitext.rules import WikitextRules
from wikilinks_gui.wikitext.scanner import transcluded_uses
from wikilinks_gui.wikitext.use import Use, Wanted


class Templates:
    """The templates that are read for a list; ``wanted`` is what its rows use, by ``via``."""

    def __init__(
        self, client: Client, site: SiteInfo, rules: WikitextRules, wanted: Mapping[int, Wanted]
    ) -> None:
        self._client, self._site, self._rules, self._wanted = client, site, rules, wanted
        self._rows: dict[int, set[str]] = {}  # titles of those that are rows, by ``via``
        self._texts: dict[str, str] = {}
        self._uses: dict[str, list[Use]] = {}
        self._read: dict[str, Parameters] = {}
        self._called = Counter[str]()  # templates that were not read: by how many pages
        self._in_doubt = Counter[str]()  # the same, of pages in doubt
        self._has_read = False  # any that is no row
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
        self._read |= {title: parameters(text, self._rules) for title, text in texts.items()}
        for via, rows in (self._rows | {0: set(uses)}).items():
            for title in rows & uses.keys():
                self.doubts |= doubts_in(uses[title], self._wanted[via], self._rules)
        self._carriers.clear()

    def reread(self, rules: WikitextRules) -> None:
        """Read anew what they bring, by rules that know more of spellings."""
        self._rules = rules
        self._carriers.clear()

    def add_called(self, text: str, *, in_doubt: bool) -> None:
        """Add the templates that a page calls, to be read in due time."""
        called = called_pages(text, self._rules) - self._texts.keys()
        self._called.update(called)
        if in_doubt:
            self._in_doubt.update(called)

    def read_called(self, budget: Budget, stop: threading.Event | None, *, leave: int = 0) -> bool:
        """Read those that were added, and return whether there were any; the most called first.

        At first the most called of all, then more only where a page in doubt calls one that was not
        read; ``leave`` requests of the budget are left. Raises WikiErrors and CancelledError.
        """
        size, has_read = titles_per_request(self._site), False
        while self._is_due() and budget.take(leave=leave):
            first = dict(self._in_doubt.most_common(size))
            some = list(first | dict(self._called.most_common(size)))[:size]
            found = ask_texts_of_titles(self._client, self._site, some, stop)
            self._add({title: found.get(title, "") for title in some})
            self._has_read = has_read = True
            for title in some:
                inner = called_pages(self._texts[title], self._rules) - self._texts.keys()
                for counter in (self._called, self._in_doubt):
                    if pages := counter.pop(title, 0):
                        counter.update(dict.fromkeys(inner, pages))
        return has_read

    def _is_due(self) -> bool:
        return bool(self._in_doubt or (self._called and not self._has_read))

    def bringing(self, vias: Iterable[int]) -> set[str]:
        """Return those that are no rows and may bring what some rows link to."""
        return {
            title
            for via in vias
            for title, each in self.carriers(via).items()
            if not each.is_row and {*each.certainties.values()} != {NEVER}
        }

    def texts_of(self, titles: Iterable[str]) -> dict[str, str]:
        """Return the texts of some templates, those that were read."""
        return {title: self._texts[title] for title in titles if title in self._texts}

    def carriers(self, via: int) -> dict[str, Carrier]:
        """Return what all that were read bring of what rows with some ``via`` link to."""
        if via not in self._carriers:
            wanted, rows = self._wanted[via], self._rows.get(via, set())
            self._carriers[via] = carriers(
                self._texts, wanted, self._rules, rows, uses=self._uses, read=self._read
            )
        return self._carriers[via]
