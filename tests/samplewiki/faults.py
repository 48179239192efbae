# SPDX-License-Identifier: MIT
"""Things that go wrong on demand, so that a test can see what a client makes of them.

``SampleWiki(faults=[Delay(2), Html(503), Maxlag()])`` uses each once, in order: the next request
to the API takes the first one whose ``when`` agrees, and the others wait.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from threading import Lock

from wikilinks_gui.samplewiki.request import Request

When = Callable[[Request], bool]


def _always(request: Request) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that goes wrong with one request for which ``when`` is true."""

    when: When = _always


@dataclass(frozen=True, slots=True)
class Delay(Fault):
    """The true reply comes ``seconds`` late; closing the wiki ends the wait."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Reset(Fault):
    """The connection is reset instead of a reply."""


@dataclass(frozen=True, slots=True)
class Truncate(Fault):
    """Half of the true reply comes, then the connection is closed."""


@dataclass(frozen=True, slots=True)
class Repeat(Fault):
    """The true reply comes with the tokens that the request already carried."""


@dataclass(frozen=True, slots=True)
class Answer(Fault):
    """These bytes come instead of the true reply."""

    body: bytes
    status: int = 200
    content_type: str = "application/json; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)


def Html(status: int = 200, *, when: When = _always) -> Answer:
    """Return a page in HTML instead of JSON, as proxies and captive portals do."""
    body = f"<!DOCTYPE html><title>{status}</title><h1>Something is wrong</h1>".encode()
    return Answer(body, status, "text/html; charset=utf-8", when=when)


def TooManyRequests(
    retry_after: str | None = None, *, status: int = 429, when: When = _always
) -> Answer:
    """Return status 429 in HTML; ``retry_after`` is seconds or an HTTP date."""
    headers = {} if retry_after is None else {"Retry-After": retry_after}
    body = b"<!DOCTYPE html><title>Too Many Requests</title>"
    return Answer(body, status, "text/html; charset=utf-8", headers, when=when)


def ApiError(
    code: str, info: str = "", *, headers: dict[str, str] | None = None, when: When = _always
) -> Answer:
    """Return an error of the API, such as ``ratelimited`` or ``readapidenied``, with status 200."""
    body = json.dumps({"error": {"code": code, "info": info or code}}).encode()
    headers = {"MediaWiki-API-Error": code} | (headers or {})
    return Answer(body, headers=headers, when=when)


def Maxlag(lag: float = 6, retry_after: str = "5", *, when: When = _always) -> Answer:
    """Return the error of a database that lags."""
    headers = {"Retry-After": retry_after, "X-Database-Lag": str(int(lag))}
    info = f"Waiting for a database server: {lag} seconds lagged."
    return ApiError("maxlag", info, headers=headers, when=when)


class Faults:
    """The faults that are still to come."""

    def __init__(self, faults: Iterable[Fault] = ()) -> None:
        self._faults = list(faults)
        self._lock = Lock()

    def add(self, *faults: Fault) -> None:
        """Add faults after those that wait already."""
        with self._lock:
            self._faults += faults

    def take(self, request: Request) -> Fault | None:
        """Remove and return the first fault for a request."""
        with self._lock:
            for fault in self._faults:
                if fault.when(request):
                    self._faults.remove(fault)
                    return fault
        return None

    def __len__(self) -> int:
        with self._lock:
            return len(self._faults)
