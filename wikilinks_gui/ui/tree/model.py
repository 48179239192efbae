# SPDX-License-Identifier: MIT
"""The model of the tree: a flat table of the rows that are shown, from top to bottom.

It is flat because a ``QTreeView`` lays out every visible row again on each insert (measured: 2.9 s
at 1,000,000 rows); the delegate draws it as a tree. A row is named by its node, which is its
number in the order of arrival and stays the same, while its place changes.
"""

import threading
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from shiboken6 import isValid

from wikilinks_gui.errors import CancelledError
from wikilinks_gui.listing.budget import requests_for_doubts, requests_needed
from wikilinks_gui.mediawiki.siteinfo import TEMPLATE_NAMESPACE, SiteInfo
from wikilinks_gui.mediawiki.titles import Resolution
from wikilinks_gui.store.records import OriginRecord
from wikilinks_gui.table.columns import Mask, Nodes, Numbers
from wikilinks_gui.table.filter import Filter
from wikilinks_gui.table.ordering import Order
from wikilinks_gui.table.row import RedirectTarget, Row
from wikilinks_gui.table.rows import TOP
from wikilinks_gui.table.table import Found, LinkTable
from wikilinks_gui.tasks import in_thread
from wikilinks_gui.ui.tree.cells import COLUMNS, ORIGIN, PAGE, Cells
from wikilinks_gui.ui.tree.changes import Change, Changes

SOME = 1_000
"""Rows that arrived while others were searched in a thread: so few are searched without it (1 ms),
and need none of the time that rows may take as they arrive (:data:`BUDGET`)."""

Index = QModelIndex | QPersistentModelIndex

# As numbers: comparing enums costs more than the rest of data(), which is asked for every cell.
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_CHECK = int(Qt.ItemDataRole.CheckStateRole)
_NOWHERE = QModelIndex()


class LinkModel(QAbstractTableModel):
    """Shows a :class:`LinkTable`, which it owns."""

    checked_changed = Signal(object, bool)  # list[int] of page ids; on or off
    marks_changed = Signal()  # check marks, and what is shown has followed
    origins_changed = Signal(object)  # list of (via, page id) whose origin was set
    look_changed = Signal()  # filter, order, or which redirects are open
    about_to_rearrange = Signal()  # because the user changed the filter or the order
    rearranged = Signal()
    flat_changed = Signal(bool)  # redirects are hidden, and rows through them stand alone
    order_changed = Signal(str, bool)  # Order, descending; sorting may still be under way

    def __init__(self, site: SiteInfo, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.site = site
        self.table = LinkTable()
        self.cells = Cells(site, self.table)
        self.order: Order = "arrival"
        self.descending = False
        self.filter = Filter()
        self._filtering = threading.Event()  # set: the search is no longer wanted
        self._template_pages = 0, 0  # rows, and how many pages of them are templates
        self.is_changing = False  # rows are arriving, going or moving
        self.changes = Changes()  # of check marks, which may be those of an earlier list
        self.is_sorting = False  # and that is because another order was wanted
        self._sorts = 0  # begun: a newer one takes the place of an older one

    # --- what happens -------------------------------------------------------------------------

    def add(self, new: Sequence[Row], again: Sequence[Row] = ()) -> None:
        """Add rows as :meth:`LinkTable.add` does, and show them."""
        came_before = self.table.add(new, again)
        self.cells.forget()
        self._update()
        # Only what changed: painting everything in view takes 7 ms.
        groups = [self.table.groups[via] for via in {row.via for row in new} if via]
        self._redraw_some(self.rows_of(np.array([*came_before, *groups], np.int64)))

    def set_filter(self, wanted: Filter) -> None:
        """Show what passes a filter."""
        self._show_filter(wanted, None)

    async def filter_by(self, wanted: Filter) -> bool:
        """Show what passes a filter; return False where a newer one came meanwhile.

        Words and regular expressions are searched for in a thread. Raises TimeoutError for an
        expression that takes too long; what is shown then stays.
        """
        self._filtering.set()
        self._filtering = stop = threading.Event()
        try:
            fitting = await fitting_of(self.table, wanted, stop)
        except (CancelledError, TimeoutError):
            if stop.is_set():
                return False
            raise
        if stop.is_set() or not isValid(self):  # the list may have gone meanwhile
            return False
        self._show_filter(wanted, fitting)
        return True

    def _show_filter(self, wanted: Filter, fitting: Mask | None) -> None:
        self._filtering.set()
        self.about_to_rearrange.emit()
        was_flat, self.filter = self.is_flat, wanted
        self.table.set_filter(wanted, fitting)
        self._update()
        self._redraw()  # rows that stay may match no longer, or only now
        if self.is_flat != was_flat:
            self.flat_changed.emit(self.is_flat)
        self.rearranged.emit()
        self.look_changed.emit()

    @property
    def is_flat(self) -> bool:
        """Redirects are hidden: no row stands below another."""
        return not self.filter.redirects

    def set_open(self, nodes: Iterable[int], is_open: bool) -> None:
        """Open or close redirects."""
        self.table.set_open(nodes, is_open)
        self._update()
        self._redraw()
        self.look_changed.emit()

    def open_below(self, node: int) -> list[int]:
        """Open a redirect and all below it; return these redirects."""
        opened = [node, *self.table.groups_below(node)]
        self.set_open(opened, True)
        return opened

    def set_checked(self, nodes: Sequence[int] | Numbers, is_checked: bool) -> Numbers:
        """Set or remove the check marks of rows' pages; return the ids that this changes."""
        changed = self.table.set_checked(nodes, is_checked)
        if len(changed):
            self.changes.add(Change(changed, is_checked))
            self._show_marks()
            self.checked_changed.emit(changed.tolist(), is_checked)
        return changed

    def undo(self) -> Numbers:
        """Undo the last change of check marks; return the ids of its pages."""
        return self._make(self.changes.undo())

    def redo(self) -> Numbers:
        """Redo the change that was undone last; return the ids of its pages."""
        return self._make(self.changes.redo())

    def _make(self, change: Change | None) -> Numbers:
        if change is None:
            return np.zeros(0, np.int64)
        self.table.set_checked_pages(*change)
        self._show_marks()
        self.checked_changed.emit(change.page_ids.tolist(), change.is_checked)
        return change.page_ids

    def show_checked(self, page_ids: Sequence[int], is_checked: bool = True) -> None:
        """Set or remove check marks of pages that are known elsewhere already."""
        self.table.set_checked_pages(page_ids, is_checked)
        self._show_marks()

    def _show_marks(self) -> None:
        self._update()  # a filter may go by them
        self._redraw()
        self.marks_changed.emit()

    def set_explored(self, resolution: Resolution) -> None:
        """Record what the explored page is, before its rows arrive."""
        hops = resolution.redirects
        is_in_loop = resolution.status == "loop" and hops[-1].target == resolution.title
        self.table.set_explored(
            resolution.page_id,
            loop=frozenset(hop.source for hop in hops) if is_in_loop else frozenset(),
            is_redirect=resolution.is_redirect or resolution.status == "loop",
            is_missing=resolution.status == "missing",
        )

    def show_redirect_targets(self, targets: Mapping[int, RedirectTarget]) -> None:
        """Show where redirect pages lead that only link here, by their ids."""
        if targets:
            self.table.set_redirect_targets(targets)
            self._redraw()

    def set_origins(self, origins: Sequence[OriginRecord]) -> Nodes:
        """Show where the links of rows come from; return the nodes of these."""
        keys = [(origin.via, origin.page_id) for origin in origins]
        values = [(origin.origin, origin.templates) for origin in origins]
        nodes = self.table.set_origins(keys, values, [not origin.is_sure for origin in origins])
        if self.filter.asks_for_origins or self.order == "origin":
            self._update()
        self._redraw_some(self.rows_of(nodes))
        self.origins_changed.emit(keys)
        return nodes

    def requests_to_check(self, pages: int) -> int:
        """Return how many requests checking the links of some pages takes at most."""
        table = self.table
        if self._template_pages[0] != len(table):
            templates = table.pages_of(table.namespaces == TEMPLATE_NAMESPACE)
            self._template_pages = len(table), templates
        return requests_needed(self.site, pages, self._template_pages[1]) if pages else 0

    def requests_to_ask(self, doubtful: int) -> int:
        """Return the same of pages in doubt, with asking how the wiki renders each."""
        return self.requests_to_check(doubtful) + requests_for_doubts(self.site, doubtful)

    def set_complete(self, is_complete: bool) -> None:
        """Record whether all rows have arrived."""
        self.table.is_complete = is_complete
        self._redraw()

    async def sort_by(self, order: Order, descending: bool = False) -> None:
        """Sort the rows of each group.

        They are sorted in a thread; a newer call takes the place of an older one.
        """
        if not isValid(self):  # the list went between a click and this
            return
        self.order, self.descending = order, descending
        self._sorts += 1
        mine = self._sorts
        self.order_changed.emit(order, descending)
        ordered = None
        if order != "arrival":
            ordered = await in_thread(self.table.order.sorting(order, descending), "sort")
            if mine != self._sorts or not isValid(self):  # the list may have gone meanwhile
                return
        self.table.order.set(order, descending=descending, ordered=ordered)
        self.is_sorting = True
        self.about_to_rearrange.emit()
        self._update()
        self.is_sorting = False
        self.rearranged.emit()
        self.look_changed.emit()

    # --- what the view asks for ---------------------------------------------------------------

    def node(self, row: int) -> int:
        """Return the node that is shown in a row."""
        return int(self.table.visible[row])

    def row_of(self, node: int) -> int:
        """Return the row in which a node is shown, -1 if it is not."""
        rows = np.flatnonzero(self.table.visible == node)
        return int(rows[0]) if len(rows) else -1

    def rows_of(self, nodes: Numbers) -> Numbers:
        """Return the rows in which nodes are shown, ascending; those that are not are left out."""
        wanted = np.zeros(len(self.table), np.bool_)
        wanted[nodes] = True
        return np.flatnonzero(wanted[self.table.visible])

    def rows_of_pages(self, page_ids: Numbers) -> Numbers:
        """Return the rows in which pages are shown, by their ids, ascending."""
        return np.flatnonzero(np.isin(self.table.page_ids[self.table.visible], page_ids))

    def find(self, text: str, node: int = -1) -> Found:
        """Find the rows whose titles contain a text, in any case; ``node`` is the current one."""
        return self.table.found(self.table.filtering(Filter(text))(), node)

    def row(self, node: int) -> Row:
        """Return a row as it arrived."""
        return self.cells.row(node)

    def level(self, node: int) -> int:
        """Return how deep a row stands in the tree; 0 is the top."""
        return 0 if self.is_flat else self.row(node).depth

    def parent_of(self, node: int) -> int:
        """Return the redirect below which a row is shown, or TOP."""
        return TOP if self.is_flat else self.table.parent(node)

    def can_open(self, node: int) -> bool:
        """Return whether something came, or may still come, through a row."""
        table = self.table
        return table.is_group(node) and (not table.is_complete or table.through(node) > 0)

    # --- Qt's interface; nothing may be raised from here ---------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many rows are shown."""
        return 0 if parent.isValid() else len(self.table.visible)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Return a cell's text, alignment, check mark, or what is read out."""
        row, column = index.row(), index.column()
        visible = self.table.visible
        if not 0 <= row < len(visible):
            return None
        if role == _DISPLAY:
            return COLUMNS[column].text(self.cells, int(visible[row]))
        if role == _SPOKEN:
            node = int(visible[row])
            if column == ORIGIN:
                return self.cells.whole_origin(node)
            if column != PAGE:
                return COLUMNS[column].text(self.cells, node)
            level, can_open = self.level(node), self.can_open(node)
            return self.cells.spoken(node, level, is_flat=self.is_flat, can_open=can_open)
        if role == _ALIGNMENT:
            return _alignment(column)
        if role == _CHECK and column == PAGE:
            checked = self.table.is_checked(int(visible[row]))
            return Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked
        return None

    def setData(self, index: Index, value: Any, role: int = _DISPLAY) -> bool:
        """Set a check mark."""
        if role != _CHECK or not index.isValid() or index.column() != PAGE:
            return False
        self.set_checked([self.node(index.row())], Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that rows can be selected, and checked at the title."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == PAGE else flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY
    ) -> str | Qt.AlignmentFlag | None:
        """Return the name of a column, or the side at which it stands."""
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(COLUMNS):
            if role == _DISPLAY:
                return COLUMNS[section].heading()
            if role == _ALIGNMENT:
                return _alignment(section)
        return None

    # --- inside -------------------------------------------------------------------------------

    def _update(self) -> None:
        """Show what the table has become."""
        change = self.table.change()
        if change is None:
            return
        self.is_changing = True
        if change.at < 0:  # layoutChanged with everything selected takes 17 s at 1,000,000 rows
            self.beginResetModel()
            self.table.visible = change.visible
            self.endResetModel()
        elif change.more > 0:
            self.beginInsertRows(_NOWHERE, change.at, change.at + change.more - 1)
            self.table.visible = change.visible
            self.endInsertRows()
        else:
            self.beginRemoveRows(_NOWHERE, change.at, change.at - change.more - 1)
            self.table.visible = change.visible
            self.endRemoveRows()
        self.is_changing = False

    def _redraw_some(self, rows: Numbers) -> None:
        """Repaint what is in view from the first to the last of some rows, if there are any."""
        if len(rows):
            self._redraw(int(rows[0]), int(rows[-1]))

    def _redraw(self, first: int = 0, last: int = -1) -> None:
        """Repaint those of some rows that are in view, or all of them without numbers."""
        if len(self.table.visible):
            last = last if last >= 0 else len(self.table.visible) - 1
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(COLUMNS) - 1))


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if COLUMNS[column].is_number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter  # Qt mirrors it from right to left


async def fitting_of(table: LinkTable, wanted: Filter, stop: threading.Event) -> Mask | None:
    """Search for words and expressions in a thread, until few rows are left to search.

    None: any other text is found at once. Raises CancelledError when ``stop`` is set, TimeoutError
    for an expression that takes too long.
    """
    if not wanted.text or wanted.mode == "plain":
        return None
    fitting = np.zeros(0, np.bool_)
    while True:
        looking = table.filtering(wanted, stop, len(fitting))
        fitting = np.concatenate([fitting, await in_thread(looking, "filter")])
        if len(table) - len(fitting) <= SOME:
            return fitting
