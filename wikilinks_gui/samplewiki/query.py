# SPDX-License-Identifier: MIT
"""What the modules of ``action=query`` work with, and what they are."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from wikilinks_gui.samplewiki.database import Database, LinkTable, Page, Target
from wikilinks_gui.samplewiki.pageset import PageSet
from wikilinks_gui.samplewiki.request import Request
from wikilinks_gui.samplewiki.titles import Title

Tokens = Mapping[str, str | int]
"""The parameters that continue a module, to be sent back."""


Key = tuple[int | str, ...]
"""What tells titles of a request apart: namespace, title, both or (for one title) nothing."""


class Targets:
    """Titles that links are listed to, in order; tokens name no more than tells them apart."""

    def __init__(self, titles: Iterable[tuple[int, str]]) -> None:
        self._titles = sorted(titles)
        several = [len(set(values)) > 1 for values in zip(*self._titles, strict=True)]
        self._fields = [field for field, is_several in enumerate(several) if is_several]
        self.is_number = [field == 0 for field in self._fields]

    def key(self, title: tuple[int, str]) -> Key:
        """Return what tells a title from the others."""
        return tuple(title[field] for field in self._fields)

    def from_(self, key: Key | None, page_id: int) -> list[Target]:
        """Return what to list: from a page's link to a title on, or all where no key is given."""
        return [
            Target(*title, page_id if self.key(title) == key else 0)
            for title in self._titles
            if key is None or self.key(title) >= key
        ]


class Row(NamedTuple):
    """A row of a module: the id of the page it is listed at, and the token that begins with it."""

    page_id: int
    item: dict[str, Any]
    token: str


@dataclass(slots=True)
class Context:
    """What a module works with.

    ``result`` takes what it finds, ``unfinished`` what to send back for more, by module.
    """

    database: Database
    pages: PageSet
    server: str  # the wiki's address, without a slash at its end
    result: dict[str, Any] = field(default_factory=dict)
    unfinished: dict[str, Tokens] = field(default_factory=dict)

    def add_to_pages(self, listing: "Listing", rows: Iterable[Row], limit: int) -> None:
        """Add rows to their pages, and the token of the first one that is left."""
        for number, row in enumerate(rows):
            if number == limit:
                self.unfinished[listing.name] = {f"{listing.prefix}continue": row.token}
                return
            self.result["pages"][row.page_id].setdefault(listing.name, []).append(row.item)


@dataclass(frozen=True, slots=True)
class Listing:
    """A module that lists links: its name, the prefix of its parameters, its table."""

    name: str
    prefix: str
    table: LinkTable


def page_row(page: Page) -> dict[str, Any]:
    """Return what rows tell of a page."""
    title = Title(page.namespace, page.title).text
    return {"pageid": page.page_id, "ns": page.namespace, "title": title}


Run = Callable[[Context], None]
Module = Callable[[Request], Run]
"""A module reads its parameters first, so that their errors come before any work, and then runs."""

Modules = dict[str, dict[str, Module]]
"""Modules by group (``prop``, ``list``, ``meta``) and name."""
