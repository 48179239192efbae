# SPDX-License-Identifier: MIT
"""Links as a graph in files that other programs read: GraphML, GEXF and DOT."""

import re
from collections.abc import Sequence, Set
from threading import Event
from typing import TYPE_CHECKING, Any, BinaryIO, TypeAlias

import numpy as np

from wikilinks_gui.errors import check_stop
from wikilinks_gui.graph.files.drawing import DrawnList, Target
from wikilinks_gui.table.columns import Nodes, Numbers
from wikilinks_gui.table.origin import ORIGIN_NAMES, Origin
from wikilinks_gui.table.row import Kind, Row, Site, kind_names
from wikilinks_gui.table.rows import TOP
from wikilinks_gui.table.table import LinkTable

if TYPE_CHECKING:
    import networkx

    Graph: TypeAlias = "networkx.DiGraph[str]"

GRAPH_FORMATS = ("graphml", "gexf", "dot")
"""The names of the formats."""

_CHUNK = 1000
"""Rows that are read between two looks at whether to stop."""

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_graph(
    graph: "Graph",
    file: BinaryIO,
    *,
    format: str,  # noqa: A002
    stop: Event | None = None,
) -> None:
    """Write what :func:`make_graph` made in one of GRAPH_FORMATS.

    Raises :class:`CancelledError` when that ``stop`` or this one was set, ``OSError`` as the file
    does, ``ValueError`` for an unknown format.
    """
    write = {"graphml": _write_graphml, "gexf": _write_gexf, "dot": _write_dot}.get(format)
    if write is None:
        raise ValueError(f"unknown format {format!r}")
    write(graph, _Stoppable(file, stop))


def xml_text(text: str) -> str:
    """Replace what XML cannot hold by U+FFFD: control characters, halves of a pair."""
    return _NO_XML.sub("\ufffd", text)


# --- the graph --------------------------------------------------------------------------------


def make_graph(
    drawn_lists: Sequence[DrawnList], site: Site, *, whole: bool = True, stop: Event | None = None
) -> "Graph":
    """Make the graph of what links to some pages of a wiki, drawn or not.

    A node is a page, named by its page id, so a page that links in several ways is one node; the
    explored pages are nodes too, named ``[[title]]`` where they do not exist. A row is an edge, to
    the explored page or to the redirect that it came through; rows of several lists may be the same
    one. What does not pass the filter is left out unless ``whole``, but for the redirects that
    others came through. Attributes are of plain Python types.

    May be called in any thread, while rows come. Raises :class:`CancelledError` when ``stop`` was
    set, and so does what writes the graph, which may take longer before anything is written.
    """
    import networkx  # slow to load

    class Attributes(dict[str, Any]):
        """What networkx reads of each node and edge when it writes them."""

        __slots__ = ()

        def items(self) -> Any:
            check_stop(stop)
            return super().items()

        def copy(self) -> dict[str, Any]:
            check_stop(stop)
            return super().copy()

    class StoppableGraph(networkx.DiGraph):  # type: ignore[type-arg] # it has none at runtime
        node_attr_dict_factory = Attributes
        edge_attr_dict_factory = Attributes

    graph: Graph = StoppableGraph()
    for each in drawn_lists:
        target, others = each.target, set(graph)
        name = _name(target)
        _add_page(graph, name, target.title, target.namespace, site)
        graph.nodes[name]["explored"] = True
        nodes = _with_redirects(each.table, np.flatnonzero(each.passed | whole))
        for number, row in enumerate(each.table.rows(nodes)):
            if number % _CHUNK == 0:
                check_stop(stop)
            _add_row(graph, row, name, site, others)
        known = nodes[each.table.origins[nodes] > 0]
        for node, row in zip(known.tolist(), each.table.rows(known), strict=True):
            edge = graph.edges[str(row.page_id), str(row.via or name)]
            for attributes in (graph.nodes[str(row.page_id)], edge):
                attributes["origin"] = attributes.get("origin", 0) | each.table.origin(node)
                attributes.setdefault("templates", set()).update(each.table.templates(node))
        marked = nodes[each.table.marks[nodes]]
        for row in each.table.rows(marked):
            graph.nodes[str(row.page_id)]["marked"] = True
            graph.edges[str(row.page_id), str(row.via or name)]["marked"] = True
    for each in drawn_lists:
        _add_among(graph, each, stop)
    for attributes in (*graph.nodes.values(), *graph.edges.values()):
        if "kinds" in attributes:
            attributes["kinds"] = "+".join(kind_names(attributes["kinds"]))
        if "origin" in attributes:
            # A page of which one link is found and another is not has what is found.
            origin = attributes["origin"] & Origin.BOTH or Origin.NOT_FOUND
            attributes["origin"] = ORIGIN_NAMES[origin]
            attributes["templates"] = xml_text("|".join(sorted(attributes["templates"])))
    return graph


def _name(target: Target) -> str:
    """Name the node of an explored page; a title that is a number is no page id in brackets."""
    return str(target.page_id) if target.page_id else xml_text(f"[[{target.title}]]")


def _with_redirects(table: LinkTable, nodes: Numbers) -> Nodes:
    """Add the redirects that rows came through; all in the order in which they came."""
    parents = table.parents
    wanted = np.zeros(len(parents), np.bool_)
    while len(nodes):
        wanted[nodes] = True
        above = np.unique(parents[nodes])
        nodes = above[above != TOP]
    return np.flatnonzero(wanted).astype(np.int32)


def _add_page(graph: "Graph", name: str, title: str, namespace: int, site: Site) -> None:
    if name in graph:
        return
    graph.add_node(
        name,
        namespace=namespace,
        namespace_name=xml_text(site.namespace_name(namespace)),
        url=xml_text(site.article_url(title)),
        # The fourth: networkx calls its key d3, and Gephi takes a key of that name for the label,
        # whatever it is, as yEd has it there (ImporterGraphML.java).
        label=xml_text(title),
        explored=False,
        marked=False,
    )


def _add_row(graph: "Graph", row: Row, target: str, site: Site, others: Set[str]) -> None:
    """Add a page and its link.

    What holds for one of its rows holds for the page, but not what holds for those of ``others``,
    which stand in another list before.
    """
    name, to = str(row.page_id), str(row.via or target)
    _add_page(graph, name, row.title, row.namespace, site)
    page = graph.nodes[name]
    page["is_redirect"] = page.get("is_redirect", False) or row.is_redirect
    if name not in others:
        page["kinds"] = page.get("kinds", 0) | row.kinds
        page["depth"] = min(row.depth, page.get("depth", row.depth))
    known = graph.edges.get((name, to), {})  # from another list
    graph.add_edge(
        name,
        to,
        kinds=known.get("kinds", 0) | row.kinds,
        depth=min(row.depth, known.get("depth", row.depth)),
        marked=known.get("marked", False),
        **{"section": xml_text(row.section)} if row.section else {},
    )


def _add_among(graph: "Graph", drawn: DrawnList, stop: Event | None) -> None:
    """Add links between existing nodes, unless a row is such a link already."""
    among = drawn.nodes[drawn.edges]
    for number, pair in enumerate(drawn.table.page_ids[among].T.tolist()):
        if number % _CHUNK == 0:
            check_stop(stop)
        source, to = map(str, pair)
        if source in graph and to in graph and not graph.has_edge(source, to):
            graph.add_edge(source, to, kinds=int(Kind.LINK), marked=False)


# --- formats ----------------------------------------------------------------------------------


def _write_graphml(graph: "Graph", file: "_Stoppable") -> None:
    from networkx import write_graphml_xml  # the same with lxml installed and without

    write_graphml_xml(graph, file, prettyprint=False)


def _write_gexf(graph: "Graph", file: "_Stoppable") -> None:
    # Not 1.3: there networkx 3.6 names the schema of instances wrongly.
    from networkx.readwrite.gexf import GEXFWriter

    for source, target, attributes in graph.edges(data=True):
        attributes["id"] = (
            f"{source}-{target}"  # in all graphs the same, so that they can be joined
        )
    writer = GEXFWriter(version="1.2draft", prettyprint=False)
    writer.add_graph(graph)
    writer.graph_element.attrib.pop("name")  # the schema has none
    writer.write(file)


def _write_dot(graph: "Graph", file: "_Stoppable") -> None:
    file.write(b"digraph {\n")
    for node, attributes in graph.nodes(data=True):
        file.write(f"{_quoted(node)} [{_dot_list(attributes)}];\n".encode())
    for source, target, attributes in graph.edges(data=True):
        file.write(f"{_quoted(source)} -> {_quoted(target)} [{_dot_list(attributes)}];\n".encode())
    file.write(b"}\n")


def _dot_list(attributes: dict[str, Any]) -> str:
    def text(value: object) -> str:
        return str(value).lower() if isinstance(value, bool) else str(value)

    return ", ".join(f"{name}={_quoted(text(value))}" for name, value in attributes.items())


def _quoted(text: str) -> str:
    r"""Quote for DOT; a backslash is doubled, as \N and the like mean something in a label."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


class _Stoppable:
    """A file that stops being written on request, with the methods that networkx needs."""

    def __init__(self, file: BinaryIO, stop: Event | None) -> None:
        self._file = file
        self._stop = stop

    def write(self, data: bytes) -> int:
        """Write on, or raise CancelledError."""
        check_stop(self._stop)
        return self._file.write(data)
