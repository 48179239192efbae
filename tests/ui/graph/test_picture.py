# SPDX-License-Identifier: MIT
"""The graph as PNG: the same picture as the SVG, as Qt shows that, at any scale."""

import re
from threading import Event

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from tests.unit.graph.files.reading import Read
from tests.unit.graph.files.test_drawing import CAPTIONS, drawn_list, many
from tests.unit.graph.listings import ROWS
from wikilinks_gui.errors import CancelledError, ExportError
from wikilinks_gui.graph.colours import LIGHT
from wikilinks_gui.graph.files.svg import Picture, draw
from wikilinks_gui.graph.shapes import Shape
from wikilinks_gui.ui.graph import picture
from wikilinks_gui.ui.graph.picture import png


def by_png(drawing: Picture, scale: float = 1.0) -> QImage:
    image = QImage.fromData(png(drawing.svg, drawing.width, drawing.height, scale))
    assert not image.isNull()
    return image.convertToFormat(QImage.Format.Format_RGB32)


def by_svg(drawing: Picture) -> QImage:
    renderer = QSvgRenderer(QByteArray(drawing.svg))
    assert renderer.isValid()
    image = QImage(renderer.defaultSize(), QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        renderer.render(painter)
    return image


def pixels(image: QImage) -> npt.NDArray[np.int64]:
    """Return red, green and blue: shape (high, wide, 3)."""
    data = np.frombuffer(image.constBits(), np.uint8)
    return data.reshape(image.height(), image.width(), 4)[:, :, :3].astype(np.int64)


@pytest.mark.parametrize("is_dark", [False, True])
@pytest.mark.parametrize("rows", [ROWS, many(60, 4), many(3000, 20), []])
def test_png_and_svg_are_the_same_picture(
    qapp: QApplication, rows: list[tuple[int]], is_dark: bool
) -> None:
    drawing = draw([drawn_list(rows, "שלום (1)")], CAPTIONS, is_dark=is_dark)  # type: ignore[arg-type]
    one, other = by_png(drawing), by_svg(drawing)
    assert abs(one.width() - other.width()) <= 1
    assert abs(one.height() - other.height()) <= 1
    high, wide = min(one.height(), other.height()), min(one.width(), other.width())
    differences = np.abs(pixels(one)[:high, :wide] - pixels(other)[:high, :wide]).max(axis=2)
    assert np.mean(differences > 100) < 0.01
    assert np.mean(differences) < 3


def test_each_node_has_its_colour(qapp: QApplication) -> None:
    drawing = draw([drawn_list(many(300, 5))], CAPTIONS)
    image = by_png(drawing, 2.0)
    for node in Read(drawing).nodes:
        if node.shape == Shape.LINK:
            assert node.family is not None
            pixel = image.pixelColor(int(node.x * 2), int(node.y * 2))
            assert pixel == QColor(LIGHT[node.family])


@pytest.mark.parametrize("scale", [0.5, 1.0, 3.0])
def test_it_is_as_large_as_wanted(qapp: QApplication, scale: float) -> None:
    drawing = draw([drawn_list(many(20))], CAPTIONS)
    image = by_png(drawing, scale)
    assert image.width() == pytest.approx(drawing.width * scale, abs=1)
    assert image.height() == pytest.approx(drawing.height * scale, abs=1)
    assert image.dotsPerMeterX() * 0.0254 == pytest.approx(96 * scale, abs=1)


def test_what_is_too_large_is_told(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    drawing = draw([drawn_list(many(20))], CAPTIONS)
    small, wide, high = drawing.svg, drawing.width, drawing.height
    with pytest.raises(ExportError, match="The picture would be too large: "):
        png(small, wide, high, 50)
    monkeypatch.setattr(picture, "MOST", 1_000_000)
    with pytest.raises(ExportError) as caught:
        png(small, wide, high, 50)
    said = re.fullmatch(r".* The largest scale for it is (\d+(\.\d)?)\.", str(caught.value))
    assert said is not None
    largest = float(said[1])
    png(small, wide, high, largest)
    with pytest.raises(ExportError):
        png(small, wide, high, largest + 0.1)


def test_painting_is_stopped(qapp: QApplication) -> None:
    stop = Event()
    stop.set()
    with pytest.raises(CancelledError):
        png(draw([drawn_list(many(20))], CAPTIONS).svg, 100, 100, 1.0, stop)
