# SPDX-License-Identifier: MIT
"""The tables of the store, and the way from an older file to them."""

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from wikilinks_gui.errors import StoreTooNewError
from wikilinks_gui.store.checks import check_of
from wikilinks_gui.store.connection import damaged, transaction
from wikilinks_gui.translation import _

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE wiki (
        key TEXT PRIMARY KEY,
        api_url TEXT NOT NULL,
        siteinfo TEXT NOT NULL,             -- JSON
        read_at TEXT NOT NULL               -- dates are ISO 8601 in UTC
    ) WITHOUT ROWID;

    CREATE TABLE address (                  -- what a person typed for a wiki
        address TEXT PRIMARY KEY,
        wiki TEXT NOT NULL
    ) WITHOUT ROWID;

    CREATE TABLE exploration (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        wiki TEXT NOT NULL,
        typed TEXT NOT NULL,
        target TEXT NOT NULL,
        options TEXT NOT NULL,              -- canonical JSON: equal options are equal text
        resolution TEXT NOT NULL,           -- JSON
        started TEXT NOT NULL,
        updated TEXT NOT NULL,
        state TEXT,                         -- JSON, where to go on; NULL: complete
        exported TEXT,
        rows INTEGER NOT NULL DEFAULT 0,
        batches INTEGER NOT NULL DEFAULT 0  -- grows with each batch: shows a second writer
    );

    -- Rows of a group come in ascending page id, so this key appends, and it is the order in
    -- which rows are read: no other index, no sorting.
    CREATE TABLE row (
        exploration INTEGER NOT NULL,
        via INTEGER NOT NULL,
        page_id INTEGER NOT NULL,
        namespace INTEGER NOT NULL,
        title TEXT NOT NULL,
        kinds INTEGER NOT NULL,
        is_redirect INTEGER NOT NULL,
        section TEXT NOT NULL,
        depth INTEGER NOT NULL,
        PRIMARY KEY (exploration, via, page_id)
    ) WITHOUT ROWID;

    -- The few rows that are redirects to the target (2 is Kind.REDIRECT).
    CREATE INDEX row_redirect ON row (exploration, page_id) WHERE kinds & 2;
    """,
    """
    -- Check marks belong to the page that was explored: a listing made anew has them too.
    CREATE TABLE checked (
        wiki TEXT NOT NULL,
        target TEXT NOT NULL,
        via INTEGER NOT NULL,
        page_id INTEGER NOT NULL,
        PRIMARY KEY (wiki, target, via, page_id)
    ) WITHOUT ROWID;
    """,
    """
    -- A mark is a page's, in whichever ways it links.
    CREATE TABLE checked_page (
        wiki TEXT NOT NULL,
        target TEXT NOT NULL,
        page_id INTEGER NOT NULL,
        PRIMARY KEY (wiki, target, page_id)
    ) WITHOUT ROWID;
    INSERT OR IGNORE INTO checked_page SELECT wiki, target, page_id FROM checked;
    DROP TABLE checked;
    ALTER TABLE checked_page RENAME TO checked;
    """,
    """
    -- Rows are read in the order in which they arrived, numbered from 0 in each exploration. The
    -- order of older ones is not known: redirects come first, outer ones before inner ones.
    CREATE TABLE numbered (
        exploration INTEGER NOT NULL,
        via INTEGER NOT NULL,
        page_id INTEGER NOT NULL,
        namespace INTEGER NOT NULL,
        title TEXT NOT NULL,
        kinds INTEGER NOT NULL,
        is_redirect INTEGER NOT NULL,
        section TEXT NOT NULL,
        depth INTEGER NOT NULL,
        arrival INTEGER NOT NULL,
        PRIMARY KEY (exploration, via, page_id)
    ) WITHOUT ROWID;
    INSERT INTO numbered
        SELECT exploration, via, page_id, namespace, title, kinds, is_redirect, section, depth,
            row_number() OVER (
                PARTITION BY exploration
                ORDER BY kinds & 2 DESC, CASE WHEN kinds & 2 THEN depth ELSE 0 END, via, page_id
            ) - 1
        FROM row WHERE exploration IN (SELECT id FROM exploration)
        ORDER BY exploration, via, page_id;
    DROP TABLE row;
    ALTER TABLE numbered RENAME TO row;

    -- Batches with new rows: arrival number of the first, how many, and the sum of their checks.
    CREATE TABLE batch (
        exploration INTEGER NOT NULL,
        first INTEGER NOT NULL,
        rows INTEGER NOT NULL,
        sum INTEGER NOT NULL,
        PRIMARY KEY (exploration, first)
    ) WITHOUT ROWID;
    INSERT INTO batch
        SELECT exploration, min(arrival), count(*), sum(check_of(arrival, page_id, namespace,
            CAST(title AS BLOB), kinds, is_redirect, CAST(section AS BLOB), via, depth))
        FROM row GROUP BY exploration, arrival / 500;

    -- The checks of all other records.
    CREATE TABLE seal (
        kind TEXT NOT NULL,                 -- the table
        key NOT NULL,                       -- what names the record there
        sum INTEGER NOT NULL,
        PRIMARY KEY (kind, key)
    ) WITHOUT ROWID;
    INSERT INTO seal
        SELECT 'wiki', key,
            check_of(CAST(key AS BLOB), CAST(api_url AS BLOB), CAST(siteinfo AS BLOB))
        FROM wiki;
    INSERT INTO seal
        SELECT 'address', address, check_of(CAST(address AS BLOB), CAST(wiki AS BLOB))
        FROM address;
    INSERT INTO seal
        SELECT 'exploration', id, check_of(id, CAST(wiki AS BLOB), CAST(typed AS BLOB),
            CAST(target AS BLOB), CAST(options AS BLOB), CAST(resolution AS BLOB),
            CAST(started AS BLOB), CAST(updated AS BLOB), CAST(state AS BLOB),
            CAST(exported AS BLOB), rows, batches)
        FROM exploration;
    """,
    """
    -- Where redirect pages lead that only link to the target; sealed.
    CREATE TABLE lead (
        exploration INTEGER PRIMARY KEY,
        leads TEXT NOT NULL                 -- JSON: lists of page id, title, section
    );
    """,
    """
    -- The marks of a page have the sum of their checks, in one seal.
    INSERT INTO seal
        SELECT 'checked', wiki || char(31) || target, sum(check_of(page_id))
        FROM checked GROUP BY wiki, target;
    """,
    """
    -- Texts of pages, at a revision; NULL: hidden, or no wikitext.
    CREATE TABLE text (
        wiki TEXT NOT NULL,
        page_id INTEGER NOT NULL,
        revision INTEGER NOT NULL,
        text BLOB,                          -- UTF-8, compressed by zlib
        sum INTEGER NOT NULL,
        PRIMARY KEY (wiki, page_id)
    ) WITHOUT ROWID;

    -- Where the links of rows come from.
    CREATE TABLE origin (
        exploration INTEGER NOT NULL,
        via INTEGER NOT NULL,
        page_id INTEGER NOT NULL,
        revision INTEGER NOT NULL,          -- of the text in which it was read
        origin INTEGER NOT NULL,
        is_sure INTEGER NOT NULL,
        templates TEXT NOT NULL,            -- titles, a line each
        uses TEXT NOT NULL,                 -- where links stand in the text, a line each
        sum INTEGER NOT NULL,
        PRIMARY KEY (exploration, via, page_id)
    ) WITHOUT ROWID;
    """,
    """
    -- Texts of the templates through which links of a list come.
    CREATE TABLE template (
        exploration INTEGER NOT NULL,
        title TEXT NOT NULL,
        text BLOB NOT NULL,                 -- UTF-8, compressed by zlib
        sum INTEGER NOT NULL,
        PRIMARY KEY (exploration, title)
    ) WITHOUT ROWID;
    """,
    """
    -- Where the links of rows come from, now with when the page was touched; they are found again.
    DROP TABLE origin;
    CREATE TABLE origin (
        exploration INTEGER NOT NULL,
        via INTEGER NOT NULL,
        page_id INTEGER NOT NULL,
        revision INTEGER NOT NULL,          -- of the text in which it was read
        touched TEXT NOT NULL,              -- the page or what it transcludes, last before that
        origin INTEGER NOT NULL,
        is_sure INTEGER NOT NULL,
        templates TEXT NOT NULL,            -- titles, a line each
        uses TEXT NOT NULL,                 -- where links stand in the text, a line each
        sum INTEGER NOT NULL,
        PRIMARY KEY (exploration, via, page_id)
    ) WITHOUT ROWID;
    """,
)
"""SQL scripts in order, which may use ``check_of``.

A file's version (``PRAGMA user_version``) is how many it has had.
"""


def version_of(db: sqlite3.Connection) -> int:
    """Read the version of the file's schema; 0 is a new file."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def check_version(db: sqlite3.Connection, path: Path, migrations: Sequence[str]) -> None:
    """Refuse a file that this program must not touch, before anything is written to it.

    Raises :class:`StoreTooNewError`, or :class:`StoreDamagedError` for another program's database.
    """
    version = version_of(db)
    if version > len(migrations):
        raise StoreTooNewError(
            _(
                "{path} was written by a newer version of this program (its version is {version}, "
                "this program knows {known}). Install the newer version, or choose "
                "another folder with --basedir."
            ).format(path=path, version=version, known=len(migrations))
        )
    if version == 0 and db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise damaged(path, _("it contains tables of another program"))


def migrate(db: sqlite3.Connection, path: Path, migrations: Sequence[str]) -> None:
    """Bring the file to the newest version, in one transaction: all migrations or none."""
    if version_of(db) == len(migrations):
        return
    with transaction(db):
        check_version(db, path, migrations)  # again: another program may have been faster
        db.create_function("check_of", -1, _check_of, deterministic=True)
        for script in migrations[version_of(db) :]:
            for statement in _statements(script):
                db.execute(statement)
        db.execute(f"PRAGMA user_version = {len(migrations)}")


def _check_of(*values: str | int | float | bytes | None) -> int:
    """Return the check of a record whose texts come as UTF-8, which may be damaged."""
    return check_of(
        tuple(
            value.decode(errors="surrogateescape") if isinstance(value, bytes) else value
            for value in values
        )
    )


def _statements(script: str) -> Iterator[str]:
    """Split a script after its statements; ``executescript`` would end our transaction."""
    statement = ""
    for piece in script.split(";"):
        statement += piece + ";"
        if sqlite3.complete_statement(statement):  # the semicolon was not in a text or a trigger
            yield statement
            statement = ""
