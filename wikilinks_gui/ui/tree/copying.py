# SPDX-License-Identifier: MIT
"""Rows as other programs take them from the clipboard or by drag and drop."""

import csv
import io
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QByteArray, QMimeData

from wikilinks_gui.ui.tree.model import PAGE, LinkModel


def as_tsv(model: LinkModel, nodes: Sequence[int], columns: Sequence[int]) -> str:
    """Give rows as lines of cells with tabs between, of which none is left inside a cell."""
    lines = ("\t".join(map(_one_line, cells)) for cells in _lines(model, nodes, columns))
    return "".join(f"{line}\n" for line in lines)


def copied(model: LinkModel, nodes: Sequence[int], columns: Sequence[int]) -> QMimeData:
    """Give rows as text and as a table."""
    data = QMimeData()
    data.setText(as_tsv(model, nodes, columns))
    table = io.StringIO()
    csv.writer(table).writerows(_lines(model, nodes, columns))
    data.setData("text/csv", QByteArray(table.getvalue().encode()))
    return data


def _lines(model: LinkModel, nodes: Sequence[int], columns: Sequence[int]) -> Iterator[list[str]]:
    """Give the cells of rows in the columns, the title first."""
    return model.plain_cells(nodes, [PAGE, *(column for column in columns if column != PAGE)])


def _one_line(cell: str) -> str:
    return " ".join(cell.split())
