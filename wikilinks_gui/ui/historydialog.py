# SPDX-License-Identifier: MIT

"""The explorations that are kept: to open, to go on with, to delete."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from wikilinks_gui import words
from wikilinks_gui.store.records import Exploration
from wikilinks_gui.translation import _, ngettext
from wikilinks_gui.ui.page import Sentence, give_room
from wikilinks_gui.ui.question import Question
from wikilinks_gui.ui.text import local_date
from wikilinks_gui.ui.theme import set_look

_TOP = QModelIndex()
_PAGE, _WIKI, _ROWS, _DATE, _STATE = range(5)


class HistoryModel(QAbstractTableModel):
    """Explorations as rows: those that hold a text, in the order of a column."""

    def __init__(self) -> None:
        super().__init__()
        self._all: list[Exploration] = []
        self._names: Mapping[str, str] = {}
        self._text = ""
        self._order = (_DATE, Qt.SortOrder.DescendingOrder)
        self.shown: list[Exploration] = []

    def set_explorations(
        self, explorations: Sequence[Exploration], wiki_names: Mapping[str, str]
    ) -> None:
        """Show others; ``wiki_names`` by the keys of wikis."""
        self._all = list(explorations)
        self._names = wiki_names
        self._update()

    def set_text(self, text: str) -> None:
        """Show those whose page or wiki holds a text."""
        self._text = text.casefold().replace("_", " ").strip()
        self._update()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Put them in the order of a column; equal ones stay newest first."""
        self._order = (column, order)
        self._update()

    def wiki_name(self, exploration: Exploration) -> str:
        """Name the wiki of an exploration; by its key where nothing more is known."""
        return self._names.get(exploration.wiki, exploration.wiki)

    def _update(self) -> None:
        column, order = self._order
        keys: dict[int, Callable[[Exploration], Any]] = {
            _PAGE: lambda each: each.target.casefold(),
            _WIKI: lambda each: self.wiki_name(each).casefold(),
            _ROWS: lambda each: each.rows,
            _DATE: lambda each: each.updated,
            _STATE: lambda each: each.complete,
        }
        found = [each for each in self._all if self._passes(each)]
        found.sort(key=lambda each: each.id, reverse=True)
        found.sort(key=keys[column], reverse=order == Qt.SortOrder.DescendingOrder)
        self.beginResetModel()
        self.shown = found
        self.endResetModel()

    def _passes(self, exploration: Exploration) -> bool:
        texts = (exploration.target, exploration.typed, self.wiki_name(exploration))
        return any(self._text in text.casefold().replace("_", " ") for text in texts)

    # --- Qt -----------------------------------------------------------------------------------

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _TOP) -> int:
        """Count what is shown."""
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _TOP) -> int:
        """Count columns."""
        return 0 if parent.isValid() else 5

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Give a cell's text, and numbers at the end of their column."""
        if not index.isValid():
            return None
        exploration, column = self.shown[index.row()], index.column()
        if role == Qt.ItemDataRole.TextAlignmentRole and column == _ROWS:
            return Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if column == _PAGE:
            return exploration.target
        if column == _WIKI:
            return self.wiki_name(exploration)
        if column == _ROWS:
            return words.number(exploration.rows)
        if column == _DATE:
            return local_date(exploration.updated)
        return _("complete") if exploration.complete else _("unfinished")

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Name the columns."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return (_("Page"), _("Wiki"), _("Rows"), _("Date"), _("State"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            sides = Qt.AlignmentFlag
            side = sides.AlignTrailing if section == _ROWS else sides.AlignLeading
            return side | sides.AlignVCenter
        return None


class HistoryDialog(QDialog):
    """Shows the explorations that are kept, newest first."""

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
        self._filter.setAccessibleName(_("Filter pages and wikis"))
        self._model = HistoryModel()
        self._view = QTableView()
        self._view.setModel(self._model)
        self._nothing = Sentence("", "dim")
        self._question = Question(_("De&lete"), _("&Keep"))
        self._open = QPushButton(_("&Open"))
        self._resume = QPushButton(_("&Go on"))
        self._delete = QPushButton(_("&Delete"))
        self._lay_out()
        self._view.installEventFilter(self)
        self._filter.installEventFilter(self)
        self._filter.textChanged.connect(self.on_filter_changed)
        self._view.selectionModel().selectionChanged.connect(self.on_selection_changed)
        self._model.modelReset.connect(self.on_selection_changed)
        self._view.doubleClicked.connect(self.on_open)
        self._open.clicked.connect(self.on_open)
        self._resume.clicked.connect(self.on_resume)
        self._delete.clicked.connect(self.on_delete)
        self._question.answered.connect(self.on_answered)
        self.on_selection_changed()

    def _lay_out(self) -> None:
        view = self._view
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setShowGrid(False)
        view.setAlternatingRowColors(True)
        view.setWordWrap(False)
        view.setTabKeyNavigation(False)
        view.setAccessibleName(_("Explorations"))
        view.verticalHeader().hide()
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(_PAGE, QHeaderView.ResizeMode.Stretch)
        header.setSortIndicator(_DATE, Qt.SortOrder.DescendingOrder)
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
        self._fit()

    def _fit(self) -> None:
        """Make rows and columns as large as the font wants them."""
        metrics = self._view.fontMetrics()
        rows = self._view.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(1)
        rows.setDefaultSectionSize(metrics.lineSpacing() + metrics.height() // 2)
        date = local_date(datetime(2000, 10, 30, 22, 30).astimezone())
        # Where there is little room, titles keep some of it, and the list is scrolled sideways.
        self._view.horizontalHeader().setMinimumSectionSize(16 * metrics.averageCharWidth())
        for column, sample in (
            (_WIKI, "Simple English Wikipedia"),
            (_ROWS, "1,000,000"),
            (_DATE, date),
            (_STATE, max(_("unfinished"), _("complete"), key=len)),
        ):
            width = metrics.horizontalAdvance(sample) + 2 * metrics.height()
            self._view.setColumnWidth(column, width)

    def changeEvent(self, event: QEvent) -> None:
        """Fit the rows to another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

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
        chosen, at = {each.id for each in self._chosen()}, self._view.currentIndex().row()
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
        if self._all and not self._model.shown:
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
        chosen = self._chosen()
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
            ids = [each.id for each in self._chosen()]
            self.set_explorations([each for each in self._all if each.id not in ids], self._names)
            self.deleted.emit(ids)

    def _chosen(self) -> list[Exploration]:
        rows = self._view.selectionModel().selectedRows()
        return [self._model.shown[row] for row in sorted(index.row() for index in rows)]

    def _select(self, ids: set[int], instead: int = 0) -> None:
        """Select explorations that are shown, else the row ``instead``."""
        shown = self._model.shown
        rows = [row for row, each in enumerate(shown) if each.id in ids]
        if shown and not rows:
            rows = [max(0, min(instead, len(shown) - 1))]
        flags = QItemSelectionModel.SelectionFlag
        for row in rows:
            index = self._model.index(row, 0)
            self._view.selectionModel().setCurrentIndex(index, flags.Select | flags.Rows)
