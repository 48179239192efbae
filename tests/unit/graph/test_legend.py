# SPDX-License-Identifier: MIT
"""Colours and shapes of rows."""

import numpy as np

from wikilinks_gui.graph.legend import Family, Shape, families, shapes
from wikilinks_gui.links.rows import Kind


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
