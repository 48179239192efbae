# SPDX-License-Identifier: MIT
"""The store: wikis, explorations and rows in one SQLite file."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from wikilinks_gui.errors import StoreBusyError
from wikilinks_gui.links.rows import Row
from wikilinks_gui.store.connection import connect, damaged, reported, transaction, use_wal
from wikilinks_gui.store.records import (
    EXPLORATION_COLUMNS,
    Added,
    Counts,
    Exploration,
    StoredWiki,
    canonical_json,
    date_of,
    exploration_of,
    json_of,
    now,
    object_of,
)
from wikilinks_gui.store.schema import MIGRATIONS, check_version, migrate
from wikilinks_gui.translation import _

CHECKED_SIZE = 16 << 20
"""Files up to this many bytes are checked whole when they are opened (measured: 0.1 s)."""

_INSERT = """
    INSERT INTO row (exploration, page_id, namespace, title, kinds, is_redirect, section, via,
        depth)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO NOTHING"""

_MERGE = """
    UPDATE row SET kinds = kinds | ?, is_redirect = is_redirect | ?,
        section = CASE WHEN section = '' THEN ? ELSE section END
    WHERE exploration = ? AND via = ? AND page_id = ?"""

_COLUMNS = "page_id, namespace, title, kinds, is_redirect, section, via, depth"

_ROWS = f"SELECT {_COLUMNS} FROM row WHERE exploration = ? ORDER BY via, page_id"  # noqa: S608

# Outer redirects before inner ones, then what is none; the index knows the few that are.
_REDIRECTS = f"""
    SELECT {_COLUMNS} FROM row INDEXED BY row_redirect
    WHERE exploration = ? AND kinds & 2 ORDER BY depth, via, page_id"""  # noqa: S608
_OTHERS = f"""
    SELECT {_COLUMNS} FROM row
    WHERE exploration = ? AND NOT kinds & 2 ORDER BY via, page_id"""  # noqa: S608

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
        with reported(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = connect(path, busy_timeout)
            try:
                with transaction(self._db, "BEGIN"):
                    check_version(self._db, path, migrations)
                use_wal(self._db, busy_timeout)
                migrate(self._db, path, migrations)
                if path.stat().st_size <= CHECKED_SIZE:
                    self.check()
            except BaseException:
                self._db.close()
                raise

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
            (answer,) = self._db.execute("PRAGMA quick_check(1)").fetchone()
            if answer != "ok":
                raise damaged(self.path, answer)

    # --- wikis --------------------------------------------------------------------------------

    def save_wiki(self, key: str, api_url: str, siteinfo: Mapping[str, Any]) -> None:
        """Keep what the wiki ``key`` (its ``api_url``, or "sample") said of itself just now."""
        record = (key, api_url, json_of(siteinfo), now())
        self._write("INSERT OR REPLACE INTO wiki VALUES (?, ?, ?, ?)", record)

    def wiki(self, key: str) -> StoredWiki | None:
        """Read what :meth:`save_wiki` kept."""
        found = self._wikis("WHERE key = ?", key)
        return found[0] if found else None

    def wikis(self) -> list[StoredWiki]:
        """Read all that :meth:`save_wiki` kept."""
        return self._wikis("")

    def save_address(self, address: str, key: str) -> None:
        """Keep that ``address``, as a person typed it, leads to the wiki ``key``."""
        self._write("INSERT OR REPLACE INTO address VALUES (?, ?)", (address, key))

    def key_of(self, address: str) -> str | None:
        """Read what :meth:`save_address` kept."""
        with reported(self.path):
            found = self._db.execute("SELECT wiki FROM address WHERE address = ?", (address,))
            record = found.fetchone()
        return None if record is None else str(record[0])

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
        exploration = self._write(
            "INSERT INTO exploration (wiki, typed, target, options, resolution, started, updated,"
            " state) VALUES (?, ?, ?, ?, ?, ?, ?, '{}')",
            record,
        )
        self._batches[exploration] = 0
        self._ours.add(exploration)
        return exploration

    def add(self, exploration: int, rows: Iterable[Row], state: Mapping[str, Any] | None) -> Added:
        """Store a batch: rows and where to go on (None: complete), in one transaction.

        Tells which rows were new and which were there already; these are merged, as :class:`Row`
        says. Raises :class:`StoreBusyError` when another program has added a batch since this
        store began or read the exploration; reading it again shows how it stands now.
        """
        added = Added([], [])
        text = None if state is None else json_of(state)
        with reported(self.path), transaction(self._db):
            insert = self._db.cursor()
            for row in rows:
                is_new = insert.execute(_INSERT, (exploration, *row)).rowcount == 1
                (added.new if is_new else added.again).append(row)
            self._db.executemany(
                _MERGE,
                (
                    (row.kinds, row.is_redirect, row.section, exploration, row.via, row.page_id)
                    for row in added.again
                ),
            )
            known = self._known_batches(exploration)
            done = self._db.execute(
                "UPDATE exploration SET state = ?, updated = ?, rows = rows + ?, batches = ?"
                " WHERE id = ? AND batches = ?",
                (text, now(), len(added.new), known + 1, exploration, known),
            )
            if done.rowcount != 1:
                self._ours.discard(exploration)
                raise StoreBusyError(
                    _(
                        "Another running program is writing this listing; this one has stopped, "
                        "and nothing is lost."
                    )
                )
        self._batches[exploration] = known + 1
        self._ours.add(exploration)
        return added

    def set_exported(self, exploration: int) -> None:
        """Keep the date of now as that of the exploration's last export."""
        self._write("UPDATE exploration SET exported = ? WHERE id = ?", (now(), exploration))

    def explorations(self, wiki: str | None = None, *, newest: int = -1) -> list[Exploration]:
        """Read the ``newest`` explorations (-1: all), or those of one wiki, newest first."""
        if wiki is None:
            return self._explorations("", newest=newest)
        return self._explorations("WHERE wiki = ?", wiki, newest=newest)

    def delete(self, explorations: Iterable[int]) -> None:
        """Delete explorations and their rows, and the check marks of pages that are left without.

        They are gone at once, in one transaction; their rows follow in several, so that others
        can write in between. Rows that a crash leaves go with the next deletion.
        """
        with reported(self.path):
            with transaction(self._db):
                ids = ((exploration,) for exploration in explorations)
                self._db.executemany("DELETE FROM exploration WHERE id = ?", ids)
                self._db.execute(
                    "DELETE FROM checked WHERE (wiki, target) NOT IN"
                    " (SELECT wiki, target FROM exploration)"
                )
            for (exploration,) in self._db.execute(_LEFT_OVER).fetchall():
                deleted = _DELETED
                while deleted == _DELETED:
                    with transaction(self._db):
                        deleted = self._db.execute(_DELETE, (exploration, _DELETED)).rowcount
                    time.sleep(_PAUSE)

    def exploration(self, exploration: int) -> Exploration | None:
        """Read one exploration."""
        found = self._explorations("WHERE id = ?", exploration)
        return found[0] if found else None

    def latest(
        self, wiki: str, title: str, options: Mapping[str, Any], *, complete: bool = False
    ) -> Exploration | None:
        """Read the newest exploration whose ``typed`` or ``target`` is ``title``.

        A blank may stand for an underscore, as on every wiki. Its options must be equal to
        ``options``; the order of names does not matter. With ``complete``, unfinished ones are
        passed over.
        """
        found = self._explorations(
            "WHERE wiki = ? AND options = ? AND ? IN (replace(typed, '_', ' '), target)"
            + (" AND state IS NULL" if complete else ""),
            *(wiki, canonical_json(options), title.replace("_", " ")),
            newest=1,
        )
        return found[0] if found else None

    # --- rows ---------------------------------------------------------------------------------

    def rows(self, exploration: int, *, redirects_first: bool = False) -> Iterator[Row]:
        """Read the rows one by one, ordered by ``via``, then ``page_id``.

        With ``redirects_first`` the redirects to the page come before all other rows, and outer
        ones before inner ones. The rows are those that were stored when the first was read: the
        iterator has a connection of its own, may be used in any one thread, and does not stand in
        the way of :meth:`add`.
        """
        with (
            reported(self.path),
            closing(connect(self.path, self._busy_timeout, any_thread=True)) as db,
        ):
            statements = (_REDIRECTS, _OTHERS) if redirects_first else (_ROWS,)
            with transaction(db, "BEGIN"):
                for statement in statements:
                    yield from map(_row, db.execute(statement, (exploration,)))

    def set_checked(self, exploration: int, page_ids: Iterable[int], on: bool) -> None:
        """Set or take away the check marks of pages.

        They belong to the page that was explored: all its explorations have the same.
        """
        statement = (
            "INSERT OR IGNORE INTO checked SELECT wiki, target, ? FROM exploration WHERE id = ?"
            if on
            else "DELETE FROM checked WHERE page_id = ?"
            " AND (wiki, target) = (SELECT wiki, target FROM exploration WHERE id = ?)"
        )
        with reported(self.path), transaction(self._db):
            self._db.executemany(statement, ((page_id, exploration) for page_id in page_ids))

    def checked(self, exploration: int) -> list[int]:
        """Read the ids of the pages with check marks, ascending; not all need be listed."""
        with reported(self.path):
            return [
                page_id
                for (page_id,) in self._db.execute(
                    "SELECT page_id FROM checked WHERE (wiki, target) ="
                    " (SELECT wiki, target FROM exploration WHERE id = ?) ORDER BY page_id",
                    (exploration,),
                )
            ]

    def redirect_titles(self, exploration: int) -> dict[int, str]:
        """Read the titles of the redirects to the target, by page id: the names of ``via``."""
        with reported(self.path):
            return dict(
                self._db.execute(
                    "SELECT page_id, title FROM row INDEXED BY row_redirect"
                    " WHERE exploration = ? AND kinds & 2",
                    (exploration,),
                )
            )

    def counts(self, exploration: int) -> Counts:
        """Count what is stored of an exploration."""
        with reported(self.path):
            rows, pages = self._db.execute(
                "SELECT count(*), count(DISTINCT page_id) FROM row WHERE exploration = ?",
                (exploration,),
            ).fetchone()
            (redirects,) = self._db.execute(
                "SELECT count(DISTINCT page_id) FROM row INDEXED BY row_redirect"
                " WHERE exploration = ? AND kinds & 2",
                (exploration,),
            ).fetchone()
        return Counts(rows, pages, redirects)

    # --- inside -------------------------------------------------------------------------------

    def _write(self, statement: str, values: tuple[object, ...]) -> int:
        """Run one statement as a transaction; returns the id of what it inserted, or 0."""
        with reported(self.path), transaction(self._db):
            return self._db.execute(statement, values).lastrowid or 0

    def _wikis(self, where: str, *values: str) -> list[StoredWiki]:
        with reported(self.path):
            return [
                StoredWiki(key, api_url, object_of(siteinfo), date_of(read_at))
                for key, api_url, siteinfo, read_at in self._db.execute(
                    f"SELECT key, api_url, siteinfo, read_at FROM wiki {where}",  # noqa: S608
                    values,
                )
            ]

    def _explorations(self, where: str, *values: str | int, newest: int = -1) -> list[Exploration]:
        """Read explorations, newest first, and take note of how far each is stored."""
        statement = (
            f"SELECT {EXPLORATION_COLUMNS} FROM exploration {where}"  # noqa: S608
            " ORDER BY id DESC LIMIT ?"
        )
        found = []
        with reported(self.path):
            for record in self._db.execute(statement, (*values, newest)):
                found.append(exploration_of(record))
                if found[-1].id not in self._ours:
                    self._batches[found[-1].id] = found[-1].batches
        return found

    def _known_batches(self, exploration: int) -> int:
        """Say how many batches of an exploration this store believes to be stored."""
        if exploration not in self._batches:  # neither begun nor read here: take what holds
            record = self._db.execute(
                "SELECT batches FROM exploration WHERE id = ?", (exploration,)
            ).fetchone()
            if record is None:
                raise KeyError(exploration)
            return int(record[0])
        return self._batches[exploration]


def _row(record: tuple[Any, ...]) -> Row:
    page_id, namespace, title, kinds, is_redirect, section, via, depth = record
    return Row(page_id, namespace, title, kinds, bool(is_redirect), section, via, depth)
