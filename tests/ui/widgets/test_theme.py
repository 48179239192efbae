# SPDX-License-Identifier: MIT
"""The colours can be read, and go along with the system."""

import dataclasses
from pathlib import Path
from re import findall

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from wikilinks_gui.ui.widgets.theme import (
    DARK,
    LIGHT,
    ThemeColors,
    colors,
    palette_of,
    set_look,
    sheet,
)

THEMES = [pytest.param(LIGHT, id="light"), pytest.param(DARK, id="dark")]


def luminance(color: str) -> float:
    """Return how bright a colour is (WCAG 2: relative luminance)."""
    channels = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return sum(c * w for c, w in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def contrast(one: str, other: str) -> float:
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def test_contrast_is_measured_as_wcag_does() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("text", ["text", "dim", "link", "error"])
@pytest.mark.parametrize("behind", ["background", "second", "hover"])
def test_texts_can_be_read(theme: ThemeColors, text: str, behind: str) -> None:
    assert contrast(getattr(theme, text), getattr(theme, behind)) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_selected_texts_can_be_read(theme: ThemeColors) -> None:
    for text in (theme.selection_text, theme.link, theme.error, theme.dim):
        assert contrast(text, theme.selection) >= 4.5, text
    for behind in (theme.action, theme.action_hover):
        assert contrast(theme.action_text, behind) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_focus_and_scroll_bars_can_be_seen(theme: ThemeColors) -> None:
    assert contrast(theme.link, theme.background) >= 3
    assert contrast(theme.strong_line, theme.background) >= 2


@pytest.mark.parametrize("theme", THEMES)
def test_the_palette_tells_the_colours(theme: ThemeColors, qapp: QApplication) -> None:
    palette = palette_of(theme)
    assert colors(palette) == theme
    role = QPalette.ColorRole
    for each, color in {
        role.Link: theme.link,
        role.PlaceholderText: theme.dim,
        role.Mid: theme.line,
        role.Dark: theme.strong_line,
        role.AlternateBase: theme.second,
        role.Highlight: theme.selection,
        role.BrightText: theme.error,
    }.items():
        assert palette.color(each) == QColor(color), each


def test_every_colour_is_one(qapp: QApplication) -> None:
    for theme in (LIGHT, DARK):
        assert all(QColor(color).isValid() for color in dataclasses.astuple(theme))


def test_looks_follow_the_system_while_running(themed: QApplication, qtbot: QtBot) -> None:
    label, button = QLabel("Title"), QPushButton("Explore")
    button.setProperty("primary", "true")
    for widget in (label, button):
        qtbot.addWidget(widget)
        widget.show()
    for scheme, theme in ((Qt.ColorScheme.Dark, DARK), (Qt.ColorScheme.Light, LIGHT)):
        themed.styleHints().colorSchemeChanged.emit(scheme)
        assert colors(themed.palette()) == theme
        assert label.palette().color(QPalette.ColorRole.Window) == QColor(theme.background)
        assert theme.strong_line in themed.styleSheet()
        image = button.grab().toImage()
        assert image.pixelColor(4, 4) == QColor(theme.action)


def test_sizes_grow_with_the_font(themed: QApplication, qtbot: QtBot) -> None:
    field, title = QLineEdit(), QLabel("Title")
    title.setObjectName("title")
    for widget in (field, title):
        qtbot.addWidget(widget)
        widget.show()
    before = field.sizeHint().height(), title.sizeHint().height()
    font = themed.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    themed.setFont(font)
    after = field.sizeHint().height(), title.sizeHint().height()
    assert all(now >= 1.6 * then for now, then in zip(after, before, strict=True))


def test_every_file_that_the_sheet_names_is_there(qapp: QApplication) -> None:
    named = set(findall(r'url\("([^"]+)"\)', sheet(LIGHT, qapp.font())))
    assert len(named) >= 4
    assert [name for name in named if not Path(name).is_file()] == []


def test_a_look_can_be_changed(themed: QApplication, qtbot: QtBot) -> None:
    label = QLabel("Text")
    qtbot.addWidget(label)
    label.show()
    for role, color in (("error", LIGHT.error), ("dim", LIGHT.dim), ("", LIGHT.text)):
        set_look(label, "role", role)
        assert label.palette().color(QPalette.ColorRole.WindowText) == QColor(color)


def test_a_list_that_is_chosen_from_shows_all_its_entries(
    qtbot: QtBot, themed: QApplication
) -> None:
    combo = QComboBox()
    combo.addItems(["One", "Two"])
    qtbot.addWidget(combo)
    combo.show()
    combo.setFocus()
    qtbot.waitUntil(combo.hasFocus)
    combo.showPopup()
    entries, model = combo.view(), combo.model()
    last = entries.visualRect(model.index(1, 0))
    assert last.bottom() <= entries.viewport().rect().bottom()
    combo.hidePopup()
