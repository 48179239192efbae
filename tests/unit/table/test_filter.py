# SPDX-License-Identifier: MIT
"""Expressions that a person types: words of every script, and patterns that would never end."""

import re
import threading
from typing import Literal

import pytest

from wikilinks_gui.errors import CancelledError
from wikilinks_gui.table.filter import BUDGET, Filter
from wikilinks_gui.table.redirectkinds import PROBLEMS
from wikilinks_gui.table.row import Row
from wikilinks_gui.table.table import LinkTable

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


@pytest.mark.parametrize(
    ("wanted", "titles"),
    [
        (Filter("strasse"), ["Die Straße", "STRASSE 9", "Straßen"]),
        (Filter("strasse", "word"), ["Die Straße", "STRASSE 9"]),
        (Filter("STRAßE", "word"), ["Die Straße", "STRASSE 9"]),
        (Filter("die_straße"), ["Die Straße"]),
        (Filter("Die_Strasse", "word"), ["Die Straße"]),
        (Filter("ie_Strasse", "word"), []),
        (Filter("e_s", "regex"), []),
    ],
)
def test_words_are_folded_and_underscores_are_blanks(wanted: Filter, titles: list[str]) -> None:
    assert found(table_of("Die Straße", "STRASSE 9", "Straßen"), wanted) == titles


@pytest.mark.parametrize("mode", ["plain", "word"])
@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("istanbul", ["İstanbul"]),
        ("İSTANBUL", ["İstanbul"]),
        ("İstanbul", ["İstanbul"]),
        ("ısparta", ["Isparta"]),
        ("ISPARTA", ["Isparta"]),
        ("diyarbakir", ["Diyarbakır"]),
        ("A\N{COMBINING RING ABOVE}ngstro\N{COMBINING DIAERESIS}m", ["Ångström"]),
    ],
)
def test_a_filter_reads_turkish_letters_and_what_other_systems_copy(
    typed: str, titles: list[str], mode: Literal["plain", "word"]
) -> None:
    table = table_of("İstanbul", "Isparta", "Diyarbakır", "Ångström")
    assert found(table, Filter(typed, mode)) == titles
    assert table.titles[0] == "İstanbul"


def test_an_expression_without_end_is_given_up() -> None:
    table = table_of("Short", "a" * 200)
    wanted = Filter(ENDLESS, "regex")
    with pytest.raises(TimeoutError):
        table.filtering(wanted)()


def test_what_cannot_be_decided_is_shown_and_counted_but_nothing_else() -> None:
    table = table_of("Short", "Short 1")
    table.set_filter(Filter(ENDLESS, "regex", namespaces=frozenset({0})))
    titles = ["Other", "Other 1", "a" * 200, "b" * 200]
    rows = [Row(at, 0, title, 1, False, "", 0, 0) for at, title in enumerate(titles, 10)]
    table.add([*rows, rows[2]._replace(page_id=20, namespace=4)])
    change = table.change()
    assert change is not None
    assert change.visible.tolist() == [1, 3, 4, 5]
    assert table.counts(shown=True).rows == 4


def test_rows_that_come_take_no_longer_than_their_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    class Pattern:
        searched = 0

        def search(self, title: str, timeout: float, concurrent: bool) -> None:
            self.searched += 1
            assert timeout <= BUDGET

    pattern = Pattern()
    monkeypatch.setattr("regex.compile", lambda *_args: pattern)
    table = LinkTable()
    table.set_filter(Filter("a pattern of this test only", "regex"))
    # A search takes a third of the budget.
    monkeypatch.setattr("time.thread_time", lambda: pattern.searched * BUDGET / 2.9)
    table.add([Row(at, 0, "Title", 1, False, "", 0, 0) for at in range(1, 11)])
    change = table.change()
    assert change is not None
    assert change.visible.tolist() == list(range(3, 10))
    assert pattern.searched == 3


def test_looking_for_an_expression_can_be_stopped() -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(CancelledError):
        table_of("Foo").filtering(Filter("o", "regex"), stop)()


@pytest.mark.parametrize("text", ["(", "[", "*", "a**", "\\", r"\p", "(?<=a*)b"])
def test_what_is_no_expression_is_told(text: str) -> None:
    with pytest.raises(re.error):
        Filter(text, "regex")


def test_w8_what_decides_nothing_is_no_filter() -> None:
    assert Filter(mode="regex") == Filter(mode="word") == Filter(but=True) == Filter()
    assert Filter("", "word", frozenset({1})) == Filter(namespaces=frozenset({1}))
    assert Filter(traits=PROBLEMS) == Filter()
