# SPDX-License-Identifier: MIT
"""The labels of the picture in the window: they go along with what they name."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPixmap

from wikilinks_gui.graph.labelcandidates import Geometry, LabelSource, Look, disc_circles
from wikilinks_gui.graph.labels import Label, beside, choose_labels
from wikilinks_gui.graph.layout import PAGE, Layout, Lengths
from wikilinks_gui.tasks import Steps
from wikilinks_gui.ui.graph.labelpainter import LabelPainter
from wikilinks_gui.ui.graph.layer import STATES, Hit, Layer
from wikilinks_gui.ui.graph.painting import Frame
from wikilinks_gui.ui.graph.style import Style
from wikilinks_gui.words import namespace_name


class PlacedLabel(NamedTuple):
    """A label, and its distance in device pixels from what it names."""

    layer: Layer
    layout: Layout  # of the layer; in another one it stands nowhere
    label: Label
    picture: QPixmap
    hit: Hit | None  # what is chosen by a click on it

    def rect(self, frame: Frame) -> QRectF:
        """Return where it is seen."""
        label = self.label
        point = frame.point(*self._spot())
        left = round(point.x()) + round(label.rect.left - label.x)
        top = round(point.y()) + round(label.rect.top - label.y)
        return QRectF(left, top, self.picture.width(), self.picture.height())

    def _spot(self) -> tuple[float, float]:
        layer, label = self.layer, self.label
        if label.node >= 0:
            return layer.spot(label.node)
        if label.look is Look.PILL:
            return layer.counted(label.disc)
        if label.disc >= 0:
            discs = layer.discs
            x, y = discs.outer_x[label.disc], discs.outer_y[label.disc]
            return layer.dx + float(x), layer.dy + float(y)
        return layer.dx, layer.dy


class LabelChooser:
    """Chooses labels in one style."""

    def __init__(self, style: Style) -> None:
        self._style = style
        self._painter = LabelPainter(style)

    def choosing(self, frame: Frame, layers: Sequence[Layer]) -> Steps[list[PlacedLabel]]:
        """Return the labels that have room, in steps, between which rows may come."""
        sources = {_source(frame, layer): layer for layer in layers}
        layouts = {layer: layer.layout for layer in layers}
        radii = frame.radius, frame.page_radius
        geometry = Geometry(frame.width, frame.height, frame.scale, *radii, self._style.mirrored)
        chosen = yield from choose_labels([*sources], geometry, self._painter)
        found = []
        for label in chosen:
            layer = sources[label.source]
            picture = self._painter.picture(label.text, label.look)
            found.append(PlacedLabel(layer, layouts[layer], label, picture, _hit(layer, label)))
            yield
        return found

    def of_current(
        self, frame: Frame, hit: Hit, others: Sequence[PlacedLabel]
    ) -> tuple[QRectF, QPixmap] | None:
        """Name the current node on its own background: where its label is, else beside it."""
        at = hit.layer.where(hit.node) if hit.disc < 0 else None
        view = QRectF(0, 0, frame.width, frame.height)
        if at is None or not view.contains(frame.point(*at)):
            return None
        is_page = hit.node == PAGE
        title = hit.layer.title if is_page else hit.layer.table.titles[hit.node]
        picture = self._painter.picture(self._painter.short(title), Look.BOX)
        rect = QRectF(picture.rect())
        own = next((each for each in others if each.hit == hit and each.label.disc < 0), None)
        if own is not None:
            rect.moveCenter(own.rect(frame).center())
            return rect.toRect().toRectF(), picture
        radius = frame.page_radius if is_page else max(frame.radius * 1.25, 4 * frame.ratio)
        reach, rects = radius + 5 * frame.ratio, []
        mirrored = self._style.mirrored
        for right, down, _anchor in beside(rect.width(), rect.height(), reach, mirrored=mirrored):
            rects.append(rect.translated(frame.point(*at) + QPointF(right, down)))
        seen = [*filter(view.contains, rects)] or rects
        x, y = frame.points(hit.layer, hit.layer.x, hit.layer.y)
        rect = next((each for each in seen if not _covers(each, x, y, frame.radius)), seen[0])
        left = max(min(rect.left(), view.width() - rect.width()), 0)
        top = max(min(rect.top(), view.height() - rect.height()), 0)
        rect.moveTo(round(left), round(top))
        return rect, picture


def _covers(rect: QRectF, x: Lengths, y: Lengths, radius: float) -> bool:
    """Return whether a label would hide a node, if only in part."""
    wide = rect.adjusted(-radius, -radius, radius, radius)
    inside = (x > wide.left()) & (x < wide.right()) & (y > wide.top()) & (y < wide.bottom())
    return bool(np.any(inside))


def _source(frame: Frame, layer: Layer) -> LabelSource:
    """Return what may be labelled of a layer."""
    page = frame.point(layer.dx, layer.dy).toTuple()
    left = np.flatnonzero(layer.discs.left).tolist()
    return LabelSource(
        layer.table,
        layer.title,
        page,
        layer.discs,
        *disc_circles(layer.discs, page, frame.scale, frame.radius),
        layer.nodes,
        *frame.points(layer, layer.x, layer.y),
        layer.codes % np.uint8(STATES),
        lambda number: namespace_name(layer.site, number),
        layer.marked,
        {disc: frame.point(*layer.counted(disc)).toTuple() for disc in left},
    )


def _hit(layer: Layer, label: Label) -> Hit | None:
    if label.look is Look.PILL:
        return Hit(layer, PAGE, label.disc)
    if label.node >= 0:
        return Hit(layer, int(label.source.nodes[label.node]))
    if label.disc < 0:
        return Hit(layer, PAGE)
    redirect = int(label.source.discs.nodes[label.disc])
    return Hit(layer, redirect) if redirect != PAGE else None
