# SPDX-License-Identifier: MIT
"""``titles=`` and ``pageids=``: from what was asked to pages, through redirects if wanted."""

import html
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from wikilinks_gui.samplewiki.database import Database, Page
from wikilinks_gui.samplewiki.request import ApiFailure, Parameters, Request
from wikilinks_gui.samplewiki.site import INTERWIKIS, MEDIA, SPECIAL_PAGES
from wikilinks_gui.samplewiki.titles import BadTitleError, Title, clean, parse_title, quote_title


class Pages(dict[int, dict[str, Any]]):
    """Pages by id, negative for what does not exist; a reply has them as a list."""


class PageSet:
    """The pages of one request.

    ``good`` and ``missing`` hold titles by page id, negative where there is no page; ``pages`` is
    what the tables know of the good ones.
    """

    def __init__(self, request: Request, database: Database) -> None:
        params = Parameters(request, "query")
        titles = params.values("titles")
        page_ids = params.integers("pageids")
        self._request = request
        self._database = database
        self._follow = params.flag("redirects")
        params.flag("converttitles")  # English has no variants: nothing is ever converted
        self._titles = list(dict.fromkeys(titles or []))
        self._ids = page_ids
        self._both = titles is not None and bool(page_ids)
        self._fake_id = 0
        self._all: set[tuple[int, str]] = set()
        self._pending: dict[int, Title] = {}
        self._invalid: dict[int, tuple[str, BadTitleError]] = {}
        self._missing_ids: list[int] = []
        self._interwikis: dict[str, str] = {}
        self._redirects: dict[str, Title] = {}
        self._normalized: dict[str, str] = {}
        self.good: dict[int, Title] = {}
        self.missing: dict[int, Title] = {}
        self.special: dict[int, Title] = {}
        self.pages: dict[int, Page] = {}

    def load(self) -> None:
        """Look everything up. Raises :class:`ApiFailure`."""
        if self._both:
            raise ApiFailure(
                "query",
                "multisource",
                'The "pageids" parameter cannot be used with "titles".',
            )
        self._note_unclean()
        self._look_up(self._read(self._titles))
        if self._ids:
            found = self._database.pages_by_id(self._ids)
            self._add(found.values())
            self._missing_ids = [number for number in self._ids if number not in found]
        while self._pending:
            self._look_up(self._targets())

    def targets(self) -> dict[tuple[int, str], int]:
        """Return the id of each page that links can be listed to, by namespace and title."""
        ids = self.good | self.missing | self.special
        return {title.key: number for number, title in ids.items()}

    def _note_unclean(self) -> None:
        raw = self._request.raw.get("titles", "")
        value = self._request.get("titles", "")
        if raw == value:
            return
        separator = "\x1f" if raw.startswith("\x1f") else "|"
        pairs = zip(
            raw.removeprefix("\x1f").split(separator),
            value.removeprefix("\x1f").split(separator),
            strict=True,
        )
        self._normalized |= {old: new for old, new in pairs if old != new}

    def _read(self, texts: Iterable[str]) -> list[Title]:
        """Take titles apart; those that cannot be titles are noted and left out."""
        titles = {}
        for text in texts:
            try:
                titles[text] = parse_title(text)
            except BadTitleError as error:
                self._invalid[self._next_fake_id()] = (text, error)
        self._normalized |= {
            text: title.text for text, title in titles.items() if text != title.text
        }
        return self._local(titles.values())

    def _local(self, titles: Iterable[Title]) -> list[Title]:
        """Return the titles that a page may have; the others are noted."""
        local = []
        for title in titles:
            if title.interwiki:
                self._interwikis[title.text] = title.interwiki
            elif title.namespace >= 0:
                local.append(title)
            elif title.key not in self._all:
                self._all.add(title.key)
                self.special[self._next_fake_id()] = title
        return local

    def _look_up(self, titles: list[Title]) -> None:
        wanted: dict[int, dict[str, None]] = {}
        for title in titles:
            if title.dbkey:  # "#section" alone is a title, but of no page
                wanted.setdefault(title.namespace, {})[title.dbkey] = None
        keys = [(namespace, dbkey) for namespace, dbkeys in wanted.items() for dbkey in dbkeys]
        found = self._database.pages(keys)
        self._add(sorted(found.values(), key=lambda page: page.page_id))
        for key in keys:
            if key not in found:
                self._all.add(key)
                self.missing[self._next_fake_id()] = Title(*key)

    def _add(self, pages: Iterable[Page]) -> None:
        for page in pages:
            title = Title(page.namespace, page.title)
            self._all.add(title.key)
            if self._follow and page.is_redirect:
                self._pending[page.page_id] = title
            else:
                self.good[page.page_id] = title
                self.pages[page.page_id] = page

    def _targets(self) -> list[Title]:
        """Return where the pending redirects point, as far as that is not known yet."""
        titles = []
        for row in self._database.redirects(self._pending):
            source = self._pending.pop(row.source)
            fragment = row.fragment.replace("_", " ")
            target = Title(row.namespace, row.title, fragment, row.interwiki)
            self._redirects[source.text] = target
            if target.key not in self._all or target.interwiki:
                titles.append(target)
        self._pending.clear()
        return self._local(titles)

    def _next_fake_id(self) -> int:
        self._fake_id -= 1
        return self._fake_id

    def found(self, with_urls: bool) -> dict[str, Any]:
        """Return what is known of the titles, as a reply has it."""
        pages = Pages(
            {number: _info(title) | {"missing": True} for number, title in self.missing.items()}
        )
        for number, (text, error) in self._invalid.items():
            reason = {"code": error.code, "text": _plain(error.reason)}
            pages[number] = {"title": text, "invalidreason": reason, "invalid": True}
        for number in self._missing_ids:
            pages[number] = {"pageid": number, "missing": True}
        for number, title in self.special.items():
            known = (
                title.namespace != MEDIA and title.dbkey.partition("/")[0].lower() in SPECIAL_PAGES
            )
            pages[number] = _info(title) | {"special": True} | ({} if known else {"missing": True})
        for number, title in self.good.items():
            pages[number] = {"pageid": number} | _info(title)
        found = {
            "normalized": [_normalized(*pair) for pair in self._normalized.items()],
            "interwiki": [
                {"title": text, "iw": prefix} | ({"url": _url(text, prefix)} if with_urls else {})
                for text, prefix in self._interwikis.items()
            ],
            "redirects": [_redirect(*pair) for pair in self._redirects.items()],
            "pages": pages,
        }
        return {name: value for name, value in found.items() if value}


def _plain(text: str) -> str:
    """Take the markup out of a message, as MediaWiki does."""
    return re.sub(r"[ \t\r\n]+", " ", html.unescape(re.sub(r"</?nowiki>", "", text)))


def _info(title: Title) -> dict[str, Any]:
    return {"ns": title.namespace, "title": title.text}


def _normalized(old: str, new: str) -> dict[str, Any]:
    encoded = clean(old) != old
    return {
        "fromencoded": encoded,
        "from": quote(old.encode("utf-8", "surrogateescape"), safe="~") if encoded else old,
        "to": new,
    }


def _redirect(source: str, target: Title) -> dict[str, Any]:
    entry = {"from": source, "to": target.text}
    if target.fragment:
        entry["tofragment"] = target.fragment
    if target.interwiki:
        entry["tointerwiki"] = target.interwiki
    return entry


def _url(text: str, prefix: str) -> str:
    dbkey = text[len(prefix) + 1 :]
    interwiki = INTERWIKIS.get(prefix)
    return interwiki.url.replace("$1", quote_title(dbkey)) if interwiki else ""
