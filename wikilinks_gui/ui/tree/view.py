# SPDX-License-Identifier: MIT
"""The tree: a table view that opens and closes rows, and keeps its place when rows come and go."""

import asyncio
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import (
    QAbstractItemModel,
    QByteArray,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QCursor,
    QDrag,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from wikilinks_gui.table.columns import Nodes, Numbers
from wikilinks_gui.table.rows import TOP
from wikilinks_gui.table.table import Found
from wikilinks_gui.tasks import start
from wikilinks_gui.translation import _
from wikilinks_gui.ui.tree.chosen import Chosen
from wikilinks_gui.ui.tree.copying import as_tsv, copied
from wikilinks_gui.ui.tree.delegate import RowLook, TreeDelegate, over
from wikilinks_gui.ui.tree.header import Header
from wikilinks_gui.ui.tree.model import ORDERS, PAGE, LinkModel
from wikilinks_gui.ui.tree.opening import go_inwards, go_outwards, keep_open, open_all, set_open
from wikilinks_gui.ui.tree.place import (
    Place,
    is_in_view,
    place_of,
    scroll_again,
    scroll_to_current,
)
from wikilinks_gui.ui.tree.selection import select, selected

_CHANGES = frozenset(
    {
        QEvent.Type.FontChange,
        QEvent.Type.PaletteChange,
        QEvent.Type.StyleChange,
        QEvent.Type.LayoutDirectionChange,
    }
)
_OF_POINTER = frozenset(
    {
        *(QEvent.Type.HoverEnter, QEvent.Type.HoverMove, QEvent.Type.HoverLeave),
        *(QEvent.Type.Enter, QEvent.Type.Leave),
    }
)
_BY_KEY = frozenset(
    {
        *(Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason),
        *(Qt.FocusReason.ShortcutFocusReason, Qt.FocusReason.OtherFocusReason),
    }
)
_COMMAND = Qt.KeyboardModifier.ControlModifier.value | Qt.KeyboardModifier.AltModifier.value
_ClearAndSelect = (
    QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
)
_NoUpdate = QItemSelectionModel.SelectionFlag.NoUpdate

_ROUNDS = 4
"""Each of the two scroll bars comes or goes at most once or twice until they fit."""

Index = QModelIndex | QPersistentModelIndex


class TreeView(QTableView):
    """Shows a :class:`LinkModel`."""

    node_activated = Signal(int)  # by Enter or a double click
    group_opened = Signal(int)
    current_changed = Signal(int)  # -1: none
    menu_wanted = Signal(object)  # QPoint on the screen

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model: LinkModel | None = None
        self._place: Place | None = None  # while the model is reset
        self._following: Nodes | None = None  # the current node and those below it, likewise
        self._chosen = Chosen()
        self._keeps_in_view = False  # the current row, while rows are put in other places
        self._column = PAGE  # of the current cell, while its row may go
        self._current = -1
        self._pressed = False  # an arrow or a check box: the release belongs to it
        self._sorts: set[asyncio.Task[None]] = set()
        self._header = Header(self)
        self._delegate = TreeDelegate(self)
        self.setAccessibleName(_("Links to the page"))
        self.setHorizontalHeader(self._header)
        self._header.setSortIndicatorShown(True)  # which that call has taken back
        self.setItemDelegate(self._delegate)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setDragEnabled(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        # paintEvent leaves nothing out. Where Qt does not know that, as with a style sheet, it has
        # all painted anew for each turn of the wheel, and not just the rows that come into view.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(1)
        # A table view learns from its vertical header that rows came or went, and has all of itself
        # laid out and painted again, also for rows far below the view, and once a batch. Here
        # rowsInserted and on_rows_removed do that job, as far as it is needed.
        rows.blockSignals(True)
        self._header.sectionClicked.connect(self.on_section_clicked)
        self._refresh()

    # --- model --------------------------------------------------------------------------------

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show another model, in the columns that are there; None: nothing."""
        columns = self.save_columns()
        if self._model is not None:
            self._model.modelAboutToBeReset.disconnect(self.on_model_about_to_be_reset)
            self._model.modelReset.disconnect(self.on_model_reset)
            self._model.rowsRemoved.disconnect(self.on_rows_removed)
            self._model.about_to_rearrange.disconnect(self.on_about_to_rearrange)
            self._model.rearranged.disconnect(self.on_rearranged)
            self._model.order_changed.disconnect(self.on_order_changed)
            self._model.flat_changed.disconnect(self.on_flat_changed)
            self._model.marks_about_to_show.disconnect(self.on_marks_about_to_show)
            self._model.marks_changed.disconnect(self.on_marks_changed)
        old = self.selectionModel()
        self._model = model if isinstance(model, LinkModel) else None
        self._delegate.model = self._model
        self._chosen.clear()
        self._keeps_in_view = False
        super().setModel(self._model)
        if old is not None:
            old.deleteLater()
        if self._model is not None:
            # A header asks of each column whether it is selected, which asks for the flags of all
            # rows (measured: 68 s with 1,000,000 selected). This one is told of no selection.
            self._header.setSelectionModel(QItemSelectionModel(self._model, self._header))
            # After Qt's own connections, so that everything is there again when these are called.
            self._model.modelAboutToBeReset.connect(self.on_model_about_to_be_reset)
            self._model.modelReset.connect(self.on_model_reset)
            self._model.rowsRemoved.connect(self.on_rows_removed)
            self._model.about_to_rearrange.connect(self.on_about_to_rearrange)
            self._model.rearranged.connect(self.on_rearranged)
            self._model.order_changed.connect(self.on_order_changed)
            self._model.flat_changed.connect(self.on_flat_changed)
            self._model.marks_about_to_show.connect(self.on_marks_about_to_show)
            self._model.marks_changed.connect(self.on_marks_changed)
            self.on_order_changed(self._model.order, self._model.descending)
            self._header.set_flat(self._model.is_flat)
            self._header.use_standard()
            self.restore_columns(columns)
        self._tell_current()
        self._find_hovered()

    def on_model_about_to_be_reset(self) -> None:
        """Keep what is selected, current and in view, as nodes."""
        if self._model is not None:
            self._place = place_of(self, self._model)
            self._column = max(self.currentIndex().column(), 0)
            self._chosen.keep(self._model, self.selectionModel())

    def on_model_reset(self) -> None:
        """Select, make current and bring into view what was, as far as it is still shown."""
        if self._model is not None and self._place is not None:
            place, self._place = self._place, None
            self._choose_again()
            self.updateGeometries()
            scroll_again(self, self._model, place)
            self._find_hovered()

    def on_about_to_rearrange(self) -> None:
        """Keep the way to the current row open, and take note of whether that is in view."""
        model, index = self._model, self.currentIndex()
        if model is None or not model.rowCount():  # what was current may come back
            return
        is_meant = self.selectionModel().isSelected(index) or self._chosen.is_waiting(self._current)
        self._keeps_in_view = index.isValid() and is_meant and is_in_view(self, index.row())
        if self._chosen.is_current(self._current) and not model.is_sorting:
            keep_open(model, model.node(index.row()))

    def on_rearranged(self) -> None:
        """Bring the current row into view where it was before."""
        if self._keeps_in_view:
            scroll_to_current(self)

    def on_marks_about_to_show(self) -> None:
        """Keep what stands below the current row, which a filter may hide for its check mark."""
        row = self.currentIndex().row()
        if self._model is not None and row >= 0:
            self._following = self._model.table.visible[row:]

    def on_marks_changed(self) -> None:
        """Go on at the next row where the current one is hidden: it was dealt with."""
        following, self._following = self._following, None
        if self._model is None or following is None or not self._model.rowCount():
            return
        if self._model.row_of(int(following[0])) < 0:
            rows = self._model.rows_of(following)
            self.go_to(int(rows[0]) if len(rows) else self._model.rowCount() - 1)

    def get_ready(self) -> None:
        """Do what the first rows need done, while they are on their way."""
        self.ensurePolished()
        self._delegate.get_ready()

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a row into view; not because rows came or went, which Qt takes for a reason."""
        if self._model is not None and not self._model.is_changing:
            super().scrollTo(index, hint)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Bring the current row into view where the focus comes by a key."""
        super().focusInEvent(event)
        if event.reason() in _BY_KEY:
            scroll_to_current(self)

    def rowsInserted(self, parent: Index, start: int, end: int) -> None:
        """Keep the rows that are in view where they are when others come in above them."""
        value = self.verticalScrollBar().value()
        super().rowsInserted(parent, start, end)
        if value > 0 and start <= self._first_in_view():
            value += (end - start + 1) * self._delegate.row_height
        if self._model is not None and self._chosen.is_waiting(self._current):
            self._chosen.keep(self._model, self.selectionModel(), 0, -1)  # none of them goes
            self._choose_again()
        self._fit_rows(start, value)
        are_first = self._model is not None and self._model.rowCount() == end - start + 1
        if are_first and self.hasFocus() and not self.currentIndex().isValid():
            # As Qt does where the focus comes when there are rows.
            self.selectionModel().setCurrentIndex(self.model().index(0, PAGE), _NoUpdate)
            self._tell_current()

    def rowsAboutToBeRemoved(self, parent: Index, start: int, end: int) -> None:
        """Keep what is selected and current of the rows that go."""
        if self._model is not None:
            self._column = max(self.currentIndex().column(), 0)
            self._chosen.keep(self._model, self.selectionModel(), start, end)
        super().rowsAboutToBeRemoved(parent, start, end)

    def on_rows_removed(self, parent: Index, start: int, end: int) -> None:
        """Keep the rows that are in view where they are when some above them have gone."""
        gone = min(end + 1, self._first_in_view()) - start
        value = self.verticalScrollBar().value() - max(gone, 0) * self._delegate.row_height
        self._choose_again()
        self._fit_rows(start, value)

    def _first_in_view(self) -> int:
        """Return the first row that is whole in view, of as many as there are or were."""
        return -(-self.verticalScrollBar().value() // self._delegate.row_height)

    def _fit_rows(self, start: int, value: int) -> None:
        """Fit the scroll bar to the rows, scroll, and paint again what changed from a row on."""
        bar, top = self.verticalScrollBar(), start * self._delegate.row_height
        height = self.viewport().height()
        was_in_view = top < bar.value() + height
        self.updateGeometries()
        bar.setValue(value)
        # To scroll is to move what is painted already, which is right for the rows above only.
        if was_in_view or top < bar.value() + height:
            self.viewport().update()
        self._find_hovered()

    # --- columns and order --------------------------------------------------------------------

    def save_columns(self) -> QByteArray:
        """Give what :meth:`restore_columns` takes; empty while there is no model."""
        return self._header.save() if self._model is not None else QByteArray()

    def restore_columns(self, kept: QByteArray) -> None:
        """Show the columns as they were; what is damaged is ignored."""
        self._header.restore(kept)

    def on_section_clicked(self, column: int) -> None:
        """Put in order by a column, upwards, downwards, then as the wiki has them."""
        model = self._model
        if model is None:
            return
        order, descending = ORDERS[column], False
        if model.order == order:
            if model.descending:
                order = "arrival"
            else:
                descending = True
        task = start(model.sort_by(order, descending))
        self._sorts.add(task)
        task.add_done_callback(self._sorts.discard)

    def on_order_changed(self, order: str, descending: bool) -> None:
        """Show in the header what the rows are ordered by."""
        column = ORDERS.index(order) if order in ORDERS else -1
        down = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self._header.setSortIndicator(column, down)

    def on_flat_changed(self, is_flat: bool) -> None:
        """Show which redirect each row came through where the tree does not show it."""
        self._header.set_flat(is_flat)

    # --- selection ----------------------------------------------------------------------------

    def selected_nodes(self) -> list[int]:
        """Give what is selected, from top to bottom."""
        if self._model is None:
            return []
        nodes: list[int] = selected(self._model, self.selectionModel()).tolist()
        return nodes

    def meant_nodes(self) -> Nodes:
        """Return the rows that an action on the selection takes, from top to bottom.

        A single row means itself. Several mean those that pass the filter, also those in closed
        redirects; where none does, they were selected one by one, and mean themselves.
        """
        if self._model is None:
            return np.zeros(0, np.int32)
        nodes = selected(self._model, self.selectionModel())
        matching = self._model.table.matching(nodes) if len(nodes) > 1 else nodes
        return matching if len(matching) else nodes

    def _choose_again(self) -> None:
        """Select and make current what was and is in sight, whatever Qt has chosen instead."""
        model, selection = self._model, self.selectionModel()
        if model is None:
            return
        self._chosen.give_back(model, selection)
        node = self._chosen.current(model)
        index = self.currentIndex()
        if node == TOP:
            selection.clearCurrentIndex()
        elif not index.isValid() or model.node(index.row()) != node:
            selection.setCurrentIndex(model.index(model.row_of(node), self._column), _NoUpdate)
        self._tell_current()

    def selectionChanged(self, chosen: QItemSelection, given_up: QItemSelection) -> None:
        """Take note of what a person selects."""
        super().selectionChanged(chosen, given_up)
        if self._model is not None and not self._model.is_changing:
            self._chosen.on_selected()

    def select_nodes(self, nodes: Sequence[int]) -> None:
        """Select rows, as far as they are shown; the first becomes the current one."""
        if self._model is None:
            return
        rows = self._model.rows_of(np.array(nodes, np.int64))
        self._chosen.on_selected()
        self.clearSelection()
        select(self._model, self.selectionModel(), rows)
        if len(rows):
            index = self._model.index(int(rows[0]), PAGE)
            self.selectionModel().setCurrentIndex(index, _NoUpdate)
            self.scrollTo(index)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which row is the current one."""
        super().currentChanged(current, previous)
        self.viewport().update()  # the frame around the whole row
        if self._model is not None and self._model.is_changing:
            return  # it is not said yet which one it will be
        self._tell_current()
        self._chosen.on_current(self._current)

    def _tell_current(self) -> None:
        row = self.currentIndex().row()
        node = self._model.node(row) if self._model is not None and row >= 0 else -1
        if node != self._current:
            self._current = node
            self.current_changed.emit(node)

    def go_to(self, row: int) -> None:
        """Make a row the current one and the only one that is selected."""
        if self._model is not None:
            column = max(self.currentIndex().column(), 0)
            self.selectionModel().setCurrentIndex(self._model.index(row, column), _ClearAndSelect)

    def show_node(self, node: int) -> None:
        """Make a row that passes the filter the current one; it opens what the row is in."""
        if self._model is None:
            return
        for group in reversed(self._model.table.ancestors(node)):
            set_open(self, group, True)
        row = self._model.row_of(node)
        if row >= 0:
            self.go_to(row)

    def show_pages(self, page_ids: Numbers) -> None:
        """Make the first row of some pages the current one, as far as one is shown."""
        if self._model is not None:
            rows = self._model.rows_of_pages(page_ids)
            if len(rows):
                self.go_to(int(rows[0]))

    # --- finding ------------------------------------------------------------------------------

    def look_for(self, text: str) -> Found | None:
        """Find the rows whose titles contain a text; None: there is no list."""
        if self._model is None:
            return None
        index = self.currentIndex()
        return self._model.find(text, self._model.node(index.row()) if index.isValid() else -1)

    def find_next(self, text: str, backwards: bool = False) -> bool:
        """Go to the next row whose title contains a text, round the end; False: there is none.

        Where it is in a closed group, that opens.
        """
        found = self.look_for(text)
        if self._model is None or found is None or not len(found.nodes):
            return False
        at = found.before - 1 if backwards else found.before + found.is_at
        self.show_node(int(found.nodes[at % len(found.nodes)]))
        return True

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: Qt would ask for all titles, one by one; finding and filtering are quick."""

    # --- checking -----------------------------------------------------------------------------

    def toggle_checked(self) -> None:
        """Check the selected rows, or take their marks away where all of them are checked."""
        model, row = self._model, self.currentIndex().row()
        if model is None:
            return
        nodes = self.meant_nodes()
        if not len(nodes) and row >= 0 and self.hasFocus():  # else nothing shows what is meant
            nodes = np.array([model.node(row)], np.int32)
        if len(nodes):
            model.set_checked(nodes, not bool(np.all(model.table.marks[nodes])))

    # --- keys and mouse -----------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open and close, check, copy, explore; all else is a table's."""
        if self._key(event):
            self._chosen.on_current(self._current)  # whoever works with a row has chosen it
        else:
            super().keyPressEvent(event)

    def _key(self, event: QKeyEvent) -> bool:
        """Do what a key means; False: it means nothing here."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
            return True
        key, row = event.key(), self.currentIndex().row()
        shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        if key == Qt.Key.Key_F10 and shift:
            self._want_menu(self._menu_place())
            return True
        if event.modifiers().value & _COMMAND or self._model is None:
            return False
        if key == Qt.Key.Key_Space:
            self.toggle_checked()
            return True
        if row < 0:
            return False
        node = self._model.node(row)
        inwards, outwards = Qt.Key.Key_Right, Qt.Key.Key_Left
        if self.isRightToLeft():
            inwards, outwards = outwards, inwards
        if key == inwards:
            go_inwards(self, node)
        elif key == outwards:
            go_outwards(self, node)
        elif key == Qt.Key.Key_Plus:
            set_open(self, node, True)
        elif key == Qt.Key.Key_Minus:
            set_open(self, node, False)
        elif key == Qt.Key.Key_Asterisk:
            open_all(self, node)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.node_activated.emit(node)
        else:
            return False
        return True

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Let Home and End go to the first and the last row, not along the columns."""
        if self._model is not None and self._model.rowCount():
            column = max(self.currentIndex().column(), 0)
            if action == QAbstractItemView.CursorAction.MoveHome:
                return self._model.index(0, column)
            if action == QAbstractItemView.CursorAction.MoveEnd:
                return self._model.index(self._model.rowCount() - 1, column)
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
        if not self._pressed and index.isValid() and self._model is not None:
            self.node_activated.emit(self._model.node(index.row()))

    def _click(self, point: QPoint) -> bool:
        """Do what a click on a part of a row means; False: it is on none."""
        index = self.indexAt(point)
        model = self._model
        if model is None or not index.isValid() or index.column() != PAGE:
            return False
        node = model.node(index.row())
        cell = self.visualRect(index)
        places = self._delegate.places(cell, model.level(node), mirrored=self.isRightToLeft())
        if over(places.box, cell, point):
            model.set_checked([node], not model.table.is_checked(node))
            return True
        if over(places.arrow, cell, point) and model.can_open(node):
            set_open(self, node, not model.table.is_open(node))
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
        """Where a menu belongs that was asked for by a key: below the current row."""
        index = self.currentIndex()
        self.scrollTo(index)
        row = self.visualRect(index.siblingAtColumn(PAGE)) & self.viewport().rect()
        start = row.bottomRight() if self.isRightToLeft() else row.bottomLeft()
        return self.viewport().mapToGlobal(start)

    # --- copying ------------------------------------------------------------------------------

    def copy_selection(self) -> None:
        """Copy the selected rows as lines of cells with tabs between."""
        nodes = self.meant_nodes().tolist()
        if self._model is not None and nodes:
            text = as_tsv(self._model, nodes, self._header.shown())
            QGuiApplication.clipboard().setText(text)

    def startDrag(self, actions: Qt.DropAction) -> None:
        """Drag the selected rows out; Qt would make an index object for each of their cells."""
        data = self.mime_data()
        if data.formats():
            drag = QDrag(self)
            drag.setMimeData(data)
            drag.exec(Qt.DropAction.CopyAction)
            self._find_hovered()

    def mime_data(self) -> QMimeData:
        """Give the selected rows as another program takes them; empty when there are none."""
        nodes = self.meant_nodes().tolist()
        if self._model is None or not nodes:
            return QMimeData()
        return copied(self._model, nodes, self._header.shown())

    # --- looks --------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows, and a frame around the current one."""
        with QPainter(self.viewport()) as painter:
            painter.fillRect(event.rect(), self.palette().base())
            self._paint_rows(painter, event.rect())

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Scroll; sideways all is painted again, as the frame of the current row stays in place."""
        super().scrollContentsBy(dx, dy)
        if dx:
            self.viewport().update()
        self._find_hovered()

    def viewportEvent(self, event: QEvent) -> bool:
        """Take notice of the pointer."""
        done = super().viewportEvent(event)
        if event.type() in _OF_POINTER:
            self._find_hovered()
        return done

    def _find_hovered(self) -> None:
        """Have the row under the pointer painted as hovered, and the one that was no more.

        Also where rows came below a pointer that rests: Qt looks for it only when it moves.
        """
        viewport = self.viewport()
        before, row = self._delegate.hovered, -1
        if viewport.underMouse():  # only then: to ask for the pointer is to wait for the display
            point = viewport.mapFromGlobal(QCursor.pos())
            row = self.rowAt(point.y()) if viewport.rect().contains(point) else -1
        if row == before:
            return
        self._delegate.hovered = row
        height, scrolled = self._delegate.row_height, self.verticalScrollBar().value()
        for changed in (before, row):
            viewport.update(0, changed * height - scrolled, viewport.width(), height)

    def _paint_rows(self, painter: QPainter, part: QRect) -> None:
        model, height = self._model, self._delegate.row_height
        first = max(self.rowAt(part.top()), 0)
        end = self.rowAt(part.bottom()) + 1 or (model.rowCount() if model else 0)
        if model is None or first >= end:
            return
        model.prepare(first, end - 1)
        columns = [
            span
            for span in self._header.spans()
            if span[1] <= part.right() and span[1] + span[2] > part.left()
        ]
        width = min(self._header.length(), self.viewport().width())
        left = self.viewport().width() - width if self.isRightToLeft() else 0
        active, selection = self.isActiveWindow(), self.selectionModel()
        top = self.rowViewportPosition(first)
        for row in range(first, end):
            look = RowLook(selection.isSelected(model.index(row, PAGE)), active, left, width)
            self._delegate.paint_row(painter, row, top, columns, look)
            top += height
        index = self.currentIndex()
        if index.isValid() and self.hasFocus():
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Link), 1))
            painter.drawRect(left, self.rowViewportPosition(index.row()), width - 1, height - 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the title's column what room there is."""
        super().resizeEvent(event)
        self._header.fit()
        self.updateGeometries()
        self._find_hovered()

    def updateGeometries(self) -> None:
        """Fit the scroll bars to the rows and columns.

        A bar that comes or goes changes the room, to which the columns are fitted, which may be a
        reason for the other bar to come or go. Qt looks once, this until nothing changes any more.
        """
        for _time in range(_ROUNDS):
            before = self.viewport().size(), self._header.length()
            super().updateGeometries()
            if (self.viewport().size(), self._header.length()) == before:
                return

    def changeEvent(self, event: QEvent) -> None:
        """Take over another font, other colours, another direction."""
        super().changeEvent(event)
        if event.type() in _CHANGES:
            self._refresh()

    def _refresh(self) -> None:
        self._delegate.refresh(self)
        self.verticalHeader().setDefaultSectionSize(self._delegate.row_height)
        self.verticalScrollBar().setSingleStep(self._delegate.row_height)
        self.updateGeometries()
        self.viewport().update()
        self._find_hovered()
