# SPDX-License-Identifier: MIT
"""Templates of rows are counted and found by the sets that they are in."""

import numpy as np

from wikilinks_gui.table.templatesets import TemplateSets


def test_each_set_is_there_once_and_keeps_its_number() -> None:
    sets = TemplateSets()
    assert sets.add([("A",), (), ("A", "B"), ("A",)]) == [1, 0, 2, 1]
    assert sets.add([("B",), ("A", "B")]) == [3, 2]
    assert [sets[number] for number in range(len(sets))] == [(), ("A",), ("A", "B"), ("B",)]
    assert sorted(sets.having({"B", "unknown"}).tolist()) == [2, 3]
    assert not len(sets.having({"unknown"}))


def test_rows_of_templates_are_counted_most_first() -> None:
    sets = TemplateSets()
    assert sets.count(np.array([5])) == {}
    sets.add([("A",), ("A", "B"), ("C", "C"), ("D",)])
    assert list(sets.count(np.array([5, 1, 2, 4, 0])).items()) == [("C", 4), ("A", 3), ("B", 2)]


def test_ranks_are_those_of_the_titles() -> None:
    sets = TemplateSets()
    sets.add([("B",), ("A", "C"), ("A",)])
    assert sets.ranks().tolist() == [0, 3, 2, 1]
