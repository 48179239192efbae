# SPDX-License-Identifier: MIT
"""Whose turn it is to ask the wiki, and when.

Wikimedia asks for requests in series and counts them a minute; a user who waits for suggestions
must not queue behind a listing of a thousand pages.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from wikilinks_gui.errors import CancelledError
from wikilinks_gui.mediawiki.address import is_wikimedia
from wikilinks_gui.translation import _

_GLANCE = 0.02
"""Seconds between two looks at whether the wiki is free; also how late a cancel may be seen."""


class Rate(NamedTuple):
    """The most requests that are sent in any period of some seconds."""

    requests: int
    seconds: float


PUBLIC = Rate(3, 1.0)
"""The default on public hosts: 180 a minute, below what Wikimedia grants."""

ANONYMOUS = Rate(10, 60.0)
"""The rate without a contact, which Wikimedia grants unidentified programs."""


def allowance(host: str, contact: str) -> int | None:
    """Return how many requests a minute a host allows; None where that is not known."""
    if not is_wikimedia(host):
        return None
    return 200 if contact else ANONYMOUS.requests  # as it grants to those who say who they are


class Wait(NamedTuple):
    """A wait that began: for ``seconds``, because of ``reason`` (plain words)."""

    seconds: float
    reason: str
    asked: bool  # by the wiki; else by the program's own manners
    patience: float = 0.0  # seconds for which requests are retried when nobody waits for them


class Turns:
    """A gate for one request at a time, interactive ones first, no faster than the rate.

    May be used by several threads; ``rate`` None means as fast as the wiki answers.
    """

    def __init__(
        self, rate: Rate | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.rate = rate
        self._clock = clock
        self._lock = threading.Lock()
        self._busy = False
        self._interactive = 0  # how many interactive requests stand in line
        self._held: tuple[float, Wait] | None = None  # until when nobody asks, and why
        self._starts: deque[float] = deque(maxlen=10_000)  # more than any rate counts

    @contextmanager
    def turn(
        self, *, interactive: bool, stop: threading.Event, on_wait: Callable[[Wait], None]
    ) -> Iterator[None]:
        """Hold the turn for one request.

        Raises CancelledError as soon as ``stop`` is set while waiting.
        """
        self._take(interactive, stop, on_wait)
        try:
            yield
        finally:
            self._busy = False

    def hold(self, wait: Wait) -> None:
        """Hold all requests for a while, because the wiki reported too many."""
        with self._lock:
            self._held = self._clock() + wait.seconds, wait

    def _take(
        self, interactive: bool, stop: threading.Event, on_wait: Callable[[Wait], None]
    ) -> None:
        reported = False
        with self._lock:
            self._interactive += interactive
        try:
            while not stop.is_set():
                with self._lock:
                    free = not self._busy and (interactive or not self._interactive)
                    wait = self._wait()
                    if free and wait.seconds <= 0:
                        self._busy = True
                        self._starts.append(self._clock())
                        return
                if free and wait.seconds > 1 and not reported:
                    reported = True
                    on_wait(wait)
                stop.wait(min(wait.seconds, _GLANCE) if free else _GLANCE)
            raise CancelledError(_("Stopped."))
        finally:
            with self._lock:
                self._interactive -= interactive

    def last_minute(self) -> int:
        """Count the requests of the last minute."""
        since = self._clock() - 60.0
        with self._lock:
            return sum(start > since for start in self._starts)

    def _wait(self) -> Wait:
        """Return how long the next request has to wait, and why."""
        now = self._clock()
        wait = Wait(0.0, "", asked=False)
        if self.rate and len(self._starts) >= self.rate.requests:
            pause = self._starts[-self.rate.requests] + self.rate.seconds - now
            wait = Wait(pause, _("so as not to ask the wiki too often"), asked=False)
        if self._held and self._held[0] - now > wait.seconds:
            wait = self._held[1]._replace(seconds=self._held[0] - now)
        return wait
