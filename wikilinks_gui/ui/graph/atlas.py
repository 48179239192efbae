# SPDX-License-Identifier: MIT
"""Small pictures of nodes in all their looks."""

import math
from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from wikilinks_gui.graph.colours import Codes
from wikilinks_gui.graph.files.drawing import SHOWN
from wikilinks_gui.graph.layout import Lengths
from wikilinks_gui.graph.shapes import Shape, corners, thickness
from wikilinks_gui.table.columns import Numbers
from wikilinks_gui.ui.graph.batchdrawing import Fragments
from wikilinks_gui.ui.graph.layer import SHAPES, STATES
from wikilinks_gui.ui.graph.style import Style

_SMALL = 2.0
"""The radius below which shapes lose their corners, which nobody would see."""

_BIGGEST = 1.5
"""How many radii the largest shape reaches."""


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
        self._known = np.zeros(256, np.bool_)
        self._columns = np.zeros(256, np.int32)
        self._pictures = QPixmap()

    def draw(
        self, painter: QPainter, fragments: Fragments, x: Lengths, y: Lengths, codes: Codes
    ) -> None:
        """Draw nodes at points in device pixels."""
        wanted = np.bincount(codes, minlength=256) > 0
        new = np.flatnonzero(wanted & ~self._known)
        if len(new):
            self._add_pictures(new)
        parts = self._parts
        left, top = np.floor(x), np.floor(y)
        columns = self._columns.take(codes)
        columns += ((y - top) * parts).astype(np.int32) * parts
        columns += ((x - left) * parts).astype(np.int32)
        left -= self._reach
        top -= self._reach
        fragments.draw(painter, left, top, columns, self._pictures)

    def _add_pictures(self, codes: Numbers) -> None:
        size, parts = 2 * self._reach + 1, self._parts
        before, left = self._pictures, self._pictures.width()
        each = parts * parts * size
        self._known[codes] = True
        self._columns[codes] = left // size + np.arange(len(codes)) * parts * parts
        self._pictures = QPixmap(left + len(codes) * each, size)
        self._pictures.fill(Qt.GlobalColor.transparent)
        middles = [self._reach + (part + 0.5) / parts for part in range(parts)]
        with QPainter(self._pictures) as painter:
            painter.drawPixmap(0, 0, before)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for code in codes.tolist():
                points = [QPointF(x, y) for y in middles for x in middles]
                for number, point in enumerate(points):
                    point.setX(left + number * size + point.x())
                draw_nodes(painter, points, self._radius, code, self._style)
                left += each


def draw_nodes(
    painter: QPainter, points: Iterable[QPointF], radius: float, code: int, style: Style
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
