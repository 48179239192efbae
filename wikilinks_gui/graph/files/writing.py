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
class GraphFile:
    """A graph that is ready to be written to a file, and the links that are in it."""

    links: int
    write: Callable[[BinaryIO], object]


def prepare_graph(
    drawn_lists: Sequence[DrawnList],
    format: str,  # noqa: A002
    site: Site,
    captions: Captions,
    png: Callable[[bytes, int, int, float, Event | None], bytes],
    *,
    scale: float = 1.0,
    is_dark: bool = False,
    whole: bool = True,
    stop: Event | None = None,
) -> GraphFile:
    """Make the file of lists, one at least, in one of PICTURES or GRAPH_FORMATS.

    That takes most of the time. Unless ``whole``, what does not pass the filter is
    left out. ``png`` renders an SVG of a width and a height at a ``scale``. May be called in any
    thread. Raises :class:`CancelledError` when ``stop`` was set, and so does writing the file; and
    what ``png`` raises.
    """
    if format in GRAPH_FORMATS:
        graph = make_graph(drawn_lists, site, whole=whole, stop=stop)
        write = partial(write_graph, graph, format=format, stop=stop)
        return GraphFile(graph.number_of_edges(), write)
    picture = draw(drawn_lists, captions, is_dark=is_dark, whole=whole, stop=stop)
    data = picture.svg
    if format == "png":
        data = png(data, picture.width, picture.height, scale, stop)
    check_stop(stop)
    return GraphFile(picture.links, lambda file: file.write(data))
