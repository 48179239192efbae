# SPDX-License-Identifier: MIT
"""What the store hands out beside rows."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, TypeAlias

from wikilinks_gui.table.row import RedirectTarget, Row

JsonObject: TypeAlias = dict[str, Any]
"""What JSON can hold, by name."""

Value: TypeAlias = str | int | float | bytes | None
"""What a column of the store can hold; the last but one and the float only if it is damaged."""


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


class Counts(NamedTuple):
    """How much an exploration holds."""

    rows: int
    distinct_pages: int  # a page that links directly and through redirects counts once
    redirects: int  # pages that redirect to the target, directly or through others


WIKI_COLUMNS = "key, api_url, siteinfo, read_at"
"""What :func:`wiki_of` reads, in its order."""


class Record(NamedTuple):
    """An exploration as its table has it; dates and JSON are text."""

    id: int
    wiki: str
    typed: str
    target: str
    options: str
    resolution: str
    started: str
    updated: str
    state: str | None
    exported: str | None
    rows: int
    batches: int


def wiki_of(record: tuple[Any, ...]) -> StoredWiki:
    """Build a wiki from :data:`WIKI_COLUMNS`. Raises ``ValueError``."""
    key, api_url, siteinfo, read_at = record
    return StoredWiki(key, api_url, object_of(siteinfo), date_of(read_at))


def exploration_of(record: Record) -> Exploration:
    """Build an exploration from its record. Raises ``ValueError``."""
    return Exploration(
        id=record.id,
        wiki=record.wiki,
        typed=record.typed,
        target=record.target,
        options=object_of(record.options),
        resolution=object_of(record.resolution),
        started=date_of(record.started),
        updated=date_of(record.updated),
        state=None if record.state is None else object_of(record.state),
        exported=None if record.exported is None else date_of(record.exported),
        rows=record.rows,
        batches=record.batches,
    )


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


def redirect_targets_json(targets: Mapping[int, RedirectTarget]) -> str:
    """Write where redirect pages lead, as JSON: lists of page id, title, section."""
    values = [
        (page_id, target.title, target.section) for page_id, target in sorted(targets.items())
    ]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def redirect_targets_of(text: str) -> dict[int, RedirectTarget]:
    """Read what :func:`redirect_targets_json` wrote."""
    return {page_id: RedirectTarget(title, section) for page_id, title, section in json.loads(text)}
