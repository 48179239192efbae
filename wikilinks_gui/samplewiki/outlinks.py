# SPDX-License-Identifier: MIT
"""``prop=links``: what pages link to."""

from collections.abc import Iterator
from typing import Any

from wikilinks_gui.samplewiki.query import Context
from wikilinks_gui.samplewiki.titles import Title, parse_title


def links(context: Context) -> None:
    """List the links of the pages, in order of the page ids."""
    context.add_to_pages("links", "pl", _links(context))


def _links(context: Context) -> Iterator[tuple[int, dict[str, Any], str]]:
    request = context.request
    namespaces = request.numbers("plnamespace")
    titles = {parse_title(text).key for text in request.several("pltitles")}
    most = -1 if namespaces or titles else request.limit("pl") + 1
    first, *start = request.get("plcontinue", "0|-9|").split("|", 2)
    for page_id in sorted(context.pages.entries):
        if page_id < int(first):
            continue
        rows = context.database.rows(
            "SELECT pl_namespace, pl_title FROM pagelinks WHERE pl_from = ?"
            " AND (pl_namespace, pl_title) >= (?, ?) ORDER BY pl_namespace, pl_title LIMIT ?",
            page_id,
            *((int(start[0]), start[1]) if page_id == int(first) else (-9, "")),
            most,
        )
        for namespace, title in rows:
            if (not namespaces or namespace in namespaces) and (
                not titles or (namespace, title) in titles
            ):
                row = {"ns": namespace, "title": Title(namespace, title).text}
                yield page_id, row, f"{page_id}|{namespace}|{title}"
