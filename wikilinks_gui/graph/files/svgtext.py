# SPDX-License-Identifier: MIT
"""Text in a picture without a font at hand: about how wide it is, and where it is cut.

The viewer of the picture chooses the font, so nothing here is exact.
"""

import unicodedata

from wikilinks_gui.translation import closed

_NARROW = frozenset("iljtfrI.,:;'|!()[]{}/ ·-")
_WIDE = frozenset("mwMWÆŒ@%—…")


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Estimate how wide a line of text is, rather too wide than too narrow."""
    return sum(map(_advance, text)) * size * (1.12 if bold else 1.04)


def _advance(character: str) -> float:
    """Return the width of a character as a part of the font's size."""
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
