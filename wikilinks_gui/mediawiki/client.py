# SPDX-License-Identifier: MIT
"""Asking one wiki's Action API: in turn, again where it helps, page after page."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
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
from wikilinks_gui.mediawiki.pace import Rate, Turns, Wait
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


@dataclass(slots=True)
class Traffic:
    """What was asked so far: requests sent, how many of them again, bytes received."""

    requests: int = 0
    retries: int = 0
    bytes: int = 0


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
        self.host = urlsplit(api_url).netloc  # with the port, for messages
        self.hostname = urlsplit(api_url).hostname or ""
        self.maxlag = maxlag
        self.traffic = Traffic()
        self.warnings: list[str] = []  # the wiki's, each once, in the order in which they came
        self._on_wait = on_wait
        self._turns = Turns(rate, clock)
        self._connected = False
        self._transport = Transport(
            self.hostname,
            contact,
            read_timeout=read_timeout,
            largest=largest_reply,
        )

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
        CancelledError as soon as ``stop`` is set in a wait, and the WikiErrors.
        """
        stop = stop or threading.Event()
        sent = {"format": "json", "formatversion": "2", "errorformat": "plaintext", **params}
        if self.maxlag is not None and not interactive:
            sent["maxlag"] = str(self.maxlag)
        for tries in range(1, TRIES + 1):
            try:
                with self._turns.turn(interactive=interactive, stop=stop, on_wait=self._on_wait):
                    self.traffic.requests += 1
                    self.traffic.retries += tries > 1
                    return self._ask(sent)
            except _Passing as passing:
                if tries == TRIES or (passing.after or 0) > LONGEST_ASKED:
                    raise _given_up(passing, tries) from passing.error
                self._wait(passing, tries, stop)
        raise AssertionError("unreachable")

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
        anew once, so the same entries may come twice. Raises ContinuationError when one comes
        back that was sent before.
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
                        f"{self.host} sent the same continuation twice: no end in sight."
                    )
                sent = [*sent[-9:], following]
            yield reply, following
            if following is None:
                return
            continuation = following

    def _ask(self, params: Mapping[str, str]) -> Reply:
        """Send one request. Raises _Passing for what may be better next time."""
        try:
            http = self._transport.fetch(self.api_url, params)
        except ConnectError as error:
            if not self._connected:  # a wrong address stays wrong
                raise
            raise _Passing(error) from error
        except NetworkError as error:
            raise _Passing(error) from error
        self._connected = True
        self.traffic.bytes += http.received
        if http.url.split("?")[0] != self.api_url and http.url.split("?")[0].endswith("api.php"):
            self.api_url = http.url.split("?")[0]  # moved: ask there directly from now on
        reply = self._read(http)
        for warning in warnings_of(reply):
            if warning not in self.warnings:
                self.warnings.append(warning)
        return reply

    def _read(self, http: HttpReply) -> Reply:
        after = retry_after(http.headers.get("Retry-After"))
        try:
            reply = read_reply(http.body, self.host)
        except ApiError as error:
            if is_retried_code(error.code) or http.status in RETRY_STATUSES:
                crowded = error.code == "ratelimited" or http.status == 429
                raise _Passing(error, after, crowded=crowded) from error
            raise
        except NotAnApiReplyError as error:
            if http.status in RETRY_STATUSES:
                status = HttpStatusError(http.status, self.host)
                raise _Passing(status, after, crowded=http.status == 429) from error
            if http.status != 200:
                raise HttpStatusError(http.status, self.host) from error
            raise
        if http.status != 200:
            raise HttpStatusError(http.status, self.host)
        return reply

    def _wait(self, passing: _Passing, tries: int, stop: threading.Event) -> None:
        seconds = backoff(tries) if passing.after is None else passing.after
        wait = Wait(seconds, str(passing.error), asked=passing.after is not None)
        if passing.crowded:
            self._turns.hold(wait)
        self._on_wait(wait)
        if stop.wait(wait.seconds):
            raise CancelledError("Stopped.")


def _given_up(passing: _Passing, tries: int) -> WikiError:
    """The last error, with what was tried in its words."""
    error = passing.error
    if (passing.after or 0) > LONGEST_ASKED:
        minutes = round((passing.after or 0) / 60)
        error.args = (f"{error} It asks to wait {minutes} minutes: try again then.",)
    else:
        error.args = (f"{error} Given up after {tries} tries.",)
    return error
