# SPDX-License-Identifier: MIT
"""A display with a window manager, a mouse and a keyboard, and the bus of screen readers."""

import os
import re
import shutil
import signal
import struct
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import open_dbus_connection
from PySide6.QtGui import QImage

from tests.e2e.bus import Bus

TIMEOUT = 10.0  # seconds; long enough for a machine that does other things as well
SIZE = (1280, 960)
COMMANDS = {
    "Xvfb": "xvfb",
    "xkbcomp": "x11-xkb-utils",
    "xdotool": "xdotool",
    "jwm": "jwm",
    "dbus-daemon": "dbus-daemon",
    "setpriv": "util-linux",
}
BUS_LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")

WINDOW_MANAGER = """<?xml version="1.0"?>
<JWM>
    <FocusModel>click</FocusModel>
    <SnapMode distance="0">none</SnapMode>
    <Key mask="A" key="F4">close</Key>
</JWM>
"""


def missing() -> str:
    """Return why no window can be driven on this machine; empty where one can."""
    if os.name != "posix":
        return "Xvfb is only there on POSIX systems"
    lacking = [package for command, package in COMMANDS.items() if shutil.which(command) is None]
    if not any(Path(path).exists() for path in BUS_LAUNCHERS):
        lacking.append("at-spi2-core")
    return f"not installed (Debian: apt install {' '.join(lacking)})" if lacking else ""


def wait_until(condition: Callable[[], object], what: str = "", timeout: float = TIMEOUT) -> None:
    """Return as soon as ``condition`` holds; fail with ``what`` when it does not in time."""
    deadline = time.monotonic() + timeout
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"not so within {timeout:g} s: {what or condition}")
        time.sleep(0.04)


def spawn(
    command: Sequence[str | Path],
    *,
    environment: dict[str, str],
    stdout: int | IO[bytes],
    folder: Path | None = None,
    pass_fds: Sequence[int] = (),
) -> "subprocess.Popen[bytes]":
    """Start a process that leads a group of its own and ends when this one is killed."""
    return subprocess.Popen(
        ["setpriv", "--pdeathsig", "TERM", "--", *command],
        env=environment,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.STDOUT,
        pass_fds=pass_fds,
        start_new_session=True,
    )


def end(process: "subprocess.Popen[bytes]") -> None:
    """End a process and all that it started."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)  # the group may outlive its leader
            process.wait(5)
        except subprocess.TimeoutExpired:
            continue
        except ProcessLookupError:
            break
    process.wait()


class Desktop:
    """Started once a run. ``display`` is one that is there already, empty for one of its own."""

    def __init__(self, display: str = "") -> None:
        # A short path: sockets are made in it, whose names have a limit of 107 bytes.
        self.folder = Path(tempfile.mkdtemp(prefix="e2e-"))
        self._processes: list[subprocess.Popen[bytes]] = []
        self._keycodes: dict[str, int] = {}
        try:
            self._log = (self.folder / "desktop.log").open("wb")
            self.environment = self._private_environment()
            self.own_display = not display
            self.environment["DISPLAY"] = display or self._start_display()
            if self.own_display:
                self._start_window_manager()
            self._keymap, self._spare = self._read_keymap()
            self.bus = Bus(self._start_buses())
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all that was started and delete its folder."""
        if hasattr(self, "bus"):
            self.bus.close()
        if self._keycodes and not self.own_display:
            self._set_keymap(self._keymap)
        while self._processes:
            end(self._processes.pop())
        self._log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    # --- starting -------------------------------------------------------------------------------

    def _private_environment(self) -> dict[str, str]:
        """Return an environment without the machine's session, settings and language."""
        left_out = re.compile("(DBUS|XDG|QT|GTK|LC|AT|WAYLAND|E2E|PYTEST|WIKILINKS)_|LANG|HOME$")
        kept = {name: value for name, value in os.environ.items() if not left_out.match(name)}
        home, runtime = self.folder / "home", self.folder / "run"
        home.mkdir()
        runtime.mkdir(mode=0o700)
        return kept | {
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(runtime),
            "XDG_SESSION_TYPE": "x11",
            "LANG": "C.UTF-8",
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }

    def _start(self, *command: str, tell: bool = False) -> str:
        """Start a process for the run; with ``tell``, return what it writes to descriptor %d."""
        reading, writing = os.pipe()
        with os.fdopen(reading, encoding="ascii") as told:
            try:
                self._processes.append(
                    spawn(
                        [word.replace("%d", str(writing)) for word in command],
                        environment=self.environment,
                        stdout=self._log,
                        pass_fds=[writing],
                    )
                )
            finally:
                os.close(writing)
            line = told.readline().strip() if tell else ""
        if tell and not line:
            log = (self.folder / "desktop.log").read_text(errors="replace")
            raise RuntimeError(f"{command[0]} did not start:\n{log}")
        return line

    def _start_display(self) -> str:
        screen = f"{SIZE[0]}x{SIZE[1]}x24"
        options = ("-nolisten", "tcp", "-noreset", "-fbdir", str(self.folder))
        return ":" + self._start(
            "Xvfb", "-displayfd", "%d", "-screen", "0", screen, *options, tell=True
        )

    def _start_window_manager(self) -> None:
        settings = self.folder / "jwmrc"
        settings.write_text(WINDOW_MANAGER)
        self._start("jwm", "-f", str(settings))
        wait_until(lambda: self.ask("xdotool", "get_num_desktops"), "the window manager manages")

    def _start_buses(self) -> str:
        """Start a session's bus; it starts the screen readers' bus, whose address is returned."""
        options = ("--session", "--nofork", "--nopidfile", "--print-address=%d")
        address = self._start("dbus-daemon", *options, tell=True)
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = address
        with open_dbus_connection(address) as session:
            launcher = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
            reply = session.send_and_get_reply(new_method_call(launcher, "GetAddress"), timeout=20)
        return str(reply.body[0])

    def ask(self, *command: str, text: str = "") -> str:
        """Run a command and return what it prints; empty when it fails."""
        done = subprocess.run(
            command,
            input=text,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
            timeout=20,
            check=False,
        )
        return "" if done.returncode else done.stdout

    # --- mouse and keyboard -----------------------------------------------------------------------

    def xdotool(self, *arguments: str) -> None:
        """Run an xdotool command that must succeed."""
        subprocess.run(
            ["xdotool", *arguments],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            timeout=60,
            check=True,
        )

    def move(self, x: int, y: int) -> None:
        """Move the pointer to a place on the screen."""
        self.xdotool("mousemove", str(x), str(y))

    def click(self, x: int, y: int, *, button: int = 1, times: int = 1, holding: str = "") -> None:
        """Click; ``holding`` is a key such as ``ctrl``. Buttons 4 and 5 are the wheel."""
        press = ["click", "--repeat", str(times), "--delay", "10", str(button)]
        if holding:
            press = ["keydown", holding, *press, "keyup", holding]
        self.xdotool("mousemove", str(x), str(y), *press)

    def drag(self, start: tuple[int, int], stop: tuple[int, int]) -> None:
        """Press the button at one place and let it go at another, with a step between."""
        half = [str((a + b) // 2) for a, b in zip(start, stop, strict=True)]
        self.xdotool(
            *("mousemove", *map(str, start), "mousedown", "1", "mousemove", *half),
            *("mousemove", *map(str, stop), "mouseup", "1"),
        )

    def press(self, *keys: str) -> None:
        """Press keys and let them go: ``Return``, ``ctrl+k``, ``shift+F10``, ``Down``."""
        self.xdotool("key", "--delay", "0", *keys)

    def type(self, text: str) -> None:
        """Type text of any script, without control characters, as a keyboard with such keys would.

        xdotool takes a free key for each character that has none and gives it back at once, often
        before the program has looked what the key means. Here the keys keep their characters.
        """
        assert text.isprintable(), text
        self._give_keys([character for character in text if not character.isascii()])
        words: list[str] = []
        for run in re.findall(r"[ -~]+|[^ -~]", text):
            if run.isascii():
                words += ["type", "--delay", "0", "--args", "1", run]
            else:
                words += ["key", "--delay", "0", str(self._keycodes[run])]
        if words:
            self.xdotool(*words)

    def _read_keymap(self) -> tuple[str, list[tuple[str, int]]]:
        """Return the display's keymap as text, and its free keys by name and code."""
        keymap = self.ask("xkbcomp", "-xkb", self.environment["DISPLAY"], "-")
        codes = {name: int(code) for name, code in re.findall(r"(<\w+>) = (\d+);", keymap)}
        used = set(re.findall(r"key\s+(<\w+>)", keymap))
        # Those above 150 are for media and the like, which nobody presses here.
        spare = [item for item in codes.items() if item[0] not in used or item[1] > 150]
        return keymap, spare

    def _give_keys(self, characters: list[str]) -> None:
        """Assign a key to each of the characters, beginning with the least recently used one."""
        new = [one for one in dict.fromkeys(characters) if one not in self._keycodes]
        if not new:
            return
        assert len(set(characters)) <= len(self._spare), f"only {len(self._spare)} keys are free"
        in_use = {self._keycodes.get(one) for one in characters}
        self._spare.sort(key=lambda item: item[1] in in_use)  # those to the end, the others stay
        for character in new:
            name, code = self._spare.pop(0)
            self._spare.append((name, code))
            self._keycodes = {one: key for one, key in self._keycodes.items() if key != code}
            self._keycodes[character] = code
        names = {code: name for name, code in self._spare}
        given = "".join(
            f'replace key {names[code]} {{ type= "ONE_LEVEL", [ U{ord(character):04X} ] }};\n'
            for character, code in self._keycodes.items()
        )
        keymap = re.sub(
            r"(xkb_symbols [^{]*\{)(.*?)(\n\};)", rf"\1\2\n{given}\3", self._keymap, flags=re.DOTALL
        )
        self._set_keymap(keymap)

    def _set_keymap(self, keymap: str) -> None:
        # What it prints and the status it ends with also tell of harmless keys without a symbol.
        self.ask("xkbcomp", "-w0", "-", self.environment["DISPLAY"], text=keymap)

    # --- looking ----------------------------------------------------------------------------------

    def screenshot(self) -> QImage:
        """Return what the screen shows, out of Xvfb's own memory."""
        assert self.own_display, "only a display of the tests' own is pictured"
        data = (self.folder / "Xvfb_screen0").read_bytes()
        header = struct.unpack(">25I", data[:100])  # X11/XWDFile.h
        size, width, height, stride, colours = (header[at] for at in (0, 4, 5, 12, 19))
        pixels = data[size + 12 * colours :]
        return QImage(pixels, width, height, stride, QImage.Format.Format_RGB32).copy()
