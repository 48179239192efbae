# SPDX-License-Identifier: MIT
"""Where links come from, in the table: filtered, counted, in order."""

import random
from dataclasses import replace

import pytest

from wikilinks_gui.table.filter import Filter, origins_of, with_origin, with_template
from wikilinks_gui.table.origin import ALL_ORIGINS, IN_DOUBT, ORIGIN_GROUPS, Origin
from wikilinks_gui.table.row import Kind, Row
from wikilinks_gui.table.table import LinkTable

ALIAS = Row(10, 0, "Alias", int(Kind.REDIRECT), True, "", 0, 0)
ROWS = [
    ALIAS,
    *(Row(number, 0, f"Page {number}", 1, False, "", 0, 0) for number in range(1, 6)),
    *(Row(number, 0, f"Page {number}", 1, False, "", 10, 1) for number in range(1, 4)),
]
BOX, NAV = "Template:Box", "Template:Nav"
ORIGINS = {
    (0, 10): (Origin.TEXT, ()),
    (0, 1): (Origin.TEXT, ()),
    (0, 2): (Origin.TEMPLATE, (BOX,)),
    (0, 3): (Origin.BOTH, (BOX, NAV)),
    (0, 4): (Origin.NOT_FOUND, ()),
    (0, 5): (Origin.TEMPLATE, (NAV,)),
    (10, 1): (Origin.TEMPLATE, (NAV,)),
    (10, 2): (Origin.TEXT, ()),
}

DOUBTS = {(0, 5)}


def bits(*groups: int) -> int:
    return sum(1 << group for group in groups)


def tell(table: LinkTable, keys: list[tuple[int, int]]) -> None:
    table.set_origins(keys, [ORIGINS[key] for key in keys], [key in DOUBTS for key in keys])


@pytest.fixture
def table() -> LinkTable:
    table = LinkTable()
    table.add(ROWS)
    tell(table, list(ORIGINS))
    return table


def shown(table: LinkTable) -> list[tuple[int, int]]:
    if change := table.change():
        table.visible = change.visible
    return [(row.via, row.page_id) for row in table.rows(table.visible)]


def expected(wanted: int, templates: frozenset[str] | None) -> set[tuple[int, int]]:
    known = {(row.via, row.page_id): ORIGINS.get((row.via, row.page_id), (0, ())) for row in ROWS}
    return {
        key
        for key, (origin, through) in known.items()
        if wanted >> (IN_DOUBT if key in DOUBTS else origin) & 1
        and (templates is None or not templates.isdisjoint(through))
    }


@pytest.mark.parametrize("templates", [None, frozenset({BOX}), frozenset({NAV}), frozenset({"X"})])
@pytest.mark.parametrize("wanted", range(ALL_ORIGINS + 1))
def test_filter(table: LinkTable, wanted: int, templates: frozenset[str] | None) -> None:
    table.set_filter(Filter(origins=wanted, templates=templates, redirects=False))
    assert set(shown(table)) == expected(wanted, templates) - {(0, 10)}
    table.set_filter(Filter(origins=wanted, templates=templates))
    assert {(row.via, row.page_id) for row in table.rows(table.filtered())} == expected(
        wanted, templates
    )


def test_what_becomes_known_is_filtered_at_once(table: LinkTable) -> None:
    """In any order, whether told before the filter or later, rows and filter agree."""
    for seed in range(20):
        chooser = random.Random(seed)
        keys = list(ORIGINS)
        chooser.shuffle(keys)
        fresh = LinkTable()
        fresh.add(ROWS[:5])
        tell(fresh, keys[:3])
        wanted = bits(Origin.TEXT, Origin.UNKNOWN)
        fresh.set_filter(Filter(origins=wanted, redirects=False))
        shown(fresh)
        fresh.add(ROWS[5:])
        for key in keys:
            tell(fresh, [key])
        assert set(shown(fresh)) == expected(wanted, None) - {(0, 10)}
        assert fresh.counts(shown=True).rows == len(shown(fresh))


def test_counts(table: LinkTable) -> None:
    counts = table.counts(shown=False)
    assert counts.by_origin == {
        Origin.UNKNOWN: 1,
        Origin.TEXT: 3,
        Origin.TEMPLATE: 2,
        Origin.BOTH: 1,
        Origin.NOT_FOUND: 1,
        IN_DOUBT: 1,
    }
    assert counts.by_template == {BOX: 2, NAV: 3}
    table.set_filter(Filter(origins=bits(Origin.TEMPLATE)))
    counts = table.counts(shown=True)
    assert (counts.by_origin, counts.by_template) == ({Origin.TEMPLATE: 2}, {BOX: 1, NAV: 1})
    assert table.counts(shown=False).by_template == {BOX: 2, NAV: 3}


def test_what_becomes_known_of_a_few_is_as_if_all_were_looked_at() -> None:
    """A redirect below a redirect holds what passes below it, and no longer when that goes."""
    inner = Row(11, 0, "Inner", int(Kind.REDIRECT), True, "", 10, 1)
    below = [Row(number, 0, f"Below {number}", 1, False, "", 11, 2) for number in (1, 2, 3)]
    rows = [ALIAS, inner, *below, *ROWS[1:]]
    keys = [(row.via, row.page_id) for row in rows]
    for seed in range(30):
        chooser = random.Random(seed)
        wanted = Filter(
            origins=chooser.randrange(ALL_ORIGINS),
            templates=chooser.choice([None, frozenset({BOX})]),
            checked=chooser.choice(["all", "hide", "only"]),
        )
        table, whole = LinkTable(), LinkTable()
        for each in (table, whole):
            each.add(rows)
            each.set_checked_pages([1, 4], True)
        table.set_filter(wanted)
        for _time in range(10):
            some = chooser.sample(keys, 4)
            told = [chooser.choice(list(ORIGINS.values())) for _key in some]
            doubts = [chooser.random() < 0.2 for _key in some]
            for each in (table, whole):
                each.set_origins(some, told, doubts)
            whole.set_filter(wanted)
            assert shown(table) == shown(whole)
            assert table.counts(shown=True) == whole.counts(shown=True)
            assert table.progress() == whole.progress()
            for node in range(len(rows)):
                assert table.through_shown(node) == whole.through_shown(node)
                assert table.is_open(node) == whole.is_open(node)


def test_doubts_end_where_it_becomes_certain(table: LinkTable) -> None:
    (node,) = table.nodes_of(DOUBTS)
    assert table.doubtful.tolist() == [node]
    assert table.is_doubtful(node)
    assert table.origin(node) == Origin.TEMPLATE  # is what is likely
    table.set_origins([(0, 5)], [(Origin.TEMPLATE, (NAV,))])
    assert not len(table.doubtful)
    assert not table.is_doubtful(node)


def test_of_one_row(table: LinkTable) -> None:
    (node,) = table.nodes_of([(0, 3)])
    assert (table.origin(node), table.templates(node)) == (Origin.BOTH, (BOX, NAV))
    table.set_origins([(0, 3), (99, 3)], [(Origin.TEXT, ()), (Origin.BOTH, (BOX,))])
    assert (table.origin(node), table.templates(node)) == (Origin.TEXT, ())


def test_order(table: LinkTable) -> None:
    """In the text, both, through a template by its title, not found; doubts where they are."""
    table.set_open(table.nodes_of([(0, 10)]), True)
    table.order.set("origin")
    assert shown(table) == [
        *((0, 10), (10, 2), (10, 1), (10, 3)),
        *((0, 1), (0, 3), (0, 2), (0, 5), (0, 4)),
    ]
    table.order.set("origin", descending=True)
    assert shown(table) == [
        *((0, 4), (0, 5), (0, 2), (0, 3)),
        *((0, 10), (10, 3), (10, 1), (10, 2), (0, 1)),
    ]
    table.order.set("origin")
    table.set_origins([(0, 1), (0, 5)], [(Origin.NOT_FOUND, ()), (Origin.TEMPLATE, (NAV,))])
    assert [key for key in shown(table) if not key[0]] == [
        *((0, 10), (0, 3), (0, 2), (0, 5), (0, 1), (0, 4)),
    ]


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("at_once", [1, 20, 700])
def test_order_while_origins_become_known(at_once: int, descending: bool) -> None:
    """A few at a time or many, they stand where they would if all had been known before."""
    chooser = random.Random(at_once)
    rows = [Row(n, 0, f"Page {n}", 1, False, "", 0, 0) for n in range(1, 1500)]
    values = [(chooser.choice(list(Origin)), tuple(chooser.sample([BOX, NAV], 1))) for _ in rows]
    keys = [(row.via, row.page_id) for row in rows]
    table, whole = LinkTable(), LinkTable()
    for each in (table, whole):
        each.add(rows)
    table.order.set("origin", descending=descending)
    for start in range(0, len(rows), at_once)[:5]:
        some = slice(start, start + at_once)
        table.set_origins(keys[some], values[some])
        whole.set_origins(keys[some], values[some])
        whole.order.set("origin", descending=descending)
        assert shown(table) == shown(whole)


def test_order_of_many_sets_of_templates() -> None:
    """More than numbers of 16 bits can tell apart."""
    table = LinkTable()
    count = 14_000
    numbers = [number * 37 % count for number in range(count)]
    table.add([Row(n + 1, 0, f"Page {n}", 1, False, "", 0, 0) for n in numbers])
    origins = (Origin.TEMPLATE, Origin.TEXT)
    keys = [(0, n + 1) for n in numbers]
    table.set_origins(keys, [(origins[n % 2], (f"Template:{n:05}",)) for n in numbers])
    table.order.set("origin")
    odd_first = [*range(1, count, 2), *range(0, count, 2)]
    assert [page_id for _via, page_id in shown(table)] == [n + 1 for n in odd_first]


@pytest.mark.parametrize("name", list(ORIGIN_GROUPS))
def test_filter_by_name(table: LinkTable, name: str) -> None:
    """One origin more or less in the filter, as chips do it; the counts are those of its rows."""
    wanted = with_origin(Filter(), name, True)
    assert origins_of(wanted) == {name}
    assert with_origin(wanted, name, False) == Filter()
    assert not origins_of(Filter())
    table.set_filter(wanted)
    counts = table.counts(shown=True)
    assert counts.of_origin(name) == counts.rows == len(table.filtered())
    assert counts.rows == table.counts(shown=False).of_origin(name)
    others = replace(Filter(), origins=ALL_ORIGINS & ~bits(ORIGIN_GROUPS[name]))
    assert not origins_of(others)  # it hides one: none is picked out
    assert with_origin(others, name, True) == wanted
    table.set_filter(others)
    assert table.counts(shown=True).rows == len(ROWS) - counts.rows


def test_filter_by_templates(table: LinkTable) -> None:
    wanted = with_template(with_template(Filter(), BOX, True), NAV, True)
    assert wanted.templates == frozenset({BOX, NAV})
    wanted = with_template(wanted, BOX, False)
    assert wanted == Filter(templates=frozenset({NAV}))
    assert with_template(wanted, NAV, False) == Filter()


def test_damaged_origins_in_a_filter() -> None:
    """A stored filter may have any number."""
    assert Filter(origins=-1) == Filter(origins=1 << 200 | ALL_ORIGINS) == Filter()


def test_a_list_that_nobody_has_checked() -> None:
    table = LinkTable()
    assert (table.counts(shown=False).by_origin, table.has_origins) == ({}, False)
    table.add(ROWS)
    table.set_origins([(0, 99)], [(Origin.TEXT, ())])  # of a row that is not there
    counts = table.counts(shown=False)
    assert (counts.by_origin, table.has_origins) == ({Origin.UNKNOWN: len(ROWS)}, False)
    table.set_filter(Filter(text="Page"))
    assert table.counts(shown=True).by_origin == {Origin.UNKNOWN: len(ROWS) - 1}
    table.set_origins([(0, 1)], [(Origin.TEXT, ())])
    assert table.has_origins
