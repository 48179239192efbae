# SPDX-License-Identifier: MIT
"""Circles packed close around a middle, small ones near it; they move little when packed again.

One after the other is put where it costs the least: as near to the middle as it gets and, if it had
a place before, not far from that. What is free is found exactly along rays from the middle, so
no two ever overlap, and the same circles always get the same places.
"""

import math

import numpy as np
import numpy.typing as npt

from wikilinks_gui.graph.layout import SPREAD, TURN
from wikilinks_gui.tasks import Steps

Floats = npt.NDArray[np.float64]

_SMALL = 0.5
"""What has less than this share of a circle's radius has room nearer to the middle than it."""

_RAYS, _STEP = 24, 0.5
"""Rays that are tried on each side of a bearing, and how far apart they are at most, in radii of
the circle. Measured: 60 discs fill 0.69 of the whole, and 3,000 take 0.3 s; with 24 and 0.35, 0.66
and 0.4 s."""

_OUTSIDE_RAYS = 91
"""Directions that are tried."""

_OUTSIDE_ASIDE = math.pi / 3
"""How far they go to each side of a bearing."""

_TURN = 0.5
"""What it costs to be turned away from a bearing by 1 radian, in shares of the distance."""

_GAP = 0.6, 0.05
"""Half the gap between discs, and how much more for each unit of radius of the whole:
names stand there."""

_PAGE = 0.12
"""The share of the radius of the whole that is left free for the page and its name."""


def rooms(radii: Floats) -> tuple[Floats, float]:
    """Return the radii of discs with the gaps around them, and of what is free for the page."""
    whole = math.sqrt(float(np.sum(radii * radii)) / 0.7)
    return radii + _GAP[0] + _GAP[1] * whole, _PAGE * whole + SPREAD


def pack(
    radii: Floats, x: Floats, y: Floats, known: npt.NDArray[np.bool_], middle: float
) -> Steps[None]:
    """Pack circles around (0, 0), where a circle of radius ``middle`` stays free, one by one.

    Writes to x and y; circles that are ``known`` start from what is there.
    """
    ordered = np.sort(radii)
    areas = np.append(0, np.cumsum(ordered * ordered))
    # What is much smaller is to be nearer to the middle, and there is as much room as it needs.
    least = radii + np.sqrt(middle**2 + areas[np.searchsorted(ordered, radii * _SMALL)])
    # Large ones first, as they are to move the least. In classes, so that two that are much the
    # same do not change places.
    sizes = np.floor(np.log2(radii))
    away = np.where(known, np.hypot(x, y), -radii)  # new ones first, the largest of them before
    order = np.lexsort((away, -sizes))
    edge = 0.0
    for count, at in enumerate(order.tolist()):
        placed, before = order[:count], (x[at], y[at]) if known[at] else None
        bearing = math.atan2(y[at], x[at]) if before else at * TURN
        far = math.hypot(*before) if before else edge
        step = min(_STEP * radii[at] / max(far, least[at]), math.pi / _RAYS)
        angles = bearing + step * np.arange(-_RAYS, _RAYS + 1)
        others = x[placed], y[placed], radii[placed]
        x[at], y[at] = _best(angles, float(radii[at]), float(least[at]), others, before)
        edge = max(edge, math.hypot(x[at], y[at]) + radii[at])
        yield


def _best(
    angles: Floats,
    radius: float,
    least: float,
    others: tuple[Floats, Floats, Floats],
    before: tuple[float, float] | None,
) -> tuple[float, float]:
    """Return the place of least cost on rays; on each those where something free begins."""
    x, y, radii = _near(angles, radius, *others)
    cos, sin = np.cos(angles)[:, None], np.sin(angles)[:, None]
    along = cos * x + sin * y
    half = (radii + radius) ** 2 - (x * x + y * y - along * along)
    is_hit = half > 0
    half = np.sqrt(np.maximum(half, 0))
    begins = np.where(is_hit, along - half, np.inf)
    order = np.argsort(begins, axis=1)
    taken = np.full((len(angles), len(x) + 1), np.inf)
    taken[:, :-1] = np.take_along_axis(begins, order, 1)
    free = np.full(taken.shape, least)
    free[:, 1:] = np.take_along_axis(np.where(is_hit, along + half, 0), order, 1)
    np.maximum.accumulate(free, axis=1, out=free)
    cost = free
    if before is not None:
        cost = free + np.hypot(free * cos - before[0], free * sin - before[1])
    at = int(np.argmin(np.where(taken >= free, cost, np.inf)))
    ray, away = at // cost.shape[1], float(free.flat[at])
    return away * float(cos[ray, 0]), away * float(sin[ray, 0])


def _near(
    angles: Floats, radius: float, x: Floats, y: Floats, radii: Floats
) -> tuple[Floats, Floats, Floats]:
    """Return the circles that may be in the way on rays."""
    bearing, half = angles[len(angles) // 2], (angles[-1] - angles[0]) / 2
    if half > 1:
        return x, y, radii
    cos, sin = math.cos(bearing), math.sin(bearing)
    along, aside = x * cos + y * sin, np.abs(y * cos - x * sin)
    reach = radii + radius
    beside = reach + np.maximum(along, 0) * math.sin(half)
    found = (along > -reach) & (aside * math.cos(half) <= beside)
    return x[found], y[found], radii[found]


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
    x: Floats, y: Floats, radii: Floats, own: float, bearing: float, least: float = 0.0
) -> tuple[float, float]:
    """Find a place for a circle from which, seen from (0, 0), no other circle is further out.

    It is at least ``least`` away, near a ``bearing``.
    """
    turns = np.linspace(-_OUTSIDE_ASIDE, _OUTSIDE_ASIDE, _OUTSIDE_RAYS)
    cos, sin = np.cos(turns + bearing), np.sin(turns + bearing)
    along = x * cos[:, None] + y * sin[:, None]
    half = (radii + own) ** 2 - (x * x + y * y - along * along)
    ends = np.where(half > 0, along + np.sqrt(np.maximum(half, 0)), 0)
    away = np.max(ends, axis=1, initial=least)
    at = int(np.argmin(away * (1 + _TURN * np.abs(turns))))
    return float(away[at] * cos[at]), float(away[at] * sin[at])
