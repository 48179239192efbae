# SPDX-License-Identifier: MIT
"""The rows of explorations: added in batches, read as they arrived or in the order of their keys.

A batch's record has the number of its rows and the sum of their checks. A row that comes again with
more kinds is merged into the row that is there: the sum of that row's batch changes by the
difference, so that damage which is there already still shows.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from wikilinks_gui.errors import StoreBusyError
from wikilinks_gui.store.checks import check_of, is_sealed, seal
from wikilinks_gui.store.explorations import ExplorationStore, damaged_list
from wikilinks_gui.store.records import Added, Counts, json_of, now
from wikilinks_gui.table.row import RedirectTarget, Row
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


class RowStore(ExplorationStore):
    """The rows of the explorations in the store."""

    def add(
        self,
        exploration: int,
        rows: Iterable[Row],
        state: Mapping[str, Any] | None,
        targets: Mapping[int, RedirectTarget] | None = None,
    ) -> Added:
        """Store a batch, rows and where to continue (None: complete), in one transaction.

        ``targets`` are where redirect pages lead that only link to the target, once that is known.

        Tells which rows were new and which were there already; these are merged, as :class:`Row`
        says. Raises :class:`StoreBusyError` when another program has added a batch since this
        store began or read the exploration; reading it again shows how it stands now.
        """
        text = None if state is None else json_of(state)
        with self._writing() as db:
            record = self._record(db, exploration)
            known = self._batches.get(exploration)
            if record is None and known is None:
                raise KeyError(exploration)
            if record is None or known not in {None, record.batches}:
                self._ours.discard(exploration)
                raise StoreBusyError(
                    _(
                        "Another running program is writing this listing; this one has stopped, "
                        "and nothing is lost."
                    )
                )
            added = _add_rows(db, exploration, record.rows, rows)
            record = record._replace(
                updated=now(),
                state=text,
                rows=record.rows + len(added.new),
                batches=record.batches + 1,
            )
            self._update(db, record)
            if targets:
                values = exploration, _json(targets)
                db.execute("INSERT OR REPLACE INTO lead VALUES (?, ?)", values)
                seal(db, "lead", exploration, values)
        if state is None:
            self._empty_log()
        self._batches[exploration] = record.batches
        self._ours.add(exploration)
        return added

    def rows(self, exploration: int, *, by_key: bool = False) -> Iterator[Row]:
        """Read the rows one by one: as they arrived or, with ``by_key``, by ``via``, ``page_id``.

        As they arrived, a redirect comes before what comes through it. The rows are those that
        were stored when the first was read: the iterator has a connection of its own, may be used
        in any one thread, and does not stand in the way of :meth:`add`. Raises StoreDamagedError
        before it yields a row that is not what was stored and, where one is missing, at the latest
        at the end; with ``by_key`` before the first row.
        """
        read = _read_sorted_rows if by_key else _read_rows
        with self._snapshot() as db:
            record = self._record(db, exploration)
            if record is None:
                return
            try:
                yield from read(db, exploration, record.rows)
            except ValueError as error:
                raise damaged_list(exploration, record.target, error) from error

    def rows_in_namespace(self, exploration: int, namespace: int) -> list[Row]:
        """Read the rows of pages in a namespace.

        They are compared with no check: :meth:`rows` compares those of the same records.
        """
        with self._reading() as db:
            query = (
                "SELECT page_id, namespace, title, kinds, is_redirect, section, via, depth FROM row"
                " WHERE exploration = ? AND namespace = ?"
            )
            records = db.execute(query, (exploration, namespace))
            return [_unchecked(exploration, record) for record in records]

    def redirect_titles(self, exploration: int) -> dict[int, str]:
        """Read the titles of the redirects to the target, by page id: the names of ``via``.

        They are compared with no check: :meth:`rows` compares those of the same records.
        """
        with self._reading() as db:
            query = "SELECT page_id, title FROM row WHERE exploration = ? AND kinds & 2"
            return dict(db.execute(query, (exploration,)))

    def redirect_pages(self, exploration: int) -> list[Row]:
        """Read the rows of redirect pages, wherever they lead.

        They are compared with no check: :meth:`rows` compares those of the same records.
        """
        with self._reading() as db:
            query = (
                "SELECT page_id, namespace, title, kinds, is_redirect, section, via, depth FROM row"
                " WHERE exploration = ? AND is_redirect"
            )
            records = db.execute(query, (exploration,))
            return [_unchecked(exploration, record) for record in records]

    def redirect_targets(self, exploration: int) -> dict[int, RedirectTarget]:
        """Read where redirect pages lead that only link to the target, by their ids.

        Raises StoreDamagedError where that is not what was stored.
        """
        with self._reading() as db:
            query = "SELECT exploration, leads FROM lead WHERE exploration = ?"
            values = db.execute(query, (exploration,)).fetchone()
            if not is_sealed(db, "lead", exploration, values):
                raise damaged_list(exploration)
        return {
            page_id: RedirectTarget(title, section)
            for page_id, title, section in json.loads(values[1] if values else "[]")
        }

    def counts(self, exploration: int) -> Counts:
        """Count what is stored of an exploration."""
        with self._reading() as db:
            query = (
                "SELECT count(*), count(DISTINCT page_id),"
                " count(DISTINCT CASE WHEN kinds & 2 THEN page_id END)"
                " FROM row WHERE exploration = ?"
            )
            return Counts(*db.execute(query, (exploration,)).fetchone())


def _add_rows(db: sqlite3.Connection, exploration: int, first: int, rows: Iterable[Row]) -> Added:
    """Write a batch, whose first new row has the arrival number ``first``, and merge the others."""
    added = Added([], [])
    total = 0
    cursor = db.cursor()
    for row in rows:
        values = (first + len(added.new), *row[:4], int(row.is_redirect), *row[5:])
        if cursor.execute(_INSERT, (exploration, *values)).rowcount == 1:
            added.new.append(row)
            total += check_of(values)
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
    db.execute(_ADJUST, (check_of(new) - check_of(old), exploration, exploration, arrival))


def _read_rows(db: sqlite3.Connection, exploration: int, count: int) -> Iterator[Row]:
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
        if sum(map(check_of, records)) != total:
            raise ValueError(_("a row has changed"))
        yield from map(_row, records)
    if reading.fetchone() is not None:
        raise ValueError(_("there are too many rows"))


def _read_sorted_rows(db: sqlite3.Connection, exploration: int, count: int) -> Iterator[Row]:
    """Read the ``count`` rows of an exploration by ``via``, then ``page_id``.

    All are compared with their checks before the first is yielded. Raises ``ValueError`` as
    :func:`_read_rows` does.
    """
    total = sum(batch[2] for batch in _batches(db, exploration, count))
    for record in db.execute(_BY_KEY, (exploration,)):
        count -= 1
        total -= check_of(record)
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
    for batch in batches:
        first, size, _total = batch
        if first != expected or {*map(type, batch)} != {int}:
            raise ValueError(_("a batch of rows is missing"))
        expected += size
    if expected != count:
        raise ValueError(_("rows are missing"))
    return batches


def _unchecked(exploration: int, record: tuple[Any, ...]) -> Row:
    """Return a row that is compared with no check. Raises ListDamagedError for other types."""
    if [*map(type, record)] != [int, int, str, int, int, str, int, int]:
        raise damaged_list(exploration)
    return Row(*record)


def _row(record: tuple[Any, ...]) -> Row:
    _arrival, page_id, namespace, title, kinds, is_redirect, section, via, depth = record
    return Row(page_id, namespace, title, kinds, bool(is_redirect), section, via, depth)


def _json(targets: Mapping[int, RedirectTarget]) -> str:
    """Write where redirect pages lead, as JSON: lists of page id, title, section."""
    values = [(page_id, target.title, target.section) for page_id, target in targets.items()]
    return json.dumps(sorted(values), ensure_ascii=False, separators=(",", ":"))
