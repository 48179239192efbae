# SPDX-License-Identifier: MIT
"""Discs inside discs: each is packed around the nodes of the one it is in."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wikilinks_gui.graph.packing import Floats, around, pack
from wikilinks_gui.tasks import Steps

_GAP = 0.6
"""At least so much is left free around each disc: nodes of two are further apart than in one."""

_WIDER = 0.02, 0.12
"""The gap grows with the whole, for names need room: by this share of its radius, but not by more
than that share of the disc's."""

_PAGE = 0.16
"""The share of the radius of the whole that is left free for the page and its name."""


@dataclass(frozen=True, slots=True)
class Arranged:
    """Where discs were put."""

    x: Floats
    y: Floats
    outer: Floats  # around the disc and all inside it
    outer_x: Floats
    outer_y: Floats
    rooms: npt.NDArray[np.int64]  # so many nodes have room


def arrange(
    radii: Floats,
    parents: npt.NDArray[np.int32],
    x: Floats,
    y: Floats,
    known: npt.NDArray[np.bool_],
    rooms: npt.NDArray[np.int64],
) -> Steps[Arranged]:
    """Pack discs of these radii around the page at (0, 0), those that have parents in these.

    ``known`` discs start from x, y. Parents come before what is in them; -1: none.
    """
    whole = float(np.sqrt(np.sum(radii * radii) / 0.7))
    gaps = _GAP + np.minimum(_WIDER[0] * whole, _WIDER[1] * radii)
    outer = radii.copy()
    # From here on all places are from the middle of the parent; outer ones from that of the disc.
    inside = parents >= 0
    x, y = x - np.where(inside, x[parents], 0), y - np.where(inside, y[parents], 0)
    outer_x, outer_y = np.zeros(len(x)), np.zeros(len(x))

    def pack_in(members: npt.NDArray[np.intp], middle: float) -> Steps[None]:
        places_x, places_y = x[members] + outer_x[members], y[members] + outer_y[members]
        yield from pack(outer[members] + gaps[members], places_x, places_y, known[members], middle)
        x[members], y[members] = places_x - outer_x[members], places_y - outer_y[members]

    for disc in np.unique(parents[inside])[::-1].tolist():
        members = np.flatnonzero(parents == disc)
        yield from pack_in(members, radii[disc] + _GAP)
        outer_x[disc], outer_y[disc], outer[disc] = around(
            np.append(0, x[members] + outer_x[members]),
            np.append(0, y[members] + outer_y[members]),
            np.append(radii[disc], outer[members]),
        )
    yield from pack_in(np.flatnonzero(~inside), max(2.0, _PAGE * whole))
    for disc in np.flatnonzero(inside).tolist():  # parents come first
        x[disc] += x[parents[disc]]
        y[disc] += y[parents[disc]]
    return Arranged(x, y, outer, x + outer_x, y + outer_y, rooms)
