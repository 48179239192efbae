# SPDX-License-Identifier: MIT
"""Make Tab follow the order of reading, whatever the order in which parts were made.

Buttons of a group are one stop: the arrow keys go from one to the next, Home and End to the ends.
"""

from collections.abc import Sequence
from functools import cmp_to_key

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

_GROUP = "tabGroup"  # the property that names a group
_ENTERED = "tabEntered"  # the button of a group to which Tab comes back

Key = Qt.Key


def make_group(name: str, *widgets: QWidget) -> None:
    """Make one stop of buttons, or of all buttons within widgets; a name is a group's alone."""
    for widget in widgets:
        widget.setProperty(_GROUP, name)


def go_on(parts: Sequence[QWidget], focus: QWidget, forward: bool) -> bool:
    """Go to the next or previous stop of some parts; False if there is none."""
    stops = [stop for part in parts for stop in _stops(part)]
    if focus not in stops:
        return False
    group = _group_of(focus)
    at = stops.index(focus)
    count = len(stops)
    for step in range(1, count):
        stop = stops[(at + step if forward else at - step) % count]
        if not (group and _group_of(stop) == group):
            reasons = Qt.FocusReason
            _enter(stops, stop, reasons.TabFocusReason if forward else reasons.BacktabFocusReason)
            return True
    return True


def go_to(parts: Sequence[QWidget], part: QWidget) -> bool:
    """Go to the first stop within a part, if it has any."""
    stops = [stop for each in parts for stop in _stops(each)]
    for stop in stops:
        if stop is part or part.isAncestorOf(stop):
            _enter(stops, stop, Qt.FocusReason.ShortcutFocusReason)
            return True
    return False


def _enter(stops: Sequence[QWidget], stop: QWidget, reason: Qt.FocusReason) -> None:
    """Focus a stop, or to the button of its group that had it last."""
    if group := _group_of(stop):
        members = [each for each in stops if _group_of(each) == group]
        stop = next((each for each in members if each.property(_ENTERED)), members[0])
        arrows = stop.window().findChild(_Arrows) or _Arrows(stop.window())
        for member in members:
            member.installEventFilter(arrows)  # once: again is as good as not
    stop.setFocus(reason)


def _group_of(widget: QWidget) -> str:
    """Return the name of the group in which a widget is one of several; "" for none."""
    if not isinstance(widget, QAbstractButton):
        return ""  # the arrow keys mean something of their own there
    each: QWidget | None = widget
    while each is not None and not each.isWindow():
        if name := each.property(_GROUP):
            return str(name)
        each = each.parentWidget()
    return ""


class _Arrows(QObject):
    """Goes from button to button of a group; one serves a window."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the arrow keys of a button in a group."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if not isinstance(watched, QAbstractButton) or event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier
        ):
            return False
        group = _group_of(watched)
        members = [stop for stop in _stops(watched.window()) if _group_of(stop) == group]
        mirrored = watched.isRightToLeft()
        last = len(members) - 1
        at = members.index(watched)
        to = {
            Key.Key_Down: at + 1,
            Key.Key_Right: at - 1 if mirrored else at + 1,
            Key.Key_Up: at - 1,
            Key.Key_Left: at + 1 if mirrored else at - 1,
            Key.Key_Home: 0,
            Key.Key_End: last,
        }.get(Key(event.key()))
        if to is None:
            return False
        target = members[max(0, min(to, last))]
        for member in members:
            member.setProperty(_ENTERED, member is target)
            member.installEventFilter(self)
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        return True


def focused_part(parts: Sequence[QWidget]) -> int:
    """Return which part has the focus, by its place; -1 for none."""
    focus = QApplication.focusWidget()
    for at, part in enumerate(parts):
        if focus is not None and (focus is part or part.isAncestorOf(focus)):
            return at
    return -1


def _stops(part: QWidget) -> list[QWidget]:
    """Return what Tab stops at in a part, from the first to the last, each line by line."""

    # Not by children(), layout() and the like: what these give may end with what gave it.
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
        and each.isEnabled()
        and each.focusProxy() is None
        and each.window() is part.window()
    ]
    return [stop for _place, stop in sorted(found, key=cmp_to_key(compare))]
