# SPDX-License-Identifier: MIT
"""The part of the scene that is seen."""

from collections.abc import Iterable
from functools import reduce

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF

from wikilinks_gui.ui.graph.painting import Frame

_FARTHEST = 4.0
"""How small the whole may get, as a divisor of the view's size."""

_FILLED = 0.6
"""The least share of the view that the whole fills while rows arrive and nobody moved it."""


class Box(pg.ViewBox):  # type: ignore[misc]
    """pyqtgraph's view box, as high as wide, with limits to its zoom.

    At those of pyqtgraph, the picture would move on with each turn of the wheel. ``closest`` is how
    many pixels a unit of the scene has at most.
    """

    def __init__(self) -> None:
        super().__init__(enableMenu=False, lockAspect=True, invertY=True, defaultPadding=0)
        self.disableAutoRange()
        self.closest = 100.0
        self.set_content([])

    def set_content(self, parts: Iterable[QRectF]) -> None:
        """Take note of all there is in the scene; a page alone is not seen larger than the rest."""
        self._content = reduce(QRectF.united, parts, QRectF(-5, -5, 10, 10))

    def frame(self) -> Frame:
        """Return how the scene is seen now, in logical pixels."""
        to_screen, box = self.childTransform(), self.rect()
        scale, x, y = to_screen.m11(), to_screen.dx(), to_screen.dy()
        return Frame(scale, x, y, round(box.width()), round(box.height()), 1.0)

    def fit(self, rim: float, covered: float, part: QRectF | None = None) -> None:
        """Show everything or a part with a margin in pixels around it, and more at the top."""
        box, part = self.rect(), part or self._content
        wide = max(box.width() - 2 * rim, 1.0)
        high = max(box.height() - 2 * rim - covered, 1.0)
        pixel = max(part.width() / wide, part.height() / high, 1 / self.closest)
        top, rim = (rim + covered) * pixel, rim * pixel
        self.setRange(part.adjusted(-rim, -top, rim, rim), padding=0)

    def shows_all(self) -> bool:
        """Return whether all is seen, and large enough: else it would jump as it grows."""
        view, part = self.viewRect(), self._content
        share = max(part.width() / view.width(), part.height() / view.height())
        return bool(view.contains(part) and share > _FILLED)

    def move_by(self, right: float, down: float) -> None:
        """Move the view by a number of pixels, rounded: nothing is blurred by it."""
        width, height = self.viewPixelSize()
        self.translateBy(x=round(right) * width, y=round(down) * height)

    def scaleBy(
        self,
        s: tuple[float, float] | None = None,
        center: QPointF | None = None,
        x: float | None = None,
        y: float | None = None,
    ) -> None:
        """Scale the view by a factor; what is at ``center`` stays there."""
        box, part, width = self.rect(), self._content, self.viewRect().width()
        whole = max(part.width(), part.height() * box.width() / max(box.height(), 1.0))
        wanted = width * (s[0] if s else x or y or 1.0)
        factor = min(max(wanted, box.width() / self.closest), whole * _FARTHEST) / width
        super().scaleBy((factor, factor), center)
