# SPDX-License-Identifier: MIT
"""What stays while rows arrive, go and change places: selection, current row, and what is in view.

Qt forgets rows that are gone. The rules are:

- What is selected is selected again when it returns, unless something else is selected meanwhile.
- The row that the user made current stays current. While it is hidden another one stands in: its
  neighbour under the same redirect, the redirect above it, or any neighbour.
- The rows in view stay where they are. After another order or filter, the current row is in view
  if it was before.
"""

import numpy as np
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QItemSelectionRange
from PySide6.QtWidgets import QTableView

from wikilinks_gui.table.columns import Nodes, Numbers
from wikilinks_gui.table.rows import TOP
from wikilinks_gui.ui.tree.cells import PAGE
from wikilinks_gui.ui.tree.model import LinkModel

PIECES = 10_000
"""Runs of rows that are selected at most: Qt looks through all of them for each row (12 ms)."""

_NONE: Nodes = np.zeros(0, np.int32)
_ClearAndSelect = (
    QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
)
_NoUpdate = QItemSelectionModel.SelectionFlag.NoUpdate


class Continuity:
    """Keeps selection, current row and scroll place of a view through all changes of its rows."""

    def __init__(self, view: QTableView) -> None:
        self._view = view
        self.begin()

    def begin(self) -> None:
        """Forget everything: the view has another model, or none."""
        self._hidden: Numbers = _NONE  # nodes that are selected, and out of sight
        self._chosen = TOP  # the node that the user made current, in sight or not
        self._was_visible = _NONE
        self._row = -1  # of the row that was current among these
        self._column = PAGE  # of the current cell
        # What is in view while the model is reset, and where, in pixels from the top of the
        # viewport; first what should stay where it is.
        self._in_view: list[tuple[int, int]] = []
        self._keeps_in_view = False  # the current row, while rows are put in other places

    @property
    def _model(self) -> LinkModel:
        model = self._view.model()
        assert isinstance(model, LinkModel)  # noqa: S101 - only then do rows change
        return model

    def current(self) -> int:
        """Return the node of the current row, or TOP."""
        row = self._view.currentIndex().row()
        return self._model.node(row) if row >= 0 else TOP

    # --- what the user does -------------------------------------------------------------------

    def choose_current(self) -> None:
        """Record that the user made the current row current."""
        self._chosen = self.current()

    def select(self, rows: Numbers) -> None:
        """Select rows, which ascend, and no others, unless they are too many pieces.

        The first becomes the current one.
        """
        model, view = self._model, self._view
        self.forget_hidden()
        view.clearSelection()
        _select(model, view.selectionModel(), rows)
        if len(rows):
            index = model.index(int(rows[0]), PAGE)
            view.selectionModel().setCurrentIndex(index, _NoUpdate)
            view.scrollTo(index)

    def forget_hidden(self) -> None:
        """Forget hidden rows that were selected, because something else is selected now."""
        self._hidden = _NONE

    def go_to(self, row: int) -> None:
        """Make a row the current one, and the only one that is selected."""
        index = self._model.index(row, max(self._view.currentIndex().column(), PAGE))
        self._view.selectionModel().setCurrentIndex(index, _ClearAndSelect)

    # --- rows arrive and go ---------------------------------------------------------------------

    def is_waiting(self) -> bool:
        """Return whether anything is out of sight.

        While a list grows there seldom is, and to search for it takes time for all rows.
        """
        return len(self._hidden) > 0 or self._chosen not in {TOP, self.current()}

    def keep(self, first: int = 0, last: int | None = None) -> None:
        """Keep what is selected of the rows from ``first`` to ``last``, which are about to go."""
        index = self._view.currentIndex()
        self._was_visible, self._row = self._model.table.visible, index.row()
        self._column = max(index.column(), PAGE)
        going = selected(self._model, self._view.selectionModel(), first, last)
        if len(going):
            self._hidden = np.concatenate([self._hidden, going])

    def give_back(self) -> None:
        """Select and make current what was and is in sight, whatever Qt has chosen instead."""
        model, selection = self._model, self._view.selectionModel()
        if len(self._hidden):
            mask = np.zeros(len(model.table), np.bool_)
            mask[self._hidden] = True
            rows = np.flatnonzero(mask[model.table.visible])
            if len(rows) and _select(model, selection, rows):  # else they stay kept
                mask[model.table.visible[rows]] = False
                self._hidden = np.flatnonzero(mask)
        node = self._current_now()
        if node == TOP:
            selection.clearCurrentIndex()
        elif self.current() != node:
            selection.setCurrentIndex(model.index(model.row_of(node), self._column), _NoUpdate)

    def _current_now(self) -> int:
        """Return the node that should be current after rows arrived or went, or TOP."""
        table = self._model.table
        if self._chosen == TOP and self._row < 0:
            return TOP
        is_visible = np.zeros(len(table), np.bool_)
        is_visible[table.visible] = True
        if self._chosen != TOP and is_visible[self._chosen]:
            return self._chosen
        if self._row < 0:
            return TOP
        node = int(self._was_visible[self._row])
        if is_visible[node]:
            return node
        before, after = self._was_visible[: self._row], self._was_visible[self._row + 1 :]
        beside = [*after[is_visible[after]][:1].tolist(), *before[is_visible[before]][-1:].tolist()]
        siblings = [other for other in beside if table.parent(other) == table.parent(node)]
        above = [group for group in table.ancestors(node) if is_visible[group]]
        # Working through a list continues with the next row; otherwise the redirect says most.
        return next(iter([*siblings, *above, *beside]), TOP)

    def keep_all(self) -> None:
        """Keep what is selected, current and in view: the model is about to be reset."""
        view, model = self._view, self._model
        top, bottom = view.rowAt(0), view.rowAt(view.viewport().height() - 1)
        last = bottom if bottom >= 0 else model.rowCount() - 1
        rows = list(range(top, last + 1)) if top >= 0 else []
        current = view.currentIndex()
        if current.row() in rows and view.selectionModel().isSelected(current):
            rows.insert(0, current.row())
        elif view.verticalScrollBar().value() == 0:
            rows = []  # who is at the top stays there
        self._in_view = [(model.node(row), view.rowViewportPosition(row)) for row in rows]
        self._scrolled = view.verticalScrollBar().value()
        self.keep()

    def scroll_back(self) -> None:
        """Scroll so that what was in view stays where it was, unless all is in another order."""
        value = self._scrolled
        for node, top in () if self._model.is_sorting else self._in_view:
            if (row := self._model.row_of(node)) >= 0:
                value = row * self._row_height - top
                break
        self._view.verticalScrollBar().setValue(value)

    # --- another filter, another order, check marks -------------------------------------------

    def before_rearranging(self) -> None:
        """Keep the way to the current row open, and note whether that is in view."""
        model, view, index = self._model, self._view, self._view.currentIndex()
        if not model.rowCount():  # what was current may come back
            return
        is_meant = view.selectionModel().isSelected(index) or self.is_waiting()
        top = view.rowViewportPosition(index.row())
        is_in_view = -self._row_height < top < view.viewport().height()
        self._keeps_in_view = index.isValid() and is_meant and is_in_view
        if self._chosen == self.current() != TOP and not model.is_sorting:
            # It stays open when the filter goes.
            opened = set(model.table.opened().tolist())
            above = [node for node in model.table.ancestors(self._chosen) if node not in opened]
            if above:
                model.set_open(above, True)

    def after_rearranging(self) -> None:
        """Bring the current row into view where it was before."""
        if self._keeps_in_view:
            self._view.scrollTo(self._view.currentIndex())

    def after_marks(self) -> None:
        """Stay at the next row if the current one was hidden, because it was dealt with."""
        row = self._view.currentIndex().row()
        if row >= 0 and self.current() != self._chosen and self._model.filter.checked != "all":
            self.go_to(row)

    # --- scrolling ----------------------------------------------------------------------------

    @property
    def _row_height(self) -> int:
        return self._view.verticalHeader().defaultSectionSize()


def selected(
    model: LinkModel, selection: QItemSelectionModel, first: int = 0, last: int | None = None
) -> Nodes:
    """Return the selected nodes from one row to another, in the order of the view."""
    runs = selection.selection()
    if not runs.count():
        return model.table.visible[:0]
    mask = np.zeros(len(model.table.visible), np.bool_)
    for run in map(runs.at, range(runs.count())):
        mask[run.top() : run.bottom() + 1] = True
    end = len(mask) if last is None else last + 1
    return model.table.visible[first:end][mask[first:end]]


def _select(model: LinkModel, selection: QItemSelectionModel, rows: Numbers) -> bool:
    """Select rows, which ascend, beside what is selected; not if these are too many runs."""
    cuts = np.flatnonzero(np.diff(rows) != 1)
    if not len(rows) or len(cuts) + selection.selection().count() >= PIECES:
        return not len(rows)
    starts = rows[[0, *(cuts + 1).tolist()]].tolist()
    ends = rows[[*cuts.tolist(), len(rows) - 1]].tolist()
    runs = QItemSelection()
    for start, end in zip(starts, ends, strict=True):
        last = model.index(end, model.columnCount() - 1)
        runs.append(QItemSelectionRange(model.index(start, 0), last))
    selection.select(runs, QItemSelectionModel.SelectionFlag.Select)
    return True
