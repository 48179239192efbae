# SPDX-License-Identifier: MIT
"""Where in the picture there is room for labels, in squares of a few pixels."""

import math
from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QPointF, QSize

from wikilinks_gui.graph.layout import Lengths
from wikilinks_gui.links.columns import Mask
from wikilinks_gui.ui.graph.layer import Layer
from wikilinks_gui.ui.graph.painting import Frame

DISCS, INNER, NODES = range(3)
"""What labels are to keep off: discs with all inside, discs of nodes, nodes."""

_CELL = 4
"""The side of a square in logical pixels."""

_MARGIN = 0.4
"""So much of the picture's width and height is looked at on each side, for when it is moved."""

_CUT = 3.0
"""What is outside counts so much more than what lies on something."""

_CIRCLE = ((0.9, 0.35), (0.7, 0.65), (0.3, 0.9))
"""Rectangles that make a circle: half their width and height, in radii."""


class Room:
    """What is taken by labels, and what they had better not cover."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.cell = _CELL * frame.ratio
        self._left, self._top = frame.width * _MARGIN, frame.height * _MARGIN
        self._right, self._bottom = frame.width + self._left, frame.height + self._top
        columns = math.ceil((self._right + self._left) / self.cell)
        rows = math.ceil((self._bottom + self._top) / self.cell)
        self._taken: Mask = np.zeros((rows, columns), np.bool_)
        self._kept: Mask = np.zeros((3, rows, columns), np.bool_)

    def sees(self, x: Lengths, y: Lengths, reach: Lengths | float = 0.0) -> Mask:
        """Tell which points, or circles around them, are in the part that is looked at."""
        inside: Mask = (x + reach > -self._left) & (x - reach < self._right)
        inside &= (y + reach > -self._top) & (y - reach < self._bottom)
        return inside

    def keep_discs(self, layer: Layer) -> None:
        """Keep labels off the page, and off discs where there is room elsewhere."""
        page, reach = self.frame.point(layer.dx, layer.dy), self.frame.page_radius
        self._taken[self._cells(page.x() - reach, page.y() - reach, 2 * reach, 2 * reach)] = True
        discs = layer.layout.discs
        count = min(len(discs), len(layer.disc_x))
        for kept, right, down, radius in (
            (DISCS, layer.outer_x, layer.outer_y, discs.outer),
            (INNER, layer.disc_x, layer.disc_y, discs.radius),
        ):
            grid = self._kept[kept]
            x, y = self.frame.points(layer, right[:count], down[:count])
            far = radius[:count] * np.float32(self.frame.scale) + np.float32(self.frame.radius)
            for disc in np.flatnonzero((far > self.cell) & self.sees(x, y, far)).tolist():
                middle_x, middle_y, reach = float(x[disc]), float(y[disc]), float(far[disc])
                for wide, high in _CIRCLE:
                    across, along = wide * reach, high * reach
                    cells = self._cells(middle_x - across, middle_y - along, 2 * across, 2 * along)
                    grid[cells] = True

    def keep_nodes(self, layer: Layer) -> None:
        """Keep labels off nodes."""
        x, y = self.frame.points(layer, layer.x, layer.y)
        seen = self.sees(x, y)
        columns = (x[seen] + np.float32(self._left)) / np.float32(self.cell)
        rows = (y[seen] + np.float32(self._top)) / np.float32(self.cell)
        reach = self.frame.radius * 0.8 / self.cell
        shape = self._taken.shape
        for down in (-reach, 0.0, reach):
            row = np.clip(rows + np.float32(down), 0, shape[0] - 1).astype(np.int32)
            for right in (-reach, 0.0, reach):
                column = np.clip(columns + np.float32(right), 0, shape[1] - 1).astype(np.int32)
                self._kept[NODES, row, column] = True

    def take(
        self,
        point: QPointF,
        around: Iterable[tuple[int, int]],
        size: QSize,
        most: float,
        off: int,
    ) -> tuple[int, int] | None:
        """Take the best of some places for a label, given by their distance from a point.

        What stands in view has its label there, moved along its side where that would reach beyond
        the rim; what does not has it where none of it is seen, or all. ``most``: the share of it
        that may lie on what it had better be ``off``, or outside where the view is too small.
        """
        best = None
        width, height = size.width(), size.height()
        x, y = round(point.x()), round(point.y())  # as Label.rect() has it
        in_view = 0 <= x < self.frame.width and 0 <= y < self.frame.height
        for wanted in around:
            left, top = self._moved_in(x, y, *wanted, width, height) if in_view else wanted
            outside = self._outside(x + left, y + top, width, height)
            if not in_view and 0.0 < outside < 1.0:
                continue
            cells = self._cells(x + left, y + top, width, height)
            if np.count_nonzero(self._taken[cells]):
                continue
            kept = self._kept[off][cells]
            covered = np.count_nonzero(kept) / max(kept.size, 1)
            if in_view:
                covered += _CUT * outside
            if best is None or covered < best[0]:
                best = covered, left, top, cells
            if covered == 0.0:
                break
        if best is None or best[0] > most:
            return None
        _covered, left, top, cells = best
        self._taken[cells] = True
        return left, top

    def _moved_in(
        self, x: int, y: int, left: int, top: int, width: int, height: int
    ) -> tuple[int, int]:
        """Move a label into view as far as it goes along the side of its point where it stands."""
        if not left < 0 < left + width:  # beside it
            top = max(min(top, self.frame.height - y - height), -y)
        elif not top < 0 < top + height:
            left = max(min(left, self.frame.width - x - width), -x)
        return left, top

    def _outside(self, left: float, top: float, width: int, height: int) -> float:
        """The share of a label that would not be seen."""
        end, bottom = left + width, top + height
        if left >= 0 and top >= 0 and end <= self.frame.width and bottom <= self.frame.height:
            return 0.0
        wide = min(end, self.frame.width) - max(left, 0.0)
        high = min(bottom, self.frame.height) - max(top, 0.0)
        return 1.0 - max(wide, 0.0) * max(high, 0.0) / (width * height)

    def _cells(self, left: float, top: float, width: float, height: float) -> tuple[slice, slice]:
        cell = self.cell
        left, top = left + self._left, top + self._top
        row, column = int(top / cell), int(left / cell)
        row_end, column_end = int((top + height) / cell) + 1, int((left + width) / cell) + 1
        return (
            slice(row if row > 0 else 0, row_end if row_end > 0 else 0),
            slice(column if column > 0 else 0, column_end if column_end > 0 else 0),
        )
