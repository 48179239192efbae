# SPDX-License-Identifier: MIT
"""The tree at a million rows in a shown window: ``python -m tests.benchmarks.bench_tree``.

Every figure is in milliseconds, until the window is painted.
"""

import asyncio
import math
import time
from collections.abc import Callable
from statistics import median

import qasync
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from tests.benchmarks.bench_table import ROWS, rows
from tests.ui.tree.listing import a_site, link
from wikilinks_gui.table.filter import Filter
from wikilinks_gui.table.row import Row
from wikilinks_gui.ui.tree.model import LinkModel
from wikilinks_gui.ui.tree.view import TreeView
from wikilinks_gui.ui.widgets.theme import apply_theme

BATCH = 5_000


def painted(app: QApplication, act: Callable[[], object]) -> float:
    """Do something, wait until it is painted, and give how long that took."""
    start = time.perf_counter()
    act()
    for _ in range(3):  # layouts are put off, then scroll bars change, then it is painted
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
    return (time.perf_counter() - start) * 1000


def say(what: str, took: list[float], note: str = "") -> None:
    """Print the median, the 99th percentile and the worst of some times."""
    in_order = sorted(took)
    p99 = in_order[math.ceil(len(in_order) * 0.99) - 1]
    print(
        f"{what:34} {median(took):8.1f}   p99 {p99:7.1f}   worst {max(took):7.1f}   {note}",
        flush=True,
    )


def grow(app: QApplication, model: LinkModel, count: int, times: int) -> list[float]:
    """Append rows at the end."""
    took = []
    for _ in range(times):
        start = len(model.table) + 1
        more = [link(start + n, f"Later {start + n}") for n in range(count)]
        took.append(painted(app, lambda more=more: model.add(more)))  # type: ignore[misc]
    return took


def stream(app: QApplication, model: LinkModel, made: list[Row]) -> None:
    """Fill the model as a listing does."""
    took = [
        painted(app, lambda start=start: model.add(made[start : start + BATCH]))  # type: ignore[misc]
        for start in range(0, ROWS, BATCH)
    ]
    say(f"stream {BATCH:,} at a time", took)


def act_on_rows(app: QApplication, model: LinkModel, view: TreeView) -> None:
    """Scroll, open, filter, select, find and copy."""
    bar = view.verticalScrollBar()
    step = view.rowHeight(0) * 3
    say(
        "scroll by three rows",
        [painted(app, lambda: bar.setValue(bar.value() + step)) for _ in range(300)],
    )
    jumps = [bar.maximum() * n // 300 for n in range(300)]
    say(
        "scroll anywhere",
        [painted(app, lambda place=place: bar.setValue(place)) for place in jumps],  # type: ignore[misc]
    )
    bar.setValue(0)
    view.select_nodes([0])
    opened = [
        painted(app, lambda is_open=is_open: model.set_open([0], is_open))  # type: ignore[misc]
        for is_open in [True, False] * 10
    ]
    say("open a group of 100,000", opened[::2])
    say("close a group of 100,000", opened[1::2])
    for text in ("a", "history", "battle of", "4999", "in no title at all"):
        took = []
        for _ in range(5):
            took.append(painted(app, lambda text=text: model.set_filter(Filter(text))))  # type: ignore[misc]
            note = f"{model.rowCount():,} rows"
            painted(app, lambda: model.set_filter(Filter()))
        say(f"filter {text!r}", took, note)
    say("select all", [painted(app, view.selectAll) for _ in range(5)])
    say(
        "select all, then filter 'history'",
        [painted(app, lambda: model.set_filter(Filter("history")))],
    )
    say("and no filter", [painted(app, lambda: model.set_filter(Filter()))])
    painted(app, view.selectAll)
    say("check all", [painted(app, view.toggle_checked) for _ in range(4)])
    say("find next", [painted(app, lambda: view.find_next("4999")) for _ in range(10)])
    view.select_nodes(model.table.visible[1_000:21_000].tolist())
    say("copy 20,000", [painted(app, view.copy_selection) for _ in range(3)])


async def sort(model: LinkModel, order: str, descending: bool) -> None:
    """Sort, and watch how late the window is meanwhile."""
    late = []
    last = time.perf_counter()
    timer = QTimer()

    def tick() -> None:
        nonlocal last
        now = time.perf_counter()
        late.append((now - last) * 1000)
        last = now

    timer.timeout.connect(tick)
    timer.start(5)
    start = time.perf_counter()
    await model.sort_by(order, descending)  # type: ignore[arg-type]
    for _ in range(3):
        await asyncio.sleep(0)
        tick()
    took = (time.perf_counter() - start) * 1000
    timer.stop()
    way = "down" if descending else "up"
    print(f"sort by {order} {way:20} {took:8.1f}   longest pause {max(late):7.1f}", flush=True)


async def sort_all(app: QApplication, model: LinkModel, view: TreeView) -> None:
    """Sort in several ways, at last with rows that come and all selected."""
    for order in ("title", "namespace", "page_id"):
        await sort(model, order, False)
        await sort(model, order, True)
    view.selectAll()
    await sort(model, "title", False)
    say("500 more in order, all selected", grow(app, model, 500, 3))
    view.clearSelection()
    say("500 more in order", grow(app, model, 500, 10))
    say("5,000 more in order", grow(app, model, 5000, 5))


def main() -> None:
    """Show a tree, fill it, and print what everything costs."""
    made = rows()
    app = QApplication([])
    apply_theme(app)
    loop = qasync.QEventLoop(app)
    view = TreeView()
    model = LinkModel(a_site(), view)
    view.setModel(model)
    view.resize(900, 1000)
    view.show()
    with loop:
        stream(app, model, made)
        say("append 500", grow(app, model, 500, 40))
        say("append 5,000", grow(app, model, 5_000, 20))
        act_on_rows(app, model, view)
        loop.run_until_complete(sort_all(app, model, view))
        view.close()


if __name__ == "__main__":
    main()
