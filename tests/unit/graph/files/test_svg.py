# SPDX-License-Identifier: MIT
"""A drawing as SVG: well-formed, all of it there, text as text."""

import dataclasses
from collections import Counter

import pytest

from tests.unit.graph.files.reading import SVG, Read
from tests.unit.graph.files.test_drawing import CAPTIONS, drawn, drawn_list, many, said
from tests.unit.graph.listings import HARD, ROWS
from wikilinks_gui.graph.colours import LIGHT, families
from wikilinks_gui.graph.files.drawing import SHOWN
from wikilinks_gui.graph.files.formats import xml_text
from wikilinks_gui.graph.files.svg import draw
from wikilinks_gui.graph.shapes import FADED, shapes

TITLE = 'A <b>&amp;</b> "title" ]]> שלום \x07'


def test_it_has_its_size() -> None:
    picture = draw([drawn_list(ROWS, TITLE)], CAPTIONS)
    root = Read(picture).root
    wide, high = str(picture.width), str(picture.height)
    assert (root.tag, root.get("width"), root.get("height")) == (f"{SVG}svg", wide, high)
    assert root.get("viewBox") == f"0 0 {wide} {high}"


def test_each_node_is_there_with_its_title() -> None:
    titles = [each.text for each in drawn(drawn_list(ROWS, TITLE)).root.iter(f"{SVG}title")]
    assert sorted(map(str, titles)) == sorted(
        xml_text(title) for title in (TITLE, *(row.title for row in ROWS))
    )


def test_nodes_of_one_look_are_in_one_group() -> None:
    part = drawn_list(ROWS, TITLE)
    groups = drawn(part).root.findall(f"{SVG}g/*/{SVG}title/../..")
    looks = [(each.get("stroke") or each.get("fill"), len(each)) for each in groups]
    table, nodes = part.table, part.nodes
    counts = Counter(
        zip(
            shapes(table.kinds[nodes], table.redirects[nodes]).tolist(),
            families(table.namespaces[nodes]).tolist(),
            strict=True,
        )
    )
    assert sorted(looks) == sorted(
        (LIGHT[family], count) for (_shape, family), count in counts.items()
    )


def test_what_is_checked_or_filtered_out_is_pale() -> None:
    part = drawn_list(many(6))
    part.table.set_checked([0], True)
    passed = part.passed.copy()
    passed[1] = False
    drawing = drawn(dataclasses.replace(part, passed=passed))
    root = drawing.root
    ticks = [each.get("d", "") for each in root.iter(f"{SVG}path") if each.get("stroke-linecap")]
    assert [tick.count("M") for tick in ticks] == [1, 1]  # the node and the legend
    assert said(drawing)[-1] == "marked"
    found = {
        group.get("opacity"): [each.findtext(f"{SVG}title") for each in group]
        for group in root.iter(f"{SVG}g")
        if group.get("opacity") and group[0].findtext(f"{SVG}title")
    }
    assert found == {"0.45": ["Page number 0"], str(SHOWN[FADED]): ["Page number 1"]}


def test_text_is_text() -> None:
    drawing = drawn(drawn_list(ROWS, TITLE))
    heading, about, *others = drawing.texts
    assert said(drawing)[:2] == [xml_text(TITLE), f"{len(ROWS)} of {len(ROWS)} links"]
    assert (heading.serif, about.serif, about.dim) == (True, False, True)
    assert heading.size > about.size
    assert [xml_text(TITLE)] == [
        text for text, each in zip(said(drawing), drawing.texts, strict=True) if each.bold
    ]
    assert {text.anchor for text in others} == {"start", "middle", "end"}


@pytest.mark.parametrize("title", HARD)
def test_hard_titles_are_well_formed(title: str) -> None:
    root = drawn(drawn_list(many(3), title)).root
    assert root.findtext(f"{SVG}title") == xml_text(title)


def test_nothing_links_here_is_a_picture_too() -> None:
    root = drawn(drawn_list([])).root
    assert [element.text for element in root.iter(f"{SVG}text")] == [
        *("Felis", "0 of 0 links", "Felis")
    ]
