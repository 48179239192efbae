# SPDX-License-Identifier: MIT
"""Communities that were planted are found, and discs of them do not overlap."""

from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest

from wikilinks_gui.graph.clusterlayout import ClusterLayout, communities, first_pages
from wikilinks_gui.graph.layout import PAGE
from wikilinks_gui.table.columns import Numbers
from wikilinks_gui.table.filter import Filter
from wikilinks_gui.table.row import Kind, Row
from wikilinks_gui.table.rows import TOP
from wikilinks_gui.table.table import LinkTable

assert PAGE == TOP


def planted(count: int, groups: int, links: int, inside: float) -> tuple[Numbers, Numbers]:
    """Plant communities of unequal sizes; gives the group of each place, and pairs that link.

    Each place links to about ``links`` others, well linked ones have more; a share of these is
    ``inside`` its group.
    """
    random = np.random.default_rng(5)
    sizes = random.pareto(1.5, groups) + 1
    group = np.sort(random.choice(groups, count, p=sizes / sizes.sum()))
    fame = random.pareto(2.0, count) + 0.3
    sources = random.permutation(np.repeat(np.arange(count), links))
    anywhere = random.choice(count, len(sources), p=fame / fame.sum())
    targets = np.empty_like(sources)
    for each in range(groups):
        members = np.flatnonzero(group == each)
        here = np.flatnonzero(group[sources] == each)
        if len(here):
            share = fame[members] / fame[members].sum()
            targets[here] = random.choice(members, len(here), p=share)
    targets = np.where(random.random(len(sources)) < inside, targets, anywhere)
    keep = sources != targets
    return group, np.unique(np.stack([sources[keep], targets[keep]]), axis=1)


def nmi(one: Numbers, other: Numbers) -> float:
    """Normalised mutual information of two ways to put the same places into groups."""
    _, at = np.unique(np.stack([one, other]), axis=1, return_inverse=True)
    joint = _entropy(at.reshape(-1))
    parts = _entropy(one), _entropy(other)
    return 2 * (sum(parts) - joint) / sum(parts)


def _entropy(groups: Numbers) -> float:
    shares: npt.NDArray[np.float64] = np.unique(groups, return_counts=True)[1] / len(groups)
    return float(-np.sum(shares * np.log(shares)))


def table_of(count: int) -> LinkTable:
    table = LinkTable()
    kind = int(Kind.LINK)
    table.add([Row(n + 1, 0, f"Page {n}", kind, False, "", 0, 0) for n in range(count)])
    return table


def cluster(count: int, pairs: list[tuple[int, int]] | Numbers) -> ClusterLayout:
    some = np.array(pairs, np.int32).reshape(-1, 2).T if isinstance(pairs, list) else pairs
    return ClusterLayout(table_of(count), np.arange(count, dtype=np.int32), some)


def ring(*places: int) -> list[tuple[int, int]]:
    """Links from each to the next, in both directions, and from the last to the first."""
    way = list(pairwise([*places, places[0]]))
    return way + [(b, a) for a, b in way]


def homes(layout: ClusterLayout) -> Numbers:
    """The disc of each node, by where it is."""
    discs = layout.discs
    away = np.hypot(layout.x[:, None] - discs.x, layout.y[:, None] - discs.y)
    beyond = away - discs.radius
    assert np.all(np.min(beyond, axis=1) < 1e-3)
    found: Numbers = np.argmin(beyond, axis=1)
    return found


def test_planted_communities_are_found() -> None:
    """2,000 pages in 30 communities, 8 links each, half of them to anywhere: seen is 0.92."""
    group, pairs = planted(2_000, 30, 8, 0.5)
    found, alone = communities(2_000, pairs)
    labels = np.full(2_000, -1)
    for number, places in enumerate(found):
        labels[places] = number
    labels[alone] = -np.arange(len(alone)) - 2
    assert nmi(group, labels) >= 0.8
    assert nmi(group, group) == pytest.approx(1)
    assert nmi(group, np.arange(2_000) % 30) < 0.1


def test_it_is_always_the_same() -> None:
    """In another process too, where sets have another order."""
    _group, pairs = planted(300, 8, 6, 0.7)
    one, other = cluster(300, pairs), cluster(300, pairs[:, ::-1])
    for name in ("nodes", "x", "y", "edges"):
        assert np.array_equal(getattr(one, name), getattr(other, name))
    assert one.discs.titles == other.discs.titles


def test_discs_do_not_overlap_and_hold_their_nodes() -> None:
    _group, pairs = planted(1_000, 25, 6, 0.8)
    layout = cluster(1_000, pairs)
    discs = layout.discs
    away = np.hypot(discs.x[:, None] - discs.x, discs.y[:, None] - discs.y)
    touch = discs.radius[:, None] + discs.radius + 1
    assert np.all((away > touch) | np.eye(len(discs), dtype=np.bool_))
    assert np.all(np.hypot(discs.x, discs.y) > discs.radius + 1)  # the page is free
    assert sorted(layout.nodes.tolist()) == list(range(1_000))
    assert discs.counts.tolist() == np.bincount(homes(layout)).tolist()
    assert np.sum(discs.counts) == 1_000
    area = np.sum(discs.radius**2) / np.max(np.hypot(discs.x, discs.y) + discs.radius) ** 2
    assert area > 0.31  # close together: most of the rest are gaps, in which names stand
    assert {len(column) for column in (discs.nodes, discs.left, discs.parents, discs.titles)} == {
        len(discs)
    }


def test_the_best_linked_pages_are_in_the_middle_and_give_the_name() -> None:
    """0 to 5 are linked in a ring, and all to 3; 6 to 8 to each other and one to 3."""
    pairs = [*ring(0, 1, 2, 3, 4, 5), *((n, 3) for n in (0, 1, 5)), *ring(6, 7, 8), (6, 3)]
    layout = cluster(11, pairs)
    assert layout.discs.titles == ["Page 3", "Page 6", "Not linked to the others"]
    assert layout.discs.counts.tolist() == [6, 3, 2]
    assert layout.nodes[0] == 3
    assert (layout.x[0], layout.y[0]) == (layout.discs.x[0], layout.discs.y[0])
    assert layout.nodes[-2:].tolist() == [9, 10]
    assert np.all(layout.discs.nodes == PAGE)


def test_links_in_a_disc_are_drawn_and_each_page_has_one_first() -> None:
    """Of those both ways one is drawn; those across discs are there for who points at a page."""
    pairs = [(6, 3), *ring(0, 1, 2, 3, 4, 5), *((n, 3) for n in (0, 1, 5)), *ring(6, 7, 8)]
    layout = cluster(9, pairs)
    starts, ends = layout.nodes[layout.edges]
    links = list(zip(starts.tolist(), ends.tolist(), strict=True))
    assert sorted(links) == sorted(pairs)
    drawn = [frozenset(link) for link in links[: layout.discs.drawn]]
    assert len(set(drawn)) == len(drawn) == 6 + 3 + 3
    assert {6, 3} not in drawn
    assert set().union(*drawn[:7]) == set(range(9))
    assert sum(3 in link for link in drawn[:5]) == 5


def test_rows_of_a_table_need_not_be_all() -> None:
    layout = ClusterLayout(table_of(20), np.array([17, 4, 9], np.int32), np.array([[0, 1], [1, 0]]))
    assert layout.nodes.tolist() == [17, 4, 9]
    assert layout.discs.titles == ["Page 17", "Not linked to the others"]
    assert layout.edges.tolist() == [[0, 1], [1, 0]]


@pytest.mark.parametrize("count", [0, 1, 7])
def test_without_links(count: int) -> None:
    layout = cluster(count, [])
    assert len(layout.discs) == min(count, 1)
    assert layout.discs.counts.tolist() == ([count] if count else [])
    assert layout.nodes.tolist() == list(range(count))
    assert layout.edges.shape == (2, 0)
    assert len(layout.x) == len(layout.y) == count


def test_all_in_one_community() -> None:
    layout = cluster(5, ring(0, 1, 2, 3, 4) + ring(0, 2, 4, 1, 3))
    assert layout.discs.counts.tolist() == [5]
    assert layout.discs.titles == ["Page 0"]


def test_the_first_pages_are_those_of_the_tree() -> None:
    """Each once, as the filter and the order have them; what came through a redirect too."""
    table = LinkTable()
    table.add([Row(1, 0, "R", int(Kind.REDIRECT), True, "", 0, 0)])
    table.add([Row(n, 0, f"P{n}", 1, False, "", 1, 1) for n in range(2, 8)])
    table.add([Row(n, 1, f"P{n}", 1, False, "", 0, 0) for n in range(5, 12)])
    assert table.page_ids[first_pages(table, table.filtered(), 100)].tolist() == list(range(1, 12))
    assert table.page_ids[first_pages(table, table.filtered(), 8)].tolist() == list(range(1, 9))
    table.order.set("title", descending=True)
    assert table.page_ids[first_pages(table, table.filtered(), 3)].tolist() == [1, 7, 6]
    table.set_filter(Filter(namespaces=frozenset({1})))
    assert table.page_ids[first_pages(table, table.filtered(), 2)].tolist() == [9, 8]
    table.set_filter(Filter("no such title"))
    assert first_pages(table, table.filtered(), 2).tolist() == []
