# SPDX-License-Identifier: MIT
"""Draws a flat row as a row of a tree: check box, indent, arrow, icon, title.

It is called for every cell of every frame, so it measures and tints once and keeps that until
:meth:`TreeDelegate.refresh`.
"""

import html
from typing import NamedTuple

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QHelpEvent, QPainter, QPalette, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from wikilinks_gui.links.rows import Kind, Row
from wikilinks_gui.ui.icons import icon
from wikilinks_gui.ui.tree.model import (
    KIND,
    NUMBERS,
    PAGE,
    THROUGH,
    LinkModel,
    leads_elsewhere,
)

Index = QModelIndex | QPersistentModelIndex

_SELECTED = QStyle.StateFlag.State_Selected.value
_ACTIVE = QStyle.StateFlag.State_Active.value
_HOVER = QStyle.StateFlag.State_MouseOver.value
_RTL = Qt.LayoutDirection.RightToLeft
_START = (
    Qt.AlignmentFlag.AlignLeft
    | Qt.AlignmentFlag.AlignVCenter
    | Qt.AlignmentFlag.AlignAbsolute
    | Qt.TextFlag.TextSingleLine
).value
_END = (
    Qt.AlignmentFlag.AlignRight
    | Qt.AlignmentFlag.AlignVCenter
    | Qt.AlignmentFlag.AlignAbsolute
    | Qt.TextFlag.TextSingleLine
).value

Role = QPalette.ColorRole


class Places(NamedTuple):
    """Where the parts of a title's cell are."""

    box: QRect
    arrow: QRect
    icon: QRect
    text: QRect


class TreeDelegate(QStyledItemDelegate):
    """Draws the cells of a :class:`LinkModel`."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.model: LinkModel | None = None
        self.refresh(parent)

    def refresh(self, view: QWidget) -> None:
        """Take over the font and the palette of the view."""
        metrics = view.fontMetrics()
        self._metrics = metrics
        self._palette = view.palette()
        self._ratio = view.devicePixelRatioF()
        self._pixmaps: dict[tuple[str, bool], QPixmap] = {}
        line = metrics.height()
        self.row_height = round(line * 1.45)
        self._box = round(line * 0.72)
        self._arrow = round(line * 0.9)
        self._icon = round(line * 0.95)
        self._step = round(line * 1.1)
        self._pad = max(3, round(line * 0.35))

    # --- places -------------------------------------------------------------------------------

    def places(self, cell: QRect, level: int, *, mirrored: bool) -> Places:
        """Say where the parts of a title's cell are; deep rows keep half of it for the title."""
        box = self._pad
        arrow = box + self._box + self._pad // 2 + min(level * self._step, cell.width() // 2)
        picture = arrow + self._arrow + self._pad // 3
        text = picture + self._icon + self._pad
        return Places(
            self._part(cell, box, self._box, self._box, mirrored),
            self._part(cell, arrow, self._arrow, cell.height(), mirrored),
            self._part(cell, picture, self._icon, self._icon, mirrored),
            self._part(cell, text, cell.width() - text - self._pad, cell.height(), mirrored),
        )

    def text_rect(self, cell: QRect, index: Index, *, mirrored: bool) -> QRect:
        """Say where the text of a cell is."""
        if index.column() == PAGE and self.model:
            level = self.model.level(self.model.node(index.row()))
            return self.places(cell, level, mirrored=mirrored).text
        return cell.adjusted(self._pad, 0, -self._pad, 0)

    def title_width(self, title: str, level: int) -> int:
        """Say how wide a cell must be for its title."""
        text = self.places(QRect(0, 0, 1 << 16, 1), level, mirrored=False).text
        return text.left() + self._metrics.horizontalAdvance(title) + self._pad

    # --- Qt's interface -----------------------------------------------------------------------

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Give a row its height; the header gives columns their widths."""
        return QSize(self._step, self.row_height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell."""
        model, row = self.model, index.row()
        if model is None or not 0 <= row < len(model.table.visible):
            return
        node = model.node(row)
        state = option.state.value
        cell: QRect = option.rect
        mirrored: bool = option.direction == _RTL
        group = QPalette.ColorGroup.Active if state & _ACTIVE else QPalette.ColorGroup.Inactive
        selected = bool(state & _SELECTED)
        if selected:
            painter.fillRect(cell, self._palette.brush(group, Role.Highlight))
        elif state & _HOVER:
            painter.fillRect(cell, self._palette.brush(group, Role.Midlight))
        column = index.column()
        checked = model.table.is_checked(node)
        if column == PAGE:
            self._paint_page(painter, cell, node, group, selected, state, mirrored)
        else:
            dim = checked or column not in {KIND, THROUGH}
            role = Role.PlaceholderText if dim else Role.Text
            painter.setPen(
                self._palette.color(group, Role.HighlightedText if selected and not dim else role)
            )
            room = cell.adjusted(self._pad, 0, -self._pad, 0)
            self._write(
                painter,
                room,
                model.cell(node, column),
                (column in NUMBERS) != mirrored,
                Qt.TextElideMode.ElideRight,
            )

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Show the whole text of a cell that is cut."""
        if event.type() != QEvent.Type.ToolTip or self.model is None or not index.isValid():
            return super().helpEvent(event, view, option, index)
        text = self.model.cell(self.model.node(index.row()), index.column())
        cell = view.visualRect(index)
        room = self.text_rect(cell, index, mirrored=view.isRightToLeft())
        cut = self._metrics.horizontalAdvance(text) > room.width()
        QToolTip.showText(event.globalPos(), plain_tip(text) if cut else "", view, cell)
        return True

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Leave clicks and keys to the view: it knows where the check box is."""
        return False

    # --- parts --------------------------------------------------------------------------------

    def _paint_page(
        self,
        painter: QPainter,
        cell: QRect,
        node: int,
        group: QPalette.ColorGroup,
        selected: bool,
        state: int,
        mirrored: bool,
    ) -> None:
        model = self.model
        if model is None:
            return
        row = model.row(node)
        checked = model.table.is_checked(node)
        places = self.places(cell, model.level(node), mirrored=mirrored)
        narrow = places.text.width() <= 0
        if narrow:
            painter.save()
            painter.setClipRect(cell)
        self._paint_box(painter, places.box, checked, group, bool(state & _HOVER) or selected)
        if model.can_open(node):
            is_open = model.table.is_open(node)
            self._paint_arrow(painter, places.arrow, is_open, group, mirrored)
        painter.drawPixmap(places.icon.topLeft(), self._pixmap(icon_name(row), checked))
        role = Role.HighlightedText if selected else Role.Link
        painter.setPen(self._palette.color(group, Role.PlaceholderText if checked else role))
        self._write(painter, places.text, row.title, mirrored, Qt.TextElideMode.ElideMiddle)
        if narrow:
            painter.restore()

    def _paint_box(
        self,
        painter: QPainter,
        box: QRect,
        checked: bool,
        group: QPalette.ColorGroup,
        strong: bool,
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        if checked:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._palette.brush(group, Role.PlaceholderText))
        else:
            line = Role.Dark if strong else Role.Mid
            painter.setPen(QPen(self._palette.color(group, line), 1))
            painter.setBrush(self._palette.brush(group, Role.Base))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)
        if checked:
            tick = QPolygonF(
                [QPointF(box.x() + x * box.width(), box.y() + y * box.height()) for x, y in _TICK]
            )
            painter.setPen(QPen(self._palette.color(group, Role.Base), max(1.5, box.width() / 8)))
            painter.drawPolyline(tick)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_arrow(
        self,
        painter: QPainter,
        place: QRect,
        is_open: bool,
        group: QPalette.ColorGroup,
        mirrored: bool,
    ) -> None:
        middle = QRectF(place).center()
        half, deep = self._arrow * 0.26, self._arrow * 0.15
        if is_open:
            corners = [(-half, -deep), (half, -deep), (0.0, deep)]
        else:
            end = -deep if mirrored else deep
            corners = [(-end, -half), (-end, half), (end, 0.0)]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._palette.brush(group, Role.Text))
        painter.drawPolygon(QPolygonF([middle + QPointF(x, y) for x, y in corners]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _write(
        self,
        painter: QPainter,
        room: QRect,
        text: str,
        at_right: bool,
        cut: Qt.TextElideMode,
    ) -> None:
        """Write plain text at a side of its room; it runs the way that its own script does."""
        if not text or room.width() <= 0:
            return
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        shown = self._metrics.elidedText(text, cut, room.width())
        painter.drawText(room, _END if at_right else _START, shown)

    def _pixmap(self, name: str, dim: bool) -> QPixmap:
        pixmap = self._pixmaps.get((name, dim))
        if pixmap is None:
            role = Role.PlaceholderText if dim else Role.Text
            size = QSize(self._icon, self._icon)
            pixmap = icon(name, role).pixmap(size, self._ratio)
            self._pixmaps[name, dim] = pixmap
        return pixmap

    def _part(self, cell: QRect, start: int, width: int, height: int, mirrored: bool) -> QRect:
        """Place a part of a cell, in the middle of its height."""
        left = cell.right() + 1 - start - width if mirrored else cell.left() + start
        return QRect(left, cell.top() + (cell.height() - height) // 2, width, height)


_TICK = ((0.22, 0.52), (0.42, 0.72), (0.78, 0.30))


def icon_name(row: Row) -> str:
    """Name the icon of a row: a redirect to the page looks other than one that leads elsewhere."""
    if row.kinds & Kind.REDIRECT:
        return "article-redirect"
    return "link-external" if leads_elsewhere(row) else "article"


def plain_tip(text: str) -> str:
    """Make a tool tip of plain text, which may look like markup and runs the way of its script."""
    return f'<span dir="auto">{html.escape(text)}</span>'


def over(place: QRect, cell: QRect, point: QPoint) -> bool:
    """Tell whether a click meant a part of a row: all of the row's height counts."""
    return place.left() - 2 <= point.x() <= place.right() + 2 and cell.contains(point)
