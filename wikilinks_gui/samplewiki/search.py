# SPDX-License-Identifier: MIT
"""``list=search``, over titles only: the sample wiki has no text.

A title is found that has all the words, in any order and case; ``word*`` stands for all words that
begin so. Behind these come titles in which the last word is only begun, as it is while a person
types. ``srwhat=text`` finds the same pages.
"""

import re
from typing import Any

from wikilinks_gui.samplewiki.database import Page
from wikilinks_gui.samplewiki.prefixsearch import search_namespaces, split_namespace
from wikilinks_gui.samplewiki.query import Context, Run
from wikilinks_gui.samplewiki.request import Parameters, Request
from wikilinks_gui.samplewiki.site import NAMESPACES
from wikilinks_gui.samplewiki.siteinfo import TOUCHED
from wikilinks_gui.samplewiki.titles import Title

LIMIT = 500

_WORD = re.compile(r"[^\W_]+")
_QUERY_WORD = re.compile(r"([^\W_]+)(\*?)")
_TEXTLESS: dict[str, Any] = {"size": 0, "wordcount": 0, "snippet": "", "timestamp": TOUCHED}
"""What is known of a page's text."""
_OTHER_PROPS = (
    "titlesnippet redirecttitle redirectsnippet sectiontitle sectionsnippet isfilematch "
    "categorysnippet score hasrelated extensiondata"
)
"""Properties that are accepted and never there."""


def search(request: Request) -> Run:
    """Read the parameters of ``list=search``."""
    params = Parameters(request, "query+search", "sr")
    text = params.required("search")
    namespaces = search_namespaces(params)
    limit = params.limit(LIMIT) or LIMIT
    offset = max(params.integer("offset") or 0, 0)
    params.choice("what", ("title", "text"), "title")
    infos = ("totalhits", "suggestion", "rewrittenquery")
    info = params.choices("info", infos, "|".join(infos)) or []
    props = params.choices("prop", (*_TEXTLESS, *_OTHER_PROPS.split()), "|".join(_TEXTLESS)) or []
    details = {name: value for name, value in _TEXTLESS.items() if name in props}

    def run(context: Context) -> None:
        pages = _find(context, text, namespaces)
        if "totalhits" in info:
            context.result.query["searchinfo"] = {"totalhits": len(pages)}
        listed: list[dict[str, Any]] = []
        for page in pages[offset : offset + limit]:
            title = Title(page.namespace, page.title).text
            row = {"ns": page.namespace, "title": title, "pageid": page.page_id, **details}
            if not context.result.fits(row):
                break
            listed.append(row)
        context.result.query["search"] = listed
        if offset + len(listed) < len(pages):
            context.unfinished["search"] = {"sroffset": offset + len(listed)}

    return run


def _find(context: Context, text: str, namespaces: list[int]) -> list[Page]:
    """Return all pages that fit: those with the last word whole by page id, others by length."""
    if text.startswith("all:"):
        text, namespaces = text.removeprefix("all:"), list(NAMESPACES)
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
    searched = namespaces if namespace is None else [namespace]
    pages = context.database.pages_by_title(searched, like, fits)
    return sorted(pages, key=lambda page: 0 if fits(page.title, lowered) else len(page.title))
