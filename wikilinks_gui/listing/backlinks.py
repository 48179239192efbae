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
from wikilinks_gui.mediawiki.siteinfo import FILE_NAMESPACE, SiteInfo
from wikilinks_gui.mediawiki.titles import resolve
from wikilinks_gui.table.row import NO_TARGET, Kind, RedirectTarget, Row

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
    one_by_one: bool = True  # how redirects are asked about; earlier versions did otherwise

    def go_on(self, continuation: Continuation | None) -> bool:
        """Continue after a reply, or with the next redirect; False if the list is complete."""
        self.continuation = continuation
        if continuation is None:
            self.asking = self.waiting.pop(0) if self.waiting else None
        return bool(self.asking or continuation)


def list_backlinks(
    client: Client,
    site: SiteInfo,
    request: ListingRequest,
    state: State | None,
    stop: threading.Event | None,
) -> Iterator[ListingBatch]:
    """List the links to a page; see :func:`wikilinks_gui.listing.methodchoice.list_links`.

    In place of the method ``linkshere`` it goes through as many redirects as that does. It begins
    again where earlier versions stopped, which did not note all redirects to be asked about.
    """
    resolution = None
    if state and "one_by_one" in state:
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
    check = ModuleCheck(client, stop)
    targets = {page_id: RedirectTarget(*to) for page_id, *to in standing.leads}
    wanted = int(request.kinds | Kind.REDIRECT)
    goes_on = True
    while goes_on:
        params = _params(site, request, standing)
        lists = set(params["list"].split("|"))
        owed = _going_on(standing.continuation) if standing.continuation else lists
        replies = client.replies(params, resume=standing.continuation, stop=stop)
        try:
            for reply, continuation in replies:
                answered = reply.get("query")  # a list without a row is there as well
                lacking = lists - (answered.keys() if isinstance(answered, dict) else set())
                check.check(reply, lacking)
                query = ApiObject(reply).object("query")
                if owed & lacking:
                    raise query.invalid(min(owed & lacking))
                owed = _going_on(continuation) if continuation else set()
                met = {
                    page.page_id(): asked_page(page)
                    for page in query.objects("backlinks")
                    if page.flag("redirect") and page.page_id() not in targets
                }
                found = ask_redirect_targets(client, site, met, stop, certain=True)
                targets |= found
                standing.leads += [(number, to.title, to.section) for number, to in found.items()]
                rows = [row for row in _rows(query, standing, targets) if row.kinds & wanted]
                standing.waiting += [
                    row
                    for row in rows
                    if row.kinds & Kind.REDIRECT
                    # The method as such goes through one redirect only.
                    and not (row.depth and request.method == "backlinks")
                    and standing.remember(row, request)
                ]
                goes_on = standing.go_on(continuation)
                state = standing.to_state() if goes_on else None
                yield ListingBatch(rows, state, resolution, targets)
                resolution = None
        except ApiError as error:
            if error.code != "nosuchpageid" or standing.asking is None:
                raise
            # The redirect was deleted meanwhile: nothing links through it.
            goes_on = standing.go_on(None)
            yield ListingBatch([], standing.to_state() if goes_on else None, None, targets)


def _params(site: SiteInfo, request: ListingRequest, standing: _Standing) -> dict[str, str]:
    """Return the request for the page, or for the uses of one redirect."""
    about = standing.asking or standing
    wanted = [
        name
        for name, (_, kind) in _MODULES.items()
        if (kind in request.kinds and (kind != Kind.FILE or about.namespace == FILE_NAMESPACE))
        or kind == Kind.LINK  # for the redirects
    ]
    params = {"action": "query", "list": "|".join(wanted)}
    by_id = site.version >= _BY_ID_SINCE or not any(site.version)
    for name in wanted:
        prefix, kind = _MODULES[name]
        if standing.asking and by_id:
            params[f"{prefix}pageid"] = str(about.page_id)
        else:
            params[f"{prefix}title"] = about.title
        params[f"{prefix}limit"] = "max"
        if kind not in request.kinds:
            params[f"{prefix}filterredir"] = "redirects"
    return params


def _rows(
    query: ApiObject, standing: _Standing, targets: dict[int, RedirectTarget]
) -> Iterator[Row]:
    """Read the rows of a reply; a link from a redirect that leads there is a redirect."""
    asking = standing.asking
    to, via, depth = standing.title, 0, 0
    if asking:
        to, via, depth = asking.title, asking.page_id, asking.depth + 1
    for module, (_, kind) in _MODULES.items():
        for entry in query.objects(module):
            row = read_row(entry, kind, via=via, depth=depth)
            target = targets.get(row.page_id, NO_TARGET)
            if kind == Kind.LINK and row.is_redirect and target == (to, target.section, ""):
                row = row._replace(kinds=int(Kind.REDIRECT), section=target.section)
            yield row


def _going_on(continuation: Continuation) -> set[str]:
    """Return the lists that a continuation has a token for."""
    return {name for name, (prefix, _) in _MODULES.items() if f"{prefix}continue" in continuation}
