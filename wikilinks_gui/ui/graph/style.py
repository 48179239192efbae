# SPDX-License-Identifier: MIT
"""Colours and type of the picture, as the palette and the font have them."""

from dataclasses import dataclass

from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPalette
from PySide6.QtWidgets import QWidget

from wikilinks_gui.graph import colours
from wikilinks_gui.ui.widgets import theme


@dataclass(frozen=True, slots=True)
class Style:
    """What the picture is drawn with; lengths in device pixels."""

    ground: QColor
    text: QColor
    dim: QColor
    line: QColor
    outermost: QColor  # below the nodes of a disc that is in no other: lines end there
    disc: QColor  # translucent, of those in others, which are darker
    families: tuple[QColor, ...]
    font: QFont
    line_height: float
    mirrored: bool
    ratio: float  # device pixels in a logical one


def style_of(widget: QWidget) -> Style:
    """Return the style of a widget's palette, font, direction and screen."""
    palette, font, ratio = widget.palette(), widget.font(), widget.devicePixelRatioF()
    metrics = QFontMetricsF(font)
    role = QPalette.ColorRole
    is_dark = theme.colors(palette) is theme.DARK
    text = palette.color(role.WindowText)
    line, disc = palette.color(role.Dark), QColor(text)
    ground, share = palette.color(role.AlternateBase), 0.05 if is_dark else 0.035
    line.setAlphaF(0.6)
    disc.setAlphaF(share)
    return Style(
        ground=ground,
        text=text,
        dim=palette.color(role.PlaceholderText),
        line=line,
        outermost=_mixed(ground, text, share),
        disc=disc,
        families=tuple(map(QColor, colours.DARK if is_dark else colours.LIGHT)),
        font=font,
        line_height=metrics.height() * ratio,
        mirrored=widget.isRightToLeft(),
        ratio=ratio,
    )


def _mixed(ground: QColor, color: QColor, share: float) -> QColor:
    """Return what a color looks like where it covers a share of the ground."""
    pairs = [
        (ground.red(), color.red()),
        (ground.green(), color.green()),
        (ground.blue(), color.blue()),
    ]
    return QColor(*(round(below + (above - below) * share) for below, above in pairs))
