# SPDX-License-Identifier: MIT
"""Links by ``list=backlinks|embeddedin|imageusage``, which every MediaWiki since 1.9 knows.

The page is asked about first, then each of its redirects in a request of its own, and where it is
wanted the redirects to those. (``blredirect`` would bring what links through redirects below them,
but with half as many rows in a reply, repeated first levels, and below redirects elsewhere, too.)
A linking page that is a redirect may lead elsewhere, so where each of them leads is asked of the
wiki as well (50 in a request).
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

from wikilinks_gui.errors import ApiError
from wikilinks_gui.listing.availability import ModuleCheck
from wikilinks_gui.listing.entries import asked_page, read_row
from wikilinks_gui.listing.redirecttargets import ask_redirect_targets
from wikilinks_gui.listing.request import ListingBatch, ListingRequest, State
from wikilinks_gui.listing.standing import Standing
from wikilinks_gui.mediawiki.apiobject import ApiObject
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.continuation import Continuation
from wikilinks_gui.mediawiki.listable import check_listable
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.mediawiki.titles import Resolution, resolve
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


@dataclass(slots=True, kw_only=True)
class _Standing(Standing):
    """Where the listing stands, between two replies."""

    page_id: int
    namespace: int
    asking: Row | None = None  # the redirect asked about now; None: the page itself
    waiting: list[Row] = field(default_factory=list)  # redirects to ask about after
    leads: list[tuple[int, str, str]] = field(default_factory=list)
    """Where the redirect pages met lead: page id, title of the target, section."""


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
        standing = _Standing.from_state(state)
    else:
        resolution = resolve(client, request.title, follow=request.follow, stop=stop)
        check_listable(resolution)
        standing = _Standing(
            title=resolution.title,
            page_id=resolution.page_id,
            namespace=resolution.namespace,
            seen={resolution.page_id},
        )
    return _Backlinks(client, site, request, standing, stop).batches(resolution)


class _Backlinks:
    """A listing under way."""

    def __init__(
        self,
        client: Client,
        site: SiteInfo,
        request: ListingRequest,
        standing: _Standing,
        stop: threading.Event | None,
    ) -> None:
        self._client = client
        self._site = site
        self._request = request
        self._standing = standing
        self._stop = stop
        self._check = ModuleCheck(client, stop)
        self._targets = {page_id: RedirectTarget(*to) for page_id, *to in standing.leads}
        self._is_complete = False

    def batches(self, resolution: Resolution | None) -> Iterator[ListingBatch]:
        """List what is missing; ``resolution`` comes with the first batch."""
        while not self._is_complete:
            try:
                for rows in self._replies():
                    yield self._batch(rows, resolution)
                    resolution = None
            except ApiError as error:
                if error.code != "nosuchpageid" or self._standing.asking is None:
                    raise
                # The redirect was deleted meanwhile: nothing links through it.
                self._next()
                yield self._batch([], resolution)

    def _batch(self, rows: list[Row], resolution: Resolution | None) -> ListingBatch:
        state = None if self._is_complete else self._standing.to_state()
        return ListingBatch(rows, state, resolution, self._targets)

    def _next(self) -> None:
        """Ask about the next redirect that waits, if there is one."""
        standing = self._standing
        standing.continuation = None
        standing.asking = standing.waiting.pop(0) if standing.waiting else None
        self._is_complete = standing.asking is None

    def _replies(self) -> Iterator[list[Row]]:
        """Ask about the page, or about the redirect whose turn it is; yield the rows of a reply."""
        standing = self._standing
        params = self._params()
        lists = params["list"].split("|")
        wanted = int(self._request.kinds | Kind.REDIRECT)
        owed = _going_on(standing.continuation) if standing.continuation else set(lists)
        for reply, continuation in self._client.replies(
            params, resume=standing.continuation, stop=self._stop
        ):
            answered = reply.get("query")  # a list without a row is there as well
            lacking = set(lists) - (answered.keys() if isinstance(answered, dict) else set())
            self._check.check(reply, lacking)
            query = ApiObject(reply).object("query")
            if owed & lacking:
                raise query.invalid(min(owed & lacking))
            owed = _going_on(continuation) if continuation else set()
            self._learn_targets(query)
            rows = [row for row in self._rows(query) if row.kinds & wanted]
            standing.waiting += [row for row in rows if self._is_asked_about(row)]
            standing.continuation = continuation
            if continuation is None:
                self._next()
            yield rows

    def _params(self) -> dict[str, str]:
        """Return the request for the page, or for the uses of one redirect."""
        asking, kinds = self._standing.asking, self._request.kinds
        about = asking or self._standing
        wanted = [
            name
            for name, (_, kind) in _MODULES.items()
            if (kind in kinds and (kind != Kind.FILE or about.namespace == _FILE))
            or kind == Kind.LINK  # for the redirects
        ]
        params = {"action": "query", "list": "|".join(wanted)}
        by_id = self._site.version >= _BY_ID_SINCE or not any(self._site.version)
        for name in wanted:
            prefix, kind = _MODULES[name]
            if asking and by_id:
                params[f"{prefix}pageid"] = str(asking.page_id)
            else:
                params[f"{prefix}title"] = about.title
            params[f"{prefix}limit"] = "max"
            if kind not in kinds:
                params[f"{prefix}filterredir"] = "redirects"
        return params

    def _learn_targets(self, query: ApiObject) -> None:
        """Learn where the redirect pages of a reply lead."""
        met = {
            page.page_id(): asked_page(page)
            for page in query.objects("backlinks")
            if page.flag("redirect") and page.page_id() not in self._targets
        }
        found = ask_redirect_targets(self._client, self._site, met, self._stop, certain=True)
        self._targets |= found
        self._standing.leads += [
            (page_id, target.title, target.section) for page_id, target in found.items()
        ]

    def _rows(self, query: ApiObject) -> Iterator[Row]:
        """Read the rows of a reply; a link from a redirect that leads there is a redirect."""
        asking = self._standing.asking
        to, via, depth = self._standing.title, 0, 0
        if asking:
            to, via, depth = asking.title, asking.page_id, asking.depth + 1
        for module, (_, kind) in _MODULES.items():
            for entry in query.objects(module):
                row = read_row(entry, kind, via=via, depth=depth)
                target = self._targets.get(row.page_id, NO_TARGET)
                leads = row.is_redirect and target.title == to and not target.interwiki
                if kind == Kind.LINK and leads:
                    row = row._replace(kinds=int(Kind.REDIRECT), section=target.section)
                yield row

    def _is_asked_about(self, row: Row) -> bool:
        """Return whether what links through a row is asked for.

        The method as such goes through one redirect only.
        """
        return bool(
            row.kinds & Kind.REDIRECT
            and not (row.depth and self._request.method == "backlinks")
            and self._standing.remember(row, self._request)
        )


def _going_on(continuation: Continuation) -> set[str]:
    """Return the lists that a continuation has a token for."""
    return {name for name, (prefix, _) in _MODULES.items() if f"{prefix}continue" in continuation}
