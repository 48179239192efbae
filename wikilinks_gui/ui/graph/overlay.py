# SPDX-License-Identifier: MIT
"""What lies over the upper edge of something, which keeps its place when this comes and goes."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget


class Overlay(QWidget):
    """As wide as what it lies over, and as high as the widgets that it holds need it."""

    covers = Signal(int)  # so many pixels

    def __init__(self, over: QWidget, held: Sequence[QWidget]) -> None:
        super().__init__(over)
        self._over = over
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        for widget in held:
            self._layout.addWidget(widget)
        over.installEventFilter(self)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go along with the size of what is below."""
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Make room for what came, and none for what went."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return done

    def _fit(self) -> None:
        width = self._over.width()
        high = self._layout.totalHeightForWidth(width) if self._layout.hasHeightForWidth() else 0
        self.setGeometry(0, 0, width, high)
        self.covers.emit(high)
        self.raise_()
