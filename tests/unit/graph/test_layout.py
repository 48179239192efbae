# SPDX-License-Identifier: MIT
"""The node under the pointer."""

import numpy as np

from wikilinks_gui.graph.layout import nearest


def test_the_nearest_is_found_that_is_near_enough() -> None:
    x, y = np.array([0, 5, 5], np.float32), np.array([0, 0, 1], np.float32)
    assert nearest(x, y, 4.9, 0.8, 1) == 2
    assert nearest(x, y, 4.9, 0.2, 1) == 1
    assert nearest(x, y, 2.5, 0, 2.4) == -1
    assert nearest(x, y, 2.4, 0, 2.5) == 0


def test_none_is_near_where_there_are_none() -> None:
    nothing = np.zeros(0, np.float32)
    assert nearest(nothing, nothing, 0, 0, 9) == -1
