# SPDX-License-Identifier: MIT
"""Where the program is put together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from wikilinks_gui.errors import NoWikiError, ReadDeniedError, WikiError
from wikilinks_gui.mediawiki.client import Client, Traffic
from wikilinks_gui.mediawiki.endpoint import find_endpoints, no_wiki, with_scheme
from wikilinks_gui.mediawiki.pace import Wait
from wikilinks_gui.mediawiki.siteinfo import SiteInfo, read_siteinfo
from wikilinks_gui.settings import Settings, rate_of
from wikilinks_gui.store.store import Store

SITEINFO_AGE = timedelta(days=1)
"""How long a wiki's word on itself is believed before it is asked again."""

SAMPLE = "sample"
"""The sample wiki's key in the store: its address is another at each start."""


@dataclass(frozen=True, slots=True)
class Connector:
    """Opens wikis; what is the same for all of them."""

    store: Store
    settings: Settings
    contact: str
    maxlag: int | None = None
    on_wait: Callable[[Wait], None] = lambda wait: None

    def open(self, address: str, key: str | None = None) -> "Wiki":
        """Find the wiki at an address, and learn what it is, from the store where it is known.

        ``key`` names it in the store, its endpoint does by default. Raises WikiErrors
        (NoWikiError, NetworkError, ReadDeniedError…).
        """
        address = with_scheme(address)
        known = self.store.wiki(key or self.store.key_of(address) or address)
        if known and key is None and datetime.now(UTC) - known.read_at < SITEINFO_AGE:
            site = SiteInfo.from_query(known.api_url, known.siteinfo)
            return Wiki(known.key, site, self._client(site.api_url), 0)
        asked = 0
        last: WikiError = NoWikiError("nothing answered")
        for api_url in find_endpoints(address, self.contact):
            client = self._client(api_url)
            try:
                siteinfo = read_siteinfo(client)
                site = SiteInfo.from_query(client.api_url, siteinfo)
            except ReadDeniedError:
                client.close()
                raise
            except WikiError as error:
                last = error
                asked += client.traffic.requests
                client.close()
                continue
            found = key or site.api_url
            self.store.save_wiki(found, site.api_url, siteinfo)
            self.store.save_address(address, found)
            asked += client.traffic.requests
            client.traffic = Traffic()
            return Wiki(found, site, client, asked)
        raise no_wiki(address, last)

    def open_stored(self, address: str, key: str | None = None) -> "Wiki":
        """Open a wiki from the store alone. Raises NoWikiError when it was never opened before."""
        known = self.store.wiki(key or self.store.key_of(with_scheme(address)) or address)
        if known is None:
            raise NoWikiError(f"Nothing is stored of the wiki at {address}.")
        site = SiteInfo.from_query(known.api_url, known.siteinfo)
        return Wiki(known.key, site, self._client(site.api_url), 0)

    def _client(self, api_url: str) -> Client:
        host = urlsplit(api_url).hostname or ""
        return Client(
            api_url,
            contact=self.contact,
            rate=rate_of(self.settings, host, self.contact),
            maxlag=self.maxlag,
            on_wait=self.on_wait,
        )


@dataclass(frozen=True, slots=True)
class Wiki:
    """An opened wiki."""

    key: str  # in the store
    site: SiteInfo
    client: Client
    setup_requests: int  # that it took to find it and to learn what it is
