# SPDX-License-Identifier: MIT
"""The layout "Clusters": pages that link to each other much are together, in a disc a community.

Communities are found by the method of Louvain (Blondel and others 2008), by networkx.
"""

import math

import numpy as np

from wikilinks_gui.graph.layout import Lengths, named_discs, radius, ranks, slots
from wikilinks_gui.graph.packing import Floats, outside, pack, rooms
from wikilinks_gui.table.columns import Nodes, Numbers
from wikilinks_gui.table.table import LinkTable
from wikilinks_gui.tasks import finish
from wikilinks_gui.translation import _, isolated

SEED = 1
"""The same links always give the same communities."""


class ClusterLayout:
    """Rows of a table by communities, a disc each, around the page.

    Pages that no other of them is linked with have a disc of their own, at the edge. In each disc
    the best linked page stands in the middle. ``nodes`` are rows of different pages; ``pairs`` are
    links among them, by places in ``nodes``: [0] links to [1], shape (2, n); ``is_whole``: it
    is all there are. Takes 0.5 s for 2,000 pages; may be made in any thread, while rows come.
    Nothing changes afterwards.
    """

    def __init__(
        self, table: LinkTable, nodes: Nodes, pairs: Numbers, *, is_whole: bool = True
    ) -> None:
        pairs = pairs[:, np.lexsort(pairs[::-1])]
        found, alone = communities(len(nodes), pairs)
        groups = [*found, alone] if len(alone) else found
        home = np.zeros(len(nodes), np.int32)
        for group, places in enumerate(groups):
            home[places] = group
        inside = pairs[:, home[pairs[0]] == home[pairs[1]]]
        links = np.bincount(inside.ravel(), minlength=len(nodes))
        linked = np.bincount(inside[1], minlength=len(nodes))  # from how many pages
        groups = [places[np.lexsort((places, -links[places]))] for places in groups]
        self.communities = len(found)
        best = [nodes[places[np.argmax(linked[places])]] for places in found]
        names = [isolated(table.titles[int(node)]) for node in best]  # a community's best linked
        if len(alone):
            names.append(_("Not linked to the others") if is_whole else _("No links known yet"))
        sizes = np.array([len(places) for places in groups], np.int64)
        x, y = _pack(radius(sizes), int(len(alone) > 0))
        order = np.concatenate([np.zeros(0, np.int64), *groups]).astype(np.int64)
        slot_x, slot_y = slots(np.concatenate([np.zeros(0), *map(np.arange, sizes)]))
        self.nodes: Nodes = nodes[order]  # disc by disc, each disc's from its middle on
        self.x: Lengths = (np.repeat(x, sizes) + slot_x).astype(np.float32)
        self.y: Lengths = (np.repeat(y, sizes) + slot_y).astype(np.float32)
        self.edges, drawn = _edges(pairs, order, home)  # first those in discs, which are drawn
        # The largest first; last those alone.
        self.discs = named_discs(np.stack([x, y]), sizes, np.zeros_like(sizes), names)
        self.discs.drawn = drawn

    def nodes_of(self, disc: int) -> Nodes:
        """Return the rows in a disc, from its middle on."""
        end = int(np.sum(self.discs.counts[: disc + 1]))
        return self.nodes[end - int(self.discs.counts[disc]) : end]


def first_pages(table: LinkTable, nodes: Nodes, most: int) -> Nodes:
    """Return of some rows those of the first pages; each page once, as the first of its rows."""
    end = most
    while True:
        some = nodes[:end]
        _pages, first = np.unique(table.page_ids[some], return_index=True)
        if len(first) >= most or end >= len(nodes):
            return some[np.sort(first)[:most]]
        end *= 2


def communities(count: int, pairs: Numbers) -> tuple[list[Numbers], Numbers]:
    """Find communities among a number of places, the largest first, and places without links.

    ``pairs`` are links, of shape (2, n); a pair that links both ways counts twice.
    """
    pairs = pairs[:, pairs[0] != pairs[1]]
    if not pairs.shape[1]:
        return [], np.arange(count)
    import networkx as nx  # takes 0.2 s

    links, weights = np.unique(np.sort(pairs, axis=0), axis=1, return_counts=True)
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(np.unique(links).tolist())
    graph.add_weighted_edges_from(zip(*links.tolist(), weights.tolist(), strict=True))
    found = [np.array(sorted(some)) for some in nx.community.louvain_communities(graph, seed=SEED)]
    found.sort(key=lambda places: (-len(places), int(places[0])))
    return found, np.setdiff1d(np.arange(count), links)


def _pack(radii: Floats, alone: int) -> tuple[Floats, Floats]:
    """Pack discs around the page; the last one, when there is one ``alone``, at the edge."""
    room, middle = rooms(radii)
    x, y = np.zeros(len(radii)), np.zeros(len(radii))
    inner = slice(0, len(radii) - alone)
    finish(pack(room[inner], x[inner], y[inner], np.zeros(len(x[inner]), np.bool_), middle))
    if alone:
        own = float(room[-1])
        x[-1], y[-1] = outside(x[inner], y[inner], room[inner], own, math.pi / 2, middle + own)
    return x, y


def _edges(pairs: Numbers, order: Numbers, home: Numbers) -> tuple[Numbers, int]:
    """Return links by places in ``order``, and how many of them to draw: those first in discs.

    These begin with each page's link to the best linked of its neighbours, so that none of the
    pages seems to have no links where there is no room for all. Of links both ways one is enough.
    """
    degrees = np.bincount(pairs.ravel(), minlength=len(order))
    by_degree = np.where(degrees[pairs[0]] < degrees[pairs[1]], pairs, pairs[::-1])
    lesser, greater = by_degree
    _pairs, first = np.unique(np.sort(pairs, axis=0), axis=1, return_index=True)
    is_drawn = np.zeros(pairs.shape[1], np.bool_)
    is_drawn[first] = home[pairs[0, first]] == home[pairs[1, first]]
    # Which of the links of its lesser page each is.
    sorting = np.lexsort((lesser, greater, -degrees[greater], lesser, ~is_drawn))
    rank = np.empty(len(sorting), np.int64)
    rank[sorting] = ranks(lesser[sorting])
    importance = np.lexsort((*pairs[::-1], -degrees[greater], rank, ~is_drawn))
    places = np.empty(len(order), np.int32)
    places[order] = np.arange(len(order), dtype=np.int32)
    edges: Numbers = places[pairs[:, importance]]
    return edges, int(np.count_nonzero(is_drawn))
