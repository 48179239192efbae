# SPDX-License-Identifier: MIT
"""What the screen shows of a tree, against what it should show."""

import time

from PySide6.QtCore import QEventLoop, QPoint, QRect, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from wikilinks_gui.ui.tree.model import LinkModel
from wikilinks_gui.ui.tree.view import TreeView

SOON = 0.05  # seconds more, for a screen that is not in this process


def settle() -> None:
    """Run what Qt has put off: it lays rows out and paints them as timers of 0 ms end."""
    for _ in range(2):
        loop = QEventLoop()
        QTimer.singleShot(0, loop.quit)
        loop.exec()
    QApplication.processEvents()


def photograph(view: TreeView) -> QImage:
    """Return what was painted of the rows, which ``QWidget.grab`` would paint again."""
    settle()
    window, viewport = view.window(), view.viewport()
    picture = view.screen().grabWindow(window.winId()).toImage()
    place = QRect(viewport.mapTo(window, QPoint()), viewport.size())
    return picture.copy(place).convertToFormat(QImage.Format.Format_RGB32)


def painted_again(view: TreeView) -> QImage:
    """Return the rows as they are painted now."""
    return view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def is_painted_right(view: TreeView) -> bool:
    """Return whether the screen shows, or does so soon, what the view would paint now."""
    deadline = time.monotonic() + SOON
    while photograph(view) != painted_again(view):
        if time.monotonic() > deadline:
            return False
    return True


def check_shown(view: TreeView) -> None:
    """Fail where the painted rows, the scroll bar, the model and the table do not agree."""
    model = view.model()
    assert isinstance(model, LinkModel)
    assert is_painted_right(view), "the screen shows other rows than the view has"
    assert model.table.change() is None, "the table has rows to show that it does not show"
    rows = len(model.table.visible)
    assert model.rowCount() == view.verticalHeader().count() == rows
    bar, height, room = view.verticalScrollBar(), view.rowHeight(0), view.viewport().height()
    assert bar.maximum() == max(0, rows * height - room), "the scroll bar is for other rows"
    assert bar.pageStep() == room
    for y in range(0, room, max(height, 1)):
        row = (bar.value() + y) // height if height else rows
        assert view.rowAt(y) == (row if row < rows else -1), "a click would land on another row"
