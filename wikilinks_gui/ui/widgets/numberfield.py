# SPDX-License-Identifier: MIT
"""Fields for numbers with room beside the number: Qt's style sheets leave none at its start."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox


class NumberField(QSpinBox):
    """Holds a whole number."""

    def event(self, event: QEvent) -> bool:
        """Go along with the size of the text."""
        _make_room(self, event)
        return super().event(event)


class DecimalField(QDoubleSpinBox):
    """Holds a decimal number."""

    def event(self, event: QEvent) -> bool:
        """Go along with the size of the text."""
        _make_room(self, event)
        return super().event(event)


def _make_room(field: QSpinBox | QDoubleSpinBox, event: QEvent) -> None:
    if event.type() in {QEvent.Type.Polish, QEvent.Type.FontChange}:
        room = field.fontMetrics().height() // 2
        field.lineEdit().setTextMargins(room, 0, room, 0)
