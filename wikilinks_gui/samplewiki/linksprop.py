# SPDX-License-Identifier: MIT
"""``prop=redirects``, ``linkshere``, ``transcludedin`` and ``fileusage``."""

from wikilinks_gui.samplewiki.database import FILE_USES, LINKS, REDIRECTS, TRANSCLUSIONS, Link
from wikilinks_gui.samplewiki.query import Context, Module


def _module(name: str, prefix: str, sql: str) -> Module:
    def run(context: Context) -> None:
        targets = sorted(context.pages.targets)
        limit = context.request.limit(prefix)
        start, _, page_id = context.request.get(f"{prefix}continue", "0|0").partition("|")
        links = context.database.links(sql, targets, limit + 1, start=(int(start), int(page_id)))
        context.add_to_pages(
            name,
            prefix,
            (
                (
                    context.pages.targets[targets[link.target]],
                    _row(link, sql),
                    f"{link.target}|{link.page.page_id}",
                )
                for link in links
            ),
        )

    return run


def _row(link: Link, sql: str) -> dict[str, object]:
    if sql != REDIRECTS:
        return link.page.row() | {"redirect": bool(link.page.is_redirect)}
    return link.page.row() | ({"fragment": link.fragment} if link.fragment else {})


MODULES = {
    "redirects": _module("redirects", "rd", REDIRECTS),
    "linkshere": _module("linkshere", "lh", LINKS),
    "transcludedin": _module("transcludedin", "ti", TRANSCLUSIONS),
    "fileusage": _module("fileusage", "fu", FILE_USES),
}
