# SPDX-License-Identifier: MIT
"""Where labels stand, by text that is measured without a font."""

from itertools import combinations

import numpy as np
import pytest

from tests.unit.graph.listings import table_of
from wikilinks_gui.graph.labelcandidates import Floats, Geometry, LabelSource, Look, disc_circles
from wikilinks_gui.graph.labels import Label, choose_labels
from wikilinks_gui.graph.layout import named_discs
from wikilinks_gui.graph.redirectlayout import RedirectLayout
from wikilinks_gui.table.row import Row
from wikilinks_gui.tasks import finish

WIDTH, HEIGHT = 900.0, 700.0
RADIUS = 4.0


class Measure:
    """Text whose letters are all as wide."""

    line = 16.0

    def size(self, text: str, look: Look) -> tuple[float, float]:
        lines = text.split("\n")
        return 7.0 * max(map(len, lines)) + (look is Look.BOX) * 8, self.line * len(lines)

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
    states = np.zeros(len(layout.nodes), np.uint8)
    states[:faded] = 2
    return LabelSource(
        table,
        "Explored",
        (x, y),
        discs,
        *disc_circles(discs, (x, y), scale, RADIUS),
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


def discs_called(titles: list[str], places: Floats, reach: float, total: int = 10) -> LabelSource:
    """Return discs of 10 rows with names; places are theirs, of shape (2, n)."""
    count = len(titles)
    counts = np.full(count, 10)
    discs = named_discs(np.zeros((2, count)), counts, np.zeros_like(counts), titles)
    discs.totals = [total] * count
    x, y, reaches = *places, np.full(count, reach)
    nodes = np.zeros(0, np.int32), np.zeros(0), np.zeros(0), np.zeros(0, np.uint8)
    inner = np.stack([x, y, reaches])
    return LabelSource(
        table_of([]), "Explored", (450, 50), discs, x, y, reaches, inner, *nodes, str
    )


def names_in(wide: float, titles: list[str], total: int = 10) -> set[str]:
    """Return what discs are called, one above the other in a picture of a width."""
    places = np.stack([np.full(len(titles), wide / 2), 150.0 + 100 * np.arange(len(titles))])
    geometry = Geometry(wide, HEIGHT, 1.0, RADIUS, 8.0)
    found = finish(choose_labels([discs_called(titles, places, 15.0, total)], geometry, Measure()))
    return {label.text for label in found if label.disc >= 0}


BOXES = [
    "Navigation box of minerals",
    "Navigation box of mineral groups",
    "Navigation box of rocks",
]


@pytest.mark.parametrize(
    ("wide", "names"),
    [
        (280, {f"{box} · 10" for box in BOXES}),
        (
            170,
            {
                "Navigation box\nof minerals · 10",
                "Navigation box of\nmineral groups · 10",
                "Navigation box\nof rocks · 10",
            },
        ),
        (110, {"…minerals\n10", "…mineral groups\n10", "Navigation box\nof rocks · 10"}),
    ],
)
def test_names_of_discs_can_be_told_apart_in_any_room(wide: float, names: set[str]) -> None:
    """In one line, in two, and at last without the words with which others begin."""
    assert names_in(wide, BOXES) == names


def test_long_names_are_cut_in_what_they_share() -> None:
    box = "Navigation box about all the municipalities of {}"
    names = [box.format(name) for name in ("Utrecht", "Groningen")]
    assert names_in(700, names) == {
        "Navigation box about all the…Utrecht · 10",
        "Navigation box about all the…Groningen · 10",
    }


@pytest.mark.parametrize(("wide", "start"), [(140, "Navigation"), (90, "")])
def test_as_much_of_a_long_name_as_fits_is_shown(wide: float, start: str) -> None:
    names = [f"Navigation boxes of all the towns of {name}" for name in ("Emden", "Leer")]
    assert names_in(wide, names) == {f"{start}…Emden\n10", f"{start}…Leer\n10"}


def test_names_that_end_alike_are_cut_at_their_end() -> None:
    names = ["Utrecht municipalities navigation", "Groningen municipalities navigation"]
    assert names_in(120, names) == {"Utrecht…\n10", "Groningen…\n10"}


def test_rows_in_other_discs_are_told_beside_the_count() -> None:
    """The count stays in one line."""
    assert names_in(95, ["A", "Birds"], 1234) == {
        "A\n10\xa0of\xa01,234",
        "Birds\n10\xa0of\xa01,234",
    }
    assert names_in(300, ["A", "Birds"], 1234) == {
        "A · 10\xa0of\xa01,234",
        "Birds · 10\xa0of\xa01,234",
    }


@pytest.mark.parametrize("reach", [20.0, 40.0])
def test_a_name_is_in_its_disc_where_there_is_no_room_beside(reach: float) -> None:
    """If much of the disc is still seen."""
    across, down = np.meshgrid([-1, 0, 1], [-1, 0, 1])
    places = np.stack([across.ravel(), down.ravel()]) * (2 * reach + 2) + [[450], [350]]
    one = discs_called(["Mineral"] * 9, places, reach)
    inside = [label for label in chosen(one, 1.0) if label.disc == 4]
    assert [label.text for label in inside] == (["Mineral\n10"] if reach == 40 else [])
    for label in inside:
        assert label.look is Look.BOX
        assert label.rect.left + label.rect.width / 2 == 450
        assert label.rect.top + label.rect.height / 2 == 350
