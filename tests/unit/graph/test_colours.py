# SPDX-License-Identifier: MIT
"""Colours and shapes of rows."""

import numpy as np
import pytest

from wikilinks_gui.graph.colours import DARK, LIGHT, Family, families
from wikilinks_gui.graph.shapes import Shape, shapes
from wikilinks_gui.table.columns import Numbers
from wikilinks_gui.table.row import Kind


def test_a_namespace_has_the_colour_of_its_family() -> None:
    namespaces = np.array([0, 1, 2, 3, 4, 5, 6, 10, 11, 14, 118, 829, -1])
    assert [Family(each).name for each in families(namespaces)] == [
        *("ARTICLE", "TALK", "USER", "TALK", "PROJECT", "TALK", "OTHER", "TEMPLATE", "TALK"),
        *("OTHER", "OTHER", "TALK", "OTHER"),
    ]


def test_a_shape_says_how_a_row_links() -> None:
    kinds = np.array([Kind.LINK, Kind.LINK, Kind.LINK | Kind.TRANSCLUSION, Kind.FILE, 3, 7])
    redirects = np.array([False, True, False, False, True, True])
    assert [Shape(each).name for each in shapes(kinds, redirects)] == [
        *("LINK", "ELSEWHERE", "TRANSCLUSION", "FILE", "REDIRECT", "REDIRECT"),
    ]


# Linear RGB as seen without one sort of cones: Machado, Oliveira and Fernandes 2009, severity 1.
SEEN_BY = {
    "all cones": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
TO_XYZ = [
    [0.4124564, 0.3575761, 0.1804375],
    [0.2126729, 0.7151522, 0.0721750],
    [0.0193339, 0.1191920, 0.9503041],
]
WHITE = (0.95047, 1.0, 1.08883)


def linear(color: str) -> Numbers:
    """Return linear RGB of a color like #3366cc."""
    parts = np.array([int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lab(rgb: Numbers) -> Numbers:
    """Return CIELAB of linear RGB."""
    xyz = np.array(TO_XYZ) @ np.clip(rgb, 0, 1) / WHITE
    x, y, z = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("seen_by", SEEN_BY)
@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
def test_colors_are_told_apart_by_everyone(colors: tuple[str, ...], seen_by: str) -> None:
    seen = [lab(np.array(SEEN_BY[seen_by]) @ linear(color)) for color in colors]
    nearest = min(
        float(np.linalg.norm(one - other)) for at, one in enumerate(seen) for other in seen[:at]
    )
    assert nearest > 20  # 2.3 is a difference that is just noticed


@pytest.mark.parametrize(("colors", "ground"), [(LIGHT, "#f8f9fa"), (DARK, "#202122")])
def test_colors_stand_out_from_the_ground(colors: tuple[str, ...], ground: str) -> None:
    luminance = (0.2126, 0.7152, 0.0722)
    for color in colors:
        both = sorted(float(np.dot(luminance, linear(each))) for each in (color, ground))
        assert (both[1] + 0.05) / (both[0] + 0.05) >= 3  # WCAG's for graphics
