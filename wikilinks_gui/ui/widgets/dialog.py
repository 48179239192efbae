# SPDX-License-Identifier: MIT
"""The base of all dialogs, content that scrolls on small screens, and sentences in dialogs."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from wikilinks_gui.ui.widgets.text import Text

ButtonRole = QDialogButtonBox.ButtonRole


class Dialog(QDialog):
    """Content above a row of buttons; deleted when it is closed."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.content = QVBoxLayout()
        self.content.setContentsMargins(0, 0, 0, 0)
        self._buttons = QDialogButtonBox()
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(self.content, 1)
        layout.addWidget(self._buttons)

    def add_heading(self, text: str) -> None:
        """Add a line in large text."""
        heading = Sentence(text)
        heading.setObjectName("heading")
        self.content.addWidget(heading)

    def add_button(
        self, text: str, role: ButtonRole, act: Callable[[], object] | None = None
    ) -> QPushButton:
        """Add a button that Enter does not press; RejectRole closes the dialog by itself."""
        button = self._buttons.addButton(text, role)
        button.setAutoDefault(False)
        if act:
            button.clicked.connect(act)
        return button

    def resize_to_text(self, columns: int, lines: int) -> None:
        """Make the dialog as large as so much text, where the screen has the room.

        By itself Qt takes two thirds of the screen at most, which is little at 200 % text.
        """
        metrics = self.fontMetrics()
        wanted = QSize(metrics.averageCharWidth() * columns, metrics.lineSpacing() * lines)
        self.resize(wanted.boundedTo(self.screen().availableSize() * 0.9))


class ScrollingContent(QScrollArea):
    """A scrolling area that asks for the room its content needs.

    ``columns`` is its width in characters. A dialog alone cuts sentences of several lines, as
    Qt does not ask a window's layout how high it is for its width; a scroll area does.
    """

    def __init__(self, columns: int) -> None:
        super().__init__()
        self._columns = columns
        self._widget = QWidget()
        self.content = QVBoxLayout(self._widget)
        self.content.setContentsMargins(0, 0, 0, 0)
        self.setWidget(self._widget)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        """Return the size at which nothing needs to be scrolled."""
        width = max(
            self.fontMetrics().averageCharWidth() * self._columns,
            self._widget.minimumSizeHint().width(),
        )
        return QSize(width, self._wanted_height(width))

    def _wanted_height(self, width: int) -> int:
        if self._widget.hasHeightForWidth():  # only where there are sentences in it
            return self._widget.heightForWidth(width)
        return self._widget.sizeHint().height()

    def showEvent(self, event: QShowEvent) -> None:
        """Watch the widgets beside it in the window too, which take some of its room."""
        super().showEvent(event)
        self.window().installEventFilter(self)
        QTimer.singleShot(0, self, self._grow)  # when all is laid out

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer scrolling only where something is cut.

        By itself a scroll bar stays once it is there: it leaves less width, in which sentences take
        more lines, for which there is no room then.
        """
        super().resizeEvent(event)
        self._offer_scrolling()

    def _offer_scrolling(self) -> None:
        fits = self._wanted_height(self.width()) <= self.height()
        policies = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policies.ScrollBarAlwaysOff if fits else policies.ScrollBarAsNeeded
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Grow the window with the content."""
        done = super().eventFilter(watched, event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._offer_scrolling()
            if watched is self._widget:  # else this would ask for the next one
                self.updateGeometry()
            QTimer.singleShot(0, self, self._grow)
        return done

    def _grow(self) -> None:
        """Make the dialog so high that nothing needs to be scrolled, where the screen is."""
        window = self.window()
        layout = window.layout()
        if isinstance(window, QDialog) and layout:  # in the main window the content fits itself in
            wanted = max(
                layout.totalHeightForWidth(window.width()), layout.totalSizeHint().height()
            )
            height = min(wanted, self.screen().availableGeometry().height())
            window.resize(window.width(), max(window.height(), height))


class Sentence(Text):
    """Text in a dialog; hidden while it is empty."""

    def __init__(self, text: str = "", role: str = "") -> None:
        super().__init__(text, role)
        if not text:  # showing a widget that is in no window yet would make it one
            self.hide()

    def sizeHint(self) -> QSize:
        """Leave the width to the dialog: it is not as wide as its longest sentence."""
        return QLabel.sizeHint(self)
