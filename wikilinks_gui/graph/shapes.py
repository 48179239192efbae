# SPDX-License-Identifier: MIT
"""The shape of a node, which stands for how a row links, and the state of a node."""

from enum import IntEnum

import numpy as np

from wikilinks_gui.graph.colours import Codes
from wikilinks_gui.table.columns import Mask, Nodes, Numbers
from wikilinks_gui.table.origin import Origin
from wikilinks_gui.table.row import Kind
from wikilinks_gui.table.table import LinkTable


class Shape(IntEnum):
    """How a row links; of several the last one here."""

    LINK = 0  # a dot
    ELSEWHERE = 1  # a ring: redirects elsewhere
    TRANSCLUSION = 2  # a triangle
    FILE = 3  # a diamond
    REDIRECT = 4  # a square: a redirect to the page


NORMAL, CHECKED, FADED, FROM_TEMPLATE = range(4)
"""The state of a node: CHECKED has a mark, drawn as a tick, FADED is left out by the filter,
FROM_TEMPLATE links only through templates."""

FEW = 24
"""If at most this many nodes pass the filter, these get the labels."""

SQUARE = 1.35
"""Half the side of a square, of the radius of a dot."""


def shapes(kinds: Numbers, redirects: Numbers) -> Codes:
    """Return the shape of each row, by its kinds (bits of Kind) and whether it is a redirect."""
    found = np.full(len(kinds), int(Shape.LINK), np.uint8)
    found[redirects.astype(np.bool_)] = Shape.ELSEWHERE
    found[kinds & int(Kind.TRANSCLUSION) != 0] = Shape.TRANSCLUSION
    found[kinds & int(Kind.FILE) != 0] = Shape.FILE
    found[kinds & int(Kind.REDIRECT) != 0] = Shape.REDIRECT
    return found


def states(table: LinkTable, nodes: Nodes, passed: Mask) -> Codes:
    """Return the state of each of some rows; ``passed`` tells it of all: they pass the filter."""
    is_from_template = table.origin_groups[nodes] == Origin.TEMPLATE
    found = np.where(is_from_template, np.uint8(FROM_TEMPLATE), np.uint8(NORMAL))
    found[table.marks[nodes]] = CHECKED
    found[~passed[nodes]] = FADED
    return found


def matching(states: Codes) -> Numbers:
    """Return the places of nodes that pass the filter, where there is one and they are few."""
    found = np.flatnonzero(states != FADED)
    return found if len(found) < len(states) and len(found) <= FEW else found[:0]


def thickness(radius: float) -> float:
    """Return how thick the outline of a hollow node is."""
    return max(1.0, radius * 0.4)


def tick(radius: float) -> list[tuple[float, float]]:
    """Return the points of the tick on a marked node, from its middle."""
    return [(radius * -0.75, 0), (radius * -0.15, radius * 0.6), (radius * 0.85, radius * -0.7)]


def corners(shape: Shape, radius: float) -> list[tuple[float, float]]:
    """Return the corners of a node, from its middle; none where it is round."""
    if shape == Shape.TRANSCLUSION:
        high, wide, low = radius * 1.2, radius * 1.15, radius * 0.85
        return [(0, -high), (wide, low), (-wide, low)]
    if shape == Shape.FILE:
        reach = radius * 1.25
        return [(0, -reach), (reach, 0), (0, reach), (-reach, 0)]
    if shape == Shape.REDIRECT:
        half = radius * SQUARE - thickness(radius) / 2
        return [(-half, -half), (half, -half), (half, half), (-half, half)]
    return []
