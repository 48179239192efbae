# SPDX-License-Identifier: MIT
"""A line of buttons that never becomes two: those for which there is no room are in a menu."""

from bisect import bisect_right
from itertools import accumulate

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QPushButton, QStyle, QWidget

from wikilinks_gui.ui.widgets.fitting import Fitting
from wikilinks_gui.ui.widgets.theme import set_look


class OneLine(Fitting, QWidget):
    """Buttons in one line, the first ones where not all have room; its height is always the same.

    Before them stands a widget, if any, that is no wider than the room that is left, and takes all
    of it if it wants to expand. ``more`` stands on the button whose menu has the others.
    """

    def __init__(self, more: str, name: str, first: QWidget | None = None) -> None:
        super().__init__()
        self._first = first
        self._gap = 0
        self._buttons: list[QPushButton] = []
        self._offered: set[QPushButton] = set()
        self._folded: list[QPushButton] = []  # those that are in the menu
        self._more = QPushButton(more, self, autoDefault=False)
        self._more.setAccessibleName(name)
        self._more.setMenu(QMenu(self._more))
        self._more.menu().setAccessibleName(name)
        self._more.menu().aboutToShow.connect(self._fill_menu)
        self._more.hide()
        if first is not None:
            first.setParent(self)

    def add(self, button: QPushButton, *, before: QPushButton | None = None) -> None:
        """Add a button, at the end or before another; it is shown once it is offered."""
        button.setParent(self)
        button.hide()
        at = self._buttons.index(before) if before else len(self._buttons)
        self._buttons.insert(at, button)

    def offer(self, button: QPushButton, on: bool) -> None:
        """Offer a button, or no longer; :meth:`fold` shows it."""
        (self._offered.add if on else self._offered.discard)(button)

    def fold(self) -> None:
        """Show as many of the buttons that are offered as there is room for."""
        offered = [button for button in self._buttons if button in self._offered]
        for button in (*offered, self._more):
            button.ensurePolished()
        ends = list(accumulate(self._room_for(button) for button in offered))
        room = self.width() + self._gap
        if self._first is not None:
            room -= self._first.minimumWidth() + self._gap
        if ends and ends[-1] > room:
            room -= self._room_for(self._more)
        count = bisect_right(ends, room)
        shown, self._folded = offered[:count], offered[count:]
        had_focus = any(button.hasFocus() for button in self._folded)
        for button in self._buttons:
            button.setVisible(button in shown)
        self._more.setVisible(bool(self._folded))
        filters = any(
            each.isChecked() or each.property("active") == "true" for each in self._folded
        )
        set_look(self._more, "active", "true" if filters else "false")
        if had_focus:
            self._more.setFocus()
        self._place(shown)

    def _room_for(self, button: QPushButton) -> int:
        return _width(button) + self._gap

    def _place(self, shown: list[QPushButton]) -> None:
        parts: list[tuple[QWidget, int]] = [
            (button, _width(button)) for button in (*shown, *([self._more] if self._folded else []))
        ]
        if self._first is not None:
            spare = self.width() - sum(width + self._gap for _part, width in parts)
            if not self._first.sizePolicy().expandingDirections() & Qt.Orientation.Horizontal:
                spare = min(spare, self._first.sizeHint().width())
            parts.insert(0, (self._first, spare))
        left = 0
        for part, width in parts:
            height = part.sizeHint().height()
            place = QRect(left, (self.height() - height) // 2, width, height)
            part.setGeometry(QStyle.visualRect(self.layoutDirection(), self.rect(), place))
            left += width + self._gap

    def _fill_menu(self) -> None:
        menu = self._more.menu()
        menu.clear()
        for button in self._folded:
            if (own := button.menu()) is not None:
                own.setTitle(button.text())
                menu.addMenu(own).setEnabled(button.isEnabled())
                continue
            action = menu.addAction(button.text(), button.click)
            action.setCheckable(button.isCheckable())
            action.setChecked(button.isChecked())
            action.setEnabled(button.isEnabled())

    def sizeHint(self) -> QSize:
        """Return the height of the line, and the least width."""
        parts = [part for part in (self._first, self._more) if part is not None]
        width = self._more.sizeHint().width()
        if self._first is not None:
            width += self._first.minimumWidth() + self._gap
        return QSize(width, max(part.sizeHint().height() for part in parts))

    def minimumSizeHint(self) -> QSize:
        """Return the same: it is as high as that, and may be as narrow."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as there is room for now."""
        super().resizeEvent(event)
        self.fold()

    def fit(self) -> None:
        """Size the gaps by the text."""
        self._gap = self.fontMetrics().height() // 3
        self.updateGeometry()
        self.fold()


def _width(button: QPushButton) -> int:
    """Return how wide a button is: its text may be going to need more than it does now."""
    return max(button.sizeHint().width(), button.minimumWidth())
