# SPDX-License-Identifier: MIT
"""A layout in lines: a widget for which there is no room left goes into the next one."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QStyle, QWidget

_Line = list[tuple[QLayoutItem, QSize]]


class FlowLayout(QLayout):
    """Lays out from line to line, as text flows, mirrored where text runs from right to left.

    Widgets that want to expand share the room that is left in their line.
    """

    def __init__(self, parent: QWidget | None = None, *, gap: int = 0) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._hints: list[QSize] = []  # a style sheet takes long to compute them
        self._gap = gap
        self._line_gap = 0
        self.setContentsMargins(0, 0, 0, 0)

    def set_gaps(self, gap: int, line_gap: int) -> None:
        """Set the room between widgets and between lines, in pixels."""
        if (gap, line_gap) != (self._gap, self._line_gap):
            self._gap, self._line_gap = gap, line_gap
            self.invalidate()

    def addItem(self, item: QLayoutItem) -> None:
        """Add an item at the end."""
        self._items.append(item)

    def count(self) -> int:
        """Return the number of items, hidden ones too."""
        return len(self._items)

    def itemAt(self, at: int) -> QLayoutItem | None:
        """Return an item; None past the end."""
        return self._items[at] if 0 <= at < len(self._items) else None

    def takeAt(self, at: int) -> QLayoutItem | None:
        """Take an item out."""
        return self._items.pop(at) if 0 <= at < len(self._items) else None

    def invalidate(self) -> None:
        """Forget the sizes that widgets wanted."""
        self._hints = []
        super().invalidate()

    def expandingDirections(self) -> Qt.Orientation:
        """Take all the room there is in a line."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        """Report that the height depends on the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines."""
        margins = self.contentsMargins()
        lines = self._lines(width - margins.left() - margins.right())
        gaps = self._line_gap * (len(lines) - 1)
        return sum(map(_height, lines)) + gaps + margins.top() + margins.bottom()

    def minimumSize(self) -> QSize:
        """Return the size of the largest widget."""
        size = QSize()
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        return size.grownBy(self.contentsMargins())

    def sizeHint(self) -> QSize:
        """Return the size of everything in one line."""
        shown = [(item, item.sizeHint()) for item in self._items if not item.isEmpty()]
        return QSize(self._width(shown), _height(shown)).grownBy(self.contentsMargins())

    def setGeometry(self, rect: QRect) -> None:
        """Put the widgets in their places."""
        super().setGeometry(rect)
        parent = self.parentWidget()
        direction = parent.layoutDirection() if parent else Qt.LayoutDirection.LeftToRight
        area = rect.marginsRemoved(self.contentsMargins())
        top = area.top()
        for line in self._lines(area.width()):
            left, height = area.left(), _height(line)
            growing = [item for item, _hint in line if _grows(item)]
            spare = max(0, area.width() - self._width(line)) // max(1, len(growing))
            for item, hint in line:
                width = min(hint.width() + (spare if item in growing else 0), area.width())
                place = QRect(left, top + (height - hint.height()) // 2, width, hint.height())
                item.setGeometry(QStyle.visualRect(direction, rect, place))
                left += width + self._gap
            top += height + self._line_gap

    def _lines(self, width: int) -> list[_Line]:
        """Return the items that are shown, line by line, with the sizes they take."""
        if len(self._hints) != len(self._items):
            self._hints = [item.sizeHint() for item in self._items]
        lines: list[_Line] = [[]]
        for item, hint in zip(self._items, self._hints, strict=True):
            if item.isEmpty():
                continue
            if hint.width() > width and item.hasHeightForWidth():
                hint = QSize(width, item.heightForWidth(width))
            if lines[-1] and self._width([*lines[-1], (item, hint)]) > width:
                lines.append([])
            lines[-1].append((item, hint))
        return lines

    def _width(self, line: _Line) -> int:
        return sum(hint.width() for _item, hint in line) + self._gap * max(0, len(line) - 1)


def _height(line: _Line) -> int:
    return max((hint.height() for _item, hint in line), default=0)


def _grows(item: QLayoutItem) -> bool:
    return bool(item.expandingDirections() & Qt.Orientation.Horizontal)
