# SPDX-License-Identifier: MIT
"""Saving the graph: what is written is what is shown."""

import asyncio
import io
import os
import xml.etree.ElementTree as ET
from collections.abc import Callable, Coroutine
from dataclasses import asdict, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import networkx
import numpy as np
import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDoubleSpinBox,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui.asking import run, until
from tests.ui.export.test_exportdialog import SITE, box, button, click, path, texts
from tests.unit.graph.files.test_drawing import laid_out, many
from tests.unit.graph.listings import ROWS, table_of
from wikilinks_gui.graph.clusterlayout import ClusterLayout
from wikilinks_gui.graph.files import writing
from wikilinks_gui.graph.files.drawing import SHOWN
from wikilinks_gui.graph.shapes import FADED
from wikilinks_gui.mediawiki.titles import Resolution
from wikilinks_gui.store.records import Exploration
from wikilinks_gui.table.filter import Filter
from wikilinks_gui.table.row import Kind, Row
from wikilinks_gui.ui.export import graphdialog as saving
from wikilinks_gui.ui.export.graphdialog import GraphDialog, GraphSource, graph_source
from wikilinks_gui.ui.graph.layer import Layer

Scenario = Callable[[Coroutine[Any, Any, None]], None]
SVG = "{http://www.w3.org/2000/svg}"
NOW = datetime(2026, 3, 9, 12, tzinfo=UTC)
EXPLORATION = Exploration(
    *(1, "w", "felis", "Felis", {}, asdict(Resolution("felis", "Felis", 7, 0, "page"))),
    *(NOW, NOW, None, None),
    rows=len(ROWS),
)
FORMATS = ("png", "svg", "graphml", "gexf", "dot")


def layer_of(rows: list[Row], title: str = "Felis", **more: Any) -> Layer:
    table = table_of(rows)
    return Layer(table, SITE, laid_out(table), title, **more)


@pytest.fixture
def scenario(qapp: QApplication) -> Scenario:
    return partial(run, qapp)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "exports").mkdir()
    return tmp_path / "exports"


@pytest.fixture
def settings(tmp_path: Path, folder: Path) -> QSettings:
    kept = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    kept.setValue("export/folder", str(folder))
    return kept


@pytest.fixture
def opened(qtbot: QtBot, settings: QSettings) -> Callable[..., GraphDialog]:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()

    def make(source: GraphSource | None = None) -> GraphDialog:
        dialog = GraphDialog(
            source or graph_source([layer_of(ROWS)], EXPLORATION), settings, parent
        )
        dialog.open()
        return dialog

    return make


def choose_format(dialog: QWidget, format: str) -> None:  # noqa: A002
    combo = dialog.findChildren(QComboBox)[0]
    QTest.keyClick(combo, Qt.Key.Key_Home)
    for _step in range(FORMATS.index(format)):
        QTest.keyClick(combo, Qt.Key.Key_Down)
    assert combo.currentData() == format


async def save(dialog: GraphDialog) -> None:
    click(dialog, "Export")
    await until(button(dialog, "Export").isEnabled)


@pytest.mark.parametrize("format", FORMATS)
def test_each_format_is_written(
    opened: Callable[..., GraphDialog],
    scenario: Scenario,
    folder: Path,
    format: str,  # noqa: A002
) -> None:
    async def export() -> None:
        dialog = opened()
        choose_format(dialog, format)
        await save(dialog)
        assert f"{len(ROWS)} links written to {folder}" in texts(dialog)
        assert button(dialog, "Open folder").isVisible()
        blue = [each for each in dialog.findChildren(QPushButton) if each.property("primary")]
        assert blue == [button(dialog, "Close")]
        QTest.keyClick(dialog, Qt.Key.Key_Return)  # closes
        assert not dialog.isVisible()

    scenario(export())
    (written,) = folder.iterdir()
    assert written.name == f"Felis.{format}"
    data = written.read_bytes()
    if format == "png":
        assert not QImage.fromData(data).isNull()
    elif format == "svg":
        root = ET.fromstring(data)
        assert len(list(root.iter(f"{SVG}title"))) == len(ROWS) + 1
        said = [element.text for element in root.iter(f"{SVG}text")]
        assert f"{len(ROWS)} links to this page · Wiki (w.test) · 2026-03-09" in said
    elif format == "dot":
        assert data.count(b" -> ") == len(ROWS)
    else:
        read = networkx.read_graphml if format == "graphml" else networkx.read_gexf
        graph = read(io.BytesIO(data))
        assert {node for node in graph if graph.nodes[node]["explored"]} == {"7"}
        assert set(graph.edges) == {(str(row.page_id), str(row.via or 7)) for row in ROWS}


def test_what_belongs_to_a_format_is_shown(opened: Callable[..., GraphDialog]) -> None:
    dialog = opened()
    scale, dark = dialog.findChild(QDoubleSpinBox), box(dialog, "Dark")
    assert scale is not None
    seen = {}
    for format_ in FORMATS:
        choose_format(dialog, format_)
        seen[format_] = scale.isVisible(), dark.isVisible()
        path = dialog.findChildren(QLineEdit)[-1].text()
        assert path.endswith(f"Felis.{format_}")
    assert seen == dict.fromkeys(FORMATS, (False, False)) | {
        "png": (True, True),
        "svg": (False, True),
    }
    assert not box(dialog, "Leave out").isVisible()


def test_answers_are_remembered(
    opened: Callable[..., GraphDialog], scenario: Scenario, folder: Path
) -> None:
    async def export() -> None:
        dialog = opened(graph_source([layer_of(many(5))], EXPLORATION))
        scale = dialog.findChild(QDoubleSpinBox)
        assert scale is not None
        assert scale.value() == 2
        scale.setValue(1.5)
        await save(dialog)
        dialog.close()
        again = opened()
        scale = again.findChild(QDoubleSpinBox)
        assert scale is not None
        assert scale.value() == 1.5
        choose_format(again, "gexf")
        await save(again)
        assert opened().format == "gexf"

    scenario(export())
    assert {path.name for path in folder.iterdir()} == {"Felis.png", "Felis.gexf"}


@pytest.mark.parametrize("leave_out", [False, True])
@pytest.mark.parametrize("format", ["svg", "graphml"])
def test_a_filter_is_heeded(
    opened: Callable[..., GraphDialog],
    scenario: Scenario,
    folder: Path,
    leave_out: bool,
    format: str,  # noqa: A002
) -> None:
    rows = many(40, 2)
    layer = layer_of(rows)
    layer.table.set_filter(Filter(namespaces=frozenset({1}), redirects=False))
    layer.refresh()
    passing = {row.title for row in rows if row.namespace == 1}

    async def export() -> None:
        dialog = opened(graph_source([layer], EXPLORATION))
        choose_format(dialog, format)
        box(dialog, "Leave out").setChecked(leave_out)
        await save(dialog)

    scenario(export())
    everything = {row.title for row in rows}
    if format == "graphml":
        graph = networkx.read_graphml(folder / "Felis.graphml")
        through = {"Group 1"}  # what these came through
        found = {graph.nodes[node]["label"] for node in graph} - {"Felis"}
        assert found == (passing | through if leave_out else everything)
    else:
        root = ET.parse(folder / "Felis.svg").getroot()
        faded = {
            each.text
            for group in root.iter(f"{SVG}g")
            for each in group.iter(f"{SVG}title")
            if group.get("opacity") == str(SHOWN[FADED])
        }
        assert faded == (set() if leave_out else everything - passing)
        shown = {each.text for each in root.iter(f"{SVG}title")} - {"Felis"} - faded
        assert shown == passing
        count = f"{len(passing)} of {len(rows)}" if leave_out else str(len(rows))
        said = [each.text or "" for each in root.iter(f"{SVG}text")]
        assert said[1].startswith(f"{count} links to this page · ")


def test_next_levels_are_saved_with_their_pages(
    opened: Callable[..., GraphDialog], scenario: Scenario, folder: Path
) -> None:
    outer = layer_of(ROWS)
    node = next(node for node, row in enumerate(ROWS) if row.title == "Template:Cat")
    inner = layer_of(many(6), "Template:Cat", dx=20.0, dy=3.0, above=(outer, node))

    async def export() -> None:
        for format_ in ("gexf", "svg"):
            dialog = opened(graph_source([outer, inner], EXPLORATION))
            choose_format(dialog, format_)
            await save(dialog)
            dialog.close()

    scenario(export())
    graph = networkx.read_gexf(folder / "Felis.gexf")
    page = str(ROWS[node].page_id)
    assert {node for node in graph if graph.nodes[node]["explored"]} == {"7", page}
    assert set(graph.edges) == {(str(row.page_id), str(row.via or 7)) for row in ROWS} | {
        (str(row.page_id), page) for row in many(6)
    }
    titles = [each.text for each in ET.parse(folder / "Felis.svg").getroot().iter(f"{SVG}title")]
    assert len(titles) == 1 + len(ROWS) + 1 + 6
    assert titles.count(ROWS[node].title) == 2  # as a row, and as the page of the level


def test_links_in_clusters_are_saved(
    opened: Callable[..., GraphDialog], scenario: Scenario, folder: Path
) -> None:
    table = table_of(many(10))
    nodes = np.arange(3, 9, dtype=np.int32)
    layer = Layer(
        table, SITE, ClusterLayout(table, nodes, np.array([[0, 1, 5], [1, 0, 2]])), "Felis"
    )

    async def export() -> None:
        dialog = opened(graph_source([layer], EXPLORATION))
        choose_format(dialog, "graphml")
        await save(dialog)
        assert "13 links written to" in texts(dialog)

    scenario(export())
    graph = networkx.read_graphml(folder / "Felis.graphml")
    ids = [str(page_id) for page_id in table.page_ids.tolist()]
    assert set(graph.edges) == {(each, "7") for each in ids} | {
        *((ids[3], ids[4]), (ids[4], ids[3]), (ids[8], ids[5]))
    }


def test_what_becomes_known_later_changes_no_filter() -> None:
    layer = layer_of(many(4))
    layer.table.set_filter(Filter(kinds=Kind.TRANSCLUSION))
    layer.refresh()
    (drawn_list,) = graph_source([layer], EXPLORATION).drawn_lists
    layer.table.add([], [many(4)[2]._replace(kinds=Kind.TRANSCLUSION)])
    assert layer.table.passed().tolist() == [False, False, True, False]
    assert not np.any(drawn_list.passed)


def test_rows_that_come_later_are_not_in_it(
    opened: Callable[..., GraphDialog], scenario: Scenario, folder: Path
) -> None:
    layer = layer_of(many(10))

    async def export() -> None:
        dialog = opened(graph_source([layer], EXPLORATION))
        choose_format(dialog, "graphml")
        layer.table.add(many(20)[10:])
        await save(dialog)

    scenario(export())
    assert len(networkx.read_graphml(folder / "Felis.graphml")) == 11


def test_what_is_to_be_known_is_told_before(opened: Callable[..., GraphDialog]) -> None:
    dialog = opened()
    assert "Incomplete list" not in texts(dialog)
    table = table_of(many(50))
    layer = Layer(table, SITE, laid_out(table, 20), "Felis")
    dialog = opened(graph_source([layer], replace(EXPLORATION, state={"title": "x"})))
    choose_format(dialog, "svg")
    assert "Incomplete list" in texts(dialog)
    assert "20 of 50 links are drawn" in texts(dialog)
    choose_format(dialog, "dot")
    assert "of 50 links are drawn" not in texts(dialog)


def test_w5_the_name_decides_the_format_and_follows_it(
    opened: Callable[..., GraphDialog], scenario: Scenario, folder: Path
) -> None:
    async def export() -> None:
        dialog = opened()
        name = path(dialog)
        name.setText("X.PNG")
        choose_format(dialog, "svg")
        assert name.text() == "X.svg"
        name.setText("X.Gexf")
        assert dialog.format == "gexf"
        name.setText("X.1")
        choose_format(dialog, "png")
        assert name.text() == "X.1.png"
        name.selectAll()
        QTest.keyClicks(name, "q.svg")
        assert dialog.format == "svg"
        await save(dialog)

    scenario(export())
    (written,) = folder.iterdir()
    assert written.name == "q.svg"
    assert ET.fromstring(written.read_bytes()).tag == f"{SVG}svg"


def test_w4_a_picture_that_is_there_is_asked_about(
    opened: Callable[..., GraphDialog], scenario: Scenario, folder: Path
) -> None:
    old = folder / "Felis.svg"
    old.write_text("old")

    async def export() -> None:
        dialog = opened()
        choose_format(dialog, "svg")
        assert path(dialog).text() == str(folder / "Felis (2).svg")
        path(dialog).setText(str(old))
        click(dialog, "Export")
        assert "already a file named “Felis.svg”" in texts(dialog)
        click(dialog, "No, keep it")
        assert old.read_text() == "old"
        assert list(folder.iterdir()) == [old]
        click(dialog, "Export")
        click(dialog, "Yes, replace it")
        await until(button(dialog, "Export").isEnabled)

    scenario(export())
    assert ET.fromstring(old.read_bytes()).tag == f"{SVG}svg"


def test_w3_export_is_the_default_again_after_an_edit(
    opened: Callable[..., GraphDialog], scenario: Scenario, folder: Path
) -> None:
    async def export() -> None:
        dialog = opened()
        await save(dialog)
        scale = dialog.findChild(QDoubleSpinBox)
        assert scale is not None
        scale.setFocus()
        QTest.keyClick(scale, Qt.Key.Key_Up)
        assert button(dialog, "Export").isDefault()
        path(dialog).setFocus()
        path(dialog).selectAll()
        QTest.keyClicks(path(dialog), "second.png")
        QTest.keyClick(path(dialog), Qt.Key.Key_Return)
        await until(lambda: (folder / "second.png").exists())
        await until(button(dialog, "Export").isEnabled)

    scenario(export())


def test_names_that_cannot_be_are_told(
    opened: Callable[..., GraphDialog], settings: QSettings
) -> None:
    settings.setValue("export/folder", "/" + "x" * 300)
    dialog = opened()
    name = dialog.findChildren(QLineEdit)[-1]
    assert Path(name.text()).parent == Path.home()
    name.setText("/" + "x" * 300)
    click(dialog, "Export")
    assert "could not be written: its name is too long." in texts(dialog)


def test_a_picture_that_is_too_large_is_told(
    opened: Callable[..., GraphDialog], scenario: Scenario, folder: Path
) -> None:
    old = folder / "Felis.png"
    old.write_text("old")

    async def export() -> None:
        dialog = opened()
        scale = dialog.findChild(QDoubleSpinBox)
        assert scale is not None
        scale.setValue(50)
        await save(dialog)
        assert "The picture would be too large" in texts(dialog)

    scenario(export())
    assert old.read_text() == "old"
    assert list(folder.iterdir()) == [old]


def test_a_full_disk_is_told(
    opened: Callable[..., GraphDialog],
    scenario: Scenario,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fsync(_: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fsync", fsync)
    (folder / "Felis.gexf").write_text("old")

    async def export() -> None:
        dialog = opened()
        choose_format(dialog, "gexf")
        await save(dialog)
        assert "no room is left on the disk" in texts(dialog)

    scenario(export())
    assert (folder / "Felis.gexf").read_text() == "old"
    assert len(list(folder.iterdir())) == 1


def test_what_takes_much_memory_is_told_before(
    opened: Callable[..., GraphDialog], scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving, "LARGE", 5)
    monkeypatch.setattr(saving, "BYTES", 10**9)

    async def look() -> None:
        dialog = opened()
        for format, warned in (("graphml", True), ("dot", False), ("gexf", True), ("svg", False)):  # noqa: A001
            choose_format(dialog, format)
            assert ("takes about 27 GB of memory" in texts(dialog)) == warned

    scenario(look())


@pytest.mark.parametrize("format", ["png", "svg", "graphml", "gexf"])
def test_it_is_stopped(
    opened: Callable[..., GraphDialog],
    scenario: Scenario,
    folder: Path,
    format: str,  # noqa: A002
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun, go_on = Event(), Event()
    where, name = {"png": (saving, "png"), "svg": (writing, "draw")}.get(
        format, (writing, "write_graph")
    )
    real = getattr(where, name)

    def work(*given: Any, **more: Any) -> Any:
        begun.set()
        assert go_on.wait(10)
        return real(*given, **more)

    monkeypatch.setattr(where, name, work)

    async def export() -> None:
        dialog = opened()
        choose_format(dialog, format)
        click(dialog, "Export")
        bar = dialog.findChild(QProgressBar)
        assert bar is not None
        assert (bar.isVisible(), bar.maximum()) == (True, 0)
        await until(begun.is_set)
        click(dialog, "Cancel")
        go_on.set()
        await until(button(dialog, "Export").isEnabled)
        assert "Stopped. Nothing was exported." in texts(dialog)

    scenario(export())
    assert list(folder.iterdir()) == []


def test_a_bug_is_told_and_reported(
    opened: Callable[..., GraphDialog],
    scenario: Scenario,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bugs: list[BaseException] = []
    error = KeyError("x")

    def fail(*_given: Any, **_more: Any) -> None:
        raise error

    monkeypatch.setattr(saving, "prepare_graph", fail)

    async def export() -> None:
        asyncio.get_running_loop().set_exception_handler(
            lambda _loop, context: bugs.append(context["exception"])
        )
        dialog = opened()
        await save(dialog)
        assert "because of a bug" in texts(dialog)

    scenario(export())
    assert bugs == [error]
    assert list(folder.iterdir()) == []


def test_a_picture_says_when_it_has_not_all(
    opened: Callable[..., GraphDialog], scenario: Scenario, folder: Path
) -> None:
    table = table_of(many(50))

    async def export() -> None:
        dialog = opened(
            graph_source([Layer(table, SITE, laid_out(table, 20), "Felis")], EXPLORATION)
        )
        choose_format(dialog, "svg")
        await save(dialog)

    scenario(export())
    texts = ET.parse(folder / "Felis.svg").getroot().iter(f"{SVG}text")
    said = "20 of 50 links to this page · Wiki (w.test) · 2026-03-09"
    assert said in [element.text for element in texts]


def test_nothing_links_here() -> None:
    (drawn_list,) = graph_source([layer_of([])], EXPLORATION).drawn_lists
    assert len(drawn_list.nodes) == 0
    assert np.all(drawn_list.passed)
