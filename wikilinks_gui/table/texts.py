# SPDX-License-Identifier: MIT
"""A million titles as packed UTF-8: searched, and put in order, without regard to case.

Numpy does nearly all of it, and lets other threads run meanwhile.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from wikilinks_gui.table import sorting
from wikilinks_gui.table.columns import Column, Mask, Nodes, Numbers
from wikilinks_gui.table.sorting import WORD

CHUNK = 1 << 13
"""Texts in a chunk: its bytes stay in the processor's cache while they are searched."""

_FEW = 2_000
"""Texts that are sorted one by one: only for more is it worth to join the rest of their chunks."""

_OTHER = 255
"""In place of the position of a byte: the whole text follows."""

# By count: a number whose lowest bits, that many, are set.
_LOWEST = np.array([(1 << bits) - 1 for bits in range(65)], np.uint64)


class Texts:
    """Texts, to which more are appended.

    Other threads may read them while more arrive.
    """

    def __init__(self) -> None:
        self._chunks = [_Chunk()]
        self._length = 0
        self._counts = np.zeros(256, np.int64)  # of each byte, as they are compared

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, row: int) -> str:
        chunk, at = divmod(row, CHUNK)
        return self._chunks[chunk].at(at).decode()

    def folded(self, row: int) -> bytes:
        """Return a text as it is compared: case-folded UTF-8, in the order of code points."""
        chunk, at = divmod(row, CHUNK)
        return self._chunks[chunk].folded.at(at)

    def extend(self, texts: Sequence[str]) -> None:
        """Append texts."""
        while texts:
            chunk = self._chunks[-1]
            room = CHUNK - len(chunk.folded)
            now, texts = texts[:room], texts[room:]
            self._counts += chunk.extend(now)
            self._length += len(now)
            if len(chunk.folded) == CHUNK:
                chunk.folded.trim()
                chunk.changes.trim()
                self._chunks.append(_Chunk())

    def containing(self, part: str, start: int, end: int) -> Mask:
        """Return for each text from ``start`` to ``end`` whether ``part`` is in it, in any case."""
        needle = _fold(part)
        first, last = start // CHUNK, -(-end // CHUNK)
        chunks = self._chunks[first:last]
        found = [chunk.folded.containing(needle, self._counts) for chunk in chunks]
        base = first * CHUNK
        return np.concatenate([np.zeros(0, np.bool_), *found])[start - base : end - base]

    def order(self, rows: Nodes, *, descending: bool = False) -> Nodes:
        """Sort rows by their texts; equal ones by their numbers."""
        if len(rows) <= _FEW:
            found = sorted(np.sort(rows).tolist(), key=self.folded, reverse=descending)
            return np.array(found, np.int32)
        first, last = int(np.min(rows)) // CHUNK, int(np.max(rows)) // CHUNK
        base = first * CHUNK
        joined = self._joined(first, last + 1)
        return base + sorting.order(joined, rows - base, descending=descending)

    def _joined(self, first: int, last: int) -> sorting.Joined:
        """Join the texts of some chunks, in the form in which they are compared."""
        edges = [chunk.folded.edges for chunk in self._chunks[first:last]]  # as of now
        joined = sorting.scratch(sum(int(each[-1]) for each in edges) + WORD, np.uint8)
        starts = sorting.scratch(sum(len(each) - 1 for each in edges) + 1, np.int32)
        row = at = 0
        for chunk, each in zip(self._chunks[first:last], edges, strict=True):
            length = int(each[-1])
            joined[at : at + length] = chunk.folded.packed[:length]
            starts[row : row + len(each)] = each + at
            row += len(each) - 1
            at += length
        return sorting.Joined(joined, starts)


class _Chunk:
    """Texts as they are compared, and how each differs from that: a fifth of what it takes."""

    def __init__(self) -> None:
        self.folded = _Packed()
        self.changes = _Packed()

    def at(self, row: int) -> bytes | bytearray:
        """Return a text as it was added."""
        return _changed(self.folded.at(row), self.changes.at(row))

    def extend(self, texts: Sequence[str]) -> Numbers:
        """Append texts; return how often each byte occurs in them."""
        folded = [_fold(text) for text in texts]
        self.changes.extend(_changes([text.encode() for text in texts], folded))
        self.folded.extend(folded)
        return np.bincount(np.frombuffer(b"".join(folded), np.uint8), minlength=256)


class _Packed:
    """Texts one after the other, each with a line end."""

    def __init__(self) -> None:
        self._bytes = Column(np.uint8)
        self._edges = Column(np.int32)  # where each begins, and the one after the last would
        self._edges.extend([0])
        self._view()

    def __len__(self) -> int:
        return len(self._edges) - 1

    @property
    def packed(self) -> Numbers:
        """All texts, and perhaps more bytes."""
        return self._bytes.array

    @property
    def edges(self) -> Nodes:
        """Where each begins, and the one after the last would."""
        return self._edges.array

    def at(self, row: int) -> bytes:
        """Return a text."""
        edges = self._edges_view
        return self._bytes_view[edges[row] : edges[row + 1] - 1].tobytes()

    def extend(self, texts: list[bytes]) -> None:
        """Append texts."""
        start = len(self._bytes)
        self._bytes.extend(np.frombuffer(b"\n".join([*texts, b""]), np.uint8))
        self._edges.extend(start + np.cumsum([len(text) + 1 for text in texts], dtype=np.int32))
        self._view()

    def _view(self) -> None:
        """Prepare to return single texts, for which numpy is slow."""
        self._bytes_view = self._bytes.array.data
        self._edges_view = self._edges.array.data

    def trim(self) -> None:
        """Release the room that is left."""
        self._bytes.trim()
        self._edges.trim()
        self._view()

    def containing(self, needle: bytes, counts: Numbers) -> Mask:
        """Return for each text whether the needle, which has no line end, is in it.

        ``counts`` says how often each byte occurs: to begin with the rarest saves most.
        """
        edges = self.edges  # before the bytes are read: others may append some now
        packed = self.packed[: edges[-1]]
        count = len(packed) - len(needle) + 1
        if not needle or count <= 0:
            return np.full(len(edges) - 1, not needle)
        first, *others = sorted(range(len(needle)), key=lambda offset: counts[needle[offset]])
        hits: Mask = packed[first : first + count] == needle[first]
        while others and np.count_nonzero(hits) > len(edges) // 4:
            offset = others.pop(0)
            hits &= packed[offset : offset + count] == needle[offset]
        if not others:
            return _any_between(hits, edges)
        at = np.flatnonzero(hits)  # few: to look at each is faster now
        for offset in others:
            at = at[packed[at + offset] == needle[offset]]
        found = np.zeros(len(edges) - 1, np.bool_)
        found[np.searchsorted(edges, at, side="right") - 1] = True
        return found


def _any_between(hits: Mask, edges: Numbers) -> Mask:
    """Return whether any is hit from each edge to the next: whether more are hit before it."""
    bits = np.zeros(len(hits) // 64 + 2, "<u8")
    packed = np.packbits(hits, bitorder="little")
    bits.view(np.uint8)[: len(packed)] = packed
    before = np.zeros(len(bits), np.int32)  # in the words before each
    np.cumsum(np.bitwise_count(bits[:-1]), out=before[1:])
    at = (edges >> 6).astype(np.intp)
    # Clipped, numpy takes without a look at each place.
    in_word = bits.take(at, mode="clip") & _LOWEST.take(edges & 63, mode="clip")
    hit = before.take(at, mode="clip") + np.bitwise_count(in_word)
    between: Mask = hit[1:] != hit[:-1]
    return between


def _fold(text: str) -> bytes:
    return text.casefold().encode()


def _changes(texts: list[bytes], folded: list[bytes]) -> list[bytes]:
    """Return how each text differs from how it is compared, for :func:`_changed`.

    That is the place and the difference of each byte; or, where others are compared, the text.
    """
    near = [
        text if len(text) == len(fold) < _OTHER else fold
        for text, fold in zip(texts, folded, strict=True)
    ]
    edges = np.cumsum([0, *map(len, folded)])
    here, there = (np.frombuffer(b"".join(each), np.uint8) for each in (near, folded))
    differences = here ^ there
    at = np.flatnonzero(differences)
    rows = np.searchsorted(edges, at, side="right") - 1
    pairs = np.empty((len(at), 2), np.uint8)
    pairs[:, 0], pairs[:, 1] = at - edges[rows], differences[at]
    found = pairs.tobytes()
    starts = (2 * np.searchsorted(rows, np.arange(len(texts) + 1))).tolist()
    return [
        found[start:end] if same is text else bytes([_OTHER]) + text
        for text, same, (start, end) in zip(texts, near, pairwise(starts), strict=True)
    ]


def _changed(folded: bytes, changes: bytes) -> bytes | bytearray:
    """Return a text by how it is compared and how it differs from that."""
    if not changes:
        return folded
    if changes[0] == _OTHER:
        return changes[1:]
    text = bytearray(folded)
    for at in range(0, len(changes), 2):
        text[changes[at]] ^= changes[at + 1]
    return text
