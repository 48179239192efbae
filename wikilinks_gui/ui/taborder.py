# SPDX-License-Identifier: MIT
"""Tab goes from part to part as they are read, whenever each of them was made."""

from functools import cmp_to_key
from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QWidget


def put_in_order(*parts: QWidget) -> None:
    """Let Tab go through parts of a window, one after the other, each line by line.

    Qt goes in the order in which widgets came into the window.
    """
    # Not by children(), layout() and the like: what these give may end with what gave it.
    stops = [stop for part in parts for stop in _stops(part)]
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


def _stops(part: QWidget) -> list[QWidget]:
    """Give what Tab stops at in a part, from the first to the last."""

    def compare(one: tuple[QRect, QWidget], other: tuple[QRect, QWidget]) -> int:
        above, below = one[0], other[0]
        if above.bottom() < below.top() or below.bottom() < above.top():
            return above.top() - below.top()
        if part.isRightToLeft():
            return below.right() - above.right()
        return above.left() - below.left()

    found = [
        (QRect(each.mapTo(part, QPoint()), each.size()), each)
        for each in part.findChildren(QWidget)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and each.isVisible()
        and each.window() is part.window()
    ]
    return [stop for _place, stop in sorted(found, key=cmp_to_key(compare))]
