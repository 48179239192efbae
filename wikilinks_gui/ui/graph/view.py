# SPDX-License-Identifier: MIT
"""The picture to move about in, by mouse and keyboard."""

import pyqtgraph as pg
from pyqtgraph.GraphicsScene.mouseEvents import MouseClickEvent
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from wikilinks_gui.graph.layout import PAGE
from wikilinks_gui.translation import _
from wikilinks_gui.ui.graph.box import Box
from wikilinks_gui.ui.graph.canvas import Canvas
from wikilinks_gui.ui.graph.finding import disc_at, neighbour, node_at
from wikilinks_gui.ui.graph.layer import Hit, Layer
from wikilinks_gui.ui.graph.notes import disc_tip, words_of
from wikilinks_gui.ui.graph.painting import Frame
from wikilinks_gui.ui.graph.style import style_of
from wikilinks_gui.ui.widgets.text import plain_tip

Key = Qt.Key

ZOOM = 1.3
"""The factor of a zoom step."""

_STEP = 0.15
"""The part of the view's size that it moves by."""

_ARROWS = {
    Key.Key_Left: (-1, 0),
    Key.Key_Right: (1, 0),
    Key.Key_Up: (0, -1),
    Key.Key_Down: (0, 1),
}
"""Right and down are positive."""

_PAN = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
_OTHER = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier

_CLOSEST = 8.0
"""Most lines of text between neighbours, which limits zooming in."""

_LOOKS = {
    QEvent.Type.PaletteChange,
    QEvent.Type.FontChange,
    QEvent.Type.LayoutDirectionChange,
    QEvent.Type.StyleChange,
}


class GraphView(pg.GraphicsView):  # type: ignore[misc]
    """Shows layers; shows all of the first by itself until the user moves the picture."""

    pressed = Signal(object, object)  # Hit | None, Qt.KeyboardModifier: it was clicked or gone to
    activated = Signal(object)  # Hit
    check_wanted = Signal()
    close_wanted = Signal(object)  # Hit
    menu_wanted = Signal(object, object)  # Hit | None, QPoint on the screen

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.layers: list[Layer] = []
        self.covered = 0  # pixels at the top, by something else
        self.setAccessibleName(_("Graph"))
        self._box = Box()
        self.setCentralItem(self._box)
        self._box.closest = _CLOSEST * self.fontMetrics().height()
        self.canvas = Canvas(style_of(self))
        self.canvas.layers = self.layers
        self._box.addItem(self.canvas, ignoreBounds=True)
        self.setBackground(None)  # the canvas covers all
        self.setCacheMode(self.CacheModeFlag.CacheNone)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        pg.setConfigOption("mouseRateLimit", 0)  # Qt itself drops moves that come too fast
        scene = self.scene()
        scene.setMoveDistance(QApplication.startDragDistance())
        scene.minDragTime = float("inf")  # a click that takes long is a click
        scene.sigMouseClicked.connect(self._on_clicked)
        self._fits = True  # nobody moved the picture yet
        self._below: Hit | None = None  # what the button went down on: it may move away
        self._box.sigRangeChanged.connect(self._on_range_changed)
        self._box.sigRangeChangedManually.connect(self._on_moved)

    # --- what changed -------------------------------------------------------------------------

    def clear(self) -> None:
        """Show nothing; what comes next is seen whole."""
        self.layers.clear()
        self._fits = True
        self.refresh()

    def refresh(self) -> None:
        """Update rows, places, kinds, filter, check marks and layers."""
        hovered = self.canvas.hovered
        before = self._where(hovered)
        for layer in self.layers:
            layer.refresh()
        if before != self._where(hovered):
            self._hover(None)
        if not self._is_listed(self.canvas.current):
            self.canvas.current = None
        self.canvas.change()
        self._box.set_content(layer.bounds() for layer in self.layers)
        if self._fits and not self.shows_all():  # what lies over it moves nothing
            self.fit()

    def set_current(self, hit: Hit | None) -> None:
        """Make a node stand out as the chosen one."""
        if hit != self.canvas.current:
            self.canvas.current = hit
            self.canvas.update()

    def current(self) -> Hit | None:
        """Return the node that is chosen."""
        current: Hit | None = self.canvas.current
        return current

    def set_marked(self, layer: Layer, nodes: set[int]) -> None:
        """Highlight nodes of a layer, and no others of it."""
        if nodes != layer.marks:
            layer.marks = nodes
            layer.refresh()
            self.canvas.change()

    # --- where one looks ----------------------------------------------------------------------

    def fit(self) -> None:
        """Show all there is, with room for labels, and for what lies over the view at the top."""
        self._fits = True
        self._box.fit(2.0 * self.fontMetrics().height(), self.covered)

    def zoom_to_disc(self, disc: int) -> None:
        """Show a disc of the first layer as large as it gets, with its name below."""
        layer, discs = self.layers[0], self.layers[0].discs
        far = float(discs.outer[disc])
        x, y = layer.dx + float(discs.outer_x[disc]), layer.dy + float(discs.outer_y[disc])
        self._on_moved()
        line = self.fontMetrics().height()
        self._box.fit(2.0 * line, self.covered, QRectF(x - far, y - far, 2 * far, 2 * far))

    def zoom(self, factor: float) -> None:
        """See the picture larger or smaller; the current node stays where it is, if seen."""
        at = self._where(self.current())
        center = QPointF(*at) if at and self.visible_part().contains(QPointF(*at)) else None
        self._on_moved()
        self._box.scaleBy((1 / factor, 1 / factor), center)

    def pan(self, dx: float, dy: float) -> None:
        """Look to the side, by shares of the width and height of the view."""
        box = self._box.rect()
        self._on_moved()
        self._box.move_by(dx * box.width(), dy * box.height())

    def go_to_page(self) -> None:
        """Centre on the explored page."""
        if self.layers:
            self.centre_on(Hit(self.layers[0], PAGE))

    def centre_on(self, hit: Hit) -> None:
        """Show a node in the middle."""
        at = self._where(hit)
        if at is not None:
            away = self._box.frame().point(*at) - self._box.rect().center()
            self._on_moved()
            self._box.move_by(away.x(), away.y())

    def is_seen(self, hit: Hit) -> bool:
        """Return whether a node is in view."""
        at = self._where(hit)
        return at is not None and self.visible_part().contains(QPointF(*at))

    def shows_all(self) -> bool:
        """Return whether all is seen, and large enough."""
        return self._box.shows_all()

    def visible_part(self) -> QRectF:
        """Return the part of the scene that is seen."""
        part: QRectF = self._box.viewRect()
        return part

    def point_of(self, hit: Hit) -> QPoint | None:
        """Return where in the view a node is; None: it is not drawn."""
        at = self._where(hit)
        return self._box.frame().point(*at).toPoint() if at is not None else None

    def neighbour(self, hit: Hit | None, direction: tuple[int, int]) -> Hit | None:
        """Return the next node from another to the right, left (±1, 0), down or up (0, ±1).

        From None it is the page; None if there is none in that direction.
        """
        return neighbour(self.layers, hit, direction)

    def hit_at(self, point: QPoint) -> Hit | None:
        """Return what is at a point of the view."""
        frame, at = self._device_frame(), QPointF(point) * self.devicePixelRatioF()
        if self.canvas.names_current(frame, at):
            return self.current()
        label = self.canvas.label_at(frame, at)  # that of a disc may lie on nodes
        return label.hit if label is not None else node_at(self.layers, frame, at)

    def disc_at(self, point: QPoint) -> int:
        """Return which disc of the first layer is at a point of the view, or its name; -1: none."""
        if not self.layers:
            return -1
        frame, at = self._device_frame(), QPointF(point) * self.devicePixelRatioF()
        label = self.canvas.label_at(frame, at)
        if label is not None and label.layer is self.layers[0] and label.label.disc >= 0:
            return label.label.disc
        return disc_at(self.layers[0], frame, at)

    def point_at(self, point: QPoint) -> None:
        """Make what is at a point of the view stand out, and say what it is."""
        self._hover(self.hit_at(point), self.disc_at(point))

    # --- Qt's interface -----------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Show all of it still, if it was all."""
        super().resizeEvent(event)
        if event is not None and self._fits:  # pyqtgraph calls this before there is anything
            self.fit()

    def changeEvent(self, event: QEvent) -> None:
        """Take over a palette, font or direction while running."""
        super().changeEvent(event)
        if event.type() in _LOOKS and hasattr(self, "canvas"):
            self._box.closest = _CLOSEST * self.fontMetrics().height()
            self.canvas.set_style(style_of(self))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Take over another screen's pixels; show a frame while there is focus."""
        if self.devicePixelRatioF() != self.canvas.style.ratio:
            self.canvas.set_style(style_of(self))
        super().paintEvent(event)
        if self.hasFocus():
            with QPainter(self.viewport()) as painter:
                painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Link), 2))
                painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))

    def event(self, event: QEvent) -> bool:
        """Paint the frame with the focus, or without."""
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self.viewport().update()
        done: bool = super().event(event)
        return done

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember what is below the button.

        pyqtgraph is not told of the right one: a menu takes its release, and the next drag would
        begin where it went down.
        """
        self._below = self.hit_at(event.position().toPoint())
        if event.button() != Qt.MouseButton.RightButton:
            super().mousePressEvent(event)
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Accept it, so that no widget around acts on it."""
        super().mouseReleaseEvent(event)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open what is below, or zoom to a disc."""
        super().mouseDoubleClickEvent(event)
        event.accept()
        at = event.position().toPoint()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if hit := self.hit_at(at):
            self.activated.emit(hit)
        elif (disc := self.disc_at(at)) >= 0:
            self.zoom_to_disc(disc)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Make what is under the pointer stand out."""
        super().mouseMoveEvent(event)
        if not event.buttons():
            self.point_at(event.position().toPoint())

    def leaveEvent(self, event: QEvent) -> None:
        """Clear what is shown for the pointer."""
        super().leaveEvent(event)
        self._hover(None)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu of what is under the pointer, or of the chosen node by keyboard."""
        hit, at = self.hit_at(event.pos()), event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            hit = self.current()
            point = self.point_of(hit) if hit else None
            at = self.viewport().mapToGlobal(point) if point else at
        self._hover(None)
        self.menu_wanted.emit(hit, at)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on the keys that mean something here, and leave others to those around."""
        key, modifiers, current = Key(event.key()), event.modifiers(), self.current()
        is_panning = bool(modifiers & _PAN)
        if modifiers & _OTHER:
            event.ignore()
        elif key in _ARROWS and is_panning:
            right, down = _ARROWS[key]
            self.pan(right * _STEP, down * _STEP)
        elif key in _ARROWS:
            if hit := self.neighbour(current, _ARROWS[key]):
                self.pressed.emit(hit, Qt.KeyboardModifier.NoModifier)
        elif key in {Key.Key_Plus, Key.Key_Equal}:
            self.zoom(ZOOM)
        elif key in {Key.Key_Minus, Key.Key_Underscore}:
            self.zoom(1 / ZOOM)
        elif key in {Key.Key_Home, Key.Key_0}:
            self.fit()
        elif key == Key.Key_P:
            self.go_to_page()
        elif key in {Key.Key_Return, Key.Key_Enter} and current:
            self.activated.emit(current)
        elif key == Key.Key_Delete and current:
            self.close_wanted.emit(current)
        elif key == Key.Key_Space:
            self.check_wanted.emit()
        else:
            event.ignore()

    def close(self) -> bool:
        """Close like other widgets: pyqtgraph would take the viewport away, and Qt then crashes."""
        return QWidget.close(self)

    # --- inside -------------------------------------------------------------------------------

    def _on_clicked(self, event: MouseClickEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or event.double():
            return
        if self._below is None or self._is_listed(self._below):
            self.pressed.emit(self._below, event.modifiers())

    def _on_moved(self) -> None:
        self._fits = False

    def _on_range_changed(self) -> None:
        self._hover(None)
        self.canvas.move()

    def _is_listed(self, hit: Hit | None) -> bool:
        """Return whether something is in a list that is shown; its rows may not all be drawn."""
        if hit is None or hit.layer not in self.layers:
            return False
        return hit.disc < 0 or hit.layer.left(hit.disc) > 0

    def _where(self, hit: Hit | None) -> tuple[float, float] | None:
        """Return where in the scene something is; None: it is not drawn."""
        return hit.layer.where(hit.node, hit.disc) if hit and hit.layer in self.layers else None

    def _device_frame(self) -> Frame:
        return self._box.frame().on(self.devicePixelRatioF())

    def _hover(self, hit: Hit | None, disc: int = -1) -> None:
        tip = []
        if hit:
            title, facts = words_of(hit)
            tip = [title, *facts]
        elif disc >= 0:
            tip = disc_tip(self.layers[0], disc)
        self.canvas.setToolTip("<br>".join(map(plain_tip, tip)))
        if hit != self.canvas.hovered:
            QToolTip.hideText()
            self.canvas.hovered = hit
            self.canvas.update()
            self.viewport().setCursor(
                Qt.CursorShape.PointingHandCursor if hit else Qt.CursorShape.ArrowCursor
            )
