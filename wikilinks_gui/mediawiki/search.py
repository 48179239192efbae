# SPDX-License-Identifier: MIT
"""What a wiki suggests for what the user typed (mediawiki.org: API:Prefixsearch, API:Search)."""

import contextlib
import difflib
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wikilinks_gui.errors import ApiError
from wikilinks_gui.mediawiki.apiobject import MOST_NAMESPACE, ApiObject
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.reply import Reply
from wikilinks_gui.mediawiki.siteinfo import SiteInfo

PREFIXSEARCH_SINCE = (1, 23)
"""The MediaWiki version that brought ``list=prefixsearch``; older ones have ``opensearch``."""

_MOST_ALIKE = 500
"""Titles that one request may bring; those that begin alike may be many."""

_MOST_SUGGESTION = 1000
"""Bytes; searches take 300 letters."""

_ALIKE = 0.75
"""How much of two titles must agree: a pair of letters in the wrong order, in four."""

_NEARLY = 0.05
"""By how much less others may agree than the nearest one, to be offered with it."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A page that may be meant."""

    title: str  # as the wiki writes it, with its namespace
    namespace: int
    redirect: str = ""  # the redirect by which the page was found, where the wiki tells


def suggest(
    client: Client,
    site: SiteInfo,
    text: str,
    *,
    limit: int = 10,
    stop: threading.Event | None = None,
) -> Iterator[list[Suggestion]]:
    """Ask the wiki for pages that may be meant by ``text``, at most ``limit``, in its own order.

    Yields those whose titles begin so, after one request; where the wiki has fewer than ``limit``,
    a second one follows, and the whole list is yielded again with those behind that full text
    search finds. A wiki that refuses full text search is fine: then there is the first list only.
    Nothing is yielded where nothing was typed. Special pages are left out: what links to them is
    not recorded. Addresses and ``[[links]]`` are not understood here but by
    :func:`.titles.read_input`. Raises WikiErrors, CancelledError.
    """
    # Half a surrogate pair is no text yet; U+001F in front (a blank, to Python) would be an error.
    typed = text.encode(errors="ignore").decode().lstrip()
    if not typed:
        return

    found = _beginning(client, site, typed, limit, stop)
    yield _distinct(found)[:limit]
    if len(found) >= limit:
        return
    search = {
        "action": "query",
        "list": "search",  # without srwhat titles are searched where that can be alone
        "srsearch": typed,
        "srlimit": str(limit),
        "srinfo": "",  # no count
        "srprop": "redirecttitle",
    }
    try:
        more = _listed(client.get(search, interactive=True, stop=stop), "search")
    except ApiError:  # search-text-disabled, or an error of whatever searches there
        return
    yield _distinct([*found, *more])[:limit]


def similar(
    client: Client,
    site: SiteInfo,
    title: str,
    namespace: int,
    *,
    stop: threading.Event | None = None,
) -> list[str]:
    """Ask the wiki for titles that may be meant by one that no page has, the nearest first.

    Takes at most two requests: for the search's own suggestion (CirrusSearch has one) together
    with pages whose titles begin alike; then for pages that begin as that suggestion or, as
    nothing near was found, with the same letter. At most three titles, of the same namespace, and
    often none. Raises WikiErrors, CancelledError.
    """
    front = title[: title.find(":") + 1] if namespace else ""
    name = title.removeprefix(front)
    start = name[: max(1, min(3, len(name) // 2))]
    found: list[Suggestion] = []
    suggestion = ""
    if site.version >= PREFIXSEARCH_SINCE:
        params = {
            "action": "query",
            "list": "search|prefixsearch",
            "srsearch": name,
            "srnamespace": str(namespace),
            "srinfo": "suggestion",
            "srprop": "",
            "pssearch": front + start,
            "pslimit": str(_MOST_ALIKE),
        }
        with contextlib.suppress(ApiError):  # full text search is disabled, or fails
            reply = client.get(params, interactive=True, stop=stop)
            found = [*_listed(reply, "search"), *_listed(reply, "prefixsearch")]
            suggestion = _suggested(reply)
    else:
        found = _beginning(client, site, front + start, _MOST_ALIKE, stop)
    if not _nearest(name, front, namespace, found):
        found += _beginning(client, site, front + (suggestion or name[:1]), _MOST_ALIKE, stop)
    return _nearest(suggestion or name, front, namespace, found) or _nearest(
        name, front, namespace, found
    )


def _beginning(
    client: Client, site: SiteInfo, text: str, limit: int, stop: threading.Event | None
) -> list[Suggestion]:
    """Ask for pages whose titles begin with a text, in any way that the wiki takes for the same."""
    if site.version >= PREFIXSEARCH_SINCE:
        params = {"action": "query", "list": "prefixsearch", "pssearch": text}
        reply = client.get(params | {"pslimit": str(limit)}, interactive=True, stop=stop)
        return _listed(reply, "prefixsearch")
    params = {"action": "opensearch", "search": text, "limit": str(limit)}
    return _titles(client.get(params, interactive=True, stop=stop), site)


def _nearest(name: str, front: str, namespace: int, found: Iterable[Suggestion]) -> list[str]:
    """Return the titles that differ the least from a name, in any case."""
    titles: dict[str, str] = {}
    for page in found:
        if page.namespace == namespace and page.title != front + name:
            titles.setdefault(page.title.removeprefix(front).casefold(), page.title)
    matcher = difflib.SequenceMatcher(b=name.casefold())
    shares: dict[str, float] = {}
    for key, title in titles.items():
        matcher.set_seq1(key)
        if matcher.quick_ratio() >= _ALIKE and (share := matcher.ratio()) >= _ALIKE:
            shares[title] = share
    best = sorted(shares, key=lambda title: -shares[title])
    return [title for title in best if shares[title] >= shares[best[0]] - _NEARLY][:3]


def _listed(reply: Reply, name: str) -> list[Suggestion]:
    """Read a list of pages; only a reply that is to be continued may lack it."""
    if "query" not in reply and {"continue", "query-continue"} & reply.keys():
        return []
    query = ApiObject(reply).object("query")
    if name not in query:
        raise query.invalid(name)
    return [_suggestion(entry) for entry in query.objects(name)]


def _suggestion(entry: ApiObject) -> Suggestion:
    namespace = entry.number("ns", -2, MOST_NAMESPACE)
    if namespace < 0:  # it is left out, and its title may be longer than any other
        return Suggestion("", namespace)
    return Suggestion(
        entry.title(namespace=namespace),
        namespace,
        entry.title("redirecttitle") if "redirecttitle" in entry else "",
    )


def _suggested(reply: Reply) -> str:
    """Read what the search itself suggests; "" where that is nothing."""
    query = ApiObject(reply).object("query")
    if "searchinfo" not in query:
        return ""
    return query.object("searchinfo").text("suggestion", most=_MOST_SUGGESTION, default="")


def _titles(reply: Reply, site: SiteInfo) -> list[Suggestion]:
    """Read the reply of ``action=opensearch``, which has titles only."""
    namespaces = {namespace.name: namespace.id for namespace in site.namespaces.values()}
    whole = ApiObject(reply)
    if "1" not in whole:
        raise whole.invalid("1")
    return [
        Suggestion(title, namespaces.get(title.partition(":")[0], 0) if ":" in title else 0)
        for title in whole.titles("1")
    ]


def _distinct(found: Iterable[Suggestion]) -> list[Suggestion]:
    """Leave out special pages and titles that were suggested already."""
    distinct: dict[str, Suggestion] = {}
    for suggestion in found:
        if suggestion.namespace >= 0:
            distinct.setdefault(suggestion.title, suggestion)
    return list(distinct.values())
