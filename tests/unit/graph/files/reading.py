# SPDX-License-Identifier: MIT
"""What is in a picture, read from its SVG."""

import re
import xml.etree.ElementTree as ET
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from wikilinks_gui.graph.colours import DARK, LIGHT, Family
from wikilinks_gui.graph.files.drawing import SHOWN
from wikilinks_gui.graph.files.svg import Picture
from wikilinks_gui.graph.shapes import Shape

SVG = "{http://www.w3.org/2000/svg}"
STATES = {f"{share:g}": state for state, share in SHOWN.items()}
Floats = npt.NDArray[np.float64]


class Node(NamedTuple):
    title: str
    x: float
    y: float
    shape: Shape
    family: Family | None
    state: int


class Text(NamedTuple):
    x: float
    y: float
    text: str
    size: int
    anchor: str
    bold: bool
    serif: bool
    dim: bool
    box: tuple[float, float, float, float] | None  # left, top, width, height


class Read:
    """All of a picture's elements; lengths are pixels."""

    def __init__(self, picture: Picture) -> None:
        root = ET.fromstring(picture.svg)
        self.root = root
        self.width, self.height = (int(root.get(name, "")) for name in ("width", "height"))
        self.title, self.about = root.findtext(f"{SVG}title"), root.findtext(f"{SVG}desc")
        self.ground = _fill(root.find(f"{SVG}rect"))
        groups = root.findall(f"{SVG}g")
        discs = groups.pop(0)
        self.discs = np.array(
            [_circle(each) for each in discs if each.get("fill") != self.ground]
        ).reshape(-1, 3)
        # Each outermost one has a ground of its own before.
        self.outermost = np.array(
            [_circle(each) for each in discs if each.get("fill") == self.ground]
        ).reshape(-1, 3)
        paths = [each for each in root.findall(f"{SVG}path") if each.get("stroke-opacity")]
        before = [*root].index(discs)
        self.lines, self.edges = (
            _lines([each for each in paths if ([*root].index(each) > before) == is_after])
            for is_after in (False, True)
        )
        (pages,) = (each for each in groups if each.get("stroke") == self.ground)
        self.pages = [(*_circle(each)[:2], each.findtext(f"{SVG}title", "")) for each in pages]
        self.nodes: list[Node] = []
        self.legend: list[Node] = []
        for group in groups:
            for each in group if group is not pages else ():
                node = _node(group, each)
                (self.legend if groups.index(group) > groups.index(pages) else self.nodes).append(
                    node
                )
        self.x = np.array([node.x for node in self.nodes])
        self.y = np.array([node.y for node in self.nodes])
        self.titles = [node.title for node in self.nodes]
        self.texts: list[Text] = []
        boxed: ET.Element | None = None
        for each in [*root][3:]:
            if each.tag == f"{SVG}text":
                self.texts.append(_text(each, boxed))
            boxed = each if each.tag == f"{SVG}rect" else None


def _fill(element: ET.Element | None) -> str:
    assert element is not None
    return element.get("fill", "")


def _circle(element: ET.Element) -> tuple[float, float, float]:
    x, y, radius = (float(element.get(name, "")) for name in ("cx", "cy", "r"))
    return x, y, radius


def _lines(paths: list[ET.Element]) -> Floats:
    """x, y, x, y: shape (4, n)."""
    numbers = [re.findall(r"-?[\d.]+", path.get("d", "")) for path in paths]
    return np.array([float(each) for some in numbers for each in some]).reshape(-1, 4).T


def _node(group: ET.Element, element: ET.Element) -> Node:
    color = group.get("stroke") or group.get("fill", "")
    family = next(
        (Family(colors.index(color)) for colors in (LIGHT, DARK) if color in colors), None
    )
    if element.tag == f"{SVG}circle":
        x, y, _radius = _circle(element)
        shape = Shape.ELSEWHERE if group.get("stroke") else Shape.LINK
    else:
        numbers = [float(each) for each in re.findall(r"-?[\d.]+", element.get("d", ""))]
        corners = np.array(numbers).reshape(-1, 2)
        x, y = corners[:, 0].mean(), (corners[:, 1].min() + corners[:, 1].max()) / 2
        shape = Shape.REDIRECT if group.get("stroke") else Shape.FILE
        if len(corners) == 3:
            shape = Shape.TRANSCLUSION
            y += (corners[1, 0] - x) / 1.15 * 0.175  # its middle is not that of its height
    title = element.findtext(f"{SVG}title", "")
    return Node(title, float(x), float(y), shape, family, STATES[group.get("opacity", "1")])


def _text(element: ET.Element, boxed: ET.Element | None) -> Text:
    rect = None
    if boxed is not None:
        left, top, wide, high = (
            float(boxed.get(name, "")) for name in ("x", "y", "width", "height")
        )
        rect = left, top, wide, high
    assert len(element) == 0
    return Text(
        float(element.get("x", "")),
        float(element.get("y", "")),
        element.text or "",
        int(element.get("font-size", "")),
        element.get("text-anchor", "start"),
        element.get("font-weight") == "bold",
        element.get("font-family") == "serif",
        element.get("fill") in {"#54595d", "#a2a9b1"},
        rect,
    )
