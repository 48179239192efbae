# SPDX-License-Identifier: MIT
"""``list=backlinks``, ``embeddedin`` and ``imageusage``, with their second level of redirects."""

from typing import Any

from wikilinks_gui.samplewiki.database import FILE_USES, LINKS, TRANSCLUSIONS, Page
from wikilinks_gui.samplewiki.query import Context, Module
from wikilinks_gui.samplewiki.request import ApiFailure
from wikilinks_gui.samplewiki.titles import Title, parse_title


def _module(name: str, prefix: str, sql: str) -> Module:
    def run(context: Context) -> None:
        request, database = context.request, context.database
        follow = f"{prefix}redirect" in request
        only = request.get(f"{prefix}filterredir") == "redirects"
        limit = request.limit(prefix, half=follow)
        # Where the first level begins, and then, below its redirects, the second one.
        token = request.get(f"{prefix}continue", "0|0|0")
        first, number, source = map(int, token.split("|"))
        root = _root(context, prefix)
        links = database.links(sql, [root.key], limit + 1, start=(0, first), only_redirects=only)
        pages = [link.page for link in links[:limit]]
        rows = {page.key: _row(page) for page in pages}
        following = [f"{link.page.page_id}|0|0" for link in links[limit:]]
        if follow:
            targets = sorted(page.key for page in pages if page.is_redirect)
            below = database.links(
                sql, targets, limit + 1, start=(number, source), only_redirects=only
            )
            for link in below[:limit]:
                rows[targets[link.target]].setdefault("redirlinks", []).append(_row(link.page))
            for link in below[limit:]:
                following = [f"{first}|{link.target}|{link.page.page_id}"]
        context.result[name] = list(rows.values())
        if following:
            context.unfinished[name] = (f"{prefix}continue", following[0])

    return run


def _root(context: Context, prefix: str) -> Title:
    """Return the title of the page that is asked about."""
    request = context.request
    if page_id := request.get(f"{prefix}pageid"):
        pages = context.database.pages("page_id = ?", int(page_id))
        if not pages:
            raise ApiFailure("nosuchpageid", f"There is no page with ID {page_id}.")
        return Title(*pages[0].key)
    return parse_title(request.required(f"{prefix}title"))


def _row(page: Page) -> dict[str, Any]:
    return page.row() | ({"redirect": True} if page.is_redirect else {})


MODULES = {
    "backlinks": _module("backlinks", "bl", LINKS),
    "embeddedin": _module("embeddedin", "ei", TRANSCLUSIONS),
    "imageusage": _module("imageusage", "iu", FILE_USES),
}
