# SPDX-License-Identifier: MIT
"""``list=backlinks``, ``embeddedin`` and ``imageusage``, with their second level of redirects."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from wikilinks_gui.samplewiki.database import (
    IMAGELINKS,
    PAGELINKS,
    TEMPLATELINKS,
    Link,
    Page,
    Target,
)
from wikilinks_gui.samplewiki.query import Context, Listing, Module, Run
from wikilinks_gui.samplewiki.request import Parameters, Request
from wikilinks_gui.samplewiki.site import FILE
from wikilinks_gui.samplewiki.titles import BadTitleError, Title, parse_title

LIMIT = 500
REDIRECT_LIMIT = 250
"""The most rows of either level when redirects are followed."""

Row = dict[str, Any]


LISTINGS = (
    Listing("backlinks", "bl", PAGELINKS),
    Listing("embeddedin", "ei", TEMPLATELINKS),
    Listing("imageusage", "iu", IMAGELINKS),
)


@dataclass(frozen=True, slots=True)
class _Options:
    title: str | None
    page_id: int | None
    namespaces: Sequence[int] | None
    descending: bool
    filter: str
    follow: bool
    limit: int | None
    token: str | None

    @property
    def by_namespace(self) -> bool:
        """Whether rows come by namespace first."""
        return len(self.namespaces or ()) > 1

    def is_beyond(self, key: tuple[int | str, ...], start: tuple[int | str, ...]) -> bool:
        return key < start if self.descending else key > start


@dataclass(slots=True)
class _Token:
    """The parts of a token: where each level begins, and what was cut for size."""

    first: tuple[int, int] | None = None  # namespace and page id
    second: tuple[int, str, int, int] | None = None  # namespace, title, namespace, page id
    cut: list[int] = field(default_factory=list)  # page id of the first level, then of the second

    def text(self, parts: int) -> str:
        first = self.first or (0, 0)
        return "|".join(map(str, (*first, *(self.second or (0, "", 0, 0)))[:parts]))


def module(listing: Listing) -> Module:
    """Return the module of a listing."""

    def read(request: Request) -> Run:
        params = Parameters(request, f"query+{listing.name}", listing.prefix)
        options = _Options(
            title=params.text("title"),
            page_id=params.integer("pageid"),
            token=params.text("continue"),
            namespaces=params.namespaces(),
            descending=params.choice("dir", ("ascending", "descending"), "ascending")
            == "descending",
            filter=params.choice("filterredir", ("all", "redirects", "nonredirects"), "all"),
            limit=params.limit(LIMIT),
            follow=listing.name != "embeddedin" and params.flag("redirect"),
        )
        return lambda context: _Run(context, listing, options, params).write()

    return read


class _Run:
    """One listing of one request."""

    def __init__(
        self, context: Context, listing: Listing, options: _Options, params: Parameters
    ) -> None:
        self._context = context
        self._listing = listing
        self._options = options
        self._params = params
        maximum = REDIRECT_LIMIT if options.follow else LIMIT
        if options.limit is None:
            self._limit = maximum
            params.note_limit(maximum)
        else:
            self._limit = params.clamp(str(options.limit), maximum)
        self._root = self._find_root()
        self._token = self._read_token()
        self._next: str | None = None

    def _find_root(self) -> Title:
        params, options = self._params, self._options
        names = f'"{params.prefix}title" and "{params.prefix}pageid"'
        if options.title is not None and options.page_id is not None:
            raise params.fail(
                "invalidparammix", f"The parameters {names} can not be used together."
            )
        if options.title is not None:
            try:
                root = parse_title(options.title)
            except BadTitleError:
                root = None
            if root is None or root.interwiki:
                raise params.fail("invalidtitle", f'Bad title "{options.title}".')
        elif options.page_id is not None:
            page = self._context.database.pages_by_id([options.page_id]).get(options.page_id)
            if page is None:
                raise params.fail("nosuchpageid", f"There is no page with ID {options.page_id}.")
            root = Title(page.namespace, page.title)
        else:
            raise params.fail("missingparam", f"One of the parameters {names} is required.")
        if self._listing.table.to_files and root.namespace != FILE:
            raise params.fail(
                "bad_image_title", f'The title for "{self._listing.name}" must be a file.'
            )
        return root

    def _read_token(self) -> _Token:
        if self._options.token is None:
            return _Token()
        parts = self._options.token.split("|")
        numbers = [part for index, part in enumerate(parts) if index != 3]
        if len(parts) not in (2, 6, 7, 8) or not all(map(_is_integer, numbers)):
            raise self._params.bad_continue()
        first = int(parts[0]), int(parts[1])
        if len(parts) == 2:
            return _Token(first)
        second = int(parts[2]), parts[3], int(parts[4]), int(parts[5])
        return _Token(first, second, [int(part) for part in parts[6:]])

    def write(self) -> None:
        """Put the rows into the reply, and the token if there are more."""
        rows, redirects = self._first_level()
        if redirects and self._options.follow:
            self._second_level(rows, redirects)
        listed = [_whole(row) for row in rows.values()]
        fits = self._context.result.fits(listed)
        self._context.result.query[self._listing.name] = listed if fits else self._cut(rows)
        if self._next is not None:
            token = {f"{self._listing.prefix}continue": self._next}
            self._context.unfinished[self._listing.name] = token

    def _first_level(self) -> tuple[dict[int, Row], dict[tuple[int, str], int]]:
        """Return the rows by page id, and the redirects among them."""
        options = self._options
        where = ""
        if options.filter == "redirects":
            where = "page_is_redirect = 1"
        elif options.filter == "nonredirects" and not options.follow:
            where = "page_is_redirect = 0"
        after = self._after(*self._token.first) if self._token.first else None
        links = self._links([Target(*self._root.key, after)], where)
        rows: dict[int, Row] = {}
        redirects = {}
        for page in (link.page for link in links):
            if len(rows) == self._limit:
                self._next = f"{page.namespace}|{page.page_id}"
                break
            self._token.first = self._token.first or (page.namespace, page.page_id)
            rows[page.page_id] = _row(page)
            if page.is_redirect:
                redirects[page.namespace, page.title] = page.page_id
        return rows, redirects

    def _second_level(self, rows: dict[int, Row], redirects: dict[tuple[int, str], int]) -> None:
        """Hang what links to the redirects under them."""
        options, to_files = self._options, self._listing.table.to_files
        by_target = not to_files and len({key[0] for key in redirects}) > 1
        by_title = len({key[1] for key in redirects}) > 1
        where = {"redirects": "page_is_redirect = 1", "nonredirects": "page_is_redirect = 0"}
        start = self._token.second

        def key(namespace: int, title: str) -> tuple[int | str, ...]:
            return ((namespace,) if by_target else ()) + ((title,) if by_title else ())

        targets = []
        for target in sorted(redirects, reverse=options.descending):
            if to_files and target[0] != FILE:
                continue
            if start is None or options.is_beyond(key(*target), key(*start[:2])):
                targets.append(Target(*target))
            elif key(*target) == key(*start[:2]):
                targets.append(Target(*target, self._after(*start[2:])))
        for number, link in enumerate(self._links(targets, where.get(options.filter, ""))):
            at = (link.namespace, link.title, link.page.namespace, link.page.page_id)
            if number == self._limit:
                self._next = f"{self._token.text(2)}|{'|'.join(map(str, at))}"
                break
            self._token.second = self._token.second or at
            parent = rows[redirects[link.namespace, link.title]]
            parent.setdefault("redirlinks", {})[link.page.page_id] = _row(link.page)

    def _after(self, namespace: int, page_id: int) -> tuple[int | None, int]:
        return (namespace if self._options.by_namespace else None), page_id

    def _links(self, targets: list[Target], where: str) -> list[Link]:
        return self._context.database.links(
            self._listing.table,
            targets,
            self._limit + 1,
            namespaces=self._options.namespaces,
            descending=self._options.descending,
            where=where,
        )

    def _cut(self, rows: dict[int, Row]) -> list[Row]:
        """Return as much as fits into the reply, and continue at the first that does not."""
        fits = self._context.result.fits
        listed: list[Row] = []
        cut = self._token.cut or [min(rows)]
        for page_id, row in sorted(rows.items()):
            if page_id < cut[0]:
                continue
            entry = {name: value for name, value in row.items() if name != "redirlinks"}
            if not fits(entry):
                self._next = f"{self._token.text(6)}|{page_id}"
                break
            listed.append(entry)
            start = cut[1] if len(cut) > 1 and page_id == cut[0] else 0
            for source_id, link in sorted(row.get("redirlinks", {}).items()):
                if source_id < start:
                    continue
                if not fits(link):
                    self._next = f"{self._token.text(6)}|{page_id}|{source_id}"
                    return listed
                entry.setdefault("redirlinks", []).append(link)
        return listed


def _row(page: Page) -> Row:
    row: Row = {"pageid": page.page_id, "ns": page.namespace}
    row["title"] = Title(page.namespace, page.title).text
    return row | {"redirect": True} if page.is_redirect else row


def _whole(row: Row) -> Row:
    if "redirlinks" not in row:
        return row
    return row | {"redirlinks": list(row["redirlinks"].values())}


def _is_integer(text: str) -> bool:
    """Whether the text is a whole number of 64 bits, written in the one usual way."""
    return bool(re.fullmatch(r"0|-?[1-9][0-9]{0,18}", text)) and -(2**63) <= int(text) < 2**63
