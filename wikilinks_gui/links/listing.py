# SPDX-License-Identifier: MIT
"""One interface to the two methods that list the links to a page."""

import threading
from collections import deque
from collections.abc import Iterator

from wikilinks_gui.links.backlinks import list_backlinks
from wikilinks_gui.links.linkshere import list_linkshere
from wikilinks_gui.links.request import ListingRequest, Method, Page, State
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.siteinfo import SiteInfo

LINKSHERE_SINCE = (1, 24)
"""The MediaWiki version that brought ``prop=redirects|linkshere|transcludedin|fileusage``."""


def default_method(site: SiteInfo) -> Method:
    """Choose the method that costs the fewest requests on a wiki."""
    return "linkshere" if site.version >= LINKSHERE_SINCE else "backlinks"


def list_links(
    client: Client,
    site: SiteInfo,
    request: ListingRequest,
    state: State | None = None,
    stop: threading.Event | None = None,
    wanted: deque[int] | None = None,
) -> Iterator[Page]:
    """List the links to a page, page by page, from the start or from an earlier page's state.

    Another thread may put page ids of redirects into ``wanted`` at any time: those that still wait
    are asked about next (by ``linkshere``; ``backlinks`` gives them in its own order).

    The same row may come more than once, with more kinds each time (:class:`Row`). Raises
    TitleError when the title cannot be listed, WikiErrors, CancelledError when ``stop`` is set.
    """
    if request.method == "backlinks":
        return list_backlinks(client, request, state, stop)
    return list_linkshere(client, site, request, state, stop, deque() if wanted is None else wanted)
