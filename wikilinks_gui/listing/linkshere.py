# SPDX-License-Identifier: MIT
"""Links by ``prop=redirects|linkshere|transcludedin|fileusage`` (MediaWiki 1.24 and later).

The first request resolves the title and brings its redirects and its first rows, up to 500 of each.
Then the redirects are asked about, 50 in a request that share its 500 rows, then their redirects in
turn. This is the fewest requests that the API allows: nothing is sent twice but a redirect, which
comes as a redirect and as a link, and only the last reply of a batch is not full.
"""

import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from wikilinks_gui.listing.availability import ModuleCheck
from wikilinks_gui.listing.entries import Asked, page_by_title, pages_by_id, read_row
from wikilinks_gui.listing.request import (
    TITLES_PER_REQUEST,
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
from wikilinks_gui.mediawiki.titles import (
    Resolution,
    check_listable,
    page_in_loop,
    page_params,
    read_resolution,
    resolution_params,
)
from wikilinks_gui.table.row import Kind, Row

TITLES_PER_REQUEST_HIGH = 500

_REDIRECT = int(Kind.REDIRECT)  # flags are slow

# module -> (prefix of its parameters, what it tells, kind)
_MODULES = {
    "redirects": ("rd", "pageid|title|fragment", Kind.REDIRECT),
    "linkshere": ("lh", "pageid|title|redirect", Kind.LINK),
    "transcludedin": ("ti", "pageid|title|redirect", Kind.TRANSCLUSION),
    "fileusage": ("fu", "pageid|title|redirect", Kind.FILE),  # empty for all but files
}


@dataclass(frozen=True, slots=True)
class _Redirect:
    """A redirect that is to be asked about, and the depth of the links through it."""

    page: Asked
    depth: int


_Redirects = dict[int, _Redirect]  # by page id


@dataclass(slots=True)
class _Standing:
    """Where the listing stands, between two replies."""

    title: str = ""  # the page's own, once it is known
    continuation: Continuation | None = None
    asking: _Redirects = field(default_factory=dict)
    """What is asked about now; empty while the title itself is asked about."""
    waiting: _Redirects = field(default_factory=dict)  # not asked about yet
    seen: set[int] = field(default_factory=set)  # page ids of the page and its redirects
    left: list[tuple[_Redirects, Continuation | None]] = field(default_factory=list)
    """What was asked about, and how it goes on, when redirects were wanted; last what is next."""

    def prefer(self, wanted: deque[int], count: int) -> bool:
        """Ask at once about redirects that wait and are wanted; False: there are none."""
        page_ids = dict.fromkeys(wanted.popleft() for _ in range(len(wanted)))
        waiting = [page_id for page_id in page_ids if page_id in self.waiting]
        if not waiting:
            return False
        self.left.append((self.asking, self.continuation))
        batches = [waiting[start : start + count] for start in range(0, len(waiting), count)]
        self.left += [(_take(self.waiting, batch), None) for batch in reversed(batches)]
        self.asking, self.continuation = self.left.pop()
        return True

    def go_on(self, continuation: Continuation | None, count: int) -> bool:
        """Go on after a reply, with what was left or with what waits; False: all has come."""
        self.continuation = continuation
        if continuation is None:
            if self.left:
                self.asking, self.continuation = self.left.pop()
            else:
                self.asking = _take(self.waiting, list(self.waiting)[:count])
        return bool(self.asking or self.continuation)

    def to_state(self) -> State:
        return {
            "title": self.title,
            "continue": self.continuation,
            "asking": _to_list(self.asking),
            "waiting": _to_list(self.waiting),
            "seen": sorted(self.seen),
            "left": [(_to_list(asking), going_on) for asking, going_on in self.left],
        }

    @classmethod
    def from_state(cls, state: State) -> "_Standing":
        return cls(
            stored(state["title"], str),
            stored_continuation(state["continue"]),
            _from_list(state["asking"]),
            _from_list(state["waiting"]),
            {stored(page_id, int) for page_id in state["seen"]},
            [
                (_from_list(asking), stored_continuation(going_on))
                for asking, going_on in state.get("left", ())
            ],
        )


def _to_list(redirects: _Redirects) -> list[tuple[int, int, int, str]]:
    return [(page_id, each.depth, *each.page) for page_id, each in redirects.items()]


def _from_list(redirects: list[list[Any]]) -> _Redirects:
    found = {}
    for page_id, depth, *page in redirects:  # without namespace and title before version 0.11
        namespace, title = page or (0, "")
        asked = Asked(stored(namespace, int), stored(title, str))
        found[stored(page_id, int)] = _Redirect(asked, stored(depth, int))
    return found


def list_linkshere(
    client: Client,
    site: SiteInfo,
    request: ListingRequest,
    state: State | None,
    stop: threading.Event | None,
    wanted: deque[int],
) -> Iterator[ListingBatch]:
    """List the links to a page; see :func:`wikilinks_gui.listing.methodchoice.list_links`."""
    standing = restore(_Standing.from_state, state) if state else _Standing()
    modules = ModuleCheck(client, stop)
    loop: Resolution | None = None
    batch_size = TITLES_PER_REQUEST_HIGH if site.high_limits else TITLES_PER_REQUEST
    while True:
        standing.prefer(wanted, batch_size)
        params = _params(request, standing)
        for reply, continuation in client.replies(params, resume=standing.continuation, stop=stop):
            modules.check(reply, _wanted(request))
            resolution = None
            if not standing.title or loop is not None:
                resolution = read_resolution(reply, request.title)
                check_listable(resolution)
                standing.title = resolution.title
                if loop is not None:
                    resolution, loop = page_in_loop(resolution, loop), None
                elif resolution.status == "loop":
                    loop = resolution
                    break  # and ask again, for the redirect itself
            rows = _rows(reply, request, standing)
            goes_on = standing.go_on(continuation, batch_size)
            yield ListingBatch(rows, standing.to_state() if goes_on else None, resolution)
            if not goes_on:
                return
            if resolution is not None or standing.prefer(wanted, batch_size):
                # By its own title from now on: what was typed may lead elsewhere tomorrow. Or
                # for what is wanted.
                break


def _wanted(request: ListingRequest) -> list[str]:
    """Return the modules that a listing asks."""
    kinds = request.kinds | Kind.REDIRECT
    return [name for name, (_prefix, _tells, kind) in _MODULES.items() if kind in kinds]


def _params(request: ListingRequest, standing: _Standing) -> dict[str, str]:
    """Return the parameters that ask for the title, or for redirects."""
    if standing.asking:
        params = {"action": "query", "pageids": "|".join(map(str, standing.asking))}
    elif standing.title:
        params = page_params(standing.title)
    else:
        params = resolution_params(request.title, follow=request.follow)
    wanted = _wanted(request)
    params["prop"] = "|".join(filter(None, [params.get("prop"), *wanted]))
    for name in wanted:
        prefix, tells, _ = _MODULES[name]
        params[f"{prefix}limit"] = "max"
        params[f"{prefix}prop"] = tells
    return params


def _rows(reply: Reply, request: ListingRequest, standing: _Standing) -> list[Row]:
    """Read the rows of a reply, and let the redirects among them wait to be asked about."""
    rows: list[Row] = []
    if standing.asking:
        asked = {page_id: each.page for page_id, each in standing.asking.items()}
        for page_id, page in pages_by_id(reply, asked).items():
            depth = standing.asking[page_id].depth
            rows += _rows_of(page, request, via=page_id, depth=depth)
    else:
        listed = page_by_title(reply, standing.title)
        if "pageid" in listed:
            standing.seen.add(listed.page_id())
        rows += _rows_of(listed, request, via=0, depth=0)
    for row in rows:
        if row.kinds & _REDIRECT:
            _let_wait(row, request, standing)
    return rows


def _rows_of(page: ApiObject, request: ListingRequest, *, via: int, depth: int) -> Iterator[Row]:
    """Read the rows below one page of a reply."""
    for module in _wanted(request):
        entries = page.objects(module)
        if entries and via and page.flag("missing"):  # nothing links to what is not there
            raise page.invalid("missing")
        for entry in entries:
            yield read_row(entry, _MODULES[module][2], via=via, depth=depth)


def _let_wait(row: Row, request: ListingRequest, standing: _Standing) -> None:
    """Remember to ask about a redirect, once: rings and edits meanwhile would have no end."""
    depth = row.depth + 1
    if row.page_id not in standing.seen and request.reaches(depth):
        standing.seen.add(row.page_id)
        check_redirects(len(standing.seen), depth)
        standing.waiting[row.page_id] = _Redirect(Asked(row.namespace, row.title), depth)


def _take(waiting: _Redirects, page_ids: list[int]) -> _Redirects:
    """Take some of those that wait."""
    return {page_id: waiting.pop(page_id) for page_id in page_ids}
