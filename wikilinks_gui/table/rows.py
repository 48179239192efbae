# SPDX-License-Identifier: MIT
"""The rows of a listing in memory, as columns of numbers and packed titles."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import numpy as np

from wikilinks_gui.table.columns import Column, Mask, Nodes, Numbers
from wikilinks_gui.table.origin import IN_DOUBT, ORIGIN_GROUPS, Origin
from wikilinks_gui.table.pages import Pages
from wikilinks_gui.table.redirectkinds import TRAITS, Trait
from wikilinks_gui.table.row import NO_TARGET, Kind, RedirectTarget, Row
from wikilinks_gui.table.tally import Tally
from wikilinks_gui.table.templatesets import TemplateSets
from wikilinks_gui.table.texts import Texts

TOP = -1
"""The parent of rows that link to the explored page itself."""

_SLICE = 1000
"""Rows that are read at once: all at once would be lists of a million numbers."""

_REDIRECT = int(Kind.REDIRECT)  # flags are slow

_ORIGIN_RANKS = np.array([4, 0, 2, 1, 3], np.int32)
"""Of each Origin: in the text, both, through a template, not found, unknown."""

_FEW_SETS = (1 << 15) // len(_ORIGIN_RANKS)
"""Fewer sets of templates make ranks of 16 bits, which are sorted in a fifth of the time."""


class Rows:
    """All rows that have arrived. A row is named by its node: its number in order of arrival.

    Redirects must arrive before what comes through them. The rows belong to one thread; others
    may read :meth:`rows` and :attr:`titles` while more arrive. The arrays are read, not written
    to, and are other arrays after :meth:`add`.
    """

    def __init__(self) -> None:
        self.titles = Texts()
        self.sections: dict[int, str] = {}  # by node; few rows have one
        self.is_complete = False  # all rows have arrived
        self.has_origins = False  # of some it is known where their links come from
        self.groups: dict[int, int] = {}  # page id of a redirect to the page -> its node
        # By order: which rows came to belong to another place, each time.
        self.moves = defaultdict[str, list[Nodes]](list)
        self._page_ids = Column(np.int64)
        self._namespaces = Column(np.int32)
        self._kinds = Column(np.uint8)
        self._redirects = Column(np.bool_)
        self._parents = Column(np.int32)
        self._depths = Column(np.uint8)
        self._facets = Column(np.uint16)
        self._loops = Column(np.bool_)
        self._origins = Column(np.uint8)
        self._origin_groups = Column(np.uint8)  # the same, but for those in doubt
        self._brought = Column(np.int32)  # numbers of the following
        self.template_sets = TemplateSets()
        self._children: dict[int, Column] = {TOP: Column(np.int32)}
        self._pages = Pages(self._page_ids)
        self._tally = Tally()
        self._targets: dict[int, RedirectTarget] = {}  # by page id
        self._explored = 0  # page id of the explored page
        self._of_redirect = self._of_missing = False  # what the explored page is
        self._loop: frozenset[str] = frozenset()  # titles of a loop that it is part of

    def __len__(self) -> int:
        return len(self._page_ids)

    def set_explored(
        self,
        page_id: int,
        *,
        is_redirect: bool,
        is_missing: bool,
        loop: frozenset[str] = frozenset(),
    ) -> None:
        """Record what the explored page is (id 0: it does not exist), before rows arrive.

        ``loop`` are the titles of the redirect loop that it is part of, as far as that is known.
        """
        self._explored, self._of_redirect, self._of_missing = page_id, is_redirect, is_missing
        self._loop = loop

    def add(self, new: Sequence[Row], again: Sequence[Row] = ()) -> list[int]:
        """Add rows that are new, and rows that are known, or new too, with more kinds.

        Return the nodes of those that were known. Raises KeyError for a row that is said to be
        known and is not, or that comes through no redirect; then nothing is added.
        """
        known, of_new = [], []
        for row, node in zip(
            again, self._find([(row.via, row.page_id) for row in again]), strict=True
        ):
            if node < 0:
                of_new.append(row)
            else:
                known.append((node, row))
        # Before what is new: it may come through a row that turns out to be a redirect.
        if known:
            self._merge(known)
        if of_new:
            new = _merged(new, of_new)
        if new:
            self._append(new)
        return [node for node, _row in known]

    def _append(self, new: Sequence[Row]) -> None:
        start = len(self)
        page_ids, namespaces, titles, kinds, are_redirects, sections, vias, depths = zip(
            *new, strict=True
        )
        groups: dict[int, int] = {}
        for node, row in enumerate(new, start):
            if row.kinds & _REDIRECT:
                groups.setdefault(row.page_id, node)
        groups.update((via, self.groups[via]) for via in set(vias) if via in self.groups)
        parents = [groups[via] if via else TOP for via in vias]
        # Nothing is raised from here on: the columns must stay equally long.
        self.titles.extend(titles)
        self._page_ids.extend(page_ids)
        self._namespaces.extend(namespaces)
        self._kinds.extend(kinds)
        self._redirects.extend(are_redirects)
        self._parents.extend(parents)
        self._depths.extend(np.minimum(depths, 255))
        self._loops.extend([title in self._loop for title in titles])
        nothing_known = np.zeros(len(new), np.uint8)
        self._origins.extend(nothing_known)
        self._origin_groups.extend(nothing_known)
        self._brought.extend(nothing_known)
        for page_id, node in groups.items():
            self.groups.setdefault(page_id, node)
        self.sections.update((at, text) for at, text in enumerate(sections, start) if text)
        self._facets.extend(self._facets_of(np.arange(start, len(self), dtype=np.int32)))
        self._pages.add(start)
        self._tally.add(self.namespaces[start:], self.facets[start:])
        for parent in np.unique(self.parents[start:]).tolist():
            mine = start + np.flatnonzero(self.parents[start:] == parent)
            self._children.setdefault(parent, Column(np.int32)).extend(mine)
            if parent != TOP:
                self.moves["through"].append(np.array([parent], np.int32))
        if self._explored in groups:
            self._mark_loop(groups[self._explored])

    def _find(self, keys: Sequence[tuple[int, int]]) -> list[int]:
        """Return the node of each row that is known by ``via`` and page id, -1 for others."""
        found = []
        same_pages = self._pages.nodes([page_id for _via, page_id in keys])
        for (via, _page_id), same_page in zip(keys, same_pages, strict=True):
            parent = self.groups.get(via) if via else TOP
            found.append(next((node for node in same_page if self.parents[node] == parent), -1))
        return found

    def _merge(self, again: Sequence[tuple[int, Row]]) -> None:
        """Add kinds to rows that are known."""
        nodes = np.unique(np.array([node for node, _row in again], np.int32))
        kinds_before, facets_before = self.kinds[nodes], self.facets[nodes]
        for node, row in again:
            self.kinds[node] |= row.kinds
            self.redirects[node] |= row.is_redirect
            if row.section and node not in self.sections:
                self.sections[node] = row.section
                self.moves["section"].append(np.array([node], np.int32))
            if row.kinds & _REDIRECT:
                self.groups.setdefault(row.page_id, node)
        self.moves["kinds"].append(nodes[self.kinds[nodes] != kinds_before])
        self._update_facets(nodes, facets_before)
        is_explored = (self.page_ids[nodes] == self._explored) & (self.kinds[nodes] & _REDIRECT > 0)
        for node in nodes[is_explored].tolist():
            self._mark_loop(node)

    def _mark_loop(self, node: int) -> None:
        """Mark a redirect that is the explored page itself, and those it came through.

        They redirect to one another: each is part of the loop.
        """
        loop = np.array([node, *self.ancestors(node)], np.int32)
        self._loops.array[loop] = True
        self._update_facets(loop, self.facets[loop])

    def _facets_of(self, nodes: Nodes) -> Numbers:
        leads_here = self.kinds[nodes] & _REDIRECT != 0
        is_direct, loops = self.parents[nodes] == TOP, self._loops.array[nodes]
        sections = np.array([node in self.sections for node in nodes.tolist()], np.bool_)
        # A redirect's own link is what makes it one.
        facets: Numbers = self.kinds[nodes].astype(np.uint16)
        facets &= ~(leads_here * np.uint16(Kind.LINK))
        for trait, holds in (
            (Trait.SECTION, leads_here & sections),
            (Trait.DOUBLE, leads_here & ~loops & (~is_direct | self._of_redirect)),
            (Trait.LOOP, leads_here & loops),
            (Trait.BROKEN, leads_here & is_direct & self._of_missing),
            (Trait.ELSEWHERE, self.redirects[nodes] & ~leads_here),
        ):
            facets |= holds * np.uint16(trait)
        return facets

    def _update_facets(self, nodes: Nodes, before: Numbers) -> None:
        """Find out what rows are that became something else."""
        now = self.facets[nodes] = self._facets_of(nodes)
        namespaces = self.namespaces[nodes]
        self._tally.subtract(namespaces, before)
        self._tally.add(namespaces, now)

    def set_origins(
        self,
        origins: Iterable[tuple[int, int]],
        values: Sequence[tuple[int, tuple[str, ...]]],
        in_doubt: Sequence[bool] = (),
    ) -> Nodes:
        """Record where the links of rows come from, and return the nodes of these.

        The rows are named by ``via`` and page id; those that are not there are left out. ``values``
        are an :class:`Origin` and titles of templates for each; ``in_doubt`` tells for each whether
        it is only likely (empty: all are certain).
        """
        found = np.array(self._find(list(origins)), np.int32)
        sets = self.template_sets.add(templates for _origin, templates in values)
        there = found >= 0
        told = np.array([origin for origin, _ in values], np.uint8)
        groups = np.where(in_doubt, np.uint8(IN_DOUBT), told) if len(in_doubt) else told
        self.origins[found[there]] = told[there]
        self._origin_groups.array[found[there]] = groups[there]
        self._brought.array[found[there]] = np.array(sets, np.int32)[there]
        self.has_origins = self.has_origins or bool(np.any(there))
        self.moves["origin"].append(found[there])
        return found[there]

    # --- of one row ---------------------------------------------------------------------------

    def row(self, node: int) -> Row:
        """Return a row as it arrived, with all kinds that are known by now."""
        return next(self.rows([node]))

    def rows(self, nodes: Nodes | Sequence[int]) -> Iterator[Row]:
        """Yield rows. May be read in another thread, while rows arrive or get kinds."""
        nodes = np.asarray(nodes, np.int32)
        for start in range(0, len(nodes), _SLICE):
            some = nodes[start : start + _SLICE]
            parents = self.parents[some]
            for node, page_id, namespace, kinds, is_redirect, via, depth in zip(
                some.tolist(),
                self.page_ids[some].tolist(),
                self.namespaces[some].tolist(),
                self.kinds[some].tolist(),
                self.redirects[some].tolist(),
                np.where(parents == TOP, 0, self.page_ids[parents]).tolist(),
                self._depths.array[some].tolist(),
                strict=True,
            ):
                section, title = self.sections.get(node, ""), self.titles[node]
                yield Row(page_id, namespace, title, kinds, is_redirect, section, via, depth)

    def is_group(self, node: int) -> bool:
        """Return whether a row is a redirect to the page, through which others come."""
        return bool(self.kinds[node] & _REDIRECT)

    def parent(self, node: int) -> int:
        """Return the redirect that a row came through, or TOP."""
        return int(self.parents[node])

    def ancestors(self, node: int) -> list[int]:
        """Return the redirects that a row came through, the one it links to first."""
        found = []
        while (node := self.parent(node)) != TOP:
            found.append(node)
        return found

    def way(self, node: int) -> list[str]:
        """Return the titles of the redirects that a row came through, the nearest first."""
        return [self.titles[group] for group in self.ancestors(node)]

    def through(self, node: int) -> int:
        """Return how many rows came through a redirect."""
        return len(self._children.get(node, ()))

    def traits(self, node: int) -> Trait:
        """Return what is special about a redirect page."""
        return Trait(int(self.facets[node]) & TRAITS)

    def origin(self, node: int) -> Origin:
        """Return where a row's link comes from."""
        return Origin(int(self.origins[node]))

    def templates(self, node: int) -> tuple[str, ...]:
        """Return the titles of templates through which a row's link comes, or where it stands."""
        return self.template_sets[int(self._brought.array[node])]

    def set_redirect_targets(self, targets: Mapping[int, RedirectTarget]) -> None:
        """Record where redirect pages lead, by their ids."""
        self._targets.update(targets)

    def redirect_target(self, node: int) -> RedirectTarget:
        """Return where a redirect page leads that only links here, as far as that is known."""
        return self._targets.get(int(self.page_ids[node]), NO_TARGET)

    # --- of many rows -------------------------------------------------------------------------

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
    def origins(self) -> Numbers:
        """Values of Origin, uint8."""
        return self._origins.array

    @property
    def origin_groups(self) -> Numbers:
        """Values of ORIGIN_GROUPS, uint8: what rows are filtered and counted by."""
        return self._origin_groups.array

    @property
    def doubtful(self) -> Nodes:
        """The rows whose origin is only likely."""
        return np.flatnonzero(self._origin_groups.array == IN_DOUBT).astype(np.int32)

    def is_doubtful(self, node: int) -> bool:
        """Return whether a row's origin is only likely."""
        return int(self._origin_groups.array[node]) == IN_DOUBT

    @property
    def brought(self) -> Numbers:
        """Which of the template sets has to do with each row, int32."""
        return self._brought.array

    def brought_by(self, templates: Collection[str], rows: slice | Nodes) -> Mask:
        """Return for each of some rows whether one of some templates has to do with it."""
        return np.isin(self.brought[rows], self.template_sets.having(templates))

    def count_origins(self, rows: Mask | slice) -> tuple[dict[int, int], dict[str, int]]:
        """Count rows by where their links come from (ORIGIN_GROUPS), by template, most first."""
        if not self.has_origins:  # to look at them all takes 5 ms at 1,000,000 rows
            count = len(self) if isinstance(rows, slice) else int(np.count_nonzero(rows))
            return ({int(Origin.UNKNOWN): count} if count else {}), {}
        groups = self.origin_groups[rows]  # compared, as numpy counts small numbers slowly
        counts = {each: int(np.count_nonzero(groups == each)) for each in ORIGIN_GROUPS.values()}
        by_origin = {group: count for group, count in counts.items() if count}
        of_sets = np.bincount(self.brought[rows], minlength=len(self.template_sets))
        return by_origin, self.template_sets.count(of_sets)

    def origin_ranks(self) -> Numbers:
        """Return numbers of all rows in the order of their origins, then of their templates.

        Links in the text come first, those that nobody has looked for last.
        """
        of_sets = self.template_sets.ranks()
        ranks: Numbers = of_sets[self.brought]
        ranks += (_ORIGIN_RANKS * np.int32(len(of_sets)))[self.origins]
        return ranks.astype(np.int16) if len(of_sets) < _FEW_SETS else ranks

    @property
    def redirects(self) -> Mask:
        """Whether the page is a redirect, wherever it leads."""
        return self._redirects.array

    @property
    def parents(self) -> Nodes:
        """The redirect that each came through, or TOP."""
        return self._parents.array

    def children(self, node: int) -> Nodes:
        """Return the rows through a redirect, or those at the TOP."""
        return self._children[node].array

    def parents_of_any(self) -> Nodes:
        """Return the redirects that rows came through."""
        _top, *parents = self._children
        return np.array(parents, np.int32)

    @property
    def pages(self) -> int:
        """How many pages there are; one that links in several ways counts once."""
        return self._pages.count

    def pages_of(self, rows: Mask | Nodes) -> int:
        """Count the different pages that rows are of."""
        return int(np.count_nonzero(self._has_row(rows)))

    def _has_row(self, rows: Mask | Nodes) -> Mask:
        """Return for each page, by its number, whether one of the rows is of it."""
        found = np.zeros(self.pages, np.bool_)
        found[self._pages.numbers[rows]] = True
        return found

    def of_same_pages(self, nodes: Nodes) -> Nodes:
        """Return all rows of the pages that some rows are of, in order of arrival."""
        return np.flatnonzero(self._has_row(nodes)[self._pages.numbers]).astype(np.int32)

    def nodes_of_page(self, page_id: int) -> list[int]:
        """Return all rows of a page, in order of arrival."""
        return self._pages.nodes([page_id])[0]

    def nodes_of(self, keys: Iterable[tuple[int, int]]) -> list[int]:
        """Return the nodes of rows by ``via`` and page id, as far as they exist."""
        return sorted(node for node in self._find(list(keys)) if node >= 0)

    def redirect_titles(self) -> dict[int, str]:
        """Return the titles of the redirects to the page, by page id: the names of ``via``."""
        return {page_id: self.titles[node] for page_id, node in self.groups.items()}


def _merged(rows: Sequence[Row], again: Sequence[Row]) -> list[Row]:
    """Return rows with the kinds that they arrive with again. Raises KeyError for other rows."""
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
