# SPDX-License-Identifier: MIT
"""Ctrl+C while the window's Qt is loaded."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

INTERRUPTED = """
import signal, sys
name = sys.argv.pop(1)

def hook(event, arguments):
    if event == "import" and arguments[0] == name:
        signal.raise_signal(signal.SIGINT)

sys.addaudithook(hook)
from wikilinks_gui.__main__ import run
run()
"""


@pytest.mark.parametrize(
    "module", ["shibokensupport.signature.loader", "wikilinks_gui.ui.window.window"]
)
def test_it_waits_and_ends_the_program_in_peace(module: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, module, "--basedir", str(tmp_path)],
        env=os.environ | {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
