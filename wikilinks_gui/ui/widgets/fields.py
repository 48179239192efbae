# SPDX-License-Identifier: MIT
"""Fields with room beside their text: for an icon, or where Qt's style sheets leave none."""

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QLineEdit,
    QSpinBox,
    QStyle,
    QStyleOptionFrame,
    QToolButton,
)

from wikilinks_gui.translation import _
from wikilinks_gui.ui.widgets.fitting import Fitting
from wikilinks_gui.ui.widgets.icons import icon


def may_take_key(event: QEvent, *keys: Qt.Key) -> bool:
    """Return whether a widget may keep a key from the window's shortcuts by accepting an event."""
    is_override = event.type() == QEvent.Type.ShortcutOverride
    return is_override and isinstance(event, QKeyEvent) and event.key() in keys


def add_clear_button(field: QLineEdit) -> None:
    """Add Qt's button that clears a field, with the name that Qt does not give it."""
    field.setClearButtonEnabled(True)
    for button in field.findChildren(QToolButton):
        button.setAccessibleName(_("Clear the text"))
        button.setToolTip(_("Clear the text"))


class IconField(Fitting, QLineEdit):
    """Shows an icon before its text; Qt's own, of an action in the field, does not grow."""

    def __init__(self, icon_name: str) -> None:
        super().__init__()
        self._icon = icon(icon_name)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon into its room."""
        super().paintEvent(event)
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        content = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        side = self.fontMetrics().height()
        x = content.right() + 1 - side if self.isRightToLeft() else content.left()
        painter = QPainter(self)
        self._icon.paint(painter, QRect(x, (self.height() - side) // 2, side, side))
        painter.end()

    def fit(self) -> None:
        """Leave room for the icon."""
        room = self.fontMetrics().height() * 5 // 4
        rtl = self.isRightToLeft()
        self.setTextMargins(0 if rtl else room, 0, room if rtl else 0, 0)


def leave_room(field: QSpinBox | QDoubleSpinBox) -> None:
    """Leave room beside a number, as no style sheet can."""
    room = field.fontMetrics().height() // 2
    field.lineEdit().setTextMargins(room, 0, room, 0)
