# SPDX-License-Identifier: MIT
"""One window for one data folder: a second start hands over to the first, and ends.

The first holds a lock in the folder, which does not outlive it, and listens on a socket that only
its user may connect to; a file beside the lock names that. Where no answer comes in time, both
programs have a window of their own. QtNetwork is imported late: the first picture goes without,
and where a library is missing that it wants (libgssapi_krb5), nothing is handed over.
"""

import argparse
import json
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject

from wikilinks_gui.safefile import make_private_folder, replacing
from wikilinks_gui.wikis.connector import SAMPLE

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

PATIENCE = 2.0
"""Seconds that a second start waits for the first one's answer."""

_GLANCE = 50  # milliseconds between two looks at whether the first one listens by now
_TAKEN = b"taken\n"
_LONGEST = 1 << 16  # bytes of a request


@dataclass(frozen=True, slots=True)
class Asked:
    """What a start was asked to show; all "": just the window."""

    wiki: str = ""  # address
    title: str = ""
    contact: str = ""

    @classmethod
    def by(cls, args: argparse.Namespace) -> "Asked":
        """Return what the arguments of the command ask for."""
        return cls(SAMPLE if args.demo else args.wiki or "", args.title or "", args.contact or "")


class OneWindow(QObject):
    """The claim of a program to be the one that has the window for a folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._lock = QLockFile(str(folder / "window.lock"))
        self._lock.setStaleLockTime(0)  # it is stale when its program is dead, however old
        self._name = folder / "window.socket"
        self._server: QLocalServer | None = None
        self._on_asked: Callable[[Asked], None] = lambda asked: None

    def is_handed_over(self, asked: Asked) -> bool:
        """Hand over to the program that has the folder; False: claim it and open a window."""
        with suppress(OSError):  # told by what needs the folder more
            make_private_folder(self._folder)
        if self._lock.tryLock(0) or self._lock.error() != QLockFile.LockError.LockFailedError:
            return False
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if self._is_taken(asked):
                return True
            if self._lock.tryLock(_GLANCE):  # the other one has just ended
                return False
        return False

    def listen(self, on_asked: Callable[[Asked], None]) -> bool:
        """Take what later starts are asked to show; False where another program has the folder."""
        try:
            from PySide6.QtNetwork import QLocalServer
        except ImportError:
            return False
        if not self._lock.isLocked():
            return False
        with suppress(OSError, UnicodeDecodeError):  # of one that was killed
            QLocalServer.removeServer(self._name.read_text(encoding="utf-8"))
        self._on_asked = on_asked
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._on_connection)
        if not server.listen(f"wikilinks-{secrets.token_hex(8)}"):
            return False
        self._server = server
        with suppress(OSError), replacing(self._name, private=True) as file:
            file.write(server.fullServerName().encode())
        return True

    def close(self) -> None:
        """Release the folder."""
        if self._server is not None:
            self._server.close()
            with suppress(OSError):
                self._name.unlink(missing_ok=True)
        self._lock.unlock()

    def _is_taken(self, asked: Asked) -> bool:
        try:
            from PySide6.QtNetwork import QLocalSocket

            name = self._name.read_text(encoding="utf-8")
        except (ImportError, OSError, UnicodeDecodeError):
            return False
        patience = int(PATIENCE * 1000)
        socket = QLocalSocket()
        socket.connectToServer(name)
        if not socket.waitForConnected(patience):
            return False
        socket.write(json.dumps(asdict(asked)).encode() + b"\n")
        socket.waitForReadyRead(patience)
        return bytes(socket.readLine().data()) == _TAKEN

    def _on_connection(self) -> None:
        server = self._server
        while server is not None and (socket := server.nextPendingConnection()):
            socket.setReadBufferSize(_LONGEST)
            socket.readyRead.connect(lambda socket=socket: self._on_ready(socket))
            socket.disconnected.connect(socket.deleteLater)
            self._on_ready(socket)  # what arrived before it was connected

    def _on_ready(self, socket: "QLocalSocket") -> None:
        if not socket.canReadLine():
            if socket.bytesAvailable() >= _LONGEST:
                socket.abort()
            return
        asked = _asked(bytes(socket.readLine().data()))
        if asked is None:
            socket.abort()
            return
        socket.write(_TAKEN)
        socket.disconnectFromServer()  # when that is written
        self._on_asked(asked)


def _asked(line: bytes) -> Asked | None:
    try:
        values = json.loads(line)
        asked = Asked(**values)
    except (ValueError, TypeError, RecursionError):
        return None
    return asked if all(isinstance(value, str) for value in asdict(asked).values()) else None
