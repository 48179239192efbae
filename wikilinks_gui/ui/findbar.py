# SPDX-License-Identifier: MIT
"""The find line under the tree: goes from one title to the next, without hiding any."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from wikilinks_gui.translation import _
from wikilinks_gui.ui.icons import icon_button
from wikilinks_gui.ui.text import Text
from wikilinks_gui.ui.theme import set_look
from wikilinks_gui.ui.tree.view import TreeView


class FindBar(QWidget):
    """A field, previous, next and close; hidden until it is wanted."""

    searched = Signal(str)  # what stands in the field; "" while the line is hidden

    def __init__(self, tree: TreeView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tree = tree
        self._field = QLineEdit()
        self._field.setPlaceholderText(_("Find in titles"))
        self._field.setAccessibleName(_("Find in titles"))
        self._said = Text(role="error")
        self._said.setWordWrap(False)
        layout = self._layout = QHBoxLayout(self)
        layout.addWidget(self._field, 1)
        layout.addWidget(self._said)
        for name, words, act in (
            ("expand", _("Find next"), self.find_next),
            ("collapse", _("Find previous"), self.find_previous),
            ("close", _("Close"), self.close_bar),
        ):
            layout.addWidget(icon_button(name, words, act))
        self._field.textChanged.connect(lambda: self._say(""))
        self._field.textChanged.connect(self.searched)
        self._fit()
        self.hide()

    def searching(self) -> str:
        """Give the text that is being looked for; "" while the line is hidden."""
        return "" if self.isHidden() else self._field.text()

    def open_bar(self) -> None:
        """Show the line, and put the cursor into its field."""
        self.show()
        self._field.setFocus()
        self._field.selectAll()
        self.searched.emit(self._field.text())

    def close_bar(self) -> None:
        """Hide the line; the tree has the keys again."""
        self.hide()
        self._tree.setFocus()
        self.searched.emit("")

    def find_next(self) -> None:
        """Go to the next title; opens the line when there is nothing to find yet."""
        self._find(backwards=False)

    def find_previous(self) -> None:
        """Go to the title before."""
        self._find(backwards=True)

    def event(self, event: QEvent) -> bool:
        """Keep Esc from stopping the list."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter finds, with Shift backwards; Esc closes."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._find(backwards=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)

    def _find(self, *, backwards: bool) -> None:
        text = self._field.text()
        if not text:
            self.open_bar()
            return
        found = self._tree.find_next(text, backwards=backwards)
        self._say("" if found else _("Not found"))

    def _say(self, text: str) -> None:
        self._said.setText(text)
        set_look(self._field, "invalid", "true" if text else "false")

    def changeEvent(self, event: QEvent) -> None:
        """Make room for another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        em = self.fontMetrics().height()
        self._layout.setContentsMargins(em * 3 // 4, em // 2, em // 3, 0)
        self._layout.setSpacing(em // 3)
