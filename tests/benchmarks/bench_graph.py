# SPDX-License-Identifier: MIT
"""The graph at 10,000 to 100,000 nodes, all in view: ``python -m tests.benchmarks.bench_graph``.

Beside it pyqtgraph's own ``GraphItem`` on the same nodes in the same run. Every figure is in
milliseconds; "paint" is the painting of the view alone, by all items in it.
"""

import gc
import math
import sys
import time
from collections.abc import Callable
from statistics import median

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.graph.listing import Settled, a_table, a_wiki, rows
from wikilinks_gui.graph.colours import LIGHT
from wikilinks_gui.graph.layout import Layout
from wikilinks_gui.graph.redirectlayout import RedirectLayout
from wikilinks_gui.table.table import LinkTable
from wikilinks_gui.ui.graph.layer import SHAPES, STATES, Layer
from wikilinks_gui.ui.graph.view import GraphView
from wikilinks_gui.ui.widgets.theme import apply_theme

SIZES = (10_000, 50_000, 100_000)
SIZE = (900, 700)  # of the view
BATCH = 500
TIMES = 40

Times = list[float]


def timed(act: Callable[[int], object], times: int = TIMES) -> Times:
    """Do something so often, and give how long each took."""
    took = []
    for number in range(times):
        start = time.perf_counter()
        act(number)
        took.append((time.perf_counter() - start) * 1000)
    return took


def say(what: str, took: Times, note: str = "") -> None:
    """Print the median, the best, the 99th percentile and the worst of some times."""
    in_order = sorted(took)
    p99 = in_order[math.ceil(len(in_order) * 0.99) - 1]
    best = f"best {in_order[0]:7.2f}"
    rest = f"p99 {p99:7.2f}   worst {max(took):7.2f}"
    print(f"{what:46} {median(took):8.2f}   {best}   {rest}   {note}")
    sys.stdout.flush()


def repainted(viewport: QWidget, act: Callable[[int], object], times: int = TIMES) -> Times:
    """Time how the view is painted after each of so many acts, without the acts."""
    took = []
    for number in range(times):
        act(number)
        start = time.perf_counter()
        viewport.repaint()
        took.append((time.perf_counter() - start) * 1000)
    return took


def there_and_back(number: int) -> tuple[int, int]:
    """Move a little in all directions, as a hand does: pixels to the right and down."""
    return round(9 * math.cos(number / 3)), round(9 * math.sin(number / 3))


def shown(app: QApplication, view: QWidget) -> None:
    """Show a view in its size, painted."""
    view.resize(*SIZE)
    view.show()
    for _ in range(3):
        app.processEvents()


def with_edges(layer: Layer) -> Layout:
    """Return what a layer shows with a link from each node to the middle of its disc."""
    layout, table = layer.layout, layer.table
    places = {int(node): place for place, node in enumerate(layout.nodes.tolist())}
    firsts: dict[tuple[int, int], int] = {}
    ends = []
    for place, node in enumerate(layout.nodes.tolist()):
        parent = table.parent(node)
        key = parent, 0 if parent >= 0 else int(table.namespaces[node])
        ends.append(places[parent] if parent >= 0 else firsts.setdefault(key, place))
    starts = np.arange(len(ends), dtype=np.int32)
    edges = np.stack([starts, np.array(ends, np.int32)])
    return Settled(layout.nodes, layout.x, layout.y, layout.discs, edges)


def of_this_program(app: QApplication, layer: Layer, what: str) -> dict[str, float]:
    """Measure the program's own view."""
    view = GraphView()
    view.layers.append(layer)
    view.refresh()
    shown(app, view)
    port = view.viewport()
    figures = {}

    def tell(name: str, took: Times) -> None:
        say(f"{what}: {name}", took)
        figures[name] = median(took)

    def pan(number: int) -> None:
        right, down = there_and_back(number)
        view.pan(right / SIZE[0], down / SIZE[1])

    tell("paint while panning", repainted(port, pan))
    tell("paint after zooming", repainted(port, lambda n: view.zoom(1.01 if n % 2 else 1 / 1.01)))
    tell("paint all anew", repainted(port, lambda _: view.refresh()))
    tell("take in what changed", timed(lambda _: view.refresh()))
    view.fit()
    app.processEvents()
    points = [
        QPoint(SIZE[0] * (n * 7 % 40) // 40, SIZE[1] * (n * 11 % 40) // 40) for n in range(200)
    ]
    tell("hover answer", timed(lambda n: view.point_at(points[n]), len(points)))
    view.hide()
    view.deleteLater()
    app.processEvents()
    return figures


def of_pyqtgraph(app: QApplication, layer: Layer, edges: bool) -> dict[str, float]:
    """Measure pyqtgraph's own item on the same nodes."""
    view = pg.GraphicsView()
    box = pg.ViewBox(enableMenu=False, lockAspect=True, invertY=True)
    view.setCentralItem(box)
    item = pg.GraphItem()
    colors = np.array([pg.mkBrush(color) for color in LIGHT], dtype=object)
    at = np.stack([layer.x, layer.y], axis=1).astype(np.float64)
    more = {"adj": with_edges(layer).edges.T.copy(), "pen": pg.mkPen("#a2a9b1")} if edges else {}
    brushes = colors[layer.codes // (SHAPES * STATES)]
    item.setData(pos=at, size=5, symbol="o", symbolPen=None, symbolBrush=brushes, **more)
    box.addItem(item)
    box.setRange(box.childrenBoundingRect(), padding=0.02)
    shown(app, view)
    port = view.viewport()
    what = "GraphItem with edges" if edges else "GraphItem"
    figures = {}

    def tell(name: str, took: Times) -> None:
        say(f"{what}: {name}", took)
        figures[name] = median(took)

    def pan(number: int) -> None:
        right, down = there_and_back(number)
        width, height = box.viewPixelSize()
        box.translateBy(x=right * width, y=down * height)

    tell("paint while panning", repainted(port, pan, 20))
    steps = (1.01, 1.01), (1 / 1.01, 1 / 1.01)
    tell("paint after zooming", repainted(port, lambda n: box.scaleBy(steps[n % 2]), 10))
    middle = box.mapToView(box.rect().center())
    tell("hover answer", timed(lambda _: item.scatter.pointsAt(middle), 20))
    view.hide()
    view.deleteLater()
    app.processEvents()
    return figures


def streaming(app: QApplication, count: int) -> None:
    """Append rows while the picture is shown."""
    made = rows(count + BATCH * TIMES)
    table = LinkTable()
    table.add(made[:count])
    layout = RedirectLayout(table, most=len(made), step=len(made))
    layout.add()
    layout.arrange()
    layer = Layer(table, a_wiki(), layout, "Page")
    view = GraphView()
    view.layers.append(layer)
    view.refresh()
    shown(app, view)
    added, arranged, painted = [], [], []
    for number in range(TIMES):
        start = count + number * BATCH
        table.add(made[start : start + BATCH])
        begin = time.perf_counter()
        due = layout.add()
        view.refresh()
        added.append((time.perf_counter() - begin) * 1000)
        if due:
            begin = time.perf_counter()
            layout.arrange()
            view.refresh()
            arranged.append((time.perf_counter() - begin) * 1000)
        begin = time.perf_counter()
        view.viewport().repaint()
        painted.append((time.perf_counter() - begin) * 1000)
    say(f"{count:,} nodes: add {BATCH} (layout and view)", added)
    say(f"{count:,} nodes: the paint after it", painted)
    if arranged:
        say(f"{count:,} nodes: arrange anew", arranged, f"{len(arranged)} times")
    view.hide()
    view.deleteLater()
    app.processEvents()


def main() -> None:
    """Print what everything costs, and how many times that is less than pyqtgraph's."""
    app = QApplication([])
    apply_theme(app)
    for count in SIZES:
        print(f"\n{count:,} nodes in {SIZE[0]} × {SIZE[1]} pixels")
        table = a_table(count)
        layout = RedirectLayout(table, most=count, step=count)
        layout.add()
        layout.arrange()
        layer = Layer(table, a_wiki(), layout, "Page")
        mine = of_this_program(app, layer, "ours")
        linked = Layer(table, a_wiki(), with_edges(layer), "Page")
        mine_linked = of_this_program(app, linked, "ours with edges")
        for ours, edges in ((mine, False), (mine_linked, True)):
            theirs = of_pyqtgraph(app, layer, edges)
            what = "with edges" if edges else "nodes"
            for name, took in theirs.items():
                print(f"    {what}, {name}: GraphItem / ours = {took / ours[name]:.1f}")
        gc.collect()
    print()
    for count in SIZES:
        streaming(app, count)


if __name__ == "__main__":
    main()
