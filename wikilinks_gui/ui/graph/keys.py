# SPDX-License-Identifier: MIT
"""What keys do in the graph."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from wikilinks_gui.ui.graph.layer import Hit
from wikilinks_gui.ui.graph.view import GraphView

Key = Qt.Key

ARROWS = {
    Key.Key_Left: (-1, 0),
    Key.Key_Right: (1, 0),
    Key.Key_Up: (0, -1),
    Key.Key_Down: (0, 1),
}
"""Right and down are positive."""

STEP, ZOOM = 0.15, 1.3
"""Of the view's size; how much larger."""

_PAN = Qt.KeyboardModifier.ControlModifier.value | Qt.KeyboardModifier.ShiftModifier.value
_OTHER = Qt.KeyboardModifier.AltModifier.value | Qt.KeyboardModifier.MetaModifier.value


class Keys(QObject):
    """Filters the key events of a view.

    Arrows go from node to node, with Ctrl or Shift they move the view, with both the node. Plus and
    minus zoom, Home and 0 fit, P goes to the page. Enter opens a node, Space checks it, Delete
    closes what was opened from it.
    """

    def __init__(
        self,
        view: GraphView,
        choose: Callable[[Hit], object],
        open_hit: Callable[[Hit], object],
        check: Callable[[], object],
        close_hit: Callable[[Hit], object],
    ) -> None:
        super().__init__(view)
        self._view = view
        self._choose, self._open, self._check = choose, open_hit, check
        self._close = close_hit
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that mean something here."""
        return (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and self._press(Key(event.key()), event.modifiers().value)
        )

    def _press(self, key: Qt.Key, modifiers: int) -> bool:
        view, current = self._view, self._view.current()
        if modifiers & _OTHER:
            return False
        if key in ARROWS:
            right, down = ARROWS[key]
            if modifiers & _PAN == _PAN:
                if current is not None:
                    view.nudge(current, right, down)
            elif modifiers & _PAN:
                view.pan(right * STEP, down * STEP)
            elif hit := view.neighbour(current, (right, down)):
                self._choose(hit)
        elif key in {Key.Key_Plus, Key.Key_Equal}:
            view.zoom(ZOOM)
        elif key in {Key.Key_Minus, Key.Key_Underscore}:
            view.zoom(1 / ZOOM)
        elif key in {Key.Key_Home, Key.Key_0}:
            view.fit()
        elif key == Key.Key_P and not modifiers:
            view.go_to_page()
        elif key in {Key.Key_Return, Key.Key_Enter} and not modifiers & _PAN:
            if current is not None:
                self._open(current)
        elif key == Key.Key_Delete and not modifiers:
            if current is not None:
                self._close(current)
        elif key == Key.Key_Space:
            self._check()
        else:
            return False
        return True
