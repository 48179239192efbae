# SPDX-License-Identifier: MIT
"""What a layout gives: where nodes and discs are, for what draws them and what writes them.

A node is a row of a :class:`~wikilinks_gui.table.table.LinkTable`, by its number there; PAGE is
the explored page itself, which stands at (0, 0). Lengths are in units of the scene: neighbours in
a disc are 1 apart. y grows downwards.
"""

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import numpy.typing as npt

from wikilinks_gui.table.columns import Mask, Nodes, Numbers
from wikilinks_gui.table.rows import TOP
from wikilinks_gui.table.table import LinkTable

PAGE = TOP
"""The node of the explored page."""

Lengths = npt.NDArray[np.float32]


@dataclass(slots=True)
class Discs:
    """Groups of nodes, an array each for what is known of them; they are drawn below the nodes.

    ``radius`` is that of the nodes in it, so that areas compare as numbers of nodes do; the circle
    of ``outer`` also holds the discs inside it, and may have another middle: a chain of redirects
    would otherwise double it with each.
    """

    nodes: Nodes  # the redirect that the group came through, which stands in the middle; or PAGE
    namespaces: Nodes  # of a group of direct links (node PAGE); of others it says nothing
    x: Lengths
    y: Lengths
    radius: Lengths
    outer: Lengths
    outer_x: Lengths  # the middle of that circle: x where nothing is inside
    outer_y: Lengths
    counts: Numbers  # rows that belong to it, without those in discs inside it
    left: Numbers  # of these, so many are not drawn: one counted node stands for them
    parents: Nodes  # the disc around it, by its place here; -1: none; itself where it is empty:
    # all that was in it turned out to be redirects
    titles: list[str] = field(default_factory=list)  # of communities; else empty
    shorts: list[tuple[str, ...]] = field(default_factory=list)  # in fewer words, then fewer still
    drawn: int = 0  # so many of ``Layout.edges``, from the first on; others where one points at

    def __len__(self) -> int:
        return len(self.x)

    @property
    def has_ground(self) -> Mask:
        """Tell which hold more than one node, with all that is inside."""
        is_more: Mask = self.counts + (self.nodes != PAGE) > 1
        return is_more | (self.outer > self.radius)


def counted_for(table: LinkTable, discs: Discs, disc: int) -> int:
    """Give the count that stands with a disc: of a redirect all that came through it, as in a tree.

    That is more than the disc holds where redirects among it have discs of their own.
    """
    node = int(discs.nodes[disc])
    return table.through(node) if node != PAGE else int(discs.counts[disc])


class Layout(Protocol):
    """Where everything is drawn. Arrays are replaced when something changes, not written to.

    Layouts are compared by identity.
    """

    @property
    def nodes(self) -> Nodes:
        """Rows that are drawn, in the order they are; each once. What comes is put at the end."""
        ...

    @property
    def x(self) -> Lengths:
        """Where each of ``nodes`` is."""
        ...

    @property
    def y(self) -> Lengths:
        """Where each of ``nodes`` is."""
        ...

    @property
    def discs(self) -> Discs:
        """The groups."""
        ...

    @property
    def edges(self) -> Numbers:
        """Links between drawn rows beside those of the tree: shape (2, n), places in ``nodes``.

        The most important come first; [0] links to [1]. ``Discs.drawn`` of them are always seen.
        """
        ...
