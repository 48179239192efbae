# SPDX-License-Identifier: MIT
"""Graphs in files, read back by other programs."""

import dataclasses
import io
import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from threading import Event
from typing import Any

import networkx
import numpy as np
import pytest

from tests.unit.graph.files.test_drawing import laid_out
from tests.unit.graph.listings import ROWS, Wiki, table_of
from wikilinks_gui.errors import CancelledError
from wikilinks_gui.graph.files.drawing import DrawnList, Target, drawn_list_of
from wikilinks_gui.graph.files.formats import (
    GRAPH_FORMATS,
    make_graph,
    write_graph,
    xml_text,
)
from wikilinks_gui.table.origin import Origin
from wikilinks_gui.table.row import Kind, Row, kind_names
from wikilinks_gui.table.table import LinkTable

TARGET = Target("Felis", 7, 0)
Attributes = dict[str, Any]
Parts = tuple[dict[str, Attributes], dict[tuple[str, str], Attributes]]


def every(table: LinkTable, target: Target = TARGET) -> DrawnList:
    return drawn_list_of(table, laid_out(table), target)


def some_of(nodes: Sequence[int], among: object = ((), ())) -> DrawnList:
    """Those rows that pass a filter, and links among rows."""
    every_node = np.arange(len(ROWS), dtype=np.int32)
    return dataclasses.replace(
        every(table_of(ROWS)),
        nodes=every_node,
        passed=np.isin(every_node, nodes),
        edges=np.array(among, np.int32),
    )


def written(lists: Sequence[DrawnList], format: str) -> bytes:  # noqa: A002
    file = io.BytesIO()
    write_graph(make_graph(lists, Wiki(), whole=False), file, format=format)
    return file.getvalue()


def read(data: bytes, format: str) -> Parts:  # noqa: A002
    """Return nodes and links with their attributes, as another program reads them."""
    if format == "dot":
        return read_dot(data.decode())
    file = io.BytesIO(data)
    graph = networkx.read_graphml(file) if format == "graphml" else networkx.read_gexf(file)
    assert graph.is_directed()
    assert not graph.is_multigraph()
    for (source, target), edge in graph.edges.items():
        assert edge.pop("id", f"{source}-{target}") == f"{source}-{target}"  # GEXF wants one
    return dict(graph.nodes.items()), dict(graph.edges.items())


def read_dot(text: str) -> Parts:
    """Read what is written of DOT, by its rules for quoted text."""
    quoted = r'"((?:[^"\\]|\\.)*)"'
    types = {"namespace": int, "depth": int}
    nodes: dict[str, Attributes] = {}
    edges: dict[tuple[str, str], Attributes] = {}
    first, *lines, last = text.removesuffix("\n").split("\n")
    assert (first, last) == ("digraph {", "}")
    for line in lines:
        match = re.fullmatch(rf"{quoted}(?: -> {quoted})? \[((?:\w+={quoted}(?:, )?)+)\];", line)
        assert match, line
        attributes: Attributes = {}
        for name, value in re.findall(rf"(\w+)={quoted}", match[3]):
            plain = re.sub(r"\\(.)", r"\1", value)
            is_boolean = name in {"is_redirect", "explored", "marked"}
            attributes[name] = plain == "true" if is_boolean else types.get(name, str)(plain)
        if match[2] is None:
            nodes[match[1]] = attributes
        else:
            edges[match[1], match[2]] = attributes
    return nodes, edges


def expected(rows: Sequence[Row], checked: Sequence[Row] = (), target: Target = TARGET) -> Parts:
    """Return what is to be read, from the rows."""
    site = Wiki()
    nodes: dict[str, Attributes] = {}
    edges: dict[tuple[str, str], Attributes] = {}
    pages: list[Target | Row] = [target, *rows]
    for page in pages:
        nodes[str(page.page_id)] = {
            "label": xml_text(page.title),
            "namespace": page.namespace,
            "namespace_name": site.namespace_name(page.namespace),
            "explored": page.page_id == target.page_id,
            "marked": page.page_id in {row.page_id for row in checked},
            "url": site.article_url(page.title),
        }
    for row in rows:
        same = [each for each in rows if each.page_id == row.page_id]
        kinds = 0
        for each in same:
            kinds |= each.kinds
        nodes[str(row.page_id)] |= {
            "kinds": "+".join(kind_names(kinds)),
            "is_redirect": any(each.is_redirect for each in same),
            "depth": min(each.depth for each in same),
        }
        edge = edges[str(row.page_id), str(row.via or target.page_id)] = {
            "kinds": "+".join(kind_names(row.kinds)),
            "depth": row.depth,
            "marked": row.page_id in {each.page_id for each in checked},
        }
        if row.section:
            edge["section"] = xml_text(row.section)
    return nodes, edges


@pytest.mark.parametrize("format", GRAPH_FORMATS)
def test_all_pages_and_links_come_back(format: str) -> None:  # noqa: A002
    table = table_of(ROWS)
    checked = [1, 4, 9]
    table.set_checked(checked, True)
    found = read(written([every(table)], format), format)
    assert found == expected(ROWS, [ROWS[node] for node in checked])


@pytest.mark.parametrize("format", GRAPH_FORMATS)
def test_some_rows_come_with_their_redirects(format: str) -> None:  # noqa: A002
    found = read(written([some_of([5, 6])], format), format)
    assert found == expected([ROWS[0], ROWS[1], ROWS[5], ROWS[6]])


@pytest.mark.parametrize("format", GRAPH_FORMATS)
def test_origins_are_told_where_they_are_known(format: str) -> None:  # noqa: A002
    """A page has those of all its links."""
    table = table_of(ROWS)
    template, text, lost = Origin.TEMPLATE, Origin.TEXT, Origin.NOT_FOUND
    for node, origin, templates in (
        (2, template, ("Template:B", "Template:A")),
        (3, text, ()),
        (4, lost, ()),
        (5, lost, ()),
        (6, text, ("Template:\x07",)),
    ):
        table.set_origins([(ROWS[node].via, ROWS[node].page_id)], [(int(origin), templates)])
    nodes, edges = expected(ROWS)
    for attributes, origin_name, names in (
        (edges["1", "7"], "template", "Template:A|Template:B"),
        (edges["1", "20"], "text", ""),
        (edges["1", "21"], "not found", ""),
        (edges["2", "21"], "not found", ""),
        (edges["3", "7"], "text", "Template:\ufffd"),
        (nodes["1"], "both", "Template:A|Template:B"),
        (nodes["2"], "not found", ""),
        (nodes["3"], "text", "Template:\ufffd"),
    ):
        attributes |= {"origin": origin_name, "templates": names}
    assert read(written([every(table)], format), format) == (nodes, edges)


@pytest.mark.parametrize("format", GRAPH_FORMATS)
def test_several_explored_pages_are_one_graph(format: str) -> None:  # noqa: A002
    inner = Target("Cat", 1, 0)
    rows = [Row(3, 10, "Template:Cat", 1, False, "", 0, 0), Row(50, 0, "Dog", 1, False, "", 0, 0)]
    nodes, edges = read(
        written([every(table_of(ROWS)), every(table_of(rows), inner)], format), format
    )
    outer_nodes, outer_edges = expected(ROWS)
    inner_nodes, inner_edges = expected(rows, target=inner)
    assert edges == outer_edges | inner_edges
    assert nodes.keys() == outer_nodes.keys() | inner_nodes.keys()
    assert {node for node in nodes if nodes[node]["explored"]} == {"1", "7"}


@pytest.mark.parametrize("format", GRAPH_FORMATS)
def test_a_link_in_several_lists_keeps_what_each_knows(format: str) -> None:  # noqa: A002
    table, redirect = table_of(ROWS), Target("Second", 21, 0)
    table.set_checked([5], True)
    assert (ROWS[5].page_id, ROWS[5].via, ROWS[5].depth) == (2, 21, 2)
    inner = table_of([ROWS[5]._replace(kinds=Kind.TRANSCLUSION, via=0, depth=0)])
    alone = read(written([every(table)], format), format)[0]
    nodes, edges = read(written([every(table), every(inner, redirect)], format), format)
    known = {"kinds": "link+transclusion", "depth": 0, "marked": True}
    assert edges["2", "21"] == known
    assert nodes["2"] == alone["2"]  # a page's own are of the first list that it is in
    assert len(edges) == len(ROWS)


@pytest.mark.parametrize("format", GRAPH_FORMATS)
def test_links_among_rows_are_links_too(format: str) -> None:  # noqa: A002
    among = [[5, 6, 3, 1], [6, 5, 0, 7]]  # the third is a row, the last is not there
    some = read(written([some_of([0, 3, 5, 6])], format), format)
    found = read(written([some_of([0, 3, 5, 6], among)], format), format)
    link = {"kinds": "link", "marked": False}
    assert found == (some[0], some[1] | {("2", "3"): link, ("3", "2"): link})


def test_edges_are_counted() -> None:
    lists = [every(table_of(ROWS)), every(table_of(ROWS[:2]))]
    assert make_graph(lists, Wiki()).number_of_edges() == len(ROWS)


@pytest.mark.parametrize("format", GRAPH_FORMATS)
def test_a_page_that_nothing_links_to_is_a_graph(format: str) -> None:  # noqa: A002
    assert read(written([every(table_of([]))], format), format) == expected([])


@pytest.mark.parametrize("format", GRAPH_FORMATS)
def test_pages_that_do_not_exist_are_named_by_their_titles(format: str) -> None:  # noqa: A002
    rows = [Row(7, 0, "Seven", 1, False, "", 0, 0)]
    titles = ["Felis", "7", "A & B"]
    lists = [every(table_of(rows), Target(title)) for title in titles]
    nodes, edges = read(written(lists, format), format)
    assert {node: nodes[node]["label"] for node in nodes if nodes[node]["explored"]} == {
        f"[[{title}]]": title for title in titles
    }
    assert edges.keys() == {("7", f"[[{title}]]") for title in titles}


def test_values_have_types() -> None:
    table = table_of(ROWS)
    graphml = ET.fromstring(written([every(table)], "graphml"))
    space = "{http://graphml.graphdrawing.org/xmlns}"
    types = {
        (entry.get("for"), entry.get("attr.name")): entry.get("attr.type")
        for entry in graphml.iter(f"{space}key")
    }
    gexf = ET.fromstring(written([every(table)], "gexf"))
    space = "{http://www.gexf.net/1.2draft}"
    in_gexf = {
        (group.get("class"), entry.get("title")): entry.get("type")
        for group in gexf.iter(f"{space}attributes")
        for entry in group.iter(f"{space}attribute")
    }
    del types["node", "label"]  # which GEXF has by itself
    assert types == in_gexf
    assert types == {
        ("node", "namespace"): "long",
        ("node", "namespace_name"): "string",
        ("node", "kinds"): "string",
        ("node", "is_redirect"): "boolean",
        ("node", "explored"): "boolean",
        ("node", "marked"): "boolean",
        ("node", "depth"): "long",
        ("node", "url"): "string",
        ("edge", "kinds"): "string",
        ("edge", "section"): "string",
        ("edge", "depth"): "long",
        ("edge", "marked"): "boolean",
    }


def test_gephi_finds_the_label() -> None:
    """It takes d3 of a node and d7 of an edge for the label, whatever they are called."""
    for rows in (ROWS, ROWS[2:3], []):
        graphml = ET.fromstring(written([every(table_of(rows))], "graphml"))
        keys = {
            (entry.get("for"), entry.get("id")): entry.get("attr.name")
            for entry in graphml.iter("{http://graphml.graphdrawing.org/xmlns}key")
        }
        assert keys["node", "d3"] == "label"
        assert ("edge", "d7") not in keys


@pytest.mark.parametrize("format", GRAPH_FORMATS)
@pytest.mark.parametrize("late", [False, True])
def test_writing_is_stopped(format: str, late: bool) -> None:  # noqa: A002
    stop = Event()

    class File(io.BytesIO):
        def write(self, data: Any) -> int:
            stop.set()
            return super().write(data)

    if not late:
        stop.set()
    rows = [*ROWS, *(Row(n, 0, f"Page {n}", 1, False, "", 0, 0) for n in range(200, 500))]
    file = File()

    def make_and_write() -> None:
        graph = make_graph([every(table_of(rows))], Wiki(), stop=stop)
        write_graph(graph, file, format=format, stop=stop)

    with pytest.raises(CancelledError):
        make_and_write()
    assert len(file.getvalue()) < len(written([every(table_of(rows))], format)) / 2
    assert bool(file.getvalue()) == late


class StopsAfter(Event):
    """A stop that is set when it has been looked at so many times."""

    def __init__(self, most: float) -> None:
        super().__init__()
        self.most = most
        self.looks = 0

    def is_set(self) -> bool:
        self.looks += 1
        return self.looks > self.most


@pytest.mark.parametrize("format", ["graphml", "gexf"])
def test_what_is_made_before_anything_is_written_is_stopped(format: str) -> None:  # noqa: A002
    """Also where only the graph knows of the stop."""
    table = table_of([Row(n, 0, f"Page {n}", 1, False, "", 0, 0) for n in range(200, 500)])
    never = StopsAfter(math.inf)
    write_graph(make_graph([every(table)], Wiki(), stop=never), io.BytesIO(), format=format)
    assert never.looks > 2 * len(table)  # its nodes and its edges
    for looks in range(2, never.looks, 50):
        file = io.BytesIO()
        graph = make_graph([every(table)], Wiki(), stop=StopsAfter(looks))
        with pytest.raises(CancelledError):
            write_graph(graph, file, format=format)
        assert not file.getvalue()


def test_unknown_format_is_a_bug() -> None:
    with pytest.raises(ValueError, match="pajek"):
        written([every(table_of(ROWS))], "pajek")


def test_what_xml_cannot_hold_is_replaced() -> None:
    hard = "a\x00\x1f\ud800\udfff\ufffe\uffff\t\U0001f600é"
    assert xml_text(hard) == "a\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\t\U0001f600é"
