# SPDX-License-Identifier: MIT
"""Which rows pass a filter, kept up to date as rows come and get kinds."""

import numpy as np

from wikilinks_gui.links.columns import Column, Mask, Nodes, Numbers
from wikilinks_gui.links.filter import BUDGET, Filter
from wikilinks_gui.links.tally import Counts, Tally
from wikilinks_gui.links.texts import Texts

_PART = 1 << 15
"""Rows that are looked at together: what is made for them stays in a processor's cache."""


class Passing:
    """What a filter makes of rows, each looked at once; ``parents`` are negative at the top."""

    def __init__(
        self,
        wanted: Filter,
        fitting: Mask,
        *,
        titles: Texts,
        namespaces: Column,
        kinds: Column,
        redirects: Column,
        parents: Column,
    ) -> None:
        self.filter = wanted
        self._titles = titles
        self._namespaces = namespaces
        self._kinds = kinds
        self._redirects = redirects
        self._parents = parents
        self._fitting = Column(np.bool_)  # by title and namespace
        self._fitting.extend(fitting)
        self._begin()

    def _begin(self) -> None:
        self._passed = Column(np.bool_)  # by kind as well
        self._kept = Column(np.bool_)  # what passed, and the redirects above it
        self._tally = Tally()

    def passed(self) -> Mask:
        """Tell of each row whether it passes."""
        self._look()
        return self._passed.array

    def kept(self) -> Mask:
        """Tell of each row whether it passes, or something passes that came through it."""
        self._look()
        return self._kept.array

    def counts(self) -> Counts:
        """Count what passes."""
        self._look()
        return self._tally.counts()

    def look_again(self, nodes: Nodes, kinds_before: Numbers) -> None:
        """Look at rows whose kinds changed."""
        seen = nodes < len(self._passed)
        nodes, kinds_before = nodes[seen], kinds_before[seen]
        before, after = self._passed.array[nodes], self._passes(nodes)
        if np.any(before & ~after):  # and redirects above may be kept for nothing
            self._begin()
            return
        namespaces, kinds = self._namespaces.array[nodes], self._kinds.array[nodes]
        self._tally.take(namespaces[before], kinds_before[before])
        self._tally.add(namespaces[after], kinds[after])
        self._passed.array[nodes] = after
        self._kept.array[nodes] |= after
        self._keep_above(nodes[after & ~before])

    def _look(self) -> None:
        """Look at the rows that came since."""
        start, end = len(self._passed), len(self._titles)
        if start == end:
            return
        fitting = len(self._fitting)
        self._fitting.extend(
            self.filter.fits_title(
                self._titles, self._namespaces.array, fitting, end, budget=BUDGET
            )
        )
        passed = self._passes(slice(start, end))
        self._passed.extend(passed)
        self._kept.extend(passed)
        for part in range(start, end, _PART):
            new = part + np.flatnonzero(self._passed.array[part : part + _PART])
            self._tally.add(self._namespaces.array[new], self._kinds.array[new])
            self._keep_above(new)

    def _passes(self, rows: slice | Nodes) -> Mask:
        fits = self.filter.fits_kinds(self._kinds.array[rows], self._redirects.array[rows])
        return fits & self._fitting.array[rows]

    def _keep_above(self, nodes: Numbers) -> None:
        """Keep the redirects that rows came through."""
        kept = self._kept.array
        while len(nodes):
            parents = self._parents.array[nodes]
            above = np.unique(parents[parents >= 0])
            nodes = above[~kept[above]]
            kept[nodes] = True
