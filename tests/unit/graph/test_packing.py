# SPDX-License-Identifier: MIT
"""Circles around a middle: none overlap, they are close, and they move little."""

import math
import random

import numpy as np
import pytest

from wikilinks_gui.graph.packing import Floats, around, outside, pack
from wikilinks_gui.tasks import finish


def packed(radii: Floats, middle: float = 2.0) -> tuple[Floats, Floats]:
    x, y = np.zeros(len(radii)), np.zeros(len(radii))
    finish(pack(radii, x, y, np.zeros(len(radii), np.bool_), middle))
    return x, y


def closest(x: Floats, y: Floats, radii: Floats) -> float:
    """How far apart the edges of those two are that are nearest to each other."""
    apart = np.hypot(x[:, None] - x, y[:, None] - y) - radii[:, None] - radii
    return float(np.min(apart + np.where(np.eye(len(x)), np.inf, 0)))


def some(chooser: random.Random) -> Floats:
    """Radii as of discs with 1 to 1,000 nodes, few or many of them, alike or not."""
    most = chooser.choice([0.5, 1.5, 3])
    return np.array([10 ** (chooser.uniform(0, most) / 2) for _ in range(chooser.randint(2, 80))])


@pytest.mark.parametrize("seed", range(20))
def test_no_two_circles_overlap_however_they_grow(seed: int) -> None:
    chooser = random.Random(seed)
    radii = some(chooser)
    x, y = packed(radii)
    known = np.ones(len(radii), np.bool_)
    for _ in range(4):
        assert closest(x, y, radii) > -1e-9
        assert np.min(np.hypot(x, y) - radii) > 2 - 1e-9
        radii = radii * np.array([chooser.choice([0.9, 1, 1, 1.5]) for _ in radii])
        radii[chooser.randrange(len(radii))] *= 5
        known[chooser.randrange(len(radii))] = False
        finish(pack(radii, x, y, known, 2.0))
        known[:] = True


def test_hundreds_of_circles_do_not_overlap() -> None:
    radii = np.random.default_rng(1).uniform(0.6, 3, 600)
    x, y = packed(radii)
    assert closest(x, y, radii) > -1e-9
    finish(pack(radii * 1.1, x, y, np.ones(600, np.bool_), 2.0))
    assert closest(x, y, radii * 1.1) > -1e-9


@pytest.mark.parametrize("seed", range(8))
def test_they_are_close_and_round(seed: int) -> None:
    radii = np.random.default_rng(seed).uniform(1, 4, 60)
    x, y = packed(radii)
    edge = np.max(np.hypot(x, y) + radii)
    assert np.sum(radii * radii) / edge**2 > 0.55
    wide, high = np.max(x + radii) - np.min(x - radii), np.max(y + radii) - np.min(y - radii)
    assert 0.8 < wide / high < 1.25


@pytest.mark.parametrize("seed", range(8))
def test_small_ones_are_near_on_the_whole(seed: int) -> None:
    radii = np.array([1.0] * 30 + [4.0] * 10 + [12.0] * 4)
    np.random.default_rng(seed).shuffle(radii)
    x, y = packed(radii)
    away = [float(np.mean(np.hypot(x, y)[radii == radius])) for radius in (1, 4, 12)]
    assert away == sorted(away)
    assert np.max(np.hypot(x, y)[radii == 1]) < np.max(np.hypot(x, y)[radii == 12])


def test_the_same_circles_get_the_same_places() -> None:
    radii = some(random.Random(7))
    assert np.array_equal(packed(radii), packed(radii))


def test_those_that_stay_as_they_are_do_not_move() -> None:
    radii = some(random.Random(2))
    x, y = packed(radii)
    known = np.ones(len(radii), np.bool_)
    for _ in range(5):
        before = x.copy(), y.copy()
        finish(pack(radii, x, y, known, 2.0))
    assert np.max(np.hypot(x - before[0], y - before[1])) < 0.05 * np.max(np.hypot(x, y))


def test_a_circle_around_two_is_the_smallest() -> None:
    assert around(np.array([0.0, 5.0]), np.zeros(2), np.array([2.0, 1.0])) == (2.0, 0.0, 4.0)
    assert around(np.array([0.0, 1.0]), np.zeros(2), np.array([4.0, 1.0])) == (0.0, 0.0, 4.0)
    assert around(np.array([0.0, 1.0]), np.zeros(2), np.array([1.0, 4.0])) == (1.0, 0.0, 4.0)


def test_a_circle_around_many_is_nearly_the_smallest() -> None:
    angles = np.linspace(0, 2 * np.pi, 7)[:-1]
    x, y = np.append(0, 3 + 3 * np.cos(angles)), np.append(0, 3 * np.sin(angles))
    at_x, at_y, radius = around(x, y, np.full(7, 0.5))
    assert np.all(np.hypot(x - at_x, y - at_y) + 0.5 <= radius + 1e-9)
    assert radius < 3.5 * 1.05


@pytest.mark.parametrize("bearing", [0.0, 1.5, math.pi, -2.0])
def test_it_is_free_and_beyond_all(bearing: float) -> None:
    random = np.random.default_rng(3)
    for own in (0.5, 3.0, 30.0):
        x, y = random.normal(0, 10, (2, 40))
        radii = random.uniform(0.5, 4, 40)
        at = np.array(outside(x, y, radii, own, bearing, 2.0))
        away = float(np.hypot(*at))
        assert away >= 2.0
        assert np.all(np.hypot(x - at[0], y - at[1]) > radii + own - 1e-6)
        # Nothing is further out on its way.
        along = (x * at[0] + y * at[1]) / away
        aside = np.abs(x * at[1] - y * at[0]) / away
        assert not np.any((aside < radii + own - 1e-6) & (along > away))
        turned = (math.atan2(at[1], at[0]) - bearing + math.pi) % (2 * math.pi) - math.pi
        assert abs(turned) < 1.1


def test_nothing_is_in_the_way() -> None:
    none = np.zeros(0)
    assert outside(none, none, none, 1.0, 0.0, 5.0) == pytest.approx((5.0, 0.0))
