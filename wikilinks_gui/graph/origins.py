# SPDX-License-Identifier: MIT
"""The layout "Where the links come from": a disc for each redirect, direct links by namespace."""

from collections.abc import Callable

import numpy as np

from wikilinks_gui.graph.layout import PAGE, Discs, Lengths
from wikilinks_gui.graph.nesting import Arranged, arrange
from wikilinks_gui.graph.sunflower import TURN, radius, slots
from wikilinks_gui.links.columns import Column, Nodes, Numbers
from wikilinks_gui.links.rows import Kind
from wikilinks_gui.links.table import TOP, LinkTable

__all__ = ["Arranged", "Origins"]

_REDIRECT = int(Kind.REDIRECT)

_MORE = 1.5
"""Discs that grow get room for so many times the nodes they have, and for a few more."""

_FEW = 2

_NONE = -1


class Origins:
    """Where the rows of a table are drawn by what they came through.

    A redirect to the page stands in the middle of its own disc, and what came through it is around
    it in the order of arrival; direct links are in a disc a namespace. The place of a node in its
    disc never changes; discs are packed around the page by :meth:`arranging` and :meth:`arrange`,
    which may be done again when all has come: what does not grow then needs no room for it.

    A group draws at most ``step`` rows before :meth:`open_more`, and all together ``most``;
    redirects are always drawn, and what is opened comes on top.
    """

    def __init__(self, table: LinkTable, most: int = 100_000, step: int = 20_000) -> None:
        self._table = table
        self._most, self._step = most, step
        # Of rows.
        self._is_group = Column(np.bool_)
        self._is_drawn = Column(np.bool_)
        self._homes = Column(np.int32)  # the disc each belongs to
        # Of drawn ones.
        self._nodes = Column(np.int32)
        self._discs = Column(np.int32)
        self._slots = Column(np.int32)
        self._x = Column(np.float32)
        self._y = Column(np.float32)
        # Of discs.
        self._of_redirects: dict[int, int] = {}  # node -> disc
        self._of_namespaces: dict[int, int] = {}
        self._disc_nodes = Column(np.int32)
        self._disc_namespaces = Column(np.int32)
        self._parents = Column(np.int32)
        self._disc_x = Column(np.float64)
        self._disc_y = Column(np.float64)
        self._outer = Column(np.float64)
        self._outer_x = Column(np.float64)
        self._outer_y = Column(np.float64)
        self._sizes = Column(np.int64)  # nodes that belong to each
        self._used = Column(np.int64)  # slots that are taken
        self._limits = Column(np.int64)  # nodes that each may draw
        self._rooms = Column(np.int64)  # nodes that each has room for; 0: it has no place yet
        self._sizes_before: Numbers = np.zeros(0, np.int64)  # when they were arranged last
        self._known_discs: Discs | None = None

    # --- what is drawn ------------------------------------------------------------------------

    @property
    def nodes(self) -> Nodes:
        """Rows that are drawn, in the order they are."""
        return self._nodes.array

    @property
    def x(self) -> Lengths:
        """Where each of ``nodes`` is."""
        return self._x.array

    @property
    def y(self) -> Lengths:
        """Where each of ``nodes`` is."""
        return self._y.array

    @property
    def edges(self) -> Numbers:
        """None: what a node hangs on is its disc."""
        return np.zeros((2, 0), np.int32)

    @property
    def shown(self) -> int:
        """How many rows are drawn."""
        return len(self._nodes)

    @property
    def total(self) -> int:
        """How many rows there are."""
        return len(self._homes)

    @property
    def discs(self) -> Discs:
        """The groups, in the order in which they came."""
        if self._known_discs is None:
            radii = self._radii()
            is_redirect = self._disc_nodes.array != PAGE
            drawn = np.bincount(self._discs.array, minlength=len(radii))
            has_inside = self._outer.array > 0
            x, y = self._disc_x.array, self._disc_y.array
            self._known_discs = Discs(
                nodes=self._disc_nodes.array.copy(),
                namespaces=self._disc_namespaces.array.copy(),
                x=x.astype(np.float32),
                y=y.astype(np.float32),
                radius=radii.astype(np.float32),
                outer=np.maximum(self._outer.array, radii).astype(np.float32),
                outer_x=np.where(has_inside, self._outer_x.array, x).astype(np.float32),
                outer_y=np.where(has_inside, self._outer_y.array, y).astype(np.float32),
                counts=self._sizes.array - is_redirect,
                left=self._sizes.array - drawn,
                parents=self._parents.array.copy(),
            )
        return self._known_discs

    # --- rows ---------------------------------------------------------------------------------

    def add(self) -> bool:
        """Take in what the table got; tell whether discs need other places (arranging())."""
        start, end = len(self._homes), len(self._table)
        is_group = (self._table.kinds & _REDIRECT) > 0
        late = np.flatnonzero(is_group[:start] & ~self._is_group.array).astype(np.int32)
        if end == start and not len(late):
            return self._is_due()
        self._known_discs = None
        if len(late):
            self._take_out(late)
        self._is_group.extend(is_group[start:])
        self._is_group.array[late] = True
        self._is_drawn.extend(np.zeros(end - start, np.bool_))
        self._homes.extend(np.zeros(end - start, np.int32))
        groups = start + np.flatnonzero(is_group[start:])
        self._open_discs(np.concatenate([late, groups]).astype(np.int32))
        rows = (start + np.flatnonzero(~is_group[start:])).astype(np.int32)
        self._homes.array[rows] = self._find_homes(rows)
        self._sizes.array[:] += np.bincount(self._homes.array[rows], minlength=len(self._sizes))
        self._draw(rows, self._most)
        return self._is_due()

    def open_more(self, disc: int) -> None:
        """Draw more of a disc's rows that are left out; arranging() is due after it."""
        self._limits.array[disc] = self._used.array[disc] + self._step
        is_left = (self._homes.array == disc) & ~self._is_drawn.array
        self._known_discs = None
        self._draw(np.flatnonzero(is_left).astype(np.int32)[: self._step], len(self._homes))

    def _take_out(self, rows: Nodes) -> None:
        """Take rows out of their discs; the slots of those that were drawn stay empty."""
        np.subtract.at(self._sizes.array, self._homes.array[rows], 1)
        keep = ~np.isin(self._nodes.array, rows)
        for name in ("_nodes", "_discs", "_slots", "_x", "_y"):
            column: Column = getattr(self, name)
            kept = Column(column.array.dtype)
            kept.extend(column.array[keep])
            setattr(self, name, kept)

    def _open_discs(self, redirects: Nodes) -> None:
        """Make discs for redirects, and draw those in their middles. Parents come before others."""
        first = len(self._sizes)
        for number, (node, parent) in enumerate(
            zip(redirects.tolist(), self._table.parents[redirects].tolist(), strict=True), first
        ):
            self._of_redirects[node] = number
            inside = _NONE if parent == TOP else self._of_redirects[parent]
            self._append_disc(node, 0, inside)
        new = np.arange(first, len(self._sizes), dtype=np.int32)
        self._homes.array[redirects] = new
        self._sizes.array[new] = 1
        self._draw(redirects, len(self._homes))

    def _append_disc(self, node: int, namespace: int, parent: int) -> None:
        self._disc_nodes.extend([node])
        self._disc_namespaces.extend([namespace])
        self._parents.extend([parent])
        self._limits.extend([self._step + (node != PAGE)])
        for column in (self._sizes, self._used, self._rooms):
            column.extend([0])
        for column in (self._outer, self._outer_x, self._outer_y):
            column.extend(np.zeros(1))
        # Until it is arranged: further out than all others.
        away = float(
            np.max(np.hypot(self._disc_x.array, self._disc_y.array) + self._radii()[:-1], initial=0)
        )
        angle = len(self._sizes) * TURN
        self._disc_x.extend(np.array([(away + 3) * np.cos(angle)]))
        self._disc_y.extend(np.array([(away + 3) * np.sin(angle)]))

    def _find_homes(self, rows: Nodes) -> Nodes:
        """Give the disc of each row that is none of the redirects to the page."""
        parents = self._table.parents[rows]
        namespaces = self._table.namespaces[rows]
        direct = parents == TOP
        for namespace in np.unique(namespaces[direct]).tolist():
            if namespace not in self._of_namespaces:
                self._of_namespaces[namespace] = len(self._sizes)
                self._append_disc(PAGE, namespace, _NONE)
        of_parents, of_namespaces = self._of_redirects, self._of_namespaces
        return np.array(
            [
                of_namespaces[namespace] if parent == TOP else of_parents[parent]
                for parent, namespace in zip(parents.tolist(), namespaces.tolist(), strict=True)
            ],
            np.int32,
        )

    def _draw(self, rows: Nodes, most: int) -> None:
        """Draw rows that are in discs, as far as these may and there are not more than ``most``."""
        discs = self._homes.array[rows]
        order = np.argsort(discs, kind="stable")
        _, first, counts = np.unique(discs[order], return_index=True, return_counts=True)
        numbers = np.zeros(len(rows), np.int64)
        numbers[order] = np.arange(len(rows)) - np.repeat(first, counts)
        numbers += self._used.array[discs]
        fits = np.flatnonzero(numbers < self._limits.array[discs])
        fits = fits[: max(most - len(self._nodes), 0)]
        rows, discs, numbers = rows[fits], discs[fits], numbers[fits]
        self._is_drawn.array[rows] = True
        self._used.array[:] += np.bincount(discs, minlength=len(self._used))
        self._nodes.extend(rows)
        self._discs.extend(discs)
        self._slots.extend(numbers)
        x, y = slots(numbers)
        self._x.extend(self._disc_x.array[discs] + x)
        self._y.extend(self._disc_y.array[discs] + y)

    # --- discs --------------------------------------------------------------------------------

    def _radii(self) -> Numbers:
        return radius(np.maximum(self._sizes.array, self._used.array))

    def _is_due(self) -> bool:
        return bool(np.any(self._sizes.array > self._rooms.array))

    def arranging(self) -> Callable[[], Arranged]:
        """Give what packs the discs as they are now, to be called in any thread."""
        sizes = np.maximum(self._sizes.array, self._used.array)
        before = np.zeros(len(sizes), np.int64)
        before[: len(self._sizes_before)] = self._sizes_before
        self._sizes_before = sizes
        more = (sizes * _MORE).astype(np.int64) + _FEW
        rooms = np.where(sizes > before, more, sizes)
        parents = self._parents.array
        x, y = self._disc_x.array.copy(), self._disc_y.array.copy()
        known = self._rooms.array > 0
        return lambda: arrange(radius(rooms), parents, x, y, known, rooms)

    def arrange(self, arranged: Arranged) -> None:
        """Put discs, and all nodes in them, where arranging() had it."""
        count = len(arranged.x)
        for column, values in (
            (self._disc_x, arranged.x),
            (self._disc_y, arranged.y),
            (self._outer, np.where(self._inside(count), arranged.outer, 0)),
            (self._outer_x, arranged.outer_x),
            (self._outer_y, arranged.outer_y),
            (self._rooms, arranged.rooms),
        ):
            column.array[:count] = values
        self._known_discs = None
        x, y = slots(self._slots.array)
        self._x, self._y = Column(np.float32), Column(np.float32)
        self._x.extend(self._disc_x.array[self._discs.array] + x)
        self._y.extend(self._disc_y.array[self._discs.array] + y)

    def _inside(self, count: int) -> Numbers:
        """Tell which of the first discs have others inside."""
        has = np.zeros(count, np.bool_)
        parents = self._parents.array[:count]
        has[parents[parents >= 0]] = True
        return has
