# SPDX-License-Identifier: MIT
"""The graph as a picture of a size of its own: what is drawn where, for SVG and for PNG.

All lengths are pixels at a scale of 1, from the left upper corner.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np

from wikilinks_gui.graph import legend
from wikilinks_gui.graph.layout import PAGE, Discs, Layout, Lengths
from wikilinks_gui.graph.legend import Codes, Family, Shape, families, shapes
from wikilinks_gui.graph.lettering import (
    Paths,
    Rect,
    Room,
    elided,
    isolated,
    ordered,
    rect_of,
    width,
)
from wikilinks_gui.links.columns import Mask, Nodes, Numbers
from wikilinks_gui.links.table import LinkTable
from wikilinks_gui.translation import _

NODE = 0.36
"""The radius of a node, of the distance between neighbours in a disc."""

_GAPS = (8.0, 44.0)
"""Pixels between neighbours in a disc, at least and at most."""

_WANTED = 1000.0
"""Pixels that the discs are wide and high, where the gaps allow it."""

_NARROWEST = 640.0

_LARGEST = 7.0
"""The radius of a node in pixels, at most."""

_PAGE = 9.0

_TEXT = 13
"""The size of text in a picture that is not larger than wanted."""

_LABEL, _CLUSTER = 26, 40
"""Labels of nodes and discs, and those of communities, are about so many letters long at most."""

_DENSE = 1.3
"""Nodes have labels where neighbours are so many lines apart."""

_NODES = 2000
"""So many nodes at most are looked at for labels."""

_INK = 0.25
"""Links between rows are drawn, the most important first, until their lines are as long as such a
share of the picture has pixels."""

_SINGLE = 0.7
"""A disc of a larger radius has more nodes than one, and a ground."""

Anchor = Literal["start", "middle", "end"]


_SIDES: tuple[tuple[int, Anchor], ...] = ((1, "start"), (-1, "end"))


@dataclass(frozen=True, slots=True)
class Colors:
    """What the picture is drawn in, as ``#rrggbb``, and how much of it shows."""

    ground: str
    text: str
    dim: str
    line: str
    disc: float  # of the text's colour
    families: tuple[str, ...]


LIGHT = Colors("#ffffff", "#202122", "#54595d", "#a2a9b1", 0.035, legend.LIGHT)
DARK = Colors("#101418", "#eaecf0", "#a2a9b1", "#72777d", 0.06, legend.DARK)

LINE = 0.6
"""How much of a line shows."""

SHOWN = (1.0, 0.45, 0.13)
"""How much of a node shows: of others, of one that has a check mark, of what is filtered out."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One list as it is drawn at a moment; the first one's page is what was explored.

    ``x``, ``y`` and those of the discs are relative to the page, in units of the scene.
    """

    table: LinkTable
    title: str  # of the page
    nodes: Nodes
    x: Lengths
    y: Lengths
    discs: Discs
    edges: Numbers  # as Layout has them
    passed: Mask  # of all rows: they pass the filter
    dx: float = 0.0  # where the page is
    dy: float = 0.0
    above: tuple[float, float] | None = None  # the node that it was opened from


def sheet_of(table: LinkTable, layout: Layout, title: str) -> Sheet:
    """Make the sheet of a layout as it is."""
    return Sheet(
        table, title, layout.nodes, layout.x, layout.y, layout.discs, layout.edges, table.passed()
    )


@dataclass(frozen=True, slots=True)
class Names:
    """Words that are not the graph's own; ``about`` says where it comes from, in a line."""

    about: str
    namespace: Callable[[int], str]
    family: Callable[[Family], str]
    shape: Callable[[Shape], str]


class Text(NamedTuple):
    """A line of text; ``y`` is that of its base line."""

    x: float
    y: float
    text: str
    size: int
    anchor: Anchor = "start"
    bold: bool = False
    serif: bool = False
    dim: bool = False
    box: tuple[float, float, float, float] | None = None  # left, top, right, bottom, without lines


class Key(NamedTuple):
    """A node in the legend."""

    x: float
    y: float
    family: Family
    shape: Shape


@dataclass(slots=True)
class Drawing:
    """What is drawn, in this order."""

    title: str
    about: str
    colors: Colors
    size: int  # of text
    gap: float  # between neighbours in a disc
    radius: float  # of nodes
    width: float = 0.0
    height: float = 0.0
    lines: Paths = field(default_factory=lambda: np.zeros((4, 0)))  # x, y, x, y
    discs: Paths = field(default_factory=lambda: np.zeros((4, 0)))
    """x, y, radius, whether it is in no other; inner ones last."""
    edges: Paths = field(default_factory=lambda: np.zeros((4, 0)))  # x, y, x, y
    x: Paths = field(default_factory=lambda: np.zeros(0))  # of nodes
    y: Paths = field(default_factory=lambda: np.zeros(0))
    families: Codes = field(default_factory=lambda: np.zeros(0, np.uint8))
    shapes: Codes = field(default_factory=lambda: np.zeros(0, np.uint8))
    states: Codes = field(default_factory=lambda: np.zeros(0, np.uint8))  # places in SHOWN
    titles: list[str] = field(default_factory=list)
    pages: list[tuple[float, float]] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    keys: list[Key] = field(default_factory=list)

    @property
    def page_radius(self) -> float:
        """How large a page that others are listed for is drawn."""
        return max(_PAGE * self.size / _TEXT, self.radius * 1.25)


def draw(
    sheets: Sequence[Sheet], names: Names, *, is_dark: bool = False, whole: bool = True
) -> Drawing:
    """Draw lists, one at least. May be called in any thread.

    What does not pass the filter is faded or, unless ``whole``, left out.
    """
    left, top, right, bottom = _bounds(sheets)
    extent = max(right - left, bottom - top, 1.0)
    gap = min(max(_WANTED / extent, _GAPS[0]), _GAPS[1])
    size = round(_TEXT * max(1.0, extent * gap / _WANTED / 1.3))
    drawing = Drawing(
        sheets[0].title,
        names.about,
        DARK if is_dark else LIGHT,
        size,
        gap,
        min(gap * NODE, max(_LARGEST, size * 0.5)),
    )
    margin = size * 2.5
    drawing.width = max((right - left) * gap + 4 * margin, _NARROWEST)
    head = _draw_heading(drawing)
    across = (drawing.width - (right - left) * gap) / 2 - left * gap
    down = head + margin - top * gap
    placed = [_Placed(sheet, gap, drawing.radius, across, down) for sheet in sheets]
    foot = head + 2 * margin + (bottom - top) * gap
    for each in placed:
        _draw_sheet(drawing, each, whole)
    drawing.edges = drawing.edges[:, : _affordable(drawing.edges, drawing.width * foot * _INK)]
    _draw_labels(drawing, placed, names, foot)
    drawing.height = _draw_legend(drawing, names, foot)
    drawing.texts = [text._replace(text=ordered(text.text)) for text in drawing.texts]
    return drawing


def _bounds(sheets: Sequence[Sheet]) -> tuple[float, float, float, float]:
    """Give left, top, right and bottom of all in the scene."""
    found = []
    for sheet in sheets:
        discs = sheet.discs
        outer = discs.outer + np.float32(0.5)
        x = [0.0, sheet.x.min(initial=0), sheet.x.max(initial=0)]
        x += [(discs.outer_x - outer).min(initial=0), (discs.outer_x + outer).max(initial=0)]
        y = [0.0, sheet.y.min(initial=0), sheet.y.max(initial=0)]
        y += [(discs.outer_y - outer).min(initial=0), (discs.outer_y + outer).max(initial=0)]
        found.append((min(x) + sheet.dx, min(y) + sheet.dy, max(x) + sheet.dx, max(y) + sheet.dy))
    left, top, right, bottom = (list(each) for each in zip(*found, strict=True))
    return float(min(left)), float(min(top)), float(max(right)), float(max(bottom))


class _Placed:
    """A sheet in pixels."""

    def __init__(self, sheet: Sheet, gap: float, radius: float, across: float, down: float) -> None:
        self.sheet = sheet
        self.page = sheet.dx * gap + across, sheet.dy * gap + down
        self.above = sheet.above and (sheet.above[0] * gap + across, sheet.above[1] * gap + down)
        page_x, page_y = self.page
        self.x, self.y = sheet.x * float(gap) + page_x, sheet.y * float(gap) + page_y
        discs = sheet.discs
        self.disc_x = discs.outer_x.astype(np.float64) * gap + page_x
        self.disc_y = discs.outer_y.astype(np.float64) * gap + page_y
        self.has_ground = discs.outer > _SINGLE
        self.reach = (discs.outer.astype(np.float64) + 0.5) * gap
        self.reach[~self.has_ground] = radius * 1.4


def _affordable(edges: Paths, most: float) -> int:
    lengths = np.hypot(edges[0] - edges[2], edges[1] - edges[3])
    return int(np.searchsorted(np.cumsum(lengths), most))


# --- what is drawn ----------------------------------------------------------------------------


def _draw_sheet(drawing: Drawing, placed: _Placed, whole: bool) -> None:
    sheet, discs = placed.sheet, placed.sheet.discs
    x, y = placed.page
    drawing.pages.append(placed.page)
    outermost = np.flatnonzero(discs.parents < 0)  # others are in a disc
    right, down = placed.disc_x[outermost] - x, placed.disc_y[outermost] - y
    far = np.maximum(np.hypot(right, down), 1e-9)
    share = np.maximum(far - placed.reach[outermost], 0) / far  # to the edge of the disc
    lines = np.stack([x + 0 * far, y + 0 * far, x + right * share, y + down * share])
    if placed.above is not None:
        lines = np.column_stack([np.array([*placed.above, x, y]), lines])
    drawing.lines = np.column_stack([drawing.lines, lines])
    places = np.flatnonzero(placed.has_ground)
    places = places[np.argsort(-placed.reach[places], kind="stable")]
    circles = [placed.disc_x, placed.disc_y, placed.reach, discs.parents < 0]
    drawing.discs = np.column_stack([drawing.discs, np.stack(circles)[:, places]])
    starts, ends = sheet.edges[:, : sheet.discs.drawn]
    links = np.stack([placed.x[starts], placed.y[starts], placed.x[ends], placed.y[ends]])
    drawing.edges = np.column_stack([drawing.edges, links])
    passed = sheet.passed[sheet.nodes]
    shown = np.flatnonzero(passed | whole)
    nodes = sheet.nodes[shown]
    table = sheet.table
    states = np.where(passed[shown], table.marks[nodes], 2).astype(np.uint8)
    drawing.x = np.concatenate([drawing.x, placed.x[shown]])
    drawing.y = np.concatenate([drawing.y, placed.y[shown]])
    drawing.families = np.concatenate([drawing.families, families(table.namespaces[nodes])])
    drawing.shapes = np.concatenate(
        [drawing.shapes, shapes(table.kinds[nodes], table.redirects[nodes])]
    )
    drawing.states = np.concatenate([drawing.states, states])
    drawing.titles += [table.titles[node] for node in nodes.tolist()]


def _draw_heading(drawing: Drawing) -> float:
    """Put the title and where it comes from at the top; give where that ends."""
    size, room = drawing.size, drawing.width - drawing.size * 4
    x, y = drawing.size * 2.0, drawing.size * 3.2
    large = round(size * 1.9)
    title = elided(drawing.title, large, room)
    drawing.texts.append(Text(x, y, title, large, serif=True))
    y += size * 1.8
    drawing.texts.append(Text(x, y, elided(drawing.about, size, room), size, dim=True))
    return y


def _draw_legend(drawing: Drawing, names: Names, top: float) -> float:
    """Say below what colours and shapes stand for, as far as they are there; give the height."""
    size = drawing.size
    kinds = [Shape(code) for code in np.unique(drawing.shapes).tolist()]
    entries = [
        *((Family(code), Shape.LINK) for code in np.unique(drawing.families).tolist()),
        *((Family.OTHER, shape) for shape in (kinds if len(kinds) > 1 else ())),
    ]
    words = [
        *(names.family(Family(code)) for code in np.unique(drawing.families).tolist()),
        *(names.shape(shape) for shape in (kinds if len(kinds) > 1 else ())),
    ]
    x, y = size * 2.0, top + size
    for (family, shape), word in zip(entries, words, strict=True):
        wide = size * 1.2 + width(word, size)
        if x + wide > drawing.width - size * 2 and x > size * 2:
            x, y = size * 2.0, y + size * 1.8
        drawing.keys.append(Key(x + size * 0.35, y - size * 0.35, family, shape))
        drawing.texts.append(Text(x + size * 1.2, y, word, size, dim=True))
        x += wide + size * 1.4
    return y + size * 2


# --- labels -----------------------------------------------------------------------------------


def _draw_labels(drawing: Drawing, placed: Sequence[_Placed], names: Names, height: float) -> None:
    """Name pages, then discs from the largest on, then nodes, as far as there is room."""
    room = Room(drawing.width, height)
    for each in placed:
        room.add_circles(each.disc_x, each.disc_y, each.reach)
    for each in placed:
        _label_page(drawing, room, each)
    are_named = drawing.gap >= drawing.size * _DENSE
    for each in placed:
        wanted = each.sheet.discs.counts > 0
        # What is alone there is named itself.
        _label_discs(drawing, room, each, names, wanted & (each.has_ground | (not are_named)))
    if are_named:
        room.add_dots(drawing.x, drawing.y, drawing.radius * 1.2)
        room.add_lines(drawing.lines)
        room.add_lines(drawing.edges)
        _label_nodes(drawing, room)


def _label_page(drawing: Drawing, room: Room, placed: _Placed) -> None:
    text = elided(placed.sheet.title, drawing.size, drawing.size * _LABEL * 0.5)
    around = _beside(drawing, *placed.page, drawing.page_radius, text, bold=True)
    wanted = next((each for each in around if room.is_free(_rect(each))), around[0])
    _put(drawing, room, wanted)


def _label_discs(drawing: Drawing, room: Room, placed: _Placed, names: Names, wanted: Mask) -> None:
    discs, size = placed.sheet.discs, drawing.size
    for disc in np.argsort(-discs.counts, kind="stable").tolist():
        name = _disc_name(placed.sheet, disc, names)
        if not (wanted[disc] and name):
            continue
        count, left = int(discs.counts[disc]), int(discs.left[disc])
        longest = _CLUSTER if discs.titles else _LABEL
        text = _("{name} · {count}").format(
            name=isolated(elided(name, size, size * longest * 0.5)), count=f"{count:,}"
        )
        if left:
            text = _("{text} ({count} not drawn)").format(text=text, count=f"{left:,}")
        x, y = float(placed.disc_x[disc]), float(placed.disc_y[disc])
        reach = float(placed.reach[disc])
        below = Text(x, y + reach + size * 1.25, text, size, "middle")
        around = [
            below,
            below._replace(y=y - reach - size * 0.5),
            *_beside(drawing, x, y, reach, text)[:2],
            *_askew(drawing, x, y, reach, text),
        ]
        free = next((each for each in around if room.is_free(_rect(each), but=(x, y))), None)
        if free is not None:
            _put(drawing, room, free, boxed=discs.parents[disc] < 0)


def _disc_name(sheet: Sheet, disc: int, names: Names) -> str:
    discs = sheet.discs
    if discs.titles:
        return discs.titles[disc]
    node = int(discs.nodes[disc])
    return (
        names.namespace(int(discs.namespaces[disc])) if node == PAGE else sheet.table.titles[node]
    )


def _label_nodes(drawing: Drawing, room: Room) -> None:
    """Name nodes that pass the filter, redirects first, where nothing else is in the way."""
    order = np.argsort(drawing.shapes != Shape.REDIRECT, kind="stable")
    order = order[drawing.states[order] < 2][:_NODES]
    longest = drawing.size * _LABEL * 0.5
    for place in order.tolist():
        text = elided(drawing.titles[place], drawing.size, longest)
        x, y = float(drawing.x[place]), float(drawing.y[place])
        around = _beside(drawing, x, y, drawing.radius * 1.4, text)
        free = next((each for each in around if room.is_free(_rect(each), marks=True)), None)
        if free is not None:
            room.take(_rect(free))
            drawing.texts.append(free._replace(dim=True))


def _beside(
    drawing: Drawing, x: float, y: float, reach: float, text: str, *, bold: bool = False
) -> list[Text]:
    """Give labels on both sides of something, and below and above it."""
    size, gap = drawing.size, drawing.size * 0.4
    return [
        Text(x + reach + gap, y + size * 0.35, text, size, "start", bold),
        Text(x - reach - gap, y + size * 0.35, text, size, "end", bold),
        Text(x, y + reach + size * 1.1, text, size, "middle", bold),
        Text(x, y - reach - size * 0.4, text, size, "middle", bold),
    ]


def _askew(drawing: Drawing, x: float, y: float, reach: float, text: str) -> list[Text]:
    """Give labels between those beside a disc and those below and above it."""
    size, away = drawing.size, reach * 0.75
    return [
        Text(x + right * away, y + down * away + size * (0.35 + down * 0.6), text, size, anchor)
        for down in (1, -1)
        for right, anchor in _SIDES
    ]


def _put(drawing: Drawing, room: Room, label: Text, *, boxed: bool = True) -> None:
    """Put a label where it is; in a box where lines may be below it."""
    rect = _rect(label)
    room.take(rect)
    drawing.texts.append(label._replace(box=rect if boxed else None))


def _rect(label: Text) -> Rect:
    return rect_of(label.x, label.y, label.text, label.size, label.anchor, label.bold)
