# SPDX-License-Identifier: MIT
"""When to ask again, and after how long."""

import random
from datetime import UTC, datetime

RETRY_STATUSES = frozenset({429, 500, 502, 503, 504})

TRIES = 8
"""Requests sent at most for one answer: with back-off alone, about two minutes of patience."""

LONGEST_BACKOFF = 60.0
"""Seconds; back-off doubles from 1 s up to this."""

LONGEST_ASKED = 900.0
"""Seconds; a wiki that asks for a longer wait is given up on, with its wish told."""


def is_retried_code(code: str) -> bool:
    """Tell whether an API error passes by itself (mediawiki.org: API:Errors and warnings)."""
    return code in {"maxlag", "ratelimited", "readonly"} or code.startswith("internal_api_error_")


def retry_after(header: str | None, now: datetime | None = None) -> float | None:
    """Read a ``Retry-After`` header: seconds, or an HTTP date. None when absent or senseless."""
    if header is None:
        return None
    header = header.strip()
    if header.isascii() and header.isdigit():
        return float(header[:9])  # 30 years are as long as any wait
    from email.utils import parsedate_to_datetime  # slow to load, and seldom needed

    try:
        when = parsedate_to_datetime(header)
    except (ValueError, OverflowError):
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return max(0.0, (when - (now or datetime.now(UTC))).total_seconds())


def backoff(tries: int) -> float:
    """Seconds to wait after ``tries`` failures (1 or more): exponential, capped, with jitter.

    The jitter (half to all of it) keeps many clients from coming back at the same moment.
    """
    return float(min(LONGEST_BACKOFF, 2.0 ** (tries - 1))) * random.uniform(0.5, 1.0)  # noqa: S311
