# SPDX-License-Identifier: MIT
"""The places of nodes in a disc: a sunflower's (Vogel 1979), of which each has the same area."""

import math

import numpy as np
import numpy.typing as npt

from wikilinks_gui.graph.layout import Lengths
from wikilinks_gui.table.columns import Numbers

TURN = math.pi * (3 - math.sqrt(5))
"""The golden angle: turned by it again and again, no two bearings are near each other for long."""

SPREAD = 0.6
"""Neighbours are 1.0 apart then (measured: 0.99 to 1.02, the middle one 0.85)."""


def slots(numbers: Numbers) -> tuple[Lengths, Lengths]:
    """Say how far from the middle of their disc slots are; number 0 is the middle itself."""
    # One more than its number, so that there is room around the middle.
    away = SPREAD * np.sqrt(numbers + (numbers > 0))
    angles = numbers * TURN
    return (away * np.cos(angles)).astype(np.float32), (away * np.sin(angles)).astype(np.float32)


def radius(nodes: Numbers) -> npt.NDArray[np.float64]:
    """Give the radius of discs of so many nodes; all their slots are within it."""
    radii: npt.NDArray[np.float64] = SPREAD * np.sqrt(nodes)
    return radii
