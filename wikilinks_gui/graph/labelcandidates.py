# SPDX-License-Identifier: MIT
"""What may be labelled in a picture of the graph, the most important first.

All lengths are pixels of the picture; the caller measures and shortens the text.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import takewhile
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from wikilinks_gui.graph.colours import Codes
from wikilinks_gui.graph.layout import PAGE, Discs, nearest
from wikilinks_gui.graph.shapes import FADED, SQUARE, matching
from wikilinks_gui.table.columns import Mask, Nodes, Numbers
from wikilinks_gui.table.table import LinkTable
from wikilinks_gui.translation import _, closed, isolated

Floats = npt.NDArray[np.floating]

LONGEST = 40
"""Most characters of a label, about."""

_TIGHT = 0.5
"""The share of that to which a name is cut where there is no room for it."""

_OTHERS = 50
"""Discs, the largest, whose names are compared with another."""

_NODES, _MARKED = 2000, 24
"""The most nodes and highlighted nodes that are looked at for labels."""


class Look(Enum):
    """How a label looks."""

    BOLD = 0  # of a page
    PLAIN = 1  # of a disc or a redirect
    DIM = 2  # of another node
    BOX = 3  # on its own background: other nodes may be below the name
    PILL = 4  # the count of rows that are not drawn, which can be opened


class TextMeasure(Protocol):
    """Measures text as it will be drawn."""

    @property
    def line(self) -> float:
        """The height of a line of text."""
        ...

    def size(self, text: str, look: Look) -> tuple[float, float]:
        """Return the width and height of a label, which may have several lines."""
        ...

    def short(self, text: str, share: float = 1.0) -> str:
        """Cut a text that is longer than a share of what labels may be."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class LabelSource:
    """What may be labelled of one list, and where it is in the picture."""

    table: LinkTable
    title: str  # of its page
    page: tuple[float, float]
    discs: Discs
    disc_x: Floats  # the middle of each disc with all inside it, and its radius
    disc_y: Floats
    reach: Floats
    inner: Floats  # x, y and radius of each disc without what is inside it: shape (3, n)
    nodes: Nodes
    x: Floats
    y: Floats
    states: Codes  # of nodes: those of shapes.py
    namespace: Callable[[int], str]  # the name of one
    marked: Numbers = field(default_factory=lambda: np.zeros(0, np.intp))
    """Places of nodes that are highlighted."""
    counted: dict[int, tuple[float, float]] = field(default_factory=dict)
    """Where the counted node stands for the rows of a disc that are not drawn. Where there are
    none, the names of discs tell the count."""


def disc_circles(
    discs: Discs, page: tuple[float, float], scale: float, radius: float
) -> tuple[Floats, Floats, Floats, Floats]:
    """Return ``disc_x``, ``disc_y``, ``reach`` and ``inner`` of a :class:`LabelSource`.

    ``scale`` is that of the picture, ``radius`` that of nodes: what is alone has no ground.
    """
    (page_x, page_y), has_ground = page, discs.has_ground
    parts = discs.outer_x, discs.outer_y, discs.outer, discs.x, discs.y, discs.radius
    outer_x, outer_y, outer, x, y, own = (each.astype(np.float64) * scale for each in parts)
    reach = np.where(has_ground, outer + radius, radius * SQUARE)
    inner = np.stack([x + page_x, y + page_y, np.where(has_ground, own, 0) + radius])
    return outer_x + page_x, outer_y + page_y, reach, inner


class Geometry(NamedTuple):
    """What all lists of a picture share."""

    width: float
    height: float
    spacing: float  # between neighbours in a disc
    radius: float  # of nodes
    page_radius: float
    mirrored: bool = False  # it is read from right to left

    def shows(self, x: Floats, y: Floats, reach: Floats | float = 0.0) -> Mask:
        """Return which circles reach into the picture."""
        seen: Mask = (x + reach >= 0) & (x - reach < self.width)
        seen &= (y + reach >= 0) & (y - reach < self.height)
        return seen


class Candidate(NamedTuple):
    """Something to be named by the first of ``texts`` that has room."""

    source: LabelSource
    x: float
    y: float
    reach: float  # its radius: the label is beside that
    texts: Sequence[str]
    look: Look
    node: int = -1
    disc: int = -1
    anyway: bool = False  # rather on discs and nodes than not at all


class Candidates:
    """Lists what is to be named, the most important first."""

    def __init__(self, geometry: Geometry, measure: TextMeasure) -> None:
        self._geometry = geometry
        self._measure = measure

    def page(self, source: LabelSource) -> Iterator[Candidate]:
        """Yield the page of a list."""
        texts = [self._measure.short(source.title, share) for share in (1.0, _TIGHT)]
        reach = self._geometry.page_radius
        yield Candidate(source, *source.page, reach, texts, Look.BOLD, anyway=True)

    def counts(self, source: LabelSource) -> Iterator[Candidate]:
        """Yield what stands for rows that are not drawn."""
        for disc, (x, y) in source.counted.items():
            texts = [_("+ {count}").format(count=f"{int(source.discs.left[disc]):,}")]
            yield Candidate(source, x, y, 0.0, texts, Look.PILL, disc=disc, anyway=True)

    def matches(self, source: LabelSource) -> Iterator[Candidate]:
        """Yield what passes the filter, where that is little."""
        for place in matching(source.states).tolist():
            yield self._of_node(source, place, Look.BOX)._replace(anyway=True)

    def discs(self, source: LabelSource) -> Iterator[Candidate]:
        """Yield discs, the largest first; where few nodes pass the filter, these are named instead.

        A node that is alone in its disc stands for that, unless that has a name of its own.
        """
        if len(matching(source.states)):
            return
        discs = source.discs
        wanted = self._geometry.shows(source.disc_x, source.disc_y, source.reach)
        wanted &= discs.parents != np.arange(len(discs))  # there is nothing left in it
        has_ground = discs.has_ground
        order = np.argsort(-discs.counts, kind="stable")
        for disc in order[wanted[order]].tolist():
            x, y = float(source.disc_x[disc]), float(source.disc_y[disc])
            reach = float(source.reach[disc])
            if has_ground[disc] or discs.titles:
                texts = _texts_of_disc(source, disc, self._measure)
                yield Candidate(source, x, y, reach, texts, Look.PLAIN, disc=disc)
            else:
                place = nearest(source.x, source.y, x, y, reach)
                if place >= 0 and source.states[place] != FADED:
                    yield self._of_node(source, place, Look.PLAIN)

    def marked(self, source: LabelSource) -> Iterator[Candidate]:
        """Yield what is highlighted."""
        for place in source.marked[:_MARKED].tolist():
            yield self._of_node(source, place, Look.BOX)

    def groups(self, source: LabelSource) -> Iterator[list[Candidate]]:
        """Yield redirects, each by itself, then the other nodes, disc by disc."""
        discs = source.discs
        wanted = self._geometry.shows(source.x, source.y, 0.0) & (source.states != FADED)
        is_redirect = np.isin(source.nodes, discs.nodes)
        for place in np.flatnonzero(wanted & is_redirect)[:_NODES].tolist():
            disc = int(np.flatnonzero(discs.nodes == source.nodes[place])[0])
            candidate = self._of_node(source, place, Look.PLAIN)
            yield [candidate._replace(texts=_texts_of_disc(source, disc, self._measure), disc=disc)]
        places = np.flatnonzero(wanted & ~is_redirect)[:_NODES]
        x, y = source.x[places], source.y[places]
        alone = np.ones(len(places), np.bool_)
        for disc in np.flatnonzero(self._geometry.shows(*source.inner) & discs.has_ground).tolist():
            middle_x, middle_y, reach = source.inner[:, disc]
            inside = np.hypot(x - middle_x, y - middle_y) <= reach
            alone &= ~inside
            if np.any(inside):
                yield [self._of_node(source, each, Look.DIM) for each in places[inside].tolist()]
        for place in places[alone].tolist():
            yield [self._of_node(source, place, Look.DIM)]

    def _of_node(self, source: LabelSource, place: int, look: Look) -> Candidate:
        name = source.table.titles[int(source.nodes[place])]
        shares = (1.0, _TIGHT) if look is Look.PLAIN else (1.0,)
        texts = [self._measure.short(name, share) for share in shares]
        x, y = float(source.x[place]), float(source.y[place])
        return Candidate(source, x, y, self._geometry.radius, texts, look, node=place)


def _texts_of_disc(source: LabelSource, disc: int, measure: TextMeasure) -> list[str]:
    """Return what a disc may be called, the widest first: what is in it, and how many."""
    discs, node = source.discs, int(source.discs.nodes[disc])
    count, left = int(discs.counts[disc]), int(discs.left[disc])
    total, others = count, list[str]()
    if discs.titles:
        name = discs.titles[disc]
        largest = np.argsort(-discs.counts, kind="stable")[:_OTHERS]
        others = [discs.titles[each] for each in largest[discs.counts[largest] > 0].tolist()]
        total = discs.totals[disc] if discs.totals else count
    elif node == PAGE:
        name = source.namespace(int(discs.namespaces[disc]))
    else:
        name = source.table.titles[node]
        # As in the tree: that is more than it holds where redirects in it have their own discs.
        total = count = source.table.through(node)
    said = f"{count:,}"
    if count != total:
        said = _("{shown} of {all}").format(shown=said, all=f"{total:,}")
        said = said.replace(" ", "\N{NO-BREAK SPACE}")
    if left and disc not in source.counted:
        said = _("{count} ({left} not drawn)").format(count=said, left=f"{left:,}")
    names = [name] if measure.short(name, _TIGHT) == name else _cuts(name, others)
    whole = next((each for each in names if measure.short(each) == each), measure.short(names[-1]))
    tight = [each for each in names if measure.short(each, _TIGHT) == each]
    tight = tight or [measure.short(names[-1], _TIGHT)]
    line = _("{name} · {count}").format(name=isolated(whole), count=said)
    narrow = [f"{isolated(each)}\n{said}" for each in dict.fromkeys((tight[0], tight[-1]))]
    return [line, _in_two_lines(line), *narrow]


def _in_two_lines(line: str) -> str:
    """Break a line between two words, so that both parts are about as wide."""
    words = line.split(" ")
    parts = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    first, second = min(parts, key=lambda part: max(map(len, part)))
    return f"{closed(first.removesuffix(' ·'))}\n{closed(second.removeprefix('· '))}"


def _cuts(name: str, others: Iterable[str]) -> list[str]:
    """Return a name, and cut more and more in what another one begins or ends with as well."""
    words, more = name.split(" "), [other.split(" ") for other in others if other != name]
    ahead = max((_alike(words, each) for each in more), default=0)
    behind = max((_alike(words[::-1], each[::-1]) for each in more), default=0)
    if ahead >= behind:
        parts = [(words[:keep], words[ahead:]) for keep in reversed(range(ahead))]
    else:
        own = len(words) - behind
        parts = [(words[:own], words[own + away :]) for away in range(1, behind + 1)]
    return [name, *(closed("…".join(map(" ".join, pair))) for pair in parts)]


def _alike(words: Sequence[str], others: Sequence[str]) -> int:
    """Return how many words but the last are those with which another name begins."""
    pairs = zip(words[:-1], others, strict=False)
    return len([*takewhile(lambda pair: pair[0] == pair[1], pairs)])
