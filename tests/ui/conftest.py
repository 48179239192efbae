# SPDX-License-Identifier: MIT
"""What tests of widgets need: a platform to draw on, and no warning of Qt's that goes unseen."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QFont, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from wikilinks_gui.ui.widgets.theme import apply_theme

if sys.platform == "linux" and not {"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys():
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

HERE = Path(__file__).parent
OFFSCREEN_CANNOT = "This plugin does not support"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Make warnings of Qt fail the tests in this folder."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))
            item.add_marker(pytest.mark.qt_log_ignore(OFFSCREEN_CANNOT))


@pytest.fixture(autouse=True)
def nothing_stays_in_front() -> Iterator[None]:
    """Hide dialogs and menus that a test has left: keys would not reach the next test's window.

    `QTest.mouseDClick` leaves its button down: the next test's pointer would drag.
    """
    yield
    if not QApplication.instance():
        return
    if QApplication.mouseButtons():
        QTest.mouseRelease(QWidget(), Qt.MouseButton.LeftButton)
    for widget in QApplication.topLevelWidgets():
        if widget.isVisible() and (widget.isModal() or widget.windowType() == Qt.WindowType.Popup):
            widget.hide()


@pytest.fixture
def themed(qapp: QApplication) -> Iterator[QApplication]:
    """Apply the light theme, and restore everything afterwards."""
    font, palette = QFont(qapp.font()), QPalette(qapp.palette())
    direction = qapp.layoutDirection()
    apply_theme(qapp)
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    yield qapp
    theme: Any = qapp.findChild(QObject, "theme")
    theme.setParent(None)
    qapp.styleHints().colorSchemeChanged.disconnect(theme.on_color_scheme_changed)
    qapp.fontChanged.disconnect(theme.on_font_changed)
    qapp.setStyleSheet("")
    qapp.setPalette(palette)
    qapp.setFont(font)
    qapp.setLayoutDirection(direction)
