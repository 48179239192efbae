# SPDX-License-Identifier: MIT
"""Which rows a page has, and how many pages there are."""

import numpy as np

from wikilinks_gui.table.columns import Column, Nodes, Numbers, places

_RECENT = 1 << 13
"""Most rows that are kept apart: merging a few into a million costs as much as many (3 ms)."""


class Pages:
    """The rows in the order of their page ids; a page has a row for each way it links."""

    def __init__(self, page_ids: Column) -> None:
        self._page_ids = page_ids
        self._settled: Nodes = np.zeros(0, np.int32)
        self._recent: Nodes = np.zeros(0, np.int32)
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
        page_ids = self._page_ids.array
        nodes = np.arange(start, len(page_ids), dtype=np.int32)
        nodes = nodes[np.argsort(page_ids[start:], kind="stable")]
        mine = page_ids[nodes]
        is_first = np.ones(len(nodes), np.bool_)
        is_first[1:] = mine[1:] != mine[:-1]
        firsts = np.flatnonzero(is_first)
        rows_each = np.diff(firsts, append=len(nodes))
        ids = mine[firsts]
        numbers = self.find(ids)
        is_new = numbers < 0
        numbers[is_new] = np.arange(self.count, self.count + np.count_nonzero(is_new))
        self._first.extend(nodes[firsts[is_new]])
        self._numbers.extend(np.zeros(len(nodes), np.int32))
        self._numbers.array[nodes] = np.repeat(numbers, rows_each)
        at = np.repeat(places(self._recent, page_ids, ids, after=False), rows_each)
        self._recent = np.insert(self._recent, at, nodes)
        if len(self._recent) > _RECENT:
            at = places(self._settled, page_ids, page_ids[self._recent], after=True)
            self._settled = np.insert(self._settled, at, self._recent)
            self._recent = np.zeros(0, np.int32)

    def find(self, ids: Numbers) -> Nodes:
        """Return the numbers of pages by their ids, -1 for those without a row."""
        page_ids = self._page_ids.array
        numbers = np.full(len(ids), -1, np.int32)
        for known in (self._settled, self._recent):
            if len(known):
                at = places(known, page_ids, ids, after=False)
                nodes = known.take(at, mode="clip")
                found = page_ids[nodes] == ids
                numbers[found] = self._numbers.array[nodes[found]]
        return numbers

    def nodes(self, wanted: list[int]) -> list[list[int]]:
        """Return the rows of each of some pages."""
        page_ids = self._page_ids.array
        values = np.array(wanted, np.int64)
        found: list[list[int]] = [[] for _ in wanted]
        for known in (self._settled, self._recent):
            starts = places(known, page_ids, values, after=False).tolist()
            ends = places(known, page_ids, values, after=True).tolist()
            for nodes, start, end in zip(found, starts, ends, strict=True):
                nodes += known[start:end].tolist()
        return found
