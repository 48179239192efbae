# SPDX-License-Identifier: MIT
"""Icons have the palette's colours at the time when they are painted."""

import gc

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QAction, QColor, QIcon, QImage, QPainter, QPalette, QPixmap, QTransform
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from wikilinks_gui.resources import resource_path
from wikilinks_gui.ui.widgets.icons import icon
from wikilinks_gui.ui.widgets.theme import DARK, LIGHT

FOLDER = resource_path("icons")
NAMES = sorted(path.stem for path in FOLDER.glob("*.svg"))


def painted(image: QImage) -> set[str]:
    """Return the colours that are there, of points that are fully painted."""
    points = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return {c.name() for x, y in points if (c := image.pixelColor(x, y)).alpha() == 255}


def drawn(one: QIcon, side: int = 40, mode: QIcon.Mode = QIcon.Mode.Normal) -> QImage:
    return one.pixmap(QSize(side, side), 1.0, mode).toImage()


def alike(one: QImage, other: QImage) -> bool:
    """Return whether two pictures are the same but for a little at the edges of lines."""
    points = [(x, y) for x in range(one.width()) for y in range(one.height())]
    differ = (abs(one.pixelColor(*at).alpha() - other.pixelColor(*at).alpha()) for at in points)
    return max(differ) <= 32


@pytest.mark.parametrize("name", NAMES)
def test_every_file_is_a_picture(name: str, qapp: QApplication) -> None:
    renderer = QSvgRenderer(str(FOLDER / f"{name}.svg"))
    assert renderer.isValid()
    assert renderer.viewBox() == QRect(0, 0, 20, 20)
    assert painted(drawn(icon(name))), "nothing is painted"


def test_the_licence_is_there() -> None:
    assert "Wikimedia" in (FOLDER / "LICENSE").read_text(encoding="utf-8")
    assert "codex-icons" in (FOLDER / "ATTRIBUTION.md").read_text(encoding="utf-8")


def test_a_name_that_is_none_is_told_at_once(qapp: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        icon("no-such-icon")


def test_an_icon_goes_along_when_the_colours_change(themed: QApplication, qtbot: QtBot) -> None:
    kept = icon("menu")
    button = QToolButton()
    qtbot.addWidget(button)
    button.setIcon(kept)
    button.setIconSize(QSize(20, 20))  # as it is drawn: its lines are whole pixels
    button.setAutoFillBackground(True)
    button.show()
    assert painted(drawn(kept)) == {LIGHT.text}
    assert LIGHT.text in painted(button.grab().toImage())
    themed.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert painted(drawn(kept)) == {DARK.text}
    on_button = painted(button.grab().toImage())
    assert DARK.text in on_button
    assert LIGHT.text not in on_button


def test_modes_have_their_colours(themed: QApplication) -> None:
    assert painted(drawn(icon("menu"), mode=QIcon.Mode.Disabled)) == {LIGHT.disabled}
    assert painted(drawn(icon("menu"), mode=QIcon.Mode.Selected)) == {LIGHT.selection_text}
    error = icon("error", QPalette.ColorRole.BrightText)
    assert painted(drawn(error)) == {LIGHT.error}


def test_icons_are_mirrored_where_text_is(themed: QApplication) -> None:
    arrow, funnel = icon("arrow-next"), icon("funnel")
    before = drawn(arrow), drawn(funnel)
    themed.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    mirror = QTransform.fromScale(-1, 1)
    assert alike(drawn(arrow), before[0].transformed(mirror))
    assert not alike(drawn(arrow), before[0])
    assert drawn(funnel) == before[1]


def test_icons_are_sharp_on_dense_screens(themed: QApplication) -> None:
    pixmap = icon("article").pixmap(QSize(20, 20), 2.0)
    assert pixmap.size() == QSize(40, 40)
    assert pixmap.devicePixelRatio() == 2.0


def test_an_icon_is_painted_where_it_is_wanted(themed: QApplication) -> None:
    image = QImage(60, 40, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    icon("menu").paint(painter, QRect(20, 0, 40, 40))
    painter.end()
    assert painted(image) == {LIGHT.text}
    assert painted(image.copy(0, 0, 20, 40)) == set()


def test_icons_live_as_long_as_they_are_needed(themed: QApplication) -> None:
    """Copies, copies that are changed, and icons whose Python object is gone: no crash."""
    for _ in range(200):
        action = QAction(icon("copy"), "Copy")
        copy = QIcon(action.icon())
        copy.addPixmap(QPixmap(4, 4))  # Qt clones the engine for this
        assert not copy.pixmap(16).isNull()
        del copy
        assert action.icon().pixmap(16).toImage().pixelColor(0, 0) == QColor(0, 0, 0, 0)
    gc.collect()
