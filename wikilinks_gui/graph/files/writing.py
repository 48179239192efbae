# SPDX-License-Identifier: MIT
"""A graph as a file, for the window and the command line: a picture, or for other programs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from threading import Event
from typing import BinaryIO

from wikilinks_gui.errors import check_stop
from wikilinks_gui.graph.files.drawing import Captions, DrawnList
from wikilinks_gui.graph.files.formats import GRAPH_FORMATS, make_graph, write_graph
from wikilinks_gui.graph.files.svg import draw
from wikilinks_gui.table.row import Site

PICTURES = ("png", "svg")
"""The formats that hold what is drawn; the others hold all links."""


@dataclass(frozen=True, slots=True)
class GraphOptions:
    """How a graph is written; ``scale`` is that of a PNG, ``is_dark`` is about pictures."""

    format: str  # one of PICTURES or GRAPH_FORMATS
    scale: float = 1.0
    is_dark: bool = False
    whole: bool = True  # also what does not pass the filter


@dataclass(frozen=True, slots=True)
class GraphFile:
    """A graph that is ready to be written to a file, and the links that are in it."""

    links: int
    write: Callable[[BinaryIO], object]


def prepare_graph(
    drawn_lists: Sequence[DrawnList],
    options: GraphOptions,
    site: Site,
    captions: Captions,
    png: Callable[[bytes, int, int, float, Event | None], bytes],
    stop: Event | None = None,
) -> GraphFile:
    """Make the file of lists, one at least; that takes most of the time. Callable in any thread.

    ``png`` renders an SVG of a width and a height at a scale. Raises :class:`CancelledError` when
    ``stop`` was set, and so does writing the file; and what ``png`` raises.
    """
    if options.format in GRAPH_FORMATS:
        graph = make_graph(drawn_lists, site, whole=options.whole, stop=stop)
        return GraphFile(
            graph.number_of_edges(), partial(write_graph, graph, format=options.format, stop=stop)
        )
    picture = draw(drawn_lists, captions, is_dark=options.is_dark, whole=options.whole, stop=stop)
    data = picture.svg
    if options.format == "png":
        data = png(data, picture.width, picture.height, options.scale, stop)
    check_stop(stop)
    return GraphFile(picture.links, lambda file: file.write(data))
