# SPDX-License-Identifier: MIT
"""Check marks of pages, which belong to the page that was explored (``wiki``, ``target``).

All marks of one explored page have one seal: the sum of their checks.
"""

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from wikilinks_gui.store.seals import check_of

_SEAL = """
    INSERT INTO seal VALUES ('checked', ?, ?)
    ON CONFLICT DO UPDATE SET sum = sum + excluded.sum"""


class Marks(NamedTuple):
    """What is read of the marks of a page; ``are_whole``: they are those that were set."""

    page_ids: list[int]
    are_whole: bool


def set_marks(
    db: sqlite3.Connection, wiki: str, target: str, page_ids: Iterable[int], on: bool
) -> None:
    """Set or take away marks, in the caller's transaction."""
    statement = (
        "INSERT OR IGNORE INTO checked (wiki, target, page_id) VALUES (?, ?, ?)"
        if on
        else "DELETE FROM checked WHERE wiki = ? AND target = ? AND page_id = ?"
    )
    change = 0
    for page_id in page_ids:
        if db.execute(statement, (wiki, target, page_id)).rowcount:
            change += check_of(page_id)
    db.execute(_SEAL, (_key(wiki, target), change if on else -change))


def read_marks(db: sqlite3.Connection, wiki: str, target: str) -> Marks:
    """Read the marks of a page, ascending, and compare them with their seal."""
    query = "SELECT page_id FROM checked WHERE wiki = ? AND target = ? ORDER BY page_id"
    page_ids = [page_id for (page_id,) in db.execute(query, (wiki, target))]
    query = "SELECT sum FROM seal WHERE kind = 'checked' AND key = ?"
    (total,) = db.execute(query, (_key(wiki, target),)).fetchone() or (0,)
    return Marks(page_ids, sum(map(check_of, page_ids)) == total)


def mend_marks(db: sqlite3.Connection, wiki: str, target: str) -> None:
    """Seal the current marks, in the caller's transaction."""
    total = sum(map(check_of, read_marks(db, wiki, target).page_ids))
    db.execute("INSERT OR REPLACE INTO seal VALUES ('checked', ?, ?)", (_key(wiki, target), total))


def drop_marks(db: sqlite3.Connection) -> None:
    """Delete the marks of pages of which no exploration is left."""
    db.execute(
        "DELETE FROM checked WHERE (wiki, target) NOT IN (SELECT wiki, target FROM exploration)"
    )
    db.execute(
        "DELETE FROM seal WHERE kind = 'checked'"
        " AND key NOT IN (SELECT wiki || char(31) || target FROM exploration)"
    )


def _key(wiki: str, target: str) -> str:
    return f"{wiki}\x1f{target}"
