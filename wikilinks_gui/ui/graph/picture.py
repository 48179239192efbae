# SPDX-License-Identifier: MIT
"""An SVG as PNG, at any scale."""

import math
from threading import Event

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QGuiApplication, QImage, QImageReader, QImageWriter

from wikilinks_gui.errors import ExportError, check_stop
from wikilinks_gui.translation import _
from wikilinks_gui.words import number

LONGEST = 30_000
"""Pixels that a picture may be wide or high: Qt's painter goes to 32,767."""

MOST = 150_000_000
"""Pixels that a picture may have; each takes 4 bytes of memory."""

_DOTS_A_METRE = 96 / 0.0254  # at a scale of 1, as in SVG


def start_without_screen() -> QGuiApplication:
    """Start what pictures need of Qt, for the command line; hold what this returns."""
    return QGuiApplication(["wikilinks-gui", "-platform", "offscreen"])


def png(svg: bytes, width: int, height: int, scale: float, stop: Event | None = None) -> bytes:
    """Render an SVG of a size as a PNG file, scaled by a factor.

    May be called in any thread while there is a QGuiApplication. A QImageReader lets other threads
    of Python run meanwhile, but not when it is asked for the size; QSvgRenderer does not. 100,000
    nodes take 2 s, and 10 s at the largest scale; a stop is seen when they are painted, at half of
    that. Raises :class:`ExportError` when the picture would be too large, :class:`CancelledError`
    when ``stop`` was set.
    """
    data, source, target = QByteArray(svg), QBuffer(), QBuffer()
    source.setData(data)
    source.open(QIODevice.OpenModeFlag.ReadOnly)
    target.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageReader.setAllocationLimit(math.ceil(MOST * 4 / 2**20))
    reader = QImageReader(source, QByteArray(b"svg"))
    reader.setScaledSize(_scaled(width, height, scale))
    image = reader.read()
    check_stop(stop)
    image.reinterpretAsFormat(QImage.Format.Format_RGB32)  # nothing of it is translucent
    image.setDotsPerMeterX(round(_DOTS_A_METRE * scale))
    image.setDotsPerMeterY(round(_DOTS_A_METRE * scale))
    if not QImageWriter(target, QByteArray(b"png")).write(image):
        raise ExportError(_("There is not enough memory for so large a picture."))
    return bytes(target.data().data())


def _scaled(width: int, height: int, scale: float) -> QSize:
    wide, high = math.ceil(width * scale), math.ceil(height * scale)
    if max(wide, high) <= LONGEST and wide * high <= MOST:
        return QSize(wide, high)
    largest = min(LONGEST / max(width, height), math.sqrt(MOST / (width * height)))
    raise ExportError(
        _(
            "The picture would be too large: {width} × {height} pixels. "
            "The largest scale for it is {scale}."
        ).format(
            width=number(wide), height=number(high), scale=f"{math.floor(largest * 10) / 10:g}"
        )
    )
