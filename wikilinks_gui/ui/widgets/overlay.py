# SPDX-License-Identifier: MIT
"""What lies over the edges of something, which keeps its place when this comes and goes."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wikilinks_gui.ui.widgets.fitting import Fitting
from wikilinks_gui.ui.widgets.text import Text


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


class Corner(Fitting, Text):
    """A line of text over the lower corner of something, at the end; none where it is empty."""

    def __init__(self, over: QWidget) -> None:
        self._over = over  # before Qt asks to fit
        super().__init__(role="dim")
        self.setParent(over)
        self.setWordWrap(False)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.AlternateBase)  # the picture's ground
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        over.installEventFilter(self)
        self.hide()

    def setText(self, text: str) -> None:
        """Show a text, or nothing where it is empty."""
        super().setText(text)
        self.setVisible(bool(text))
        self.fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go along with the size of what is below."""
        if event.type() == QEvent.Type.Resize:
            self.fit()
        return super().eventFilter(watched, event)

    def fit(self) -> None:
        """Size margins and gaps by the text."""
        em = self.fontMetrics().height()
        self.setContentsMargins(em // 3, em // 6, em // 3, em // 6)
        self.resize(self.sizeHint().boundedTo(self._over.size()))
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = 0 if is_mirrored else self._over.width() - self.width()
        self.move(left, self._over.height() - self.height())
        self.raise_()
