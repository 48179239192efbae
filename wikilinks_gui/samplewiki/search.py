# SPDX-License-Identifier: MIT
"""``list=prefixsearch`` and ``list=search``.

The first finds titles that begin as what was typed, as MediaWiki without a search extension does:
in one case but for the first letter, ordered by title, redirects among them, the very page that was
typed in front.

The second searches titles only, as the sample wiki has no text. A title is found that has all the
words, in any order and case; ``word*`` stands for all words that begin so. Behind these come titles
in which the last word is only begun, as it is while a person types.
"""

import contextlib
import re
from collections.abc import Sequence

from wikilinks_gui.samplewiki.database import Database, Page
from wikilinks_gui.samplewiki.query import Context, Run, page_row
from wikilinks_gui.samplewiki.request import Parameters, Request
from wikilinks_gui.samplewiki.site import MAIN, NAMESPACE_IDS, NAMESPACES
from wikilinks_gui.samplewiki.titles import ILLEGAL, BadTitleError, parse_title

_BLANKS = " \t\n\r\0\x0b"
"""Characters that PHP trims."""

_WORD = re.compile(r"[^\W_]+")
_QUERY_WORD = re.compile(r"([^\W_]+)(\*?)")
_PROPS = (
    "size wordcount snippet timestamp titlesnippet redirecttitle redirectsnippet sectiontitle "
    "sectionsnippet isfilematch categorysnippet"
)
"""Properties that may be asked for; the sample wiki, which has no text, has none of them."""


def prefixsearch(request: Request) -> Run:
    """Read the parameters of ``list=prefixsearch``."""
    params = Parameters(request, "query+prefixsearch", "ps")
    text = params.required("search")
    limit = params.limit()

    def run(context: Context) -> None:
        pages = complete(context.database, text, limit + 1)
        context.result["prefixsearch"] = [page_row(page) for page in pages[:limit]]
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


def search(request: Request) -> Run:
    """Read the parameters of ``list=search``."""
    params = Parameters(request, "query+search", "sr")
    text = params.required("search")
    namespaces = params.namespaces() or [MAIN]
    limit = params.limit()
    params.choices("info", ("totalhits", "suggestion", "rewrittenquery"))
    params.choices("prop", _PROPS.split())

    def run(context: Context) -> None:
        pages = _find(context, text, namespaces)
        context.result["search"] = [page_row(page) for page in pages[:limit]]
        if len(pages) > limit:
            context.unfinished["search"] = {"sroffset": limit}

    return run


def _find(context: Context, text: str, namespaces: list[int]) -> list[Page]:
    """Return all pages that fit: those with the last word whole by page id, others by length.

    A namespace in front of the words is searched in place of ``namespaces``.
    """
    text, namespace = split_namespace(text)
    if namespace != MAIN:
        namespaces = [namespace]
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
    pages = [
        page
        for namespace in namespaces
        for page in context.database.pages_by_title(namespace, like, fits)
    ]
    return sorted(pages, key=lambda page: 0 if fits(page.title, lowered) else len(page.title))
