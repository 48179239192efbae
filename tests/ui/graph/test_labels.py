# SPDX-License-Identifier: MIT
"""Which labels the picture has, and that they can be read."""

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.graph.listing import a_layer, a_table, a_wiki
from wikilinks_gui.graph.layout import PAGE
from wikilinks_gui.graph.origins import Origins
from wikilinks_gui.links.filter import Filter
from wikilinks_gui.ui.graph.labels import Label, Labels
from wikilinks_gui.ui.graph.layer import Hit, Layer
from wikilinks_gui.ui.graph.painting import Frame
from wikilinks_gui.ui.graph.style import style_of


@pytest.fixture
def labels(themed: QApplication) -> Labels:
    return Labels(style_of(QWidget()))


def frame_of(layer: Layer, closer: float = 1.0) -> Frame:
    """See all of a layer, or a part of it ``closer``."""
    left, top, right, bottom = layer.bounds()
    scale = 600 / max(right - left, bottom - top) * closer
    x, y = 350 - (left + right) / 2 * scale, 350 - (top + bottom) / 2 * scale
    return Frame(scale, x, y, 700, 700, 1.0)


def hits(found: list[Label]) -> list[Hit]:
    return [label.hit for label in found if label.hit]


@pytest.mark.parametrize("closer", [1, 3, 30])
@pytest.mark.parametrize("count", [20, 300, 5000])
def test_no_label_lies_on_another(labels: Labels, count: int, closer: float) -> None:
    layer = a_layer(count)
    frame = frame_of(layer, closer)
    found = labels.choose(frame, [layer])
    view = QRectF(0, 0, frame.width, frame.height)
    # Each may be put half a pixel to the side.
    rects = [label.rect(frame).adjusted(1, 1, -1, -1) & view for label in found]
    assert not any(one.intersects(other) for one, other in combinations(rects, 2))


@pytest.mark.parametrize(("closer", "right", "down"), [(1, 0, 0), (1, 340, 0), (4, 0, -300)])
def test_labels_are_seen_whole_or_not_at_all(
    labels: Labels, closer: float, right: float, down: float
) -> None:
    layer = a_layer(300)
    layer.marks = set(range(0, 300, 5))
    layer.refresh()
    frame = frame_of(layer, closer)
    frame = frame._replace(x=frame.x + right, y=frame.y + down)
    view = QRectF(0, 0, frame.width, frame.height)
    found = labels.choose(frame, [layer])
    rects = [label.rect(frame).adjusted(2, 1, -2, -1) for label in found]  # without the rim
    assert any(view.contains(rect) for rect in rects)
    assert [rect for rect in rects if rect.intersects(view) and not view.contains(rect)] == []


def test_the_page_and_the_largest_discs_come_first(labels: Labels) -> None:
    layer = a_layer(5000)
    found = labels.choose(frame_of(layer), [layer])
    assert found[0].hit == Hit(layer, PAGE)
    assert len(found) > 6


def test_what_a_disc_is_called(labels: Labels) -> None:
    layer = a_layer(5000)
    texts = [labels.disc_text(layer, disc) for disc in range(len(layer.layout.discs))]
    talk = np.count_nonzero((layer.table.namespaces == 1) & (layer.table.parents == PAGE))
    assert f"Talk · {talk:,}" in texts
    disc = layer.disc_of(0)
    assert texts[disc] == f"{layer.table.titles[0]} · {layer.layout.discs.counts[disc]:,}"


def test_nodes_have_labels_when_one_is_near(labels: Labels) -> None:
    layer = a_layer(300)
    groups = set(layer.layout.discs.nodes.tolist())
    far = hits(labels.choose(frame_of(layer, 0.5), [layer]))
    assert {hit.node for hit in far} <= groups
    near = hits(labels.choose(frame_of(layer, 8), [layer]))
    assert {hit.node for hit in near} - groups
    layer.table.set_filter(Filter("in no title at all"))
    layer.refresh()
    faded = hits(labels.choose(frame_of(layer, 8), [layer]))
    assert {hit.node for hit in faded} <= groups


def test_the_chosen_and_the_highlighted_have_labels_at_any_distance(labels: Labels) -> None:
    layer = a_layer(300)
    layer.marks = {200}
    layer.refresh()
    found = hits(labels.choose(frame_of(layer), [layer], Hit(layer, 100)))
    assert {Hit(layer, 100), Hit(layer, 200)} <= set(found)


def test_what_is_left_out_is_one_counted_node(labels: Labels) -> None:
    table = a_table(2000)
    layout = Origins(table, step=100)
    layout.add()
    layout.arrange(layout.arranging()())
    layer = Layer(table, a_wiki(), layout, "P")
    left = layout.discs.left
    assert np.any(left)
    found = hits(labels.choose(frame_of(layer, 2), [layer]))
    shown = {hit.disc for hit in found if hit.disc >= 0}
    assert shown
    assert all(left[disc] for disc in shown)


def test_long_titles_are_cut(labels: Labels) -> None:
    layer = a_layer(20, title="気候変動に関する政府間パネル " * 20)
    page = labels.choose(frame_of(layer), [layer])[0]
    assert page.picture.width() < 450


def test_where_it_is_read_from_the_right_labels_are_left_of_nodes(
    labels: Labels, themed: QApplication
) -> None:
    layer = a_layer(3)
    frame = Frame(0.001, 350, 350, 700, 700, 1.0)
    assert labels.choose(frame, [layer])[0].left > 0
    themed.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    mirrored = Labels(style_of(QWidget()))
    assert mirrored.choose(frame, [layer])[0].left < 0


def test_labels_have_a_rim_of_the_color_of_the_ground(labels: Labels) -> None:
    layer = a_layer(3)
    image: QImage = labels.choose(frame_of(layer), [layer])[0].picture.toImage()
    opaque = [
        image.pixelColor(x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() > 150
    ]
    assert any(color.lightness() > 230 for color in opaque)
    assert any(color.lightness() < 60 for color in opaque)
