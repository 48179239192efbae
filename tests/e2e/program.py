# SPDX-License-Identifier: MIT
"""The program under test: a process, its log, and its windows."""

import re
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QImage

from tests.e2e.bus import ACCESSIBLE, DESKTOP, Place, Question
from tests.e2e.desktop import TIMEOUT, Desktop, end, spawn, wait_until
from tests.e2e.widgets import Finder, Node

ROOT = Path(__file__).resolve().parents[2]


class Program(Finder):
    """A program that was started; finds widgets in all of its windows and popups."""

    def __init__(
        self,
        desktop: Desktop,
        command: Sequence[str],
        folder: Path,
        environment: dict[str, str] | None = None,
    ) -> None:
        self.desktop = desktop
        self.scale = float((environment or {}).get("QT_SCALE_FACTOR", 1))
        self.folder = folder
        self.process = spawn(
            [sys.executable, *command],
            folder=folder,
            environment=desktop.environment
            | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "PYTHONFAULTHANDLER": "1"}
            | (environment or {}),
            stdout=subprocess.PIPE,
        )
        self.lines: list[str] = []
        self._read_to = 0
        self._changed = threading.Condition()
        self._ended = False
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._application: Place | None = None

    # --- the log ----------------------------------------------------------------------------------

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            with self._changed:
                self.lines.append(line.decode(errors="replace").rstrip("\n"))
                self._changed.notify_all()
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    @property
    def log(self) -> str:
        """All that it has written so far, standard output too."""
        with self._changed:
            return "\n".join(self.lines)

    def wait_for_log(self, pattern: str, timeout: float = TIMEOUT) -> re.Match[str]:
        """Wait for a line that ``pattern`` is found in, behind the one that was found last."""
        deadline = time.monotonic() + timeout
        with self._changed:
            while True:
                for at in range(self._read_to, len(self.lines)):
                    if match := re.search(pattern, self.lines[at]):
                        self._read_to = at + 1
                        return match
                left = deadline - time.monotonic()
                if self._ended or left <= 0:
                    why = "the program ended" if self._ended else f"{timeout:g} s are over"
                    said = "\n".join(self.lines[self._read_to :])
                    raise AssertionError(f"{why} without a line of {pattern!r}, but:\n{said}")
                self._changed.wait(left)

    # --- its windows ------------------------------------------------------------------------------

    def alive(self) -> None:
        if self._ended:
            raise RuntimeError(f"the program has ended:\n{self.log}")

    def roots(self) -> list[Place]:
        """Return its windows, and its popups, which it tells of when they show."""
        if self._application is None:
            (programs,) = self.desktop.bus.ask([Question(DESKTOP, ACCESSIBLE, "GetChildren")])
            for place in (Place(*child) for child in programs):
                if self.desktop.bus.process_id(place.program) == self.process.pid:
                    self._application = place
        if self._application is None:
            return []
        return [self._application, *self.desktop.bus.shown(self._application.program)]

    def wait_shown(self) -> None:
        """Wait until a window of it is there and takes the keyboard."""

        def active() -> bool:
            self.alive()
            windows = [*self.find_all("frame"), *self.find_all("dialog")]
            return any(window.is_in_state("active") for window in windows)

        wait_until(active, "a window is active", timeout=60)

    def window(self) -> Node:
        """Return its main window."""
        return self.find("frame")

    def focused(self) -> Node | None:
        """Return what has the keyboard's focus, as far as the program told."""
        assert self._application
        place = self.desktop.bus.focused(self._application.program)
        return Node(self.desktop, place, self.scale) if place else None

    def press(self, *keys: str) -> None:
        """Press keys: ``Return``, ``ctrl+k``, ``shift+F10``."""
        self.desktop.press(*keys)

    def type(self, text: str) -> None:
        """Type to whatever has the focus."""
        self.desktop.type(text)

    def resize(self, width: int, height: int) -> None:
        """Resize the main window as its user would; fail when it does not take that size."""
        number = self.desktop.ask(
            *("xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid)),
            *("--name", self.window().name),
        ).split()[0]
        self.desktop.xdotool("windowsize", number, str(width), str(height))
        wait_until(
            lambda: self.window().rect[2:] == (width, height),
            f"the window is {width} × {height}",
        )

    def screenshot(self, name: str) -> QImage:
        """Keep a PNG of the screen in the test's folder and return it."""
        image = self.desktop.screenshot()
        assert image.save(str(self.folder / name))
        return image

    # --- its end ----------------------------------------------------------------------------------

    def wait(self, timeout: float = TIMEOUT) -> int:
        """Wait for its end; return its status, or minus the signal's number."""
        status = self.process.wait(timeout)
        self._reader.join(timeout)
        return status

    def terminate(self) -> int:
        """Ask it to end by SIGTERM, wait and return its status."""
        self.process.terminate()
        return self.wait()

    def close(self) -> None:
        """End it in whatever state it is, with all it started."""
        end(self.process)
        self._reader.join(TIMEOUT)
        if self.process.stdout and not self._reader.is_alive():
            self.process.stdout.close()
