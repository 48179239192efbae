# SPDX-License-Identifier: MIT
"""The find line under the tree: goes from one title to the next, without hiding any."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from wikilinks_gui.translation import _
from wikilinks_gui.ui.icons import icon
from wikilinks_gui.ui.tree.view import TreeView


class FindBar(QWidget):
    """A field, previous, next and close; hidden until it is wanted."""

    def __init__(self, tree: TreeView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tree = tree
        self._field = QLineEdit()
        self._field.setPlaceholderText(_("Find in titles"))
        self._field.setAccessibleName(_("Find in titles"))
        self._said = QLabel()
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        layout = QHBoxLayout(self)
        margin = self.fontMetrics().averageCharWidth()
        layout.setContentsMargins(2 * margin, margin, margin, margin)
        layout.addWidget(self._field, 1)
        layout.addWidget(self._said)
        for name, words, act in (
            ("expand", _("Find next"), self.find_next),
            ("collapse", _("Find previous"), self.find_previous),
            ("close", _("Close"), self.close_bar),
        ):
            button = QToolButton()
            button.setIcon(icon(name))
            button.setToolTip(words)
            button.setAccessibleName(words)
            button.clicked.connect(act)
            layout.addWidget(button)
        self._field.textChanged.connect(lambda: self._said.clear())
        self.hide()

    def open_bar(self) -> None:
        """Show the line, and put the cursor into its field."""
        self.show()
        self._field.setFocus()
        self._field.selectAll()

    def close_bar(self) -> None:
        """Hide the line; the tree has the keys again."""
        self.hide()
        self._tree.setFocus()

    def find_next(self) -> None:
        """Go to the next title; opens the line when there is nothing to find yet."""
        self._find(backwards=False)

    def find_previous(self) -> None:
        """Go to the title before."""
        self._find(backwards=True)

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
        self._said.setText("" if found else _("Not found"))
