# SPDX-License-Identifier: MIT
"""Links by ``list=backlinks|embeddedin|imageusage``, which every MediaWiki since 1.9 knows.

``blredirect`` brings, under each linking page that is a redirect, the pages that link to it: one
hop, no further; what links through more is asked for redirect by redirect, where it is wanted. It
does so for every redirect page, even one that leads elsewhere, so where each of them leads is asked
of the wiki as well (50 in a request). While the second level is paged, the first level is sent
again and again. Transclusions through a redirect are not given at all, and ``iuredirect`` looks
through redirects that use the file, not through those that lead to it; both are asked for redirect
by redirect.
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from wikilinks_gui.errors import ApiError
from wikilinks_gui.listing.availability import ModuleCheck
from wikilinks_gui.listing.entries import Asked, read_row
from wikilinks_gui.listing.redirecttargets import ask_redirect_targets
from wikilinks_gui.listing.request import (
    ListingBatch,
    ListingRequest,
    State,
    check_redirects,
    restore,
    stored,
    stored_continuation,
)
from wikilinks_gui.mediawiki.apiobject import ApiObject
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.continuation import Continuation
from wikilinks_gui.mediawiki.reply import Reply
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.mediawiki.titles import check_listable, resolve
from wikilinks_gui.table.row import NO_TARGET, Kind, RedirectTarget, Row

_FILE = 6  # the namespace of files, on every wiki

# module -> (prefix of its parameters, kind)
_MODULES = {
    "backlinks": ("bl", Kind.LINK),
    "embeddedin": ("ei", Kind.TRANSCLUSION),
    "imageusage": ("iu", Kind.FILE),
}


_BY_ID_SINCE = (1, 17)
"""The MediaWiki version whose lists take a page id as well as a title."""


@dataclass(slots=True)
class _Standing:
    """Where the listing stands, between two replies."""

    title: str  # of the page, resolved
    page_id: int
    namespace: int
    continuation: Continuation | None = None
    asking: Row | None = None  # the redirect asked about now; None: the page itself
    waiting: list[Row] = field(default_factory=list)  # redirects to ask about after
    redirect_targets: dict[int, RedirectTarget] = field(default_factory=dict)
    """Of the redirect pages met, by page id."""
    seen: set[int] = field(default_factory=set)  # page ids of the page and those that ever waited

    def to_state(self) -> State:
        return {
            "title": self.title,
            "page_id": self.page_id,
            "namespace": self.namespace,
            "continue": self.continuation,
            "asking": self.asking,
            "waiting": list(self.waiting),
            "leads": [
                [page_id, target.title, target.section]
                for page_id, target in self.redirect_targets.items()
            ],
            "seen": sorted(self.seen),
        }

    @classmethod
    def from_state(cls, state: State) -> "_Standing":
        waiting = [_stored_row(row) for row in state["waiting"]]
        page_id = stored(state["page_id"], int)
        return cls(
            stored(state["title"], str),
            page_id,
            stored(state["namespace"], int),
            stored_continuation(state["continue"]),
            _stored_row(state["asking"]) if state["asking"] else None,
            waiting,
            {
                stored(page_id, int): RedirectTarget(stored(title, str), stored(section, str))
                for page_id, title, section in state["leads"]
            },
            {
                stored(seen, int)
                for seen in state.get("seen", [page_id, *(row.page_id for row in waiting)])
            },
        )

    def next(self) -> bool:
        """Ask about the next redirect that waits; False: all has come."""
        self.continuation = None
        self.asking = self.waiting.pop(0) if self.waiting else None
        return self.asking is not None


def _stored_row(row: Any) -> Row:
    """Return a row of a stored state. Raises TypeError for anything else."""
    kinds: tuple[type, ...] = (int, int, str, int, bool, str, int, int)
    for value, kind in zip(row, kinds, strict=True):
        stored(value, kind)
    return Row(*row)


def list_backlinks(
    client: Client,
    site: SiteInfo,
    request: ListingRequest,
    state: State | None,
    stop: threading.Event | None,
) -> Iterator[ListingBatch]:
    """List the links to a page; see :func:`wikilinks_gui.listing.methodchoice.list_links`.

    In place of the method ``linkshere`` it goes through as many redirects as that does.
    """
    resolution = None
    if state:
        standing = restore(_Standing.from_state, state)
    else:
        resolution = resolve(client, request.title, follow=request.follow, stop=stop)
        check_listable(resolution)
        standing = _Standing(
            *(resolution.title, resolution.page_id, resolution.namespace),
            seen={resolution.page_id},
        )
    wanted = int(request.kinds | Kind.REDIRECT)
    modules = ModuleCheck(client, stop)
    complete = False
    while not complete:
        params = _params(site, request, standing)
        lists = params["list"].split("|")
        before: set[Row] = set()
        owed = _going_on(standing.continuation) if standing.continuation else set(lists)
        try:
            for reply, continuation in client.replies(
                params, resume=standing.continuation, stop=stop
            ):
                goes_on = continuation is not None
                modules.check(reply, _unanswered(reply, lists))
                query = ApiObject(reply).object("query")
                if lacking := owed & set(_unanswered(reply, lists)):
                    raise query.invalid(min(lacking))
                owed = _going_on(continuation) if continuation else set()
                _ask_where_they_lead(client, site, query, standing, stop)
                rows = [row for row in _rows(query, standing) if row.kinds & wanted]
                _let_wait(rows, request, standing)
                standing.continuation = continuation
                if not goes_on:
                    complete = not standing.next()
                # The first level comes again with every slice of the second.
                new = [row for row in rows if row not in before]
                before = set(rows)
                yield ListingBatch(
                    new,
                    None if complete else standing.to_state(),
                    resolution,
                    standing.redirect_targets,
                )
                resolution = None
        except ApiError as error:
            if error.code != "nosuchpageid" or standing.asking is None:
                raise
            # The redirect was deleted meanwhile: nothing links through it.
            complete = not standing.next()
            yield ListingBatch(
                [], None if complete else standing.to_state(), resolution, standing.redirect_targets
            )


def _reaches(request: ListingRequest, depth: int) -> bool:
    """Return whether rows of a depth are wanted; the method as such goes through one redirect."""
    return request.reaches(depth) and (depth <= 1 or request.method != "backlinks")


def _params(site: SiteInfo, request: ListingRequest, standing: _Standing) -> dict[str, str]:
    """Return the request for the page, or for the uses of one redirect."""
    about = standing.asking or standing
    wanted = [name for name, (_, kind) in _MODULES.items() if kind in request.kinds]
    if standing.asking and not standing.asking.depth:  # its links came below it
        wanted = [name for name in wanted if name != "backlinks"]
    elif "backlinks" not in wanted:
        wanted.insert(0, "backlinks")  # for the redirects
    if about.namespace != _FILE:
        wanted = [name for name in wanted if name != "imageusage"]
    params = {"action": "query", "list": "|".join(wanted)}
    for name in wanted:
        prefix, kind = _MODULES[name]
        if standing.asking and (site.version >= _BY_ID_SINCE or not any(site.version)):
            params[f"{prefix}pageid"] = str(standing.asking.page_id)
        else:
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
        if name == "backlinks" and not standing.asking and request.reaches(1):
            params["blredirect"] = "1"
    return params


def _unanswered(reply: Reply, lists: list[str]) -> list[str]:
    """Return the lists that are missing in a reply, where even an empty list is present."""
    query = reply.get("query")
    return [name for name in lists if not isinstance(query, dict) or name not in query]


def _going_on(continuation: Continuation) -> set[str]:
    """Return the lists that a continuation has a token for."""
    return {name for name, (prefix, _) in _MODULES.items() if f"{prefix}continue" in continuation}


def _ask_where_they_lead(
    client: Client,
    site: SiteInfo,
    query: ApiObject,
    standing: _Standing,
    stop: threading.Event | None,
) -> None:
    """Learn of the redirect pages of a reply where they target."""
    met: dict[int, Asked] = {}
    for entry in query.objects("backlinks"):
        below = entry.objects("redirlinks")
        if below and not entry.flag("redirect"):
            raise entry.invalid("redirect")
        for page in (entry, *below):
            if (
                page.flag("redirect")
                and (page_id := page.page_id()) not in standing.redirect_targets
            ):
                namespace = page.namespace()
                met[page_id] = Asked(namespace, page.title(namespace=namespace))
    standing.redirect_targets |= ask_redirect_targets(client, site, met, stop, certain=True)


def _rows(query: ApiObject, standing: _Standing) -> Iterator[Row]:
    """Read the rows of a reply, both levels."""
    asking = standing.asking
    to, via, depth = (
        (asking.title, asking.page_id, asking.depth + 1) if asking else (standing.title, 0, 0)
    )
    for module, (_, kind) in _MODULES.items():
        for entry in query.objects(module):
            row = _row(entry, kind, standing, to=to, via=via, depth=depth)
            yield row
            # A page that redirects elsewhere is listed with links to itself, not to this page.
            # A redirect to itself brings the first level once more.
            if row.page_id != standing.page_id and _leads(row, standing, to):
                for below in entry.objects("redirlinks"):
                    yield _row(
                        *(below, kind, standing), to=row.title, via=row.page_id, depth=depth + 1
                    )


def _row(
    entry: ApiObject, kind: Kind, standing: _Standing, *, to: str, via: int, depth: int
) -> Row:
    """Make a row of an entry; a link from a redirect that leads ``to`` there is a redirect."""
    row = read_row(entry, kind, via=via, depth=depth)
    if kind == Kind.LINK and _leads(row, standing, to):
        section = standing.redirect_targets[row.page_id].section
        return row._replace(kinds=int(Kind.REDIRECT), section=section)
    return row


def _leads(row: Row, standing: _Standing, to: str) -> bool:
    target = standing.redirect_targets.get(row.page_id, NO_TARGET)
    return row.is_redirect and target.title == to and not target.interwiki


def _let_wait(rows: list[Row], request: ListingRequest, standing: _Standing) -> None:
    """Remember to ask for what links through redirects and did not come below them."""
    for row in rows:
        used = Kind.TRANSCLUSION | (Kind.FILE if row.namespace == _FILE else Kind(0))
        if (
            row.kinds & Kind.REDIRECT
            and (row.depth or used & request.kinds)
            and _reaches(request, row.depth + 1)
            and row.page_id not in standing.seen
        ):
            standing.seen.add(row.page_id)
            check_redirects(len(standing.seen), row.depth + 1)
            standing.waiting.append(row)
