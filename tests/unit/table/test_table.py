# SPDX-License-Identifier: MIT
"""The table against a plain tree that does the same the slow way."""

import random
import re
import sys
import threading
from contextlib import suppress

import numpy as np
import pytest

from tests import quartz
from tests.unit.table.slow import Slow, a_row, grown, title_of
from wikilinks_gui.table.filter import ALL, Filter
from wikilinks_gui.table.ordering import Order
from wikilinks_gui.table.redirectkinds import Trait
from wikilinks_gui.table.row import Kind, Row, kind_names
from wikilinks_gui.table.table import Change, LinkTable
from wikilinks_gui.table.texts import CHUNK, Texts, fold

FILTERS = [
    Filter(),
    Filter("STRASSE"),
    Filter("cat", mode="word"),
    Filter(r"^(cat|talk).*\d$", mode="regex"),
    Filter("e", namespaces=frozenset({1, 2})),
    Filter(namespaces=frozenset({1, 2}), but=True),
    Filter(kinds=Kind.LINK),
    Filter(kinds=Kind.TRANSCLUSION | Kind.FILE),
    Filter(redirects=False),
    Filter("cat", redirects=False),
    Filter("in no title"),
    Filter(kinds=Kind(0)),
    Filter(kinds=Kind(0), traits=Trait.DOUBLE | Trait.SECTION),
    Filter("a", kinds=Kind.FILE, traits=Trait.ELSEWHERE),
]
ORDERS: list[Order] = [
    *("arrival", "title", "kinds", "namespace", "through", "section", "page_id", "via")
]


def update(table: LinkTable) -> Change | None:
    change = table.change()
    if change:
        table.visible = change.visible
    return change


def check(table: LinkTable, slow: Slow) -> None:
    """Compare what is shown."""
    before = table.visible.tolist()
    change = update(table)
    found = table.visible.tolist()
    expected = slow.visible()
    assert found == expected
    if change is None:
        assert found == before
    elif change.at >= 0:
        came = found[change.at : change.at + max(change.more, 0)]
        end = change.at + max(-change.more, 0)
        assert found == before[: change.at] + came + before[end:]


@pytest.mark.parametrize("wanted", FILTERS, ids=str)
def test_filters_while_rows_arrive(wanted: Filter) -> None:
    rows = grown(1, 300)
    table, slow = LinkTable(), Slow(filter=wanted)
    table.set_filter(wanted)
    groups = [node for node, row in enumerate(rows) if row.kinds & Kind.REDIRECT]
    for start in range(0, 300, 60):
        table.add(rows[start : start + 60])
        slow.rows += rows[start : start + 60]
        for node in [node for node in groups if node < len(table)]:
            slow.set_open(node, True)
            table.set_open([node], True)
        check(table, slow)
        shown = table.counts(shown=True)
        passing = [row for row in slow.rows if slow.passes(row)]
        assert shown.rows == len(passing)
        assert shown.by_namespace == {
            n: sum(row.namespace == n for row in passing)
            for n in {row.namespace for row in passing}
        }
        assert shown.by_kind["transclusion"] == sum(bool(row.kinds & 4) for row in passing)
        assert table.counts(shown=False).rows == len(slow.rows)


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("order", ORDERS)
def test_orders_while_rows_arrive(order: Order, descending: bool) -> None:
    rows = grown(2, 300)
    table, slow = LinkTable(), Slow(order=order, descending=descending)
    table.order.set(order, descending=descending)
    for start in [*range(0, 200, 100), *range(200, 300, 10)]:  # many at once, and few
        step = 100 if start < 200 else 10
        table.add(rows[start : start + step])
        slow.rows += rows[start : start + step]
        check(table, slow)


@pytest.mark.parametrize("descending", [False, True])
def test_rows_that_come_again_stand_among_equals_as_they_arrived(descending: bool) -> None:
    table = LinkTable()
    rows = [a_row(page_id, 0, 0, Kind.LINK) for page_id in range(2, 8)]
    table.add(rows)
    table.order.set("kinds", descending=descending)
    table.add([], [rows[0]])  # with nothing new
    update(table)
    assert table.visible.tolist() == [0, 1, 2, 3, 4, 5]
    for node in (4, 2, 3):
        table.add([], [rows[node]._replace(kinds=int(Kind.FILE))])
        update(table)
    expected = [2, 3, 4, 0, 1, 5] if descending else [0, 1, 5, 2, 3, 4]
    assert table.visible.tolist() == expected


@pytest.mark.parametrize("seed", range(20))
def test_anything_in_any_order(seed: int) -> None:
    chooser = random.Random(seed)
    rows = grown(seed, 200)
    table, slow = LinkTable(), Slow()
    while len(slow.rows) < len(rows) or chooser.random() < 0.9:
        act = chooser.randrange(5)
        if act == 0:
            batch = rows[len(slow.rows) : len(slow.rows) + chooser.randint(1, 60)]
            table.add(batch)
            slow.rows += batch
        elif act == 1 and slow.rows:
            node = chooser.randrange(len(slow.rows))
            is_open = chooser.random() < 0.5
            table.set_open([node], is_open)
            slow.set_open(node, is_open)
        elif act == 2:
            slow.set_filter(chooser.choice(FILTERS))
            table.set_filter(slow.filter)
        elif act == 3:
            slow.order, slow.descending = chooser.choice(ORDERS), chooser.random() < 0.5
            table.order.set(slow.order, descending=slow.descending)
        elif act == 4 and slow.rows:
            node = chooser.randrange(len(slow.rows))
            old = slow.rows[node]
            slow.rows[node] = old._replace(kinds=old.kinds | Kind.FILE)
            table.add([], [old._replace(kinds=int(Kind.FILE), section="")])
        check(table, slow)
    assert [table.row(node) for node in range(len(table))] == slow.rows
    for node in range(len(table)):
        assert table.is_open(node) == slow.is_open(node)
        assert table.through(node) == len(slow.below(node))


def test_a_link_that_turns_out_a_redirect_becomes_a_group() -> None:
    table = LinkTable()
    table.add([a_row(11, 0, 0, Kind.LINK), a_row(12, 0, 0, Kind.LINK)])
    table.add([], [a_row(11, 0, 0, Kind.REDIRECT, "S")])
    table.add([a_row(13, 11, 1, Kind.LINK)])
    table.set_open([0], True)
    update(table)
    assert table.visible.tolist() == [0, 2, 1]
    assert table.is_group(0)
    assert (table.row(0).section, table.row(2).via, table.parent(2)) == ("S", 11, 0)
    assert table.counts(shown=False).by_kind == {
        "link": 2,
        "redirect": 1,
        "transclusion": 0,
        "file": 0,
    }


@pytest.mark.parametrize("came_before", [False, True])
def test_what_turns_out_a_redirect_may_bring_links_at_once(came_before: bool) -> None:
    table = LinkTable()
    first = a_row(11, 0, 0, Kind.TRANSCLUSION)
    again = a_row(11, 0, 0, Kind.REDIRECT, "S")
    through = a_row(13, 11, 1, Kind.LINK)
    if came_before:
        table.add([first])
        table.add([through], [again])
    else:
        table.add([first, through], [again])
    table.set_open([0], True)
    update(table)
    assert table.visible.tolist() == [0, 1]
    assert table.row(0) == first._replace(
        kinds=Kind.TRANSCLUSION | Kind.REDIRECT, is_redirect=True, section="S"
    )
    assert table.through(0) == 1


def test_what_comes_through_nothing_leaves_the_table_as_it_was() -> None:
    table = LinkTable()
    with pytest.raises(KeyError):
        table.add([a_row(2, 0, 0, Kind.LINK), a_row(3, 9, 1, Kind.LINK)])
    table.add([a_row(4, 0, 0, Kind.LINK)])
    update(table)
    assert [table.row(node).page_id for node in table.visible.tolist()] == [4]


def test_rows_that_never_came_cannot_change() -> None:
    table = LinkTable()
    table.add([a_row(2, 0, 0, Kind.LINK)])
    with pytest.raises(KeyError):
        table.add([], [a_row(3, 0, 0, Kind.FILE)])


def test_check_marks_stay_with_their_rows() -> None:
    table = LinkTable()
    table.add(grown(3, 50))
    table.set_checked([3, 5], True)
    table.order.set("title")
    update(table)
    table.set_checked([5], False)
    assert [node for node in range(50) if table.is_checked(node)] == [3]


def test_a_broken_expression_is_told() -> None:
    with pytest.raises(re.error):
        Filter("(", mode="regex")
    assert Filter("(").kinds == ALL


def test_texts_beyond_a_chunk_are_found_and_in_order() -> None:
    texts = [title_of(number) for number in range(CHUNK + 500)]
    packed = Texts()
    packed.extend(texts[:100])
    packed.extend(texts[100:])
    assert [packed[row] for row in (0, CHUNK - 1, CHUNK, CHUNK + 499)] == [
        texts[row] for row in (0, CHUNK - 1, CHUNK, CHUNK + 499)
    ]
    for part in ("cat", "STRASSE", "猫", "6", "xcat", "nowhere", ""):
        expected = [part.casefold() in text.casefold() for text in texts]
        assert packed.containing(part, 0, len(texts)).tolist() == expected
        assert (
            packed.containing(part, CHUNK - 5, CHUNK + 9).tolist()
            == expected[CHUNK - 5 : CHUNK + 9]
        )
    order = packed.order(np.arange(len(texts), dtype=np.int32))
    assert order.tolist() == sorted(
        range(len(texts)), key=lambda row: texts[row].casefold().encode()
    )
    assert order.dtype == np.int32


def test_texts_are_given_as_they_came_however_they_are_compared() -> None:
    chooser = random.Random(3)
    letters = "aBcDe ßİΣςÀé猫Жж𐐀ﬁǅ\u0345'()01"
    texts = ["".join(chooser.choices(letters, k=chooser.randint(0, 20))) for _ in range(CHUNK)]
    texts += ["", "a", "A", *("A" * length for length in (253, 254, 255, 256, 2000))]
    texts += [mark * length + "É" for mark in "aÉ" for length in (126, 127, 253, 254, 255, 300)]
    chooser.shuffle(texts)
    packed = Texts()
    for start in range(0, len(texts), 700):
        packed.extend(texts[start : start + 700])
    assert [packed[row] for row in range(len(texts))] == texts
    assert [packed.folded(row) for row in range(len(texts))] == [
        fold(text).encode() for text in texts
    ]


def test_texts_of_any_length_are_found_wherever_the_part_is() -> None:
    texts = [
        "b" * before + "a" * (before % 3) + "b" * after
        for before in range(140)
        for after in (0, 90)
    ]
    packed = Texts()
    packed.extend(texts)
    for part in ("a", "aa", "b", "ba", "bbbbbbbbb", "ab"):
        assert packed.containing(part, 0, len(texts)).tolist() == [part in text for text in texts]


@pytest.mark.parametrize("descending", [False, True])
def test_long_equal_and_empty_texts_are_in_order(descending: bool) -> None:
    chooser = random.Random(1)
    parts = ["", "a", "aaaaaaaa", "b" * 30, "é", "\x01"]
    texts = ["".join(chooser.choices(parts, k=chooser.randint(0, 4))) for _ in range(3000)]
    packed = Texts()
    packed.extend(texts)
    rows = np.array(chooser.sample(range(3000), 2500), np.int32)
    order = packed.order(np.sort(rows), descending=descending)
    expected = sorted(
        sorted(rows.tolist()), key=lambda row: texts[row].encode(), reverse=descending
    )
    assert order.tolist() == expected


def test_texts_with_what_ends_texts_elsewhere_come_to_an_end() -> None:
    texts = ["a", "a\0", "\0" * 20, "", "a\0\0\0\0\0\0\0\0\0\0", "\0"] * 500
    packed = Texts()
    packed.extend(texts)
    assert sorted(packed.order(np.arange(3000, dtype=np.int32)).tolist()) == list(range(3000))


@pytest.mark.parametrize("descending", [False, True])
def test_many_that_begin_alike_are_in_order(descending: bool) -> None:
    chooser = random.Random(1)
    begins = ["Wikipedia:", "User talk:", "猫", "", *(f"{number:04}" for number in range(9000))]
    many = chooser.choices(begins, [9000, 9000, 9000, 9000, *[1] * 9000], k=45_000)
    texts = [f"{begin}{chooser.randrange(20_000)}" for begin in many]
    packed = Texts()
    packed.extend(texts)
    for rows in (range(len(texts)), range(CHUNK + 5, len(texts) - 7, 3), range(30_000, 32_500)):
        order = packed.order(np.array(rows, np.int32), descending=descending)
        expected = sorted(rows, key=lambda row: texts[row].casefold().encode(), reverse=descending)
        assert order.tolist() == expected


def test_pages_are_counted_once_however_they_link() -> None:
    chooser = random.Random(1)
    table = LinkTable()
    table.add([a_row(page_id, 0, 0, Kind.REDIRECT) for page_id in (2**62, 5, 4)])
    seen = {2**62, 5, 4}
    for via in chooser.choices([4, 5, 2**62], k=40):
        known = {
            table.row(node).page_id for node in range(len(table)) if table.row(node).via == via
        }
        ids = {chooser.choice([chooser.randrange(1, 3000), 2**63 - 1]) for _ in range(400)} - known
        table.add([a_row(page_id, via, 1, Kind.LINK) for page_id in ids])
        seen |= ids
        assert table.pages == len(seen)
    table.add([], [table.row(node)._replace(kinds=int(Kind.FILE)) for node in range(len(table))])
    assert all(table.row(node).kinds & Kind.FILE for node in range(len(table)))
    assert table.pages == len(seen)


@pytest.mark.parametrize("seed", range(10))
def test_rows_come_while_another_thread_sorts_and_filters(seed: int) -> None:
    """What was begun earlier is taken up later, in every order, whatever came meanwhile."""
    chooser = random.Random(seed)
    rows = grown(seed, 400)
    for order in ORDERS:
        descending, wanted = chooser.random() < 0.5, chooser.choice(FILTERS)
        table, slow = LinkTable(), Slow()
        start = chooser.randrange(350)
        table.add(rows[:start])
        sort, fit = table.order.sorting(order, descending), table.filtering(wanted)
        again = []
        for row in rows[start:]:
            if chooser.random() < 0.2:
                old = chooser.choice(rows[:start] or [row])
                again.append(old._replace(kinds=int(Kind.FILE), section="Early"))
        middle = chooser.randrange(start, 400)
        table.add(rows[start:middle], [row for row in again if row in rows[:start]])
        ordered, fitting = sort(), fit()
        if chooser.random() < 0.5:
            table.add(rows[middle:])
            middle = 400
        table.order.set(order, descending=descending, ordered=ordered)
        table.set_filter(wanted, fitting)
        slow.order, slow.descending, slow.filter = order, descending, wanted
        slow.rows = [table.row(node) for node in range(middle)]
        check(table, slow)
        table.add(rows[middle:])
        slow.rows = [table.row(node) for node in range(400)]
        check(table, slow)


@pytest.mark.parametrize("wanted", FILTERS, ids=str)
def test_what_is_exported_is_what_passes_and_what_is_checked(wanted: Filter) -> None:
    rows = grown(4, 300)
    table, slow = LinkTable(), Slow(rows=rows, open=set(range(300)), filter=wanted)
    table.add(rows)
    table.set_filter(wanted)
    table.set_checked(range(0, 300, 3), True)
    filtered = table.filtered().tolist()
    assert filtered == [node for node in slow.visible() if slow.passes(rows[node])]
    assert list(table.rows(table.filtered())) == [rows[node] for node in filtered]
    slow.filter = Filter()
    assert table.checked().tolist() == [node for node in slow.visible() if node % 3 == 0]
    assert table.redirect_titles() == {
        row.page_id: row.title for row in rows if row.kinds & Kind.REDIRECT
    }


def test_rows_are_read_in_another_thread_while_more_come() -> None:
    rows = grown(5, 3 * CHUNK)
    table = LinkTable()
    table.add(rows[:CHUNK])
    nodes, sort = table.filtered(), table.order.sorting("title")
    found: list[list[Row]] = []
    reader = threading.Thread(target=lambda: found.append(list(table.rows(nodes))))
    reader.start()
    for start in range(CHUNK, len(rows), 50):
        table.add(rows[start : start + 50])
    reader.join()
    assert found == [[rows[node] for node in nodes.tolist()]]
    table.order.set("title", ordered=sort())
    update(table)
    top = [node for node, row in enumerate(rows) if not row.via]
    titles = [rows[node].title.casefold() for node in table.visible.tolist()]
    assert titles == sorted(rows[node].title.casefold() for node in top)


def test_texts_come_while_another_thread_sorts() -> None:
    interval = sys.getswitchinterval()
    texts, nodes = Texts(), np.arange(3000, dtype=np.int32)
    texts.extend([title_of(node) for node in range(3000)])
    expected = texts.order(nodes).tolist()
    found: list[bool] = []
    done = threading.Event()

    def sort() -> None:
        with suppress(ValueError):
            while not done.is_set():
                found.append(texts.order(nodes).tolist() == expected)
        found.append(done.is_set())

    sorter = threading.Thread(target=sort)
    sys.setswitchinterval(1e-6)
    try:
        sorter.start()
        for _ in range(100):
            texts.extend(["x"] * CHUNK)
    finally:
        done.set()
        sorter.join()
        sys.setswitchinterval(interval)
    assert all(found)


def test_redirects_to_redirects_without_end_are_shown() -> None:
    table = LinkTable()
    table.add([a_row(2 + at, at and 1 + at, at, Kind.REDIRECT) for at in range(3000)])
    table.set_open(range(3000), True)
    update(table)
    assert table.visible.tolist() == list(range(3000))


def test_counts_follow_kinds_that_come_later() -> None:
    rows = grown(6, 200)
    table, slow = LinkTable(), Slow(rows=list(rows), filter=Filter(kinds=Kind.LINK))
    table.set_filter(slow.filter)
    table.add(rows)
    update(table)
    for node in range(0, 200, 2):
        came = rows[node]._replace(kinds=int(Kind.LINK | Kind.REDIRECT if node % 20 else Kind.LINK))
        slow.rows[node] = rows[node]._replace(kinds=rows[node].kinds | came.kinds)
        table.add([], [came])
        update(table)
        for shown in (False, True):
            passing = [row for row in slow.rows if not shown or slow.passes(row)]
            names = [name for row in passing for name in kind_names(row.kinds)]
            counts = table.counts(shown=shown)
            assert counts.rows == len(passing)
            assert counts.by_kind == {name: names.count(name) for name in counts.by_kind}


# --- check marks ----------------------------------------------------------------------------------


def test_w7_a_mark_is_a_page_s_in_all_its_rows() -> None:
    table = LinkTable()
    table.add(quartz.ROWS[:20])
    gem = quartz.GEMS[0]
    changed = table.set_checked([quartz.node(gem, quartz.ROCK)], True)
    assert changed.tolist() == [gem]
    table.add(quartz.ROWS[20:])  # where the same page comes once more
    nodes = [quartz.node(gem, via) for via in (quartz.ROCK, quartz.SILICA)]
    assert np.flatnonzero(table.marks).tolist() == table.checked().tolist() == nodes
    assert table.set_checked(nodes, True).tolist() == []
    assert table.set_checked(nodes[1:], False).tolist() == [gem]
    assert not np.any(table.marks)


def test_w7_marks_that_are_known_before_the_rows_come() -> None:
    table = LinkTable()
    table.set_checked_pages([quartz.GEMS[0], quartz.STONES[2], 99, 98], True)
    table.add(quartz.ROWS[:12])
    table.set_checked_pages([quartz.GEMS[0], quartz.GEMS[1]], True)
    table.set_checked_pages([quartz.GEMS[0], quartz.STONES[2]], False)
    table.add(quartz.ROWS[12:])
    assert {table.row(int(node)).title for node in np.flatnonzero(table.marks)} == {"Gem 1"}


def test_w7_closed_redirects_stand_for_what_matches_in_them() -> None:
    table = LinkTable()
    table.add(quartz.ROWS)
    update(table)
    every = table.visible
    assert table.matching(every).tolist() == every.tolist()  # no filter: what is selected
    table.set_filter(Filter("gem 1"))
    table.set_open([quartz.node(quartz.ROCK), quartz.node(quartz.SILICA)], False)
    update(table)
    titles = [table.row(int(node)).title for node in table.matching(table.visible)]
    gems = ["Gem 1", "Gem 10", "Gem 11", "Gem 12"]
    assert titles == [*gems, "Talk:Gem 1", *gems]
    one = np.array([quartz.node(quartz.SILICA)], np.int32)
    assert [table.row(int(node)).via for node in table.matching(one)] == [quartz.SILICA] * 4
