# SPDX-License-Identifier: MIT
"""The window, put together: read it from top to bottom."""

import argparse
import asyncio
import contextlib
import faulthandler
import gc
import logging
import signal
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from wikilinks_gui.errors import SettingsError
from wikilinks_gui.log import LogRecords, set_up_logging
from wikilinks_gui.mediawiki.pace import Wait
from wikilinks_gui.safefile import make_private, remove_unfinished
from wikilinks_gui.settings import Folders, Settings, load_settings
from wikilinks_gui.ui.dialogs.bugs import install
from wikilinks_gui.ui.widgets.theme import apply_theme
from wikilinks_gui.ui.window.singleinstance import Asked, OneWindow
from wikilinks_gui.ui.window.window import MainWindow
from wikilinks_gui.wikis.session import Session

log = logging.getLogger("wikilinks_gui.app")


def run_window(args: argparse.Namespace) -> int:
    """Show the window until it is closed; gives the exit status."""
    records = set_up_logging(args.debug)
    if sys.stderr is not None:
        faulthandler.enable()  # no silent death
    take_turns()
    app = QApplication(["Wikilinks"])  # the class of the window, which task bars may show
    app.setApplicationName("Wikilinks")
    app.setApplicationDisplayName("Wikilinks")
    app.setDesktopFileName("Wikilinks")
    app.setQuitOnLastWindowClosed(False)  # qasync would end before our coroutine does
    apply_theme(app)
    with ExitStack() as stack:
        basedir = args.basedir
        if args.temp_basedir:
            temporary = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
            basedir = Path(stack.enter_context(temporary))
        folders = Folders.below(basedir)
        one = OneWindow(folders.data)
        stack.callback(one.close)
        if one.is_handed_over(Asked.by(args)):
            log.info("shown in the window that is there")
            return 0
        start_sample = sample_on_demand(stack)
        loop: Any = stack.enter_context(QEventLoop(app))
        loop.run_until_complete(live(args, folders, records, start_sample, one))
        loop.run_until_complete(_end_tasks())
        # What is left hangs in a request, and is stored as far as it came.
        sys.stdout.flush()
    return 0


def take_turns() -> None:
    """Shorten the switch interval, so that busy threads yield to the window sooner than in 5 ms.

    Each call into Qt gives the lock away, so that one picture waits for it many times (measured
    while 100,000 rows stream into the graph: 51 ms late at the 99th percentile, with this 32).
    """
    sys.setswitchinterval(0.0001)


async def live(
    args: argparse.Namespace,
    folders: Folders,
    records: LogRecords,
    start_sample: Callable[[], str],
    one: OneWindow,
) -> None:
    """Run the window from its start to its close."""
    loop = asyncio.get_running_loop()
    folders.make()
    settings, problem = Settings(), None
    try:
        settings = load_settings(folders.settings)
    except SettingsError as error:
        problem = error

    def on_wait(where: str, wait: Wait) -> None:
        loop.call_soon_threadsafe(window.commands.tabs.show_wait, where, wait)

    session = Session(folders, settings, args.contact, start_sample, on_wait)
    window = MainWindow(session, _open_state(folders), records)
    loop.set_exception_handler(install(records, window.close))
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # on Windows
            loop.add_signal_handler(number, window.close)

    def show(asked: Asked) -> None:
        """Show what a later start was asked for."""
        if asked.contact:
            session.use_contact(asked.contact)
        window.come_forward()
        window.commands.show_asked(asked.wiki, asked.title)

    def start() -> None:
        window.fill()
        collect_garbage_here(window)
        asked = Asked.by(args)
        window.start(asked.wiki, asked.title)
        if problem:
            window.show_error(problem)
        one.listen(show)

    closed = asyncio.Event()
    window.closed.connect(closed.set)
    window.painted.connect(start)
    window.show()
    await closed.wait()
    await session.close()


def _open_state(folders: Folders) -> QSettings:
    """Open what the window remembers of its looks; tidy up after an export that was killed."""
    path = folders.config / "window.ini"
    with contextlib.suppress(OSError):
        make_private(path)  # Qt would let others read it
    state = QSettings(str(path), QSettings.Format.IniFormat)
    if folder := state.value("export/folder"):
        remove_unfinished(Path(str(folder)))
    return state


async def _end_tasks() -> None:
    """End what still waits for a thread; the threads end with the program."""
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)


def collect_garbage_here(window: MainWindow) -> None:
    """Collect garbage in this thread alone, and never among what the start has made.

    Python collects in whatever thread allocates, and Qt's objects must not end in another than
    their own.
    """
    gc.collect()
    gc.freeze()
    gc.disable()

    def collect() -> None:
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return

    timer = QTimer(window, interval=200)
    timer.timeout.connect(collect)
    timer.start()


def sample_on_demand(stack: ExitStack) -> Callable[[], str]:
    """Return what starts the sample wiki, once, and gives its address; from any thread."""
    lock = threading.Lock()

    @cache
    def start() -> str:
        from wikilinks_gui.samplewiki.server import SampleWiki  # which few starts need

        return stack.enter_context(SampleWiki()).api_url

    def start_once() -> str:
        with lock:
            return start()

    return start_once
