# SPDX-License-Identifier: MIT
"""The rows of a listing in memory: a tree of redirects, filtered and in order.

A node is a row's number in the order of arrival. What is shown is a flat array of nodes, as it
stands on the screen from top to bottom: that costs the same at any size, where a tree of objects
does not (measured: 2.9 s to append to 1,000,000 rows of a ``QTreeView``).
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from wikilinks_gui.table.columns import Column, Mask, Nodes, Numbers, positions
from wikilinks_gui.table.filter import Filter
from wikilinks_gui.table.filterstate import Passing
from wikilinks_gui.table.ordering import Order, Ordered, in_groups, in_order, put_between
from wikilinks_gui.table.pages import Pages
from wikilinks_gui.table.redirectkinds import Trait, facets_of, loop_of
from wikilinks_gui.table.row import NO_TARGET, Kind, RedirectTarget, Row
from wikilinks_gui.table.tally import Counts, Tally
from wikilinks_gui.table.texts import Texts

__all__ = ["TOP", "Change", "Counts", "LinkTable", "Nodes", "Order", "Ordered"]

TOP = -1
"""The parent of rows that link to the explored page itself."""

_FLAT = -2
"""In place of a parent: all rows, wherever they came."""

_SLICE = 1000
"""Rows that are read at once."""

_REDIRECT = int(Kind.REDIRECT)  # flags are slow
_NO_FILTER = Filter()  # it is compared with for every row in view
_TRAITS = sum(map(int, Trait))


@dataclass(frozen=True, slots=True)
class Change:
    """What is to become of what is shown, in all ``visible``: ``more`` nodes come in at ``at``.

    Where ``more`` is negative, so many go from there. ``at`` -1: all is another.
    """

    visible: Nodes
    at: int
    more: int = 0


class Found(NamedTuple):
    """Rows that were looked for, in the order shown, and where the current row is among them."""

    nodes: Nodes
    hidden: int  # so many more are left out by the filter
    before: int  # so many of ``nodes`` stand before the current row
    is_at: bool  # the current row is one of them


class LinkTable:
    """All rows that came so far, and what of them is shown.

    Rows come by :meth:`add`; :meth:`change` then tells what becomes of ``visible``, and
    :meth:`show` lets it: between the two, a Qt model says what is going to happen. Redirects must
    come before what comes through them.

    It belongs to one thread. Others may call what :meth:`sorting` and :meth:`filtering` give, and
    read :meth:`rows`, while rows come.
    """

    def __init__(self) -> None:
        self.titles = Texts()
        self.visible: Nodes = np.zeros(0, np.int32)
        self._page_ids = Column(np.int64)
        self._namespaces = Column(np.int32)
        self._kinds = Column(np.uint8)
        self._redirects = Column(np.bool_)
        self._parents = Column(np.int32)
        self._depths = Column(np.uint8)
        self._through = Column(np.int32)  # rows that came through this one
        self._facets = Column(np.uint16)
        self._loops = Column(np.bool_)
        self._open = Column(np.bool_)
        self._touched = Column(np.bool_)  # opened or closed by a person while there is a filter
        self._sections: dict[int, str] = {}  # few rows have one
        self._children: dict[int, Column] = {TOP: Column(np.int32)}
        self._groups: dict[int, int] = {}  # page id of a redirect -> its node
        self._pages = Pages(self._page_ids)
        self._checked = Column(np.bool_)  # pages, by number
        self._expected = np.zeros(0, np.int64)  # ids of checked pages that did not come yet
        self._tally = Tally()
        self._redirect_targets: dict[int, RedirectTarget] = {}  # by page id
        self._explored = 0  # page id of the explored page
        self._of_redirect = self._of_missing = False  # what the explored page is
        self._loop: frozenset[str] = frozenset()  # titles of a loop that it is part of
        self.set_filter(_NO_FILTER)
        self._order: tuple[Order, bool] = ("arrival", False)
        self._ordered: Ordered | None = None
        self._known: dict[int, tuple[Nodes, int]] = {}  # of groups: as Ordered has it, but newer
        # Rows that belong to another place in an order since they came.
        self._moves = {name: Column(np.int32) for name in ("kinds", "through", "section")}

    def __len__(self) -> int:
        return len(self._page_ids)

    # --- rows ---------------------------------------------------------------------------------

    def add(self, new: Sequence[Row], again: Sequence[Row] = ()) -> list[int]:
        """Take in rows that are new, and rows that came before, or are new too, with more kinds.

        Gives the nodes of those that came before. Raises KeyError for a row that never came, or
        that comes through no redirect.
        """
        came, of_new = [], []
        for row, node in zip(again, self._find(again), strict=True):
            if node < 0:
                of_new.append(row)
            else:
                came.append((node, row))
        # Before what is new: it may come through a row that turns out to be a redirect.
        if came:
            self._merge(came)
        if of_new:
            new = _merged(new, of_new)
        if new:
            self._take_in(new)
        return [node for node, _row in came]

    def _take_in(self, new: Sequence[Row]) -> None:
        start = len(self)
        page_ids, namespaces, titles, kinds, are_redirects, sections, vias, depths = zip(
            *new, strict=True
        )
        groups: dict[int, int] = {}
        for node, row in enumerate(new, start):
            if row.kinds & _REDIRECT:
                groups.setdefault(row.page_id, node)
        groups.update((via, self._groups[via]) for via in set(vias) if via in self._groups)
        parents = [groups[via] if via else TOP for via in vias]
        # Nothing is raised from here on: the columns must stay equally long.
        self.titles.extend(titles)
        self._page_ids.extend(page_ids)
        self._namespaces.extend(namespaces)
        self._kinds.extend(kinds)
        self._redirects.extend(are_redirects)
        self._depths.extend(np.minimum(depths, 255))
        nothing = np.zeros(len(new), np.int8)
        for column in (self._through, self._open, self._touched):
            column.extend(nothing)
        self._loops.extend([title in self._loop for title in titles] if self._loop else nothing)
        for page_id, node in groups.items():
            self._groups.setdefault(page_id, node)
        if any(sections):
            self._sections.update((at, text) for at, text in enumerate(sections, start) if text)
        self._parents.extend(parents)
        self._facets.extend(self._facets_of(np.arange(start, len(self), dtype=np.int32)))
        self._give_to_parents(start)
        came = self._pages.add(start)
        self._checked.extend(np.isin(came, self._expected))
        self._tally.add(self._namespaces.array[start:], self._facets.array[start:])
        self._find_loops([self._groups[self._explored]] if self._explored in groups else [])

    def row(self, node: int) -> Row:
        """Give a row as it came, with all kinds that are known by now."""
        return next(self.rows(np.array([node], np.int32)))

    def rows(self, nodes: Nodes | Sequence[int]) -> Iterator[Row]:
        """Give rows one by one. May be read in another thread, while rows come or get kinds."""
        nodes = np.asarray(nodes, np.int32)
        for start in range(0, len(nodes), _SLICE):
            some = nodes[start : start + _SLICE]
            parents = self._parents.array[some]
            vias = np.where(parents == TOP, 0, self._page_ids.array[parents])
            for node, *values, via, depth in zip(
                some.tolist(),
                self._page_ids.array[some].tolist(),
                self._namespaces.array[some].tolist(),
                self._kinds.array[some].tolist(),
                self._redirects.array[some].tolist(),
                vias.tolist(),
                self._depths.array[some].tolist(),
                strict=True,
            ):
                page_id, namespace, kinds, is_redirect = values
                section = self._sections.get(node, "")
                title = self.titles[node]
                yield Row(page_id, namespace, title, kinds, is_redirect, section, via, depth)

    # Of all rows, by node. They are read, not written to, and are other arrays after add().

    @property
    def page_ids(self) -> Numbers:
        """Page ids, int64."""
        return self._page_ids.array

    @property
    def namespaces(self) -> Numbers:
        """Namespaces, int32."""
        return self._namespaces.array

    @property
    def kinds(self) -> Numbers:
        """Bits of Kind, uint8."""
        return self._kinds.array

    @property
    def facets(self) -> Numbers:
        """Bits of Kind (without a redirect's own link) and of Trait, uint16."""
        return self._facets.array

    @property
    def redirects(self) -> Mask:
        """Whether the page is a redirect, wherever it leads."""
        return self._redirects.array

    @property
    def parents(self) -> Nodes:
        """The redirect that each came through, or TOP."""
        return self._parents.array

    @property
    def marks(self) -> Mask:
        """Whether the page of each has a check mark."""
        marks: Mask = self._checked.array.take(self._pages.numbers)
        return marks

    @property
    def pages(self) -> int:
        """How many pages came; one that links in several ways counts once."""
        return self._pages.count

    def set_redirect_targets(self, targets: Mapping[int, RedirectTarget]) -> None:
        """Take note where redirect pages lead, by their ids."""
        self._redirect_targets.update(targets)

    def redirect_target(self, node: int) -> RedirectTarget:
        """Return where a redirect page leads that only links here, as far as that is known."""
        return self._redirect_targets.get(int(self._page_ids.array[node]), NO_TARGET)

    def traits(self, node: int) -> Trait:
        """Return what is special about a redirect page."""
        return Trait(int(self._facets.array[node]) & _TRAITS)

    def redirect_titles(self) -> dict[int, str]:
        """Give the titles of the redirects to the page, by page id: the names of ``via``."""
        return {page_id: self.titles[node] for page_id, node in self._groups.items()}

    def nodes_of_page(self, page_id: int) -> list[int]:
        """Return all rows of a page, in order of arrival."""
        return sorted(self._pages.nodes([page_id])[0])

    def group(self, page_id: int) -> int:
        """Give the node of a redirect by its page id. Raises KeyError where it is none."""
        return self._groups[page_id]

    def through(self, node: int) -> int:
        """Say how many rows came through a redirect."""
        return int(self._through.array[node])

    def is_group(self, node: int) -> bool:
        """Tell whether a row is a redirect to the page, through which others come."""
        return bool(self._kinds.array[node] & _REDIRECT)

    def is_open(self, node: int) -> bool:
        """Return whether what came through a redirect is shown.

        A person has opened it; or something in it passes the filter, and no person has closed it.
        """
        if self._open.array[node] or self._passing.filter == _NO_FILTER:
            return bool(self._open.array[node])
        return bool(self._passing.holding[node] and not self._touched.array[node])

    def is_checked(self, node: int) -> bool:
        """Return whether a row's page has a check mark."""
        return bool(self._checked.array[self._pages.numbers[node]])

    def parent(self, node: int) -> int:
        """Give the redirect that a row came through, or TOP."""
        return int(self._parents.array[node])

    def ancestors(self, node: int) -> list[int]:
        """Return the redirects that a row came through, the one it links to first."""
        found = []
        while (node := self.parent(node)) >= 0:
            found.append(node)
        return found

    # --- what is shown ------------------------------------------------------------------------

    def opened(self) -> Nodes:
        """Return the redirects that a person has opened."""
        return np.flatnonzero(self._open.array).astype(np.int32)

    def closed(self) -> Nodes:
        """Return the redirects that a person has closed while there is a filter."""
        return np.flatnonzero(self._touched.array & ~self._open.array).astype(np.int32)

    def nodes_of(self, keys: Iterable[tuple[int, int]]) -> list[int]:
        """Give the nodes of rows by ``via`` and page id; those that are not there are left out."""
        wanted = set(keys)
        page_ids = np.array([page_id for _via, page_id in wanted], np.int64)
        nodes = np.flatnonzero(np.isin(self._page_ids.array, page_ids)).astype(np.int32)
        rows = zip(nodes.tolist(), self.rows(nodes), strict=True)
        return [node for node, row in rows if (row.via, row.page_id) in wanted]

    def set_open(self, nodes: Iterable[int], is_open: bool) -> None:
        """Open or close redirects, as a person wants it: also when the filter is no more."""
        which = list(nodes)
        self._open.array[which] = is_open
        self._touched.array[which] = self._passing.filter != _NO_FILTER

    def set_checked(self, nodes: Sequence[int] | Numbers, is_checked: bool) -> Numbers:
        """Set or take away the check marks of rows' pages, wherever else these have rows.

        Return the ids of the pages for which that is a change.
        """
        pages = self._has_row(np.asarray(nodes, np.int32))
        changed = np.flatnonzero(pages & (self._checked.array != is_checked))
        self._checked.array[changed] = is_checked
        self._passing.look_at_marks()
        page_ids: Numbers = self._pages.ids[changed]
        return page_ids

    def set_checked_pages(self, page_ids: Sequence[int] | Numbers, is_checked: bool) -> None:
        """Set or take away the check marks of pages, also of those whose rows are yet to come."""
        ids = np.asarray(page_ids, np.int64)
        numbers = self._pages.find(ids)
        self._checked.array[numbers[numbers >= 0]] = is_checked
        self._passing.look_at_marks()
        join = np.union1d if is_checked else np.setdiff1d
        self._expected = join(self._expected, ids[numbers < 0])

    def filtering(
        self, wanted: Filter, stop: threading.Event | None = None, start: int = 0
    ) -> Callable[[], Mask]:
        """Give what tells which titles are wanted, from ``start`` on, to be called in any thread.

        It raises TimeoutError and CancelledError as :meth:`Filter.fits_title` does.
        """
        namespaces, end = self._namespaces.array, len(self)
        return lambda: wanted.fits_title(self.titles, namespaces, start, end, stop)

    def set_filter(self, wanted: Filter, fitting: Mask | None = None) -> None:
        """Show what passes a filter, and the redirects that it came through.

        ``fitting`` is what :meth:`filtering` gave; without it that is called here.
        """
        if fitting is None:
            fitting = self.filtering(wanted)()
        self._passing = Passing(
            wanted,
            fitting,
            titles=self.titles,
            page_ids=self._page_ids,
            namespaces=self._namespaces,
            facets=self._facets,
            parents=self._parents,
            marks=lambda rows: self._checked.array.take(self._pages.numbers[rows]),
        )
        if wanted == _NO_FILTER:
            self._touched.array[:] = False

    def sorting(self, order: Order, descending: bool = False) -> Callable[[], Ordered]:
        """Give what puts all rows that have come in order, to be called in any thread."""
        parents = self._parents.array
        moves = len(self._moves.get(order, ()))
        keys = self._keys(order)
        if order in self._moves and keys is not None:
            keys = keys.copy()

        def sort() -> Ordered:
            nodes = np.arange(len(parents), dtype=np.int32)
            nodes = in_order(nodes, keys, self.titles, descending=descending)
            return in_groups(nodes, parents, moves)

        return sort

    def set_order(
        self, order: Order, *, descending: bool = False, ordered: Ordered | None = None
    ) -> None:
        """Put the rows of each group in order; equal ones stay in the order of arrival.

        ``ordered`` is what :meth:`sorting` gave; without it they are sorted here.
        """
        self._order = order, descending
        if order == "arrival":
            self._ordered = None
        else:
            self._ordered = ordered or self.sorting(order, descending)()
        self._known.clear()

    def change(self) -> Change | None:
        """Tell how ``visible`` is out of date; None when nothing of it changed."""
        passing = self._passing
        if not passing.filter.redirects:
            visible = self.filtered()
        elif passing.filter == _NO_FILTER:
            groups = self._parents_of_any()
            visible = self._tree(groups[self._open.array[groups]], None)
        else:
            groups = self._parents_of_any()
            opens_itself = passing.holding & ~self._touched.array
            opened = self._open.array[groups] | opens_itself[groups]
            visible = self._tree(groups[opened], passing.passed | passing.holding)
        return _difference(self.visible, visible)

    def show(self, change: Change) -> None:
        """Bring ``visible`` up to date."""
        self.visible = change.visible

    def passed(self) -> Mask:
        """Return for each row whether it passes the filter."""
        if self._passing.filter == _NO_FILTER:
            return np.ones(len(self), np.bool_)
        return self._passing.passed

    def passes(self, node: int) -> bool:
        """Return whether a row passes the filter; others are shown as something passes below."""
        return self._passing.filter == _NO_FILTER or bool(self._passing.passed[node])

    def through_shown(self, node: int) -> int:
        """Return how many of the rows that came through a redirect pass the filter."""
        if self._passing.filter == _NO_FILTER:
            return self.through(node)
        return int(self._passing.through[node])

    def filtered(self) -> Nodes:
        """Return what passes the filter in the order that is shown, as if all groups were open."""
        nodes = self._every()
        return nodes[self.passed()[nodes]]

    def found(self, fitting: Mask, node: int = -1) -> Found:
        """Return what can be seen of some rows, closed groups included, in the order shown.

        What is shown for the sake of what came through it can be seen as well.
        """
        every = self._every()
        wanted = fitting[every]
        if self._passing.filter != _NO_FILTER:
            wanted &= self._passing.passed[every] | (
                self._passing.holding[every] & self._passing.filter.redirects  # else a flat list
            )
        here = np.flatnonzero(every == node)
        before = int(np.count_nonzero(wanted[: here[0]])) if len(here) else 0
        nodes = every[wanted]
        return Found(
            nodes,
            hidden=int(np.count_nonzero(fitting)) - len(nodes),
            before=before,
            is_at=bool(len(here)) and bool(wanted[here[0]]),
        )

    def checked(self) -> Nodes:
        """Return what has a check mark in the order that is shown, as if all groups were open."""
        nodes = self._every()
        return nodes[self.marks[nodes]]

    def next_unchecked(self, node: int) -> int:
        """Return the next row after ``node`` that passes and is not checked; -1: there is none.

        Rows of closed groups count, and after the last comes the first.
        """
        nodes = self._every()
        wanted = np.flatnonzero(self.passed()[nodes] & ~self.marks[nodes])
        if not len(wanted):
            return -1
        here = np.flatnonzero(nodes == node)
        at = np.searchsorted(wanted, here[0], "right") if len(here) else 0
        return int(nodes[wanted[at % len(wanted)]])

    def matching(self, nodes: Nodes) -> Nodes:
        """Return those of the shown rows ``nodes`` that pass the filter, in the tree's order.

        While there is a filter, a closed redirect also stands for what passes it below.
        """
        passing = self._passing
        if passing.filter == _NO_FILTER:
            return nodes
        parents, passed = self._parents.array, passing.passed
        below = np.zeros(len(self) + 1, np.bool_)  # the last is TOP, which is no row
        is_closed = self._touched.array[nodes] & ~self._open.array[nodes]
        below[nodes] = passing.holding[nodes] & is_closed
        if not np.any(below):
            return nodes[passed[nodes]]
        count = 0
        while count < (now := int(np.count_nonzero(below))):
            count = now
            below[:-1] |= below.take(parents)
        below[nodes] = True
        every = self._every()
        return every[below[every] & passed[every]]

    def counts(self, *, shown: bool) -> Counts:
        """Count all rows, or those that pass the filter."""
        if not shown or self._passing.filter == _NO_FILTER:
            return self._tally.counts(self.pages)
        return self._passing.tally.counts(self.pages_of(self._passing.passed))

    def pages_of(self, rows: Mask | Nodes) -> int:
        """Count the different pages that rows are of."""
        return int(np.count_nonzero(self._has_row(rows)))

    def progress(self) -> tuple[int, int]:
        """Return how many pages are checked, and of how many: those that suit the filter.

        Where it goes by check marks, those count as well that it leaves out for these.
        """
        if replace(self._passing.filter, checked="all") == _NO_FILTER:
            return int(np.count_nonzero(self._checked.array)), self.pages
        pages = self._has_row(self._passing.suited)
        return int(np.count_nonzero(pages & self._checked.array)), int(np.count_nonzero(pages))

    def set_explored(
        self,
        page_id: int,
        *,
        is_redirect: bool,
        is_missing: bool,
        loop: frozenset[str] = frozenset(),
    ) -> None:
        """Take note of what the explored page is (its id 0: it does not exist), before rows.

        ``loop`` are the titles of the redirect loop that it is part of, as far as that is known.
        """
        self._explored, self._of_redirect, self._of_missing = page_id, is_redirect, is_missing
        self._loop = loop

    # --- inside: rows -------------------------------------------------------------------------

    def _find(self, rows: Sequence[Row]) -> list[int]:
        """Give the node of each row that came before, -1 for others."""
        found = []
        for row, same_page in zip(
            rows, self._pages.nodes([row.page_id for row in rows]), strict=True
        ):
            parent = self._groups.get(row.via) if row.via else TOP
            same = (node for node in same_page if self._parents.array[node] == parent)
            found.append(next(same, -1))
        return found

    def _merge(self, changed: Sequence[tuple[int, Row]]) -> None:
        """Add kinds to nodes."""
        different = np.unique(np.array([node for node, _ in changed], np.int32))
        kinds_before = self._kinds.array[different]
        facets_before = self._facets.array[different]
        for node, row in changed:
            self._kinds.array[node] |= row.kinds
            self._redirects.array[node] |= row.is_redirect
            if row.section and node not in self._sections:
                self._sections[node] = row.section
                self._moves["section"].extend([node])
            if row.kinds & _REDIRECT:
                self._groups.setdefault(row.page_id, node)
        self._moves["kinds"].extend(different[self._kinds.array[different] != kinds_before])
        self._change_facets(different, facets_before)
        rows = (node for node in different.tolist() if self._kinds.array[node] & _REDIRECT)
        self._find_loops([n for n in rows if self._page_ids.array[n] == self._explored])

    def _facets_of(self, nodes: Nodes) -> Numbers:
        return facets_of(
            self._kinds.array[nodes],
            self._redirects.array[nodes],
            self._depths.array[nodes],
            np.array([node in self._sections for node in nodes.tolist()], np.bool_),
            self._loops.array[nodes],
            of_redirect=self._of_redirect,
            of_missing=self._of_missing,
        )

    def _change_facets(self, nodes: Nodes, before: Numbers) -> None:
        """Find out what rows are that became something else."""
        now = self._facets.array[nodes] = self._facets_of(nodes)
        namespaces = self._namespaces.array[nodes]
        self._tally.take(namespaces, before)
        self._tally.add(namespaces, now)
        self._passing.look_again(nodes, before)

    def _find_loops(self, nodes: Iterable[int]) -> None:
        """Mark what leads in a loop: ``nodes`` are the explored page as a redirect to itself."""
        for node in nodes:
            loop = np.array(loop_of(node, self._parents.array), np.int32)
            self._loops.array[loop] = True
            self._change_facets(loop, self._facets.array[loop].copy())

    def _has_row(self, rows: Mask | Nodes) -> Mask:
        """Return for each page, by its number, whether one of the rows is of it."""
        found = np.zeros(self.pages, np.bool_)
        found[self._pages.numbers[rows]] = True
        return found

    def _give_to_parents(self, start: int) -> None:
        parents = self._parents.array[start:]
        for parent in np.unique(parents).tolist():
            mine = start + np.flatnonzero(parents == parent)
            self._children.setdefault(parent, Column(np.int32)).extend(mine)
            if parent != TOP:
                self._through.array[parent] += len(mine)
                self._moves["through"].extend([parent])

    # --- inside: the tree ---------------------------------------------------------------------

    def _parents_of_any(self) -> Nodes:
        """Give the redirects that rows came through."""
        _, *parents = self._children  # TOP is the first
        return np.array(parents, np.int32)

    def _every(self) -> Nodes:
        """Return all rows in the order that is shown, as if all groups were open.

        In a flat list, what came through a redirect stands where that would, unless it is sorted.
        """
        if not self._passing.filter.redirects and self._ordered is not None:
            return self._in_order(_FLAT)
        return self._tree(self._parents_of_any(), None)

    def _tree(self, opened: Nodes, kept: Mask | None) -> Nodes:
        """Return nodes from top to bottom, what came through those opened below these."""
        inside: dict[int, list[int]] = {}
        parents = self._parents.array[opened].tolist()
        for group, parent in zip(opened.tolist(), parents, strict=True):
            inside.setdefault(parent, []).append(group)

        def runs(parent: int) -> Iterator[tuple[Nodes, int]]:
            """Give the nodes of a group up to each opened one, and that one; at the end TOP."""
            nodes = self._in_order(parent)
            if kept is not None:
                nodes = nodes[kept.take(nodes)]
            start = 0
            wanted = np.array(inside.get(parent, ()), np.int32)
            for at in positions(nodes, wanted).tolist():
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

    def _in_order(self, parent: int) -> Nodes:
        """The children of a redirect, or of the top; those that came since are put in between."""
        order, descending = self._order
        children: Nodes
        if parent == _FLAT:
            children = np.arange(len(self), dtype=np.int32)
        else:
            children = self._children[parent].array
        if self._ordered is None:
            return children[::-1] if descending else children
        moves = self._moves.get(order, Column(np.int32))
        ordered = self._ordered.flat if parent == _FLAT else self._ordered.group(parent)
        known, seen = self._known.get(parent) or (ordered, self._ordered.moves)
        count = len(known)
        new = children[count:]
        if count and len(moves) > seen:
            moved = np.unique(moves.array[seen:])
            is_here = moved <= children[count - 1]
            if parent != _FLAT:
                is_here &= self._parents.array[moved] == parent
            known = np.delete(known, positions(known, moved[is_here]))
            new = np.concatenate([moved[is_here], new])
        keys = self._keys(order) if len(new) else None
        if len(new) > len(known):
            known = in_order(children, keys, self.titles, descending=descending)
        elif len(new):
            new = in_order(new, keys, self.titles, descending=descending)
            known = put_between(known, new, keys, self.titles, descending=descending)
        self._known[parent] = known, len(moves)
        return known

    def _keys(self, order: Order) -> Numbers | None:
        """Numbers of all rows that are in order as the rows should be; None: by title."""
        if order == "section":
            sections = {node: name.casefold() for node, name in self._sections.items()}
            places = {name: at for at, name in enumerate(sorted({"", *sections.values()}))}
            keys = np.zeros(len(self), np.int32)
            keys[list(sections)] = [places[name] for name in sections.values()]
            return keys
        if order == "arrival":
            return np.arange(len(self), dtype=np.int32)
        if order == "via":
            titles = {node: self.titles.folded(node) for node in self._groups.values()}
            places_of = {name: at for at, name in enumerate(sorted(set(titles.values())), 1)}
            ranks = np.zeros(len(self) + 1, np.int32)  # the last is TOP
            ranks[list(titles)] = [places_of[name] for name in titles.values()]
            return ranks.take(self._parents.array)
        columns = {
            "title": None,
            "kinds": self._kinds,
            "namespace": self._namespaces,
            "through": self._through,
            "page_id": self._page_ids,
        }
        column = columns[order]
        return None if column is None else column.array


def _merged(rows: Sequence[Row], again: Sequence[Row]) -> list[Row]:
    """Add to rows what they come again with."""
    merged = {(row.page_id, row.via): row for row in rows}
    for row in again:
        key = row.page_id, row.via
        known = merged[key]
        merged[key] = known._replace(
            kinds=known.kinds | row.kinds,
            is_redirect=known.is_redirect or row.is_redirect,
            section=known.section or row.section,
        )
    return list(merged.values())


def _difference(before: Nodes, after: Nodes) -> Change | None:
    """Tell how one array became the other: one run more, one run less, or another altogether."""
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
