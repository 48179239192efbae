# SPDX-License-Identifier: MIT
"""When to send a request again, after how long, and until when."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from wikilinks_gui.errors import NetworkError, WikiError
from wikilinks_gui.mediawiki.pace import Wait
from wikilinks_gui.translation import ngettext

RETRY_STATUSES = frozenset({429, 500, 502, 503, 504})

LATER_STATUSES = frozenset({429, 503})
"""HTTP statuses that mean: come back later."""

LATER_CODES = frozenset({"maxlag", "ratelimited", "readonly"})
"""The API's errors that mean: come back later."""

PATIENCE = 180.0
"""Seconds from the first failure for which a request is sent again while the user waits.

Long enough for a server that is restarted.
"""

PATIENCE_ASKED = 900.0
"""The same where the wiki itself asks to come back later, as for database lag."""

PATIENCE_UNATTENDED = 3600.0
"""The same where nobody waits and a wiki that answered before is busy."""

LONGEST_BACKOFF = 60.0
"""Seconds; back-off doubles from 1 s up to this, as budgets are counted by the minute."""

REPLY_TIMEOUT = 60.0
"""Seconds for a whole reply, with all redirects: enough for 8 MiB at 1.2 Mbit/s."""

FIRST_ANSWER = 12.0
"""Seconds for the user to learn that an address does not answer, in one try or two."""

_SHORTEST_TRY = 3.0
"""Least seconds that make a second try worthwhile: a name is looked up and a connection made."""


@dataclass
class RetryableError(Exception):
    """An answer that may be better next time."""

    error: WikiError
    after: float | None = None  # seconds, as the wiki asked
    crowded: bool = False  # too many requests: nobody else should ask either
    patience: float = PATIENCE  # seconds from the first failure on
    once: bool = False  # only one more try may help


class Tries:
    """The tries at one request: they end by time, not by their number.

    ``hurried``: the user waits for the first answer of a wiki that may not be there at all.
    """

    def __init__(self, clock: Callable[[], float], *, hurried: bool) -> None:
        self.count = 0
        self._clock = clock
        self._hurried = hurried
        self._began = self._failed = 0.0  # on the clock: the first try, and its failure

    def begin(self) -> float:
        """Begin a try; return the seconds in which it must have its reply."""
        self.count += 1
        if self.count == 1:
            self._began = self._clock()
        if not self._hurried or self.count > 2:
            return REPLY_TIMEOUT
        return max(self._began + FIRST_ANSWER - self._clock(), _SHORTEST_TRY)

    def wait_after(self, failure: RetryableError) -> Wait:
        """Return the wait before the next try; raises the WikiError when there will be none."""
        now = self._clock()
        if self.count == 1:
            self._failed = now
        # The jitter keeps many clients from coming back at the same moment.
        backoff = min(LONGEST_BACKOFF, 2.0 ** min(self.count - 1, 10)) * random.uniform(0.5, 1.0)  # noqa: S311
        seconds = max(backoff, failure.after or 0.0)
        end = self._failed + failure.patience
        if self._hurried and isinstance(failure.error, NetworkError):
            end = min(end, self._began + FIRST_ANSWER - _SHORTEST_TRY)
        if now + seconds > end or (failure.once and self.count > 1):
            raise self._given_up(failure) from failure.error
        goes_on = end - now if failure.patience == PATIENCE_UNATTENDED else 0.0
        return Wait(seconds, str(failure.error), failure.after is not None, goes_on)

    def _given_up(self, failure: RetryableError) -> WikiError:
        """Return the last error, with what was tried in its words."""
        said = str(failure.error).rstrip(".")
        after = failure.after or 0.0
        if after > failure.patience:
            minutes = round(after / 60)
            sentence = ngettext(
                "{error}. The wiki asks to wait {count} minute: try again then.",
                "{error}. The wiki asks to wait {count} minutes: try again then.",
                minutes,
            ).format(error=said, count=f"{minutes:,}")
        else:
            sentence = ngettext(
                "{error}. Given up after {count} try.",
                "{error}. Given up after {count} tries.",
                self.count,
            ).format(error=said, count=self.count)
        failure.error.args = (sentence,)
        return failure.error


def is_retried_code(code: str) -> bool:
    """Return whether an API error passes by itself (mediawiki.org: API:Errors and warnings)."""
    return code in LATER_CODES or code.startswith("internal_api_error_")


def retry_after(header: str | None, date: str | None = None) -> float | None:
    """Read a ``Retry-After`` header: seconds, or an HTTP date. None when absent or senseless.

    ``date`` is the ``Date`` of the same reply: the clock of this computer may be wrong.
    """
    if header is None:
        return None
    header = header.strip()
    if header.isascii() and header.isdigit():
        return float(header[:9])  # 30 years are as long as any wait
    when = _moment(header)
    if when is None:
        return None
    now = _moment(date or "") or datetime.now(UTC)
    return max(0.0, (when - now).total_seconds())


def _moment(header: str) -> datetime | None:
    """Read an HTTP date; None for anything else."""
    from email.utils import parsedate_to_datetime  # slow to load, and seldom needed

    try:
        when = parsedate_to_datetime(header)
    except (ValueError, OverflowError):
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)
