# SPDX-License-Identifier: MIT
"""The tree: what the user does with its rows by keys, mouse and actions."""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QWidget

from wikilinks_gui.table.columns import Nodes, Numbers
from wikilinks_gui.table.ordering import Order
from wikilinks_gui.table.table import Found
from wikilinks_gui.tasks import start
from wikilinks_gui.translation import _
from wikilinks_gui.ui.tree.cells import COLUMNS, PAGE
from wikilinks_gui.ui.tree.continuity import selected
from wikilinks_gui.ui.tree.copying import as_tsv
from wikilinks_gui.ui.tree.delegate import over
from wikilinks_gui.ui.tree.rowview import RowView

_COMMAND = Qt.KeyboardModifier.ControlModifier.value | Qt.KeyboardModifier.AltModifier.value


class TreeView(RowView):
    """Shows a :class:`LinkModel` as a tree."""

    node_activated = Signal(int)  # by Enter or a double click
    group_opened = Signal(int)
    menu_wanted = Signal(object)  # QPoint on the screen

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pressed = False  # an arrow or a check box: the release belongs to it
        self.setAccessibleName(_("Links to the page"))
        self._header.sectionClicked.connect(self.on_section_clicked)

    def on_section_clicked(self, column: int) -> None:
        """Sort by a column: ascending, descending, then as the wiki lists the rows."""
        model = self._model
        order: Order = COLUMNS[column].order
        is_sorted = model.order == order
        if is_sorted and model.descending:
            order = "arrival"
        start(model.sort_by(order, is_sorted and not model.descending))

    # --- opening ------------------------------------------------------------------------------

    def set_open(self, node: int, is_open: bool) -> None:
        """Open or close a redirect; where the current row goes away, it becomes the current one."""
        model = self._model
        if not model.can_open(node) or model.table.is_open(node) == is_open:
            return
        current = self.current_node()
        if not is_open and current >= 0 and node in model.table.ancestors(current):
            self.go_to(model.row_of(node))
        model.set_open([node], is_open)
        if is_open:
            self.group_opened.emit(node)

    def open_all(self, node: int) -> None:
        """Open a redirect and all below it."""
        if self._model.can_open(node):
            for group in self._model.open_below(node):
                self.group_opened.emit(group)

    def expand_all(self) -> None:
        """Open all redirects of the list."""
        if self.model() is None:
            return
        closed = [node for node in self._groups() if not self._model.table.is_open(node)]
        self._model.set_open(closed, True)
        for node in closed:
            self.group_opened.emit(node)

    def collapse_all(self) -> None:
        """Close all redirects; one that holds the current row becomes the current one."""
        if self.model() is None:
            return
        model, current = self._model, self.current_node()
        # In a flat list no row stands below another: each stays where it is.
        if current >= 0 and not model.is_flat and (above := model.table.ancestors(current)):
            self.go_to(model.row_of(above[-1]))
        model.set_open(self._groups(), False)

    def _groups(self) -> list[int]:
        return sorted(filter(self._model.can_open, self._model.table.groups.values()))

    def _go_inwards(self, node: int) -> None:
        """Open a redirect or, where it is open, go to the first row below."""
        model = self._model
        if not model.can_open(node):
            return
        row = model.row_of(node)
        if not model.table.is_open(node):
            self.set_open(node, True)
        elif row + 1 < model.rowCount() and model.parent_of(model.node(row + 1)) == node:
            self.go_to(row + 1)

    def _go_outwards(self, node: int) -> None:
        """Close a redirect or, where it is closed, go to the row that this one is below."""
        model = self._model
        if model.can_open(node) and model.table.is_open(node):
            self.set_open(node, False)
        elif (row := model.row_of(model.parent_of(node))) >= 0:
            self.go_to(row)

    # --- selection ----------------------------------------------------------------------------

    def selected_nodes(self) -> list[int]:
        """Return what is selected, from top to bottom."""
        if self.model() is None:
            return []
        nodes: list[int] = selected(self._model, self.selectionModel()).tolist()
        return nodes

    def meant_nodes(self) -> Nodes:
        """Return the rows that an action on the selection takes, from top to bottom.

        A single row means itself. Several mean those that pass the filter, also those in closed
        redirects; where none does, they were selected one by one, and mean themselves.
        """
        if self.model() is None:
            return np.zeros(0, np.int32)
        nodes = selected(self._model, self.selectionModel())
        matching = self._model.table.matching(nodes) if len(nodes) > 1 else nodes
        return matching if len(matching) else nodes

    def select_nodes(self, nodes: Sequence[int]) -> None:
        """Select those of some rows that are shown; the first becomes the current one."""
        self._kept.select(self._model.rows_of(np.array(nodes, np.int64)))

    def go_to(self, row: int) -> None:
        """Make a row the current one and the only one that is selected."""
        self._kept.go_to(row)

    def show_node(self, node: int) -> None:
        """Make a row that passes the filter the current one; it opens what the row is in."""
        for group in reversed(self._model.table.ancestors(node)):
            self.set_open(group, True)
        row = self._model.row_of(node)
        if row >= 0:
            self.go_to(row)

    def show_pages(self, page_ids: Numbers) -> None:
        """Make the first row of some pages the current one, as far as one is shown."""
        rows = self._model.rows_of_pages(page_ids)
        if len(rows):
            self.go_to(int(rows[0]))

    # --- finding ------------------------------------------------------------------------------

    def look_for(self, text: str) -> Found | None:
        """Find the rows whose titles contain a text; None: there is no list."""
        return self._model.find(text, self.current_node()) if self.model() is not None else None

    def find_next(self, text: str, backwards: bool = False) -> bool:
        """Go to the next row whose title contains a text, past the end too; False if there is none.

        Where it is in a closed group, that opens.
        """
        found = self.look_for(text)
        if found is None or not len(found.nodes):
            return False
        at = found.before - 1 if backwards else found.before + found.is_at
        self.show_node(int(found.nodes[at % len(found.nodes)]))
        return True

    def keyboardSearch(self, search: str) -> None:
        """Ignore typing: Qt would ask for all titles, where finding and filtering are quick."""

    # --- checking -----------------------------------------------------------------------------

    def toggle_checked(self) -> None:
        """Mark the selected rows, or remove their marks where all of them have one."""
        if self.model() is None:
            return
        model, current = self._model, self.current_node()
        nodes = self.meant_nodes()
        if not len(nodes) and current >= 0 and self.hasFocus():  # else nothing shows what is meant
            nodes = np.array([current], np.int32)
        if len(nodes):
            model.set_checked(nodes, not bool(np.all(model.table.marks[nodes])))

    # --- keys and mouse -----------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open and close, check, copy, explore; all else is a table's."""
        if self._key(event):
            self._kept.choose_current()  # working with a row selects it
        else:
            super().keyPressEvent(event)

    def _key(self, event: QKeyEvent) -> bool:
        """Act on a key; return False if it means nothing here."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
            return True
        key, node = event.key(), self.current_node()
        shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        if key == Qt.Key.Key_F10 and shift:
            self._want_menu(self._menu_place())
            return True
        if event.modifiers().value & _COMMAND or self.model() is None:
            return False
        if key == Qt.Key.Key_Space:
            self.toggle_checked()
            return True
        if node < 0:
            return False
        inwards, outwards = Qt.Key.Key_Right, Qt.Key.Key_Left
        if self.isRightToLeft():
            inwards, outwards = outwards, inwards
        acts: dict[int, Callable[[int], object]] = {
            inwards: self._go_inwards,
            outwards: self._go_outwards,
            Qt.Key.Key_Plus: partial(self.set_open, is_open=True),
            Qt.Key.Key_Minus: partial(self.set_open, is_open=False),
            Qt.Key.Key_Asterisk: self.open_all,
            Qt.Key.Key_Return: self.node_activated.emit,
            Qt.Key.Key_Enter: self.node_activated.emit,
        }
        if key in acts:
            acts[key](node)
        return key in acts

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Go to the first and the last row by Home and End, not along the columns."""
        if (model := self.model()) is not None:
            column = max(self.currentIndex().column(), 0)
            if action == QAbstractItemView.CursorAction.MoveHome:
                return model.index(0, column)
            if action == QAbstractItemView.CursorAction.MoveEnd:
                return model.index(model.rowCount() - 1, column)
        return super().moveCursor(action, modifiers)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open or close at an arrow, check at a check box; all else is a table's."""
        self._pressed = event.button() == Qt.MouseButton.LeftButton and self._click(
            event.position().toPoint()
        )
        if not self._pressed:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Select nothing while a press on an arrow or a check box lasts."""
        if not self._pressed:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a press on an arrow or a check box."""
        if not self._pressed:
            super().mouseReleaseEvent(event)
        self._pressed = False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Explore a row; at an arrow or a check box it is a second click."""
        point = event.position().toPoint()
        if event.button() != Qt.MouseButton.LeftButton:
            super().mouseDoubleClickEvent(event)
            return
        self._pressed = self._click(point)
        index = self.indexAt(point)
        if not self._pressed and index.isValid():
            self.node_activated.emit(self._model.node(index.row()))

    def _click(self, point: QPoint) -> bool:
        """Act on a click on a part of a row; return False if it is on none."""
        index = self.indexAt(point)
        if index.column() != PAGE:
            return False
        model, node = self._model, self._model.node(index.row())
        cell = self.visualRect(index)
        places = self._delegate.places(cell, model.level(node), mirrored=self.isRightToLeft())
        if over(places.box, cell, point):
            model.set_checked([node], not model.table.is_checked(node))
            return True
        if over(places.arrow, cell, point) and model.can_open(node):
            self.set_open(node, not model.table.is_open(node))
            return True
        return False

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the selected rows."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        self._want_menu(event.globalPos() if by_mouse else self._menu_place())

    def _want_menu(self, place: QPoint) -> None:
        if self.currentIndex().isValid():
            self.menu_wanted.emit(place)

    def _menu_place(self) -> QPoint:
        """Return where a menu belongs that was asked for by a key: below the current row."""
        index = self.currentIndex()
        self.scrollTo(index)
        row = self.visualRect(index.siblingAtColumn(PAGE)) & self.viewport().rect()
        corner = row.bottomRight() if self.isRightToLeft() else row.bottomLeft()
        return self.viewport().mapToGlobal(corner)

    # --- copying ------------------------------------------------------------------------------

    def copy_selection(self) -> None:
        """Copy the selected rows as lines of cells with tabs between."""
        if nodes := self.meant_nodes().tolist():
            text = as_tsv(self._model, nodes, self._header.shown())
            QGuiApplication.clipboard().setText(text)
