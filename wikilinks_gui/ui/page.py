# SPDX-License-Identifier: MIT

"""What the dialogs are made of: content that scrolls where the screen is too small, sentences."""

from typing import Literal

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from wikilinks_gui.ui.theme import set_look

Role = Literal["", "dim", "error"]


class Page(QScrollArea):
    """Holds the content of a dialog, as large as that wants to be.

    ``columns`` is its width in characters. A dialog alone cuts sentences of several lines, as
    Qt does not ask a window's layout how high it is for its width; a scroll area does.
    """

    def __init__(self, columns: int) -> None:
        super().__init__()
        self._columns = columns
        self._widget = QWidget()
        self.content = QVBoxLayout(self._widget)
        self.setWidget(self._widget)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        """Give the size at which nothing needs to be scrolled."""
        content = self._widget
        width = max(
            self.fontMetrics().averageCharWidth() * self._columns, content.minimumSizeHint().width()
        )
        height = content.sizeHint().height()
        return QSize(
            width, content.heightForWidth(width) if content.hasHeightForWidth() else height
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the window grow with its content, up to the screen's height."""
        done = super().eventFilter(watched, event)
        if event.type() == QEvent.Type.LayoutRequest and watched is self._widget:
            self.updateGeometry()
            window = self.window()
            missing = self._widget.heightForWidth(self.viewport().width()) - self.height()
            if window.isVisible() and missing > 0:
                room = self.screen().availableGeometry().height()
                height = min(window.height() + missing, room)
                window.resize(window.width(), max(window.height(), height))
        return done


class Sentence(QLabel):
    """Plain text of as many lines as it needs; hidden while it is empty."""

    def __init__(self, text: str = "", role: Role = "") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setProperty("role", role)
        if not text:  # showing a widget that is in no window yet would make it one
            self.hide()

    def say(self, text: str, role: Role = "") -> None:
        """Show a text."""
        self.setText(text)
        self.setVisible(bool(text))
        set_look(self, "role", role)


def give_room(window: QWidget, columns: int, lines: int) -> None:
    """Make a window as large as so much text, where the screen has the room.

    By itself Qt takes two thirds of the screen at most, which is little at 200 % text.
    """
    metrics = window.fontMetrics()
    wanted = QSize(metrics.averageCharWidth() * columns, metrics.lineSpacing() * lines)
    window.resize(wanted.boundedTo(window.screen().availableSize() * 0.9))
