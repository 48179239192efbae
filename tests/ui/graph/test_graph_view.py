# SPDX-License-Identifier: MIT
"""The view of the graph: what is painted, what is under the pointer, what keys and mouse do."""

import gc
import weakref
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.graph.listing import Settled, a_layer, a_wiki
from tests.ui.tree.listing import LISTING
from wikilinks_gui.graph.layout import PAGE
from wikilinks_gui.graph.legend import SQUARE
from wikilinks_gui.table.columns import Numbers
from wikilinks_gui.table.filter import Filter
from wikilinks_gui.table.table import LinkTable
from wikilinks_gui.tasks import Steps, finish
from wikilinks_gui.ui.graph.canvas import Canvas, _shown_of
from wikilinks_gui.ui.graph.label import Label
from wikilinks_gui.ui.graph.labels import Labels
from wikilinks_gui.ui.graph.layer import Hit, Layer
from wikilinks_gui.ui.graph.painting import Frame
from wikilinks_gui.ui.graph.view import GraphView
from wikilinks_gui.ui.widgets import theme

SIZE = (600, 480)
LEFT = Qt.MouseButton.LeftButton

Shows = Callable[..., GraphView]


@pytest.fixture
def shows(themed: QApplication, qtbot: QtBot) -> Shows:
    """Show layers in a view that is not animated."""

    def show(*layers: Layer) -> GraphView:
        view = GraphView()
        qtbot.addWidget(view)
        view.animated = False
        view.layers.extend(layers)
        view.resize(*SIZE)
        view.show()
        view.refresh()
        view.fit()
        return view

    return show


def few() -> Layer:
    """Give the ten rows of the tests' listing on a line, 10 apart, from x = 10 on."""
    table = LinkTable()
    table.add(LISTING)
    nodes = np.arange(len(LISTING), dtype=np.int32)
    layout = Settled(nodes, (nodes + 1).astype(np.float32) * 10, np.zeros(10, np.float32))
    return Layer(table, a_wiki(), layout, "Climate change")


def seen_at(view: GraphView, hit: Hit) -> QPoint:
    """Say where in the view a node is."""
    at = hit.layer.where(hit.node)
    assert at
    return view._box.seen().point(*at).toPoint()


def picture(view: GraphView) -> QImage:
    image: QImage = view.grab().toImage()
    return image


def pixels(image: QImage) -> Numbers:
    values = np.frombuffer(image.constBits(), np.uint8)
    return values.reshape(image.height(), image.width(), 4).astype(np.int16)


def colors_near(image: QImage, at: QPoint, reach: int = 3) -> set[str]:
    return {
        image.pixelColor(x, y).name()
        for x in range(at.x() - reach, at.x() + reach + 1)
        for y in range(at.y() - reach, at.y() + reach + 1)
    }


def wheel(view: GraphView, at: QPoint, turned: int) -> None:
    event = QWheelEvent(
        QPointF(at),
        QPointF(view.mapToGlobal(at)),
        QPoint(),
        QPoint(0, turned),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)


def test_nodes_have_the_color_of_their_namespace(shows: Shows) -> None:
    layer = few()
    view = shows(layer)
    image = picture(view)
    assert "#3366cc" in colors_near(image, seen_at(view, Hit(layer, 5)))  # an article
    assert "#772b6e" in colors_near(image, seen_at(view, Hit(layer, 7)))  # a template
    assert "#202122" in colors_near(image, seen_at(view, Hit(layer, PAGE)))


def test_what_the_filter_leaves_out_fades(shows: Shows) -> None:
    layer = few()
    view = shows(layer)
    layer.table.set_filter(Filter("agriculture"))
    view.refresh()
    image = picture(view)
    assert "#3366cc" in colors_near(image, seen_at(view, Hit(layer, 5)))
    assert "#3366cc" not in colors_near(image, seen_at(view, Hit(layer, 3)), 9)


def test_checked_rows_are_pale(shows: Shows) -> None:
    layer = few()
    view = shows(layer)
    layer.table.set_checked([5], True)
    view.refresh()
    image = picture(view)
    assert "#3366cc" not in colors_near(image, seen_at(view, Hit(layer, 5)), 9)
    assert "#3366cc" in colors_near(image, seen_at(view, Hit(layer, 3)))


def test_dark_palette_while_running(shows: Shows, themed: QApplication) -> None:
    layer = few()
    view = shows(layer)
    picture(view)
    themed.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    image = picture(view)
    assert image.pixelColor(2, 2).name() == theme.DARK.second
    assert "#88a3e8" in colors_near(image, seen_at(view, Hit(layer, 5)))


@pytest.mark.parametrize("ways", [[(30, 0)], [(-25, 40)], [(7, -9), (-7, 9), (100, 3)]])
def test_a_moved_picture_is_as_one_painted_anew(shows: Shows, ways: list[tuple[int, int]]) -> None:
    """Panning paints only what comes into view; that must not show."""
    view = shows(a_layer(3000))
    picture(view)
    for right, down in ways:
        view.pan(right / SIZE[0], down / SIZE[1])
        moved = pixels(picture(view))
    view._canvas.change(moves=True)  # nothing is kept
    anew = pixels(picture(view))
    # Parts of a pixel may be rounded another way.
    assert np.count_nonzero(np.abs(moved - anew).max(axis=2) > 8) < 20


@pytest.fixture
def many() -> Layer:
    """Give more nodes than are painted, or have labels chosen for, in one turn."""
    return a_layer(20_000)


def comes_to_rest(view: GraphView, qtbot: QtBot) -> None:
    """Wait until all is painted and no label is being chosen, nor is to be."""
    canvas = view._canvas
    settled, naming = view._settled, view._naming
    qtbot.waitUntil(
        lambda: not (settled.isActive() or naming.isActive()) and is_at_rest(canvas), timeout=20_000
    )


def is_at_rest(canvas: Canvas) -> bool:
    return bool(
        canvas._backing.is_whole
        and not canvas._backing._is_old
        and canvas._choosing is None
        and canvas._labels_for is not None
    )


def named(labels: list[Label]) -> list[tuple[object, ...]]:
    """Say what labels stand for, and where they are."""
    return [(each.hit, each.text, *each.spot(), each.left, each.top) for each in labels]


def test_many_nodes_zoomed_are_as_those_painted_anew(
    shows: Shows, qtbot: QtBot, many: Layer
) -> None:
    view = shows(many)
    comes_to_rest(view, qtbot)
    before = pixels(picture(view))
    view.zoom(1.7)
    meanwhile = pixels(picture(view))
    assert not view._canvas._backing.is_whole
    comes_to_rest(view, qtbot)
    zoomed = pixels(picture(view))
    assert view._canvas._backing.is_whole
    view._canvas.change(labels=False, moves=True)
    assert np.array_equal(pixels(picture(view)), zoomed)
    assert not np.array_equal(meanwhile, zoomed)
    assert not np.array_equal(meanwhile, before)


def test_discs_are_seen_at_once_around_what_was_seen_before(
    shows: Shows, qtbot: QtBot, many: Layer
) -> None:
    view = shows(many)
    largest = int(np.argmax(many.layout.discs.radius))
    x, y = many.disc_middle(largest)
    view.zoom(4.0, view._box.seen().point(x, y))
    comes_to_rest(view, qtbot)
    view.fit()
    image = picture(view)
    assert not view._canvas._backing.is_whole
    others = np.flatnonzero(many.layout.discs.counts > 50)
    grounds = {view._canvas.style.disc.name(), view._canvas.style.inner.name()}
    for disc in others[others != largest].tolist():
        at = view._box.seen().point(*many.disc_middle(disc)).toPoint()
        assert colors_near(image, at, 1) & grounds
    assert len(others) > 3


def test_many_nodes_moved_and_zoomed_while_they_are_painted(
    shows: Shows, qtbot: QtBot, many: Layer
) -> None:
    view = shows(many)
    comes_to_rest(view, qtbot)
    for factor, right, down in ((2.5, 30, -20), (0.7, -61, 7), (1.5, 13, 44)):
        view.zoom(factor)
        picture(view)
        assert not view._canvas._backing.is_whole
        view._canvas._backing.paint_next()
        view.pan(right / SIZE[0], down / SIZE[1])
        picture(view)
        assert not view._canvas._backing.is_whole
    comes_to_rest(view, qtbot)
    moved = pixels(picture(view))
    view._canvas.change(labels=False, moves=True)
    # Parts of a pixel may be rounded another way.
    assert np.count_nonzero(np.abs(moved - pixels(picture(view))).max(axis=2) > 8) < 20


class Paints(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.times = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.times += event.type() == QEvent.Type.Paint
        return False


def test_a_picture_that_was_painted_in_turns_shows_by_itself(
    shows: Shows, qtbot: QtBot, many: Layer
) -> None:
    view = shows(many)
    comes_to_rest(view, qtbot)
    paints = Paints(view.viewport())
    canvas = view._canvas
    view.zoom(1.7)
    view._settled.stop()  # labels would have it painted as well
    picture(view)
    assert not canvas._backing.is_whole
    before = paints.times
    qtbot.waitUntil(lambda: canvas._backing.is_whole)
    qtbot.waitUntil(lambda: paints.times > before)


def test_labels_of_many_nodes_are_chosen_in_turns(
    shows: Shows, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, many: Layer
) -> None:
    view = shows(many)
    comes_to_rest(view, qtbot)
    canvas = view._canvas
    before = canvas.labels
    turns: list[bool] = []

    def step(steps: Steps[list[Label]], _seconds: float) -> list[Label] | None:
        """Take one step in each turn: however fast the machine is, it is not all."""
        assert canvas.labels == before  # they stay until all are chosen
        try:
            next(steps)
        except StopIteration as done:
            chosen: list[Label] = done.value
            return chosen
        turns.append(True)
        return None

    monkeypatch.setattr("wikilinks_gui.ui.graph.canvas.advance", step)
    view.zoom(1.7)
    picture(view)
    assert canvas.labels == before
    view._settled.stop()
    comes_to_rest(view, qtbot)
    assert len(turns) > 20
    assert canvas._labels_for
    chosen = finish(Labels(canvas.style).choosing(canvas._labels_for, [many]))
    assert chosen
    assert named(canvas.labels) == named(chosen)
    assert named(canvas.labels) != named(before)


@pytest.mark.parametrize("parts", [2, 7, 40])
def test_parts_cover_the_picture_and_hold_as_many_nodes_each(
    shows: Shows, many: Layer, parts: int
) -> None:
    view = shows(many)
    picture(view)
    frame = view._canvas._labels_for
    assert frame
    strips = view._canvas._split(frame, parts)
    assert len(strips) <= parts
    edges = [0, *(strip.bottom() + 1 for strip in strips)]
    assert edges[-1] == frame.height
    assert [strip.top() for strip in strips] == edges[:-1]
    assert all((strip.left(), strip.width()) == (0, frame.width) for strip in strips)
    _x, y = frame.points(many, many.x, many.y)
    inside = [int(np.sum((y >= top) & (y < end))) for top, end in pairwise(edges)]
    assert sum(inside) == len(many.nodes)
    assert max(inside) < 2 * len(many.nodes) / parts


def test_a_picture_without_nodes_is_cut_evenly(shows: Shows) -> None:
    view = shows()
    frame = Frame(1.0, 0.0, 0.0, 60, 30, 1.0)
    strips = view._canvas._split(frame, 3)
    assert [strip.top() for strip in strips] == [0, 10, 20]


def test_labels_are_chosen_first_and_show_with_the_picture(
    shows: Shows, qtbot: QtBot, many: Layer
) -> None:
    view = shows(many)
    comes_to_rest(view, qtbot)
    canvas = view._canvas
    before = canvas.labels
    view.zoom(1.7)
    view._settled.stop()
    picture(view)
    parts = len(canvas._backing._parts)
    while canvas._choosing is not None:
        assert len(canvas._backing._parts) == parts > 1
        canvas.on_turn()
    while not canvas._backing.is_whole:
        assert named(canvas.labels) == named(before)
        canvas.on_turn()
    assert named(canvas.labels) != named(before)


def test_labels_go_along_while_all_glides(shows: Shows, qtbot: QtBot) -> None:
    layer = a_layer(300)
    was = layer.layout
    layout = layer.layout = Settled(was.nodes, was.x.copy(), was.y.copy(), was.discs)
    view = shows(layer)
    view.zoom(2)
    comes_to_rest(view, qtbot)
    canvas = view._canvas
    before = [(each.hit, each.left, each.top) for each in canvas.labels]
    assert len(before) > 3
    spots = [each.spot() for each in canvas.labels]
    discs, away = layout.discs, np.float32(50)
    layout.x = layout.x + away
    layout.discs = replace(discs, x=discs.x + away, outer_x=discs.outer_x + away)
    view.animated = True
    view.glide()
    view._gliding.stop()
    view._glide_to(0.5)
    picture(view)
    assert canvas._choosing is None  # on the way they are not chosen anew
    assert [(each.hit, each.left, each.top) for each in canvas.labels] == before
    for label, (x, y) in zip(canvas.labels, spots, strict=True):
        is_page = label.hit == Hit(layer, PAGE)
        assert label.spot() == pytest.approx((x if is_page else x + 25, y), abs=1e-3)
    view._glide_to(1.0)
    picture(view)
    assert canvas._choosing is not None
    comes_to_rest(view, qtbot)


def test_no_label_is_left_of_a_layout_that_is_gone(shows: Shows, qtbot: QtBot) -> None:
    layer = a_layer(300)
    view = shows(layer)
    view.zoom(2)
    comes_to_rest(view, qtbot)
    assert view._canvas.labels
    place = np.arange(10, dtype=np.float32)
    layer.layout = Settled(layer.nodes[:10], place * 10, place)
    assert view._canvas.labels == []
    view.animated = True
    view.show_layout()
    picture(view)  # before the first step of the way
    assert view._canvas.labels == []


def test_no_label_is_left_of_layers_that_are_gone(shows: Shows, qtbot: QtBot, many: Layer) -> None:
    other = few()
    other.dx, other.title = 40.0, "Other"
    view = shows(many, other)
    comes_to_rest(view, qtbot)
    canvas = view._canvas
    assert {label.layer.title for label in canvas.labels} == {many.title, "Other"}
    view.zoom(1.2)
    picture(view)
    assert canvas._choosing is not None  # labels of both
    view.layers.remove(many)
    view.refresh()
    assert all(label.layer is other for label in canvas.labels)
    comes_to_rest(view, qtbot)
    assert canvas.labels
    assert all(label.layer is other for label in canvas.labels)
    view.layers.clear()
    view.refresh()
    assert not canvas.labels
    comes_to_rest(view, qtbot)
    assert not canvas.labels
    inside = pixels(picture(view))[4:-4, 4:-4]  # the view has the focus, which is seen around it
    assert np.all(inside == inside[0, 0])


def test_a_layer_that_is_gone_is_kept_by_nothing(shows: Shows, qtbot: QtBot) -> None:
    layer = a_layer(300)
    view = shows(layer)
    comes_to_rest(view, qtbot)
    assert view._canvas.labels
    gone: list[Any] = [*map(weakref.ref, (layer, layer.table, layer.layout))]
    view.hide()  # so that nothing is painted any more
    view.layers.clear()
    view.refresh()
    del layer
    gc.collect()
    assert [each() for each in gone] == [None, None, None]


def test_labels_that_are_on_their_way_are_not_forgotten_for_others(
    shows: Shows, qtbot: QtBot, many: Layer
) -> None:
    """Else none would show while rows come, on a machine that takes long for them."""
    view = shows(many)
    comes_to_rest(view, qtbot)
    canvas = view._canvas
    canvas.set_labels_due()
    picture(view)
    choosing = canvas._choosing
    assert choosing is not None
    view.on_naming()
    view.refresh()
    view.refresh()
    assert canvas._choosing is choosing
    assert view._naming.isActive()
    comes_to_rest(view, qtbot)


def test_no_label_is_left_of_many_nodes_that_are_gone(
    shows: Shows, qtbot: QtBot, many: Layer
) -> None:
    view = shows(many)
    comes_to_rest(view, qtbot)
    canvas = view._canvas
    view.set_marked(many, {100, 200})
    picture(view)
    while not canvas._backing.is_whole:
        canvas._backing.paint_next()
    picture(view)
    assert canvas._choosing is not None
    assert canvas.labels
    view.layers.clear()
    view.refresh()
    assert not canvas.labels
    canvas.on_turn()  # one that was due already
    assert not canvas.labels
    comes_to_rest(view, qtbot)
    assert not canvas.labels


def test_labels_are_chosen_anew_where_the_layout_became_another(shows: Shows, qtbot: QtBot) -> None:
    layer = a_layer(3000)
    view = shows(layer)
    picture(view)
    assert view._canvas._choosing is not None  # the first ones
    place = np.arange(10, dtype=np.float32)
    layer.layout = Settled(layer.nodes[:10], place * 10, place)
    view._canvas.on_turn()
    assert view._canvas._labels_for is None  # they are due
    view.glide()
    comes_to_rest(view, qtbot)
    picture(view)
    qtbot.waitUntil(lambda: bool(view._canvas.labels))
    assert all(label.text for label in view._canvas.labels)


def test_a_label_follows_the_node_that_is_dragged(shows: Shows, qtbot: QtBot) -> None:
    layer = a_layer(300)
    view = shows(layer)
    view.zoom(2)
    comes_to_rest(view, qtbot)
    of_nodes = (each.hit for each in view._canvas.labels if each.disc < 0)
    hit = next(each for each in of_nodes if each and each.node != PAGE)
    away = layer.where(hit.node)
    assert away
    for step in (0.5, 1.0, 1.5):
        view._move(hit, away[0] + step, away[1])
        picture(view)
        own = [label for label in view._canvas.labels if label.hit == hit]
        assert all(each.spot() == layer.where(hit.node) for each in own)
    assert own
    assert view._canvas._labels_for is None
    comes_to_rest(view, qtbot)  # and are chosen anew when the drag is over


def test_all_is_seen_until_somebody_moves_the_picture(shows: Shows) -> None:
    layer = a_layer(500)
    view = shows(layer)
    for node in layer.nodes.tolist():
        assert view.is_seen(Hit(layer, node))
    view.resize(300, 700)
    assert all(view.is_seen(Hit(layer, node)) for node in layer.nodes.tolist())
    view.zoom(4)
    view.resize(*SIZE)
    assert not all(view.is_seen(Hit(layer, node)) for node in layer.nodes.tolist())


def test_the_wheel_zooms_where_the_pointer_is(shows: Shows) -> None:
    layer = few()
    view = shows(layer)
    hit = Hit(layer, 8)
    before, scale = seen_at(view, hit), view._box.seen().scale
    wheel(view, before, 120)
    assert view._box.seen().scale == pytest.approx(scale * 1.2, rel=0.01)
    assert (seen_at(view, hit) - before).manhattanLength() <= 1
    for _ in range(60):
        wheel(view, before, 120)
    closest = view._box.seen().scale
    wheel(view, before, 120)
    assert view._box.seen().scale == pytest.approx(closest)


def test_the_pointer_tells_what_is_below(shows: Shows) -> None:
    layer = few()
    view = shows(layer)
    QTest.mouseMove(view.viewport(), seen_at(view, Hit(layer, 2)))
    assert view._canvas.hovered == Hit(layer, 2)
    words = [label.text() for label in view.findChildren(QLabel) if label.isVisible()]
    assert words == [
        "Radiative forcing",
        "Article · link\nthrough Global warming (physics) → Global warming",
    ]
    QTest.mouseMove(view.viewport(), QPoint(5, 5))
    assert view._canvas.hovered is None
    assert not any(label.isVisible() for label in view.findChildren(QLabel))


def test_titles_are_plain_text(shows: Shows) -> None:
    layer = few()
    view = shows(layer)
    view.point_at(seen_at(view, Hit(layer, 9)))
    labels = [label for label in view.findChildren(QLabel) if label.isVisible()]
    assert labels[0].text() == "<b>気候</b> & 変動"
    assert labels[0].textFormat() == Qt.TextFormat.PlainText


def test_links_of_the_node_under_the_pointer_are_strong(shows: Shows) -> None:
    layer = few()
    layer.layout.y[:] = np.arange(10) % 3 * 30
    layer.begin_glide()
    layer.glide(1.0)
    view = shows(layer)
    before = picture(view)
    hit = Hit(layer, 3)
    start, end = seen_at(view, hit), seen_at(view, Hit(layer, 0))  # the redirect it came through
    between = (start + end) / 2
    view.point_at(start)
    view._card.hide()
    assert colors_near(picture(view), between, 1) != colors_near(before, between, 1)


def test_click_double_click_and_menu(shows: Shows, qtbot: QtBot) -> None:
    layer = few()
    view = shows(layer)
    at = seen_at(view, Hit(layer, 4))
    with qtbot.waitSignal(view.pressed) as told:
        QTest.mouseClick(view.viewport(), LEFT, Qt.KeyboardModifier.ControlModifier, at)
    assert told.args == [Hit(layer, 4), Qt.KeyboardModifier.ControlModifier]
    with qtbot.waitSignal(view.activated) as told:
        QTest.mouseDClick(view.viewport(), LEFT, pos=at)
    assert told.args == [Hit(layer, 4)]
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.mapToGlobal(at))
    with qtbot.waitSignal(view.menu_wanted) as told:
        QApplication.sendEvent(view.viewport(), event)
    assert told.args == [Hit(layer, 4), view.mapToGlobal(at)]
    view.set_current(Hit(layer, 1))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    with qtbot.waitSignal(view.menu_wanted) as told:
        QApplication.sendEvent(view.viewport(), event)
    assert told.args
    assert told.args[0] == Hit(layer, 1)
    assert told.args[1] == view.viewport().mapToGlobal(seen_at(view, Hit(layer, 1)))


def drag(view: GraphView, start: QPoint, end: QPoint) -> None:
    port = view.viewport()
    QTest.mousePress(port, LEFT, pos=start)
    QTest.mouseMove(port, (start + end) / 2)
    QTest.mouseMove(port, end)
    QTest.mouseRelease(port, LEFT, pos=end)


def test_dragging_the_ground_moves_the_picture(shows: Shows) -> None:
    layer = few()
    view = shows(layer)
    pressed: list[object] = []
    view.pressed.connect(lambda hit, _keys: pressed.append(hit))
    before = seen_at(view, Hit(layer, 3))
    drag(view, QPoint(100, 50), QPoint(140, 80))
    assert seen_at(view, Hit(layer, 3)) - before == QPoint(40, 30)
    assert not pressed


def test_a_dragged_node_stays_where_it_is_put(shows: Shows) -> None:
    layer = few()
    view = shows(layer)
    start = seen_at(view, Hit(layer, 3))
    others = layer.x[4:].copy()
    drag(view, start, start + QPoint(0, 90))
    assert (seen_at(view, Hit(layer, 3)) - start - QPoint(0, 90)).manhattanLength() <= 1
    assert np.array_equal(layer.x[4:], others)
    view.refresh()
    assert (seen_at(view, Hit(layer, 3)) - start - QPoint(0, 90)).manhattanLength() <= 1


def test_a_name_at_a_leader_is_led_to(shows: Shows, qtbot: QtBot) -> None:
    view = shows(a_layer(2000))
    comes_to_rest(view, qtbot)
    canvas = view._canvas
    led = [each for each in canvas.labels if each.leader]
    assert led
    image = picture(view)
    frame = view._box.seen()
    for label in led:
        line = label.line(frame)
        if line.length() > 12:
            near = colors_near(image, line.center().toPoint(), 1)
            assert min(QColor(each).lightness() for each in near) < 170  # of the ground it is 248


def test_names_that_are_not_seen_cannot_be_clicked(shows: Shows, qtbot: QtBot) -> None:
    """Those that would hide the chosen node, or half of its name."""
    layer = a_layer(3000)
    view = shows(layer)
    view.resize(240, 200)  # so that names are on discs
    comes_to_rest(view, qtbot)
    canvas, frame = view._canvas, view._box.seen()
    hidden = 0
    for place in range(0, 3000, 11):
        canvas.current = Hit(layer, int(layer.nodes[place]))
        seen, chosen = canvas._shown(frame)
        point = frame.point(*layer.spot(place))
        assert not any(each.rect(frame).contains(point) for each in seen)
        for label in canvas.labels:
            middle = label.rect(frame).center()
            if label not in seen and not any(each.rect(frame).contains(middle) for each in chosen):
                hidden += 1
                assert canvas.label_at(frame, middle) is None
    assert hidden


def test_many_links_of_a_node_are_faint() -> None:
    assert _shown_of(1) == _shown_of(40) == 1
    assert 1 > _shown_of(50) > _shown_of(100) > 0.2


def test_a_redirect_that_is_chosen_has_a_square_around_it(shows: Shows) -> None:
    layer = few()
    view = shows(layer)
    view.zoom(3.0)
    strong = view._canvas.style.strong.name()
    for node, is_square in ((0, True), (5, False)):
        assert bool(layer.table.is_group(node)) == is_square
        view.set_current(Hit(layer, node))
        view.centre_on(Hit(layer, node))
        far = round(max(view._box.seen().radius * 1.25, 4) * (SQUARE if is_square else 1) + 3)
        corner = seen_at(view, Hit(layer, node)) + QPoint(far, far)
        assert (strong in colors_near(picture(view), corner, 1)) == is_square


def test_a_disc_is_dragged_by_its_name(shows: Shows, qtbot: QtBot) -> None:
    layer = a_layer(300)
    view = shows(layer)
    comes_to_rest(view, qtbot)
    canvas = view._canvas
    label = next(each for each in canvas.labels if each.disc >= 0 and each.hit)
    assert label.hit
    frame = view._box.seen().on(view.devicePixelRatioF())
    start = (label.rect(frame).center() / view.devicePixelRatioF()).toPoint()
    before = seen_at(view, label.hit)
    assert (start - before).manhattanLength() > 15
    drag(view, start, start + QPoint(-30, 21))
    moved = seen_at(view, label.hit) - before
    assert (moved - QPoint(-30, 21)).manhattanLength() <= 1


def test_a_layer_is_dragged_with_the_node_it_hangs_on(shows: Shows) -> None:
    first, second = few(), few()
    second.above, second.dx, second.dy = (first, 9), 100.0, 0.0
    view = shows(first, second)
    start = seen_at(view, Hit(first, 9))
    drag(view, start, start + QPoint(-40, 60))
    assert (second.dx, second.dy) == pytest.approx(first.where(9), abs=1e-3)


def test_keys_go_from_node_to_node(shows: Shows) -> None:
    layer = few()
    view = shows(layer)
    assert view.neighbour(None, (1, 0)) == Hit(layer, PAGE)
    assert view.neighbour(Hit(layer, PAGE), (1, 0)) == Hit(layer, 0)
    assert view.neighbour(Hit(layer, 4), (1, 0)) == Hit(layer, 5)
    assert view.neighbour(Hit(layer, 0), (-1, 0)) == Hit(layer, PAGE)
    assert view.neighbour(Hit(layer, 4), (0, 1)) is None


def test_going_somewhere(shows: Shows) -> None:
    layer = few()
    view = shows(layer)
    middle = view.viewport().rect().center()
    view.centre_on(Hit(layer, 7))
    assert (seen_at(view, Hit(layer, 7)) - middle).manhattanLength() <= 2
    view.go_to_page()
    assert (seen_at(view, Hit(layer, PAGE)) - middle).manhattanLength() <= 2
    before = seen_at(view, Hit(layer, 1))
    view.pan(0.25, -0.5)
    assert seen_at(view, Hit(layer, 1)) - before == QPoint(-SIZE[0] // 4, SIZE[1] // 2)
    view.zoom(3)
    view.fit()
    assert view.is_seen(Hit(layer, 9))


def test_gliding(shows: Shows, qtbot: QtBot) -> None:
    layer = few()
    view = shows(layer)
    view.animated = True
    before = layer.x.copy()
    layout = layer.layout
    assert isinstance(layout, Settled)
    layout.x = layout.x + np.float32(50)
    view.glide()
    assert np.array_equal(layer.x, before)
    qtbot.waitUntil(lambda: np.array_equal(layer.x, layout.x))
    assert not view._gliding.isActive()
    view.animated = False
    layout.x = layout.x - np.float32(20)
    view.glide()
    assert np.array_equal(layer.x, layout.x)


def test_the_chosen_and_the_highlighted_stand_out(shows: Shows) -> None:
    layer = few()
    view = shows(layer)
    before = picture(view)
    at = seen_at(view, Hit(layer, 5))
    view.set_marked(layer, {5})
    marked = picture(view)
    assert colors_near(marked, at, 14) != colors_near(before, at, 14)
    view.set_marked(layer, set())
    assert view.current() is None
    view.set_current(Hit(layer, 5))
    assert QColor(theme.LIGHT.text).name() in colors_near(picture(view), at, 14)


def test_a_layer_that_is_gone_is_not_chosen_any_more(shows: Shows) -> None:
    first, second = few(), few()
    view = shows(first, second)
    view.set_current(Hit(second, 3))
    view.layers.remove(second)
    view.refresh()
    assert view.current() is None


def test_nothing_to_show(shows: Shows) -> None:
    view = shows()
    assert picture(view).pixelColor(300, 240).name() == theme.LIGHT.second
    assert view.neighbour(None, (1, 0)) is None
    assert view.hit_at(QPoint(300, 240)) is None
    view.go_to_page()
    view.leaveEvent(QEvent(QEvent.Type.Leave))
