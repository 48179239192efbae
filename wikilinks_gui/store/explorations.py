# SPDX-License-Identifier: MIT
"""The records of explorations."""

import logging
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from wikilinks_gui.errors import (
    ListDamagedError,
    StoreDamagedError,
    StoreReadOnlyError,
    plain,
)
from wikilinks_gui.store.checks import is_sealed, seal
from wikilinks_gui.store.records import (
    Exploration,
    canonical_json,
    date_of,
    json_of,
    now,
    object_of,
)
from wikilinks_gui.store.schema import MIGRATIONS
from wikilinks_gui.store.storefile import StoreFile
from wikilinks_gui.translation import _

log = logging.getLogger("wikilinks_gui.store")

_PAUSE = 0.1
"""Seconds between two long deletions: who waits for the lock tries that often to get it."""


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


_ONE = f"SELECT {', '.join(Record._fields)} FROM exploration WHERE id = ?"  # noqa: S608

_ALL_IDS = """
    SELECT key FROM seal WHERE kind = 'exploration' UNION SELECT id FROM exploration
    ORDER BY 1 DESC"""

_DELETE = (
    "DELETE FROM exploration WHERE id = ?",
    "DELETE FROM lead WHERE exploration = ?",
    "DELETE FROM seal WHERE kind IN ('exploration', 'lead') AND key = ?",
    "DELETE FROM batch WHERE exploration = ?",
    "DELETE FROM origin WHERE exploration = ?",
    "DELETE FROM template WHERE exploration = ?",
    "DELETE FROM row WHERE exploration = ?",  # measured: 1.3 s for 1,000,000 rows
)

# The texts of pages of whose links no origin is left.
_DELETE_TEXTS = """
    DELETE FROM text WHERE (wiki, page_id) NOT IN (
        SELECT wiki, page_id FROM origin JOIN exploration ON exploration.id = origin.exploration)"""

# The check marks of pages of which no exploration is left.
_DELETE_MARKS = (
    "DELETE FROM checked WHERE (wiki, target) NOT IN (SELECT wiki, target FROM exploration)",
    "DELETE FROM seal WHERE kind = 'checked'"
    " AND key NOT IN (SELECT wiki || char(31) || target FROM exploration)",
)


class ExplorationStore(StoreFile):
    """The explorations in the store, without their rows."""

    def __init__(
        self, path: Path, migrations: Sequence[str] = MIGRATIONS, *, busy_timeout: float = 5.0
    ) -> None:
        super().__init__(path, migrations, busy_timeout=busy_timeout)
        self._batches: dict[int, int] = {}  # of explorations: batches that we know to be stored
        self._ours: set[int] = set()  # explorations that were last written by this store

    def begin(
        self,
        wiki: str,
        typed: str,
        target: str,
        options: Mapping[str, Any],
        resolution: Mapping[str, Any],
    ) -> int:
        """Begin an exploration without rows, whose state is ``{}``; returns its id."""
        date = now()
        first = (wiki, typed, target, canonical_json(options), json_of(resolution), date, date)
        with self._writing() as db:
            exploration = db.execute(
                "INSERT INTO exploration (wiki, typed, target, options, resolution, started,"
                " updated, state, rows, batches) VALUES (?, ?, ?, ?, ?, ?, ?, '{}', 0, 0)",
                first,
            ).lastrowid
            assert exploration is not None  # noqa: S101 - that of the record just inserted
            seal(db, "exploration", exploration, (exploration, *first, "{}", None, 0, 0))
        self._batches[exploration] = 0
        self._ours.add(exploration)
        return exploration

    def set_exported(self, exploration: int) -> None:
        """Keep the date of now as that of the last export, unless the store may only be read."""
        with suppress(StoreReadOnlyError), self._writing() as db:
            if record := self._record(db, exploration):
                self._update(db, record._replace(exported=now()))

    def exploration(self, exploration: int) -> Exploration | None:
        """Read one exploration."""
        with self._reading() as db:
            record = self._record(db, exploration)
            return None if record is None else self._noted(record)

    def explorations(self, wiki: str | None = None, *, newest: int = -1) -> list[Exploration]:
        """Read the ``newest`` explorations (-1: all), or those of one wiki, newest first.

        Those that are damaged are left out and logged.
        """
        with self._reading() as db:
            records = (record for _id, record in self._records(db) if record)
            wanted = (each for each in records if wiki in {None, each.wiki})
            return [self._noted(each) for each in islice(wanted, newest if newest >= 0 else None)]

    def count_damaged(self) -> int:
        """Count the damaged explorations, which :meth:`explorations` leaves out."""
        with self._reading() as db:
            return sum(record is None for _id, record in self._records(db))

    def latest(
        self, wiki: str, title: str, options: Mapping[str, Any], *, complete: bool = False
    ) -> Exploration | None:
        """Read the newest exploration whose ``typed`` or ``target`` is ``title``.

        A blank may stand for an underscore, as on every wiki. Its options must be equal to
        ``options``; the order of names does not matter. With ``complete``, unfinished ones are
        passed over. Raises StoreDamagedError if it may be one that is damaged.
        """
        title, wanted = title.replace("_", " "), canonical_json(options)
        with self._reading() as db:
            for id_, record in self._records(db):
                if record is None:
                    raise damaged_list(id_)
                if (
                    (record.wiki, record.options) == (wiki, wanted)
                    and title in {record.typed.replace("_", " "), record.target}
                    and not (complete and record.state is not None)
                ):
                    return self._noted(record)
        return None

    def delete(self, explorations: Iterable[int]) -> None:
        """Delete explorations, their rows, and the check marks of pages left without any.

        Each in a transaction of its own, so that others who write wait for one at most.
        """
        for exploration in explorations:
            began = time.monotonic()
            with self._writing() as db:
                for statement in _DELETE:
                    db.execute(statement, (exploration,))
            time.sleep(min(time.monotonic() - began, _PAUSE))
        with self._writing() as db:
            for statement in (*_DELETE_MARKS, _DELETE_TEXTS):
                db.execute(statement)

    def _record(self, db: sqlite3.Connection, exploration: int) -> Record | None:
        """Read the record of an exploration. Raises ListDamagedError."""
        try:
            found = db.execute(_ONE, (exploration,)).fetchone()
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorcode", None) is not None:
                raise
            raise damaged_list(exploration) from error  # a text is not UTF-8
        if not is_sealed(db, "exploration", exploration, found):
            raise damaged_list(exploration)
        return None if found is None else Record(*found)

    def _records(self, db: sqlite3.Connection) -> Iterator[tuple[int, Record | None]]:
        """Read ids and records of explorations, newest first; None: the record is damaged.

        Where there is a seal, there must be a record, and the other way round.
        """
        for (exploration,) in db.execute(_ALL_IDS).fetchall():
            try:
                record = self._record(db, exploration)
                if record:
                    _exploration(record)  # one of an older version may have been sealed as it was
            except StoreDamagedError as error:
                log.warning("%s", error)
                record = None
            yield exploration, record

    def _update(self, db: sqlite3.Connection, record: Record) -> None:
        """Write what may have changed in the record of an exploration, and its seal."""
        db.execute(
            "UPDATE exploration SET updated = ?, state = ?, exported = ?, rows = ?, batches = ?"
            " WHERE id = ?",
            (*record[7:], record.id),
        )
        seal(db, "exploration", record.id, record)

    def _noted(self, record: Record) -> Exploration:
        """Read an exploration's record, and take note of how far it is stored."""
        found = _exploration(record)
        if found.id not in self._ours:
            self._batches[found.id] = found.batches
        return found


def _exploration(record: Record) -> Exploration:
    """Build an exploration from its record. Raises ListDamagedError."""
    try:
        return Exploration(
            **record._asdict()
            | {
                "options": object_of(record.options),
                "resolution": object_of(record.resolution),
                "started": date_of(record.started),
                "updated": date_of(record.updated),
                "state": None if record.state is None else object_of(record.state),
                "exported": None if record.exported is None else date_of(record.exported),
            }
        )
    except ValueError as error:
        raise damaged_list(record.id, record.target, error) from error


def damaged_list(exploration: int, title: str = "?", reason: object = "") -> ListDamagedError:
    """Return the error for an exploration whose stored data is damaged."""
    return ListDamagedError(
        _(
            "The stored list number {number} ({title}) is damaged: {reason}. Nothing was"
            " deleted. Reload the page to fetch it again."
        ).format(
            number=exploration,
            title=plain(title),
            reason=reason or _("its record has changed"),
        )
    )
