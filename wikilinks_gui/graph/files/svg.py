# SPDX-License-Identifier: MIT
"""A picture of the graph as SVG, of its own size, with text as text."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from threading import Event

import numpy as np

from wikilinks_gui.errors import check_stop
from wikilinks_gui.graph.colours import Codes, Family, families
from wikilinks_gui.graph.files.drawing import (
    DARK,
    INK,
    LIGHT,
    LINE,
    NODE,
    SHOWN,
    Captions,
    Colors,
    DrawnList,
)
from wikilinks_gui.graph.files.formats import xml_text
from wikilinks_gui.graph.files.svgtext import elided, width
from wikilinks_gui.graph.labelcandidates import (
    LONGEST,
    Floats,
    Geometry,
    LabelSource,
    Look,
    disc_circles,
)
from wikilinks_gui.graph.labels import Label, choose_labels
from wikilinks_gui.graph.shapes import (
    CHECKED,
    FROM_TEMPLATE,
    NORMAL,
    Shape,
    corners,
    shapes,
    states,
    thickness,
    tick,
)
from wikilinks_gui.tasks import finish
from wikilinks_gui.translation import isolated

_GAPS = (8.0, 44.0)
"""Pixels between neighbours in a disc, at least and at most."""

_WANTED = 1000.0
"""Pixels that the discs are wide and high, where the gaps allow it."""

_NARROWEST = 640.0

_TEXT = 13
"""The size of text in a picture of normal size."""

_PAGE = 9.0
"""The radius of a page in such a picture, at least."""

_LARGEST = 7.0
"""The radius of a node in pixels, at most."""

_CHUNK = 1000
"""Pieces that are written between two looks at whether to stop."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG, its size in pixels, and how many links are in it."""

    svg: bytes
    width: int
    height: int
    links: int


def draw(
    drawn_lists: Sequence[DrawnList],
    captions: Captions,
    *,
    is_dark: bool = False,
    whole: bool = True,
    stop: Event | None = None,
) -> Picture:
    """Draw lists, one at least; each node has the title of its page, which browsers show.

    What does not pass the filter is faded or, unless ``whole``, left out. May be called in any
    thread. Fonts are the general ones that every program has, text is placed by its anchors. Raises
    :class:`CancelledError` when ``stop`` was set.
    """
    left, top, right, bottom = _bounds(drawn_lists)
    extent = max(right - left, bottom - top, 1.0)
    gap = min(max(_WANTED / extent, _GAPS[0]), _GAPS[1])
    size = round(_TEXT * max(1.0, extent * gap / _WANTED / 1.3))
    radius = min(gap * NODE, max(_LARGEST, size * 0.5))
    margin = size * 2.5
    wide = math.ceil(max((right - left) * gap + 4 * margin, _NARROWEST))
    head = size * 3.2 + size * 1.8
    foot = head + 2 * margin + (bottom - top) * gap
    across = (wide - (right - left) * gap) / 2 - left * gap
    down = head + margin - top * gap
    geometry = Geometry(wide, foot, gap, radius, max(_PAGE * size / _TEXT, radius * 1.25))
    sources = [_source(each, geometry, across, down, captions, whole) for each in drawn_lists]
    pen = _Pen(DARK if is_dark else LIGHT, size)
    looks = np.concatenate([_looks(source) for source in sources], axis=1)
    markers, words, height = _legend(pen, looks, captions, wide, foot)
    first = drawn_lists[0]
    shown = int(np.count_nonzero(first.passed[first.nodes] | whole))
    about = captions.about(shown, len(first.passed))

    def pieces() -> Iterator[str]:
        yield '<?xml version="1.0" encoding="UTF-8"?>\n'
        yield '<svg xmlns="http://www.w3.org/2000/svg" role="img" font-family="sans-serif"'
        yield f' width="{wide}" height="{height}" viewBox="0 0 {wide} {height}">\n'
        yield f"<title>{_xml(first.target.title)}</title>\n<desc>{_xml(about)}</desc>\n"
        yield f'<rect width="{wide}" height="{height}" fill="{pen.colors.ground}"/>\n'
        lines = [
            _lines(drawn, source, gap) for drawn, source in zip(drawn_lists, sources, strict=True)
        ]
        yield from pen.lines(np.concatenate(lines, axis=1))
        yield from pen.discs(sources)
        yield from pen.lines(_edges(drawn_lists, sources, gap, wide * foot * INK))
        yield from pen.nodes(sources, looks, radius)
        yield from pen.pages(sources, geometry.page_radius)
        yield from markers
        title = elided(first.target.title, round(size * 1.9), wide - size * 4)
        yield pen.text(size * 2.0, size * 3.2, title, round(size * 1.9), ' font-family="serif"')
        yield pen.text(size * 2.0, head, elided(about, size, wide - size * 4), is_dim=True)
        yield from map(pen.label, finish(choose_labels(sources, geometry, _EstimatedText(size))))
        yield from words
        yield "</svg>\n"

    written = []
    for number, piece in enumerate(pieces()):
        if number % _CHUNK == 0:
            check_stop(stop)
        written.append(piece)
    return Picture("".join(written).encode(), wide, height, looks.shape[1])


def _bounds(drawn_lists: Sequence[DrawnList]) -> tuple[float, float, float, float]:
    """Return the left, top, right and bottom of everything in the scene."""
    found = []
    for drawn in drawn_lists:
        discs, outer = drawn.discs, drawn.discs.outer + 0.5
        x = np.concatenate([[0.0], drawn.x, discs.outer_x - outer, discs.outer_x + outer])
        y = np.concatenate([[0.0], drawn.y, discs.outer_y - outer, discs.outer_y + outer])
        found.append(np.stack([x + drawn.dx, y + drawn.dy]))
    places = np.concatenate(found, axis=1)
    left, top = places.min(axis=1).tolist()
    right, bottom = places.max(axis=1).tolist()
    return left, top, right, bottom


def _source(
    drawn: DrawnList,
    geometry: Geometry,
    across: float,
    down: float,
    captions: Captions,
    whole: bool,
) -> LabelSource:
    """Place a list, of which the page that was explored is at ``across`` and ``down``."""
    gap = geometry.spacing
    x, y = drawn.dx * gap + across, drawn.dy * gap + down
    shown = np.flatnonzero(drawn.passed[drawn.nodes] | whole)
    nodes = drawn.nodes[shown]
    return LabelSource(
        drawn.table,
        drawn.target.title,
        (x, y),
        drawn.discs,
        *disc_circles(drawn.discs, (x, y), gap, geometry.radius),
        nodes,
        drawn.x[shown] * gap + x,
        drawn.y[shown] * gap + y,
        states(drawn.table, nodes, drawn.passed),
        captions.namespace,
    )


def _looks(source: LabelSource) -> Codes:
    """Return the shape, family and state of each node of a list: shape (3, n)."""
    table, nodes = source.table, source.nodes
    kinds = shapes(table.kinds[nodes], table.redirects[nodes])
    return np.stack([kinds, families(table.namespaces[nodes]), source.states])


def _lines(drawn: DrawnList, source: LabelSource, gap: float) -> Floats:
    """Return lines from the page to the discs: x, y, x, y."""
    x, y = source.page
    outermost = np.flatnonzero(source.discs.parents < 0)  # others are in a disc
    right, down = source.disc_x[outermost] - x, source.disc_y[outermost] - y
    far = np.maximum(np.hypot(right, down), 1e-9)
    share = np.maximum(far - source.reach[outermost], 0) / far  # to the edge of the disc
    lines = np.stack([x + 0 * far, y + 0 * far, x + right * share, y + down * share])
    if drawn.above is None:
        return lines
    above_x, above_y = drawn.above
    above = [x + (above_x - drawn.dx) * gap, y + (above_y - drawn.dy) * gap, x, y]
    return np.column_stack([above, lines])


def _edges(
    drawn_lists: Sequence[DrawnList], sources: Sequence[LabelSource], gap: float, most: float
) -> Floats:
    """Return lines between nodes, as far as there is ink: x, y, x, y."""
    found = []
    for drawn, source in zip(drawn_lists, sources, strict=True):
        places = drawn.edges[:, : drawn.discs.drawn]
        x, y = drawn.x[places] * gap + source.page[0], drawn.y[places] * gap + source.page[1]
        found.append(np.stack([x[0], y[0], x[1], y[1]]).astype(np.float64))
    edges = np.concatenate(found, axis=1)
    lengths = np.hypot(edges[0] - edges[2], edges[1] - edges[3])
    return edges[:, : np.searchsorted(np.cumsum(lengths), most)]


def _legend(
    pen: "_Pen", looks: Codes, captions: Captions, wide: float, top: float
) -> tuple[list[str], list[str], int]:
    """Return the colours and shapes that occur, their meaning, and where the picture ends."""
    kinds, colors, found = map(np.unique, looks)
    dot = Shape.LINK
    entries: list[tuple[Family | None, Shape, int, str]]
    entries = [(Family(code), dot, NORMAL, captions.family(Family(code))) for code in colors]
    if kinds.tolist() != [dot]:
        entries += [(None, Shape(code), NORMAL, captions.shape(Shape(code))) for code in kinds]
    if FROM_TEMPLATE in found:
        entries.append((None, dot, FROM_TEMPLATE, captions.from_template()))
    if CHECKED in found:
        entries.append((None, dot, CHECKED, captions.marked()))
    size, markers, texts = pen.size, [], []
    x, y = size * 2.0, top + size
    for family, shape, state, word in entries:
        room = size * 1.2 + width(word, size)
        if x + room > wide - size * 2 and x > size * 2:
            x, y = size * 2.0, y + size * 1.8
        radius = size * 0.35
        middle = x + size * 0.35, y - size * 0.35
        marker = _shape(*middle, radius, shape, "/>")
        markers.append(f"<g {pen.look(family, shape, state, radius)}>{marker}</g>\n")
        if state == CHECKED:
            markers.append(pen.ticks([middle], radius))
        texts.append(pen.text(x + size * 1.2, y, word, is_dim=True))
        x += room + size * 1.4
    return markers, texts, math.ceil(y + size * 2)


class _EstimatedText:
    """A text of a size; the viewer of the picture chooses the font."""

    def __init__(self, size: int) -> None:
        self._size = size
        self.line = size * 1.25

    def size(self, text: str, look: Look) -> tuple[float, float]:
        """Return about how wide a label is, and how high."""
        lines = text.split("\n")
        wide = max(width(line, self._size, bold=look is Look.BOLD) for line in lines)
        return wide, self.line * len(lines)

    def short(self, text: str, share: float = 1.0) -> str:
        """Cut a text that is longer than a share of what labels may be."""
        return elided(text, self._size, self._size * LONGEST * 0.5 * share)


class _Pen:
    """Writes elements in some colours, with text of a size."""

    def __init__(self, colors: Colors, size: int) -> None:
        self.colors = colors
        self.size = size

    def lines(self, lines: Floats) -> Iterator[str]:
        """Write lines: x, y, x, y."""
        if not lines.shape[1]:
            return
        yield f'<path stroke="{self.colors.line}" stroke-opacity="{LINE}" d="'
        for x, y, to_x, to_y in lines.T.tolist():
            yield f"M{x:.1f} {y:.1f}L{to_x:.1f} {to_y:.1f}"
        yield '"/>\n'

    def discs(self, sources: Sequence[LabelSource]) -> Iterator[str]:
        """Write the discs: first a ground at which lines end, then a colour, deeper inwards."""
        colors = self.colors
        yield "<g>\n"
        for source in sources:
            places = np.flatnonzero(source.discs.has_ground)
            places = places[np.argsort(-source.reach[places], kind="stable")]  # inner ones last
            circles = [source.disc_x, source.disc_y, source.reach, source.discs.parents < 0]
            for x, y, radius, is_outermost in np.stack(circles)[:, places].T.tolist():
                circle = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"'
                if is_outermost:
                    yield f'{circle} fill="{colors.ground}"/>'
                yield f'{circle} fill="{colors.text}" fill-opacity="{colors.disc}"/>\n'
        yield "</g>\n"

    def nodes(self, sources: Sequence[LabelSource], looks: Codes, radius: float) -> Iterator[str]:
        """Write nodes in groups of one look; redirects last, as they are amid others."""
        x = np.concatenate([source.x for source in sources])
        y = np.concatenate([source.y for source in sources])
        titles = [each.table.titles[node] for each in sources for node in each.nodes.tolist()]
        order = np.lexsort(looks[::-1])
        changes = np.flatnonzero(np.any(np.diff(looks[:, order], axis=1) != 0, axis=0)) + 1
        for group in np.split(order, changes) if len(order) else ():
            shape, family, state = looks[:, group[0]].tolist()
            yield f"<g {self.look(Family(family), Shape(shape), state, radius)}>\n"
            for at in group.tolist():
                name = f"<title>{_xml(titles[at])}</title>"
                yield _shape(float(x[at]), float(y[at]), radius, Shape(shape), name) + "\n"
            yield "</g>\n"
            if state == CHECKED:
                yield self.ticks(zip(x[group].tolist(), y[group].tolist(), strict=True), radius)

    def ticks(self, middles: Iterable[tuple[float, float]], radius: float) -> str:
        """Write the ticks of marked nodes."""
        path = "".join(
            "M" + "L".join(f"{x + right:.2f} {y + down:.2f}" for right, down in tick(radius))
            for x, y in middles
        )
        look = f'stroke-width="{thickness(radius):.2f}" stroke-linecap="square"'
        return f'<path fill="none" stroke="{self.colors.text}" {look} d="{path}"/>\n'

    def pages(self, sources: Sequence[LabelSource], radius: float) -> Iterator[str]:
        """Write the pages that others are listed for; the first one's title is the picture's."""
        colors = self.colors
        yield f'<g fill="{colors.text}" stroke="{colors.ground}" stroke-width="2">\n'
        for number, source in enumerate(sources):
            x, y = source.page
            name = f"<title>{_xml(source.title)}</title>" if number else ""
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}">{name}</circle>\n'
        yield "</g>\n"

    def look(self, family: Family | None, shape: Shape, state: int, radius: float) -> str:
        """Return the attributes of nodes; those of no family have no colour of their own."""
        color = self.colors.dim if family is None else self.colors.families[family]
        opacity = f' opacity="{SHOWN[state]}"' if SHOWN[state] < 1 else ""
        if shape in {Shape.REDIRECT, Shape.ELSEWHERE}:
            wide = f"{thickness(radius):.2f}"
            return f'fill="{self.colors.ground}" stroke="{color}" stroke-width="{wide}"{opacity}'
        return f'fill="{color}"{opacity}'

    def label(self, label: Label) -> str:
        """Write a label, on a ground where lines may be below it."""
        left, top, wide, high = label.rect
        x = left + {"start": 0.0, "middle": wide / 2, "end": wide}[label.anchor]
        is_dim = label.look is Look.DIM
        more = f' text-anchor="{label.anchor}"' if label.anchor != "start" else ""
        more += ' font-weight="bold"' if label.look is Look.BOLD else ""
        lines = label.text.split("\n")
        step = high / len(lines)
        text = "".join(
            self.text(x, top + step * at + self.size * 0.95, line, self.size, more, is_dim=is_dim)
            for at, line in enumerate(lines)
        )
        if is_dim or (label.disc >= 0 and label.source.discs.parents[label.disc] >= 0):
            return text
        return (
            f'<rect x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{high:.1f}"'
            f' fill="{self.colors.ground}" fill-opacity="0.8"/>\n{text}'
        )

    def text(
        self, x: float, y: float, text: str, size: int = 0, more: str = "", *, is_dim: bool = False
    ) -> str:
        """Write a line of text; ``y`` is that of its base line."""
        color = self.colors.dim if is_dim else self.colors.text
        return (
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size or self.size}" fill="{color}"{more}>'
            f"{_xml(isolated(text))}</text>\n"
        )


def _shape(x: float, y: float, radius: float, shape: Shape, content: str) -> str:
    """Write a node; ``content`` is what is in it, or "/>"."""
    points = corners(shape, radius)
    if points:
        rest = "L".join(f"{x + right:.2f} {y + down:.2f}" for right, down in points)
        start, name = f'<path d="M{rest}Z"', "path"
    else:
        round_ = radius - (thickness(radius) / 2 if shape == Shape.ELSEWHERE else 0)
        start, name = f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{round_:.2f}"', "circle"
    return start + content if content == "/>" else f"{start}>{content}</{name}>"


def _xml(text: str) -> str:
    return escape(xml_text(text), quote=False)
