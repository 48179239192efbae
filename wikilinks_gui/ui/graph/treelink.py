# SPDX-License-Identifier: MIT
"""What is current and selected is so in the tree and in the graph."""

import numpy as np
from PySide6.QtCore import QItemSelectionModel, QObject, Qt, QTimer, Signal

from wikilinks_gui.graph.layout import PAGE
from wikilinks_gui.links.filter import Filter
from wikilinks_gui.links.table import LinkTable
from wikilinks_gui.ui.graph.layer import Hit, Layer
from wikilinks_gui.ui.graph.view import GraphView
from wikilinks_gui.ui.tab import Tab
from wikilinks_gui.ui.tree.selection import selected

MOST = 5_000
"""Nodes that are highlighted: rings around everything tell nothing."""

_Flag = QItemSelectionModel.SelectionFlag


class TreeLink(QObject):
    """Keeps a tab's tree and its graph together; the view's first layer is the tree's list.

    Highlighted are the rows that are selected, and those that are being looked for.
    """

    current_changed = Signal(object)  # Hit | None, in the graph

    def __init__(self, tab: Tab, view: GraphView, parent: QObject) -> None:
        super().__init__(parent)
        self._tab = tab
        self._view = view
        self._layer: Layer | None = None
        self._choosing = False  # a node was chosen: the tree only follows
        self._selection: QItemSelectionModel | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)  # a selection changes in pieces
        self._soon.timeout.connect(self._mark)
        self._searched = tab.find_bar.searching()
        self._looked = 0  # rows that were searched
        self._found: list[int] = []
        tab.tree.current_changed.connect(self._on_current_changed)

    def show_layer(self, layer: Layer | None) -> None:
        """Begin with another list, or none."""
        if self._selection is not None:
            self._selection.selectionChanged.disconnect(self._soon.start)
        self._layer = layer
        self._looked, self._found = 0, []
        self._selection = self._tab.tree.selectionModel() if layer is not None else None
        if self._selection is not None:
            self._selection.selectionChanged.connect(self._soon.start)
            self._on_current_changed(self.current_node())
            self._soon.start()
        else:
            self._set_current(None)

    def current_node(self) -> int:
        """Give the node of the tree's current row; -1: there is none."""
        model, index = self._tab.model, self._tab.tree.currentIndex()
        return model.node(index.row()) if model is not None and index.isValid() else -1

    def choose(self, hit: Hit, *, adding: bool = False) -> bool:
        """Make a node current, in the tree too; False: it does not stand there.

        ``adding``: beside what is selected, or no longer among it.
        """
        self._choosing = True
        try:
            self._set_current(hit)
            return self._choose_row(hit, adding)
        finally:
            self._choosing = False

    def _choose_row(self, hit: Hit, adding: bool) -> bool:
        model, tree = self._tab.model, self._tab.tree
        if hit.node == PAGE or hit.disc >= 0 or model is None:
            return False
        if hit.layer is not self._layer:
            self._tab.show_details(hit.layer.site, hit.layer.table, hit.node)
            return False
        row = model.row_of(hit.node)
        if row < 0 and model.table.passed()[hit.node]:
            model.set_open(_way(model.table, hit.node), True)
            row = model.row_of(hit.node)
        if row < 0:  # the filter leaves it out
            self._tab.show_details(model.site, model.table, hit.node)
            return False
        index = model.index(row, max(tree.currentIndex().column(), 0))
        flags = _Flag.Toggle if adding else _Flag.ClearAndSelect
        tree.selectionModel().setCurrentIndex(index, flags | _Flag.Rows)
        self._tab.show_details(model.site, model.table, hit.node)  # also where it was current
        tree.scrollTo(index)
        return True

    def on_pressed(self, hit: Hit | None, modifiers: Qt.KeyboardModifier) -> None:
        """Choose what was clicked."""
        if hit is not None:
            self.choose(hit, adding=bool(modifiers & Qt.KeyboardModifier.ControlModifier))

    def _on_current_changed(self, node: int) -> None:
        if self._layer is not None and not self._choosing:
            self._set_current(Hit(self._layer, node) if node >= 0 else None)

    def _set_current(self, hit: Hit | None) -> None:
        if hit != self._view.current():
            self._view.set_current(hit)
            self.current_changed.emit(hit)

    def _mark(self) -> None:
        model = self._tab.model
        if self._layer is not None and self._selection is not None and model is not None:
            nodes = selected(model, self._selection)
            chosen = nodes.tolist() if 1 < len(nodes) <= MOST else []
            self._view.set_marked(self._layer, {*chosen, *self._found})

    # --- finding ------------------------------------------------------------------------------

    def search(self, text: str) -> None:
        """Highlight the rows whose titles contain a text; "": none."""
        self._searched, self._looked, self._found = text, 0, []
        if self._layer is not None:
            self.look_for_new()
            self._soon.start()

    def look_for_new(self) -> None:
        """Look for the text in the rows that came since."""
        layer = self._layer
        if layer is None or not self._searched or self._looked == len(layer.table):
            return
        found = np.flatnonzero(layer.table.filtering(Filter(self._searched), None, self._looked)())
        if len(found):
            self._found += (self._looked + found[: MOST - len(self._found)]).tolist()
            self._soon.start()
        self._looked = len(layer.table)


def _way(table: LinkTable, node: int) -> list[int]:
    """Give the redirects that a row came through."""
    way = []
    while (node := table.parent(node)) >= 0:
        way.append(node)
    return way
