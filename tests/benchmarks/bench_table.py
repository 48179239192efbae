# SPDX-License-Identifier: MIT
"""What the table in memory costs at a million rows: ``python -m tests.benchmarks.bench_table``.

Each figure is the median of several runs in this one process, in milliseconds.
"""

import random
import resource
import threading
import time
from collections.abc import Callable
from statistics import median

from wikilinks_gui.table.filter import Filter
from wikilinks_gui.table.ordering import Order
from wikilinks_gui.table.row import Kind, Row
from wikilinks_gui.table.table import LinkTable

ROWS = 1_000_000
ORDERS: list[Order] = ["title", "namespace", "page_id", "kinds", "through", "section", "arrival"]
IN_GROUP = 100_000
WORDS = [
    *("history", "list", "of", "the", "in", "united", "states", "battle", "river", "county"),
    *("school", "film", "album", "station", "season", "national", "township", "municipality"),
]
PREFIXES = [("", 0)] * 6 + [
    ("Talk:", 1),
    ("User talk:", 3),
    ("Wikipedia:Articles for deletion/", 4),
]


def title(chooser: random.Random, number: int) -> tuple[str, int]:
    """Make a title much like Wikipedia's, and its namespace."""
    prefix, namespace = chooser.choice(PREFIXES)
    words = " ".join(chooser.choices(WORDS, k=chooser.randint(1, 4))).capitalize()
    return f"{prefix}{words} {number % 5000}", namespace


def rows() -> list[Row]:
    """Make a redirect with 100,000 pages through it, and direct links."""
    chooser = random.Random(1)
    made = [Row(1, 0, "Redirect", int(Kind.REDIRECT), True, "", 0, 0)]
    for page_id in range(2, ROWS + 1):
        text, namespace = title(chooser, page_id)
        via, depth = (1, 1) if page_id <= IN_GROUP else (0, 0)
        made.append(Row(page_id, namespace, text, int(Kind.LINK), False, "", via, depth))
    return made


def update(table: LinkTable) -> None:
    """Show what there is to show."""
    change = table.change()
    if change:
        table.visible = change.visible


def timed(act: Callable[[], object], times: int = 5) -> float:
    """Return the median of several runs, in ms."""
    took = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        took.append((time.perf_counter() - start) * 1000)
    return median(took)


def grown(table: LinkTable, made: list[Row], count: int, via: int = 0) -> Callable[[], None]:
    """Return what adds rows and shows them, as the window does in one go."""
    batches = []
    for number in range(5):
        start = len(table) + 2 + number * count
        rows = [
            row._replace(page_id=start + at, via=via, depth=via)
            for at, row in enumerate(made[-count:])
        ]
        batches.append(rows)

    def grow() -> None:
        table.add(batches.pop())
        update(table)

    return grow


def stalls(work: Callable[[], object]) -> tuple[float, float]:
    """Run some work in a thread; give how long it took, and the longest stall of this one."""
    thread = threading.Thread(target=work)
    began = seen = time.perf_counter()
    thread.start()
    longest = 0.0
    while thread.is_alive():
        time.sleep(0.001)
        now = time.perf_counter()
        longest, seen = max(longest, now - seen), now
    return (time.perf_counter() - began) * 1000, longest * 1000


def main() -> None:
    """Fill a table and print what everything costs."""
    made = rows()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    table = LinkTable()
    ticks = []
    for start in range(0, ROWS, 2000):
        batch = made[start : start + 2000]
        began = time.perf_counter()
        table.add(batch)
        update(table)
        ticks.append((time.perf_counter() - began) * 1000)
    print(f"add 2,000 and update      {median(ticks):8.1f}   at worst {max(ticks):.1f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"memory of the table       {(peak - before) / 1024:8.1f} MiB")
    print(f"add 500                   {timed(grown(table, made, 500)):8.1f}")
    again = [row._replace(kinds=int(Kind.TRANSCLUSION)) for row in made[-500:]]
    print(f"500 come again            {timed(lambda: table.add([], again)):8.1f}")

    def toggle() -> None:
        table.set_open([0], not table.is_open(0))
        update(table)

    print(f"open or close 100,000     {timed(toggle, 6):8.1f}")
    toggle()
    print(f"add 500 below an open one {timed(grown(table, made, 500, via=1)):8.1f}")
    for text in ("a", " ", "history", "battle of", "4999", "in no title at all"):

        def find(text: str = text) -> None:
            table.set_filter(Filter(text))
            update(table)

        print(f"filter {text!r:18} {timed(find):8.1f}   {len(table.visible):,} rows")
        print(f"add 500 then              {timed(grown(table, made, 500)):8.1f}")
    print(f"count what is shown       {timed(lambda: table.counts(shown=True)):8.1f}")
    table.set_filter(Filter())
    for order in ORDERS:

        def sort(order: Order = order) -> None:
            table.order.set(order)
            update(table)

        print(f"sort by {order:17} {timed(sort, 3):8.1f}")
        print(f"add 500 then              {timed(grown(table, made, 500)):8.1f}")
        print(f"add 500 below an open one {timed(grown(table, made, 500, via=1)):8.1f}")
    took, stall = stalls(table.order.sorting("title"))
    print(f"sort by title in a thread {took:8.1f}   longest stall of the other {stall:.1f}")


if __name__ == "__main__":
    main()
