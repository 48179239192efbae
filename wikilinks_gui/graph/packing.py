# SPDX-License-Identifier: MIT
"""Circles packed close around a middle, small ones near it; they move little when packed again.

One after the other is put where it costs the least: as near to the middle as it gets and, if it had
a place before, not far from that. What is free is found exactly along rays from the middle, so
no two ever overlap, and the same circles always get the same places.
"""

import math

import numpy as np
import numpy.typing as npt

from wikilinks_gui.graph.sunflower import TURN

Floats = npt.NDArray[np.float64]

_INERTIA = 0.5
"""What it costs to move by 1, where being 1 further out costs 1."""

_RAYS = 48
"""So many rays are tried for a circle that had no place, and at most for one that had."""

_STEP = 0.35
"""How far apart the rays are, in radii of the circle."""

_ASIDE = 6
"""So many of these steps a circle may move aside at once."""

_FINER = 9
"""So many rays are tried between the neighbours of the best one."""


class Ground:
    """Circles that have their places around a middle of radius ``middle``, and what is free."""

    def __init__(self, middle: float, room: int) -> None:
        self._middle = middle
        self._x, self._y, self._radii = np.zeros(room), np.zeros(room), np.zeros(room)
        self._count = 0
        self._edge = middle

    def occupy(self, x: Floats, y: Floats, radii: Floats) -> None:
        """Put circles where they are, whatever is there."""
        end = self._count + len(x)
        here = slice(self._count, end)
        self._x[here], self._y[here], self._radii[here] = x, y, radii
        self._count = end
        self._edge = max(self._edge, float(np.max(np.hypot(x, y) + radii, initial=0)))

    def place(
        self, radius: float, bearing: float, before: tuple[float, float] | None
    ) -> tuple[float, float]:
        """Find a place for a circle that was at ``before``; without it, all around ``bearing``."""
        if before is None:
            away, most = self._edge, _RAYS / 2
        else:
            away, most = math.hypot(*before), float(_ASIDE)
        step = _STEP * radius / max(away, self._middle + radius)
        half = min(most * step, math.pi)
        near = self._near(radius, bearing, half + step)
        rays = bearing + np.linspace(-half, half, _RAYS if before is None else 2 * _ASIDE + 1)
        angle, *_ = self._best(rays, radius, near, before)
        finer = angle + np.linspace(-step, step, _FINER)
        _, x, y = self._best(finer, radius, near, before)
        self.occupy(np.array([x]), np.array([y]), np.array([radius]))
        return x, y

    def _near(self, radius: float, bearing: float, half: float) -> tuple[Floats, Floats, Floats]:
        """Give the circles that may be in the way on rays within ``half`` of a bearing."""
        here = slice(0, self._count)
        x, y, radii = self._x[here], self._y[here], self._radii[here]
        if half > 1:
            return x, y, radii
        cos, sin = math.cos(bearing), math.sin(bearing)
        along = x * cos + y * sin
        reach = radii + radius
        aside = np.abs(y * cos - x * sin)
        found = aside * math.cos(half) <= reach + np.maximum(along, 0) * math.sin(half)
        found &= along > -reach
        return x[found], y[found], radii[found]

    def _best(
        self,
        angles: Floats,
        radius: float,
        near: tuple[Floats, Floats, Floats],
        before: tuple[float, float] | None,
    ) -> tuple[float, float, float]:
        """Give the angle and the place of least cost of those that begin something free."""
        x, y, radii = near
        cos, sin = np.cos(angles)[:, None], np.sin(angles)[:, None]
        along = cos * x + sin * y
        half = (radii + radius) ** 2 - (x * x + y * y - along * along)
        is_hit = half > 0
        half = np.sqrt(np.maximum(half, 0))
        begins = np.where(is_hit, along - half, np.inf)
        order = np.argsort(begins, axis=1)
        free = np.full((len(angles), len(x) + 1), self._middle + radius)
        taken = np.full(free.shape, np.inf)
        taken[:, :-1] = np.take_along_axis(begins, order, 1)
        free[:, 1:] = np.take_along_axis(np.where(is_hit, along + half, 0), order, 1)
        np.maximum.accumulate(free, axis=1, out=free)
        cost = free
        if before is not None:
            moved = np.hypot(free * cos - before[0], free * sin - before[1])
            cost = free + _INERTIA * moved
        cost = np.where(taken >= free, cost, np.inf)
        at = int(np.argmin(cost))
        ray, away = at // cost.shape[1], free.flat[at]
        return float(angles[ray]), float(away * cos[ray, 0]), float(away * sin[ray, 0])


def pack(radii: Floats, x: Floats, y: Floats, known: npt.NDArray[np.bool_], middle: float) -> None:
    """Pack circles around (0, 0), which is left free so far; x and y are written to.

    Those that are ``known`` start from where they are.
    """
    ground = Ground(middle, len(radii))
    # Small ones first. In classes, so that two that are much the same do not change places.
    sizes = np.floor(np.log2(radii) * 2)
    away = np.where(known, np.hypot(x, y) + radii, np.inf)
    for at in np.lexsort((away, sizes)).tolist():
        before = (float(x[at]), float(y[at])) if known[at] else None
        bearing = math.atan2(y[at], x[at]) if known[at] else at * TURN
        x[at], y[at] = ground.place(float(radii[at]), bearing, before)


def around(x: Floats, y: Floats, radii: Floats) -> tuple[float, float, float]:
    """Give the middle and the radius of a circle around circles, nearly the smallest."""
    at_x, at_y = float(x[0]), float(y[0])
    for turn in range(2, 60):  # after Bădoiu and Clarkson 2003: each time nearer to the farthest
        far = np.hypot(x - at_x, y - at_y) + radii
        farthest = int(np.argmax(far))
        away = max(float(far[farthest] - radii[farthest]), 1e-9)
        edge = float(far[farthest]) / away  # times the way to its middle: the way to its edge
        at_x += (x[farthest] - at_x) * edge / turn
        at_y += (y[farthest] - at_y) * edge / turn
    return at_x, at_y, float(np.max(np.hypot(x - at_x, y - at_y) + radii))
