# SPDX-License-Identifier: MIT
"""The layout "By redirect": a disc for each redirect, direct links by namespace."""

import numpy as np

from wikilinks_gui.graph.layout import (
    PAGE,
    TURN,
    Discs,
    Lengths,
    in_order,
    radius,
    ranks,
    slots,
)
from wikilinks_gui.graph.packing import around, pack
from wikilinks_gui.table.columns import Column, Mask, Nodes, Numbers
from wikilinks_gui.table.row import Kind
from wikilinks_gui.table.rows import TOP
from wikilinks_gui.table.table import LinkTable
from wikilinks_gui.tasks import Steps, finish

_REDIRECT = int(Kind.REDIRECT)

_MORE, _FEW = 1.5, 2
"""How much room growing discs get: a multiple of their nodes, and a few more."""

_GAP = 0.6
"""The least gap around a disc, so that nodes of two discs are further apart than in one."""

_WIDER = 0.02, 0.12
"""The gap grows with the whole, as names need room: by this share of its radius, but at most
than that share of the disc's."""

_PAGE = 0.16
"""The share of the radius of the whole that is left free for the page and its name."""

_NONE = -1
"""The parent of a disc that is in no other."""

_DISC = np.dtype(
    [
        ("node", np.int32),
        ("namespace", np.int32),
        ("parent", np.int32),
        ("x", np.float64),
        ("y", np.float64),
        ("outer", np.float64),  # of the circle around what is inside; 0: nothing is
        ("outer_x", np.float64),
        ("outer_y", np.float64),
        ("nodes", np.int64),  # that belong to it
        ("slots", np.int64),  # that are taken
        ("limit", np.int64),  # how many slots may be taken
        ("room", np.int64),  # for how many nodes there is room; 0: it has no place yet
        ("before", np.int64),  # nodes when it was arranged last
    ]
)


class RedirectLayout:
    """Where the rows of a table are drawn by what they came through.

    A redirect to the page stands in the middle of its own disc, and the rows through it are around
    it in the order of arrival; direct links are in a disc a namespace. The place of a node in its
    disc never changes, unless its page turns out to be a redirect. Discs are packed around the page
    by :meth:`arranging` and :meth:`arrange`. That may be done once more when all has come: what
    does not grow needs no room for it.

    A group draws at most ``step`` rows before :meth:`open_more`, and all together ``most``;
    redirects are always drawn, and what is opened comes on top.
    """

    def __init__(self, table: LinkTable, most: int = 100_000, step: int = 50_000) -> None:
        self._table = table
        self._most, self._step = most, step
        # Of rows.
        self._is_group = Column(np.bool_)
        self._is_drawn = Column(np.bool_)
        self._homes = Column(np.int32)  # the disc each belongs to
        # Of drawn ones.
        self._nodes = Column(np.int32)
        self._dx = Column(np.float32)  # from the middle of its disc
        self._dy = Column(np.float32)
        self._discs = Column(_DISC)
        self._of_namespaces: dict[int, int] = {}  # namespace -> disc
        self.edges: Numbers = np.zeros((2, 0), np.int32)  # what a node hangs on is its disc
        self._show()

    @property
    def total(self) -> int:
        """How many rows there are."""
        return len(self._homes)

    def _show(self) -> None:
        """Compute where everything is."""
        self.nodes: Nodes = self._nodes.array
        discs, homes = self._discs.array, self._homes.array[self.nodes]
        x, y = discs["x"].astype(np.float32), discs["y"].astype(np.float32)
        self.x: Lengths = x[homes] + self._dx.array
        self.y: Lengths = y[homes] + self._dy.array
        is_empty = discs["nodes"] == 0
        radii = np.where(is_empty, 0.0, radius(_sizes(discs)))
        self.discs = Discs(
            nodes=discs["node"].copy(),
            namespaces=discs["namespace"].copy(),
            x=x,
            y=y,
            radius=radii.astype(np.float32),
            outer=np.maximum(discs["outer"], radii).astype(np.float32),
            outer_x=discs["outer_x"].astype(np.float32),
            outer_y=discs["outer_y"].astype(np.float32),
            counts=discs["nodes"] - (discs["node"] != PAGE),
            left=discs["nodes"] - np.bincount(homes, minlength=len(discs)),
            parents=np.where(is_empty, np.arange(len(discs)), discs["parent"]).astype(np.int32),
        )

    # --- rows ---------------------------------------------------------------------------------

    def add(self) -> bool:
        """Add the new rows of the table; return whether discs need other places (arranging())."""
        start, end = len(self._homes), len(self._table)
        is_group = (self._table.kinds & _REDIRECT) > 0
        late = np.flatnonzero(is_group[:start] & ~self._is_group.array).astype(np.int32)
        if end > start or len(late):
            self._is_group.array[late] = True
            self._is_group.extend(is_group[start:])
            self._is_drawn.extend(np.zeros(end - start, np.bool_))
            self._homes.extend(np.zeros(end - start, np.int32))
            # Their slots stay empty.
            np.subtract.at(self._discs.array["nodes"], self._homes.array[late], 1)
            groups = (start + np.flatnonzero(is_group[start:])).astype(np.int32)
            if len(late) or len(groups):
                self._add_redirects(np.concatenate([late, groups]))
            self._add_others((start + np.flatnonzero(~is_group[start:])).astype(np.int32))
            self._show()
        discs = self._discs.array
        return bool(np.any(_sizes(discs) > discs["room"]))

    def open_more(self, disc: int) -> None:
        """Draw more of a disc's rows that are left out: there is room for them.

        Those that pass the filter come first, in the order of the tree.
        """
        is_left = (self._homes.array == disc) & ~self._is_drawn.array
        self._discs.array["limit"][disc] = self._discs.array["slots"][disc] + self._step
        self._draw(in_order(self._table, is_left)[: self._step], self.total)
        self._show()

    def _add_redirects(self, rows: Nodes) -> None:
        """Make a disc for each redirect."""
        discs = self._add_discs(len(rows))
        self._homes.array[rows] = np.arange(len(self._discs) - len(rows), len(self._discs))
        parents = self._table.parents[rows]
        # What rows came through is a redirect, whose home is its own disc.
        discs["parent"] = np.where(parents == TOP, _NONE, self._homes.array[parents])
        discs["node"], discs["nodes"], discs["limit"] = rows, 1, 1 + self._step
        is_drawn = self._is_drawn.array[rows]
        if np.any(is_drawn):  # it stays where it is in the order of nodes
            places = np.isin(self._nodes.array, rows[is_drawn])
            self._dx.array[places] = self._dy.array[places] = 0
            homes = self._homes.array[rows[is_drawn]]
            self._discs.array["slots"][homes] = 1
        self._draw(rows[~is_drawn], self.total)

    def _add_others(self, rows: Nodes) -> None:
        parents = self._table.parents[rows]
        is_direct = parents == TOP
        direct, numbers = np.unique(self._table.namespaces[rows[is_direct]], return_inverse=True)
        new = [each for each in direct.tolist() if each not in self._of_namespaces]
        if new:
            self._of_namespaces.update((each, at) for at, each in enumerate(new, len(self._discs)))
            discs = self._add_discs(len(new))
            discs["node"], discs["namespace"], discs["parent"] = PAGE, new, _NONE
            discs["limit"] = self._step
        homes = self._homes.array[parents]
        homes[is_direct] = np.array([self._of_namespaces[each] for each in direct.tolist()])[
            numbers
        ]
        self._homes.array[rows] = homes
        self._discs.array["nodes"] += np.bincount(homes, minlength=len(self._discs))
        self._draw(rows, self._most)

    def _add_discs(self, count: int) -> Numbers:
        """Make discs, for now outside of all others; give them to be written to."""
        discs = self._discs.array
        away = np.hypot(discs["x"], discs["y"]) + radius(np.maximum(_sizes(discs), discs["room"]))
        numbers = np.arange(count) + 1
        new = np.zeros(count, _DISC)
        away = np.hypot(np.max(away, initial=0) + 3, 2 * np.sqrt(numbers))
        new["x"] = new["outer_x"] = away * np.cos(numbers * TURN)
        new["y"] = new["outer_y"] = away * np.sin(numbers * TURN)
        self._discs.extend(new)
        return self._discs.array[len(discs) :]

    def _draw(self, rows: Nodes, most: int) -> None:
        """Draw rows that are in discs, as far as these may and there are not more than ``most``."""
        homes, discs = self._homes.array[rows], self._discs.array
        numbers = ranks(homes) + discs["slots"][homes]
        fits = np.flatnonzero(numbers < discs["limit"][homes])[: max(most - len(self._nodes), 0)]
        rows, homes, numbers = rows[fits], homes[fits], numbers[fits]
        discs["slots"] += np.bincount(homes, minlength=len(discs))
        self._is_drawn.array[rows] = True
        self._nodes.extend(rows)
        dx, dy = slots(numbers)
        self._dx.extend(dx)
        self._dy.extend(dy)

    # --- places -------------------------------------------------------------------------------

    def arranging(self) -> Steps[Numbers]:
        """Return the steps that pack the present discs, whatever arrives meanwhile."""
        discs = self._discs.array
        sizes = _sizes(discs)
        more = (sizes * _MORE).astype(np.int64) + _FEW
        arranged = discs.copy()
        arranged["room"] = np.where(sizes > discs["before"], more, sizes)
        discs["before"] = sizes
        return _arranging(arranged, discs["room"] > 0)

    def arrange(self, arranged: Numbers | None = None) -> None:
        """Move discs, and all nodes in them, to where arranging() had them; without it, do that."""
        arranged = finish(self.arranging()) if arranged is None else arranged
        discs = self._discs.array[: len(arranged)]
        for name in ("x", "y", "outer", "outer_x", "outer_y", "room"):
            discs[name] = arranged[name]
        self._show()


def _sizes(discs: Numbers) -> Numbers:
    """Return how many nodes need room in each disc, which may have empty slots."""
    sizes: Numbers = np.maximum(discs["nodes"], discs["slots"])
    return sizes


def _arranging(discs: Numbers, known: Mask) -> Steps[Numbers]:
    """Pack discs around the page at (0, 0), those that have parents in these; return the discs.

    They are as large as their rooms; ``known`` ones start from where they are. Parents come before
    what is in them.
    """
    radii, parents = radius(discs["room"]), discs["parent"]
    whole = float(np.sqrt(np.sum(radii * radii) / 0.7))
    gaps = _GAP + np.minimum(_WIDER[0] * whole, _WIDER[1] * radii)
    outer = radii.copy()
    # From here on all places are from the middle of the parent; outer ones from that of the disc.
    inside = parents >= 0
    x = discs["x"] - np.where(inside, discs["x"][parents], 0)
    y = discs["y"] - np.where(inside, discs["y"][parents], 0)
    outer_x, outer_y = np.zeros(len(x)), np.zeros(len(x))
    discs["outer"] = 0
    for disc in np.unique(parents)[::-1].tolist():  # at last what is in none, around the page
        members = np.flatnonzero(parents == disc)
        middle = max(2.0, _PAGE * whole) if disc == _NONE else radii[disc] + _GAP
        places_x, places_y = x[members] + outer_x[members], y[members] + outer_y[members]
        yield from pack(outer[members] + gaps[members], places_x, places_y, known[members], middle)
        x[members], y[members] = places_x - outer_x[members], places_y - outer_y[members]
        if disc != _NONE:
            circles = np.append(0, places_x), np.append(0, places_y)
            found = around(*circles, np.append(radii[disc], outer[members]))
            outer_x[disc], outer_y[disc], outer[disc] = found
            discs["outer"][disc] = outer[disc]
    for disc in np.flatnonzero(inside).tolist():  # parents come first
        x[disc] += x[parents[disc]]
        y[disc] += y[parents[disc]]
    discs["x"], discs["y"], discs["outer_x"], discs["outer_y"] = x, y, x + outer_x, y + outer_y
    return discs
