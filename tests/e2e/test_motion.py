# SPDX-License-Identifier: MIT
"""What the system says of motion, asked of a desktop portal that the test plays."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from jeepney import HeaderFields, MessageType, message_bus, new_error, new_method_return
from jeepney.io.blocking import open_dbus_connection

from tests.e2e.desktop import Desktop

APPEARANCE = "org.freedesktop.appearance", "reduced-motion"
GNOME = "org.gnome.desktop.interface", "enable-animations"

ASK = """
from PySide6.QtGui import QGuiApplication
from qasync import QEventLoop
from wikilinks_gui.ui.graph.motion import wants_motion

app = QGuiApplication([])
with QEventLoop(app) as loop:
    print(loop.run_until_complete(wants_motion()))
"""

Answers = dict[tuple[str, str], tuple[str, object]]
"""What a setting is: the signature of D-Bus, and the value."""


@contextmanager
def portal(desktop: Desktop, answers: Answers | None) -> Iterator[None]:
    """Be the desktop portal; None: one that does not answer."""
    address = desktop.environment["DBUS_SESSION_BUS_ADDRESS"]
    with open_dbus_connection(address) as connection:
        wanted = message_bus.RequestName("org.freedesktop.portal.Desktop")
        assert connection.send_and_get_reply(wanted, timeout=10).body == (1,)
        ended = threading.Event()

        def serve() -> None:
            while not ended.is_set():
                try:
                    message = connection.receive(timeout=0.05)
                except TimeoutError:
                    continue
                is_call = message.header.message_type == MessageType.method_call
                if not is_call or message.header.fields[HeaderFields.member] != "ReadOne":
                    continue
                if answers is None:
                    continue
                if message.body in answers:
                    reply = new_method_return(message, "v", (answers[message.body],))
                else:
                    reply = new_error(message, "org.freedesktop.portal.Error.NotFound")
                connection.send(reply)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()


def answer(desktop: Desktop) -> str:
    """Ask as the program does."""
    environment = desktop.environment | {"QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [sys.executable, "-c", ASK],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    ).stdout.strip()


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({APPEARANCE: ("u", 1)}, "False"),
        ({APPEARANCE: ("u", 0)}, "True"),
        ({GNOME: ("b", False)}, "False"),
        ({GNOME: ("b", True)}, "True"),
        ({APPEARANCE: ("u", 0), GNOME: ("b", False)}, "False"),
        ({}, "True"),
        (None, "True"),
    ],
)
def test_what_the_portal_says(desktop: Desktop, answers: Answers | None, expected: str) -> None:
    with portal(desktop, answers):
        assert answer(desktop) == expected


def test_without_a_portal_or_a_bus_things_move(desktop: Desktop) -> None:
    assert answer(desktop) == "True"
    nowhere = {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={desktop.folder}/nowhere"}
    before = desktop.environment
    desktop.environment = before | nowhere
    try:
        assert answer(desktop) == "True"
    finally:
        desktop.environment = before
