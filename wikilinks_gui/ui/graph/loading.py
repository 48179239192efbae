# SPDX-License-Identifier: MIT
"""Imports what draws the graph in steps, while the window goes on.

pyqtgraph takes 0.3 s to import. Not in a thread: PySide makes its types when they are first wanted,
and the program crashed now and then when a thread did so beside Qt's events (PySide6 6.11). Half of
the time goes into these types; they are made in steps, and 0.15 s are left in one piece.
"""

import asyncio
import importlib
import time
from collections.abc import Iterator

from PySide6 import QtCore, QtGui, QtWidgets

STEP = 0.004  # seconds between two looks at what else there is to do

_OURS = ("layer", "style", "atlas", "canvas", "view", "card", "nextlevel", "clusterfinder", "panel")


async def load() -> None:
    """Import pyqtgraph and what shows graphs here; the event loop goes on meanwhile."""
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
    for name in ("pyqtgraph", *(f"wikilinks_gui.ui.graph.{ours}" for ours in _OURS)):
        importlib.import_module(name)
        yield
