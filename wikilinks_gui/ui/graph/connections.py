# SPDX-License-Identifier: MIT
"""What a node is linked with in the picture: that stands out while the pointer is on the node."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from wikilinks_gui.graph.layout import PAGE
from wikilinks_gui.ui.graph.layer import Hit, Layer

_MOST = 500
"""Lines for one node."""

Point = tuple[float, float]
Line = tuple[Point, Point]


def connections(hit: Hit, layers: Sequence[Layer]) -> tuple[list[Line], list[Point]]:
    """Return lines in the scene, from a node, and the nodes that they lead to."""
    layer, node = hit.layer, hit.node
    if hit.disc >= 0:
        return [], []
    here = layer.where(node)
    if here is None:
        return [], []
    if node == PAGE:
        discs = layer.discs
        around = np.flatnonzero(discs.parents < 0)[:_MOST]
        x, y = discs.x[around] + layer.dx, discs.y[around] + layer.dy
        lines = [(here, end) for end in zip(x.tolist(), y.tolist(), strict=True)]
        if layer.above:
            more, ends = connections(Hit(*layer.above), layers)
            return lines + more, ends
        return lines, []
    # The redirects that a row links through, and at the end the page.
    redirects = map(layer.where, (*layer.table.ancestors(node), PAGE))
    way = [here, *(point for point in redirects if point is not None)]
    lines = list(pairwise(way))
    ends = [*way[1:], *_linked(layer, node), *_same_page(hit, layers)]
    lines += [(here, end) for end in ends[len(way) - 1 :]]
    return lines[:_MOST], ends[:_MOST]


def _linked(layer: Layer, node: int) -> Iterator[Point]:
    starts, ends = layer.edges
    place = layer.place(node)
    others = np.concatenate([ends[starts == place], starts[ends == place]])
    for other in np.unique(others)[:_MOST].tolist():
        yield layer.spot(other)


def _same_page(hit: Hit, layers: Sequence[Layer]) -> Iterator[Point]:
    """Yield the places of the other rows of the same page."""
    page_id = hit.layer.table.page_ids[hit.node]
    for layer in layers:
        same = np.flatnonzero(layer.table.page_ids.take(layer.nodes) == page_id)
        for place in same[:_MOST].tolist():
            if layer is not hit.layer or layer.nodes[place] != hit.node:
                yield layer.spot(place)
