# SPDX-License-Identifier: MIT
"""The layout "By template": a disc for each template that brings links, one for those in the text.

What only a template brings stands apart from what editors wrote on the pages themselves.
"""

import sys
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from wikilinks_gui.graph.layout import Lengths, in_order, named_discs, radius, ranks, slots
from wikilinks_gui.graph.packing import pack, rooms
from wikilinks_gui.table.columns import Column, Nodes, Numbers
from wikilinks_gui.table.origin import IN_DOUBT, ORIGIN_GROUPS, Origin
from wikilinks_gui.table.table import LinkTable
from wikilinks_gui.tasks import Steps
from wikilinks_gui.translation import _, isolated

_TEXT, _IN_DOUBT, _NOT_FOUND, _UNKNOWN, _FIRST_TEMPLATE = range(5)
"""Discs by their numbers; each template has one from the last on."""

_OF_GROUPS = {
    IN_DOUBT: _IN_DOUBT,
    Origin.NOT_FOUND: _NOT_FOUND,
    Origin.UNKNOWN: _UNKNOWN,
    Origin.TEMPLATE: _FIRST_TEMPLATE,
}
"""Discs by what rows are counted as (ORIGIN_GROUPS), where that is not in the text."""


class _Groups(NamedTuple):
    """The rows of a table by disc, as they were at a moment."""

    moment: tuple[int, int]  # rows, and how often their origins changed
    homes: Numbers  # the disc of each row
    counts: Numbers  # rows of each disc
    templates: list[Counter[str]]  # of each disc: how many of its rows each template brings
    names: list[list[str]]  # of each disc: templates that bring all of its rows
    totals: dict[str, int]  # rows that a template has to do with, in all discs


class TemplateLayout:
    """Where the rows of a table are drawn by the templates that bring their links.

    What is in the text as well is with what is in the text; a row that several templates bring is
    in the disc of the one with the most rows. ``template_name`` names a template by
    its title. Nothing is drawn before :meth:`arranging` and
    :meth:`arrange`, which put everything where it belongs by then: at each time all may move, but
    discs and nodes keep their numbers. The first ``most`` rows are drawn, and ``step`` more of a
    disc by :meth:`open_more`.
    """

    def __init__(
        self,
        table: LinkTable,
        template_name: Callable[[str], str],
        most: int = 100_000,
        step: int = 50_000,
    ) -> None:
        self._table = table
        self._template_name = template_name
        self._most, self._step = most, step
        self._nodes = Column(np.int32)
        self._of_templates: dict[str, int] = {}  # title -> disc
        none = np.zeros(0, np.int32)
        self._groups = _Groups((0, 0), none, none, [], [], {})
        self.edges: Numbers = np.zeros((2, 0), np.int32)  # what a node hangs on is its disc
        self._show(np.zeros((2, 0)))

    def add(self) -> bool:
        """Return whether rows came or their origins changed since all was arranged."""
        return self._moment() != self._groups.moment

    def _moment(self) -> tuple[int, int]:
        return len(self._table), len(self._table.moves["origin"])

    def open_more(self, disc: int) -> None:
        """Draw more of a disc's rows that are left out: there is room for them."""
        is_left = self._groups.homes == disc
        is_left[self.nodes] = False
        self._nodes.extend(in_order(self._table, is_left)[: self._step])
        self._show(np.stack([self.discs.x, self.discs.y]))

    def nodes_of(self, disc: int) -> Nodes:
        """Return all rows in a disc, drawn or not."""
        return np.flatnonzero(self._groups.homes == disc).astype(np.int32)

    def is_of_template(self, disc: int) -> bool:
        """Return whether only templates bring the links in a disc."""
        return disc >= _FIRST_TEMPLATE

    def templates(self, disc: int) -> list[str]:
        """Return the templates that bring all rows of a disc, which is named after them."""
        return self._groups.names[disc]

    def others(self, disc: int) -> list[tuple[str, int]]:
        """Return the templates that bring only some rows of a disc, and how many, most first."""
        if not self.is_of_template(disc):
            return []
        found = self._groups.templates[disc].most_common()
        return [(title, count) for title, count in found if count < self._groups.counts[disc]]

    def elsewhere(self, title: str, disc: int) -> list[tuple[int, int]]:
        """Return the other discs with rows of a template, and how many, most first."""
        found = [(each, of_disc[title]) for each, of_disc in enumerate(self._groups.templates)]
        found = [(each, count) for each, count in found if count and each != disc]
        return sorted(found, key=lambda pair: -pair[1])

    # --- places -------------------------------------------------------------------------------

    def arranging(self) -> Steps[tuple[_Groups, Numbers]]:
        """Return the steps that group the present rows, and pack the discs around the page."""
        groups, before = self._group(), len(self.discs)
        known = np.zeros(len(groups.counts), np.bool_)
        known[:before] = self.discs.counts > 0
        places = np.zeros((2, len(known)))
        places[:, :before] = self.discs.x, self.discs.y
        there = np.flatnonzero(groups.counts)
        room, middle = rooms(radius(groups.counts[there]))
        x, y = places[:, there]
        yield from pack(room, x, y, known[there], middle)
        places[:] = 0  # empty discs take no room, at the page
        places[:, there] = x, y
        return groups, places

    def arrange(self, arranged: tuple[_Groups, Numbers]) -> None:
        """Move everything to where :meth:`arranging` had it."""
        before = len(self._groups.homes)
        self._groups, places = arranged
        start, end = (min(rows, self._most) for rows in (before, len(self._groups.homes)))
        self._nodes.extend(np.arange(start, end, dtype=np.int32))
        self._show(places)

    def _group(self) -> _Groups:
        """Find the disc of each row."""
        table, sets = self._table, self._table.template_sets
        of_groups = np.full(len(ORIGIN_GROUPS), _TEXT, np.int32)
        of_groups[[*_OF_GROUPS]] = [*_OF_GROUPS.values()]
        homes: Numbers = of_groups[table.origin_groups]  # by template: the first disc of these
        places = homes * len(sets) + table.brought
        rows = np.bincount(places, minlength=(_FIRST_TEMPLATE + 1) * len(sets))
        *of_others, of_sets = rows.reshape(-1, len(sets))
        totals = sets.count(sum(of_others, of_sets))
        discs = self._discs_of_sets(of_sets, totals)
        is_from_template = homes == _FIRST_TEMPLATE
        homes[is_from_template] = discs[table.brought[is_from_template]]
        templates = [Counter(sets.count(each)) for each in of_others]
        templates += [Counter() for _disc in self._of_templates]
        counts = np.bincount(homes, minlength=len(templates))
        sizes, names = counts.tolist(), [list[str]() for _disc in templates]
        titles, (places, numbers) = list(sets.titles), sets.pairs
        brings = of_sets[places] > 0
        places, numbers = places[brings], numbers[brings]
        keys, at = np.unique(discs[places] * np.int64(len(titles)) + numbers, return_inverse=True)
        rows = np.bincount(at, of_sets[places]).astype(np.int64)
        for key, count in zip(keys.tolist(), rows.tolist(), strict=True):
            disc, number = divmod(key, len(titles))
            templates[disc][titles[number]] = count
            if count == sizes[disc]:
                names[disc].append(titles[number])
        return _Groups(self._moment(), homes, counts, templates, list(map(sorted, names)), totals)

    def _discs_of_sets(self, rows: Numbers, totals: dict[str, int]) -> Numbers:
        """Return the disc of the rows that each set of templates brings; ``rows``: how many."""
        sets, known = self._table.template_sets, self._of_templates
        # Of as many the one that had a disc before, so that nothing moves without need.
        order = sorted(
            totals, key=lambda title: (-totals[title], known.get(title, sys.maxsize), title)
        )
        ranks = np.full(len(sets.titles), len(order))
        ranks[[sets.titles[title] for title in order]] = np.arange(len(order))
        of_sets = np.full(len(sets), len(order))
        places, templates = sets.pairs
        np.minimum.at(of_sets, places, ranks[templates])
        discs = np.zeros(len(order) + 1, np.int32)
        for rank in np.unique(of_sets[rows > 0]).tolist():
            title = order[rank] if rank < len(order) else ""
            discs[rank] = known.setdefault(title, _FIRST_TEMPLATE + len(known))
        of_discs: Numbers = discs[of_sets]
        return of_discs

    def _show(self, places: Numbers) -> None:
        """Compute where everything is, with the discs at these places: shape (2, n)."""
        self.nodes: Nodes = self._nodes.array
        homes, counts = self._groups.homes[self.nodes], self._groups.counts
        dx, dy = slots(ranks(homes))
        left = counts - np.bincount(homes, minlength=len(counts))
        self.discs = named_discs(places, counts, left, list(map(self._name, range(len(counts)))))
        self.discs.totals = list(map(self._total, range(len(counts))))
        self.x: Lengths = self.discs.x[homes] + dx
        self.y: Lengths = self.discs.y[homes] + dy

    def _name(self, disc: int) -> str:
        """Name a disc; one of templates after those that bring all of its rows."""
        if disc < _FIRST_TEMPLATE:
            return [_("In the text"), _("In doubt"), _("Not found"), _("Not known yet")][disc]
        names = map(self._template_name, self.templates(disc))
        return " + ".join(map(isolated, names)) or _("Through a template")

    def _total(self, disc: int) -> int:
        """Return how many rows there are of what a disc is named after, here and in others."""
        titles = self.templates(disc)
        in_disc = int(self._groups.counts[disc])
        return self._groups.totals[titles[0]] if len(titles) == 1 else in_disc
