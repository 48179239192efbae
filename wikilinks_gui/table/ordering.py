# SPDX-License-Identifier: MIT
"""The order of the rows of each group, kept up to date as rows arrive and change."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from wikilinks_gui.table.columns import Column, Nodes, Numbers, places, positions
from wikilinks_gui.table.rows import TOP, Rows
from wikilinks_gui.table.texts import Texts

Order = Literal["arrival", "title", "kinds", "namespace", "through", "section", "page_id", "via"]

_FLAT = -2
"""In place of a parent: all rows, whatever they came through."""

_NO_MOVES = Column(np.int32)


@dataclass(frozen=True, slots=True)
class Ordered:
    """All rows up to some time, group after group, each in order."""

    moves: int  # how many rows had moved by then
    flat: Nodes  # all of them, whatever they came through
    nodes: Nodes
    groups: Nodes  # the redirects that rows came through, ascending
    starts: Numbers  # where in ``nodes`` each begins; one more, the end

    def group(self, parent: int) -> Nodes:
        """Return the rows through a redirect; none if it was not known yet."""
        if parent == _FLAT:
            return self.flat
        at = int(np.searchsorted(self.groups, parent))
        if at == len(self.groups) or self.groups[at] != parent:
            return self.nodes[:0]
        return self.nodes[self.starts[at] : self.starts[at + 1]]


class RowOrder:
    """Sorts the rows of each group; equal ones stay in the order of arrival."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._order: Order = "arrival"
        self._descending = False
        self._ordered: Ordered | None = None  # None: by arrival
        self._known: dict[int, tuple[Nodes, int]] = {}  # of groups: as Ordered has it, but newer

    @property
    def is_by_arrival(self) -> bool:
        """Whether the rows stand as they arrived."""
        return self._ordered is None

    def sorting(self, order: Order, descending: bool) -> Callable[[], Ordered]:
        """Return what sorts all rows that have arrived, to be called in any thread."""
        rows = self._rows
        parents, moves = rows.parents, len(rows.moves.get(order, _NO_MOVES))
        keys = self._keys(order)
        if order == "kinds" and keys is not None:
            keys = keys.copy()  # they may change meanwhile

        def sort() -> Ordered:
            nodes = np.arange(len(parents), dtype=np.int32)
            nodes = _in_order(nodes, keys, rows.titles, descending)
            return _in_groups(nodes, parents, moves)

        return sort

    def set(self, order: Order, descending: bool, ordered: Ordered | None) -> None:
        """Choose an order; ``ordered`` is what :meth:`sorting` made, else it is made here."""
        self._order, self._descending = order, descending
        self._ordered = None if order == "arrival" else ordered or self.sorting(order, descending)()
        self._known.clear()

    def all(self) -> Nodes:
        """Return all rows in order, whatever they came through."""
        return self._in_order(_FLAT, np.arange(len(self._rows), dtype=np.int32))

    def children(self, parent: int) -> Nodes:
        """Return the rows through a redirect, or those at the top, in order."""
        return self._in_order(parent, self._rows.children(parent))

    def _in_order(self, parent: int, arrived: Nodes) -> Nodes:
        """Insert rows among those that are known to be in order, which arrived before them."""
        rows, descending = self._rows, self._descending
        if self._ordered is None:
            return arrived[::-1] if descending else arrived
        moves = rows.moves.get(self._order, _NO_MOVES)
        known, seen = self._known.get(parent) or (self._ordered.group(parent), self._ordered.moves)
        count = len(known)
        new = arrived[count:]
        if count and len(moves) > seen:
            moved = np.unique(moves.array[seen:])
            is_here = moved <= arrived[count - 1]
            if parent != _FLAT:
                is_here &= rows.parents[moved] == parent
            known = np.delete(known, positions(known, moved[is_here]))
            new = np.concatenate([moved[is_here], new])
        keys = self._keys(self._order) if len(new) else None
        if len(new) > len(known):
            known = _in_order(arrived, keys, rows.titles, descending)
        elif len(new):
            new = _in_order(new, keys, rows.titles, descending)
            known = _put_between(known, new, keys, rows.titles, descending)
        self._known[parent] = known, len(moves)
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
        else:
            keys = np.arange(len(rows) + 1, dtype=np.int32)
        return keys[:-1]


def _ranks(names: list[bytes]) -> list[int]:
    """Return numbers from 1 on that are in the order of some names."""
    ranks = {name: at for at, name in enumerate(sorted(set(names)), 1)}
    return [ranks[name] for name in names]


def _in_groups(nodes: Nodes, parents: Nodes, moves: int) -> Ordered:
    """Group rows that are in order by parent."""
    flat, theirs = nodes, parents.take(nodes)
    at_top = theirs == TOP  # most are, and need not be sorted
    by_parent = np.flatnonzero(~at_top)
    by_parent = by_parent[np.argsort(theirs[by_parent], kind="stable")]
    nodes = np.concatenate([nodes[at_top], nodes.take(by_parent)])
    theirs = parents.take(nodes)
    edges = np.flatnonzero(np.diff(theirs, prepend=np.int32(_FLAT)))
    return Ordered(moves, flat, nodes, theirs[edges], np.append(edges, len(nodes)))


def _in_order(nodes: Nodes, keys: Numbers | None, titles: Texts, descending: bool) -> Nodes:
    """Sort nodes by their keys, or else by their titles; equal ones stay as they are."""
    if keys is None:
        return titles.order(nodes, descending=descending)
    mine = keys[nodes].astype(np.int64)
    return nodes[np.argsort(-mine if descending else mine, kind="stable")]


def _put_between(
    known: Nodes, new: Nodes, keys: Numbers | None, titles: Texts, descending: bool
) -> Nodes:
    """Insert nodes that are in order, as :func:`_in_order` returns them, among others."""
    ascending = known[::-1] if descending else known
    if keys is not None:
        at = places(ascending, keys, keys[new], after=not descending, among=new)
    else:
        place = bisect_left if descending else bisect_right
        folded = titles.folded
        at = np.array([place(ascending, folded(node), key=folded) for node in new.tolist()])
    return np.insert(known, len(known) - at if descending else at, new)
