# SPDX-License-Identifier: MIT
"""``prop=links``: what pages link to, or which of some titles."""

from wikilinks_gui.samplewiki.query import Context
from wikilinks_gui.samplewiki.titles import Title, parse_title

_LINKS = "SELECT pl_namespace, pl_title FROM pagelinks WHERE pl_from = ? ORDER BY 1, 2"


def links(context: Context) -> None:
    """List the links of the pages, in order of the page ids."""
    request = context.request
    titles = {parse_title(text).key for text in request.several("pltitles")}
    namespaces = set(request.numbers("plnamespace"))
    found = [
        (page_id, Title(*link))
        for page_id in sorted(context.pages.entries)
        for link in context.database.rows(_LINKS, page_id)
        if link in titles or not titles
        if link[0] in namespaces or not namespaces
    ]
    start = int(request.get("plcontinue", "0"))
    context.add_to_pages(
        "links",
        "pl",
        (
            (page_id, {"ns": title.namespace, "title": title.text}, str(number))
            for number, (page_id, title) in enumerate(found[start:], start)
        ),
    )
