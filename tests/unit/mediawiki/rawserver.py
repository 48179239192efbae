# SPDX-License-Identifier: MIT
"""A server on loopback that sends bytes as they are, however wrong, slow or many."""

import contextlib
import re
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

Play = Callable[[], Iterable[bytes]]
"""Makes what is sent for one request, piece by piece."""


@dataclass
class RawServer:
    """Plays one after the other, a request each, the last one again and again."""

    port: int
    plays: list[Play]
    keeps: bool = False  # the connection, after a reply
    asked: list[str] = field(default_factory=list)  # all requests
    sent: int = 0  # bytes
    ended: threading.Event = field(default_factory=threading.Event)
    gone: threading.Event = field(default_factory=threading.Event)  # a client closed amid a play

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def api_url(self) -> str:
        return f"{self.url}/api.php"

    def trickle(self, *pieces: bytes, seconds: float = 0.02) -> Iterator[bytes]:
        """Yield pieces slowly, round and round, until the test ends."""
        while not self.ended.is_set():
            for piece in pieces:
                if self.ended.wait(seconds):
                    return
                yield piece

    def silence(self) -> Iterator[bytes]:
        """Keep the connection open, and send nothing."""
        self.ended.wait(30)
        yield b""


def http(
    body: bytes | Iterable[bytes] = b"", status: int = 200, length: bool = True, **headers: str
) -> Play:
    """Make a reply; ``_`` in the names of headers is ``-``."""

    def play() -> Iterator[bytes]:
        lines = [f"HTTP/1.1 {status} X"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        if length and isinstance(body, bytes):
            lines.append(f"Content-Length: {len(body)}")
        yield "\r\n".join([*lines, "", ""]).encode("latin-1")
        if isinstance(body, bytes):
            yield body
        else:
            yield from body

    return play


@contextmanager
def raw_serving(make: Callable[[RawServer], list[Play]]) -> Iterator[RawServer]:
    """Serve while the block runs; ``make`` is given the server, whose port is known."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = RawServer(listener.getsockname()[1], [])
        server.plays = make(server)
        threads: list[threading.Thread] = []

        def accept() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                thread = threading.Thread(target=_answer, args=(server, connection), daemon=True)
                threads.append(thread)
                thread.start()

        accepting = threading.Thread(target=accept, daemon=True)
        accepting.start()
        try:
            yield server
        finally:
            server.ended.set()
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
            accepting.join()
            for thread in threads:
                thread.join()


def _answer(server: RawServer, connection: socket.socket) -> None:
    connection.settimeout(5)  # a client that is gone may leave the window closed
    with connection, contextlib.suppress(OSError):
        while not server.ended.is_set():
            request = b""
            while not (found := re.match(rb"(?s)(.*?\r\n\r\n)(.*)", request)) or len(
                found[2]
            ) < _length(found[1]):
                piece = connection.recv(65536)
                if not piece:
                    return
                request += piece
            server.asked.append(request.decode("latin-1"))
            play = server.plays.pop(0) if len(server.plays) > 1 else server.plays[0]
            try:
                for piece in play():
                    connection.sendall(piece)
                    server.sent += len(piece)
            except OSError:
                server.gone.set()
                raise
            if not server.keeps:
                return


def _length(head: bytes) -> int:
    found = re.search(rb"(?i)content-length: (\d+)", head)
    return int(found[1]) if found else 0
