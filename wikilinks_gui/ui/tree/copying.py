# SPDX-License-Identifier: MIT
"""Rows as other programs take them from the clipboard or by drag and drop."""

import csv
import io
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QByteArray, QMimeData

from wikilinks_gui.export.escaping import guarded
from wikilinks_gui.ui.tree.cells import PAGE
from wikilinks_gui.ui.tree.model import LinkModel


def as_tsv(model: LinkModel, nodes: Sequence[int], columns: Sequence[int]) -> str:
    """Format rows as lines of cells separated by tabs; tabs inside cells become spaces."""
    return "".join("\t".join(cells) + "\n" for cells in _lines(model, nodes, columns))


def copied(model: LinkModel, nodes: Sequence[int], columns: Sequence[int]) -> QMimeData:
    """Return rows as text and as a table."""
    data = QMimeData()
    data.setText(as_tsv(model, nodes, columns))
    table = io.StringIO()
    csv.writer(table).writerows(_lines(model, nodes, columns))
    data.setData("text/csv", QByteArray(table.getvalue().encode()))
    return data


def _lines(model: LinkModel, nodes: Sequence[int], columns: Sequence[int]) -> Iterator[list[str]]:
    """Yield the cells of rows in the columns, the title first, with formulas escaped."""
    wanted = [PAGE, *(column for column in columns if column != PAGE)]
    for cells in model.cells.plain(nodes, wanted):
        yield [guarded(_one_line(cell)) for cell in cells]


def _one_line(cell: str) -> str:
    return " ".join(cell.split())
