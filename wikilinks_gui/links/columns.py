# SPDX-License-Identifier: MIT
"""Append-only columns for a million rows: numbers as numpy arrays, texts as packed UTF-8.

Objects a row would cost stalls of the garbage collector (measured: up to 350 ms at 1,000,000).
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[Any]

CHUNK = 1 << 13
"""Texts in a packed chunk; packing one is felt as a pause (measured: 6 ms)."""

WORD = 8
"""Bytes of texts that are compared at once when they are put in order."""


class Column:
    """Numbers of one type that grow at the end."""

    def __init__(self, dtype: npt.DTypeLike) -> None:
        self._room: Numbers = np.zeros(1024, dtype)
        self._length = 0

    def __len__(self) -> int:
        return self._length

    @property
    def array(self) -> Numbers:
        """The numbers; may be written to, and is another array after the next append."""
        return self._room[: self._length]

    def extend(self, values: Sequence[int] | Numbers) -> None:
        """Put numbers at the end."""
        end = self._length + len(values)
        if end > len(self._room):
            room = np.zeros(max(end, 2 * len(self._room)), self._room.dtype)
            room[: self._length] = self.array
            self._room = room
        self._room[self._length : end] = values
        self._length = end


class Texts:
    """Texts that grow at the end, and can be searched and put in order without regard to case."""

    def __init__(self) -> None:
        self._sealed: list[_Chunk] = []
        self._texts: list[str] = []  # not packed yet
        self._folded: list[bytes] = []

    def __len__(self) -> int:
        return len(self._sealed) * CHUNK + len(self._texts)

    def __getitem__(self, row: int) -> str:
        chunk, at = divmod(row, CHUNK)
        if chunk == len(self._sealed):
            return self._texts[at]
        return self._sealed[chunk].text(at).decode()

    def folded(self, row: int) -> bytes:
        """Give a text as it is compared: case-folded UTF-8, whose order is that of code points."""
        chunk, at = divmod(row, CHUNK)
        if chunk == len(self._sealed):
            return self._folded[at]
        return self._sealed[chunk].folded(at)

    def extend(self, texts: Iterable[str]) -> None:
        """Put texts at the end."""
        for text in texts:
            self._texts.append(text)
            self._folded.append(_fold(text))
            if len(self._texts) == CHUNK:
                self._sealed.append(_Chunk(self._texts, self._folded))
                self._texts, self._folded = [], []

    def containing(self, part: str, start: int = 0) -> Mask:
        """Tell of each text from row ``start`` on whether ``part`` is in it, in any case."""
        needle = _fold(part)
        found = []
        for number, chunk in enumerate(self._sealed):
            if (number + 1) * CHUNK > start:
                found.append(chunk.containing(needle))
        found.append(np.array([needle in text for text in self._folded], np.bool_))
        whole = np.concatenate(found)
        return whole[len(whole) - (len(self) - start) :]

    def order(self) -> npt.NDArray[np.int32]:
        """Give the rows in the order of their texts; equal ones in the order in which they came.

        Rows are sorted by their first eight bytes; those that agree by the next eight, and so on.
        """
        words = self._words(np.arange(len(self)), 0)
        order = np.argsort(words, kind="stable").astype(np.int32)
        words = words[order]
        places = np.arange(len(order))  # in the order, where rows still agree
        runs = np.zeros(len(order), np.int64)  # those that agree have one number
        offset = 0
        while True:
            agree = (words[1:] == words[:-1]) & (runs[1:] == runs[:-1])
            agree &= words[1:] & np.uint64(0xFF) != 0  # else both texts are at their end
            left = np.zeros(len(places), np.bool_)
            left[1:] |= agree
            left[:-1] |= agree
            if not left.any():
                return order
            runs = np.concatenate(([0], np.cumsum(~agree)))[left]
            places = places[left]
            offset += WORD
            rows = order[places]
            words = self._words(rows, offset)
            sorting = np.lexsort((words, runs))
            order[places] = rows[sorting]
            words = words[sorting]

    def _words(self, rows: Numbers, offset: int) -> npt.NDArray[np.uint64]:
        """Give the bytes of some texts at an offset, as numbers that compare as the bytes do."""
        words = np.zeros(len(rows), np.uint64)
        chunks = rows // CHUNK
        by_chunk = np.argsort(chunks, kind="stable")
        edges = np.searchsorted(chunks[by_chunk], np.arange(len(self._sealed) + 2))
        for number, chunk in enumerate([*self._sealed, self._open_chunk()]):
            mine = by_chunk[edges[number] : edges[number + 1]]
            if len(mine):
                words[mine] = chunk.words(rows[mine] - number * CHUNK, offset)
        return words

    def _open_chunk(self) -> "_Chunk":
        return _Chunk(self._texts, self._folded)


class _Chunk:
    """Texts, packed: as they are, and as they are compared, each with a line's end."""

    def __init__(self, texts: list[str], folded: list[bytes]) -> None:
        encoded = [text.encode() for text in texts]
        self._texts = b"\n".join(encoded) + b"\n"
        self._starts = _starts(encoded)
        self._folded = np.frombuffer(b"\n".join(folded) + b"\n", np.uint8)
        self._folded_starts = _starts(folded)
        self._counts = np.bincount(self._folded, minlength=256)

    def text(self, row: int) -> bytes:
        return self._texts[self._starts[row] : self._starts[row + 1] - 1]

    def folded(self, row: int) -> bytes:
        return self._folded[self._folded_starts[row] : self._folded_starts[row + 1] - 1].tobytes()

    def words(self, rows: Numbers, offset: int) -> npt.NDArray[np.uint64]:
        """Give eight bytes of some texts, with zeros where they have ended."""
        starts = self._folded_starts[rows] + offset
        left = self._folded_starts[rows + 1] - 1 - starts
        within = np.arange(WORD)
        at = np.minimum(starts[:, None] + within, len(self._folded) - 1)
        taken = np.where(within < left[:, None], self._folded[at], np.uint8(0))
        return np.ascontiguousarray(taken).view(">u8")[:, 0].astype(np.uint64)

    def containing(self, needle: bytes) -> Mask:
        """Tell of each text whether the needle is in it; one that spans lines is in none."""
        rows = len(self._folded_starts) - 1
        if not needle:
            return np.ones(rows, np.bool_)
        # The rarest byte first: the fewest places are left to look at.
        rarest, *others = sorted(range(len(needle)), key=lambda at: self._counts[needle[at]])
        at = np.flatnonzero(self._folded == needle[rarest]) - rarest
        at = at[(at >= 0) & (at <= len(self._folded) - len(needle))]
        for offset in others:
            at = at[self._folded[at + offset] == needle[offset]]
        found = np.zeros(rows, np.bool_)
        found[np.searchsorted(self._folded_starts, at, side="right") - 1] = True
        return found


def _fold(text: str) -> bytes:
    return text.casefold().encode()


def _starts(texts: list[bytes]) -> npt.NDArray[np.int64]:
    """Where each text begins, and the last one ends, when each is followed by one byte."""
    starts = np.zeros(len(texts) + 1, np.int64)
    np.cumsum([len(text) + 1 for text in texts], out=starts[1:])
    return starts
