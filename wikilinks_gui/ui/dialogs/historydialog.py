# SPDX-License-Identifier: MIT

"""The explorations that are kept: to open, to go on with, to delete."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from wikilinks_gui import words
from wikilinks_gui.store.records import Exploration
from wikilinks_gui.translation import _, ngettext
from wikilinks_gui.ui.dialogs.historymodel import DATE, PAGE, ROWS, STATE, WIKI, HistoryModel
from wikilinks_gui.ui.widgets.fitting import Fitting
from wikilinks_gui.ui.widgets.iconfield import name_clear_button
from wikilinks_gui.ui.widgets.question import Question
from wikilinks_gui.ui.widgets.scrollpage import Sentence, give_room
from wikilinks_gui.ui.widgets.text import local_date
from wikilinks_gui.ui.widgets.theme import set_look


class _Lines(QStyledItemDelegate):
    """Gives the lines some room."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        hint = super().sizeHint(option, index)
        metrics: QFontMetrics = option.fontMetrics
        hint.setHeight(metrics.lineSpacing() + metrics.height() // 2)
        return hint


class HistoryDialog(Fitting, QDialog):
    """Shows the explorations that are kept, newest first.

    A page that is closed stands for all of its lists where they are deleted.
    """

    opened = Signal(int)  # id of an exploration
    resumed = Signal(int)
    deleted = Signal(object)  # list[int]

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("History"))
        self._all: list[Exploration] = []
        self._names: Mapping[str, str] = {}
        self._filter = QLineEdit(placeholderText=_("Filter pages and wikis"))
        self._filter.setClearButtonEnabled(True)
        name_clear_button(self._filter, _("Clear the text"))
        self._filter.setAccessibleName(_("Filter pages and wikis"))
        self._model = HistoryModel()
        self._view = QTreeView()
        self._view.setModel(self._model)
        self._nothing = Sentence("", "dim")
        self._question = Question(_("De&lete"), _("&Keep"))
        self._open = QPushButton(_("&Open"))
        self._resume = QPushButton(_("&Resume"))
        self._delete = QPushButton(_("&Delete"))
        self._lay_out()
        self._view.installEventFilter(self)
        self._filter.installEventFilter(self)
        self._filter.textChanged.connect(self.on_filter_changed)
        self._view.selectionModel().selectionChanged.connect(self.on_selection_changed)
        self._model.modelReset.connect(self.on_selection_changed)
        self._view.doubleClicked.connect(self.on_open)
        self._view.expanded.connect(self.on_selection_changed)
        self._view.collapsed.connect(self.on_selection_changed)
        self._open.clicked.connect(self.on_open)
        self._resume.clicked.connect(self.on_resume)
        self._delete.clicked.connect(self.on_delete)
        self._question.answered.connect(self.on_answered)
        self.on_selection_changed()

    def _lay_out(self) -> None:
        view = self._view
        view.setItemDelegate(_Lines(view))
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setUniformRowHeights(True)
        view.setAllColumnsShowFocus(True)
        view.setExpandsOnDoubleClick(False)  # that opens
        view.setAlternatingRowColors(True)
        view.setAccessibleName(_("Explorations"))
        header = view.header()
        header.setStretchLastSection(False)
        for column in (PAGE, WIKI):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        header.setSortIndicator(DATE, Qt.SortOrder.DescendingOrder)
        view.setSortingEnabled(True)
        buttons = QDialogButtonBox()
        role = QDialogButtonBox.ButtonRole
        set_look(self._open, "primary", "true")
        buttons.addButton(self._delete, role.DestructiveRole)
        buttons.addButton(self._resume, role.ActionRole)
        buttons.addButton(self._open, role.AcceptRole)
        close = buttons.addButton(_("&Close"), role.RejectRole)
        for button in (self._delete, self._resume, close):
            button.setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self._filter)
        layout.addWidget(self._view, 1)
        layout.addWidget(self._nothing)
        layout.addWidget(self._question)
        layout.addWidget(buttons)
        self._open.setDefault(True)
        give_room(self, 130, 32)
        self.fit()

    def fit(self) -> None:
        """Make the columns as large as the font wants them; titles and wikis share the rest."""
        metrics, header = self._view.fontMetrics(), self._view.header()
        self._view.setIndentation(metrics.height())
        # Where there is little room, titles keep some of it, and the list is scrolled sideways.
        header.setMinimumSectionSize(10 * metrics.averageCharWidth())
        date = local_date(datetime(2000, 10, 30, 22, 30).astimezone())
        for column, sample in (
            (ROWS, "1,000,000"),
            (DATE, date),
            (STATE, max(_("unfinished"), _("complete"), key=len)),
        ):
            width = metrics.horizontalAdvance(sample) + 2 * metrics.height()
            header.resizeSection(column, width)

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        """Act on the keys of the list; the arrows also reach it from the filter."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if watched is self._view and key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self.on_open()
                return True
            if watched is self._view and key == Qt.Key.Key_Delete:
                self.on_delete()
                return True
            if watched is self._filter and key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
                self._view.setFocus()
                self._view.event(event)
                return True
        return super().eventFilter(watched, event)

    def set_explorations(
        self, explorations: Sequence[Exploration], wiki_names: Mapping[str, str]
    ) -> None:
        """Show others, or the same as they stand now; what is selected stays so."""
        chosen, at = {each.id for each in self._chosen()}, self._top_row()
        self._all, self._names = list(explorations), wiki_names
        self._model.set_explorations(self._all, wiki_names)
        self._select(chosen, at)

    # --- what happens -------------------------------------------------------------------------

    def on_filter_changed(self, text: str) -> None:
        """Show what holds the text; the first is taken, so that Enter opens it."""
        self._model.set_text(text)
        self._select(set())

    def on_selection_changed(self) -> None:
        """Let be done what can be done with what is selected."""
        chosen = self._chosen()
        self._open.setEnabled(len(chosen) == 1)
        self._resume.setEnabled(len(chosen) == 1 and not chosen[0].complete)
        self._delete.setEnabled(bool(chosen))
        self._question.hide()
        nothing = "" if self._all else _("Nothing has been explored yet.")
        if self._all and not self._model.rowCount():
            nothing = _("No page and no wiki in the history has this in its name.")
        self._nothing.say(nothing, "dim")

    def on_open(self) -> None:
        """Open what is selected."""
        if self._open.isEnabled():
            self.opened.emit(self._chosen()[0].id)
            self.accept()

    def on_resume(self) -> None:
        """Go on with what is selected and unfinished."""
        self.resumed.emit(self._chosen()[0].id)
        self.accept()

    def on_delete(self) -> None:
        """Ask, as it cannot be undone."""
        chosen = self._to_delete()
        if not chosen:
            return
        rows = sum(each.rows for each in chosen)
        said = ngettext(
            "Delete {count} exploration with {rows}? This cannot be undone.",
            "Delete {count} explorations with {rows}? This cannot be undone.",
            len(chosen),
        )
        self._question.ask(said.format(count=words.number(len(chosen)), rows=words.rows(rows)))

    def on_answered(self, yes: bool) -> None:
        """Take away what is to be deleted; the store does the rest."""
        self._question.hide()
        self._view.setFocus()
        if yes:
            ids = [each.id for each in self._to_delete()]
            self.set_explorations([each for each in self._all if each.id not in ids], self._names)
            self.deleted.emit(ids)

    def _chosen(self) -> list[Exploration]:
        """Return the lists of the lines that are selected."""
        return [self._model.exploration(index) for index in self._selected()]

    def _to_delete(self) -> list[Exploration]:
        """Return what is selected, and what is below it where that is closed."""
        found: list[Exploration] = []
        for index in self._selected():
            if index.parent().isValid() or self._view.isExpanded(index):
                found.append(self._model.exploration(index))
            else:
                found += self._model.lists(index)
        return found

    def _selected(self) -> list[QModelIndex]:
        rows = self._view.selectionModel().selectedRows()
        return sorted(rows, key=lambda index: self._view.visualRect(index).top())

    def _top_row(self) -> int:
        """Return the row of the page of the current line."""
        current = self._view.currentIndex()
        return current.parent().row() if current.parent().isValid() else current.row()

    def _select(self, ids: set[int], instead: int = 0) -> None:
        """Select explorations that are shown, else the page in the row ``instead``."""
        found = self._model.indexes(ids)
        if not found and (count := self._model.rowCount()):
            found = [self._model.index(max(0, min(instead, count - 1)), 0)]
        flags = QItemSelectionModel.SelectionFlag
        for index in found:
            self._view.setExpanded(index.parent(), True)
            self._view.selectionModel().setCurrentIndex(index, flags.Select | flags.Rows)
