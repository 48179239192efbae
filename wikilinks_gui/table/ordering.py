# SPDX-License-Identifier: MIT
"""Rows in order, made in any thread from what had come by then."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Literal

import numpy as np

from wikilinks_gui.table.columns import Nodes, Numbers, places
from wikilinks_gui.table.texts import Texts

Order = Literal["arrival", "title", "kinds", "namespace", "through", "section", "page_id", "via"]


@dataclass(frozen=True, slots=True)
class Ordered:
    """All rows up to some time, group after group, each in order."""

    moves: int  # how many rows had got another place by then
    flat: Nodes  # all of them, whatever they came through
    nodes: Nodes
    groups: Nodes  # the redirects that rows came through, ascending
    starts: Numbers  # where in ``nodes`` each begins; one more, the end

    def group(self, parent: int) -> Nodes:
        """Give the rows that came through a redirect; none where it was not known yet."""
        at = int(np.searchsorted(self.groups, parent))
        if at == len(self.groups) or self.groups[at] != parent:
            return self.nodes[:0]
        return self.nodes[self.starts[at] : self.starts[at + 1]]


def in_groups(nodes: Nodes, parents: Nodes, moves: int) -> Ordered:
    """Put rows that are in order together by parent."""
    flat, theirs = nodes, parents.take(nodes)
    at_top = theirs < 0  # most are, and need not be sorted
    by_parent = np.flatnonzero(~at_top)
    by_parent = by_parent[np.argsort(theirs[by_parent], kind="stable")]
    nodes = np.concatenate([nodes[at_top], nodes.take(by_parent)])
    theirs = parents.take(nodes)
    edges = np.flatnonzero(np.diff(theirs, prepend=np.int32(-2)))
    return Ordered(moves, flat, nodes, theirs[edges], np.append(edges, len(nodes)))


def in_order(nodes: Nodes, keys: Numbers | None, titles: Texts, *, descending: bool) -> Nodes:
    """Put nodes in the order of their keys, or else of their titles; equal ones stay."""
    if keys is None:
        return titles.order(nodes, descending=descending)
    mine = keys[nodes].astype(np.int64)
    return nodes[np.argsort(-mine if descending else mine, kind="stable")]


def put_between(
    known: Nodes, new: Nodes, keys: Numbers | None, titles: Texts, *, descending: bool
) -> Nodes:
    """Put nodes that are in order, as :func:`in_order` gives them, between others."""
    ascending = known[::-1] if descending else known
    if keys is not None:
        at = places(ascending, keys, keys[new], after=not descending, among=new)
    else:
        place = bisect_left if descending else bisect_right
        folded = titles.folded
        at = np.array([place(ascending, folded(node), key=folded) for node in new.tolist()])
    return np.insert(known, len(known) - at if descending else at, new)
