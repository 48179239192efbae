# SPDX-License-Identifier: MIT
"""Which labels the picture has room for: the page, discs from the largest on, then nodes."""

import math
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPixmap, QStaticText, QTextOption

from wikilinks_gui.graph.layout import PAGE
from wikilinks_gui.links.columns import Numbers
from wikilinks_gui.translation import _
from wikilinks_gui.ui.graph.layer import FADED, STATES, Hit, Layer
from wikilinks_gui.ui.graph.painting import Frame
from wikilinks_gui.ui.graph.room import DISCS, INNER, NODES, Room
from wikilinks_gui.ui.graph.style import Style
from wikilinks_gui.words import namespace_name, number

_FIRST = 20
"""So many nodes that are highlighted have labels before discs have."""

_DISCS, _NODES = 400, 700
"""So many of each are looked at."""

_MOST = 160
"""Labels at once."""

_DENSE = 0.9
"""Nodes have labels where neighbours are so many lines apart."""

_OVER_DISCS = 0.12
"""So much of a label of a disc may lie on discs, where there is no better place."""

_OVER_NODES = 0.02
"""So much of a label of a node may lie on nodes."""

_PICTURES = 2000
"""Labels that are kept as pictures."""


class Label(NamedTuple):
    """A label; its left upper corner is so many device pixels from a point of the scene."""

    layer: Layer
    x: float  # from the layer's page
    y: float
    left: int
    top: int
    picture: QPixmap
    hit: Hit | None  # what it stands for, when it can be clicked

    def rect(self, frame: Frame) -> QRectF:
        """Say where it is seen."""
        point = frame.point(self.layer.dx + self.x, self.layer.dy + self.y)
        left, top = round(point.x()) + self.left, round(point.y()) + self.top
        return QRectF(left, top, self.picture.width(), self.picture.height())


class Labels:
    """Chooses labels in one style; keeps their pictures."""

    def __init__(self, style: Style) -> None:
        self._style = style
        self._metrics = QFontMetricsF(style.font)
        self._shorts: dict[tuple[str, float], str] = {}
        self._pictures: dict[tuple[str, str, bool], QPixmap] = {}

    def choose(
        self, frame: Frame, layers: Sequence[Layer], current: Hit | None = None
    ) -> list[Label]:
        """Give as many labels as fit, the most important ones first."""
        room = Room(frame)
        is_near = frame.scale >= self._style.line_height * _DENSE
        for layer in layers:
            room.keep_discs(layer)
            if is_near:
                room.keep_nodes(layer)
        labels: list[Label] = []
        for layer in layers:
            labels += self._of_page(frame, layer, room)
        for layer in layers:
            labels += self._of_left_out(layer, room, current)
        for layer in layers:
            named = _places(layer, current)
            labels += self._of_nodes(frame, layer, room, named[:_FIRST], over=1.0)
        for layer in layers:
            labels += self._of_discs(frame, layer, room)
        for layer in layers:
            named = _places(layer, current)
            labels += self._of_nodes(frame, layer, room, named[_FIRST:], over=1.0)
            if is_near:
                near = _near(frame, layer, room)
                near = near[~np.isin(near, named)]
                most = max(0, _MOST - len(labels))
                labels += islice(self._of_nodes(frame, layer, room, near, over=_OVER_NODES), most)
        return labels

    # --- what has labels ----------------------------------------------------------------------

    def _of_page(self, frame: Frame, layer: Layer, room: Room) -> Iterator[Label]:
        picture = self._picture(self._short(layer.title), bold=True)
        around = self._around(picture.size(), frame.page_radius + room.cell, below=False)
        at = room.take(frame.point(layer.dx, layer.dy), around, picture.size(), 1.0, DISCS)
        if at:
            yield Label(layer, 0.0, 0.0, *at, picture, Hit(layer, PAGE))

    def _of_left_out(self, layer: Layer, room: Room, current: Hit | None) -> Iterator[Label]:
        """The node that stands for rows that are not drawn, at the edge of the disc."""
        discs = layer.layout.discs
        for disc in np.flatnonzero(discs.left).tolist():
            text = _("+ {count}").format(count=number(int(discs.left[disc])))
            hit = Hit(layer, PAGE, disc)
            picture = self._picture(text, pill=True, bold=hit == current)
            x, y = layer.rest(disc)
            point = room.frame.point(layer.dx + x, layer.dy + y)
            around = [(-picture.width() // 2, -picture.height() // 2)]
            at = room.take(point, around, picture.size(), 1.0, DISCS)
            if at:
                yield Label(layer, x, y, *at, picture, hit)

    def _of_discs(self, frame: Frame, layer: Layer, room: Room) -> Iterator[Label]:
        discs = layer.layout.discs
        count = min(len(discs), len(layer.disc_x))
        x, y = frame.points(layer, layer.outer_x[:count], layer.outer_y[:count])
        radius = discs.outer[:count] * np.float32(frame.scale) + np.float32(frame.radius * 1.5)
        seen = np.flatnonzero(room.sees(x, y) & (discs.counts[:count] > 0))
        order = np.argsort(-discs.counts[seen], kind="stable")[:_DISCS]
        for disc in seen[order].tolist():
            point, reach = QPointF(float(x[disc]), float(y[disc])), float(radius[disc])
            off = DISCS if discs.parents[disc] < 0 else INNER
            for share in (1.0, 0.5):  # rather half a name than none
                picture = self._picture(self.disc_text(layer, disc, share))
                around = self._around(picture.size(), reach, below=True)
                at = room.take(point, around, picture.size(), _OVER_DISCS, off)
                if at:
                    node = int(discs.nodes[disc])
                    middle = float(layer.outer_x[disc]), float(layer.outer_y[disc])
                    hit = None if node == PAGE else Hit(layer, node)
                    yield Label(layer, *middle, *at, picture, hit)
                    break

    def _of_nodes(
        self, frame: Frame, layer: Layer, room: Room, places: Numbers, *, over: float
    ) -> Iterator[Label]:
        """Those of nodes by their places; ``over``: the share that may lie on other nodes."""
        for place in places.tolist():
            node = int(layer.nodes[place])
            picture = self._picture(self._short(layer.table.titles[node]))
            x, y = float(layer.x[place]), float(layer.y[place])
            around = self._around(picture.size(), frame.radius * 1.4, below=False)
            point = frame.point(layer.dx + x, layer.dy + y)
            at = room.take(point, around, picture.size(), over, NODES)
            if at:
                yield Label(layer, x, y, *at, picture, Hit(layer, node))

    def disc_text(self, layer: Layer, disc: int, share: float = 1.0) -> str:
        """Name a disc, and say how many there are in it."""
        discs = layer.layout.discs
        node, count = int(discs.nodes[disc]), int(discs.counts[disc])
        if discs.titles:
            name = (discs.titles if share == 1.0 else discs.shorts)[disc]
        elif node == PAGE:
            name = namespace_name(layer.site, int(discs.namespaces[disc]))
        else:
            name = layer.table.titles[node]
        return _("{name} · {count}").format(name=self._short(name, share), count=number(count))

    # --- what they look like ------------------------------------------------------------------

    def _short(self, text: str, share: float = 1.0) -> str:
        longest = self._style.longest / self._style.ratio * share
        key = text, longest
        if key not in self._shorts:
            if len(self._shorts) >= _PICTURES:
                self._shorts.clear()
            middle = Qt.TextElideMode.ElideMiddle
            self._shorts[key] = self._metrics.elidedText(text, middle, longest)
        return self._shorts[key]

    def _around(self, size: QSize, reach: float, *, below: bool) -> list[tuple[int, int]]:
        """Say where a label may be around a circle: the best places first."""
        gap, middle = round(self._style.ratio), -size.height() // 2
        far = math.ceil(reach) + 2 * gap
        right, left = (far, middle), (-far - size.width(), middle)
        under = -size.width() // 2, far + gap
        over = -size.width() // 2, -far - gap - size.height()
        beside = [left, right] if self._style.mirrored else [right, left]
        return [under, over, *beside] if below else [*beside, under, over]

    def _picture(self, text: str, *, bold: bool = False, pill: bool = False) -> QPixmap:
        key = text, "bold" if bold else "", pill
        if key not in self._pictures:
            if len(self._pictures) >= _PICTURES:
                self._pictures.clear()
            self._pictures[key] = self._draw(text, bold, pill)
        return self._pictures[key]

    def _draw(self, text: str, bold: bool, pill: bool) -> QPixmap:
        """Draw plain text with a rim of the ground's colour, to be read over anything."""
        style = self._style
        font = style.font
        if bold:
            font = type(font)(font)
            font.setBold(True)
        shown = QStaticText(text)
        shown.setTextFormat(Qt.TextFormat.PlainText)
        option = QTextOption()
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        option.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        shown.setTextOption(option)
        shown.prepare(font=font)
        size, line = shown.size(), style.line_height / style.ratio
        pad = QPointF(line * 0.45, line * 0.15) if pill else QPointF(2.0, 1.0)
        width, height = size.width() + 2 * pad.x(), size.height() + 2 * pad.y()
        picture = QPixmap(math.ceil(width * style.ratio), math.ceil(height * style.ratio))
        picture.fill(Qt.GlobalColor.transparent)
        picture.setDevicePixelRatio(style.ratio)
        with QPainter(picture) as painter:
            painter.setFont(font)
            if pill:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(style.line)
                painter.setBrush(style.ground)
                rect = QRectF(0.5, 0.5, width - 1, height - 1)
                painter.drawRoundedRect(rect, height / 2, height / 2)
            else:
                rim = QColor(style.ground)
                rim.setAlphaF(0.75)
                painter.setPen(rim)
                for right, down in _RIM:
                    painter.drawStaticText(pad + QPointF(right, down), shown)
            painter.setPen(style.text)
            painter.drawStaticText(pad, shown)
        picture.setDevicePixelRatio(1.0)  # it is drawn by device pixels
        return picture


_RIM = ((-1.2, -1.0), (1.2, -1.0), (-1.2, 1.0), (1.2, 1.0))


def _places(layer: Layer, current: Hit | None) -> Numbers:
    """Give the places of the nodes that have labels at any distance."""
    places = layer.marked[:_NODES]
    if current and current.layer is layer and current.node != PAGE:
        chosen = layer.places([current.node])
        places = np.concatenate([chosen, places[~np.isin(places, chosen)]])
    return places


def _near(frame: Frame, layer: Layer, room: Room) -> Numbers:
    """Give the places of nodes in view that the filter leaves, redirects first."""
    x, y = frame.points(layer, layer.x, layer.y)
    seen = np.flatnonzero(room.sees(x, y) & (layer.codes % STATES != FADED))[:_NODES]
    groups = np.isin(layer.nodes[seen], layer.layout.discs.nodes)
    return np.concatenate([seen[groups], seen[~groups]])
