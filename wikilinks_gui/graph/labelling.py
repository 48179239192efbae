# SPDX-License-Identifier: MIT
"""Names what is in a picture of the graph, as far as there is room."""

from collections.abc import Sequence
from threading import Event

import numpy as np

from wikilinks_gui.errors import check_stop
from wikilinks_gui.graph.files.drawing import Anchor, Drawing, Names, Placed, Sheet, Text
from wikilinks_gui.graph.layout import PAGE, counted_for
from wikilinks_gui.graph.legend import FADED, Shape, matching
from wikilinks_gui.graph.lettering import Rect, Room, elided, rect_of
from wikilinks_gui.table.columns import Mask, Numbers
from wikilinks_gui.translation import _, isolated

_LABEL, _CLUSTER = 26, 40
"""Labels of nodes and discs, and those of communities, are about so many letters long at most."""

_DENSE = 1.3
"""Nodes have labels where neighbours are so many lines apart."""

_DISCS, _NODES = 1000, 2000
"""So many of each at most are looked at for labels."""

_SIDES: tuple[tuple[int, Anchor], ...] = ((1, "start"), (-1, "end"))


def draw_labels(
    drawing: Drawing,
    placed: Sequence[Placed],
    names: Names,
    height: float,
    stop: Event | None = None,
) -> None:
    """Name pages, then discs from the largest on, then nodes, as far as there is room.

    Where few nodes pass the filter, these come first, and of discs only what holds one is named.

    Raises :class:`CancelledError` when ``stop`` was set.
    """
    room = Room(drawing.width, height)
    for each in placed:
        room.add_circles(each.disc_x, each.disc_y, each.reach)
    for each in placed:
        _label_page(drawing, room, each)
    are_named = drawing.gap >= drawing.size * _DENSE
    matches = matching(drawing.states)
    _label_matches(drawing, room, matches)
    for each in placed:
        wanted = each.sheet.discs.counts > 0
        if len(matches):
            wanted &= _holding(drawing, each, matches)
        # What is alone there is named itself.
        wanted &= each.has_ground | (not are_named)
        _label_discs(drawing, room, each, names, wanted, stop)
    if are_named and not len(matches):
        room.add_dots(drawing.x, drawing.y, drawing.radius * 1.2)
        room.add_lines(drawing.lines)
        room.add_lines(drawing.edges)
        _label_nodes(drawing, room, stop)


def _label_page(drawing: Drawing, room: Room, placed: Placed) -> None:
    text = elided(placed.sheet.title, drawing.size, drawing.size * _LABEL * 0.5)
    around = _beside(drawing, *placed.page, drawing.page_radius, text, bold=True)
    wanted = next((each for each in around if room.is_free(_rect(each))), None)
    _put(drawing, room, wanted or _moved_in(drawing, around[0]))


def _moved_in(drawing: Drawing, label: Text) -> Text:
    """Move a label into the picture."""
    left, _top, right, _bottom = _rect(label)
    return label._replace(x=label.x + max(min(drawing.width - right, 0.0), -left))


def _label_discs(
    drawing: Drawing,
    room: Room,
    placed: Placed,
    names: Names,
    wanted: Mask,
    stop: Event | None,
) -> None:
    discs, size = placed.sheet.discs, drawing.size
    order = np.argsort(-discs.counts, kind="stable")
    for disc in order[wanted[order]][:_DISCS].tolist():
        check_stop(stop)
        name = _disc_name(placed.sheet, disc, names)
        if not name:
            continue
        count, left = counted_for(placed.sheet.table, discs, disc), int(discs.left[disc])
        longest = _CLUSTER if discs.titles else _LABEL
        text = _("{name} · {count}").format(
            name=isolated(elided(name, size, size * longest * 0.5)), count=f"{count:,}"
        )
        if left:
            text = _("{text} ({count} not drawn)").format(text=text, count=f"{left:,}")
        x, y = float(placed.disc_x[disc]), float(placed.disc_y[disc])
        reach = float(placed.reach[disc])
        below = Text(x, y + reach + size * 1.25, text, size, "middle")
        around = [
            below,
            below._replace(y=y - reach - size * 0.5),
            *_beside(drawing, x, y, reach, text)[:2],
            *_askew(drawing, x, y, reach, text),
        ]
        free = next((each for each in around if room.is_free(_rect(each), but=(x, y))), None)
        if free is not None:
            _put(drawing, room, free, boxed=discs.parents[disc] < 0)


def _disc_name(sheet: Sheet, disc: int, names: Names) -> str:
    discs = sheet.discs
    if discs.titles:
        return discs.titles[disc]
    node = int(discs.nodes[disc])
    return (
        names.namespace(int(discs.namespaces[disc])) if node == PAGE else sheet.table.titles[node]
    )


def _label_matches(drawing: Drawing, room: Room, matches: Numbers) -> None:
    """Name nodes in boxes, as other nodes may be below."""
    for place in matches.tolist():
        text = elided(drawing.titles[place], drawing.size, drawing.size * _LABEL * 0.5)
        x, y = float(drawing.x[place]), float(drawing.y[place])
        around = _beside(drawing, x, y, drawing.radius * 1.4, text)
        free = (each for each in around if room.is_free(_rect(each), but=(x, y)))
        _put(drawing, room, next(free, None) or _moved_in(drawing, around[0]))


def _holding(drawing: Drawing, placed: Placed, places: Numbers) -> Mask:
    """Return which discs hold some nodes, with what is inside them."""
    right = placed.disc_x[:, None] - drawing.x[places]
    down = placed.disc_y[:, None] - drawing.y[places]
    held: Mask = np.any(np.hypot(right, down) <= placed.reach[:, None], axis=1)
    return held


def _label_nodes(drawing: Drawing, room: Room, stop: Event | None) -> None:
    """Name nodes that pass the filter, redirects first, where nothing else is in the way."""
    order = np.argsort(drawing.shapes != Shape.REDIRECT, kind="stable")
    order = order[drawing.states[order] != FADED][:_NODES]
    longest = drawing.size * _LABEL * 0.5
    for place in order.tolist():
        check_stop(stop)
        text = elided(drawing.titles[place], drawing.size, longest)
        x, y = float(drawing.x[place]), float(drawing.y[place])
        around = _beside(drawing, x, y, drawing.radius * 1.4, text)
        free = next((each for each in around if room.is_free(_rect(each), marks=True)), None)
        if free is not None:
            room.take(_rect(free))
            drawing.texts.append(free._replace(dim=True))


def _beside(
    drawing: Drawing, x: float, y: float, reach: float, text: str, *, bold: bool = False
) -> list[Text]:
    """Give labels on both sides of something, and below and above it."""
    size, gap = drawing.size, drawing.size * 0.4
    return [
        Text(x + reach + gap, y + size * 0.35, text, size, "start", bold),
        Text(x - reach - gap, y + size * 0.35, text, size, "end", bold),
        Text(x, y + reach + size * 1.1, text, size, "middle", bold),
        Text(x, y - reach - size * 0.4, text, size, "middle", bold),
    ]


def _askew(drawing: Drawing, x: float, y: float, reach: float, text: str) -> list[Text]:
    """Give labels between those beside a disc and those below and above it."""
    size, away = drawing.size, reach * 0.75
    return [
        Text(x + right * away, y + down * away + size * (0.35 + down * 0.6), text, size, anchor)
        for down in (1, -1)
        for right, anchor in _SIDES
    ]


def _put(drawing: Drawing, room: Room, label: Text, *, boxed: bool = True) -> None:
    """Put a label where it is; in a box where lines may be below it."""
    rect = _rect(label)
    room.take(rect)
    drawing.texts.append(label._replace(box=rect if boxed else None))


def _rect(label: Text) -> Rect:
    return rect_of(label.x, label.y, label.text, label.size, label.anchor, label.bold)
