# SPDX-License-Identifier: MIT
"""Where labels stand, by text that is measured without a font."""

from itertools import combinations

import numpy as np
import pytest

from tests.unit.graph.listings import table_of
from wikilinks_gui.graph.labelcandidates import Geometry, LabelSource, Look
from wikilinks_gui.graph.labels import Label, choose_labels
from wikilinks_gui.graph.redirectlayout import RedirectLayout
from wikilinks_gui.table.row import Row
from wikilinks_gui.tasks import finish

WIDTH, HEIGHT = 900.0, 700.0
RADIUS = 4.0


class Measure:
    """Text whose letters are all as wide."""

    line = 16.0

    def size(self, text: str, look: Look) -> tuple[float, float]:
        return 7.0 * len(text) + (look is Look.BOX) * 8, self.line

    def short(self, text: str, share: float = 1.0) -> str:
        most = round(40 * share)
        return text if len(text) <= most else f"{text[: most - 1]}…"


def rows(count: int) -> list[Row]:
    redirects = [Row(n, 0, f"Redirect {n}", 3, True, "", 0, 0) for n in range(1, 6)]
    return redirects + [
        Row(100 + n, n % 3, f"Page number {n}", 1, False, "", via, int(via > 0))
        for n in range(count)
        for via in [n % 7 if n % 7 <= len(redirects) else 0]
    ]


def source(count: int, scale: float, faded: int = 0) -> LabelSource:
    """Return what may be labelled of a list in the middle, the first nodes faded."""
    table = table_of([])
    table.add(rows(count))
    layout = RedirectLayout(table)
    layout.add()
    layout.arrange()
    discs = layout.discs
    x, y = WIDTH / 2, HEIGHT / 2
    radii = np.where(discs.has_ground, np.stack([discs.outer, discs.radius]) * scale, 0) + RADIUS
    states = np.zeros(len(layout.nodes), np.uint8)
    states[:faded] = 2
    return LabelSource(
        table,
        "Explored",
        (x, y),
        discs,
        discs.outer_x * scale + x,
        discs.outer_y * scale + y,
        radii[0],
        np.stack([discs.x * scale + x, discs.y * scale + y, radii[1]]),
        layout.nodes,
        layout.x * scale + x,
        layout.y * scale + y,
        states,
        lambda number: f"Namespace {number}",
    )


def chosen(one: LabelSource, scale: float, *, mirrored: bool = False) -> list[Label]:
    geometry = Geometry(WIDTH, HEIGHT, scale, RADIUS, 8.0, mirrored)
    return finish(choose_labels([one], geometry, Measure()))


@pytest.mark.parametrize("scale", [3.0, 8.0, 20.0, 60.0])
@pytest.mark.parametrize("count", [10, 100, 2000])
def test_labels_are_in_the_picture_and_on_no_other(count: int, scale: float) -> None:
    labels = chosen(source(count, scale), scale)
    for label in labels:
        left, top, width, height = label.rect
        assert 0 <= left <= left + width <= WIDTH
        assert 0 <= top <= top + height <= HEIGHT
    for one, other in combinations((label.rect for label in labels), 2):
        apart = one.left + one.width <= other.left or other.left + other.width <= one.left
        assert apart or one.top + one.height <= other.top or other.top + other.height <= one.top


@pytest.mark.parametrize("scale", [3.0, 8.0, 20.0])
def test_names_of_discs_are_on_no_node(scale: float) -> None:
    one = source(300, scale)
    labels = [label for label in chosen(one, scale) if label.disc >= 0]
    assert labels
    for label in labels:
        left, top, width, height = label.rect
        right = one.x - np.clip(one.x, left, left + width)
        down = one.y - np.clip(one.y, top, top + height)
        assert np.hypot(right, down).min() > RADIUS


def test_the_page_then_the_largest_disc_come_first() -> None:
    one = source(300, 8.0)
    first, second, *_others = chosen(one, 8.0)
    assert (first.text, first.look) == ("Explored", Look.BOLD)
    assert second.disc == int(np.argmax(one.discs.counts))
    assert second.text.endswith(f" · {one.discs.counts.max()}")


def test_labels_are_beside_nodes_where_reading_goes_on() -> None:
    for mirrored, anchor in ((False, "start"), (True, "end")):
        labels = chosen(source(1, 40.0), 40.0, mirrored=mirrored)
        assert labels[0].anchor == anchor


def test_few_nodes_that_pass_the_filter_are_what_is_named() -> None:
    one = source(300, 8.0, faded=303)  # of 305
    named = {label.text for label in chosen(one, 8.0) if label.look is Look.BOX}
    assert named == {one.table.titles[node] for node in one.nodes[303:].tolist()}
