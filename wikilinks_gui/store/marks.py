# SPDX-License-Identifier: MIT
"""Check marks of pages, which belong to the page that was explored (``wiki``, ``target``)."""

import sqlite3
from collections.abc import Iterable

from wikilinks_gui.errors import StoreDamagedError, plain
from wikilinks_gui.store.checks import check_of
from wikilinks_gui.store.explorations import ExplorationStore, Record
from wikilinks_gui.translation import _

_ADD_TO_SEAL = """
    INSERT INTO seal VALUES ('checked', ?, ?)
    ON CONFLICT DO UPDATE SET sum = sum + excluded.sum"""


class MarkStore(ExplorationStore):
    """The check marks in the store; all explorations of a page have the same."""

    def set_checked(self, exploration: int, page_ids: Iterable[int], on: bool) -> None:
        """Set or take away the check marks of pages."""
        statement = (
            "INSERT OR IGNORE INTO checked (wiki, target, page_id) VALUES (?, ?, ?)"
            if on
            else "DELETE FROM checked WHERE wiki = ? AND target = ? AND page_id = ?"
        )
        with self._writing() as db:
            record = self._record(db, exploration)
            if record is None:
                return
            change = 0
            for page_id in page_ids:
                if db.execute(statement, (record.wiki, record.target, page_id)).rowcount:
                    change += check_of((page_id,))
            db.execute(_ADD_TO_SEAL, (_key(record), change if on else -change))

    def checked(self, exploration: int) -> list[int]:
        """Read the ids of the pages with check marks, ascending; not all need be listed.

        Raises StoreDamagedError when they are not those that were set.
        """
        with self._reading() as db:
            record = self._record(db, exploration)
            if record is None:
                return []
            page_ids = _read(db, record)
            query = "SELECT sum FROM seal WHERE kind = 'checked' AND key = ?"
            (total,) = db.execute(query, (_key(record),)).fetchone() or (0,)
            if _sum(page_ids) != total:
                raise StoreDamagedError(
                    _(
                        "Some marks of “{title}” may be missing or wrong, because their file"
                        " was damaged. Look at them in the window."
                    ).format(title=plain(record.target))
                )
            return page_ids

    def mend_checked(self, exploration: int) -> list[int]:
        """Accept the check marks as they are, after a warning that some may be wrong.

        Returns them, as :meth:`checked` does.
        """
        with self._writing() as db:
            record = self._record(db, exploration)
            if record is None:
                return []
            page_ids = _read(db, record)
            total = _sum(page_ids)
            db.execute(
                "INSERT OR REPLACE INTO seal VALUES ('checked', ?, ?)", (_key(record), total)
            )
            return page_ids


def _read(db: sqlite3.Connection, record: Record) -> list[int]:
    query = "SELECT page_id FROM checked WHERE wiki = ? AND target = ? ORDER BY page_id"
    return [page_id for (page_id,) in db.execute(query, (record.wiki, record.target))]


def _sum(page_ids: list[int]) -> int:
    return sum(check_of((page_id,)) for page_id in page_ids)


def _key(record: Record) -> str:
    return f"{record.wiki}\x1f{record.target}"
