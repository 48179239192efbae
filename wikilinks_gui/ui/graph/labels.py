# SPDX-License-Identifier: MIT
"""Which labels the picture has room for: the page, discs and redirects, then other nodes.

What is chosen changes nothing of that: its name lies over the others. A label that could be read
for something else is left out.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import compress

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize

from wikilinks_gui.graph.layout import PAGE, counted_for, nearest
from wikilinks_gui.graph.legend import FADED, matching
from wikilinks_gui.table.columns import Mask, Nodes, Numbers
from wikilinks_gui.tasks import Steps
from wikilinks_gui.translation import _
from wikilinks_gui.ui.graph.disclabels import DiscLabels
from wikilinks_gui.ui.graph.label import WHOLE, Label, Place, around, shifted, square, with_count
from wikilinks_gui.ui.graph.layer import STATES, Hit, Layer
from wikilinks_gui.ui.graph.letters import Letters, Look
from wikilinks_gui.ui.graph.painting import Frame
from wikilinks_gui.ui.graph.room import BESIDE, Counts, Room
from wikilinks_gui.ui.graph.style import Style
from wikilinks_gui.words import number

_DISCS, _NODES = 200, 200
"""So many of each are looked at."""

_MARKED = 24
"""So many of the highlighted nodes have labels."""

_AT = 0.5
"""A node that is so near to a disc is in it: one alone has no radius."""

_AREA = 150.0
"""One label of a node for an area of so many squares as high as a line."""

_DENSE = 0.9
"""Nodes have labels where neighbours are so many lines apart."""

_LARGE = 2.5
"""A disc is large where its radius is so many lines: there are many places for its name."""

_LEAST = 4.0
"""A name is about so many lines wide, at least."""


def _middle() -> tuple[float, float]:
    """Give where the page of a layer is."""
    return 0.0, 0.0


Found = Iterator[Label | None]
"""What there is room for, one after the other; None: not for this one."""


class Labels:
    """Chooses labels in one style."""

    def __init__(self, style: Style) -> None:
        self._style = style
        self._letters = Letters(style)
        self._discs = DiscLabels(style, self._letters)

    def choosing(self, frame: Frame, layers: Sequence[Layer]) -> Steps[list[Label]]:
        """Give as many labels as fit, the most important ones first, in steps.

        Between these rows may come; when anything else becomes of layers, it is to begin anew.
        """
        room = Room(frame, self._style.line_height)
        is_near = frame.scale >= self._style.line_height * _DENSE
        for layer in layers:
            room.keep_discs(layer)
            yield
        counts = None
        if is_near:
            counts = room.counted(frame.points(each, each.x, each.y) for each in layers)
            yield
        labels: list[Label] = []
        for layer in layers:
            yield from _kept(self._of_page(layer, room), labels)
        for layer in layers:
            yield from _kept(self._of_left_out(layer, room), labels)
        for layer in layers:
            yield from _kept(self._of_matches(layer, room), labels)
        named = {label.hit for label in labels}
        for layer in layers:
            yield from _kept(self._of_discs(layer, room, counts, named), labels)
        of_discs = {label.hit for label in labels}
        for layer in layers:
            room.close(layer, _nameless(layer, labels))
        marked: list[Label] = []
        yield from _kept(self._of_marked(layers, room.copy(), of_discs.copy()), marked)
        nodes: list[Label] = []
        if counts is not None:
            most = round(frame.width * frame.height / self._style.line_height**2 / _AREA)
            for layer in layers:
                near = _near(layer, room)
                left = most - len(nodes)
                found = self._of_nodes(layer, room, near, counts, of_discs, left)
                yield from _kept(found, nodes)
        # What is highlighted changes no other labels, but those that it covers.
        rects = [label.rect(frame) for label in marked]
        hits = {label.hit for label in marked}
        for label in nodes:
            rect = label.rect(frame)
            if label.hit not in hits and not any(map(rect.intersects, rects)):
                labels.append(label)
        return labels + marked

    def of_chosen(
        self, frame: Frame, hit: Hit, labels: Sequence[Label], layers: Sequence[Layer]
    ) -> Label | None:
        """Name what is chosen on a ground of its own, in view; where it has a label, there.

        Elsewhere it is rather on other labels than on the page of a layer.
        """
        at = hit.layer.where(hit.node)
        if at is None or hit.disc >= 0:
            return None
        layer, point = hit.layer, frame.point(*at)
        if not (0 <= point.x() < frame.width and 0 <= point.y() < frame.height):
            return None
        own = (each for each in labels if each.hit == hit and each.disc < 0)
        label = next(own, None)
        if label is not None:
            text = label.text
        else:
            text = layer.title if hit.node == PAGE else layer.table.titles[hit.node]
            text = self._letters.short(text, 2 * WHOLE)
        picture = self._letters.picture(text, Look.BOX)
        size = picture.size()
        if label is not None:
            rim = self._letters.rim_of_box()
            places = [(label.left - rim[0], label.top - rim[1])]
        else:
            is_page = hit.node == PAGE
            radius = frame.page_radius if is_page else max(frame.radius * 1.25, 4 * frame.ratio)
            places = self._places(size, radius + 5 * frame.ratio)
        rects = [each.rect(frame) for each in labels]
        others = (each for each in layers if hit != Hit(each, PAGE))
        pages = [square(frame.point(each.dx, each.dy), frame.page_radius) for each in others]
        best = None
        for left, top in places:
            inside = _inside(frame, point, left, top, size)
            rect = QRectF(round(point.x()) + inside[0], round(point.y()) + inside[1], 0, 0)
            rect.setSize(size)
            moved = abs(inside[0] - left) + abs(inside[1] - top)
            hides = any(map(rect.intersects, pages))
            covered = sum(rect.intersects(other) for other in rects)
            if best is None or (moved, hides, covered) < best[0]:
                best = (moved, hides, covered), inside
        if best is None:
            return None
        spot = _middle if hit.node == PAGE else partial(layer.spot, layer.place(hit.node))
        return Label(layer, layer.layout, spot, *best[1], text, picture, hit)

    # --- what has labels ----------------------------------------------------------------------

    def _of_page(self, layer: Layer, room: Room) -> Found:
        text = self._letters.short(layer.title)
        size = self._letters.size(text, Look.BOLD)
        point = room.frame.point(layer.dx, layer.dy)
        places = self._places(size, room.frame.page_radius + 3 * self._style.ratio)
        # The first of the places that is free: lines begin at the page on all sides.
        found = (room.take(point, [place], size) for place in places)
        at = next(filter(None, found), None) or room.take_anyway(point, places, size)
        if at:
            picture = self._letters.picture(text, Look.BOLD)
            yield Label(layer, layer.layout, _middle, *at, text, picture, Hit(layer, PAGE))

    def _of_left_out(self, layer: Layer, room: Room) -> Found:
        """The node that stands for rows that are not drawn, at the edge of the disc."""
        discs = layer.layout.discs
        for disc in np.flatnonzero(discs.left).tolist():
            text = _("+ {count}").format(count=number(int(discs.left[disc])))
            size = self._letters.size(text, Look.PILL)
            spot = partial(layer.rest, disc)
            x, y = spot()
            point = room.frame.point(layer.dx + x, layer.dy + y)
            at = room.take_anyway(point, [(-size.width() // 2, -size.height() // 2)], size)
            if at:
                picture = self._letters.picture(text, Look.PILL)
                yield Label(layer, layer.layout, spot, *at, text, picture, Hit(layer, PAGE, disc))

    def _of_matches(self, layer: Layer, room: Room) -> Found:
        """Name what passes the filter, where that is little: all else is what it was to hide."""
        frame, places = room.frame, _matches(layer)
        x, y = frame.points(layer, layer.x[places], layer.y[places])
        reach = frame.radius + BESIDE * frame.ratio
        counts = room.counted([(x, y)])
        for at in np.flatnonzero(room.sees(x, y)).tolist():
            place = int(places[at])
            hit = Hit(layer, int(layer.nodes[place]))
            text = self._letters.short(layer.table.titles[hit.node], WHOLE)
            size = self._letters.size(text, Look.BOX)
            point = QPointF(float(x[at]), float(y[at]))
            around_it = [*self._places(size, reach), *shifted(size, reach)]
            corner = room.take(point, around_it, size, counts=counts, apart=True)
            corner = corner or room.take_anyway(point, around_it, size)
            if corner:
                picture = self._letters.picture(text, Look.BOX)
                spot = partial(layer.spot, place)
                yield Label(layer, layer.layout, spot, *corner, text, picture, hit)

    def _of_discs(
        self, layer: Layer, room: Room, counts: Counts | None, named: set[Hit | None]
    ) -> Found:
        """Those of discs from the largest on, and of redirects; ``counts``: nodes have labels.

        Where few nodes pass the filter, only what holds one of these has a name.
        """
        frame, discs = room.frame, layer.layout.discs
        count = min(len(discs), len(layer.disc_x))
        x, y = frame.points(layer, layer.outer_x[:count], layer.outer_y[:count])
        radius = discs.outer[:count] * np.float32(frame.scale) + np.float32(frame.radius)
        wanted = room.sees(x, y)
        if len(matches := _matches(layer)):
            wanted &= _holding(layer, matches)[:count]
            wanted &= ~np.isin(discs.nodes[:count], layer.nodes[matches])  # they are named
        seen = np.flatnonzero(wanted)
        # Large discs, redirects without one, small discs, and single nodes: so many places there
        # are for each.
        has_disc = discs.has_ground[seen] | ((discs.nodes[seen] == PAGE) & (counts is None))
        is_small = has_disc & (radius[seen] < self._style.line_height * _LARGE)
        is_single = ~has_disc & (discs.nodes[seen] == PAGE)
        ranks = np.where(has_disc, 0, 1) + 2 * is_small + 2 * is_single
        order = np.lexsort((-discs.counts[seen], ranks))[:_DISCS]
        for disc, has_ground in zip(seen[order].tolist(), has_disc[order].tolist(), strict=True):
            label = None
            if has_ground:
                label = yield from self._discs.name(layer, room, disc)
            is_redirect = discs.nodes[disc] != PAGE and counts is not None
            if label is None and (is_redirect or not has_ground):
                label = self._of_middle(layer, room, disc, counts, named)
                if label is None and not has_ground and discs.nodes[disc] == PAGE:
                    label = yield from self._of_single(layer, room, disc, named)
            yield label

    def _of_middle(
        self,
        layer: Layer,
        room: Room,
        disc: int,
        counts: Counts | None,
        named: set[Hit | None],
    ) -> Label | None:
        """Name a redirect beside itself, or a node that has a disc for itself."""
        discs = layer.layout.discs
        node, counted = int(discs.nodes[disc]), counted_for(layer.table, discs, disc)
        if node != PAGE:
            place = layer.place(node)
        else:
            place = nearest(layer.x, layer.y, *layer.disc_middle(disc), 0.5)
        if place < 0 or layer.faded(place) or Hit(layer, int(layer.nodes[place])) in named:
            return None
        name = layer.table.titles[int(layer.nodes[place])]
        frame = room.frame
        spot = partial(layer.spot, place)
        x, y = spot()
        point = frame.point(layer.dx + x, layer.dy + y)
        hit = Hit(layer, int(layer.nodes[place]))
        for cut in dict.fromkeys((self._letters.short(name, WHOLE), self._letters.short(name))):
            text = with_count(cut, counted) if node != PAGE and counted else cut
            size = self._letters.size(text)
            reach = frame.radius + BESIDE * frame.ratio
            places = [*self._places(size, reach), *shifted(size, reach)]
            at = room.take(point, places, size, counts=counts, apart=node == PAGE)
            if at is None and node == PAGE:  # rather near another disc than without a name
                at = room.take(point, places, size, counts=counts)
            if at:
                return Label(layer, layer.layout, spot, *at, text, self._letters.picture(text), hit)
        return None

    def _of_single(
        self, layer: Layer, room: Room, disc: int, named: set[Hit | None]
    ) -> Steps[Label | None]:
        """Name a node that has a disc for itself at the end of a line."""
        place = nearest(layer.x, layer.y, *layer.disc_middle(disc), _AT)
        if place < 0 or layer.faded(place) or Hit(layer, int(layer.nodes[place])) in named:
            return None
        hit = Hit(layer, int(layer.nodes[place]))
        name = layer.table.titles[hit.node]
        texts = [self._letters.short(name, WHOLE), self._letters.short(name)]
        label = yield from self._discs.led(layer, room, disc, texts)
        return label._replace(hit=hit, disc=-1) if label is not None else None

    def _of_marked(self, layers: Sequence[Layer], room: Room, named: set[Hit | None]) -> Found:
        """Name some of what is highlighted, where it is not by another highlighted node."""
        if not any(len(layer.marked) for layer in layers):
            return
        frame = room.frame
        counts = room.counted(
            frame.points(each, each.x[each.marked], each.y[each.marked]) for each in layers
        )
        labels: list[Label] = []
        for layer in layers:
            x, y = frame.points(layer, layer.x[layer.marked], layer.y[layer.marked])
            places = layer.marked[room.sees(x, y)]
            most = _MARKED - len(labels)
            for label in self._of_nodes(layer, room, places, counts, named, most, Look.BOX):
                labels += [label] if label else []
                yield label

    def _of_nodes(
        self,
        layer: Layer,
        room: Room,
        places: Numbers,
        counts: Counts,
        named: set[Hit | None],
        most: int,
        look: Look = Look.DIM,
    ) -> Found:
        """Name nodes by their places, where they are not by others of those that are counted."""
        frame, line = room.frame, self._style.line_height
        reach = frame.radius + BESIDE * frame.ratio
        least = QSize(round(line * _LEAST), round(line))
        x, y = frame.points(layer, layer.x[places], layer.y[places])
        sides = room.lonely(x, y, counts, self._places(least, reach), least)
        has_room: Mask = np.any(sides, axis=1)
        if look is Look.DIM:
            has_room &= ~_by_chance(room.inner(x, y), has_room, most)
        count = 0
        for at in np.flatnonzero(has_room)[:_NODES].tolist():
            if count >= most:
                break
            place = int(places[at])
            hit = Hit(layer, int(layer.nodes[place]))
            if hit in named:
                continue
            text = self._letters.short(layer.table.titles[hit.node], WHOLE)
            size = self._letters.size(text, look)
            point = QPointF(float(x[at]), float(y[at]))
            beside = compress(self._places(size, reach), sides[at].tolist())
            corner = room.take(
                point,
                beside,
                size,
                counts=counts,
                apart=True,
                stays=look is Look.DIM,
                over_lines=look is Look.BOX,
            )
            label = None
            if corner:
                picture = self._letters.picture(text, look)
                spot = partial(layer.spot, place)
                label = Label(layer, layer.layout, spot, *corner, text, picture, hit)
                named.add(hit)
                count += 1
            yield label

    def _places(self, size: QSize, reach: float) -> list[Place]:
        return around(size, reach, mirrored=self._style.mirrored)


def _kept(found: Found, labels: list[Label]) -> Iterator[None]:
    """Put what is found to the labels; each is a step."""
    for label in found:
        if label is not None:
            labels.append(label)
        yield


def _inside(frame: Frame, point: QPointF, left: int, top: int, size: QSize) -> tuple[int, int]:
    """Move a label into view."""
    x, y = round(point.x()), round(point.y())
    return (
        max(min(left, frame.width - x - size.width()), -x),
        max(min(top, frame.height - y - size.height()), -y),
    )


def _nameless(layer: Layer, labels: Sequence[Label]) -> Numbers:
    """Give the discs that have no name: names of their nodes outside would seem to be theirs."""
    named = [label.disc for label in labels if label.layer is layer]
    discs = layer.layout.discs
    return np.setdiff1d(np.flatnonzero(discs.has_ground), named)


def _matches(layer: Layer) -> Numbers:
    """Return the places of nodes that pass the filter, where there is one and they are few."""
    return matching(layer.codes % STATES)


def _holding(layer: Layer, places: Numbers) -> Mask:
    """Return which discs hold some nodes, with what is inside them."""
    right = layer.outer_x[:, None] - layer.x[places]
    down = layer.outer_y[:, None] - layer.y[places]
    reach = layer.layout.discs.outer[: len(layer.outer_x), None] + np.float32(_AT)
    held: Mask = (np.hypot(right, down) <= reach).any(axis=1)
    return held


def _by_chance(discs: Nodes, has_room: Mask, most: int) -> Mask:
    """Return which nodes lie in discs where so few have room for a name that none says much.

    One that is alone in its disc, or in none, is not among these.
    """
    size = int(np.max(discs, initial=0)) + 1
    count = np.bincount(discs, minlength=size)
    named = np.minimum(np.bincount(discs[has_room], minlength=size), most)
    is_few = (count > 1) & (2 * named < count)
    is_few[0] = False
    few: Mask = is_few[discs]
    return few


def _near(layer: Layer, room: Room) -> Numbers:
    """Give the places of nodes in view that the filter leaves."""
    x, y = room.frame.points(layer, layer.x, layer.y)
    return np.flatnonzero(room.sees(x, y) & (layer.codes % STATES != FADED))
