# SPDX-License-Identifier: MIT
"""What a person has selected and made the current row, also while a filter hides it."""

import numpy as np
from PySide6.QtCore import QItemSelectionModel

from wikilinks_gui.table.columns import Nodes, Numbers
from wikilinks_gui.table.rows import TOP
from wikilinks_gui.ui.tree.model import LinkModel
from wikilinks_gui.ui.tree.selection import select, selected

_NONE: Nodes = np.zeros(0, np.int32)


class Chosen:
    """Keeps nodes that go out of sight, and gives them back to a selection when they return.

    Qt forgets rows that are gone. What a person chooses next takes the place of what is kept.
    """

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self._hidden: Numbers = _NONE  # selected, and out of sight
        self._current = TOP  # the node that a person made current, in sight or not
        self._was_visible = _NONE
        self._row = -1  # of the row that is current among these

    def on_selected(self) -> None:
        """Take note that a person has selected something else."""
        self._hidden = _NONE

    def on_current(self, node: int) -> None:
        """Take note of the node that a person made current."""
        self._current = node

    def is_current(self, current: int) -> bool:
        """Return whether a person made that node current, which is so now."""
        return self._current == current != TOP

    def is_waiting(self, current: int) -> bool:
        """Return whether anything is out of sight; ``current`` is the node that is current now.

        While a list grows it seldom is, and to look for it takes time for all rows.
        """
        return len(self._hidden) > 0 or self._current not in {TOP, current}

    def keep(
        self,
        model: LinkModel,
        selection: QItemSelectionModel,
        first: int = 0,
        last: int | None = None,
    ) -> None:
        """Keep what is selected of the rows from ``first`` to ``last``, which are about to go."""
        rows = selection.currentIndex()
        self._was_visible, self._row = model.table.visible, rows.row()
        going = selected(model, selection, first, last)
        if len(going):
            self._hidden = np.concatenate([self._hidden, going])

    def give_back(self, model: LinkModel, selection: QItemSelectionModel) -> None:
        """Select what is in sight again; too many runs of rows stay kept."""
        if len(self._hidden):
            mask = np.zeros(len(model.table), np.bool_)
            mask[self._hidden] = True
            rows = np.flatnonzero(mask[model.table.visible])
            if len(rows) and select(model, selection, rows):
                mask[model.table.visible[rows]] = False
                self._hidden = np.flatnonzero(mask)

    def current(self, model: LinkModel) -> int:
        """Return the node that should be current after rows came or went; TOP: none."""
        if self._current == TOP and self._row < 0:
            return TOP
        is_visible = np.zeros(len(model.table), np.bool_)
        is_visible[model.table.visible] = True
        if self._current != TOP and is_visible[self._current]:
            return self._current
        if self._row < 0:
            return TOP
        node = int(self._was_visible[self._row])
        if is_visible[node]:
            return node
        before, after = self._was_visible[: self._row], self._was_visible[self._row + 1 :]
        beside = [*after[is_visible[after]][:1].tolist(), *before[is_visible[before]][-1:].tolist()]
        table = model.table
        siblings = [other for other in beside if table.parent(other) == table.parent(node)]
        above = [group for group in table.ancestors(node) if is_visible[group]]
        # Whoever works through a list goes on with the next; the redirect above tells most else.
        return next(iter([*siblings, *above, *beside]), TOP)
