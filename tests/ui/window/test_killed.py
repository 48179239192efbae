# SPDX-License-Identifier: MIT
"""SIGKILL while wikis are added, tabs opened, settings changed: what was done is there.

``python -m tests.ui.window.test_killed 100`` kills as many times and prints what was seen.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.samplewiki import SampleWiki
from wikilinks_gui.settings import Folders, load_settings
from wikilinks_gui.store.store import Store
from wikilinks_gui.ui.window.windowstate import WindowState

Done = list[Any]
"""What was done: "wiki", "tab" or "settings", which, and how long it took to be on the disk."""

LATEST = 2.5
"""Seconds after the first thing that was done: the last moment to be killed."""


@pytest.fixture(scope="module")
def wikis() -> Iterator[list[str]]:
    with ExitStack() as stack:
        yield [stack.enter_context(SampleWiki()).api_url for _ in range(4)]


def kill(folder: Path, wikis: Sequence[str], seed: int) -> list[Done]:
    """Start the program and kill it at a moment of its work; returns what it had done."""
    command = [sys.executable, "-m", "tests.ui.driven", str(folder), str(seed), *wikis]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    environment["PYTHONPATH"] = str(Path(__file__).parents[3])
    lines: list[str] = []
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        lines.append(process.stdout.readline())
        timer = threading.Timer(random.Random(seed).uniform(0, LATEST), process.kill)
        timer.start()
        rest, said = process.communicate()
        timer.cancel()
        assert "Traceback" not in said, said
    lines += rest.splitlines()
    return [json.loads(line) for line in lines if line.endswith(("]", "]\n"))]


def check(folder: Path, done: list[Done]) -> None:
    """See whether all that was done is there, and every file can be read."""
    assert done, "something was done"
    folders = Folders.below(folder)
    state = WindowState(folders.config / "window.json")
    json.loads((folders.config / "window.json").read_text(encoding="utf-8"))
    wikis = {wiki.key for wiki in state.wikis()}
    tabs = {visit.exploration for visit in state.tabs()[0]}
    paces = [number for action, number, _took in done if action == "settings"]
    assert {key for action, key, _took in done if action == "wiki"} <= wikis
    assert {number for action, number, _took in done if action == "tab"} <= tabs
    settings = load_settings(folders.settings)
    if paces:
        assert settings.contact == "me@example.org"
        assert settings.pace["w.example"] >= max(paces)
    with Store(folders.store) as store:  # which checks the whole file
        stored = {each.id for each in store.explorations()}
    assert tabs - {0} <= stored


@pytest.mark.parametrize("seed", range(2))
def test_w2_what_was_done_before_a_kill_is_there(
    tmp_path: Path, wikis: list[str], seed: int
) -> None:
    check(tmp_path, kill(tmp_path, wikis, seed))
    check(tmp_path, kill(tmp_path, wikis, seed + 100))  # on what the first one left


def main(kills: int) -> None:
    """Kill many times, a few times each folder."""
    took: list[float] = []
    lost = things = 0
    with ExitStack() as stack:
        wikis = [stack.enter_context(SampleWiki()).api_url for _ in range(4)]
        folder = Path()
        for seed in range(kills):
            if seed % 5 == 0:
                folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            done = kill(folder, wikis, seed)
            things += len(done)
            took += [each[-1] for each in done]
            try:
                check(folder, done)
            except Exception as error:
                lost += 1
                print(f"seed {seed}: {error!r}")  # noqa: T201
        left = sorted(path.name for path in folder.rglob("*") if path.is_file())
    took.sort()
    print(  # noqa: T201
        f"{kills} kills, {things} things done, {lost} times something lost or unreadable; from"
        f" shown to on the disk: median {took[len(took) // 2]:.0f} ms, longest {took[-1]:.0f} ms;"
        f" files in the last folder: {', '.join(left)}"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
