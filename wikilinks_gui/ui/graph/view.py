# SPDX-License-Identifier: MIT
"""The picture to move about in: mouse, and what keys and buttons ask for."""

import pyqtgraph as pg
from PySide6.QtCore import QElapsedTimer, QEvent, QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from wikilinks_gui.graph.layout import PAGE
from wikilinks_gui.translation import _
from wikilinks_gui.ui.graph.box import Box, between
from wikilinks_gui.ui.graph.canvas import Canvas
from wikilinks_gui.ui.graph.card import Card
from wikilinks_gui.ui.graph.layer import Hit, Layer, carrying
from wikilinks_gui.ui.graph.pointing import disc_at, hit_at
from wikilinks_gui.ui.graph.style import style_of
from wikilinks_gui.ui.graph.walk import neighbour

GLIDE = 200  # ms
_FRAME = 15  # ms
_NAMED = 400  # ms between two choices of labels while rows come
_SETTLED = 120  # ms without a move, until labels are chosen for what came into view

_WHEEL = 1.0015
"""Zoom of a wheel, to the power of eighths of a degree."""

_CLOSEST = 8.0
"""Neighbours are so many lines of text apart at most."""

_FARTHEST = 4.0
"""All there is fills so much of the view at least, as a divisor."""

_LOOKS = {
    QEvent.Type.PaletteChange,
    QEvent.Type.FontChange,
    QEvent.Type.LayoutDirectionChange,
    QEvent.Type.StyleChange,
}


class GraphView(pg.GraphicsView):  # type: ignore[misc]
    """Shows layers; shows all of the first by itself until a person moves the picture."""

    pressed = Signal(object, object)  # Hit | None, Qt.KeyboardModifiers
    activated = Signal(object)  # Hit
    menu_wanted = Signal(object, object)  # Hit | None, QPoint on the screen

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.layers: list[Layer] = []
        self.animated = True
        self.covered = 0  # pixels at the top, by something else
        self.setAccessibleName(_("Graph"))
        self._box = Box()
        self.setCentralItem(self._box)
        self._canvas = Canvas(style_of(self))
        self._canvas.layers = self.layers
        self._box.addItem(self._canvas, ignoreBounds=True)
        self.setBackground(None)  # the canvas covers all
        self.setCacheMode(self.CacheModeFlag.CacheNone)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._card = Card(self.viewport())
        self._fits = True  # nobody moved the picture yet
        self._down: QPoint | None = None  # where the left button went down
        self._last = QPoint()
        self._held: Hit | None = None  # the node below it
        self._on_ground = False  # there was none
        self._grip = QPointF()  # from there to the node in the scene: its name may have been taken
        self._drags = False
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED)
        self._settled.timeout.connect(self._canvas.set_labels_due)
        self._naming = QTimer(self, singleShot=True, interval=_NAMED)
        self._naming.timeout.connect(self.on_naming)
        self._named: list[Layer] = []  # the layers that have labels
        self._clock = QElapsedTimer()
        self._gliding = QTimer(self, interval=_FRAME)
        self._gliding.timeout.connect(self.on_glide)
        self._from_view, self._to_view = QRectF(), QRectF()

    # --- what changed -------------------------------------------------------------------------

    def clear(self) -> None:
        """Show nothing; what comes next is seen whole."""
        self.layers.clear()
        self._fits = True
        self.refresh()

    def refresh(self) -> None:
        """Take in rows, kinds, filter, check marks and layers as they are now."""
        for layer in self.layers:
            layer.refresh()
        current, hovered = self._canvas.current, self._canvas.hovered
        if current and not self._is_there(current):
            self._canvas.current = None
        if self._held and not self._is_there(self._held):
            self._held = None
        if hovered and not self._is_there(hovered):
            self._hover(None)
        is_busy = self._naming.isActive() or self._canvas.is_naming
        waits = self._named == self.layers and is_busy
        self._canvas.change(labels=not waits, only_more=True)
        if not self._naming.isActive():
            self._naming.start()
        self._named = self.layers.copy()
        fits = self._fits and not self._gliding.isActive()
        if fits and not self._box.shows_well(self._wanted()):  # what lies over it moves nothing
            self.fit()

    def on_naming(self) -> None:
        """Choose labels anew; on a slow machine not before those show that are on their way."""
        if self._canvas.is_naming:
            self._naming.start()
        else:
            self._canvas.set_labels_due()

    def glide(self) -> None:
        """Bring everything to where its layout has it now, and show all if all was shown."""
        for layer in self.layers:
            layer.begin_glide()
        self._hover(None)
        self._from_view = self._box.viewRect()
        self._to_view = self._with_rim(self._wanted()) if self._fits else QRectF()
        self._clock.start()
        self._gliding.start()
        if not self.animated:
            self._glide_to(1.0)

    def show_layout(self) -> None:
        """Bring everything to where another layout has it, and show all of that."""
        self._fits = True
        self.glide()

    def on_glide(self) -> None:
        """Go on with what is on its way."""
        self._glide_to(min(1.0, self._clock.elapsed() / GLIDE))

    def _glide_to(self, share: float) -> None:
        eased = share * share * (3 - 2 * share)
        with carrying(self.layers):
            for layer in self.layers:
                layer.glide(eased)
        if not self._to_view.isEmpty():
            self._show(between(self._from_view, self._to_view, eased))
        if share >= 1.0:
            self._gliding.stop()
        self._canvas.change(moves=share < 1.0)

    def set_current(self, hit: Hit | None) -> None:
        """Let a node stand out as the chosen one."""
        if hit != self._canvas.current:
            self._canvas.current = hit
            self._canvas.set_labels_due()

    def current(self) -> Hit | None:
        """Give the node that is chosen."""
        current: Hit | None = self._canvas.current
        return current

    def set_marked(self, layer: Layer, nodes: set[int]) -> None:
        """Highlight nodes of a layer, and no others of it."""
        if nodes != layer.marks:
            layer.marks = nodes
            layer.refresh()
            self._canvas.change()

    # --- where one looks ----------------------------------------------------------------------

    def fit(self) -> None:
        """Show all there is."""
        self._fits = True
        self._show(self._with_rim(self._wanted()))

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """See the picture larger or smaller; what is ``at`` a point of the view stays there.

        Without one it is the chosen node, where that is seen.
        """
        scale, box, wanted = self._box.seen().scale, self._box.rect(), self._wanted()
        closest = _CLOSEST * self.fontMetrics().height()
        whole = min(box.width() / wanted.width(), box.height() / wanted.height())
        factor = min(max(scale * factor, whole / _FARTHEST), closest) / scale
        self._fits = False
        self._hover(None)
        self._box.zoom(factor, at or self._chosen_point() or box.center())
        self._settled.start()

    def pan(self, dx: float, dy: float) -> None:
        """Look to the side, by shares of the width and height of the view."""
        box = self._box.rect()
        self._pan_by(-round(dx * box.width()), -round(dy * box.height()))

    def go_to_page(self) -> None:
        """Have the explored page in the middle."""
        if self.layers:
            self.centre_on(Hit(self.layers[0], PAGE))

    def centre_on(self, hit: Hit) -> None:
        """Have a node in the middle."""
        at = hit.layer.where(hit.node, hit.disc)
        if at is not None:
            away = self._box.rect().center() - self._box.seen().point(*at)
            self._pan_by(round(away.x()), round(away.y()))

    def is_seen(self, hit: Hit) -> bool:
        """Tell whether a node is in view."""
        at = hit.layer.where(hit.node, hit.disc)
        return at is not None and self._box.viewRect().contains(QPointF(*at))

    def neighbour(self, hit: Hit | None, direction: tuple[int, int]) -> Hit | None:
        """Give the next node from another to the right, left (±1, 0), down or up (0, ±1).

        From None it is the page. None: there is none that way.
        """
        return neighbour(self.layers, hit, direction)

    def hit_at(self, point: QPoint) -> Hit | None:
        """Say what is at a point of the view."""
        return hit_at(self._canvas, self._box.seen(), self.devicePixelRatioF(), point)

    def disc_at(self, point: QPoint) -> int:
        """Say which disc of the first layer is at a point of the view, or its name; -1: none."""
        return disc_at(self._canvas, self._box.seen(), self.devicePixelRatioF(), point)

    def point_at(self, point: QPoint) -> None:
        """Let what is at a point of the view stand out, and say what it is."""
        self._hover(self.hit_at(point), point)

    # --- Qt's interface -----------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Show all of it still, if it was all."""
        super().resizeEvent(event)
        if getattr(self, "_fits", False):  # pyqtgraph calls this before there is anything
            self.fit()

    def changeEvent(self, event: QEvent) -> None:
        """Take over a palette, font or direction while running."""
        super().changeEvent(event)
        if event.type() in _LOOKS and hasattr(self, "_canvas"):
            self._restyle()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Take over another screen's pixels."""
        if self.devicePixelRatioF() != self._canvas.style.ratio:
            self._restyle()
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self.viewport())
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Link), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
            painter.end()

    def event(self, event: QEvent) -> bool:
        """Show a frame while there is focus."""
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self.viewport().update()
        done: bool = super().event(event)
        return done

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom where the pointer is."""
        turned = event.angleDelta().y()
        if turned:
            self.zoom(_WHEEL**turned, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember what is below the button."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._down = self._last = event.position().toPoint()
            self._held = held = self.hit_at(self._down)
            self._drags, self._on_ground = False, held is None
            at = held.layer.where(held.node, held.disc) if held else None
            if at:
                self._grip = QPointF(*at) - QPointF(*self._box.seen().scene(event.position()))
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell what is under the pointer; or drag a node, or the picture."""
        point = event.position().toPoint()
        if self._down is None:
            self.point_at(point)
            return
        if not self._drags:
            far = (point - self._down).manhattanLength()
            self._drags = far >= QApplication.startDragDistance()
            self._hover(None)
        if self._drags:
            moved, self._last = point - self._last, point
            if self._held and self._held.disc < 0 and self._held != self._explored():
                x, y = self._box.seen().scene(event.position())
                self._move(self._held, x + self._grip.x(), y + self._grip.y())
            else:
                self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
                self._pan_by(moved.x(), moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End what was dragged; or it was a click."""
        if event.button() != Qt.MouseButton.LeftButton or self._down is None:
            return
        self._down = None
        self.viewport().unsetCursor()
        if not self._drags and (self._held or self._on_ground):
            self.pressed.emit(self._held, event.modifiers())
        self._drags = False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Let what is below be opened."""
        hit = self.hit_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and hit:
            self.activated.emit(hit)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Let the menu come: of what is under the pointer, or of the chosen node by keyboard."""
        hit, at = self.hit_at(event.pos()), event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            hit = self.current()
            where = hit.layer.where(hit.node, hit.disc) if hit else None
            if where:
                at = self.viewport().mapToGlobal(self._box.seen().point(*where).toPoint())
        self._hover(None)
        self.menu_wanted.emit(hit, at)
        event.accept()

    def close(self) -> bool:
        """Close like other widgets: pyqtgraph would take the viewport away, and Qt then crashes."""
        return QWidget.close(self)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer."""
        self._hover(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave keys to those around."""
        event.ignore()

    # --- inside -------------------------------------------------------------------------------

    def _is_there(self, hit: Hit) -> bool:
        """Tell whether something is in the picture still."""
        return hit.layer in self.layers and (hit.disc < 0 or hit.layer.left(hit.disc) > 0)

    def _explored(self) -> Hit | None:
        """The page that all hangs on: it is not dragged, but the picture with it."""
        return Hit(self.layers[0], PAGE) if self.layers else None

    def _chosen_point(self) -> QPointF | None:
        """Say where in the view the chosen node is seen."""
        hit = self.current()
        at = hit.layer.where(hit.node, hit.disc) if hit and self.is_seen(hit) else None
        return self._box.seen().point(*at) if at else None

    def _pan_by(self, right: int, down: int) -> None:
        self._fits = False
        self._hover(None)
        self._box.pan_by(right, down)
        self._settled.start()

    def _show(self, part: QRectF) -> None:
        self._hover(None)
        self._box.show_all(part)
        self._settled.start()

    def _with_rim(self, part: QRectF) -> QRectF:
        """Leave room for labels around it, and at the top for what lies over the view there."""
        return self._box.with_rim(part, 2.0 * self.fontMetrics().height(), self.covered)

    def _wanted(self) -> QRectF:
        """What is to be seen to see everything."""
        wanted = QRectF(-5, -5, 10, 10)  # a page alone is not seen larger
        for layer in self.layers:
            left, top, right, bottom = layer.bounds()
            wanted |= QRectF(left, top, right - left, bottom - top)
        return wanted

    def _hover(self, hit: Hit | None, point: QPoint | None = None) -> None:
        if hit and point:
            if hit != self._canvas.hovered:
                self._card.show_for(hit, point)
        else:
            self._card.hide()
        if hit != self._canvas.hovered:
            self._canvas.hovered = hit
            self._canvas.update()
            self.viewport().setCursor(
                Qt.CursorShape.PointingHandCursor if hit else Qt.CursorShape.ArrowCursor
            )

    def nudge(self, hit: Hit, right: int, down: int) -> None:
        """Move a node by so many times the distance between neighbours."""
        at = hit.layer.where(hit.node)
        if at is not None and hit.disc < 0:
            self._move(hit, at[0] + right, at[1] + down)

    def _move(self, hit: Hit, x: float, y: float) -> None:
        """Move a node to a point of the scene; an opened layer goes with the node it hangs on."""
        layer, node = hit.layer, hit.node
        if node == PAGE and layer.above:
            at = layer.above[0].where(layer.above[1])
            if at:
                x, y = x + at[0] - layer.dx, y + at[1] - layer.dy
                layer, node = layer.above
        with carrying(self.layers):
            layer.move(node, x, y)
        self._canvas.change(moves=True)
        self._settled.start()

    def _restyle(self) -> None:
        self._canvas.set_style(style_of(self))
