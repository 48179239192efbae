# SPDX-License-Identifier: MIT
"""Widgets that lie over the edges of another, so that it keeps its place."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from wikilinks_gui.ui.widgets.text import Text


class Overlay(QWidget):
    """A column of widgets over the upper or lower edge of another, which never moves for them.

    ``cell`` is the layout that holds both. What is covered can be given room by who needs it.
    """

    height_changed = Signal(int)  # pixels that are covered

    def __init__(self, under: QWidget, edge: Qt.AlignmentFlag) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.cell = QGridLayout()
        self.cell.addWidget(under, 0, 0)
        self.cell.addWidget(self, 0, 0, edge)

    def take(self, *widgets: QWidget) -> None:
        """Put widgets above those that are here, from wherever they were."""
        for at, widget in enumerate(widgets):
            hidden = widget.isHidden()
            self._column.insertWidget(at, widget)
            widget.setHidden(hidden)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Report another height."""
        super().resizeEvent(event)
        self.height_changed.emit(self.height())


class Corner(Text):
    """A line of text over the lower corner of a cell, at the end; none where it is empty."""

    def __init__(self, over: Overlay) -> None:
        super().__init__(role="corner")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setWordWrap(False)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        sides = Qt.AlignmentFlag
        over.cell.addWidget(self, 0, 0, sides.AlignBottom | sides.AlignTrailing)
        self.hide()
