# SPDX-License-Identifier: MIT
"""How a list is looked at: taken from a tab, restored in it, and stored as JSON."""

import re
from dataclasses import asdict, dataclass
from enum import IntFlag
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin, get_type_hints

if TYPE_CHECKING:  # they bring numpy, which the window's first picture goes without
    from wikilinks_gui.table.filter import Filter
    from wikilinks_gui.table.ordering import Order
    from wikilinks_gui.ui.tab.tab import Tab

MOST_OPENED = 1000
"""Open redirects of a list that are stored."""


@dataclass(frozen=True, slots=True)
class ViewState:
    """Filter, order, open redirects and place in a list, and the layout of its graph.

    Rows are named by ``via`` and page id.
    """

    filter: "Filter"
    order: "Order"
    descending: bool
    opened: frozenset[tuple[int, int]]
    current: tuple[int, int] | None
    scrolled: int  # pixels
    closed: frozenset[tuple[int, int]] = frozenset()  # that the filter would have opened
    by_template: bool | None = None  # the graph; None where it was not seen


def view_state(tab: "Tab") -> ViewState | None:
    """Return how the list of a tab is looked at; None where there is no list."""
    model = tab.model
    if model is None:
        return None
    table, node = model.table, tab.tree.current_node()
    row = table.row(node) if node >= 0 else None
    return ViewState(
        filter=tab.filter_bar.filter(),
        order=model.order,
        descending=model.descending,
        opened=frozenset((row.via, row.page_id) for row in table.rows(table.opened())),
        current=(row.via, row.page_id) if row else None,
        scrolled=tab.tree.verticalScrollBar().value(),
        closed=frozenset((row.via, row.page_id) for row in table.rows(table.closed())),
        by_template=tab.by_template,
    )


async def restore_view_state(tab: "Tab", view: ViewState) -> None:
    """Restore the view of a tab's list; a selection that was made meanwhile stays."""
    model = tab.model
    if model is None:
        return
    model.set_open(model.table.nodes_of(view.opened), True)
    await tab.filter_by(view.filter)
    if model is tab.model and view.closed:
        model.set_open(model.table.nodes_of(view.closed), False)
    if model is tab.model and view.order != "arrival":
        await model.sort_by(view.order, view.descending)
    if model is tab.model and not tab.tree.selectionModel().hasSelection():
        if view.current:
            tab.tree.select_nodes(model.table.nodes_of([view.current]))
        tab.tree.verticalScrollBar().setValue(view.scrolled)


def view_to_json(view: ViewState) -> dict[str, Any]:
    """Return a view state as JSON holds it."""
    entry = asdict(view)
    for name in ("opened", "closed"):
        entry[name] = sorted(entry[name])[:MOST_OPENED]
    for name, value in entry["filter"].items():
        if isinstance(value, frozenset):
            entry["filter"][name] = sorted(value)
    return entry


def view_from_json(entry: object) -> ViewState | None:
    """Read what :func:`view_to_json` returned; None where there is none, or it is damaged."""
    from wikilinks_gui.table.filter import Filter  # brings numpy: the first picture goes without
    from wikilinks_gui.table.ordering import Order

    if not isinstance(entry, dict):
        return None
    try:
        stored, hints = entry["filter"], get_type_hints(Filter)
        if entry["order"] not in get_args(Order):
            return None
        wanted = {
            name: _checked(stored.get(name, each.default), each.default, hints[name])
            for name, each in Filter.__dataclass_fields__.items()
        }
        return ViewState(
            filter=Filter(**wanted),
            order=entry["order"],
            descending=bool(entry["descending"]),
            opened=frozenset(map(_row, entry["opened"])),
            current=entry["current"] and _row(entry["current"]),
            scrolled=_number(entry["scrolled"], 31),
            # Earlier versions lack these.
            closed=frozenset(map(_row, entry.get("closed", ()))),
            by_template=_yes_or_no(entry.get("by_template")),
        )
    except (AttributeError, KeyError, ValueError, TypeError, OverflowError, re.error):
        return None


def _checked(value: Any, default: object, hint: object) -> Any:
    """Return the value of a filter's field; raises ValueError or TypeError for anything else."""
    if isinstance(default, IntFlag):
        return type(default)(value)
    if default is None and value is not None:
        kind = str if hint == frozenset[str] | None else int
        return frozenset(map(kind, value))
    is_one = value in get_args(hint) if get_origin(hint) is Literal else True
    if type(value) is not type(default) or not is_one:
        raise ValueError("not what such a filter has")
    return value


def _row(key: Any) -> tuple[int, int]:
    via, page_id = key
    return _number(via, 63), _number(page_id, 63)


def _number(value: Any, bits: int) -> int:
    """Read a whole number; raises OverflowError for one that does not fit."""
    number = int(value)
    if number.bit_length() > bits:
        raise OverflowError
    return number


def _yes_or_no(value: object) -> bool | None:
    """Read what is known to be so or not; None for anything else."""
    return value if isinstance(value, bool) else None
