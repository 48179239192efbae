# SPDX-License-Identifier: MIT
"""Measures and draws labels: plain text that can be read over anything."""

import math
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap

from wikilinks_gui.graph.labelcandidates import LONGEST, Look
from wikilinks_gui.translation import closed
from wikilinks_gui.ui.graph.style import Style

_PICTURES, _TEXTS = 500, 2000
"""The most labels whose pictures are cached (6 kB each), and texts whose sizes are."""

_RIM = ((-1.2, -1.0), (1.2, -1.0), (-1.2, 1.0), (1.2, 1.0))

_LINES = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextDontClip


class LabelPainter:
    """Measures and draws labels in one style, in device pixels; keeps their pictures."""

    def __init__(self, style: Style) -> None:
        self._style = style
        self._bold = QFont(style.font)
        self._bold.setBold(True)
        self._metrics = QFontMetricsF(style.font)
        self._bold_metrics = QFontMetricsF(self._bold)
        line = style.line_height / style.ratio
        self._pads = dict.fromkeys(Look, QPointF(2.0, 1.0))
        self._pads[Look.PILL] = QPointF(line * 0.45, line * 0.15)
        self._pads[Look.BOX] = QPointF(line * 0.3, line * 0.1 + 1.0)
        self.short = lru_cache(_TEXTS)(self._cut)
        self.size = lru_cache(_TEXTS)(self._measure)
        self.picture = lru_cache(_PICTURES)(self._draw)

    @property
    def line(self) -> float:
        """The height of a line of text."""
        return self._style.line_height

    def _cut(self, text: str, share: float = 1.0) -> str:
        """Cut a text in its middle where it is longer than a share of what labels may be."""
        longest = self._metrics.averageCharWidth() * LONGEST * share
        return closed(self._metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, longest))

    def _measure(self, text: str, look: Look) -> tuple[int, int]:
        """Return the width and height of the picture of a text."""
        metrics = self._bold_metrics if look is Look.BOLD else self._metrics
        lines = text.split("\n")
        width = max(map(metrics.horizontalAdvance, lines))
        size = QPointF(width, metrics.height() * len(lines)) + self._pads[look] * 2
        size *= self._style.ratio
        return math.ceil(size.x()), math.ceil(size.y())

    def _draw(self, text: str, look: Look) -> QPixmap:
        style, pad = self._style, self._pads[look]
        font = self._bold if look is Look.BOLD else style.font
        picture = QPixmap(*self.size(text, look))
        picture.fill(Qt.GlobalColor.transparent)
        width, height = picture.width() / style.ratio, picture.height() / style.ratio
        picture.setDevicePixelRatio(style.ratio)
        room = QRectF(pad, QPointF(width, height) - pad)
        with QPainter(picture) as painter:
            painter.setFont(font)
            if look in (Look.PILL, Look.BOX):
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(style.line)
                painter.setBrush(style.ground)
                rect = QRectF(0.5, 0.5, width - 1, height - 1)
                round_by = height / 2 if look is Look.PILL else pad.x() * 0.6
                painter.drawRoundedRect(rect, round_by, round_by)
            else:
                rim = QColor(style.ground)
                rim.setAlphaF(0.75)
                painter.setPen(rim)
                for right, down in _RIM:
                    painter.drawText(room.translated(right, down), _LINES, text)
            painter.setPen(style.dim if look is Look.DIM else style.text)
            painter.drawText(room, _LINES, text)
        picture.setDevicePixelRatio(1.0)  # it is drawn by device pixels
        return picture
