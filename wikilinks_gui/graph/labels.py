# SPDX-License-Identifier: MIT
"""Choose the labels of a picture of the graph: which names have room, and where each stands.

The rules are the same for the window and for files. Pages come first, then discs from the largest
on, redirects, and other nodes as far as there is room. No label is on another, none is on a disc
that it does not name. Where few nodes pass the filter, these are what is named. All lengths are
pixels of the picture; whoever draws it measures and shortens the text.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from wikilinks_gui.graph.layout import PAGE, Discs, counted_for, nearest
from wikilinks_gui.graph.legend import FADED, Codes, matching
from wikilinks_gui.table.columns import Mask, Nodes, Numbers
from wikilinks_gui.table.table import LinkTable
from wikilinks_gui.tasks import Steps
from wikilinks_gui.translation import _, isolated

Floats = npt.NDArray[np.floating]
Anchor = Literal["start", "middle", "end"]

_CELL = 4
"""The side, in pixels, of the squares in which occupied room is recorded."""

_ANGLES = math.radians(45), math.radians(20), math.radians(70), math.radians(85)
"""Between the sides of a circle and below or above it, labels touch it with a corner there."""

_GAP = 0.2
"""Lines of text between a label and what it names; everything else is further away."""

_DENSE = 0.9
"""Lines of text between neighbours in a disc from which on its nodes have labels."""

_MISSED = 0.5
"""The nodes of a disc have no labels where such a share of them has no room: a few names among
many nodes would be chosen by chance."""

_TIGHT = 0.4
"""Where there is no room for a name, it is cut to such a share of what labels may be."""

_DISCS, _NODES, _MARKED = 1000, 2000, 24
"""So many discs, nodes and highlighted nodes at most are looked at for labels."""

LONGEST = 40
"""Most characters of a label, about."""


class Look(Enum):
    """How a label looks."""

    BOLD = 0  # of a page
    PLAIN = 1  # of a disc or a redirect
    DIM = 2  # of another node
    BOX = 3  # on a ground of its own: of a node that may have others below its name
    PILL = 4  # the count of rows that are not drawn, which can be opened


class Lettering(Protocol):
    """Measures text as it will be drawn."""

    @property
    def line(self) -> float:
        """The height of a line of text."""
        ...

    def size(self, text: str, look: Look) -> tuple[float, float]:
        """Return the width and height of a label."""
        ...

    def short(self, text: str, share: float = 1.0) -> str:
        """Cut a text that is longer than a share of what labels may be."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """What may be labelled of one list, and where it is in the picture."""

    table: LinkTable
    title: str  # of its page
    page: tuple[float, float]
    discs: Discs
    disc_x: Floats  # the middle of each disc with all inside it, and its radius
    disc_y: Floats
    reach: Floats
    inner: Floats  # x, y and radius of each disc without what is inside it: shape (3, n)
    nodes: Nodes
    x: Floats
    y: Floats
    states: Codes  # of nodes: those of legend.py
    namespace: Callable[[int], str]  # the name of one
    marked: Numbers = field(default_factory=lambda: np.zeros(0, np.intp))
    """Places of nodes that are highlighted."""
    counted: dict[int, tuple[float, float]] = field(default_factory=dict)
    """Where the counted node stands for the rows of a disc that are not drawn. Where there are
    none, the names of discs tell the count."""


class Picture(NamedTuple):
    """What all lists of a picture share."""

    width: float
    height: float
    spacing: float  # between neighbours in a disc
    radius: float  # of nodes
    page_radius: float
    mirrored: bool = False  # it is read from right to left


class Rect(NamedTuple):
    """Where a label is."""

    left: float
    top: float
    width: float
    height: float


class Label(NamedTuple):
    """A label in its place. It names a node, else a disc, else the page of its list."""

    sketch: Sketch
    node: int  # the place in the arrays of the sketch; -1: none
    disc: int  # -1: none
    x: float  # the middle of what it names
    y: float
    text: str
    look: Look
    rect: Rect
    anchor: Anchor  # where text of another width is to keep its place


class _Wish(NamedTuple):
    """Something to be named by the first of ``texts`` that has room."""

    sketch: Sketch
    x: float
    y: float
    reach: float  # its radius: the label is beside that
    texts: Sequence[str]
    look: Look
    node: int = -1
    disc: int = -1
    anyway: bool = False  # rather on discs and nodes than not at all


def choose_labels(
    sketches: Sequence[Sketch], picture: Picture, lettering: Lettering
) -> Steps[list[Label]]:
    """Return the labels that have room, the most important ones first; each step is short."""
    wishes, room = _Wishes(picture, lettering), _Room(sketches, picture, lettering)
    for kind in (wishes.page, wishes.counts, wishes.matches, wishes.discs, wishes.marked):
        for sketch in sketches:
            for wish in kind(sketch):
                room.place(wish)
                yield
    if picture.spacing >= _DENSE * lettering.line:
        room.keep_nodes()
        for sketch in sketches:
            for group in wishes.groups(sketch):
                yield from _place_group(room, group)
    return room.labels


def _place_group(room: "_Room", group: Sequence[_Wish]) -> Steps[None]:
    """Name the nodes of a disc, or none where there is no room for most of them."""
    before, missed = len(room.labels), 0
    for wish in group:
        missed += not room.place(wish)
        yield
        if missed > _MISSED * len(group):
            room.forget(before)
            return


class _Wishes:
    """Lists what is to be named, the most important first."""

    def __init__(self, picture: Picture, lettering: Lettering) -> None:
        self._picture = picture
        self._lettering = lettering

    def page(self, sketch: Sketch) -> Iterator[_Wish]:
        texts = [self._lettering.short(sketch.title)]
        reach = self._picture.page_radius
        yield _Wish(sketch, *sketch.page, reach, texts, Look.BOLD, anyway=True)

    def counts(self, sketch: Sketch) -> Iterator[_Wish]:
        for disc, (x, y) in sketch.counted.items():
            texts = [_("+ {count}").format(count=f"{int(sketch.discs.left[disc]):,}")]
            yield _Wish(sketch, x, y, 0.0, texts, Look.PILL, disc=disc, anyway=True)

    def matches(self, sketch: Sketch) -> Iterator[_Wish]:
        for place in matching(sketch.states).tolist():
            yield self._of_node(sketch, place, Look.BOX)._replace(anyway=True)

    def discs(self, sketch: Sketch) -> Iterator[_Wish]:
        """Yield the labels of discs; if few nodes pass the filter, only of their discs."""
        discs, matches = sketch.discs, matching(sketch.states)
        wanted = self._is_seen(sketch.disc_x, sketch.disc_y, sketch.reach)
        wanted &= discs.parents != np.arange(len(discs))  # there is nothing in it any more
        if len(matches):
            wanted &= _holding(sketch, matches)
        has_ground = discs.has_ground
        order = np.argsort(-discs.counts, kind="stable")
        for disc in order[wanted[order]][:_DISCS].tolist():
            x, y = float(sketch.disc_x[disc]), float(sketch.disc_y[disc])
            reach = float(sketch.reach[disc])
            if has_ground[disc]:
                texts = _texts_of_disc(sketch, disc, self._lettering)
                yield _Wish(sketch, x, y, reach, texts, Look.PLAIN, disc=disc)
            else:
                place = nearest(sketch.x, sketch.y, x, y, reach)
                if place >= 0 and sketch.states[place] != FADED:
                    yield self._of_node(sketch, place, Look.PLAIN)

    def marked(self, sketch: Sketch) -> Iterator[_Wish]:
        for place in sketch.marked[:_MARKED].tolist():
            yield self._of_node(sketch, place, Look.BOX)

    def groups(self, sketch: Sketch) -> Iterator[list[_Wish]]:
        """Return redirects, each by itself, then the other nodes, disc by disc."""
        discs = sketch.discs
        wanted = self._is_seen(sketch.x, sketch.y, 0.0) & (sketch.states != FADED)
        is_redirect = np.isin(sketch.nodes, discs.nodes)
        for place in np.flatnonzero(wanted & is_redirect)[:_NODES].tolist():
            disc = int(np.flatnonzero(discs.nodes == sketch.nodes[place])[0])
            wish = self._of_node(sketch, place, Look.PLAIN)
            yield [wish._replace(texts=_texts_of_disc(sketch, disc, self._lettering), disc=disc)]
        places = np.flatnonzero(wanted & ~is_redirect)[:_NODES]
        x, y = sketch.x[places], sketch.y[places]
        alone = np.ones(len(places), np.bool_)
        for disc in np.flatnonzero(self._is_seen(*sketch.inner) & discs.has_ground).tolist():
            middle_x, middle_y, reach = sketch.inner[:, disc]
            inside = np.hypot(x - middle_x, y - middle_y) <= reach
            alone &= ~inside
            if np.any(inside):
                yield [self._of_node(sketch, each, Look.DIM) for each in places[inside].tolist()]
        for place in places[alone].tolist():
            yield [self._of_node(sketch, place, Look.DIM)]

    def _of_node(self, sketch: Sketch, place: int, look: Look) -> _Wish:
        name = sketch.table.titles[int(sketch.nodes[place])]
        shares = (1.0, _TIGHT) if look is Look.PLAIN else (1.0,)
        texts = [self._lettering.short(name, share) for share in shares]
        x, y = float(sketch.x[place]), float(sketch.y[place])
        return _Wish(sketch, x, y, self._picture.radius, texts, look, node=place)

    def _is_seen(self, x: Floats, y: Floats, reach: Floats | float) -> Mask:
        """Return which circles reach into the picture."""
        seen: Mask = (x + reach >= 0) & (x - reach <= self._picture.width)
        seen &= (y + reach >= 0) & (y - reach <= self._picture.height)
        return seen


def _holding(sketch: Sketch, places: Numbers) -> Mask:
    """Return which discs hold some nodes other than the redirect that they are named by."""
    right = sketch.disc_x[:, None] - sketch.x[places]
    down = sketch.disc_y[:, None] - sketch.y[places]
    held = np.hypot(right, down) <= sketch.reach[:, None]
    held &= sketch.discs.nodes[:, None] != sketch.nodes[places]
    found: Mask = np.any(held, axis=1)
    return found


def _texts_of_disc(sketch: Sketch, disc: int, lettering: Lettering) -> list[str]:
    """Return what a disc may be called, the longest first: what is in it, and how many."""
    discs, node = sketch.discs, int(sketch.discs.nodes[disc])
    names: tuple[str, ...]
    if discs.titles:
        names = discs.titles[disc], *discs.shorts[disc]
    elif node == PAGE:
        names = (sketch.namespace(int(discs.namespaces[disc])),)
    else:
        names = (sketch.table.titles[node],)
    # Rather one name that is cut than none; of several none is cut.
    whole = [name for name in names if lettering.short(name) == name]
    cut = [lettering.short(names[-1], share) for share in (1.0, _TIGHT)]
    count, left = counted_for(sketch.table, discs, disc), int(discs.left[disc])
    texts = [
        _("{name} · {count}").format(name=isolated(name), count=f"{count:,}")
        for name in dict.fromkeys([*whole, *cut])
    ]
    if left and disc not in sketch.counted:
        texts = [
            _("{text} ({count} not drawn)").format(text=text, count=f"{left:,}") for text in texts
        ]
    return texts


class _Room:
    """Finds places for labels, and keeps count of what is taken."""

    def __init__(self, sketches: Sequence[Sketch], picture: Picture, lettering: Lettering) -> None:
        self.labels: list[Label] = []
        self._sketches = sketches
        self._picture = picture
        self._lettering = lettering
        self._gap = _GAP * lettering.line
        self._named: set[tuple[Sketch, int]] = set()  # nodes, by their places
        shape = int(picture.height / _CELL) + 1, int(picture.width / _CELL) + 1
        self._taken = np.zeros(shape, np.bool_)
        self._nodes = np.zeros(shape, np.int32)  # numbers from 1 on; see keep_nodes()
        self._first: dict[Sketch, int] = {}  # the number of the first node of each
        # Labels keep off circles: x, y, radius.
        pages = [[[each.page[0]], [each.page[1]], [picture.page_radius]] for each in sketches]
        discs = [np.stack([each.disc_x, each.disc_y, each.reach]) for each in sketches]
        inner = [each.inner for each in sketches]
        self._circles = np.concatenate([np.zeros((3, 0)), *pages, *discs, *inner], axis=1)

    def keep_nodes(self) -> None:
        """Keep what comes off all nodes: what is nearer to another could be read for that."""
        far = self._picture.radius + 2 * self._gap
        steps = np.append(np.arange(-far, far, _CELL), far)
        rows, columns = self._nodes.shape
        first = 1
        for sketch in self._sketches:
            self._first[sketch] = first
            numbers = np.arange(first, first + len(sketch.x), dtype=np.int32)
            first += len(numbers)
            for right in steps[:, None]:
                column = ((sketch.x + right) // _CELL).astype(np.intp)
                for down in steps[np.hypot(steps, right) <= far * 1.1]:
                    row = ((sketch.y + down) // _CELL).astype(np.intp)
                    seen = (row >= 0) & (row < rows) & (column >= 0) & (column < columns)
                    self._nodes[row[seen], column[seen]] = numbers[seen]

    def place(self, wish: _Wish) -> bool:
        """Place a label, unless its node is named already; return whether that is named now."""
        if wish.node >= 0 and (wish.sketch, wish.node) in self._named:
            return True
        sizes = [self._lettering.size(text, wish.look) for text in wish.texts]
        for text, size in zip(wish.texts, sizes, strict=True):
            for rect, anchor in self._spots(wish, *size):
                if self._is_clear(rect) and self._is_free(wish, rect):
                    self._take(wish, text, rect, anchor)
                    return True
        if wish.anyway and self._is_seen(wish):
            spots = [(self._moved_in(rect), each) for rect, each in self._spots(wish, *sizes[-1])]
            clear = [spot for spot in spots if self._is_clear(spot[0])]
            if clear:
                rect, anchor = min(clear, key=lambda spot: self._discs_below(wish, spot[0]))
                self._take(wish, wish.texts[-1], rect, anchor)
                return True
        return False

    def forget(self, count: int) -> None:
        """Take back all labels but the first ones."""
        for label in self.labels[count:]:
            self._taken[_cells(label.rect)] = False
            self._named.discard((label.sketch, label.node))
        del self.labels[count:]

    def _spots(self, wish: _Wish, width: float, height: float) -> Iterator[tuple[Rect, Anchor]]:
        """Return where a label may be, the best place first, moved into view along its side."""
        if wish.look is Look.PILL:
            yield Rect(wish.x - width / 2, wish.y - height / 2, width, height), "middle"
            return
        reach, mirrored = wish.reach + self._gap, self._picture.mirrored
        spots = beside(width, height, reach, mirrored=mirrored)
        if wish.node < 0 and wish.disc >= 0:  # beside a disc it is soon nearer to another
            spots[:4] = spots[2:4] + spots[:2]
        for right, down, anchor in spots:
            rect = Rect(wish.x + right, wish.y + down, width, height)
            if self._is_seen(wish):
                moved = self._moved_in(rect)
                if anchor == "middle":
                    rect = rect._replace(left=moved.left)
                elif down == -height / 2:
                    rect = rect._replace(top=moved.top)
            yield rect, anchor

    def _is_seen(self, wish: _Wish) -> bool:
        return 0 <= wish.x < self._picture.width and 0 <= wish.y < self._picture.height

    def _moved_in(self, rect: Rect) -> Rect:
        """Move a label into the picture."""
        return rect._replace(
            left=max(min(rect.left, self._picture.width - rect.width), 0.0),
            top=max(min(rect.top, self._picture.height - rect.height), 0.0),
        )

    def _is_clear(self, rect: Rect) -> bool:
        """Return whether a label would be in the picture, and on no other label."""
        return self._moved_in(rect) == rect and not np.any(self._taken[_cells(rect)])

    def _is_free(self, wish: _Wish, rect: Rect) -> bool:
        """Return whether a label would be on no node and no disc but those that it stands in."""
        if self._first:
            nodes = self._nodes[_cells(rect)]
            own = self._first[wish.sketch] + wish.node
            if np.any((nodes != 0) & (nodes != own)):
                return False
        return not self._discs_below(wish, rect)

    def _discs_below(self, wish: _Wish, rect: Rect) -> int:
        """Return on how many discs a label would be that what it names does not stand in."""
        x, y, radius = self._circles
        right = x - np.clip(x, rect.left, rect.left + rect.width)
        down = y - np.clip(y, rect.top, rect.top + rect.height)
        is_below = np.hypot(right, down) < radius + self._gap
        return int(np.sum(is_below & (np.hypot(x - wish.x, y - wish.y) > radius)))

    def _take(self, wish: _Wish, text: str, rect: Rect, anchor: Anchor) -> None:
        sketch, node, disc = wish.sketch, wish.node, wish.disc
        self._named.add((sketch, node))
        if disc >= 0 and sketch.discs.nodes[disc] != PAGE:
            (places,) = np.nonzero(sketch.nodes == sketch.discs.nodes[disc])
            self._named.update((sketch, place) for place in places.tolist())
        self._taken[_cells(rect)] = True
        self.labels.append(Label(sketch, node, disc, wish.x, wish.y, text, wish.look, rect, anchor))


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
    for angle in _ANGLES:
        right, down = reach * math.cos(angle), reach * math.sin(angle)
        for top in (down, -down - height):
            spots += [(right, top, "start"), (-right - width, top, "end")]
    return spots


def _cells(rect: Rect) -> tuple[slice, slice]:
    """Return the squares that a rectangle is in."""
    left, top, width, height = rect
    rows = slice(int(top / _CELL), int((top + height) / _CELL) + 1)
    return rows, slice(int(left / _CELL), int((left + width) / _CELL) + 1)
