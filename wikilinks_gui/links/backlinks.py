# SPDX-License-Identifier: MIT
"""Links by ``list=backlinks|embeddedin|imageusage``, which every MediaWiki since 1.9 knows.

``blredirect`` brings, under each linking page that is a redirect, the pages that link to it: one
hop, no further. It does so for every redirect page, even one that leads elsewhere, so where each of
them leads is asked of the wiki as well (50 in a request). While the second level is paged, the
first level is sent again and again. Transclusions through a redirect are not given at all, and
``iuredirect`` looks through redirects that use the file, not through those that lead to it; both
are asked for redirect by redirect.
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from wikilinks_gui.links.request import (
    TITLES_PER_REQUEST,
    ListingRequest,
    Page,
    State,
    restore,
)
from wikilinks_gui.links.rows import Kind, Row, read_row
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.continuation import Continuation
from wikilinks_gui.mediawiki.reply import Reply, is_set, query_of, reading
from wikilinks_gui.mediawiki.titles import check_listable, read_redirects, resolve

_FILE = 6  # the namespace of files, on every wiki

# module -> (prefix of its parameters, kind)
_MODULES = {
    "backlinks": ("bl", Kind.LINK),
    "embeddedin": ("ei", Kind.TRANSCLUSION),
    "imageusage": ("iu", Kind.FILE),
}


@dataclass(frozen=True, slots=True)
class _Lead:
    """Where a redirect page leads."""

    title: str
    section: str


_NOWHERE = _Lead("", "")


@dataclass(slots=True)
class _Standing:
    """Where the listing stands, between two replies."""

    title: str  # of the page, resolved
    page_id: int
    namespace: int
    continuation: Continuation | None = None
    asking: Row | None = None  # the redirect asked about now; None: the page itself
    waiting: list[Row] = field(default_factory=list)  # redirects to ask about after
    leads: dict[int, _Lead] = field(default_factory=dict)  # of the redirect pages met, by page id

    def to_state(self) -> State:
        return {
            "title": self.title,
            "page_id": self.page_id,
            "namespace": self.namespace,
            "continue": self.continuation,
            "asking": self.asking,
            "waiting": list(self.waiting),
            "leads": [[page_id, lead.title, lead.section] for page_id, lead in self.leads.items()],
        }

    @classmethod
    def from_state(cls, state: State) -> "_Standing":
        return cls(
            state["title"],
            state["page_id"],
            state["namespace"],
            state["continue"],
            Row(*state["asking"]) if state["asking"] else None,
            [Row(*row) for row in state["waiting"]],
            {page_id: _Lead(title, section) for page_id, title, section in state["leads"]},
        )


def list_backlinks(
    client: Client,
    request: ListingRequest,
    state: State | None,
    stop: threading.Event | None,
) -> Iterator[Page]:
    """List the links to a page; see :func:`wikilinks_gui.links.listing.list_links`."""
    resolution = None
    if state:
        standing = restore(_Standing.from_state, state)
    else:
        resolution = resolve(client, request.title, follow=request.follow, stop=stop)
        check_listable(resolution)
        standing = _Standing(resolution.title, resolution.page_id, resolution.namespace)
    wanted = int(request.kinds | Kind.REDIRECT)
    complete = False
    while not complete:
        params = _params(request, standing)
        before: set[Row] = set()
        for reply, continuation in client.pages(params, resume=standing.continuation, stop=stop):
            if standing.asking is None:
                _ask_where_they_lead(client, reply, standing, stop)
            with reading("list of links"):
                rows = [row for row in _rows(reply, standing) if row.kinds & wanted]
            standing.continuation = continuation
            if standing.asking is None:
                _let_wait(rows, request, standing)
            if continuation is None:
                standing.asking = standing.waiting.pop(0) if standing.waiting else None
                complete = standing.asking is None
            # The first level comes again with every slice of the second.
            new = [row for row in rows if row not in before]
            before = set(rows)
            yield Page(new, None if complete else standing.to_state(), resolution)
            resolution = None


def _params(request: ListingRequest, standing: _Standing) -> dict[str, str]:
    """The request for the page, or for the uses of one redirect."""
    about = standing.asking or standing
    wanted = [name for name, (_, kind) in _MODULES.items() if kind in request.kinds]
    if standing.asking:
        wanted = [name for name in wanted if name != "backlinks"]
    elif "backlinks" not in wanted:
        wanted.insert(0, "backlinks")  # for the redirects
    if about.namespace != _FILE:
        wanted = [name for name in wanted if name != "imageusage"]
    params = {"action": "query", "list": "|".join(wanted)}
    for name in wanted:
        prefix, kind = _MODULES[name]
        params[f"{prefix}title"] = about.title
        params[f"{prefix}limit"] = "max"
        if request.filter.namespaces:
            params[f"{prefix}namespace"] = "|".join(map(str, request.filter.namespaces))
        if request.filter.redirects != "all":
            params[f"{prefix}filterredir"] = request.filter.redirects
        if request.filter.descending:
            params[f"{prefix}dir"] = "descending"
        if kind not in request.kinds:
            params[f"{prefix}filterredir"] = "redirects"
        if name == "backlinks" and request.reaches(1):
            params["blredirect"] = "1"
    return params


def _ask_where_they_lead(
    client: Client, reply: Reply, standing: _Standing, stop: threading.Event | None
) -> None:
    """Learn of the redirect pages of a reply where they lead."""
    titles: dict[int, str] = {}
    with reading("list of links"):
        for entry in query_of(reply).get("backlinks", ()):
            for page in (entry, *entry.get("redirlinks", ())):
                if is_set(page, "redirect") and int(page["pageid"]) not in standing.leads:
                    titles[int(page["pageid"])] = str(page["title"])
    page_ids = list(titles)
    for start in range(0, len(page_ids), TITLES_PER_REQUEST):
        asked = page_ids[start : start + TITLES_PER_REQUEST]
        params = {"action": "query", "pageids": "|".join(map(str, asked)), "redirects": "1"}
        hops = read_redirects(client.get(params, stop=stop))
        leads = {h.source: _Lead(h.target, h.section) for h in hops if not h.interwiki}
        for page_id in asked:
            standing.leads[page_id] = leads.get(titles[page_id], _NOWHERE)


def _rows(reply: Reply, standing: _Standing) -> Iterator[Row]:
    """Read the rows of a reply, both levels."""
    via = standing.asking.page_id if standing.asking else 0
    query = query_of(reply, *_MODULES)
    for module, (_, kind) in _MODULES.items():
        for entry in query.get(module, ()):
            row = _row(entry, kind, standing, to=standing.title, via=via)
            yield row
            # A redirect page that leads elsewhere brings its links too: they are not to this page.
            # A redirect to itself brings the first level once more.
            if row.page_id != standing.page_id and _leads(row, standing, standing.title):
                for below in entry.get("redirlinks", ()):
                    yield _row(below, kind, standing, to=row.title, via=row.page_id)


def _row(entry: dict[str, Any], kind: Kind, standing: _Standing, *, to: str, via: int) -> Row:
    """Make a row of an entry; a link from a redirect that leads ``to`` there is a redirect."""
    row = read_row(entry, kind, via=via, depth=1 if via else 0)
    if kind == Kind.LINK and _leads(row, standing, to):
        section = standing.leads[row.page_id].section
        return row._replace(kinds=int(Kind.REDIRECT), section=section)
    return row


def _leads(row: Row, standing: _Standing, to: str) -> bool:
    return row.is_redirect and standing.leads.get(row.page_id, _NOWHERE).title == to


def _let_wait(rows: list[Row], request: ListingRequest, standing: _Standing) -> None:
    """Remember to ask for the uses of the page's redirects."""
    known = {standing.page_id, *(row.page_id for row in standing.waiting)}
    for row in rows:
        used = Kind.TRANSCLUSION | (Kind.FILE if row.namespace == _FILE else Kind(0))
        if row.kinds & Kind.REDIRECT and not row.via and row.page_id not in known:
            known.add(row.page_id)
            if used & request.kinds and request.reaches(1):
                standing.waiting.append(row)
