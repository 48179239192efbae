# SPDX-License-Identifier: MIT
"""``prop=links`` and ``templates``: what pages link to and transclude, or which of some titles."""

from wikilinks_gui.samplewiki.query import Context, Module
from wikilinks_gui.samplewiki.titles import Title, parse_title

LINKS = "SELECT pl_namespace, pl_title FROM pagelinks WHERE pl_from = ? ORDER BY 1, 2"
_TEMPLATES = "SELECT tl_namespace, tl_title FROM templatelinks WHERE tl_from = ? ORDER BY 1, 2"


def _module(name: str, prefix: str, wanted: str, sql: str) -> Module:
    def run(context: Context) -> None:
        request = context.request
        titles = {parse_title(text).key for text in request.several(wanted)}
        namespaces = set(request.numbers(f"{prefix}namespace"))
        found = [
            (page_id, Title(*link))
            for page_id in sorted(context.pages.entries)
            for link in context.database.rows(sql, page_id)
            if link in titles or not titles
            if link[0] in namespaces or not namespaces
        ]
        start = int(request.get(f"{prefix}continue", "0"))
        context.add_to_pages(
            name,
            prefix,
            (
                (page_id, {"ns": title.namespace, "title": title.text}, str(number))
                for number, (page_id, title) in enumerate(found[start:], start)
            ),
        )

    return run


MODULES = {
    "links": _module("links", "pl", "pltitles", LINKS),
    "templates": _module("templates", "tl", "tltemplates", _TEMPLATES),
}
