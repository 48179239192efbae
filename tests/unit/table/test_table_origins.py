# SPDX-License-Identifier: MIT
"""Where links come from, in the table: filtered, counted, in order."""

import random

import pytest

from wikilinks_gui.table.filter import ALL_ORIGINS, Filter
from wikilinks_gui.table.origin import Origin
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
    (10, 1): (Origin.TEMPLATE, (NAV,)),
    (10, 2): (Origin.TEXT, ()),
}


def bits(*origins: Origin) -> int:
    return sum(1 << origin for origin in origins)


def tell(table: LinkTable, keys: list[tuple[int, int]]) -> None:
    table.set_origins(keys, [ORIGINS[key] for key in keys])


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
        if wanted >> origin & 1 and (templates is None or not templates.isdisjoint(through))
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
        Origin.UNKNOWN: 2,
        Origin.TEXT: 3,
        Origin.TEMPLATE: 2,
        Origin.BOTH: 1,
        Origin.NOT_FOUND: 1,
    }
    assert counts.by_template == {BOX: 2, NAV: 2}
    table.set_filter(Filter(origins=bits(Origin.TEMPLATE)))
    counts = table.counts(shown=True)
    assert (counts.by_origin, counts.by_template) == ({Origin.TEMPLATE: 2}, {BOX: 1, NAV: 1})
    assert table.counts(shown=False).by_template == {BOX: 2, NAV: 2}


def test_of_one_row(table: LinkTable) -> None:
    (node,) = table.nodes_of([(0, 3)])
    assert (table.origin(node), table.templates(node)) == (Origin.BOTH, (BOX, NAV))
    table.set_origins([(0, 3), (99, 3)], [(Origin.TEXT, ()), (Origin.BOTH, (BOX,))])
    assert (table.origin(node), table.templates(node)) == (Origin.TEXT, ())


def test_order(table: LinkTable) -> None:
    table.order.set("origin")
    table.set_open(table.nodes_of([(0, 10)]), True)
    assert shown(table) == [
        *((0, 5), (0, 10), (10, 3), (10, 2), (10, 1)),
        *((0, 1), (0, 2), (0, 3), (0, 4)),
    ]
    table.set_origins([(0, 1)], [(Origin.NOT_FOUND, ())])
    assert [key for key in shown(table) if not key[0]][-2:] == [(0, 1), (0, 4)]
