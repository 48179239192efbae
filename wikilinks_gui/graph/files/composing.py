# SPDX-License-Identifier: MIT
"""Composes a picture of the graph, of its own size."""

import math
from collections.abc import Sequence
from threading import Event

import numpy as np

from wikilinks_gui.errors import check_stop
from wikilinks_gui.graph.colours import Family, families
from wikilinks_gui.graph.files.drawing import (
    DARK,
    INK,
    LIGHT,
    NODE,
    TEXT,
    Captions,
    Drawing,
    DrawnList,
    LegendEntry,
    PlacedList,
    Text,
)
from wikilinks_gui.graph.files.svgtext import Paths, elided, ordered, width
from wikilinks_gui.graph.labelcandidates import LONGEST, Geometry, LabelSource, Look
from wikilinks_gui.graph.labels import Label, choose_labels
from wikilinks_gui.graph.shapes import CHECKED, FADED, NORMAL, Shape, shapes

_GAPS = (8.0, 44.0)
"""Pixels between neighbours in a disc, at least and at most."""

_WANTED = 1000.0
"""Pixels that the discs are wide and high, where the gaps allow it."""

_NARROWEST = 640.0

_LARGEST = 7.0
"""The radius of a node in pixels, at most."""


def draw(
    drawn_lists: Sequence[DrawnList],
    captions: Captions,
    *,
    is_dark: bool = False,
    whole: bool = True,
    stop: Event | None = None,
) -> Drawing:
    """Draw lists, one at least. May be called in any thread.

    What does not pass the filter is faded or, unless ``whole``, left out. Raises
    :class:`CancelledError` when ``stop`` was set.
    """
    left, top, right, bottom = _bounds(drawn_lists)
    extent = max(right - left, bottom - top, 1.0)
    gap = min(max(_WANTED / extent, _GAPS[0]), _GAPS[1])
    size = round(TEXT * max(1.0, extent * gap / _WANTED / 1.3))
    first = drawn_lists[0]
    shown = int(np.count_nonzero(first.passed[first.nodes] | whole))
    drawing = Drawing(
        first.title,
        captions.about(shown, len(first.passed)),
        DARK if is_dark else LIGHT,
        size,
        gap,
        min(gap * NODE, max(_LARGEST, size * 0.5)),
    )
    margin = size * 2.5
    drawing.width = math.ceil(max((right - left) * gap + 4 * margin, _NARROWEST))
    head = _draw_heading(drawing)
    across = (drawing.width - (right - left) * gap) / 2 - left * gap
    down = head + margin - top * gap
    placed = [PlacedList(drawn, gap, drawing.radius, across, down) for drawn in drawn_lists]
    foot = head + 2 * margin + (bottom - top) * gap
    sources = []
    for each in placed:
        check_stop(stop)
        sources.append(_draw_list(drawing, each, captions, whole))
    drawing.edges = drawing.edges[:, : _affordable(drawing.edges, drawing.width * foot * INK)]
    _draw_labels(drawing, sources, foot, stop)
    drawing.height = _draw_legend(drawing, captions, foot)
    drawing.texts = [text._replace(text=ordered(text.text)) for text in drawing.texts]
    return drawing


def _bounds(drawn_lists: Sequence[DrawnList]) -> tuple[float, float, float, float]:
    """Return the left, top, right and bottom of everything in the scene."""
    found = []
    for drawn in drawn_lists:
        discs = drawn.discs
        outer = discs.outer + np.float32(0.5)
        x = [0.0, drawn.x.min(initial=0), drawn.x.max(initial=0)]
        x += [(discs.outer_x - outer).min(initial=0), (discs.outer_x + outer).max(initial=0)]
        y = [0.0, drawn.y.min(initial=0), drawn.y.max(initial=0)]
        y += [(discs.outer_y - outer).min(initial=0), (discs.outer_y + outer).max(initial=0)]
        found.append((min(x) + drawn.dx, min(y) + drawn.dy, max(x) + drawn.dx, max(y) + drawn.dy))
    left, top, right, bottom = (list(each) for each in zip(*found, strict=True))
    return float(min(left)), float(min(top)), float(max(right)), float(max(bottom))


def _affordable(edges: Paths, most: float) -> int:
    lengths = np.hypot(edges[0] - edges[2], edges[1] - edges[3])
    return int(np.searchsorted(np.cumsum(lengths), most))


def _draw_list(
    drawing: Drawing, placed: PlacedList, captions: Captions, whole: bool
) -> LabelSource:
    """Draw a list without its labels; return what of it may have some."""
    drawn, discs = placed.drawn, placed.drawn.discs
    x, y = placed.page
    drawing.pages.append((x, y, drawn.title))
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
    starts, ends = drawn.edges[:, : drawn.discs.drawn]
    links = np.stack([placed.x[starts], placed.y[starts], placed.x[ends], placed.y[ends]])
    drawing.edges = np.column_stack([drawing.edges, links])
    passed = drawn.passed[drawn.nodes]
    shown = np.flatnonzero(passed | whole)
    nodes = drawn.nodes[shown]
    table = drawn.table
    states = np.where(table.marks[nodes], np.uint8(CHECKED), np.uint8(NORMAL))
    states[~passed[shown]] = FADED
    source = LabelSource(
        table,
        drawn.title,
        placed.page,
        discs,
        placed.disc_x,
        placed.disc_y,
        placed.reach,
        placed.inner,
        nodes,
        placed.x[shown],
        placed.y[shown],
        states,
        captions.namespace,
    )
    drawing.x = np.concatenate([drawing.x, placed.x[shown]])
    drawing.y = np.concatenate([drawing.y, placed.y[shown]])
    drawing.families = np.concatenate([drawing.families, families(table.namespaces[nodes])])
    drawing.shapes = np.concatenate(
        [drawing.shapes, shapes(table.kinds[nodes], table.redirects[nodes])]
    )
    drawing.states = np.concatenate([drawing.states, states])
    drawing.titles += [table.titles[node] for node in nodes.tolist()]
    return source


class _EstimatedText:
    """A text of a size; the viewer of the picture chooses the font."""

    def __init__(self, size: int) -> None:
        self._size = size
        self.line = size * 1.25

    def size(self, text: str, look: Look) -> tuple[float, float]:
        """Return about how wide a label is, and how high."""
        return width(text, self._size, bold=look is Look.BOLD), self.line

    def short(self, text: str, share: float = 1.0) -> str:
        """Cut a text that is longer than a share of what labels may be."""
        return elided(text, self._size, self._size * LONGEST * 0.5 * share)


def _draw_labels(
    drawing: Drawing, sources: Sequence[LabelSource], height: float, stop: Event | None
) -> None:
    page_radius = drawing.page_radius
    picture = Geometry(drawing.width, height, drawing.gap, drawing.radius, page_radius)
    steps = choose_labels(sources, picture, _EstimatedText(drawing.size))
    while True:
        check_stop(stop)
        try:
            next(steps)
        except StopIteration as done:
            drawing.texts += [_text(label, drawing.size) for label in done.value]
            return


def _text(label: Label, size: int) -> Text:
    """Return the text of a label, in a box where lines may be below it."""
    left, top, wide, high = label.rect
    x = left + {"start": 0.0, "middle": wide / 2, "end": wide}[label.anchor]
    is_inside = label.disc >= 0 and label.source.discs.parents[label.disc] >= 0
    box = None if is_inside or label.look is Look.DIM else (left, top, left + wide, top + high)
    return Text(
        x,
        top + size * 0.95,
        label.text,
        size,
        label.anchor,
        bold=label.look is Look.BOLD,
        dim=label.look is Look.DIM,
        box=box,
    )


def _draw_heading(drawing: Drawing) -> float:
    """Draw the title and where it comes from at the top; return where that ends."""
    size, room = drawing.size, drawing.width - drawing.size * 4
    x, y = drawing.size * 2.0, drawing.size * 3.2
    large = round(size * 1.9)
    title = elided(drawing.title, large, room)
    drawing.texts.append(Text(x, y, title, large, serif=True))
    y += size * 1.8
    drawing.texts.append(Text(x, y, elided(drawing.about, size, room), size, dim=True))
    return y


def _draw_legend(drawing: Drawing, captions: Captions, top: float) -> int:
    """Draw the colours and shapes that occur, with their meaning, and return the height."""
    size = drawing.size
    colors = [Family(code) for code in np.unique(drawing.families).tolist()]
    kinds = [Shape(code) for code in np.unique(drawing.shapes).tolist()]
    entries: list[tuple[Family | None, Shape, str]]
    entries = [(family, Shape.LINK, captions.family(family)) for family in colors]
    if kinds != [Shape.LINK]:
        entries += [(None, shape, captions.shape(shape)) for shape in kinds]
    x, y = size * 2.0, top + size
    for family, shape, word in entries:
        wide = size * 1.2 + width(word, size)
        if x + wide > drawing.width - size * 2 and x > size * 2:
            x, y = size * 2.0, y + size * 1.8
        drawing.legend.append(LegendEntry(x + size * 0.35, y - size * 0.35, family, shape))
        drawing.texts.append(Text(x + size * 1.2, y, word, size, dim=True))
        x += wide + size * 1.4
    return math.ceil(y + size * 2)
