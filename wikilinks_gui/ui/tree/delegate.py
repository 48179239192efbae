# SPDX-License-Identifier: MIT
"""Draws a flat row as a row of a tree: check box, indent, arrow, icon, title.

It is called for every cell of every frame, so it measures and tints once and keeps that until
:meth:`TreeDelegate.refresh`.
"""

import functools
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QHelpEvent,
    QPainter,
    QPalette,
    QPixmap,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from wikilinks_gui.table.redirectkinds import Trait
from wikilinks_gui.table.row import Kind
from wikilinks_gui.ui.tree.cells import COLUMNS, PAGE
from wikilinks_gui.ui.tree.model import LinkModel
from wikilinks_gui.ui.widgets.icons import icon
from wikilinks_gui.ui.widgets.text import plain_tip

Index = QModelIndex | QPersistentModelIndex

Role = QPalette.ColorRole

Span = tuple[int, int, int]
"""A column, where it begins in the view, and how wide it is."""


class Places(NamedTuple):
    """Where the parts of a title's cell are."""

    box: QRect
    arrow: QRect
    icon: QRect
    text: QRect


def _one_line(side: Qt.AlignmentFlag) -> QTextOption:
    """Return how a cell is written: on one line, which runs the way that its own script does."""
    option = QTextOption(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    return option


_AT_LEFT = _one_line(Qt.AlignmentFlag.AlignLeft)
_AT_RIGHT = _one_line(Qt.AlignmentFlag.AlignRight)


class TreeDelegate(QAbstractItemDelegate):
    """Draws the cells of a :class:`LinkModel`."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.model: LinkModel | None = None
        self.hovered = -1  # the row under the pointer; Qt knows only the cell
        self.refresh(parent)

    def refresh(self, view: QWidget) -> None:
        """Follow the font, the palette and the direction of the view."""
        metrics = view.fontMetrics()
        self._metrics = metrics
        self._mirrored = view.isRightToLeft()
        self._ratio = view.devicePixelRatioF()
        self._pixmaps: dict[tuple[str, bool], QPixmap] = {}
        line = metrics.height()
        self.row_height = round(line * 1.45)
        self._box = round(line * 0.72)
        self._arrow = round(line * 0.9)
        self._icon = round(line * 0.95)
        self._step = round(line * 1.1)
        self._pad = max(3, round(line * 0.35))
        self._digit = metrics.horizontalAdvance("0")

    # --- places -------------------------------------------------------------------------------

    def places(self, cell: QRect, level: int, *, mirrored: bool) -> Places:
        """Return where the parts of a title's cell are; deep rows keep half of it for the title."""
        box = self._pad
        arrow = box + self._box + self._pad // 2 + min(level * self._step, cell.width() // 2)
        picture = arrow + self._arrow + self._pad // 3
        text = picture + self._icon + self._pad
        return Places(
            self._part(cell, box, self._box, self._box, mirrored),
            self._part(cell, arrow, self._arrow, self._arrow, mirrored),
            self._part(cell, picture, self._icon, self._icon, mirrored),
            self._part(cell, text, cell.width() - text - self._pad, cell.height(), mirrored),
        )

    # --- Qt's interface -----------------------------------------------------------------------

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a row; the header gives columns their widths."""
        return QSize(self._step, self.row_height)

    def paint_row(
        self,
        painter: QPainter,
        row: int,
        place: QRect,
        columns: Sequence[Span],
        selected: bool,
        palette: QPalette,
    ) -> None:
        """Draw a row in the columns where they are.

        Qt would make an option and ask the style sheet for each cell: two thirds of the time that
        all of this takes.
        """
        model = self.model
        if model is None or not columns:
            return
        node = model.node(row)
        near = row == self.hovered
        top, height = place.top(), place.height()
        plain = Role.AlternateBase if row % 2 else Role.Base
        ground = Role.Highlight if selected else Role.Midlight if near else plain
        painter.fillRect(place, palette.color(ground))
        dim = model.table.is_checked(node) or not model.table.passes(node)
        text_color = palette.color(Role.HighlightedText if selected else Role.Text)
        for column, left, width in columns:
            if column == PAGE:
                cell = QRect(left, top, width, height)
                self._paint_page(painter, cell, node, palette, selected, near)
                continue
            if text := self.text(column, node, width):
                strong = COLUMNS[column].is_strong and not dim
                painter.setPen(text_color if strong else palette.color(Role.PlaceholderText))
                room = QRect(left + self._pad, top, width - 2 * self._pad, height)
                at_right = COLUMNS[column].is_number != self._mirrored
                self._write(painter, room, text, at_right, Qt.TextElideMode.ElideRight)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Show the whole text of a cell that is cut."""
        if self.model is None or not index.isValid():
            return False
        node, cell = self.model.node(index.row()), view.visualRect(index)
        column = COLUMNS[index.column()]
        shown = self.text(index.column(), node, cell.width())
        whole = column.plain if column.short and column.plain else column.text
        text = whole(self.model.cells, node)
        room = cell.width() - 2 * self._pad
        if index.column() == PAGE:
            places = self.places(cell, self.model.level(node), mirrored=self._mirrored)
            room = places.text.width()
        cut = shown != text or self._metrics.horizontalAdvance(text) > room
        QToolTip.showText(event.globalPos(), plain_tip(text) if cut else "", view, cell)
        return True

    def text(self, column: int, node: int, width: int) -> str:
        """Return what a cell says: less where its column is narrower than at first."""
        assert self.model is not None  # noqa: S101 - a row of it is drawn
        each = COLUMNS[column]
        is_narrow = width < each.digits * self._digit
        text = each.short if each.short is not None and is_narrow else each.text
        return text(self.model.cells, node)

    # --- parts --------------------------------------------------------------------------------

    def _paint_page(
        self,
        painter: QPainter,
        cell: QRect,
        node: int,
        palette: QPalette,
        selected: bool,
        near: bool,
    ) -> None:
        model = self.model
        assert model is not None  # noqa: S101 - a row of it is drawn
        row = model.row(node)
        checked = model.table.is_checked(node)
        places = self.places(cell, model.level(node), mirrored=self._mirrored)
        narrow = places.text.width() <= 0
        if narrow:
            painter.save()
            painter.setClipRect(cell)
        painter.setPen(palette.color(Role.Dark if near or selected else Role.Mid))
        painter.fillRect(places.box, palette.color(Role.Base))
        painter.drawRect(places.box.adjusted(0, 0, -1, -1))
        if checked:
            painter.drawPixmap(places.box.topLeft(), self._pixmap("check", places.box, dim=True))
        if model.can_open(node):
            arrow = "expand" if model.table.is_open(node) else "next"
            painter.drawPixmap(places.arrow.topLeft(), self._pixmap(arrow, places.arrow))
        dim = checked or not model.table.passes(node)
        name = icon_name(int(model.table.facets[node]))
        painter.drawPixmap(places.icon.topLeft(), self._pixmap(name, places.icon, dim))
        role = Role.HighlightedText if selected else Role.Link
        painter.setPen(palette.color(Role.PlaceholderText if dim else role))
        middle = Qt.TextElideMode.ElideMiddle
        self._write(painter, places.text, row.title, self._mirrored, middle)
        if narrow:
            painter.restore()

    def _write(
        self, painter: QPainter, room: QRect, text: str, at_right: bool, cut: Qt.TextElideMode
    ) -> None:
        """Write plain text at a side of its room."""
        if room.width() > 0:
            shown = self._metrics.elidedText(text, cut, room.width())
            painter.drawText(QRectF(room), shown, _AT_RIGHT if at_right else _AT_LEFT)

    def _pixmap(self, name: str, place: QRect, dim: bool = False) -> QPixmap:
        pixmap = self._pixmaps.get((name, dim))
        if pixmap is None:
            tint = icon(name, Role.PlaceholderText if dim else Role.Text)
            pixmap = self._pixmaps[name, dim] = tint.pixmap(place.size(), self._ratio)
        return pixmap

    def _part(self, cell: QRect, start: int, width: int, height: int, mirrored: bool) -> QRect:
        """Place a part of a cell, in the middle of its height."""
        left = cell.right() + 1 - start - width if mirrored else cell.left() + start
        return QRect(left, cell.top() + (cell.height() - height) // 2, width, height)


_FACET_ICONS = (
    (Trait.LOOP, "reload"),
    (Trait.BROKEN, "article-not-found"),
    (Trait.DOUBLE, "double-chevron-end"),
    (Trait.ELSEWHERE, "link-external"),
    (Kind.REDIRECT, "article-redirect"),
    (Kind.FILE, "image"),
    (Kind.TRANSCLUSION, "puzzle"),
)


@functools.cache  # it is called for every row in view, and flags are slow
def icon_name(facets: int) -> str:
    """Return the icon of a row: what is special about a redirect, else the most special kind."""
    return next((name for facet, name in _FACET_ICONS if facets & facet), "article")


def over(place: QRect, cell: QRect, point: QPoint) -> bool:
    """Return whether a click meant a part of a row: all of the row's height counts."""
    return cell.contains(point) and place.left() - 2 <= point.x() <= place.right() + 2
