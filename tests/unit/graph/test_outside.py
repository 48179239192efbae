# SPDX-License-Identifier: MIT
"""What is put outside is free, beyond all others, and near where it was wanted."""

import math

import numpy as np
import pytest

from wikilinks_gui.graph.outside import outside


@pytest.mark.parametrize("bearing", [None, 0.0, 1.5, math.pi, -2.0])
def test_it_is_free_and_beyond_all(bearing: float | None) -> None:
    random = np.random.default_rng(3)
    for own in (0.5, 3.0, 30.0):
        x, y = random.normal(0, 10, (2, 40))
        radii = random.uniform(0.5, 4, 40)
        at = np.array(outside(x, y, radii, own, least=2.0, bearing=bearing))
        away = float(np.hypot(*at))
        assert away >= 2.0
        assert np.all(np.hypot(x - at[0], y - at[1]) > radii + own - 1e-6)
        # Nothing is further out on its way.
        along = (x * at[0] + y * at[1]) / away
        aside = np.abs(x * at[1] - y * at[0]) / away
        assert not np.any((aside < radii + own - 1e-6) & (along > away))
        if bearing is not None:
            turned = (math.atan2(at[1], at[0]) - bearing + math.pi) % (2 * math.pi) - math.pi
            assert abs(turned) < 1.1


def test_nothing_is_in_the_way() -> None:
    none = np.zeros(0)
    assert outside(none, none, none, 1.0, least=5.0, bearing=0.0) == pytest.approx((5.0, 0.0))
    assert np.hypot(*outside(none, none, none, 1.0, least=5.0)) == pytest.approx(5.0)
