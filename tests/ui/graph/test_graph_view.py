# SPDX-License-Identifier: MIT
"""The view of the graph: what is painted, what is under the pointer, what keys and mouse do."""

import gc
import weakref
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QImage, QTextDocument, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.graph.listing import Settled, a_layer, a_wiki
from tests.ui.tree.listing import LISTING
from wikilinks_gui.graph.layout import PAGE
from wikilinks_gui.table.columns import Numbers
from wikilinks_gui.table.filter import Filter
from wikilinks_gui.table.table import LinkTable
from wikilinks_gui.ui.graph.layer import Hit, Layer
from wikilinks_gui.ui.graph.view import GraphView
from wikilinks_gui.ui.widgets import theme

SIZE = (600, 480)
LEFT = Qt.MouseButton.LeftButton

Shows = Callable[..., GraphView]


@pytest.fixture
def shows(themed: QApplication, qtbot: QtBot) -> Shows:
    """Show layers in a view."""

    def show(*layers: Layer) -> GraphView:
        view = GraphView()
        qtbot.addWidget(view)
        view.layers.extend(layers)
        view.resize(*SIZE)
        view.show()
        view.refresh()
        view.fit()
        return view

    return show


def few() -> Layer:
    """Return the ten rows of the tests' listing on a line, 10 apart, from x = 10 on."""
    table = LinkTable()
    table.add(LISTING)
    nodes = np.arange(len(LISTING), dtype=np.int32)
    layout = Settled(nodes, (nodes + 1).astype(np.float32) * 10, np.zeros(10, np.float32))
    return Layer(table, a_wiki(), layout, "Climate change")


def seen_at(view: GraphView, hit: Hit) -> QPoint:
    """Return where in the view a node is."""
    at = view.point_of(hit)
    assert at is not None
    return at


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


def test_a_click_is_on_what_was_below_the_button(shows: Shows) -> None:
    layer = few()
    view = shows(layer)
    pressed: list[Hit | None] = []
    view.pressed.connect(lambda hit, _modifiers: pressed.append(hit))
    at = seen_at(view, Hit(layer, 5))
    QTest.mousePress(view.viewport(), LEFT, pos=at)
    layer.dx = 50  # more came, and took its place
    view.refresh()
    QTest.mouseRelease(view.viewport(), LEFT, pos=at)
    assert pressed == [Hit(layer, 5)]


def test_alt_and_an_arrow_are_for_the_way_back(shows: Shows) -> None:
    layer = few()
    view = shows(layer)
    view.set_current(Hit(layer, 5))
    pressed: list[Hit | None] = []
    view.pressed.connect(lambda hit, _modifiers: pressed.append(hit))
    QTest.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert not pressed
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert pressed


def test_on_another_screen_its_pixels_are_painted(
    shows: Shows, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = shows(few())
    monkeypatch.setattr(GraphView, "devicePixelRatioF", lambda _view: 2.0)
    picture(view)
    assert view.canvas.style.ratio == 2.0


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
    view.refresh()  # nothing is kept
    anew = pixels(picture(view))
    # Parts of a pixel may be rounded another way.
    assert np.count_nonzero(np.abs(moved - anew).max(axis=2) > 8) < 20


@pytest.fixture
def many() -> Layer:
    """Return more nodes than are painted, or have labels chosen for, in one turn."""
    return a_layer(20_000)


def comes_to_rest(view: GraphView, qtbot: QtBot) -> None:
    """Wait until all labels are chosen."""
    qtbot.waitUntil(lambda: view.canvas.is_at_rest, timeout=20_000)


def test_no_label_is_left_of_a_layout_that_is_gone(shows: Shows, qtbot: QtBot) -> None:
    layer = a_layer(300)
    view = shows(layer)
    view.zoom(2)
    comes_to_rest(view, qtbot)
    assert view.canvas.labels
    place = np.arange(10, dtype=np.float32)
    layer.layout = Settled(layer.nodes[:10], place * 10, place)
    view.refresh()
    assert view.canvas.labels == []
    comes_to_rest(view, qtbot)
    assert {label.layout for label in view.canvas.labels} == {layer.layout}


def test_no_label_is_left_of_layers_that_are_gone(shows: Shows, qtbot: QtBot, many: Layer) -> None:
    other = few()
    other.dx, other.title = 40.0, "Other"
    view = shows(many, other)
    comes_to_rest(view, qtbot)
    canvas = view.canvas
    assert {label.layer.title for label in canvas.labels} == {many.title, "Other"}
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
    assert view.canvas.labels
    gone: list[Any] = [*map(weakref.ref, (layer, layer.table, layer.layout))]
    view.hide()  # so that nothing is painted any more
    view.layers.clear()
    view.refresh()
    del layer
    gc.collect()
    assert [each() for each in gone] == [None, None, None]


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
    before, width = seen_at(view, hit), view.visible_part().width()
    wheel(view, before, 120)
    assert 0.6 < view.visible_part().width() / width < 0.9
    assert (seen_at(view, hit) - before).manhattanLength() <= 1
    for turned in (120, -120):
        for _ in range(60):
            wheel(view, before, turned)
        farthest = view.visible_part()
        wheel(view, before, turned)  # there is a limit, at which nothing moves
        gone = view.visible_part().center() - farthest.center()
        assert gone.manhattanLength() < 1e-3 * farthest.width()


def plain(tip: str) -> str:
    """Return what a tool tip says."""
    document = QTextDocument()
    document.setHtml(tip)
    return document.toPlainText()


def test_the_pointer_tells_what_is_below(shows: Shows) -> None:
    layer = few()
    view = shows(layer)
    QTest.mouseMove(view.viewport(), seen_at(view, Hit(layer, 2)))
    assert view.canvas.hovered == Hit(layer, 2)
    assert plain(view.canvas.toolTip()) == (
        "Radiative forcing\nArticle · link\nthrough Global warming (physics) → Global warming"
    )
    QTest.mouseMove(view.viewport(), QPoint(5, 5))
    assert view.canvas.hovered is None
    assert not view.canvas.toolTip()


def test_titles_are_plain_text(shows: Shows) -> None:
    layer = few()
    view = shows(layer)
    view.point_at(seen_at(view, Hit(layer, 9)))
    assert plain(view.canvas.toolTip()).splitlines()[0] == "<b>気候</b> & 変動"


def test_links_of_the_node_under_the_pointer_are_strong(shows: Shows) -> None:
    layer = few()
    layer.layout.y[:] = np.arange(10) % 3 * 30
    view = shows(layer)
    before = picture(view)
    hit = Hit(layer, 3)
    start, end = seen_at(view, hit), seen_at(view, Hit(layer, 0))  # the redirect it came through
    between = (start + end) / 2
    view.point_at(start)
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
    QTest.mouseRelease(view.viewport(), LEFT, pos=at)
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


@pytest.mark.parametrize("on_a_node", [False, True])
def test_dragging_moves_the_picture(shows: Shows, on_a_node: bool) -> None:
    layer = few()
    view = shows(layer)
    pressed: list[object] = []
    view.pressed.connect(lambda hit, _keys: pressed.append(hit))
    before = seen_at(view, Hit(layer, 3))
    QTest.mousePress(view.viewport(), Qt.MouseButton.RightButton, pos=QPoint(9, 9))  # a menu
    start = before if on_a_node else QPoint(100, 50)
    drag(view, start, start + QPoint(40, 30))
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.RightButton)
    assert seen_at(view, Hit(layer, 3)) - before == QPoint(40, 30)
    assert not pressed


def test_names_that_are_not_seen_cannot_be_clicked(shows: Shows, qtbot: QtBot) -> None:
    """The box of the current node is over others; these are not met."""
    layer = a_layer(300)
    view = shows(layer)
    view.resize(300, 240)  # so that names are near nodes
    comes_to_rest(view, qtbot)
    met = 0
    for label in view.canvas.labels:
        if label.hit is None:
            continue
        rect = label.label.rect
        middle = QPoint(round(rect.left + rect.width / 2), round(rect.top + rect.height / 2))
        view.set_current(None)
        assert view.hit_at(middle) == label.hit
        for node in range(300):
            view.set_current(Hit(layer, node))
            met += view.hit_at(middle) != label.hit
    assert met


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
    assert seen_at(view, Hit(layer, 1)) - before == QPoint(
        -view.viewport().width() // 4, view.viewport().height() // 2
    )
    view.zoom(3)
    view.fit()
    assert view.is_seen(Hit(layer, 9))


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
