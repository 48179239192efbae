# SPDX-License-Identifier: MIT
"""The sample wiki's pages and links in SQLite, in the shape of MediaWiki's own tables."""

import json
import lzma
import sqlite3
from collections.abc import Sequence
from threading import Lock
from typing import Any, NamedTuple

from wikilinks_gui.resources import resource_path
from wikilinks_gui.samplewiki.titles import Title

SCHEMA = """
CREATE TABLE page (
    page_id INTEGER PRIMARY KEY,
    page_namespace INTEGER NOT NULL,
    page_title TEXT NOT NULL,
    page_is_redirect INTEGER NOT NULL
);
CREATE UNIQUE INDEX page_name_title ON page (page_namespace, page_title);
CREATE TABLE redirect (
    rd_from INTEGER PRIMARY KEY,
    rd_namespace INTEGER NOT NULL,
    rd_title TEXT NOT NULL,
    rd_interwiki TEXT NOT NULL,
    rd_fragment TEXT NOT NULL
);
CREATE INDEX rd_ns_title ON redirect (rd_namespace, rd_title, rd_from);
CREATE TABLE pagelinks (
    pl_namespace INTEGER NOT NULL,
    pl_title TEXT NOT NULL,
    pl_from_namespace INTEGER NOT NULL,
    pl_from INTEGER NOT NULL,
    PRIMARY KEY (pl_namespace, pl_title, pl_from)
) WITHOUT ROWID;
CREATE TABLE templatelinks (
    tl_namespace INTEGER NOT NULL,
    tl_title TEXT NOT NULL,
    tl_from_namespace INTEGER NOT NULL,
    tl_from INTEGER NOT NULL,
    PRIMARY KEY (tl_namespace, tl_title, tl_from)
) WITHOUT ROWID;
CREATE TABLE imagelinks (
    il_to TEXT NOT NULL,
    il_from_namespace INTEGER NOT NULL,
    il_from INTEGER NOT NULL,
    PRIMARY KEY (il_to, il_from)
) WITHOUT ROWID;
CREATE TABLE text (
    text_page INTEGER PRIMARY KEY,
    text_content TEXT NOT NULL
);
"""
"""The tables; whoever makes a database for :class:`SampleWiki` executes this and inserts rows."""

INDEXES = """
CREATE INDEX IF NOT EXISTS pl_links
    ON pagelinks (pl_from, pl_namespace, pl_title);
CREATE INDEX IF NOT EXISTS tl_links
    ON templatelinks (tl_from, tl_namespace, tl_title);
"""
"""Made when a database is opened: they keep the links of a page to a range of an index, and would
enlarge the bundled file by a third. A database given as a file must have them."""


def _links(table: str, prefix: str, to: str = "", fragment: str = "''") -> str:
    """Return the query for links to a page, which reads one range of an index."""
    return (
        f"SELECT page.*, {fragment} "  # noqa: S608
        f"FROM {table} CROSS JOIN page ON page_id = {prefix}_from "
        f"WHERE {to or f'{prefix}_namespace = ? AND {prefix}_title = ?'} "
        f"AND {prefix}_from >= ? AND page_is_redirect >= ? ORDER BY {prefix}_from LIMIT ?"
    )


LINKS = _links("pagelinks", "pl")
TRANSCLUSIONS = _links("templatelinks", "tl")
FILE_USES = _links("imagelinks", "il", "? = 6 AND il_to = ?")
REDIRECTS = _links(
    "redirect", "rd", "rd_namespace = ? AND rd_title = ? AND rd_interwiki = ''", "rd_fragment"
)


class Page(NamedTuple):
    """A page that exists."""

    page_id: int
    namespace: int
    title: str  # as in a URL: underscores, no namespace
    is_redirect: int

    @property
    def key(self) -> tuple[int, str]:
        """Namespace and title."""
        return self.namespace, self.title

    def row(self) -> dict[str, Any]:
        """Return what rows tell of a page."""
        text = Title(self.namespace, self.title).text
        return {"pageid": self.page_id, "ns": self.namespace, "title": text}


class Link(NamedTuple):
    """One page that links."""

    target: int  # which of the pages that links are listed to
    page: Page
    fragment: str  # of a redirect, else ""


def bundled_texts() -> list[tuple[int, str]]:
    """Read the bundled texts, each with the id of its page."""
    packed = resource_path("samplewiki/texts.json.xz").read_bytes()
    texts: list[tuple[int, str]] = json.loads(lzma.decompress(packed))
    return texts


class Database:
    """Questions to the tables, one at a time; safe to use from several threads."""

    def __init__(self, connection: sqlite3.Connection | None = None) -> None:
        """Take a connection, or open the bundled pages.

        It must have been opened with ``check_same_thread=False``.
        """
        self._has_texts = True
        if connection is None:
            connection = sqlite3.connect(":memory:", check_same_thread=False)
            packed = resource_path("samplewiki/sample.sqlite.xz").read_bytes()
            connection.deserialize(lzma.decompress(packed))
            connection.executescript(INDEXES)
            self._has_texts = False  # nobody waits for them when the program starts
        self.connection = connection
        self._lock = Lock()

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        with self._lock:
            return self.connection.execute(sql, values).fetchall()

    def pages(self, condition: str, *values: object) -> list[Page]:
        """Return the pages that meet a condition in SQL."""
        rows = self.rows(f"SELECT * FROM page WHERE {condition}", *values)  # noqa: S608
        return [Page(*row) for row in rows]

    def page(self, title: Title) -> Page | None:
        """Return the page with a title, if there is one."""
        found = self.pages("page_namespace = ? AND page_title = ?", *title.key)
        return found[0] if found and not title.interwiki else None

    def redirect(self, page: Page) -> Title:
        """Return where a redirect page points."""
        sql = "SELECT rd_namespace, rd_title, rd_fragment, rd_interwiki FROM redirect"
        namespace, title, fragment, interwiki = self.rows(f"{sql} WHERE rd_from = ?", page.page_id)[
            0
        ]
        return Title(namespace, title, fragment.replace("_", " "), interwiki)

    def text(self, page_id: int) -> str | None:
        """Return the text of a page, if there is one."""
        with self._lock:
            if not self._has_texts:
                self.connection.executemany("INSERT INTO text VALUES (?, ?)", bundled_texts())
                self._has_texts = True
        found = self.rows("SELECT text_content FROM text WHERE text_page = ?", page_id)
        return found[0][0] if found else None

    def links(
        self,
        sql: str,
        targets: Sequence[tuple[int, str]],
        limit: int,
        *,
        start: tuple[int, int] = (0, 0),
        only_redirects: bool = False,
    ) -> list[Link]:
        """Return at most ``limit`` links to the targets, target by target, by page id.

        ``start`` is the first one wanted: the number of a target, and the id of a page that links.
        """
        found: list[Link] = []
        for number, target in enumerate(targets):
            if number >= start[0] and len(found) < limit:
                first = start[1] if number == start[0] else 0
                rows = self.rows(sql, *target, first, only_redirects, limit - len(found))
                found += [Link(number, Page(*row[:4]), row[4]) for row in rows]
        return found
