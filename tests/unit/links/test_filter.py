# SPDX-License-Identifier: MIT
"""Expressions that a person types: words of every script, and patterns that would never end."""

import re
import threading

import pytest

from wikilinks_gui.errors import CancelledError
from wikilinks_gui.links.filter import Filter
from wikilinks_gui.links.rows import Row
from wikilinks_gui.links.table import LinkTable

ENDLESS = r"(a|aa|b?)*\d$"


def table_of(*titles: str) -> LinkTable:
    table = LinkTable()
    table.add([Row(at, 0, title, 1, False, "", 0, 0) for at, title in enumerate(titles, 1)])
    return table


def found(table: LinkTable, wanted: Filter) -> list[str]:
    mask = table.filtering(wanted)()
    return [table.titles[node] for node in range(len(table)) if mask[node]]


@pytest.mark.parametrize(
    ("wanted", "titles"),
    [
        (Filter("ļeņ", "word"), ["Ļeņ i Ļeņa"]),
        (Filter(r"^\w+$", "regex"), ["Ļeņa", "東京"]),
        (Filter(r"(?<=i )ļ", "regex"), ["Ļeņ i Ļeņa"]),
        (Filter(r"(o)\1", "regex"), ["Foo bar"]),
        (Filter("[[a]", "regex"), ["Ļeņa", "Ļeņ i Ļeņa", "Foo bar", "A [b]"]),
    ],
)
def test_expressions(wanted: Filter, titles: list[str]) -> None:
    assert found(table_of("Ļeņa", "Ļeņ i Ļeņa", "東京", "Foo bar", "A [b]"), wanted) == titles


def test_an_expression_without_end_is_given_up() -> None:
    table = table_of("Short", "a" * 200)
    wanted = Filter(ENDLESS, "regex")
    with pytest.raises(TimeoutError):
        table.filtering(wanted)()


def test_what_cannot_be_decided_is_shown() -> None:
    table = table_of("Short")
    table.set_filter(Filter(ENDLESS, "regex"))
    table.add([Row(9, 0, "a" * 200, 1, False, "", 0, 0)])
    change = table.change()
    assert change is not None
    assert change.visible.tolist() == [0, 1]


def test_looking_for_an_expression_can_be_stopped() -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(CancelledError):
        table_of("Foo").filtering(Filter("o", "regex"), stop)()


@pytest.mark.parametrize("text", ["(", "[", "*", "a**", "\\", r"\p", "(?<=a*)b"])
def test_what_is_no_expression_is_told(text: str) -> None:
    with pytest.raises(re.error):
        Filter(text, "regex")
