# SPDX-License-Identifier: MIT
"""Plain text: in labels, at the side where reading starts, in tool tips and on buttons."""

import html
from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QDateTime, QEvent, QLocale, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy

from wikilinks_gui.ui.widgets.theme import set_look


def plain_tip(text: str) -> str:
    """Make a tool tip of plain text, which may look like markup and runs the way of its script."""
    return f'<span dir="auto">{html.escape(text)}</span>' if text else ""


def on_button(text: str) -> str:
    """Escape a name for a button or a menu, against mnemonics and tabs."""
    return text.replace("&", "&&").replace("\t", " ")


def link_button(text: str, act: Callable[[], object]) -> QPushButton:
    """Make a button that looks like a link in a text."""
    button = QPushButton(on_button(text))
    button.setProperty("link", "true")
    button.setAutoDefault(False)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.clicked.connect(lambda: act())
    return button


def local_date(moment: datetime) -> str:
    """Write a moment in the time that holds here, as people write it here."""
    when = QDateTime.fromSecsSinceEpoch(int(moment.timestamp()))
    return QLocale().toString(when, QLocale.FormatType.ShortFormat)


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

    def show_text(self, text: str, role: str = "") -> None:
        """Show a text in a role of the style sheet, or hide where it is empty."""
        self.setText(text)
        self.setVisible(bool(text))
        set_look(self, "role", role)

    def sizeHint(self) -> QSize:
        """Return the size of one line: it is taken where there is room for it."""
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


class Line(Text):
    """One line of text, cut where there is no room for it: the rows above it must not move."""

    def __init__(self, role: str) -> None:
        super().__init__(role=role)
        self.setWordWrap(False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.whole_text = ""

    def set_whole_text(self, text: str) -> None:
        """Show a text, as much of it as there is room for."""
        self.whole_text = text
        self._cut()

    def sizeHint(self) -> QSize:
        """Return the size of the whole text."""
        width = self.fontMetrics().horizontalAdvance(self.whole_text) + 2
        return QSize(width, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as there is room for now."""
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        mode = Qt.TextElideMode.ElideRight
        shown = self.fontMetrics().elidedText(self.whole_text, mode, self.width())
        self.setText(shown)
        self.setAccessibleName(self.whole_text)
        self.setToolTip(plain_tip(self.whole_text) if shown != self.whole_text else "")
