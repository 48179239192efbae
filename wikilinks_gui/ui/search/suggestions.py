# SPDX-License-Identifier: MIT
"""The popup under the title field."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from wikilinks_gui.translation import _
from wikilinks_gui.ui.search.popup import PopupList, place_below

if TYPE_CHECKING:  # it brings requests, which the first picture does not need
    from wikilinks_gui.mediawiki.search import Suggestion

Key = Qt.Key

MOST_LINES = 12
"""Most lines that are shown without scrolling."""

WIDTH = 40
"""Least width in characters, where the window has them: wide enough for most titles."""


class SuggestionPopup(PopupList):
    """Shows suggestions below a field, over the rest of the window; never has the focus.

    Not a window of its own, since window systems treat windows without focus differently.
    """

    chosen = Signal(str)  # a title, which is not explored yet; "": none
    picked = Signal(str)  # by the mouse: to be explored

    def __init__(self, field: QLineEdit) -> None:
        super().__init__()
        self.setParent(field)
        self._field = field
        self._found: Sequence[Suggestion] = ()
        self.message = ""  # instead of titles
        self.setAccessibleName(_("Suggestions"))
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self.clicked.connect(self._on_clicked)
        self.hide()

    @property
    def titles(self) -> list[str]:
        """The titles that stand in it."""
        return [suggestion.title for suggestion in self._found]

    @property
    def title(self) -> str:
        """The chosen title; "" where none is."""
        row = self.current_row()
        return self._found[row].title if 0 <= row < len(self._found) else ""

    def show_found(self, found: Sequence["Suggestion"], message: str = "") -> None:
        """Show what was found, or a message; a title that is chosen stays so.

        If it is not among them, nothing changes, since the user is choosing from this list.
        """
        title = self.title
        titles = [suggestion.title for suggestion in found]
        if title and title not in titles:
            return
        self._show(found, message)
        if title:
            self.set_current_row(titles.index(title))

    def keep_fitting(self, typed: str) -> None:
        """Keep only titles that begin with a text, until the wiki has answered."""
        begin = _plain(typed)
        fitting = [
            suggestion
            for suggestion in self._found
            if begin
            and any(_plain(s).startswith(begin) for s in (suggestion.title, suggestion.redirect))
        ]
        self._show(fitting)

    def close_down(self) -> None:
        """Hide and forget."""
        self._show(())

    def step(self, event: QKeyEvent) -> None:
        """Choose another title by a key; past either end is what was typed."""
        last = len(self._found) - 1
        at = self.current_row()  # -1: none
        if event.key() == Key.Key_Up and at <= 0:
            self.set_current_row(last if at < 0 else -1)
        elif event.key() == Key.Key_Down and at == last:
            self.set_current_row(-1)
        else:
            self.keyPressEvent(event)

    def _show(self, found: Sequence["Suggestion"], message: str = "") -> None:
        """Show titles, none of them chosen, or a message."""
        self._found, self.message = found, message
        lines = [(each.title, _redirect(each.redirect)) for each in found]
        self.set_lines([(message, "")] if message else lines)
        self.setWordWrap(bool(message))
        self._place()

    def _place(self) -> None:
        """Stand below the field, as high as needed and possible; hide where nothing is shown."""
        count = self.model().rowCount()
        if not count:
            self.hide()
            return
        field, window = self._field, self._field.window()
        if self.parent() is not window:
            self.setParent(window)
        wide = WIDTH * self.fontMetrics().averageCharWidth()
        width = min(window.width(), max(field.width(), wide))
        height = self.line_height() * min(count, MOST_LINES) + 2 * self.frameWidth()
        if self.message:
            metrics, wrap = self.fontMetrics(), Qt.TextFlag.TextWordWrap
            room = QRect(0, 0, width - 2 * metrics.height(), window.height())
            height += metrics.boundingRect(room, wrap, self.message).height() - metrics.height()
        anchor = QRect(field.mapTo(window, QPoint()), field.size())
        size = QSize(width, min(height, window.height() - anchor.bottom() - 1))
        self.setGeometry(place_below(anchor, size, window.rect(), rtl=self.isRightToLeft()))
        if not self.isVisible():
            self.scrollToTop()
            window.installEventFilter(self)
            self.raise_()
            self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window, and close when it is clicked beside everything."""
        if self.isHidden():
            return False
        if event.type() == QEvent.Type.MouseButtonPress:
            self.close_down()
        elif event.type() == QEvent.Type.Resize:
            # The field has its new place when the layouts are done.
            QTimer.singleShot(0, self, self._place)
        return False

    def _on_current_changed(self) -> None:
        self.chosen.emit(self.title)

    def _on_clicked(self, index: QModelIndex) -> None:
        if self._found:
            self.picked.emit(self._found[index.row()].title)


def _redirect(title: str) -> str:
    # isolated: a title from right to left leaves the words in their order
    return _("redirect from {title}").format(title=f"\u2068{title}\u2069") if title else ""


def _plain(text: str) -> str:
    return " ".join(text.replace("_", " ").split()).casefold()
