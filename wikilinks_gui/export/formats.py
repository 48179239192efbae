# SPDX-License-Identifier: MIT
"""What a row looks like in each format."""

import functools
import re
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from wikilinks_gui.export.escaping import guarded, to_json
from wikilinks_gui.export.wikitext import link_to, section_of, text_of
from wikilinks_gui.table.origin import LinkFacts
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

MARKED = "marked"
"""An optional column: whether the page has a mark."""

ORIGIN_COLUMNS = (
    "origin",
    "in_doubt",
    "templates",
    "occurrences",
    "link_text",
    "link_section",
    "context",
)
"""Optional columns: where the link comes from (:class:`LinkFacts`)."""

FORMATS = ("csv", "tsv", "jsonl", "wikitext")
"""The names of the formats."""

EXCEL_ROWS = 1_048_576
"""Most lines of a table that Excel opens, with the header."""

_SPLITS = {",": '[",;|\t\r\n]', ";": '[",;|\t\r\n]', "\t": '[";|\t\r\n]'}
"""By separator: a cell with one of these is quoted, as some program may split it there."""

_LINE_END = "\r\n"  # as RFC 4180 has it, and Excel


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """How tables are written; JSON Lines and wikitext have no options."""

    bom: bool = True  # Excel takes a table for UTF-8 only with it
    guard: bool = True  # put a ' before text that a spreadsheet would run as a formula
    separator: str = ","  # of CSV: one character; Excel wants ";" in some locales


class Encoder(NamedTuple):
    """How a format is written: what comes first, each row, and what comes last."""

    head: str
    row: Callable[[Row, LinkFacts | None], str]
    tail: str = ""


def encoder(
    format: str,  # noqa: A002
    site: Site,
    redirect_titles: Mapping[int, str],
    options: ExportOptions,
    checked: Container[int] | None = None,
    *,
    with_origins: bool = False,
) -> Encoder:
    """Return how a format is written. Raises ``ValueError`` for one that is not in FORMATS.

    ``checked`` has the ids of pages with marks; with None there is no column of them. The
    columns of origins are written where there are facts.
    """
    columns = COLUMNS if checked is None else (*COLUMNS, MARKED)
    columns = (*columns, *ORIGIN_COLUMNS) if with_origins else columns

    def values(row: Row, facts: LinkFacts | None) -> tuple[object, ...]:
        """Return the values of the columns."""
        # Where the title of a redirect is not known, "#" (in no title) and its page id.
        via = redirect_titles.get(row.via) or f"#{row.via}" if row.via else ""
        origin = () if facts is None else (*facts[:2], "|".join(facts.templates), *facts[3:7])
        return (
            row.title,
            row.namespace,
            site.namespace_name(row.namespace),
            row.page_id,
            kind_names(row.kinds),
            row.is_redirect,
            via,
            row.section,
            row.depth,
            site.article_url(row.title),
            *(() if checked is None else (row.page_id in checked,)),
            *origin,
        )

    if format in {"csv", "tsv"}:
        separator = options.separator if format == "csv" else "\t"
        cell = _cell(options.guard, separator)
        head = ("\ufeff" if options.bom else "") + separator.join(columns) + _LINE_END
        return Encoder(
            head, lambda row, facts: separator.join(map(cell, values(row, facts))) + _LINE_END
        )
    if format == "jsonl":

        def line(row: Row, facts: LinkFacts | None) -> str:
            named = dict(zip(columns, values(row, facts), strict=True))
            named |= {name: named[name] or None for name in ("via", "section")}
            if facts is not None:
                named |= {"origin": facts.origin or None, "templates": facts.templates}
            return to_json(named) + "\n"

        return Encoder("", line)
    if format == "wikitext" and with_origins:
        names = "title !! via !! origin !! templates !! section !! context"
        head = f'{{| class="wikitable sortable"\n! {names}\n'
        return Encoder(
            head,
            lambda row, facts: _table_row(row, redirect_titles.get(row.via, ""), facts),
            "|}\n",
        )
    if format == "wikitext":
        return Encoder("", lambda row, _facts: f"* {link_to(row.title)}\n")
    raise ValueError(f"unknown format {format!r}")


def _table_row(row: Row, via: str, facts: LinkFacts | None) -> str:
    """Return a row of a table in wikitext; what was read on a page means nothing there."""
    facts = facts or LinkFacts()
    origin = f"{facts.origin}, in doubt" if facts.in_doubt else facts.origin
    via = link_to(via) if via else ""
    templates = ", ".join(map(link_to, facts.templates))
    section = section_of(row.title, facts.anchor, facts.section)
    end = facts.at + len(facts.link_text)
    before, link, after = (
        text_of(part)
        for part in (facts.context[: facts.at], facts.context[facts.at : end], facts.context[end:])
    )
    context = before + (f"'''{link}'''" if link else "") + after
    cells = (link_to(row.title), via, origin, templates, section, context)
    return f"|-\n| {' || '.join(cells)}\n"


def _cell(guard: bool, separator: str) -> Callable[[object], str]:
    """Return what writes a cell of a table."""
    splits = re.compile(_SPLITS[separator]).search

    @functools.lru_cache(1000, typed=True)  # most recur: a sixth less time (measured)
    def cell(value: object) -> str:
        if isinstance(value, str):
            text = guarded(value) if guard else value
            return '"' + text.replace('"', '""') + '"' if splits(text) else text
        return "+".join(value) if isinstance(value, tuple) else str(value).lower()

    return cell
