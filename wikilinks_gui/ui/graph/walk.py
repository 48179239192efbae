# SPDX-License-Identifier: MIT
"""From node to node by arrow keys."""

import math
from collections.abc import Sequence

import numpy as np

from wikilinks_gui.graph.layout import PAGE
from wikilinks_gui.ui.graph.layer import Hit, Layer


def neighbour(layers: Sequence[Layer], hit: Hit | None, direction: tuple[int, int]) -> Hit | None:
    """Give the next node from another to the right, left (±1, 0), down or up (0, ±1).

    From None it is the page. None: there is none that way.
    """
    if hit is None or hit.layer not in layers:
        return Hit(layers[0], PAGE) if layers else None
    here = hit.layer.where(hit.node, hit.disc)
    if here is None:
        return Hit(hit.layer, PAGE)
    right, down = direction
    best, found = math.inf, None
    for layer in layers:
        discs = np.flatnonzero(layer.layout.discs.left[: len(layer.disc_x)]).tolist()
        # The page comes after the nodes, then what stands for rows that are not drawn.
        others = np.array([(0.0, 0.0), *map(layer.rest, discs)], np.float32).T
        x = np.append(layer.x, others[0]) + np.float32(layer.dx - here[0])
        y = np.append(layer.y, others[1]) + np.float32(layer.dy - here[1])
        ahead = x * right + y * down
        aside = np.abs(x * down) + np.abs(y * right)
        cost = np.where((ahead > aside) & (ahead > 1e-3), ahead + 2 * aside, np.inf)
        place = int(np.argmin(cost))
        if cost[place] < best:
            best = float(cost[place])
            hits = [Hit(layer, PAGE), *(Hit(layer, PAGE, disc) for disc in discs)]
            after = place - len(layer.nodes)
            found = hits[after] if after >= 0 else Hit(layer, int(layer.nodes[place]))
    return found
