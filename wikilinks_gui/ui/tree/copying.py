# SPDX-License-Identifier: MIT
"""Rows as other programs take them from the clipboard."""

from collections.abc import Sequence

from wikilinks_gui.export.escaping import guarded
from wikilinks_gui.ui.tree.cells import PAGE
from wikilinks_gui.ui.tree.model import LinkModel


def as_tsv(model: LinkModel, nodes: Sequence[int], columns: Sequence[int]) -> str:
    """Format rows as lines of cells separated by tabs, the title first.

    Tabs inside cells become spaces, and formulas are escaped.
    """
    wanted = [PAGE, *(column for column in columns if column != PAGE)]
    lines = (
        [guarded(" ".join(cell.split())) for cell in cells]
        for cells in model.cells.plain(nodes, wanted)
    )
    return "".join("\t".join(cells) + "\n" for cells in lines)
