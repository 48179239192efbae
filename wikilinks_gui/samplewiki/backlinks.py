# SPDX-License-Identifier: MIT
"""``list=backlinks``, ``embeddedin`` and ``imageusage``."""

from typing import Any

from wikilinks_gui.samplewiki.database import FILE_USES, LINKS, TRANSCLUSIONS, Page
from wikilinks_gui.samplewiki.query import Context, Module
from wikilinks_gui.samplewiki.request import ApiFailure
from wikilinks_gui.samplewiki.titles import Title, parse_title


def _module(name: str, prefix: str, sql: str) -> Module:
    def run(context: Context) -> None:
        request = context.request
        limit = request.limit(prefix)
        links = context.database.links(
            sql,
            [_root(context, prefix).key],
            limit + 1,
            start=(0, int(request.get(f"{prefix}continue", "0"))),
            only_redirects=request.get(f"{prefix}filterredir") == "redirects",
        )
        context.result[name] = [_row(link.page) for link in links[:limit]]
        for left in links[limit:]:
            context.unfinished[name] = (f"{prefix}continue", str(left.page.page_id))

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
