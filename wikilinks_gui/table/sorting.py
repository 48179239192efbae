# SPDX-License-Identifier: MIT
"""Sorts a million texts by their bytes.

Numpy does nearly all of it, and lets other threads run meanwhile. All texts are sorted by their
first bytes; then part by part, each so small that it stays in a processor's cache, unless more
begin alike.
"""

import numpy as np
import numpy.typing as npt

from wikilinks_gui.table.columns import Nodes

WORD = 8
"""Bytes of texts that are compared at once; so many more follow the last text."""

_PART = 1 << 14
"""Texts that are sorted together, unless more begin alike."""

# What stays of a word when its text has 0 to 8 bytes left.
_LEFT = np.array([~0 << 8 * (WORD - left) & (1 << 64) - 1 for left in range(WORD + 1)], np.uint64)

Words = npt.NDArray[np.uint64]


def order(packed: bytes, starts: Nodes, rows: Nodes, *, descending: bool = False) -> Nodes:
    """Sort rows, numbers of texts, by these; equal ones by their numbers.

    ``starts`` says where each text begins in ``packed``, and the one after the last would. One byte
    of each, at its end, is not compared.
    """
    last = len(starts) - 2
    width = (64 - last.bit_length()) // 8  # bytes of a text that have room before its number
    number = np.uint64((1 << 64 - 8 * width) - 1)
    keys = np.empty(len(rows), np.uint64)
    for start in range(0, len(rows), _PART):  # in parts: that takes 30 MB less for a million
        some = rows[start : start + _PART]
        at = starts.take(some)
        words = _words(packed, at, starts.take(some + 1) - at - 1)
        words &= ~number
        words |= (last - some if descending else some).astype(np.uint64)
        keys[start : start + _PART] = words
    keys.sort()
    ordered = np.empty(len(rows), np.int32)
    np.bitwise_and(keys, number, out=ordered, casting="unsafe")
    if descending:
        np.subtract(last, ordered, out=ordered)
    keys &= ~number
    cuts = np.unique(np.searchsorted(keys, keys[_PART::_PART]))  # where others begin alike
    del keys
    for part in np.split(ordered, cuts):
        _sort(packed, starts, part, descending=descending)
    return ordered[::-1] if descending else ordered


def _words(packed: bytes, at: Nodes, left: Nodes) -> Words:
    """Return the eight bytes from places on as numbers that compare as bytes do.

    They are zeros where a text has ended; ``left`` is how many bytes it has from there on.
    """
    words: Words = np.ndarray((len(packed) - WORD + 1,), "<u8", packed, 0, (1,))
    found = words[np.minimum(at, len(words) - 1)].byteswap(inplace=True)
    found &= _LEFT.take(left, mode="clip")
    return found


def _sort(packed: bytes, starts: Nodes, rows: Nodes, *, descending: bool) -> None:
    """Sort rows in place.

    They are sorted by eight bytes, then, where they still agree, by the next ones, with the number
    of the run that they are in before these. A text that has ended is told by its row: so in the
    end none agree.
    """
    last = len(starts) - 2
    ordered, rows = rows, rows.copy()
    places = np.arange(len(rows), dtype=np.int32)
    at = starts.take(rows)
    left = starts.take(rows + 1) - at - 1
    runs = np.zeros(1, np.uint64)  # for all: one run
    width = WORD
    while len(rows):
        keys = _words(packed, at, left)
        keys >>= np.uint64(8 * (WORD - width))
        ended = np.flatnonzero(keys == 0)
        keys[ended] = last - rows[ended] if descending else rows[ended]
        runs <<= np.uint64(8 * width % 64)
        keys |= runs
        sorting = np.argsort(keys)
        keys, rows = keys.take(sorting), rows.take(sorting)
        ordered[places] = rows
        begins = np.ones(len(rows) + 1, np.bool_)
        np.not_equal(keys[1:], keys[:-1], out=begins[1:-1])
        again = np.flatnonzero(~(begins[1:] & begins[:-1]))
        rows, places, sorting = rows.take(again), places.take(again), sorting.take(again)
        at, left = at.take(sorting) + np.int32(width), left.take(sorting) - np.int32(width)
        runs = np.cumsum(begins.take(again), dtype=np.uint64)
        width = (64 - len(runs).bit_length()) // 8
