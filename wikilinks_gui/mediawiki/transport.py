# SPDX-License-Identifier: MIT
"""One HTTP request and its whole reply: time-outs, size, what the network does wrong.

``requests`` is imported where it is used: that takes 0.15 s, and the window shows before.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urlencode, urlsplit

from wikilinks_gui import __version__
from wikilinks_gui.errors import CancelledError, NetworkError, NotAnApiReplyError
from wikilinks_gui.mediawiki.pace import is_loopback
from wikilinks_gui.translation import _

if TYPE_CHECKING:
    import requests

CONNECT_TIMEOUT = 10.0
READ_TIMEOUT = 30.0
"""Seconds between two pieces of a reply."""

REPLY_TIMEOUT = 120.0
"""Seconds for a whole reply."""

LARGEST_REPLY = 64 * 2**20
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


class ConnectError(NetworkError):
    """Not even a connection: a name that does not resolve, a port that nobody serves."""


class Transport:
    """A session with one server; to be used by one thread at a time."""

    def __init__(
        self,
        host: str,
        contact: str,
        *,
        read_timeout: float = READ_TIMEOUT,
        largest: int = LARGEST_REPLY,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        self._timeout = (CONNECT_TIMEOUT, read_timeout)
        self._largest = largest
        self._host = host
        self._contact = contact
        self._session = self._new_session()

    def _new_session(self) -> requests.Session:
        import requests

        session = requests.Session()
        # A proxy meant for the internet must not get what is meant for this computer.
        session.trust_env = not is_loopback(self._host)
        session.max_redirects = 5
        session.headers.update(
            {"User-Agent": user_agent(self._contact), "Accept-Encoding": "gzip, deflate"}
        )
        return session

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def fetch(self, url: str, params: Mapping[str, str] | None, stop: threading.Event) -> HttpReply:
        """Send one request, by GET or, when it is long, by POST.

        Raises NetworkError (ConnectError when there was not even a connection),
        NotAnApiReplyError for a reply beyond the largest size, and CancelledError when ``stop`` is
        set: what comes then is not read.
        """
        session = self._session
        try:
            return _unless_stopped(lambda: self._fetch(session, url, params or {}), stop)
        except CancelledError:
            session.close()  # the connection in use is closed when its request has ended
            self._session = self._new_session()
            raise

    def _fetch(self, session: requests.Session, url: str, params: Mapping[str, str]) -> HttpReply:
        import requests
        import urllib3

        data = urlencode(params)
        try:
            if len(url) + len(data) < _LONGEST_URL:
                address = f"{url}?{data}" if data else url
                response = session.get(address, stream=True, timeout=self._timeout)
            else:
                response = session.post(
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
            with response:
                body = self._read(response)
                received = response.raw.tell()
        except (
            requests.RequestException,
            urllib3.exceptions.HTTPError,
            OSError,
            ValueError,  # an address to go to that is none
        ) as error:
            raise _network_error(error, urlsplit(url).netloc) from error
        return HttpReply(response.status_code, response.url, response.headers, body, received)

    def _read(self, response: requests.Response) -> bytes:
        deadline = self._clock() + REPLY_TIMEOUT
        body = bytearray()
        # read1 gives what is there: a server that trickles cannot hold the deadline up.
        while piece := response.raw.read1(65536, decode_content=True):
            body += piece
            if len(body) > self._largest:
                raise NotAnApiReplyError(
                    _("The wiki sent a reply of more than {size} MiB.").format(
                        size=self._largest // 2**20
                    )
                )
            if self._clock() > deadline:
                raise TimeoutError
        return bytes(body)


def _unless_stopped(work: Callable[[], HttpReply], stop: threading.Event) -> HttpReply:
    """Do some work in a thread that is left alone when ``stop`` is set.

    Nothing else ends the wait for a name, a connection or a server that does not answer, on every
    system. The thread ends with its time-outs, and does not keep the program from ending.
    """
    ended = threading.Event()
    replies: list[HttpReply] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            replies.append(work())
        except BaseException as error:
            errors.append(error)
        finally:
            ended.set()

    threading.Thread(target=run, name="request", daemon=True).start()
    while not ended.wait(_GLANCE):
        if stop.is_set():
            raise CancelledError(_("Stopped."))
    if errors:
        raise errors.pop()
    return replies.pop()


def contact_words(contact: str) -> str:
    """Make of a contact what can stand in an HTTP header; "" when nothing is left of it."""
    said = "".join(c for c in contact if c.isprintable() and c not in "()").strip()
    return quote(said, safe=" !#$%&'*+,-./:;=?@[]^_`{|}~")


def user_agent(contact: str) -> str:
    """Say who asks, as Wikimedia's User-Agent policy wants it: program, contact, library."""
    import requests

    said = contact_words(contact)
    middle = f" ({said})" if said else ""
    return f"wikilinks-gui/{__version__}{middle} requests/{requests.__version__}"


def _network_error(error: Exception, host: str) -> NetworkError:
    """Say in plain words what the network did."""
    import requests
    import urllib3

    if isinstance(error, requests.exceptions.SSLError):
        return NetworkError(
            _(
                "{host} does not prove that it is {host}: its certificate is not valid. "
                "If it has no https, begin its address with http://."
            ).format(host=host)
        )
    if isinstance(error, ValueError | urllib3.exceptions.LocationValueError):
        return ConnectError(
            _("{host} is not the address of a server, or sends to one that is none.").format(
                host=host
            )
        )
    if isinstance(error, requests.ConnectTimeout):
        return NetworkError(
            _("{host} cannot be reached: no connection within {seconds} s.").format(
                host=host, seconds=f"{CONNECT_TIMEOUT:.0f}"
            )
        )
    if isinstance(error, TimeoutError | requests.Timeout | urllib3.exceptions.ReadTimeoutError):
        return NetworkError(_("{host} did not reply in time.").format(host=host))
    if isinstance(error, requests.TooManyRedirects):
        return NetworkError(
            _("{host} sends from address to address without end.").format(host=host)
        )
    if isinstance(error, requests.exceptions.ProxyError):
        return ConnectError(_("{host} cannot be reached through the proxy.").format(host=host))
    if isinstance(error, requests.ConnectionError):
        reason = error.args[0] if error.args else None
        if isinstance(getattr(reason, "reason", None), urllib3.exceptions.NewConnectionError):
            return ConnectError(
                _("{host} cannot be reached. Check the address and the network.").format(host=host)
            )
    return NetworkError(_("The connection to {host} broke.").format(host=host))
