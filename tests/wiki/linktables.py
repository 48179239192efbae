# SPDX-License-Identifier: MIT
"""Who links to what in a wiki's own tables, whatever columns this version of MediaWiki has for it.

Up to 1.42 ``pagelinks`` names what is linked itself; ``templatelinks``, and ``pagelinks`` from 1.43
on, name a row of ``linktarget``.
"""

import sqlite3
from collections.abc import Collection, Iterator
from typing import Literal

Table = Literal["pagelinks", "templatelinks"]

Link = tuple[int, str, int, int]
"""What is linked, by namespace and title, and what links, by namespace and page id."""

_PREFIXES: dict[Table, str] = {"pagelinks": "pl_", "templatelinks": "tl_"}


def read_links(db: sqlite3.Connection, table: Table) -> Iterator[Link]:
    """Read all links of a table."""
    prefix = _PREFIXES[table]
    source = f"{prefix}from_namespace, {prefix}from FROM {table}"
    if _has_ids(db, table):
        return db.execute(
            f"SELECT lt_namespace, lt_title, {source} JOIN linktarget ON lt_id = {prefix}target_id"
        )
    return db.execute(f"SELECT {prefix}namespace, {prefix}title, {source}")


def insert_links(db: sqlite3.Connection, table: Table, links: Collection[Link]) -> None:
    """Insert links into a table."""
    prefix = _PREFIXES[table]
    source = f"{prefix}from_namespace, {prefix}from)"
    if _has_ids(db, table):
        db.executemany(
            "INSERT OR IGNORE INTO linktarget (lt_namespace, lt_title) VALUES (?, ?)",
            {link[:2] for link in links},
        )
        db.executemany(
            f"INSERT INTO {table} ({prefix}target_id, {source}"
            " SELECT lt_id, ?, ? FROM linktarget WHERE lt_namespace = ? AND lt_title = ?",
            ((*link[2:], *link[:2]) for link in links),
        )
    else:
        db.executemany(
            f"INSERT INTO {table} ({prefix}namespace, {prefix}title, {source} VALUES (?, ?, ?, ?)",
            links,
        )


def _has_ids(db: sqlite3.Connection, table: Table) -> bool:
    """Return whether a table holds ids alone; 1.41 and 1.42 have them beside the titles."""
    columns = db.execute("SELECT name FROM pragma_table_info(?)", (table,))
    return (f"{_PREFIXES[table]}title",) not in columns.fetchall()
