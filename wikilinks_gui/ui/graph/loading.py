# SPDX-License-Identifier: MIT
"""Imports what draws the graph in steps, while the window responds.

pyqtgraph takes 0.3 s to import. Not in a thread: PySide makes its types when they are first wanted,
and the program crashed now and then when a thread did so beside Qt's events (PySide6 6.11). Half of
the time goes into these types; the rest into the hundred modules that pyqtgraph imports.
"""

import ast
import asyncio
import importlib
import importlib.util
import sys
import time
from collections.abc import Iterator
from importlib.abc import InspectLoader

from PySide6 import QtCore, QtGui, QtWidgets

STEP = 0.004  # seconds between two looks at what else there is to do

_OURS = ("canvas", "view", "nextlevel", "panel")


async def load() -> None:
    """Import pyqtgraph and the modules of the graph, while the event loop runs."""
    began = time.perf_counter()
    for _step in _steps():
        if time.perf_counter() - began > STEP:
            await asyncio.sleep(0)
            began = time.perf_counter()


def _steps() -> Iterator[None]:
    """Import a little, each time."""
    for module in (QtCore, QtGui, QtWidgets):  # pyqtgraph copies all names of these at once
        for name in dir(module):
            getattr(module, name, None)
            yield
    yield from _by_statements("pyqtgraph")
    for ours in _OURS:
        importlib.import_module(f"wikilinks_gui.ui.graph.{ours}")
        yield


def _by_statements(name: str) -> Iterator[None]:
    """Import a package, and pause after each statement of it: at once it takes 75 ms."""
    spec = importlib.util.find_spec(name)
    loader = spec.loader if spec is not None else None
    source = loader.get_source(name) if isinstance(loader, InspectLoader) else None
    if spec is None or source is None or name in sys.modules:
        importlib.import_module(name)
        return
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    try:
        for statement in ast.parse(source).body:
            code = compile(ast.Module([statement], []), spec.origin or name, "exec")
            exec(code, module.__dict__)  # noqa: S102 - as the import itself does
            yield
    except BaseException:
        del sys.modules[name]
        raise
