# SPDX-License-Identifier: MIT
"""Lines of a popup: a title with some of it emphasised or dim, and dim words behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPaintEvent,
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

from wikilinks_gui.ui.widgets.theme import Colors, colors

Index = QModelIndex | QPersistentModelIndex

LINE = Qt.ItemDataRole.UserRole

BORDER = 1
"""How thick the line around a popup is."""


@dataclass(frozen=True, slots=True)
class Line:
    """What one line shows. Places are counted in characters."""

    text: str
    strong: Sequence[tuple[int, int]] = ()  # from, to
    dim: int = 0  # so many at the beginning are dim
    behind: str = ""
    begins: bool = False  # a thin line above it: others of another sort stand before


class LineModel(QAbstractListModel):
    """The lines of one popup."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: Sequence[Line] = ()

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show other lines; none is current then."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        """Give the number of lines."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Give the line, its text, or what a screen reader says."""
        line = self.lines[index.row()]
        if role == LINE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return line.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{line.text}, {line.behind}" if line.behind else line.text
        return None


class LineList(QListView):
    """A list of lines that leaves the keyboard to the field above it."""

    def __init__(self, model: LineModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(LineDelegate(self))
        self.setStyleSheet("LineList { border: none; }")  # the popup has the frame
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)

    def wanted_height(self, most: int) -> int:
        """Give the height at which all lines are seen, at most so many."""
        return max(1, self.sizeHintForRow(0)) * min(self.model().rowCount(), most)

    def wanted_width(self) -> int:
        """Give the width at which nothing is elided."""
        return self.sizeHintForColumn(0) + self.verticalScrollBar().sizeHint().width()


class PopupFrame(QFrame):
    """What a popup stands in: a thin line around the background."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame in the colours of now."""
        painter = QPainter(self)
        painter.setPen(QColor(colors(self.palette()).strong_line))
        painter.setBrush(self.palette().base())
        painter.drawRect(self.rect().adjusted(0, 0, -BORDER, -BORDER))


class LineDelegate(QStyledItemDelegate):
    """Draws lines."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Give the size at which nothing is elided."""
        line: Line = index.data(LINE)
        metrics = QFontMetrics(option.font)
        pad = metrics.height() // 2
        width = _bold(option.font).horizontalAdvance(line.text) + 2 * pad
        if line.behind:
            width += metrics.horizontalAdvance(line.behind) + 2 * pad
        return QSize(width, metrics.height() + pad)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a line."""
        line: Line = index.data(LINE)
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
        # The title is more than what stands behind it, but needs no more than it is long.
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
    strong = QFont(font)
    strong.setBold(True)
    return QFontMetrics(strong)


def _elided(text: str, font: QFont, width: int) -> str:
    """Shorten a text as if all of it were bold, as some may be."""
    return _bold(font).elidedText(text, Qt.TextElideMode.ElideRight, width)


def _formats(line: Line, shown: str, hues: Colors, chosen: bool) -> list[QTextLayout.FormatRange]:
    """Give the looks of parts of the text, in Qt's UTF-16 places."""

    def of(start: int, end: int) -> QTextLayout.FormatRange:
        made = QTextLayout.FormatRange()
        made.start = _utf16(line.text[:start])
        made.length = min(_utf16(line.text[:end]), _utf16(shown)) - _utf16(line.text[:start])
        return made

    formats = []
    for start, end in line.strong:
        strong = of(start, end)
        looks = QTextCharFormat()
        looks.setFontWeight(QFont.Weight.Bold)
        strong.format = looks
        formats.append(strong)
    if line.dim and not chosen:
        dim = of(0, line.dim)
        looks = QTextCharFormat()
        looks.setForeground(QColor(hues.dim))
        dim.format = looks
        formats.append(dim)
    return [each for each in formats if each.length > 0]


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _draw(painter: QPainter, text: QTextLayout, rect: QRect, start: int, mirrored: bool) -> int:
    """Draw a text so far from the line's start, whatever its own direction; give its width."""
    text.beginLayout()
    row = text.createLine()
    row.setLineWidth(1e6)
    width = row.naturalTextWidth()
    row.setLineWidth(width + 1)  # text from right to left stands at its line's right end
    text.endLayout()
    x = rect.right() + 1 - start - width if mirrored else rect.left() + start
    text.draw(painter, QPointF(x, rect.top() + (rect.height() - row.height()) / 2))
    return int(width) + 1
