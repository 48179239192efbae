# SPDX-License-Identifier: MIT
"""The store: wikis, explorations and rows in one SQLite file."""

import logging
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from wikilinks_gui.errors import (
    ListDamagedError,
    StoreBusyError,
    StoreDamagedError,
    StoreReadOnlyError,
    plain,
)
from wikilinks_gui.files import make_private, make_private_folder
from wikilinks_gui.links.rows import Lead, Row
from wikilinks_gui.store.connection import (
    check,
    connect,
    is_fixed,
    reported,
    transaction,
    use_wal,
)
from wikilinks_gui.store.marks import drop_marks, mend_marks, read_marks, set_marks
from wikilinks_gui.store.records import (
    EXPLORATION_COLUMNS,
    WIKI_COLUMNS,
    Added,
    Counts,
    Exploration,
    StoredWiki,
    Value,
    canonical_json,
    exploration_of,
    json_of,
    leads_of,
    now,
    text_of,
    wiki_of,
)
from wikilinks_gui.store.rows import add_rows, read_rows, read_sorted_rows
from wikilinks_gui.store.schema import MIGRATIONS, check_version, migrate
from wikilinks_gui.store.seals import is_sealed, seal
from wikilinks_gui.translation import _

log = logging.getLogger("wikilinks_gui.store")

CHECKED_SIZE = 16 << 20
"""Files up to this many bytes are checked whole when they are opened (measured: 0.1 s)."""

_WIKIS = f"SELECT {WIKI_COLUMNS} FROM wiki"  # noqa: S608

_EXPLORATION = f"SELECT {EXPLORATION_COLUMNS} FROM exploration WHERE id = ?"  # noqa: S608

_DELETED = 5000
"""Rows that are deleted at once: others who write wait no longer than for these."""

_PAUSE = 0.01
"""Seconds between two such deletions: SQLite does not let in by turns who waits for the lock."""

_DELETE = """
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


class Store:
    """The file ``path``, opened or created with its folder.

    It belongs to the thread that made it (:meth:`rows` alone may be read in any). Several stores,
    also of several programs, may have the same file open; each write waits up to
    ``busy_timeout`` seconds for its turn. Any method may raise a :class:`StoreError`; what was
    stored before is then still there.
    """

    def __init__(
        self, path: Path, migrations: Sequence[str] = MIGRATIONS, *, busy_timeout: float = 5.0
    ) -> None:
        self.path = path
        self._busy_timeout = busy_timeout
        self._batches: dict[int, int] = {}  # of explorations: batches that we know to be stored
        self._ours: set[int] = set()  # explorations that were last written by this store
        self._fixed = False  # it is in a folder that may only be read
        with reported(path):
            make_private_folder(path.parent)
            make_private(path)
            try:
                self._db = self._open(migrations)
            except sqlite3.OperationalError as error:
                if not is_fixed(path, error):
                    raise
                self._fixed = True
                self._db = self._open(migrations)

    def _open(self, migrations: Sequence[str]) -> sqlite3.Connection:
        db = connect(self.path, self._busy_timeout, fixed=self._fixed)
        try:
            with transaction(db, "BEGIN"):
                check_version(db, self.path, migrations)
            if not self._fixed:
                use_wal(db, self._busy_timeout)
            migrate(db, self.path, migrations)
            if self.path.stat().st_size <= CHECKED_SIZE:
                check(db, self.path)
        except BaseException:
            db.close()
            raise
        return db

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; closing twice does nothing."""
        with reported(self.path):
            self._db.close()

    def check(self) -> None:
        """Read the whole file; raises :class:`StoreDamagedError` where it is not in order."""
        with reported(self.path):
            check(self._db, self.path)

    # --- wikis --------------------------------------------------------------------------------

    def save_wiki(self, key: str, api_url: str, siteinfo: Mapping[str, Any]) -> None:
        """Keep what the wiki ``key`` (its ``api_url``, or "sample") said of itself just now.

        Records of wikis that are damaged are deleted: their wikis can be asked again.
        """
        record = (key, api_url, json_of(siteinfo), now())
        with reported(self.path), transaction(self._db):
            for other in self._db.execute(_WIKIS).fetchall():
                if not is_sealed(self._db, "wiki", other[0], other[:3]):
                    self._db.execute("DELETE FROM wiki WHERE key = ?", (other[0],))
            self._db.execute("INSERT OR REPLACE INTO wiki VALUES (?, ?, ?, ?)", record)
            seal(self._db, "wiki", key, record[:3])

    def wiki(self, key: str) -> StoredWiki | None:
        """Read what :meth:`save_wiki` kept."""
        with reported(self.path):
            record = self._db.execute(f"{_WIKIS} WHERE key = ?", (key,)).fetchone()
            return self._wiki(key, record)

    def wikis(self, *, skip_damaged: bool = False) -> list[StoredWiki]:
        """Read all that :meth:`save_wiki` kept.

        Raises StoreDamagedError if any is damaged, or leaves it out and logs it.
        """
        found = []
        with reported(self.path):
            for record in self._db.execute(_WIKIS).fetchall():
                try:
                    wiki = self._wiki(record[0], record)
                except StoreDamagedError as error:
                    if not skip_damaged:
                        raise
                    log.warning("%s", error)
                else:
                    found += [wiki] if wiki else []
        return found

    def save_address(self, address: str, key: str) -> None:
        """Keep that ``address``, as a person typed it, leads to the wiki ``key``."""
        with reported(self.path), transaction(self._db):
            self._db.execute("INSERT OR REPLACE INTO address VALUES (?, ?)", (address, key))
            seal(self._db, "address", address, (address, key))

    def key_of(self, address: str) -> str | None:
        """Read what :meth:`save_address` kept; None as well if it is damaged."""
        with reported(self.path):
            query = "SELECT address, wiki FROM address WHERE address = ?"
            record = self._db.execute(query, (address,)).fetchone()
            if record is None or not is_sealed(self._db, "address", address, record):
                return None
            return str(record[1])

    # --- explorations -------------------------------------------------------------------------

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
        record = (wiki, typed, target, canonical_json(options), json_of(resolution), date, date)
        with reported(self.path), transaction(self._db):
            exploration = self._db.execute(
                "INSERT INTO exploration (wiki, typed, target, options, resolution, started,"
                " updated, state, rows, batches) VALUES (?, ?, ?, ?, ?, ?, ?, '{}', 0, 0)",
                record,
            ).lastrowid
            assert exploration is not None  # noqa: S101 - that of the record just inserted
            seal(self._db, "exploration", exploration, (exploration, *record, "{}", None, 0, 0))
        self._batches[exploration] = 0
        self._ours.add(exploration)
        return exploration

    def add(
        self,
        exploration: int,
        rows: Iterable[Row],
        state: Mapping[str, Any] | None,
        leads: Mapping[int, Lead] | None = None,
    ) -> Added:
        """Store a batch: rows and where to go on (None: complete), in one transaction.

        ``leads`` are where redirect pages lead that only link to the target, once that is known.

        Tells which rows were new and which were there already; these are merged, as :class:`Row`
        says. Raises :class:`StoreBusyError` when another program has added a batch since this
        store began or read the exploration; reading it again shows how it stands now.
        """
        text = None if state is None else json_of(state)
        with reported(self.path), transaction(self._db):
            record = self._record(exploration)
            known = self._batches.get(exploration)
            if record is None and known is None:
                raise KeyError(exploration)
            *first, _updated, _state, exported, count, batches = record or (None,) * 12
            if record is None or known not in {None, batches}:
                self._ours.discard(exploration)
                raise StoreBusyError(
                    _(
                        "Another running program is writing this listing; this one has stopped, "
                        "and nothing is lost."
                    )
                )
            added = add_rows(self._db, exploration, count, rows)
            self._update((*first, now(), text, exported, count + len(added.new), batches + 1))
            if leads:
                values = exploration, text_of(leads)
                self._db.execute("INSERT OR REPLACE INTO lead VALUES (?, ?)", values)
                seal(self._db, "lead", exploration, values)
        self._batches[exploration] = batches + 1
        self._ours.add(exploration)
        return added

    def set_exported(self, exploration: int) -> None:
        """Keep the date of now as that of the last export, unless the store may only be read."""
        with suppress(StoreReadOnlyError), reported(self.path), transaction(self._db):
            if record := self._record(exploration):
                self._update((*record[:9], now(), *record[10:]))

    def explorations(self, wiki: str | None = None, *, newest: int = -1) -> list[Exploration]:
        """Read the ``newest`` explorations (-1: all), or those of one wiki, newest first.

        Those that are damaged are left out and logged.
        """
        with reported(self.path):
            records = (record for _id, record in self._records() if record)
            wanted = (each for each in records if wiki is None or each[1] == wiki)
            return [self._noted(each) for each in islice(wanted, newest if newest >= 0 else None)]

    def count_damaged(self) -> int:
        """Count the explorations that :meth:`explorations` leaves out, as they are damaged."""
        with reported(self.path):
            return sum(record is None for _id, record in self._records())

    def delete(self, explorations: Iterable[int]) -> None:
        """Delete explorations and their rows, and the check marks of pages that are left without.

        They are gone at once, in one transaction; their rows follow in several, so that others
        can write in between. Rows that a crash leaves go with the next deletion.
        """
        with reported(self.path):
            with transaction(self._db):
                ids = [(exploration,) for exploration in explorations]
                self._db.executemany("DELETE FROM exploration WHERE id = ?", ids)
                self._db.executemany("DELETE FROM lead WHERE exploration = ?", ids)
                self._db.executemany(
                    "DELETE FROM seal WHERE kind IN ('exploration', 'lead') AND key = ?", ids
                )
                self._db.executemany("DELETE FROM batch WHERE exploration = ?", ids)
                drop_marks(self._db)
            for (exploration,) in self._db.execute(_LEFT_OVER).fetchall():
                deleted = _DELETED
                while deleted == _DELETED:
                    with transaction(self._db):
                        deleted = self._db.execute(_DELETE, (exploration, _DELETED)).rowcount
                    time.sleep(_PAUSE)

    def exploration(self, exploration: int) -> Exploration | None:
        """Read one exploration."""
        with reported(self.path):
            record = self._record(exploration)
            return None if record is None else self._noted(record)

    def latest(
        self, wiki: str, title: str, options: Mapping[str, Any], *, complete: bool = False
    ) -> Exploration | None:
        """Read the newest exploration whose ``typed`` or ``target`` is ``title``.

        A blank may stand for an underscore, as on every wiki. Its options must be equal to
        ``options``; the order of names does not matter. With ``complete``, unfinished ones are
        passed over. Raises StoreDamagedError if it may be one that is damaged.
        """
        title, wanted = title.replace("_", " "), canonical_json(options)
        with reported(self.path):
            for id_, record in self._records():
                if record is None:
                    raise self._damaged_list(id_)
                _id, of_wiki, typed, target, of_options, *_dates, state, _exported, _n, _b = record
                if (
                    (of_wiki, of_options) == (wiki, wanted)
                    and title in {typed.replace("_", " "), target}
                    and not (complete and state is not None)
                ):
                    return self._noted(record)
        return None

    # --- rows ---------------------------------------------------------------------------------

    def rows(self, exploration: int, *, by_key: bool = False) -> Iterator[Row]:
        """Read the rows one by one: as they arrived or, with ``by_key``, by ``via``, ``page_id``.

        As they arrived, a redirect comes before what comes through it. The rows are those that
        were stored when the first was read: the iterator has a connection of its own, may be used
        in any one thread, and does not stand in the way of :meth:`add`. Raises StoreDamagedError
        before it yields a row that is not what was stored and, where one is missing, at the latest
        at the end; with ``by_key`` before the first row.
        """
        read = read_sorted_rows if by_key else read_rows
        with (
            reported(self.path),
            closing(
                connect(self.path, self._busy_timeout, any_thread=True, fixed=self._fixed)
            ) as db,
            transaction(db, "BEGIN"),
        ):
            record = self._record(exploration, db)
            if record is None:
                return
            try:
                yield from read(db, exploration, record[10])
            except ValueError as error:
                raise self._damaged_list(exploration, record, error) from error

    def redirect_titles(self, exploration: int) -> dict[int, str]:
        """Read the titles of the redirects to the target, by page id: the names of ``via``.

        They are compared with no check: :meth:`rows` compares those of the same records.
        """
        with reported(self.path):
            query = "SELECT page_id, title FROM row WHERE exploration = ? AND kinds & 2"
            return dict(self._db.execute(query, (exploration,)))

    def redirect_pages(self, exploration: int) -> list[Row]:
        """Read the rows of redirect pages, wherever they lead.

        They are compared with no check: :meth:`rows` compares those of the same records.
        """
        with reported(self.path):
            query = (
                "SELECT page_id, namespace, title, kinds, is_redirect, section, via, depth FROM row"
                " WHERE exploration = ? AND is_redirect"
            )
            return [Row(*values) for values in self._db.execute(query, (exploration,))]

    def leads(self, exploration: int) -> dict[int, Lead]:
        """Read where redirect pages lead that only link to the target, by their ids.

        Raises StoreDamagedError where that is not what was stored.
        """
        with reported(self.path):
            query = "SELECT exploration, leads FROM lead WHERE exploration = ?"
            values = self._db.execute(query, (exploration,)).fetchone()
            if not is_sealed(self._db, "lead", exploration, values):
                raise self._damaged_list(exploration)
        return leads_of(values[1]) if values is not None else {}

    def set_checked(self, exploration: int, page_ids: Iterable[int], on: bool) -> None:
        """Set or take away the check marks of pages.

        They belong to the page that was explored: all its explorations have the same.
        """
        with reported(self.path), transaction(self._db):
            if record := self._record(exploration):
                set_marks(self._db, record[1], record[3], page_ids, on)

    def checked(self, exploration: int) -> list[int]:
        """Read the ids of the pages with check marks, ascending; not all need be listed.

        Raises StoreDamagedError when they are not those that were set.
        """
        with reported(self.path):
            record = self._record(exploration)
            if record is None:
                return []
            marks = read_marks(self._db, record[1], record[3])
            if not marks.are_whole:
                raise StoreDamagedError(
                    _(
                        "Some check marks of “{title}” may be missing or wrong, as their file was "
                        "damaged. Look at them in the window."
                    ).format(title=plain(str(record[3])))
                )
            return marks.page_ids

    def mend_checked(self, exploration: int) -> list[int]:
        """Take the check marks for right as they are, after somebody was told that they may not be.

        Returns them, as :meth:`checked` does.
        """
        with reported(self.path), transaction(self._db):
            record = self._record(exploration)
            if record is None:
                return []
            mend_marks(self._db, record[1], record[3])
            return read_marks(self._db, record[1], record[3]).page_ids

    def counts(self, exploration: int) -> Counts:
        """Count what is stored of an exploration."""
        with reported(self.path):
            rows, pages = self._db.execute(
                "SELECT count(*), count(DISTINCT page_id) FROM row WHERE exploration = ?",
                (exploration,),
            ).fetchone()
            (redirects,) = self._db.execute(
                "SELECT count(DISTINCT page_id) FROM row WHERE exploration = ? AND kinds & 2",
                (exploration,),
            ).fetchone()
        return Counts(rows, pages, redirects)

    # --- inside -------------------------------------------------------------------------------

    def _wiki(self, key: str, record: tuple[Value, ...] | None) -> StoredWiki | None:
        try:
            if not is_sealed(self._db, "wiki", key, record and record[:3]):
                raise ValueError(_("it has changed"))
            return None if record is None else wiki_of(record)
        except ValueError as error:
            raise StoreDamagedError(
                _(
                    "What is stored of the wiki {key} is damaged ({reason}). Ask the wiki again."
                ).format(key=plain(str(key)), reason=error)
            ) from error

    def _records(self) -> Iterator[tuple[int, tuple[Any, ...] | None]]:
        """Read ids and records of explorations, newest first; None: the record is damaged.

        Where there is a seal, there must be a record.
        """
        query = "SELECT key FROM seal WHERE kind = 'exploration' ORDER BY key DESC"
        for (id_,) in self._db.execute(query).fetchall():
            try:
                yield id_, self._record(id_)
            except StoreDamagedError as error:
                log.warning("%s", error)
                yield id_, None

    def _record(
        self, exploration: int, db: sqlite3.Connection | None = None
    ) -> tuple[Any, ...] | None:
        """Read the record of an exploration. Raises StoreDamagedError."""
        db = db or self._db
        try:
            record: tuple[Any, ...] | None = db.execute(_EXPLORATION, (exploration,)).fetchone()
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorcode", None) is not None:
                raise
            raise self._damaged_list(exploration) from error  # a text is not UTF-8
        if not is_sealed(db, "exploration", exploration, record):
            raise self._damaged_list(exploration)
        return record

    def _update(self, record: tuple[Any, ...]) -> None:
        """Write what changes in the record of an exploration, and its seal."""
        exploration, *_first, updated, state, exported, rows, batches = record
        self._db.execute(
            "UPDATE exploration SET updated = ?, state = ?, exported = ?, rows = ?, batches = ?"
            " WHERE id = ?",
            (updated, state, exported, rows, batches, exploration),
        )
        seal(self._db, "exploration", exploration, record)

    def _noted(self, record: tuple[Any, ...]) -> Exploration:
        """Read an exploration's record, and take note of how far it is stored."""
        try:
            found = exploration_of(record)
        except ValueError as error:
            raise self._damaged_list(record[0], record, error) from error
        if found.id not in self._ours:
            self._batches[found.id] = found.batches
        return found

    def _damaged_list(
        self,
        exploration: int,
        record: tuple[Any, ...] | None = None,
        reason: object = "",
    ) -> ListDamagedError:
        return ListDamagedError(
            _(
                "A stored list, number {number} ({title}), is damaged: {reason}. Nothing was "
                "deleted. Reload the page to fetch it again."
            ).format(
                number=exploration,
                title=plain(str(record[3])) if record else "?",
                reason=reason or _("its record has changed"),
            )
        )
