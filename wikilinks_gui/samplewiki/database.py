# SPDX-License-Identifier: MIT
"""The sample wiki's pages and links in SQLite, in the shape of MediaWiki's own tables."""

import itertools
import lzma
import sqlite3
import sys
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
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
CREATE INDEX IF NOT EXISTS pl_backlinks_namespace
    ON pagelinks (pl_namespace, pl_title, pl_from_namespace, pl_from);
CREATE INDEX IF NOT EXISTS pl_links
    ON pagelinks (pl_from, pl_namespace, pl_title);
CREATE INDEX IF NOT EXISTS tl_backlinks_namespace
    ON templatelinks (tl_namespace, tl_title, tl_from_namespace, tl_from);
CREATE INDEX IF NOT EXISTS il_backlinks_namespace
    ON imagelinks (il_to, il_from_namespace, il_from);
"""
"""Made when a database is opened: they keep listings by namespace, and the links of a page, to
ranges of an index, and would double the bundled file. A database given as a file must have them."""

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


class Target(NamedTuple):
    """What links are listed to; ``after`` is where the listing begins."""

    namespace: int
    title: str
    after: tuple[int | None, int] | None = None  # namespace (where it counts) and id of the first


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

    def __init__(self, source: sqlite3.Connection | Path | str | None = None) -> None:
        """Open the bundled pages, or a file, or take a connection that stays the caller's.

        The connection must have been opened with ``check_same_thread=False``.
        """
        self._owned = not isinstance(source, sqlite3.Connection)
        if isinstance(source, sqlite3.Connection):
            self._connection = source
            source.executescript(INDEXES)
        elif source is not None:
            uri = Path(source).resolve().as_uri() + "?mode=ro"
            self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        else:
            self._connection = sqlite3.connect(":memory:", check_same_thread=False)
            packed = resource_path("samplewiki/sample.sqlite.xz").read_bytes()
            self._connection.deserialize(lzma.decompress(packed))
            self._connection.executescript(INDEXES)
        self._lock = Lock()

    def close(self) -> None:
        """Close the connection, unless it was given."""
        if self._owned:
            self._connection.close()

    def _rows(self, sql: str, values: Sequence[object]) -> list[tuple[int | str, ...]]:
        with self._lock:
            return self._connection.execute(sql, values).fetchall()

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

    def pages_by_prefix(
        self, prefixes: Sequence[tuple[int, str]], limit: int, offset: int = 0
    ) -> list[Page]:
        """Return pages by namespace and by how their titles begin, ordered by title.

        Reads one range of an index for each namespace; what is before ``offset`` is read as well.
        """
        if not prefixes:
            return []
        scan = "SELECT * FROM page WHERE page_namespace = ? AND page_title >= ? AND page_title < ?"
        scans = " UNION ALL ".join([scan] * len(prefixes))
        bounds = [(namespace, begin, begin + chr(sys.maxunicode)) for namespace, begin in prefixes]
        rows = self._rows(
            f"{scans} ORDER BY page_title, page_namespace LIMIT ? OFFSET ?",
            [*itertools.chain(*bounds), limit, offset],
        )
        return [_page(row) for row in rows]

    def pages_by_title(
        self, namespaces: Iterable[int], like: Sequence[str], fits: Callable[[str], bool]
    ) -> list[Page]:
        """Return the pages of some namespaces whose titles match all patterns and fit, by page id.

        Reads every title; ``like`` are patterns of SQL, that leave few to be asked of ``fits``.
        """
        conditions = [f"+page_namespace IN ({','.join(map(str, namespaces))})"]
        conditions += ["page_title LIKE ?"] * len(like)
        sql = f"SELECT * FROM page WHERE {' AND '.join(conditions)} ORDER BY page_id"  # noqa: S608
        with self._lock:
            rows = self._connection.execute(sql, like)
            return [_page(row) for row in rows if fits(row[2])]

    def links(
        self,
        table: LinkTable,
        targets: Iterable[Target],
        limit: int,
        *,
        namespaces: Sequence[int] | None = None,
        descending: bool = False,
        where: str = "",
    ) -> list[Link]:
        """Return at most ``limit`` links to the targets, target by target.

        Each target's come by the page id of what links, and with several ``namespaces`` (which
        must be in order) by namespace first; redirects come by page id alone. ``where`` is one
        more condition. Each query reads one range of an index.
        """
        links: list[Link] = []
        for target in targets:
            for conditions, values in _scans(table, target, namespaces, descending):
                rows = self._rows(
                    _select(table, [*conditions, where] if where else conditions, descending),
                    (*values, limit - len(links)),
                )
                links += [
                    Link(target.namespace, target.title, _page(row[:4]), str(row[4]))
                    for row in rows
                ]
                if len(links) == limit:
                    return links
        return links

    def links_from(
        self,
        page_ids: Iterable[int],
        limit: int,
        *,
        after: Place | None = None,
        namespaces: Sequence[int] | None = None,
        targets: Container[tuple[int, str]] | None = None,
        descending: bool = False,
    ) -> list[Place]:
        """Return at most ``limit`` links of pages, page by page, each page's by what they link to.

        ``after`` is the first one wanted. Each query reads one range of an index; with ``targets``,
        which alone are wanted then, all links of a page.
        """
        found: list[Place] = []
        order = "DESC" if descending else "ASC"
        beyond = f"(pl_namespace, pl_title) {'<=' if descending else '>='} (?, ?)"
        some = f"+pl_namespace IN ({','.join(map(str, namespaces or ()))})"
        for page_id in page_ids:
            values: list[int | str] = [page_id]
            conditions = ["pl_from = ?", *([some] if namespaces else [])]
            if after and page_id == after[0]:
                conditions.append(beyond)
                values += after[1:]
            rows = self._rows(
                "SELECT pl_from, pl_namespace, pl_title FROM pagelinks "  # noqa: S608
                f"WHERE {' AND '.join(conditions)} "
                f"ORDER BY pl_namespace {order}, pl_title {order} LIMIT ?",
                (*values, -1 if targets is not None else limit - len(found)),
            )
            links = ((int(row[0]), int(row[1]), str(row[2])) for row in rows)
            found += (link for link in links if targets is None or link[1:] in targets)
            if len(found) >= limit:
                return found[:limit]
        return found


def _select(table: LinkTable, conditions: list[str], descending: bool) -> str:
    fragment = "rd_fragment" if table.name == "redirect" else "''"
    return (
        f"SELECT page.*, {fragment} FROM {table.name} "  # noqa: S608
        f"CROSS JOIN page ON page_id = {table.prefix}_from WHERE {' AND '.join(conditions)} "
        f"ORDER BY {table.prefix}_from {'DESC' if descending else 'ASC'} LIMIT ?"
    )


def _scans(
    table: LinkTable, target: Target, namespaces: Sequence[int] | None, descending: bool
) -> Iterator[tuple[list[str], list[int | str]]]:
    """Yield conditions and their values: one range of an index at a time."""
    compare = "<=" if descending else ">="
    values: list[int | str] = [target.title]
    if table.to_files:
        conditions = ["il_to = ?"]
    else:
        conditions = [f"{table.prefix}_namespace = ?", f"{table.prefix}_title = ?"]
        values = [target.namespace, target.title]
    beyond = [f"{table.prefix}_from {compare} ?"]
    if table.name == "redirect" and namespaces:
        conditions.append(f"page_namespace IN ({','.join(map(str, namespaces))})")
    elif namespaces:
        conditions.append(f"{table.prefix}_from_namespace = ?")
        for namespace in reversed(namespaces) if descending else namespaces:
            if not target.after or _is_beyond(namespace, target.after[0], descending):
                yield conditions, [*values, namespace]
            elif target.after[0] in (None, namespace):
                yield conditions + beyond, [*values, namespace, target.after[1]]
        return
    if target.after:
        yield conditions + beyond, [*values, target.after[1]]
    else:
        yield conditions, values


def _is_beyond(namespace: int, after: int | None, descending: bool) -> bool:
    return after is not None and (namespace < after if descending else namespace > after)


def _page(row: Sequence[int | str]) -> Page:
    page_id, namespace, title, is_redirect = row
    return Page(int(page_id), int(namespace), str(title), bool(is_redirect))
