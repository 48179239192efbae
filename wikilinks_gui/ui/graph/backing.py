# SPDX-License-Identifier: MIT
"""The picture of all nodes, kept: while the view moves it is drawn again, moved or scaled.

Where many nodes are to be painted anew, that is done part by part; until then what there was before
is seen, as it would be from where one looks now.
"""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QPainter, QPixmap

from wikilinks_gui.ui.graph.painting import Frame

_WHOLE = 0.2
"""The picture is moved by whole device pixels; it may be off by so much of one."""


Split = Callable[[Frame, int], list[QRect]]
"""Cuts a picture into so many parts, or fewer, that cover all of it."""


class Backing:
    """Keeps what ``paint`` paints: a part of what is seen of the scene, by the frame."""

    def __init__(self, paint: Callable[[QPainter, Frame, QRect], None], split: Split) -> None:
        self._paint = paint
        self._split = split
        self._picture = QPixmap()
        self._frame: Frame | None = None  # of the picture
        self._is_old = self._at_once = False  # it shows what was; and not even for a moment
        self._more_came = False  # since the next one was begun
        self._next = QPixmap()  # takes its place once all parts are painted
        self._next_frame: Frame | None = None
        self._parts: list[QRect] = []  # of the next one, to be painted

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left to be painted."""
        return not self._parts

    def outdate(self, *, at_once: bool = False, only_more: bool = False) -> None:
        """Have all painted anew when it is drawn.

        ``at_once``: in one go, however many parts. ``only_more`` came, and what is being painted is
        of use: that is brought to its end first.
        """
        self._is_old = True
        self._at_once |= at_once
        self._more_came = only_more and bool(self._parts)
        if not only_more:
            self._parts.clear()

    def bring(self, frame: Frame, parts: int) -> Frame:
        """Make ready to be drawn, in so many parts; give what is seen, to parts of a pixel."""
        whole = QRect(0, 0, frame.width, frame.height)
        moved = _moved(self._frame, frame)
        if self._frame and moved is not None:
            frame = self._frame = _shifted(self._frame, moved)
            self._paint_into(self._picture, frame, _scrolled(self._picture, moved))
            if not self._is_old:
                self._parts.clear()
                return frame
        moved = _moved(self._next_frame, frame)
        if parts <= 1 or self._at_once:
            if self._picture.size() != whole.size():
                self._picture = QPixmap(whole.size())
            self._frame, self._is_old, self._at_once = frame, False, False
            self._more_came = False
            self._parts.clear()
            self._paint_into(self._picture, frame, [whole])
        elif moved is not None and self._next_frame and 0 < len(self._parts) <= 2 * parts:
            self._next_frame = _shifted(self._next_frame, moved)
            self._parts = [part.translated(moved) for part in self._parts]
            self._parts += _scrolled(self._next, moved)
        else:
            self._next, self._next_frame = QPixmap(whole.size()), frame
            self._more_came = False
            self._parts = self._split(frame, parts)
        return frame

    def draw(self, painter: QPainter, frame: Frame, paint_ground: Callable[[], None]) -> None:
        """Draw it as it is seen from a frame, in device pixels; around it the ground is seen."""
        old = self._frame
        if old == frame:
            painter.drawPixmap(0, 0, self._picture)
            return
        paint_ground()
        if old is not None:
            scale = frame.scale / old.scale
            left, top = frame.x - old.x * scale, frame.y - old.y * scale
            there = QRectF(left, top, old.width * scale, old.height * scale)
            painter.drawPixmap(there, self._picture, QRectF(self._picture.rect()))

    def paint_next(self) -> None:
        """Paint the next part, if there is one."""
        if not self._parts or self._next_frame is None:
            return
        self._paint_into(self._next, self._next_frame, [self._parts.pop()])
        if not self._parts:
            self._picture, self._next = self._next, QPixmap()
            self._frame, self._is_old = self._next_frame, self._more_came
            self._more_came = False

    def _paint_into(self, picture: QPixmap, frame: Frame, parts: Iterable[QRect]) -> None:
        with QPainter(picture) as painter:
            for part in parts:
                self._paint(painter, frame, part)


def _moved(old: Frame | None, new: Frame) -> QPoint | None:
    """Say by how many pixels the same is seen elsewhere; None where it is not the same."""
    if old is None or old != new._replace(x=old.x, y=old.y):
        return None
    right, down = round(new.x - old.x), round(new.y - old.y)
    off = max(abs(new.x - old.x - right), abs(new.y - old.y - down))
    if off >= _WHOLE or abs(right) >= new.width or abs(down) >= new.height:
        return None
    return QPoint(right, down)


def _shifted(frame: Frame, moved: QPoint) -> Frame:
    return frame._replace(x=frame.x + moved.x(), y=frame.y + moved.y())


def _scrolled(picture: QPixmap, moved: QPoint) -> list[QRect]:
    """Move what is in a picture; give what came into view."""
    whole, right, down = picture.rect(), moved.x(), moved.y()
    bare = []
    if right:
        left = whole.left() if right > 0 else whole.right() + 1 + right
        bare.append(QRect(left, whole.top(), abs(right), whole.height()))
    if down:
        top = whole.top() if down > 0 else whole.bottom() + 1 + down
        bare.append(QRect(whole.left(), top, whole.width(), abs(down)))
    if bare:
        picture.scroll(right, down, whole)
    return bare
