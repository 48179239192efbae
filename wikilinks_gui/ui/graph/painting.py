# SPDX-License-Identifier: MIT
"""Paints layers: the ground of discs, lines, nodes. All lengths are device pixels."""

import math
from collections.abc import Sequence
from functools import lru_cache, partial
from typing import Any, NamedTuple

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap
from shiboken6 import wrapInstance

from wikilinks_gui.graph.files.drawing import INK, NODE
from wikilinks_gui.graph.layout import Lengths
from wikilinks_gui.table.columns import Mask
from wikilinks_gui.ui.graph.atlas import Atlas, draw_pictures
from wikilinks_gui.ui.graph.layer import Layer
from wikilinks_gui.ui.graph.style import Style

_SMALLEST, _LARGEST = 1.0, 9.0
"""The radius of a node in logical pixels."""

_PAGE = 8.0
"""The radius of the page in logical pixels, at least."""

_SMOOTH = 200
"""Most lines that are antialiased, which is slow."""

_SEEN = 3.0
"""Least radius of a disc that is filled."""


class Frame(NamedTuple):
    """A view of the scene: device pixels = ``scale`` · scene + (x, y)."""

    scale: float
    x: float
    y: float
    width: int
    height: int
    ratio: float

    @property
    def radius(self) -> float:
        """The radius of nodes, in steps: each radius has an atlas of its own."""
        radius = self.scale * NODE
        radius = min(max(radius, _SMALLEST * self.ratio), _LARGEST * self.ratio)
        return round(radius * 2) / 2

    @property
    def page_radius(self) -> float:
        """The radius of a page that links are listed for."""
        return max(_PAGE * self.ratio, self.radius * 1.25)

    def points(self, layer: Layer, x: Lengths, y: Lengths) -> tuple[Lengths, Lengths]:
        """Return where points of a layer are seen."""
        scale = np.float32(self.scale)
        right = np.float32(self.x + layer.dx * self.scale)
        down = np.float32(self.y + layer.dy * self.scale)
        return x * scale + right, y * scale + down

    def shows(self, x: Lengths, y: Lengths, reach: Lengths | float) -> Mask:
        """Return which circles reach into the view."""
        seen: Mask = (x > -reach) & (x < self.width + reach)
        seen &= (y > -reach) & (y < self.height + reach)
        return seen

    def scene(self, point: QPointF) -> tuple[float, float]:
        """Return which point of the scene is seen at a point."""
        return (point.x() - self.x) / self.scale, (point.y() - self.y) / self.scale

    def on(self, ratio: float) -> "Frame":
        """Return the same view on a screen with more pixels for each of this one."""
        wide, high = math.ceil(self.width * ratio), math.ceil(self.height * ratio)
        return Frame(self.scale * ratio, self.x * ratio, self.y * ratio, wide, high, ratio)

    def point(self, x: float, y: float) -> QPointF:
        """Return where a point of the scene is seen."""
        return QPointF(self.x + x * self.scale, self.y + y * self.scale)


class Painting:
    """Paints with one style."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self._atlas = lru_cache(4)(partial(Atlas, style))  # by the radius of nodes

    def paint(self, painter: QPainter, frame: Frame, layers: Sequence[Layer], part: QRect) -> None:
        """Paint what is seen in a part of the frame."""
        painter.setClipRect(part)
        painter.fillRect(0, 0, frame.width, frame.height, self.style.ground)
        for layer in layers:
            self._paint_discs(painter, frame, layer)
        self._paint_openings(painter, frame, layers)
        for layer in layers:
            self._paint_edges(painter, frame, layer)
        for layer in layers:
            self._paint_nodes(painter, frame, layer, part)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for layer in layers:
            painter.setPen(QPen(self.style.ground, 2 * frame.ratio))
            painter.setBrush(self.style.text)
            radius = frame.page_radius
            painter.drawEllipse(frame.point(layer.dx, layer.dy), radius, radius)

    def _paint_discs(self, painter: QPainter, frame: Frame, layer: Layer) -> None:
        discs = layer.discs
        x, y = frame.points(layer, discs.x, discs.y)
        hang = discs.parents < 0  # others are in a disc
        page = frame.point(layer.dx, layer.dy)
        right, down = x - np.float32(page.x()), y - np.float32(page.y())
        # Only to the edge of a node that is alone, which may be translucent.
        share = 1 - frame.radius / np.maximum(np.hypot(right, down), frame.radius)
        smooth = len(x) < _SMOOTH
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
        painter.setPen(thin(self.style.line, frame.ratio))
        ends_x, ends_y = page.x() + right * share, page.y() + down * share
        draw_lines(painter, ends_x[hang], ends_y[hang], page.x(), page.y())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        x, y = frame.points(layer, discs.outer_x, discs.outer_y)
        outer = discs.outer * np.float32(frame.scale) + np.float32(frame.radius)
        seen = (outer > _SEEN * frame.ratio) & discs.has_ground
        places = np.flatnonzero(seen & frame.shows(x, y, outer))
        for at in places.tolist():
            painter.setBrush(self.style.outermost if hang[at] else self.style.disc)
            painter.drawEllipse(QPointF(x[at], y[at]), outer[at], outer[at])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_openings(self, painter: QPainter, frame: Frame, layers: Sequence[Layer]) -> None:
        """Draw a line from a node to the page that was opened from it."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(thin(self.style.text, frame.ratio))
        for layer in layers:
            start = layer.above[0].where(layer.above[1]) if layer.above else None
            if start:
                painter.drawLine(frame.point(*start), frame.point(layer.dx, layer.dy))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_edges(self, painter: QPainter, frame: Frame, layer: Layer) -> None:
        starts, ends = layer.edges[:, : layer.discs.drawn]
        if not len(starts):
            return
        x, y = frame.points(layer, layer.x, layer.y)
        lengths = np.hypot(x[starts] - x[ends], y[starts] - y[ends])
        most = frame.width * frame.height * INK / frame.ratio
        count = int(np.searchsorted(np.cumsum(lengths), most))
        starts, ends = starts[:count], ends[:count]
        painter.setPen(thin(self.style.line, frame.ratio))
        draw_lines(painter, x[starts], y[starts], x[ends], y[ends])

    def _paint_nodes(self, painter: QPainter, frame: Frame, layer: Layer, part: QRect) -> None:
        radius = frame.radius
        x, y = frame.points(layer, layer.x, layer.y)
        codes = layer.codes
        reach = radius * 2
        inside = (x > part.left() - reach) & (x < part.right() + 1 + reach)
        inside &= (y > part.top() - reach) & (y < part.bottom() + 1 + reach)
        if not np.all(inside):
            seen = np.flatnonzero(inside)
            x, y, codes = x[seen], y[seen], codes[seen]
        self._atlas(radius).draw(painter, x, y, codes)
        if len(layer.marked):
            x, y = frame.points(layer, layer.x[layer.marked], layer.y[layer.marked])
            self._paint_rings(painter, x, y, radius, frame.ratio)

    def _paint_rings(
        self, painter: QPainter, x: Lengths, y: Lengths, radius: float, ratio: float
    ) -> None:
        reach = round(radius * 1.5 + 3 * ratio)
        picture = QPixmap(2 * reach + 1, 2 * reach + 1)
        picture.fill(Qt.GlobalColor.transparent)
        with QPainter(picture) as ring:
            ring.setRenderHint(QPainter.RenderHint.Antialiasing)
            ring.setPen(QPen(self.style.text, 1.5 * ratio))
            far = reach - ratio
            ring.drawEllipse(QPointF(reach + 0.5, reach + 0.5), far, far)
        left, top = np.floor(x) - np.float32(reach), np.floor(y) - np.float32(reach)
        draw_pictures(painter, left, top, np.zeros(len(x), np.int32), picture)


def thin(color: QColor, ratio: float, width: float = 1.0) -> QPen:
    """Make a pen of one pixel: much the fastest."""
    pen = QPen(color, width * max(1, round(ratio)))
    pen.setCosmetic(True)
    return pen


def draw_lines(
    painter: QPainter, x: Lengths, y: Lengths, end_x: Lengths | float, end_y: Lengths | float
) -> None:
    """Draw a line from each point to another, or all to the same."""
    lines = np.zeros((len(x), 4))  # as QLineF has them
    lines[:, 0], lines[:, 1], lines[:, 2], lines[:, 3] = x, y, end_x, end_y
    first: Any = wrapInstance(lines.ctypes.data, QLineF)  # of many
    painter.drawLines(first, len(x))
