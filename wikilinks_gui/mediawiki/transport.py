# SPDX-License-Identifier: MIT
"""One HTTP request and its whole reply: redirects, time-outs, size, what the network does wrong."""

import contextlib
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, wait
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

import requests
import urllib3

from wikilinks_gui.errors import (
    AddressError,
    CancelledError,
    ConnectError,
    LateError,
    NetworkError,
    NotAnApiReplyError,
    UnreachableError,
)
from wikilinks_gui.mediawiki.address import (
    WebAddress,
    host_name,
    is_local,
    is_loopback,
    server_name,
    web_address,
    without_user,
)
from wikilinks_gui.mediawiki.connections import Session
from wikilinks_gui.mediawiki.headers import POST_HEADERS, request_headers
from wikilinks_gui.mediawiki.reply import HttpReply
from wikilinks_gui.translation import _

REACH_TIMEOUT = 12.0
"""Seconds for a connection, with the look-up of the name and all the addresses that it may have.

No more, so that the user is told within 15 s that a host does not answer.
"""

READ_TIMEOUT = 30.0
"""Seconds between two pieces of a reply: half of what a whole one may take."""

LARGEST_REPLY = 32 * 2**20
"""Bytes, uncompressed; MediaWiki's own limit on results is 8 MiB (``$wgAPIMaxResultSize``)."""

MOST_REDIRECTS = 5
"""For one request; wikis need two or three (to https, to www, to the page's own title)."""

_REDIRECT_STATUSES = frozenset({301, 302, 303, 307, 308})

_POLL_INTERVAL = 0.2
"""Seconds between two looks at whether to stop: less would not be felt."""

_LONGEST_URL = 4000
"""Bytes; longer requests are sent by POST, as servers refuse long addresses (often from 8 KB)."""


class Transport:
    """A session with the servers of one wiki; to be used by one thread at a time."""

    def __init__(
        self,
        contact: str = "",
        *,
        read_timeout: float = READ_TIMEOUT,
        largest: int = LARGEST_REPLY,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._headers = request_headers(contact)
        self._session = Session(self._headers)
        self._timeouts = (REACH_TIMEOUT, read_timeout)
        self._largest = largest
        self._clock = clock

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def fetch(
        self, url: str, params: Mapping[str, str] | None, stop: threading.Event, seconds: float
    ) -> HttpReply:
        """Send one request, by GET or, when it is long, by POST, and follow its redirects.

        With ``params`` (a question to the API) a redirect only tells where to ask it again. Raises
        NetworkError (ConnectError when there was not even a connection, UnreachableError for what
        stays so) also when there is no whole reply after ``seconds``, NotAnApiReplyError for a
        reply beyond the largest size, and CancelledError when ``stop`` is set. In all cases nothing
        is read any more afterwards.
        """
        request = _Request(
            self._session, without_user(url), params or {}, self._timeouts, self._largest
        )
        began = self._clock()
        threading.Thread(target=request.run, name="request", daemon=True).start()
        try:
            while not wait([request.reply], _POLL_INTERVAL).done:
                elapsed = self._clock() - began
                if stop.is_set():
                    raise CancelledError(_("Stopped."))
                if elapsed > (limit := min(seconds, REACH_TIMEOUT)):
                    if not self._session.is_connected:
                        raise _not_reached(request.host, limit)
                    if elapsed > seconds:
                        raise _late(request.host)
        except BaseException:
            # The thread ends as its socket gives no more; while it looks up a name or connects it
            # ends by itself, and does not keep the program from ending.
            self._session.cut()
            self._session = Session(self._headers)
            raise
        return request.reply.result()


@dataclass
class _Request:
    """A request under way, and what became of it."""

    session: Session
    url: str  # that is being asked, after redirects
    params: Mapping[str, str]
    timeouts: tuple[float, float]
    largest: int
    reply: Future[HttpReply] = field(default_factory=Future)

    @property
    def host(self) -> str:
        """The server that is being asked."""
        return server_name(self.url)

    def run(self) -> None:
        """Send the request, and send it again to where its reply redirects."""
        try:
            self.reply.set_result(self._follow())
        except (
            requests.RequestException,
            urllib3.exceptions.HTTPError,
            OSError,
            ValueError,  # an invalid address or header
        ) as error:
            self.reply.set_exception(_network_error(error, self.url))
        except BaseException as error:
            self.reply.set_exception(error)

    def _follow(self) -> HttpReply:
        for hop in range(MOST_REDIRECTS + 1):
            with self._send() as response:
                self.session.forget_cookies()
                location = response.headers.get("Location")
                if response.status_code not in _REDIRECT_STATUSES or location is None:
                    body = self._read(response)
                    return HttpReply(
                        response.status_code,
                        response.url,
                        response.headers,
                        body,
                        response.raw.tell(),
                        hop > 0,
                    )
            self.url = redirect_target(self.url, location)
        raise UnreachableError(
            _("{host} redirects from address to address without end.").format(host=self.host)
        )

    def _send(self) -> requests.Response:
        # A proxy meant for the internet must not get what is meant for this computer.
        self.session.trust_env = not is_loopback(host_name(self.url))
        if not self.params:
            return self.session.get(self.url, stream=True, timeout=self.timeouts)
        # A redirect may drop the question or add something to it; the question is asked whole.
        parts = urlsplit(self.url)
        own = [pair for pair in parse_qsl(parts.query, True) if pair[0] not in self.params]
        url, data = urlunsplit(parts._replace(query="")), urlencode([*own, *self.params.items()])
        if len(url) + len(data) < _LONGEST_URL:
            return self.session.get(f"{url}?{data}", stream=True, timeout=self.timeouts)
        return self.session.post(
            url, data=data, stream=True, timeout=self.timeouts, headers=POST_HEADERS
        )

    def _read(self, response: requests.Response) -> bytes:
        body = bytearray()
        while piece := response.raw.read1(65536, decode_content=True):
            body += piece
            if max(len(body), response.raw.tell()) > self.largest:
                raise NotAnApiReplyError(
                    _("{host} sent a reply of more than {size} MiB, which is not read.").format(
                        host=self.host, size=self.largest // 2**20
                    )
                )
        return bytes(body)


def redirect_target(address: str, location: str) -> WebAddress:
    """Return where the reply to a request for ``address`` leads, checked, without a user part.

    Raises UnreachableError for what is not the address of a server, for a way from https to http,
    and for one from the internet into the local network.
    """
    host = server_name(address)
    with contextlib.suppress(ValueError):
        # Headers are read as Latin-1, but servers that do not escape an address send UTF-8.
        location = location.encode("latin-1").decode()
    try:
        location = urljoin(address, location.strip().replace(" ", "%20"))
        target = web_address(without_user(location))
    except (AddressError, ValueError):
        raise UnreachableError(
            _("{host} redirects to something that is not the address of a server.").format(
                host=host
            )
        ) from None
    if urlsplit(address).scheme == "https" and urlsplit(target).scheme == "http":
        raise UnreachableError(
            _(
                "{host} redirects from https to http, which is not followed. To use this wiki "
                "without encryption, begin its address with http://."
            ).format(host=host)
        )
    if is_local(server_name(target)) and not is_local(host):
        raise UnreachableError(
            _("{host} redirects into the local network, which is not followed.").format(host=host)
        )
    return target


def _not_reached(host: str, seconds: float) -> ConnectError:
    return ConnectError(
        _("{host} cannot be reached: no connection within {seconds} s.").format(
            host=host, seconds=f"{seconds:.0f}"
        )
    )


def _late(host: str) -> LateError:
    return LateError(_("{host} did not reply in time.").format(host=host))


def _network_error(error: Exception, url: str) -> NetworkError:
    """Return an error that explains what the network did."""
    host = server_name(url)
    has_proxy = requests.utils.select_proxy(url, requests.utils.get_environ_proxies(url))
    causes: list[object] = [error]
    while isinstance(cause := causes[-1], Exception):
        causes.append(getattr(cause, "reason", None) or next(iter(cause.args), None))

    def is_by(*types: type[BaseException]) -> bool:
        return any(isinstance(each, types) for each in causes)

    # requests has no type of its own for a file that is not there.
    if type(error) is OSError or "NO_CERTIFICATE_OR_CRL_FOUND" in causes:
        return UnreachableError(
            _(
                "{host} cannot be reached by https: there are no certificates in the file that the"
                " environment variable REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE names."
            ).format(host=host)
        )
    if is_by(ssl.CertificateError):
        return UnreachableError(
            _(
                "{host} does not prove that it is {host}: its certificate is not valid. "
                "To use it without encryption, begin its address with http://."
            ).format(host=host)
        )
    is_lost = is_by(ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError)
    if is_by(requests.exceptions.SSLError) and not is_lost:
        return UnreachableError(
            _(
                "{host} cannot be reached by https. If it has no https, begin its address with"
                " http://."
            ).format(host=host)
        )
    no_address = requests.exceptions.InvalidURL, urllib3.exceptions.LocationValueError, UnicodeError
    if isinstance(error, requests.exceptions.InvalidSchema) or (
        isinstance(error, no_address) and has_proxy
    ):
        return UnreachableError(
            _(
                "{host} cannot be reached: the proxy in this computer's settings is not an HTTP"
                " proxy, or its address is invalid."
            ).format(host=host)
        )
    if isinstance(error, no_address):
        return UnreachableError(_("{host} is not the address of a server.").format(host=host))
    if is_by(requests.exceptions.ProxyError):
        return ConnectError(_("{host} cannot be reached through the proxy.").format(host=host))
    if is_by(requests.ConnectTimeout):
        return _not_reached(host, REACH_TIMEOUT)
    if is_by(urllib3.exceptions.NewConnectionError):
        return ConnectError(
            _("{host} cannot be reached. Check the address and the network.").format(host=host)
        )
    if is_by(urllib3.exceptions.DecodeError):
        return NetworkError(_("{host} sent a reply that is cut off or broken.").format(host=host))
    if is_by(TimeoutError, requests.Timeout, urllib3.exceptions.ReadTimeoutError):
        return _late(host)
    return NetworkError(_("The connection to {host} broke.").format(host=host))
