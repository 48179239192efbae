# SPDX-License-Identifier: MIT
"""Which rows pass a filter, kept up to date as rows arrive."""

from collections.abc import Callable

import numpy as np

from wikilinks_gui.table.columns import Column, Mask, Nodes, Numbers
from wikilinks_gui.table.filter import BUDGET, Filter
from wikilinks_gui.table.origin import ALL_ORIGINS
from wikilinks_gui.table.rows import Rows
from wikilinks_gui.table.tally import Tally


class FilterState:
    """What a filter makes of rows, as of the last :meth:`look`.

    ``fitting`` tells of the rows there are whether title and namespace are wanted; ``marks`` of
    any rows whether they have a check mark. Of each row, by node: ``suited``, whether it would pass
    if it were not for its check mark, or for having none; ``passed``, whether it passes;
    ``holding``, whether a row through it passes, directly or not; ``through``, how many directly
    through it do.
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
        self._fitting = Column(np.bool_)
        self._fitting.extend(fitting)
        self.look_again()

    def look_again(self) -> None:
        """Forget what was made of all rows, as some became something else."""
        self._suited, self._passed, self._holding = (Column(np.bool_) for _ in range(3))
        self._through = Column(np.int32)
        self.tally = Tally()
        self._show()

    def _show(self) -> None:
        self.suited: Mask = self._suited.array
        self.passed: Mask = self._passed.array
        self.holding: Mask = self._holding.array
        self.through: Nodes = self._through.array

    def look(self) -> None:
        """Look at the rows that have arrived since."""
        rows, wanted, start, end = self._rows, self.filter, len(self._passed), len(self._rows)
        if start == end:
            return
        known = len(self._fitting)
        self._fitting.extend(
            wanted.fits_title(rows.titles, rows.namespaces, known, end, budget=BUDGET)
        )
        suited, passed = self._judge(slice(start, end))
        self._suited.extend(suited)
        self._passed.extend(passed)
        nothing = np.zeros(end - start, np.bool_)
        self._holding.extend(nothing)
        self._through.extend(nothing)
        self._show()
        new = start + np.flatnonzero(passed)
        self.tally.add(rows.namespaces[new], rows.facets[new])
        self._count_above(new, 1)

    def look_at(self, nodes: Nodes) -> None:
        """Look at some rows again, of which something else became known: their origins.

        A check brings 50 at a time, and to look at all takes 50 times as long at 1,000,000 rows.
        """
        nodes = np.unique(nodes[nodes < len(self._passed)])  # the others have not been looked at
        suited, passed = self._judge(nodes)
        came, went = nodes[passed & ~self.passed[nodes]], nodes[self.passed[nodes] & ~passed]
        self.suited[nodes], self.passed[nodes] = suited, passed
        rows = self._rows
        self.tally.add(rows.namespaces[came], rows.facets[came])
        self.tally.subtract(rows.namespaces[went], rows.facets[went])
        self._count_above(came, 1)
        if len(went):
            self._count_above(went, -1)
            above = rows.parents_of_any()
            self.holding[above] = False
            self._hold(above[self.through[above] > 0])

    def _judge(self, some: slice | Nodes) -> tuple[Mask, Mask]:
        """Return for each of some rows whether it is suited, and whether it passes."""
        rows, wanted = self._rows, self.filter
        suited = wanted.fits_facets(rows.facets[some]) & self._fitting.array[some]
        if wanted.pages is not None:
            suited &= np.isin(rows.page_ids[some], list(wanted.pages))
        if wanted.origins != ALL_ORIGINS:
            suited &= np.right_shift(wanted.origins, rows.origin_groups[some]) & 1 > 0
        if wanted.templates is not None:
            suited &= rows.brought_by(wanted.templates, some)
        if wanted.checked == "all":
            return suited, suited
        return suited, suited & (self._marks(some) == (wanted.checked == "only"))

    def _count_above(self, nodes: Numbers, sign: int) -> None:
        """Count rows that pass, or no longer, for the redirects that they came through."""
        parents = self._rows.parents[nodes]
        above, counts = np.unique(parents[parents >= 0], return_counts=True)
        self.through[above] += sign * counts.astype(np.int32)
        if sign > 0:
            self._hold(above)

    def _hold(self, above: Numbers) -> None:
        """Record that something passes below some redirects, and so below those above them."""
        while len(above):
            above = above[~self.holding[above]]
            self.holding[above] = True
            parents = self._rows.parents[above]
            above = np.unique(parents[parents >= 0])
