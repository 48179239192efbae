# SPDX-License-Identifier: MIT
"""Where links come from, and the texts in which that was read.

Each record has its check. One that is damaged is left out: the wiki can be asked again.
"""

import logging
import sqlite3
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sized
from contextlib import suppress
from typing import Any, TypeVar

from wikilinks_gui.errors import NothingStoredError
from wikilinks_gui.store.checks import check_of
from wikilinks_gui.store.explorations import ExplorationStore
from wikilinks_gui.store.records import OriginRecord, PageText
from wikilinks_gui.translation import _

log = logging.getLogger("wikilinks_gui.store")

_AT_ONCE = 500
"""Values in a statement; old versions of SQLite allow 999."""

_TEXT = "INSERT OR REPLACE INTO text VALUES (?, ?, ?, ?, ?)"

_TEMPLATE = "INSERT OR REPLACE INTO template VALUES (?, ?, ?, ?)"

_ORIGIN = "INSERT OR REPLACE INTO origin VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

_EXISTS = "SELECT 1 FROM exploration WHERE id = ?"

_READ = (
    "SELECT exploration, via, page_id, revision, touched, origin, is_sure, templates, uses, sum"
    " FROM origin"
)

_Value = TypeVar("_Value", int, str)

_LIST_SEPARATOR = "\n"
"""Stands in no title."""


class OriginStore(ExplorationStore):
    """Origins of rows, and texts of pages."""

    def keep_origins(
        self,
        exploration: int,
        origins: Iterable[OriginRecord],
        wiki: str = "",
        texts: Iterable[PageText] = (),
        templates: Mapping[str, str] | None = None,
    ) -> None:
        """Keep where links come from, and texts of pages of a wiki, in one transaction.

        ``templates`` are texts of those through which links come, by title.
        Raises NothingStoredError where the exploration was deleted meanwhile: nothing is kept then.
        """
        with self._writing() as db:
            if not db.execute(_EXISTS, (exploration,)).fetchone():
                raise NothingStoredError(_("This list is no longer stored. Reload the page."))
            for page_id, revision, text in texts:
                packed = None if text is None else zlib.compress(text.encode())
                page = wiki, page_id, revision, packed
                db.execute(_TEXT, (*page, check_of(page)))
            for title, text in (templates or {}).items():
                template = exploration, title, zlib.compress(text.encode())
                db.execute(_TEMPLATE, (*template, check_of(template)))
            for origin in origins:
                row = (exploration, *_packed(origin))
                db.execute(_ORIGIN, (*row, check_of(row)))

    def origins(self, exploration: int) -> Iterator[OriginRecord]:
        """Read where links come from, by ``via`` and page id; in any one thread."""
        with self._snapshot() as db:
            query = f"{_READ} WHERE exploration = ? ORDER BY via, page_id"
            yield from _records(db.execute(query, (exploration,)))

    def pages_with_origins(self, exploration: int) -> list[int]:
        """Read the ids of the pages of which an exploration has origins, ascending."""
        query = "SELECT DISTINCT page_id FROM origin WHERE exploration = ? ORDER BY page_id"
        with self._reading() as db:
            return [page_id for (page_id,) in db.execute(query, (exploration,))]

    def origins_of(
        self, exploration: int, via: int, page_ids: Collection[int]
    ) -> list[OriginRecord]:
        """Read where links of some pages through one redirect come from, as far as it is known."""
        found: list[OriginRecord] = []
        with self._reading() as db:
            for some in _pieces(page_ids):
                query = (
                    f"{_READ} WHERE exploration = ? AND via = ? AND page_id IN ({_places(some)})"
                )
                found += _records(db.execute(query, (exploration, via, *some)))
        return found

    def texts(self, wiki: str, page_ids: Collection[int]) -> dict[int, PageText]:
        """Read texts of pages of a wiki, those that are there."""
        found = {}
        with self._reading() as db:
            for some in _pieces(page_ids):
                query = (
                    "SELECT wiki, page_id, revision, text, sum FROM text"  # noqa: S608
                    f" WHERE wiki = ? AND page_id IN ({_places(some)})"
                )
                for record in db.execute(query, (wiki, *some)):
                    if text := _text(record):
                        found[text.page_id] = text
        return found

    def template_texts(self, exploration: int, titles: Collection[str]) -> dict[str, str]:
        """Read texts of templates through which links of a list come, those that are there."""
        found = {}
        with self._reading() as db:
            for some in _pieces(titles):
                query = (
                    "SELECT exploration, title, text, sum FROM template"  # noqa: S608
                    f" WHERE exploration = ? AND title IN ({_places(some)})"
                )
                for *values, sum_ in db.execute(query, (exploration, *some)):
                    with suppress(zlib.error, ValueError):
                        if check_of(tuple(values)) == sum_:
                            found[str(values[1])] = zlib.decompress(values[2]).decode()
        return {title: found[title] for title in titles if title in found}


def _pieces(values: Collection[_Value]) -> Iterator[list[_Value]]:
    wanted = list(values)
    for start in range(0, len(wanted), _AT_ONCE):
        yield wanted[start : start + _AT_ONCE]


def _places(values: Sized) -> str:
    return ",".join("?" * len(values))


def _records(found: sqlite3.Cursor) -> Iterator[OriginRecord]:
    for *values, sum_ in found:
        with suppress(ValueError):
            if check_of(tuple(values)) == sum_:
                yield _unpacked(values[1:])
                continue
        log.warning("the origin of a link is damaged, and must be asked for again")


def _packed(origin: OriginRecord) -> tuple[int | str, ...]:
    return (
        origin.via,
        origin.page_id,
        origin.revision,
        origin.touched,
        origin.origin,
        int(origin.is_sure),
        _LIST_SEPARATOR.join(origin.templates),
        _LIST_SEPARATOR.join(map(str, origin.uses)),
    )


def _unpacked(values: list[int | str]) -> OriginRecord:
    """Read a record. Raises ValueError."""
    *numbers, touched, origin, is_sure, templates, uses = values
    via, page_id, revision = map(int, numbers)
    titles = tuple(str(templates).split(_LIST_SEPARATOR)) if templates else ()
    places = tuple(map(int, str(uses).split(_LIST_SEPARATOR))) if uses else ()
    return OriginRecord(
        *(via, page_id, revision, int(origin), bool(is_sure), titles, places, str(touched))
    )


def _text(record: tuple[Any, ...]) -> PageText | None:
    *values, sum_ = record
    if check_of(tuple(values)) == sum_:
        _wiki, page_id, revision, packed = values
        with suppress(zlib.error, ValueError):
            text = None if packed is None else zlib.decompress(packed).decode()
            return PageText(page_id, revision, text)
    log.warning("the text of a page is damaged, and must be asked for again")
    return None
