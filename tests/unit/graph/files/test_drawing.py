# SPDX-License-Identifier: MIT
"""What is drawn where: all rows, in their colours, with labels that leave each other alone."""

import dataclasses
import itertools
import math
from threading import Event
from typing import Any

import numpy as np
import pytest

from tests.unit.graph.files.reading import Read
from tests.unit.graph.listings import HARD, ROWS, table_of
from wikilinks_gui.errors import CancelledError
from wikilinks_gui.graph.colours import Family, families
from wikilinks_gui.graph.files.drawing import (
    DARK,
    LIGHT,
    Captions,
    DrawnList,
    Target,
    drawn_list_of,
)
from wikilinks_gui.graph.files.formats import xml_text
from wikilinks_gui.graph.files.svg import draw
from wikilinks_gui.graph.files.svgtext import elided, width
from wikilinks_gui.graph.redirectlayout import RedirectLayout
from wikilinks_gui.graph.shapes import FROM_TEMPLATE, NORMAL, Shape, shapes
from wikilinks_gui.graph.templatelayout import TemplateLayout
from wikilinks_gui.table.filter import Filter
from wikilinks_gui.table.origin import Origin
from wikilinks_gui.table.row import Kind, Row
from wikilinks_gui.table.table import LinkTable
from wikilinks_gui.tasks import finish
from wikilinks_gui.translation import closed, isolated

CAPTIONS = Captions(
    lambda shown, total: f"{shown} of {total} links",
    lambda number: f"Namespace {number}",
    lambda each: each.name,
    lambda each: each.name,
    lambda: "only through a template",
    lambda: "marked",
)


def laid_out(table: LinkTable, most: int = 100_000) -> RedirectLayout:
    redirects = RedirectLayout(table, most, most)
    redirects.add()
    redirects.arrange()
    return redirects


def drawn_list(rows: list[Row], title: str = "Felis", most: int = 100_000) -> DrawnList:
    table = table_of([])
    table.add(rows)
    return drawn_list_of(table, laid_out(table, most), Target(title))


def many(count: int, redirects: int = 0) -> list[Row]:
    groups = [Row(n, 0, f"Group {n}", 3, True, "", 0, 0) for n in range(1, redirects + 1)]
    return groups + [
        Row(1000 + n, n % 6, f"Page number {n}", 1, False, "", via, int(via > 0))
        for n in range(count)
        for via in [n % (redirects + 1)]
    ]


def boxes(drawing: Read) -> list[tuple[float, float, float, float]]:
    found = []
    for text in drawing.texts:
        wide = width(text.text, text.size, bold=text.bold)
        left = text.x - {"start": 0, "middle": wide / 2, "end": wide}[text.anchor]
        found.append((left, text.y - text.size * 0.9, left + wide, text.y + text.size * 0.2))
    return found


def said(drawing: Read) -> list[str]:
    """Return all texts, without what only tells their direction."""
    return [text.text.translate(dict.fromkeys(range(0x2066, 0x206A))) for text in drawing.texts]


def drawn(*lists: DrawnList, **more: Any) -> Read:
    return Read(draw(lists, CAPTIONS, **more))


@pytest.mark.parametrize("is_dark", [False, True])
def test_all_rows_are_drawn_where_the_layout_has_them(is_dark: bool) -> None:
    part = drawn_list(ROWS)
    table = part.table
    table.set_checked([3, 5], True)
    drawing = drawn(part, is_dark=is_dark)
    assert drawing.ground == (DARK if is_dark else LIGHT).ground
    ((page_x, page_y, _title),) = drawing.pages
    gap = np.ptp(drawing.x) / np.ptp(part.x)
    found = []
    for x, y in zip(part.x * gap + page_x, part.y * gap + page_y, strict=True):
        (at,) = np.flatnonzero(np.hypot(drawing.x - x, drawing.y - y) < 0.1)
        found.append(drawing.nodes[at])
    titles = [xml_text(table.titles[node]) for node in part.nodes.tolist()]
    assert [node.title for node in found] == titles
    assert len(drawing.nodes) == len(ROWS)
    assert [node.family for node in found] == families(table.namespaces[part.nodes]).tolist()
    looks = shapes(table.kinds[part.nodes], table.redirects[part.nodes])
    assert [node.shape for node in found] == looks.tolist()
    pages = {ROWS[3].page_id, ROWS[5].page_id}
    checked = {xml_text(row.title) for row in ROWS if row.page_id in pages}
    assert {node.title for node in found if node.state == 1} == checked


def test_what_links_only_through_templates_is_faint_and_in_the_legend() -> None:
    part = drawn_list(many(30))
    assert "only through a template" not in said(drawn(part))
    keys = [(row.via, row.page_id) for row in many(30)[:10]]
    part.table.set_origins(keys, [(Origin.TEMPLATE, ("Template:A",))] * 10)
    drawing = drawn(part)
    faint = {row.title for row in many(30)[:10]}
    assert {node.title for node in drawing.nodes if node.state == FROM_TEMPLATE} == faint
    assert {node.title for node in drawing.nodes if node.state == NORMAL} == {
        row.title for row in many(30)[10:]
    }
    assert [node.state for node in drawing.legend if node.family is None] == [FROM_TEMPLATE]
    assert "only through a template" in said(drawing)


def test_a_template_that_brings_one_link_is_named_and_not_the_page() -> None:
    table = table_of(many(30))
    for row, templates in zip(many(30)[:3], (["A"], ["A"], ["B"]), strict=True):
        names = tuple(f"Template:{name}" for name in templates)
        table.set_origins([(row.via, row.page_id)], [(int(Origin.TEMPLATE), names)])
    layout = TemplateLayout(table, lambda title: title.removeprefix("Template:"))
    layout.arrange(finish(layout.arranging()))
    drawing = drawn(drawn_list_of(table, layout, Target("Felis")))
    for name in ("A · 2", "B · 1", "Not known yet · 27"):
        assert name in said(drawing)


@pytest.mark.parametrize("rows", [[], many(1), many(40), many(50, 30), many(2000), many(3000, 200)])
def test_everything_is_in_the_picture(rows: list[Row]) -> None:
    drawing = drawn(drawn_list(rows, "A long title of a page, " * 8))
    x, y = np.append(drawing.x, drawing.pages[0][0]), np.append(drawing.y, drawing.pages[0][1])
    assert np.all((x > 0) & (x < drawing.width))
    assert np.all((y > 0) & (y < drawing.height))
    left, top, radius = drawing.discs.T
    assert np.all((left - radius > 0) & (left + radius < drawing.width))
    assert np.all((top - radius > 0) & (top + radius < drawing.height))
    for box in boxes(drawing):
        assert box[0] >= 0
        assert box[1] >= 0
        assert box[2] <= drawing.width + 1
        assert box[3] <= drawing.height


def test_the_name_of_the_page_is_in_the_picture() -> None:
    """Also where discs leave no room beside the page."""
    for count in range(2, 60, 3):
        part = drawn_list(
            [row for row in many(count) if row.namespace == 0], "Template:A long title"
        )
        drawing = drawn(part)
        (box,) = [
            each for text, each in zip(drawing.texts, boxes(drawing), strict=True) if text.bold
        ]
        assert 0 <= box[0] <= box[2] <= drawing.width


@pytest.mark.parametrize("rows", [many(40), many(50, 30), many(2000), many(900, 80)])
def test_labels_leave_each_other_alone(rows: list[Row]) -> None:
    drawing = drawn(drawn_list(rows))
    assert len(drawing.texts) > 4
    for one, other in itertools.combinations(boxes(drawing), 2):
        assert (
            one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        ), (one, other)


def test_labels_of_nodes_are_on_no_other_node() -> None:
    drawing = drawn(drawn_list(many(60)))
    labels = [
        (text, box)
        for text, box in zip(drawing.texts, boxes(drawing), strict=True)
        if text.text in drawing.titles
    ]
    assert len(labels) > 10
    for _text, (left, top, right, bottom) in labels:
        x, y = drawing.x.clip(left, right), drawing.y.clip(top, bottom)
        assert np.all(np.hypot(drawing.x - x, drawing.y - y) > 5)


def test_discs_are_named_with_their_counts() -> None:
    drawing = drawn(drawn_list(many(4000, 3)))
    texts = said(drawing)
    assert {text for text in texts if " · " in text} >= {
        *(f"Group {n} · 1,000" for n in (1, 2, 3)),
        *(f"Namespace {n} · {count}" for n, count in ((0, "334"), (4, "333"), (2, "333"))),
    }
    assert "Felis" in texts
    count = len(drawing.titles)
    assert f"{count} of {count} links" in texts


def test_labels_have_a_box_where_lines_may_be_below() -> None:
    rows = [
        *(Row(n, 0, f"Redirect {n}", 3, True, "", n - 1, n - 1) for n in (1, 2)),
        *(Row(1000 + n, 0, f"Page {n}", 1, False, "", n % 3, 0) for n in range(90)),
    ]
    texts = {text.text: text for text in drawn(drawn_list(rows)).texts}
    boxed = {name for name, text in texts.items() if text.box and " · " in name}
    assert boxed == {"Namespace 0 · 30", "Redirect 1 · 31"}  # with Redirect 2
    assert texts["Redirect 2 · 30"].box is None  # it is in the first one's disc


def test_what_is_not_drawn_is_counted() -> None:
    drawing = drawn(drawn_list([row._replace(namespace=0) for row in many(300)], most=100))
    assert len(drawing.x) == 100
    assert "Namespace 0 · 300 (200 not drawn)" in said(drawing)


def test_the_legend_has_what_is_there() -> None:
    drawing = drawn(drawn_list(ROWS))
    assert [entry.family for entry in drawing.legend[:3]] == [
        Family.ARTICLE,
        Family.TALK,
        Family.USER,
    ]
    assert {entry.shape for entry in drawing.legend} == set(Shape)
    texts = said(drawing)
    assert [each for each in texts if each in Family.__members__] == [
        *("ARTICLE", "TALK", "USER", "TEMPLATE")
    ]
    assert [each for each in texts if each in Shape.__members__] == [*Shape.__members__]
    plain = drawn(drawn_list([row for row in many(9) if row.namespace == 0]))
    assert [each for each in said(plain) if each in Shape.__members__] == []
    shown = [row._replace(kinds=Kind.TRANSCLUSION) for row in many(9)]
    of_one_kind = drawn(drawn_list(shown))
    assert [each for each in said(of_one_kind) if each in Shape.__members__] == ["TRANSCLUSION"]
    kind = of_one_kind.legend[-1]
    assert (kind.family, kind.shape) == (None, Shape.TRANSCLUSION)


def test_w25_few_matches_are_the_ones_named() -> None:
    """Also amid others; discs without a match have no names."""
    table = LinkTable()
    table.add(many(400, redirects=12))
    wanted = [table.titles[node] for node in (3, 50, 200)]
    pages = frozenset(table.page_ids[[3, 50, 200]].tolist())
    table.set_filter(Filter(pages=pages))
    drawing = drawn(drawn_list_of(table, laid_out(table), Target("X")), whole=True)
    titles = {table.titles[node] for node in range(len(table))}
    named = titles & set(said(drawing))
    assert named == set(wanted)
    without = drawn(
        drawn_list_of(table, laid_out(table), Target("X"))
    )  # what does not pass is not there
    assert set(wanted) <= set(said(without))


@pytest.mark.parametrize("whole", [True, False])
def test_the_filter_fades_or_leaves_out(whole: bool) -> None:
    table = LinkTable()
    table.add(many(40))
    table.set_filter(Filter(namespaces=frozenset({0, 1})))
    drawing = drawn(drawn_list_of(table, laid_out(table), Target("X")), whole=whole)
    passing = {row.title for row in many(40) if row.namespace < 2}
    shown = {node.title for node in drawing.nodes if node.state != 2}
    assert shown == passing
    assert len(drawing.titles) == (40 if whole else len(passing))
    labels = set(said(drawing)) & {row.title for row in many(40)}
    assert labels
    assert labels <= passing


def test_several_lists_are_one_picture() -> None:
    outer, inner = drawn_list(many(30)), drawn_list(many(20), "Inner")
    inner = dataclasses.replace(inner, dx=30.0, dy=5.0, above=(float(outer.x[3]), 4.0))
    drawing = drawn(outer, inner)
    assert len(drawing.x) == 50
    (x, y, _title), (inner_x, inner_y, title) = drawing.pages
    gap = math.hypot(inner_x - x, inner_y - y) / math.hypot(30, 5)
    assert title == "Inner"
    assert (inner_x - x, inner_y - y) == pytest.approx((30 * gap, 5 * gap), abs=0.2)
    from_above = (x + float(outer.x[3]) * gap, y + 4 * gap, inner_x, inner_y)
    assert any(np.allclose(line, from_above, atol=0.2) for line in drawing.lines.T)
    assert {"Felis", "Inner"} <= set(said(drawing))


def test_links_between_rows_are_drawn_as_far_as_ink_reaches() -> None:
    part = drawn_list(many(500))

    def with_links(count: int, seen: int) -> Read:
        edges = np.random.default_rng(1).integers(0, 500, (2, count))
        discs = dataclasses.replace(part.discs, drawn=seen)
        return drawn(dataclasses.replace(part, discs=discs, edges=edges))

    assert with_links(40, 0).edges.shape == (4, 0)
    assert with_links(40, 30).edges.shape == (4, 30)
    drawing = with_links(30_000, 30_000)
    x, y, to_x, to_y = drawing.edges
    lengths = np.hypot(x - to_x, y - to_y)
    assert 0 < lengths.sum() <= drawing.width * drawing.height / 4
    assert len(lengths) < 30_000


def test_lines_end_at_the_edge_of_discs() -> None:
    drawing = drawn(drawn_list(many(60, 3)))
    for x, y in drawing.lines[2:].T:
        left, top, radius = drawing.discs.T
        away = np.hypot(left - x, top - y)
        assert np.any(np.isclose(away, radius, atol=0.2)) or not np.any(away < radius)


def test_titles_from_right_to_left_keep_to_themselves() -> None:
    rows = [
        Row(1, 0, "תל אביב", Kind.REDIRECT | Kind.LINK, True, "", 0, 0),
        *(Row(10 + n, 0, f"ירושלים (עיר {n})", 1, False, "", 1, 1) for n in range(12)),
    ]
    texts = [text.text for text in drawn(drawn_list(rows, "שלום (1)")).texts]
    assert texts[0] == "\u2068שלום (1)\u2069"
    assert "\u2068\u2068תל אביב\u2069 · 12\u2069" in texts
    assert "\u2068ירושלים (עיר 2)\u2069" in texts


def test_text_is_cut_between_characters() -> None:
    assert elided("short", 10, 100) == "short"
    for text in (*HARD, "e\u0301" * 80, "語" * 90):
        cut = elided(text, 10, 60)
        assert cut == text or (cut[:-1] == text[: len(cut) - 1].rstrip() and cut[-1] == "…")
        assert width(cut, 10) <= 60
        assert not cut.startswith("\u0301")
    assert elided("e\u0301" * 80, 10, 60)[-2:] == "\u0301…"


def test_only_what_needs_it_is_marked() -> None:
    assert isolated("Cat · é") == "Cat · é"
    both = f"{isolated('שלום')}, {isolated('עולם')}"
    assert closed(both) == both
    for end in range(len(both)):
        for cut in (closed(both[:end]), closed(both[end:])):
            assert cut.count("\u2068") == cut.count("\u2069")


def test_wide_text_is_wide() -> None:
    assert width("語", 10) > width("m", 10) > width("a", 10) > width("i", 10)
    assert width("e\u0301", 10) == width("e", 10)
    assert width("a", 10, bold=True) > width("a", 10)


@pytest.mark.parametrize("count", [50, 2_000, 20_000])
def test_text_is_in_proportion(count: int) -> None:
    drawing = drawn(drawn_list(many(count)))
    size = min(text.size for text in drawing.texts)
    assert {text.size for text in drawing.texts} == {size, round(size * 1.9)}
    assert 60 < max(drawing.width, drawing.height) / size < 130


class StoppedAt(Event):
    """Is set once somebody has looked so often."""

    def __init__(self, looks: int) -> None:
        super().__init__()
        self.left = looks

    def is_set(self) -> bool:
        self.left -= 1
        return self.left < 0


@pytest.mark.parametrize("looks", [0, 2])
def test_drawing_is_stopped(looks: int) -> None:
    """At once; amid the nodes."""
    stop = StoppedAt(looks)
    with pytest.raises(CancelledError, match="stopped"):
        drawn(drawn_list(many(4000, 30)), stop=stop)
    assert stop.left == -1
