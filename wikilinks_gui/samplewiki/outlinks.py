# SPDX-License-Identifier: MIT
"""``prop=links``: which of some titles pages link to."""

from wikilinks_gui.samplewiki.query import Context
from wikilinks_gui.samplewiki.titles import Title, parse_title

_LINKS = "SELECT pl_namespace, pl_title FROM pagelinks WHERE pl_from = ? ORDER BY 1, 2"


def links(context: Context) -> None:
    """List the links of the pages, in order of the page ids."""
    titles = {parse_title(text).key for text in context.request.several("pltitles")}
    found = [
        (page_id, Title(*link))
        for page_id in sorted(context.pages.entries)
        for link in context.database.rows(_LINKS, page_id)
        if link in titles
    ]
    start = int(context.request.get("plcontinue", "0"))
    context.add_to_pages(
        "links",
        "pl",
        (
            (page_id, {"ns": title.namespace, "title": title.text}, str(number))
            for number, (page_id, title) in enumerate(found[start:], start)
        ),
    )
