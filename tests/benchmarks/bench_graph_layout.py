# SPDX-License-Identifier: MIT
"""What the graph's layout by origin costs: ``python -m tests.benchmarks.bench_graph_layout``.

Figures are in milliseconds, but how far discs move: that is in shares of the picture's radius.
"""

import random
import time
from collections.abc import Callable
from statistics import median, quantiles

import numpy as np

from wikilinks_gui.graph.layout import nearest
from wikilinks_gui.graph.redirectlayout import RedirectLayout
from wikilinks_gui.table.row import Kind, Row
from wikilinks_gui.table.table import LinkTable
from wikilinks_gui.tasks import finish

BATCH = 500
NAMESPACES = [0] * 12 + [1] * 4 + [2, 3, 3, 4, 4, 10, 14, 100]


def listing(redirects: int, count: int, *, seed: int = 1) -> list[Row]:
    """Make a listing as a wiki gives it: redirects, direct links, then those through redirects."""
    chooser = random.Random(seed)
    rows = [
        Row(page_id, 0, f"R{page_id}", int(Kind.REDIRECT), True, "", 0, 0)
        for page_id in range(1, redirects + 1)
    ]
    weights = [10 ** chooser.uniform(0, 3) for _ in range(redirects)]
    weights.append(2 * sum(weights) if redirects else 1)  # two thirds link directly
    vias = chooser.choices([*range(1, redirects + 1), 0], weights, k=count - redirects)
    for page_id, via in enumerate(sorted(vias), redirects + 1):
        namespace = chooser.choice(NAMESPACES)
        depth = int(via > 0)
        rows.append(Row(page_id, namespace, f"L{page_id}", 1, False, "", via, depth))
    return rows


def took(act: Callable[[], object]) -> float:
    """Return how long something takes."""
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def stream(redirects: int, count: int) -> None:
    """Take in rows in batches, arranging as often as that is due."""
    rows = listing(redirects, count)
    table = LinkTable()
    layout = RedirectLayout(table)
    adds, late, packs, mean, most = [], [], [], [], []
    sizes = np.zeros(0, np.int64)
    for start in range(0, count, BATCH):
        table.add(rows[start : start + BATCH])
        began = time.perf_counter()
        due = layout.add()
        adds.append((time.perf_counter() - began) * 1000)
        if start >= count / 2:
            late.append(adds[-1])
        if not due:
            continue
        before = layout.discs
        arranging = layout.arranging()
        began = time.perf_counter()
        arranged = finish(arranging)
        packs.append((time.perf_counter() - began) * 1000)
        layout.arrange(arranged)
        now = layout.discs
        known = len(sizes)
        gone = np.hypot(now.x - before.x, now.y - before.y)[:known]
        gone = gone[now.counts[:known] == sizes]  # what grows moves anyhow
        if len(gone):
            edge = np.max(np.hypot(now.outer_x, now.outer_y) + now.outer)
            mean.append(float(np.mean(gone) / edge))
            most.append(float(np.max(gone) / edge))
        sizes = now.counts
    print(f"{count:,} rows, {redirects:,} redirects, {BATCH} at a time")
    for name, figures in (
        ("add", adds),
        ("add, second half", late),
        ("arrange in a thread", packs),
    ):
        p99 = quantiles(figures, n=100)[-1]
        print(f"  {name:26}{median(figures):8.2f}   p99 {p99:.2f}   {len(figures)} times")
    print(f"  an arranging moves discs  {np.mean(mean):8.3f}   median of the farthest", end=" ")
    print(f"{median(most):.3f}   at worst {max(most):.3f}")
    apply = median(took(lambda: layout.arrange(arranged)) for _ in range(9))
    print(f"  arrange()                 {apply:8.2f}")
    report(layout)
    spots = np.random.default_rng(1).uniform(-100, 100, (200, 2)).tolist()
    near = [
        took(lambda x=x, y=y: nearest(layout.x, layout.y, x, y, 1))  # type: ignore[misc]
        for x, y in spots
    ]
    print(f"  nearest()                 {median(near):8.2f}   at {len(layout.nodes):,}")


def report(layout: RedirectLayout) -> None:
    """Print how closely discs are packed once nothing needs room to grow."""
    for _ in range(2):
        layout.arrange()
    discs = layout.discs
    top = discs.parents < 0
    x, y, outer = discs.outer_x[top], discs.outer_y[top], discs.outer[top]
    edge = np.max(np.hypot(x, y) + outer)
    wide, high = np.max(x + outer) - np.min(x - outer), np.max(y + outer) - np.min(y - outer)
    area = np.sum(outer * outer)
    print(f"  discs fill of the circle  {area / edge**2:8.2f}   of the rectangle", end=" ")
    print(f"{np.pi * area / wide / high:.2f}, which is {wide / high:.2f} as wide as high")


def arranging(redirects: int) -> tuple[float, float]:
    """Return how long it takes to arrange discs that have no places, and those that do."""
    table = LinkTable()
    table.add(listing(redirects, redirects * 10))
    layout = RedirectLayout(table)
    layout.add()
    figures = [took(lambda: layout.arrange()) for _ in range(5)]
    return figures[0], median(figures[1:])


def main() -> None:
    """Print what everything costs."""
    stream(40, 50_000)
    stream(40, 100_000)
    stream(300, 20_000)
    print("arranging at once, and again")
    for count in (50, 300, 2000):
        first, again = arranging(count)
        print(f"  {count:5} redirects           {first:8.1f}   {again:8.1f}")


if __name__ == "__main__":
    main()
