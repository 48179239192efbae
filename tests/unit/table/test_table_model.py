# SPDX-License-Identifier: MIT
"""Random acts on a table, each followed by a comparison with a plain tree."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import quartz
from tests.unit.table.slow import Slow, grown
from wikilinks_gui.table.filter import ALL, Filter
from wikilinks_gui.table.ordering import Order
from wikilinks_gui.table.redirectkinds import NO_TRAITS, PROBLEMS, Trait
from wikilinks_gui.table.row import Kind, Row
from wikilinks_gui.table.table import LinkTable

FILTERS = st.builds(
    Filter,
    text=st.sampled_from(["", "", "cat", "gem", "1", "STRASSE", "nowhere"]),
    namespaces=st.sampled_from([None, None, frozenset({1}), frozenset({0, 2})]),
    but=st.booleans(),
    kinds=st.sampled_from([ALL, ALL, ALL, Kind.LINK, Kind.TRANSCLUSION | Kind.FILE, Kind(0)]),
    traits=st.sampled_from([NO_TRAITS, PROBLEMS, Trait.SECTION | Trait.ELSEWHERE]),
    redirects=st.sampled_from([True, True, False]),
    checked=st.sampled_from(["all", "all", "hide", "only"]),
    pages=st.sampled_from([None, None, frozenset(), frozenset(range(1, 40, 2))]),
)
ORDERS: st.SearchStrategy[Order] = st.sampled_from(
    ["arrival", "title", "kinds", "namespace", "through", "section", "page_id", "via"]
)
NODES = st.integers(0, 10_000)  # modulo how many there are
ACTS = st.one_of(
    st.tuples(st.just("add"), st.integers(1, 40)),
    st.tuples(st.just("filter"), st.one_of(FILTERS, st.just(Filter()))),
    st.tuples(st.just("sort"), ORDERS, st.booleans()),
    st.tuples(st.just("open"), NODES, st.booleans()),
    st.tuples(st.just("check"), st.lists(NODES, min_size=1, max_size=5), st.booleans()),
    st.tuples(st.just("again"), NODES),
)


class Both:
    """A table and what it should be."""

    def __init__(self, rows: list[Row]) -> None:
        self.table, self.slow, self.rows = LinkTable(), Slow(), rows

    def add(self, count: int) -> None:
        more = self.rows[len(self.slow.rows) : len(self.slow.rows) + count]
        self.table.add(more)
        self.slow.rows += more

    def filter(self, wanted: Filter) -> None:
        self.table.set_filter(wanted)
        self.slow.set_filter(wanted)

    def sort(self, order: Order, descending: bool) -> None:
        self.slow.order, self.slow.descending = order, descending
        self.table.order.set(order, descending=descending)

    def open(self, node: int, is_open: bool) -> None:
        if self.slow.rows:
            node %= len(self.slow.rows)
            self.slow.set_open(node, is_open)
            self.table.set_open([node], is_open)

    def check(self, nodes: list[int], on: bool) -> None:
        if self.slow.rows:
            nodes = [node % len(self.slow.rows) for node in nodes]
            pages = {self.slow.rows[node].page_id for node in nodes}
            checked = self.slow.checked
            changes = sorted(pages - checked if on else pages & checked)
            assert sorted(self.table.set_checked(nodes, on).tolist()) == changes
            self.slow.checked = checked | pages if on else checked - pages

    def again(self, node: int) -> None:
        if self.slow.rows:
            node %= len(self.slow.rows)
            row = self.slow.rows[node]
            self.slow.rows[node] = row._replace(kinds=row.kinds | Kind.FILE)
            self.table.add([], [row._replace(kinds=int(Kind.FILE), section="")])

    def compare(self) -> None:
        table, slow = self.table, self.slow
        change = table.change()
        if change is not None:
            table.visible = change.visible
        visible = slow.visible()
        assert table.visible.tolist() == visible
        passing = [row for row in slow.rows if slow.passes(row)]
        counts = table.counts(shown=True)
        assert counts.rows == len(passing)
        assert counts.pages == len({row.page_id for row in passing})
        assert counts.by_trait["double"] == sum(
            bool(row.kinds & Kind.REDIRECT and row.via) for row in passing
        )
        slow.filter, wanted = replace(slow.filter, checked="all"), slow.filter
        suited = {row.page_id for row in slow.rows if slow.passes(row)}
        slow.filter = wanted
        assert table.progress() == (len(suited & slow.checked), len(suited))
        marks = [row.page_id in slow.checked for row in slow.rows]
        assert table.marks.tolist() == marks
        for node in visible:
            below = slow.below(node)
            assert table.passes(node) == slow.passes(slow.rows[node])
            assert table.is_open(node) == slow.is_open(node)
            assert table.through_shown(node) == sum(slow.passes(slow.rows[at]) for at in below)
        self.compare_every(passing)

    def compare_every(self, passing: list[Row]) -> None:
        """Compare what is there when all is open, whatever is."""
        table, slow = self.table, self.slow
        was, slow.open = slow.open, set(range(len(slow.rows)))
        order = [node for node in slow.visible() if slow.passes(slow.rows[node])]
        slow.open = was
        assert table.filtered().tolist() == order
        assert len(order) == len(passing)
        assert table.matching(table.visible).tolist() == [
            node for node in order if slow.filter != Filter() or node in set(table.visible.tolist())
        ]
        unchecked = [node for node in order if slow.rows[node].page_id not in slow.checked]
        for at, node in enumerate(order):
            later = [n for n in order[at + 1 :] if n in unchecked]
            expected = (later or unchecked or [-1])[0]
            assert table.next_unchecked(node) == expected


def run(rows: list[Row], acts: list[tuple[object, ...]]) -> None:
    both = Both(rows)
    for name, *values in acts:
        act: Callable[..., None] = getattr(both, str(name))
        act(*values)
        both.compare()


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 1000), acts=st.lists(ACTS, min_size=5, max_size=25))
def test_w8_a_table_is_a_plain_tree(seed: int, acts: list[tuple[object, ...]]) -> None:
    run(grown(seed, 60), [("add", 20), *acts])


@settings(max_examples=40, deadline=None)
@given(acts=st.lists(ACTS, min_size=5, max_size=25))
def test_w8_the_list_of_quartz_is_a_plain_tree(acts: list[tuple[object, ...]]) -> None:
    run(quartz.ROWS, [("add", 40), *acts])


def test_w8_branches_that_match_open_and_close_again() -> None:
    both = Both(quartz.ROWS)
    both.add(99)
    table = both.table
    rock, silica = quartz.node(quartz.ROCK), quartz.node(quartz.SILICA)
    table.set_open([silica], True)
    table.set_filter(Filter("gem"))
    assert (table.is_open(rock), table.is_open(silica)) == (True, True)
    assert (table.through_shown(rock), table.through(rock)) == (17, 19)
    assert not table.passes(rock)
    table.set_filter(Filter())
    assert (table.is_open(rock), table.is_open(silica)) == (False, True)


def test_w8_what_a_person_opens_or_closes_stays_so() -> None:
    table = LinkTable()
    table.add(quartz.ROWS)
    rock, silica = quartz.node(quartz.ROCK), quartz.node(quartz.SILICA)
    table.set_open([silica], True)
    table.set_filter(Filter("g"))
    table.set_open([rock, silica], False)
    table.set_filter(Filter("ge"))  # still typing
    assert not table.is_open(rock)
    table.set_open([rock], True)
    table.set_filter(Filter())
    assert (table.is_open(rock), table.is_open(silica)) == (True, False)
    table.set_filter(Filter("gem"))
    assert table.is_open(silica)


def test_w9_a_flat_list_is_sorted_as_one() -> None:
    table = LinkTable()
    table.add(quartz.ROWS)
    table.order.set("title")
    table.set_filter(Filter("gem 0", redirects=False))
    change = table.change()
    assert change
    rows = list(table.rows(change.visible))
    assert [row.title for row in rows] == ["Gem 0", "Gem 0", "Talk:Gem 0"]
    assert [row.via for row in rows] == [quartz.ROCK, quartz.SILICA, quartz.ROCK]


def test_w9_redirects_that_only_link_here_are_links_and_stay() -> None:
    table = LinkTable()
    table.add(quartz.ROWS)
    table.set_filter(Filter(redirects=False))
    titles = [row.title for row in table.rows(table.filtered())]
    hidden = {"Rock crystal", "Silica crystal", "Rockcrystal", "Rock-crystal"}
    assert "Citrine" in titles
    assert len(titles) == len(quartz.ROWS) - len(hidden)
    assert not hidden & set(titles)


def test_w10_double_redirects_sections_and_others_are_told_apart() -> None:
    table = LinkTable()
    table.add(quartz.ROWS)
    traits = {table.row(node).title: table.traits(node) for node in range(len(table))}
    assert {title: trait for title, trait in traits.items() if trait} == {
        "Silica crystal": Trait.SECTION,
        "Citrine": Trait.ELSEWHERE,
        "Rockcrystal": Trait.DOUBLE,
        "Rock-crystal": Trait.DOUBLE,
    }
    table.set_filter(Filter(kinds=Kind(0), traits=PROBLEMS))
    assert [row.title for row in table.rows(table.filtered())] == ["Rockcrystal", "Rock-crystal"]
    assert table.counts(shown=False).problems == 2


def redirect(page_id: int, via: int = 0, depth: int = 0) -> Row:
    return Row(page_id, 0, f"R{page_id}", int(Kind.REDIRECT), True, "", via, depth)


def test_w10_a_loop_is_marked_all_round() -> None:
    table = LinkTable()
    table.set_explored(1, is_redirect=True, is_missing=False)
    table.add([redirect(2), redirect(5)])  # 1 leads to 3, 3 to 2, 2 to 1; 5 leads to 1
    table.add([redirect(3, 2, 1)])
    assert table.counts(shown=False).by_trait["loop"] == 0
    table.set_filter(Filter(kinds=Kind(0), traits=Trait.LOOP))
    table.add([redirect(1, 3, 2)])
    assert [row.page_id for row in table.rows(table.filtered())] == [2, 3, 1]
    assert table.traits(1) == Trait.DOUBLE
    assert table.counts(shown=False).by_trait["loop"] == 3
    assert table.counts(shown=False).by_trait["double"] == 1
    assert table.counts(shown=True).rows == 3


def test_w10_a_page_that_redirects_to_itself_is_a_loop() -> None:
    table = LinkTable()
    table.set_explored(7, is_redirect=True, is_missing=False)
    table.add([Row(7, 0, "Self", int(Kind.LINK), True, "", 0, 0)])
    table.add([], [redirect(7)])
    assert table.traits(0) == Trait.LOOP


def test_w10_redirects_to_a_page_that_does_not_exist_are_broken() -> None:
    table = LinkTable()
    table.set_explored(0, is_redirect=False, is_missing=True)
    table.add([redirect(2), redirect(3, 2, 1)])
    assert [table.traits(node) for node in (0, 1)] == [Trait.BROKEN, Trait.DOUBLE]


def test_w7_the_progress_counts_pages_that_are_hidden_for_their_marks() -> None:
    table = LinkTable()
    table.add(quartz.ROWS)
    assert table.progress() == (0, 35)
    table.set_checked(np.arange(9), True)
    assert table.progress() == (9, 35)
    table.set_filter(Filter("stone", checked="hide"))
    assert table.progress() == (9, 9)
    assert table.counts(shown=True).rows == 0


def test_w10_a_loop_that_the_wiki_told_of_is_marked_at_once() -> None:
    table = LinkTable()
    table.set_explored(1, is_redirect=True, is_missing=False, loop=frozenset({"R1", "R2", "R3"}))
    table.add([redirect(2), redirect(5), Row(6, 0, "R6", int(Kind.LINK), False, "", 0, 0)])
    table.add([redirect(3, 2, 1)])  # and the method goes no deeper
    assert [table.traits(node) for node in (0, 3)] == [Trait.LOOP] * 2
    assert table.traits(1) == Trait.DOUBLE
