# SPDX-License-Identifier: MIT
"""Which rows pass a filter, kept up to date as rows come, get kinds and are checked."""

from collections.abc import Callable

import numpy as np

from wikilinks_gui.table.columns import Column, Mask, Nodes, Numbers
from wikilinks_gui.table.filter import BUDGET, Filter
from wikilinks_gui.table.tally import Tally
from wikilinks_gui.table.texts import Texts

_PART = 1 << 15
"""Rows that are looked at together: what is made for them stays in a processor's cache."""


class Passing:
    """What a filter makes of rows, each looked at once.

    ``facets`` are those of :func:`facets_of`; ``parents`` are negative at the top; ``marks`` tells
    of rows whether they have a check mark.
    """

    def __init__(
        self,
        wanted: Filter,
        fitting: Mask,
        *,
        titles: Texts,
        page_ids: Column,
        namespaces: Column,
        facets: Column,
        parents: Column,
        marks: Callable[[slice | Nodes], Mask],
    ) -> None:
        self.filter = wanted
        self._titles = titles
        self._page_ids = page_ids
        self._namespaces = namespaces
        self._facets = facets
        self._parents = parents
        self._marks = marks
        self._fitting = Column(np.bool_)  # by title and namespace
        self._fitting.extend(fitting)
        self._begin()

    def _begin(self) -> None:
        self._suited = Column(np.bool_)  # by kind and page as well
        self._passed = Column(np.bool_)  # by check mark as well
        self._holding = Column(np.bool_)  # something that came through it passes
        self._through = Column(np.int32)  # how much of what came directly through it does
        self._tally = Tally()

    # Of each row, by node.

    @property
    def suited(self) -> Mask:
        """Whether it would pass if it were not for its check mark, or for having none."""
        self._look()
        return self._suited.array

    @property
    def passed(self) -> Mask:
        """Whether it passes."""
        self._look()
        return self._passed.array

    @property
    def holding(self) -> Mask:
        """Whether something passes that came through it."""
        self._look()
        return self._holding.array

    @property
    def through(self) -> Numbers:
        """How many rows pass that came directly through it."""
        self._look()
        return self._through.array

    @property
    def tally(self) -> Tally:
        """What passes, counted."""
        self._look()
        return self._tally

    def look_again(self, nodes: Nodes, facets_before: Numbers) -> None:
        """Look at rows that became something else."""
        seen = nodes < len(self._passed)
        nodes, facets_before = nodes[seen], facets_before[seen]
        before = self._passed.array[nodes]
        suited, after = self._fits(nodes)
        if np.any(before & ~after):  # and redirects above may be kept for nothing
            self._begin()
            return
        namespaces, facets = self._namespaces.array[nodes], self._facets.array[nodes]
        self._tally.take(namespaces[before], facets_before[before])
        self._tally.add(namespaces[after], facets[after])
        self._suited.array[nodes] = suited
        self._passed.array[nodes] = after
        self._tell_above(nodes[after & ~before])

    def look_at_marks(self) -> None:
        """Look at all rows once more where check marks decide, as some have changed."""
        if self.filter.checked != "all":
            self._begin()

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
        suited, passed = self._fits(slice(start, end))
        self._suited.extend(suited)
        self._passed.extend(passed)
        nothing = np.zeros(end - start, np.bool_)
        self._holding.extend(nothing)
        self._through.extend(nothing)
        for part in range(start, end, _PART):
            new = part + np.flatnonzero(self._passed.array[part : part + _PART])
            self._tally.add(self._namespaces.array[new], self._facets.array[new])
            self._tell_above(new)

    def _fits(self, rows: slice | Nodes) -> tuple[Mask, Mask]:
        """Return for each row whether it is suited, and whether it passes."""
        suited = self.filter.fits_facets(self._facets.array[rows]) & self._fitting.array[rows]
        if self.filter.pages is not None:
            suited &= self.filter.fits_pages(self._page_ids.array[rows])
        if self.filter.checked == "all":
            return suited, suited
        return suited, suited & (self._marks(rows) == (self.filter.checked == "only"))

    def _tell_above(self, nodes: Numbers) -> None:
        """Count rows that pass for the redirects that they came through."""
        parents = self._parents.array[nodes]
        above, counts = np.unique(parents[parents >= 0], return_counts=True)
        self._through.array[above] += counts.astype(np.int32)
        holding = self._holding.array
        while len(above):
            above = above[~holding[above]]
            holding[above] = True
            parents = self._parents.array[above]
            above = np.unique(parents[parents >= 0])
