# SPDX-License-Identifier: MIT
"""Why no window can open, told before Qt ends the process."""

import ctypes
import importlib.util
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from wikilinks_gui.system.prerequisites import DEBIAN_PACKAGES, why_no_picture, why_no_window

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems have it all")

NO_DISPLAY = (
    "There is no display to open a window on. "
    "The command line works without one: wikilinks-gui export --help"
)


@pytest.fixture(autouse=True)
def no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def lacking(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A file of Qt's → the library it does not find. No Qt is loaded; X11 answers."""
    found: dict[str, str] = {}

    def load(path: str) -> SimpleNamespace:
        if name := found.get(Path(path).name):
            reason = "cannot open shared object file: No such file or directory"
            raise OSError(f"{name}: {reason}")
        return SimpleNamespace(
            xcb_connect=lambda display, screen: 1,
            xcb_connection_has_error=lambda connection: 0,
            xcb_disconnect=lambda connection: None,
        )

    monkeypatch.setattr(ctypes, "CDLL", load)
    return found


def test_nothing_lacks_where_no_display_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert why_no_window() == ""


def test_no_display(monkeypatch: pytest.MonkeyPatch, lacking: dict[str, str]) -> None:
    assert why_no_window() == NO_DISPLAY
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    assert why_no_window() == NO_DISPLAY


def test_a_display_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":94321")
    assert why_no_window() == NO_DISPLAY


def test_a_library_lacks(monkeypatch: pytest.MonkeyPatch, lacking: dict[str, str]) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    lacking["libQt6Widgets.so.6"] = "libEGL.so.1"
    assert why_no_window() == (
        "Qt needs libEGL.so.1, which is not installed. "
        f"To install it: sudo apt-get install --no-install-recommends {' '.join(DEBIAN_PACKAGES)}"
    )
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert why_no_window() == (
        "Qt needs libEGL.so.1, which is not installed. "
        "Install it with your system's package manager."
    )


def test_one_display_of_two_is_enough(
    monkeypatch: pytest.MonkeyPatch, lacking: dict[str, str], tmp_path: Path
) -> None:
    lacking["libqxcb.so"] = "libxcb-cursor.so.0"
    assert why_no_window() == NO_DISPLAY
    monkeypatch.setenv("DISPLAY", ":0")
    assert "Qt needs libxcb-cursor.so.0" in why_no_window()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert "Qt needs libxcb-cursor.so.0" in why_no_window()
    with socket.socket(socket.AF_UNIX) as compositor:
        monkeypatch.chdir(tmp_path)  # the whole path may be too long for a socket
        compositor.bind("wayland-0")
        assert why_no_window() == ""
        monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
        assert "Qt needs libxcb-cursor.so.0" in why_no_window()


def test_without_pyside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert "needs PySide6, which is not installed" in why_no_window()
    assert "-m pip install PySide6-Essentials" in why_no_window()


def test_pictures_need_no_display(lacking: dict[str, str]) -> None:
    lacking["libqxcb.so"] = "libxcb-cursor.so.0"
    assert why_no_picture() == ""
    lacking["libqoffscreen.so"] = "libfontconfig.so.1"
    assert "Qt needs libfontconfig.so.1, which is not installed." in why_no_picture()
    lacking["libQt6Widgets.so.6"] = "libEGL.so.1"
    assert "Qt needs libEGL.so.1, which is not installed." in why_no_picture()


def test_pictures_without_pyside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert "PNG needs PySide6, which is not installed; SVG does not." in why_no_picture()


def test_what_is_said_holds_for_qt(monkeypatch: pytest.MonkeyPatch) -> None:
    code = "from PySide6.QtWidgets import QApplication as A; A([]); print('open')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert why_no_window() == NO_DISPLAY
    assert done.returncode < 0
