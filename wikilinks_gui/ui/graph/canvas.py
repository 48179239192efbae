# SPDX-License-Identifier: MIT
"""The picture as one item of pyqtgraph's view: a hundred thousand nodes are no items of a scene.

Where the view moves, only what is new in it is painted, in an eighth of the time for 100,000 nodes.
What stands out and labels are painted over the nodes, each time. Labels are chosen in turns of the
event loop; until then those that there were go along with the view.
"""

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from wikilinks_gui.graph.layout import PAGE, Layout
from wikilinks_gui.graph.shapes import SQUARE
from wikilinks_gui.tasks import PAUSE, TURN, Steps, advance
from wikilinks_gui.ui.graph.atlas import draw_nodes
from wikilinks_gui.ui.graph.connections import connections
from wikilinks_gui.ui.graph.labelchooser import LabelChooser, PlacedLabel
from wikilinks_gui.ui.graph.layer import Hit, Layer
from wikilinks_gui.ui.graph.painting import Frame, Painting, thin
from wikilinks_gui.ui.graph.style import Style

_EVERYWHERE = QRectF(-1e6, -1e6, 2e6, 2e6)

_EXACT = 1e-3
"""Pixels by which a move may differ from a whole number of them."""

_FAN = 40
"""Lines from one node; beyond that, more lines are fainter."""

_MOVED, _CHANGED = 120, 400
"""Milliseconds from the last move to the choice of labels, and from one choice to the next while
rows come. A choice takes 3 to 150 ms, in turns."""


class Canvas(pg.GraphicsObject):  # type: ignore[misc]
    """Paints layers; what is ``hovered`` and ``current`` stands out."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self.layers: Sequence[Layer] = ()
        self.hovered: Hit | None = None
        self.current: Hit | None = None
        self._frame: Frame | None = None  # as painted last
        self._picture = QPixmap()  # all but what stands out and labels
        self._pictured: Frame | None = None  # what that shows; None: nothing
        self.labels: list[PlacedLabel] = []
        self._choosing: Steps[list[PlacedLabel]] | None = None
        self._is_outdated = False  # something changed since the choice was begun
        self._layouts: list[Layout] = []  # that labels are chosen for
        self._due = QTimer(self, singleShot=True)  # labels are to be chosen
        self._due.timeout.connect(self._choose)
        self.set_style(style)

    @property
    def is_at_rest(self) -> bool:
        """Whether the labels are chosen for what is seen."""
        return self._frame is not None and not self._due.isActive()

    def set_style(self, style: Style) -> None:
        """Paint in other colours or another type from now on."""
        self.style = style
        self._painting = Painting(style)
        self._chooser = LabelChooser(style)
        self.labels, self._layouts = [], []
        self.change()

    def change(self) -> None:
        """Paint everything again, as rows, places or looks changed. Labels may wait a little."""
        self._pictured = None
        layouts = [layer.layout for layer in self.layers]
        self.labels = [each for each in self.labels if each.layout in layouts]
        self._is_outdated = True
        if layouts != self._layouts:
            self._layouts, self._choosing = layouts, None
            self._due.start(0)
        elif not self._due.isActive():
            self._due.start(_CHANGED)
        self.update()

    def move(self) -> None:
        """Choose labels again once the view rests."""
        self._choosing = None
        self._due.start(_MOVED)

    def label_at(self, frame: Frame, point: QPointF) -> PlacedLabel | None:
        """Return the label at a point in device pixels, but not that of the current node."""
        seen, _current = self._shown(frame)
        return next((each for rect, each in seen if rect.contains(point)), None)

    def names_current(self, frame: Frame, point: QPointF) -> bool:
        """Return whether the label of the current node is at a point."""
        _seen, current = self._shown(frame)
        return current is not None and current[0].contains(point)

    # --- Qt's interface -----------------------------------------------------------------------

    def boundingRect(self) -> QRectF:
        """Return a rectangle around everything: what there is to draw changes all the time."""
        return _EVERYWHERE

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw all nodes, and over them labels and what stands out."""
        if widget is None:
            return
        if self._frame is None:
            self._due.start(0)
        ratio = widget.devicePixelRatioF()
        frame = self._frame = self.getViewBox().frame().on(ratio)
        painter.save()
        painter.resetTransform()
        painter.scale(1 / ratio, 1 / ratio)
        self._update_picture(frame)
        painter.drawPixmap(0, 0, self._picture)
        self._paint_links(painter, frame)
        labels, current = self._shown(frame)
        for rect, label in labels:
            painter.drawPixmap(rect.topLeft(), label.picture)
        if current is not None:
            painter.drawPixmap(current[0].topLeft(), current[1])
        painter.restore()

    def _update_picture(self, frame: Frame) -> None:
        """Move the picture, where the view moved by whole pixels, and paint what it lacks."""
        before, self._pictured = self._pictured, frame
        whole = QRect(0, 0, frame.width, frame.height)
        missing = [whole]
        if before is not None and before._replace(x=frame.x, y=frame.y) == frame:
            right, down = round(frame.x - before.x), round(frame.y - before.y)
            if abs(frame.x - before.x - right) + abs(frame.y - before.y - down) < _EXACT:
                self._picture.scroll(right, down, whole)
                missing = [
                    QRect(frame.width + right if right < 0 else 0, 0, abs(right), frame.height),
                    QRect(0, frame.height + down if down < 0 else 0, frame.width, abs(down)),
                ]
        if self._picture.size() != whole.size():
            self._picture = QPixmap(whole.size())
        with QPainter(self._picture) as painter:
            for part in missing:
                if not part.isEmpty():
                    self._painting.paint(painter, frame, self.layers, part)

    # --- labels -------------------------------------------------------------------------------

    def _choose(self) -> None:
        """Begin to choose, or continue."""
        if self._frame is None:
            return
        if self._choosing is None:
            self._is_outdated = False
            self._choosing = self._chooser.choosing(self._frame, tuple(self.layers))
        choosing, self._choosing = self._choosing, None  # for good, where it raises
        found = advance(choosing, TURN)
        if found is None:
            self._choosing = choosing
            self._due.start(round(1000 * PAUSE))
            return
        self.labels = found
        self.update()
        if self._is_outdated:
            self._due.start(_CHANGED)

    # --- what is painted ----------------------------------------------------------------------

    def _shown(
        self, frame: Frame
    ) -> tuple[list[tuple[QRectF, PlacedLabel]], tuple[QRectF, QPixmap] | None]:
        """Return the labels that are seen and where, and over them that of the current node."""
        labels, current, covered = self.labels, None, []
        at = self._where(self.current)
        if at is not None and self.current is not None:
            # No name of others is to hide the node; and half a name could be read for another.
            far, point = max(frame.radius, 2 * frame.ratio), frame.point(*at)
            covered.append(QRectF(point.x() - far, point.y() - far, 2 * far, 2 * far))
            current = self._chooser.of_current(frame, self.current, labels)
        if current is not None:
            covered.append(current[0])
        placed = [(each.rect(frame), each) for each in labels]
        seen = [(rect, each) for rect, each in placed if not any(map(rect.intersects, covered))]
        return seen, current

    def _where(self, hit: Hit | None) -> tuple[float, float] | None:
        return hit.layer.where(hit.node) if hit is not None and hit.disc < 0 else None

    def _paint_links(self, painter: QPainter, frame: Frame) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strong = self.style.text
        for hit in (self.current, self.hovered):
            if hit is None:
                continue
            lines, ends = connections(hit, self.layers)
            faint = QColor(strong)
            # Many would be a black mass, in which none can be followed.
            share = max(min(_FAN / max(len(lines), 1), 1.0), 0.3)
            faint.setAlphaF((0.75 if hit is self.hovered else 0.5) * share)
            painter.setPen(thin(faint, frame.ratio, 1.5 if len(lines) <= _FAN else 1.0))
            for start, end in lines:
                painter.drawLine(frame.point(*start), frame.point(*end))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(strong, frame.ratio))
            for end in ends:
                painter.drawEllipse(frame.point(*end), *[frame.radius + frame.ratio] * 2)
            self._paint_node(painter, frame, hit)

    def _paint_node(self, painter: QPainter, frame: Frame, hit: Hit) -> None:
        """Draw a node larger, with a ring around the current one."""
        layer, ratio = hit.layer, frame.ratio
        at = self._where(hit)
        if at is None:
            return
        point = frame.point(*at)
        if hit.node == PAGE:
            radius = frame.page_radius
        else:
            radius = max(frame.radius * 1.25, 4 * ratio)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.style.ground)
            painter.drawEllipse(point, radius + 2 * ratio, radius + 2 * ratio)
            draw_nodes(
                painter, [point], radius, int(layer.codes[layer.place(hit.node)]), self.style
            )
        if hit == self.current:
            painter.setPen(QPen(self.style.text, 2 * ratio))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            far = radius * (1.0 if hit.node == PAGE else SQUARE) + 3 * ratio
            painter.drawEllipse(point, far, far)
