# SPDX-License-Identifier: MIT
"""What the modules of ``action=query`` work with, and what they are."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from wikilinks_gui.samplewiki.database import Database
from wikilinks_gui.samplewiki.pageset import PageSet
from wikilinks_gui.samplewiki.request import Request


@dataclass(slots=True)
class Context:
    """What a module works with.

    ``result`` takes what it finds, ``unfinished`` what to send back for more, by module: the name
    of a parameter and its value.
    """

    request: Request
    database: Database
    pages: PageSet
    server: str  # the wiki's address, without a slash at its end
    result: dict[str, Any] = field(default_factory=dict)
    unfinished: dict[str, tuple[str, str]] = field(default_factory=dict)

    def add_to_pages(
        self, name: str, prefix: str, rows: Iterable[tuple[int, dict[str, Any], str]]
    ) -> None:
        """Add a module's rows to their pages, up to its limit.

        A row is the id of its page, what the reply has of it, and the token that begins with it.
        """
        limit = self.request.limit(prefix)
        for number, (page_id, row, token) in enumerate(rows):
            if number == limit:
                self.unfinished[name] = (f"{prefix}continue", token)
                return
            self.pages.entries[page_id].setdefault(name, []).append(row)


Module = Callable[[Context], None]

Modules = dict[str, dict[str, Module]]
"""Modules by group (``prop``, ``list``, ``meta``) and name."""
