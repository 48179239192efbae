# SPDX-License-Identifier: MIT
"""Which rows pass a filter, kept up to date as rows arrive, get kinds and are checked."""

from collections.abc import Callable

import numpy as np

from wikilinks_gui.table.columns import Column, Mask, Nodes, Numbers
from wikilinks_gui.table.filter import BUDGET, Filter
from wikilinks_gui.table.rows import Rows
from wikilinks_gui.table.tally import Tally


class FilterState:
    """What a filter makes of rows, each looked at once, when it is asked for.

    ``fitting`` tells of the rows there are whether title and namespace are wanted; ``marks`` of
    any rows whether they have a check mark.
    """

    def __init__(
        self,
        rows: Rows,
        wanted: Filter,
        fitting: Mask,
        marks: Callable[[slice | Nodes], Mask],
    ) -> None:
        self.filter = wanted
        self._rows = rows
        self._marks = marks
        self._fitting = Column(np.bool_)  # by title and namespace
        self._fitting.extend(fitting)
        self._begin()

    def _begin(self) -> None:
        self._suited = Column(np.bool_)  # by kind and page as well
        self._passed = Column(np.bool_)  # by check mark as well
        self._holding = Column(np.bool_)
        self._through = Column(np.int32)
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
        """Whether a row through it passes, directly or not."""
        self._look()
        return self._holding.array

    @property
    def through(self) -> Numbers:
        """How many rows directly through it pass."""
        self._look()
        return self._through.array

    @property
    def tally(self) -> Tally:
        """The counts of what passes."""
        self._look()
        return self._tally

    def look_again(self, nodes: Nodes, facets_before: Numbers) -> None:
        """Look at rows again that became something else."""
        seen = nodes < len(self._passed)
        nodes, facets_before = nodes[seen], facets_before[seen]
        before = self._passed.array[nodes]
        suited, after = self._fits(nodes)
        if np.any(before & ~after):  # and redirects above may be kept for nothing
            self._begin()
            return
        namespaces, facets = self._rows.namespaces[nodes], self._rows.facets[nodes]
        self._tally.subtract(namespaces[before], facets_before[before])
        self._tally.add(namespaces[after], facets[after])
        self._suited.array[nodes] = suited
        self._passed.array[nodes] = after
        self._count_above(nodes[after & ~before])

    def look_at_marks(self) -> None:
        """Look at all rows again where check marks decide, as some have changed."""
        if self.filter.checked != "all":
            self._begin()

    def _look(self) -> None:
        """Look at the rows that have arrived since."""
        rows, start, end = self._rows, len(self._passed), len(self._rows)
        if start == end:
            return
        known = len(self._fitting)
        self._fitting.extend(
            self.filter.fits_title(rows.titles, rows.namespaces, known, end, budget=BUDGET)
        )
        suited, passed = self._fits(slice(start, end))
        self._suited.extend(suited)
        self._passed.extend(passed)
        nothing = np.zeros(end - start, np.bool_)
        self._holding.extend(nothing)
        self._through.extend(nothing)
        new = start + np.flatnonzero(passed)
        self._tally.add(rows.namespaces[new], rows.facets[new])
        self._count_above(new)

    def _fits(self, rows: slice | Nodes) -> tuple[Mask, Mask]:
        """Return for each row whether it is suited, and whether it passes."""
        suited = self.filter.fits_facets(self._rows.facets[rows]) & self._fitting.array[rows]
        if self.filter.pages is not None:
            suited &= np.isin(self._rows.page_ids[rows], list(self.filter.pages))
        if self.filter.checked == "all":
            return suited, suited
        return suited, suited & (self._marks(rows) == (self.filter.checked == "only"))

    def _count_above(self, nodes: Numbers) -> None:
        """Count rows that pass for the redirects that they came through."""
        parents = self._rows.parents[nodes]
        above, counts = np.unique(parents[parents >= 0], return_counts=True)
        self._through.array[above] += counts.astype(np.int32)
        holding = self._holding.array
        while len(above):
            above = above[~holding[above]]
            holding[above] = True
            parents = self._rows.parents[above]
            above = np.unique(parents[parents >= 0])
