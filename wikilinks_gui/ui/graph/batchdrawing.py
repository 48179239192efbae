# SPDX-License-Identifier: MIT
"""Many pictures or lines at once: numpy writes Qt's structures, and Qt reads them where they are.

A Python object a node would cost ten times the drawing. Each array is kept as long as what Qt
believes to be there: shiboken knows objects by their addresses.
"""

from typing import Any, cast

import numpy as np
from PySide6.QtCore import QLineF
from PySide6.QtGui import QPainter, QPixmap
from shiboken6 import wrapInstance

from wikilinks_gui.graph.layout import Lengths
from wikilinks_gui.table.columns import Numbers

_CHUNK = 4096
"""Fragments that are written and drawn at once: they stay in the processor's cache."""

_X, _Y, _LEFT, _WIDTH, _HEIGHT, _SCALE_X, _SCALE_Y, _OPACITY = 0, 1, 2, 4, 5, 6, 7, 9
"""The numbers of a ``QPainter::PixmapFragment`` that are used here, of ten."""


class Fragments:
    """Draws one of a row of equally large pictures at each of many points."""

    def __init__(self) -> None:
        self._numbers = np.zeros((_CHUNK, 10))
        self._numbers[:, (_SCALE_X, _SCALE_Y, _OPACITY)] = 1.0
        self._fragments = cast(
            QPainter.PixmapFragment,
            wrapInstance(self._numbers.ctypes.data, QPainter.PixmapFragment),
        )

    def draw(
        self, painter: QPainter, x: Lengths, y: Lengths, columns: Numbers, pictures: QPixmap
    ) -> None:
        """Draw the picture in a column, with its left upper corner at whole device pixels."""
        numbers, size = self._numbers, pictures.height()
        numbers[:, (_WIDTH, _HEIGHT)] = size
        for start in range(0, len(x), _CHUNK):
            count = min(_CHUNK, len(x) - start)
            end = start + count
            np.add(x[start:end], size / 2, out=numbers[:count, _X])  # Qt asks for the middle
            np.add(y[start:end], size / 2, out=numbers[:count, _Y])
            np.multiply(columns[start:end], size, out=numbers[:count, _LEFT])
            painter.drawPixmapFragments(self._fragments, count, pictures)


class Lines:
    """Draws lines with the pen that the painter has."""

    def __init__(self) -> None:
        self._numbers = np.zeros((_CHUNK, 4))
        self._lines: Any = wrapInstance(self._numbers.ctypes.data, QLineF)  # the first of many

    def draw(
        self,
        painter: QPainter,
        x: Lengths,
        y: Lengths,
        end_x: Lengths | float,
        end_y: Lengths | float,
    ) -> None:
        """Draw a line from each point to another, or all to the same."""
        ends = np.broadcast_to(end_x, x.shape), np.broadcast_to(end_y, y.shape)
        for start in range(0, len(x), _CHUNK):
            count = min(_CHUNK, len(x) - start)
            for column, values in enumerate((x, y, *ends)):
                self._numbers[:count, column] = values[start : start + count]
            painter.drawLines(self._lines, count)
