# SPDX-License-Identifier: MIT
"""Where a view stands, kept while its rows are put in other places."""

from dataclasses import dataclass

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QTableView

from wikilinks_gui.links.columns import Numbers
from wikilinks_gui.links.table import TOP
from wikilinks_gui.ui.tree.model import LinkModel
from wikilinks_gui.ui.tree.selection import select, selected


@dataclass(frozen=True, slots=True)
class Place:
    """What is selected, current and in view, in nodes."""

    selected: Numbers
    current: int
    column: int
    in_view: list[int]  # those first that should stay where they are
    tops: list[int]  # where they are, in pixels from the top of the viewport
    value: int  # of the scroll bar


def place_of(view: QTableView, model: LinkModel) -> Place:
    """Tell where a view stands."""
    top = view.rowAt(0)
    bottom = view.rowAt(view.viewport().height() - 1)
    last = bottom if bottom >= 0 else model.rowCount() - 1
    rows = list(range(top, last + 1)) if top >= 0 else []
    current = view.currentIndex()
    if current.row() in rows and view.selectionModel().isSelected(current):
        rows.insert(0, current.row())
    elif view.verticalScrollBar().value() == 0:
        rows = []  # who is at the top stays there
    return Place(
        selected=selected(model, view.selectionModel()),
        current=model.node(current.row()) if current.isValid() else -1,
        column=max(current.column(), 0),
        in_view=[model.node(row) for row in rows],
        tops=[view.rowViewportPosition(row) for row in rows],
        value=view.verticalScrollBar().value(),
    )


def select_again(view: QTableView, model: LinkModel, place: Place) -> None:
    """Select and make current what was, or what it was shown below, as far as it is shown."""
    select(model, view.selectionModel(), model.rows_of(place.selected))
    current = place.current
    row = model.row_of(current) if current >= 0 else -1
    while row < 0 <= current:
        current = model.table.parent(current)
        row = model.row_of(current) if current != TOP else -1
    if row >= 0:
        view.selectionModel().setCurrentIndex(
            model.index(row, place.column), QItemSelectionModel.SelectionFlag.NoUpdate
        )


def scroll_again(view: QTableView, model: LinkModel, place: Place) -> None:
    """Scroll so that what was in view stays where it was, unless all was put in another order."""
    value = place.value
    if not model.is_sorting:
        for node, top in zip(place.in_view, place.tops, strict=True):
            row = model.row_of(node)
            if row >= 0:
                value = row * view.verticalHeader().defaultSectionSize() - top
                break
    view.verticalScrollBar().setValue(value)
