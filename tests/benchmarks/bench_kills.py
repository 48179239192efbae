# SPDX-License-Identifier: MIT
"""Kill exports and listings at random moments: is anything lost, is any file half written?

python -m tests.benchmarks.bench_kills [kills of each] [seed]
"""

import contextlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.benchmarks.bench_damage import WIKI, export, make_store
from wikilinks_gui.store.store import Store
from wikilinks_gui.table.row import Row

ROOT = Path(__file__).parents[2]
BATCH = 100
ADD = """
import sys
from itertools import count
from pathlib import Path
from wikilinks_gui.table.row import Row
from wikilinks_gui.store.store import Store

size = int(sys.argv[2])
with Store(Path(sys.argv[1])) as store:
    exploration = store.begin("wiki", "Cat", "Cat", {}, {})
    for first in count(1, size):
        rows = [Row(n, 0, f"Page {n}", 1, False, "", 0, 0) for n in range(first, first + size)]
        # Every other batch has rows of the one before, with another kind.
        again = [row._replace(page_id=row.page_id - size, kinds=4) for row in rows[:10]]
        store.add(exploration, [*rows, *(again if first > 1 else [])], {"next": first + size})
        print(first + size, flush=True)
"""


def start(*command: str) -> "subprocess.Popen[str]":
    """Start Python."""
    return subprocess.Popen(
        [sys.executable, *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def parts(folder: Path) -> list[Path]:
    """Find the files that an export left unfinished."""
    return list(folder.glob(".wikilinks-*.part"))


def size(path: Path) -> int:
    """Read the size of a file that may just have got another name."""
    with contextlib.suppress(OSError):
        return path.stat().st_size
    return 0


def kill_export(folder: Path, old: bytes, new: bytes, written: int) -> str:
    """Kill an export that has written so many bytes, and look at what there is."""
    target = folder / "out.csv"
    target.write_bytes(old)
    command = ["-m", "wikilinks_gui", "export", "Quartz", "--wiki", WIKI, "--cached"]
    command += ["--marked-column", "--output", str(target), "--basedir", str(folder)]
    with start(*command) as program:
        while not any(size(part) >= written for part in parts(folder)):
            if program.poll() is not None or target.read_bytes() == new:
                break
        program.kill()
    left = parts(folder)
    found = target.read_bytes()
    if found not in (old, new):
        return "HALF A FILE"
    again = export(folder)
    if again.status or again.written != new:
        return f"NOT EXPORTED AGAIN: {again.said}"
    if parts(folder):
        return "LEFT UNFINISHED"
    return f"{'old' if found == old else 'new'} file{', part removed' if left else ''}"


def kill_adding(path: Path, batches: int) -> str:
    """Kill a program that adds rows, after so many batches, and look at the store."""
    with start("-c", ADD, str(path), str(BATCH)) as program:
        assert program.stdout is not None
        for _batch in range(batches):
            program.stdout.readline()
        program.kill()
        said = [1, *map(int, program.stdout.read().split())]
    with Store(path) as store:
        (found,) = store.explorations()
        rows = list(store.rows(found.id))
        state = found.state or {}
        if state.get("next", 1) < said[-1] or len(rows) != state.get("next", 1) - 1:
            return "ROWS LOST"
        if [row.page_id for row in rows] != list(range(1, len(rows) + 1)):
            return "OTHER ROWS"
        store.add(found.id, [Row(10**6, 0, "New", 1, False, "", 0, 0)], None)
        return "whole" if len(list(store.rows(found.id))) == len(rows) + 1 else "NOT WHOLE"


def kill_exports(folder: Path, kills: int, chooser: random.Random, rows: int) -> Counter[str]:
    """Kill so many exports at random moments of their writing."""
    (folder / "data").mkdir(parents=True)
    make_store(folder / "data" / "explorations.sqlite", rows)
    new = export(folder).written or b""
    return Counter(
        # Some when all is written, and may have got its name.
        kill_export(folder, b"old", new, min(chooser.randrange(len(new) * 5 // 4), len(new)))
        for _kill in range(kills)
    )


def kill_listings(folder: Path, kills: int, chooser: random.Random) -> Counter[str]:
    """Kill so many programs that add rows, at random moments."""
    counts: Counter[str] = Counter()
    for _kill in range(kills):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        counts[kill_adding(folder / "explorations.sqlite", chooser.randrange(1, 30))] += 1
    return counts


if __name__ == "__main__":
    kills, seed = (*map(int, sys.argv[1:3]), *(100, 1)[len(sys.argv) - 1 :])
    chooser = random.Random(seed)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        for what, counts in (
            ("exports", kill_exports(Path(name) / "export", kills, chooser, 26_000)),
            ("listings", kill_listings(Path(name) / "add", kills, chooser)),
        ):
            for kind, count in counts.items():
                print(f"{what:10}{kind:30}{count:6}")
    print(f"seed {seed}, {time.monotonic() - began:.0f} s")
