# SPDX-License-Identifier: MIT
"""``prop=redirects``, ``linkshere``, ``transcludedin`` and ``fileusage``."""

import re
from collections.abc import Sequence

from wikilinks_gui.samplewiki.database import (
    IMAGELINKS,
    PAGELINKS,
    REDIRECT,
    TEMPLATELINKS,
    Link,
    Target,
)
from wikilinks_gui.samplewiki.query import Context, Listing, Module, Run
from wikilinks_gui.samplewiki.request import Parameters, Request
from wikilinks_gui.samplewiki.site import FILE
from wikilinks_gui.samplewiki.titles import Title

LIMIT = 500

Key = tuple[int | str, ...]


LISTINGS = (
    Listing("redirects", "rd", REDIRECT),
    Listing("linkshere", "lh", PAGELINKS),
    Listing("transcludedin", "ti", TEMPLATELINKS),
    Listing("fileusage", "fu", IMAGELINKS),
)

_CONDITIONS = {
    "redirect": "page_is_redirect = 1",
    "!redirect": "page_is_redirect = 0",
    "fragment": "rd_fragment != ''",
    "!fragment": "rd_fragment = ''",
}


def module(listing: Listing) -> Module:
    """Return the module of a listing."""

    def read(request: Request) -> Run:
        params = Parameters(request, f"query+{listing.name}", listing.prefix)
        extra = "fragment" if listing.table is REDIRECT else "redirect"
        default = "pageid|title" if listing.table is REDIRECT else "pageid|title|redirect"
        fields = params.choices("prop", ("pageid", "title", extra), default) or []
        namespaces = params.namespaces()
        show = params.choices("show", (extra, f"!{extra}")) or []
        limit = params.limit(LIMIT) or LIMIT
        token = params.text("continue")

        def run(context: Context) -> None:
            if len(show) > 1:
                raise params.fail(
                    "show",
                    "Incorrect parameter - mutually exclusive values may not be supplied.",
                )
            where = " AND ".join(_CONDITIONS[name] for name in show)
            pager = _Pager(context, listing, namespaces, token, params)
            if namespaces != [] and pager.targets:
                pager.write(limit, set(fields), where)

        return run

    return read


class _Pager:
    """Where a listing stands: its titles in order, and the fields of its token."""

    def __init__(
        self,
        context: Context,
        listing: Listing,
        namespaces: Sequence[int] | None,
        token: str | None,
        params: Parameters,
    ) -> None:
        self._context = context
        self._listing = listing
        self._namespaces = namespaces
        self.targets = context.pages.targets()
        if listing.table.to_files:
            self.targets = {key: n for key, n in self.targets.items() if key[0] == FILE}
        self._by_target_namespace = len({key[0] for key in self.targets}) > 1
        self._by_title = len({key[1] for key in self.targets}) > 1
        self._by_namespace = len(namespaces or ()) > 1 and listing.table is not REDIRECT
        self._after = None if token is None or not self.targets else self._read(token, params)

    def _target_key(self, namespace: int, title: str) -> Key:
        return ((namespace,) if self._by_target_namespace else ()) + (
            (title,) if self._by_title else ()
        )

    def _read(self, token: str, params: Parameters) -> tuple[Key, tuple[int | None, int]]:
        """Take a token apart: the title, and the namespace and page id of what links to it."""
        parts = token.split("|")
        numeric = [self._by_target_namespace, False, self._by_namespace, True]
        there = [self._by_target_namespace, self._by_title, self._by_namespace, True]
        expected = [
            is_number for is_number, is_there in zip(numeric, there, strict=True) if is_there
        ]
        if len(parts) != len(expected) or not all(
            re.fullmatch(r"[+-]?[0-9]{1,18}", part)
            for part, is_number in zip(parts, expected, strict=True)
            if is_number
        ):
            raise params.bad_continue()
        values = [int(p) if is_number else p for p, is_number in zip(parts, expected, strict=True)]
        source = int(values[-2]) if self._by_namespace else None
        return tuple(values[: -2 if self._by_namespace else -1]), (source, int(values[-1]))

    def _next(self, link: Link) -> str:
        """Return the token that begins with a link."""
        source = (link.page.namespace,) if self._by_namespace else ()
        key = (*self._target_key(link.namespace, link.title), *source, link.page.page_id)
        return "|".join(map(str, key))

    def _ordered(self) -> list[Target]:
        targets = []
        for namespace, title in sorted(self.targets):
            key = self._target_key(namespace, title)
            if self._after is None or key > self._after[0]:
                targets.append(Target(namespace, title))
            elif key == self._after[0]:
                targets.append(Target(namespace, title, self._after[1]))
        return targets

    def write(self, limit: int, fields: set[str], where: str) -> None:
        """Add the rows to their pages, and the token if there are more."""
        name = self._listing.name
        links = self._context.database.links(
            self._listing.table,
            self._ordered(),
            limit + 1,
            namespaces=self._namespaces,
            where=where + (" AND " if where else "") + "rd_interwiki = ''"
            if self._listing.table is REDIRECT
            else where,
        )
        for number, link in enumerate(links):
            page_id = self.targets[link.namespace, link.title]
            if number == limit or not self._context.add_to_page(page_id, name, _item(link, fields)):
                token = {f"{self._listing.prefix}continue": self._next(link)}
                self._context.unfinished[name] = token
                return


def _item(link: Link, fields: set[str]) -> dict[str, object]:
    item: dict[str, object] = {}
    if "pageid" in fields:
        item["pageid"] = link.page.page_id
    if "title" in fields:
        item["ns"] = link.page.namespace
        item["title"] = Title(link.page.namespace, link.page.title).text
    if "fragment" in fields and link.fragment:
        item["fragment"] = link.fragment
    if "redirect" in fields:
        item["redirect"] = link.page.is_redirect
    return item
