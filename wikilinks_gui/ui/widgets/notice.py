# SPDX-License-Identifier: MIT
"""Lines in the window that say what went wrong, or what is left to do, and what can be done."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QWidget,
)

from wikilinks_gui.translation import _
from wikilinks_gui.ui.widgets.fitting import Fitting
from wikilinks_gui.ui.widgets.flow import FlowLayout
from wikilinks_gui.ui.widgets.icons import icon, icon_button
from wikilinks_gui.ui.widgets.text import Text
from wikilinks_gui.ui.widgets.theme import set_look

Action = tuple[str, Callable[[], object]]
"""The text of a button, with or without a mnemonic, and what it does."""


class Notice(Fitting, QFrame):
    """A band across a list, hidden while there is nothing to say; it takes no focus."""

    def __init__(self, parent: QWidget | None = None, *, closable: bool = True) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._sign = QLabel()
        self._text = Text()
        self._buttons = QWidget()
        self._flow = FlowLayout(self._buttons)
        self._error = False
        self._is_current: Callable[[], bool] | None = None
        self._middle = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._middle.addWidget(self._text, 1)
        self._middle.addWidget(self._buttons)
        self._layout = QHBoxLayout(self)
        self._layout.addWidget(self._sign)
        self._layout.addLayout(self._middle, 1)
        if closable:
            close = icon_button("close", _("Hide this notice"), self.hide)
            self._layout.addWidget(close)
        self.hide()

    def show_notice(
        self,
        text: str,
        *,
        error: bool = False,
        actions: Sequence[Action] = (),
        is_current: Callable[[], bool] | None = None,
    ) -> None:
        """Show a message in plain text, with buttons for what can be done, which hide it.

        ``is_current`` returns whether it is still true, for :meth:`hide_if_outdated`.
        """
        self._is_current = is_current
        self._text.setText(text)
        self._text.setAccessibleName(text)
        self._error = error
        set_look(self, "error", "true" if error else "false")
        self._show_sign()
        while item := self._flow.takeAt(0):
            if button := item.widget():
                button.hide()
                button.deleteLater()
        for label, do in actions:
            self._add(label, do)
        self._buttons.setVisible(self._flow.count() > 0)
        self._arrange()
        self.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def hide_if_outdated(self) -> None:
        """Hide what is no longer true."""
        if not self.isHidden() and self._is_current is not None and not self._is_current():
            self.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons under the text where there is no room beside it."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        beside = self._buttons.sizeHint().width() + self.fontMetrics().height() * 16
        self._middle.setDirection(
            QBoxLayout.Direction.LeftToRight
            if beside <= self.width()
            else QBoxLayout.Direction.TopToBottom
        )

    def _add(self, label: str, do: Callable[[], object]) -> None:
        button = QPushButton(label)
        button.setAutoDefault(False)
        button.clicked.connect(self.hide)
        button.clicked.connect(lambda: do())
        self._flow.addWidget(button)

    def _show_sign(self) -> None:
        role = QPalette.ColorRole.BrightText if self._error else QPalette.ColorRole.Link
        sign = icon("error" if self._error else "info", role)
        side = self.fontMetrics().height()
        self._sign.setPixmap(sign.pixmap(QSize(side, side), self.devicePixelRatio()))

    def fit(self) -> None:
        """Size margins and gaps by the text."""
        em = self.fontMetrics().height()
        self._layout.setContentsMargins(em * 3 // 4, em // 3, em // 3, em // 3)
        self._layout.setSpacing(em // 2)
        self._middle.setSpacing(em // 3)
        self._flow.set_gaps(em // 2, em // 4)
        self._show_sign()
