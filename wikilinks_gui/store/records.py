# SPDX-License-Identifier: MIT
"""What the store hands out beside rows."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple, TypeAlias

from wikilinks_gui.links.rows import Row

JsonObject: TypeAlias = dict[str, Any]
"""What JSON can hold, by name."""


@dataclass(frozen=True, slots=True)
class StoredWiki:
    """A wiki as it described itself at ``read_at`` (UTC)."""

    key: str  # its api_url, or "sample"
    api_url: str
    siteinfo: JsonObject
    read_at: datetime


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
    state: JsonObject | None  # where to go on; {}: nothing came yet; None: complete
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


EXPLORATION_COLUMNS = (
    "id, wiki, typed, target, options, resolution, started, updated, state, exported, rows, batches"
)
"""What :func:`exploration_of` reads, in its order."""


def exploration_of(record: tuple[Any, ...]) -> Exploration:
    """Build an exploration from :data:`EXPLORATION_COLUMNS`; raises ``ValueError``."""
    id_, wiki, typed, target, options, resolution, started, updated, *rest = record
    state, exported, rows, batches = rest
    return Exploration(
        id=id_,
        wiki=wiki,
        typed=typed,
        target=target,
        options=object_of(options),
        resolution=object_of(resolution),
        started=date_of(started),
        updated=date_of(updated),
        state=None if state is None else object_of(state),
        exported=None if exported is None else date_of(exported),
        rows=rows,
        batches=batches,
    )


def now() -> str:
    """Write the date and time of now."""
    return datetime.now(UTC).isoformat()


def date_of(text: str) -> datetime:
    """Read what :func:`now` wrote; raises ``ValueError``."""
    return datetime.fromisoformat(text)


def json_of(value: Mapping[str, Any]) -> str:
    """Write JSON; the order of the names is kept."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def canonical_json(value: Mapping[str, Any]) -> str:
    """Write JSON such that equal values are equal texts."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def object_of(text: str) -> JsonObject:
    """Read a JSON object; raises ``ValueError``."""
    value = json.loads(text)
    if not isinstance(value, dict):
        raise ValueError("not a JSON object")
    return value
