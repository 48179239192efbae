# SPDX-License-Identifier: MIT
"""The rows above and the panel below them, with a line between that the user can move."""

import re

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

from wikilinks_gui.translation import _
from wikilinks_gui.ui.context.panel import ContextPanel
from wikilinks_gui.ui.widgets.fitting import NO_LIMIT

FOLDED, LEAST, USUAL = 3, 7, 12
"""Lines of text: the height of the folded panel; its least one else, and the one that it has where
there is room."""


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
        panel.fold_wanted.connect(self._on_fold_wanted)

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
        panel.set_folded(self._is_folded[self._room < LEAST])
        head = panel.head_height()
        panel.setMinimumHeight(head if panel.is_folded else em * LEAST)
        panel.setMaximumHeight(head if panel.is_folded else NO_LIMIT)
        lines: float = max(LEAST, min(USUAL, self._room))
        if self._lines:
            lines = max(LEAST, self._lines - max(self._chosen_room - self._room, 0))
        self.handle(1).setEnabled(not panel.is_folded)
        height = head if panel.is_folded else round(em * lines)
        # Not the panel's own height: that is less than its part while it was just folded.
        if panel.isVisibleTo(self) and self.sizes()[1] != height:
            self.setSizes([self.height() - height, height])

    def _on_fold_wanted(self) -> None:
        self._is_folded[self._room < LEAST] = not self._panel.is_folded
        self.fit()

    def save(self) -> QByteArray:
        """Return what :meth:`restore` takes: the height, and whether the panel is folded."""
        lines, room, is_folded = self._lines, self._chosen_room, self._is_folded[False]
        return QByteArray(f"{lines:.1f} {room} {int(is_folded)}".encode())

    def restore(self, saved: QByteArray) -> None:
        """Show the panel as it was; what is damaged is ignored."""
        if found := re.fullmatch(
            r"(\d{1,3}\.\d) (-?\d{1,3}) ([01])", bytes(saved.data()).decode(errors="replace")
        ):
            self._lines = float(found[1])
            self._chosen_room = int(found[2])
            self._is_folded[False] = found[3] == "1"
            self.fit()

    def _on_moved(self) -> None:
        if not self._panel.is_folded:
            self._lines = self._panel.height() / self.fontMetrics().height()
            self._chosen_room = self._room
