# SPDX-License-Identifier: MIT
"""What nobody caught: logged, and shown in a dialog."""

import asyncio
import logging
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal

from wikilinks_gui.log import LogRecords

if TYPE_CHECKING:
    from wikilinks_gui.ui.dialogs.bugdialog import BugDialog

LoopHandler = Callable[[asyncio.AbstractEventLoop, dict[str, Any]], None]

_LOG = logging.getLogger(__name__)


def install(records: LogRecords, end: Callable[[], None]) -> LoopHandler:
    """Show what nobody caught from now on, in any thread.

    ``end`` ends the program. Gives a handler for the event loop
    (``loop.set_exception_handler``). An interrupt is left to the hooks that were there before.
    """
    bugs = _Bugs(records, end)
    before, before_in_threads = sys.excepthook, threading.excepthook

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, Exception):
            bugs.report(error)
        else:
            before(kind, error, trace)

    def hook_in_threads(args: threading.ExceptHookArgs) -> None:
        if isinstance(args.exc_value, Exception):
            bugs.report(args.exc_value)
        else:
            before_in_threads(args)

    def on_loop_exception(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, Exception):
            bugs.report(error)
        else:  # a word of asyncio's own, or an interrupt
            loop.default_exception_handler(context)

    sys.excepthook = hook
    threading.excepthook = hook_in_threads
    return on_loop_exception


class _Bugs(QObject):
    """Brings bugs from any thread to the one dialog there is."""

    _caught = Signal(str)  # traceback

    def __init__(self, records: LogRecords, end: Callable[[], None]) -> None:
        super().__init__()
        self._records = records
        self._end = end
        self._dialog: BugDialog | None = None
        # Queued also in the UI thread: what happens while something is painted is shown after.
        self._caught.connect(self.on_caught, Qt.ConnectionType.QueuedConnection)

    def report(self, error: Exception) -> None:
        """Log a bug, and show it as soon as the UI thread is free."""
        _LOG.critical("A bug", exc_info=error)
        self._caught.emit("".join(traceback.format_exception(error)))

    def on_caught(self, trace: str) -> None:
        from wikilinks_gui.ui.dialogs.bugdialog import (
            BugDialog,  # seldom wanted, and not at the start
        )

        if self._dialog is None:
            self._dialog = BugDialog(self._records)
            self._dialog.end_wanted.connect(self._end)
            self._dialog.finished.connect(self.on_finished)
            self._dialog.show()
            self._dialog.raise_()
        self._dialog.add(trace)

    def on_finished(self) -> None:
        self._dialog = None
