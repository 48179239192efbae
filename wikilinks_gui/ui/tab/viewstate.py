# SPDX-License-Identifier: MIT
"""How a list was looked at, as JSON."""

import re
from dataclasses import fields
from enum import IntFlag
from typing import Any, Literal, get_args, get_origin, get_type_hints

from wikilinks_gui.ui.tab.visit import Look

MOST_OPENED = 1000
"""Open redirects of a list that are remembered."""


def look_entry(look: Look) -> dict[str, Any]:
    """Return a look as JSON holds it."""
    values = {each.name: getattr(look.filter, each.name) for each in fields(look.filter)}
    return {
        "filter": {
            name: sorted(value) if isinstance(value, frozenset) else value
            for name, value in values.items()
        },
        "order": look.order,
        "descending": look.descending,
        "opened": sorted(look.opened)[:MOST_OPENED],
        "current": look.current,
        "scrolled": look.scrolled,
        "closed": sorted(look.closed)[:MOST_OPENED],
    }


def look_of(entry: object) -> Look | None:
    """Read what :func:`look_entry` made; None where there is none, or it is damaged."""
    from wikilinks_gui.table.filter import Filter  # brings numpy: the first picture goes without
    from wikilinks_gui.table.ordering import Order

    if not isinstance(entry, dict):
        return None
    try:
        stored, hints = entry["filter"], get_type_hints(Filter)
        if entry["order"] not in get_args(Order):
            return None
        return Look(
            filter=Filter(
                **{
                    each.name: _checked(
                        stored.get(each.name, each.default), each.default, hints[each.name]
                    )
                    for each in fields(Filter)
                }
            ),
            order=entry["order"],
            descending=bool(entry["descending"]),
            opened=frozenset(map(_row, entry["opened"])),
            current=entry["current"] and _row(entry["current"]),
            scrolled=_number(entry["scrolled"], 31),
            closed=frozenset(map(_row, entry.get("closed", ()))),  # once it was not kept
        )
    except (AttributeError, KeyError, ValueError, TypeError, OverflowError, re.error):
        return None


def _checked(value: Any, default: object, hint: object) -> Any:
    """Return the value of a filter's field; raises ValueError or TypeError for what is none."""
    if isinstance(default, IntFlag):
        return type(default)(value)
    if default is None and value is not None:
        return frozenset(map(int, value))
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
