# SPDX-License-Identifier: MIT
"""The picture that is kept: what is painted of it, when, and what is seen meanwhile."""

import math

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from wikilinks_gui.ui.graph.backing import Backing
from wikilinks_gui.ui.graph.painting import Frame

START = Frame(1.0, 0.0, 0.0, 80, 60, 1.0)
GROUND = QColor("#ffffff")
MANY = 4
QUARTERS = [QRect(0, 45, 80, 15), QRect(0, 30, 80, 15), QRect(0, 15, 80, 15), QRect(0, 0, 80, 15)]
"""What is painted in ``MANY`` turns."""


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
        """Give what was asked for since the last time."""
        calls, self.calls = self.calls, []
        return calls


def color_of(at_x: int, at_y: int, blue: int = 100) -> QColor:
    return QColor(100 + 6 * at_x, 100 + 6 * at_y, blue)


def even(frame: Frame, parts: int) -> list[QRect]:
    """Cut into strips of one height, but for the last."""
    high = math.ceil(frame.height / parts)
    return [QRect(0, at * high, frame.width, high) for at in range(parts)]


@pytest.fixture
def scene() -> Painted:
    return Painted()


@pytest.fixture
def backing(scene: Painted, qapp: QApplication) -> Backing:
    """Give one that has nothing yet."""
    return Backing(scene.paint, even)


def drawn(backing: Backing, frame: Frame) -> QImage:
    image = QImage(frame.width, frame.height, QImage.Format.Format_RGB32)
    image.fill(QColor("#ff00ff"))
    with QPainter(image) as painter:
        backing.draw(painter, frame, lambda: painter.fillRect(image.rect(), GROUND))
    return image


def anew(scene: Painted, frame: Frame) -> QImage:
    """Paint the same with nothing kept."""
    fresh = Painted()
    fresh.blue = scene.blue
    backing = Backing(fresh.paint, even)
    return drawn(backing, backing.bring(frame, 1))


def seen(backing: Backing, frame: Frame, parts: int = MANY) -> QImage:
    """Bring it and draw it, as the canvas does."""
    return drawn(backing, backing.bring(frame, parts))


def take_turns(backing: Backing) -> int:
    """Paint all that is pending; give how many times that took."""
    count = 0
    while not backing.is_whole:
        backing.paint_next()
        count += 1
    return count


def zoomed(frame: Frame, factor: float = 2.0) -> Frame:
    return frame._replace(scale=frame.scale * factor)


def panned(frame: Frame, right: float, down: float) -> Frame:
    return frame._replace(x=frame.x + right, y=frame.y + down)


# --- few nodes: one part ----------------------------------------------------------------------


def test_one_part_is_painted_at_once(backing: Backing, scene: Painted) -> None:
    assert backing.bring(START, 1) == START
    assert scene.taken() == [(START, QRect(0, 0, 80, 60))]
    assert backing.is_whole
    image = drawn(backing, START)
    assert image.pixelColor(35, 25) == color_of(3, 2)
    assert image.pixelColor(79, 59) == color_of(7, 5)


def test_what_does_not_change_is_not_painted_again(backing: Backing, scene: Painted) -> None:
    backing.bring(START, 1)
    scene.taken()
    for parts in (1, MANY):
        assert backing.bring(START, parts) == START
        assert not scene.taken()
        assert backing.is_whole
    assert drawn(backing, START) == anew(scene, START)


@pytest.mark.parametrize("parts", [1, MANY])
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
    backing: Backing, scene: Painted, parts: int, right: int, down: int, strips: list[QRect]
) -> None:
    backing.bring(START, 1)
    scene.taken()
    there = panned(START, right, down)
    image = seen(backing, there, parts)
    assert scene.taken() == [(there, strip) for strip in strips]
    assert backing.is_whole
    assert image == anew(scene, there)


def test_moved_by_a_little_more_than_pixels_it_stays_at_whole_ones(
    backing: Backing, scene: Painted
) -> None:
    backing.bring(START, 1)
    scene.taken()
    assert backing.bring(panned(START, 3.1, -0.1), 1) == panned(START, 3, 0)
    assert scene.taken() == [(panned(START, 3, 0), QRect(0, 0, 3, 60))]
    assert backing.bring(panned(START, 3.1, -0.1), 1) == panned(START, 3, 0)
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
    backing.bring(START, 1)
    scene.taken()
    assert backing.bring(there, 1) == there
    assert scene.taken() == [(there, QRect(0, 0, there.width, there.height))]
    assert drawn(backing, there) == anew(scene, there)


def test_what_is_old_is_painted_anew_once(backing: Backing, scene: Painted) -> None:
    backing.bring(START, 1)
    scene.blue = 200
    backing.outdate(at_once=False)
    assert seen(backing, START, 1) == anew(scene, START)
    scene.taken()
    backing.bring(START, 1)
    assert not scene.taken()


# --- many nodes: parts ------------------------------------------------------------------------


def test_many_parts_are_painted_one_in_each_turn(backing: Backing, scene: Painted) -> None:
    backing.bring(START, 1)
    scene.taken()
    there = zoomed(START)
    assert backing.bring(there, MANY) == there
    assert not scene.taken()
    for part in QUARTERS[:-1]:
        backing.paint_next()
        assert scene.taken() == [(there, part)]
        assert not backing.is_whole
    backing.paint_next()
    assert scene.taken() == [(there, QUARTERS[-1])]
    assert backing.is_whole
    assert seen(backing, there) == anew(scene, there)
    assert not scene.taken()
    assert backing.is_whole


def test_a_turn_with_nothing_to_paint_does_nothing(backing: Backing, scene: Painted) -> None:
    backing.paint_next()
    backing.bring(START, 1)
    scene.taken()
    backing.paint_next()
    assert not scene.taken()
    assert drawn(backing, START) == anew(scene, START)


def test_a_height_that_parts_do_not_divide(backing: Backing, scene: Painted) -> None:
    backing.bring(START, 7)
    take_turns(backing)
    assert drawn(backing, START) == anew(scene, START)


def test_before_there_is_a_picture_the_ground_is_seen(backing: Backing, scene: Painted) -> None:
    image = seen(backing, START)
    assert {image.pixelColor(x, 30).name() for x in range(80)} == {GROUND.name()}
    backing.paint_next()
    assert drawn(backing, START) == image  # a part is not seen
    take_turns(backing)
    assert drawn(backing, START) == anew(scene, START)


def test_meanwhile_the_old_picture_is_seen_from_there(backing: Backing, scene: Painted) -> None:
    backing.bring(panned(START, 10, -20), 1)
    near = panned(zoomed(START), -40, -20)
    image = seen(backing, near)
    backing.paint_next()
    assert drawn(backing, near) == image
    # The square from (30, 20) to (40, 30) is seen from (20, 20) to (40, 40).
    assert image.pixelColor(30, 30) == color_of(3, 2)
    assert image.pixelColor(23, 37) == color_of(3, 2)
    far = panned(zoomed(START, 0.5), 20, 10)
    image = seen(backing, far)
    assert image.pixelColor(20 + 17, 10 + 12) == color_of(3, 2)
    assert image.pixelColor(10, 30) == GROUND  # nothing is known of that yet
    take_turns(backing)
    assert drawn(backing, far) == anew(scene, far)
    assert drawn(backing, far).pixelColor(10, 30) == color_of(-2, 4)


def test_many_parts_of_what_is_old_are_painted_while_it_is_seen(
    backing: Backing, scene: Painted
) -> None:
    backing.bring(START, 1)
    scene.taken()
    old = anew(scene, START)
    scene.blue = 200
    backing.outdate(at_once=False)
    assert seen(backing, START) == old
    backing.paint_next()
    assert drawn(backing, START) == old
    assert take_turns(backing) == MANY - 1
    assert scene.taken() == [(START, part) for part in QUARTERS]
    assert seen(backing, START) == anew(scene, START)
    assert not scene.taken()
    assert backing.is_whole


# --- what happens while parts are pending -----------------------------------------------------


@pytest.mark.parametrize("is_old", [False, True])
@pytest.mark.parametrize("begun", range(MANY))
def test_the_same_again_does_not_begin_anew(
    backing: Backing, scene: Painted, begun: int, is_old: bool
) -> None:
    backing.bring(START, 1)
    scene.taken()
    there = START if is_old else zoomed(START)
    if is_old:
        backing.outdate(at_once=False)
    for at in range(MANY):
        if at == begun:
            assert backing.bring(there, MANY) == there
            assert backing.bring(there, MANY) == there
        else:
            backing.bring(there, MANY)
        backing.paint_next()
    assert backing.is_whole
    assert scene.taken() == [(there, part) for part in QUARTERS]
    assert drawn(backing, there) == anew(scene, there)


@pytest.mark.parametrize("is_old", [False, True])
@pytest.mark.parametrize(
    "ways",
    [
        [(9, 0)],
        [(0, -20)],
        [(-7, 11)],
        [(30, 0), (-30, 0)],
        [(0, 25), (0, -25)],
        [(7, -9), (-20, 31), (40, 2)],
        [(3, -40), (1, 20), (-2, 35), (-5, -12)],
    ],
)
def test_moved_while_parts_are_pending(
    backing: Backing, scene: Painted, ways: list[tuple[int, int]], is_old: bool
) -> None:
    backing.bring(START, 1)
    there = START if is_old else zoomed(START)
    if is_old:
        scene.blue = 200
        backing.outdate(at_once=False)
    backing.bring(there, MANY)
    for right, down in ways:
        backing.paint_next()
        there = panned(there, right, down)
        backing.bring(there, MANY)
        assert not backing.is_whole
    take_turns(backing)
    assert seen(backing, there) == anew(scene, there)
    assert backing.is_whole


def test_moved_while_parts_are_pending_what_is_painted_is_kept(
    backing: Backing, scene: Painted
) -> None:
    backing.bring(zoomed(START), MANY)
    backing.paint_next()
    backing.paint_next()
    scene.taken()
    there = panned(zoomed(START), 6, 2)
    backing.bring(there, MANY)
    assert not scene.taken()
    assert take_turns(backing) == 4
    parts = [(part.x(), part.y(), part.width(), part.height()) for _, part in scene.calls]
    assert sorted(parts) == [(0, 0, 6, 60), (0, 0, 80, 2), (6, 2, 80, 15), (6, 17, 80, 15)]
    assert {frame for frame, _ in scene.calls} == {there}


def test_what_is_old_moves_while_parts_are_pending(backing: Backing, scene: Painted) -> None:
    """What comes into view is painted at once."""
    backing.bring(START, 1)
    scene.blue = 200
    backing.outdate(at_once=False)
    backing.bring(START, MANY)
    scene.taken()
    there = panned(START, 20, 0)
    image = seen(backing, there)
    assert scene.taken() == [(there, QRect(0, 0, 20, 60))]
    assert image.pixelColor(55, 25) == color_of(3, 2)
    assert image.pixelColor(5, 25) == color_of(-2, 2, 200)


def test_zoomed_while_parts_are_pending_it_begins_anew(backing: Backing, scene: Painted) -> None:
    backing.bring(START, 1)
    backing.bring(zoomed(START), MANY)
    backing.paint_next()
    scene.taken()
    last = panned(zoomed(START, 3), -20, -30)
    image = seen(backing, last)
    assert not scene.taken()
    assert image.pixelColor(3 * 25 - 20, 3 * 25 - 30) == color_of(2, 2)  # still of the first
    assert take_turns(backing) == MANY
    assert scene.taken() == [(last, part) for part in QUARTERS]
    assert seen(backing, last) == anew(scene, last)


def test_outdated_while_parts_are_pending_it_begins_anew(backing: Backing, scene: Painted) -> None:
    backing.bring(START, 1)
    there = zoomed(START)
    backing.bring(there, MANY)
    backing.paint_next()
    scene.taken()
    scene.blue = 200
    backing.outdate(at_once=False)
    backing.paint_next()  # nothing: it would be old
    assert not scene.taken()
    backing.bring(there, MANY)
    assert not scene.taken()
    assert take_turns(backing) == MANY
    assert scene.taken() == [(there, part) for part in QUARTERS]
    assert seen(backing, there) == anew(scene, there)


def test_where_only_more_came_what_was_begun_is_seen_first(
    backing: Backing, scene: Painted
) -> None:
    backing.bring(START, 1)
    there = zoomed(START)
    backing.bring(there, MANY)
    backing.paint_next()
    scene.taken()
    backing.outdate(only_more=True)
    backing.bring(there, MANY)
    assert take_turns(backing) == MANY - 1
    assert seen(backing, there) == anew(scene, there)  # and it is begun anew
    scene.taken()
    scene.blue = 200
    assert take_turns(backing) == MANY
    assert scene.taken() == [(there, part) for part in QUARTERS]
    assert seen(backing, there) == anew(scene, there)
    assert backing.is_whole


def test_at_once_is_at_once_however_many_parts(backing: Backing, scene: Painted) -> None:
    backing.bring(START, 1)
    backing.bring(zoomed(START), MANY)
    backing.paint_next()
    scene.taken()
    scene.blue = 200
    backing.outdate(at_once=True)
    backing.outdate(at_once=False)  # does not take that back
    image = seen(backing, zoomed(START))
    assert scene.taken() == [(zoomed(START), QRect(0, 0, 80, 60))]
    assert backing.is_whole
    assert image == anew(scene, zoomed(START))
    backing.outdate(at_once=False)  # but the next one is in parts again
    backing.bring(zoomed(START), MANY)
    assert not scene.taken()
    assert not backing.is_whole


def test_at_once_where_the_picture_was_old_in_the_same_frame(
    backing: Backing, scene: Painted
) -> None:
    backing.bring(START, 1)
    scene.blue = 200
    backing.outdate(at_once=True)
    there = panned(START, 5, 0)
    assert seen(backing, there) == anew(scene, there)
    assert backing.is_whole


def test_fewer_parts_while_many_are_pending(backing: Backing, scene: Painted) -> None:
    backing.bring(START, MANY)
    backing.paint_next()
    assert seen(backing, START, 1) == anew(scene, START)
    assert backing.is_whole


@pytest.mark.parametrize(("right", "down"), [(0, 0), (6, -3)])
def test_back_where_it_was_nothing_is_pending(
    backing: Backing, scene: Painted, right: int, down: int
) -> None:
    backing.bring(START, 1)
    backing.bring(zoomed(START), MANY)
    backing.paint_next()
    back = panned(START, right, down)
    image = seen(backing, back)
    assert backing.is_whole
    assert image == anew(scene, back)
    scene.taken()
    backing.paint_next()
    assert not scene.taken()
    assert drawn(backing, back) == image


def test_back_where_it_was_what_is_old_is_painted_still(backing: Backing, scene: Painted) -> None:
    backing.bring(START, 1)
    scene.blue = 200
    backing.outdate(at_once=False)
    backing.bring(zoomed(START), MANY)
    backing.paint_next()
    scene.taken()
    backing.bring(START, MANY)
    assert take_turns(backing) == MANY
    assert scene.taken() == [(START, part) for part in QUARTERS]
    assert seen(backing, START) == anew(scene, START)
