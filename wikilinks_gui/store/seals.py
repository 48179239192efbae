# SPDX-License-Identifier: MIT
"""Checks that show whether what is read from the store is what was written to it.

SQLite notices damage to the structure of its file, but not to the text and numbers in it. So each
record of the small tables has a seal, a CRC-32 of its values, and each batch of rows has the sum
of those of its rows (:mod:`wikilinks_gui.store.rows`). A CRC-32 differs for certain when up to
four adjacent bytes do, and otherwise in all but one of four thousand million cases.
"""

import sqlite3
from collections.abc import Iterable
from zlib import crc32

from wikilinks_gui.store.records import Value

# Of arrival number, page_id, namespace, title, kinds, is_redirect, section, via, depth. As %s takes
# every type, a number that has become a text or a float has another check, and is no error.
_ROW = "\x1f".join(["%s"] * 9)


def row_check(values: tuple[Value, ...]) -> int:
    """Return the check of a row: its arrival number, then its values in the order of Row."""
    return crc32((_ROW % values).encode())


def check_of(*values: Value) -> int:
    """Return the check of a record. Texts may be given as UTF-8, as migrations do."""
    texts = (
        value.decode(errors="surrogateescape") if isinstance(value, bytes) else str(value)
        for value in values
    )
    return crc32("\x1f".join(texts).encode(errors="surrogateescape"))


def seal(db: sqlite3.Connection, kind: str, key: str | int, values: Iterable[Value]) -> None:
    """Write the seal of a record, in the transaction that writes the record."""
    db.execute("INSERT OR REPLACE INTO seal VALUES (?, ?, ?)", (kind, key, check_of(*values)))


def is_sealed(
    db: sqlite3.Connection, kind: str, key: str | int, values: Iterable[Value] | None
) -> bool:
    """Return whether a record is as it was written; None: there is no record."""
    found = db.execute("SELECT sum FROM seal WHERE kind = ? AND key = ?", (kind, key)).fetchone()
    if values is None:
        return found is None
    written = tuple(values)
    is_blob = any(isinstance(value, bytes) for value in written)  # which has a text's check
    return not is_blob and found == (check_of(*written),)
