# SPDX-License-Identifier: MIT
"""A page as Parsoid renders it, where a wiki offers that (mediawiki.org: API:REST API)."""

import threading
from urllib.parse import quote

from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.siteinfo import SiteInfo


def ask_rendering(
    client: Client, site: SiteInfo, title: str, stop: threading.Event | None = None
) -> str | None:
    """Ask for the HTML of a page, of a redirect page itself; None where there is none.

    The page may be no more, or the wiki may have its ``rest.php`` closed: before MediaWiki 1.40 the
    replies differ in words only. Raises WikiErrors and CancelledError.
    """
    # All is encoded, "/" too: it would end the title.
    name = quote(title.replace(" ", "_"), safe="")
    address = f"{site.server}{site.rest}/v1/page/{name}/html?redirect=no"
    page = client.get_page(address, stop, interactive=False)
    return page.body.decode("utf-8", "replace") if page.status == 200 else None
