# SPDX-License-Identifier: MIT
"""The sentence that a piece of plain text stands in."""

import re

from wikilinks_gui.wikitext.plain import ELLIPSIS

_STOP = re.compile(r"""[.!?؟۔।]["'”’»)\]]*\s+(?=["'“‘«„(\[]*([^\W_]))|[。！？]["'”’」』）]*""")
_LAST_WORD = re.compile(r"[^\W_]*\Z")
_ABBREVIATION = re.compile(
    # An initial, an ordinal, letters without a vowel, and some that are read all over the world.
    r"[^\W\d_]|\d{1,2}|[bcdfghjklmnpqrstvwxzčšžļņķģбвгджзйклмнпрстфхцчшщ]{2,4}"
    r"|ca|co|col|ed|fig|gen|inc|no|prof|rev|vol",
    re.IGNORECASE,
)


def in_sentence(before: str, middle: str, after: str, most: int) -> tuple[str, str]:
    """Return what of two texts is in the sentence of what stands between them.

    The whole sentence gets about ``most`` characters long.
    """
    before, after = _cut(before, middle, after)
    rest = max(most - len(middle), 40)
    if len(before) + len(after) > rest:
        before = _last(before, max(rest // 2, rest - len(after)))
        after = _first(after, max(rest // 2, rest - len(before)))
    return before, after


def _cut(before: str, middle: str, after: str) -> tuple[str, str]:
    whole, start, end = before + middle + after, 0, len(before) + len(middle)
    for found in _STOP.finditer(whole):
        if found[1] and (found[1].islower() or _is_abbreviation(whole, found)):
            continue
        if found.end() <= len(before):
            start = found.end()
        elif found.start() >= end:
            return before[start:], whole[end : found.end()].rstrip()
    return before[start:], after


def _is_abbreviation(text: str, stop: re.Match[str]) -> bool:
    if stop[0][0] != ".":
        return False
    word = _LAST_WORD.search(text, max(stop.start() - 20, 0), stop.start())
    assert word  # noqa: S101 - it may be empty
    if stop[1].isdecimal() and (len(word[0]) < 5 or word[0].isdecimal()):  # "Art. 5", "1932. 5"
        return True
    return _ABBREVIATION.fullmatch(word[0]) is not None


def _last(text: str, most: int) -> str:
    """Shorten a text at its beginning, between words where there are words."""
    if len(text) <= most:
        return text
    text = text[len(text) - most :]
    space = text.find(" ", 0, 40)
    return ELLIPSIS + text[space + 1 :]


def _first(text: str, most: int) -> str:
    """Shorten a text at its end."""
    if len(text) <= most:
        return text
    space = text.rfind(" ", most - 40, most)
    return text[: space if space > 0 else most] + ELLIPSIS
