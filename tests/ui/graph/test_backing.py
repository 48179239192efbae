# SPDX-License-Identifier: MIT
"""The picture that is kept: what is painted of it, when, and what is seen meanwhile."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from wikilinks_gui.ui.graph.backing import Backing
from wikilinks_gui.ui.graph.painting import Frame

START = Frame(1.0, 0.0, 0.0, 80, 60, 1.0)


class Painted:
    """A scene where each square of ten has a colour of its own; keeps what was asked for."""

    def __init__(self) -> None:
        self.calls: list[tuple[Frame, QRect]] = []
        self.blue = 100  # how it looks now

    def paint(self, painter: QPainter, frame: Frame, rect: QRect) -> None:
        self.calls.append((frame, QRect(rect)))
        painter.setClipRect(rect)
        for at_x in range(-8, 24):
            for at_y in range(-8, 24):
                left, top = frame.point(at_x * 10, at_y * 10).toTuple()
                right, bottom = frame.point(at_x * 10 + 10, at_y * 10 + 10).toTuple()
                x, y = round(left), round(top)
                square = QRect(x, y, round(right) - x, round(bottom) - y)
                painter.fillRect(square, color_of(at_x, at_y, self.blue))

    def taken(self) -> list[tuple[Frame, QRect]]:
        """Return what was asked for since the last time."""
        calls, self.calls = self.calls, []
        return calls


def color_of(at_x: int, at_y: int, blue: int = 100) -> QColor:
    return QColor(100 + 6 * at_x, 100 + 6 * at_y, blue)


@pytest.fixture
def scene() -> Painted:
    return Painted()


@pytest.fixture
def backing(scene: Painted, qapp: QApplication) -> Backing:
    """Make one that has nothing yet."""
    return Backing(scene.paint)


def anew(scene: Painted, frame: Frame) -> QImage:
    """Paint the same with nothing kept."""
    fresh = Painted()
    fresh.blue = scene.blue
    return seen(Backing(fresh.paint), frame)


def seen(backing: Backing, frame: Frame) -> QImage:
    """Bring it, and return what it shows."""
    backing.bring(frame)
    return backing.picture.toImage()


def zoomed(frame: Frame, factor: float = 2.0) -> Frame:
    return frame._replace(scale=frame.scale * factor)


def panned(frame: Frame, right: float, down: float) -> Frame:
    return frame._replace(x=frame.x + right, y=frame.y + down)


def test_all_is_painted_at_first(backing: Backing, scene: Painted) -> None:
    image = seen(backing, START)
    assert scene.taken() == [(START, QRect(0, 0, 80, 60))]
    assert image.pixelColor(35, 25) == color_of(3, 2)
    assert image.pixelColor(79, 59) == color_of(7, 5)


def test_what_does_not_change_is_not_painted_again(backing: Backing, scene: Painted) -> None:
    backing.bring(START)
    scene.taken()
    assert backing.bring(START) == START
    assert not scene.taken()
    assert seen(backing, START) == anew(scene, START)


@pytest.mark.parametrize(
    ("right", "down", "strips"),
    [
        (7, 0, [QRect(0, 0, 7, 60)]),
        (-7, 0, [QRect(73, 0, 7, 60)]),
        (0, 13, [QRect(0, 0, 80, 13)]),
        (0, -13, [QRect(0, 47, 80, 13)]),
        (5, -9, [QRect(0, 0, 5, 60), QRect(0, 51, 80, 9)]),
        (-79, 59, [QRect(1, 0, 79, 60), QRect(0, 0, 80, 59)]),
    ],
)
def test_moved_by_whole_pixels_only_what_was_bare_is_painted(
    backing: Backing, scene: Painted, right: int, down: int, strips: list[QRect]
) -> None:
    backing.bring(START)
    scene.taken()
    there = panned(START, right, down)
    image = seen(backing, there)
    assert scene.taken() == [(there, strip) for strip in strips]
    assert image == anew(scene, there)


def test_moved_by_a_little_more_than_pixels_it_stays_at_whole_ones(
    backing: Backing, scene: Painted
) -> None:
    backing.bring(START)
    scene.taken()
    assert backing.bring(panned(START, 3.1, -0.1)) == panned(START, 3, 0)
    assert scene.taken() == [(panned(START, 3, 0), QRect(0, 0, 3, 60))]
    assert backing.bring(panned(START, 3.1, -0.1)) == panned(START, 3, 0)
    assert not scene.taken()


@pytest.mark.parametrize(
    "there",
    [
        panned(START, 3.5, 0),
        panned(START, 0, -80),
        panned(START, 80, 0),
        zoomed(START),
        START._replace(width=90),
        START._replace(ratio=2.0),
    ],
)
def test_what_cannot_be_moved_is_painted_anew(
    backing: Backing, scene: Painted, there: Frame
) -> None:
    backing.bring(START)
    scene.taken()
    assert backing.bring(there) == there
    assert scene.taken() == [(there, QRect(0, 0, there.width, there.height))]
    assert seen(backing, there) == anew(scene, there)


def test_what_is_old_is_painted_anew_once(backing: Backing, scene: Painted) -> None:
    backing.bring(START)
    scene.blue = 200
    backing.outdate()
    assert seen(backing, START) == anew(scene, START)
    scene.taken()
    backing.bring(START)
    assert not scene.taken()
