# SPDX-License-Identifier: MIT
"""What the store hands out beside rows."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, TypeAlias

from wikilinks_gui.table.row import Row

JsonObject: TypeAlias = dict[str, Any]
"""What JSON can hold, by name."""


@dataclass(frozen=True, slots=True)
class StoredWiki:
    """A wiki as it described itself at ``read_at`` (UTC)."""

    key: str  # its api_url, or "sample"
    api_url: str
    siteinfo: JsonObject
    read_at: datetime

    def is_fresh(self, age: timedelta) -> bool:
        """Return whether it was read within ``age``. A date to come is one of a wrong clock."""
        return timedelta(0) <= datetime.now(UTC) - self.read_at < age


@dataclass(frozen=True, slots=True)
class Exploration:
    """One run of one listing. Dates are UTC."""

    id: int
    wiki: str  # key of the wiki
    typed: str
    target: str
    options: JsonObject
    resolution: JsonObject
    started: datetime
    updated: datetime
    state: JsonObject | None  # where to continue; {}: no reply yet; None: complete
    exported: datetime | None
    rows: int
    batches: int = 0  # that were stored, which grows with each

    @property
    def complete(self) -> bool:
        """All rows have come."""
        return self.state is None


class Added(NamedTuple):
    """What became of the rows of a batch."""

    new: list[Row]
    again: list[Row]  # were there already, maybe with fewer kinds; also of the same batch


class PageText(NamedTuple):
    """The wikitext of a page."""

    page_id: int
    revision: int
    text: str | None  # None: hidden, or no wikitext


class OriginRecord(NamedTuple):
    """Where the link of a row comes from, as read in one revision of its page."""

    via: int
    page_id: int
    revision: int  # 0: the page is no more
    origin: int  # bits of Origin
    is_sure: bool  # else the wiki's own rendering may say otherwise
    templates: tuple[str, ...]  # titles of those through which it comes, or in whose argument it is
    uses: tuple[int, ...]  # where the links stand in the text, ascending: offsets in code points
    touched: str = ""  # when the page, or what it transcludes, was changed last, as the wiki says


class Counts(NamedTuple):
    """How much an exploration holds."""

    rows: int
    distinct_pages: int  # a page that links directly and through redirects counts once
    redirects: int  # pages that redirect to the target, directly or through others


def now() -> str:
    """Write the date and time of now."""
    return datetime.now(UTC).isoformat()


def date_of(text: str) -> datetime:
    """Read what :func:`now` wrote. Raises ``ValueError``."""
    date = datetime.fromisoformat(text) if isinstance(text, str) else None
    if date is None or date.tzinfo is None:
        raise ValueError("a date without a time zone")
    return date.astimezone(UTC)


def json_of(value: Mapping[str, Any]) -> str:
    """Write JSON; the order of the names is kept."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def canonical_json(value: Mapping[str, Any]) -> str:
    """Write JSON such that equal values are equal texts."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def object_of(text: str) -> JsonObject:
    """Read a JSON object. Raises ``ValueError``."""
    if not isinstance(text, str):
        raise ValueError("not text")
    try:
        value = json.loads(text)
    except RecursionError as error:  # thousands of brackets
        raise ValueError("not JSON") from error
    if not isinstance(value, dict):
        raise ValueError("not a JSON object")
    return value
