# SPDX-License-Identifier: MIT
"""The picture as one item of pyqtgraph's view: a hundred thousand nodes are no items of a scene.

Nodes are painted into a pixmap that is kept: while the view is moved, or the pointer is on a node,
that is drawn again, and only what came into view is painted.
"""

import math
from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from wikilinks_gui.graph.layout import PAGE
from wikilinks_gui.ui.graph.atlas import draw_node
from wikilinks_gui.ui.graph.labels import Label, Labels
from wikilinks_gui.ui.graph.layer import Hit, Layer
from wikilinks_gui.ui.graph.painting import Frame, Painting, thin
from wikilinks_gui.ui.graph.style import Style
from wikilinks_gui.ui.graph.ties import Line, Point, ties

_EVERYWHERE = QRectF(-1e6, -1e6, 2e6, 2e6)

_WHOLE = 0.2
"""The picture is moved by whole device pixels; it may be off by so much of one."""

_PART = 8_000
"""Nodes that are painted at once, while others come (3 ms)."""


class Canvas(pg.GraphicsObject):  # type: ignore[misc]
    """Paints layers; what is ``hovered`` and ``current`` stands out."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self.layers: Sequence[Layer] = ()
        self.labels: list[Label] = []
        self.hovered: Hit | None = None
        self.current: Hit | None = None
        self._ties: dict[Hit, tuple[list[Line], list[Point]]] = {}
        self._kept = QPixmap()
        self._frame: Frame | None = None  # as kept
        self._labels_for: Frame | None = None
        self._next = QPixmap()  # takes the place of what is kept once all parts are painted
        self._next_frame: Frame | None = None
        self._parts: list[QRect] = []
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self.on_turn)
        self._took_long = False  # painting all, just now
        self._naming = QTimer(self, singleShot=True, interval=0)
        self._naming.timeout.connect(self.update)
        self.set_style(style)

    def set_style(self, style: Style) -> None:
        """Paint in other colours or another type from now on."""
        self.style = style
        self._painting = Painting(style)
        self._labels = Labels(style)
        self.change()

    def change(self, *, labels: bool = True, at_once: bool = True) -> None:
        """Paint all anew: rows, places or looks are others. Labels may wait: they take long.

        Not ``at_once``: where there is much to paint, that is done part by part, while what is
        there stays, and events are handled in between.
        """
        parts = self._nodes() // _PART
        if at_once or self._frame is None or not parts:
            self._frame = None
        else:
            self._begin_parts(parts)
        if labels:
            self._labels_for = None
        self._ties.clear()
        self.update()

    def on_turn(self) -> None:
        """Paint the next part."""
        frame = self._frame
        if frame is None:  # all is about to be painted
            self._parts.clear()
        elif frame != self._next_frame:  # it was moved meanwhile
            self.change(labels=False, at_once=False)
        else:
            self._paint(self._next, frame, [self._parts.pop()])
            if self._parts:
                self._turn.start()
            else:
                self._kept, self._next = self._next, QPixmap()
                self.update()

    def set_labels_due(self) -> None:
        """Choose labels anew: the view came to rest."""
        self._labels_for = None
        self.update()

    def label_at(self, frame: Frame, point: QPointF) -> Hit | None:
        """Say what the label at a point stands for; all in device pixels."""
        labels = [*self._chosen(frame), *self.labels]
        found = (each.hit for each in labels if each.hit and each.rect(frame).contains(point))
        return next(found, None)

    # --- Qt's interface -----------------------------------------------------------------------

    def boundingRect(self) -> QRectF:
        """Be everywhere: what there is to draw changes all the time."""
        return _EVERYWHERE

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw what is kept, and over it labels and what stands out."""
        if widget is None:
            return
        to_screen = painter.worldTransform()
        ratio = widget.devicePixelRatioF()
        frame = Frame(
            to_screen.m11() * ratio,
            to_screen.dx() * ratio,
            to_screen.dy() * ratio,
            math.ceil(widget.width() * ratio),
            math.ceil(widget.height() * ratio),
            ratio,
        )
        frame = self._bring_up_to_date(frame)
        if self._took_long:  # labels take long too: those that there are will do for a moment
            self._took_long = False
            self._naming.start()
        elif self._labels_for is None or self._labels_for.scale != frame.scale:
            self.labels = self._labels.choose(frame, self.layers)
            self._labels_for = frame
        painter.save()
        painter.resetTransform()
        painter.drawPixmap(0, 0, self._kept)
        painter.scale(1 / ratio, 1 / ratio)
        self._paint_links(painter, frame)
        chosen = self._chosen(frame)
        covered = [label.rect(frame) for label in chosen]
        for label in self.labels:
            rect = label.rect(frame)
            if not any(map(rect.intersects, covered)):  # half a name could be read for another
                painter.drawPixmap(rect.topLeft(), label.picture)
        for label in chosen:
            painter.drawPixmap(label.rect(frame).topLeft(), label.picture)
        painter.restore()

    # --- inside -------------------------------------------------------------------------------

    def _chosen(self, frame: Frame) -> list[Label]:
        """Name what is current, and what is under the pointer if that has a name already."""
        chosen = []
        hovered, current = self.hovered, self.current
        if hovered and hovered != current and any(each.hit == hovered for each in self.labels):
            chosen.append(self._labels.of_chosen(frame, hovered, self.labels))
        if current:
            chosen.append(self._labels.of_chosen(frame, current, self.labels))
        return [label for label in chosen if label is not None]

    def _bring_up_to_date(self, frame: Frame) -> Frame:
        """Have the picture painted as it is to be seen; give how it is, to parts of a pixel."""
        whole = QRect(0, 0, frame.width, frame.height)
        old = self._frame
        if old is not None and old == frame._replace(x=old.x, y=old.y):
            right, down = round(frame.x - old.x), round(frame.y - old.y)
            off = max(abs(frame.x - old.x - right), abs(frame.y - old.y - down))
            if off < _WHOLE and abs(right) < frame.width and abs(down) < frame.height:
                frame = old._replace(x=old.x + right, y=old.y + down)
                self._frame = frame
                if right or down:
                    self._kept.scroll(right, down, whole)
                    self._paint(self._kept, frame, _bare(whole, right, down))
                return frame
        if self._kept.size() != whole.size():
            self._kept = QPixmap(whole.size())
        self._frame = frame
        self._paint(self._kept, frame, [whole])
        self._took_long = self._nodes() > _PART
        return frame

    def _nodes(self) -> int:
        return sum(len(layer.nodes) for layer in self.layers)

    def _begin_parts(self, count: int) -> None:
        """Paint another picture of what is seen now, in so many strips."""
        self._next, self._next_frame = QPixmap(self._kept.size()), self._frame
        wide, high = self._next.width(), math.ceil(self._next.height() / count)
        self._parts = [QRect(0, at * high, wide, high) for at in range(count)]
        self._turn.start()

    def _paint(self, picture: QPixmap, frame: Frame, rects: Sequence[QRect]) -> None:
        picture.setDevicePixelRatio(1.0)  # the painting goes by device pixels
        with QPainter(picture) as painter:
            for rect in rects:
                self._painting.paint(painter, frame, self.layers, rect)
        picture.setDevicePixelRatio(frame.ratio)

    def _paint_links(self, painter: QPainter, frame: Frame) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strong = self.style.strong
        for hit in (self.current, self.hovered):
            if hit is None:
                continue
            if hit not in self._ties:
                self._ties[hit] = ties(hit, self.layers)
            lines, ends = self._ties[hit]
            faint = QColor(strong)
            faint.setAlphaF(0.75 if hit is self.hovered else 0.5)
            painter.setPen(thin(faint, frame.ratio, 1.5))
            for start, end in lines:
                painter.drawLine(frame.point(*start), frame.point(*end))
            painter.setBrush(strong)
            painter.setPen(Qt.PenStyle.NoPen)
            for end in ends:
                painter.drawEllipse(frame.point(*end), *[frame.radius * 0.6 + frame.ratio] * 2)
            self._paint_node(painter, frame, hit)

    def _paint_node(self, painter: QPainter, frame: Frame, hit: Hit) -> None:
        """Draw a node larger, with a ring around the current one."""
        layer, ratio = hit.layer, frame.ratio
        at = layer.where(hit.node)
        if at is None or hit.disc >= 0:
            return
        point = frame.point(*at)
        if hit.node == PAGE:
            radius = frame.page_radius
        else:
            radius = max(frame.radius * 1.25, 4 * ratio)
            place = layer.place(hit.node)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.style.ground)
            painter.drawEllipse(point, radius + 2 * ratio, radius + 2 * ratio)
            draw_node(painter, point, radius, int(layer.codes[place]), self.style)
        if hit == self.current:
            painter.setPen(QPen(self.style.strong, 2 * ratio))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            far = radius + 3 * ratio
            painter.drawEllipse(QPointF(point), far, far)


def _bare(whole: QRect, right: int, down: int) -> list[QRect]:
    """Say what comes into view when the picture moves."""
    bare = []
    if right:
        left = whole.left() if right > 0 else whole.right() + 1 + right
        bare.append(QRect(left, whole.top(), abs(right), whole.height()))
    if down:
        top = whole.top() if down > 0 else whole.bottom() + 1 + down
        bare.append(QRect(whole.left(), top, whole.width(), abs(down)))
    return bare
