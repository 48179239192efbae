# SPDX-License-Identifier: MIT
"""Widgets in a line that goes on in the next one where there is no room left."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QStyle, QWidget


class FlowLayout(QLayout):
    """Lays out from line to line, as text flows, mirrored where text runs from right to left.

    Widgets that want to expand share the room that is left in their line.
    """

    def __init__(self, parent: QWidget | None = None, *, gap: int = 0) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._hints: list[QSize] = []
        self._gap = gap
        self._line_gap = 0
        self.setContentsMargins(0, 0, 0, 0)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        if parent:
            parent.setSizePolicy(policy)

    def set_gaps(self, gap: int, line_gap: int) -> None:
        """Set the room between widgets and between lines, in pixels."""
        if (gap, line_gap) != (self._gap, self._line_gap):
            self._gap, self._line_gap = gap, line_gap
            self.invalidate()

    def insert_widget(self, at: int, widget: QWidget) -> None:
        """Add a widget before the one at a place."""
        self.addWidget(widget)
        self._items.insert(at, self._items.pop())
        self.invalidate()

    def lines(self) -> list[list[QRect]]:
        """Give the places of the widgets that are shown, line by line."""
        return [
            [geometry for _, geometry in line]
            for line in self._placed(self.geometry().width(), self.geometry())
        ]

    # --- QLayout ------------------------------------------------------------------------------

    def addItem(self, item: QLayoutItem) -> None:
        """Add an item at the end."""
        self._items.append(item)

    def count(self) -> int:
        """Say how many items there are, hidden ones too."""
        return len(self._items)

    def itemAt(self, at: int) -> QLayoutItem | None:
        """Give an item, None where there is none."""
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
        """Need the more lines the narrower it is."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Say how high the lines are together."""
        lines = self._placed(width, QRect(0, 0, width, 0))
        bottom = max((g.bottom() + 1 for line in lines for _, g in line), default=0)
        margins = self.contentsMargins()
        return bottom + margins.bottom()

    def minimumSize(self) -> QSize:
        """Be as wide as the widest widget."""
        size = QSize()
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        return size.grownBy(self.contentsMargins())

    def sizeHint(self) -> QSize:
        """Be one line."""
        shown = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(hint.width() for hint in shown) + self._gap * max(0, len(shown) - 1)
        height = max((hint.height() for hint in shown), default=0)
        return QSize(width, height).grownBy(self.contentsMargins())

    def setGeometry(self, rect: QRect) -> None:
        """Put the widgets in their places."""
        super().setGeometry(rect)
        parent = self.parentWidget()
        direction = parent.layoutDirection() if parent else Qt.LayoutDirection.LeftToRight
        for line in self._placed(rect.width(), rect):
            for item, geometry in line:
                item.setGeometry(QStyle.visualRect(direction, rect, geometry))

    # --- inside -------------------------------------------------------------------------------

    def _placed(self, width: int, rect: QRect) -> list[list[tuple[QLayoutItem, QRect]]]:
        """Give lines of widgets with their places, from left to right."""
        if len(self._hints) != len(self._items):
            self._hints = [item.sizeHint() for item in self._items]
        area = QRect(rect.x(), rect.y(), width, 0).marginsRemoved(self.contentsMargins())
        lines: list[list[tuple[QLayoutItem, QSize]]] = [[]]
        used = 0
        for item, hint in zip(self._items, self._hints, strict=True):
            if item.isEmpty():
                continue
            if hint.width() > area.width() and item.hasHeightForWidth():
                hint = QSize(area.width(), item.heightForWidth(area.width()))
            if lines[-1] and used + self._gap + hint.width() > area.width():
                lines.append([])
                used = 0
            used += hint.width() + (self._gap if lines[-1] else 0)
            lines[-1].append((item, hint))
        placed = []
        top = area.top()
        for line in lines:
            height = max((hint.height() for _, hint in line), default=0)
            placed.append(self._placed_line(line, QRect(area.x(), top, area.width(), height)))
            top += height + self._line_gap
        return placed

    def _placed_line(
        self, line: list[tuple[QLayoutItem, QSize]], area: QRect
    ) -> list[tuple[QLayoutItem, QRect]]:
        used = sum(hint.width() for _, hint in line) + self._gap * max(0, len(line) - 1)
        expanding = [
            item for item, _ in line if item.expandingDirections() & Qt.Orientation.Horizontal
        ]
        more = max(0, area.width() - used) // len(expanding) if expanding else 0
        placed = []
        left = area.x()
        for item, hint in line:
            wanted = hint.width() + (more if item in expanding else 0)
            size = QSize(min(wanted, area.width()), hint.height())
            top = area.top() + (area.height() - size.height()) // 2
            placed.append((item, QRect(left, top, size.width(), size.height())))
            left += size.width() + self._gap
        return placed
