# SPDX-License-Identifier: MIT
"""A label of the picture, and the places that one may have beside what it names.

A place is how far, in device pixels, its left upper corner is from the middle of that.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize
from PySide6.QtGui import QPixmap

from wikilinks_gui.graph.layout import Layout
from wikilinks_gui.translation import _, isolated
from wikilinks_gui.ui.graph.layer import Hit, Layer
from wikilinks_gui.ui.graph.painting import Frame
from wikilinks_gui.words import number

WHOLE = 1.6
"""Names that are so many times longer than labels are to be are not cut where there is room."""

Place = tuple[int, int]


class Label(NamedTuple):
    """A label; its left upper corner is so many device pixels from a spot that may move."""

    layer: Layer
    layout: Layout  # of the layer; with another one it stands nowhere
    spot: Callable[[], tuple[float, float]]  # from the layer's page
    left: int
    top: int
    text: str
    picture: QPixmap
    hit: Hit | None  # what it stands for, when it can be clicked
    disc: int = -1  # the one that it names, by its place in the layout; -1: it names a node
    leader: float = 0.0  # a line leads there from so far from the spot, in units; 0: none

    def rect(self, frame: Frame) -> QRectF:
        """Say where it is seen."""
        point = self._point(frame)
        left, top = round(point.x()) + self.left, round(point.y()) + self.top
        return QRectF(left, top, self.picture.width(), self.picture.height())

    def line(self, frame: Frame) -> QLineF:
        """Say where its leader is seen."""
        whole = leader(self._point(frame), self.rect(frame))
        share = self.leader * frame.scale / max(whole.length(), 1.0)
        return QLineF(whole.pointAt(min(share, 1.0)), whole.p2())

    def _point(self, frame: Frame) -> QPointF:
        x, y = self.spot()
        return frame.point(self.layer.dx + x, self.layer.dy + y)


def with_count(name: str, count: int) -> str:
    """Name something, and say how many belong to it."""
    return _("{name} · {count}").format(name=isolated(name), count=number(count))


def square(point: QPointF, far: float) -> QRectF:
    """Give the square whose sides are so far from a point."""
    return QRectF(point.x() - far, point.y() - far, 2 * far, 2 * far)


def leader(point: QPointF, rect: QRectF) -> QLineF:
    """Give the line from a point to what of a rectangle is nearest."""
    x = max(rect.left(), min(point.x(), rect.right()))
    y = max(rect.top(), min(point.y(), rect.bottom()))
    return QLineF(point, QPointF(x, y))


def around(size: QSize, reach: float, *, mirrored: bool) -> list[Place]:
    """Give the places beside, below and above something: the best for a node first."""
    far, middle = math.ceil(reach), -size.height() // 2
    right, left = (far, middle), (-far - size.width(), middle)
    under = -size.width() // 2, far
    over = -size.width() // 2, -far - size.height()
    beside = [left, right] if mirrored else [right, left]
    return [*beside, under, over]


def shifted(size: QSize, reach: float) -> list[Place]:
    """Give the places below and above something, but not in the middle."""
    far, by = math.ceil(reach), min(math.ceil(reach), size.width() // 3)
    return [(left, top) for top in (far, -far - size.height()) for left in (-by, by - size.width())]


def askew(size: QSize, reach: float) -> list[Place]:
    """Give the places between those beside a disc and those below and above it."""
    away = math.ceil(reach * 0.71)
    right, left, below, above = away, -away - size.width(), away, -away - size.height()
    return [(right, below), (left, below), (right, above), (left, above)]
