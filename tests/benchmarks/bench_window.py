# SPDX-License-Identifier: MIT
"""What the real window costs at a million rows: ``python -m tests.benchmarks.bench_window``.

A server in a process of its own lists 1,000,000 pages to the program's own window, which is
scrolled all the while. The UI is late by how much a timer of 5 ms comes after its time. Then: one
filter keystroke to painted rows, sorting by title, opening a group of 100,000. Last: how long the
program takes from its start to its first picture, beside a bare ``QMainWindow`` with a table.

``--origins`` shows the column of origins: while rows arrive, those of 50 rows become known ten
times a second, the others at the end, as from the store; then rows are filtered and sorted by them.
"""

import argparse
import asyncio
import itertools
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QSettings, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from qasync import QEventLoop

from tests.benchmarks.bench_table import title
from tests.samplewiki import SampleWiki
from wikilinks_gui.app import collect_garbage_here, take_turns
from wikilinks_gui.log import LogRecords
from wikilinks_gui.samplewiki.database import INDEXES, SCHEMA
from wikilinks_gui.settings import Folders, Settings
from wikilinks_gui.store.records import OriginRecord
from wikilinks_gui.table.filter import Filter, with_origin
from wikilinks_gui.table.origin import ALL_ORIGINS, Origin
from wikilinks_gui.tasks import start as start_task
from wikilinks_gui.ui.graph.dock import GraphDock
from wikilinks_gui.ui.tab.controller import TabController
from wikilinks_gui.ui.tab.visit import BUSY
from wikilinks_gui.ui.tree.model import LinkModel
from wikilinks_gui.ui.tree.view import TreeView
from wikilinks_gui.ui.widgets.theme import apply_theme
from wikilinks_gui.ui.window.window import MainWindow
from wikilinks_gui.wikis.session import Session

IN_GROUP = 100_000
STEP = 5  # ms between two looks at the clock
HUB, REDIRECT = "Hub", "Redirect"

BARE = """
import sys
from PySide6.QtWidgets import QApplication, QMainWindow, QTableWidget
from PySide6.QtCore import QTimer
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        print("shown", flush=True)
app = QApplication([])
window = Window()
window.setCentralWidget(QTableWidget(0, 5))
window.resize(900, 600)
window.show()
app.exec()
"""


def make_database(path: Path, rows: int) -> None:
    """Write a wiki in which so many pages link to one, a part of them through a redirect."""
    chooser = random.Random(1)
    # The sample wiki knows these namespaces; titles there are without the namespace's name.
    pages: list[tuple[int, int, str, int]] = [(1, 0, HUB, 0), (2, 0, REDIRECT, 1)]
    links = [(0, HUB, 0, 2)]
    for page_id in range(3, rows + 3):
        text, namespace = title(chooser, page_id)
        name = f"{text.rpartition(':')[2]} {page_id}".replace(" ", "_")
        pages.append((page_id, namespace, name, 0))
        links.append((0, REDIRECT if page_id < IN_GROUP else HUB, namespace, page_id))
    with sqlite3.connect(path) as db:
        db.executescript(SCHEMA)
        db.executemany("INSERT INTO page VALUES (?, ?, ?, ?)", pages)
        db.execute("INSERT INTO redirect VALUES (2, 0, ?, '', '')", (HUB,))
        db.executemany("INSERT INTO pagelinks VALUES (?, ?, ?, ?)", links)
        db.executescript(INDEXES)
    db.close()


def serve(path: Path, rows: int) -> None:
    """Make a database and serve it until stdin ends."""
    make_database(path, rows)
    with SampleWiki(path) as wiki:
        print(wiki.api_url, flush=True)
        sys.stdin.read()


@contextmanager
def served(path: Path, rows: int, module: str = "bench_window") -> Iterator[str]:
    """Make and serve a database in another process: this one's memory is measured."""
    command = [sys.executable, "-m", f"tests.benchmarks.{module}"]
    command += ["--serve", str(path), "--rows", str(rows)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        assert server.stdin is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.stdin.close()


def tell_speed() -> None:
    """Print how fast this machine is just now: a busy one can be half as fast."""
    took = []
    for _ in range(5):
        start, total = time.perf_counter(), 0
        for number in range(1_000_000):
            total += number
        took.append((time.perf_counter() - start) * 1000)
    print(f"a million additions     {min(took):.0f} to {max(took):.0f} ms")


class Lateness(QObject):
    """How late the UI thread is, in ms."""

    def __init__(self) -> None:
        super().__init__()
        self.late: list[float] = []
        self._timer = QTimer(self, interval=STEP, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_timeout)
        self._last = 0.0

    def start(self) -> None:
        """Begin to look."""
        self.late.clear()
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> str:
        """Look no more, and say what was seen."""
        self._timer.stop()
        late = sorted(self.late)
        if not late:
            return "never looked"
        return (
            f"p50 {late[len(late) // 2]:.1f}  p99 {late[int(len(late) * 0.99)]:.1f}  "
            f"worst {late[-1]:.1f} ms, {sum(each > 50 for each in late)} of {len(late):,} over 50"
        )

    def _on_timeout(self) -> None:
        now = time.perf_counter()
        self.late.append(max((now - self._last) * 1000 - STEP, 0.0))
        self._last = now


class Painted(QObject):
    """Waits until a widget was painted."""

    def __init__(self, widget: Any) -> None:
        super().__init__()
        self._widget = widget
        self.times = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count the paintings."""
        if event.type() == QEvent.Type.Paint:
            self.times += 1
        return False

    async def after(self, act: Callable[[], object], done: Callable[[], bool]) -> float:
        """Act, and give the ms until all is done and painted."""
        start = time.perf_counter()
        act()
        while not done():
            await asyncio.sleep(0.001)  # a loop that turns all the time would slow other threads
        times = self.times
        while self.times == times:
            self._widget.update()
            await asyncio.sleep(0)
        return (time.perf_counter() - start) * 1000


def memory() -> tuple[int, int]:
    """Return the process's resident MB of now, and at most so far."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    found = dict(line.split(":", 1) for line in status.splitlines())
    return int(found["VmRSS"].split()[0]) // 1024, int(found["VmHWM"].split()[0]) // 1024


def list_of(controller: TabController) -> LinkModel:
    """Return the model of the list that is shown."""
    assert controller.tab.model is not None
    return controller.tab.model


TEMPLATES = (("Template:Box",), ("Template:Nav",), ("Template:Box", "Template:Nav"))


def tell_origins(model: LinkModel, start: int, count: int) -> None:
    """Record origins of some rows, as a check does; one in eight is not found."""
    rows = model.table.rows(range(start, min(start + count, len(model.table))))
    model.set_origins(
        [
            OriginRecord(row.via, row.page_id, 1, row.page_id % 3 + 1, True, templates, ())
            if row.page_id % 8
            else OriginRecord(row.via, row.page_id, 1, Origin.NOT_FOUND, False, (), ())
            for row in rows
            for templates in [TEMPLATES[row.page_id % 4 % 3] if row.page_id % 3 else ()]
        ]
    )


async def measure(address: str, folder: Path, *, with_graph: bool, with_origins: bool) -> None:
    """Stream the rows into the window, and use it."""
    records = LogRecords()
    session = Session(Folders.below(folder), Settings(), "", lambda: "", lambda host, wait: None)
    window = MainWindow(
        session, QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat), records
    )
    window.resize(1280, 820)
    window.painted.connect(lambda: collect_garbage_here(window))
    window.show()
    window.fill()
    dock = window.findChild(GraphDock)
    assert isinstance(dock, GraphDock)
    dock.setVisible(with_graph)
    while with_graph and dock.panel is None:
        await asyncio.sleep(0.05)
    late = Lateness()
    before = memory()[0]
    window.start(address, HUB)
    controller = window.findChild(TabController)
    tree = window.findChild(TreeView)
    assert isinstance(controller, TabController)
    assert isinstance(tree, TreeView)
    wheel = QTimer(interval=16)
    wheel.timeout.connect(lambda: scroll(tree))
    known = itertools.count(0, 50)
    check = QTimer(interval=100)
    check.timeout.connect(lambda: tell_origins(list_of(controller), next(known), 50))
    began, worked = time.perf_counter(), time.process_time()
    late.start()
    wheel.start()
    while controller.phase in BUSY:
        await asyncio.sleep(0.2)
        if with_origins and controller.tab.model is not None:
            check.start() if not check.isActive() else None
    wheel.stop()
    check.stop()
    model = list_of(controller)
    table = model.table
    took, worked = time.perf_counter() - began, time.process_time() - worked
    said = late.stop()
    print(f"stream {len(table):,} rows     {took:.0f} s, {worked:.0f} s of work; UI late {said}")
    print(f"memory                  {memory()[0]} MB, at most {memory()[1]}; before {before}")
    painted = Painted(tree.viewport())
    if with_origins:
        await measure_origins(controller, painted, late)
    field = next(each for each in controller.tab.filter_bar.findChildren(QLineEdit))
    field.setFocus()
    for text in ("a", "r", "history", "1234"):
        took_each = []
        for letter in text:
            filtered = model.filter.text + letter
            took_each.append(
                await painted.after(
                    lambda letter=letter: QTest.keyClicks(field, letter),  # type: ignore[misc]
                    lambda filtered=filtered: model.filter.text == filtered,  # type: ignore[misc]
                )
            )
        each = " ".join(f"{took:.0f}" for took in took_each)
        print(f"filter {text!r:12}     {each} ms a keystroke; {len(table.visible):,} rows")
        field.clear()
        while model.filter.text:
            await asyncio.sleep(0)
    late.start()
    resets: list[int] = []
    model.modelReset.connect(lambda: resets.append(1))
    header = tree.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(0) + 20, header.height() // 2)
    took = await painted.after(
        lambda: QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place),
        lambda: bool(resets),
    )
    print(f"sort by title           {took:.0f} ms; UI late {late.stop()}")
    await model.sort_by("arrival")
    tree.selectRow(0)
    shown = len(table.visible)
    opened = []
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus) * 3:
        opened.append(
            await painted.after(
                lambda key=key: QTest.keyClick(tree, key),  # type: ignore[misc]
                lambda key=key: (len(table.visible) > shown) == (key == Qt.Key.Key_Plus),  # type: ignore[misc]
            )
        )
    each = " ".join(f"{took:.0f}" for took in opened)
    print(f"open and close {table.through(0):,}  {each} ms")
    print(f"memory at the end       {memory()[0]} MB, at most {memory()[1]}")
    window.close()


async def measure_origins(controller: TabController, painted: Painted, late: Lateness) -> None:
    """Make all origins known, filter by them, and sort."""
    tab, model = controller.tab, list_of(controller)
    late.start()
    began, worked = time.perf_counter(), time.process_time()
    for start in range(0, len(model.table), 500):
        tell_origins(model, start, 500)
        await asyncio.sleep(0)
    took, worked = time.perf_counter() - began, time.process_time() - worked
    print(f"origins of all rows     {took:.0f} s, {worked:.0f} s of work; UI late {late.stop()}")
    only = with_origin(Filter(), "template", True)
    but_templates = Filter(origins=ALL_ORIGINS & ~only.origins)
    for name, wanted in (("only templates", only), ("hide templates", but_templates)):
        late.start()
        took = await painted.after(
            lambda wanted=wanted: tab.filter_bar.set_filter(wanted),  # type: ignore[misc]
            lambda wanted=wanted: model.filter == wanted,  # type: ignore[misc]
        )
        rows = len(model.table.visible)
        print(f"{name}          {took:.0f} ms; {rows:,} rows; UI late {late.stop()}")
        late.start()
        began = time.perf_counter()
        for start in range(0, 50 * 20, 50):  # what is known changes while it filters
            tell_origins(model, start, 50)
            await asyncio.sleep(0.1)
        print(f"20 checks while filtered {late.stop()}")
    tab.filter_bar.clear()
    while model.filter != Filter():
        await asyncio.sleep(0)
    late.start()
    resets: list[int] = []
    model.modelReset.connect(lambda: resets.append(1))
    took = await painted.after(lambda: start_task(model.sort_by("origin")), lambda: bool(resets))
    print(f"sort by origin          {took:.0f} ms; UI late {late.stop()}")
    await model.sort_by("arrival")


def scroll(tree: TreeView) -> None:
    """Turn the wheel by a notch; back at the top after a while."""
    bar = tree.verticalScrollBar()
    if bar.value() > bar.maximum() * 0.9:
        bar.setValue(0)
    middle = QPointF(tree.viewport().rect().center())
    QApplication.sendEvent(
        tree.viewport(),
        QWheelEvent(
            middle,
            tree.viewport().mapToGlobal(middle),
            QPoint(0, 0),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        ),
    )


def first_pictures() -> None:
    """Compare how long the program and a bare window take to their first picture.

    Both are started once before, so that they are compiled, as they are where they are installed.
    """
    bare, ours = [], []
    for _time in range(8):
        bare.append(until_shown([sys.executable, "-c", BARE]))
        ours.append(
            until_shown([sys.executable, "-m", "wikilinks_gui", "--temp-basedir", "--debug"])
        )
    del bare[0], ours[0]
    ratio = statistics.median(ours) / statistics.median(bare)
    print(
        f"first picture           {statistics.median(ours):.0f} ms, bare "
        f"{statistics.median(bare):.0f} ms: {ratio:.2f} times"
    )


def until_shown(command: list[str]) -> float:
    """Start a program; give the ms until it says that its window is shown."""
    environment = dict(os.environ)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    start = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    ) as program:
        assert program.stdout is not None
        for line in program.stdout:
            if "shown" in line:
                break
        else:
            raise SystemExit("the window was never shown; is there a display?")
        took = (time.perf_counter() - start) * 1000
        program.kill()
    return took


def main() -> None:
    """Measure everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--serve", metavar="DATABASE", help=argparse.SUPPRESS)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--only-window", action="store_true", help="not how it starts")
    parser.add_argument("--origins", action="store_true", help="with the column of origins")
    parser.add_argument("--graph", action="store_true", help="with the graph beside the tree")
    args = parser.parse_args()
    if args.serve:
        serve(Path(args.serve), args.rows)
        return
    if not args.only_window:
        first_pictures()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with served(folder / "wiki.sqlite", args.rows) as address:
            tell_speed()
            take_turns()
            app = QApplication(sys.argv[:1])
            app.setQuitOnLastWindowClosed(False)
            apply_theme(app)
            with QEventLoop(app) as loop:
                shown = measure(
                    address,
                    folder / "base",
                    with_graph=args.graph,
                    with_origins=args.origins,
                )
                loop.run_until_complete(shown)


if __name__ == "__main__":
    main()
