# SPDX-License-Identifier: MIT
"""Where redirect pages lead, asked of the wiki 50 at a time.

A listing tells which redirects lead to its page. A redirect page that links there, but redirects
to another page, comes as a mere link.
"""

import logging
import threading
from collections.abc import Iterable, Iterator, Mapping

from wikilinks_gui.errors import ApiError, NotAnApiReplyError
from wikilinks_gui.listing.entries import AskedPage
from wikilinks_gui.listing.request import TITLES_PER_REQUEST
from wikilinks_gui.mediawiki.apiobject import ApiObject
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.mediawiki.titles import read_redirects
from wikilinks_gui.table.row import NO_TARGET, Kind, RedirectTarget, Row

log = logging.getLogger("wikilinks_gui.listing.redirecttargets")

_REDIRECT = int(Kind.REDIRECT)  # flags are slow


def false_redirect_targets(
    client: Client,
    site: SiteInfo,
    rows: Iterable[Row],
    known: Mapping[int, RedirectTarget],
    stop: threading.Event | None,
) -> dict[int, RedirectTarget]:
    """Return where redirect pages lead that link to a page, but redirect to another one.

    By their page ids, as far as the wiki says: one that refuses to tell has given the whole list
    all the same. A row may come as a link and as a redirect, in any order. ``known`` are targets
    that need not be asked for. Raises WikiErrors and CancelledError.
    """
    met = [row for row in rows if row.is_redirect]
    true = {(row.via, row.page_id) for row in met if row.kinds & _REDIRECT}
    pages = {
        row.page_id: AskedPage(row.namespace, row.title)
        for row in met
        if (row.via, row.page_id) not in true
    }
    targets = {page_id: known[page_id] for page_id in pages.keys() & known.keys()}
    unknown = {page_id: asked for page_id, asked in pages.items() if page_id not in known}
    try:
        targets |= ask_redirect_targets(client, site, unknown, stop)
    except (ApiError, NotAnApiReplyError) as error:
        log.warning("where redirects lead: %s", error)
    return targets


def ask_redirect_targets(
    client: Client,
    site: SiteInfo,
    pages: Mapping[int, AskedPage],
    stop: threading.Event | None = None,
    *,
    certain: bool = False,
) -> dict[int, RedirectTarget]:
    """Ask where redirect pages lead, by their ids. Raises WikiErrors and CancelledError.

    Pages that are no longer redirects lead nowhere, and neither do redirects to missing pages,
    which the API leaves out. ``certain``: ask once more for what is left out.
    """
    found: dict[int, RedirectTarget] = {}
    for batch in _batches(site, pages):
        targets = _ask(client, batch, stop)
        lacking = {page_id: batch[page_id] for page_id in batch.keys() - targets.keys()}
        if lacking and certain:
            targets |= _ask(client, lacking, stop)
        for page_id in batch:
            found[page_id] = targets.get(page_id, NO_TARGET)
    return found


def _ask(
    client: Client, pages: Mapping[int, AskedPage], stop: threading.Event | None
) -> dict[int, RedirectTarget]:
    params = {"action": "query", "pageids": "|".join(map(str, pages)), "redirects": "1"}
    query = ApiObject(client.get(params, stop=stop)).object("query")
    hops = {hop.source: hop for hop in read_redirects(query)}
    pages_told = (page for page in query.objects("pages") if "pageid" in page)
    targets = {page.page_id(): NO_TARGET for page in pages_told}
    for page_id, page in pages.items():
        if hop := hops.get(page.title):
            targets[page_id] = RedirectTarget(hop.target, hop.section, hop.interwiki)
    return targets


def _batches(site: SiteInfo, pages: Mapping[int, AskedPage]) -> Iterator[dict[int, AskedPage]]:
    """Divide pages into requests, so that a title in a reply means one page.

    An article whose title begins like that of another namespace ("Help:X", made when there was no
    such namespace) is written as a page of that namespace is.
    """
    together = dict(pages)
    for page_id, (namespace, title) in pages.items():
        if namespace == 0 and site.is_namespace(title.partition(":")[0]) and ":" in title:
            yield {page_id: together.pop(page_id)}
    page_ids = list(together)
    for start in range(0, len(page_ids), TITLES_PER_REQUEST):
        yield {page_id: pages[page_id] for page_id in page_ids[start : start + TITLES_PER_REQUEST]}
