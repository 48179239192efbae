# SPDX-License-Identifier: MIT
"""Which colour stands for which namespaces.

The colours can be told apart with any kind of colour blindness (the nearest two are 29 apart in
CIELAB when seen without one sort of cones, after Machado, Oliveira and Fernandes 2009), and have a
contrast of 3 to the ground.
"""

from enum import IntEnum

import numpy as np
import numpy.typing as npt

from wikilinks_gui.table.columns import Numbers

Codes = npt.NDArray[np.uint8]


class Family(IntEnum):
    """Namespaces that share a colour."""

    ARTICLE = 0
    TALK = 1  # all talk namespaces
    USER = 2
    PROJECT = 3
    TEMPLATE = 4
    OTHER = 5


LIGHT = ("#3366cc", "#469f5d", "#a28f00", "#740a1c", "#772b6e", "#8f8f9a")
"""The colour of each family on a light background."""

DARK = ("#88a3e8", "#017c6a", "#f0cf23", "#ff9b6d", "#8954f9", "#e4dfdb")
"""The colour of each family on a dark background."""

_OWN = {0: Family.ARTICLE, 2: Family.USER, 4: Family.PROJECT, 10: Family.TEMPLATE}


def families(namespaces: Numbers) -> Codes:
    """Return the family of each namespace; odd ones are talk (MediaWiki's rule)."""
    found = np.full(len(namespaces), int(Family.OTHER), np.uint8)
    for namespace, family in _OWN.items():
        found[namespaces == namespace] = family
    found[(namespaces > 0) & (namespaces % 2 == 1)] = Family.TALK
    return found
