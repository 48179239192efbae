# SPDX-License-Identifier: MIT
"""What the window needs of the system it runs on; the command line needs none of it but for PNG.

Asked before Qt is: without a library or a display Qt ends the process with a signal.
"""

import ctypes
import importlib.util
import os
import shlex
import shutil
import sys
from pathlib import Path

from wikilinks_gui.translation import _

DEBIAN_PACKAGES = (
    "libdbus-1-3",
    "libegl1",
    "libfontconfig1",
    "libgl1",
    "libglib2.0-0",
    "libwayland-cursor0",
    "libwayland-egl1",
    "libx11-xcb1",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxcb-randr0",
    "libxcb-shape0",
    "libxcb-sync1",
    "libxcb-xfixes0",
    "libxkbcommon-x11-0",
)
"""Debian's packages of the libraries that PySide6-Essentials needs and does not bring.

Each brings the others that are needed. ``packaging/dev.py`` reads this before anything is
installed, so this module imports nothing but the standard library.
"""


def why_no_window() -> str:
    """Return why no window can open and what to do, in plain words; empty where one can."""
    qt = _own_qt()
    if qt is None:
        return _(
            "The window needs PySide6, which is not installed. To install it: {command}"
        ).format(command=_install())
    if sys.platform != "linux" or not qt.is_dir():  # a distribution's own comes with what it needs
        return ""
    if lacking := _lacking_library(qt / "lib" / "libQt6Widgets.so.6"):
        return lacking
    wanted = os.environ.get("QT_QPA_PLATFORM") or "xcb;wayland"
    reasons = []
    for platform in (name.partition(":")[0] for name in wanted.split(";")):
        if platform == "xcb" and os.environ.get("DISPLAY"):
            lacking = _lacking_library(qt / "plugins" / "platforms" / "libqxcb.so")
            if lacking or _is_x11_there():
                reasons.append(lacking)
        elif platform == "wayland" and _is_wayland_there():
            reasons.append(_lacking_library(qt / "plugins" / "platforms" / "libqwayland.so"))
        elif platform not in {"xcb", "wayland"}:
            return ""  # asked for by name, and it needs no display
    if "" in reasons:
        return ""
    return next(
        iter(reasons),
        _(
            "There is no display to open a window on. The command line works without one: {command}"
        ).format(command="wikilinks-gui export --help"),
    )


def why_no_picture() -> str:
    """Return why no PNG can be painted and what to do, in plain words; empty where one can."""
    qt = _own_qt()
    if qt is None:
        return _(
            "PNG needs PySide6, which is not installed; SVG does not. To install it: {command}"
        ).format(command=_install())
    if sys.platform != "linux" or not qt.is_dir():
        return ""
    needed = (qt / "lib" / "libQt6Widgets.so.6", qt / "plugins" / "platforms" / "libqoffscreen.so")
    return next(filter(None, map(_lacking_library, needed)), "")


def _own_qt() -> Path | None:
    """Return where PySide6's own Qt would be; None without PySide6."""
    spec = importlib.util.find_spec("PySide6")
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0]) / "Qt"


def _install() -> str:
    return shlex.join([sys.executable, "-m", "pip", "install", "PySide6-Essentials"])


def _lacking_library(library: Path) -> str:
    """Return the sentence that names what ``library`` lacks; empty where it loads."""
    try:
        ctypes.CDLL(str(library))
    except OSError as error:
        name = str(error).partition(":")[0]
    else:
        return ""
    if shutil.which("apt-get") is None:
        return _(
            "Qt needs {library}, which is not installed. "
            "Install it with your system's package manager."
        ).format(library=name)
    command = f"sudo apt-get install --no-install-recommends {' '.join(DEBIAN_PACKAGES)}"
    return _("Qt needs {library}, which is not installed. To install it: {command}").format(
        library=name, command=command
    )


def _is_x11_there() -> bool:
    """Return whether the X server named by DISPLAY answers."""
    xcb = ctypes.CDLL("libxcb.so.1")  # libqxcb.so has brought it
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    answers = bool(xcb.xcb_connection_has_error(connection) == 0)
    xcb.xcb_disconnect(connection)
    return answers


def _is_wayland_there() -> bool:
    """Return whether there is a compositor's socket where Wayland looks for it."""
    folder = os.environ.get("XDG_RUNTIME_DIR")
    socket = os.environ.get("WAYLAND_DISPLAY") or "wayland-0"
    return folder is not None and Path(folder, socket).is_socket()
