# SPDX-License-Identifier: MIT
"""What is selected, as nodes: those stay the same when rows are put in other places."""

import numpy as np
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QItemSelectionRange

from wikilinks_gui.links.columns import Numbers
from wikilinks_gui.ui.tree.model import ORDERS, LinkModel

PIECES = 2_000
"""A selection that falls into more runs of rows is given up: Qt looks through all for each cell."""


def selected(model: LinkModel, selection: QItemSelectionModel) -> Numbers:
    """Give the selected nodes, in the order of the view."""
    mask = np.zeros(len(model.table.visible), np.bool_)
    runs = selection.selection()
    for run in map(runs.at, range(runs.count())):
        mask[run.top() : run.bottom() + 1] = True
    return model.table.visible[mask]


def select(model: LinkModel, selection: QItemSelectionModel, rows: Numbers) -> None:
    """Select rows, which ascend, beside what is selected."""
    cuts = np.flatnonzero(np.diff(rows) != 1)
    if not len(rows) or len(cuts) >= PIECES:
        return
    starts = rows[[0, *(cuts + 1).tolist()]].tolist()
    ends = rows[[*cuts.tolist(), len(rows) - 1]].tolist()
    runs = QItemSelection()
    for start, end in zip(starts, ends, strict=True):
        last = model.index(end, len(ORDERS) - 1)
        runs.append(QItemSelectionRange(model.index(start, 0), last))
    selection.select(runs, QItemSelectionModel.SelectionFlag.Select)
