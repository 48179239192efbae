# SPDX-License-Identifier: MIT
"""Append-only columns of numbers for a million rows.

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
