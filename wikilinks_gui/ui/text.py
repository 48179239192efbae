# SPDX-License-Identifier: MIT
"""Plain text in a label, at the side where reading starts."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QLabel

from wikilinks_gui.ui.theme import set_look


class Text(QLabel):
    """Text that never is taken for HTML, in as many lines as it needs, to be selected and copied.

    It stands at the window's start. QLabel itself goes by the text's own direction: an English
    title would stand on the left in a window that is read from the right.
    """

    def __init__(self, text: str = "", role: str = "") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setWordWrap(True)
        set_look(self, "role", role)
        self._align()

    def sizeHint(self) -> QSize:
        """Be one line, where there is room for it."""
        hint = super().sizeHint()
        if self.wordWrap():
            width = self.fontMetrics().horizontalAdvance(self.text()) + 2
            hint = QSize(width, self.heightForWidth(width))
        return hint

    def changeEvent(self, event: QEvent) -> None:
        """Change sides when the window is mirrored."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._align()

    def _align(self) -> None:
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        self.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)
