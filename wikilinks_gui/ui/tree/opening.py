# SPDX-License-Identifier: MIT
"""Opening and closing redirects of a tree, and going into them and out, as trees do."""

from typing import TYPE_CHECKING

import numpy as np

from wikilinks_gui.ui.tree.model import LinkModel

if TYPE_CHECKING:
    from wikilinks_gui.ui.tree.view import TreeView


def set_open(view: "TreeView", node: int, is_open: bool) -> None:
    """Open or close a redirect; where the current row goes away, it becomes the current one."""
    model = view.model()
    if not isinstance(model, LinkModel):
        return
    if not model.can_open(node) or model.table.is_open(node) == is_open:
        return
    current = view.currentIndex().row()
    if not is_open and current >= 0 and node in model.table.ancestors(model.node(current)):
        view.go_to(model.row_of(node))
    model.set_open([node], is_open)
    if is_open:
        view.group_opened.emit(node)


def keep_open(model: LinkModel, node: int) -> None:
    """Open the redirects above a row that is shown: it stays so when the filter goes."""
    opened = set(model.table.opened().tolist())
    above = [group for group in model.table.ancestors(node) if group not in opened]
    if above:
        model.set_open(above, True)


def open_all(view: "TreeView", node: int) -> None:
    """Open a redirect and all below it."""
    model = view.model()
    if isinstance(model, LinkModel) and model.can_open(node):
        for group in model.open_below(node):
            view.group_opened.emit(group)


def expand_all(view: "TreeView") -> None:
    """Open all redirects of the list."""
    model = view.model()
    if isinstance(model, LinkModel):
        closed = [node for node in _groups(model) if not model.table.is_open(node)]
        model.set_open(closed, True)
        for node in closed:
            view.group_opened.emit(node)


def collapse_all(view: "TreeView") -> None:
    """Close all redirects; one that holds the current row becomes the current one."""
    model = view.model()
    if not isinstance(model, LinkModel):
        return
    current = view.currentIndex().row()
    # In a flat list no row stands below another: each stays where it is.
    above = model.table.ancestors(model.node(current)) if current >= 0 and not model.is_flat else []
    if above:
        view.go_to(model.row_of(above[-1]))
    model.set_open(_groups(model), False)


def _groups(model: LinkModel) -> list[int]:
    redirects = np.flatnonzero(model.table.redirects).tolist()
    return [node for node in redirects if model.can_open(node)]


def go_inwards(view: "TreeView", node: int) -> None:
    """Open a redirect or, where it is open, go to the first row below."""
    model = view.model()
    if not isinstance(model, LinkModel) or not model.can_open(node):
        return
    row = model.row_of(node)
    if not model.table.is_open(node):
        set_open(view, node, True)
    elif row + 1 < model.rowCount() and model.parent_of(model.node(row + 1)) == node:
        view.go_to(row + 1)


def go_outwards(view: "TreeView", node: int) -> None:
    """Close a redirect or, where it is closed, go to the row that this one is below."""
    model = view.model()
    if not isinstance(model, LinkModel):
        return
    if model.can_open(node) and model.table.is_open(node):
        set_open(view, node, False)
    elif (row := model.row_of(model.parent_of(node))) >= 0:
        view.go_to(row)
