# SPDX-License-Identifier: MIT
"""``list=search``, over titles only: the sample wiki has no text.

A title is found that has all the words, in any order and case; ``word*`` stands for all words that
begin so. Behind these come titles in which the last word is only begun, as it is while the user
types.
"""

import re

from wikilinks_gui.samplewiki.database import Page
from wikilinks_gui.samplewiki.prefixsearch import split_namespace
from wikilinks_gui.samplewiki.query import Context, Run
from wikilinks_gui.samplewiki.request import Parameters, Request
from wikilinks_gui.samplewiki.titles import Title

_WORD = re.compile(r"[^\W_]+")
_QUERY_WORD = re.compile(r"([^\W_]+)(\*?)")
_PROPS = (
    "size wordcount snippet timestamp titlesnippet redirecttitle redirectsnippet sectiontitle "
    "sectionsnippet isfilematch categorysnippet"
)
"""Properties that may be asked for; the sample wiki, which has no text, has none of them."""


def search(request: Request) -> Run:
    """Read the parameters of ``list=search``."""
    params = Parameters(request, "query+search", "sr")
    text = params.required("search")
    limit = params.limit()
    params.choices("info", ("totalhits", "suggestion", "rewrittenquery"))
    params.choices("prop", _PROPS.split())

    def run(context: Context) -> None:
        pages = _find(context, text)
        context.result["search"] = [
            {
                "ns": page.namespace,
                "title": Title(page.namespace, page.title).text,
                "pageid": page.page_id,
            }
            for page in pages[:limit]
        ]
        if len(pages) > limit:
            context.unfinished["search"] = {"sroffset": limit}

    return run


def _find(context: Context, text: str) -> list[Page]:
    """Return all pages that fit: those with the last word whole by page id, others by length."""
    text, namespace = split_namespace(text)
    wanted = _QUERY_WORD.findall(text)
    if not wanted:
        return []

    lowered = [(word.lower(), star) for word, star in wanted]
    begun = [*lowered[:-1], (lowered[-1][0], "*")]

    def fits(title: str, lowered: list[tuple[str, str]] = begun) -> bool:
        title = title.lower()
        if not all(start in title for start, _ in lowered):
            return False
        words = _WORD.findall(title)
        return all(
            any(word.startswith(start) if star else word == start for word in words)
            for start, star in lowered
        )

    # LIKE knows upper and lower case in ASCII only: "_" stands for any other letter.
    like = [f"%{re.sub('[^a-zA-Z0-9]', '_', word)}%" for word, _ in wanted]
    pages = context.database.pages_by_title(namespace, like, fits)
    return sorted(pages, key=lambda page: 0 if fits(page.title, lowered) else len(page.title))
