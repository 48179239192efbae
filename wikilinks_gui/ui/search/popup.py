# SPDX-License-Identifier: MIT
"""The list in a popup: titles with some letters bold or dim, and dim words behind them."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QStandardItem,
    QStandardItemModel,
    QTextCharFormat,
    QTextLayout,
)
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from wikilinks_gui.translation import _
from wikilinks_gui.ui.widgets.theme import ThemeColors, colors

Index = QModelIndex | QPersistentModelIndex

_LINE = Qt.ItemDataRole.UserRole

BORDER = 1
"""Width of the frame of a popup, in pixels."""


@dataclass(frozen=True, slots=True)
class PopupLine:
    """What one line shows. Places are counted in characters."""

    text: str
    bold: Sequence[tuple[int, int]] = ()  # from, to
    dim: int = 0  # characters at the beginning
    behind: str = ""
    begins: bool = False  # a group that has others before it: a thin line is drawn above


def place_below(anchor: QRect, size: QSize, area: QRect, *, rtl: bool) -> QRect:
    """Return the place below a rectangle, aligned with its start, all of it inside an area."""
    size = size.boundedTo(area.size())
    left = anchor.right() + 1 - size.width() if rtl else anchor.left()
    x = max(area.left(), min(left, area.right() + 1 - size.width()))
    y = max(area.top(), min(anchor.bottom() + 1, area.bottom() + 1 - size.height()))
    return QRect(QPoint(x, y), size)


class PopupFrame(QFrame):
    """The frame and background of a popup."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw them in the colours of the palette."""
        painter = QPainter(self)
        painter.setPen(QColor(colors(self.palette()).strong_line))
        painter.setBrush(self.palette().base())
        painter.drawRect(self.rect().adjusted(0, 0, -BORDER, -BORDER))


class PopupList(QListView):
    """A list of lines that leaves the keyboard to the field above it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = QStandardItemModel()
        self.setModel(self._model)
        self.setItemDelegate(_LineDelegate(self))
        self.setStyleSheet("PopupList { border: none; }")  # the popup has the frame
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)

    def set_lines(self, lines: Sequence[PopupLine]) -> None:
        """Show other lines, none of them current."""
        self.selectionModel().reset()  # without a signal
        self._model.clear()
        for line in lines:
            item = QStandardItem(line.text)
            item.setData(line, _LINE)
            if line.behind:
                spoken = _("{title}, {more}").format(title=line.text, more=line.behind)
                item.setData(spoken, Qt.ItemDataRole.AccessibleTextRole)
            self._model.appendRow(item)

    def current_row(self) -> int:
        """Return the row of the current line; -1 for none."""
        return self.currentIndex().row()

    def set_current_row(self, row: int) -> None:
        """Make a line the current one, or none (-1)."""
        self.setCurrentIndex(self._model.index(row, 0))

    def line_height(self) -> int:
        """Return the height of a line."""
        return max(1, self.sizeHintForRow(0))

    def wanted_width(self) -> int:
        """Return the width at which nothing is elided."""
        return self.sizeHintForColumn(0) + self.verticalScrollBar().sizeHint().width()


class _LineDelegate(QStyledItemDelegate):
    """Draws lines."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the size at which nothing is elided."""
        line: PopupLine = index.data(_LINE)
        metrics = QFontMetrics(option.font)
        pad = metrics.height() // 2
        width = _bold(option.font).horizontalAdvance(line.text) + 2 * pad
        if line.behind:
            width += metrics.horizontalAdvance(line.behind) + 2 * pad
        return QSize(width, metrics.height() + pad)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a line."""
        line: PopupLine = index.data(_LINE)
        rect, font = option.rect, option.font
        hues = colors(option.palette)
        metrics = QFontMetrics(font)
        pad = metrics.height() // 2
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(rect, QColor(hues.selection))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(hues.hover))
        if line.begins:
            painter.setPen(QColor(hues.line))
            painter.drawLine(rect.topLeft(), rect.topRight())
        room = rect.width() - 2 * pad
        behind = metrics.horizontalAdvance(line.behind) + pad if line.behind else 0
        # The title matters more than the text after it, but needs no more than its length.
        title = QTextLayout(_elided(line.text, font, max(room - behind, room * 3 // 5)), font)
        title.setFormats(_formats(line, title.text(), hues, chosen))
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        painter.setClipRect(rect)
        painter.setPen(QColor(hues.selection_text if chosen else hues.text))
        taken = _draw(painter, title, rect, pad, mirrored) + pad
        if line.behind:
            rest = QTextLayout(_elided(line.behind, font, room - taken), font)
            painter.setPen(QColor(hues.dim))
            _draw(painter, rest, rect, pad + taken, mirrored)
        painter.restore()


def _bold(font: QFont) -> QFontMetrics:
    bold = QFont(font)
    bold.setBold(True)
    return QFontMetrics(bold)


def _elided(text: str, font: QFont, width: int) -> str:
    """Shorten a text as if all of it were bold, as some may be."""
    return _bold(font).elidedText(text, Qt.TextElideMode.ElideRight, width)


def _formats(
    line: PopupLine, shown: str, hues: ThemeColors, chosen: bool
) -> list[QTextLayout.FormatRange]:
    """Return the formats of parts of the text, in Qt's UTF-16 places."""
    bold, dim = QTextCharFormat(), QTextCharFormat()
    bold.setFontWeight(QFont.Weight.Bold)
    dim.setForeground(QColor(hues.dim))
    parts = [(start, end, bold) for start, end in line.bold]
    if line.dim and not chosen:
        parts.append((0, line.dim, dim))
    formats = []
    for start, end, look in parts:
        part = QTextLayout.FormatRange()
        part.start = _utf16(line.text[:start])
        part.length = min(_utf16(line.text[:end]), _utf16(shown)) - part.start
        part.format = look
        if part.length > 0:  # not behind what is elided
            formats.append(part)
    return formats


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _draw(painter: QPainter, text: QTextLayout, rect: QRect, start: int, mirrored: bool) -> int:
    """Draw a text ``start`` pixels from the line's start; return its width."""
    text.beginLayout()
    row = text.createLine()
    row.setLineWidth(1e6)
    width = row.naturalTextWidth()
    row.setLineWidth(width + 1)  # text from right to left stands at its line's right end
    text.endLayout()
    x = rect.right() + 1 - start - width if mirrored else rect.left() + start
    text.draw(painter, QPointF(x, rect.top() + (rect.height() - row.height()) / 2))
    return int(width) + 1
