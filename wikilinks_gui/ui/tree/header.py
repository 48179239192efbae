# SPDX-License-Identifier: MIT
"""The tree's header: which columns are shown, in which order, and how wide."""

import json
from typing import Any

from PySide6.QtCore import QByteArray, QPoint, QSignalBlocker, Qt
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtWidgets import QAbstractScrollArea, QHeaderView, QMenu, QWidget

from wikilinks_gui.translation import _
from wikilinks_gui.ui.text import on_button
from wikilinks_gui.ui.tree.model import ORDERS, PAGE, PAGE_ID

_CHARACTERS = (24, 20, 14, 9, 16, 11)
"""The width of each column at first, in digits of the font; the title's grows with the window."""

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
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self.on_menu_requested)
        self.sectionResized.connect(self.on_section_resized)
        self._title_width = 0  # what the title's column has at least
        self._fitting = False

    def use_standard(self) -> None:
        """Show the columns as they are at first."""
        metrics = self.fontMetrics()
        for column, characters in enumerate(_CHARACTERS[: self.count()]):
            self.setSectionHidden(column, column == PAGE_ID)
            self.moveSection(self.visualIndex(column), column)
            name = str(self.model().headerData(column, Qt.Orientation.Horizontal))
            width = characters * metrics.horizontalAdvance("0")
            self._resize(column, max(width, header_width(metrics, name)))
        self._title_width = self.sectionSize(PAGE)
        self.fit()

    def fit(self) -> None:
        """Give the title's column what room the others leave."""
        if not self.count():
            return
        left = self._view.viewport().width() - (self.length() - self.sectionSize(PAGE))
        self._resize(PAGE, max(self._title_width, left))

    def shown(self) -> list[int]:
        """Give the columns that are shown, as they stand."""
        columns = map(self.logicalIndex, range(self.count()))
        return [column for column in columns if not self.isSectionHidden(column)]

    def spans(self) -> list[tuple[int, int, int]]:
        """Give the columns that are in view, each with where it begins there and its width."""
        found = []
        for column in self.shown():
            left, width = self.sectionViewportPosition(column), self.sectionSize(column)
            if left < self._view.viewport().width() and left + width > 0:
                found.append((column, left, width))
        return found

    def save(self) -> QByteArray:
        """Give what :meth:`restore` takes."""
        kept = [
            {
                "column": ORDERS[column],
                "width": self._title_width if column == PAGE else self._width(column),
                "shown": not self.isSectionHidden(column),
            }
            for column in map(self.logicalIndex, range(self.count()))
        ]
        return QByteArray(json.dumps(kept).encode())

    def restore(self, kept: QByteArray) -> None:
        """Show the columns as they were; what is damaged is ignored."""
        columns = _read(kept)
        if len(columns) != self.count():
            return
        for place, (column, width, shown) in enumerate(columns):
            self.moveSection(self.visualIndex(column), place)
            self._resize(column, width)
            self.setSectionHidden(column, not shown and column != PAGE)
            if column == PAGE:
                self._title_width = width
        self.fit()

    def columns_menu(self, parent: QWidget) -> QMenu:
        """Make the menu that shows and hides columns."""
        menu = QMenu(_("&Columns"), parent)
        for column in range(PAGE + 1, self.count()):
            name = str(self.model().headerData(column, Qt.Orientation.Horizontal))
            action = QAction(on_button(name), menu)
            action.setCheckable(True)
            action.setChecked(not self.isSectionHidden(column))
            action.toggled.connect(
                lambda shown, column=column: self.show_column(column, shown=shown)
            )
            menu.addAction(action)
        menu.addSeparator()
        menu.addAction(_("&Standard columns"), self.use_standard)
        return menu

    def show_column(self, column: int, *, shown: bool) -> None:
        """Show or hide a column."""
        self.setSectionHidden(column, not shown)
        self.fit()

    def on_menu_requested(self, place: QPoint) -> None:
        """Open the menu of columns."""
        menu = self.columns_menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.mapToGlobal(place))

    def on_section_resized(self, column: int, before: int, width: int) -> None:
        """Keep the width that a person gave the title's column."""
        if column == PAGE and width and not self._fitting:
            self._title_width = width

    def _resize(self, column: int, width: int) -> None:
        self._fitting = True
        self.resizeSection(column, width)
        self._fitting = False

    def _width(self, column: int) -> int:
        """The width of a column, which a hidden one keeps though Qt calls it 0."""
        if not self.isSectionHidden(column):
            return self.sectionSize(column)
        with QSignalBlocker(self):
            self.setSectionHidden(column, False)
            width = self.sectionSize(column)
            self.setSectionHidden(column, True)
        return width


def header_width(metrics: QFontMetrics, text: str) -> int:
    """Say how wide a column must be for its name and the sign of its order."""
    return metrics.horizontalAdvance(text) + round(metrics.height() * 1.6)


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
    if {column for column, _width, _shown in columns} != set(range(len(ORDERS))):
        return []
    return columns if all(0 < width < _WIDEST for _column, width, _shown in columns) else []
