# SPDX-License-Identifier: MIT
"""Choose the labels of a picture of the graph: which names have room, and where each stands.

The rules are the same for the window and for files. Pages come first, then discs from the largest
on, redirects, and other nodes as far as there is room. No label is on another, and none is on a
disc that it does not name. Where few nodes pass the filter, these are what is named.
"""

import math
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

import numpy as np

from wikilinks_gui.graph.labelcandidates import (
    Candidate,
    Candidates,
    Floats,
    Geometry,
    LabelSource,
    Look,
    TextMeasure,
)
from wikilinks_gui.graph.layout import PAGE
from wikilinks_gui.tasks import Steps

Anchor = Literal["start", "middle", "end"]

_CELL = 4
"""The side, in pixels, of the squares in which occupied room is recorded."""

_GAP = 0.2
"""Lines of text between a label and what it names; everything else is further away."""

_DENSE = 0.9
"""Lines of text between neighbours in a disc from which on its nodes have labels."""

_MISSED = 0.5
"""The nodes of a disc have no labels where such a share of them has no room: a few names among
many nodes would be chosen by chance."""


_COVERED = 1.2
"""The most of a disc's radius that is covered by its label, where that has no room beside it."""

_TRIES = 100
"""Candidates in a row without room, after which no more are tried: of 3,000 redirects in a window
a few have room, and to try 300 takes 0.5 s."""


class Rect(NamedTuple):
    """Where a label is."""

    left: float
    top: float
    width: float
    height: float


class Label(NamedTuple):
    """A label in its place. It names a node, else a disc, else the page of its list."""

    source: LabelSource
    node: int  # the place in the arrays of the source; -1: none
    disc: int  # -1: none
    x: float  # the middle of what it names
    y: float
    text: str
    look: Look
    rect: Rect
    anchor: Anchor  # where text of another width is to keep its place


def choose_labels(
    sources: Sequence[LabelSource], geometry: Geometry, measure: TextMeasure
) -> Steps[list[Label]]:
    """Return the labels that have room, the most important ones first; each step is short."""
    candidates = Candidates(geometry, measure)
    placement = _Placement(sources, geometry, measure)
    for kind in (
        candidates.page,
        candidates.counts,
        candidates.matches,
        candidates.discs,
        candidates.marked,
    ):
        for source in sources:
            missed = 0
            for candidate in kind(source):
                missed = 0 if placement.place(candidate) else missed + 1
                yield
                if missed == _TRIES:
                    break
    if geometry.spacing >= _DENSE * measure.line:
        placement.keep_nodes()
        for source in sources:
            for group in candidates.groups(source):
                yield from _place_group(placement, group)
    return placement.labels


def _place_group(placement: "_Placement", group: Sequence[Candidate]) -> Steps[None]:
    """Name the nodes of a disc, or none where there is no room for most of them."""
    before, missed = len(placement.labels), 0
    for candidate in group:
        missed += not placement.place(candidate)
        yield
        if missed > _MISSED * len(group):
            placement.forget(before)
            return


class _Placement:
    """Finds places for labels, and keeps count of what is taken."""

    def __init__(
        self, sources: Sequence[LabelSource], geometry: Geometry, measure: TextMeasure
    ) -> None:
        self.labels: list[Label] = []
        self._sources = sources
        self._geometry = geometry
        self._measure = measure
        self._gap = _GAP * measure.line
        self._named: set[tuple[LabelSource, int]] = set()  # nodes, by their places
        shape = int(geometry.height / _CELL) + 1, int(geometry.width / _CELL) + 1
        self._taken = np.zeros(shape, np.bool_)
        self._nodes = np.zeros(shape, np.int32)  # numbers from 1 on; see keep_nodes()
        self._first: dict[LabelSource, int] = {}  # the number of the first node of each
        # Labels keep off circles: x, y, radius.
        pages = [[[each.page[0]], [each.page[1]], [geometry.page_radius]] for each in sources]
        discs = [np.stack([each.disc_x, each.disc_y, each.reach]) for each in sources]
        inner = [each.inner for each in sources]
        self._circles = np.concatenate([np.zeros((3, 0)), *pages, *discs, *inner], axis=1)

    def keep_nodes(self) -> None:
        """Keep what comes off all nodes: what is nearer to another could be read for that."""
        far = self._geometry.radius + 2 * self._gap
        steps = np.append(np.arange(-far, far, _CELL), far)
        rows, columns = self._nodes.shape
        first = 1
        for source in self._sources:
            self._first[source] = first
            places = np.flatnonzero(self._geometry.shows(source.x, source.y, far))
            x, y, numbers = source.x[places], source.y[places], (first + places).astype(np.int32)
            first += len(source.x)
            for right in steps:
                column = ((x + right) // _CELL).astype(np.intp)
                for down in steps[np.hypot(steps, right) <= far * 1.1]:
                    row = ((y + down) // _CELL).astype(np.intp)
                    seen = (row >= 0) & (row < rows) & (column >= 0) & (column < columns)
                    self._nodes[row[seen], column[seen]] = numbers[seen]

    def place(self, candidate: Candidate) -> bool:
        """Place a label, unless its node is named already; return whether that is named now."""
        if candidate.node >= 0 and (candidate.source, candidate.node) in self._named:
            return True
        sizes = [self._measure.size(text, candidate.look) for text in candidate.texts]
        circles = self._circles_near(candidate, max(map(max, sizes)))
        for text, size in zip(candidate.texts, sizes, strict=True):
            for rect, anchor in self._spots(candidate, *size):
                if self._is_clear(rect) and self._is_free(candidate, rect, circles):
                    self._take(candidate, text, rect, anchor)
                    return True
        if candidate.disc >= 0 and candidate.source.discs.titles:
            return self._place_inside(candidate, circles)
        if candidate.anyway and self._is_seen(candidate):
            spots = [
                (self._moved_in(rect), each) for rect, each in self._spots(candidate, *sizes[-1])
            ]
            clear = [spot for spot in spots if self._is_clear(spot[0])]
            # Rather on other discs than on what it names.
            clear = [spot for spot in clear if not _holds(spot[0], candidate)] or clear
            if clear:
                rect, anchor = min(clear, key=lambda spot: self._count_below(spot[0], circles))
                self._take(candidate, candidate.texts[-1], rect, anchor)
                return True
        return False

    def _place_inside(self, candidate: Candidate, circles: Floats) -> bool:
        """Place the label of a disc in its middle, on a ground of its own; return whether it fits.

        It covers nodes, but which ones they are can be read nowhere else.
        """
        for text in candidate.texts:
            width, height = self._measure.size(text, Look.BOX)
            rect = Rect(candidate.x - width / 2, candidate.y - height / 2, width, height)
            is_last = text == candidate.texts[-1]  # the narrowest; others are to be in the disc
            fits = height <= _COVERED * candidate.reach and self._is_clear(rect)
            fits = fits and (is_last or width <= 2 * candidate.reach)
            if fits and not self._count_below(rect, circles):
                self._take(candidate._replace(look=Look.BOX), text, rect, "middle")
                return True
        return False

    def forget(self, count: int) -> None:
        """Take back all labels but the first ones."""
        for label in self.labels[count:]:
            self._taken[_cells(label.rect)] = False
            self._named.discard((label.source, label.node))
        del self.labels[count:]

    def _spots(
        self, candidate: Candidate, width: float, height: float
    ) -> Iterator[tuple[Rect, Anchor]]:
        """Return where a label may be, the best place first, moved into view along its side."""
        if candidate.look is Look.PILL:
            yield Rect(candidate.x - width / 2, candidate.y - height / 2, width, height), "middle"
            return
        reach, mirrored = candidate.reach + self._gap, self._geometry.mirrored
        spots = beside(width, height, reach, mirrored=mirrored)
        if candidate.node < 0 and candidate.disc >= 0:  # beside a disc it is soon nearer to another
            spots[:4] = spots[2:4] + spots[:2]
        for right, down, anchor in spots:
            rect = Rect(candidate.x + right, candidate.y + down, width, height)
            if self._is_seen(candidate):
                moved = self._moved_in(rect)
                if anchor == "middle":
                    rect = rect._replace(left=moved.left)
                elif down == -height / 2:
                    rect = rect._replace(top=moved.top)
            yield rect, anchor

    def _is_seen(self, candidate: Candidate) -> bool:
        return 0 <= candidate.x < self._geometry.width and 0 <= candidate.y < self._geometry.height

    def _moved_in(self, rect: Rect) -> Rect:
        """Move a label into the picture, off its sides where there is room."""
        room = self._geometry.width - rect.width
        off = max(min(self._gap, room / 2), 0.0)
        return rect._replace(
            left=max(min(rect.left, room - off), off),
            top=max(min(rect.top, self._geometry.height - rect.height), 0.0),
        )

    def _is_clear(self, rect: Rect) -> bool:
        """Return whether a label would be in the picture, and on no other label."""
        fits = rect.width <= self._geometry.width and self._moved_in(rect) == rect
        return fits and not np.any(self._taken[_cells(rect)])

    def _is_free(self, candidate: Candidate, rect: Rect, circles: Floats) -> bool:
        """Return whether a label would be on no other node, and on none of some circles."""
        if self._first:
            nodes = self._nodes[_cells(rect)]
            own = self._first[candidate.source] + candidate.node
            if np.any((nodes != 0) & (nodes != own)):
                return False
        return not self._count_below(rect, circles)

    def _circles_near(self, candidate: Candidate, size: float) -> Floats:
        """Return the circles that a label may be on, without those that its node stands in."""
        x, y, radius = self._circles
        away = np.hypot(x - candidate.x, y - candidate.y)
        is_near = away < radius + candidate.reach + 2 * (size + self._gap)
        near: Floats = self._circles[:, is_near & (away > radius)]
        return near

    def _count_below(self, rect: Rect, circles: Floats) -> int:
        """Return how many circles a label would be on."""
        x, y, radius = circles
        right = x - np.clip(x, rect.left, rect.left + rect.width)
        down = y - np.clip(y, rect.top, rect.top + rect.height)
        return int(np.count_nonzero(np.hypot(right, down) < radius + self._gap))

    def _take(self, candidate: Candidate, text: str, rect: Rect, anchor: Anchor) -> None:
        source, node, disc = candidate.source, candidate.node, candidate.disc
        self._named.add((source, node))
        if disc >= 0 and source.discs.nodes[disc] != PAGE:
            (places,) = np.nonzero(source.nodes == source.discs.nodes[disc])
            self._named.update((source, place) for place in places.tolist())
        self._taken[_cells(rect)] = True
        self.labels.append(
            Label(source, node, disc, candidate.x, candidate.y, text, candidate.look, rect, anchor)
        )


def beside(
    width: float, height: float, reach: float, *, mirrored: bool = False
) -> list[tuple[float, float, Anchor]]:
    """Return the corners of labels on both sides of a circle, below and above it, and between.

    They are left upper corners, from its middle; the best for a node comes first.
    """
    spots: list[tuple[float, float, Anchor]]
    spots = [(reach, -height / 2, "start"), (-reach - width, -height / 2, "end")]
    spots = spots[::-1] if mirrored else spots
    for left in (-width / 2, -width / 4, -width * 3 / 4):
        spots += [(left, reach, "middle"), (left, -reach - height, "middle")]
    aside = reach * math.sqrt(0.5)
    for top in (aside, -aside - height):
        spots += [(aside, top, "start"), (-aside - width, top, "end")]
    return spots


def _holds(rect: Rect, candidate: Candidate) -> bool:
    """Return whether a label would be on what it names."""
    is_beside = rect.left <= candidate.x <= rect.left + rect.width
    return is_beside and rect.top <= candidate.y <= rect.top + rect.height


def _cells(rect: Rect) -> tuple[slice, slice]:
    """Return the squares that a rectangle is in."""
    left, top, width, height = rect
    rows = slice(int(top / _CELL), int((top + height) / _CELL) + 1)
    return rows, slice(int(left / _CELL), int((left + width) / _CELL) + 1)
