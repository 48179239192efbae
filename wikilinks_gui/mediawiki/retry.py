# SPDX-License-Identifier: MIT
"""When to ask again, and after how long."""

import random
from datetime import UTC, datetime

from wikilinks_gui.errors import WikiError
from wikilinks_gui.translation import ngettext

RETRY_STATUSES = frozenset({429, 500, 502, 503, 504})

PATIENCE = 180.0
"""Seconds from the first failure for which a request is sent again while a person waits."""

PATIENCE_ASKED = 900.0
"""Seconds, where the wiki itself asks to come back later."""

PATIENCE_UNATTENDED = 3600.0
"""Seconds, where nobody waits and a wiki that answered before is busy."""

LONGEST_BACKOFF = 60.0
"""Seconds; back-off doubles from 1 s up to this."""

LATER_STATUSES = frozenset({429, 503})
"""HTTP statuses that mean: come back later."""

_LATER_CODES = frozenset({"maxlag", "ratelimited", "readonly"})


class RetryableError(Exception):
    """An answer that may be better next time."""

    def __init__(
        self,
        error: WikiError,
        after: float | None = None,
        *,
        crowded: bool = False,
        patience: float = PATIENCE,
        once: bool = False,
    ):
        self.error = error
        self.after = after  # seconds, as the wiki asked
        self.crowded = crowded  # too many requests: nobody else should ask either
        self.patience = patience  # seconds from the first failure on
        self.once = once  # one more try is all that may help


def is_retried_code(code: str) -> bool:
    """Return whether an API error passes by itself (mediawiki.org: API:Errors and warnings)."""
    return is_later_code(code) or code.startswith("internal_api_error_")


def is_later_code(code: str) -> bool:
    """Return whether an API error means: come back later."""
    return code in _LATER_CODES


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


def backoff(tries: int) -> float:
    """Seconds to wait after ``tries`` failures (1 or more): exponential, capped, with jitter.

    The jitter (half to all of it) keeps many clients from coming back at the same moment.
    """
    return float(min(LONGEST_BACKOFF, 2.0 ** min(tries - 1, 10))) * random.uniform(0.5, 1.0)  # noqa: S311


def given_up(passing: RetryableError, tries: int) -> WikiError:
    """Return the last error, with what was tried in its words."""
    said = str(passing.error).rstrip(".")
    if (passing.after or 0) > passing.patience:
        minutes = round((passing.after or 0) / 60)
        sentence = ngettext(
            "{error}. The wiki asks to wait {count} minute: try again then.",
            "{error}. The wiki asks to wait {count} minutes: try again then.",
            minutes,
        ).format(error=said, count=f"{minutes:,}")
    else:
        sentence = ngettext(
            "{error}. Given up after {count} try.", "{error}. Given up after {count} tries.", tries
        ).format(error=said, count=tries)
    passing.error.args = (sentence,)
    return passing.error
