# SPDX-License-Identifier: MIT
"""The tree's header: which columns are shown, in which order, and how wide."""

import json
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QByteArray, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QAbstractScrollArea, QHeaderView, QMenu, QWidget

from wikilinks_gui.translation import _
from wikilinks_gui.ui.tree.cells import COLUMNS, KIND, ORDERS, ORIGIN, PAGE, VIA
from wikilinks_gui.ui.widgets.text import on_button

_BEGIN = (PAGE, VIA, KIND, ORIGIN)
_PLACES = (*_BEGIN, *(column for column in range(len(COLUMNS)) if column not in _BEGIN))
"""The columns as they stand at first."""

_LATER = (VIA, ORIGIN)
"""Columns that earlier versions had not."""

_SHARE = 45
"""Percent of a narrow tree that the title gets, for which other columns shrink."""

_SHARE_BESIDE_ORIGINS = 38
"""Likewise where there is a column more."""

_NARROW = 9
"""Digits to which they shrink at most."""

_NARROW_WORDS = {KIND: 14, ORIGIN: 17}
"""Likewise for kinds, which often begin with the same words, and for templates' names."""

_WIDEST = 20_000  # pixels; a remembered width above it is damaged


class Header(QHeaderView):
    """The horizontal header; the title's column takes the room that the others leave."""

    def __init__(self, view: QAbstractScrollArea) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._view = view
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setResizeContentsPrecision(0)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.sectionResized.connect(self.on_section_resized)
        self._hidden: set[int] = set()  # columns, by the user
        self._is_flat = False
        self._has_origins = False
        self._wished: dict[int, int] = {}  # widths where there is room; the title's is its least
        self._fitting = False

    def use_standard(self) -> None:
        """Show the default columns."""
        self._hidden = {at for at, column in enumerate(COLUMNS) if column.is_hidden}
        for place, column in enumerate(_PLACES if self.count() else ()):
            self.moveSection(self.visualIndex(column), place)
            self._wish(column, self._room_for(column, COLUMNS[column].digits))
        self._show_columns()

    def fit(self) -> None:
        """Resize the title's column to the room that the others leave.

        Where that is less than its share, those that nobody has made as wide as they are shrink.
        """
        model: QAbstractItemModel | None = self.model()
        if model is None or not (self.count() and self._wished):  # it may be going just now
            return
        room = self._view.viewport().width()
        # Of all there is, a scroll bar included: if the columns became narrower for that one, it
        # could be needed because it is there.
        percent = _SHARE if self.isSectionHidden(ORIGIN) else _SHARE_BESIDE_ORIGINS
        share = self._view.maximumViewportSize().width() * percent // 100
        others = [column for column in self.shown() if column != PAGE]
        spare = {
            column: self._wished[column]
            - self._room_for(column, _NARROW_WORDS.get(column, _NARROW))
            for column in others
            if self._is_standard(column)
        }
        most = sum(spare.values())
        wanted = min(most, max(0, sum(self._wished[column] for column in others) - (room - share)))
        for column in others:
            # Rounded up: a pixel more than there is room for would bring a scroll bar.
            less = -(-spare.get(column, 0) * wanted // max(most, 1))
            self._resize(column, self._wished[column] - less)
        left = room - (self.length() - self.sectionSize(PAGE))
        # Where a little more would do, the title gives it rather than have the columns scroll.
        gives = left >= share * 8 // 9
        least = share if self._is_standard(PAGE) and not gives else 0
        self._resize(PAGE, max(self._wished[PAGE], left, least))

    def _room_for(self, column: int, characters: int) -> int:
        """Return how wide a column is for a number of digits, and its name."""
        metrics = self.fontMetrics()
        name = metrics.horizontalAdvance(COLUMNS[column].heading())
        sign = round(metrics.height() * 1.6)  # of the order
        return max(characters * metrics.horizontalAdvance("0"), name + sign)

    def _is_standard(self, column: int) -> bool:
        return self._wished[column] == self._room_for(column, COLUMNS[column].digits)

    def shown(self) -> list[int]:
        """Return the columns that are shown, as they stand."""
        columns = map(self.logicalIndex, range(self.count()))
        return [column for column in columns if not self.isSectionHidden(column)]

    def spans(self) -> list[tuple[int, int, int]]:
        """Return the columns that are in view, each with where it begins there and its width."""
        found = []
        for column in self.shown():
            left, width = self.sectionViewportPosition(column), self.sectionSize(column)
            if left < self._view.viewport().width() and left + width > 0:
                found.append((column, left, width))
        return found

    def save(self) -> QByteArray:
        """Return what :meth:`restore` takes."""
        kept = [
            {"column": ORDERS[at], "width": self._wished[at], "shown": at not in self._hidden}
            for at in map(self.logicalIndex, range(self.count()))
        ]
        return QByteArray(json.dumps(kept).encode())

    def restore(self, kept: QByteArray) -> None:
        """Show the columns as they were; what is damaged is ignored."""
        columns = _read(kept)
        known = [column for column, _width, _shown in columns]
        for column in _LATER if columns else ():
            if column not in known:
                place = known.index(_PLACES[_PLACES.index(column) - 1]) + 1
                known.insert(place, column)
                columns.insert(place, (column, self._wished[column], True))
        if len(columns) != self.count():
            return
        for place, (column, width, _shown) in enumerate(columns):
            self.moveSection(self.visualIndex(column), place)
            self._wish(column, width)
        hidden = {column for column, _width, shown in columns if not shown}
        self._hidden = hidden - {PAGE, VIA}
        self._show_columns()

    def columns_menu(self, parent: QWidget) -> QMenu:
        """Return a menu that shows and hides columns."""
        menu = QMenu(_("&Columns"), parent)
        for column in range(PAGE + 1, VIA):
            name = COLUMNS[column].heading()
            action = QAction(on_button(name), menu)
            action.setCheckable(True)
            action.setChecked(column not in self._hidden)
            action.toggled.connect(
                lambda shown, column=column: self.show_column(column, shown=shown)
            )
            menu.addAction(action)
        menu.addSeparator()
        menu.addAction(_("&Default columns"), self.use_standard)
        return menu

    def show_column(self, column: int, *, shown: bool) -> None:
        """Show or hide a column, where the list has something for it."""
        (self._hidden.discard if shown else self._hidden.add)(column)
        self._show_columns()

    def set_order(self, order: str, descending: bool) -> None:
        """Show what the rows are ordered by."""
        column = ORDERS.index(order) if order in ORDERS else -1
        down = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.setSortIndicator(column, down)

    def set_flat(self, is_flat: bool) -> None:
        """Show the columns of a flat list, or of a tree."""
        self._is_flat = is_flat
        self._show_columns()

    def show_origins(self, has_origins: bool) -> None:
        """Show or hide the column of origins: a list has them once they are checked."""
        if has_origins != self._has_origins:
            self._has_origins = has_origins
            self._show_columns()

    def _show_columns(self) -> None:
        for at, column in enumerate(COLUMNS if self.count() else ()):
            is_useful = column.is_for_flat in {None, self._is_flat}
            is_useful = is_useful and (self._has_origins or not column.needs_origins)
            self.setSectionHidden(at, at in self._hidden or not is_useful)
        self.fit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu of columns."""
        menu = self.columns_menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def on_section_resized(self, column: int, before: int, width: int) -> None:
        """Keep the width that the user gave a column; hidden ones have none."""
        if before and width and not self._fitting:
            self._wished[column] = width

    def _wish(self, column: int, width: int) -> None:
        self._wished[column] = width
        self._resize(column, width)

    def _resize(self, column: int, width: int) -> None:
        before, self._fitting = self._fitting, True  # a scroll bar that appears may fit them again
        self.resizeSection(column, width)
        self._fitting = before


def _read(kept: QByteArray) -> list[tuple[int, int, bool]]:
    """Read what was remembered of columns: each once, its width and whether it is shown."""
    try:
        entries: Any = json.loads(bytes(kept.data()))
        columns = [
            (ORDERS.index(entry["column"]), int(entry["width"]), bool(entry["shown"]))
            for entry in entries
        ]
    except (ValueError, TypeError, KeyError, RecursionError):
        return []
    if {*(column for column, _width, _shown in columns), *_LATER} != set(range(len(ORDERS))):
        return []
    return columns if all(0 < width < _WIDEST for _column, width, _shown in columns) else []
