# SPDX-License-Identifier: MIT
"""Checks: each stored record and batch of rows carries one, which is compared when it is read.

SQLite notices damage to the structure of its file, but not to the text and numbers in it. So the
table ``seal`` has the check of each record of the small tables, a CRC-32 of its values. What has
many records has the sum of their checks: a batch of rows in its own record, the check marks of a
page in their seal. A CRC-32 differs for certain when up to four adjacent bytes do, and otherwise
in all but one of four thousand million cases.
"""

import sqlite3
from typing import TypeAlias
from zlib import crc32

Value: TypeAlias = str | int | float | bytes | None
"""What a column of the store can hold; floats and bytes only if it is damaged."""

# As %s takes every type, a number that has become a text, a float or bytes has another check, and
# is no error. (Measured: a row takes 0.4 µs; str.join, which is as short, 1.8 µs.)
_PATTERNS = ["\x1f".join(["%s"] * count) for count in range(13)]


def check_of(values: tuple[Value, ...]) -> int:
    """Return the check of a record."""
    return crc32((_PATTERNS[len(values)] % values).encode(errors="surrogateescape"))


def seal(db: sqlite3.Connection, kind: str, key: str | int, values: tuple[Value, ...]) -> None:
    """Write the check of a record, in the transaction that writes the record."""
    db.execute("INSERT OR REPLACE INTO seal VALUES (?, ?, ?)", (kind, key, check_of(values)))


def is_sealed(
    db: sqlite3.Connection, kind: str, key: str | int, values: tuple[Value, ...] | None
) -> bool:
    """Return whether a record is as it was written; None: there is no record."""
    found = db.execute("SELECT sum FROM seal WHERE kind = ? AND key = ?", (kind, key)).fetchone()
    return bool(found == (None if values is None else (check_of(values),)))
