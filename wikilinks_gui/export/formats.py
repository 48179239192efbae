# SPDX-License-Identifier: MIT
"""What a row looks like in each format."""

import functools
import re
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass

from wikilinks_gui.export.escaping import guarded, to_json
from wikilinks_gui.export.wikitext import link_to
from wikilinks_gui.table.row import Row, Site, kind_names

COLUMNS = (
    "title",
    "namespace",
    "namespace_name",
    "page_id",
    "kinds",
    "is_redirect",
    "via",
    "section",
    "depth",
    "url",
)
"""The columns of a table, and the names in a line of JSON."""

CHECKED = "checked"
"""An optional column: whether the page has a check mark."""

FORMATS = ("csv", "tsv", "jsonl", "wikitext")
"""The names of the formats."""

EXCEL_ROWS = 1_048_576
"""Most lines of a table that Excel opens, with the header."""

_SPLITS = {",": '[",;|\t\r\n]', ";": '[",;|\t\r\n]', "\t": '[";|\t\r\n]'}
"""By separator: a cell with one of these is quoted, as some program may split it there."""

_LINE_END = "\r\n"  # as RFC 4180 has it, and Excel

Encode = Callable[[Sequence[Row]], str]


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """How tables are written; JSON Lines and wikitext have no options."""

    bom: bool = True  # Excel takes a table for UTF-8 only with it
    guard: bool = True  # put a ' before text that a spreadsheet would run as a formula
    separator: str = ","  # of CSV: one character; Excel wants ";" in some locales


@dataclass(frozen=True, slots=True)
class Encoder:
    """A format: what comes first, and the text of some rows."""

    head: str
    encode: Encode


def encoder(
    format: str,  # noqa: A002
    site: Site,
    redirect_titles: Mapping[int, str],
    options: ExportOptions,
    checked: Container[int] | None = None,
) -> Encoder:
    """Make the encoder of a format; raises ``ValueError`` for one that is not in FORMATS.

    ``checked`` has the ids of pages with check marks; with None there is no column of them.
    """
    cells = _Cells(site, redirect_titles, checked)
    if format == "csv":
        return _table(cells, options, options.separator)
    if format == "tsv":
        return _table(cells, options, "\t")
    if format == "jsonl":
        return Encoder("", lambda rows: "".join(_json_line(cells, row) for row in rows))
    if format == "wikitext":
        return Encoder("", lambda rows: "".join(f"* {link_to(row.title)}\n" for row in rows))
    raise ValueError(f"unknown format {format!r}")


class _Cells:
    """What several formats need to know of a row."""

    def __init__(
        self, site: Site, redirect_titles: Mapping[int, str], checked: Container[int] | None
    ) -> None:
        self.namespace_name = site.namespace_name
        self.url = site.article_url
        self.columns = COLUMNS if checked is None else (*COLUMNS, CHECKED)
        self._redirect_titles = redirect_titles
        self._checked = checked

    def checked(self, row: Row) -> tuple[()] | tuple[bool]:
        """Return the value of the column of check marks, where there is one."""
        return () if self._checked is None else (row.page_id in self._checked,)

    def via(self, row: Row) -> str:
        """Name the redirect; where its title is not known, "#" (in no title) and its page id."""
        if not row.via:
            return ""
        return self._redirect_titles.get(row.via) or f"#{row.via}"


def _table(cells: _Cells, options: ExportOptions, separator: str) -> Encoder:
    guard: Callable[[str], str] = guarded if options.guard else str
    splits = re.compile(_SPLITS[separator]).search

    def text(cell: str) -> str:
        cell = guard(cell)
        return '"' + cell.replace('"', '""') + '"' if splits(cell) else cell

    often = functools.cache(text)  # few names for many rows

    def line(row: Row) -> str:
        return separator.join(
            (
                text(row.title),
                str(row.namespace),
                often(cells.namespace_name(row.namespace)),
                str(row.page_id),
                "+".join(kind_names(row.kinds)),
                "true" if row.is_redirect else "false",
                often(cells.via(row)),
                often(row.section),
                str(row.depth),
                text(cells.url(row.title)),
                *("true" if is_checked else "false" for is_checked in cells.checked(row)),
            )
        )

    head = ("\ufeff" if options.bom else "") + separator.join(cells.columns) + _LINE_END
    return Encoder(head, lambda rows: "".join(line(row) + _LINE_END for row in rows))


def _json_line(cells: _Cells, row: Row) -> str:
    values = (
        row.title,
        row.namespace,
        cells.namespace_name(row.namespace),
        row.page_id,
        kind_names(row.kinds),
        row.is_redirect,
        cells.via(row) or None,
        row.section or None,
        row.depth,
        cells.url(row.title),
        *cells.checked(row),
    )
    return to_json(dict(zip(cells.columns, values, strict=True))) + "\n"
