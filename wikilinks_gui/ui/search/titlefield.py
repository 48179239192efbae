# SPDX-License-Identifier: MIT
"""The field for the title of a page, with what the wiki suggests for what is typed."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDropEvent,
    QFocusEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
)

from wikilinks_gui.errors import CancelledError, WikilinksError
from wikilinks_gui.tasks import start
from wikilinks_gui.translation import _
from wikilinks_gui.ui.search.suggestions import SuggestionPopup
from wikilinks_gui.ui.widgets.fields import IconField, may_take_key

if TYPE_CHECKING:  # it brings requests, which the first picture does not need
    from wikilinks_gui.mediawiki.search import Suggestion

Key = Qt.Key

PAUSE = 120
"""Milliseconds without a key before the wiki is asked: few people type slower than that."""

LONGEST_TITLE = 255
"""Most bytes of a title (mediawiki.org: Manual:Page_title)."""

_STEPS = {Key.Key_Down, Key.Key_Up, Key.Key_PageDown, Key.Key_PageUp}


class TitleField(IconField):
    """Takes a title, address, ``[[link]]`` or ``{{template}}``, and suggests titles.

    ``suggest`` gives lists for a text, each the whole of what is known so far; when the text
    changes, its task is cancelled. It is called while the event loop runs.
    """

    explore_wanted = Signal(str)
    entered = Signal()  # the user went to it

    def __init__(
        self,
        suggest: Callable[[str], AsyncIterator[list["Suggestion"]]],
    ) -> None:
        super().__init__("search")
        self._suggest = suggest
        self._typed = ""  # by the user; the field may show a chosen title instead
        self._asking: asyncio.Task[None] | None = None
        self._composing = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._ask)
        self.popup = SuggestionPopup(self)
        self.popup.chosen.connect(self._on_chosen)
        self.popup.picked.connect(self.explore_text)
        self.textEdited.connect(self._on_text_edited)
        self.setAcceptDrops(False)  # the bar takes them
        self.setPlaceholderText(_("Title, address or [[link]]"))
        self.setAccessibleName(_("Title"))
        self.setAccessibleDescription(_("The page whose links are listed"))

    def show_text(self, text: str) -> None:
        """Show a title that was not typed; nothing is suggested for it."""
        all_selected = self.hasSelectedText() and self.selectedText() == self.text()
        self._settle()
        self._typed = text
        self.setText(text)
        if all_selected:  # so that typing still replaces it
            self.selectAll()

    def explore(self) -> None:
        """Explore what stands in the field, if anything does."""
        text = self.text().strip()
        self._settle()
        self._typed = self.text()
        if text:
            self.explore_wanted.emit(text)

    def explore_text(self, text: str) -> None:
        """Put a text in the field and explore it."""
        self.show_text(text)
        self.explore()

    def forget_suggestions(self) -> None:
        """Drop what is suggested and what was asked for: the wiki is another one now.

        Who types just now is given what that one suggests.
        """
        self._settle()
        if self.hasFocus() and self.isModified():
            self._ask_soon()

    def enter(self) -> None:
        """Go to the field, all of it selected, so that typing replaces it."""
        self.setFocus()
        self.selectAll()
        self.entered.emit()

    def minimumSizeHint(self) -> QSize:
        """Keep room for a short title: others in the bar shrink before."""
        least = super().minimumSizeHint()
        return least + QSize(8 * self.fontMetrics().averageCharWidth(), 0)

    # --- asking -------------------------------------------------------------------------------

    def _on_text_edited(self, text: str) -> None:
        self._typed = text
        self._drop_question()
        self.popup.keep_fitting(text)
        self._ask_soon()

    def _ask_soon(self) -> None:
        if self._composing or not _may_be_title(self._typed):
            self._settle()
        else:
            self._pause.start()

    def _ask(self) -> None:
        """Ask now, unless the wiki is being asked already."""
        self._pause.stop()
        if self._asking is None and not self._composing and _may_be_title(self._typed):
            self._asking = start(self._show_suggestions(self._typed))

    async def _show_suggestions(self, text: str) -> None:
        task, shown = asyncio.current_task(), False
        try:
            async for found in self._suggest(text):
                # A task that is cancelled may come once more, when what it awaits does not end.
                if task is not self._asking:
                    return
                self.popup.show_found(found)
                shown = shown or bool(found)
        except CancelledError:  # the wiki was told to stop
            return
        except WikilinksError as error:
            if task is self._asking and not shown:
                self.popup.show_found((), _("No suggestions: {reason}").format(reason=error))
        finally:
            if task is self._asking:
                self._asking = None

    def _drop_question(self) -> None:
        self._pause.stop()
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None

    def _settle(self) -> None:
        """Accept the text of the field, and stop suggesting."""
        self._drop_question()
        self.popup.close_down()

    # --- choosing -----------------------------------------------------------------------------

    def _on_chosen(self, title: str) -> None:
        self.setText(title or self._typed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose, explore, go back to what was typed; other keys are the text's."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and self._on_key(event):
            event.accept()
        else:
            super().keyPressEvent(event)

    def _on_key(self, event: QKeyEvent) -> bool:
        """Act on a key, and return whether it means anything here."""
        key = Key(event.key())
        if key in {Key.Key_Return, Key.Key_Enter}:
            if self._composing:
                QGuiApplication.inputMethod().commit()
            else:
                self.explore()
        elif key == Key.Key_Escape:
            return self._on_escape()
        elif key in _STEPS and self.popup.titles:
            self.popup.step(event)
        elif key == Key.Key_Down:
            self._ask()
        else:
            return False
        return True

    def _on_escape(self) -> bool:
        if self.popup.isVisible():
            self.popup.set_current_row(-1)
            self._settle()
        elif self.hasSelectedText() and self.selectedText() == self.text():
            return False
        else:
            self._settle()
            self.selectAll()
        return bool(self.text())

    def event(self, event: QEvent) -> bool:
        """Keep the popup's keys from shortcuts of the window."""
        if may_take_key(event, *_STEPS, Key.Key_Escape) and self.popup.isVisible():
            event.accept()
            return True
        return super().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Accept the chosen title by Tab, without exploring it and without leaving."""
        if forward and self.popup.title:
            self.show_text(self.text())
            return True
        return super().focusNextPrevChild(forward)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Signal that the user came here, unless only the window or a popup came or went."""
        super().focusInEvent(event)
        reasons = Qt.FocusReason
        if event.reason() not in {reasons.ActiveWindowFocusReason, reasons.PopupFocusReason}:
            self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Suggest nothing while something else is used."""
        self._typed = self.text()
        self._settle()
        super().focusOutEvent(event)

    # --- input methods ------------------------------------------------------------------------

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Wait with suggestions until a text is composed."""
        was = self._composing
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)
        if self._composing:
            self._settle()
        elif was:
            self._ask_soon()


def accept_text(event: QDropEvent) -> bool:
    """Take what is dropped if it can be explored, and leave it where it came from."""
    if not dropped_text(event.mimeData()):
        event.ignore()
        return False
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
    return True


def dropped_text(dropped: QMimeData) -> str:
    """Return the address or text that is dropped, as one line; "" for files and pictures."""
    for url in dropped.urls():
        if url.scheme() in {"http", "https"}:
            return url.toString(url.ComponentFormattingOption.FullyEncoded)
    return "" if dropped.hasUrls() else " ".join(dropped.text().split())


def _may_be_title(text: str) -> bool:
    from wikilinks_gui.mediawiki.address import is_address

    text = text.strip()
    return (
        bool(text)
        and not is_address(text)
        and not text.startswith(("[[", "{{"))
        and len(text.encode(errors="replace")) <= LONGEST_TITLE
    )
