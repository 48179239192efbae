# SPDX-License-Identifier: MIT
"""The picture as one item of pyqtgraph's view: a hundred thousand nodes are no items of a scene.

What stands out and labels are painted over the nodes, each time.
"""

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from wikilinks_gui.graph.layout import PAGE, Layout
from wikilinks_gui.graph.legend import SQUARE, Shape
from wikilinks_gui.tasks import PAUSE, TURN, Steps, advance
from wikilinks_gui.ui.graph.atlas import draw_nodes
from wikilinks_gui.ui.graph.backing import Backing
from wikilinks_gui.ui.graph.label import Label, square
from wikilinks_gui.ui.graph.labels import Labels
from wikilinks_gui.ui.graph.layer import Hit, Layer
from wikilinks_gui.ui.graph.painting import Frame, Painting, thin
from wikilinks_gui.ui.graph.style import Style
from wikilinks_gui.ui.graph.ties import Line, Point, ties

_EVERYWHERE = QRectF(-1e6, -1e6, 2e6, 2e6)

_FAN = 40
"""More lines from one node are drawn the fainter, the more there are."""

_PART = 5_000
"""More nodes are painted in parts of so many (2 ms)."""


class Canvas(pg.GraphicsObject):  # type: ignore[misc]
    """Paints layers; what is ``hovered`` and ``current`` stands out."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self.layers: Sequence[Layer] = ()
        self.hovered: Hit | None = None
        self.current: Hit | None = None
        self._ties: dict[Hit, tuple[list[Line], list[Point]]] = {}
        self._backing = Backing(self._paint_part, self._split)
        self._named: list[Label] = []  # some of them perhaps by layouts that are gone
        self._moves = False  # it glides or is dragged: labels are chosen when that is over
        self._labels_for: Frame | None = None  # or being chosen
        self._choosing: Steps[list[Label]] | None = None
        self._layouts: list[Layout] = []  # that labels are being chosen for
        self._next_labels: list[Label] | None = None  # for the picture that is being painted
        self._turn = QTimer(self, singleShot=True, interval=round(1000 * PAUSE))
        self._turn.timeout.connect(self.on_turn)
        self.set_style(style)

    @property
    def labels(self) -> list[Label]:
        """Give the labels that show."""
        return [
            label
            for label in self._named
            if label.layer in self.layers and label.layer.layout is label.layout
        ]

    @property
    def is_naming(self) -> bool:
        """Whether labels are on their way."""
        return self._choosing is not None or self._next_labels is not None

    def set_style(self, style: Style) -> None:
        """Paint in other colours or another type from now on."""
        self.style = style
        self._painting = Painting(style)
        self._labels = Labels(style)
        self._named = []
        self.change()

    def change(self, *, labels: bool = True, moves: bool = False, only_more: bool = False) -> None:
        """Paint all anew: rows, places or looks are others. Labels may wait: they take long.

        ``moves``: paint at once, however many nodes there are; labels go along, and are chosen
        when all came to rest. ``only_more``: what is there stays as it is.
        """
        self._backing.outdate(at_once=moves, only_more=only_more)
        self._moves = moves
        self._named = self.labels  # the others would keep lists that are gone
        if labels:
            self._forget_choice()
        self._ties.clear()
        self.update()

    def set_labels_due(self) -> None:
        """Choose labels anew: the view came to rest."""
        self._moves = False
        self._forget_choice()
        self.update()

    def on_turn(self) -> None:
        """Go on with labels, then with the picture, with which they show."""
        try:
            if self._choosing is not None:
                self._choose()
            elif not self._backing.is_whole:
                self._backing.paint_next()
        finally:
            if self._choosing is not None or not self._backing.is_whole:
                self._turn.start()
            else:
                if self._next_labels is not None:
                    self._named, self._next_labels = self._next_labels, None
                self.update()

    def label_at(self, frame: Frame, point: QPointF) -> Hit | None:
        """Say what the label at a point stands for; all in device pixels."""
        labels, chosen = self._shown(frame)
        labels = [*chosen, *labels]
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
        if is_due and not self._moves:
            self._labels_for, self._next_labels = frame, None
            self._choosing = self._labels.choosing(frame, self.layers)
            self._layouts = [each.layout for each in self.layers]
        if self._choosing is not None or not self._backing.is_whole:
            self._turn.start()
        painter.save()
        painter.resetTransform()
        painter.scale(1 / ratio, 1 / ratio)
        whole = QRect(0, 0, frame.width, frame.height)
        self._backing.draw(
            painter,
            frame,
            lambda: self._painting.paint_ground(painter, frame, self.layers, whole),
        )
        self._paint_links(painter, frame)
        labels, chosen = self._shown(frame)
        painter.setPen(thin(self.style.dim, frame.ratio))
        for label in labels:
            if label.leader:
                painter.drawLine(label.line(frame))
        for label in (*labels, *chosen):
            painter.drawPixmap(label.rect(frame).topLeft(), label.picture)
        painter.restore()

    # --- inside -------------------------------------------------------------------------------

    def _forget_choice(self) -> None:
        self._labels_for = self._choosing = self._next_labels = None
        self._layouts = []

    def _choose(self) -> None:
        """Go on choosing labels; those that there were stay as long as their picture."""
        assert self._choosing is not None  # noqa: S101 - they are being chosen
        if [*map(id, self._layouts)] != [id(layer.layout) for layer in self.layers]:
            self.set_labels_due()
            return
        choosing, self._choosing = self._choosing, None  # for good, where it raises
        self._next_labels = advance(choosing, TURN)
        if self._next_labels is None:
            self._choosing = choosing

    def _shown(self, frame: Frame) -> tuple[list[Label], list[Label]]:
        """Give the labels that are seen, and over them those of what is chosen."""
        labels = self.labels
        chosen = self._chosen(frame, labels)
        covered = [label.rect(frame) for label in chosen]
        current = self._rect_of(frame, self.current)
        covered += [current] if current is not None else []
        # Half a name could be read for another.
        seen = [each for each in labels if not any(map(each.rect(frame).intersects, covered))]
        return seen, chosen

    def _chosen(self, frame: Frame, labels: list[Label]) -> list[Label]:
        """Name what is current, and what is under the pointer if that has a name already."""
        chosen = []
        hovered, current = self.hovered, self.current
        if hovered and hovered != current and any(each.hit == hovered for each in labels):
            chosen.append(self._labels.of_chosen(frame, hovered, labels, self.layers))
        if current:
            chosen.append(self._labels.of_chosen(frame, current, labels, self.layers))
        return [label for label in chosen if label is not None]

    def _paint_part(self, painter: QPainter, frame: Frame, part: QRect) -> None:
        self._painting.paint(painter, frame, self.layers, part)

    def _split(self, frame: Frame, parts: int) -> list[QRect]:
        """Cut the picture into strips that take as long to paint, by the nodes that are in them."""
        nodes = np.zeros(max(1, frame.height), np.intp)
        for layer in self.layers:
            _x, y = frame.points(layer, layer.x, layer.y)
            rows = y[(y >= 0) & (y < frame.height)].astype(np.intp)
            nodes += np.bincount(rows, minlength=len(nodes))
        work = np.cumsum(nodes + max(1, nodes.sum() // (4 * len(nodes))))  # the ground too
        ends = np.searchsorted(work, work[-1] * np.arange(1, parts) / parts) + 1
        edges = [0, *np.unique(ends).tolist(), frame.height]
        return [QRect(0, top, frame.width, end - top) for top, end in pairwise(edges) if top < end]

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
            # Many would be a black mass, in which none can be followed.
            faint.setAlphaF((0.75 if hit is self.hovered else 0.5) * _shown_of(len(lines)))
            painter.setPen(thin(faint, frame.ratio, 1.5 if len(lines) <= _FAN else 1.0))
            for start, end in lines:
                painter.drawLine(frame.point(*start), frame.point(*end))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(strong, frame.ratio))
            for end in ends:
                painter.drawEllipse(frame.point(*end), *[frame.radius + frame.ratio] * 2)
            self._paint_node(painter, frame, hit)

    def _rect_of(self, frame: Frame, hit: Hit | None) -> QRectF | None:
        """Say where the middle of a node is seen: no name of others is to hide it."""
        at = hit.layer.where(hit.node) if hit is not None and hit.disc < 0 else None
        if at is None:
            return None
        return square(frame.point(*at), max(frame.radius, 2 * frame.ratio))

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
            draw_nodes(painter, [point], radius, int(layer.codes[place]), self.style)
        if hit == self.current:
            painter.setPen(QPen(self.style.strong, 2 * ratio))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            far = radius + 3 * ratio
            if hit.node != PAGE and layer.shape(place) == Shape.REDIRECT:
                far = radius * SQUARE + 3 * ratio
                painter.drawRect(square(point, far))
            else:
                painter.drawEllipse(QPointF(point), far, far)


def _shown_of(lines: int) -> float:
    """Say how much of each of so many lines shows."""
    return max(min(_FAN / max(lines, 1), 1.0), 0.3)
