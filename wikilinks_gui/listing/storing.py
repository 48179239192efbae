# SPDX-License-Identifier: MIT
"""One exploration: a listing and the store as one stream of batches.

The command line and the window both use it: what they see has been stored already.
"""

import itertools
import logging
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from wikilinks_gui.listing.methodchoice import list_links
from wikilinks_gui.listing.redirecttargets import false_redirect_targets
from wikilinks_gui.listing.request import ListingRequest
from wikilinks_gui.listing.standing import restore
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.mediawiki.titles import Resolution
from wikilinks_gui.store.records import Exploration, OriginRecord
from wikilinks_gui.store.store import Store
from wikilinks_gui.table.row import RedirectTarget, Row

log = logging.getLogger("wikilinks_gui.listing.storing")


@dataclass(frozen=True, slots=True)
class StoredBatch:
    """Rows of one reply, after they were stored."""

    exploration: int  # its id in the store
    number: int  # of the exploration's batches, this one included
    new: list[Row]
    again: list[Row]  # came before, maybe with fewer kinds (:class:`Row`)
    complete: bool
    resolution: Resolution | None  # with the first batch of an exploration that was not resumed
    redirect_targets: Mapping[int, RedirectTarget]
    """With the last batch: where redirect pages lead that only link here."""


_FILTER = {"namespaces": [], "redirects": "all", "descending": False}
"""An option of early versions, which is still stored so that their lists are found."""


def options_of(request: ListingRequest) -> dict[str, Any]:
    """Return what makes two explorations of a title the same listing, ready for JSON."""
    options = asdict(request) | {"filter": _FILTER}
    del options["title"]
    return options


def request_of(exploration: Exploration) -> ListingRequest:
    """Return the request that an exploration was begun with. Raises StoreDamagedError."""
    options: dict[str, Any] = {"title": exploration.typed} | exploration.options
    if options.get("filter") == _FILTER:
        del options["filter"]
    return restore(ListingRequest, options)


def resolution_of(exploration: Exploration) -> Resolution:
    """Return what the wiki made of an exploration's title. Raises StoreDamagedError."""
    status = exploration.resolution.get("status")
    status = "loop" if status == "ring" else status  # its name in early versions
    return restore(Resolution, exploration.resolution | {"status": status})


def list_and_store(
    client: Client,
    site: SiteInfo,
    store: Store,
    wiki: str,
    request: ListingRequest,
    *,
    resume: Exploration | None = None,
    stop: threading.Event | None = None,
    wanted: deque[int] | None = None,
) -> Iterator[StoredBatch]:
    """List the links to a page of the wiki with key ``wiki``, storing each batch as it comes.

    ``resume`` is an incomplete exploration of the same request: it continues where it stopped.
    ``wanted`` are redirects to be asked about next (:func:`list_links`).
    Raises TitleError, WikiErrors, StoreErrors and, when ``stop`` is set, CancelledError; the
    batches that came before stay stored, and the exploration can be resumed.
    """
    exploration, number = 0, 0
    state = None
    if resume is not None:
        exploration, number = resume.id, resume.batches
        state = resume.state
        # The page may have been asked for by another title: continuations go with the first.
        request = replace(request, title=resume.typed)
    for page in list_links(client, site, request, state, stop, wanted):
        if not exploration:
            assert page.resolution is not None  # noqa: S101 - the first page of a new listing
            exploration = store.begin(
                wiki,
                request.title,
                page.resolution.title,
                options_of(request),
                asdict(page.resolution),
            )
        complete = page.state is None
        targets = {}
        if complete:
            rows = [*store.redirect_pages(exploration), *page.rows]
            targets = false_redirect_targets(client, site, rows, page.redirect_targets, stop)
        added = store.add(exploration, page.rows, page.state, targets)
        number += 1
        yield StoredBatch(
            exploration, number, added.new, added.again, complete, page.resolution, targets
        )


def load_origins(
    store: Store, exploration: Exploration, size: int = 2000
) -> Iterator[list[OriginRecord]]:
    """Read where the links of an exploration come from, ``size`` rows at a time."""
    origins = store.origins(exploration.id)
    while chunk := list(itertools.islice(origins, size)):
        yield chunk


def load(store: Store, exploration: Exploration, size: int = 2000) -> Iterator[list[Row]]:
    """Read what is stored of an exploration, ``size`` rows at a time, as they arrived.

    Raises StoreDamagedError, maybe after some rows, where it is not what was stored.
    """
    rows = store.rows(exploration.id)
    while chunk := list(itertools.islice(rows, size)):
        yield chunk
