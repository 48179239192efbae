# SPDX-License-Identifier: MIT

"""The history: the stored lists, to open, to resume, to delete."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QShortcut, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QTreeView,
    QWidget,
)

from wikilinks_gui import words
from wikilinks_gui.store.records import Exploration
from wikilinks_gui.translation import _, ngettext
from wikilinks_gui.ui.search.stored import by_page
from wikilinks_gui.ui.search.wikilist import place_of
from wikilinks_gui.ui.widgets.dialog import ButtonRole, Dialog, Sentence
from wikilinks_gui.ui.widgets.fields import add_clear_button
from wikilinks_gui.ui.widgets.question import Question
from wikilinks_gui.ui.widgets.text import local_date
from wikilinks_gui.ui.widgets.theme import set_look

_PAGE, _WIKI, _ROWS, _DATE, _STATE = range(5)

_ID, _SEARCHED, _SORT_KEY = range(Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 3)


class HistoryDialog(Dialog):
    """Shows each page once, by its newest list, with its earlier lists below.

    A collapsed page stands for all of its lists when it is deleted.
    """

    opened = Signal(int)  # id of an exploration
    resumed = Signal(int)
    deleted = Signal(object)  # list[int]

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("History"), parent)
        self._explorations: dict[int, Exploration] = {}
        self._wiki_names: Mapping[str, str] = {}
        self._filter = QLineEdit(placeholderText=_("Filter pages and wikis"))
        add_clear_button(self._filter)
        self._filter.setAccessibleName(_("Filter pages and wikis"))
        self._model = QSortFilterProxyModel()
        self._model.setSourceModel(_empty_model())
        self._model.setFilterRole(_SEARCHED)
        self._model.setAutoAcceptChildRows(True)
        self._model.setSortRole(_SORT_KEY)
        self._view = QTreeView()
        self._view.setModel(self._model)
        self._nothing = Sentence("", "dim")
        self._question = Question(_("De&lete"), _("&Keep"))
        for widget in (self._filter, self._view, self._nothing, self._question):
            self.content.addWidget(widget)
        self._open = self.add_button(_("&Open"), ButtonRole.AcceptRole, self.on_open)
        self._resume = self.add_button(_("&Resume"), ButtonRole.ActionRole, self.on_resume)
        self._delete = self.add_button(_("&Delete"), ButtonRole.DestructiveRole, self.on_delete)
        self.add_button(_("&Close"), ButtonRole.RejectRole)
        set_look(self._open, "primary", "true")
        self._open.setDefault(True)
        self._set_up_view()
        QShortcut(
            Qt.Key.Key_Delete, self._view, self.on_delete, context=Qt.ShortcutContext.WidgetShortcut
        )
        self._filter.installEventFilter(self)
        self._filter.textChanged.connect(self.on_filter_changed)
        self._view.selectionModel().selectionChanged.connect(self.on_selection_changed)
        self._view.doubleClicked.connect(self.on_open)
        self._view.expanded.connect(self.on_selection_changed)
        self._view.collapsed.connect(self.on_selection_changed)
        self._question.answered.connect(self.on_answered)
        self.on_selection_changed()
        self.resize_to_text(130, 32)

    def _set_up_view(self) -> None:
        view = self._view
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setUniformRowHeights(True)
        view.setAllColumnsShowFocus(True)
        view.setExpandsOnDoubleClick(False)  # that opens
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setAlternatingRowColors(True)
        view.setAccessibleName(_("Explorations"))
        header = view.header()
        header.setStretchLastSection(False)
        header.setResizeContentsPrecision(0)  # only by what is seen: there may be thousands
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for column in (_PAGE, _WIKI):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        # Where there is little room, titles keep some of it, and the list is scrolled sideways.
        header.setMinimumSectionSize(10 * self.fontMetrics().averageCharWidth())
        header.setSortIndicator(_DATE, Qt.SortOrder.DescendingOrder)
        view.setSortingEnabled(True)

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        """Pass the arrow keys of the filter to the list."""
        arrows = {Qt.Key.Key_Down, Qt.Key.Key_Up}
        is_press = event.type() == QEvent.Type.KeyPress
        if is_press and isinstance(event, QKeyEvent) and event.key() in arrows:
            self._view.setFocus()
            self._view.event(event)
            return True
        return super().eventFilter(watched, event)

    def set_explorations(
        self, explorations: Sequence[Exploration], wiki_names: Mapping[str, str]
    ) -> None:
        """Show other lists, or the same lists after a change; the selection is kept.

        ``wiki_names``: by the keys of wikis.
        """
        chosen, at = {each.id for each in self._chosen()}, self._current_page()
        self._explorations = {each.id: each for each in explorations}
        self._wiki_names = wiki_names
        model = _empty_model()
        for newest, *earlier in by_page(explorations):
            cells = self._cells(newest, newest.target)
            names = (newest.target, self._wiki_name(newest), place_of(newest.wiki))
            typed = (each.typed for each in (newest, *earlier))
            cells[_PAGE].setData(_folded("\n".join((*names, *typed))), _SEARCHED)
            # Without a key to sort by, earlier lists stay newest first, as equal pages do.
            keys = (
                *(newest.target.casefold(), self._wiki_name(newest).casefold(), newest.rows),
                *(newest.updated.timestamp(), newest.complete),
            )
            for cell, key in zip(cells, keys, strict=True):
                cell.setData(key, _SORT_KEY)
            for each in earlier:
                cells[_PAGE].appendRow(self._cells(each, _("Earlier list")))
            model.appendRow(cells)
        self._model.setSourceModel(model)
        self._select(chosen, at)

    def _cells(self, exploration: Exploration, name: str) -> list[QStandardItem]:
        texts = (
            name,
            self._wiki_name(exploration),
            words.number(exploration.rows),
            local_date(exploration.updated),
            _("complete") if exploration.complete else _("incomplete"),
        )
        cells = [QStandardItem(text) for text in texts]
        cells[_ROWS].setTextAlignment(_side(_ROWS))
        cells[_PAGE].setData(exploration.id, _ID)
        return cells

    def _wiki_name(self, exploration: Exploration) -> str:
        """Return the name of a wiki, or its place where nothing more is known."""
        return self._wiki_names.get(exploration.wiki) or place_of(exploration.wiki)

    # --- what happens -------------------------------------------------------------------------

    def on_filter_changed(self, text: str) -> None:
        """Show what contains the text; the first is selected, so that Enter opens it."""
        self._view.clearSelection()
        self._model.setFilterFixedString(_folded(text).strip())
        self._select(set())

    def on_selection_changed(self) -> None:
        """Enable what can be done with what is selected."""
        chosen = self._chosen()
        self._open.setEnabled(len(chosen) == 1)
        self._resume.setEnabled(len(chosen) == 1 and not chosen[0].complete)
        self._delete.setEnabled(bool(chosen))
        self._question.hide()
        nothing = ""
        if not self._explorations:
            nothing = _("The history is empty.")
        elif not self._model.rowCount():
            nothing = _("No matching pages or wikis")
        self._nothing.show_text(nothing, "dim")

    def on_open(self) -> None:
        """Open what is selected."""
        if self._open.isEnabled():
            self.opened.emit(self._chosen()[0].id)
            self.accept()

    def on_resume(self) -> None:
        """Resume the selected list, if it is incomplete."""
        self.resumed.emit(self._chosen()[0].id)
        self.accept()

    def on_delete(self) -> None:
        """Ask, as it cannot be undone."""
        chosen = self._to_delete()
        if not chosen:
            return
        rows = sum(each.rows for each in chosen)
        sentence = ngettext(
            "Delete {count} exploration with {rows}? This cannot be undone.",
            "Delete {count} explorations with {rows}? This cannot be undone.",
            len(chosen),
        )
        self._question.ask(sentence.format(count=words.number(len(chosen)), rows=words.rows(rows)))

    def on_answered(self, yes: bool) -> None:
        """Take away what is to be deleted; the store does the rest."""
        self._question.hide()
        self._view.setFocus()
        if yes:
            ids = [each.id for each in self._to_delete()]
            left = [each for each in self._explorations.values() if each.id not in ids]
            self.set_explorations(left, self._wiki_names)
            self.deleted.emit(ids)

    def _chosen(self) -> list[Exploration]:
        """Return the lists of the selected lines."""
        return [self._exploration(index) for index in self._view.selectionModel().selectedRows()]

    def _exploration(self, index: QModelIndex) -> Exploration:
        return self._explorations[index.data(_ID)]

    def _earlier(self, page: QModelIndex) -> list[QModelIndex]:
        return [self._model.index(row, 0, page) for row in range(self._model.rowCount(page))]

    def _to_delete(self) -> list[Exploration]:
        """Return what is selected, and the lists below where it is collapsed."""
        indexes: list[QModelIndex] = []
        for index in self._view.selectionModel().selectedRows():
            indexes.append(index)
            if not self._view.isExpanded(index):
                indexes += self._earlier(index)
        return [self._exploration(index) for index in indexes]

    def _current_page(self) -> int:
        """Return the row of the page of the current line."""
        current = self._view.currentIndex()
        return current.parent().row() if current.parent().isValid() else current.row()

    def _select(self, ids: set[int], instead: int = 0) -> None:
        """Select those of some lists that are shown, else the page in the row ``instead``."""
        pages = [self._model.index(row, 0) for row in range(self._model.rowCount())]
        lines = [line for page in pages for line in (page, *self._earlier(page))] if ids else []
        found = [line for line in lines if line.data(_ID) in ids]
        if not found and pages:
            found = [pages[max(0, min(instead, len(pages) - 1))]]
        flags = QItemSelectionModel.SelectionFlag
        for index in found:
            self._view.setExpanded(index.parent(), True)
            self._view.selectionModel().setCurrentIndex(index, flags.Select | flags.Rows)
        self.on_selection_changed()


def _empty_model() -> QStandardItemModel:
    model = QStandardItemModel()
    model.setHorizontalHeaderLabels([_("Page"), _("Wiki"), _("Rows"), _("Date"), _("State")])
    for column in (_PAGE, _WIKI, _ROWS, _DATE, _STATE):
        model.horizontalHeaderItem(column).setTextAlignment(_side(column))
    return model


def _folded(text: str) -> str:
    """Normalize a text for searching: without case, and with spaces as in titles."""
    return text.casefold().replace("_", " ")


def _side(column: int) -> Qt.AlignmentFlag:
    sides = Qt.AlignmentFlag
    return (sides.AlignTrailing if column == _ROWS else sides.AlignLeading) | sides.AlignVCenter
