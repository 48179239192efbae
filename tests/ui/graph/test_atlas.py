# SPDX-License-Identifier: MIT
"""The small pictures of nodes: those that come later are beside those that were there."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from wikilinks_gui.graph.colours import Codes
from wikilinks_gui.graph.shapes import CHECKED
from wikilinks_gui.ui.graph.atlas import Atlas, draw_nodes
from wikilinks_gui.ui.graph.layer import SHAPES, STATES
from wikilinks_gui.ui.graph.style import Style, style_of

CODES = np.arange(3 * SHAPES * STATES, dtype=np.uint8)
FAR = 40


@pytest.fixture
def style(themed: QApplication) -> Style:
    return style_of(QWidget())


def drawn(atlas: Atlas, codes: Codes) -> QImage:
    image = QImage(FAR * len(CODES), FAR, QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    with QPainter(image) as painter:
        x = codes.astype(np.float32) * FAR + np.float32(FAR / 2 + 0.125)
        atlas.draw(painter, x, np.full(len(codes), FAR / 2, np.float32), codes)
    return image


@pytest.mark.parametrize("radius", [3.0, 6.0])
def test_looks_that_come_later_are_as_if_all_were_there_at_once(
    style: Style, radius: float
) -> None:
    at_once, later = Atlas(style, radius), Atlas(style, radius)
    everything = drawn(at_once, CODES)
    mixed = np.random.default_rng(1).permutation(CODES)
    for start in range(0, len(mixed), 7):
        drawn(later, mixed[start : start + 7])
    assert drawn(later, CODES) == everything
    looks = {bytes(everything.copy(int(code) * FAR, 0, FAR, FAR).constBits()) for code in CODES}
    assert len(looks) == len(CODES)  # and each is another


def test_where_no_node_is_seen_none_is_drawn(style: Style) -> None:
    nothing = drawn(Atlas(style, 8.0), np.zeros(0, np.uint8))
    assert np.all(pixels(nothing) == 255)


def test_a_node_is_drawn_where_it_is(style: Style) -> None:
    code = np.array([4], np.uint8)
    from_atlas = drawn(Atlas(style, 8.0), code)
    alone = QImage(from_atlas.size(), from_atlas.format())
    alone.fill(QColor("#ffffff"))
    with QPainter(alone) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(4 * FAR + FAR / 2 + 0.25, FAR / 2 + 0.25)  # half way to the next part
        draw_nodes(painter, [middle], 8.0, 4, style)
    assert np.abs(pixels(from_atlas) - pixels(alone)).max() <= 1


def test_what_is_marked_has_a_tick_where_it_can_be_seen(style: Style) -> None:
    """It is told from what links only through templates, which is pale, too."""
    ticks = np.array([style.text.red(), style.text.green(), style.text.blue()])
    for shape in range(SHAPES):
        for state in range(STATES):
            code = np.array([shape * STATES + state], np.uint8)
            image = pixels(drawn(Atlas(style, 6.0), code)).reshape(FAR, -1, 4)[:, :, 2::-1]
            has_tick = bool(np.any(np.abs(image - ticks).max(axis=2) < 40))
            assert has_tick == (state == CHECKED), (shape, state)
    small = pixels(drawn(Atlas(style, 2.0), np.array([CHECKED], np.uint8)))
    assert small.reshape(-1, 4)[:, :3].max(axis=1).min() > 150


def pixels(image: QImage) -> np.ndarray[tuple[int, ...], np.dtype[np.int16]]:
    return np.frombuffer(image.constBits(), np.uint8).astype(np.int16)
