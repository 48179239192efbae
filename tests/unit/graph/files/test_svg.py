# SPDX-License-Identifier: MIT
"""A drawing as SVG: well-formed, all of it there, text as text."""

import dataclasses
import io
import re
import xml.etree.ElementTree as ET
from collections import Counter
from threading import Event
from typing import Any

import pytest

from tests.unit.graph.files.test_drawing import CAPTIONS, drawn_list, many, said
from tests.unit.graph.listings import HARD, ROWS
from wikilinks_gui.errors import CancelledError
from wikilinks_gui.graph.colours import LIGHT
from wikilinks_gui.graph.files.composing import draw
from wikilinks_gui.graph.files.drawing import Drawing
from wikilinks_gui.graph.files.formats import xml_text
from wikilinks_gui.graph.files.svg import write_svg
from wikilinks_gui.graph.shapes import Shape

SVG = "{http://www.w3.org/2000/svg}"
TITLE = 'A <b>&amp;</b> "title" ]]> שלום \x07'


def written(drawing: Drawing) -> ET.Element:
    file = io.BytesIO()
    write_svg(drawing, file)
    return ET.fromstring(file.getvalue())


def drawn(**more: Any) -> Drawing:
    return draw([drawn_list(ROWS, TITLE)], CAPTIONS, **more)


def test_it_has_its_size() -> None:
    drawing = drawn()
    root = written(drawing)
    wide, high = round(drawing.width), round(drawing.height)
    assert (root.tag, root.get("width"), root.get("height")) == (f"{SVG}svg", str(wide), str(high))
    assert root.get("viewBox") == f"0 0 {wide} {high}"


def test_each_node_is_there_with_its_title() -> None:
    drawing = drawn()
    nodes = [each for each in written(drawing).iter() if each.find(f"{SVG}title") is not None]
    titles = [element.findtext(f"{SVG}title") for element in nodes]
    assert sorted(map(str, titles)) == sorted(xml_text(title) for title in (TITLE, *drawing.titles))
    circles = {
        (element.get("cx"), element.get("cy")) for element in nodes if element.tag == f"{SVG}circle"
    }
    is_round = (drawing.shapes == Shape.LINK) | (drawing.shapes == Shape.ELSEWHERE)
    assert circles == {
        (f"{x:.2f}", f"{y:.2f}")
        for x, y in zip(drawing.x[is_round], drawing.y[is_round], strict=True)
    }


def test_looks_are_those_of_the_legend() -> None:
    drawing = drawn()
    groups = written(drawing).findall(f"{SVG}g/*/{SVG}title/../..")
    looks = [(each.get("stroke") or each.get("fill"), len(each)) for each in groups]
    counts = Counter(zip(drawing.shapes.tolist(), drawing.families.tolist(), strict=True))
    assert sorted(looks) == sorted(
        (LIGHT[family], count) for (_shape, family), count in counts.items()
    )


def test_what_is_checked_or_filtered_out_is_pale() -> None:
    part = drawn_list(many(6))
    part.table.set_checked([0], True)
    passed = part.passed.copy()
    passed[1] = False
    root = written(draw([dataclasses.replace(part, passed=passed)], CAPTIONS))
    found = {
        group.get("opacity"): [each.findtext(f"{SVG}title") for each in group]
        for group in root.iter(f"{SVG}g")
        if group.get("opacity")
    }
    assert found == {"0.45": ["Page number 0"], "0.13": ["Page number 1"]}


def test_text_is_text() -> None:
    drawing = drawn()
    texts = list(written(drawing).iter(f"{SVG}text"))
    assert [re.sub("[\u2066-\u2069]", "", element.text or "") for element in texts] == [
        xml_text(text) for text in said(drawing)
    ]
    assert all(len(element) == 0 for element in texts)
    assert [
        (
            *(float(element.get(name, "")) for name in ("x", "y", "font-size")),
            element.get("text-anchor", "start"),
            element.get("font-weight") == "bold",
            element.get("font-family", "sans-serif"),
        )
        for element in texts
    ] == [
        (
            *(round(text.x, 1), round(text.y, 1), text.size, text.anchor, text.bold),
            "serif" if text.serif else "sans-serif",
        )
        for text in drawing.texts
    ]
    assert {text.anchor for text in drawing.texts} == {"start", "middle", "end"}


@pytest.mark.parametrize("title", HARD)
def test_hard_titles_are_well_formed(title: str) -> None:
    root = written(draw([drawn_list(many(3), title)], CAPTIONS))
    assert root.findtext(f"{SVG}title") == xml_text(title)


def test_nothing_links_here_is_a_picture_too() -> None:
    root = written(draw([drawn_list([])], CAPTIONS))
    assert [element.text for element in root.iter(f"{SVG}text")] == [
        *("Felis", "0 of 0 links", "Felis")
    ]


def test_it_can_be_stopped() -> None:
    stop = Event()

    class File(io.BytesIO):
        def write(self, data: Any) -> int:
            stop.set()
            return super().write(data)

    drawing = draw([drawn_list(many(3000))], CAPTIONS)
    file, whole = File(), io.BytesIO()
    with pytest.raises(CancelledError):
        write_svg(drawing, file, stop=stop)
    write_svg(drawing, whole)
    assert 0 < len(file.getvalue()) < len(whole.getvalue()) / 2
