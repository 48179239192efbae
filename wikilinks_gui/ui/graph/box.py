# SPDX-License-Identifier: MIT
"""pyqtgraph's view box, moved by pixels and factors: what part of the scene is seen."""

import math

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF

from wikilinks_gui.ui.graph.painting import Frame


class Box(pg.ViewBox):  # type: ignore[misc]
    """Shows a part of the scene, as wide as high; y grows downwards. In logical pixels."""

    def __init__(self) -> None:
        super().__init__(enableMenu=False, lockAspect=True, invertY=True, defaultPadding=0)
        self.disableAutoRange()

    def seen(self) -> Frame:
        """Say how the scene is seen now."""
        to_screen, box = self.childTransform(), self.rect()
        wide, high = math.ceil(box.width()), math.ceil(box.height())
        return Frame(to_screen.m11(), to_screen.dx(), to_screen.dy(), wide, high, 1.0)

    def show_all(self, part: QRectF) -> None:
        """See at least a part of the scene."""
        self.setRange(part, padding=0)

    def pan_by(self, right: int, down: int) -> None:
        """Move what is seen by whole pixels, which costs least."""
        scale = self.seen().scale
        self.show_all(self.viewRect().translated(-right / scale, -down / scale))

    def zoom(self, factor: float, at: QPointF) -> None:
        """See all larger; what is at a point stays there."""
        frame, view = self.seen(), self.viewRect()
        x, y = frame.scene(at)
        left, top = x - (x - view.left()) / factor, y - (y - view.top()) / factor
        self.show_all(QRectF(left, top, view.width() / factor, view.height() / factor))

    def with_rim(self, part: QRectF, rim: float, top: float) -> QRectF:
        """Give a part of the scene with so many pixels around it, when it fills the box.

        ``top``: so many more above it.
        """
        wide = max(self.rect().width() - 2 * rim, 1.0)
        high = max(self.rect().height() - 2 * rim - top, 1.0)
        pixel = 1 / min(wide / part.width(), high / part.height())
        rim *= pixel
        return part.adjusted(-rim, -rim - top * pixel, rim, rim)

    def shows_well(self, part: QRectF) -> bool:
        """Return whether a part is seen whole and large enough: else all jumps as it grows."""
        view = self.viewRect()
        share = max(part.width() / view.width(), part.height() / view.height())
        return bool(view.contains(part) and share > 0.6)


def between(start: QRectF, end: QRectF, share: float) -> QRectF:
    """Give a rectangle on the way from one to another."""
    left = start.left() + (end.left() - start.left()) * share
    top = start.top() + (end.top() - start.top()) * share
    width = start.width() + (end.width() - start.width()) * share
    return QRectF(left, top, width, start.height() + (end.height() - start.height()) * share)
