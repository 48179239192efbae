# SPDX-License-Identifier: MIT
"""What is at a point of the picture, and which node is next to another."""

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF

from wikilinks_gui.graph.layout import PAGE, nearest
from wikilinks_gui.ui.graph.layer import Hit, Layer
from wikilinks_gui.ui.graph.painting import Frame

_NEAR = 5.0
"""Pixels beyond a node's edge at which the pointer still hits it."""


def node_at(layers: Sequence[Layer], frame: Frame, point: QPointF) -> Hit | None:
    """Return the page or node that is seen at a point."""
    x, y = frame.scene(point)
    for layer in reversed(layers):
        if math.hypot(x - layer.dx, y - layer.dy) <= frame.page_radius / frame.scale:
            return Hit(layer, PAGE)
    within = (frame.radius + _NEAR * frame.ratio) / frame.scale
    for layer in reversed(layers):
        place = nearest(layer.x, layer.y, x - layer.dx, y - layer.dy, within)
        if place >= 0:
            return Hit(layer, int(layer.nodes[place]))
    return None


def disc_at(layer: Layer, frame: Frame, point: QPointF) -> int:
    """Return which disc of a layer is seen at a point; -1: none."""
    x, y = frame.scene(point)
    discs = layer.discs
    away = np.hypot(discs.x + layer.dx - x, discs.y + layer.dy - y)
    found = np.flatnonzero(away <= discs.radius + 0.5)
    return int(found[0]) if len(found) else -1


def neighbour(layers: Sequence[Layer], hit: Hit | None, direction: tuple[int, int]) -> Hit | None:
    """Return the next node from another to the right, left (±1, 0), down or up (0, ±1).

    From None it is the page; None if there is none in that direction.
    """
    if hit is None or hit.layer not in layers:
        return Hit(layers[0], PAGE) if layers else None
    here = hit.layer.where(hit.node, hit.disc)
    if here is None:
        return Hit(hit.layer, PAGE)
    right, down = direction
    best, found = math.inf, None
    for layer in layers:
        counted = np.flatnonzero(layer.discs.left).tolist()
        hits = [Hit(layer, PAGE), *(Hit(layer, PAGE, disc) for disc in counted)]
        others = np.array([(layer.dx, layer.dy), *map(layer.counted, counted)], np.float32).T
        x = np.append(layer.x + np.float32(layer.dx), others[0]) - np.float32(here[0])
        y = np.append(layer.y + np.float32(layer.dy), others[1]) - np.float32(here[1])
        ahead = x * right + y * down
        aside = np.abs(x * down) + np.abs(y * right)
        cost = np.where((ahead > aside) & (ahead > 1e-3), ahead + 2 * aside, np.inf)
        place = int(np.argmin(cost))
        if cost[place] < best:
            best = float(cost[place])
            after = place - len(layer.nodes)
            found = hits[after] if after >= 0 else Hit(layer, int(layer.nodes[place]))
    return found
