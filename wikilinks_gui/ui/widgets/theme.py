# SPDX-License-Identifier: MIT
"""The program's colours, those of Wikimedia's Codex, as a palette and a little style sheet.

Widgets take colours from their palette. What a palette cannot hold is in ``resources/theme.qss``,
which goes by class, and by these properties and names:

====================================  ============================================================
``QPushButton[primary="true"]``       the one thing to do
``QPushButton[link="true"]``          looks and acts as a link in a text
``QPushButton[active="true"]``        something is chosen here that leaves things out
``QPushButton[chip="true"]``          a count that is a filter while it is down
``QLineEdit[invalid="true"]``         what is typed cannot be used
``QLabel[role="dim"]``, ``"error"``   text that matters less; what went wrong; also ``"strong"``,
                                      ``"corner"``: over the corner of a picture
``QToolButton[link="true"]``          an action in a line of text; ``"danger"``: it ends something
``QLabel#title``                      the title of a page, in a serif
``QLabel#heading``                    the head of a state or dialog
``QProgressBar#thinProgress``         a thin line without text
``#notice``                           a band across the window
====================================  ============================================================

Buttons with ``setFlat(True)`` and tool buttons have no frame until pointer or focus are there.
"""

from dataclasses import dataclass, fields
from string import Template

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from wikilinks_gui.resources import resource_path

SERIF = ("Linux Libertine", "Linux Libertine O", "Georgia", "Noto Serif", "Times", "serif")
"""The fonts in which wikis set their titles."""


@dataclass(frozen=True, slots=True)
class ThemeColors:
    """The colours by what they are for, as ``#rrggbb``."""

    background: str
    second: str  # alternate rows, headers
    hover: str  # what is under the pointer; chips
    text: str
    dim: str  # text that matters less
    line: str
    strong_line: str
    link: str
    error: str  # also links to pages that do not exist
    selection: str
    selection_text: str
    action: str  # the one thing to do, checked boxes, text that is selected
    action_hover: str
    action_text: str
    disabled: str


LIGHT = ThemeColors(
    background="#ffffff",
    second="#f8f9fa",
    hover="#eaecf0",
    text="#202122",
    dim="#54595d",
    line="#c8ccd1",
    strong_line="#a2a9b1",
    link="#3366cc",
    error="#bf3c2c",
    selection="#eaf3ff",
    selection_text="#202122",
    action="#3366cc",
    action_hover="#3056a9",
    action_text="#ffffff",
    disabled="#a2a9b1",
)
DARK = ThemeColors(
    background="#101418",
    second="#202122",
    hover="#27292d",
    text="#eaecf0",
    dim="#a2a9b1",
    line="#54595d",
    strong_line="#72777d",
    link="#88a3e8",
    error="#fd7865",
    selection="#233566",
    selection_text="#eaecf0",
    action="#3366cc",
    action_hover="#3056a9",
    action_text="#ffffff",
    disabled="#72777d",
)


def colors(palette: QPalette) -> ThemeColors:
    """Return the light or the dark colours, as the palette's window is."""
    return DARK if palette.color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT


def set_look(widget: QWidget, name: str, value: str) -> None:
    """Set a property that the style sheet goes by, and let it show."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def palette_of(wanted: ThemeColors) -> QPalette:
    """Make a palette of colours."""
    role = QPalette.ColorRole
    palette = QPalette()
    for roles, color in (
        ((role.Window, role.Base, role.Button), wanted.background),
        ((role.AlternateBase, role.Light), wanted.second),
        ((role.Midlight, role.ToolTipBase), wanted.hover),
        ((role.WindowText, role.Text, role.ButtonText, role.ToolTipText), wanted.text),
        ((role.PlaceholderText,), wanted.dim),
        ((role.Mid,), wanted.line),
        ((role.Dark, role.Shadow), wanted.strong_line),
        ((role.Link, role.LinkVisited), wanted.link),
        ((role.BrightText,), wanted.error),
        ((role.Highlight,), wanted.selection),
        ((role.HighlightedText,), wanted.selection_text),
        ((role.Accent,), wanted.action),
    ):
        for each in roles:
            palette.setColor(each, QColor(color))
    for each in (role.WindowText, role.Text, role.ButtonText, role.Link, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, QColor(wanted.disabled))
    return palette


def apply_theme(app: QApplication) -> None:
    """Apply style, colours and fonts, now and whenever the system's change."""
    app.setStyle("Fusion")
    _Theme(app)


class _Theme(QObject):
    """What keeps the looks up to date; the application owns it."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.setObjectName("theme")
        self._app = app
        self._before = app.palette()  # the system's, where it tells no colour scheme
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self.on_color_scheme_changed)
        app.fontChanged.connect(self.on_font_changed)
        self.on_color_scheme_changed(hints.colorScheme())

    def on_color_scheme_changed(self, scheme: Qt.ColorScheme) -> None:
        if scheme == Qt.ColorScheme.Unknown:
            self._colors = colors(self._before)
        else:
            self._colors = DARK if scheme == Qt.ColorScheme.Dark else LIGHT
        self._app.setPalette(palette_of(self._colors))
        self._app.setStyleSheet(sheet(self._colors, self._app.font()))

    def on_font_changed(self, font: QFont) -> None:
        self._app.setStyleSheet(sheet(self._colors, font))


def sheet(wanted: ThemeColors, font: QFont) -> str:
    """Fill in the style sheet; what holds text grows with the font."""
    points = QFontInfo(font).pointSizeF()
    em = QFontMetricsF(font).height()
    pad = round(3.5 + em * 0.15)  # large text needs not as much more room around it
    box = max(12, round(em * 0.75))
    sizes = {
        "bar": max(10, em * 0.6),  # a scroll bar, across
        "handle": max(32, em * 2),  # its handle, at least this long
        "box": box,  # a check box inside its frame
        "round": box // 2 + 1,
        "dot": box // 3,  # the ring of a chosen radio button, and what is left inside
        "hole": box + 2 - 2 * (box // 3),
        "icon": max(16, em * 0.9),
        "tool_icon": max(16, em * 1.1),
        "group": em * 1.3,  # the title over a group
        "arrow": max(10, em * 0.65),
        "small": em * 0.2,
        "pad": pad,
        "pad_less": pad - 1,  # where focus makes the frame thicker
        "chip_pad": max(1, pad - 3),
        "chip_pad_less": max(1, pad - 3) - 1,
        "chip_round": round(em * 0.5),
        "wide": pad * 2,
        "wide_less": pad * 2 - 1,
        "cell": max(3, em * 0.35),  # beside text in the tree, as its delegate has it
        "item": max(3, em * 0.35) - 3,  # the same in other tables, where Qt leaves 3 pixels
        "room": em * 1.5,  # beside text, for an arrow
        "room_less": em * 1.5 - 1,
    }
    template = Template(resource_path("theme.qss").read_text(encoding="utf-8"))
    return template.substitute(
        {name: f"{size:.0f}px" for name, size in sizes.items()},
        title=f"{points * 1.8:.1f}pt",
        compact=f"{points * 1.1:.1f}pt",  # a title, where the rows need the room
        heading=f"{points * 1.4:.1f}pt",
        serif=", ".join(f'"{family}"' for family in SERIF),
        icons=resource_path("icons").as_posix(),
        **{field.name: getattr(wanted, field.name) for field in fields(wanted)},
    )
