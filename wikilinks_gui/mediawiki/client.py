# SPDX-License-Identifier: MIT
"""Asking one wiki's Action API: in turn, again where it helps, page after page."""

import copy
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlsplit

from wikilinks_gui.errors import (
    ApiError,
    CancelledError,
    ContinuationError,
    HttpStatusError,
    NetworkError,
    NotAnApiReplyError,
    WikiError,
)
from wikilinks_gui.mediawiki.continuation import Continuation, next_continuation
from wikilinks_gui.mediawiki.pace import Rate, Turns, Wait, allowance
from wikilinks_gui.mediawiki.reply import Reply, read_reply, warnings_of
from wikilinks_gui.mediawiki.retry import (
    LONGEST_ASKED,
    RETRY_STATUSES,
    TRIES,
    backoff,
    is_retried_code,
    retry_after,
)
from wikilinks_gui.mediawiki.transport import (
    LARGEST_REPLY,
    READ_TIMEOUT,
    ConnectError,
    HttpReply,
    Transport,
)
from wikilinks_gui.translation import _, ngettext

_ANSWER = 0.1
"""Seconds that a wiki takes to answer, as far as one knows before."""


@dataclass(slots=True)
class Traffic:
    """What was asked so far: requests sent, how many of them again, bytes received."""

    requests: int = 0
    retries: int = 0
    bytes: int = 0


_Answer = TypeVar("_Answer")


class _Passing(Exception):  # noqa: N818 - not an error yet
    """An answer that may be better next time."""

    def __init__(self, error: WikiError, after: float | None = None, *, crowded: bool = False):
        self.error = error
        self.after = after  # seconds, as the wiki asked
        self.crowded = crowded  # too many requests: nobody else should ask either


class Client:
    """One wiki's Action API.

    ``maxlag`` (seconds) belongs on unattended work: the wiki then refuses while its databases lag.
    Several threads may ask; their requests go out one at a time, the interactive ones first.
    """

    def __init__(
        self,
        api_url: str,
        *,
        contact: str = "",
        rate: Rate | None = None,
        maxlag: int | None = None,
        on_wait: Callable[[Wait], None] = lambda wait: None,
        read_timeout: float = READ_TIMEOUT,
        largest_reply: int = LARGEST_REPLY,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.api_url = api_url
        self.maxlag = maxlag
        self.traffic = Traffic()
        self.warnings: list[str] = []  # the wiki's, each once, in the order in which they came
        self._contact = contact
        self._on_wait = on_wait
        self._turns = Turns(rate, clock)
        self._connected = False
        self._transport = Transport(
            self.hostname,
            contact,
            read_timeout=read_timeout,
            largest=largest_reply,
            clock=clock,
        )

    @property
    def host(self) -> str:
        """The server, with its port, for messages."""
        return urlsplit(self.api_url).netloc

    @property
    def hostname(self) -> str:
        """The server, without its port."""
        return urlsplit(self.api_url).hostname or ""

    @property
    def allowance(self) -> int | None:
        """How many requests a minute the wiki allows, where that is known."""
        return allowance(self.hostname, self._contact)

    def seconds_for(self, requests: int) -> float:
        """Estimate how long so many requests take, at the pace at which it asks."""
        rate = self._turns.rate
        return requests * (max(rate.seconds / rate.requests, _ANSWER) if rate else _ANSWER)

    def requests_last_minute(self) -> int:
        """Count the requests of the last minute."""
        return self._turns.last_minute()

    def counting(self) -> "Client":
        """Give this client again, with traffic of its own: what one listing costs."""
        client = copy.copy(self)
        client.traffic = Traffic()
        return client

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def get(
        self,
        params: Mapping[str, str],
        *,
        interactive: bool = False,
        stop: threading.Event | None = None,
    ) -> Reply:
        """Ask once, and again while that may help, and give the reply.

        ``interactive`` requests go ahead of others and never carry ``maxlag``. Raises
        CancelledError soon after ``stop`` is set, even while the wiki does not answer, and the
        WikiErrors.
        """
        sent = {"format": "json", "formatversion": "2", "errorformat": "plaintext", **params}
        if self.maxlag is not None and not interactive:
            sent["maxlag"] = str(self.maxlag)
        stop = stop or threading.Event()
        return self._retried(lambda: self._ask(sent, stop), interactive, stop)

    def get_page(self, address: str, stop: threading.Event | None = None) -> HttpReply:
        """Fetch a web page, interactively, in its turn and again where it helps.

        A status that does not pass by itself is in the reply. Raises NetworkError, HttpStatusError,
        NotAnApiReplyError for a page that is too large, CancelledError.
        """

        stop = stop or threading.Event()

        def ask() -> HttpReply:
            page = self._fetch(address, None, stop)
            if page.status in RETRY_STATUSES:
                raise _passing(HttpStatusError(page.status, self.host), page)
            return page

        return self._retried(ask, True, stop)

    def pages(
        self,
        params: Mapping[str, str],
        *,
        resume: Continuation | None = None,
        stop: threading.Event | None = None,
    ) -> Iterator[tuple[Reply, Continuation | None]]:
        """Ask page after page; each reply comes with how to go on, None after the last.

        ``resume`` is such a continuation, from an earlier run with the same ``params``. A reply
        may be empty and not the last. When the wiki refuses a continuation, the listing starts
        anew once, so the same entries may come twice. Raises ContinuationError when one of the last
        ten comes back: such a listing has no end.
        """
        continuation = resume
        restarted = False
        sent: list[Continuation] = []
        while True:
            asked = {**params, **(continuation or {})}
            try:
                reply = self.get({k: v for k, v in asked.items() if v is not None}, stop=stop)
            except ApiError as error:
                # "_badcontinue" before MediaWiki 1.24
                if error.code.lstrip("_") != "badcontinue" or not continuation or restarted:
                    raise
                restarted = True
                continuation = None
                sent.clear()
                continue
            following = next_continuation(params, reply)
            if following is not None:
                if following == continuation or following in sent:
                    raise ContinuationError(
                        _("{host} sent the same continuation twice: no end in sight.").format(
                            host=self.host
                        )
                    )
                sent = [*sent[-9:], following]
            yield reply, following
            if following is None:
                return
            continuation = following

    def _retried(
        self, ask: Callable[[], _Answer], interactive: bool, stop: threading.Event
    ) -> _Answer:
        """Ask in turn until there is an answer; gives up after TRIES that might have passed."""
        tries = 0
        while True:
            tries += 1
            try:
                with self._turns.turn(interactive=interactive, stop=stop, on_wait=self._on_wait):
                    self.traffic.requests += 1
                    self.traffic.retries += tries > 1
                    return ask()
            except _Passing as passing:
                if tries == TRIES or (passing.after or 0) > LONGEST_ASKED:
                    raise _given_up(passing, tries) from passing.error
                self._wait(passing, tries, stop)

    def _ask(self, params: Mapping[str, str], stop: threading.Event) -> Reply:
        """Send one request to the API. Raises _Passing for what may be better next time."""
        http = self._fetch(self.api_url, params, stop)
        arrived = http.url.split("?")[0]
        if arrived != self.api_url and arrived.endswith("api.php"):
            self.api_url = arrived  # moved: ask there directly from now on
        reply = self._read(http)
        for warning in warnings_of(reply):
            if warning not in self.warnings:
                self.warnings.append(warning)
        return reply

    def _fetch(
        self, address: str, params: Mapping[str, str] | None, stop: threading.Event
    ) -> HttpReply:
        try:
            http = self._transport.fetch(address, params, stop)
        except ConnectError as error:
            if not self._connected:  # a wrong address stays wrong
                raise
            raise _Passing(error) from error
        except NetworkError as error:
            raise _Passing(error) from error
        self._connected = True
        self.traffic.bytes += http.received
        return http

    def _read(self, http: HttpReply) -> Reply:
        """Read the API's reply, or find out why there is none."""
        error: WikiError
        try:
            reply = read_reply(http.body, self.host)
            if http.status == 200:
                return reply
            error = HttpStatusError(http.status, self.host)
        except ApiError as said:
            error = said
        except NotAnApiReplyError as said:
            error = said if http.status == 200 else HttpStatusError(http.status, self.host)
        if http.status in RETRY_STATUSES or is_retried_code(getattr(error, "code", "")):
            raise _passing(error, http) from error
        raise error

    def _wait(self, passing: _Passing, tries: int, stop: threading.Event) -> None:
        seconds = backoff(tries) if passing.after is None else passing.after
        wait = Wait(seconds, str(passing.error), asked=passing.after is not None)
        if passing.crowded:
            self._turns.hold(wait)
        self._on_wait(wait)
        if stop.wait(wait.seconds):
            raise CancelledError(_("Stopped."))


def _passing(error: WikiError, http: HttpReply) -> _Passing:
    """Read from a refusal how long to wait, and whether others should wait too."""
    after = retry_after(http.headers.get("Retry-After"))
    crowded = http.status == 429 or getattr(error, "code", "") == "ratelimited"
    return _Passing(error, after, crowded=crowded)


def _given_up(passing: _Passing, tries: int) -> WikiError:
    """The last error, with what was tried in its words."""
    said = str(passing.error).rstrip(".")
    if (passing.after or 0) > LONGEST_ASKED:
        minutes = round((passing.after or 0) / 60)
        sentence = ngettext(
            "{error}. It asks to wait {count} minute: try again then.",
            "{error}. It asks to wait {count} minutes: try again then.",
            minutes,
        ).format(error=said, count=f"{minutes:,}")
    else:
        sentence = ngettext(
            "{error}. Given up after {count} try.", "{error}. Given up after {count} tries.", tries
        ).format(error=said, count=tries)
    passing.error.args = (sentence,)
    return passing.error
