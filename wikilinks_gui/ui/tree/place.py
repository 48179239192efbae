# SPDX-License-Identifier: MIT
"""Where a view stands, kept while its rows are put in other places."""

from dataclasses import dataclass

from PySide6.QtWidgets import QTableView

from wikilinks_gui.ui.tree.model import LinkModel


@dataclass(frozen=True, slots=True)
class Place:
    """What is in view, in nodes."""

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
        in_view=[model.node(row) for row in rows],
        tops=[view.rowViewportPosition(row) for row in rows],
        value=view.verticalScrollBar().value(),
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


def is_in_view(view: QTableView, row: int) -> bool:
    """Return whether any part of a row can be seen."""
    top, height = view.rowViewportPosition(row), view.verticalHeader().defaultSectionSize()
    return -height < top < view.viewport().height()


def scroll_to_current(view: QTableView) -> None:
    """Scroll up or down, as little as is needed, until the current row is whole in view."""
    row = view.currentIndex().row()
    if row >= 0:
        bar, height = view.verticalScrollBar(), view.verticalHeader().defaultSectionSize()
        lowest = (row + 1) * height - view.viewport().height()
        bar.setValue(min(max(bar.value(), lowest), row * height))
