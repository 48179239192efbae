# SPDX-License-Identifier: MIT
"""Lines in the window that say what went wrong, or what is left to do, and what can be done."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
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
    QVBoxLayout,
    QWidget,
)

from wikilinks_gui.translation import _
from wikilinks_gui.ui.widgets.fitting import Fitting
from wikilinks_gui.ui.widgets.flow import FlowLayout
from wikilinks_gui.ui.widgets.icons import icon, icon_button
from wikilinks_gui.ui.widgets.text import Text
from wikilinks_gui.ui.widgets.theme import set_look

Action = tuple[str, Callable[[], object]]
"""What stands on a button, with or without a mnemonic, and what it does."""


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
        self._holds: Callable[[], bool] | None = None
        self._middle = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._middle.addWidget(self._text, 1)
        self._middle.addWidget(self._buttons)
        self._layout = QHBoxLayout(self)
        self._layout.addWidget(self._sign)
        self._layout.addLayout(self._middle, 1)
        if closable:
            close = icon_button("close", _("Hide this notice"), self.hide_notice)
            self._layout.addWidget(close)
        self.fit()
        self.hide()

    def show_notice(
        self,
        text: str,
        *,
        error: bool = False,
        actions: Sequence[Action] = (),
        holds: Callable[[], bool] | None = None,
    ) -> None:
        """Show a message in plain text, with buttons for what can be done.

        ``holds`` returns whether it is still true, for :meth:`look_again`.
        """
        self._holds = holds
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

    def hide_notice(self) -> None:
        """Have nothing to say."""
        self.hide()

    def look_again(self) -> None:
        """Hide what is no longer true."""
        if not self.isHidden() and self._holds is not None and not self._holds():
            self.hide_notice()

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


class Notices(QWidget):
    """A column of notices over the lower edge of a widget, so that nothing moves for them.

    Nothing is laid out with them: what they cover can be given room by who needs it.
    """

    height_changed = Signal(int)  # pixels of the widget that are covered

    def __init__(self, under: QWidget) -> None:
        super().__init__(under.parentWidget())
        self._under = under
        self._height = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        under.installEventFilter(self)
        self.hide()

    def take(self, *notices: Notice) -> None:
        """Put notices above those that are here, from wherever they were."""
        for at, notice in enumerate(notices):
            hidden = notice.isHidden()
            self._column.insertWidget(at, notice)
            notice.setHidden(hidden)
            notice.installEventFilter(self)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go along with what is covered; come and go with the notices."""
        kinds = QEvent.Type
        if watched is self._under:
            if event.type() in {kinds.Resize, kinds.Move, kinds.Show}:
                self._place()
        elif event.type() in {kinds.ShowToParent, kinds.HideToParent, kinds.ParentChange}:
            self._place()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Grow and shrink with what the notices say."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return done

    def _place(self) -> None:
        notices = self.findChildren(Notice, options=Qt.FindChildOption.FindDirectChildrenOnly)
        shown = any(not notice.isHidden() for notice in notices)
        area = self._under.geometry()
        height = min(self._column.heightForWidth(area.width()), area.height()) if shown else 0
        self.setVisible(shown)
        if shown:
            top = area.bottom() + 1 - height
            self.setGeometry(QRect(area.left(), top, area.width(), height))
            self.raise_()
        if height != self._height:
            self._height = height
            self.height_changed.emit(height)
