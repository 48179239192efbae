# SPDX-License-Identifier: MIT
"""A table view that stays quick at a million rows, and keeps its place when rows arrive and go."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QByteArray,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QCursor, QFocusEvent, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from wikilinks_gui.table.rows import TOP
from wikilinks_gui.ui.tree.cells import PAGE
from wikilinks_gui.ui.tree.continuity import Continuity
from wikilinks_gui.ui.tree.delegate import TreeDelegate
from wikilinks_gui.ui.tree.header import Header
from wikilinks_gui.ui.tree.model import LinkModel
from wikilinks_gui.ui.widgets.fitting import Fitting

_OF_POINTER = {QEvent.Type.HoverEnter, QEvent.Type.HoverMove, QEvent.Type.HoverLeave}
_BY_KEY = {
    *(Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason),
    *(Qt.FocusReason.ShortcutFocusReason, Qt.FocusReason.OtherFocusReason),
}
_NoUpdate = QItemSelectionModel.SelectionFlag.NoUpdate

_ROUNDS = 4
"""Each of the two scroll bars comes or goes at most once or twice until they fit."""

Index = QModelIndex | QPersistentModelIndex


class RowView(Fitting, QTableView):
    """Shows the rows of a :class:`LinkModel`, and keeps its place in them."""

    current_changed = Signal(int)  # node; -1: none

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kept = Continuity(self)
        self._current = TOP  # as it was told last
        self._header = Header(self)
        self._delegate = TreeDelegate(self)
        self.setHorizontalHeader(self._header)
        self._header.setSortIndicatorShown(True)  # which that call has taken back
        self.setItemDelegate(self._delegate)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        # paintEvent leaves nothing out. Where Qt does not know that, as with a style sheet, it has
        # all painted for each turn of the wheel, and not just the rows that come into view.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(1)
        # A table view learns from its vertical header that rows arrived or went, and has all of it
        # laid out and painted again, also for rows far below the view, and once a batch. Here
        # rowsInserted and on_rows_removed do what is needed of that.
        rows.blockSignals(True)
        self.fit()

    # --- model --------------------------------------------------------------------------------

    @property
    def _model(self) -> LinkModel:
        """The model; only while there is one."""
        model = self.model()
        assert isinstance(model, LinkModel)  # noqa: S101 - all else of a view asks before
        return model

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show another model in the present columns, or nothing with None."""
        columns = self.save_columns()
        if self.model() is not None:
            for signal, slot in self._connections(self._model):
                signal.disconnect(slot)
        old = self.selectionModel()
        self._delegate.model = model if isinstance(model, LinkModel) else None
        self._kept.begin()
        super().setModel(model)
        if old is not None:
            old.deleteLater()
        if model is not None:
            # A header asks of each column whether it is selected, which asks for the flags of all
            # rows (measured: 68 s with 1,000,000 selected). This one gets no selection.
            self._header.setSelectionModel(QItemSelectionModel(self._model, self._header))
            # After Qt's own connections, so that everything is restored when these are called.
            for signal, slot in self._connections(self._model):
                signal.connect(slot)
            self._header.set_order(self._model.order, self._model.descending)
            self._header.set_flat(self._model.is_flat)
            self._header.show_origins(self._model.table.has_origins)
            self._header.use_standard()
            self.restore_columns(columns)
        self._tell_current()
        self._find_hovered()

    def _connections(self, model: LinkModel) -> tuple[tuple[Any, Any], ...]:
        return (
            (model.modelAboutToBeReset, self._kept.keep_all),
            (model.modelReset, self.on_model_reset),
            (model.rowsRemoved, self.on_rows_removed),
            (model.about_to_rearrange, self._kept.before_rearranging),
            (model.rearranged, self._kept.after_rearranging),
            (model.marks_changed, self._kept.after_marks),
            (model.order_changed, self._header.set_order),
            (model.flat_changed, self._header.set_flat),
            (model.origins_changed, self.on_origins_changed),
        )

    def save_columns(self) -> QByteArray:
        """Return what :meth:`restore_columns` takes; empty while there is no model."""
        return self._header.save() if self.model() is not None else QByteArray()

    def restore_columns(self, kept: QByteArray) -> None:
        """Show the columns as they were; what is damaged is ignored."""
        self._header.restore(kept)

    def on_model_reset(self) -> None:
        """Restore the selection, the current row and the position, as far as they are shown."""
        self._kept.give_back()
        self._tell_current()
        self.updateGeometries()
        self._kept.scroll_back()
        self._find_hovered()

    def on_origins_changed(self) -> None:
        """Show the column of origins as soon as there is one."""
        self._header.show_origins(self._model.table.has_origins)

    def rowsInserted(self, parent: Index, start: int, end: int) -> None:
        """Keep the rows that are in view where they are when others are inserted above them."""
        value = self.verticalScrollBar().value()
        super().rowsInserted(parent, start, end)
        if value > 0 and start <= self._first_in_view():
            value += (end - start + 1) * self._delegate.row_height
        if self._kept.is_waiting():
            self._kept.keep(0, -1)  # none of them goes
            self._kept.give_back()
            self._tell_current()
        self._fit_rows(start, value)
        are_first = self.model().rowCount() == end - start + 1
        if are_first and self.hasFocus() and not self.currentIndex().isValid():
            # As Qt does where the focus comes when there are rows.
            self.selectionModel().setCurrentIndex(self.model().index(0, PAGE), _NoUpdate)
            self._tell_current()

    def rowsAboutToBeRemoved(self, parent: Index, start: int, end: int) -> None:
        """Keep what is selected and current of the rows that go."""
        self._kept.keep(start, end)
        super().rowsAboutToBeRemoved(parent, start, end)

    def on_rows_removed(self, parent: Index, start: int, end: int) -> None:
        """Keep the rows that are in view where they are when some above them have gone."""
        gone = min(end + 1, self._first_in_view()) - start
        value = self.verticalScrollBar().value() - max(gone, 0) * self._delegate.row_height
        self._kept.give_back()
        self._tell_current()
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

    # --- selection and current row ------------------------------------------------------------

    def selectionChanged(self, chosen: QItemSelection, given_up: QItemSelection) -> None:
        """Note that the user has selected something else."""
        super().selectionChanged(chosen, given_up)
        if self.model() is not None and not self._model.is_changing:
            self._kept.forget_hidden()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Report the new current row, unless it is still to be decided."""
        super().currentChanged(current, previous)
        self.viewport().update()  # the frame around the whole row
        if self.model() is None or not self._model.is_changing:
            self._tell_current()
            self._kept.choose_current()

    def current_node(self) -> int:
        """Return the node of the current row; -1 if there is none."""
        return self._kept.current()

    def nodes_in_view(self) -> list[int]:
        """Return the rows that are at least partly in view, from top to bottom."""
        if self.model() is None or not len(visible := self._model.table.visible):
            return []
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        nodes: list[int] = visible[first : last + 1 if last >= 0 else None].tolist()
        return nodes if first >= 0 else []

    def _tell_current(self) -> None:
        node = self.current_node()
        if node != self._current:
            self._current = node
            self.current_changed.emit(node)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Bring the current row into view where the focus comes by a key."""
        super().focusInEvent(event)
        if event.reason() in _BY_KEY:
            self.scrollTo(self.currentIndex())

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a row into view; not because rows arrived or went, which Qt takes for a reason."""
        if self.model() is not None and not self._model.is_changing:
            super().scrollTo(index, hint)

    # --- looks --------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows, and a frame around the current one."""
        with QPainter(self.viewport()) as painter:
            painter.fillRect(event.rect(), self.palette().base())
            self._paint_rows(painter, event.rect())

    def _paint_rows(self, painter: QPainter, part: QRect) -> None:
        model, height = self._delegate.model, self._delegate.row_height
        if model is None or not model.rowCount():
            return
        first = max(self.rowAt(part.top()), 0)
        end = self.rowAt(part.bottom()) + 1 or model.rowCount()
        model.cells.prepare(model.table.visible[first:end])
        columns = [
            span
            for span in self._header.spans()
            if span[1] <= part.right() and span[1] + span[2] > part.left()
        ]
        width = min(self._header.length(), self.viewport().width())
        left = self.viewport().width() - width if self.isRightToLeft() else 0
        palette, selection = self.palette(), self.selectionModel()
        place = QRect(left, self.rowViewportPosition(first), width, height)
        for row in range(first, end):
            selected = selection.isSelected(model.index(row, PAGE))
            self._delegate.paint_row(painter, row, place, columns, selected, palette)
            place.translate(0, height)
        index = self.currentIndex()
        if index.isValid() and self.hasFocus():
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Link), 1))
            painter.drawRect(left, self.rowViewportPosition(index.row()), width - 1, height - 1)

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        """Repaint rows that changed and are in view: Qt repaints everything for 26 rows elsewhere.

        It counts the cells and not where they are, and 200 are many to it.
        """
        top, bottom = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        start = max(first.row(), top)
        end = min(last.row(), bottom) if bottom >= 0 else last.row()
        if 0 <= start <= end:
            index = self._model.index
            super().dataChanged(index(start, first.column()), index(end, last.column()), roles)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Scroll; sideways all is painted again, as the frame of the current row stays in place."""
        super().scrollContentsBy(dx, dy)
        if dx:
            self.viewport().update()
        self._find_hovered()

    def viewportEvent(self, event: QEvent) -> bool:
        """Follow the pointer."""
        done = super().viewportEvent(event)
        if event.type() in _OF_POINTER:
            self._find_hovered()
        return done

    def _find_hovered(self) -> None:
        """Repaint the row under the pointer as hovered, and the previous one without.

        Also where rows arrived below a pointer that rests: Qt looks for it only when it moves.
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the title's column what room there is."""
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

    def fit(self) -> None:
        """Follow the font, the colours and the direction."""
        self._delegate.refresh(self)
        self.verticalHeader().setDefaultSectionSize(self._delegate.row_height)
        self.verticalScrollBar().setSingleStep(self._delegate.row_height)
        self.updateGeometries()
        self.viewport().update()
        self._find_hovered()
