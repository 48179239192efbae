# SPDX-License-Identifier: MIT
"""Text in a picture without a font at hand: about how wide it is, and where there is room for it.

Whoever shows the picture chooses the font, so nothing here is exact.
"""

import math
import unicodedata
from typing import Literal

import numpy as np
import numpy.typing as npt

from wikilinks_gui.translation import closed

Rect = tuple[float, float, float, float]
"""Left, top, right, bottom."""

Point = tuple[float, float]
Paths = npt.NDArray[np.float64]

_CELL = 3
"""Room is kept count of in squares of so many pixels."""

_NARROW = frozenset("iljtfrI.,:;'|!()[]{}/ ·-")
_WIDE = frozenset("mwMWÆŒ@%—…")


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Say about how wide a line of text is, a little more rather than less."""
    return sum(map(_advance, text)) * size * (1.12 if bold else 1.04)


def _advance(character: str) -> float:
    """Say how wide a character is, of the size of the font."""
    if character in _NARROW:
        return 0.34
    if character in _WIDE:
        return 0.9
    if unicodedata.category(character) in {"Mn", "Me", "Cf", "Cc"}:
        return 0.0
    if unicodedata.east_asian_width(character) in {"W", "F"}:
        return 1.0
    return 0.68 if character.isupper() else 0.58


def elided(text: str, size: float, room: float) -> str:
    """Cut a text that is longer than its room, between two characters, and put … at the end."""
    if width(text, size) <= room:
        return text
    room -= width("…", size)
    used, end = 0.0, 0
    for end, character in enumerate(text):  # noqa: B007
        used += width(character, size)
        if used > room:
            break
    while end and unicodedata.combining(text[end]):
        end -= 1
    return closed(text[:end].rstrip() + "…")


def ordered(text: str) -> str:
    """Keep a line that begins from right to left running so, where lines run from left to right.

    In SVG an attribute would do that as well, but it also turns anchors round, and not all programs
    do both.
    """
    return f"\u2067{text}\u2069" if _is_rtl(text) else text


def _is_rtl(text: str) -> bool:
    """Tell whether a line runs from right to left: as its first letter does, outside isolates."""
    depth = 0
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in {"LRI", "RLI", "FSI"}:
            depth += 1
        elif kind == "PDI":
            depth -= 1
        elif depth <= 0 and kind in {"L", "R", "AL"}:
            return kind != "L"
    return False


def rect_of(
    x: float,
    y: float,
    text: str,
    size: int,
    anchor: Literal["start", "middle", "end"],
    bold: bool,
) -> Rect:
    """Say about where a line of text is, whose base line begins, has its middle or ends at x, y."""
    wide = width(text, size, bold=bold)
    left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
    return left, y - size * 0.95, left + wide, y + size * 0.3


class Room:
    """What is taken of a picture: by labels, by nodes and lines, by discs."""

    def __init__(self, width: float, height: float) -> None:
        self._size = width, height
        shape = int(height // _CELL) + 1, int(width // _CELL) + 1
        self._taken = np.zeros(shape, np.bool_)
        self._marked = np.zeros(shape, np.bool_)
        self._circles: npt.NDArray[np.float64] = np.zeros((3, 0))

    def add_circles(self, x: Paths, y: Paths, radius: Paths) -> None:
        """Keep labels off discs."""
        self._circles = np.column_stack([self._circles, np.stack([x, y, radius])])

    def add_dots(self, x: Paths, y: Paths, radius: float) -> None:
        """Keep labels off nodes."""
        steps = np.append(np.arange(-radius, radius, _CELL), radius)
        for right in steps.tolist():
            for down in steps.tolist():
                if math.hypot(right, down) <= radius * 1.1:
                    self._mark(x + right, y + down)

    def add_lines(self, lines: Paths) -> None:
        """Keep labels off lines: x, y, x, y of each."""
        for x, y, to_x, to_y in lines.T.tolist():
            count = int(math.hypot(to_x - x, to_y - y) / _CELL) + 2
            self._mark(np.linspace(x, to_x, count), np.linspace(y, to_y, count))

    def take(self, rect: Rect) -> None:
        """Let no other label be there."""
        self._taken[self._cells(rect)] = True

    def is_free(self, rect: Rect, *, marks: bool = False, but: Point | None = None) -> bool:
        """Tell whether a label would be in the picture, and on no other label.

        And on no disc other than those that the point ``but`` is in; or, with ``marks``, on no node
        and no line instead.
        """
        left, top, right, bottom = rect
        width, height = self._size
        if left < 0 or top < 0 or right > width or bottom > height:
            return False
        cells = self._cells(rect)
        if self._taken[cells].any():
            return False
        if marks:
            return not self._marked[cells].any()
        x, y, radius = self._circles
        reach = np.hypot(x - np.clip(x, left, right), y - np.clip(y, top, bottom))
        hit = reach < radius
        if but is not None:
            hit &= np.hypot(x - but[0], y - but[1]) > radius
        return not np.any(hit)

    def _cells(self, rect: Rect) -> tuple[slice, slice]:
        left, top, right, bottom = (int(max(side, 0) // _CELL) for side in rect)
        return slice(top, bottom + 1), slice(left, right + 1)

    def _mark(self, x: Paths, y: Paths) -> None:
        rows, columns = self._marked.shape
        row = np.clip(y // _CELL, 0, rows - 1).astype(np.intp)
        column = np.clip(x // _CELL, 0, columns - 1).astype(np.intp)
        self._marked[row, column] = True
