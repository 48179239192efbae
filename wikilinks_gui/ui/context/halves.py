# SPDX-License-Identifier: MIT
"""The rows above and the panel below them, with a line between that the user can move."""

import re

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

from wikilinks_gui.translation import _
from wikilinks_gui.ui.context.panel import ContextPanel
from wikilinks_gui.ui.widgets.fitting import NO_LIMIT

LEAST, USUAL = 9, 12
"""Lines of text: the least height of the panel that is not folded, which shows three lines of a
sentence below its section; and the one that it has where there is room."""

YIELDED = 3
"""Lines of text that the rows give up for the panel before it is folded."""


class _Handle(QSplitterHandle):
    """The line between the halves: dragged, or moved by the arrow keys."""

    def __init__(self, halves: QSplitter) -> None:
        super().__init__(halves.orientation(), halves)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(_("Height of the details"))
        self.setToolTip(_("Drag, or press the arrow keys, to change the height of the details"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by a line of text."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if step and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.moveSplitter(self.y() + step * self.fontMetrics().height())
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show that the keys act on it."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.fillRect(0, 0, self.width(), 2, self.palette().link())


class Halves(QSplitter):
    """Shows the panel in a height that does not go by what it shows, so that rows stay in place.

    Where there is too little room for it, it is folded until the user wants it otherwise.
    """

    folded_changed = Signal()

    def __init__(self, upper: QWidget, panel: ContextPanel) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._lines = 0.0  # the height that the user has chosen, in lines of text; 0: none yet
        self._chosen_room = 0  # that there was then: where there is less, the panel is lower
        self._panel = panel
        self._room = USUAL
        self._is_folded = {False: False, True: True}  # by whether there is too little room
        self.setChildrenCollapsible(False)
        for at, part in enumerate((upper, panel)):
            self.addWidget(part)
            self.setStretchFactor(at, 1 - at)
        self.splitterMoved.connect(self._on_moved)
        panel.fold_wanted.connect(self.toggle_folded)

    def createHandle(self) -> QSplitterHandle:
        """Make the line between the halves."""
        return _Handle(self)

    def give_room(self, lines: int) -> None:
        """Set the lines of text that the panel has unless the user has chosen otherwise."""
        self._room = lines
        self.fit()

    def fit(self) -> None:
        """Set the height of the panel."""
        em, panel = self.fontMetrics().height(), self._panel
        was_folded = panel.is_folded
        panel.set_folded(self._is_folded[self._is_low])
        head = panel.head_height()
        panel.setMinimumHeight(head if panel.is_folded else em * LEAST)
        panel.setMaximumHeight(head if panel.is_folded else NO_LIMIT)
        lines: float = max(LEAST, min(USUAL, self._room))
        if self._lines:
            lines = max(LEAST, self._lines - max(self._chosen_room - self._room, 0))
        self.handle(1).setEnabled(not panel.is_folded)
        self.setHandleWidth(1 if panel.is_folded else -1)  # a line alone, or the style's width
        height = head if panel.is_folded else round(em * lines)
        # Not the panel's own height: that is less than its part while it was just folded.
        if panel.isVisibleTo(self) and self.sizes()[1] != height:
            self.setSizes([self.height() - height, height])
        if panel.is_folded != was_folded:
            self.folded_changed.emit()

    @property
    def _is_low(self) -> bool:
        return self._room < LEAST - YIELDED

    def toggle_folded(self) -> None:
        """Fold the panel, or unfold it."""
        self._is_folded[self._is_low] = not self._panel.is_folded
        self.fit()

    def save(self) -> QByteArray:
        """Return what :meth:`restore` takes: the height, and whether the panel is folded."""
        folded = "".join(str(int(self._is_folded[is_low])) for is_low in (False, True))
        return QByteArray(f"{self._lines:.1f} {self._chosen_room} {folded}".encode())

    def restore(self, saved: QByteArray) -> None:
        """Show the panel as it was; what is damaged is ignored."""
        if found := re.fullmatch(
            r"(\d{1,3}\.\d) (-?\d{1,3}) ([01])([01]?)", bytes(saved.data()).decode(errors="replace")
        ):
            self._lines = float(found[1])
            self._chosen_room = int(found[2])
            self._is_folded = {False: found[3] == "1", True: found[4] != "0"}
            self.fit()

    def _on_moved(self) -> None:
        if not self._panel.is_folded:
            self._lines = self._panel.height() / self.fontMetrics().height()
            self._chosen_room = self._room
