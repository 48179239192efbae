# SPDX-License-Identifier: MIT
"""What is drawn in a picture of the graph, and in which colours."""

from collections.abc import Callable
from dataclasses import dataclass

from wikilinks_gui.graph import colours
from wikilinks_gui.graph.colours import Family
from wikilinks_gui.graph.layout import Discs, Layout, Lengths
from wikilinks_gui.graph.shapes import CHECKED, FADED, FROM_TEMPLATE, NORMAL, Shape
from wikilinks_gui.table.columns import Mask, Nodes, Numbers
from wikilinks_gui.table.table import LinkTable


@dataclass(frozen=True, slots=True)
class Colors:
    """What the picture is drawn in, as ``#rrggbb``, and how much of it shows."""

    ground: str
    text: str
    dim: str
    line: str
    disc: float  # of the text's colour
    families: tuple[str, ...]


LIGHT = Colors("#ffffff", "#202122", "#54595d", "#a2a9b1", 0.035, colours.LIGHT)
DARK = Colors("#101418", "#eaecf0", "#a2a9b1", "#72777d", 0.06, colours.DARK)

LINE = 0.6
"""The opacity of a line."""

SHOWN = {NORMAL: 1.0, CHECKED: 0.45, FADED: 0.08, FROM_TEMPLATE: 0.3}
"""The opacity of a node, by its state."""

NODE = 0.36
"""The radius of a node, of the distance between neighbours in a disc."""

INK = 0.25
"""Links between rows are drawn, the most important first, until the pixels of their lines are such
a share of those of the picture: more is a grey mass, and lines cost time by their pixels."""


@dataclass(frozen=True, slots=True)
class Target:
    """A page that was explored; one that does not exist has no page id: 0."""

    title: str
    page_id: int = 0
    namespace: int = 0


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


def drawn_list_of(
    table: LinkTable,
    layout: Layout,
    target: Target,
    page: tuple[float, float] = (0.0, 0.0),
    above: tuple[float, float] | None = None,
) -> DrawnList:
    """Make the list of a layout in its current state; ``page`` is where its page is."""
    passed = table.passed().copy()
    drawn = layout.nodes, layout.x, layout.y, layout.discs, layout.edges
    return DrawnList(table, target, *drawn, passed, *page, above)


@dataclass(frozen=True, slots=True)
class Captions:
    """Words that are not the graph's own.

    ``about`` says in a line where it comes from, for the links that are shown and all of them.
    """

    about: Callable[[int, int], str]
    namespace: Callable[[int], str]
    family: Callable[[Family], str]
    shape: Callable[[Shape], str]
    from_template: Callable[[], str]
    marked: Callable[[], str]
