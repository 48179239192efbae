# SPDX-License-Identifier: MIT
"""What a layer draws, and as what, while rows come, change and move."""

import numpy as np

from tests.ui.graph.listing import Settled, a_layer, a_wiki, rows
from tests.ui.tree.listing import LISTING
from wikilinks_gui.graph.colours import Family
from wikilinks_gui.graph.layout import PAGE
from wikilinks_gui.graph.redirectlayout import RedirectLayout
from wikilinks_gui.graph.shapes import CHECKED, FADED, FROM_TEMPLATE, NORMAL, Shape
from wikilinks_gui.table.filter import Filter
from wikilinks_gui.table.origin import Origin
from wikilinks_gui.table.row import Kind
from wikilinks_gui.table.table import LinkTable
from wikilinks_gui.ui.graph.connections import connections
from wikilinks_gui.ui.graph.layer import SHAPES, STATES, Hit, Layer


def on_a_line(start: int = 1) -> Layer:
    table = LinkTable()
    table.add(LISTING)
    return Layer(table, a_wiki(), line(start), "Climate change")


def line(start: int = 1, step: int = 10, count: int = 10) -> Settled:
    """Put nodes on a line, that of the first one ``start`` steps from the page."""
    nodes = np.arange(count, dtype=np.int32)
    return Settled(nodes, ((nodes + start) * step).astype(np.float32), np.zeros(count, np.float32))


def looks(layer: Layer, node: int) -> tuple[int, int, int]:
    """Return the family, shape and state of a node."""
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


def test_what_links_only_through_templates_is_faint() -> None:
    """A check mark and the filter matter more."""
    layer = on_a_line()
    table = layer.table
    keys = [(row.via, row.page_id) for row in table.rows(range(10))]
    origins = [Origin.TEXT, Origin.BOTH, Origin.NOT_FOUND, Origin.UNKNOWN] + [Origin.TEMPLATE] * 6
    table.set_origins(keys, [(int(origin), ()) for origin in origins])
    layer.refresh()
    assert [looks(layer, node)[2] for node in range(10)] == [NORMAL] * 4 + [FROM_TEMPLATE] * 6
    table.set_checked([5], True)
    table.set_filter(Filter("ag"))
    layer.refresh()
    assert looks(layer, 5)[2] == CHECKED
    assert looks(layer, 7)[2] == FADED


def test_looks_of_rows_that_come_and_change_are_as_if_made_at_once() -> None:
    made = rows(600)
    table = LinkTable()
    layout = RedirectLayout(table)
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
        layer.refresh()
    anew = Layer(table, a_wiki(), layout, "P")
    assert np.array_equal(layer.nodes, anew.nodes)
    assert np.array_equal(layer.codes, anew.codes)
    assert np.array_equal(layer.x, layout.x)
    assert np.array_equal(layer.discs.x, layout.discs.x)
    assert layer.bounds() == anew.bounds()


def test_a_node_hangs_on_the_redirects_it_came_through() -> None:
    layer = on_a_line()
    lines, ends = connections(Hit(layer, 2), [layer])
    assert lines == [((30, 0), (20, 0)), ((20, 0), (10, 0)), ((10, 0), (0, 0))]
    assert ends == [(20, 0), (10, 0), (0, 0)]


def test_links_among_rows_and_rows_of_the_same_page() -> None:
    layer, other = on_a_line(), on_a_line()
    other.dy = 50.0
    layer.layout = Settled(
        layer.nodes, layer.layout.x, layer.layout.y, edges=np.array([[3, 8, 1], [5, 3, 2]])
    )
    layer.refresh()
    _lines, ends = connections(Hit(layer, 3), [layer, other])
    assert ends == [(10, 0), (0, 0), (60, 0), (90, 0), (40, 50)]


def test_the_page_hangs_together_with_the_discs_around_it() -> None:
    layer = a_layer(300)
    lines, _ends = connections(Hit(layer, PAGE), [layer])
    discs = layer.layout.discs
    assert len(lines) == np.count_nonzero(discs.parents < 0)
    assert connections(Hit(layer, PAGE, 0), [layer]) == ([], [])
