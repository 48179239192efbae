# SPDX-License-Identifier: MIT
"""Change single bytes of a store at random and export it: equal, refused, or wrong in silence?

python -m tests.benchmarks.bench_damage [changes] [seed]
"""

import contextlib
import io
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.samplewiki import SampleWiki
from wikilinks_gui.cli.main import main
from wikilinks_gui.listing.request import ListingRequest
from wikilinks_gui.listing.storing import options_of
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.siteinfo import read_siteinfo
from wikilinks_gui.store.store import Store
from wikilinks_gui.table.row import Kind, Row

WIKI = "http://wiki.example/w/api.php"
REDIRECTS = 20


def make_store(path: Path, rows: int) -> None:
    """Write a store with two listings of one page, of which the newer one has all rows."""
    with SampleWiki() as wiki, contextlib.closing(Client(wiki.api_url)) as client:
        siteinfo = read_siteinfo(client)
    resolution = {"typed": "Quartz", "title": "Quartz", "page_id": 1, "namespace": 0}
    with Store(path) as store:
        store.save_wiki(WIKI, WIKI, siteinfo)
        store.save_address("http://wiki.example/", WIKI)
        for count in (rows // 10, rows):
            made = [_row(number) for number in range(count)]
            options = options_of(ListingRequest("Quartz"))
            exploration = store.begin(WIKI, "Quartz", "Quartz", options, resolution)
            for start in range(0, count, 500):
                is_last = start + 500 >= count
                state = None if is_last else {"n": start}
                store.add(exploration, made[start : start + 500], state)
        store.set_checked(exploration, [row.page_id for row in made[::100]], True)


def _row(number: int) -> Row:
    page_id = number + 2
    if number < REDIRECTS:
        return Row(page_id, 0, f"Redirect {number}", Kind.REDIRECT, True, "Top", 0, 0)
    via = 2 + number % (2 * REDIRECTS) if number % (2 * REDIRECTS) < REDIRECTS else 0
    return Row(page_id, number % 3, f"Page № {number}", Kind.LINK, False, "", via, int(via > 0))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an export came to: its exit status, its words and its file."""

    status: int
    said: str
    written: bytes | None


def export(folder: Path) -> Outcome:
    """Export what is stored below a folder."""
    target = folder / "out.csv"
    target.unlink(missing_ok=True)
    arguments = ["export", "Quartz", "--wiki", WIKI, "--cached", "--marked-column"]
    arguments += ["--output", str(target)]
    with contextlib.redirect_stderr(io.StringIO()) as said:
        status = main([*arguments, "--basedir", str(folder)])
    return Outcome(status, said.getvalue(), target.read_bytes() if target.exists() else None)


def change(path: Path, chooser: random.Random) -> int:
    """Change one byte of a file to another value; returns where."""
    at = chooser.randrange(path.stat().st_size)
    with path.open("r+b") as file:
        file.seek(at)
        old = file.read(1)[0]
        file.seek(at)
        file.write(bytes([(old + chooser.randrange(1, 256)) % 256]))
    return at


def judge(folder: Path, whole: Path, right: Outcome, chooser: random.Random) -> tuple[str, str]:
    """Change a byte of a copy of the store ``whole`` and export it: what it came to, and words."""
    path = folder / "data" / "explorations.sqlite"
    shutil.rmtree(folder, ignore_errors=True)
    path.parent.mkdir(parents=True)
    shutil.copyfile(whole, path)
    at = change(path, chooser)
    try:
        outcome = export(folder)
    except Exception as error:
        return "TRACEBACK", f"byte {at}: {error!r}"
    if outcome.status == 0:
        is_right = outcome.written == right.written
        return ("equal", "") if is_right else ("WRONG IN SILENCE", f"byte {at}")
    if outcome.written is not None and outcome.written != right.written:
        return "WRONG FILE LEFT", f"byte {at}"
    return ("refused" if "damaged" in outcome.said else "refused in other words"), outcome.said


def run(changes: int, seed: int, rows: int = 26_000) -> Counter[str]:
    """Judge so many changes, and tell what they came to."""
    chooser = random.Random(seed)
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole = folder / "whole.sqlite"
        (folder / "base" / "data").mkdir(parents=True)
        make_store(whole, rows)
        shutil.copyfile(whole, folder / "base" / "data" / "explorations.sqlite")
        right = export(folder / "base")
        if right.status:
            sys.exit(right.said)
        print(f"{rows} rows, {whole.stat().st_size} bytes, {len(right.written or b'')} written")
        for _number in range(changes):
            kind, words = judge(folder / "base", whole, right, chooser)
            counts[kind] += 1
            if kind not in {"equal", "refused"}:
                print(f"{kind}: {words.strip()}")
    return counts


if __name__ == "__main__":
    began = time.monotonic()
    changes, seed = (*map(int, sys.argv[1:3]), *(500, 1)[len(sys.argv) - 1 :])
    for kind, count in run(changes, seed).items():
        print(f"{kind:24}{count:6}")
    print(f"seed {seed}, {time.monotonic() - began:.0f} s")
