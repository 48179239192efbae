# SPDX-License-Identifier: MIT
"""What a layer draws, and as what, while rows come, change and move."""

import numpy as np
import pytest

from tests.ui.graph.listing import Settled, a_layer, a_wiki, rows
from tests.ui.tree.listing import LISTING
from wikilinks_gui.graph.layout import PAGE
from wikilinks_gui.graph.legend import CHECKED, FADED, NORMAL, Family, Shape
from wikilinks_gui.graph.originlayout import OriginLayout
from wikilinks_gui.table.filter import Filter
from wikilinks_gui.table.row import Kind, Row
from wikilinks_gui.table.table import LinkTable
from wikilinks_gui.ui.graph.layer import SHAPES, STATES, Hit, Layer
from wikilinks_gui.ui.graph.ties import ties


def on_a_line(start: int = 1) -> Layer:
    table = LinkTable()
    table.add(LISTING)
    return Layer(table, a_wiki(), line(start), "Climate change")


def line(start: int = 1, step: int = 10, count: int = 10) -> Settled:
    """Put nodes on a line, that of the first one ``start`` steps from the page."""
    nodes = np.arange(count, dtype=np.int32)
    return Settled(nodes, ((nodes + start) * step).astype(np.float32), np.zeros(count, np.float32))


def looks(layer: Layer, node: int) -> tuple[int, int, int]:
    """Give the family, shape and state of a node."""
    family, look = divmod(int(layer.codes[layer.place(node)]), SHAPES * STATES)
    return family, *divmod(look, STATES)


def test_looks() -> None:
    layer = on_a_line()
    assert looks(layer, 0) == (Family.ARTICLE, Shape.REDIRECT, NORMAL)
    assert looks(layer, 6) == (Family.ARTICLE, Shape.ELSEWHERE, NORMAL)
    assert looks(layer, 7) == (Family.TEMPLATE, Shape.TRANSCLUSION, NORMAL)
    layer.table.set_checked([5], True)
    layer.table.set_filter(Filter("ag"))
    layer.refresh()
    assert looks(layer, 5) == (Family.ARTICLE, Shape.LINK, CHECKED)
    assert looks(layer, 7)[2] == FADED


def test_looks_of_rows_that_come_and_change_are_as_if_made_at_once() -> None:
    made = rows(600)
    table = LinkTable()
    layout = OriginLayout(table)
    layer = Layer(table, a_wiki(), layout, "P")
    for start in range(0, 600, 100):
        table.add(made[start : start + 100])
        if start == 300:
            table.add([], [made[50]._replace(kinds=int(Kind.TRANSCLUSION))])
            table.set_checked([7, 250], True)
        if start == 400:
            table.set_filter(Filter("climate"))
        if layout.add():
            layout.arrange()
            layer.begin_glide()
            layer.glide(1.0)
        layer.refresh()
    anew = Layer(table, a_wiki(), layout, "P")
    assert np.array_equal(layer.nodes, anew.nodes)
    assert np.array_equal(layer.codes, anew.codes)
    assert np.array_equal(layer.x, layout.x)
    assert np.array_equal(layer.disc_x, layout.discs.x)
    assert layer.bounds() == pytest.approx(anew.bounds())


def test_what_glides_begins_where_it_is_and_what_is_new_is_there() -> None:
    layer = on_a_line()
    layer.layout = Settled(
        np.array([9, 0, 5], np.int32), np.full(3, 7, np.float32), np.full(3, 8, np.float32)
    )
    layer.begin_glide()
    assert layer.x.tolist() == [100, 10, 60]
    assert len(layer.codes) == 3
    layer.glide(0.5)
    assert layer.x.tolist() == [53.5, 8.5, 33.5]
    assert layer.y.tolist() == [4, 4, 4]
    layer.layout = line()
    layer.begin_glide()
    assert layer.x.tolist() == [8.5, 20, 30, 40, 50, 33.5, 70, 80, 90, 53.5]
    layer.glide(1.0)
    assert np.array_equal(layer.x, layer.layout.x)


def test_rows_come_while_it_glides() -> None:
    table = LinkTable()
    table.add(LISTING)
    layout = line(count=8)
    layer = Layer(table, a_wiki(), layout, "P")
    layout.x = layout.x + np.float32(100)
    layer.begin_glide()
    layer.glide(0.5)
    more = line(count=10)
    layout.nodes, layout.x, layout.y = more.nodes, more.x + np.float32(100), more.y
    layer.refresh()
    layer.glide(0.75)
    assert layer.x[7:].tolist() == [155, 190, 200]
    assert len(layer.codes) == 10


def test_a_moved_node_keeps_its_distance_from_its_slot() -> None:
    layer = on_a_line()
    layer.move(3, 45, -6)
    assert layer.where(3) == (45, -6)
    assert layer.bounds()[1] == -6
    layout = layer.layout
    assert isinstance(layout, Settled)
    layout.x = layout.x + np.float32(10)
    layer.begin_glide()
    layer.glide(1.0)
    assert layer.where(3) == (55, -6)
    layer.move(PAGE, 1000, 0)
    assert layer.where(3) == (1055, -6)
    layer.move(PAGE, 0, 0)
    for there, at in ((line(start=3), (60, 0)), (layout, (55, -6))):  # with as many nodes
        layer.layout = there
        layer.begin_glide()
        layer.glide(1.0)
        assert layer.where(3) == at


@pytest.mark.parametrize("below", [0, 1])
def test_what_stands_for_a_dragged_node_goes_with_it(below: int) -> None:
    table = LinkTable()
    listed = [
        Row(1, 0, "Redirect", int(Kind.REDIRECT), True, "", 0, 0),
        Row(2, 14, "Category:Alone", int(Kind.LINK), False, "", 0, 0),
        *(Row(10 + n, 0, f"Page {n}", int(Kind.LINK), False, "", 0, 0) for n in range(40)),
        *(Row(90 + n, 0, f"Below {n}", int(Kind.LINK), False, "", 1, 1) for n in range(below)),
    ]
    table.add(listed)
    layout = OriginLayout(table)
    layer = Layer(table, a_wiki(), layout, "P")
    layout.add()
    layer.refresh()
    layout.arrange()
    layer.begin_glide()
    layer.glide(1.0)
    before = layer.disc_x.copy(), layer.disc_y.copy(), layer.outer_x.copy()
    for node in (0, 1, 5):  # the last one is in a disc with many
        at = layer.where(node)
        assert at
        layer.move(node, at[0] + 3, at[1] - 2)
    redirect = int(np.flatnonzero(layout.discs.nodes == 0)[0])
    alone = int(np.flatnonzero(layout.discs.namespaces == 14)[0])
    for _time in range(2):
        moved = np.zeros(len(layout.discs), np.float32)
        moved[[redirect, alone]] = 1
        assert np.allclose(layer.disc_x - before[0], 3 * moved, atol=1e-4)
        assert np.allclose(layer.disc_y - before[1], -2 * moved, atol=1e-4)
        assert np.allclose(layer.outer_x - before[2], 3 * moved, atol=1e-4)
        assert layer.disc_middle(alone) == pytest.approx(layer.where(1))
        layer.begin_glide()
        layer.glide(0.5)
        layer.glide(1.0)
    table.add([Row(100 + n, 14, f"Category:{n}", 1, False, "", 0, 0) for n in range(9)])
    layout.add()
    layer.refresh()
    layout.arrange()
    layer.begin_glide()
    layer.glide(1.0)
    assert layer.disc_x[alone] == layout.discs.x[alone]  # there are others by now


def test_what_came_through_a_dragged_redirect_goes_along() -> None:
    """Also through others in turn, what comes later, and what was dragged out of its disc."""

    def rows(via: int, count: int) -> list[Row]:
        first = 100 * (via + 1)
        ids = range(first + len(table), first + len(table) + count)
        return [Row(n, 0, f"Page {n}", int(Kind.LINK), False, "", via, via > 0) for n in ids]

    def arrange() -> None:
        layout.add()
        layer.refresh()
        layout.arrange()
        layer.begin_glide()
        layer.glide(0.5)
        layer.glide(1.0)

    def moved() -> list[tuple[float, float]]:
        away = np.stack([layer.x - layout.x, layer.y - layout.y], axis=1)
        return [tuple(each) for each in away.round(3).tolist()]

    table = LinkTable()
    table.add([Row(1, 0, "Outer", int(Kind.REDIRECT), True, "", 0, 0), *rows(0, 30)])
    table.add([Row(2, 0, "Inner", int(Kind.REDIRECT), True, "", 1, 1), *rows(1, 20)])
    table.add([Row(3, 0, "Other", int(Kind.REDIRECT), True, "", 0, 0), *rows(2, 9), *rows(3, 5)])
    layout = OriginLayout(table)
    layer = Layer(table, a_wiki(), layout, "P")
    arrange()

    def is_below(node: int, redirect: int) -> bool:
        return node == redirect or (node != PAGE and is_below(table.parent(node), redirect))

    outer, inner, single = table.nodes_of([(0, 1), (1, 2), (2, int(table.page_ids[-6]))])
    drags = [(outer, 30.0, 3.0), (outer, 10.0, -10.0), (single, 1.0, 2.0), (inner, 3.0, 0.5)]
    for node, right, down in drags:
        at = layer.where(node)
        assert at
        layer.move(node, at[0] + right, at[1] + down)
        assert layer.where(node) == pytest.approx((at[0] + right, at[1] + down), abs=1e-4)
    for more in (0, 12):
        table.add([*rows(1, more), *rows(2, more), *rows(0, more)])
        if more:
            table.add([Row(4, 0, "Innermost", int(Kind.REDIRECT), True, "", 2, 2), *rows(4, more)])
        layout.add()
        layer.refresh()
        for _time in range(2):
            expected = [
                (
                    40.0 * is_below(node, outer) + 3 * is_below(node, inner) + (node == single),
                    -7.0 * is_below(node, outer)
                    + 0.5 * is_below(node, inner)
                    + 2 * (node == single),
                )
                for node in layer.nodes.tolist()
            ]
            assert moved() == expected
            assert len(set(expected)) == 4
            discs = layout.discs
            for disc, node in enumerate(discs.nodes.tolist()):
                along = expected[layer.place(node)] if node != PAGE else (0, 0)
                assert layer.disc_x[disc] - discs.x[disc] == pytest.approx(along[0], abs=1e-3)
                assert layer.outer_y[disc] - discs.outer_y[disc] == pytest.approx(
                    along[1], abs=1e-3
                )
            left, top, right, bottom = layer.bounds()
            assert left <= layer.x.min() <= layer.x.max() <= right
            assert top <= layer.y.min() <= layer.y.max() <= bottom
            assert right >= (layer.outer_x + discs.outer).max() - 1e-3
            arrange()


def test_a_node_hangs_on_the_redirects_it_came_through() -> None:
    layer = on_a_line()
    lines, ends = ties(Hit(layer, 2), [layer])
    assert lines == [((30, 0), (20, 0)), ((20, 0), (10, 0)), ((10, 0), (0, 0))]
    assert ends == [(20, 0), (10, 0), (0, 0)]


def test_links_among_rows_and_rows_of_the_same_page() -> None:
    layer, other = on_a_line(), on_a_line()
    other.dy = 50.0
    layer.layout = Settled(
        layer.nodes, layer.layout.x, layer.layout.y, edges=np.array([[3, 8, 1], [5, 3, 2]])
    )
    layer.refresh()
    _lines, ends = ties(Hit(layer, 3), [layer, other])
    assert ends == [(10, 0), (0, 0), (60, 0), (90, 0), (40, 50)]


def test_the_page_hangs_together_with_the_discs_around_it() -> None:
    layer = a_layer(300)
    lines, _ends = ties(Hit(layer, PAGE), [layer])
    discs = layer.layout.discs
    assert len(lines) == np.count_nonzero(discs.parents < 0)
    assert ties(Hit(layer, PAGE, 0), [layer]) == ([], [])
