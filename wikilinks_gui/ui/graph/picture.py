# SPDX-License-Identifier: MIT
"""A drawing of the graph as PNG, at any scale."""

import math
from threading import Event

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QImage,
    QImageWriter,
    QPainter,
    QPen,
    QPolygonF,
)

from wikilinks_gui.errors import ExportError
from wikilinks_gui.graph.files.drawing import LINE, SHOWN, Drawing, Text
from wikilinks_gui.graph.files.stopping import check_stop
from wikilinks_gui.graph.legend import Family, Shape
from wikilinks_gui.graph.lettering import Paths
from wikilinks_gui.graph.marks import corners, thickness
from wikilinks_gui.translation import _
from wikilinks_gui.ui.widgets.theme import SERIF

LONGEST = 30_000
"""Pixels that a picture may be wide or high: Qt's painter goes to 32,767."""

MOST = 150_000_000
"""Pixels that a picture may have; each takes 4 bytes of memory."""

_DOTS_A_METRE = 96 / 0.0254  # at a scale of 1, as in SVG

_CHUNK = 1000
"""Nodes that are painted before a stop is seen."""


def start_without_screen() -> QGuiApplication:
    """Start what pictures need of Qt, for the command line; hold what this gives."""
    return QGuiApplication(["wikilinks-gui", "-platform", "offscreen"])


def png(drawing: Drawing, scale: float, stop: Event | None = None) -> bytes:
    """Paint a drawing so many times as large as it is, as a PNG file.

    May be called in any thread while there is a QGuiApplication. Raises :class:`ExportError` when
    the picture would be too large, :class:`CancelledError` when ``stop`` was set.
    """
    wide, high = math.ceil(drawing.width * scale), math.ceil(drawing.height * scale)
    if max(wide, high) > LONGEST or wide * high > MOST:
        raise ExportError(
            _(
                "The picture would be too large: {width} × {height} pixels. "
                "The largest scale for it is {scale}."
            ).format(width=f"{wide:,}", height=f"{high:,}", scale=f"{largest_scale(drawing):g}")
        )
    image = QImage(wide, high, QImage.Format.Format_RGB32)
    if image.isNull():
        raise ExportError(_("There is not enough memory for so large a picture."))
    image.setDotsPerMeterX(round(_DOTS_A_METRE * scale))
    image.setDotsPerMeterY(round(_DOTS_A_METRE * scale))
    image.fill(QColor(drawing.colors.ground))
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scale, scale)
        _Paint(painter, drawing, stop).paint()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QImageWriter(buffer, QByteArray(b"png")).write(image):
        raise ExportError(_("There is not enough memory for so large a picture."))
    return bytes(buffer.data().data())


def largest_scale(drawing: Drawing) -> float:
    """Give the largest scale at which a drawing can be painted, with one decimal."""
    longest = max(drawing.width, drawing.height)
    largest = min(LONGEST / longest, math.sqrt(MOST / (drawing.width * drawing.height)))
    return math.floor(largest * 10) / 10


class _Paint:
    """Paints a drawing once."""

    def __init__(self, painter: QPainter, drawing: Drawing, stop: Event | None) -> None:
        self._painter = painter
        self._drawing = drawing
        self._stop = stop

    def paint(self) -> None:
        """Paint everything, in its order."""
        painter, drawing = self._painter, self._drawing
        self._paint_lines(drawing.lines)
        self._paint_discs()
        self._paint_lines(drawing.edges)
        self._paint_nodes()
        painter.setPen(QPen(QColor(drawing.colors.ground), 2))
        painter.setBrush(QColor(drawing.colors.text))
        for x, y, _title in drawing.pages:
            painter.drawEllipse(QPointF(x, y), drawing.page_radius, drawing.page_radius)
        for key in drawing.keys:
            radius = drawing.size * 0.35
            self._choose(key.family, key.shape, 0, radius)
            self._paint_node(QPointF(key.x, key.y), key.shape, radius)
        for text in drawing.texts:
            self._paint_text(text)

    def _paint_lines(self, lines: Paths) -> None:
        color = QColor(self._drawing.colors.line)
        color.setAlphaF(LINE)
        self._painter.setPen(QPen(color, 1))
        self._painter.drawLines([QLineF(*each) for each in lines.T.tolist()])

    def _paint_discs(self) -> None:
        painter, colors = self._painter, self._drawing.colors
        painter.setPen(Qt.PenStyle.NoPen)
        color = QColor(colors.text)
        color.setAlphaF(colors.disc)
        for x, y, radius, is_outermost in self._drawing.discs.T.tolist():
            for brush in (QColor(colors.ground), color) if is_outermost else (color,):
                painter.setBrush(brush)
                painter.drawEllipse(QPointF(x, y), radius, radius)

    def _paint_nodes(self) -> None:
        drawing = self._drawing
        looks = np.stack([drawing.shapes, drawing.families, drawing.states])
        order = np.lexsort(looks[::-1])
        before: list[int] = []
        for number, (place, look) in enumerate(
            zip(order.tolist(), looks[:, order].T.tolist(), strict=True)
        ):
            if number % _CHUNK == 0:
                check_stop(self._stop)
            shape, family, state = look
            if look != before:
                self._choose(Family(family), Shape(shape), state, drawing.radius)
                before = look
            at = QPointF(drawing.x[place], drawing.y[place])
            self._paint_node(at, Shape(shape), drawing.radius)

    def _choose(self, family: Family | None, shape: Shape, state: int, radius: float) -> None:
        """Take up the pen and brush of nodes that look alike."""
        painter, colors = self._painter, self._drawing.colors
        color = QColor(colors.of(family))
        color.setAlphaF(SHOWN[state])
        if shape in {Shape.REDIRECT, Shape.ELSEWHERE}:
            pen = QPen(color, thickness(radius))
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            color = QColor(colors.ground)
            color.setAlphaF(SHOWN[state])
            painter.setPen(pen)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)

    def _paint_node(self, at: QPointF, shape: Shape, radius: float) -> None:
        points = corners(shape, radius)
        if points:
            self._painter.drawPolygon(QPolygonF([at + QPointF(*point) for point in points]))
        else:
            radius -= thickness(radius) / 2 if shape == Shape.ELSEWHERE else 0
            self._painter.drawEllipse(at, radius, radius)

    def _paint_text(self, text: Text) -> None:
        painter, colors = self._painter, self._drawing.colors
        if text.box:
            left, top, right, bottom = text.box
            ground = QColor(colors.ground)
            ground.setAlphaF(0.8)
            painter.fillRect(QRectF(left, top, right - left, bottom - top), ground)
        font = QFont()
        font.setFamilies([*SERIF] if text.serif else font.families())
        font.setStyleHint(QFont.StyleHint.Serif if text.serif else QFont.StyleHint.SansSerif)
        font.setPixelSize(text.size)
        font.setBold(text.bold)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        painter.setFont(font)
        painter.setPen(QColor(colors.dim if text.dim else colors.text))
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # as SVG has it
        metrics = QFontMetricsF(font)
        wide = metrics.horizontalAdvance(text.text)
        left = text.x - {"start": 0.0, "middle": wide / 2, "end": wide}[text.anchor]
        painter.drawText(
            QRectF(left, text.y - metrics.ascent(), wide, metrics.height()),
            Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip,
            text.text,
        )
