# SPDX-License-Identifier: MIT
"""By redirect: discs of redirects and namespaces while rows stream in."""

import random
from collections.abc import Sequence

import numpy as np
import pytest

from wikilinks_gui.graph.layout import PAGE, Discs, Layout
from wikilinks_gui.graph.redirectlayout import RedirectLayout
from wikilinks_gui.table.filter import Filter
from wikilinks_gui.table.row import Kind, Row
from wikilinks_gui.table.table import LinkTable
from wikilinks_gui.tasks import finish


def row(page_id: int, via: int = 0, *, namespace: int = 0, kind: Kind = Kind.LINK) -> Row:
    is_redirect = kind == Kind.REDIRECT
    return Row(page_id, namespace, f"P{page_id}", int(kind), is_redirect, "", via, int(via > 0))


def redirect(page_id: int, via: int = 0) -> Row:
    return row(page_id, via, kind=Kind.REDIRECT)


def links(count: int, via: int = 0, *, start: int = 1000, namespace: int = 0) -> list[Row]:
    return [row(start + at, via, namespace=namespace) for at in range(count)]


def laid_out(rows: Sequence[Row], **bounds: int) -> tuple[LinkTable, RedirectLayout]:
    table = LinkTable()
    redirects = RedirectLayout(table, **bounds)
    table.add(rows)
    take_in(redirects)
    return table, redirects


def take_in(redirects: RedirectLayout) -> None:
    if redirects.add():
        redirects.arrange()
    assert not redirects.add()  # nothing is due that was just done


def slots(redirects: RedirectLayout, table: LinkTable) -> dict[int, tuple[float, float]]:
    """How far each drawn row is from the middle of its disc."""
    discs = redirects.discs
    of_namespaces = {
        int(namespace): at
        for at, namespace in enumerate(discs.namespaces.tolist())
        if discs.nodes[at] == PAGE
    }
    of_redirects = {node: at for at, node in enumerate(discs.nodes.tolist())}
    found = {}
    for node, x, y in zip(
        redirects.nodes.tolist(), redirects.x.tolist(), redirects.y.tolist(), strict=True
    ):
        if table.is_group(node):
            disc = of_redirects[node]
        elif table.parent(node) == PAGE:
            disc = of_namespaces[int(table.namespaces[node])]
        else:
            disc = of_redirects[table.parent(node)]
        found[node] = x - float(discs.x[disc]), y - float(discs.y[disc])
        assert np.hypot(*found[node]) <= discs.radius[disc] + 0.01  # in its disc
    return found


def around(discs: Discs, disc: int) -> set[int]:
    """A disc and those it is in."""
    found = set()
    while disc >= 0:
        found.add(disc)
        disc = int(discs.parents[disc])
    return found


def assert_apart(discs: Discs) -> None:
    """No disc overlaps another but those it is in: of these, the nodes; and it is inside."""
    for disc in range(len(discs)):
        for other in range(disc):
            apart = np.hypot(discs.x[disc] - discs.x[other], discs.y[disc] - discs.y[other])
            assert apart > discs.radius[disc] + discs.radius[other] + 1
        parent = int(discs.parents[disc])
        if parent >= 0:
            gone = discs.outer_x[disc] - discs.outer_x[parent]
            gone = np.hypot(gone, discs.outer_y[disc] - discs.outer_y[parent])
            assert gone + discs.outer[disc] <= discs.outer[parent] + 0.01
    for disc in range(len(discs)):
        for other in range(disc):
            if discs.parents[disc] == discs.parents[other]:
                apart = discs.outer_x[disc] - discs.outer_x[other]
                apart = np.hypot(apart, discs.outer_y[disc] - discs.outer_y[other])
                assert apart > discs.outer[disc] + discs.outer[other]


def stream(chooser: random.Random) -> list[Row]:
    """Redirects, some of them to others, and what links to each, as a listing gives them."""
    rows: list[Row] = []
    for page_id in range(1, chooser.randint(2, 40)):
        via = chooser.randrange(page_id) if chooser.random() < 0.2 else 0
        rows.append(redirect(page_id, via))
    start = 1000
    for via in [*range(len(rows) + 1), 0, 0]:
        count = int(10 ** chooser.uniform(0, 2.7))
        namespace = chooser.randrange(12)
        rows += links(count, via, start=start, namespace=namespace)
        start += count
    return rows


def test_a_disc_for_each_redirect_and_each_namespace() -> None:
    rows = [redirect(1), *links(5, start=10), *links(3, start=20, namespace=1), *links(4, 1)]
    table, redirects = laid_out(rows)
    layout: Layout = redirects
    discs = layout.discs
    assert discs.nodes.tolist() == [0, PAGE, PAGE]
    assert discs.namespaces.tolist()[1:] == [0, 1]
    assert discs.counts.tolist() == [4, 5, 3]
    assert discs.parents.tolist() == [-1, -1, -1]
    assert (len(redirects.nodes), redirects.total) == (13, 13)
    assert sorted(redirects.nodes.tolist()) == list(range(13))
    assert layout.edges.shape == (2, 0)
    assert slots(redirects, table)[0] == (0, 0)  # in the middle of what came through it


@pytest.mark.parametrize("seed", range(6))
def test_nothing_moves_in_its_disc_and_no_discs_overlap_while_rows_come(seed: int) -> None:
    chooser = random.Random(seed)
    rows = stream(chooser)
    table = LinkTable()
    redirects = RedirectLayout(table)
    known: dict[int, tuple[float, float]] = {}
    at = 0
    while at < len(rows):
        nodes = redirects.nodes
        more = chooser.randint(1, 400)
        table.add(rows[at : at + more])
        at += more
        take_in(redirects)
        assert np.array_equal(redirects.nodes[: len(nodes)], nodes)  # what is new is at the end
        assert_apart(redirects.discs)
        now = slots(redirects, table)
        for node, place in known.items():
            assert now[node] == pytest.approx(place, abs=1e-3)
        known = now
    assert set(known) == set(range(len(rows)))


def test_areas_compare_as_numbers_of_nodes() -> None:
    rows = [redirect(1), redirect(2), *links(99, 1), *links(500, start=2000)]
    discs = laid_out(rows)[1].discs
    assert (discs.radius**2 / [100, 1, 500]).tolist() == pytest.approx([0.36] * 3)


def test_neighbours_are_one_apart() -> None:
    _, redirects = laid_out(links(300))
    apart = np.hypot(redirects.x[:, None] - redirects.x, redirects.y[:, None] - redirects.y)
    apart += np.where(np.eye(300), np.inf, 0)
    assert np.mean(np.min(apart, axis=0)) == pytest.approx(1, abs=0.05)
    assert np.min(apart) > 0.8


def test_the_page_stands_free() -> None:
    _, redirects = laid_out([redirect(1), *links(50, 1), *links(80, start=2000)])
    assert np.min(np.hypot(redirects.x, redirects.y)) > 2


def test_redirects_through_redirects_are_inside() -> None:
    rows = [redirect(1), redirect(2, 1), redirect(3, 2), redirect(4)]
    for via in (1, 2, 3, 4):
        rows += links(30, via, start=1000 * via)
    discs = laid_out(rows)[1].discs
    assert discs.parents.tolist() == [-1, 0, 1, -1]
    assert discs.counts.tolist() == [30] * 4
    assert_apart(discs)


def test_a_long_chain_of_redirects_does_not_double_with_each() -> None:
    rows = [redirect(1), *(redirect(page_id, page_id - 1) for page_id in range(2, 60))]
    discs = laid_out(rows)[1].discs
    assert_apart(discs)
    assert discs.outer[0] < 60 * 2


def test_rows_between_two_arrangings_are_drawn_where_their_discs_are() -> None:
    table, redirects = laid_out(links(100))
    x, y = redirects.x, redirects.y
    table.add(links(20, start=5000))
    assert not redirects.add()  # it has room to grow
    assert np.array_equal(redirects.x[:100], x)
    assert np.array_equal(redirects.y[:100], y)
    assert redirects.discs.counts.tolist() == [120]
    slots(redirects, table)
    table.add(links(100, start=6000))
    assert redirects.add()


def test_discs_that_came_meanwhile_are_outside_until_they_are_arranged() -> None:
    table, redirects = laid_out([redirect(1), *links(500, 1)])
    table.add(links(100, 1, start=3000))
    arranging = redirects.arranging()
    table.add([redirect(page_id) for page_id in range(2, 40)])
    assert redirects.add()
    redirects.arrange(finish(arranging))
    assert redirects.add()  # the new ones are not arranged
    assert len(redirects.x) == 639
    take_in(redirects)
    assert_apart(redirects.discs)


def test_what_does_not_grow_needs_no_room_in_the_end() -> None:
    table, redirects = laid_out([redirect(1), *links(500, 1), *links(700, start=3000)])
    before = np.max(np.hypot(redirects.x, redirects.y))
    redirects.arrange()
    assert np.max(np.hypot(redirects.x, redirects.y)) < before
    assert_apart(redirects.discs)
    slots(redirects, table)


def test_arrays_that_were_given_are_not_written_to() -> None:
    table, redirects = laid_out([redirect(1), *links(300, 1)])
    x, radius = redirects.x, redirects.discs.radius
    copies = x.copy(), radius.copy()
    table.add([*links(900, start=5000), redirect(2)], [row(1010, 1, kind=Kind.REDIRECT)])
    take_in(redirects)
    assert np.array_equal(x, copies[0])
    assert np.array_equal(radius, copies[1])


def test_a_group_that_is_too_large_opens_in_steps() -> None:
    table, redirects = laid_out([redirect(1), *links(95, 1), *links(10, start=3000)], step=40)
    assert redirects.discs.left.tolist() == [55, 0]
    assert redirects.discs.counts.tolist() == [95, 10]
    assert (len(redirects.nodes), redirects.total) == (51, 106)
    redirects.open_more(0)
    assert redirects.discs.left.tolist() == [15, 0]
    redirects.open_more(0)
    assert redirects.discs.left.tolist() == [0, 0]
    assert sorted(redirects.nodes.tolist()) == list(range(106))
    places = [place for node, place in slots(redirects, table).items() if node < 96]
    assert len({(round(x, 2), round(y, 2)) for x, y in places}) == 96


def test_more_is_drawn_in_the_order_of_the_tree() -> None:
    """What passes the filter first."""
    table, redirects = laid_out([row(n, namespace=n % 2) for n in range(100, 140)], step=5)
    table.order.set("title", descending=True)
    table.set_filter(Filter("3"))
    before = set(redirects.nodes.tolist())
    left = [node for node in range(0, 40, 2) if node not in before]
    redirects.open_more(0)
    # P130 to P138 are the rows 30 to 38, and P103, P113, P123 are in the other disc.
    wanted = sorted(left, key=lambda node: ("3" not in table.titles[node], -node))[:5]
    assert redirects.nodes[-5:].tolist() == wanted == [38, 36, 34, 32, 30]
    redirects.open_more(0)
    assert redirects.nodes[-5:].tolist() == sorted(set(left) - set(wanted))[:5]


def test_all_groups_together_draw_so_many_unless_they_are_opened() -> None:
    rows = [redirect(1), *links(50, 1), *links(50, start=3000), redirect(2)]
    table, redirects = laid_out(rows, most=60)
    assert len(redirects.nodes) == 60
    assert redirects.discs.left.tolist() == [0, 0, 42]
    table.add([redirect(3), *links(5, 2, start=4000)])
    take_in(redirects)
    assert len(redirects.nodes) == 61  # redirects are always drawn
    assert redirects.discs.left.tolist() == [0, 5, 42, 0]
    redirects.open_more(2)
    assert redirects.discs.left.tolist() == [0, 5, 0, 0]


def test_a_row_that_turns_out_to_be_a_redirect_gets_a_disc() -> None:
    table, redirects = laid_out(links(20))
    nodes, x = redirects.nodes, redirects.x
    table.add([*links(6, 1005, start=3000)], [redirect(1005)])
    take_in(redirects)
    assert redirects.discs.nodes.tolist() == [PAGE, 5]
    assert redirects.discs.counts.tolist() == [19, 6]
    assert redirects.discs.left.tolist() == [0, 0]
    assert np.array_equal(redirects.nodes[:20], nodes)  # in the same order
    assert len(x) == 20
    assert slots(redirects, table)[5] == (0, 0)
    assert_apart(redirects.discs)


def test_that_may_be_one_that_was_left_out() -> None:
    table, redirects = laid_out(links(20), step=3)
    table.add([], [redirect(1015)])
    take_in(redirects)
    assert redirects.nodes.tolist() == [0, 1, 2, 15]
    assert redirects.discs.left.tolist() == [16, 0]


def test_a_table_without_rows_has_no_discs() -> None:
    redirects = RedirectLayout(LinkTable())
    assert not redirects.add()
    redirects.arrange()
    assert len(redirects.discs) == 0
    assert len(redirects.nodes) == redirects.total == 0


def test_a_disc_whose_rows_turned_out_to_be_redirects_is_not_there_any_more() -> None:
    table, redirects = laid_out([*links(3), row(7, namespace=10), row(8, namespace=10)])
    table.add((), [redirect(7)._replace(namespace=10), redirect(8)._replace(namespace=10)])
    table.add(links(4, 7, start=2000))
    take_in(redirects)
    discs = redirects.discs
    (empty,) = np.flatnonzero((discs.nodes == PAGE) & (discs.namespaces == 10)).tolist()
    assert discs.counts[empty] == 0
    assert discs.radius[empty] == discs.outer[empty] == 0
    assert discs.parents[empty] == empty  # it does not hang on the page
    assert not discs.has_ground[empty]
    assert np.count_nonzero(discs.parents < 0) == 3


def test_which_discs_have_a_ground() -> None:
    """Those with more than one node, or with another disc inside."""
    rows = [*links(2), row(5, namespace=10), redirect(1), redirect(2), redirect(3), redirect(4, 3)]
    table, redirects = laid_out([*rows, *links(1, 2, start=2000), *links(5, 4, start=3000)])
    discs = redirects.discs
    grounds = {
        table.titles[node] if node != PAGE else f"namespace {namespace}"
        for node, namespace, has_ground in zip(
            discs.nodes.tolist(), discs.namespaces.tolist(), discs.has_ground.tolist(), strict=True
        )
        if has_ground
    }
    assert grounds == {"namespace 0", "P2", "P3", "P4"}
