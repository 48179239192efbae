# SPDX-License-Identifier: MIT
"""What wikis said of themselves, and the addresses that lead to them; each record has a seal.

The date is not sealed: a wrong one has the wiki asked again at most.
"""

import logging
import sqlite3

from wikilinks_gui.errors import StoreDamagedError, plain
from wikilinks_gui.store.records import WIKI_COLUMNS, StoredWiki, Value, wiki_of
from wikilinks_gui.store.seals import is_sealed, seal
from wikilinks_gui.translation import _

log = logging.getLogger("wikilinks_gui.store")

_ALL = f"SELECT {WIKI_COLUMNS} FROM wiki"  # noqa: S608


def save_wiki(db: sqlite3.Connection, record: tuple[str, str, str, str]) -> None:
    """Write a wiki's record, and delete those that are damaged: their wikis can be asked again."""
    for other in db.execute(_ALL).fetchall():
        if not is_sealed(db, "wiki", other[0], other[:3]):
            db.execute("DELETE FROM wiki WHERE key = ?", (other[0],))
    db.execute("INSERT OR REPLACE INTO wiki VALUES (?, ?, ?, ?)", record)
    seal(db, "wiki", record[0], record[:3])


def read_wiki(db: sqlite3.Connection, key: str) -> StoredWiki | None:
    """Read a wiki. Raises StoreDamagedError."""
    return _wiki(db, key, db.execute(f"{_ALL} WHERE key = ?", (key,)).fetchone())


def read_wikis(db: sqlite3.Connection, *, skip_damaged: bool) -> list[StoredWiki]:
    """Read all wikis. Raises StoreDamagedError if any is damaged, or leaves it out and logs it."""
    found = []
    for record in db.execute(_ALL).fetchall():
        try:
            wiki = _wiki(db, record[0], record)
        except StoreDamagedError as error:
            if not skip_damaged:
                raise
            log.warning("%s", error)
        else:
            found += [wiki] if wiki else []
    return found


def save_address(db: sqlite3.Connection, address: str, key: str) -> None:
    """Write that an address leads to a wiki."""
    db.execute("INSERT OR REPLACE INTO address VALUES (?, ?)", (address, key))
    seal(db, "address", address, (address, key))


def read_address(db: sqlite3.Connection, address: str) -> str | None:
    """Read to which wiki an address leads; None as well if that is damaged."""
    query = "SELECT address, wiki FROM address WHERE address = ?"
    record = db.execute(query, (address,)).fetchone()
    if record is None or not is_sealed(db, "address", address, record):
        return None
    return str(record[1])


def _wiki(db: sqlite3.Connection, key: str, record: tuple[Value, ...] | None) -> StoredWiki | None:
    try:
        if not is_sealed(db, "wiki", key, record and record[:3]):
            raise ValueError(_("it has changed"))
        return None if record is None else wiki_of(record)
    except ValueError as error:
        raise StoreDamagedError(
            _(
                "The stored description of the wiki {key} is damaged ({reason}). Ask the wiki"
                " again."
            ).format(key=plain(str(key)), reason=error)
        ) from error
