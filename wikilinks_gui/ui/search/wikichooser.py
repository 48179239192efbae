# SPDX-License-Identifier: MIT
"""The box that shows the current wiki, and the popup to choose another."""

import functools
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QLineEdit,
    QMenu,
    QStyle,
    QStyleOptionComboBox,
    QVBoxLayout,
    QWidget,
)

from wikilinks_gui.translation import _
from wikilinks_gui.ui.search.popup import PopupList, place_below
from wikilinks_gui.ui.search.wikilist import (
    WikiChoice,
    WikiEntry,
    entries_for,
    place_of,
    wiki_names,
)
from wikilinks_gui.ui.widgets.text import Text, plain_tip

Key = Qt.Key

MOST_LINES = 14
"""Most lines that are shown without scrolling."""

_STEPS = {Key.Key_Down, Key.Key_Up, Key.Key_PageDown, Key.Key_PageUp}


class WikiPopup(QFrame):
    """A list of wikis below a field that narrows it."""

    wiki_wanted = Signal(str)
    wiki_forgotten = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("popup")
        # A click on the chooser closes it, and does not open it again.
        self.setAttribute(Qt.WidgetAttribute.WA_NoMouseReplay)
        self.used: Sequence[WikiChoice] = ()
        self.entries: Sequence[WikiEntry] = ()
        self.field = QLineEdit()
        self.field.setAccessibleName(_("Find a wiki"))
        self.field.textChanged.connect(self._show_entries)
        self.field.installEventFilter(self)
        self.list = PopupList()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setAccessibleName(_("Wikis"))
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.list.clicked.connect(self._choose)
        self._nothing = Text(_("No matching wiki. You can also type an address."))
        self._nothing.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)  # or focus
        self._nothing.setMargin(self.fontMetrics().height() // 2)
        self._margin = margin = self.fontMetrics().height() // 3
        layout = QVBoxLayout(self)
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(margin)
        layout.addWidget(self.field)
        layout.addWidget(self._nothing)
        layout.addWidget(self.list)

    def open_at(self, box: QWidget, text: str) -> None:
        """Open below the chooser, with something typed."""
        # A child of the window and not of the box, whose looks it would take over.
        self.setParent(box.window(), Qt.WindowType.Popup)
        self.setLayoutDirection(box.layoutDirection())
        self.field.setPlaceholderText(_("Name, language or address"))
        self.field.setText(text)
        self._show_entries()
        self.ensurePolished()
        line = self.list.line_height()
        around = 2 * self._margin
        size = QSize(
            max(box.width(), self.list.wanted_width() + around),
            self.field.sizeHint().height() + self._margin + MOST_LINES * line + around,
        )
        anchor = QRect(box.mapToGlobal(QPoint()), box.size())
        area = box.screen().availableGeometry()
        self.setGeometry(place_below(anchor, size, area, rtl=box.isRightToLeft()))
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Pass the keys of the list from the field to the list."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
            if key == Key.Key_F4 or (alt and key in {Key.Key_Up, Key.Key_Down}):
                self.hide()
                return True
            if key in _STEPS:
                return QCoreApplication.sendEvent(self.list, event)
            if key in {Key.Key_Return, Key.Key_Enter}:
                self._choose()
                return True
            if key == Key.Key_Delete and not self._deletes_text():
                self._forget()
                return True
        return super().eventFilter(watched, event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to remove an added wiki from the list."""
        index = self.list.indexAt(self.list.viewport().mapFromGlobal(event.globalPos()))
        if index.isValid():
            self.list.setCurrentIndex(index)
        if self._entry().added:
            menu = QMenu(self)
            menu.addAction(_("&Remove from the list"), self._forget)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(event.globalPos())

    def _show_entries(self) -> None:
        self.entries = entries_for(self.field.text(), self.used)
        self.list.set_lines((entry.text, entry.behind) for entry in self.entries)
        self.list.set_current_row(0)
        self._nothing.setVisible(len(self.entries) == 1)  # "Add a wiki…" is always shown

    def _entry(self) -> WikiEntry:
        return self.entries[self.list.current_row()]

    def _choose(self) -> None:
        if address := self._entry().address:
            self.hide()
            self.wiki_wanted.emit(address)
        else:
            self.field.clear()
            self.field.setPlaceholderText(_("Address of any page of the wiki"))
            self.field.setFocus()

    def _deletes_text(self) -> bool:
        field = self.field
        return field.hasSelectedText() or field.cursorPosition() < len(field.text())

    def _forget(self) -> None:
        if key := self._entry().added:
            row = self.list.current_row()
            self.used = [wiki for wiki in self.used if wiki.key != key]
            self._show_entries()
            self.list.set_current_row(min(row, len(self.entries) - 1))
            self.wiki_forgotten.emit(key)


class WikiChooser(QComboBox):
    """Shows the current wiki; opens the popup as a combo box opens its list."""

    wiki_wanted = Signal(str)  # address
    wiki_forgotten = Signal(str)  # key

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._used: Sequence[WikiChoice] = ()
        self.current_wiki = ""  # its key
        self._trying = False  # and it has not answered yet
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMinimumContentsLength(4)  # it shrinks: the title needs the place more
        self.addItem("")
        # As the name of a combo box screen readers on Unix are given its text.
        self.setAccessibleName(_("Wiki"))
        self.setAccessibleDescription(_("The wiki whose links are listed"))
        self.set_current_wiki("")

    @functools.cached_property
    def popup(self) -> WikiPopup:
        """The list of wikis, made on first use: it takes as long as a third of the window."""
        popup = WikiPopup()
        popup.wiki_wanted.connect(self.wiki_wanted)
        popup.wiki_forgotten.connect(self.wiki_forgotten)
        return popup

    def set_wikis(self, used: Sequence[WikiChoice]) -> None:
        """Show the wikis that were used, the latest first."""
        self._used = list(used)
        self.set_current_wiki(self.current_wiki, trying=self._trying)

    def set_current_wiki(self, key: str, *, trying: bool = False) -> None:
        """Show a wiki as the current one ("": none); ``trying``: it has not answered yet."""
        self.current_wiki, self._trying = key, trying
        names = wiki_names(self._used)
        name = names.get(key) or place_of(key) or key or _("Choose a wiki")
        if trying:
            name = _("{wiki}…").format(wiki=name)
        self.setItemText(0, name)
        self.setToolTip(plain_tip(name))
        self.updateGeometry()

    def showPopup(self, text: str = "") -> None:
        """Open the list of wikis, with something typed."""
        self.popup.used = self._used
        self.popup.open_at(self, text)

    def hidePopup(self) -> None:
        """Close the list of wikis."""
        self.popup.hide()
        super().hidePopup()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list by typing what is looked for, too."""
        text = event.text()
        command = event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        if text.isprintable() and text.strip() and not command:
            self.showPopup(text)
        else:
            super().keyPressEvent(event)

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        """Elide the name, which Qt cuts."""
        super().initStyleOption(option)
        room = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox,
            option,
            QStyle.SubControl.SC_ComboBoxEditField,
            self,
        )
        option.currentText = self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, room.width()
        )

    def sizeHint(self) -> QSize:
        """Ask for room for the whole name, unless it is very long."""
        metrics, hint = self.fontMetrics(), super().sizeHint()
        spare = metrics.horizontalAdvance(self.currentText()) - 24 * metrics.averageCharWidth()
        return QSize(hint.width() - max(0, spare), hint.height())
