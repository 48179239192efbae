# SPDX-License-Identifier: MIT
"""What is under the pointer, at a point of the view in logical pixels."""

import math

import numpy as np
from PySide6.QtCore import QPoint, QPointF

from wikilinks_gui.graph.layout import PAGE, nearest
from wikilinks_gui.ui.graph.canvas import Canvas
from wikilinks_gui.ui.graph.layer import Hit
from wikilinks_gui.ui.graph.painting import Frame

_NEAR = 5.0
"""The pointer means a node that is so many pixels beyond its edge."""


def hit_at(canvas: Canvas, frame: Frame, ratio: float, point: QPoint) -> Hit | None:
    """Say what can be chosen at a point; ``ratio``: device pixels in a logical one."""
    label = canvas.label_at(frame.on(ratio), QPointF(point) * ratio)
    if label and label.disc >= 0:
        return label
    x, y = frame.scene(QPointF(point))
    for layer in reversed(canvas.layers):
        reach = frame.page_radius / frame.scale
        if math.hypot(x - layer.dx, y - layer.dy) <= reach:
            return Hit(layer, PAGE)
    within = (frame.radius + _NEAR) / frame.scale
    for layer in reversed(canvas.layers):
        place = nearest(layer.x, layer.y, x - layer.dx, y - layer.dy, within)
        if place >= 0:
            return Hit(layer, int(layer.nodes[place]))
    return label


def disc_at(canvas: Canvas, frame: Frame, ratio: float, point: QPoint) -> int:
    """Say which disc of the first layer is at a point, by its ground or name; -1: none."""
    layer = canvas.layers[0]
    at, on_screen = QPointF(point) * ratio, frame.on(ratio)
    x, y = frame.scene(QPointF(point))
    for label in canvas.labels:
        if label.layer is layer and label.rect(on_screen).contains(at):
            right, down = label.spot()
            x, y = layer.dx + right, layer.dy + down
    away = np.hypot(layer.disc_x + layer.dx - x, layer.disc_y + layer.dy - y)
    found = np.flatnonzero(away <= layer.layout.discs.radius[: len(away)] + 0.5)
    return int(found[0]) if len(found) else -1
