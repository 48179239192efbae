# SPDX-License-Identifier: MIT
"""A million titles as packed UTF-8: searched, and put in order, without regard to case.

Numpy does nearly all of it, and lets other threads run meanwhile.
"""

from collections.abc import Sequence
from itertools import accumulate

import numpy as np

from wikilinks_gui.table import sorting
from wikilinks_gui.table.columns import Mask, Nodes

CHUNK = 1 << 13
"""Texts in a chunk: its bytes stay in the processor's cache while they are searched."""

_FEW = 2_000
"""Texts that are sorted one by one: only for more is it worth to join all chunks."""

_MARK = b"\xff"
"""The whole text follows; no text in UTF-8 has this byte."""


class Texts:
    """Texts, to which more are appended.

    Other threads may read them while more arrive.
    """

    def __init__(self) -> None:
        self._folded = [_Chunk()]  # as they are compared
        self._heads = [_Chunk()]  # how each differs from that: less than half of what it takes
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, row: int) -> str:
        chunk, at = divmod(row, CHUNK)
        return _whole(self._folded[chunk].at(at), self._heads[chunk].at(at)).decode()

    def folded(self, row: int) -> bytes:
        """Return a text as it is compared: case-folded UTF-8, in the order of code points."""
        chunk, at = divmod(row, CHUNK)
        return self._folded[chunk].at(at)

    def extend(self, texts: Sequence[str]) -> None:
        """Append texts."""
        while texts:
            room = CHUNK - len(self._folded[-1])
            now, texts = texts[:room], texts[room:]
            folded = [fold(text).encode() for text in now]
            texts_now = zip(now, folded, strict=True)
            self._heads[-1].extend([_head(text.encode(), fold) for text, fold in texts_now])
            self._folded[-1].extend(folded)
            self._length += len(now)
            if len(self._folded[-1]) == CHUNK:
                self._heads.append(_Chunk())
                self._folded.append(_Chunk())

    def containing(self, part: str, start: int, end: int) -> Mask:
        """Return for each text from ``start`` to ``end`` whether ``part`` is in it, in any case."""
        needle = fold(part).encode()
        first, last = start // CHUNK, -(-end // CHUNK)
        found = [chunk.containing(needle) for chunk in self._folded[first:last]]
        base = first * CHUNK
        return np.concatenate([np.zeros(0, np.bool_), *found])[start - base : end - base]

    def order(self, rows: Nodes, *, descending: bool = False) -> Nodes:
        """Sort rows by their texts; equal ones by their numbers."""
        if len(rows) <= _FEW:
            found = sorted(np.sort(rows).tolist(), key=self.folded, reverse=descending)
            return np.array(found, np.int32)
        chunks = list(self._folded)  # as of now: others may append some
        edges = [chunk.edges for chunk in chunks]
        ends = accumulate((int(each[-1]) for each in edges), initial=0)
        starts = [each[:-1] + np.int32(end) for each, end in zip(edges, ends, strict=False)]
        pieces = [chunk.packed[: each[-1]] for chunk, each in zip(chunks, edges, strict=True)]
        packed = b"".join([*pieces, bytes(sorting.WORD)])
        begins = np.append(np.concatenate(starts), np.int32(len(packed) - sorting.WORD))
        del starts
        return sorting.order(packed, begins, rows, descending=descending)


def fold(text: str) -> str:
    """Return a text as it is compared, without regard to case.

    Neither the Turkish İ, which is folded to two characters, nor ı is another letter than i.
    """
    folded = text.casefold()
    if folded.isascii():
        return folded
    return folded.replace("i\N{COMBINING DOT ABOVE}", "i").replace("ı", "i")


class _Chunk:
    """Texts one after the other, each with a line end."""

    def __init__(self) -> None:
        self.packed = b""
        self.edges: Nodes = np.zeros(1, np.int32)  # where each begins, and where the next one would

    def __len__(self) -> int:
        return len(self.edges) - 1

    def at(self, row: int) -> bytes:
        """Return a text."""
        return self.packed[self.edges.item(row) : self.edges.item(row + 1) - 1]

    def extend(self, texts: list[bytes]) -> None:
        """Append texts."""
        ends = len(self.packed) + np.cumsum([len(text) + 1 for text in texts], dtype=np.int32)
        # Others may read meanwhile: the bytes are there before anything says so.
        self.packed += b"\n".join([*texts, b""])
        self.edges = np.concatenate([self.edges, ends])

    def containing(self, needle: bytes) -> Mask:
        """Return for each text whether the needle, which has no line end, is in it."""
        edges = self.edges  # before the bytes are read: others may append some now
        packed = np.frombuffer(self.packed, np.uint8, edges[-1])
        count = len(packed) - len(needle) + 1
        if not needle or count <= 0:
            return np.full(len(edges) - 1, not needle)
        hits = packed == needle[0]
        hits[count:] = False
        offset = 1
        while offset < len(needle) and np.count_nonzero(hits) > len(edges) // 4:
            hits[:count] &= packed[offset:][:count] == needle[offset]
            offset += 1
        if offset == len(needle):
            return np.logical_or.reduceat(hits, edges[:-1])
        at = np.flatnonzero(hits)  # few: to look at each is faster now
        for later in range(offset, len(needle)):
            at = at[packed[at + later] == needle[later]]
        found = np.zeros(len(edges) - 1, np.bool_)
        found[np.searchsorted(edges, at, side="right") - 1] = True
        return found


def _head(text: bytes, folded: bytes) -> bytes:
    """Return how a text differs from how it is compared, for :func:`_whole`.

    That is the text up to the last byte that differs; all of it, and a mark, where it has another
    length.
    """
    if len(text) != len(folded):
        return _MARK + text
    differs = int.from_bytes(text) ^ int.from_bytes(folded)
    same_bits = (differs & -differs).bit_length() - 1  # at its end
    return text[: len(text) - same_bits // 8] if differs else b""


def _whole(folded: bytes, head: bytes) -> bytes:
    """Return a text by how it is compared and how it differs from that."""
    return head[1:] if head.startswith(_MARK) else head + folded[len(head) :]
