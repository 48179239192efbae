# SPDX-License-Identifier: MIT
"""Opening wikis: where a wiki is, what it says of itself, and how it may be asked."""

import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from wikilinks_gui.errors import (
    AddressError,
    BotCheckError,
    BrokenReplyError,
    HttpStatusError,
    NetworkError,
    NotAnApiReplyError,
    NothingStoredError,
    NoWikiError,
    StoreDamagedError,
    WikiError,
)
from wikilinks_gui.mediawiki.address import (
    WebAddress,
    host_name,
    is_same_server,
    presentable,
    server_name,
    with_scheme,
)
from wikilinks_gui.mediawiki.client import TELLS_END_SINCE, Client, Traffic
from wikilinks_gui.mediawiki.endpoint import (
    find_endpoints,
    is_certainly_of,
    is_endpoint,
    named_page,
    told_endpoint,
)
from wikilinks_gui.mediawiki.pace import Wait
from wikilinks_gui.mediawiki.reply import HttpReply, bot_check_error, is_bot_check
from wikilinks_gui.mediawiki.siteinfo import SiteInfo, read_siteinfo
from wikilinks_gui.settings import Settings, rate_of
from wikilinks_gui.store.records import StoredWiki
from wikilinks_gui.store.store import Store
from wikilinks_gui.translation import _

SITEINFO_AGE = timedelta(days=1)
"""How long a wiki's description of itself is used before it is asked again."""

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

    def open(
        self, address: str, key: str | None = None, *, stop: threading.Event | None = None
    ) -> "Wiki":
        """Find the wiki at an address, and learn what it is, from the store where it is known.

        ``key`` names it in the store, its endpoint does by default. Raises AddressError,
        WikiErrors (NoWikiError, NetworkError, ReadDeniedError…), StoreErrors, CancelledError.
        """
        address = with_scheme(address)
        if key is None:
            with contextlib.suppress(StoreDamagedError):  # then the wiki is asked again
                known = self._stored(address)
                if known and (site := _site(known, SITEINFO_AGE)):
                    return Wiki(known.key, site, self._client(site.api_url), 0, address)
        return self._ask(address, key, stop)

    def _ask(self, address: WebAddress, key: str | None, stop: threading.Event | None) -> "Wiki":
        """Ask at each place where the API may be, until one is that of the wiki."""
        client = self._client(address)
        failed: WikiError | None = None
        try:
            page = None if is_endpoint(address) else _get_page(client, address, stop)
            places = [address.partition("?")[0]] if page is None else find_endpoints(page)
            told = None if page is None else told_endpoint(page)
            # A host names no page, though its server may send to the main page.
            arrived = page.url if page and not _is_host(address) else address
            for api_url in places:
                client = self._moved(client, api_url)
                is_guess = page is not None and api_url != told
                try:
                    site, siteinfo = self._learn(client, key, stop)
                except WikiError as error:
                    if not _may_be_elsewhere(error, page, told, is_guess=is_guess):
                        raise  # a wiki that fails is a wiki all the same
                    if _is_worth_telling(error, is_guess=is_guess):
                        failed = failed or error
                    continue
                if page and is_guess and named_page(site, page.url) is None:
                    continue  # a guess, and the page is another wiki's
                if siteinfo is not None:
                    self.store.save_wiki(key or site.api_url, site.api_url, siteinfo)
                if key is None and _is_whole_answer(site, address, arrived):
                    self.store.save_address(address, site.api_url)
                setup_requests = client.traffic.requests
                client.traffic = Traffic()
                return Wiki(key or site.api_url, site, client, setup_requests, arrived)
            if page and not failed and is_bot_check(page.body):
                raise bot_check_error(server_name(page.url))
            raise failed or NoWikiError(
                _(
                    "No MediaWiki was found at {address}. "
                    "Give the address of any page of the wiki, or of its api.php."
                ).format(address=address)
            )
        except BaseException:
            client.close()
            raise

    def _learn(
        self, client: Client, key: str | None, stop: threading.Event | None
    ) -> tuple[SiteInfo, dict[str, Any] | None]:
        """Return what the wiki that a client asks is, and its words, unless they were stored."""
        with contextlib.suppress(StoreDamagedError):  # then the wiki is asked again
            known = self.store.wiki(client.api_url) if key is None else None
            if known and (site := _site(known, SITEINFO_AGE)):
                return site, None
        siteinfo = read_siteinfo(client, stop)
        return SiteInfo.from_query(client.api_url, siteinfo), siteinfo

    def open_stored(self, address: str, key: str | None = None) -> "Wiki":
        """Open a wiki from the store alone. Raises NothingStoredError."""
        known = self.store.wiki(key) if key else self._stored(with_scheme(address))
        if known and (site := _site(known)):
            return Wiki(known.key, site, self._client(site.api_url), 0)
        if key:
            raise NothingStoredError(_("Nothing is stored for the sample wiki."))
        raise NothingStoredError(self._nothing_stored(with_scheme(address)))

    def _nothing_stored(self, address: WebAddress) -> str:
        """Return words for an address of no known wiki, with those that might be meant."""
        near = sorted(
            wiki.api_url
            for wiki in self.store.wikis()
            if wiki.key != SAMPLE and is_same_server(wiki.api_url, address)
        )
        said = (
            _(
                "Only a request can tell which wiki is at {address}. To use what is stored,"
                " give the address of its API: {apis}"
            )
            if near
            else _("Nothing is stored for the wiki at {address}.")
        )
        return said.format(address=address, apis=", ".join(near))

    def _stored(self, address: str) -> StoredWiki | None:
        """Find what is stored of the wiki at an address: one that was typed before, or is its own.

        What may be an address of another wiki is not taken for this one's, however well it fits.
        """
        known = self.store.wiki(self.store.key_of(address) or address)
        if known and (known.key == address or _is_known(known, address)):
            return known
        fitting = [
            wiki
            for wiki in self.store.wikis()
            if wiki.key != SAMPLE and (site := _site(wiki)) and is_certainly_of(site, address)
        ]
        return fitting[0] if len(fitting) == 1 else None

    def _moved(self, client: Client, api_url: str) -> Client:
        """Return a client for another address: on the same server the same one, with its pace."""
        if not is_same_server(client.api_url, api_url):
            client.close()
            moved = self._client(api_url)
            moved.traffic = client.traffic
            return moved
        client.api_url = api_url
        return client

    def _client(self, api_url: str) -> Client:
        host = host_name(api_url)
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
    arrived: str = ""  # where the address led by which it was opened

    def __post_init__(self) -> None:
        """Pass on to the client what the wiki's version means for its replies."""
        self.client.tells_end |= self.site.version >= TELLS_END_SINCE


def _get_page(client: Client, address: WebAddress, stop: threading.Event | None) -> HttpReply:
    """Fetch a page, with the address where it led, checked as the first was."""
    page = client.get_page(address, stop)
    try:
        return page._replace(url=with_scheme(presentable(page.url)))
    except AddressError:
        return page._replace(url=address)


def _is_whole_answer(site: SiteInfo, address: str, arrived: str) -> bool:
    """Return whether an address says as much as where it leads: the wiki, or the same page."""
    return _is_host(address) or (named_page(site, address) == named_page(site, arrived) is not None)


def _is_known(known: StoredWiki, address: str) -> bool:
    """Return whether an address that was typed before is that of a wiki as far as this knows."""
    site = _site(known)
    return site is None or _is_host(address) or named_page(site, address) is not None


def _is_host(address: str) -> bool:
    return urlsplit(address)[2:] in {("", "", ""), ("/", "", "")}


def _site(known: StoredWiki, age: timedelta | None = None) -> SiteInfo | None:
    """Read the stored description of a wiki; None if it must be asked again.

    That is so too where it was read longer than ``age`` ago.
    """
    if age is not None and not known.is_fresh(age):
        return None
    with contextlib.suppress(NotAnApiReplyError):
        return SiteInfo.from_query(known.api_url, known.siteinfo)
    return None


def _may_be_elsewhere(
    error: WikiError, page: HttpReply | None, told: str | None, *, is_guess: bool
) -> bool:
    """Return whether an API may answer at another place than the one that failed."""
    if isinstance(error, NetworkError):  # a page may name an invalid host
        return page is not None and told is not None and not is_same_server(told, page.url)
    if isinstance(error, HttpStatusError):
        return is_guess or _is_not_found(error)
    return isinstance(error, NotAnApiReplyError)


def _is_worth_telling(error: WikiError, *, is_guess: bool) -> bool:
    """Return whether an error is the one to report where no wiki is found."""
    if is_guess and isinstance(error, NotAnApiReplyError):  # what may be a wiki all the same is
        return isinstance(error, BrokenReplyError | BotCheckError)
    return not _is_not_found(error)


def _is_not_found(error: WikiError) -> bool:
    return isinstance(error, HttpStatusError) and error.status in {404, 405, 410}
