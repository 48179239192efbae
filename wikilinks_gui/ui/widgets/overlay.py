# SPDX-License-Identifier: MIT
"""Widgets that lie over the edges of another, so that it keeps its place."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wikilinks_gui.ui.widgets.fitting import Fitting
from wikilinks_gui.ui.widgets.text import Text


class Overlay(QWidget):
    """A column of widgets over the upper or lower edge of another, which never moves for them.

    What it covers can be given room by who needs it.
    """

    height_changed = Signal(int)  # pixels that are covered

    def __init__(self, parent: QWidget, under: QWidget, *, at_bottom: bool = False) -> None:
        super().__init__(parent)
        self._under = under
        self._at_bottom = at_bottom
        self._height = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        under.installEventFilter(self)

    def take(self, *widgets: QWidget) -> None:
        """Put widgets above those that are here, from wherever they were."""
        for at, widget in enumerate(widgets):
            hidden = widget.isHidden()
            self._column.insertWidget(at, widget)
            widget.setHidden(hidden)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow what is covered."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show}:
            self._place()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Grow and shrink with the widgets."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return done

    def _place(self) -> None:
        column, area = self._column, self._under.geometry()
        wanted = column.totalSizeHint().height()
        if column.hasHeightForWidth():
            wanted = column.totalHeightForWidth(area.width())
        height = min(wanted, area.height())
        top = area.bottom() + 1 - height if self._at_bottom else area.top()
        self.setGeometry(area.left(), top, area.width(), height)
        self.raise_()
        if height != self._height:
            self._height = height
            self.height_changed.emit(height)


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
