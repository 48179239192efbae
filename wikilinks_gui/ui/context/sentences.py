# SPDX-License-Identifier: MIT
"""Links in their sentences, to be read, gone through by key, opened and copied."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QTextEdit

from wikilinks_gui.listing.linkcontexts import LinkContext
from wikilinks_gui.translation import _
from wikilinks_gui.ui.context.words import place_words
from wikilinks_gui.ui.widgets.fitting import Fitting
from wikilinks_gui.ui.widgets.theme import colors

MOST_SHOWN = 200
"""Links of a row that are shown."""


class Passage(NamedTuple):
    """A link, and the page in whose text it stands."""

    title: str
    link: LinkContext
    is_template: bool  # and not the row's own page


class Sentences(Fitting, QTextEdit):
    """Links in their sentences, below the sections they stand in; the current one is tinted.

    All text is put in as plain text. Each paragraph runs the way of its own script.
    """

    open_wanted = Signal(object, str)  # Passage; "view" or "edit"

    def __init__(self) -> None:
        super().__init__()
        self._passages: tuple[Passage, ...] = ()
        self._text = ""
        self._at: dict[int, int] = {}  # number of a paragraph -> of the passage it belongs to
        self._tinted = 0  # number of a paragraph
        self.setAccessibleName(_("Links in their sentences"))
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        option = QTextOption(self.document().defaultTextOption())
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        self.document().setDefaultTextOption(option)
        self.cursorPositionChanged.connect(self._tint_current)
        self._fill()

    def show_passages(self, passages: Sequence[Passage], text: str = "") -> None:
        """Show links or, where there are none, a text; what is shown already stays as it is."""
        shown = tuple(passages[:MOST_SHOWN])
        if (shown, text) != (self._passages, self._text):
            self._passages, self._text = shown, text
            self._fill()

    def current(self) -> Passage | None:
        """Return the link that the cursor is at, the first one to begin with."""
        at = self._at.get(self.textCursor().blockNumber(), 0)
        return self._passages[at] if self._passages else None

    def copy_label(self) -> None:
        """Copy the current link as it reads, to find it on the page."""
        if passage := self.current():
            QGuiApplication.clipboard().setText(passage.link.label)

    def copy_source(self) -> None:
        """Copy the current link's wikitext, to find it in the editor."""
        if passage := self.current():
            QGuiApplication.clipboard().setText(passage.link.source)

    # --- the text -----------------------------------------------------------------------------

    def _fill(self) -> None:
        self.setFocusPolicy(
            Qt.FocusPolicy.StrongFocus if self._passages else Qt.FocusPolicy.ClickFocus
        )
        self.blockSignals(True)
        self.clear()
        self._at, self._tinted = {}, 0
        cursor, em = self.textCursor(), self.fontMetrics().height()
        plain, dim, mark = self._formats()
        above, before = "", 0  # the place that is written above, and what comes before a paragraph
        for number, passage in enumerate(self._passages):
            place = place_words(passage.title if passage.is_template else "", passage.link)
            context = passage.link.context
            if place != above:
                self._begin(cursor, number, em // 3 if number else 0, is_place=True)
                cursor.insertText(place, dim)
                above, before = place, 0
            self._begin(cursor, number, before)
            before = em // 4
            cursor.insertText(context.text[: context.start], plain)
            cursor.insertText(context.text[context.start : context.end], mark)
            cursor.insertText(context.text[context.end :], plain)
        if not self._passages:
            cursor.insertText(self._text, dim)
        cursor.movePosition(QTextCursor.MoveOperation.Start)
        self.setTextCursor(cursor)
        self.blockSignals(False)
        self._tint_current()
        self.verticalScrollBar().setValue(0)

    def _begin(
        self, cursor: QTextCursor, number: int, margin: int, *, is_place: bool = False
    ) -> None:
        """Begin a paragraph of a passage; a place runs the window's way."""
        form = QTextBlockFormat()
        form.setTopMargin(margin)
        if is_place:
            form.setLayoutDirection(self.layoutDirection())
        if self._at:
            cursor.insertBlock(form)
        else:
            cursor.setBlockFormat(form)
        self._at[cursor.blockNumber()] = number

    def _formats(self) -> tuple[QTextCharFormat, QTextCharFormat, QTextCharFormat]:
        """Return how text looks, how what matters less does, and how a link does."""
        palette = colors(self.palette())
        plain, dim, mark = QTextCharFormat(), QTextCharFormat(), QTextCharFormat()
        plain.setForeground(QColor(palette.text))
        dim.setForeground(QColor(palette.dim))
        mark.setForeground(QColor(palette.link))
        mark.setFontWeight(QFont.Weight.Bold)
        mark.setFontUnderline(True)
        return plain, dim, mark

    def _tint_current(self) -> None:
        """Tint the sentence of the current link, where there are several."""
        for number, is_tinted in ((self._tinted, False), (self._block_of_current(), True)):
            block = self.document().findBlockByNumber(number)
            if block.isValid() and len(self._passages) > 1:
                form = block.blockFormat()
                form.clearBackground()
                if is_tinted:
                    form.setBackground(QColor(colors(self.palette()).selection))
                    self._tinted = number
                QTextCursor(block).setBlockFormat(form)

    def _block_of_current(self) -> int:
        """Return the number of the current link's sentence, which may stand below its place."""
        here = self._at.get(self.textCursor().blockNumber(), 0)
        return max((block for block, at in self._at.items() if at == here), default=0)

    def fit(self) -> None:
        """Set gaps by the text, and colours by the palette."""
        self.document().setDocumentMargin(0)
        self._fill()

    # --- whole lines --------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Begin at the top, which Qt leaves where there is no room yet for the cursor's line."""
        super().showEvent(event)
        self._stay_at_start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stay at the top."""
        super().resizeEvent(event)
        self._stay_at_start()

    def _stay_at_start(self) -> None:
        if self.textCursor().atStart():
            self.verticalScrollBar().setValue(0)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Scroll; a line that was cut off may be whole now."""
        super().scrollContentsBy(dx, dy)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines that are whole, or else what there is room for."""
        top, bottom = self._whole_lines()
        whole = QRect(0, top, self.viewport().width(), bottom - top)
        super().paintEvent(QPaintEvent(event.rect() & whole) if top < bottom else event)

    def _whole_lines(self) -> tuple[int, int]:
        """Return from where to where no line is cut off by the edges of what is shown."""
        shift, height = self.verticalScrollBar().value(), self.viewport().height()
        top, bottom = 0, height
        block = self.cursorForPosition(QPoint(0, 0)).block()
        while block.isValid():
            layout = block.layout()
            for number in range(layout.lineCount()):
                line = layout.lineAt(number)
                begin = round(layout.position().y() + line.y()) - shift
                end = round(layout.position().y() + line.y() + line.height()) - shift
                if begin >= height:
                    return top, bottom
                if begin < 0 < end:
                    top = end
                if end > height:
                    bottom = begin
            block = block.next()
        return top, bottom

    # --- keys and mouse -----------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from link to link by the arrows, open one by Enter, copy one by the usual keys."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        has_modifiers = bool(event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier)
        passage = self.current()
        if passage is None:
            super().keyPressEvent(event)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not has_modifiers:
            self.open_wanted.emit(passage, "view")
        elif event.matches(QKeySequence.StandardKey.Copy) and not self.textCursor().hasSelection():
            self.copy_label()
        elif step and not has_modifiers:
            self._go(step)
        else:
            super().keyPressEvent(event)

    def _go(self, step: int) -> None:
        """Go to the next link (1) or the one before (-1)."""
        here = self._at.get(self.textCursor().blockNumber(), 0)
        to = max(0, min(here + step, len(self._passages) - 1))
        blocks = [block for block, at in self._at.items() if at == to]
        for number in (blocks[0], blocks[-1]):  # the place comes into view, too
            block = self.document().findBlockByNumber(number)
            self.setTextCursor(QTextCursor(block))
            self.ensureCursorVisible()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the link under the pointer."""
        if (
            event.reason() == QContextMenuEvent.Reason.Mouse
            and not self.textCursor().hasSelection()
        ):
            self.setTextCursor(self.cursorForPosition(event.pos()))
        menu = self.createStandardContextMenu()
        if passage := self.current():
            first = menu.actions()[0]
            for words, act in (
                (_("&Open this section in the browser"), partial(self._open, passage, "view")),
                (_("&Edit this section in the browser"), partial(self._open, passage, "edit")),
                (_("Copy the link &text"), self.copy_label),
                (_("Copy the link's &wikitext"), self.copy_source),
            ):
                action = menu.addAction(words)
                menu.insertAction(first, action)
                action.triggered.connect(act)
            menu.insertSeparator(first)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def _open(self, passage: Passage, action: str) -> None:
        self.open_wanted.emit(passage, action)
