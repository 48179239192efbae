# SPDX-License-Identifier: MIT
"""One HTTP request and its whole reply: redirects, time-outs, size, what the network does wrong.

``requests`` is imported where it is used: that takes 0.15 s, and the window shows before.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from wikilinks_gui import __version__
from wikilinks_gui.errors import (
    CancelledError,
    NetworkError,
    NotAnApiReplyError,
    UnreachableError,
)
from wikilinks_gui.mediawiki.address import host_name, is_loopback, server_name, without_user
from wikilinks_gui.mediawiki.httpredirects import (
    MOST_REDIRECTS,
    REDIRECT_STATUSES,
    redirect_target,
    with_params,
)
from wikilinks_gui.translation import _

if TYPE_CHECKING:
    import requests

    from wikilinks_gui.mediawiki.connections import Session

CONNECT_TIMEOUT = 10.0
"""Seconds for each of the addresses that a name may have."""

REACH_TIMEOUT = 12.0
"""Seconds for the first connection, with the look-up of the name and all its addresses."""

READ_TIMEOUT = 30.0
"""Seconds between two pieces of a reply."""

REPLY_TIMEOUT = 60.0
"""Seconds for a whole reply, with all redirects that lead to it."""

LARGEST_REPLY = 32 * 2**20
"""Bytes, uncompressed; MediaWiki's own limit on results is 8 MiB (``$wgAPIMaxResultSize``)."""

_GLANCE = 0.2
"""Seconds between two looks at whether to stop."""

_LONGEST_URL = 4000
"""Bytes; longer requests are sent by POST, as servers refuse long addresses (often from 8 KB)."""


class HttpReply(NamedTuple):
    """Status, final address, headers (names in any case) and whole body of a reply."""

    status: int
    url: str
    headers: Mapping[str, str]
    body: bytes
    received: int  # bytes that came over the wire, compressed
    redirected: bool = False


class ConnectError(NetworkError):
    """Not even a connection: a name that does not resolve, a port that nobody serves."""


class Transport:
    """A session with the servers of one wiki; to be used by one thread at a time."""

    def __init__(
        self,
        contact: str,
        *,
        read_timeout: float = READ_TIMEOUT,
        largest: int = LARGEST_REPLY,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        self._timeout = (CONNECT_TIMEOUT, read_timeout)
        self._largest = largest
        self._contact = contact
        self._session = self._new_session()

    def _new_session(self) -> Session:
        from wikilinks_gui.mediawiki.connections import Session

        return Session(
            {"User-Agent": user_agent(self._contact), "Accept-Encoding": "gzip, deflate"}
        )

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def fetch(
        self,
        url: str,
        params: Mapping[str, str] | None,
        stop: threading.Event,
        seconds: float = REPLY_TIMEOUT,
    ) -> HttpReply:
        """Send one request, by GET or, when it is long, by POST, and follow its redirects.

        With ``params`` (a question to the API) a redirect only tells where to ask it again. Raises
        NetworkError (ConnectError when there was not even a connection, UnreachableError for what
        stays so) also when there is no whole reply after ``seconds``, NotAnApiReplyError for a
        reply beyond the largest size, and CancelledError when ``stop`` is set. In all cases nothing
        is read any more afterwards.
        """
        attempt = _Attempt(without_user(url))
        session = self._session
        began = self._clock()

        def run() -> None:
            try:
                attempt.reply = self._follow(session, attempt, dict(params or {}))
            except BaseException as error:
                attempt.error = error
            finally:
                attempt.ended.set()

        threading.Thread(target=run, name="request", daemon=True).start()
        try:
            while not attempt.ended.wait(_GLANCE):
                self._check(attempt, session, self._clock() - began, seconds, stop)
        except BaseException:
            # The thread ends as its socket gives no more; while it looks up a name or connects it
            # ends by itself, and does not keep the program from ending.
            session.cut()
            self._session = self._new_session()
            raise
        if attempt.error:
            raise attempt.error
        assert attempt.reply is not None  # noqa: S101 - there is one where there is no error
        return attempt.reply

    def _check(
        self,
        attempt: _Attempt,
        session: Session,
        elapsed: float,
        seconds: float,
        stop: threading.Event,
    ) -> None:
        """Raise what ends the wait for an attempt."""
        if stop.is_set():
            raise CancelledError(_("Stopped."))
        limit = min(seconds, REACH_TIMEOUT)
        if elapsed > limit and not session.is_connected:
            raise _not_reached(attempt.host, limit)
        if elapsed > seconds:
            raise _late(attempt.host)

    def _follow(self, session: Session, attempt: _Attempt, params: dict[str, str]) -> HttpReply:
        """Send a request, and send it again to where its reply redirects."""
        import requests
        import urllib3

        try:
            for hop in range(MOST_REDIRECTS + 1):
                with self._send(session, attempt.url, params) as response:
                    session.forget_cookies()
                    location = response.headers.get("Location")
                    if response.status_code not in REDIRECT_STATUSES or location is None:
                        body = self._read(response)
                        received = response.raw.tell()
                        return HttpReply(
                            response.status_code,
                            response.url,
                            response.headers,
                            body,
                            received,
                            hop > 0,
                        )
                attempt.url = redirect_target(attempt.url, location)
        except (
            requests.RequestException,
            urllib3.exceptions.HTTPError,
            OSError,
            ValueError,  # an address that is none, headers that are none
        ) as error:
            raise _network_error(error, attempt.host) from error
        raise UnreachableError(
            _("{host} redirects from address to address without end.").format(host=attempt.host)
        )

    def _send(self, session: Session, url: str, params: dict[str, str]) -> requests.Response:
        # A proxy meant for the internet must not get what is meant for this computer.
        session.trust_env = not is_loopback(host_name(url))
        if not params:
            return session.get(url, stream=True, timeout=self._timeout)
        url, data = with_params(url, params)
        if len(url) + len(data) < _LONGEST_URL:
            return session.get(f"{url}?{data}", stream=True, timeout=self._timeout)
        return session.post(
            url,
            data=data,
            stream=True,
            timeout=self._timeout,
            headers={
                "Content-Type": "application/x-www-form-urlencoded",
                # Lets Wikimedia answer from the nearest data centre.
                "Promise-Non-Write-API-Action": "true",
            },
        )

    def _read(self, response: requests.Response) -> bytes:
        body = bytearray()
        while piece := response.raw.read1(65536, decode_content=True):
            body += piece
            if max(len(body), response.raw.tell()) > self._largest:
                raise NotAnApiReplyError(
                    _("The wiki sent a reply of more than {size} MiB.").format(
                        size=self._largest // 2**20
                    )
                )
        return bytes(body)


class _Attempt:
    """A request under way in a thread of its own, and what became of it."""

    def __init__(self, url: str) -> None:
        self.url = url  # that is being asked, after redirects
        self.ended = threading.Event()
        self.reply: HttpReply | None = None
        self.error: BaseException | None = None

    @property
    def host(self) -> str:
        """The server that is being asked."""
        return server_name(self.url)


def contact_words(contact: str) -> str:
    """Make of a contact what can stand in an HTTP header; "" when nothing is left of it."""
    said = "".join(c for c in contact if c.isprintable() and c not in "()").strip()
    return quote(said, safe=" !#$%&'*+,-./:;=?@[]^_`{|}~")


def user_agent(contact: str) -> str:
    """Return a User-Agent as Wikimedia's policy asks for: program, contact, library."""
    import requests

    said = contact_words(contact)
    middle = f" ({said})" if said else ""
    return f"wikilinks-gui/{__version__}{middle} requests/{requests.__version__}"


def _not_reached(host: str, seconds: float) -> ConnectError:
    return ConnectError(
        _("{host} cannot be reached: no connection within {seconds} s.").format(
            host=host, seconds=f"{seconds:.0f}"
        )
    )


def _late(host: str) -> NetworkError:
    return NetworkError(_("{host} did not reply in time.").format(host=host))


def _network_error(error: Exception, host: str) -> NetworkError:
    """Return an error that explains what the network did."""
    import requests
    import urllib3

    if isinstance(error, requests.exceptions.SSLError):
        return _tls_error(error, host)
    no_address = (
        requests.exceptions.InvalidURL,
        requests.exceptions.InvalidSchema,
        requests.exceptions.MissingSchema,
        urllib3.exceptions.LocationValueError,
        UnicodeError,
    )
    if isinstance(error, no_address):
        return UnreachableError(_("{host} is not the address of a server.").format(host=host))
    if isinstance(error, requests.ConnectTimeout):
        return _not_reached(host, CONNECT_TIMEOUT)
    if isinstance(error, TimeoutError | requests.Timeout | urllib3.exceptions.ReadTimeoutError):
        return _late(host)
    if isinstance(error, requests.exceptions.ProxyError):
        return ConnectError(_("{host} cannot be reached through the proxy.").format(host=host))
    if isinstance(error, requests.ConnectionError):
        reason = error.args[0] if error.args else None
        if isinstance(getattr(reason, "reason", None), urllib3.exceptions.NewConnectionError):
            return ConnectError(
                _("{host} cannot be reached. Check the address and the network.").format(host=host)
            )
    return NetworkError(_("The connection to {host} broke.").format(host=host))


def _tls_error(error: Exception, host: str) -> NetworkError:
    """Distinguish a server without valid certificate, or without https, from one that is gone."""
    import ssl

    causes: list[object] = [error]
    while isinstance(cause := causes[-1], Exception):
        causes.append(getattr(cause, "reason", None) or next(iter(cause.args), None))
    if any(isinstance(each, ssl.CertificateError) for each in causes):
        return UnreachableError(
            _(
                "{host} does not prove that it is {host}: its certificate is not valid. "
                "To use it without encryption, begin its address with http://."
            ).format(host=host)
        )
    lost = ssl.SSLEOFError | ssl.SSLZeroReturnError | ssl.SSLSyscallError
    if any(isinstance(each, lost) for each in causes):
        return NetworkError(_("The connection to {host} broke.").format(host=host))
    return UnreachableError(
        _(
            "{host} cannot be reached by https. If it has no https, begin its address with http://."
        ).format(host=host)
    )
