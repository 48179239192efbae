# SPDX-License-Identifier: MIT
"""Small pictures of nodes in all their looks."""

import math

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from wikilinks_gui.graph.layout import Lengths
from wikilinks_gui.graph.legend import Codes, Shape
from wikilinks_gui.ui.graph.arrays import Fragments
from wikilinks_gui.ui.graph.layer import CHECKED, FADED, SHAPES, STATES
from wikilinks_gui.ui.graph.style import Style

_ALPHA = {CHECKED: 0.45, FADED: 0.13}

_SMALL = 2.0
"""Nodes of a smaller radius are drawn but so far."""

_BIGGEST = 1.5
"""The shapes reach so many radii."""


class Atlas:
    """Nodes of one radius in all looks that are wanted, each at several parts of a pixel.

    Dots at whole pixels would stand in rows that are not there.
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
        if np.any(wanted & ~self._known):
            self._known |= wanted
            self._draw_pictures()
        parts = self._parts
        left, top = np.floor(x), np.floor(y)
        columns = self._columns.take(codes)
        columns += ((y - top) * parts).astype(np.int32) * parts
        columns += ((x - left) * parts).astype(np.int32)
        left -= self._reach
        top -= self._reach
        fragments.draw(painter, left, top, columns, self._pictures)

    def _draw_pictures(self) -> None:
        size, parts = 2 * self._reach + 1, self._parts
        codes = np.flatnonzero(self._known)
        self._columns[codes] = np.arange(len(codes)) * parts * parts
        self._pictures = QPixmap(len(codes) * parts * parts * size, size)
        self._pictures.fill(Qt.GlobalColor.transparent)
        painter = QPainter(self._pictures)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = 0
        for code in codes.tolist():
            for part in range(parts * parts):
                down, right = divmod(part, parts)
                x = left + self._reach + (right + 0.5) / parts
                draw_node(
                    painter,
                    QPointF(x, self._reach + (down + 0.5) / parts),
                    self._radius,
                    code,
                    self._style,
                )
                left += size
        painter.end()


def draw_node(painter: QPainter, at: QPointF, radius: float, code: int, style: Style) -> None:
    """Draw a node in its shape and colour."""
    family, look = divmod(code, SHAPES * STATES)
    shape, state = divmod(look, STATES)
    color = QColor(style.families[family])
    color.setAlphaF(_ALPHA.get(state, 1.0))
    thick = max(1.0, radius * 0.4)
    hollow = QPen(color, thick)
    hollow.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    if shape == Shape.TRANSCLUSION:
        high, wide = radius * 1.2, radius * 1.15
        _polygon(painter, at, [(0, -high), (wide, radius * 0.85), (-wide, radius * 0.85)])
    elif shape == Shape.FILE:
        reach = radius * 1.25
        _polygon(painter, at, [(0, -reach), (reach, 0), (0, reach), (-reach, 0)])
    elif shape == Shape.REDIRECT:
        half = radius * 1.35 - thick / 2
        painter.setPen(hollow)
        painter.setBrush(style.ground)
        _polygon(painter, at, [(-half, -half), (half, -half), (half, half), (-half, half)])
    elif shape == Shape.ELSEWHERE:
        painter.setPen(hollow)
        painter.setBrush(style.ground)
        painter.drawEllipse(at, radius - thick / 2, radius - thick / 2)
    else:
        painter.drawEllipse(at, radius, radius)


def _polygon(painter: QPainter, at: QPointF, corners: list[tuple[float, float]]) -> None:
    painter.drawPolygon(QPolygonF([at + QPointF(x, y) for x, y in corners]))
