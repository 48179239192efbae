# SPDX-License-Identifier: MIT
"""Which rows a page has, and how many pages there are."""

import numpy as np

from wikilinks_gui.links.columns import Column, Nodes, places

_RECENT = 1 << 13
"""So many rows are kept apart, as putting some between a million costs as much as many."""


class Pages:
    """The rows in the order of their page ids; a page has a row for each way it links."""

    def __init__(self, page_ids: Column) -> None:
        self._page_ids = page_ids
        self._settled: Nodes = np.zeros(0, np.int32)
        self._recent: Nodes = np.zeros(0, np.int32)
        self.count = 0

    def add(self, start: int) -> None:
        """Take in the rows from ``start`` on."""
        page_ids = self._page_ids.array
        nodes = np.arange(start, len(page_ids), dtype=np.int32)
        nodes = nodes[np.argsort(page_ids[start:], kind="stable")]
        mine = page_ids[nodes]
        is_new = np.ones(len(nodes), np.bool_)
        is_new[1:] = mine[1:] != mine[:-1]
        for known in (self._settled, self._recent):
            at = places(known, page_ids, mine, after=False)
            if len(known):
                is_new &= page_ids[known.take(at, mode="clip")] != mine
        self.count += int(np.count_nonzero(is_new))
        self._recent = np.insert(self._recent, at, nodes)
        if len(self._recent) > _RECENT:
            at = places(self._settled, page_ids, page_ids[self._recent], after=True)
            self._settled = np.insert(self._settled, at, self._recent)
            self._recent = np.zeros(0, np.int32)

    def nodes(self, wanted: list[int]) -> list[list[int]]:
        """Give the rows of each of the pages that are wanted."""
        page_ids = self._page_ids.array
        values = np.array(wanted, np.int64)
        found: list[list[int]] = [[] for _ in wanted]
        for known in (self._settled, self._recent):
            starts = places(known, page_ids, values, after=False).tolist()
            ends = places(known, page_ids, values, after=True).tolist()
            for nodes, start, end in zip(found, starts, ends, strict=True):
                nodes += known[start:end].tolist()
        return found
