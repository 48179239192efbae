# SPDX-License-Identifier: MIT
"""``list=prefixsearch`` and ``action=opensearch``: titles that begin as what was typed.

As MediaWiki without a search extension does it: in one case but for the first letter, ordered by
title, redirects among them, the very page that was typed in front.
"""

import contextlib
from collections.abc import Sequence
from typing import Any

from wikilinks_gui.samplewiki.database import Database, Page
from wikilinks_gui.samplewiki.query import Context, Run
from wikilinks_gui.samplewiki.reply import Items
from wikilinks_gui.samplewiki.request import Parameters, Request
from wikilinks_gui.samplewiki.site import MAIN, NAMESPACE_IDS, NAMESPACES, SPECIAL, SPECIAL_PAGES
from wikilinks_gui.samplewiki.titles import ILLEGAL, BadTitleError, Title, parse_title, quote_title

LIMIT = 500

_BLANKS = " \t\n\r\0\x0b"
"""What PHP trims."""


def prefixsearch(request: Request) -> Run:
    """Read the parameters of ``list=prefixsearch``; profiles are a search extension's."""
    params = Parameters(request, "query+prefixsearch", "ps")
    text = params.required("search")
    namespaces = search_namespaces(params)
    limit = params.limit(LIMIT) or LIMIT
    offset = params.integer("offset") or 0

    def run(context: Context) -> None:
        pages, more = _complete(context.database, text, namespaces, limit, offset)
        following = offset + limit if more else None
        listed: list[dict[str, Any]] = []
        for number, page in enumerate(pages, 1):
            row = {"ns": page.namespace, "title": Title(page.namespace, page.title).text}
            row |= {"special": True} if page.namespace == SPECIAL else {"pageid": page.page_id}
            if not context.result.fits(row):
                following = offset + number  # MediaWiki, too, leaves out what did not fit
                break
            listed.append(row)
        context.result.query["prefixsearch"] = listed
        if following is not None:
            context.unfinished["prefixsearch"] = {"psoffset": following}

    return run


def opensearch(request: Request, database: Database, server: str) -> Items:
    """Answer ``action=opensearch`` in JSON, redirects not resolved; it has no warnings."""
    params = Parameters(request, "opensearch")
    text = params.required("search")
    namespaces = search_namespaces(params)
    limit = params.limit(LIMIT) or LIMIT
    params.choice("redirects", ("return",), "return")
    params.choice("format", ("json", "jsonfm"), "json")
    pages, _ = _complete(database, text, namespaces, limit)
    titles = [Title(page.namespace, page.title).text for page in pages]
    reply = Items({"search": text, "titles": titles})
    if not request.old:
        reply["descriptions"] = [""] * len(titles)
        reply["urls"] = [f"{server}/wiki/{quote_title(title)}" for title in titles]
    return reply


def search_namespaces(params: Parameters) -> list[int]:
    """Return the namespaces to search in, as they were asked for: that of articles if none was."""
    order = {value: number for number, value in enumerate(params.values("namespace") or ())}
    return sorted(params.namespaces() or [MAIN], key=lambda number: order.get(str(number), 0))


def split_namespace(text: str) -> tuple[str, int | None]:
    """Return what is searched for, and the namespace in front of it; ":" stands for articles."""
    name, colon, rest = text.partition(":")
    namespace = NAMESPACE_IDS.get(name.replace(" ", "_").lower()) if name else MAIN
    return (rest, namespace) if colon and namespace is not None else (text, None)


def _complete(
    database: Database, text: str, namespaces: Sequence[int], limit: int, offset: int = 0
) -> tuple[list[Page], bool]:
    """Return the pages, and whether there are more."""
    if not text.strip(_BLANKS):
        return [], False
    text, namespace = split_namespace(text)
    text = text.strip(_BLANKS)
    namespaces = namespaces if namespace is None else [namespace]
    start = max(offset, 0)
    if SPECIAL in namespaces:
        found = _special_pages(text)[start : start + limit + 1]
    else:
        found = database.pages_by_prefix(_prefixes(text, namespaces), limit + 1, start)
    pages = found[:limit]
    if offset == 0 and (exact := _exact(database, text, namespaces)):
        first = _first(database, exact, pages)
        pages = [first, *(page for page in pages if page != first)]
    return pages[:limit], max(len(found), len(pages)) > limit


def _prefixes(text: str, namespaces: Sequence[int]) -> list[tuple[int, str]]:
    """Return the first part of the titles in each namespace, with its rules for titles."""
    if not text:
        return [(namespace, "") for namespace in namespaces]
    prefixes = []
    for namespace in namespaces:
        with contextlib.suppress(BadTitleError):
            title = parse_title(_in_namespace(ILLEGAL.sub("", text), namespace))
            prefixes.append((namespace, title.dbkey))
    return prefixes


def _in_namespace(text: str, namespace: int) -> str:
    return text if namespace == MAIN else f"{NAMESPACES[namespace].name}:{text}"


def _special_pages(text: str) -> list[Page]:
    names = sorted(SPECIAL_PAGES.items())
    wanted = text.replace(" ", "_").lower()
    return [Page(0, SPECIAL, name, False) for key, name in names if key.startswith(wanted)]


def _exact(database: Database, text: str, namespaces: Sequence[int]) -> Page | None:
    """Return the page whose title is what was typed."""
    try:
        title = parse_title(text)
        if title.namespace == MAIN and not text.startswith(":") and MAIN not in namespaces:
            title = parse_title(_in_namespace(text, namespaces[0]))
    except BadTitleError:
        return None
    return None if title.interwiki else database.pages([title.key]).get(title.key)


def _first(database: Database, exact: Page, pages: Sequence[Page]) -> Page:
    """Return what comes first: the page that was typed, or one found that it stands for."""
    if exact in pages or not exact.is_redirect:
        return exact
    by_id = {page.page_id: page for page in [exact, *pages] if page.is_redirect}
    targets = {
        row.source: (row.namespace, row.title, row.interwiki) for row in database.redirects(by_id)
    }
    target = targets.pop(exact.page_id, None)
    for page in pages:
        if (page.namespace, page.title, "") == target:
            return page
    alike = [page for page in pages if target and targets.get(page.page_id) == target]
    return alike[-1] if alike else exact
