# SPDX-License-Identifier: MIT
"""The find bar under the tree: goes from one title to the next, without hiding any."""

from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from wikilinks_gui.table.table import Found
from wikilinks_gui.translation import _, ngettext
from wikilinks_gui.ui.tree.view import TreeView
from wikilinks_gui.ui.widgets.fields import may_take_key
from wikilinks_gui.ui.widgets.fitting import Fitting
from wikilinks_gui.ui.widgets.icons import icon_button
from wikilinks_gui.ui.widgets.text import Text
from wikilinks_gui.ui.widgets.theme import set_look
from wikilinks_gui.words import number


class FindBar(Fitting, QWidget):
    """A field, the number of matches, previous, next and close; hidden until it is needed."""

    searched = Signal(str)  # what stands in the field; "" while the bar is hidden
    clear_filter_wanted = Signal()  # the filter is in the way of what is looked for

    def __init__(self, tree: TreeView) -> None:
        super().__init__()
        self._tree = tree
        self._field = QLineEdit()
        self._field.setPlaceholderText(_("Find in titles"))
        self._field.setAccessibleName(_("Find in titles"))
        self._result = Text(role="dim")
        self._result.setWordWrap(False)
        self._clear = QPushButton(_("Clear the f&ilter"))
        self._clear.setAutoDefault(False)
        self._clear.clicked.connect(self._show_all)
        self._clear.hide()
        self._is_awaited = False  # the next row is to be found once the filter is cleared
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._count)
        layout = self._layout = QHBoxLayout(self)
        layout.addWidget(self._field, 1)
        layout.addWidget(self._result)
        layout.addWidget(self._clear)
        for name, words, act in (
            ("expand", _("Find next"), self.find_next),
            ("collapse", _("Find previous"), partial(self.find_next, backwards=True)),
            ("close", _("Close"), self.close_bar),
        ):
            layout.addWidget(icon_button(name, words, act))
        self._field.textChanged.connect(self._soon.start)
        self._field.textChanged.connect(self.searched)
        tree.current_changed.connect(self.count_soon)
        self.hide()

    def searching(self) -> str:
        """Return the text that is being looked for; "" while the bar is hidden."""
        return "" if self.isHidden() else self._field.text()

    def open_bar(self) -> None:
        """Show the bar, and put the cursor into its field."""
        self.show()
        self._field.setFocus()
        self._field.selectAll()
        self.searched.emit(self._field.text())
        self.count_soon()

    def close_bar(self) -> None:
        """Hide the bar; the tree has the keys again."""
        self.hide()
        self._tree.setFocus()
        self.searched.emit("")

    def event(self, event: QEvent) -> bool:
        """Keep Esc from stopping the list."""
        if may_take_key(event, Qt.Key.Key_Escape):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter finds, with Shift backwards; Esc closes."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.find_next(backwards=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)

    def find_next(self, *, backwards: bool = False) -> None:
        """Go to the next title, or the one before; opens the bar when there is nothing to find."""
        text = self._field.text()
        if not text:
            self.open_bar()
            return
        self._tree.find_next(text, backwards=backwards)
        self._count()

    def count_soon(self) -> None:
        """Count before long what is found: rows, the filter or the current row changed."""
        if not self.isHidden():
            self._soon.start()

    def on_filtered(self) -> None:
        """Count again; go to the next match if the filter was cleared for it."""
        if self._is_awaited:
            self._is_awaited = False
            self.find_next()
        self.count_soon()

    def _show_all(self) -> None:
        self._is_awaited = True
        self._field.setFocus()
        self.clear_filter_wanted.emit()

    def _count(self) -> None:
        """Show how many rows are found, which of them is the current one, and what is hidden."""
        text = self._field.text()
        found = self._tree.look_for(text) if text else None
        none = found is not None and not len(found.nodes) and not found.hidden
        self._result.setText(_words(found) if found is not None else "")
        self._clear.setVisible(found is not None and found.hidden > 0)
        set_look(self._field, "invalid", "true" if none else "false")

    def fit(self) -> None:
        """Size margins and gaps by the text."""
        em = self.fontMetrics().height()
        self._layout.setContentsMargins(em * 3 // 4, em // 2, em // 3, 0)
        self._layout.setSpacing(em // 3)


def _words(found: Found) -> str:
    """Return how many rows are found, and which is the current one."""
    count = len(found.nodes)
    if not count and not found.hidden:
        return _("Not found")
    hidden = ngettext(
        "{count} is hidden by the filter", "{count} are hidden by the filter", found.hidden
    ).format(count=number(found.hidden))
    if not count:
        return hidden
    if found.is_at:
        result = _("{at} of {count}").format(at=number(found.before + 1), count=number(count))
    else:
        result = ngettext("{count} match", "{count} matches", count).format(count=number(count))
    return _("{found}, {hidden}").format(found=result, hidden=hidden) if found.hidden else result
