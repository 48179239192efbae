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
from typing import NamedTuple

from wikilinks_gui.listing.availability import ModuleCheck
from wikilinks_gui.listing.entries import AskedPage, page_by_title, pages_by_id, read_row
from wikilinks_gui.listing.request import (
    ListingBatch,
    ListingRequest,
    State,
    titles_per_request,
)
from wikilinks_gui.listing.standing import Standing
from wikilinks_gui.mediawiki.apiobject import ApiObject
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.continuation import Continuation
from wikilinks_gui.mediawiki.listable import check_listable
from wikilinks_gui.mediawiki.reply import Reply
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.mediawiki.titles import (
    Resolution,
    page_in_loop,
    page_params,
    read_resolution,
    resolution_params,
)
from wikilinks_gui.table.row import Kind, Row

_REDIRECT = int(Kind.REDIRECT)  # flags are slow

# module -> (prefix of its parameters, what it tells, kind)
_MODULES = {
    "redirects": ("rd", "pageid|title|fragment", Kind.REDIRECT),
    "linkshere": ("lh", "pageid|title|redirect", Kind.LINK),
    "transcludedin": ("ti", "pageid|title|redirect", Kind.TRANSCLUSION),
    "fileusage": ("fu", "pageid|title|redirect", Kind.FILE),  # empty for all but files
}


class _Redirect(NamedTuple):
    """A redirect that is to be asked about; states of early versions lack its title."""

    page_id: int
    depth: int  # of the links through it
    namespace: int = 0
    title: str = ""


@dataclass(slots=True, kw_only=True)
class _Standing(Standing):
    """Where the listing stands, between two replies."""

    asking: list[_Redirect] = field(default_factory=list)
    """The redirects that are queried now; empty while the title itself is."""
    waiting: list[_Redirect] = field(default_factory=list)  # not asked about yet
    left: list[tuple[list[_Redirect], Continuation | None]] = field(default_factory=list)
    """What was asked about, and how it goes on, when redirects were wanted; last what is next."""

    def prefer(self, wanted: deque[int], count: int) -> bool:
        """Query waiting redirects that are wanted at once; return False if there are none."""
        page_ids = {wanted.popleft() for _ in range(len(wanted))}
        chosen = [each for each in self.waiting if each.page_id in page_ids]
        if not chosen:
            return False
        self.waiting = [each for each in self.waiting if each.page_id not in page_ids]
        self.left.append((self.asking, self.continuation))
        starts = range(0, len(chosen), count)
        self.left += [(chosen[start : start + count], None) for start in reversed(starts)]
        self.asking, self.continuation = self.left.pop()
        return True

    def go_on(self, continuation: Continuation | None, count: int) -> bool:
        """Continue after a reply with what was left or waits; False if the list is complete."""
        self.continuation = continuation
        if continuation is None:
            if self.left:
                self.asking, self.continuation = self.left.pop()
            else:
                self.asking, self.waiting = self.waiting[:count], self.waiting[count:]
        return bool(self.asking or self.continuation)


def list_linkshere(
    client: Client,
    site: SiteInfo,
    request: ListingRequest,
    state: State | None,
    stop: threading.Event | None,
    wanted: deque[int],
) -> Iterator[ListingBatch]:
    """List the links to a page; see :func:`wikilinks_gui.listing.methodchoice.list_links`."""
    standing = _Standing.from_state(state) if state else _Standing(title="")
    check = ModuleCheck(client, stop)
    modules = [name for name, (*_, kind) in _MODULES.items() if kind in request.kinds | _REDIRECT]
    loop: Resolution | None = None
    count = titles_per_request(site)
    while True:
        standing.prefer(wanted, count)
        params = _params(request, standing, modules)
        for reply, continuation in client.replies(params, resume=standing.continuation, stop=stop):
            check.check(reply, modules)
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
            rows = _rows(reply, standing, modules)
            standing.waiting += [
                _Redirect(row.page_id, row.depth + 1, row.namespace, row.title)
                for row in rows
                if row.kinds & _REDIRECT and standing.remember(row, request)
            ]
            goes_on = standing.go_on(continuation, count)
            yield ListingBatch(rows, standing.to_state() if goes_on else None, resolution)
            if not goes_on:
                return
            if resolution is not None or standing.prefer(wanted, count):
                # By its own title from now on: what was typed may lead elsewhere tomorrow. Or
                # for what is wanted.
                break


def _params(request: ListingRequest, standing: _Standing, modules: list[str]) -> dict[str, str]:
    """Return the request for the title, or for the redirects that are asked about."""
    if standing.asking:
        page_ids = "|".join(str(redirect.page_id) for redirect in standing.asking)
        params = {"action": "query", "pageids": page_ids}
    elif standing.title:
        params = page_params(standing.title)
    else:
        params = resolution_params(request.title, follow=request.follow)
    params["prop"] = "|".join(filter(None, [params.get("prop"), *modules]))
    for name in modules:
        prefix, tells, _ = _MODULES[name]
        params[f"{prefix}limit"] = "max"
        params[f"{prefix}prop"] = tells
    return params


def _rows(reply: Reply, standing: _Standing, modules: list[str]) -> list[Row]:
    """Read the rows of a reply."""
    if not standing.asking:
        listed = page_by_title(reply, standing.title)
        if "pageid" in listed:
            standing.seen.add(listed.page_id())
        return list(_rows_of(listed, modules, via=0, depth=0))
    asked = {each.page_id: AskedPage(each.namespace, each.title) for each in standing.asking}
    depths = {each.page_id: each.depth for each in standing.asking}
    return [
        row
        for page_id, page in pages_by_id(reply, asked).items()
        for row in _rows_of(page, modules, via=page_id, depth=depths[page_id])
    ]


def _rows_of(page: ApiObject, modules: list[str], *, via: int, depth: int) -> Iterator[Row]:
    """Read the rows below one page of a reply."""
    for module in modules:
        entries = page.objects(module)
        if entries and via and page.flag("missing"):  # nothing links to what is not there
            raise page.invalid("missing")
        for entry in entries:
            yield read_row(entry, _MODULES[module][2], via=via, depth=depth)
