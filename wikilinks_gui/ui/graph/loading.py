# SPDX-License-Identifier: MIT
"""Imports what draws the graph in steps of a few milliseconds, while the window goes on.

pyqtgraph takes 0.4 s to import. Not in a thread: PySide makes its types when they are first wanted,
and the program crashed now and then when a thread did so beside Qt's events (PySide6 6.11).
"""

import ast
import asyncio
import importlib
import importlib.util
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from PySide6 import QtCore, QtGui, QtWidgets

STEP = 0.004  # seconds between two looks at what else there is to do

_PACKAGE = "pyqtgraph"
_OURS = ("layer", "style", "atlas", "canvas", "view", "card", "nextlevel", "clustering", "panel")


async def load() -> None:
    """Import pyqtgraph and what shows graphs here; the event loop goes on meanwhile."""
    began = time.perf_counter()
    for _step in _steps():
        if time.perf_counter() - began > STEP:
            await asyncio.sleep(0)
            began = time.perf_counter()


def _steps() -> Iterator[None]:
    """Import a little, each time."""
    if _PACKAGE not in sys.modules:
        for module in (QtCore, QtGui, QtWidgets):  # pyqtgraph copies all names of these at once
            for name in dir(module):
                getattr(module, name, None)
                yield
        yield from _run_in_steps(_PACKAGE)
    for name in _OURS:
        importlib.import_module(f"wikilinks_gui.ui.graph.{name}")
        yield


def _run_in_steps(package: str) -> Iterator[None]:
    """Do what ``import`` does with a package, one statement of its ``__init__`` after the other."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(package, name=package)
    module = importlib.util.module_from_spec(spec)
    sys.modules[package] = module
    try:
        tree = ast.parse(Path(spec.origin).read_bytes())
        for statement in tree.body:
            code = compile(ast.Module([statement], []), spec.origin, "exec")
            exec(code, module.__dict__)  # noqa: S102 - it is the package's own
            yield
    except BaseException:  # a half of it is none
        for name in [name for name in sys.modules if name.partition(".")[0] == package]:
            del sys.modules[name]
        raise
