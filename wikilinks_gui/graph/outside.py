# SPDX-License-Identifier: MIT
"""A place beyond everything else, as near as it gets."""

import math

import numpy as np

from wikilinks_gui.graph.packing import Floats

_RAYS = 90
"""So many directions are tried."""

_ASIDE = math.pi / 3
"""So far to each side of a bearing."""

_TURN = 0.5
"""What it costs to be turned away from a bearing by 1 radian, in shares of the distance."""


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
        turns = np.linspace(0, 2 * math.pi, _RAYS, endpoint=False)
    else:
        turns = np.linspace(-_ASIDE, _ASIDE, _RAYS | 1)
    angles = (turns + (bearing or 0.0))[:, None]
    along = x * np.cos(angles) + y * np.sin(angles)
    half = (radii + own) ** 2 - (x * x + y * y - along * along)
    ends = np.where(half > 0, along + np.sqrt(np.maximum(half, 0)), 0)
    away = np.max(ends, axis=1, initial=least)
    cost = away if bearing is None else away * (1 + _TURN * np.abs(turns))
    at = int(np.argmin(cost))
    return float(away[at] * np.cos(angles[at, 0])), float(away[at] * np.sin(angles[at, 0]))
