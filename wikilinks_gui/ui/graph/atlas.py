# SPDX-License-Identifier: MIT
"""Small pictures of nodes in all their looks."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF
from shiboken6 import wrapInstance

from wikilinks_gui.graph.colours import Codes
from wikilinks_gui.graph.files.drawing import SHOWN
from wikilinks_gui.graph.layout import Lengths
from wikilinks_gui.graph.shapes import CHECKED, Shape, corners, thickness, tick
from wikilinks_gui.table.columns import Numbers
from wikilinks_gui.ui.graph.layer import SHAPES, STATES
from wikilinks_gui.ui.graph.style import Style

_SMALL = 2.0
"""The radius below which shapes lose their corners, which nobody would see."""

_TICKED = 3.0
"""The least radius of a node on which a tick can be seen."""

_BIGGEST = 1.5
"""How many radii the largest shape reaches."""

_CHUNK = 4096
"""Nodes that are drawn at once: their numbers stay in the processor's cache."""


class Atlas:
    """Pictures of nodes of one radius in all looks in use, each at several fractions of a pixel.

    Dots at whole pixels would seem to stand in rows.
    """

    def __init__(self, style: Style, radius: float) -> None:
        self._style = style
        self._radius = radius
        self._parts = 4 if radius < 4 else 2  # steps in a pixel
        # Of the smallest ones nobody sees the corners, and cost goes by area.
        self._reach = math.ceil(radius if radius < _SMALL else radius * _BIGGEST)
        self._pictures: dict[int, QPixmap] = {}  # by code

    def draw(self, painter: QPainter, x: Lengths, y: Lengths, codes: Codes) -> None:
        """Draw nodes at points in device pixels."""
        left, top = np.floor(x), np.floor(y)
        columns = ((y - top) * self._parts).astype(np.int32) * self._parts
        columns += ((x - left) * self._parts).astype(np.int32)
        left -= self._reach
        top -= self._reach
        order = np.argsort(codes, kind="stable")
        found, starts = np.unique(codes[order], return_index=True)
        ends = np.append(starts[1:], len(order))
        for code, start, end in zip(found.tolist(), starts, ends, strict=False):  # none: one end
            same = order[start:end]
            if code not in self._pictures:
                self._pictures[code] = self._picture(code)
            draw_pictures(painter, left[same], top[same], columns[same], self._pictures[code])

    def _picture(self, code: int) -> QPixmap:
        size, parts = 2 * self._reach + 1, self._parts
        picture = QPixmap(parts * parts * size, size)
        picture.fill(Qt.GlobalColor.transparent)
        middles = [self._reach + (part + 0.5) / parts for part in range(parts)]
        points = [(x, y) for y in middles for x in middles]
        with QPainter(picture) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            at = [QPointF(number * size + x, y) for number, (x, y) in enumerate(points)]
            draw_nodes(painter, at, self._radius, code, self._style)
        return picture


def draw_pictures(
    painter: QPainter, x: Lengths, y: Lengths, columns: Numbers, pictures: QPixmap
) -> None:
    """Draw one of a row of square pictures at each of many points.

    ``x`` and ``y`` are left upper corners, whole device pixels. numpy writes the numbers that Qt
    reads: a Python object a node would cost ten times the drawing.
    """
    size = pictures.height()
    for start in range(0, len(x), _CHUNK):
        part = slice(start, start + _CHUNK)
        fragments = np.zeros((len(x[part]), 10))  # as QPainter::PixmapFragment has them
        fragments[:, 0], fragments[:, 1] = x[part] + size / 2, y[part] + size / 2  # the middle
        fragments[:, 2], fragments[:, 4:6] = columns[part] * size, size  # left, width and height
        fragments[:, (6, 7, 9)] = 1.0  # scales and opacity
        first: Any = wrapInstance(fragments.ctypes.data, QPainter.PixmapFragment)
        painter.drawPixmapFragments(first, len(fragments), pictures)


def draw_nodes(
    painter: QPainter, points: Sequence[QPointF], radius: float, code: int, style: Style
) -> None:
    """Draw nodes in the shape and colour of a code."""
    family, look = divmod(code, SHAPES * STATES)
    shape, state = divmod(look, STATES)
    color = QColor(style.families[family])
    color.setAlphaF(SHOWN[state])
    thick = thickness(radius)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    if shape in {Shape.REDIRECT, Shape.ELSEWHERE}:
        hollow = QPen(color, thick)
        hollow.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(hollow)
        painter.setBrush(style.ground)
    polygon = QPolygonF([QPointF(*corner) for corner in corners(Shape(shape), radius)])
    far = radius - thick / 2 if shape == Shape.ELSEWHERE else radius
    for point in points:
        if polygon.isEmpty():
            painter.drawEllipse(point, far, far)
        else:
            painter.drawPolygon(polygon.translated(point))
    if state == CHECKED and radius >= _TICKED:
        ticked = QPolygonF([QPointF(*corner) for corner in tick(radius)])
        painter.setPen(QPen(style.text, thick))
        for point in points:
            painter.drawPolyline(ticked.translated(point))
