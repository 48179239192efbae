# SPDX-License-Identifier: MIT
"""``prop=redirects``, ``linkshere``, ``transcludedin`` and ``fileusage``."""

import re

from wikilinks_gui.samplewiki.database import (
    IMAGELINKS,
    PAGELINKS,
    REDIRECT,
    TEMPLATELINKS,
    Link,
)
from wikilinks_gui.samplewiki.query import Context, Key, Listing, Module, Row, Run, Targets
from wikilinks_gui.samplewiki.request import Parameters, Request
from wikilinks_gui.samplewiki.site import FILE
from wikilinks_gui.samplewiki.titles import Title

LISTINGS = (
    Listing("redirects", "rd", REDIRECT),
    Listing("linkshere", "lh", PAGELINKS),
    Listing("transcludedin", "ti", TEMPLATELINKS),
    Listing("fileusage", "fu", IMAGELINKS),
)


def module(listing: Listing) -> Module:
    """Return the module of a listing."""

    def read(request: Request) -> Run:
        params = Parameters(request, f"query+{listing.name}", listing.prefix)
        extra = "fragment" if listing.table is REDIRECT else "redirect"
        default = "pageid|title" if listing.table is REDIRECT else "pageid|title|redirect"
        fields = params.choices("prop", ("pageid", "title", extra), default)
        limit = params.limit()
        token = params.text("continue")

        def run(context: Context) -> None:
            page_ids = context.pages.targets()
            if listing.table.to_files:
                page_ids = {key: n for key, n in page_ids.items() if key[0] == FILE}
            if not page_ids:
                return
            targets = Targets(page_ids)
            links = context.database.links(
                listing.table,
                targets.from_(*((None, 0) if token is None else _read(token, targets, params))),
                limit + 1,
                where="rd_interwiki = ''" if listing.table is REDIRECT else "",
            )
            rows = (
                Row(
                    page_ids[link.target],
                    _item(link, fields),
                    "|".join(map(str, (*targets.key(link.target), link.page.page_id))),
                )
                for link in links
            )
            context.add_to_pages(listing, rows, limit)

        return run

    return read


def _read(token: str, targets: Targets, params: Parameters) -> tuple[Key, int]:
    """Take a token apart: the key of a title, and the id of the page that links to it."""
    parts = token.split("|")
    is_number = [*targets.is_number, True]
    if len(parts) != len(is_number) or not all(
        re.fullmatch(r"[+-]?[0-9]{1,18}", part)
        for part, number in zip(parts, is_number, strict=True)
        if number
    ):
        raise params.bad_continue()
    *key, page_id = (int(p) if n else p for p, n in zip(parts, is_number, strict=True))
    return tuple(key), int(page_id)


def _item(link: Link, fields: list[str]) -> dict[str, object]:
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
