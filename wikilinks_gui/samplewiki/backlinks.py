# SPDX-License-Identifier: MIT
"""``list=backlinks``, ``embeddedin`` and ``imageusage``, with their second level of redirects."""

import re
from typing import Any, NamedTuple

from wikilinks_gui.samplewiki.database import (
    IMAGELINKS,
    PAGELINKS,
    TEMPLATELINKS,
    Link,
    Page,
    Target,
)
from wikilinks_gui.samplewiki.query import Context, Listing, Module, Run, Targets, page_row
from wikilinks_gui.samplewiki.request import Parameters, Request
from wikilinks_gui.samplewiki.site import FILE
from wikilinks_gui.samplewiki.titles import BadTitleError, Title, parse_title

LISTINGS = (
    Listing("backlinks", "bl", PAGELINKS),
    Listing("embeddedin", "ei", TEMPLATELINKS),
    Listing("imageusage", "iu", IMAGELINKS),
)


def module(listing: Listing) -> Module:
    """Return the module of a listing."""

    def read(request: Request) -> Run:
        params = Parameters(request, f"query+{listing.name}", listing.prefix)
        title, page_id = params.text("title"), params.integer("pageid")
        token = params.text("continue")
        shown = params.choice("filterredir", ("all", "redirects"), "all")
        where = "page_is_redirect" if shown == "redirects" else ""
        follow = listing.name != "embeddedin" and params.flag("redirect")
        limit = params.limit(half=follow)

        def run(context: Context) -> None:
            root = _root(context, listing, params, title, page_id)
            lister = _Lister(context, listing, limit, where)
            lister.list_first_level(root, None if token is None else _read(token, params))
            if follow:
                lister.list_second_level()
            context.result[listing.name] = list(lister.rows.values())
            if lister.following:
                context.unfinished[listing.name] = {f"{listing.prefix}continue": lister.following}

        return run

    return read


class _Token(NamedTuple):
    """Where a reply begins: the first page of the first level, and of the second one."""

    namespace: int = 0
    page_id: int = 0
    redirect: tuple[int, str] | None = None  # namespace and title; None: from the first one on
    source: int = 0  # id of the page that links to the redirect


class _Lister:
    """The rows of a reply by page id, and the token of what comes after them."""

    def __init__(self, context: Context, listing: Listing, limit: int, where: str) -> None:
        self._database = context.database
        self._table = listing.table
        self._limit = limit
        self._where = where
        self._token = _Token()
        self.rows: dict[int, dict[str, Any]] = {}
        self.redirects: dict[tuple[int, str], int] = {}  # page ids of those among the rows
        self.following = ""

    def _links(self, targets: list[Target]) -> tuple[list[Link], Link | None]:
        """Return the links of a level, and the first one that is left."""
        links = self._database.links(self._table, targets, self._limit + 1, where=self._where)
        return links[: self._limit], next(iter(links[self._limit :]), None)

    def list_first_level(self, root: Title, token: _Token | None) -> None:
        """List what links to the page."""
        links, left = self._links([Target(*root.key, token.page_id if token else 0)])
        pages = [link.page for link in links]
        if pages and token is None:
            token = _Token(pages[0].namespace, pages[0].page_id)
        self._token = token or _Token()
        self.rows = {page.page_id: _row(page) for page in pages}
        self.redirects = {(p.namespace, p.title): p.page_id for p in pages if p.is_redirect}
        if left:
            self.following = f"{left.page.namespace}|{left.page.page_id}"

    def list_second_level(self) -> None:
        """List what links to the redirects, below them."""
        targets = Targets(
            target for target in self.redirects if target[0] == FILE or not self._table.to_files
        )
        redirect = self._token.redirect
        start = redirect and targets.key(redirect)
        links, left = self._links(targets.from_(start, self._token.source))
        for link in links:
            row = self.rows[self.redirects[link.target]]
            row.setdefault("redirlinks", []).append(_row(link.page))
        if left:
            begun = f"{self._token.namespace}|{self._token.page_id}"
            place = f"{left.namespace}|{left.title}|{left.page.namespace}|{left.page.page_id}"
            self.following = f"{begun}|{place}"


def _root(
    context: Context, listing: Listing, params: Parameters, title: str | None, page_id: int | None
) -> Title:
    """Return the title of the page that is asked about."""
    names = f'"{params.prefix}title" and "{params.prefix}pageid"'
    if title is not None and page_id is not None:
        raise params.fail("invalidparammix", f"The parameters {names} can not be used together.")
    if title is not None:
        try:
            root = parse_title(title)
        except BadTitleError:
            root = None
        if root is None or root.interwiki:
            raise params.fail("invalidtitle", f'Bad title "{title}".')
    elif page_id is not None:
        page = context.database.pages_by_id([page_id]).get(page_id)
        if page is None:
            raise params.fail("nosuchpageid", f"There is no page with ID {page_id}.")
        root = Title(page.namespace, page.title)
    else:
        raise params.fail("missingparam", f"One of the parameters {names} is required.")
    if listing.table.to_files and root.namespace != FILE:
        raise params.fail("bad_image_title", f'The title for "{listing.name}" must be a file.')
    return root


def _read(token: str, params: Parameters) -> _Token:
    """Take a token apart: the first level's place, or that and the second level's."""
    parts = token.split("|")
    numbers = [part for index, part in enumerate(parts) if index != 3]
    if len(parts) not in (2, 6) or not all(map(_is_integer, numbers)):
        raise params.bad_continue()
    first = _Token(int(parts[0]), int(parts[1]))
    if len(parts) == 2:
        return first
    return first._replace(redirect=(int(parts[2]), parts[3]), source=int(parts[5]))


def _row(page: Page) -> dict[str, Any]:
    return page_row(page) | ({"redirect": True} if page.is_redirect else {})


def _is_integer(text: str) -> bool:
    """Return whether the text is a whole number of 64 bits, written in the one usual way."""
    return bool(re.fullmatch(r"0|-?[1-9][0-9]{0,18}", text)) and -(2**63) <= int(text) < 2**63
