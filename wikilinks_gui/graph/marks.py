# SPDX-License-Identifier: MIT
"""The outlines of nodes, by their shape."""

from wikilinks_gui.graph.legend import Shape

SQUARE = 1.35
"""Half the side of a square, of the radius of a dot."""


def thickness(radius: float) -> float:
    """Say how thick the outline of a hollow node is."""
    return max(1.0, radius * 0.4)


def corners(shape: Shape, radius: float) -> list[tuple[float, float]]:
    """Give the corners of a node, from its middle; none where it is round."""
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
