# SPDX-License-Identifier: MIT
"""``list=prefixsearch`` and ``list=search``.

The first finds titles that begin as what was typed, as MediaWiki without a search extension does:
in one case but for the first letter, ordered by title, redirects among them, the very page that was
typed in front.

The second searches titles, not texts. A title is found that has all the words, in any order and
case. Behind these come titles in which the last word is only begun, as it is while a person types.
"""

import re
import sys

from wikilinks_gui.samplewiki.database import Database, Page
from wikilinks_gui.samplewiki.query import Context
from wikilinks_gui.samplewiki.site import MAIN, NAMESPACE_IDS, NAMESPACES
from wikilinks_gui.samplewiki.titles import ILLEGAL, BadTitleError, parse_title

_WORD = re.compile(r"[^\W_]+")


def prefixsearch(context: Context) -> None:
    """Find the pages whose titles begin as what was typed."""
    limit = context.request.limit("ps")
    pages = complete(context.database, context.request.required("pssearch"), limit + 1)
    context.result["prefixsearch"] = [page.row() for page in pages[:limit]]
    if len(pages) > limit:
        context.unfinished["prefixsearch"] = ("psoffset", str(limit))


def complete(database: Database, text: str, limit: int) -> list[Page]:
    """Return the pages whose titles begin as what was typed, the very page itself first."""
    text, namespace = _split_namespace(ILLEGAL.sub("", text.partition("#")[0]))
    try:
        title = parse_title(f"{NAMESPACES[namespace].name}:{text}" if namespace else text)
    except BadTitleError:
        begin, exact = text.strip(), None
    else:
        begin, exact = title.dbkey, database.page(title)
    if not begin and namespace == MAIN:
        return []
    found = database.pages(
        "page_namespace = ? AND page_title >= ? AND page_title < ? ORDER BY page_title LIMIT ?",
        namespace,
        begin,
        begin + chr(sys.maxunicode),
        limit,
    )
    return list(dict.fromkeys([exact, *found] if exact else found))[:limit]


def _split_namespace(text: str) -> tuple[str, int]:
    """Return what is searched for, and the namespace in front of it: that of articles if none."""
    name, colon, rest = text.partition(":")
    namespace = NAMESPACE_IDS.get(name.strip().replace(" ", "_").lower(), MAIN)
    return (rest, namespace) if colon and namespace != MAIN else (text, MAIN)


def search(context: Context) -> None:
    """Find the pages whose titles have the words that were typed."""
    request = context.request
    text, namespace = _split_namespace(request.required("srsearch"))
    namespaces = [namespace] if namespace != MAIN else request.numbers("srnamespace") or [MAIN]
    limit = request.limit("sr")
    pages = [page for each in namespaces for page in _find(context.database, text, each)]
    context.result["search"] = [page.row() for page in pages[:limit]]
    if len(pages) > limit:
        context.unfinished["search"] = ("sroffset", str(limit))


def _find(database: Database, text: str, namespace: int) -> list[Page]:
    """Return all pages that fit: those with the last word whole by page id, others by length."""
    wanted = _WORD.findall(text.lower())
    if not wanted:
        return []
    # LIKE knows upper and lower case in ASCII only: "_" stands for any other letter.
    like = [f"%{re.sub('[^a-z0-9]', '_', word)}%" for word in wanted]
    condition = f"+page_namespace = ? {'AND page_title LIKE ? ' * len(like)} ORDER BY page_id"
    whole, begun = [], []
    for page in database.pages(condition, namespace, *like):
        words = set(_WORD.findall(page.title.lower()))
        if words.issuperset(wanted):
            whole.append(page)
        elif words.issuperset(wanted[:-1]) and any(w.startswith(wanted[-1]) for w in words):
            begun.append(page)
    return whole + sorted(begun, key=lambda page: len(page.title))
