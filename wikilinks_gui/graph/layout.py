# SPDX-License-Identifier: MIT
"""What a layout gives: where nodes and discs are, for what draws them and what writes them.

A node is a row of a :class:`~wikilinks_gui.table.table.LinkTable`, by its number there; PAGE is
the explored page itself, which stands at (0, 0). Lengths are in units of the scene: neighbours in
a disc are 1 apart. y grows downwards.
"""

import math
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from wikilinks_gui.table.columns import Mask, Nodes, Numbers
from wikilinks_gui.table.rows import TOP
from wikilinks_gui.table.table import LinkTable
from wikilinks_gui.tasks import Steps

PAGE = TOP
"""The node of the explored page."""

TURN = math.pi * (3 - math.sqrt(5))
"""The golden angle: turned by it again and again, no two bearings are near each other for long."""

SPREAD = 0.6
"""Neighbours are 1.0 apart then (measured: 0.99 to 1.02, the middle one 0.85)."""

Lengths = npt.NDArray[np.float32]


@dataclass(slots=True)
class Discs:
    """Groups of nodes, an array each for what is known of them; they are drawn below the nodes.

    ``radius`` is that of the nodes in it, so that areas compare as numbers of nodes do; the circle
    of ``outer`` also holds the discs inside it, and may have another middle: a chain of redirects
    would otherwise double it with each.
    """

    nodes: Nodes  # the redirect that the group came through, which stands in the middle; or PAGE
    namespaces: Nodes  # of a group of direct links (node PAGE); of others it says nothing
    x: Lengths
    y: Lengths
    radius: Lengths
    outer: Lengths
    outer_x: Lengths  # the middle of that circle: x where nothing is inside
    outer_y: Lengths
    counts: Numbers  # rows that belong to it, without those in discs inside it
    left: Numbers  # how many of these are not drawn, but counted in one node
    parents: Nodes  # the disc around it, by its place here; -1: none; itself where it is empty:
    # everything in it turned out to be redirects
    titles: list[str] = field(default_factory=list)  # where they are not named after ``nodes`` and
    # ``namespaces``; else empty
    totals: list[int] = field(default_factory=list)  # rows of what ``titles`` name, in all discs;
    # empty: all of them are in the disc
    drawn: int = 0  # how many of ``Layout.edges`` are drawn, the first ones; others at the pointer

    def __len__(self) -> int:
        return len(self.x)

    @property
    def has_ground(self) -> Mask:
        """Return which discs hold more than one node, with those inside them."""
        is_more: Mask = self.counts + (self.nodes != PAGE) > 1
        return is_more | (self.outer > self.radius)


def named_discs(places: Numbers, counts: Numbers, left: Numbers, titles: list[str]) -> Discs:
    """Return discs with names, none in another; ``places`` are their middles, of shape (2, n)."""
    x, y = places.astype(np.float32)
    radii, numbers = radius(counts).astype(np.float32), np.arange(len(counts), dtype=np.int32)
    return Discs(
        nodes=np.full_like(numbers, PAGE),
        namespaces=np.zeros_like(numbers),
        x=x,
        y=y,
        radius=radii,
        outer=radii,
        outer_x=x,
        outer_y=y,
        counts=counts,
        left=left,
        parents=np.where(counts == 0, numbers, np.int32(-1)),
        titles=titles,
    )


class Layout(Protocol):
    """Where everything is drawn. Arrays are replaced when something changes, not written to.

    Layouts are compared by identity.
    """

    nodes: Nodes
    """Rows that are drawn, in the order they are; each once. What comes is put at the end."""
    x: Lengths
    """Where each of ``nodes`` is."""
    y: Lengths
    discs: Discs
    edges: Numbers
    """Links between drawn rows beside those of the tree: shape (2, n), places in ``nodes``.

    The most important come first; [0] links to [1]. ``Discs.drawn`` of them are always seen.
    """


class GrowingLayout(Layout, Protocol):
    """A layout that follows its table, in the thread of that."""

    def add(self) -> bool:
        """Return whether discs need other places, as rows came or became something else."""
        ...

    def arranging(self) -> Steps[Any]:
        """Return the steps that find places; what they return is for arrange()."""
        ...

    def arrange(self, arranged: Any) -> None:
        """Move everything to these places."""
        ...

    def open_more(self, disc: int) -> None:
        """Draw more of a disc's rows that are left out."""
        ...


def slots(numbers: Numbers) -> tuple[Lengths, Lengths]:
    """Return how far from the middle of their disc slots are; number 0 is the middle itself.

    They are a sunflower's (Vogel 1979), of which each has the same area.
    """
    # One more than its number, so that there is room around the middle.
    away = SPREAD * np.sqrt(numbers + (numbers > 0))
    angles = numbers * TURN
    return (away * np.cos(angles)).astype(np.float32), (away * np.sin(angles)).astype(np.float32)


def ranks(groups: Numbers) -> Numbers:
    """Return for each place how many of those before are in the same group."""
    order = np.argsort(groups, kind="stable")
    _, first, counts = np.unique(groups[order], return_index=True, return_counts=True)
    found = np.zeros(len(groups), np.int64)
    found[order] = np.arange(len(groups)) - np.repeat(first, counts)
    return found


def in_order(table: LinkTable, wanted: Mask) -> Nodes:
    """Return some rows: first those that pass the filter, in the order of the tree."""
    passed = table.filtered()
    passed = passed[passed < len(wanted)]
    first = passed[wanted[passed]]
    rest = wanted.copy()
    rest[first] = False
    return np.concatenate([first, np.flatnonzero(rest)]).astype(np.int32)


def radius(nodes: Numbers) -> npt.NDArray[np.float64]:
    """Return the radius of discs by their number of nodes; all their slots are within it."""
    radii: npt.NDArray[np.float64] = SPREAD * np.sqrt(nodes)
    return radii


def nearest(x: Lengths, y: Lengths, to_x: float, to_y: float, within: float) -> int:
    """Return the place of the nearest of the points (x, y), the first of equals.

    -1: none is within that distance. x and y have the same shape (n,). All are looked at, which is
    quick (0.2 ms for 100,000).
    """
    if not len(x):
        return -1
    away = x - np.float32(to_x)
    away *= away
    down = y - np.float32(to_y)
    down *= down
    away += down
    found = int(np.argmin(away))
    return found if away[found] <= within * within else -1
