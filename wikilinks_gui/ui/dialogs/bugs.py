# SPDX-License-Identifier: MIT
"""Errors that nothing caught: logged, and shown in a dialog with a report to copy."""

import asyncio
import logging
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit

from wikilinks_gui.log import LogRecords
from wikilinks_gui.translation import _
from wikilinks_gui.ui.dialogs.about import versions
from wikilinks_gui.ui.widgets.dialog import ButtonRole, Dialog, Sentence
from wikilinks_gui.ui.widgets.theme import set_look

LoopHandler = Callable[[asyncio.AbstractEventLoop, dict[str, Any]], None]

_LOG = logging.getLogger(__name__)

_LOG_LINES = 50
"""Lines at the end of the log that a report contains."""

_REPORTED = 5
"""Different bugs that a report contains; further ones are only logged."""


def install(records: LogRecords, end: Callable[[], object]) -> LoopHandler:
    """Report errors that nothing catches from now on, in any thread.

    ``end`` ends the program. Returns a handler for ``loop.set_exception_handler``. Interrupts are
    left to the hooks that were there before.
    """
    bugs = _Bugs(records, end)
    before, before_in_threads = sys.excepthook, threading.excepthook

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not bugs.report(error):
            before(kind, error, trace)

    def hook_in_threads(args: threading.ExceptHookArgs) -> None:
        if not bugs.report(args.exc_value):
            before_in_threads(args)

    def on_loop_exception(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        if not bugs.report(context.get("exception")):  # a message of asyncio's own, or an interrupt
            loop.default_exception_handler(context)

    sys.excepthook = hook
    threading.excepthook = hook_in_threads
    return on_loop_exception


class _Bugs(QObject):
    """Brings bugs from any thread to the one dialog there is."""

    _caught = Signal(str)  # traceback

    def __init__(self, records: LogRecords, end: Callable[[], object]) -> None:
        super().__init__()
        self._records = records
        self._end = end
        self._dialog: BugDialog | None = None
        # Queued also in the UI thread: what happens while something is painted is shown after.
        self._caught.connect(self.on_caught, Qt.ConnectionType.QueuedConnection)

    def report(self, error: object) -> bool:
        """Log a bug, and show it as soon as the UI thread is free; False where it is no bug."""
        if not isinstance(error, Exception):
            return False
        _LOG.critical("A bug", exc_info=error)
        self._caught.emit("".join(traceback.format_exception(error)))
        return True

    def on_caught(self, trace: str) -> None:
        if self._dialog is None:
            self._dialog = BugDialog(self._records, self._end)
            self._dialog.finished.connect(self.on_finished)
            self._dialog.show()
            self._dialog.raise_()
        self._dialog.add(trace)

    def on_finished(self) -> None:
        self._dialog = None


class BugDialog(Dialog):
    """Shows bugs, one or many, in a report to copy.

    It has no parent, so that nothing can take it away, and is modal to all windows, so that it can
    be answered whatever else is open.
    """

    def __init__(self, records: LogRecords, end: Callable[[], object]) -> None:
        super().__init__(_("A bug in wikilinks-gui"))
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self._end = end
        self._traces: list[str] = []
        self._log = [entry.line() for entry in records.since(0)[0][-_LOG_LINES:]]
        self._report = QPlainTextEdit(readOnly=True, tabChangesFocus=True)
        self._report.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._report.setAccessibleName(_("Report"))
        # A traceback is read from left to right in every language.
        self._report.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.add_heading(_("Something went wrong in the program"))
        self.content.addWidget(
            Sentence(
                _(
                    "This is a bug in the program, not your mistake. Everything fetched so far is"
                    " kept. Please add this report when you tell the developers; it contains the"
                    " titles and wikis that you looked at."
                )
            )
        )
        self.content.addWidget(self._report, 1)
        self.add_button(_("&Copy report"), ButtonRole.ActionRole, self.on_copy)
        self.add_button(_("&Quit"), ButtonRole.DestructiveRole, self.on_quit)
        proceed = self.add_button(_("C&ontinue"), ButtonRole.RejectRole)
        set_look(proceed, "primary", "true")
        proceed.setDefault(True)
        proceed.setFocus()
        self.resize_to_text(100, 30)

    def add(self, trace: str) -> None:
        """Add a bug to the report, where it is another one."""
        if trace not in self._traces and len(self._traces) < _REPORTED:
            self._traces.append(trace)
            self._report.setPlainText(self.report())

    def report(self) -> str:
        """Return the report, without the path of the home folder. It is for the developers."""
        parts = [versions(), *(trace.rstrip() for trace in self._traces), "\n".join(self._log)]
        return without_home("\n\n".join(parts))

    def on_copy(self) -> None:
        """Copy the report, in its present state, to the clipboard."""
        QGuiApplication.clipboard().setText(self.report())

    def on_quit(self) -> None:
        """End the program."""
        self.reject()
        self._end()


def without_home(text: str) -> str:
    """Write ~ for the home folder, which contains the user's name."""
    home = Path.home()
    if home == Path(home.anchor):
        return text
    for written in {str(home), home.as_posix(), repr(str(home))[1:-1]}:
        text = text.replace(written, "~")
    return text
