# SPDX-License-Identifier: MIT
"""Each row is in the disc of what brings its link, whatever becomes known in which order."""

import random
from collections import Counter, defaultdict

import numpy as np
import pytest

from wikilinks_gui.graph.layout import PAGE
from wikilinks_gui.graph.templatelayout import TemplateLayout
from wikilinks_gui.table.filter import Filter
from wikilinks_gui.table.origin import Origin
from wikilinks_gui.table.row import Kind, Row
from wikilinks_gui.table.table import LinkTable
from wikilinks_gui.tasks import finish
from wikilinks_gui.translation import closed

A, B, C = "Template:A", "Template:B", "User:C/Box"  # of these, only the last keeps its namespace
TEXT, IN_DOUBT = "In the text", "In doubt"
NOT_FOUND, UNKNOWN = "Not found", "Not known yet"


def template_name(title: str) -> str:
    return title.removeprefix("Template:")


def table_of(count: int) -> LinkTable:
    """Pages, every third of them through a redirect, which is the first row."""
    table = LinkTable()
    table.add([Row(1, 0, "R", int(Kind.REDIRECT | Kind.LINK), True, "", 0, 0)])
    pages = range(2, count + 1)
    table.add([Row(n, 0, f"P{n}", 1, False, "", int(n % 3 == 0), int(n % 3 == 0)) for n in pages])
    return table


def learn(
    table: LinkTable, nodes: list[int], origin: Origin, *templates: str, in_doubt: bool = False
) -> None:
    """Make it known where the links of some rows come from."""
    keys = [(row.via, row.page_id) for row in table.rows(nodes)]
    table.set_origins(keys, [(int(origin), templates)] * len(nodes), [in_doubt] * len(nodes))


def arrange(layout: TemplateLayout) -> None:
    layout.arrange(finish(layout.arranging()))
    assert not layout.add()


def names(layout: TemplateLayout) -> list[str]:
    return [title.translate(dict.fromkeys(range(0x2066, 0x206A))) for title in layout.discs.titles]


def seen(layout: TemplateLayout) -> dict[str, set[int]]:
    """Return the rows of each disc, by where they are drawn, and check that all agrees."""
    discs = layout.discs
    there = np.flatnonzero(discs.counts)
    away = np.hypot(layout.x[:, None] - discs.x[there], layout.y[:, None] - discs.y[there])
    inside = away <= discs.radius[there] + 1e-3
    assert np.all(np.count_nonzero(inside, axis=1) == 1)
    homes = there[np.argmax(inside, axis=1)]
    found = {
        names(layout)[disc]: set(layout.nodes[homes == disc].tolist()) for disc in there.tolist()
    }
    for disc in there.tolist():
        of_disc = set(layout.nodes_of(disc).tolist())
        assert found[names(layout)[disc]] <= of_disc
        assert discs.counts[disc] == len(of_disc)
        assert discs.left[disc] == len(of_disc) - len(found[names(layout)[disc]])
    return found


def test_each_row_is_in_the_disc_of_what_brings_it() -> None:
    """What is in the text as well is an editor's work."""
    table = table_of(12)
    learn(table, [0, 1, 2], Origin.TEXT)
    learn(table, [3], Origin.BOTH, A)
    learn(table, [4, 5, 6], Origin.TEMPLATE, A)
    learn(table, [7], Origin.TEMPLATE, B)
    learn(table, [8], Origin.NOT_FOUND)
    learn(table, [9], Origin.TEXT, B)  # in an argument of it
    learn(table, [10], Origin.TEMPLATE, A, in_doubt=True)
    layout = TemplateLayout(table, template_name)
    assert layout.add()
    arrange(layout)
    assert seen(layout) == {
        TEXT: {0, 1, 2, 3, 9},
        "A": {4, 5, 6},
        "B": {7},
        NOT_FOUND: {8},
        IN_DOUBT: {10},
        UNKNOWN: {11},
    }
    assert [layout.is_of_template(names(layout).index(name)) for name in (TEXT, "A", "B")] == [
        False,
        True,
        True,
    ]


def test_of_several_templates_the_one_that_brings_the_most_has_the_row() -> None:
    table = table_of(10)
    learn(table, [0, 1, 2], Origin.TEMPLATE, A)
    learn(table, [3, 4], Origin.TEMPLATE, A, B)
    learn(table, [5], Origin.TEMPLATE, B)
    learn(table, [6, 7, 8, 9], Origin.TEXT)
    layout = TemplateLayout(table, template_name)
    arrange(layout)
    assert seen(layout) == {"A": {0, 1, 2, 3, 4}, "B": {5}, TEXT: {6, 7, 8, 9}}
    assert layout.others(names(layout).index("A")) == [(B, 2)]
    assert layout.others(names(layout).index("B")) == []


def test_templates_that_bring_all_of_a_disc_give_the_name() -> None:
    """Two boxes at the foot of the same pages: neither is to be blamed alone."""
    table = table_of(10)
    learn(table, [*range(6)], Origin.TEMPLATE, B, A)
    learn(table, [6], Origin.TEMPLATE, A, B, C)
    learn(table, [7, 8, 9], Origin.TEMPLATE)
    layout = TemplateLayout(table, template_name)
    arrange(layout)
    assert {name: len(rows) for name, rows in seen(layout).items()} == {
        "A + B": 7,
        "Through a template": 3,
    }
    assert layout.others(names(layout).index("A + B")) == [(C, 1)]


def test_rows_of_a_template_in_other_discs_are_told() -> None:
    """A template has as many rows as the list counts, wherever these are."""
    table = table_of(14)
    learn(table, [0, 1, 2, 3], Origin.TEMPLATE, A)
    learn(table, [4, 5, 6], Origin.TEMPLATE, A, B)
    learn(table, [7], Origin.TEMPLATE, B)
    learn(table, [8, 9], Origin.BOTH, B)
    learn(table, [10], Origin.TEXT, B)  # in an argument of it
    learn(table, [11], Origin.TEXT)
    learn(table, [12], Origin.BOTH, A, in_doubt=True)
    layout = TemplateLayout(table, template_name)
    arrange(layout)
    found, discs = names(layout), layout.discs
    _origins, totals = table.count_origins(slice(None))
    assert totals == {A: 8, B: 7}
    told = {name: (int(discs.counts[at]), discs.totals[at]) for at, name in enumerate(found)}
    assert told == {
        "A": (7, 8),
        "B": (1, 7),
        TEXT: (4, 4),
        IN_DOUBT: (1, 1),
        NOT_FOUND: (0, 0),
        UNKNOWN: (1, 1),
    }
    assert [layout.templates(found.index(name)) for name in ("A", "B", TEXT)] == [[A], [B], []]
    elsewhere = layout.elsewhere(B, found.index("B"))
    assert sorted((found[disc], count) for disc, count in elsewhere) == [("A", 3), (TEXT, 3)]
    assert layout.elsewhere(A, found.index("A")) == [(found.index(IN_DOUBT), 1)]
    assert layout.others(found.index(TEXT)) == []


def test_of_templates_with_as_many_rows_the_one_with_a_disc_keeps_the_row() -> None:
    table = table_of(6)
    learn(table, [0, 1], Origin.TEMPLATE, B)
    learn(table, [2], Origin.TEMPLATE, A, B)
    learn(table, [3, 4, 5], Origin.NOT_FOUND)
    layout = TemplateLayout(table, template_name)
    arrange(layout)
    learn(table, [3, 4], Origin.BOTH, A)
    arrange(layout)
    assert seen(layout) == {"B": {0, 1, 2}, TEXT: {3, 4}, NOT_FOUND: {5}}


def test_what_brings_no_row_of_a_disc_any_more_is_not_told_of_it() -> None:
    table = table_of(5)
    learn(table, [0, 1, 2], Origin.TEMPLATE, A)
    learn(table, [3, 4], Origin.TEMPLATE, A, B)
    layout = TemplateLayout(table, template_name)
    arrange(layout)
    assert layout.others(names(layout).index("A")) == [(B, 2)]
    learn(table, [3, 4], Origin.TEXT, A, B)
    arrange(layout)
    assert layout.others(names(layout).index("A")) == []


def test_nothing_is_drawn_before_it_is_arranged() -> None:
    layout = TemplateLayout(table_of(5), template_name)
    assert not len(layout.nodes)
    assert not len(layout.discs)
    arrange(layout)
    assert seen(layout) == {UNKNOWN: {0, 1, 2, 3, 4}}
    arrange(TemplateLayout(LinkTable(), template_name))


def test_what_becomes_known_moves_and_all_else_keeps_its_number() -> None:
    """As if it had been known from the start; nodes and discs are where they were in the arrays."""
    table, chooser = table_of(400), random.Random(3)
    layout = TemplateLayout(table, template_name)
    arrange(layout)
    nodes = [*range(400)]
    chooser.shuffle(nodes)
    truth: dict[int, tuple[Origin, tuple[str, ...]]] = {}
    for start in range(0, 400, 50):
        before, discs = layout.nodes.copy(), names(layout)
        for node in nodes[start : start + 50]:
            origin = chooser.choice([Origin.TEXT, Origin.TEMPLATE, Origin.NOT_FOUND, Origin.BOTH])
            templates = tuple(chooser.sample([A, B, C], chooser.randint(1, 2)))
            truth[node] = origin, templates if origin & Origin.TEMPLATE else ()
            learn(table, [node], origin, *truth[node][1])
        assert layout.add()
        arrange(layout)
        assert layout.nodes[: len(before)].tolist() == before.tolist()
        of_all = [name for name in discs if " + " not in name and "Through" not in name]
        assert [name for name in of_all if names(layout)[discs.index(name)] != name] == []
    anew = TemplateLayout(table, template_name)
    arrange(anew)
    assert seen(layout) == seen(anew) == by_hand(truth)


def test_discs_hardly_move_while_pages_are_checked() -> None:
    """With 50 more known each time: 0.9 on average is seen, and 8 if all were packed anew."""
    table, chooser = table_of(3_000), random.Random(1)
    layout = TemplateLayout(table, template_name)
    nodes, gone = [*range(3_000)], []
    chooser.shuffle(nodes)
    for start in range(0, 3_000, 50):
        for node in nodes[start : start + 50]:
            origin = Origin.TEMPLATE if chooser.random() < 0.9 else Origin.TEXT
            learn(table, [node], origin, f"Template:{min(int(chooser.paretovariate(0.7)), 12)}")
        before = layout.discs
        arrange(layout)
        now, there = layout.discs, np.flatnonzero(before.counts)
        there = there[now.counts[there] > 0]
        gone += np.hypot(now.x[there] - before.x[there], now.y[there] - before.y[there]).tolist()
    assert 0 < np.mean(gone) < 2
    (empty,) = np.flatnonzero(layout.discs.titles == np.array(UNKNOWN))
    assert (layout.discs.x[empty], layout.discs.y[empty]) == (0, 0)


def by_hand(truth: dict[int, tuple[Origin, tuple[str, ...]]]) -> dict[str, set[int]]:
    """Group rows one by one."""
    totals = Counter(title for _origin, templates in truth.values() for title in templates)
    found: dict[str, set[int]] = defaultdict(set)
    for node, (origin, templates) in truth.items():
        if origin == Origin.TEMPLATE:
            name = max(templates, key=lambda title: totals[title]).removeprefix("Template:")
        else:
            name = NOT_FOUND if origin == Origin.NOT_FOUND else TEXT
        found[name].add(node)
    return dict(found)


@pytest.mark.parametrize("templates", [1, 2, 40, 300])
def test_discs_do_not_overlap_and_leave_room_for_the_page(templates: int) -> None:
    table = table_of(2_000)
    sizes = np.random.default_rng(2).pareto(1.0, templates) + 1
    ends = np.cumsum(sizes / sizes.sum() * 1_500).astype(int).tolist()
    learn(table, [*range(1_500, 1_900)], Origin.TEXT)
    layout = TemplateLayout(table, template_name)
    for number, (start, end) in enumerate(zip([0, *ends], ends, strict=False)):
        learn(table, [*range(start, end)], Origin.TEMPLATE, f"Template:{number}")
        if number % 20 == 0:
            arrange(layout)
    arrange(layout)
    discs = layout.discs
    there = np.flatnonzero(discs.counts)
    x, y, radius = discs.x[there], discs.y[there], discs.radius[there]
    away = np.hypot(x[:, None] - x, y[:, None] - y)
    touch = radius[:, None] + radius + 1
    assert np.all((away > touch) | np.eye(len(there), dtype=np.bool_))
    assert np.all(np.hypot(x, y) > radius + 1)
    assert np.all((discs.parents == -1) == (discs.counts > 0))
    assert np.all(discs.nodes == PAGE)
    assert discs.left.sum() == 0


def test_only_the_first_rows_are_drawn_until_more_are_opened() -> None:
    """Those that pass the filter first."""
    table = table_of(100)
    learn(table, [*range(60, 100)], Origin.TEMPLATE, A)
    layout = TemplateLayout(table, template_name, most=70, step=8)
    arrange(layout)
    assert sorted(layout.nodes.tolist()) == [*range(70)]
    disc = names(layout).index("A")
    assert layout.discs.left.tolist() == [0, 0, 0, 0, 30]
    table.set_filter(Filter("P9"))
    layout.open_more(disc)
    passed = {node for node in range(70, 100) if closed(table.titles[node]).startswith("P9")}
    assert len(passed) == 10
    assert set(layout.nodes[70:].tolist()) < passed
    assert layout.discs.left[disc] == 22
    for _time in range(3):
        layout.open_more(disc)
    arrange(layout)
    assert seen(layout) == {UNKNOWN: {*range(60)}, "A": {*range(60, 100)}}


def test_rows_that_come_later_are_not_known() -> None:
    table = table_of(5)
    learn(table, [0, 1], Origin.TEXT)
    layout = TemplateLayout(table, template_name)
    steps = layout.arranging()
    next(steps)
    table.add([Row(50, 0, "Late", 1, False, "", 0, 0)])  # while discs are being packed
    layout.arrange(finish(steps))
    assert seen(layout) == {TEXT: {0, 1}, UNKNOWN: {2, 3, 4}}
    assert layout.add()
    arrange(layout)
    assert seen(layout) == {TEXT: {0, 1}, UNKNOWN: {2, 3, 4, 5}}
