# SPDX-License-Identifier: MIT
"""The store: wikis, explorations and rows in one SQLite file."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from wikilinks_gui.errors import (
    StoreBusyError,
    StoreDamagedError,
    StoreReadOnlyError,
    plain,
)
from wikilinks_gui.safefile import make_private, make_private_folder
from wikilinks_gui.store.connection import (
    check,
    connect,
    empty_log,
    is_fixed,
    reported,
    transaction,
    use_wal,
)
from wikilinks_gui.store.lists import (
    damaged_list,
    delete_lists,
    insert_list,
    read_list,
    read_record,
    read_records,
    update_record,
)
from wikilinks_gui.store.marks import mend_marks, read_marks, set_marks
from wikilinks_gui.store.records import (
    Added,
    Counts,
    Exploration,
    Record,
    StoredWiki,
    canonical_json,
    json_of,
    now,
    redirect_targets_json,
    redirect_targets_of,
)
from wikilinks_gui.store.rows import add_rows, read_rows, read_sorted_rows
from wikilinks_gui.store.schema import MIGRATIONS, check_version, migrate
from wikilinks_gui.store.seals import is_sealed, seal
from wikilinks_gui.store.wikis import read_address, read_wiki, read_wikis, save_address, save_wiki
from wikilinks_gui.table.row import RedirectTarget, Row
from wikilinks_gui.translation import _

CHECKED_SIZE = 16 << 20
"""Files up to this many bytes are checked whole when they are opened (measured: 0.1 s)."""


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
        with reported(self.path), transaction(self._db):
            save_wiki(self._db, (key, api_url, json_of(siteinfo), now()))

    def wiki(self, key: str) -> StoredWiki | None:
        """Read what :meth:`save_wiki` kept."""
        with reported(self.path):
            return read_wiki(self._db, key)

    def wikis(self, *, skip_damaged: bool = False) -> list[StoredWiki]:
        """Read all that :meth:`save_wiki` kept.

        Raises StoreDamagedError if any is damaged, or leaves it out and logs it.
        """
        with reported(self.path):
            return read_wikis(self._db, skip_damaged=skip_damaged)

    def save_address(self, address: str, key: str) -> None:
        """Keep that ``address``, as the user typed it, leads to the wiki ``key``."""
        with reported(self.path), transaction(self._db):
            save_address(self._db, address, key)

    def key_of(self, address: str) -> str | None:
        """Read what :meth:`save_address` kept; None as well if it is damaged."""
        with reported(self.path):
            return read_address(self._db, address)

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
        with reported(self.path), transaction(self._db):
            exploration = insert_list(
                self._db,
                *(wiki, typed, target, canonical_json(options), json_of(resolution), date, date),
            )
        self._batches[exploration] = 0
        self._ours.add(exploration)
        return exploration

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
        with reported(self.path), transaction(self._db):
            record = read_record(self._db, exploration)
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
            added = add_rows(self._db, exploration, record.rows, rows)
            record = record._replace(
                updated=now(),
                state=text,
                rows=record.rows + len(added.new),
                batches=record.batches + 1,
            )
            update_record(self._db, record)
            if targets:
                values = exploration, redirect_targets_json(targets)
                self._db.execute("INSERT OR REPLACE INTO lead VALUES (?, ?)", values)
                seal(self._db, "lead", exploration, values)
        if state is None:
            with reported(self.path):
                empty_log(self._db, self._busy_timeout)
        self._batches[exploration] = record.batches
        self._ours.add(exploration)
        return added

    def set_exported(self, exploration: int) -> None:
        """Keep the date of now as that of the last export, unless the store may only be read."""
        with suppress(StoreReadOnlyError), reported(self.path), transaction(self._db):
            if record := read_record(self._db, exploration):
                update_record(self._db, record._replace(exported=now()))

    def explorations(self, wiki: str | None = None, *, newest: int = -1) -> list[Exploration]:
        """Read the ``newest`` explorations (-1: all), or those of one wiki, newest first.

        Those that are damaged are left out and logged.
        """
        with reported(self.path):
            records = (record for _id, record in read_records(self._db) if record)
            wanted = (each for each in records if wiki in {None, each.wiki})
            return [self._noted(each) for each in islice(wanted, newest if newest >= 0 else None)]

    def count_damaged(self) -> int:
        """Count the damaged explorations, which :meth:`explorations` leaves out."""
        with reported(self.path):
            return sum(record is None for _id, record in read_records(self._db))

    def delete(self, explorations: Iterable[int]) -> None:
        """Delete explorations and their rows, and the check marks of pages that are left without.

        They are gone at once, in one transaction; their rows follow in several, so that others
        can write in between. Rows that a crash leaves go with the next deletion.
        """
        with reported(self.path):
            delete_lists(self._db, explorations)

    def exploration(self, exploration: int) -> Exploration | None:
        """Read one exploration."""
        with reported(self.path):
            record = read_record(self._db, exploration)
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
            for id_, record in read_records(self._db):
                if record is None:
                    raise damaged_list(id_)
                if (
                    (record.wiki, record.options) == (wiki, wanted)
                    and title in {record.typed.replace("_", " "), record.target}
                    and not (complete and record.state is not None)
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
            record = read_record(db, exploration)
            if record is None:
                return
            try:
                yield from read(db, exploration, record.rows)
            except ValueError as error:
                raise damaged_list(exploration, record.target, error) from error

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

    def redirect_targets(self, exploration: int) -> dict[int, RedirectTarget]:
        """Read where redirect pages lead that only link to the target, by their ids.

        Raises StoreDamagedError where that is not what was stored.
        """
        with reported(self.path):
            query = "SELECT exploration, leads FROM lead WHERE exploration = ?"
            values = self._db.execute(query, (exploration,)).fetchone()
            if not is_sealed(self._db, "lead", exploration, values):
                raise damaged_list(exploration)
        return redirect_targets_of(values[1]) if values is not None else {}

    def set_checked(self, exploration: int, page_ids: Iterable[int], on: bool) -> None:
        """Set or take away the check marks of pages.

        They belong to the page that was explored: all its explorations have the same.
        """
        with reported(self.path), transaction(self._db):
            if record := read_record(self._db, exploration):
                set_marks(self._db, record.wiki, record.target, page_ids, on)

    def checked(self, exploration: int) -> list[int]:
        """Read the ids of the pages with check marks, ascending; not all need be listed.

        Raises StoreDamagedError when they are not those that were set.
        """
        with reported(self.path):
            record = read_record(self._db, exploration)
            if record is None:
                return []
            marks = read_marks(self._db, record.wiki, record.target)
            if not marks.are_whole:
                raise StoreDamagedError(
                    _(
                        "Some check marks of “{title}” may be missing or wrong, because their file"
                        " was damaged. Look at them in the window."
                    ).format(title=plain(record.target))
                )
            return marks.page_ids

    def mend_checked(self, exploration: int) -> list[int]:
        """Accept the check marks as they are, after a warning that some may be wrong.

        Returns them, as :meth:`checked` does.
        """
        with reported(self.path), transaction(self._db):
            record = read_record(self._db, exploration)
            if record is None:
                return []
            mend_marks(self._db, record.wiki, record.target)
            return read_marks(self._db, record.wiki, record.target).page_ids

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

    def _noted(self, record: Record) -> Exploration:
        """Read an exploration's record, and take note of how far it is stored."""
        found = read_list(record)
        if found.id not in self._ours:
            self._batches[found.id] = found.batches
        return found
