# SPDX-License-Identifier: MIT
"""Where a listing stands between two replies, and how it is kept as JSON to be resumed.

What is read back is either of the very types that were stored or damaged, never converted.
"""

import functools
from dataclasses import dataclass, field, fields, is_dataclass
from enum import Flag
from types import UnionType
from typing import Any, Literal, Self, TypeVar, get_args, get_origin, get_type_hints

from wikilinks_gui.errors import ContinuationError, ListDamagedError
from wikilinks_gui.listing.request import ListingRequest, State
from wikilinks_gui.mediawiki.continuation import Continuation
from wikilinks_gui.table.row import Row
from wikilinks_gui.translation import _

MOST_DEPTH = 100
"""Redirects in a chain; MediaWiki itself follows few, and editors fix longer chains."""

MOST_REDIRECTS = 100_000
"""Redirects to one page, through others or not."""

_ADDED_LATER = {"left", "seen", "is_redirect"}
"""Fields that early versions did not store; all others must be there."""

_types_of = functools.cache(get_type_hints)
"""The types of a named tuple's fields. (Measured: 50,000 rows are read in a third of the time.)"""

_Read = TypeVar("_Read")


@dataclass(slots=True, kw_only=True)
class Standing:
    """What every method of listing remembers; each adds fields of its own, of JSON's types."""

    title: str  # the page's own, once it is known
    continuation: Continuation | None = None
    seen: set[int] = field(default_factory=set)  # page ids of the page and its redirects

    def to_state(self) -> State:
        """Return what :meth:`from_state` takes, JSON-able."""
        state = {each.name: getattr(self, each.name) for each in fields(self)}
        state = {n: list(value) if isinstance(value, list) else value for n, value in state.items()}
        return state | {"continue": state.pop("continuation"), "seen": sorted(self.seen)}

    @classmethod
    def from_state(cls, state: State) -> Self:
        """Take up a listing where it stood. Raises ListDamagedError."""
        names = {"continue": "continuation"}
        return restore(cls, {names.get(name, name): value for name, value in state.items()})

    def remember(self, row: Row, request: ListingRequest) -> bool:
        """Take note of a redirect; return whether it is to be asked about.

        Each is asked about once: loops and edits meanwhile would have no end. Raises
        ContinuationError for more redirects, or a longer chain of them, than any wiki has.
        """
        if row.page_id in self.seen or not request.reaches(row.depth + 1):
            return False
        self.seen.add(row.page_id)
        if row.depth >= MOST_DEPTH or len(self.seen) > MOST_REDIRECTS:
            raise ContinuationError(
                _(
                    "The wiki sends redirects to redirects without end. The list cannot be "
                    "completed."
                )
            )
        return True


def restore(kind: type[_Read], value: object) -> _Read:
    """Read something stored, as :func:`_decode` does. Raises ListDamagedError for anything else."""
    try:
        read: _Read = _decode(kind, value)
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise ListDamagedError(
            _(
                "The stored list is damaged: it cannot be opened or resumed. Reload the page to"
                " fetch it again."
            )
        ) from error
    return read


def _decode(kind: Any, value: Any) -> Any:
    """Return a value of the type that it had before it was made JSON.

    Knows numbers, texts, flags and literals, and lists, sets, dictionaries, tuples and dataclasses
    of those, with all their fields. Raises TypeError, ValueError and the like for another value.
    """
    if type(value) is kind:
        return value
    container, parts = get_origin(kind), get_args(kind)
    if container is UnionType:  # with None
        return None if value is None else _decode(parts[0], value)
    if container is Literal:
        return parts[parts.index(value)]
    if container is dict:
        return {_decode(parts[0], name): _decode(parts[1], each) for name, each in value.items()}
    if container in (list, set) or parts[1:] == (...,):
        return container(_decode(parts[0], each) for each in _listed(value))
    if container is tuple:
        return tuple(_decode(*pair) for pair in zip(parts, _listed(value), strict=True))
    if issubclass(kind, tuple):
        types = list(_types_of(kind).values())
        return kind(*(_decode(types[at], each) for at, each in enumerate(_listed(value))))
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        if lacking := hints.keys() - value.keys() - _ADDED_LATER:
            raise KeyError(*lacking)
        return kind(**{name: _decode(hints[name], each) for name, each in value.items()})  # type: ignore[operator]
    if issubclass(kind, Flag):
        return kind(_decode(int, value))
    raise TypeError(f"{kind.__name__} expected")


def _listed(value: object) -> list[Any] | tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        raise TypeError("list expected")
    return value
