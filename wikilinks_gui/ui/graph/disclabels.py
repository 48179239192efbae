# SPDX-License-Identifier: MIT
"""Names of discs: beside them, further out at the end of a line, or on their nodes."""

import math
from functools import partial
from itertools import product

from PySide6.QtCore import QPointF, QRectF

from wikilinks_gui.graph.layout import PAGE, counted_for
from wikilinks_gui.tasks import Steps
from wikilinks_gui.ui.graph.label import (
    WHOLE,
    Label,
    Place,
    around,
    askew,
    leader,
    shifted,
    with_count,
)
from wikilinks_gui.ui.graph.layer import Hit, Layer
from wikilinks_gui.ui.graph.letters import Letters, Look
from wikilinks_gui.ui.graph.room import Room
from wikilinks_gui.ui.graph.style import Style
from wikilinks_gui.words import namespace_name

_SHORT = 0.6
"""Names are cut to so much of what labels may be, where there is little room."""

_WRITTEN = 1.3
"""A disc can have its name on it where its radius is so many lines."""

_LED = 0.65
"""A disc can have its name at the end of a line where its radius is so many lines."""

_AWAY = 1.5, 3.0, 5.0, 8.0
_TURNS = 0.0, 0.4, -0.4, 0.8, -0.8, 1.2, -1.2
"""Such a name is so many lines away from the disc, and so many radians askew from where it has the
page behind it."""


class DiscLabels:
    """Finds places for names of discs in one style."""

    def __init__(self, style: Style, letters: Letters) -> None:
        self._style = style
        self._letters = letters

    def name(self, layer: Layer, room: Room, disc: int) -> Steps[Label | None]:
        """Name a disc, by its place in the layout; None: there is no room for it."""
        label = self._beside(layer, room, disc)
        if label is None:
            label = yield from self.led(layer, room, disc, self.texts(layer, disc))
        return label or self._on(layer, room, disc)

    def texts(self, layer: Layer, disc: int) -> list[str]:
        """Name a disc, and say how many there are in it; where there is less room, shorter."""
        count = counted_for(layer.table, layer.layout.discs, disc)
        return [with_count(name, count) for name in self._names(layer, disc)]

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
        cut = [self._letters.short(names[-1], share) for share in (WHOLE, _SHORT)]
        whole = [name for name in names if self._letters.short(name, WHOLE) == name]
        return list(dict.fromkeys([*whole, *cut]))

    def _beside(self, layer: Layer, room: Room, disc: int) -> Label | None:
        """Name a disc beside it."""
        point, reach = _circle(layer, room, disc)
        off = reach + 2 * self._style.ratio
        for text in self.texts(layer, disc):
            size = self._letters.size(text)
            *beside, under, over = around(size, off, mirrored=self._style.mirrored)
            at = room.take(point, [under, over, *beside], size, beside_disc=True)
            if at is None:  # there it is soon nearer to another
                others = [*askew(size, off), *shifted(size, off)]
                at = room.take(point, others, size, beside_disc=True, apart=True)
            if at is not None:
                return self._label(layer, disc, at, text)
        return None

    def led(self, layer: Layer, room: Room, disc: int, texts: list[str]) -> Steps[Label | None]:
        """Name a disc where there is room further out, at the end of a line.

        That is for what is not small, and for single pages; ``texts`` are names, the longest first.
        """
        point, reach = _circle(layer, room, disc)
        line, is_inner = self._style.line_height, layer.layout.discs.parents[disc] >= 0
        is_small = reach < line * _LED and layer.layout.discs.has_ground[disc]
        if is_small or is_inner or not room.is_in_view(point):
            return None
        view = QRectF(1, 1, room.frame.width - 2, room.frame.height - 2)  # it is not moved there
        x, y = layer.outer_middle(disc)
        bearing = math.atan2(y, x)
        for text, away, turn in product(dict.fromkeys((texts[0], texts[-1])), _AWAY, _TURNS):
            if turn == _TURNS[0]:
                yield
            size, far = self._letters.size(text), reach + away * line
            right, down = math.cos(bearing + turn), math.sin(bearing + turn)
            left = round(right * (far + size.width() / 2) - size.width() / 2)
            top = round(down * (far + size.height() / 2) - size.height() / 2)
            rect = QRectF(point.x() + left, point.y() + top, size.width(), size.height())
            way = leader(point, rect)
            if not (view.contains(rect) and room.is_clear(way)):
                continue
            at = room.take(point, [(left, top)], size, beside_disc=True, apart=True)
            if at is not None:
                room.take_line(way)
                label = self._label(layer, disc, at, text)
                return label._replace(leader=reach / room.frame.scale)
        return None

    def _on(self, layer: Layer, room: Room, disc: int) -> Label | None:
        """Name a disc on its own nodes, if it is large: there it can be read for nothing else."""
        frame = room.frame
        reach = float(layer.layout.discs.radius[disc]) * frame.scale + frame.radius
        if reach < _WRITTEN * self._style.line_height:
            return None
        x, y = layer.disc_middle(disc)
        point = frame.point(layer.dx + x, layer.dy + y)
        # The count, which is told when it is pointed at, may be left out here.
        for text in (*self.texts(layer, disc), *self._names(layer, disc)):
            size = self._letters.size(text, Look.BOX)
            if size.width() > 2.2 * reach:
                continue
            left, away = -size.width() // 2, round(reach * 0.3)
            # Rather not in the middle, where the redirect itself is.
            places = [(left, top) for top in (away, -away - size.height(), -size.height() // 2)]
            at = room.take(point, places, size)
            if at is not None:
                label = self._label(layer, disc, at, text, Look.BOX)
                return label._replace(spot=partial(layer.disc_middle, disc))
        return None

    def _label(
        self, layer: Layer, disc: int, at: Place, text: str, look: Look = Look.PLAIN
    ) -> Label:
        node, spot = int(layer.layout.discs.nodes[disc]), partial(layer.outer_middle, disc)
        hit, picture = None if node == PAGE else Hit(layer, node), self._letters.picture(text, look)
        return Label(layer, layer.layout, spot, *at, text, picture, hit, disc)


def _circle(layer: Layer, room: Room, disc: int) -> tuple[QPointF, float]:
    """Say where a disc with all inside is seen: its middle and radius."""
    frame, (x, y) = room.frame, layer.outer_middle(disc)
    point = frame.point(layer.dx + x, layer.dy + y)
    return point, float(layer.layout.discs.outer[disc]) * frame.scale + frame.radius
