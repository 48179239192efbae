# SPDX-License-Identifier: MIT
"""What the graph shows of one table: where its nodes are drawn now, and as what."""

import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from wikilinks_gui.graph.layout import PAGE, Layout, Lengths
from wikilinks_gui.graph.legend import (
    CHECKED,
    FADED,
    NORMAL,
    Codes,
    Shape,
    families,
    shapes,
)
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.table.columns import Mask, Nodes, Numbers
from wikilinks_gui.table.table import LinkTable

STATES = 3
SHAPES = len(Shape)

_AT = 0.5
"""A node that is so near to the middle of a disc is in the middle."""


@dataclass(eq=False)
class Layer:
    """One list, drawn around its page; the first is the explored page's.

    ``x`` and ``y`` are relative to the page and on their way to those of the layout; what a person
    dragged stays where it was put, beside its slot, in the layout where that was.
    """

    table: LinkTable
    site: SiteInfo
    layout: Layout
    title: str  # of its page
    dx: float = 0.0  # where its page stands in the scene
    dy: float = 0.0
    above: tuple["Layer", int] | None = None  # the layer and node that it was opened from
    marks: set[int] = field(default_factory=set)  # nodes that are highlighted

    def __post_init__(self) -> None:
        self.nodes: Nodes = np.zeros(0, np.int32)
        self.x: Lengths = np.zeros(0, np.float32)
        self.y: Lengths = np.zeros(0, np.float32)
        self._discs: Lengths = np.zeros((4, 0), np.float32)
        self._before: tuple[Numbers, ...] = (np.zeros(0, np.uint8),) * 4  # as last looked at
        self._ends = np.zeros((2, 2), np.float32)  # the least and the largest x, y of nodes
        self.codes: Codes = np.zeros(0, np.uint8)  # what each looks like: an index of the atlas
        self.marked: Numbers = np.zeros(0, np.intp)  # places of what is highlighted
        # By layout: node -> how far it was dragged.
        self._drags: WeakKeyDictionary[Layout, dict[int, tuple[float, float]]]
        self._drags = WeakKeyDictionary()
        self._known_away: tuple[Layout, Lengths, Lengths] | None = None  # see _away()
        self._glide: tuple[Lengths, Lengths] | None = None
        self._laid_out = self.layout
        self.refresh()

    # --- what changed -------------------------------------------------------------------------

    def refresh(self) -> None:
        """Take in rows, kinds, filter, check marks and highlights as they are now."""
        layout = self.layout
        if layout is not self._laid_out:
            self.begin_glide()
            self.glide(1.0)
        else:
            known, discs = len(self.nodes), self._discs.shape[1]
            self.nodes = layout.nodes
            new_x, new_y = self._slots()[:, known:]
            self.x, self.y = np.concatenate([self.x, new_x]), np.concatenate([self.y, new_y])
            new = self._disc_slots()[:, discs:]
            self._discs = np.concatenate([self._discs, new], axis=1)
            self._reach(new_x, new_y)
            self._look(known)

    def _look(self, known: int) -> None:
        """Choose the looks of nodes that are new, from ``known`` on, and of rows that changed."""
        table, nodes = self.table, self.nodes
        now = table.kinds, table.redirects, table.marks, table.passed()
        old = len(self._before[0])
        changed = np.zeros(len(table), np.bool_)
        for column, before in zip(now, self._before, strict=True):
            changed[:old] |= column[:old] != before
        places = np.arange(known, len(nodes))
        if np.any(changed):
            places = np.concatenate([np.flatnonzero(changed[nodes[:known]]), places])
        codes = np.zeros(len(nodes), np.uint8)
        codes[:known] = self.codes[:known]
        codes[places] = _codes(table, now[3], nodes[places])
        self._before = tuple(column.copy() for column in now)
        self.codes = codes
        self.marked = self.places(self.marks)

    # --- where things are ---------------------------------------------------------------------

    @property
    def disc_x(self) -> Lengths:
        """Where the middle of each disc is now, from the page."""
        at: Lengths = self._discs[0]
        return at

    @property
    def disc_y(self) -> Lengths:
        """Where the middle of each disc is now, from the page."""
        at: Lengths = self._discs[1]
        return at

    @property
    def outer_x(self) -> Lengths:
        """Where the middle of the circle is that also holds the discs inside."""
        at: Lengths = self._discs[2]
        return at

    @property
    def outer_y(self) -> Lengths:
        """Where the middle of the circle is that also holds the discs inside."""
        at: Lengths = self._discs[3]
        return at

    def disc_middle(self, disc: int) -> tuple[float, float]:
        """Say where, from the page, the middle of a disc is now."""
        return float(self._discs[0, disc]), float(self._discs[1, disc])

    def outer_middle(self, disc: int) -> tuple[float, float]:
        """Say where the middle of the circle is that also holds the discs inside."""
        return float(self._discs[2, disc]), float(self._discs[3, disc])

    def spot(self, place: int) -> tuple[float, float]:
        """Say where, from the page, a node is now, by its place in the arrays."""
        return float(self.x[place]), float(self.y[place])

    def place(self, node: int) -> int:
        """Say where in the arrays a node is; -1: it is not drawn."""
        found = np.flatnonzero(self.nodes == node)
        return int(found[0]) if len(found) else -1

    def places(self, nodes: Iterable[int]) -> Numbers:
        """Say where in the arrays nodes are; those that are not drawn are left out."""
        wanted = np.fromiter(nodes, np.int32)
        if not len(wanted):
            return np.zeros(0, np.intp)
        return np.flatnonzero(np.isin(self.nodes, wanted))

    def where(self, node: int, disc: int = -1) -> tuple[float, float] | None:
        """Say where in the scene a node is, the page, or what stands for the rest of a disc.

        None: it is not drawn.
        """
        if disc >= 0:
            if not self.left(disc):
                return None
            x, y = self.rest(disc)
            return self.dx + x, self.dy + y
        if node == PAGE:
            return self.dx, self.dy
        place = self.place(node)
        if place < 0:
            return None
        x, y = self.spot(place)
        return self.dx + x, self.dy + y

    def left(self, disc: int) -> int:
        """Say how many rows of a disc are not drawn; 0 where there is no such disc any more."""
        left = self.layout.discs.left
        return int(left[disc]) if disc < min(len(left), len(self.disc_x)) else 0

    def rest(self, disc: int) -> tuple[float, float]:
        """Say where, from the page, what stands for the rows of a disc that are not drawn is."""
        discs = self.layout.discs
        drawn = 1.0 - float(discs.left[disc]) / max(float(discs.counts[disc]), 1.0)
        away = float(discs.radius[disc]) * (1.0 + math.sqrt(max(drawn, 0.0))) / 2
        x, y = self.disc_middle(disc)
        return x, y + away

    def shape(self, place: int) -> Shape:
        """Say which shape a node has, by its place."""
        return Shape(int(self.codes[place]) // STATES % SHAPES)

    def faded(self, place: int) -> bool:
        """Tell whether the filter leaves a node out, by its place."""
        return int(self.codes[place]) % STATES == FADED

    def bounds(self) -> tuple[float, float, float, float]:
        """Give left, top, right and bottom in the scene of all that there is by the layout."""
        discs = self.layout.discs
        ends = [self._ends]
        if len(discs):
            middles = self._disc_slots()[2:]
            ends += [(middles - discs.outer).min(axis=1), (middles + discs.outer).max(axis=1)]
        points = np.vstack(ends)
        left, top = points.min(axis=0).tolist()
        right, bottom = points.max(axis=0).tolist()
        return self.dx + left, self.dy + top, self.dx + right, self.dy + bottom

    def circles(self) -> Lengths:
        """Give x, y in the scene and the radius of all that there is to be: shape (3, n).

        That is the page, discs that are in no other, and what was dragged.
        """
        discs, slots = self.layout.discs, self._disc_slots()
        moved = np.isin(self.nodes, list(self._moved()))
        single = np.stack([*self._slots()[:, : len(moved)][:, moved], np.ones(np.sum(moved))])
        outermost = (discs.parents < 0) | np.isin(discs.nodes, list(self._moved()))
        around = np.stack([slots[2], slots[3], discs.outer])[:, outermost]
        circles = np.concatenate([[[0.0], [0.0], [1.0]], around, single], axis=1)
        circles[0] += self.dx
        circles[1] += self.dy
        return circles.astype(np.float32)

    def _reach(self, x: Lengths, y: Lengths) -> None:
        """Keep in mind how far nodes are out."""
        for axis, values in enumerate((x, y)):
            self._ends[0, axis] = np.min(values, initial=self._ends[0, axis])
            self._ends[1, axis] = np.max(values, initial=self._ends[1, axis])

    # --- what is dragged ----------------------------------------------------------------------

    def move(self, node: int, x: float, y: float) -> None:
        """Put a node somewhere in the scene, with what goes along; or the page with all of it."""
        if node == PAGE:
            self.dx, self.dy = x, y
            return
        place = self.place(node)
        if place < 0:
            return
        wanted = np.array([x - self.dx, y - self.dy], np.float32)
        of_nodes, of_discs = self._away()
        away = wanted - (self.layout.x[place], self.layout.y[place]) - of_nodes[:, place]
        moved = self._moved()
        before = moved.get(node, (0.0, 0.0))
        moved[node] = before[0] + float(away[0]), before[1] + float(away[1])
        discs = self._discs_along(node)
        nodes = self._nodes_along(node, discs)
        of_nodes += away[:, None] * nodes
        of_discs += away[:, None] * discs
        nodes, discs = nodes[: len(self.x)], discs[: self._discs.shape[1]]
        right, down = wanted - np.array(self.spot(place), np.float32)
        self.x += right * nodes
        self.y += down * nodes
        self._discs += np.array([[right], [down], [right], [down]]) * discs
        self._reach(self.x[nodes], self.y[nodes])

    @property
    def is_dragged(self) -> bool:
        """Whether anything is not where the layout has it."""
        return bool(self._moved())

    def put_back(self) -> None:
        """Let everything go back to its slot with the next glide."""
        self._moved().clear()
        self._known_away = None

    def _moved(self) -> dict[int, tuple[float, float]]:
        return self._drags.setdefault(self.layout, {})

    def _discs_along(self, node: int) -> Mask:
        """Say which discs go where a node is dragged.

        Those of a redirect and of others that came through it; or one in which there is no other
        page.
        """
        discs = self.layout.discs
        along: Mask = discs.nodes == node
        if not np.any(along):
            at = self.layout.nodes == node
            x, y = self.layout.x[at], self.layout.y[at]
            along = (discs.nodes == PAGE) & ~discs.has_ground
            along &= np.hypot(discs.x - x, discs.y - y) < _AT
        while np.any(more := ~along & (discs.parents >= 0) & along[discs.parents]):
            along |= more
        return along

    def _nodes_along(self, node: int, discs: Mask) -> Mask:
        """Say which nodes of the layout go where one is dragged, which takes those discs along."""
        nodes = self.layout.nodes
        along: Mask = nodes == node
        redirects = self.layout.discs.nodes[discs]
        if np.any(redirects != PAGE):
            takes = np.zeros(len(self.table) + 1, np.bool_)
            takes[redirects] = True  # the last one is that of PAGE
            along = takes[nodes] | takes[self.table.parents[nodes]]
        return along

    def _slots(self) -> Lengths:
        """Give where nodes are to be, by the layout and what was dragged: shape (2, n)."""
        slots = np.stack([self.layout.x, self.layout.y])
        if self.is_dragged:
            slots += self._away()[0]
        return slots

    def _disc_slots(self) -> Lengths:
        """Give where discs are to be, and the circles around what is inside them: shape (4, n)."""
        discs = self.layout.discs
        slots = np.stack([discs.x, discs.y, discs.outer_x, discs.outer_y])
        if self.is_dragged:
            slots += np.tile(self._away()[1], (2, 1))
        return slots

    def _away(self) -> tuple[Lengths, Lengths]:
        """Give how far nodes and discs were dragged from where the layout has them: (2, n) each.

        They are kept: with each thing dragged it takes longer to find out what goes along.
        """
        layout, nodes, discs = self.layout, len(self.layout.nodes), len(self.layout.discs)
        known = self._known_away
        if (
            known is None
            or known[0] is not layout
            or (known[1].shape[1], known[2].shape[1]) != (nodes, discs)
        ):
            of_nodes, of_discs = np.zeros((2, nodes), np.float32), np.zeros((2, discs), np.float32)
            for node, (right, down) in self._moved().items():
                away, along = np.array([[right], [down]], np.float32), self._discs_along(node)
                of_nodes += away * self._nodes_along(node, along)
                of_discs += away * along
            known = self._known_away = layout, of_nodes, of_discs
        return known[1], known[2]

    # --- from one place to another ------------------------------------------------------------

    def begin_glide(self) -> None:
        """Stand ready to move from where everything is to where the layout has it now."""
        layout = self.layout
        before, at = self.nodes, np.stack([self.x, self.y])
        start = self._slots()
        known = len(before)
        if layout is self._laid_out:
            start[:, :known] = at
        else:
            self.codes = self.codes[:0]
            place = np.full(len(self.table), -1, np.int32)
            place[before] = np.arange(known, dtype=np.int32)
            place = place[layout.nodes]
            start[:, place >= 0] = at[:, place[place >= 0]]
        discs = self._disc_slots()
        known = self._discs.shape[1]
        if layout is self._laid_out and known <= discs.shape[1]:
            discs[:, :known] = self._discs
        self.nodes, self._laid_out = layout.nodes, layout
        self._glide = start, discs
        self.glide(0.0)
        self._ends[:] = 0.0
        self._reach(*self._slots())

    def glide(self, share: float) -> None:
        """Be ``share`` of the way (0 to 1) there."""
        if self._glide is None:
            return
        self.nodes = self.layout.nodes
        start, discs = self._glide
        self.x, self.y = _between(start, self._slots(), share)
        self._discs = _between(discs, self._disc_slots(), share)
        if len(self.codes) != len(self.nodes):
            self._look(len(self.codes))
        if share >= 1.0:
            self._glide = None


def _codes(table: LinkTable, passed: Mask, nodes: Nodes) -> Codes:
    """Say what nodes look like."""
    codes = families(table.namespaces[nodes]) * np.uint8(SHAPES * STATES)
    codes += shapes(table.kinds[nodes], table.redirects[nodes]) * np.uint8(STATES)
    states = np.where(table.marks[nodes], np.uint8(CHECKED), np.uint8(NORMAL))
    states[~passed[nodes]] = FADED
    return codes + states


def _between(start: Lengths, end: Lengths, share: float) -> Lengths:
    """Mix arrays of shape (m, n); where ``end`` has more, it is at its end already."""
    if share >= 1.0:
        return end
    known = min(start.shape[1], end.shape[1])
    mixed = end.copy()
    mixed[:, :known] -= start[:, :known]
    mixed[:, :known] *= np.float32(share)
    mixed[:, :known] += start[:, :known]
    return mixed


class Hit(NamedTuple):
    """What is meant: a node, the page of a layer, or what stands for rows that are not drawn."""

    layer: Layer
    node: int  # PAGE: the page of the layer
    disc: int = -1  # >= 0: the counted node of that disc


@contextmanager
def carrying(layers: Sequence[Layer]) -> Iterator[None]:
    """Let layers move with the nodes that they were opened from."""
    opened = [(layer, *layer.above) for layer in layers if layer.above]
    before = [above.where(node) for _layer, above, node in opened]
    yield
    for (layer, above, node), start in zip(opened, before, strict=True):
        end = above.where(node)
        if start and end:
            layer.dx += end[0] - start[0]
            layer.dy += end[1] - start[1]
