# SPDX-License-Identifier: MIT
"""The explorations that are kept, as the history shows them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt

from wikilinks_gui import words
from wikilinks_gui.store.records import Exploration
from wikilinks_gui.translation import _
from wikilinks_gui.ui.search.stored import by_page
from wikilinks_gui.ui.search.wikilist import place_of
from wikilinks_gui.ui.widgets.text import local_date

_TOP = QModelIndex()
PAGE, WIKI, ROWS, DATE, STATE = range(5)


class HistoryModel(QAbstractItemModel):
    """Explorations as a tree: each page once, by its newest list, with the older ones below.

    Shows the pages of which any list holds a text, in the order of a column.
    """

    def __init__(self) -> None:
        super().__init__()
        self._all: list[list[Exploration]] = []
        self._names: Mapping[str, str] = {}
        self._text = ""
        self._order = (DATE, Qt.SortOrder.DescendingOrder)
        self._shown: list[list[Exploration]] = []

    def set_explorations(
        self, explorations: Sequence[Exploration], wiki_names: Mapping[str, str]
    ) -> None:
        """Show others; ``wiki_names`` by the keys of wikis."""
        self._all = by_page(explorations)
        self._names = wiki_names
        self._update()

    def set_text(self, text: str) -> None:
        """Show those whose page or wiki holds a text."""
        self._text = text.casefold().replace("_", " ").strip()
        self._update()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Put the pages in the order of a column; equal ones stay newest first."""
        self._order = (column, order)
        self._update()

    def exploration(self, index: QModelIndex | QPersistentModelIndex) -> Exploration:
        """Return the list of a line."""
        above = index.parent()
        return (
            self._shown[above.row()][index.row() + 1] if above.isValid() else self.lists(index)[0]
        )

    def lists(self, index: QModelIndex | QPersistentModelIndex) -> list[Exploration]:
        """Return all lists of the page of a top line, newest first."""
        return self._shown[index.row()]

    def indexes(self, ids: Collection[int]) -> list[QModelIndex]:
        """Return the lines of explorations, of those that are shown."""
        found = []
        for row, lists in enumerate(self._shown):
            for at, each in enumerate(lists):
                if each.id in ids:
                    top = self.index(row, 0)
                    found.append(self.index(at - 1, 0, top) if at else top)
        return found

    def _wiki_name(self, exploration: Exploration) -> str:
        """Name the wiki of an exploration; by its place where nothing more is known."""
        return self._names.get(exploration.wiki) or place_of(exploration.wiki)

    def _update(self) -> None:
        column, order = self._order
        keys: dict[int, Callable[[Exploration], Any]] = {
            PAGE: lambda each: each.target.casefold(),
            WIKI: lambda each: self._wiki_name(each).casefold(),
            ROWS: lambda each: each.rows,
            DATE: lambda each: each.updated,
            STATE: lambda each: each.complete,
        }
        found = [lists for lists in self._all if any(map(self._passes, lists))]
        found.sort(
            key=lambda lists: keys[column](lists[0]), reverse=order == Qt.SortOrder.DescendingOrder
        )
        self.beginResetModel()
        self._shown = found
        self.endResetModel()

    def _passes(self, exploration: Exploration) -> bool:
        wiki = exploration.wiki
        texts = (
            exploration.target,
            exploration.typed,
            self._wiki_name(exploration),
            place_of(wiki),
        )
        return any(self._text in text.casefold().replace("_", " ") for text in texts)

    # --- Qt -----------------------------------------------------------------------------------

    def index(
        self, row: int, column: int, parent: QModelIndex | QPersistentModelIndex = _TOP
    ) -> QModelIndex:
        """Make the index of a cell; those of older lists hold the row of their page, plus 1."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: QModelIndex) -> QModelIndex:  # type: ignore[override]
        """Return the page of an older list."""
        above = index.internalId() if index.isValid() else 0
        return self.createIndex(above - 1, 0, 0) if above else QModelIndex()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _TOP) -> int:
        """Count pages, or the older lists of one."""
        if not parent.isValid():
            return len(self._shown)
        if parent.internalId() or parent.column():
            return 0
        return len(self._shown[parent.row()]) - 1

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _TOP) -> int:
        """Count columns."""
        return 5

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return a cell's text, and numbers at the end of their column."""
        if not index.isValid():
            return None
        column = index.column()
        if role == Qt.ItemDataRole.TextAlignmentRole and column == ROWS:
            return Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        exploration = self.exploration(index)
        if column == PAGE:
            return _("Earlier list") if index.internalId() else exploration.target
        if column == WIKI:
            return self._wiki_name(exploration)
        if column == ROWS:
            return words.number(exploration.rows)
        if column == DATE:
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
            side = sides.AlignTrailing if section == ROWS else sides.AlignLeading
            return side | sides.AlignVCenter
        return None
