# SPDX-License-Identifier: MIT
"""Where in the picture there is room for labels, in squares of a few pixels.

A label stands by its own thing: it keeps off all that it could be read for as well.
"""

import math
from collections.abc import Iterable
from copy import copy

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QPointF, QSize

from wikilinks_gui.graph.layout import Lengths
from wikilinks_gui.table.columns import Mask, Nodes, Numbers
from wikilinks_gui.ui.graph.layer import Layer
from wikilinks_gui.ui.graph.painting import Frame

Counts = npt.NDArray[np.int32]

_CELL = 4
"""The side of a square in logical pixels."""

_MARGIN = 0.4
"""So much of the picture's width and height is looked at on each side, for when it is moved."""

_FAR, _NEAR = 0.3, 0.2
"""Labels keep so many lines of text off other discs, and off other nodes."""

BESIDE = 3.0
"""Labels of nodes are so many logical pixels beside them."""

_APART = 1.0
"""Those of nodes in a disc keep so many lines off other discs and redirects."""

_LINES = 200
"""Labels keep off lines where there are no more: more are a fan with nothing between."""

_STEPS = np.linspace(0, 1, 300, dtype=np.float32)


class Room:
    """What is taken by labels, and what others could be read for."""

    def __init__(self, frame: Frame, line_height: float) -> None:
        self.frame = frame
        self._cell = _CELL * frame.ratio
        self._far, self._near = line_height * _FAR, line_height * _NEAR
        self._line = line_height
        self._left, self._top = frame.width * _MARGIN, frame.height * _MARGIN
        self._right, self._bottom = frame.width + self._left, frame.height + self._top
        columns = math.ceil((self._right + self._left) / self._cell)
        rows = math.ceil((self._bottom + self._top) / self._cell)
        self._taken: Mask = np.zeros((rows, columns), np.bool_)
        self._lines: Mask = np.zeros((rows, columns), np.bool_)
        # The number of the disc that is there, from 1 on: with all inside; its own nodes.
        self._outer: Nodes = np.zeros((rows, columns), np.int32)
        self._inner: Nodes = np.zeros((rows, columns), np.int32)
        self._known = 0  # discs
        # Of each layer: the number of its first disc, and how many there were.
        self._numbers: dict[Layer, tuple[int, int]] = {}
        self._closed: set[int] = set()  # discs which the names of their nodes do not leave

    def sees(self, x: Lengths, y: Lengths, reach: Lengths | float = 0.0) -> Mask:
        """Tell which points, or circles around them, are in the part that is looked at."""
        inside: Mask = (x + reach > -self._left) & (x - reach < self._right)
        inside &= (y + reach > -self._top) & (y - reach < self._bottom)
        return inside

    # --- what is there ------------------------------------------------------------------------

    def keep_discs(self, layer: Layer) -> None:
        """Keep labels off the page, off discs and the lines they hang on."""
        page, reach = self.frame.point(layer.dx, layer.dy), self.frame.page_radius
        self._taken[self._cells(page.x() - reach, page.y() - reach, 2 * reach, 2 * reach)] = True
        discs = layer.layout.discs
        count = min(len(discs), len(layer.disc_x))
        self._numbers[layer] = self._known + 1, count
        hang = discs.parents[:count] < 0
        outer, radius = discs.outer[:count].copy(), discs.radius[:count].copy()
        alone = ~discs.has_ground[:count]
        outer[alone] = radius[alone] = 0.0
        whole = hang & (outer == radius)  # there is no disc inside
        x, y = self.frame.points(layer, layer.outer_x[:count], layer.outer_y[:count])
        self._keep_circles([self._outer], x, y, outer, np.flatnonzero(hang & ~whole))
        x, y = self.frame.points(layer, layer.disc_x[:count], layer.disc_y[:count])
        self._keep_circles([self._inner], x, y, radius, np.flatnonzero(~whole))
        self._keep_circles([self._outer, self._inner], x, y, radius, np.flatnonzero(whole))
        self._known += count
        if np.count_nonzero(hang) <= _LINES:
            right = np.float32(page.x()) + np.outer(x[hang] - np.float32(page.x()), _STEPS)
            down = np.float32(page.y()) + np.outer(y[hang] - np.float32(page.y()), _STEPS)
            self._lines[self._squares(right.ravel(), down.ravel())] = True

    def close(self, layer: Layer, discs: Numbers) -> None:
        """Let names that are to stay in their disc do so in these, whose numbers are given."""
        first, count = self._numbers[layer]
        self._closed.update((first + discs[discs < count]).tolist())

    def _keep_circles(
        self, grids: list[Nodes], x: Lengths, y: Lengths, radius: Lengths, places: Numbers
    ) -> None:
        reach = radius * np.float32(self.frame.scale) + np.float32(self.frame.radius)
        places = places[self.sees(x[places], y[places], reach[places])]
        small = reach[places] <= self._cell
        dots = places[small]
        for grid in grids:
            grid[self._squares(x[dots], y[dots])] = self._known + 1 + dots
        cell, (rows, columns) = self._cell, self._taken.shape
        for at in places[~small].tolist():
            far = float(reach[at]) / cell + 0.5
            middle_x = (float(x[at]) + self._left) / cell - 0.5
            middle_y = (float(y[at]) + self._top) / cell - 0.5
            left, right = max(math.ceil(middle_x - far), 0), min(int(middle_x + far) + 1, columns)
            above, below = max(math.ceil(middle_y - far), 0), min(int(middle_y + far) + 1, rows)
            across = np.abs(np.arange(left, right, dtype=np.float32) - np.float32(middle_x))
            down = np.arange(above, below, dtype=np.float32) - np.float32(middle_y)
            half = np.sqrt(np.maximum(np.float32(far * far) - down * down, np.float32(0)))
            inside = across < half[:, None]
            for grid in grids:
                part = grid[above:below, left:right]
                np.copyto(part, self._known + 1 + at, where=inside)

    def counted(self, points: Iterable[tuple[Lengths, Lengths]]) -> Counts:
        """Count nodes: how many are above and left of each corner of the squares."""
        rows, columns = self._taken.shape
        counts = np.zeros((rows + 1, columns + 1), np.int32)
        for x, y in points:
            seen = self.sees(x, y)
            row, column = self._squares(x[seen], y[seen])
            found = np.bincount(row * columns + column, minlength=rows * columns)
            counts[1:, 1:] += found.reshape(rows, columns).astype(np.int32)
        return counts.cumsum(axis=0, out=counts).cumsum(axis=1, out=counts)

    def inner(self, x: Lengths, y: Lengths) -> Nodes:
        """Return which disc each point is in, by its number from 1 on; 0: none."""
        found: Nodes = self._inner[self._squares(x, y)]
        return found

    def lonely(
        self, x: Lengths, y: Lengths, counts: Counts, around: list[tuple[int, int]], size: QSize
    ) -> Mask:
        """Tell at which sides of points a label of a size is by no other node: (points, sides)."""
        apart = self._apart()
        rows, columns = self._taken.shape
        lonely: Mask = np.zeros((len(x), len(around)), np.bool_)
        for side, (left, top) in enumerate(around):
            first = np.floor((x + (left - apart + self._left)) / self._cell).astype(np.int32)
            above = np.floor((y + (top - apart + self._top)) / self._cell).astype(np.int32)
            wide = int((size.width() + 2 * apart) / self._cell) + 1
            high = int((size.height() + 2 * apart) / self._cell) + 1
            first, last = np.clip(first, 0, columns), np.clip(first + wide, 0, columns)
            above, below = np.clip(above, 0, rows), np.clip(above + high, 0, rows)
            found = counts[below, last] - counts[above, last]
            found += counts[above, first] - counts[below, first]
            lonely[:, side] = found <= 1
        return lonely

    # --- what is taken ------------------------------------------------------------------------

    def take(
        self,
        point: QPointF,
        around: Iterable[tuple[int, int]],
        size: QSize,
        *,
        counts: Counts | None = None,
        beside_disc: bool = False,
        apart: bool = False,
        stays: bool = False,
        over_lines: bool = True,
    ) -> tuple[int, int] | None:
        """Take the best of some places for a label, given by their distance from a point.

        What stands in view has its label there, moved along its side where that would reach beyond
        the rim; what does not has it where none of it is seen, or all. The label is for what is at
        the point, a disc where it is ``beside_disc``; it keeps off other discs, well ``apart`` or
        not, and off others of the nodes that are counted. Where it ``stays``, it does not leave a
        closed disc. It is on lines where it must, if ``over_lines``.
        """
        width, height = size.width(), size.height()
        x, y = round(point.x()), round(point.y())  # as Label.rect() has it
        outer, inner = self._at(x, y)
        far = self._line * _APART if apart else self._far
        best = None
        for wanted in around:
            left, top = self._moved_in(x, y, *wanted, width, height)
            rect = x + left, y + top, width, height
            if self._at(rect[0] + width / 2, rect[1] + height / 2)[0] not in (0, outer):
                continue  # on another disc: soon told, and often so
            if stays and outer in self._closed and not self._is_within(*rect, outer):
                continue
            cells = self._cells(*rect)
            if not self._is_seen(x, y, *rect) or np.count_nonzero(self._taken[cells]):
                continue
            if counts is not None and self._count(counts, *rect, self._apart()) > 1:
                continue
            if beside_disc and np.count_nonzero(self._inner[cells]):
                continue
            if self._is_by_others(rect, outer, inner, far):
                continue
            crossed = int(np.count_nonzero(self._lines[cells]))
            if not crossed:
                best = 0, left, top, cells
                break
            if over_lines and (best is None or crossed < best[0]):
                best = crossed, left, top, cells
        if best is None:
            return None
        _crossed, left, top, cells = best
        self._taken[cells] = True
        return left, top

    def take_anyway(
        self, point: QPointF, around: Iterable[tuple[int, int]], size: QSize
    ) -> tuple[int, int] | None:
        """Take the place that covers least, if there is one that no label is at."""
        width, height = size.width(), size.height()
        x, y = round(point.x()), round(point.y())
        best = None
        for wanted in around:
            left, top = self._moved_in(x, y, *wanted, width, height)
            cells = self._cells(x + left, y + top, width, height)
            if np.count_nonzero(self._taken[cells]):
                continue
            covered = np.count_nonzero(self._inner[cells]) + np.count_nonzero(self._outer[cells])
            seen = self._is_seen(x, y, x + left, y + top, width, height)
            worth = not seen, covered, np.count_nonzero(self._lines[cells])
            if best is None or worth < best[0]:
                best = worth, left, top, cells
        if best is None:
            return None
        _worth, left, top, cells = best
        self._taken[cells] = True
        return left, top

    def is_clear(self, line: QLineF) -> bool:
        """Tell whether a line from the middle of a disc is on no label and no other disc."""
        cells = self._on(line)
        outer = self._outer[cells]
        own = self._at(line.x1(), line.y1())[0]
        return not np.any(self._taken[cells]) and not np.any((outer != own) & (outer != 0))

    def take_line(self, line: QLineF) -> None:
        """Keep labels off a line."""
        self._taken[self._on(line)] = True

    def _on(self, line: QLineF) -> tuple[Numbers, Numbers]:
        steps = np.linspace(0, 1, int(line.length() / self._cell) + 2, dtype=np.float32)
        return self._squares(line.x1() + steps * line.dx(), line.y1() + steps * line.dy())

    def copy(self) -> "Room":
        """Make the same room, in which other labels can be taken."""
        other = copy(self)
        other._taken = self._taken.copy()
        return other

    def _apart(self) -> float:
        """How far the middles of other nodes are from labels.

        It is further than the node itself is, which is counted too: else another could be taken
        for it.
        """
        return self.frame.radius + max(self._near, BESIDE * self.frame.ratio + 2)

    def _is_by_others(
        self, rect: tuple[int, int, int, int], outer: int, inner: int, far: float
    ) -> bool:
        """Tell whether a label could be read for another disc than those it is in."""
        x, y, width, height = rect
        for grid, own, off in ((self._outer, outer, far), (self._inner, inner, self._near)):
            part = grid[self._cells(x - off, y - off, width + 2 * off, height + 2 * off)]
            if not np.count_nonzero(part):  # then there is none inside one either
                return False
            if np.count_nonzero((part != own) & (part != 0)):
                return True
        return False

    def _count(
        self, counts: Counts, x: float, y: float, width: float, height: float, off: float
    ) -> int:
        """Count nodes in a rectangle and so far around it."""
        rows, columns = self._cells(x - off, y - off, width + 2 * off, height + 2 * off)
        above, left = min(rows.start, counts.shape[0] - 1), min(columns.start, counts.shape[1] - 1)
        below, right = min(rows.stop, counts.shape[0] - 1), min(columns.stop, counts.shape[1] - 1)
        found = counts[below, right] - counts[above, right]
        return int(found - counts[below, left] + counts[above, left])

    def _moved_in(
        self, x: int, y: int, left: int, top: int, width: int, height: int
    ) -> tuple[int, int]:
        """Move a label into view as far as it goes along the side of its point where it stands."""
        if not self.is_in_view(QPointF(x, y)):
            return left, top
        if not left < 0 < left + width:  # beside it
            top = max(min(top, self.frame.height - y - height), -y)
        elif not top < 0 < top + height:
            left = max(min(left, self.frame.width - x - width), -x)
        return left, top

    def is_in_view(self, point: QPointF) -> bool:
        """Tell whether a point is seen."""
        return 0 <= point.x() < self.frame.width and 0 <= point.y() < self.frame.height

    def _is_seen(self, x: int, y: int, left: int, top: int, width: int, height: int) -> bool:
        """Tell whether a label is seen whole; or not at all, where its point is not seen."""
        end, bottom = left + width, top + height
        if left >= 0 and top >= 0 and end <= self.frame.width and bottom <= self.frame.height:
            return True
        if self.is_in_view(QPointF(x, y)):
            return False
        off = self._apart()  # it is not known what is further out
        if left - off < -self._left or top - off < -self._top:
            return False
        if end + off > self._right or bottom + off > self._bottom:
            return False
        return end <= 0 or bottom <= 0 or left >= self.frame.width or top >= self.frame.height

    def _is_within(self, x: int, y: int, width: int, height: int, outer: int) -> bool:
        """Tell whether a label is in a disc, as far as that is known."""
        corners = [(right, down) for right in (x, x + width) for down in (y, y + height)]
        return all(self._at(*corner)[0] == outer for corner in corners)

    def _at(self, x: float, y: float) -> tuple[int, int]:
        """Say which discs a point is in."""
        row, column = int((y + self._top) / self._cell), int((x + self._left) / self._cell)
        rows, columns = self._taken.shape
        if 0 <= row < rows and 0 <= column < columns:
            return int(self._outer[row, column]), int(self._inner[row, column])
        return 0, 0

    def _squares(self, x: Lengths, y: Lengths) -> tuple[Numbers, Numbers]:
        """Say in which squares points are; those outside are put at the rim."""
        rows, columns = self._taken.shape
        row = np.clip((y + np.float32(self._top)) / np.float32(self._cell), 0, rows - 1)
        column = np.clip((x + np.float32(self._left)) / np.float32(self._cell), 0, columns - 1)
        return row.astype(np.intp), column.astype(np.intp)

    def _cells(self, left: float, top: float, width: float, height: float) -> tuple[slice, slice]:
        cell = self._cell
        left, top = left + self._left, top + self._top
        row, column = int(top / cell), int(left / cell)
        row_end, column_end = int((top + height) / cell) + 1, int((left + width) / cell) + 1
        return (
            slice(row if row > 0 else 0, row_end if row_end > 0 else 0),
            slice(column if column > 0 else 0, column_end if column_end > 0 else 0),
        )
