# SPDX-License-Identifier: MIT
"""Requests, seconds and peak memory of listing one page, against other clients of MediaWiki.

All clients ask the same local MediaWiki in turns, each in a fresh process: what is timed is that
whole process, from its start to the last row in a file. The requests are those that reached the
server; what came back is compared with the wiki's own tables.
"""

import argparse
import json
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median

from tests.benchmarks.clients import CLIENTS
from tests.wiki.hub import HUB, Numbers, insert_hub
from tests.wiki.mediawiki import MediaWiki, Params, missing
from tests.wiki.truth import Tables

NUMBERS = Numbers(direct=10_000, redirects=40, through=5_000)
TIME_LIMIT = 600.0


@dataclass(frozen=True, slots=True)
class Truth:
    """What the tables hold: every page, and every page with the redirect it comes through."""

    pages: frozenset[str]
    rows: frozenset[tuple[str, str]]

    @classmethod
    def read(cls, wiki: MediaWiki) -> "Truth":
        tables = Tables.read(wiki)
        titles = {page_id: tables.title(at) for page_id, (at, _) in tables.pages.items()}
        facts = tables.expected((0, HUB))
        return cls(
            frozenset(fact.title for fact in facts),
            frozenset((fact.title, titles.get(fact.via, "")) for fact in facts),
        )


@dataclass(frozen=True, slots=True)
class Run:
    """One run of one client."""

    requests: int  # all that reached api.php
    listing: int  # those of them that resolve the title or list, without what describes the wiki
    seconds: float
    peak_mib: float
    rows: int
    pages: int  # distinct pages that the tables have too
    right: int | None  # distinct rows that the tables have too; None: it does not say through what
    wrong: int  # rows of pages that do not link


def is_listing(request: Params) -> bool:
    """Return whether a request is about pages, not about the wiki or the person."""
    return bool(request.keys() & {"titles", "pageids", "list", "generator"})


def run(name: str, wiki: MediaWiki, truth: Truth) -> Run:
    """Run one client once; raises ``CalledProcessError`` when it fails."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tests.benchmarks.clients"]
        recording = wiki.record()
        start = time.perf_counter()
        done = subprocess.run(
            [*command, name, wiki.api_url, HUB, folder],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=TIME_LIMIT,
            check=False,
        )
        seconds = time.perf_counter() - start
        if done.returncode:
            print(done.stdout, done.stderr, file=sys.stderr)
        done.check_returncode()
        with (Path(folder) / "rows.jsonl").open(encoding="utf-8") as file:
            given = [tuple(json.loads(line)) for line in file]
    pages = {title for title, _ in given}
    tells_via = all(via is not None for _, via in given)
    return Run(
        requests=len(recording.requests),
        listing=sum(map(is_listing, recording.requests)),
        seconds=seconds,
        peak_mib=int(done.stdout.split()[-1]) / 1024,
        rows=len(given),
        pages=len(pages & truth.pages),
        right=len(truth.rows.intersection(given)) if tells_via else None,
        wrong=sum(title not in truth.pages for title, _ in given),
    )


def typical(runs: list[Run]) -> Run:
    """Return the medians of several runs."""

    def middle(value: Callable[[Run], float]) -> int:
        return round(median(map(value, runs)))

    return Run(
        requests=middle(lambda run: run.requests),
        listing=middle(lambda run: run.listing),
        seconds=round(median(run.seconds for run in runs), 2),
        peak_mib=round(median(run.peak_mib for run in runs), 1),
        rows=middle(lambda run: run.rows),
        pages=middle(lambda run: run.pages),
        right=None if runs[0].right is None else middle(lambda run: run.right or 0),
        wrong=middle(lambda run: run.wrong),
    )


def table(results: dict[str, Run], truth: Truth) -> str:
    """Lay the results out for a person."""
    head = ("client", "requests", "of them", "seconds", "peak", "rows", "pages", "rows", "wrong")
    more = ("", "in all", "listing", "", "MiB", "given", "right", "right", "rows")
    lines = [head, more] + [
        (
            name,
            f"{run.requests:,}",
            f"{run.listing:,}",
            f"{run.seconds:.2f}",
            f"{run.peak_mib:.1f}",
            f"{run.rows:,}",
            f"{run.pages:,}",
            "-" if run.right is None else f"{run.right:,}",
            f"{run.wrong:,}",
        )
        for name, run in results.items()
    ]
    tables = (f"{len(truth.pages):,}", f"{len(truth.rows):,}", "")
    lines.append(("the wiki's tables", "", "", "", "", f"{len(truth.rows):,}", *tables))
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        f"{line[0]:<{widths[0]}}  "
        + "  ".join(f"{cell:>{width}}" for cell, width in zip(line[1:], widths[1:], strict=True))
        for line in lines
    )


def main() -> int:
    """Measure and print; status 1 when there is no MediaWiki to measure on."""
    parser = argparse.ArgumentParser(prog="dev.py bench --", description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="runs a client (3)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every run as JSON too")
    options = parser.parse_args()
    if reason := missing():
        print(f"no MediaWiki to measure on: {reason}", file=sys.stderr)
        return 1
    versions = {name: version(name) for name in ("wikilinks-gui", "pywikibot", "mwclient")}
    runs: dict[str, list[Run]] = {name: [] for name in CLIENTS}
    with tempfile.TemporaryDirectory() as folder:
        wiki = MediaWiki.install(Path(folder))
        insert_hub(wiki, NUMBERS)
        with wiki:
            truth = Truth.read(wiki)
            for number in range(1, options.runs + 1):
                for name in CLIENTS:
                    print(f"run {number} of {options.runs}: {name} …", file=sys.stderr)
                    runs[name].append(run(name, wiki, truth))
    print(
        f"One page with {NUMBERS.direct:,} direct links and {NUMBERS.redirects} redirects with"
        f" {NUMBERS.through:,} links through them; median of {options.runs}; Python"
        f" {platform.python_version()}, "
        + ", ".join(f"{name} {number}" for name, number in versions.items())
    )
    print(table({name: typical(all_runs) for name, all_runs in runs.items()}, truth))
    print('"-": the client does not say through which redirect a page links.')
    if options.json:
        found = {name: [asdict(run) for run in all_runs] for name, all_runs in runs.items()}
        options.json.write_text(json.dumps({"versions": versions, "runs": found}, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
