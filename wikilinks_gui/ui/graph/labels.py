# SPDX-License-Identifier: MIT
"""Which labels the picture has room for: the page, discs and redirects, then other nodes.

What is chosen changes nothing of that: its name lies over the others. A label that could be read
for something else is left out.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import compress, product
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize
from PySide6.QtGui import QPixmap

from wikilinks_gui.graph.layout import PAGE, Layout, counted_for
from wikilinks_gui.graph.legend import FADED
from wikilinks_gui.graph.near import nearest
from wikilinks_gui.links.columns import Numbers
from wikilinks_gui.steps import Steps
from wikilinks_gui.translation import _, isolated
from wikilinks_gui.ui.graph.layer import STATES, Hit, Layer
from wikilinks_gui.ui.graph.letters import Letters, Look
from wikilinks_gui.ui.graph.painting import Frame
from wikilinks_gui.ui.graph.room import BESIDE, Counts, Room
from wikilinks_gui.ui.graph.style import Style
from wikilinks_gui.words import namespace_name, number

_DISCS, _NODES = 200, 200
"""So many of each are looked at."""

_MARKED = 24
"""So many of the highlighted nodes have labels."""

_AREA = 150.0
"""One label of a node for an area of so many squares as high as a line."""

_DENSE = 0.9
"""Nodes have labels where neighbours are so many lines apart."""

_WHOLE = 1.6
"""Names that are so many times longer than labels are to be are not cut where there is room."""

_LARGE = 2.5
"""A disc is large where its radius is so many lines: there are many places for its name."""

_WRITTEN = 1.3
"""A disc can have its name on it where its radius is so many lines."""

_LEADERS = 1.5, 3.0, 5.0, 8.0
_TURNS = 0.0, 0.4, -0.4, 0.8, -0.8, 1.2, -1.2
"""Names at leaders are so many lines away from the disc, and so much askew from where the page is
behind it."""

_LEAST = 4.0
"""A name is about so many lines wide, at least."""


def _middle() -> tuple[float, float]:
    """Give where the page of a layer is."""
    return 0.0, 0.0


class Label(NamedTuple):
    """A label; its left upper corner is so many device pixels from a spot that may move."""

    layer: Layer
    layout: Layout  # of the layer; with another one it stands nowhere
    spot: Callable[[], tuple[float, float]]  # from the layer's page
    left: int
    top: int
    text: str
    picture: QPixmap
    hit: Hit | None  # what it stands for, when it can be clicked
    disc: int = -1  # the one that it names, by its place in the layout; -1: it names a node
    leader: float = 0.0  # a line leads there from so far from the spot, in units; 0: none

    def rect(self, frame: Frame) -> QRectF:
        """Say where it is seen."""
        point = self._point(frame)
        left, top = round(point.x()) + self.left, round(point.y()) + self.top
        return QRectF(left, top, self.picture.width(), self.picture.height())

    def line(self, frame: Frame) -> QLineF:
        """Say where its leader is seen."""
        whole = QLineF(self._point(frame), _nearest(self.rect(frame), self._point(frame)))
        share = self.leader * frame.scale / max(whole.length(), 1.0)
        return QLineF(whole.pointAt(min(share, 1.0)), whole.p2())

    def _point(self, frame: Frame) -> QPointF:
        x, y = self.spot()
        return frame.point(self.layer.dx + x, self.layer.dy + y)


Found = Iterator[Label | None]
"""What there is room for, one after the other; None: not for this one."""


class Labels:
    """Chooses labels in one style."""

    def __init__(self, style: Style) -> None:
        self._style = style
        self._letters = Letters(style)

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
            yield from _kept(self._of_discs(layer, room, counts), labels)
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
            text = self._letters.short(text, 2 * _WHOLE)
        picture = self._letters.picture(text, Look.BOX)
        size = picture.size()
        if label is not None:
            rim = self._letters.rim_of_box()
            places = [(label.left - rim[0], label.top - rim[1])]
        else:
            is_page = hit.node == PAGE
            radius = frame.page_radius if is_page else max(frame.radius * 1.25, 4 * frame.ratio)
            places = self._around(size, radius + 5 * frame.ratio)
        rects = [each.rect(frame) for each in labels]
        others = (each for each in layers if hit != Hit(each, PAGE))
        pages = [_around_point(frame.point(each.dx, each.dy), frame.page_radius) for each in others]
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
        around = self._around(size, room.frame.page_radius + 3 * self._style.ratio)
        # The first of the places that is free: lines begin at the page on all sides.
        found = (room.take(point, [place], size) for place in around)
        at = next(filter(None, found), None) or room.take_anyway(point, around, size)
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

    def _of_discs(self, layer: Layer, room: Room, counts: Counts | None) -> Found:
        """Those of discs from the largest on, and of redirects; ``counts``: nodes have labels."""
        frame, discs = room.frame, layer.layout.discs
        count = min(len(discs), len(layer.disc_x))
        x, y = frame.points(layer, layer.outer_x[:count], layer.outer_y[:count])
        radius = discs.outer[:count] * np.float32(frame.scale) + np.float32(frame.radius)
        seen = np.flatnonzero(room.sees(x, y))
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
                label = self._beside_disc(layer, room, disc)
                if label is None:
                    label = yield from self._at_leader(layer, room, disc)
                if label is None:
                    label = self._on_disc(layer, room, disc)
            is_redirect = discs.nodes[disc] != PAGE and counts is not None
            if label is None and (is_redirect or not has_ground):
                label = self._of_middle(layer, room, disc, counts)
            yield label

    def _beside_disc(self, layer: Layer, room: Room, disc: int) -> Label | None:
        """Name a disc beside it."""
        discs = layer.layout.discs
        node = int(discs.nodes[disc])
        hit = None if node == PAGE else Hit(layer, node)
        spot = partial(layer.outer_middle, disc)
        x, y = spot()
        point = room.frame.point(layer.dx + x, layer.dy + y)
        reach = float(discs.outer[disc]) * room.frame.scale + room.frame.radius
        for text in self.disc_texts(layer, disc):
            size = self._letters.size(text)
            straight, askew = self._around_disc(size, reach)
            at = room.take(point, straight, size, beside_disc=True)
            if at is None:  # there it is soon nearer to another
                at = room.take(point, askew, size, beside_disc=True, apart=True)
            if at:
                picture = self._letters.picture(text)
                return Label(layer, layer.layout, spot, *at, text, picture, hit, disc)
        return None

    def _on_disc(self, layer: Layer, room: Room, disc: int) -> Label | None:
        """Name a disc on its own nodes, if it is large: there it can be read for nothing else."""
        frame, discs = room.frame, layer.layout.discs
        reach = float(discs.radius[disc]) * frame.scale + frame.radius
        if reach < _WRITTEN * self._style.line_height:
            return None
        spot = partial(layer.disc_middle, disc)
        x, y = spot()
        point = frame.point(layer.dx + x, layer.dy + y)
        # The count, which is told when it is pointed at, may be left out here.
        for text in (*self.disc_texts(layer, disc), *self._names(layer, disc)):
            size = self._letters.size(text, Look.BOX)
            if size.width() > 2.2 * reach:
                continue
            left, away = -size.width() // 2, round(reach * 0.3)
            # Rather not in the middle, where the redirect itself is.
            around = [(left, top) for top in (away, -away - size.height(), -size.height() // 2)]
            if at := room.take(point, around, size):
                node = int(discs.nodes[disc])
                hit = None if node == PAGE else Hit(layer, node)
                picture = self._letters.picture(text, Look.BOX)
                return Label(layer, layer.layout, spot, *at, text, picture, hit, disc)
        return None

    def _at_leader(self, layer: Layer, room: Room, disc: int) -> Steps[Label | None]:
        """Name a disc that is not small where there is room further out, at the end of a line."""
        frame, discs, line = room.frame, layer.layout.discs, self._style.line_height
        reach = float(discs.outer[disc]) * frame.scale + frame.radius
        spot = partial(layer.outer_middle, disc)
        x, y = spot()
        point = frame.point(layer.dx + x, layer.dy + y)
        if reach < line * _WRITTEN / 2 or discs.parents[disc] >= 0 or not room.is_in_view(point):
            return None
        texts = self.disc_texts(layer, disc)
        node, bearing = int(discs.nodes[disc]), math.atan2(y, x)
        for text, away, turn in product(dict.fromkeys((texts[0], texts[-1])), _LEADERS, _TURNS):
            if turn == _TURNS[0]:
                yield
            size, far = self._letters.size(text), reach + away * line
            right, down = math.cos(bearing + turn), math.sin(bearing + turn)
            left = round(right * (far + size.width() / 2) - size.width() / 2)
            top = round(down * (far + size.height() / 2) - size.height() / 2)
            rect = QRectF(point.x() + left, point.y() + top, size.width(), size.height())
            leader = QLineF(point, _nearest(rect, point))
            if not room.is_clear(leader):
                continue
            at = room.take(point, [(left, top)], size, beside_disc=True, apart=True)
            if at:
                room.take_line(leader)
                hit = None if node == PAGE else Hit(layer, node)
                picture, start = self._letters.picture(text), reach / frame.scale
                return Label(layer, layer.layout, spot, *at, text, picture, hit, disc, start)
        return None

    def _of_middle(
        self, layer: Layer, room: Room, disc: int, counts: Counts | None
    ) -> Label | None:
        """Name a redirect beside itself, or a node that has a disc for itself."""
        discs = layer.layout.discs
        node, counted = int(discs.nodes[disc]), counted_for(layer.table, discs, disc)
        if node != PAGE:
            place = layer.place(node)
        else:
            place = nearest(layer.x, layer.y, *layer.disc_middle(disc), 0.5)
        if place < 0 or layer.faded(place):
            return None
        name = layer.table.titles[int(layer.nodes[place])]
        frame = room.frame
        spot = partial(layer.spot, place)
        x, y = spot()
        point = frame.point(layer.dx + x, layer.dy + y)
        hit = Hit(layer, int(layer.nodes[place]))
        for cut in dict.fromkeys((self._letters.short(name, _WHOLE), self._letters.short(name))):
            with_count = node != PAGE and counted
            text = self._with_count(cut, counted) if with_count else cut
            size = self._letters.size(text)
            reach = frame.radius + BESIDE * frame.ratio
            around = [*self._around(size, reach), *self._shifted(size, reach)]
            at = room.take(point, around, size, counts=counts, apart=node == PAGE)
            if at:
                return Label(layer, layer.layout, spot, *at, text, self._letters.picture(text), hit)
        return None

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
        sides = room.lonely(x, y, counts, self._around(least, reach), least)
        count = 0
        for at in np.flatnonzero(sides.any(axis=1))[:_NODES].tolist():
            if count >= most:
                break
            place = int(places[at])
            hit = Hit(layer, int(layer.nodes[place]))
            if hit in named:
                continue
            text = self._letters.short(layer.table.titles[hit.node], _WHOLE)
            size = self._letters.size(text, look)
            point = QPointF(float(x[at]), float(y[at]))
            around = compress(self._around(size, reach), sides[at].tolist())
            corner = room.take(
                point,
                around,
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

    # --- what they say, and where -------------------------------------------------------------

    def disc_texts(self, layer: Layer, disc: int) -> list[str]:
        """Name a disc, and say how many there are in it; where there is less room, shorter."""
        count = counted_for(layer.table, layer.layout.discs, disc)
        return [self._with_count(name, count) for name in self._names(layer, disc)]

    def _names(self, layer: Layer, disc: int) -> list[str]:
        discs, node = layer.layout.discs, int(layer.layout.discs.nodes[disc])
        names: tuple[str, ...]
        if discs.titles:
            names = discs.titles[disc], *discs.shorts[disc]
        elif node == PAGE:
            names = (namespace_name(layer.site, int(discs.namespaces[disc])),)
        else:
            names = (layer.table.titles[node],)
        # Rather one name that is cut than none; of several none is cut.
        cut = [self._letters.short(names[-1], share) for share in (_WHOLE, 0.6)]
        whole = [name for name in names if self._letters.short(name, _WHOLE) == name]
        return list(dict.fromkeys([*whole, *cut]))

    def _with_count(self, name: str, count: int) -> str:
        return _("{name} · {count}").format(name=isolated(name), count=number(count))

    def _around(self, size: QSize, reach: float) -> list[tuple[int, int]]:
        """Say where a label may be around a node: the best places first."""
        far, middle = math.ceil(reach), -size.height() // 2
        right, left = (far, middle), (-far - size.width(), middle)
        under = -size.width() // 2, far
        over = -size.width() // 2, -far - size.height()
        beside = [left, right] if self._style.mirrored else [right, left]
        return [*beside, under, over]

    def _around_disc(
        self, size: QSize, reach: float
    ) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        """Say where a label may be around a disc: below, above and beside it; between these."""
        reach += 2 * self._style.ratio
        *beside, under, over = self._around(size, reach)
        away = math.ceil(reach * 0.71)
        right, left, below, above = away, -away - size.width(), away, -away - size.height()
        askew = [(right, below), (left, below), (right, above), (left, above)]
        return [under, over, *beside], [*askew, *self._shifted(size, reach)]

    def _shifted(self, size: QSize, reach: float) -> list[tuple[int, int]]:
        """Say where a label may be below and above, but not in the middle."""
        far, by = math.ceil(reach), min(math.ceil(reach), size.width() // 3)
        return [
            (left, top) for top in (far, -far - size.height()) for left in (-by, by - size.width())
        ]


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


def _nearest(rect: QRectF, point: QPointF) -> QPointF:
    """Give the point of a rectangle that is nearest to another."""
    return QPointF(
        max(rect.left(), min(point.x(), rect.right())),
        max(rect.top(), min(point.y(), rect.bottom())),
    )


def _around_point(point: QPointF, far: float) -> QRectF:
    return QRectF(point.x() - far, point.y() - far, 2 * far, 2 * far)


def _near(layer: Layer, room: Room) -> Numbers:
    """Give the places of nodes in view that the filter leaves."""
    x, y = room.frame.points(layer, layer.x, layer.y)
    return np.flatnonzero(room.sees(x, y) & (layer.codes % STATES != FADED))
