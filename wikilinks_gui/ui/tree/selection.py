# SPDX-License-Identifier: MIT
"""What is selected, as nodes: those stay the same when rows are put in other places."""

import numpy as np
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QItemSelectionRange

from wikilinks_gui.table.columns import Nodes, Numbers
from wikilinks_gui.ui.tree.model import ORDERS, LinkModel

PIECES = 10_000
"""Runs of rows that are selected at most: Qt looks through all of them for each row (12 ms)."""


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


def select(model: LinkModel, selection: QItemSelectionModel, rows: Numbers) -> bool:
    """Select rows, which ascend, beside what is selected; not if these are too many runs."""
    cuts = np.flatnonzero(np.diff(rows) != 1)
    if not len(rows) or len(cuts) + selection.selection().count() >= PIECES:
        return not len(rows)
    starts = rows[[0, *(cuts + 1).tolist()]].tolist()
    ends = rows[[*cuts.tolist(), len(rows) - 1]].tolist()
    runs = QItemSelection()
    for start, end in zip(starts, ends, strict=True):
        last = model.index(end, len(ORDERS) - 1)
        runs.append(QItemSelectionRange(model.index(start, 0), last))
    selection.select(runs, QItemSelectionModel.SelectionFlag.Select)
    return True
