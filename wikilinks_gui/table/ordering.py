# SPDX-License-Identifier: MIT
"""The order of the rows of each group, kept up to date as rows arrive and change."""

from bisect import bisect_left
from collections.abc import Callable
from typing import Literal, NamedTuple

import numpy as np

from wikilinks_gui.table.columns import Nodes, Numbers
from wikilinks_gui.table.rows import TOP, Rows
from wikilinks_gui.table.texts import Texts

Order = Literal[
    "arrival", "title", "kinds", "namespace", "origin", "through", "section", "page_id", "via"
]

_FLAT = -2
"""In place of a parent: all rows, whatever they came through."""

_NONE: Nodes = np.zeros(0, np.int32)


_FEW = 500
"""So many are put one by one among others in order, and 2 % of these: more are sorted with them."""


class Ordered(NamedTuple):
    """The rows of a group up to some time in order."""

    nodes: Nodes
    moves: int  # how often rows had moved by then


class RowOrder:
    """Sorts the rows of each group; equal ones stay in the order of arrival."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._order: Order = "arrival"
        self._descending = False
        self._ordered: dict[int, Ordered] | None = None  # by parent; None: by arrival

    @property
    def is_by_arrival(self) -> bool:
        """Whether the rows stand as they arrived."""
        return self._ordered is None

    def sorting(self, order: Order, descending: bool = False) -> Callable[[], dict[int, Ordered]]:
        """Return what sorts all rows that have arrived, to be called in any thread."""
        rows = self._rows
        parents, moves, keys = rows.parents, len(rows.moves[order]), self._keys(order)
        if order == "kinds" and keys is not None:
            keys = keys.copy()  # they may change meanwhile

        def sort() -> dict[int, Ordered]:
            nodes = np.arange(len(parents), dtype=np.int32)
            nodes = _in_order(nodes, keys, rows.titles, descending)
            groups = _in_groups(nodes, parents) | {_FLAT: nodes}
            return {parent: Ordered(theirs, moves) for parent, theirs in groups.items()}

        return sort

    def set(
        self,
        order: Order,
        *,
        descending: bool = False,
        ordered: dict[int, Ordered] | None = None,
    ) -> None:
        """Choose an order; ``ordered`` is what :meth:`sorting` made, else it is made here."""
        self._order, self._descending = order, descending
        self._ordered = None if order == "arrival" else ordered or self.sorting(order, descending)()

    def all(self) -> Nodes:
        """Return all rows in order, whatever they came through."""
        return self._in_order(_FLAT, np.arange(len(self._rows), dtype=np.int32))

    def children(self, parent: int) -> Nodes:
        """Return the rows through a redirect, or those at the top, in order."""
        return self._in_order(parent, self._rows.children(parent))

    def _in_order(self, parent: int, arrived: Nodes) -> Nodes:
        """Insert rows among those that are known to be in order, which arrived before them."""
        titles, descending = self._rows.titles, self._descending
        if self._ordered is None:
            return arrived[::-1] if descending else arrived
        moves = self._rows.moves[self._order]
        known, seen = self._ordered.get(parent, Ordered(_NONE, 0))
        new = arrived[len(known) :]
        if len(known) and seen < len(moves):
            is_moved = np.zeros(len(self._rows), np.bool_)
            is_moved[np.concatenate(moves[seen:])] = True
            are_moved = is_moved.take(known)
            new = np.concatenate([known[are_moved], new])
            known = known[~are_moved]
        keys = self._keys(self._order) if len(new) else None
        if len(new) > _FEW + len(known) // 50:
            known = _in_order(arrived, keys, titles, descending)
        elif len(new):
            new = _in_order(np.sort(new), keys, titles, descending)
            key = titles.folded if keys is None else keys.item
            ascending, sign = (known[::-1], -1) if descending else (known, 1)  # older ones first

            def place(node: int) -> tuple[bytes | int, int]:
                return key(node), sign * node

            at = np.array([bisect_left(ascending, place(n), key=place) for n in new.tolist()])
            known = np.insert(known, len(known) - at if descending else at, new)
        self._ordered[parent] = Ordered(known, len(moves))
        return known

    def _keys(self, order: Order) -> Numbers | None:
        """Return numbers of all rows that are in order as the rows should be; None: by title."""
        rows = self._rows
        if order == "title":
            return None
        if order == "kinds":
            return rows.kinds
        if order == "namespace":
            return rows.namespaces
        if order == "page_id":
            return rows.page_ids
        if order == "origin":
            return rows.origin_ranks()
        keys = np.zeros(len(rows) + 1, np.int32)  # the last is that of TOP
        if order == "through":
            parents = rows.parents_of_any()
            keys[parents] = [rows.through(node) for node in parents.tolist()]
        elif order == "section":
            names = [name.casefold().encode() for name in rows.sections.values()]
            keys[list(rows.sections)] = _ranks(names)
        elif order == "via":
            groups = list(rows.groups.values())
            keys[groups] = _ranks([rows.titles.folded(node) for node in groups])
            return keys.take(rows.parents)
        return keys[:-1]


def _ranks(names: list[bytes]) -> list[int]:
    """Return numbers from 1 on that are in the order of some names."""
    ranks = {name: at for at, name in enumerate(sorted(set(names)), 1)}
    return [ranks[name] for name in names]


def _in_groups(nodes: Nodes, parents: Nodes) -> dict[int, Nodes]:
    """Group rows that are in order by parent."""
    theirs = parents.take(nodes)
    at_top = theirs == TOP  # most are, and need not be sorted
    below = np.flatnonzero(~at_top)
    below = below[np.argsort(theirs[below], kind="stable")]
    groups, starts = np.unique(theirs[below], return_index=True)
    pieces = np.split(nodes[below], starts[1:])
    return {TOP: nodes[at_top], **dict(zip(groups.tolist(), pieces, strict=False))}


def _in_order(nodes: Nodes, keys: Numbers | None, titles: Texts, descending: bool) -> Nodes:
    """Sort nodes by their keys, or else by their titles; equal ones stay as they are."""
    if keys is None:
        return titles.order(nodes, descending=descending)
    # Signed, for the opposites; those of 16 bits are sorted in a fifth of the time.
    mine: Numbers = keys[nodes].astype(np.int16 if np.can_cast(keys.dtype, np.int16) else np.int64)
    return nodes[np.argsort(-mine if descending else mine, kind="stable")]
