# SPDX-License-Identifier: MIT
"""The rows of an exploration: added in batches, read as they arrived or in the order of their keys.

A batch's record has the number of its rows and the sum of their checks. A row that comes again with
more kinds is merged into the row that is there: the sum of that row's batch changes by the
difference, so that damage which is there already still shows.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

from wikilinks_gui.store.records import Added
from wikilinks_gui.store.seals import row_check
from wikilinks_gui.table.row import Row
from wikilinks_gui.translation import _

_COLUMNS = "arrival, page_id, namespace, title, kinds, is_redirect, section, via, depth"

_INSERT = f"""
    INSERT INTO row (exploration, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO NOTHING"""  # noqa: S608

_ONE = f"""
    SELECT {_COLUMNS} FROM row WHERE exploration = ? AND via = ? AND page_id = ?"""  # noqa: S608

_ALL = f"SELECT {_COLUMNS} FROM row WHERE exploration = ? ORDER BY arrival"  # noqa: S608

_BY_KEY = f"SELECT {_COLUMNS} FROM row WHERE exploration = ? ORDER BY via, page_id"  # noqa: S608

_MERGE = """
    UPDATE row SET kinds = ?, is_redirect = ?, section = ?
    WHERE exploration = ? AND via = ? AND page_id = ?"""

_ADJUST = """
    UPDATE batch SET sum = sum + ? WHERE exploration = ? AND first =
        (SELECT max(first) FROM batch WHERE exploration = ? AND first <= ?)"""


def add_rows(db: sqlite3.Connection, exploration: int, first: int, rows: Iterable[Row]) -> Added:
    """Write a batch, whose first new row has the arrival number ``first``, and merge the others."""
    added = Added([], [])
    total = 0
    cursor = db.cursor()
    for row in rows:
        values = (first + len(added.new), *row[:4], int(row.is_redirect), *row[5:])
        if cursor.execute(_INSERT, (exploration, *values)).rowcount == 1:
            added.new.append(row)
            total += row_check(values)
        else:
            added.again.append(row)
    if added.new:
        batch = (exploration, first, len(added.new), total)
        db.execute("INSERT INTO batch (exploration, first, rows, sum) VALUES (?, ?, ?, ?)", batch)
    for row in added.again:
        _merge(db, exploration, row)
    return added


def _merge(db: sqlite3.Connection, exploration: int, row: Row) -> None:
    key = (exploration, row.via, row.page_id)
    old = db.execute(_ONE, key).fetchone()
    arrival, page_id, namespace, title, kinds, is_redirect, section, via, depth = old
    merged = (kinds | row.kinds, is_redirect | row.is_redirect, section or row.section)
    if merged == (kinds, is_redirect, section):
        return
    db.execute(_MERGE, (*merged, *key))
    new = (arrival, page_id, namespace, title, *merged, via, depth)
    db.execute(_ADJUST, (row_check(new) - row_check(old), exploration, exploration, arrival))


def read_rows(db: sqlite3.Connection, exploration: int, count: int) -> Iterator[Row]:
    """Read the ``count`` rows of an exploration as they arrived.

    Each batch is compared with its check before its rows are yielded. Raises ``ValueError`` when a
    row is missing, is one too many, or is not what was written.
    """
    batches = _batches(db, exploration, count)
    reading = db.execute(_ALL, (exploration,))
    for first, size, total in batches:
        records = reading.fetchmany(size)
        if [record[0] for record in records] != list(range(first, first + size)):
            raise ValueError(_("rows are missing"))
        if sum(map(row_check, records)) != total:
            raise ValueError(_("a row has changed"))
        yield from map(_row, records)
    if reading.fetchone() is not None:
        raise ValueError(_("there are too many rows"))


def read_sorted_rows(db: sqlite3.Connection, exploration: int, count: int) -> Iterator[Row]:
    """Read the ``count`` rows of an exploration by ``via``, then ``page_id``.

    All are compared with their checks before the first is yielded. Raises ``ValueError`` as
    :func:`read_rows` does.
    """
    total = sum(batch[2] for batch in _batches(db, exploration, count))
    for record in db.execute(_BY_KEY, (exploration,)):
        count -= 1
        total -= row_check(record)
    if count:
        raise ValueError(_("rows are missing"))
    if total:
        raise ValueError(_("a row has changed"))
    yield from map(_row, db.execute(_BY_KEY, (exploration,)))


def _batches(db: sqlite3.Connection, exploration: int, count: int) -> list[tuple[int, int, int]]:
    """Read the batches, which must have ``count`` rows, without a gap."""
    query = "SELECT first, rows, sum FROM batch WHERE exploration = ? ORDER BY first"
    batches = db.execute(query, (exploration,)).fetchall()
    expected = 0
    for first, size, _total in batches:
        if first != expected:
            raise ValueError(_("a batch of rows is missing"))
        expected += size
    if expected != count:
        raise ValueError(_("rows are missing"))
    return batches


def _row(record: tuple[Any, ...]) -> Row:
    _arrival, page_id, namespace, title, kinds, is_redirect, section, via, depth = record
    return Row(page_id, namespace, title, kinds, bool(is_redirect), section, via, depth)
