# SPDX-License-Identifier: MIT
"""Circles packed close around a middle, small ones near it; they move little when packed again.

One after the other is put where it costs the least: as near to the middle as it gets and, if it had
a place before, not far from that. What is free is found exactly along rays from the middle, so
no two ever overlap, and the same circles always get the same places.
"""

import math
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from wikilinks_gui.graph.layout import TURN
from wikilinks_gui.tasks import Steps

Floats = npt.NDArray[np.float64]

_INERTIA = 1.0
"""What it costs to move by 1, where being 1 further out costs 1. Measured on rows that stream in:
at 0.5 circles move more, at 2 the picture gets less dense."""

_BALANCE = 0.3
"""What it costs a new circle to be on the side where the others are, in distances of their centre
of mass."""

_SMALL = 0.5
"""What has less than this share of a circle's radius has room nearer to the middle than it."""

_DENSITY = 0.3
"""Circles that are further out than where they and all smaller ones would have room, if they filled
this share of it, look for another place all around."""

_LOOSE = 1.25
"""Those that have places do so only if they are further out by this factor."""

_STEP = 0.35
"""How far apart the rays are that are tried, in radii of the circle."""

_ASIDE = 6
"""Rays that are tried on each side of a circle's old place."""

_ROUND = 24
"""Rays on each side for new circles, and for those that would have to go far."""

_MANY = 250
"""With more circles, such a search takes too long."""

_TRIES = 4
"""Other bearings that are tried then by circles that would have to go far."""

_FINER = 4
"""Rays that are tried then on each side of the best one."""

_OUTSIDE_RAYS = 90
"""Directions that are tried."""

_OUTSIDE_ASIDE = math.pi / 3
"""How far they go to each side of a bearing."""

_TURN = 0.5
"""What it costs to be turned away from a bearing by 1 radian, in shares of the distance."""

_Point = tuple[float, float]


class _Ground:
    """Circles that have their places around (0, 0), and what is free."""

    def __init__(self, room: int) -> None:
        self._x, self._y, self._radii = np.zeros(room), np.zeros(room), np.zeros(room)
        self._count = 0
        self._edge = 0.0
        self._mass = np.zeros(3)  # x, y and 1, each times the area

    def place(
        self, radius: float, bearing: float, least: float, most: float, before: _Point | None
    ) -> _Point:
        """Add a circle to the ground, ``least`` from its middle or further, at best up to ``most``.

        ``before`` is where it was; new ones are put near a bearing, if there is room.
        """
        away = self._edge if before is None else math.hypot(*before)
        rays = _ROUND if before is None and self._count <= _MANY else _ASIDE
        step = min(_STEP * radius / max(away, least), math.pi / rays)
        x, y = self._search(radius, bearing, least, step, rays, before, _INERTIA)
        if math.hypot(x, y) > most * (_LOOSE if before else 1):
            for other in self._others(radius, bearing, least, step, before):
                if math.hypot(*other) < (most if before else math.hypot(x, y)):
                    x, y = other
                    break
        self._occupy(x, y, radius)
        return x, y

    def _others(
        self, radius: float, bearing: float, least: float, step: float, before: _Point | None
    ) -> Iterator[_Point]:
        """Yield places further aside."""
        if self._count <= _MANY:
            turn = math.pi / _ROUND
            yield self._search(radius, bearing, least, turn, _ROUND, before, _INERTIA / 2)
            return
        for number in range(1, _TRIES + 1):
            yield self._search(radius, bearing + number * TURN, least, step, _ASIDE, None, 0)

    def _occupy(self, x: float, y: float, radius: float) -> None:
        at = self._count
        self._x[at], self._y[at], self._radii[at] = x, y, radius
        self._count += 1
        self._edge = max(self._edge, math.hypot(x, y) + radius)
        self._mass += radius * radius * np.array([x, y, 1])

    def _search(
        self,
        radius: float,
        bearing: float,
        least: float,
        step: float,
        rays: int,
        before: _Point | None,
        inertia: float,
    ) -> _Point:
        """Find the best place on some rays on each side of a bearing, and near the best one."""
        near = self._near(radius, bearing, (rays + 1) * step)
        angles = np.linspace(bearing - rays * step, bearing + rays * step, 2 * rays + 1)
        x, y = self._best(angles, radius, least, near, before, inertia)
        if self._count > _MANY:
            return x, y
        found = math.atan2(y, x)
        angles = np.linspace(found - step, found + step, 2 * _FINER + 1)
        return self._best(angles, radius, least, near, before, inertia)

    def _near(self, radius: float, bearing: float, half: float) -> tuple[Floats, Floats, Floats]:
        """Return the circles that may be in the way on rays within ``half`` of a bearing."""
        here = slice(0, self._count)
        x, y, radii = self._x[here], self._y[here], self._radii[here]
        if half > 1:
            return x, y, radii
        cos, sin = math.cos(bearing), math.sin(bearing)
        along = x * cos + y * sin
        aside = np.abs(y * cos - x * sin)
        reach = radii + radius
        found = (along > -reach) & (
            aside * math.cos(half) <= reach + np.maximum(along, 0) * math.sin(half)
        )
        return x[found], y[found], radii[found]

    def _best(
        self,
        angles: Floats,
        radius: float,
        least: float,
        near: tuple[Floats, Floats, Floats],
        before: _Point | None,
        inertia: float,
    ) -> _Point:
        """Return the place of least cost on rays; on each those where something free begins."""
        x, y, radii = near
        cos, sin = np.cos(angles)[:, None], np.sin(angles)[:, None]
        along = cos * x + sin * y
        half = (radii + radius) ** 2 - (x * x + y * y - along * along)
        is_hit = half > 0
        half = np.sqrt(np.maximum(half, 0))
        begins = np.where(is_hit, along - half, np.inf)
        order = np.argsort(begins, axis=1)
        order += len(x) * np.arange(len(angles))[:, None]  # quicker than take_along_axis
        taken = np.full((len(angles), len(x) + 1), np.inf)
        taken[:, :-1] = begins.ravel()[order]
        free = np.full(taken.shape, least)
        free[:, 1:] = np.where(is_hit, along + half, 0).ravel()[order]
        np.maximum.accumulate(free, axis=1, out=free)
        if before is not None:
            cost = free + inertia * np.hypot(free * cos - before[0], free * sin - before[1])
        elif self._count:
            mass_x, mass_y = self._mass[:2] / self._mass[2]
            cost = free + _BALANCE * (cos * mass_x + sin * mass_y)
        else:
            cost = free
        cost = np.where(taken >= free, cost, np.inf)
        at = int(np.argmin(cost))
        ray, away = at // cost.shape[1], float(free.flat[at])
        return away * float(cos[ray, 0]), away * float(sin[ray, 0])


def pack(
    radii: Floats, x: Floats, y: Floats, known: npt.NDArray[np.bool_], middle: float
) -> Steps[None]:
    """Pack circles around (0, 0), where a circle of radius ``middle`` stays free, one by one.

    Writes to x and y; circles that are ``known`` start from what is there.
    """
    ground = _Ground(len(radii))
    ordered = np.sort(radii)
    areas = np.append(0, np.cumsum(ordered * ordered))
    # What is much smaller is to be nearer to the middle, and there is as much room as it needs.
    least = radii + np.sqrt(middle**2 + areas[np.searchsorted(ordered, radii * _SMALL)])
    most = middle + radii + np.sqrt(areas[np.searchsorted(ordered, radii, "right")] / _DENSITY)
    # Large ones first, as they are to move the least. In classes, so that two that are much the
    # same do not change places.
    sizes = np.floor(np.log2(radii))
    away = np.where(known, np.hypot(x, y), -radii)  # new ones first, the largest of them before
    for at in np.lexsort((away, -sizes)).tolist():
        before = (float(x[at]), float(y[at])) if known[at] else None
        bearing = math.atan2(y[at], x[at]) if known[at] else at * TURN
        place = ground.place(float(radii[at]), bearing, float(least[at]), float(most[at]), before)
        x[at], y[at] = place
        yield


def around(x: Floats, y: Floats, radii: Floats) -> tuple[float, float, float]:
    """Return the middle and the radius of a circle around circles, nearly the smallest.

    The first one is to be at (0, 0).
    """
    far = np.hypot(x, y) + radii
    farthest = int(np.argmax(far))
    away = math.hypot(x[farthest], y[farthest])
    if away + radii[0] <= radii[farthest]:
        at_x, at_y = float(x[farthest]), float(y[farthest])
    else:  # the smallest around the two, which is all there is to it when there are but two
        share = (max(far[farthest], radii[0]) - radii[0]) / 2 / max(away, 1e-9)
        at_x, at_y = float(x[farthest] * share), float(y[farthest] * share)
    found = at_x, at_y, float(np.max(np.hypot(x - at_x, y - at_y) + radii))
    for turn in range(4, 60):  # after Bădoiu and Clarkson 2003: each time nearer to the farthest
        gone = np.hypot(x - at_x, y - at_y)
        farthest = int(np.argmax(gone + radii))
        edge = 1 + float(radii[farthest]) / max(float(gone[farthest]), 1e-9)
        at_x += float(x[farthest] - at_x) * edge / turn
        at_y += float(y[farthest] - at_y) * edge / turn
        radius = float(np.max(np.hypot(x - at_x, y - at_y) + radii))
        found = min(found, (at_x, at_y, radius), key=lambda circle: circle[2])
    return found


def outside(
    x: Floats,
    y: Floats,
    radii: Floats,
    own: float,
    *,
    least: float = 0.0,
    bearing: float | None = None,
) -> tuple[float, float]:
    """Find a place for a circle from which, seen from (0, 0), no other circle is further out.

    It is at least ``least`` away; near a ``bearing``, or anywhere around.
    """
    if bearing is None:
        turns = np.linspace(0, 2 * math.pi, _OUTSIDE_RAYS, endpoint=False)
    else:
        turns = np.linspace(-_OUTSIDE_ASIDE, _OUTSIDE_ASIDE, _OUTSIDE_RAYS | 1)
    angles = (turns + (bearing or 0.0))[:, None]
    along = x * np.cos(angles) + y * np.sin(angles)
    half = (radii + own) ** 2 - (x * x + y * y - along * along)
    ends = np.where(half > 0, along + np.sqrt(np.maximum(half, 0)), 0)
    away = np.max(ends, axis=1, initial=least)
    cost = away if bearing is None else away * (1 + _TURN * np.abs(turns))
    at = int(np.argmin(cost))
    return float(away[at] * np.cos(angles[at, 0])), float(away[at] * np.sin(angles[at, 0]))
