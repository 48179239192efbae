# SPDX-License-Identifier: MIT
"""What is stored of the links of rows, read for the current row and ahead for those in view."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from wikilinks_gui.errors import WikilinksError
from wikilinks_gui.listing.linkcontexts import (
    FromTemplates,
    LinkContext,
    RowContext,
    links_in_templates,
    row_contexts,
)
from wikilinks_gui.store.store import Store
from wikilinks_gui.table.origin import Origin
from wikilinks_gui.table.row import Row
from wikilinks_gui.tasks import Worker, start
from wikilinks_gui.ui.tree.model import LinkModel
from wikilinks_gui.ui.tree.rowview import RowView

log = logging.getLogger("wikilinks_gui.context")

MOST_KNOWN = 500
"""Rows of which everything is kept in memory."""

AT_ONCE = 8
"""Rows that are read ahead in one go: a newer wish waits for so many at most."""

AHEAD = 100
"""Milliseconds that rows stay in view until they are read: who scrolls passes many."""

Key = tuple[int, int]
"""``via`` and page id of a row."""


class ContextReader(QObject):
    """Reads the contexts of a model's rows from the store, the newest wish first.

    ``exploration`` returns the id of the list, 0 while it has none; ``may_ask`` whether its wiki
    may decide a row in doubt by how it renders the page. Lives as long as the model.
    """

    came = Signal()  # something that was wanted is known

    def __init__(
        self,
        model: LinkModel,
        tree: RowView,
        desk: Worker[Store],
        exploration: Callable[[], int],
        may_ask: Callable[[int], bool] = lambda _node: True,
    ) -> None:
        super().__init__(model)
        self._model = model
        self._tree = tree
        self._desk = desk
        self._exploration = exploration
        self._may_ask = may_ask
        self._known: dict[Key, RowContext | None] = {}  # the oldest first
        self._templates: dict[tuple[int, tuple[str, ...]], FromTemplates] = {}
        self._wanted: list[Row] = []
        self._in_hand: set[Key] = set()  # what is being read
        self._count = 1  # of the rows that are read next
        self._changes = 0  # of what is stored: what was read before is out of date
        self._reading: asyncio.Task[None] | None = None
        self._ahead = QTimer(self, singleShot=True, interval=AHEAD)
        self._ahead.timeout.connect(self._on_ahead)
        model.origins_changed.connect(self._on_origins_changed)
        tree.current_changed.connect(self._read_soon)
        tree.verticalScrollBar().valueChanged.connect(self._read_soon)

    def context(self, node: int) -> RowContext | None:
        """Return what is known of a row; read it first of all if that is nothing yet."""
        key = _key(self._model.table.row(node))
        is_due = self._model.table.origin(node) and key not in self._known.keys() | self._in_hand
        if is_due and key not in map(_key, self._wanted):
            self._want([node])
        return self._known.get(key)

    def check_cost(self) -> int:
        """Return the requests that a check of one row takes; 0 while the list is not complete."""
        return self._model.requests_to_check(1) if self._model.table.is_complete else 0

    def doubt_cost(self, node: int) -> int:
        """Return the requests that it takes to decide a row in doubt; 0 where that cannot be."""
        may_ask = self._model.table.is_complete and self._may_ask(node)
        return self._model.requests_to_ask(1) if may_ask else 0

    def _read_soon(self, _number: int = 0) -> None:
        self._ahead.start()

    def _on_ahead(self) -> None:
        """Read the current row and those in view."""
        if self._tree.model() is not self._model:  # it is about to go
            return
        node = self._tree.current_node()
        nodes = [*([node] if node >= 0 else []), *self._tree.nodes_in_view()]
        self._want(list(dict.fromkeys(nodes)))

    def _want(self, nodes: Sequence[int]) -> None:
        """Read rows that were checked, the first one alone; wishes from before are dropped."""
        table = self._model.table
        rows = table.rows([node for node in nodes if table.origin(node)])
        there = self._known.keys() | self._in_hand
        self._wanted = [row for row in rows if _key(row) not in there]
        self._count = 1
        if self._wanted and (self._reading is None or self._reading.done()):
            self._reading = start(self._read_wanted())

    async def _read_wanted(self) -> None:
        while self._wanted:
            rows, self._wanted = self._wanted[: self._count], self._wanted[self._count :]
            self._count = AT_ONCE
            self._in_hand = set(map(_key, rows))
            changes = self._changes
            found = await self._read(rows)
            if not isValid(self):  # the list has gone
                return
            self._in_hand = set()
            if changes != self._changes:
                self._wanted[:0] = rows
                continue
            for row in rows:
                self._known[_key(row)] = found.get(_key(row))
            for key in list(self._known)[: max(len(self._known) - MOST_KNOWN, 0)]:
                del self._known[key]
            self.came.emit()

    def are_checked(self, rows: Sequence[Row]) -> bool:
        """Return whether any of some rows was checked."""
        table = self._model.table
        return any(map(table.origin, table.nodes_of(map(_key, rows))))

    async def first_links(self, rows: Sequence[Row]) -> dict[Key, LinkContext]:
        """Return the first link in the text of each of some rows, as far as that is known."""
        found = {key: context for key in map(_key, rows) if (context := self._known.get(key))}
        if missing := [row for row in rows if _key(row) not in found]:
            found |= await self._read(missing)
        return {key: context.links[0] for key, context in found.items() if context.links}

    async def _read(self, rows: Sequence[Row]) -> dict[Key, RowContext]:
        """Read what is stored of some rows, which is nothing of those that were never checked."""
        site, number, templates = self._model.site, self._exploration(), self._templates

        def job(store: Store) -> dict[Key, RowContext]:
            exploration = store.exploration(number) if number else None
            if exploration is None:
                return {}
            contexts = {}
            for key, found in row_contexts(store, site, exploration, rows).items():
                record = found.record
                # Of a link that is in the text only, they are those in whose argument it stands.
                brings = record.templates if record.origin & Origin.TEMPLATE else ()
                brought = record.via, brings
                if brings and brought not in templates:
                    templates[brought] = links_in_templates(store, site, exploration, record)
                contexts[key] = replace(found, from_templates=templates.get(brought, ()))
            return contexts

        try:
            return await self._desk.do(job)
        except WikilinksError as error:  # nobody asked for it; the rows can be checked again
            log.warning("contexts cannot be read: %s", error)
            return {}

    def _on_origins_changed(self, keys: Sequence[Key]) -> None:
        """Forget what may have changed; who shows it asks for it again."""
        self._changes += 1
        self._templates = {}
        for key in keys:
            self._known.pop(key, None)
        self._read_soon()
        self.came.emit()


def _key(row: Row) -> Key:
    return row.via, row.page_id
