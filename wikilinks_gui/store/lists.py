# SPDX-License-Identifier: MIT
"""The records of explorations, each with a seal."""

import logging
import sqlite3
import time
from collections.abc import Iterable, Iterator

from wikilinks_gui.errors import ListDamagedError, StoreDamagedError, plain
from wikilinks_gui.store.connection import transaction
from wikilinks_gui.store.marks import drop_marks
from wikilinks_gui.store.records import Exploration, Record, exploration_of
from wikilinks_gui.store.seals import is_sealed, seal
from wikilinks_gui.translation import _

log = logging.getLogger("wikilinks_gui.store")

_DELETED = 5000
"""Rows that are deleted at once, which is how long other writers may have to wait."""

_PAUSE = 0.01
"""Seconds between two such deletions: SQLite does not let in by turns who waits for the lock."""

_ONE = f"SELECT {', '.join(Record._fields)} FROM exploration WHERE id = ?"  # noqa: S608

_DELETE_ROWS = """
    DELETE FROM row WHERE (exploration, via, page_id) IN
        (SELECT exploration, via, page_id FROM row WHERE exploration = ? LIMIT ?)"""

# Explorations that have rows and are no more: from one to the next, and not row by row.
_LEFT_OVER = """
    WITH RECURSIVE with_rows (id) AS (
        SELECT min(exploration) FROM row
        UNION ALL
        SELECT (SELECT min(exploration) FROM row WHERE exploration > id)
        FROM with_rows WHERE id NOTNULL
    )
    SELECT id FROM with_rows WHERE id NOTNULL AND id NOT IN (SELECT id FROM exploration)"""


def insert_list(db: sqlite3.Connection, *first: str) -> int:
    """Write the record of an exploration without rows; ``first``: its columns after the id."""
    exploration = db.execute(
        "INSERT INTO exploration (wiki, typed, target, options, resolution, started, updated,"
        " state, rows, batches) VALUES (?, ?, ?, ?, ?, ?, ?, '{}', 0, 0)",
        first,
    ).lastrowid
    assert exploration is not None  # noqa: S101 - that of the record just inserted
    seal(db, "exploration", exploration, (exploration, *first, "{}", None, 0, 0))
    return exploration


def read_record(db: sqlite3.Connection, exploration: int) -> Record | None:
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


def read_records(db: sqlite3.Connection) -> Iterator[tuple[int, Record | None]]:
    """Read ids and records of explorations, newest first; None: the record is damaged.

    Where there is a seal, there must be a record, and the other way round.
    """
    query = (
        "SELECT key FROM seal WHERE kind = 'exploration' UNION SELECT id FROM exploration"
        " ORDER BY 1 DESC"
    )
    for (exploration,) in db.execute(query).fetchall():
        try:
            record = read_record(db, exploration)
            if record:
                read_list(record)  # one of an older version may have been sealed as it was
        except StoreDamagedError as error:
            log.warning("%s", error)
            record = None
        yield exploration, record


def update_record(db: sqlite3.Connection, record: Record) -> None:
    """Write what may have changed in the record of an exploration, and its seal."""
    db.execute(
        "UPDATE exploration SET updated = ?, state = ?, exported = ?, rows = ?, batches = ?"
        " WHERE id = ?",
        (*record[7:], record.id),
    )
    seal(db, "exploration", record.id, record)


def read_list(record: Record) -> Exploration:
    """Build an exploration from its record. Raises ListDamagedError."""
    try:
        return exploration_of(record)
    except ValueError as error:
        raise damaged_list(record.id, record.target, error) from error


def delete_lists(db: sqlite3.Connection, explorations: Iterable[int]) -> None:
    """Delete explorations, in one transaction, then rows without one, in several."""
    with transaction(db):
        ids = [(exploration,) for exploration in explorations]
        db.executemany("DELETE FROM exploration WHERE id = ?", ids)
        db.executemany("DELETE FROM lead WHERE exploration = ?", ids)
        db.executemany("DELETE FROM seal WHERE kind IN ('exploration', 'lead') AND key = ?", ids)
        db.executemany("DELETE FROM batch WHERE exploration = ?", ids)
        drop_marks(db)
    for (exploration,) in db.execute(_LEFT_OVER).fetchall():
        deleted = _DELETED
        while deleted == _DELETED:
            with transaction(db):
                deleted = db.execute(_DELETE_ROWS, (exploration, _DELETED)).rowcount
            time.sleep(_PAUSE)


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
