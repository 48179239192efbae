# SPDX-License-Identifier: MIT
"""A drawing as SVG, with text as text."""

from collections.abc import Iterator
from html import escape
from threading import Event
from typing import BinaryIO

import numpy as np

from wikilinks_gui.errors import check_stop
from wikilinks_gui.graph.colours import Family
from wikilinks_gui.graph.files.drawing import LINE, SHOWN, Drawing, Text
from wikilinks_gui.graph.files.formats import xml_text
from wikilinks_gui.graph.files.svgtext import Paths
from wikilinks_gui.graph.shapes import Shape, corners, thickness

_CHUNK = 1000
"""Pieces that are written between two looks at whether to stop."""


def write_svg(drawing: Drawing, file: BinaryIO, *, stop: Event | None = None) -> None:
    """Write a drawing; each node has the title of its page, which browsers show under the pointer.

    Fonts are the general ones that every program has, text is placed by its anchors. Raises
    :class:`CancelledError` when ``stop`` was set, ``OSError`` as the file does.
    """
    chunk = []
    for piece in _pieces(drawing):
        chunk.append(piece)
        if len(chunk) == _CHUNK:
            check_stop(stop)
            file.write("".join(chunk).encode())
            chunk.clear()
    file.write("".join(chunk).encode())


def _pieces(drawing: Drawing) -> Iterator[str]:
    colors = drawing.colors
    wide, high = drawing.width, drawing.height
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<svg xmlns="http://www.w3.org/2000/svg" role="img" font-family="sans-serif"'
    yield f' width="{wide}" height="{high}" viewBox="0 0 {wide} {high}">\n'
    yield f"<title>{_text(drawing.title)}</title>\n<desc>{_text(drawing.about)}</desc>\n"
    yield f'<rect width="{wide}" height="{high}" fill="{colors.ground}"/>\n'
    yield from _lines(drawing.lines, colors.line)
    yield from _discs(drawing)
    yield from _lines(drawing.edges, colors.line)
    yield from _nodes(drawing)
    yield f'<g fill="{colors.text}" stroke="{colors.ground}" stroke-width="2">\n'
    for number, (x, y, title) in enumerate(drawing.pages):
        # The first one's is that of all.
        name = f"<title>{_text(title)}</title>" if number else ""
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{drawing.page_radius:.1f}">{name}</circle>\n'
    yield "</g>\n"
    for entry in drawing.legend:
        radius = drawing.size * 0.35
        shape = _shape(entry.x, entry.y, radius, entry.shape, "/>")
        yield f"<g {_look(drawing, entry.family, entry.shape, 0, radius)}>{shape}</g>\n"
    for text in drawing.texts:
        yield _label(text, drawing)
    yield "</svg>\n"


def _lines(lines: Paths, color: str) -> Iterator[str]:
    if not lines.shape[1]:
        return
    yield f'<path stroke="{color}" stroke-opacity="{LINE}" d="'
    for x, y, to_x, to_y in lines.T.tolist():
        yield f"M{x:.1f} {y:.1f}L{to_x:.1f} {to_y:.1f}"
    yield '"/>\n'


def _discs(drawing: Drawing) -> Iterator[str]:
    """Write the discs: first a ground at which lines end, then a colour that deepens inwards."""
    colors = drawing.colors
    yield "<g>\n"
    for x, y, radius, is_outermost in drawing.discs.T.tolist():
        circle = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"'
        if is_outermost:
            yield f'{circle} fill="{colors.ground}"/>'
        yield f'{circle} fill="{colors.text}" fill-opacity="{colors.disc}"/>\n'
    yield "</g>\n"


def _nodes(drawing: Drawing) -> Iterator[str]:
    """Write nodes in groups of one look; redirects last, as they are in the middle of others."""
    looks = np.stack([drawing.shapes, drawing.families, drawing.states])
    order = np.lexsort(looks[::-1])
    changes = np.flatnonzero(np.any(np.diff(looks[:, order], axis=1) != 0, axis=0)) + 1
    for group in np.split(order, changes) if len(order) else ():
        shape, family, state = looks[:, group[0]].tolist()
        look = _look(drawing, Family(family), Shape(shape), state, drawing.radius)
        yield f"<g {look}>\n"
        for x, y, place in zip(
            drawing.x[group].tolist(), drawing.y[group].tolist(), group.tolist(), strict=True
        ):
            name = f"<title>{_text(drawing.titles[place])}</title>"
            yield _shape(x, y, drawing.radius, Shape(shape), name) + "\n"
        yield "</g>\n"


def _look(drawing: Drawing, family: Family | None, shape: Shape, state: int, radius: float) -> str:
    color, shown = drawing.colors.of(family), SHOWN[state]
    opacity = f' opacity="{shown}"' if shown < 1 else ""
    if shape in {Shape.REDIRECT, Shape.ELSEWHERE}:
        wide = f"{thickness(radius):.2f}"
        return f'fill="{drawing.colors.ground}" stroke="{color}" stroke-width="{wide}"{opacity}'
    return f'fill="{color}"{opacity}'


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


def _label(text: Text, drawing: Drawing) -> str:
    colors = drawing.colors
    box = ""
    if text.box:
        left, top, right, bottom = text.box
        box = (
            f'<rect x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}"'
            f' height="{bottom - top:.1f}" fill="{colors.ground}" fill-opacity="0.8"/>\n'
        )
    more = f' text-anchor="{text.anchor}"' if text.anchor != "start" else ""
    more += ' font-weight="bold"' if text.bold else ""
    more += ' font-family="serif"' if text.serif else ""
    return (
        f'{box}<text x="{text.x:.1f}" y="{text.y:.1f}" font-size="{text.size}"'
        f' fill="{colors.dim if text.dim else colors.text}"{more}>{_text(text.text)}</text>\n'
    )


def _text(text: str) -> str:
    return escape(xml_text(text), quote=False)
