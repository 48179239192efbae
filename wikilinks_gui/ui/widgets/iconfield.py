# SPDX-License-Identifier: MIT
"""A field with an icon at its start, which grows with the text."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionFrame, QToolButton

from wikilinks_gui.ui.widgets.fitting import Fitting
from wikilinks_gui.ui.widgets.icons import icon


def name_clear_button(field: QLineEdit, name: str) -> None:
    """Name the button that clears a field for screen readers: Qt leaves it without a name."""
    for button in field.findChildren(QToolButton):
        button.setAccessibleName(name)
        button.setToolTip(name)


class IconField(Fitting, QLineEdit):
    """Shows an icon before its text; Qt's own, of an action in the field, does not grow."""

    def __init__(self, icon_name: str) -> None:
        super().__init__()
        self._icon = icon(icon_name)
        self.fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon into its room."""
        super().paintEvent(event)
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        content = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        side = self.fontMetrics().height()
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = content.right() + 1 - side if mirrored else content.left()
        painter = QPainter(self)
        self._icon.paint(painter, QRect(x, (self.height() - side) // 2, side, side))
        painter.end()

    def fit(self) -> None:
        """Size margins and gaps by the text."""
        room = self.fontMetrics().height() * 5 // 4
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self.setTextMargins(0 if mirrored else room, 0, room if mirrored else 0, 0)
