# SPDX-License-Identifier: MIT
"""The sample wiki's pages and links in SQLite, in the shape of MediaWiki's own tables."""

import lzma
import sqlite3
import sys
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import NamedTuple

from wikilinks_gui.resources import resource_path

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
"""
"""The tables; whoever makes a database for :class:`SampleWiki` executes this and inserts rows."""

INDEXES = """
CREATE INDEX IF NOT EXISTS pl_links
    ON pagelinks (pl_from, pl_namespace, pl_title);
"""
"""Made when a database is opened: it keeps the links of a page to a range of an index, and would
enlarge the bundled file by a third. A database given as a file must have it."""

Place = tuple[int, int, str]
"""A link by where it is: the page that links, the namespace and the title of what it links to."""


class Page(NamedTuple):
    """A page that exists."""

    page_id: int
    namespace: int
    title: str  # as in a URL: underscores, no namespace
    is_redirect: bool


class Redirect(NamedTuple):
    """Where a page that is a redirect points."""

    source: int  # page id
    namespace: int
    title: str
    interwiki: str
    fragment: str


class Link(NamedTuple):
    """One page that links, with what it links to."""

    namespace: int  # of the page linked to
    title: str
    page: Page  # that links
    fragment: str  # of a redirect, else ""

    @property
    def target(self) -> tuple[int, str]:
        """Namespace and title of the page linked to."""
        return self.namespace, self.title


class Target(NamedTuple):
    """What links are listed to."""

    namespace: int
    title: str
    first: int = 0  # the id of the page that links with which the listing begins


@dataclass(frozen=True, slots=True)
class LinkTable:
    """The names of one table's columns."""

    name: str
    prefix: str

    @property
    def to_files(self) -> bool:
        """Whether it has a title column only, all in the namespace of files."""
        return self.name == "imagelinks"


PAGELINKS = LinkTable("pagelinks", "pl")
TEMPLATELINKS = LinkTable("templatelinks", "tl")
IMAGELINKS = LinkTable("imagelinks", "il")
REDIRECT = LinkTable("redirect", "rd")


class Database:
    """Questions to the tables, one at a time; safe to use from several threads."""

    def __init__(self, connection: sqlite3.Connection | None = None) -> None:
        """Take a connection, or open the bundled pages.

        It must have been opened with ``check_same_thread=False``.
        """
        if connection is None:
            connection = sqlite3.connect(":memory:", check_same_thread=False)
            packed = resource_path("samplewiki/sample.sqlite.xz").read_bytes()
            connection.deserialize(lzma.decompress(packed))
            connection.executescript(INDEXES)
        self.connection = connection
        self._lock = Lock()

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()

    def _rows(self, sql: str, values: Sequence[object]) -> list[tuple[int | str, ...]]:
        with self._lock:
            return self.connection.execute(sql, values).fetchall()

    def pages(self, titles: Iterable[tuple[int, str]]) -> dict[tuple[int, str], Page]:
        """Return the pages that exist, by namespace and title."""
        sql = "SELECT * FROM page WHERE page_namespace = ? AND page_title = ?"
        found = (_page(row) for title in titles for row in self._rows(sql, title))
        return {(page.namespace, page.title): page for page in found}

    def pages_by_id(self, ids: Iterable[int]) -> dict[int, Page]:
        """Return the pages that exist, by page id."""
        sql = "SELECT * FROM page WHERE page_id = ?"
        found = (_page(row) for page_id in ids for row in self._rows(sql, (page_id,)))
        return {page.page_id: page for page in found}

    def redirects(self, ids: Iterable[int]) -> list[Redirect]:
        """Return where redirect pages point, ascending by their page ids."""
        sql = "SELECT * FROM redirect WHERE rd_from = ?"
        rows = (row for page_id in sorted(ids) for row in self._rows(sql, (page_id,)))
        return [Redirect(int(a), int(b), str(c), str(d), str(e)) for a, b, c, d, e in rows]

    def pages_by_prefix(self, namespace: int, begin: str, limit: int) -> list[Page]:
        """Return the pages of a namespace whose titles begin so, ordered by title."""
        rows = self._rows(
            "SELECT * FROM page WHERE page_namespace = ? AND page_title >= ? AND page_title < ?"
            " ORDER BY page_title LIMIT ?",
            (namespace, begin, begin + chr(sys.maxunicode), limit),
        )
        return [_page(row) for row in rows]

    def pages_by_title(
        self, namespace: int, like: Sequence[str], fits: Callable[[str], bool]
    ) -> list[Page]:
        """Return the pages of a namespace whose titles match all patterns and fit, by page id.

        Reads every title; ``like`` are patterns of SQL, that leave few to be asked of ``fits``.
        """
        conditions = ["+page_namespace = ?"] + ["page_title LIKE ?"] * len(like)
        sql = f"SELECT * FROM page WHERE {' AND '.join(conditions)} ORDER BY page_id"  # noqa: S608
        with self._lock:
            rows = self.connection.execute(sql, (namespace, *like))
            return [_page(row) for row in rows if fits(row[2])]

    def links(
        self, table: LinkTable, targets: Iterable[Target], limit: int, *, where: str = ""
    ) -> list[Link]:
        """Return at most ``limit`` links to the targets, target by target, by page id.

        ``where`` is one more condition. Each query reads one range of an index.
        """
        links: list[Link] = []
        prefix = table.prefix
        names = ["il_to"] if table.to_files else [f"{prefix}_namespace", f"{prefix}_title"]
        conditions = [f"{name} = ?" for name in names] + [f"{prefix}_from >= ?"]
        sql = (
            f"SELECT page.*, {'rd_fragment' if table is REDIRECT else repr('')} "  # noqa: S608
            f"FROM {table.name} CROSS JOIN page ON page_id = {prefix}_from "
            f"WHERE {' AND '.join([*conditions, *filter(None, [where])])} "
            f"ORDER BY {prefix}_from LIMIT ?"
        )
        for target in targets:
            values = target[1:] if table.to_files else target
            links += [
                Link(target.namespace, target.title, _page(row[:4]), str(row[4]))
                for row in self._rows(sql, (*values, limit - len(links)))
            ]
            if len(links) == limit:
                break
        return links

    def links_from(
        self,
        page_ids: Iterable[int],
        limit: int,
        *,
        start: Place,
        namespaces: Sequence[int] = (),
        targets: Container[tuple[int, str]] | None = None,
    ) -> list[Place]:
        """Return at most ``limit`` links of pages, page by page, each page's by what they link to.

        ``start`` is the first one wanted. Each query reads one range of an index; with
        ``targets``, which alone are wanted then, all links of a page.
        """
        found: list[Place] = []
        some = f"AND +pl_namespace IN ({','.join(map(str, namespaces))})" if namespaces else ""
        for page_id in page_ids:
            rows = self._rows(
                "SELECT pl_from, pl_namespace, pl_title FROM pagelinks "  # noqa: S608
                f"WHERE pl_from = ? AND (pl_namespace, pl_title) >= (?, ?) {some} "
                "ORDER BY pl_namespace, pl_title LIMIT ?",
                (
                    page_id,
                    *(start[1:] if page_id == start[0] else (0, "")),
                    -1 if targets is not None else limit - len(found),
                ),
            )
            links = ((int(row[0]), int(row[1]), str(row[2])) for row in rows)
            found += (link for link in links if targets is None or link[1:] in targets)
            if len(found) >= limit:
                break
        return found[:limit]


def _page(row: Sequence[int | str]) -> Page:
    page_id, namespace, title, is_redirect = row
    return Page(int(page_id), int(namespace), str(title), bool(is_redirect))
