# SPDX-License-Identifier: MIT
"""The picture as one item of pyqtgraph's view: a hundred thousand nodes are no items of a scene.

What stands out and labels are painted over the nodes, each time.
"""

import math
from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from wikilinks_gui.background import TURN
from wikilinks_gui.graph.layout import PAGE, Layout
from wikilinks_gui.steps import Steps, advance, finish
from wikilinks_gui.ui.graph.atlas import draw_node
from wikilinks_gui.ui.graph.backing import Backing
from wikilinks_gui.ui.graph.labels import Label, Labels
from wikilinks_gui.ui.graph.layer import Hit, Layer
from wikilinks_gui.ui.graph.painting import Frame, Painting, thin
from wikilinks_gui.ui.graph.style import Style
from wikilinks_gui.ui.graph.ties import Line, Point, ties

_EVERYWHERE = QRectF(-1e6, -1e6, 2e6, 2e6)

_PART = 8_000
"""More nodes are painted in parts of so many (3 ms)."""


class Canvas(pg.GraphicsObject):  # type: ignore[misc]
    """Paints layers; what is ``hovered`` and ``current`` stands out."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self.layers: Sequence[Layer] = ()
        self.labels: list[Label] = []
        self.hovered: Hit | None = None
        self.current: Hit | None = None
        self._ties: dict[Hit, tuple[list[Line], list[Point]]] = {}
        self._backing = Backing(self._paint_part)
        self._backing.finished.connect(self.on_painted)
        self._labels_for: Frame | None = None  # or being chosen
        self._choosing: Steps[list[Label]] | None = None
        self._layouts: list[Layout] = []  # that labels are being chosen for
        self._next_labels: list[Label] | None = None  # for the picture that is being painted
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self.on_turn)
        self.set_style(style)

    def set_style(self, style: Style) -> None:
        """Paint in other colours or another type from now on."""
        self.style = style
        self._painting = Painting(style)
        self._labels = Labels(style)
        self.labels = []
        self.change()

    def change(
        self, *, labels: bool = True, at_once: bool = False, only_more: bool = False
    ) -> None:
        """Paint all anew: rows, places or looks are others. Labels may wait: they take long.

        ``at_once``: however many nodes there are. ``only_more``: what is there stays as it is.
        """
        self._backing.outdate(at_once=at_once, only_more=only_more)
        if labels:
            self._labels_for = self._choosing = self._next_labels = None
        self.labels = [label for label in self.labels if label.layer in self.layers]
        self._ties.clear()
        self.update()

    def set_labels_due(self) -> None:
        """Choose labels anew: the view came to rest."""
        self._labels_for = self._choosing = self._next_labels = None
        self.update()

    def on_turn(self) -> None:
        """Go on choosing labels; those that there were stay as long as their picture."""
        if self._choosing is None:
            return
        layouts = [layer.layout for layer in self.layers]
        if [*map(id, layouts)] != [*map(id, self._layouts)]:
            self.set_labels_due()
            return
        choosing, self._choosing = self._choosing, None  # for good, where it raises
        self._next_labels = advance(choosing, TURN)
        if self._next_labels is None:
            self._choosing = choosing
            self._turn.start()
        elif self._backing.is_whole:
            self.on_painted()

    def on_painted(self) -> None:
        """Show a picture that is whole now, with its labels."""
        if self._next_labels is not None:
            self.labels = [label for label in self._next_labels if label.layer in self.layers]
            self._next_labels = None
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
        nodes = sum(len(layer.nodes) for layer in self.layers)
        frame = self._backing.bring(frame, 1 + nodes // _PART)
        is_due = self._labels_for is None or self._labels_for.scale != frame.scale
        if is_due:
            self._labels_for = frame
            choosing = self._labels.choosing(frame, self.layers)
            if self.labels and nodes < _PART:
                self.labels = finish(choosing)
            else:  # it takes long; the first ones too, which are to be drawn
                self._choosing, self._layouts = choosing, [each.layout for each in self.layers]
                self._turn.start()
        painter.save()
        painter.resetTransform()
        painter.scale(1 / ratio, 1 / ratio)
        self._backing.draw(painter, frame, self.style.ground)
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

    def _paint_part(self, painter: QPainter, frame: Frame, part: QRect) -> None:
        self._painting.paint(painter, frame, self.layers, part)

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
