# SPDX-License-Identifier: MIT
"""One interface to the two methods that list the links to a page."""

import logging
import threading
from collections import deque
from collections.abc import Iterator

from wikilinks_gui.errors import ApiError, ModuleUnavailableError
from wikilinks_gui.listing.availability import REFUSALS
from wikilinks_gui.listing.backlinks import list_backlinks
from wikilinks_gui.listing.linkshere import list_linkshere
from wikilinks_gui.listing.request import ListingBatch, ListingRequest, Method, State
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.siteinfo import LINKSHERE_SINCE, SiteInfo

log = logging.getLogger("wikilinks_gui.listing")


def default_method(site: SiteInfo) -> Method:
    """Choose the method that costs the fewest requests on a wiki.

    One that does not tell its version is asked by ``linkshere``, which finds out.
    """
    is_older = any(site.version) and site.version < LINKSHERE_SINCE
    return "backlinks" if is_older else "linkshere"


def list_links(
    client: Client,
    site: SiteInfo,
    request: ListingRequest,
    state: State | None = None,
    stop: threading.Event | None = None,
    wanted: deque[int] | None = None,
) -> Iterator[ListingBatch]:
    """List the links to a page, page by page, from the start or from an earlier page's state.

    Another thread may put page ids of redirects into ``wanted`` at any time: those that still wait
    are asked about next (by ``linkshere``; ``backlinks`` gives them in its own order).

    Where a wiki does not offer what ``linkshere`` asks, ``backlinks`` lists the same rows instead.

    The same row may come more than once, with more kinds each time (:class:`Row`). Raises
    TitleError when the title cannot be listed, WikiErrors, CancelledError when ``stop`` is set.
    """
    is_begun = bool(state)
    if request.method == "linkshere" and "leads" not in (state or {}):  # a state of backlinks
        waiting = deque[int]() if wanted is None else wanted
        try:
            for page in list_linkshere(client, site, request, state, stop, waiting):
                is_begun = True
                yield page
            return
        except (ModuleUnavailableError, ApiError) as error:
            if is_begun or (isinstance(error, ApiError) and error.code not in REFUSALS):
                raise
            log.info("by the lists instead: %s", error)
    yield from list_backlinks(client, site, request, state, stop)
