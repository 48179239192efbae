# SPDX-License-Identifier: MIT
"""Icons in the colours of the palette, whatever it is when they are painted."""

import functools
from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QGuiApplication,
    QIcon,
    QIconEngine,
    QKeyEvent,
    QPainter,
    QPalette,
    QPixmap,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QToolButton

from wikilinks_gui.resources import resource_path

_CLONES: list[QIconEngine] = []


def icon(name: str, role: QPalette.ColorRole = QPalette.ColorRole.ButtonText) -> QIcon:
    """Return the icon ``resources/icons/{name}.svg``, or ``{name}-rtl.svg`` from right to left.

    It takes the application palette's colour of ``role`` each time that it is painted, so it goes
    along when that changes; disabled it is dim, selected it has the colour of selected text.
    Raises FileNotFoundError.
    """
    resource_path(f"icons/{name}.svg").stat()
    return QIcon(_Tinted(name, role))


def icon_button(name: str, words: str, act: Callable[[], object]) -> QToolButton:
    """Make a button that shows an icon alone, and says what it does to those who ask."""
    button = _IconButton()
    button.setIcon(icon(name))
    button.setToolTip(words)
    button.setAccessibleName(words)
    button.clicked.connect(act)
    return button


class _IconButton(QToolButton):
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter, too, which presses other buttons of dialogs alone."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)


class _Tinted(QIconEngine):
    def __init__(self, name: str, role: QPalette.ColorRole) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def clone(self) -> QIconEngine:
        # PySide6 (6.8 to 6.11) does not keep what is returned here, and Qt then uses freed memory.
        # Qt clones only when an icon is changed after it was made, which nothing here does.
        _CLONES.append(copy := _Tinted(self._name, self._role))
        return copy

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        pixmap = QPixmap(size * scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, pixmap.rect(), mode, state)
        painter.end()
        return pixmap

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        groups, roles = QPalette.ColorGroup, QPalette.ColorRole
        group = groups.Disabled if mode == QIcon.Mode.Disabled else groups.Active
        role = roles.HighlightedText if mode == QIcon.Mode.Selected else self._role
        mirrored = QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
        color = QGuiApplication.palette().color(group, role).name()
        _renderer(self._name, mirrored, color).render(painter, QRectF(rect))


@functools.cache
def _renderer(name: str, mirrored: bool, color: str) -> QSvgRenderer:
    path = resource_path(f"icons/{name}-rtl.svg")
    if not (mirrored and path.is_file()):
        path = resource_path(f"icons/{name}.svg")
    renderer = QSvgRenderer(path.read_bytes().replace(b"<svg", f'<svg fill="{color}"'.encode(), 1))
    renderer.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
    return renderer
