# SPDX-License-Identifier: MIT
"""What a picture of the graph consists of, for SVG and for PNG; composing.py makes it.

All lengths are pixels at a scale of 1, from the left upper corner.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np

from wikilinks_gui.graph import colours
from wikilinks_gui.graph.colours import Codes, Family
from wikilinks_gui.graph.files.formats import Target
from wikilinks_gui.graph.files.svgtext import Paths
from wikilinks_gui.graph.layout import Discs, Layout, Lengths
from wikilinks_gui.graph.shapes import CHECKED, FADED, NORMAL, Shape
from wikilinks_gui.table.columns import Mask, Nodes, Numbers
from wikilinks_gui.table.table import LinkTable

TEXT = 13
"""The size of text in a picture of normal size."""

_PAGE = 9.0
"""The radius of a page in such a picture, at least."""

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Colors:
    """What the picture is drawn in, as ``#rrggbb``, and how much of it shows."""

    ground: str
    text: str
    dim: str
    line: str
    disc: float  # of the text's colour
    families: tuple[str, ...]

    def of(self, family: Family | None) -> str:
        """Return the colour of a family, or of any with None."""
        return self.dim if family is None else self.families[family]


LIGHT = Colors("#ffffff", "#202122", "#54595d", "#a2a9b1", 0.035, colours.LIGHT)
DARK = Colors("#101418", "#eaecf0", "#a2a9b1", "#72777d", 0.06, colours.DARK)

LINE = 0.6
"""The opacity of a line."""

SHOWN = {NORMAL: 1.0, CHECKED: 0.45, FADED: 0.13}
"""The opacity of a node, by its state."""

NODE = 0.36
"""The radius of a node, of the distance between neighbours in a disc."""

INK = 0.25
"""Links between rows are drawn, the most important first, until the pixels of their lines are such
a share of those of the picture: more is a grey mass, and lines cost time by their pixels."""


@dataclass(frozen=True, slots=True)
class DrawnList:
    """One list as it is drawn at a moment; the first one's page is the explored one.

    ``x``, ``y`` and those of the discs are relative to the page, in units of the scene.
    """

    table: LinkTable
    target: Target  # the page
    nodes: Nodes
    x: Lengths
    y: Lengths
    discs: Discs
    edges: Numbers  # as Layout has them
    passed: Mask  # of all rows: they pass the filter
    dx: float = 0.0  # where the page is
    dy: float = 0.0
    above: tuple[float, float] | None = None  # the node that it was opened from

    @property
    def title(self) -> str:
        """The title of the page."""
        return self.target.title


def drawn_list_of(table: LinkTable, layout: Layout, target: Target) -> DrawnList:
    """Make the list of a layout in its current state."""
    return DrawnList(
        table, target, layout.nodes, layout.x, layout.y, layout.discs, layout.edges, table.passed()
    )


@dataclass(frozen=True, slots=True)
class Captions:
    """Words that are not the graph's own.

    ``about`` says in a line where it comes from, for the links that are shown and all of them.
    """

    about: Callable[[int, int], str]
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


class LegendEntry(NamedTuple):
    """A node in the legend."""

    x: float
    y: float
    family: Family | None  # None: of any
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
    width: int = 0
    height: int = 0
    lines: Paths = field(default_factory=lambda: np.zeros((4, 0)))  # x, y, x, y
    discs: Paths = field(default_factory=lambda: np.zeros((4, 0)))
    """x, y, radius, whether it is in no other; inner ones last."""
    edges: Paths = field(default_factory=lambda: np.zeros((4, 0)))  # x, y, x, y
    x: Paths = field(default_factory=lambda: np.zeros(0))  # of nodes
    y: Paths = field(default_factory=lambda: np.zeros(0))
    families: Codes = field(default_factory=lambda: np.zeros(0, np.uint8))
    shapes: Codes = field(default_factory=lambda: np.zeros(0, np.uint8))
    states: Codes = field(default_factory=lambda: np.zeros(0, np.uint8))  # those of shapes.py
    titles: list[str] = field(default_factory=list)
    pages: list[tuple[float, float, str]] = field(default_factory=list)  # x, y, title
    texts: list[Text] = field(default_factory=list)
    legend: list[LegendEntry] = field(default_factory=list)

    @property
    def page_radius(self) -> float:
        """How large a page that others are listed for is drawn."""
        return max(_PAGE * self.size / TEXT, self.radius * 1.25)


class PlacedList:
    """A list in pixels: ``gap`` between neighbours, ``radius`` of nodes, and where it is."""

    def __init__(
        self, drawn: DrawnList, gap: float, radius: float, across: float, down: float
    ) -> None:
        self.drawn = drawn
        self.page = drawn.dx * gap + across, drawn.dy * gap + down
        self.above = drawn.above and (drawn.above[0] * gap + across, drawn.above[1] * gap + down)
        page_x, page_y = self.page
        self.x, self.y = drawn.x * float(gap) + page_x, drawn.y * float(gap) + page_y
        discs = drawn.discs
        self.disc_x = discs.outer_x.astype(np.float64) * gap + page_x
        self.disc_y = discs.outer_y.astype(np.float64) * gap + page_y
        self.has_ground = discs.has_ground
        self.reach = (discs.outer.astype(np.float64) + 0.5) * gap
        self.reach[~self.has_ground] = radius * 1.4
        inner = np.where(self.has_ground, (discs.radius + 0.5) * gap, radius)
        self.inner = np.stack([discs.x * gap + page_x, discs.y * gap + page_y, inner])
