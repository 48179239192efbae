# SPDX-License-Identifier: MIT
"""``titles=`` and ``pageids=``: from what was asked to pages, through redirects if wanted."""

from typing import Any

from wikilinks_gui.samplewiki.database import Database
from wikilinks_gui.samplewiki.request import Request
from wikilinks_gui.samplewiki.site import INTERWIKIS
from wikilinks_gui.samplewiki.titles import BadTitleError, Title, parse_title, quote_title


class PageSet:
    """The pages of one request.

    ``entries`` are pages as a reply has them by page id, negative where there is no page;
    ``targets`` are the ids of those that links can be listed to, by namespace and title.
    """

    def __init__(self, request: Request, database: Database) -> None:
        self._database = database
        self._follow = "redirects" in request
        self._normalized: list[dict[str, Any]] = []
        self._interwiki: list[dict[str, Any]] = []
        self._redirects: dict[str, dict[str, Any]] = {}
        self.entries: dict[int, dict[str, Any]] = {}
        self.targets: dict[tuple[int, str], int] = {}
        for text in request.several("titles"):
            self._read(text)
        for page_id in request.numbers("pageids"):
            pages = database.pages("page_id = ?", page_id)
            for page in pages:
                self._take(Title(*page.key))
            if not pages:
                self.entries[page_id] = {"pageid": page_id, "missing": True}

    def found(self) -> dict[str, Any]:
        """Return what is known of the titles, as a reply has it."""
        found = {
            "normalized": self._normalized,
            "interwiki": self._interwiki,
            "redirects": list(self._redirects.values()),
            "pages": [self.entries[page_id] for page_id in sorted(self.entries)],
        }
        return {name: value for name, value in found.items() if value}

    def _read(self, text: str) -> None:
        try:
            title = parse_title(text)
        except BadTitleError as error:
            reason = {"code": error.code, "text": error.reason}
            self._add({"title": text, "invalidreason": reason, "invalid": True})
            return
        if text != title.text:
            self._normalized.append({"fromencoded": False, "from": text, "to": title.text})
        self._take(title)

    def _take(self, title: Title) -> None:
        """Take in what a title leads to."""
        page = self._database.page(title)
        while page and page.is_redirect and self._follow:
            source, title = title, self._database.redirect(page)
            if source.text in self._redirects:
                return
            entry = {"from": source.text, "to": title.text}
            entry |= {"tofragment": title.fragment} if title.fragment else {}
            entry |= {"tointerwiki": title.interwiki} if title.interwiki else {}
            self._redirects[source.text] = entry
            page = self._database.page(title)
        info = {"ns": title.namespace, "title": title.text}
        if title.interwiki:
            url = INTERWIKIS.get(title.interwiki, "").replace("$1", quote_title(title.dbkey))
            self._interwiki.append({"title": title.text, "iw": title.interwiki, "url": url})
        elif page:
            self.entries[page.page_id] = {"pageid": page.page_id} | info
            self.targets[page.key] = page.page_id
        elif title.dbkey and title.key not in self.targets:  # "#section" alone is of no page
            state = "special" if title.namespace < 0 else "missing"
            self.targets[title.key] = self._add(info | {state: True})

    def _add(self, entry: dict[str, Any]) -> int:
        """Add what is no page, and return its number."""
        number = min([0, *self.entries]) - 1
        self.entries[number] = entry
        return number
