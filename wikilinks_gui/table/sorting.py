# SPDX-License-Identifier: MIT
"""Sorts a million texts by their bytes, with all processors.

Numpy does nearly all of it, and lets other threads run meanwhile. All texts are sorted by their
first bytes; then part by part, each so small that it stays in a processor's cache, unless more
begin alike. A program that ends meanwhile waits for it (measured: 0.3 s for a million titles).
"""

import mmap
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from wikilinks_gui.table.columns import Nodes, Numbers

WORD = 8
"""Bytes of texts that are compared at once."""

_PART = 1 << 14
"""Texts that are sorted together, unless more begin alike."""

_THREADS = 4
"""Threads at most; more do not help, as they wait for the same memory."""

# What stays of a word when its text has 0 to 8 bytes left.
_LEFT = np.array([~0 << 8 * (WORD - left) & (1 << 64) - 1 for left in range(WORD + 1)], np.uint64)

Words = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Joined:
    """Texts one after the other, each with one more byte, and eight after the last.

    ``starts`` says where each begins, and the one after the last would; int32.
    """

    packed: Numbers
    starts: Nodes

    def words(self, at: Nodes, left: Nodes) -> Words:
        """Return the eight bytes from places on as numbers that compare as bytes do.

        They are zeros where a text has ended; ``left`` is how many bytes it has from there on.
        """
        words = _words_of(self.packed)
        found: Words = words[np.minimum(at, len(words) - 1)].byteswap(inplace=True)
        found &= _LEFT.take(left, mode="clip")
        return found


def _words_of(some: Numbers) -> Words:
    """View the eight bytes from each byte on as a number, the first byte the lowest."""
    return np.ndarray((len(some) - WORD + 1,), "<u8", some, 0, (1,))


def scratch(length: int, dtype: npt.DTypeLike) -> Numbers:
    """Make an array of zeros whose memory goes back to the system with it.

    The allocator would keep it: 40 MB after a million texts (glibc).
    """
    size = max(length, 1) * np.dtype(dtype).itemsize
    return np.frombuffer(mmap.mmap(-1, size), dtype, length)


def order(texts: Joined, rows: Nodes, *, descending: bool = False) -> Nodes:
    """Sort rows, numbers of texts, by these; equal ones by their numbers."""
    last = len(texts.starts) - 2
    width = (64 - last.bit_length()) // 8  # bytes of a text that have room before its number
    low = np.uint64(64 - 8 * width)
    number = (np.uint64(1) << low) - np.uint64(1)
    keys = scratch(len(rows), np.uint64)
    for start in range(0, len(rows), _PART):
        some = rows[start : start + _PART]
        at = texts.starts.take(some)
        words = texts.words(at, texts.starts.take(some + 1) - at - 1)
        words &= ~number
        words |= (last - some if descending else some).astype(np.uint64)
        keys[start : start + _PART] = words
    keys.sort()
    ordered = np.empty(len(rows), np.int32)
    for start in range(0, len(rows), _PART):
        ordered[start : start + _PART] = keys[start : start + _PART] & number
    if descending:
        np.subtract(last, ordered, out=ordered)
    parts = list(_parts(keys, number))
    del keys

    def sort(part: _Part) -> None:
        offset = width if part.is_run else 0
        _sort(texts, ordered[part.start : part.end], offset, descending=descending)

    with ThreadPoolExecutor(min(_THREADS, os.cpu_count() or 1)) as threads:
        # The largest first: none is left for one thread in the end.
        list(threads.map(sort, sorted(parts, key=lambda part: part.start - part.end)))
    return ordered[::-1] if descending else ordered


class _Part(NamedTuple):
    """Where texts that are sorted together are."""

    start: int
    end: int
    is_run: bool  # all of them begin with the same bytes


def _parts(keys: Words, number: np.uint64) -> Iterator[_Part]:
    """Cut keys that are in order between those that differ beside their numbers."""
    start = 0
    while start < len(keys):
        end = min(start + _PART, len(keys))
        if end < len(keys):
            run = keys[end] & ~number
            end = int(np.searchsorted(keys, run))
            if end <= start:
                end = int(np.searchsorted(keys, run | number, side="right"))
        yield _Part(start, end, bool(keys[start] | number == keys[end - 1] | number))
        start = end


def _sort(texts: Joined, rows: Nodes, offset: int, *, descending: bool) -> None:
    """Sort rows in place; their texts agree up to the offset.

    They are sorted by eight bytes, then, where they still agree, by the next ones, with the number
    of the run that they are in before these. A text that has ended is told by its row: so in the
    end none agree.
    """
    last = len(texts.starts) - 2
    ordered, rows = rows, rows.copy()
    places = np.arange(len(rows), dtype=np.int32)
    at = texts.starts.take(rows)
    left = texts.starts.take(rows + 1) - at - 1 - np.int32(offset)
    at += np.int32(offset)
    runs = np.zeros(1, np.uint64)  # for all: one run
    width = WORD
    while len(rows):
        keys = texts.words(at, left)
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
