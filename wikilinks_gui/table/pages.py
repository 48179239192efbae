# SPDX-License-Identifier: MIT
"""Which rows a page has, and how many pages there are."""

from typing import Literal

import numpy as np
import numpy.typing as npt

from wikilinks_gui.table.columns import Column, Nodes, Numbers


class Pages:
    """The rows in the order of their page ids; a page has a row for each way it links."""

    def __init__(self, page_ids: Column) -> None:
        self._page_ids = page_ids
        self._nodes = Column(np.intp)
        self._numbers = Column(np.int32)
        self._first = Column(np.int32)  # row of each page, by number

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._first)

    @property
    def numbers(self) -> Nodes:
        """The number of each row's page: pages are numbered from 0 on in order of arrival."""
        return self._numbers.array

    def ids(self, numbers: slice | Numbers) -> Numbers:
        """Return the ids of pages, int64, by their numbers."""
        ids: Numbers = self._page_ids.array[self._first.array[numbers]]
        return ids

    def add(self, start: int) -> None:
        """Add the rows from ``start`` on."""
        new = self._page_ids.array[start:]
        ids, firsts, each = np.unique(new, return_index=True, return_inverse=True)
        numbers = self.find(ids)
        is_new = numbers < 0
        numbers[is_new] = np.arange(self.count, self.count + np.count_nonzero(is_new))
        self._first.extend(start + firsts[is_new])
        self._numbers.extend(numbers[each])
        nodes = start + np.argsort(new, kind="stable")
        at = self._places(np.sort(new), "right")
        # Most lists arrive in the order of page ids, which moves little or nothing.
        moved = np.insert(self._nodes.array[at[0] :], at - at[0], nodes)
        self._nodes.extend(nodes)
        self._nodes.array[at[0] :] = moved

    def find(self, ids: Numbers) -> Nodes:
        """Return the numbers of pages by their ids, -1 for those without a row."""
        page_ids = self._page_ids.array
        numbers = np.full(len(ids), -1, np.int32)
        if len(self._nodes):
            at = self._places(ids, "left")
            nodes = self._nodes.array.take(at, mode="clip")
            found = page_ids[nodes] == ids
            numbers[found] = self._numbers.array[nodes[found]]
        return numbers

    def nodes(self, wanted: list[int]) -> list[list[int]]:
        """Return the rows of each of some pages, in order of arrival."""
        ids = np.array(wanted, np.int64)
        starts, ends = self._places(ids, "left").tolist(), self._places(ids, "right").tolist()
        return [self._nodes.array[s:e].tolist() for s, e in zip(starts, ends, strict=True)]

    def _places(self, ids: Numbers, side: Literal["left", "right"]) -> npt.NDArray[np.intp]:
        """Return where ids belong among the rows in their order."""
        known = self._page_ids.array[: len(self._nodes)]
        return np.searchsorted(known, ids, side, sorter=self._nodes.array)
