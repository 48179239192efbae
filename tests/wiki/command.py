# SPDX-License-Identifier: MIT
"""The program's command line as a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def command(*arguments: str) -> list[str]:
    """What starts the program."""
    return [sys.executable, "-m", "wikilinks_gui", *arguments]


def environment() -> dict[str, str]:
    """The surroundings in which this checkout's package is found, whatever is installed."""
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    settings = {"PYTHONPATH": os.pathsep.join(paths), "PYTHONWARNINGS": "default"}
    return os.environ | settings


def run(basedir: Path, *arguments: str, status: int = 0) -> subprocess.CompletedProcess[bytes]:
    """Run the program with its files in ``basedir``; anything but ``status`` fails the test.

    Standard error never holds a traceback nor a warning of Python's own.
    """
    done = subprocess.run(
        command(*arguments, "--basedir", str(basedir)),
        env=environment(),
        cwd=basedir.parent,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=120,
        check=False,
    )
    said = done.stderr.decode()
    assert done.returncode == status, f"{arguments}: {done.returncode}\n{said}"
    assert "Traceback" not in said, said
    assert "Warning" not in said, said
    return done
