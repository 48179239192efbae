# SPDX-License-Identifier: MIT
"""What is current and selected is so in the tree and in the graph."""

import numpy as np
from PySide6.QtCore import QItemSelectionModel, QObject, Qt, Signal

from wikilinks_gui.graph.layout import PAGE
from wikilinks_gui.table.filter import Filter
from wikilinks_gui.table.row import Row
from wikilinks_gui.ui.graph.layer import Hit, Layer
from wikilinks_gui.ui.graph.view import GraphView
from wikilinks_gui.ui.tab.controller import TabController
from wikilinks_gui.ui.tab.tab import Outside
from wikilinks_gui.ui.tree.continuity import selected

MOST = 5_000
"""Most nodes that are highlighted: rings around everything would say nothing."""

_Flag = QItemSelectionModel.SelectionFlag


class TreeLink(QObject):
    """Keeps a tab's tree and its graph together; the view's first layer is the tree's list.

    Where the current node is no row that the tree shows, the tree has no current one, and the tab
    is told what is meant (:attr:`Tab.outside`). Highlighted are the rows that are selected, and
    those that are being looked for.
    """

    current_changed = Signal(object)  # Hit | None, in the graph

    def __init__(self, controller: TabController, view: GraphView, parent: QObject) -> None:
        super().__init__(parent)
        self._controller = controller
        tab = self._tab = controller.tab
        self._view = view
        self._layer: Layer | None = None
        self._choosing = False  # a node was chosen: the tree only follows
        self._searched = tab.find_bar.searching()
        tab.tree.current_changed.connect(self._on_current_changed)
        tab.selection_changed.connect(self._on_selection_changed)
        tab.filtered.connect(self._on_filtered)

    def show_layer(self, layer: Layer | None) -> None:
        """Begin with another list, or none."""
        self._layer = layer
        if layer is not None:
            self._on_current_changed(self._tab.tree.current_node())
            self._mark()
        else:
            self._set_current(None)

    def choose(self, hit: Hit, *, adding: bool = False) -> None:
        """Make a node the current one, in the tree too, which opens where it is closed.

        ``adding``: beside what is selected, or no longer among it.
        """
        self._choosing = True
        try:
            self._set_current(hit)
            row = self._row_of(hit)
            tree = self._tab.tree
            if row < 0:
                tree.selectionModel().clear()
                self._tab.choose_outside(self._outside(hit))
            else:
                index = tree.model().index(row, max(tree.currentIndex().column(), 0))
                flags = _Flag.Toggle if adding else _Flag.ClearAndSelect
                tree.selectionModel().setCurrentIndex(index, flags | _Flag.Rows)
                tree.scrollTo(index)
        finally:
            self._choosing = False

    def _row_of(self, hit: Hit) -> int:
        """Return the row of the tree for a node; -1 if the filter hides it or it has none."""
        model = self._tab.model
        if hit.layer is not self._layer or hit.node == PAGE or model is None:
            return -1
        row = model.row_of(hit.node)
        if row < 0 and model.table.passed()[hit.node]:
            model.set_open(model.table.ancestors(hit.node), True)
            row = model.row_of(hit.node)
        return row

    def _outside(self, hit: Hit) -> Outside | None:
        """Return the page of a node that is not a row of the tree; None for a count."""
        layer, node = hit.layer, hit.node
        if hit.disc >= 0:
            return None
        if node == PAGE and layer.above is not None:
            layer, node = layer.above
        if node != PAGE:
            is_listed = hit.layer is self._layer
            row = layer.table.row(node)
            return Outside(row, layer.table.way(node), node if is_listed else -1)
        visit, names = self._controller.visit, layer.site.namespaces.values()
        number = next((e.id for e in names if e.name and layer.title.startswith(f"{e.name}:")), 0)
        is_redirect = visit is not None and not visit.follow  # then it may be one
        return Outside(Row(0, number, layer.title, 0, is_redirect, "", 0, 0), is_explored=True)

    def on_pressed(self, hit: Hit | None, modifiers: Qt.KeyboardModifier) -> None:
        """Choose what was clicked; on the ground that is nothing."""
        adding = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        if hit is not None:
            self.choose(hit, adding=adding)
        elif self._layer is not None and not adding:
            self._tab.tree.selectionModel().clear()
            self._tab.choose_outside(None)
            self._set_current(None)

    def _on_current_changed(self, node: int) -> None:
        if self._layer is not None and not self._choosing:
            self._set_current(Hit(self._layer, node) if node >= 0 else None)

    def _on_filtered(self) -> None:
        """Choose a node's row that the filter left out, and no longer does."""
        current = self._view.current()
        if self._tab.outside is not None and current and self._row_of(current) >= 0:
            self.choose(current)

    def _on_selection_changed(self) -> None:
        if self._tab.outside is not None and self._tab.tree.selectionModel().hasSelection():
            self._tab.choose_outside(None)  # all rows were selected: actions act on these
            self._set_current(None)
        self._mark()

    def _set_current(self, hit: Hit | None) -> None:
        if hit != self._view.current():
            self._view.set_current(hit)
            self.current_changed.emit(hit)

    def _mark(self) -> None:
        model = self._tab.model
        if self._layer is None or model is None:
            return
        nodes = selected(model, self._tab.tree.selectionModel())
        chosen = nodes.tolist() if 1 < len(nodes) <= MOST else []
        for layer in self._view.layers:
            also = chosen if layer is self._layer else []
            self._view.set_marked(layer, {*also, *layer.found})

    # --- finding ------------------------------------------------------------------------------

    def search(self, text: str) -> None:
        """Highlight the rows whose titles contain a text; "": none."""
        self._searched = text
        for layer in self._view.layers:
            layer.searched, layer.found = 0, []
        self.look_for_new()
        self._mark()

    def look_for_new(self) -> None:
        """Look for the text in the new rows of all layers."""
        for layer in self._view.layers if self._searched else ():
            fits = layer.table.filtering(Filter(self._searched), None, layer.searched)()
            more = np.flatnonzero(fits)[: MOST - len(layer.found)]
            if len(more):
                layer.found += (layer.searched + more).tolist()
                self._mark()
            layer.searched = len(layer.table)
