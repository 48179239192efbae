# SPDX-License-Identifier: MIT
"""What the status line says of a tab, and the figures that it comes from."""

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wikilinks_gui import words
from wikilinks_gui.mediawiki.pace import Wait

if TYPE_CHECKING:  # it brings requests, which the window's first picture goes without
    from wikilinks_gui.mediawiki.client import Traffic


@dataclass(frozen=True, slots=True)
class Status:
    """What the line says; empty and zero where there is nothing to say."""

    activity: str = ""  # "Listing…", "Waiting 5 s: …"
    rows: int = 0
    pages: int = 0
    shown: tuple[int, int] | None = None  # rows and pages that pass the filter, if there is one
    selected: tuple[int, int] = (0, 0)  # rows and pages; a single row is not mentioned
    requests: int = 0
    rate: float = 0.0  # rows a second
    silence: int = 0  # seconds for which the wiki has not answered
    host: str = ""
    asked: int = 0  # requests in the last minute
    allowed: int | None = None  # requests a minute, where the wiki's rule is known


class AnswerClock:
    """When the wiki that is asked answered last, and how long it is not asked at all."""

    def __init__(self) -> None:
        self.heard_at = 0.0  # or when it was first asked
        self._wait: tuple[Wait, float] | None = None  # and when it ends

    def hear(self) -> None:
        """Restart the clock: an answer came, or a question is about to be asked."""
        self.heard_at = time.monotonic()
        self._wait = None

    def begin_wait(self, wait: Wait) -> None:
        """Stop the clock for a pause before the next request."""
        self._wait = wait, time.monotonic() + wait.seconds

    @property
    def waiting(self) -> str:
        """Why the wiki is not asked just now, in words; "" when it may be."""
        if self._wait is None:
            return ""
        wait, end = self._wait
        left = end - time.monotonic()
        return words.wait(wait._replace(seconds=left)) if left > 0 else ""

    @property
    def silence(self) -> int:
        """Whole seconds for which an answer has been waited for."""
        if self.waiting:
            return 0
        since = max(self.heard_at, self._wait[1]) if self._wait else self.heard_at
        return int(time.monotonic() - since)


@dataclass(frozen=True, slots=True)
class ListingStats:
    """What a listing takes from now on; ``traffic`` is what it alone asks."""

    traffic: "Traffic"
    rows_before: int
    began: float = field(default_factory=time.monotonic)

    def rate(self, rows: int, until: float) -> float:
        """Return how many rows came a second, until the last answer."""
        return (rows - self.rows_before) / max(until - self.began, 0.001)
