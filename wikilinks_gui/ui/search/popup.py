# SPDX-License-Identifier: MIT
"""The list in a popup: a text in each line, and words behind it."""

from collections.abc import Iterable

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView

from wikilinks_gui.translation import _


def place_below(anchor: QRect, size: QSize, area: QRect, *, rtl: bool) -> QRect:
    """Return the place below a rectangle, aligned with its start, all of it inside an area."""
    size = size.boundedTo(area.size())
    left = anchor.right() + 1 - size.width() if rtl else anchor.left()
    x = max(area.left(), min(left, area.right() + 1 - size.width()))
    y = max(area.top(), min(anchor.bottom() + 1, area.bottom() + 1 - size.height()))
    return QRect(QPoint(x, y), size)


class PopupList(QListView):
    """A list of lines that leaves the keyboard to the field above it."""

    def __init__(self) -> None:
        super().__init__()
        self._model = QStandardItemModel()
        self.setModel(self._model)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)

    def set_lines(self, lines: Iterable[tuple[str, str]]) -> None:
        """Show other lines, none of them current: a text, and the words behind it or ""."""
        self.selectionModel().reset()  # without a signal
        self._model.clear()
        for text, behind in lines:
            # isolated (U+2068, U+2069): each runs the way of its own script
            parts = [f"\u2068{part}\u2069" for part in (text, behind) if part]
            item = QStandardItem(" · ".join(parts))
            spoken = _("{title}, {more}").format(title=text, more=behind) if behind else text
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
