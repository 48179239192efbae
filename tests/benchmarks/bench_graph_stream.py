# SPDX-License-Identifier: MIT
"""What the graph costs while rows stream in: ``python -m tests.benchmarks.bench_graph_stream``.

A server in a process of its own lists 100,000 pages to the program's own window, through 60
redirects of all sizes and directly, in several namespaces. The UI is late by how much a timer of
5 ms comes after its time: once with the graph hidden, once with it open, then while the graph is
opened on the whole list, and while it is panned.
"""

import argparse
import asyncio
import random
import sqlite3
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from tests.benchmarks.bench_table import title
from tests.benchmarks.bench_window import HUB, Lateness, memory, served, tell_speed
from tests.samplewiki import SampleWiki
from wikilinks_gui.app import collect_garbage_here, take_turns
from wikilinks_gui.log import LogRecords
from wikilinks_gui.samplewiki.database import INDEXES, SCHEMA
from wikilinks_gui.settings import Folders, Settings
from wikilinks_gui.ui.graph.dock import GraphDock
from wikilinks_gui.ui.tab.controller import TabController
from wikilinks_gui.ui.tab.visit import BUSY
from wikilinks_gui.ui.widgets.theme import apply_theme
from wikilinks_gui.ui.window.window import MainWindow
from wikilinks_gui.wikis.session import Session

REDIRECTS = 60


def make_database(path: Path, rows: int) -> None:
    """Write a wiki in which so many pages link to one, most of them through redirects."""
    chooser = random.Random(1)
    pages: list[tuple[int, int, str, int]] = [(1, 0, HUB, 0)]
    redirects, links = [], []
    for number in range(1, REDIRECTS + 1):
        target = HUB if number <= REDIRECTS * 2 // 3 else f"Redirect_{number % 20 + 1}"
        pages.append((number + 1, 0, f"Redirect_{number}", 1))
        redirects.append((number + 1, 0, target, "", ""))
        links.append((0, target, 0, number + 1))
    for page_id in range(REDIRECTS + 2, rows + 2):
        text, namespace = title(chooser, page_id)
        name = f"{text.rpartition(':')[2]} {page_id}".replace(" ", "_")
        pages.append((page_id, namespace, name, 0))
        group = int(REDIRECTS * 1.2 * chooser.random() ** 3)  # the first ones are large
        target = HUB if group in {0, *range(REDIRECTS, 2 * REDIRECTS)} else f"Redirect_{group}"
        links.append((0, target, namespace, page_id))
    with sqlite3.connect(path) as db:
        db.executescript(SCHEMA)
        db.executemany("INSERT INTO page VALUES (?, ?, ?, ?)", pages)
        db.executemany("INSERT INTO redirect VALUES (?, ?, ?, ?, ?)", redirects)
        db.executemany("INSERT INTO pagelinks VALUES (?, ?, ?, ?)", links)
        db.executescript(INDEXES)
    db.close()


def serve(path: Path, rows: int) -> None:
    """Make a database and serve it until stdin ends."""
    make_database(path, rows)
    with SampleWiki(path) as wiki:
        print(wiki.api_url, flush=True)
        sys.stdin.read()


async def measure(address: str, folder: Path, *, with_graph: bool) -> None:
    """Stream the rows into a window, and use its graph."""
    session = Session(Folders.below(folder), Settings(), "", lambda: "", lambda host, wait: None)
    state = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    window = MainWindow(session, state, LogRecords())
    window.resize(1320, 820)
    window.painted.connect(lambda: collect_garbage_here(window))
    window.show()
    window.fill()
    dock = window.findChild(GraphDock)
    controller = window.findChild(TabController)
    assert isinstance(dock, GraphDock)
    assert isinstance(controller, TabController)
    dock.setVisible(with_graph)
    while with_graph and dock.panel is None:
        await asyncio.sleep(0.05)
    before = memory()[0]
    late = Lateness()
    window.start(address, HUB)
    late.start()
    while controller.phase in BUSY:
        await asyncio.sleep(0.2)
    said = late.stop()
    model = controller.tab.model
    assert model is not None
    print(f"graph {'open  ' if with_graph else 'hidden'} {len(model.table):,} rows  UI late {said}")
    print(f"                            memory {memory()[0]} MB; before {before}")
    late.start()
    if with_graph:
        await asyncio.sleep(1)
        print(f"after the last row          UI late {late.stop()}")
        await pan(dock, late)
    else:
        dock.show()
        while dock.panel is None:
            await asyncio.sleep(0.05)
        await asyncio.sleep(2)
        print(f"graph is opened             UI late {late.stop()}; memory {memory()[0]} MB")
    window.close()
    await session.close()


async def pan(dock: GraphDock, late: Lateness) -> None:
    """Pan for two seconds."""
    panel = dock.panel
    assert panel is not None
    timer = QTimer(interval=16)
    steps = iter(range(10_000))
    timer.timeout.connect(lambda: panel.view.pan(0.01 if next(steps) % 60 < 30 else -0.01, 0.002))
    late.start()
    timer.start()
    await asyncio.sleep(2)
    timer.stop()
    print(f"panned                      UI late {late.stop()}")


def main() -> None:
    """Measure everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--serve", metavar="DATABASE", help=argparse.SUPPRESS)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--only", choices=["open", "hidden"])
    args = parser.parse_args()
    if args.serve:
        serve(Path(args.serve), args.rows)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with served(folder / "wiki.sqlite", args.rows, "bench_graph_stream") as address:
            tell_speed()
            take_turns()
            app = QApplication(sys.argv[:1])
            app.setQuitOnLastWindowClosed(False)
            apply_theme(app)
            with QEventLoop(app) as loop:
                for case in ("hidden", "open"):
                    if args.only in {None, case}:
                        opened = measure(address, folder / case, with_graph=case == "open")
                        loop.run_until_complete(opened)


if __name__ == "__main__":
    main()
