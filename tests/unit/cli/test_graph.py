# SPDX-License-Identifier: MIT
"""The command ``graph`` against the sample wiki: all of its formats hold what ``export`` lists."""

import importlib.util
import io
import json
import os
import re
import struct
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx
import pytest

from tests.samplewiki import SampleWiki
from tests.samplewiki.faults import Html
from wikilinks_gui.cli.main import main
from wikilinks_gui.graph.files.formats import GRAPH_FORMATS
from wikilinks_gui.store.records import OriginRecord
from wikilinks_gui.store.store import Store
from wikilinks_gui.table.origin import Origin

ROOT = Path(__file__).parents[3]
TITLE = "Daugpiļs"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def wiki() -> Iterator[SampleWiki]:
    with SampleWiki() as wiki:
        yield wiki


class Program:
    """Runs commands with a folder of their own."""

    def __init__(self, folder: Path, wiki: SampleWiki) -> None:
        self.folder = folder
        self.wiki = wiki

    def run(self, command: str, name: str, *options: str, title: str = TITLE) -> int:
        return main(
            [
                *(command, title, "--wiki", self.wiki.api_url, "--output", self.path(name)),
                *("--basedir", str(self.folder / "base"), *options),
            ]
        )

    def path(self, name: str) -> str:
        return name if name == "-" else str(self.folder / name)

    def rows(self, *options: str, title: str = TITLE) -> list[dict[str, Any]]:
        assert self.run("export", "rows.jsonl", *options, title=title) == 0
        text = (self.folder / "rows.jsonl").read_text(encoding="utf-8")
        return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def program(tmp_path: Path, wiki: SampleWiki) -> Program:
    return Program(tmp_path, wiki)


def links(rows: list[dict[str, Any]], title: str) -> set[tuple[str, str, str]]:
    return {(row["title"], row["via"] or title, "+".join(row["kinds"])) for row in rows}


@pytest.mark.parametrize("format", ["graphml", "gexf"])
@pytest.mark.parametrize(
    "options", [(), ("--depth", "0"), ("--kinds", "transclusion"), ("--no-follow",)]
)
def test_a_graph_holds_what_export_lists(
    program: Program,
    format: str,  # noqa: A002
    options: tuple[str, ...],
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = program.rows(*options)
    capsys.readouterr()
    assert program.run("graph", f"x.{format}", *options) == 0
    path = program.folder / f"x.{format}"
    said = capsys.readouterr().err
    assert re.fullmatch(rf"{len(rows)} links written to {path} \(\d requests?\)\.\n", said)
    read = networkx.read_graphml if format == "graphml" else networkx.read_gexf
    graph = read(io.BytesIO(path.read_bytes()))
    pages = graph.nodes
    assert {
        (pages[source]["label"], pages[target]["label"], graph.edges[source, target]["kinds"])
        for source, target in graph.edges
    } == links(rows, TITLE)
    (explored,) = (node for node in pages if pages[node]["explored"])
    with Store(program.folder / "base" / "data" / "explorations.sqlite") as store:
        assert int(explored) == store.explorations(newest=1)[0].resolution["page_id"] > 0
    assert set(pages) == {str(row["page_id"]) for row in rows} | {explored}


def test_dot_holds_as_much(program: Program) -> None:
    rows = program.rows()
    assert program.run("graph", "x.dot", "--cached") == 0
    text = (program.folder / "x.dot").read_text(encoding="utf-8")
    assert text.count(" -> ") == len(rows)


def test_svg_shows_all_pages(program: Program, capsys: pytest.CaptureFixture[str]) -> None:
    rows = program.rows()
    assert program.run("graph", "x.svg", "--cached") == 0
    assert f"{len(rows)} links written to" in capsys.readouterr().err
    root = ET.parse(program.folder / "x.svg").getroot()
    titles = [element.text for element in root.iter(f"{SVG}title")]
    assert sorted(filter(None, titles)) == sorted([TITLE, *(row["title"] for row in rows)])
    said = [element.text or "" for element in root.iter(f"{SVG}text")]
    assert said[0] == TITLE
    assert re.fullmatch(r"96 links to this page · Sample wiki · \d{4}-\d\d-\d\d", said[1])
    assert program.run("graph", "dark.svg", "--cached", "--dark") == 0
    assert 'fill="#101418"' in (program.folder / "dark.svg").read_text(encoding="utf-8")


def test_origins_are_told_where_they_were_checked(program: Program) -> None:
    """And what comes only through a template is faint in a picture."""
    rows = program.rows()
    direct = [row for row in rows if row["via"] is None]
    with Store(program.folder / "base" / "data" / "explorations.sqlite") as store:
        exploration = store.explorations(newest=1)[0].id
        records = [
            OriginRecord(0, row["page_id"], 1, int(Origin.TEMPLATE), True, ("Template:A",), ())
            for row in direct
        ]
        store.keep_origins(exploration, records)
    assert program.run("graph", "x.graphml", "--cached") == 0
    graph = networkx.read_graphml(program.folder / "x.graphml")
    (explored,) = (node for node in graph.nodes if graph.nodes[node]["explored"])
    assert {
        (source, edge["templates"])
        for source, target, edge in graph.edges(data=True)
        if target == explored and edge["origin"] == "template"
    } == {(str(row["page_id"]), "Template:A") for row in direct}
    assert program.run("graph", "x.svg", "--cached") == 0
    assert "only through a template" in (program.folder / "x.svg").read_text(encoding="utf-8")


def test_checked_rows_are_told(program: Program) -> None:
    rows = program.rows()
    with Store(program.folder / "base" / "data" / "explorations.sqlite") as store:
        store.set_checked(store.explorations()[0].id, [rows[0]["page_id"]], True)
    assert program.run("graph", "x.graphml", "--cached") == 0
    graph = networkx.read_graphml(program.folder / "x.graphml")
    assert [graph.nodes[node]["label"] for node in graph if graph.nodes[node]["marked"]] == [
        rows[0]["title"]
    ]


def test_a_listing_that_failed_is_resumed(
    program: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    title = "United States"
    program.wiki.faults.add(Html(404, when=lambda request: "lhcontinue" in request))
    stats = program.folder / "stats.json"
    assert program.run("graph", "x.svg", "--stats", str(stats), title=title) == 4
    assert "500 rows are kept; --resume continues the listing." in capsys.readouterr().err
    assert not (program.folder / "x.svg").exists()
    assert json.loads(stats.read_text())["rows"] == 500
    assert program.run("graph", "x.svg", "--resume", title=title) == 0
    assert "1,551 links written" in capsys.readouterr().err
    assert program.run("graph", "x.svg", "--resume", title=title) == 0
    assert capsys.readouterr().err.startswith("There is no incomplete listing")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("format", ["svg", *GRAPH_FORMATS])
def test_a_full_disk_is_told(
    program: Program,
    format: str,  # noqa: A002
    capsys: pytest.CaptureFixture[str],
) -> None:
    program.rows()
    capsys.readouterr()
    assert program.run("graph", "/dev/full", "--cached", "--format", format) == 1
    assert capsys.readouterr().err == (
        "/dev/full could not be written: no room is left on the disk. "
        "The listing is kept: --cached needs no request.\n"
    )


def test_standard_output_gets_svg(
    program: Program, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    program.rows()
    capfdbinary.readouterr()
    assert program.run("graph", "-", "--cached") == 0
    captured = capfdbinary.readouterr()
    assert ET.fromstring(captured.out).tag == f"{SVG}svg"
    assert captured.err == b"96 links written to standard output (0 requests).\n"


@pytest.mark.parametrize(
    "options",
    [
        ["x.csv"],
        ["x"],
        ["x.svg", "--scale", "2"],
        ["x.png", "--scale", "0"],
        ["x.png", "--scale", "big"],
        ["x.gexf", "--dark"],
        ["x.svg", "--format", "csv"],
    ],
)
def test_what_is_not_understood(options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["graph", TITLE, "--output", *options]
    with pytest.raises(SystemExit) as left:
        main(arguments if options == ["x"] else [*arguments, "--demo"])
    assert left.value.code == 2
    assert "usage: wikilinks-gui graph" in capsys.readouterr().err


def test_png_without_qt_is_told_before_anything_is_asked(
    program: Program, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert program.run("graph", "x.png") == 1
    assert "PNG needs PySide6, which is not installed; SVG does not." in capsys.readouterr().err
    assert program.wiki.requests == []


PLAIN = "from wikilinks_gui.__main__ import run; run()"

INTERRUPTED = f"""
import signal, sys

def hook(event, arguments):
    if event == "import" and arguments[0] == "shibokensupport.signature.loader":
        signal.raise_signal(signal.SIGINT)

sys.addaudithook(hook)
{PLAIN}
"""
"""The program, with Ctrl+C where PySide6 bears it least."""


def png(program: Program, *options: str, code: str = PLAIN) -> subprocess.CompletedProcess[str]:
    """Paint a PNG in a process of its own: there may be but one Qt in each."""
    gone = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    return subprocess.run(
        [
            *(sys.executable, "-c", code, "graph", TITLE, "--cached"),
            *("--wiki", program.wiki.api_url, "--output", program.path("x.png")),
            *("--basedir", str(program.folder / "base"), *options),
        ],
        env={name: value for name, value in os.environ.items() if name not in gone}
        | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_png_needs_no_screen_and_has_the_wanted_size(program: Program) -> None:
    program.rows()
    assert program.run("graph", "x.svg", "--cached") == 0
    root = ET.parse(program.folder / "x.svg").getroot()
    size = int(root.get("width", "")), int(root.get("height", ""))
    done = png(program, "--scale", "1.5")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == f"96 links written to {program.path('x.png')} (0 requests).\n"
    data = (program.folder / "x.png").read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    wide, high = struct.unpack(">II", data[16:24])
    assert abs(wide - size[0] * 1.5) <= 2
    assert abs(high - size[1] * 1.5) <= 2
    done = png(program, "--scale", "99")
    assert done.returncode == 1
    assert "The picture would be too large: " in done.stderr
    assert re.search(r"The largest scale for it is \d+(\.\d)?\.", done.stderr)
    assert (program.folder / "x.png").read_bytes() == data


def test_an_interrupt_waits_for_qt_to_be_loaded(program: Program) -> None:
    program.rows()
    before = set(program.folder.iterdir())
    done = png(program, code=INTERRUPTED)
    assert (done.returncode, done.stderr) == (130, "Interrupted.\n")
    assert set(program.folder.iterdir()) == before
