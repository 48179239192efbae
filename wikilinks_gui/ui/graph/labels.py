# SPDX-License-Identifier: MIT
"""Which labels the picture has room for: the page, discs from the largest on, then nodes."""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPixmap, QStaticText, QTextOption

from wikilinks_gui.graph.layout import PAGE, Lengths
from wikilinks_gui.links.columns import Mask
from wikilinks_gui.translation import _
from wikilinks_gui.ui.graph.layer import FADED, STATES, Hit, Layer
from wikilinks_gui.ui.graph.painting import Frame
from wikilinks_gui.ui.graph.style import Style
from wikilinks_gui.words import namespace_name, number

_CELL = 4
"""Room is kept count of in squares of so many logical pixels."""

_MARGIN = 0.4
"""So much of the picture's width and height is looked at on each side, for when it is moved."""

_DISCS, _NODES = 400, 700
"""So many of each are looked at."""

_MOST = 160
"""Labels at once."""

_DENSE = 0.9
"""Nodes have labels where neighbours are so many lines apart."""

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
        self._pictures: dict[tuple[str, str, bool], QPixmap] = {}

    def choose(
        self, frame: Frame, layers: Sequence[Layer], current: Hit | None = None
    ) -> list[Label]:
        """Give as many labels as fit, the most important ones first."""
        room = _Room(frame)
        labels: list[Label] = []
        for layer in layers:
            labels += self._of_page(frame, layer, room)
        for layer in layers:
            labels += self._of_left_out(frame, layer, room)
        for layer in layers:
            room.keep_discs(frame, layer)
        for layer in layers:
            labels += self._of_discs(frame, layer, room)
        for layer in layers:
            labels += self._of_nodes(frame, layer, room, current, _MOST - len(labels))
        return labels

    # --- what has labels ----------------------------------------------------------------------

    def _of_page(self, frame: Frame, layer: Layer, room: "_Room") -> Iterator[Label]:
        picture = self._picture(self._short(layer.title), bold=True)
        beside = self._beside(picture.size(), frame.page_radius)
        for left, top in (*beside, _below(picture.size(), frame.page_radius)):
            if room.take(frame.point(layer.dx, layer.dy), left, top, picture.size()):
                yield Label(layer, 0.0, 0.0, left, top, picture, Hit(layer, PAGE))
                return

    def _of_left_out(self, frame: Frame, layer: Layer, room: "_Room") -> Iterator[Label]:
        """The node that stands for rows that are not drawn, at the edge of the disc."""
        discs = layer.layout.discs
        for disc in np.flatnonzero(discs.left).tolist():
            text = _("+ {count}").format(count=number(int(discs.left[disc])))
            picture = self._picture(text, pill=True)
            drawn = 1.0 - float(discs.left[disc]) / max(float(discs.counts[disc]), 1.0)
            away = float(discs.radius[disc]) * (1.0 + math.sqrt(max(drawn, 0.0))) / 2
            x, y = float(layer.disc_x[disc]), float(layer.disc_y[disc]) + away
            left, top = -picture.width() // 2, -picture.height() // 2
            point = frame.point(layer.dx + x, layer.dy + y)
            if room.take(point, left, top, picture.size()):
                yield Label(layer, x, y, left, top, picture, Hit(layer, PAGE, disc))

    def _of_discs(self, frame: Frame, layer: Layer, room: "_Room") -> Iterator[Label]:
        discs = layer.layout.discs
        count = min(len(discs), len(layer.disc_x))
        x, y = frame.points(layer, layer.outer_x[:count], layer.outer_y[:count])
        radius = discs.outer[:count] * np.float32(frame.scale) + np.float32(frame.radius * 1.5)
        seen = np.flatnonzero(room.sees(x, y) & (discs.counts[:count] > 0))
        order = np.argsort(-discs.counts[seen], kind="stable")[:_DISCS]
        for disc in seen[order].tolist():
            text = self.disc_text(layer, disc)
            if not text:
                continue
            size = self._size(text)
            point, reach = QPointF(float(x[disc]), float(y[disc])), float(radius[disc])
            around = (_below(size, reach), _over(size, reach), *self._beside(size, reach))
            free = (each for each in around if room.is_free(point, *each, size))
            wanted = next(free, _below(size, reach) if reach > size.width() / 2 else None)
            if wanted and room.take(point, *wanted, size):
                node = int(discs.nodes[disc])
                at = float(layer.outer_x[disc]), float(layer.outer_y[disc])
                hit = None if node == PAGE else Hit(layer, node)
                yield Label(layer, *at, *wanted, self._picture(text), hit)

    def _of_nodes(
        self, frame: Frame, layer: Layer, room: "_Room", current: Hit | None, most: int
    ) -> Iterator[Label]:
        style = self._style
        if frame.scale < style.line_height * _DENSE:
            wanted = layer.marked[:_NODES]
        else:
            x, y = frame.points(layer, layer.x, layer.y)
            wanted = np.flatnonzero(room.sees(x, y) & (layer.codes % STATES != FADED))[:_NODES]
            groups = np.isin(layer.nodes[wanted], layer.layout.discs.nodes)
            wanted = np.concatenate([layer.marked[:_NODES], wanted[groups], wanted[~groups]])
        if current and current.layer is layer and current.node != PAGE:
            wanted = np.concatenate([layer.places([current.node]), wanted])
        done: set[int] = set()
        for place in wanted.tolist():
            if len(done) >= most:
                return
            node = int(layer.nodes[place])
            if node in done:
                continue
            text = self._short(layer.table.titles[node])
            size = self._size(text)
            at = float(layer.x[place]), float(layer.y[place])
            point = frame.point(layer.dx + at[0], layer.dy + at[1])
            for left, top in self._beside(size, frame.radius * 1.4):
                if room.take(point, left, top, size):
                    done.add(node)
                    picture = self._picture(text)
                    yield Label(layer, *at, left, top, picture, Hit(layer, node))
                    break

    def disc_text(self, layer: Layer, disc: int) -> str:
        """Name a disc, and say how many there are in it."""
        discs = layer.layout.discs
        node, count = int(discs.nodes[disc]), int(discs.counts[disc])
        if discs.titles:
            name = discs.titles[disc]
        elif node == PAGE:
            name = namespace_name(layer.site, int(discs.namespaces[disc]))
        else:
            name = layer.table.titles[node]
        return _("{name} · {count}").format(name=self._short(name), count=number(count))

    # --- what they look like ------------------------------------------------------------------

    def _short(self, text: str) -> str:
        longest = self._style.longest / self._style.ratio
        metrics = QFontMetricsF(self._style.font)
        return metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, longest)

    def _beside(self, size: QSize, reach: float) -> list[tuple[int, int]]:
        """Where reading goes on, and the other side."""
        right = round(reach + self._style.ratio), -size.height() // 2
        left = -right[0] - size.width(), right[1]
        return [left, right] if self._style.mirrored else [right, left]

    def _size(self, text: str) -> QSize:
        return self._picture(text).size()

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


_RIM = [(x, y) for x in (-1.5, 0.0, 1.5) for y in (-1.0, 0.0, 1.0) if x or y]


def _below(size: QSize, reach: float) -> tuple[int, int]:
    return -size.width() // 2, round(reach) + size.height() // 8


def _over(size: QSize, reach: float) -> tuple[int, int]:
    return -size.width() // 2, -round(reach) - size.height() - size.height() // 8


class _Room:
    """Where labels are already, in squares of a few pixels."""

    def __init__(self, frame: Frame) -> None:
        self._cell = _CELL * frame.ratio
        self._left, self._top = frame.width * _MARGIN, frame.height * _MARGIN
        columns = math.ceil((frame.width + 2 * self._left) / self._cell)
        rows = math.ceil((frame.height + 2 * self._top) / self._cell)
        self._taken: Mask = np.zeros((rows, columns), np.bool_)
        self._discs: Mask = np.zeros((rows, columns), np.bool_)
        self._right, self._bottom = frame.width + self._left, frame.height + self._top

    def sees(self, x: Lengths, y: Lengths, reach: Lengths | float = 0.0) -> Mask:
        """Tell which points, or circles around them, are in the part that is looked at."""
        inside: Mask = (x + reach > -self._left) & (x - reach < self._right)
        inside &= (y + reach > -self._top) & (y - reach < self._bottom)
        return inside

    def keep_discs(self, frame: Frame, layer: Layer) -> None:
        """Keep labels off discs, where there is room elsewhere."""
        discs = layer.layout.discs
        count = min(len(discs), len(layer.disc_x))
        x, y = frame.points(layer, layer.outer_x[:count], layer.outer_y[:count])
        outer = discs.outer[:count] * np.float32(frame.scale) + np.float32(frame.radius)
        large = np.flatnonzero((outer > self._cell) & self.sees(x, y, outer))
        for disc in large.tolist():
            middle, radius = QPointF(float(x[disc]), float(y[disc])), float(outer[disc])
            for wide, high in ((0.95, 0.3), (0.75, 0.65), (0.3, 0.95)):
                at = -round(wide * radius), -round(high * radius)
                rows, columns = self._cells(middle, *at, QSize(-2 * at[0], -2 * at[1]))
                self._discs[rows, columns] = True

    def is_free(self, point: QPointF, left: int, top: int, size: QSize) -> bool:
        """Tell whether a label would be on no disc and on no other label."""
        rows, columns = self._cells(point, left, top, size)
        return not (self._taken[rows, columns].any() or self._discs[rows, columns].any())

    def take(self, point: QPointF, left: int, top: int, size: QSize) -> bool:
        """Take the room for a label, unless another has some of it."""
        rows, columns = self._cells(point, left, top, size)
        if self._taken[rows, columns].any():
            return False
        self._taken[rows, columns] = True
        return True

    def _cells(self, point: QPointF, left: int, top: int, size: QSize) -> tuple[slice, slice]:
        x, y = point.x() + left + self._left, point.y() + top + self._top
        return (
            slice(max(0, int(y // self._cell)), max(0, int((y + size.height()) // self._cell) + 1)),
            slice(max(0, int(x // self._cell)), max(0, int((x + size.width()) // self._cell) + 1)),
        )
