# SPDX-License-Identifier: MIT
"""What of a listing is shown: a tree of redirects, filtered and in order.

It is a flat array of nodes, as they stand on the screen from top to bottom: that costs the same at
any size, where a tree of objects does not (measured: 2.9 s to append to 1,000,000 rows of a
``QTreeView``).
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from wikilinks_gui.table.columns import Column, Mask, Nodes, Numbers
from wikilinks_gui.table.filter import Filter
from wikilinks_gui.table.filterstate import FilterState
from wikilinks_gui.table.ordering import RowOrder
from wikilinks_gui.table.row import Row
from wikilinks_gui.table.rows import TOP, Rows
from wikilinks_gui.table.tally import Counts


@dataclass(frozen=True, slots=True)
class Change:
    """How ``visible`` is to change: ``more`` nodes are inserted at ``at``, or removed (negative).

    ``at`` is -1 where it changes in another way.
    """

    visible: Nodes
    at: int
    more: int = 0


class Found(NamedTuple):
    """Rows that were searched for, in the order shown, and where the current row is among them."""

    nodes: Nodes
    hidden: int  # how many more are hidden by the filter
    before: int  # how many of ``nodes`` stand before the current row
    is_at: bool  # the current row is one of them


class LinkTable(Rows):
    """The rows of a listing, and what of them is shown.

    After rows are added, or filter, order or open redirects change, :meth:`change` returns how
    ``visible`` has to follow, which a Qt model announces before it sets it. Other threads may also
    call what ``order.sorting`` and :meth:`filtering` return.
    """

    def __init__(self) -> None:
        super().__init__()
        self.visible: Nodes = np.zeros(0, np.int32)
        self._open = Column(np.bool_)
        self._touched = Column(np.bool_)  # opened or closed by the user while there is a filter
        self._checked = Column(np.bool_)  # pages, by number
        self._expected = np.zeros(0, np.int64)  # ids of checked pages that have not arrived yet
        self.order = RowOrder(self)
        self._state: FilterState | None = None  # None: no filter

    def add(self, new: Sequence[Row], again: Sequence[Row] = ()) -> list[int]:
        """Add rows as :meth:`Rows.add` does."""
        known = super().add(new, again)
        closed = np.zeros(len(self) - len(self._open), np.bool_)
        self._open.extend(closed)
        self._touched.extend(closed)
        new_pages = self._pages.ids(slice(len(self._checked), None))
        self._checked.extend(np.isin(new_pages, self._expected))
        return known

    def _update_facets(self, nodes: Nodes, before: Numbers) -> None:
        super()._update_facets(nodes, before)
        self._look_again()

    def set_origins(
        self,
        origins: Iterable[tuple[int, int]],
        values: Sequence[tuple[int, tuple[str, ...]]],
        in_doubt: Sequence[bool] = (),
    ) -> Nodes:
        """Record origins as :meth:`Rows.set_origins` does."""
        nodes = super().set_origins(origins, values, in_doubt)
        if self._state is not None and self._state.filter.asks_for_origins:
            self._state.look_at(nodes)
        return nodes

    def _look_again(self) -> None:
        if self._state is not None:
            self._state.look_again()

    @property
    def _filtered(self) -> FilterState | None:
        """What the filter makes of all rows; None: there is none."""
        if self._state is not None:
            self._state.look()
        return self._state

    # --- open redirects -----------------------------------------------------------------------

    def set_open(self, nodes: Iterable[int], is_open: bool) -> None:
        """Open or close redirects for the user, also beyond the present filter."""
        which = list(nodes)
        self._open.array[which] = is_open
        self._touched.array[which] = self._state is not None

    def is_open(self, node: int) -> bool:
        """Return whether the rows through a redirect are shown.

        The user has opened it; or something in it passes the filter and the user has not closed it.
        """
        state = self._filtered
        opens_itself = state is not None and state.holding[node] and not self._touched.array[node]
        return bool(self._open.array[node] or opens_itself)

    def opened(self) -> Nodes:
        """Return the redirects that the user has opened."""
        return np.flatnonzero(self._open.array).astype(np.int32)

    def closed(self) -> Nodes:
        """Return the redirects that the user has closed while there is a filter."""
        return np.flatnonzero(self._touched.array & ~self._open.array).astype(np.int32)

    def groups_below(self, node: int) -> list[int]:
        """Return the redirects below one that are shown once those above them are open."""
        groups = [group for group in self.groups.values() if node in self.ancestors(group)]
        if (state := self._filtered) is not None:
            groups = [group for group in groups if state.passed[group] or state.holding[group]]
        return sorted(groups)

    # --- check marks --------------------------------------------------------------------------

    @property
    def marks(self) -> Mask:
        """Whether the page of each row has a check mark."""
        return self._marks(slice(None))

    def _marks(self, rows: slice | Nodes) -> Mask:
        marks: Mask = self._checked.array.take(self._pages.numbers[rows])
        return marks

    def is_checked(self, node: int) -> bool:
        """Return whether a row's page has a check mark."""
        return bool(self._checked.array[self._pages.numbers[node]])

    def set_checked(self, nodes: Sequence[int] | Numbers, is_checked: bool) -> Numbers:
        """Set or remove the check marks of rows' pages, wherever else these have rows.

        Return the ids of the pages for which that is a change.
        """
        pages = self._has_row(np.asarray(nodes, np.int32))
        changed = np.flatnonzero(pages & (self._checked.array != is_checked))
        self._checked.array[changed] = is_checked
        self._look_again()
        return self._pages.ids(changed)

    def set_checked_pages(self, page_ids: Sequence[int] | Numbers, is_checked: bool) -> None:
        """Set or remove the check marks of pages, also of those that are yet to arrive."""
        ids = np.asarray(page_ids, np.int64)
        numbers = self._pages.find(ids)
        self._checked.array[numbers[numbers >= 0]] = is_checked
        self._look_again()
        join = np.union1d if is_checked else np.setdiff1d
        self._expected = join(self._expected, ids[numbers < 0])

    # --- filter -------------------------------------------------------------------------------

    def filtering(
        self, wanted: Filter, stop: threading.Event | None = None, start: int = 0
    ) -> Callable[[], Mask]:
        """Return what tests the titles from ``start`` on, to be called in any thread.

        It raises TimeoutError and CancelledError as :meth:`Filter.fits_title` does.
        """
        namespaces, end = self.namespaces, len(self)
        return lambda: wanted.fits_title(self.titles, namespaces, start, end, stop)

    def set_filter(self, wanted: Filter, fitting: Mask | None = None) -> None:
        """Show what passes a filter, and the redirects that it came through.

        ``fitting`` is what :meth:`filtering` made; without it that is called here.
        """
        if wanted == Filter():
            self._state = None
            self._touched.array[:] = False
            return
        if fitting is None:
            fitting = self.filtering(wanted)()
        self._state = FilterState(self, wanted, fitting, self._marks)

    def passed(self) -> Mask:
        """Return for each row whether it passes the filter."""
        state = self._filtered
        return np.ones(len(self), np.bool_) if state is None else state.passed

    def passes(self, node: int) -> bool:
        """Return whether a row passes the filter; others are shown as something passes below."""
        return bool((state := self._filtered) is None or state.passed[node])

    def through_shown(self, node: int) -> int:
        """Return how many of the rows through a redirect pass the filter."""
        return self.through(node) if (state := self._filtered) is None else int(state.through[node])

    def counts(self, *, shown: bool) -> Counts:
        """Count all rows, or those that pass the filter."""
        rows: Mask | slice = slice(None)
        counts = self._tally.counts(self.pages)
        if shown and (state := self._filtered) is not None:
            rows = state.passed
            counts = state.tally.counts(self.pages_of(state.passed))
        by_origin, by_template = self.count_origins(rows)
        return replace(counts, by_origin=by_origin, by_template=by_template)

    def progress(self) -> tuple[int, int]:
        """Return how many pages are checked, and of how many: those that suit the filter.

        Where it goes by check marks, those count as well that it hides for these.
        """
        state = self._filtered
        if state is None or replace(state.filter, checked="all") == Filter():
            return int(np.count_nonzero(self._checked.array)), self.pages
        pages = self._has_row(state.suited)
        return int(np.count_nonzero(pages & self._checked.array)), int(np.count_nonzero(pages))

    # --- what is shown ------------------------------------------------------------------------

    def change(self) -> Change | None:
        """Return how ``visible`` is out of date; None where it is not."""
        state, groups = self._filtered, self.parents_of_any()
        if state is None:
            visible = self._tree(groups[self._open.array[groups]], None)
        elif not state.filter.redirects:
            visible = self.filtered()
        else:
            opens_itself = state.holding & ~self._touched.array
            opened = self._open.array[groups] | opens_itself[groups]
            visible = self._tree(groups[opened], state.passed | state.holding)
        return _difference(self.visible, visible)

    def filtered(self) -> Nodes:
        """Return what passes the filter in the order that is shown, as if all groups were open."""
        nodes = self._every()
        return nodes[self.passed()[nodes]]

    def checked(self) -> Nodes:
        """Return what has a check mark in the order that is shown, as if all groups were open."""
        nodes = self._every()
        return nodes[self.marks[nodes]]

    def next_unchecked(self, node: int) -> int:
        """Return the next row after ``node`` that passes and is not checked; -1 if there is none.

        Rows of closed groups count, and after the last comes the first.
        """
        nodes = self._every()
        wanted = np.flatnonzero(self.passed()[nodes] & ~self.marks[nodes])
        if not len(wanted):
            return -1
        here = np.flatnonzero(nodes == node)
        at = np.searchsorted(wanted, here[0], "right") if len(here) else 0
        return int(nodes[wanted[at % len(wanted)]])

    def found(self, fitting: Mask, node: int = -1) -> Found:
        """Return what can be seen of some rows, closed groups included, in the order shown.

        A redirect that is shown only for the rows through it is visible as well. ``node`` is the
        current row.
        """
        every, state = self._every(), self._filtered
        wanted = fitting[every]
        if state is not None:
            wanted &= state.passed[every] | (state.holding[every] & state.filter.redirects)
        here = np.flatnonzero(every == node)
        before = int(np.count_nonzero(wanted[: here[0]])) if len(here) else 0
        nodes = every[wanted]
        return Found(
            nodes,
            hidden=int(np.count_nonzero(fitting)) - len(nodes),
            before=before,
            is_at=bool(len(here)) and bool(wanted[here[0]]),
        )

    def matching(self, nodes: Nodes) -> Nodes:
        """Return those of the shown rows ``nodes`` that pass the filter, in the tree's order.

        While there is a filter, a closed redirect also stands for what passes it below.
        """
        state = self._filtered
        if state is None:
            return nodes
        below = np.zeros(len(self) + 1, np.bool_)  # the last is TOP, which is no row
        is_closed = self._touched.array[nodes] & ~self._open.array[nodes]
        below[nodes] = state.holding[nodes] & is_closed
        if not np.any(below):
            return nodes[state.passed[nodes]]
        count = 0
        while count < (now := int(np.count_nonzero(below))):
            count = now
            below[:-1] |= below.take(self.parents)
        below[nodes] = True
        every = self._every()
        return every[below[every] & state.passed[every]]

    def _every(self) -> Nodes:
        """Return all rows in the order that is shown, as if all groups were open.

        In a flat list, rows through a redirect take its place, unless the list is sorted.
        """
        is_flat = self._state is not None and not self._state.filter.redirects
        if is_flat and not self.order.is_by_arrival:
            return self.order.all()
        return self._tree(self.parents_of_any(), None)

    def _tree(self, opened: Nodes, kept: Mask | None) -> Nodes:
        """Return nodes from top to bottom, rows through opened redirects below these."""
        is_opened = np.zeros(len(self), np.bool_)
        is_opened[opened] = True

        def runs(parent: int) -> Iterator[tuple[Nodes, int]]:
            """Yield the nodes of a group up to each opened one, and that one; at the end TOP."""
            nodes = self.order.children(parent)
            if kept is not None:
                nodes = nodes[kept.take(nodes)]
            start = 0
            some = np.flatnonzero(is_opened.take(nodes)).tolist() if len(opened) else []
            for at in some:
                yield nodes[start : at + 1], int(nodes[at])
                start = at + 1
            yield nodes[start:], TOP

        pieces = []
        levels = [runs(TOP)]  # not recursive: redirects may lead to redirects without end
        while levels:
            piece, group = next(levels[-1])
            pieces.append(piece)
            if group == TOP:
                levels.pop()
            else:
                levels.append(runs(group))
        return pieces[0] if len(pieces) == 1 else np.concatenate(pieces)


def _difference(before: Nodes, after: Nodes) -> Change | None:
    """Return how one array became the other: one run more, one run less, or in another way."""
    shorter = min(len(before), len(after))
    differs = before[:shorter] != after[:shorter]
    at = int(np.argmax(differs)) if np.any(differs) else shorter
    more = len(after) - len(before)
    if more > 0 and np.array_equal(after[at + more :], before[at:]):
        return Change(after, at, more)
    if more < 0 and np.array_equal(before[at - more :], after[at:]):
        return Change(after, at, more)
    if more == 0 and at == len(after):
        return None
    return Change(after, -1)
