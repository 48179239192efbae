# SPDX-License-Identifier: MIT
"""What the graph shows of one table: where its nodes are drawn, and as what."""

import math
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QRectF

from wikilinks_gui.graph.colours import Codes, families
from wikilinks_gui.graph.layout import PAGE, Discs, Layout, Lengths
from wikilinks_gui.graph.shapes import Shape, shapes, states
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.table.columns import Nodes, Numbers
from wikilinks_gui.table.table import LinkTable

STATES = 4
SHAPES = len(Shape)


@dataclass(eq=False)
class Layer:
    """One list, drawn around its page; the first is the explored page's.

    ``nodes``, ``x``, ``y``, ``discs`` and ``edges`` are those of the layout when it was last
    refreshed, relative to the page. ``codes`` is what each node looks like: its family, shape and
    state in one number.
    """

    table: LinkTable
    site: SiteInfo
    layout: Layout
    title: str  # of its page
    dx: float = 0.0  # where its page stands in the scene
    dy: float = 0.0
    above: tuple["Layer", int] | None = None  # the layer and node that it was opened from
    marks: set[int] = field(default_factory=set)  # nodes that are highlighted
    found: list[int] = field(default_factory=list)  # rows whose titles are looked for
    searched: int = 0  # rows that were looked at for that
    nodes: Nodes = field(init=False)
    x: Lengths = field(init=False)
    y: Lengths = field(init=False)
    discs: Discs = field(init=False)
    edges: Numbers = field(init=False)
    codes: Codes = field(init=False)
    marked: Numbers = field(init=False)  # places of what is highlighted

    def __post_init__(self) -> None:
        self.refresh()

    def refresh(self) -> None:
        """Update rows, places, kinds, filter, check marks and highlights."""
        layout, table = self.layout, self.table
        nodes = self.nodes = layout.nodes
        self.x, self.y = layout.x, layout.y
        self.discs, self.edges = layout.discs, layout.edges
        codes = families(table.namespaces[nodes]) * np.uint8(SHAPES * STATES)
        codes += shapes(table.kinds[nodes], table.redirects[nodes]) * np.uint8(STATES)
        self.codes = codes + states(table, nodes, table.passed())
        self.marked = np.flatnonzero(np.isin(nodes, list(self.marks)))

    def spot(self, place: int) -> tuple[float, float]:
        """Return where in the scene a node is, by its place in the arrays."""
        return self.dx + float(self.x[place]), self.dy + float(self.y[place])

    def place(self, node: int) -> int:
        """Return where in the arrays a node is; -1: it is not drawn."""
        found = np.flatnonzero(self.nodes == node)
        return int(found[0]) if len(found) else -1

    def where(self, node: int, disc: int = -1) -> tuple[float, float] | None:
        """Return where in the scene a node, the page or the counted node of a disc is.

        None: it is not drawn.
        """
        if disc >= 0:
            return self.counted(disc) if self.left(disc) else None
        if node == PAGE:
            return self.dx, self.dy
        place = self.place(node)
        return self.spot(place) if place >= 0 else None

    def left(self, disc: int) -> int:
        """Return how many rows of a disc are not drawn; 0 if the disc is gone."""
        return int(self.discs.left[disc]) if disc < len(self.discs) else 0

    def counted(self, disc: int) -> tuple[float, float]:
        """Return where in the scene the node is that stands for rows which are not drawn."""
        discs = self.discs
        drawn = 1.0 - float(discs.left[disc]) / max(float(discs.counts[disc]), 1.0)
        away = float(discs.radius[disc]) * (1.0 + math.sqrt(max(drawn, 0.0))) / 2
        return self.dx + float(discs.x[disc]), self.dy + float(discs.y[disc]) + away

    def bounds(self) -> QRectF:
        """Return the part of the scene that it takes."""
        discs, sides = self.discs, []
        for middles, nodes in ((discs.outer_x, self.x), (discs.outer_y, self.y)):
            places = np.concatenate([[0.0], middles - discs.outer, middles + discs.outer, nodes])
            sides.append((float(places.min()), float(places.max())))
        (left, right), (top, bottom) = sides
        return QRectF(left + self.dx, top + self.dy, right - left, bottom - top)

    def circles(self) -> Lengths:
        """Return x, y in the scene and the radius of the page and of discs in no other: (3, n)."""
        discs, outermost = self.discs, self.discs.parents < 0
        around = np.stack([discs.outer_x, discs.outer_y, discs.outer])[:, outermost]
        circles = np.concatenate([[[0.0], [0.0], [1.0]], around], axis=1)
        circles[:2] += [[self.dx], [self.dy]]
        return circles.astype(np.float32)


class Hit(NamedTuple):
    """What is meant: a node, the page of a layer, or what stands for rows that are not drawn."""

    layer: Layer
    node: int  # PAGE: the page of the layer
    disc: int = -1  # >= 0: the counted node of that disc
