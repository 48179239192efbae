# SPDX-License-Identifier: MIT
"""Which labels the picture has, and that they can be read."""

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.graph.listing import Settled, a_layer, a_table, a_wiki
from wikilinks_gui.graph.layout import PAGE, Lengths, named_discs
from wikilinks_gui.graph.redirectlayout import RedirectLayout
from wikilinks_gui.table.filter import Filter
from wikilinks_gui.table.row import Kind, Row
from wikilinks_gui.table.table import LinkTable
from wikilinks_gui.tasks import finish
from wikilinks_gui.ui.graph.labelchooser import LabelChooser, PlacedLabel
from wikilinks_gui.ui.graph.layer import Hit, Layer
from wikilinks_gui.ui.graph.painting import Frame
from wikilinks_gui.ui.graph.style import style_of


@pytest.fixture
def labels(themed: QApplication) -> LabelChooser:
    return LabelChooser(style_of(QWidget()))


def frame_of(layer: Layer, closer: float = 1.0) -> Frame:
    """See all of a layer, or a part of it ``closer``."""
    bounds = layer.bounds()
    scale = 600 / max(bounds.width(), bounds.height()) * closer
    x, y = 350 - bounds.center().x() * scale, 350 - bounds.center().y() * scale
    return Frame(scale, x, y, 700, 700, 1.0)


def distances(rect: QRectF, x: Lengths, y: Lengths) -> Lengths:
    """Return how far points are from a rectangle."""
    right = x - np.clip(x, rect.left(), rect.right())
    down = y - np.clip(y, rect.top(), rect.bottom())
    away: Lengths = np.hypot(right, down)
    return away


def is_alone(layer: Layer, node: int) -> bool:
    """Return whether a node is all there is of a namespace."""
    namespaces, parents = layer.table.namespaces, layer.table.parents
    same = (namespaces == namespaces[node]) & (parents == PAGE)
    return bool(parents[node] == PAGE and np.count_nonzero(same) == 1)


def place(label: PlacedLabel) -> tuple[object, ...]:
    """Return what a label stands for, and where it is."""
    return label.hit, label.label.text, label.label.rect


def beside(label: PlacedLabel) -> float:
    """Return how far to the right of what it names a label begins."""
    return label.label.rect.left - label.label.x


def clustered(name: str) -> Layer:
    """Make a layer of one cluster with a name."""
    layer = a_layer(300)
    counts = np.array([300])
    discs = named_discs(np.zeros((2, 1)), counts, np.zeros_like(counts), [name])
    layout = Settled(layer.layout.nodes, layer.layout.x, layer.layout.y, discs)
    return Layer(layer.table, layer.site, layout, "P")


def chosen(labels: LabelChooser, frame: Frame, layers: list[Layer]) -> list[PlacedLabel]:
    return finish(labels.choosing(frame, layers))


def hits(found: list[PlacedLabel]) -> list[Hit]:
    return [label.hit for label in found if label.hit]


@pytest.mark.parametrize("closer", [1, 3, 30])
@pytest.mark.parametrize("count", [20, 300, 5000])
def test_no_label_lies_on_another(labels: LabelChooser, count: int, closer: float) -> None:
    layer = a_layer(count)
    frame = frame_of(layer, closer)
    found = chosen(labels, frame, [layer])
    view = QRectF(0, 0, frame.width, frame.height)
    # Each may be put half a pixel to the side.
    rects = [label.rect(frame).adjusted(1, 1, -1, -1) & view for label in found]
    assert not any(one.intersects(other) for one, other in combinations(rects, 2))


def test_the_page_and_the_largest_discs_come_first(labels: LabelChooser) -> None:
    layer = a_layer(5000)
    found = chosen(labels, frame_of(layer), [layer])
    assert found[0].hit == Hit(layer, PAGE)
    assert len(found) > 6
    counts = [int(layer.discs.counts[each.label.disc]) for each in found if each.label.disc >= 0]
    assert counts == sorted(counts, reverse=True)


def texts(found: list[PlacedLabel]) -> list[str]:
    return [label.label.text for label in found]


def test_what_a_disc_is_called(labels: LabelChooser) -> None:
    layer = a_layer(5000)
    named = texts(chosen(labels, frame_of(layer), [layer]))
    talk = np.count_nonzero((layer.table.namespaces == 1) & (layer.table.parents == PAGE))
    assert f"Talk · {talk:,}" in named
    assert f"{layer.table.titles[0]} · {layer.table.through(0):,}" in named


@pytest.mark.parametrize(
    ("wide", "text"),
    [
        (140, "New York City,\nCanada, Chicago · 300"),
        (220, "New York City,\nCanada, Chicago · 300"),
        (300, "New York City, Canada, Chicago · 300"),
    ],
)
def test_names_of_clusters_take_two_lines_where_there_is_little_room(
    labels: LabelChooser, wide: int, text: str
) -> None:
    layer = clustered("New York City, Canada, Chicago")
    frame = Frame(1.0, wide / 2, 250.0, wide, 500, 1.0)
    (found,) = (each for each in chosen(labels, frame, [layer]) if each.label.disc >= 0)
    assert found.label.text == text
    one_line = labels.of_current(frame, Hit(layer, PAGE), [])
    assert one_line
    lines = text.count("\n") + 1
    assert round(found.picture.height() / one_line[1].height()) == lines


def test_nodes_have_labels_when_one_is_near(labels: LabelChooser) -> None:
    layer = a_layer(300)
    groups = set(layer.layout.discs.nodes.tolist())
    far = hits(chosen(labels, frame_of(layer, 0.5), [layer]))
    assert {hit.node for hit in far} <= groups
    near = hits(chosen(labels, frame_of(layer, 4), [layer]))
    assert {hit.node for hit in near} - groups
    layer.table.set_filter(Filter("in no title at all"))
    layer.refresh()
    faded = hits(chosen(labels, frame_of(layer, 4), [layer]))
    assert {hit.node for hit in faded} <= groups


def test_a_name_covers_no_other_node(labels: LabelChooser) -> None:
    chooser, named = np.random.default_rng(5), 0
    for _time in range(60):
        layer = a_layer(60)
        x, y = chooser.uniform(-14, 14, (2, 60)).astype(np.float32)
        layer.layout = Settled(np.arange(60, dtype=np.int32), x, y)
        layer.refresh()
        frame = Frame(float(chooser.uniform(17, 25)), 350.0, 350.0, 700, 700, 1.0)
        right, down = frame.points(layer, layer.x, layer.y)
        for label in chosen(labels, frame, [layer]):
            if label.hit and label.hit.node != PAGE:
                assert distances(label.rect(frame), right, down).min() > frame.radius
                named += 1
    assert named > 100


@pytest.mark.parametrize("closer", [1, 2, 4, 8])
@pytest.mark.parametrize("count", [20, 60, 300])
def test_a_label_is_nearer_to_its_own_node_than_to_any_other(
    labels: LabelChooser, count: int, closer: float
) -> None:
    layer = a_layer(count)
    frame = frame_of(layer, closer)
    x, y = frame.points(layer, layer.x, layer.y)
    for label in chosen(labels, frame, [layer]):
        if label.hit and label.hit.node != PAGE and label.label.disc < 0:
            away = distances(label.rect(frame), x, y)
            own = layer.place(label.hit.node)
            assert away[own] < np.delete(away, own).min()


def test_redirects_with_and_without_a_disc_are_named(labels: LabelChooser) -> None:
    def row(page_id: int, namespace: int = 0, *, via: int = 0, redirect: bool = False) -> Row:
        kind = Kind.REDIRECT if redirect else Kind.LINK
        title = f"Redirect {page_id}" if redirect else f"Page {page_id}"
        return Row(page_id, namespace, title, int(kind), redirect, "", via, int(via > 0))

    table = LinkTable()
    table.add([*(row(n, redirect=True) for n in range(1, 5)), row(5, 4), row(6, 14), row(7, 10)])
    table.add([row(8, 10), row(20, via=1), row(20, via=2), *(row(100 + n) for n in range(86))])
    layout = RedirectLayout(table)
    layout.add()
    layout.arrange()
    layer = Layer(table, a_wiki(), layout, "A page")
    named: set[str] = set()
    for wide in range(300, 700, 20):
        bounds = layer.bounds()
        scale = (wide - 60) / bounds.width()
        left, y = 30 - bounds.left() * scale, 250 - bounds.center().y() * scale
        frame = Frame(scale, left, y, wide, 500, 1.0)
        named.update(texts(chosen(labels, frame, [layer])))
    assert "Redirect 1 · 1" in named or "Redirect 2 · 1" in named
    assert "Redirect 3" in named


@pytest.mark.parametrize("closer", [0.3, 1, 2])
def test_no_label_is_by_another_disc(labels: LabelChooser, closer: float) -> None:
    layer = a_layer(300)
    frame, discs = frame_of(layer, closer), layer.layout.discs
    hang = np.flatnonzero(discs.parents < 0)
    x, y = frame.points(layer, discs.outer_x[hang], discs.outer_y[hang])
    reach = discs.outer[hang] * np.float32(frame.scale) + np.float32(frame.radius)
    found = [label for label in chosen(labels, frame, [layer]) if label.hit != Hit(layer, PAGE)]
    assert found
    for label in found:
        own = QPointF(label.label.x, label.label.y)
        others = np.hypot(x - np.float32(own.x()), y - np.float32(own.y())) > reach
        away = distances(label.rect(frame), x, y) - reach
        assert np.all(away[others] > 3)


def test_redirects_have_their_names_before_other_nodes(labels: LabelChooser) -> None:
    layer = a_layer(60)
    frame = frame_of(layer, 1.5)
    found = hits(chosen(labels, frame, [layer]))
    groups = set(layer.layout.discs.nodes.tolist()) - {PAGE}
    kinds = [hit.node in groups for hit in found if hit.node != PAGE]
    # Of those alone in their disc the node stands for the disc.
    alone = {node for node in layer.nodes.tolist() if is_alone(layer, node)}
    kinds = [each or hit.node in alone for hit, each in zip(found[1:], kinds, strict=True)]
    assert any(kinds)
    assert kinds == sorted(kinds, reverse=True)


def test_labels_are_seen_whole(labels: LabelChooser) -> None:
    layer = a_layer(300)
    layer.marks = set(range(300))
    layer.refresh()
    for closer in (1, 2, 5):
        frame = frame_of(layer, closer)
        view = QRectF(0, 0, frame.width, frame.height)
        for label in chosen(labels, frame, [layer]):
            rect = label.rect(frame)
            # None touches a side, from which letters could not be told.
            assert view.adjusted(1, -1, -1, 1).contains(rect)


def test_of_many_that_are_highlighted_few_have_labels(labels: LabelChooser) -> None:
    layer = a_layer(300)
    frame = frame_of(layer, 2)
    before = chosen(labels, frame, [layer])
    layer.marks = set(range(300))
    layer.refresh()
    assert len(chosen(labels, frame, [layer])) <= len(before) + 24


def test_what_is_highlighted_has_labels_at_any_distance(labels: LabelChooser) -> None:
    layer = a_layer(300)
    layer.marks = {50, 100, 150, 200, 250}
    layer.refresh()
    found = hits(chosen(labels, frame_of(layer), [layer]))
    assert len(layer.marks & {hit.node for hit in found}) > 1


@pytest.mark.parametrize("closer", [1, 2])
def test_highlighting_changes_no_names_of_discs(labels: LabelChooser, closer: float) -> None:
    layer = a_layer(300)
    frame = frame_of(layer, closer)
    before = [each for each in chosen(labels, frame, [layer]) if each.label.disc >= 0]
    layer.marks = set(range(20, 300, 9))
    layer.refresh()
    after = chosen(labels, frame, [layer])
    assert set(map(place, before)) <= set(map(place, after))
    assert layer.marks & {hit.node for hit in hits(after)}


def test_the_current_one_is_named_in_view_on_a_ground_of_its_own(labels: LabelChooser) -> None:
    layer = a_layer(300)
    frame = frame_of(layer)
    others = chosen(labels, frame, [layer])
    view = QRectF(0, 0, frame.width, frame.height)
    for node in range(0, 300, 10):
        label = labels.of_current(frame, Hit(layer, node), others)
        assert label
        rect, picture = label
        assert view.contains(rect)
        image = picture.toImage()
        ground = image.pixelColor(image.width() // 2, 2)
        assert ground.alpha() == 255
        assert ground.lightness() > 230


def test_the_name_of_the_current_one_covers_no_other_node_where_there_is_room(
    labels: LabelChooser,
) -> None:
    layer = a_layer(2)
    nodes = np.arange(2, dtype=np.int32)
    frame = Frame(20.0, 350.0, 350.0, 700, 700, 1.0)
    for right, down in ((2.0, 0.0), (-2.0, 0.0), (3.0, 0.0), (0.0, 2.0)):
        x, y = np.array([[0, right], [5, 5 + down]], np.float32)
        layer.layout = Settled(nodes, x, y)
        layer.refresh()
        label = labels.of_current(frame, Hit(layer, 0), [])
        assert label
        away = distances(label[0], *frame.points(layer, layer.x, layer.y))
        assert away.min() > frame.radius, (right, down)


def test_the_current_one_keeps_the_place_of_its_label(labels: LabelChooser) -> None:
    layer = a_layer(20)
    frame = frame_of(layer, 2)
    others = chosen(labels, frame, [layer])
    named = [each for each in others if each.hit != Hit(layer, PAGE) and each.label.disc < 0]
    assert named
    for label in named:
        assert label.hit
        box = labels.of_current(frame, label.hit, others)
        assert box
        assert box[0].contains(label.rect(frame).adjusted(2, 2, -2, -2))


def test_what_is_left_out_is_one_counted_node(labels: LabelChooser) -> None:
    table = a_table(2000)
    layout = RedirectLayout(table, step=100)
    layout.add()
    layout.arrange()
    layer = Layer(table, a_wiki(), layout, "P")
    left = layout.discs.left
    assert np.any(left)
    found = hits(chosen(labels, frame_of(layer, 2), [layer]))
    shown = {hit.disc for hit in found if hit.disc >= 0}
    assert shown
    assert all(left[disc] for disc in shown)


def test_long_titles_are_cut(labels: LabelChooser) -> None:
    layer = a_layer(20, title="気候変動に関する政府間パネル " * 20)
    page = chosen(labels, frame_of(layer), [layer])[0]
    assert page.picture.width() < 450


def test_where_it_is_read_from_the_right_labels_are_left_of_nodes(
    labels: LabelChooser, themed: QApplication
) -> None:
    layer = a_layer(3)
    frame = Frame(0.001, 350, 350, 700, 700, 1.0)
    assert beside(chosen(labels, frame, [layer])[0]) > 0
    themed.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    mirrored = LabelChooser(style_of(QWidget()))
    assert beside(chosen(mirrored, frame, [layer])[0]) < 0


def test_labels_have_a_rim_of_the_color_of_the_ground(labels: LabelChooser) -> None:
    layer = a_layer(3)
    image: QImage = chosen(labels, frame_of(layer), [layer])[0].picture.toImage()
    opaque = [
        image.pixelColor(x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() > 150
    ]
    assert any(color.lightness() > 230 for color in opaque)
    assert any(color.lightness() < 60 for color in opaque)


@pytest.mark.parametrize("closer", [0.4, 1, 3])
@pytest.mark.parametrize("count", [1, 2, 7])
def test_w25_few_matches_are_the_ones_named(
    labels: LabelChooser, count: int, closer: float
) -> None:
    """Each match in view has its name; nothing else that the filter leaves out has one."""
    layer = a_layer(300)
    table = layer.table
    wanted = list(range(40, 40 + 30 * count, 30))
    table.set_filter(Filter(pages=frozenset(table.page_ids[wanted].tolist())))
    layer.refresh()
    frame = frame_of(layer, closer)
    found = chosen(labels, frame, [layer])
    x, y = frame.points(layer, layer.x, layer.y)
    seen = [n for n in wanted if 0 <= x[layer.place(n)] < 700 and 0 <= y[layer.place(n)] < 700]
    assert seen or closer > 1
    named = {label.hit.node for label in found if label.hit and label.label.disc < 0}
    assert named - {PAGE} <= set(wanted)
    # Two that are side by side may have room for one name.
    assert len(named & set(seen)) >= len(seen) - (count > 2)
    middles = layer.layout.discs
    for label in found:
        if label.label.disc >= 0:  # what holds one of them
            away = np.hypot(
                layer.discs.outer_x[label.label.disc] - layer.x[np.isin(layer.nodes, wanted)],
                layer.discs.outer_y[label.label.disc] - layer.y[np.isin(layer.nodes, wanted)],
            )
            assert np.any(away <= middles.outer[label.label.disc] + 0.5)


def test_w25_the_only_match_is_named_though_others_are_near(labels: LabelChooser) -> None:
    """Wherever it is: in the middle of a disc of many, or a redirect."""
    layer = a_layer(2_000)
    for node in (0, 3, 500, 1_000, 1_500):
        page_ids = layer.table.page_ids
        layer.table.set_filter(Filter(pages=frozenset([int(page_ids[node])])))
        layer.refresh()
        found = chosen(labels, frame_of(layer), [layer])
        place = layer.place(node)
        if place >= 0:
            assert Hit(layer, node) in hits(found)


def single_and_many() -> Layer:
    """One category beside 90 articles."""
    table = LinkTable()
    kinds = int(Kind.LINK)
    table.add([Row(n, 0, f"A rather long title {n}", kinds, False, "", 0, 0) for n in range(1, 91)])
    table.add([Row(500, 14, "Category:Alone", kinds, False, "", 0, 0)])
    layout = RedirectLayout(table)
    layout.add()
    layout.arrange()
    return Layer(table, a_wiki(), layout, "P")


@pytest.mark.parametrize("closer", [0.7, 1, 1.3])
def test_w26_a_single_page_is_named(labels: LabelChooser, closer: float) -> None:
    layer = single_and_many()
    node = 90
    x, y = layer.spot(layer.place(node))
    for right in (0.0, 300.0):  # also at the rim
        frame = frame_of(layer, closer)
        at = frame.point(x, y)
        frame = frame._replace(x=frame.x + (20 - at.x() if right else 0))
        found = chosen(labels, frame, [layer])
        is_seen = 0 <= frame.point(x, y).x() < frame.width
        assert any("Category" in label.label.text for label in found) == is_seen


@pytest.mark.parametrize("closer", [1, 1.3, 2])
def test_w26_in_a_disc_none_is_named_by_chance(labels: LabelChooser, closer: float) -> None:
    """Where few of the nodes of a disc have room for their names, none has."""
    layer = single_and_many()
    found = chosen(labels, frame_of(layer, closer), [layer])
    named = {label.hit.node for label in found if label.hit and label.label.disc < 0}
    inside = named & set(range(90))
    assert not inside or len(inside) >= 30


def test_w26_where_there_is_room_for_most_they_are_named(labels: LabelChooser) -> None:
    layer = single_and_many()
    found = chosen(labels, frame_of(layer, 6), [layer])
    assert len(found) > 2
