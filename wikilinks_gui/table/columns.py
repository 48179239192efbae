# SPDX-License-Identifier: MIT
"""Append-only columns of numbers for a million rows, and what is asked of them.

Objects a row would cost stalls of the garbage collector (measured: up to 350 ms at 1,000,000).
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.ma  # np.unique imports it when first called: 40 ms between rows
import numpy.typing as npt

Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[Any]
Nodes = npt.NDArray[np.int32]

_FEW = 8
"""Up to this many nodes are searched for one by one: 0.1 ms each in a million, else 0.7 ms."""


class Column:
    """Numbers of one type, to which more are appended."""

    def __init__(self, dtype: npt.DTypeLike) -> None:
        self._room: Numbers = np.zeros(16, dtype)
        self._length = 0

    def __len__(self) -> int:
        return self._length

    @property
    def array(self) -> Numbers:
        """The numbers; may be written to, and is another array after the next append.

        Another thread may keep reading an array that it has: nothing in it is moved.
        """
        return self._room[: self._length]

    def extend(self, values: Sequence[int] | Numbers) -> None:
        """Append numbers."""
        end = self._length + len(values)
        if end > len(self._room):
            room = np.zeros(max(end, 2 * len(self._room)), self._room.dtype)
            room[: self._length] = self.array
            self._room = room
        self._room[self._length : end] = values
        self._length = end

    def trim(self) -> None:
        """Shrink to the room that is used."""
        self._room = self.array.copy()


def places(
    ordered: Nodes,
    keys: Numbers,
    values: Numbers,
    *,
    after: bool,
    among: Nodes | None = None,
) -> npt.NDArray[np.intp]:
    """Return where values belong among nodes that are sorted by their keys.

    That is before those that are equal, or ``after`` them. If ``among`` gives the nodes that the
    values are of, then it is after older and before newer ones that are equal, or, unless
    ``after``, the other way round, as those are in order that were turned round.

    Costs the same for a million nodes as for a thousand, where ``np.searchsorted`` would want all
    their keys.
    """
    at = np.zeros(len(values), np.intp)
    size = len(ordered)
    while size:
        half = (size + 1) // 2
        nodes = ordered.take(at + (half - 1), mode="clip")
        found = keys.take(nodes)
        if among is None:
            passed = found <= values if after else found < values
        else:
            equal = nodes < among if after else nodes > among
            passed = (found < values) | (found == values) & equal
        at += half * passed
        size -= half
    return at


def positions(nodes: Nodes, wanted: Nodes) -> npt.NDArray[np.intp]:
    """Return the positions of the wanted nodes in ``nodes``, in ascending order."""
    if len(wanted) <= _FEW:
        found = [np.flatnonzero(nodes == node) for node in wanted.tolist()]
        return np.sort(np.concatenate(found)) if found else np.zeros(0, np.intp)
    is_wanted = np.zeros(max(np.max(wanted), np.max(nodes, initial=0)) + 1, np.bool_)
    is_wanted[wanted] = True
    return np.flatnonzero(is_wanted.take(nodes))
