# SPDX-License-Identifier: MIT
"""``list=prefixsearch``: titles that begin as what was typed.

As MediaWiki without a search extension does it: in one case but for the first letter, ordered by
title, redirects among them, the very page that was typed in front.
"""

import contextlib
from collections.abc import Sequence

from wikilinks_gui.samplewiki.database import Database, Page
from wikilinks_gui.samplewiki.query import Context, Run
from wikilinks_gui.samplewiki.request import Parameters, Request
from wikilinks_gui.samplewiki.site import MAIN, NAMESPACE_IDS, NAMESPACES
from wikilinks_gui.samplewiki.titles import ILLEGAL, BadTitleError, Title, parse_title

_BLANKS = " \t\n\r\0\x0b"
"""Characters that PHP trims."""


def prefixsearch(request: Request) -> Run:
    """Read the parameters of ``list=prefixsearch``."""
    params = Parameters(request, "query+prefixsearch", "ps")
    text = params.required("search")
    limit = params.limit()

    def run(context: Context) -> None:
        pages = complete(context.database, text, limit + 1)
        context.result["prefixsearch"] = [
            {
                "ns": page.namespace,
                "title": Title(page.namespace, page.title).text,
                "pageid": page.page_id,
            }
            for page in pages[:limit]
        ]
        if len(pages) > limit:
            context.unfinished["prefixsearch"] = {"psoffset": limit}

    return run


def complete(database: Database, text: str, limit: int) -> list[Page]:
    """Return the pages whose titles begin as what was typed, the very page itself first."""
    if not text.strip(_BLANKS):
        return []
    text, namespace = split_namespace(text)
    text = text.strip(_BLANKS)
    found = database.pages_by_prefix(namespace, _prefix(text, namespace), limit)
    exact = _exact(database, text, namespace)
    if exact:
        first = _first(database, exact, found)
        found = [first, *(page for page in found if page != first)]
    return found[:limit]


def split_namespace(text: str) -> tuple[str, int]:
    """Return what is searched for, and the namespace in front of it: that of articles if none."""
    name, colon, rest = text.partition(":")
    namespace = NAMESPACE_IDS.get(name.replace(" ", "_").lower()) if name else MAIN
    return (rest, namespace) if colon and namespace is not None else (text, MAIN)


def _prefix(text: str, namespace: int) -> str:
    """Return the first part of the titles, by the rules for titles of a namespace."""
    with contextlib.suppress(BadTitleError):
        return parse_title(_in_namespace(ILLEGAL.sub("", text), namespace)).dbkey
    return text


def _in_namespace(text: str, namespace: int) -> str:
    return text if namespace == MAIN else f"{NAMESPACES[namespace].name}:{text}"


def _exact(database: Database, text: str, namespace: int) -> Page | None:
    """Return the page whose title is what was typed."""
    try:
        title = parse_title(_in_namespace(text, namespace))
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
