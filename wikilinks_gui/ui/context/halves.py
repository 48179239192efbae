# SPDX-License-Identifier: MIT
"""The rows above and the panel below them, with a line between that the user can move."""

import re

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QSplitter, QWidget

from wikilinks_gui.ui.context.panel import ContextPanel

FOLDED, LEAST, USUAL = 3, 7, 12
"""Lines of text: the height of the folded panel; its least one else, and the one that it has where
there is room."""

_NO_LIMIT = 16777215  # Qt's QWIDGETSIZE_MAX, which PySide6 does not name


class Halves(QSplitter):
    """Shows the panel in a height that does not go by what it shows, so that rows stay in place.

    Where there is too little room for it, it is folded until the user wants it otherwise.
    """

    def __init__(self, upper: QWidget, panel: ContextPanel) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._lines = 0.0  # the height that the user has chosen, in lines of text; 0: none yet
        self._panel = panel
        self._room = USUAL
        self._is_folded = {False: False, True: True}  # by whether there is too little room
        self.setChildrenCollapsible(False)
        for at, part in enumerate((upper, panel)):
            self.addWidget(part)
            self.setStretchFactor(at, 1 - at)
        self.splitterMoved.connect(self._on_moved)
        panel.fold_wanted.connect(self._on_fold_wanted)

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
        panel.setMaximumHeight(head if panel.is_folded else _NO_LIMIT)
        lines = self._lines or max(LEAST, min(USUAL, self._room))
        height = head if panel.is_folded else round(em * lines)
        # Not the panel's own height: that is less than its part while it was just folded.
        if panel.isVisibleTo(self) and self.sizes()[1] != height:
            self.setSizes([self.height() - height, height])

    def _on_fold_wanted(self) -> None:
        self._is_folded[self._room < LEAST] = not self._panel.is_folded
        self.fit()

    def save(self) -> QByteArray:
        """Return what :meth:`restore` takes: the height, and whether the panel is folded."""
        return QByteArray(f"{self._lines:.1f} {int(self._is_folded[False])}".encode())

    def restore(self, saved: QByteArray) -> None:
        """Show the panel as it was; what is damaged is ignored."""
        if found := re.fullmatch(
            r"(\d{1,3}\.\d) ([01])", bytes(saved.data()).decode(errors="replace")
        ):
            self._lines = float(found[1])
            self._is_folded[False] = found[2] == "1"
            self.fit()

    def _on_moved(self) -> None:
        if not self._panel.is_folded:
            self._lines = self._panel.height() / self.fontMetrics().height()
