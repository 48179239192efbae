# SPDX-License-Identifier: MIT
"""Asking one wiki's Action API: in turn, again where it helps, until a list is complete."""

import copy
import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from wikilinks_gui.errors import (
    ApiError,
    BotCheckError,
    BrokenReplyError,
    CancelledError,
    ConnectError,
    HttpStatusError,
    LateError,
    NetworkError,
    NotAnApiReplyError,
    UnreachableError,
    WikiError,
)
from wikilinks_gui.mediawiki.address import host_name, server_name
from wikilinks_gui.mediawiki.continuation import (
    Continuation,
    Progress,
    is_complete,
    next_continuation,
)
from wikilinks_gui.mediawiki.pace import Rate, Turns, Wait, allowance
from wikilinks_gui.mediawiki.reply import (
    MOST_WARNINGS,
    HttpReply,
    Reply,
    is_bot_check,
    read_reply,
    warnings_of,
)
from wikilinks_gui.mediawiki.retry import (
    LATER_CODES,
    LATER_STATUSES,
    PATIENCE,
    PATIENCE_ASKED,
    PATIENCE_UNATTENDED,
    RETRY_STATUSES,
    RetryableError,
    Tries,
    is_retried_code,
    retry_after,
)
from wikilinks_gui.translation import _

log = logging.getLogger("wikilinks_gui.client")

TELLS_END_SINCE = (1, 26)
"""The MediaWiki version since which, unasked, the last reply of a listing says that it is the last.

1.25 does so too, where it is asked for the new way of continuing."""


class Network(Protocol):
    """What sends requests; :class:`.transport.Transport`, unless a client is told otherwise."""

    def fetch(
        self, url: str, params: Mapping[str, str] | None, stop: threading.Event, seconds: float
    ) -> HttpReply:
        """Send one request and return its whole reply."""

    def close(self) -> None:
        """Close the connections."""


@dataclass(slots=True)
class Traffic:
    """What was asked so far: requests sent, how many of them again, bytes received."""

    requests: int = 0
    retries: int = 0
    bytes: int = 0


_Answer = TypeVar("_Answer")


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
        network: Network | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        from wikilinks_gui.mediawiki.transport import Transport  # takes 0.15 s

        self.api_url = api_url
        self.maxlag = maxlag
        self.on_wait = on_wait
        self.traffic = Traffic()
        self.warnings: list[str] = []  # the wiki's, each once, in the order in which they came
        self.tells_end = False  # the last reply of a listing says so (TELLS_END_SINCE)
        self.renders_nothing = threading.Event()  # set once that is found; copies share it
        self._contact = contact
        self._clock = clock
        self._turns = Turns(rate, clock)
        self._connected = False  # there was an HTTP reply
        self._answered = False  # the API gave one
        self._network = network or Transport(contact, clock=clock)

    @property
    def host(self) -> str:
        """The server, with its port, for messages."""
        return server_name(self.api_url)

    @property
    def hostname(self) -> str:
        """The server, without its port."""
        return host_name(self.api_url)

    @property
    def allowance(self) -> int | None:
        """How many requests a minute the wiki allows, where that is known."""
        return allowance(self.hostname, self._contact)

    def requests_last_minute(self) -> int:
        """Count the requests of the last minute."""
        return self._turns.last_minute()

    def counting(self) -> "Client":
        """Return a copy of this client that counts its own traffic: what one listing costs."""
        client = copy.copy(self)
        client.traffic = Traffic()
        return client

    def close(self) -> None:
        """Close the connections."""
        self._network.close()

    def get(
        self,
        params: Mapping[str, str],
        *,
        interactive: bool = False,
        stop: threading.Event | None = None,
    ) -> Reply:
        """Ask the API, again while that may help, and return its reply.

        ``interactive`` requests go ahead of others and never carry ``maxlag``. Raises
        CancelledError soon after ``stop`` is set, even while the wiki does not answer, and the
        WikiErrors.
        """
        sent = {"format": "json", "formatversion": "2", "errorformat": "plaintext", **params}
        if self.maxlag is not None and not interactive:
            sent["maxlag"] = str(self.maxlag)
        stop = stop or threading.Event()
        return self._retried(lambda seconds: self._ask(sent, stop, seconds), interactive, stop)

    def get_page(
        self,
        address: str,
        stop: threading.Event | None = None,
        *,
        interactive: bool = True,
        insists: bool = True,
    ) -> HttpReply:
        """Fetch a web page in its turn, and again where it helps.

        A status that does not pass by itself is in the reply. ``insists``: what the server fails to
        make, or not in time, is asked for again; else that, too, is in the reply, or is raised as
        LateError. Raises NetworkError, HttpStatusError, NotAnApiReplyError for a page that is too
        large, CancelledError.
        """
        stop = stop or threading.Event()
        again = RETRY_STATUSES if insists else LATER_STATUSES

        def ask(seconds: float) -> HttpReply:
            try:
                page = self._fetch(address, None, stop, seconds)
            except RetryableError as failure:
                if not insists and isinstance(failure.error, LateError):
                    raise failure.error from failure
                raise
            if page.status in again and not is_bot_check(page.body):
                refusal = self._refusal(HttpStatusError(page.status, server_name(page.url)), page)
                refusal.once = not insists and refusal.after is None and not refusal.crowded
                raise refusal
            return page

        return self._retried(ask, interactive, stop)

    def replies(
        self,
        params: Mapping[str, str],
        *,
        resume: Continuation | None = None,
        interactive: bool = False,
        stop: threading.Event | None = None,
    ) -> Iterator[tuple[Reply, Continuation | None]]:
        """Ask for all of a list; each reply comes with how to continue, None after the last.

        ``resume`` is such a continuation, from an earlier run with the same ``params``. A reply
        may be empty and not the last. When the wiki refuses a continuation, the listing starts
        over once, so the same entries may come twice. Raises ContinuationError for a listing that
        has no end (:class:`.Progress`), NotAnApiReplyError for a reply that says neither that it
        is the last nor how to continue, from a wiki that usually says so.
        """
        continuation = resume
        restarted = False
        progress = Progress(resume)
        while True:
            overlaid = {**params, **(continuation or {})}
            sent = {name: value for name, value in overlaid.items() if value is not None}
            try:
                reply = self.get(sent, interactive=interactive, stop=stop)
            except ApiError as error:
                # "_badcontinue" before MediaWiki 1.24
                if error.code.lstrip("_") != "badcontinue" or not continuation or restarted:
                    raise
                restarted = True
                continuation = None
                progress = Progress(None)
                continue
            continuation = next_continuation(params, reply)
            if continuation is not None:
                progress.check(reply, continuation, self.host)
            elif self.tells_end and "rawcontinue" not in params and not is_complete(reply):
                raise NotAnApiReplyError(
                    _(
                        "{host} sent an incomplete reply: it neither ends the list nor tells how "
                        "to continue."
                    ).format(host=self.host)
                )
            yield reply, continuation
            if continuation is None:
                return

    def _retried(
        self, ask: Callable[[float], _Answer], interactive: bool, stop: threading.Event
    ) -> _Answer:
        """Ask in turn until there is an answer, or until patience ends.

        ``ask`` is given the seconds in which it must have its answer.
        """
        tries = Tries(self._clock, hurried=interactive and not self._answered)
        while True:
            try:
                with self._turns.turn(interactive=interactive, stop=stop, on_wait=self.on_wait):
                    seconds = tries.begin()
                    self.traffic.requests += 1
                    self.traffic.retries += tries.count > 1
                    return ask(seconds)
            except RetryableError as failure:
                wait = tries.wait_after(failure)
                if failure.crowded and not stop.is_set():
                    self._turns.hold(wait)
            if not stop.is_set():
                self.on_wait(wait)
            if stop.wait(wait.seconds):
                raise CancelledError(_("Stopped."))

    def _ask(self, params: Mapping[str, str], stop: threading.Event, seconds: float) -> Reply:
        """Send one request to the API. Raises RetryableError for what may be better next time."""
        is_first = not self._answered
        http = self._fetch(self.api_url, params, stop, seconds)
        reply = self._read(http)
        if http.redirected and is_first:
            # Ask there directly from now on. Never later: what one server said of itself would
            # pass as the word of another.
            self.api_url = http.url.split("?")[0]
        # Older wikis, which are not asked to, know neither.
        self.tells_end |= "batchcomplete" in reply or "continue" in reply
        for warning in warnings_of(reply):
            if warning not in self.warnings and len(self.warnings) < MOST_WARNINGS:
                self.warnings.append(warning)
                log.info("%s warns: %s", self.host, warning)
        return reply

    def _fetch(
        self,
        address: str,
        params: Mapping[str, str] | None,
        stop: threading.Event,
        seconds: float,
    ) -> HttpReply:
        try:
            http = self._network.fetch(address, params, stop, seconds)
        except NetworkError as error:
            stays = isinstance(error, ConnectError) and not self._connected  # a wrong address
            if stays or isinstance(error, UnreachableError):
                raise
            raise RetryableError(error, once=not self._answered) from error
        if stop.is_set():  # nobody waits for it
            raise CancelledError(_("Stopped."))
        self._connected = True
        self.traffic.bytes += http.received
        return http

    def _read(self, http: HttpReply) -> Reply:
        """Read the API's reply, or raise the reason why there is none."""
        host = server_name(http.url)
        error: WikiError = HttpStatusError(http.status, host)
        try:
            reply = read_reply(http.body, host)
            is_said = "batchcomplete" in reply or isinstance(reply.get("query"), dict)
            # The API's own words count here, too: servers may put a wrong status before them.
            if http.status == 200 or (is_said and http.status not in RETRY_STATUSES):
                self._answered = True
                return reply
        except ApiError as said:
            self._answered = True
            # The API's own words are final, whatever the status, unless they say otherwise.
            if not is_retried_code(said.code) and http.status not in LATER_STATUSES:
                raise
            raise self._refusal(said, http) from said
        except BotCheckError:
            raise
        except NotAnApiReplyError as said:
            if isinstance(said, BrokenReplyError) and http.status == 200:
                raise RetryableError(said, once=True) from said
            if http.status == 200:
                error = said
        if http.status in RETRY_STATUSES:
            raise self._refusal(error, http)
        raise error

    def _refusal(self, error: WikiError, http: HttpReply) -> RetryableError:
        """Read from a refusal how long to wait, and whether others should wait too."""
        code = error.code if isinstance(error, ApiError) else ""
        after = retry_after(http.headers.get("Retry-After"), http.headers.get("Date"))
        later = after is not None or http.status in LATER_STATUSES or code in LATER_CODES
        patience = PATIENCE if after is None else PATIENCE_ASKED
        if later and self._answered and self.maxlag is not None:
            patience = PATIENCE_UNATTENDED
        crowded = http.status == 429 or code == "ratelimited"
        return RetryableError(error, after, crowded=crowded, patience=patience)
