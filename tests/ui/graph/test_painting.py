# SPDX-License-Identifier: MIT
"""What is painted below the nodes."""

from contextlib import closing
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.graph.listing import Settled, a_layer, a_wiki
from tests.ui.graph.test_picture import pixels
from wikilinks_gui.graph.redirectlayout import RedirectLayout
from wikilinks_gui.table.columns import Mask
from wikilinks_gui.table.origin import Origin
from wikilinks_gui.table.row import Row
from wikilinks_gui.table.table import LinkTable
from wikilinks_gui.ui.graph.layer import Layer
from wikilinks_gui.ui.graph.painting import Frame, Painting
from wikilinks_gui.ui.graph.style import Style, style_of
from wikilinks_gui.ui.graph.view import GraphView


def test_lines_from_the_page_end_at_discs_and_faint_nodes(themed: QApplication) -> None:
    """Further on, they would run through other discs, and be seen through faint nodes."""
    table = LinkTable()
    table.add([Row(n, 0, f"P{n}", 1, False, "", 0, 0) for n in range(1, 31)])
    table.add([Row(31, 10, "Template:T", 1, False, "", 0, 0)])
    table.set_origins([(0, 31)], [(int(Origin.TEMPLATE), ())])
    layout = RedirectLayout(table)
    layout.add()
    layout.arrange()
    layer, discs = Layer(table, a_wiki(), layout, "P"), layout.discs
    assert discs.has_ground.tolist() == [True, False]
    frame = Frame(20.0, 200.0, 200.0, 400, 400, 1.0)
    x, y = frame.points(layer, discs.outer_x, discs.outer_y)
    reach = np.where(discs.has_ground, discs.outer * 20, 0) + frame.radius

    def painted(style: Style) -> QImage:
        image = QImage(400, 400, QImage.Format.Format_RGB32)
        with QPainter(image) as painter:
            Painting(style).paint(painter, frame, [layer], image.rect())
        return image

    style = style_of(QWidget())
    bare = replace(style, line=QColor(Qt.GlobalColor.transparent))
    lines: Mask = np.any(pixels(painted(style)) != pixels(painted(bare)), axis=2)
    down, across = np.nonzero(lines)
    for disc in range(2):
        away = np.hypot(across - x[disc], down - y[disc]) - reach[disc]
        assert -1.5 < away.min() < 1.5


@pytest.mark.parametrize("closer", [1.0, 2.5])
def test_a_picture_that_was_moved_is_as_if_painted_at_once(
    themed: QApplication, closer: float
) -> None:
    layer, places = a_layer(3_600), np.arange(3_600, dtype=np.int32)
    layer.layout = Settled(
        places,
        (places % 60 - 30).astype(np.float32),
        (places // 60 - 30).astype(np.float32),
        replace(layer.discs, drawn=3_000),
        np.stack([places[600:], places[:-600]]),
    )
    with closing(GraphView()) as view:
        view.layers.append(layer)
        view.refresh()
        view.resize(500, 400)
        view.show()
        view.fit()
        view.zoom(closer)
        port, style = view.viewport(), view.canvas.style

        def painted() -> npt.NDArray[np.int64]:
            return pixels(port.grab().toImage().convertToFormat(QImage.Format.Format_RGB32))

        before = painted()
        for right, down in ((0.2, 0.05), (-0.3, 0.1), (0.01, -0.5), (0.0, 0.0), (-1.5, 0.4)):
            view.pan(right, down)
            moved = painted()
            view.canvas.set_style(style)  # nothing is kept
            whole = painted()
            # A node may be a quarter of a pixel aside.
            assert np.abs(moved - whole).max() < 60
            assert np.any(whole != before) == bool(right or down)
            before = whole
