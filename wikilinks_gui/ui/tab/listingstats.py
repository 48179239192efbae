# SPDX-License-Identifier: MIT
"""What a listing takes: requests, and how fast rows come."""

import time

from wikilinks_gui.mediawiki.client import Traffic


class Meter:
    """Runs from its making until :meth:`end`; ``traffic`` is what the listing alone asks.

    ``rows`` is how many there are at first.
    """

    def __init__(self, traffic: Traffic, rows: int) -> None:
        self._traffic = traffic
        self._rows_before = rows
        self._began = time.monotonic()
        self._has_ended = False

    @property
    def requests(self) -> int:
        """How many requests the listing has sent."""
        return self._traffic.requests

    def rate(self, rows: int, until: float) -> float:
        """Return how many rows came a second, until the last answer; 0 after the end."""
        if self._has_ended or until <= self._began:
            return 0.0
        return (rows - self._rows_before) / max(until - self._began, 0.001)

    def end(self) -> None:
        """Let no more time go by."""
        self._has_ended = True
