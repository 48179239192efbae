# SPDX-License-Identifier: MIT
"""A server on loopback that gives the replies it was told to, one a request."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import cast
from urllib.parse import parse_qs, urlsplit


@dataclass
class Answer:
    """One reply; ``cut`` closes the connection after so many bytes of the body."""

    body: bytes = b'{"batchcomplete":true,"query":{}}'
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    wait: threading.Event | None = None  # replies when it is set
    rest: threading.Event | None = None  # the second half of the body comes when it is set
    reset: bool = False  # no reply at all


class Server(ThreadingHTTPServer):
    """Sends ``answers`` in turn, the last one again and again; remembers the requests."""

    daemon_threads = True

    def __init__(self, answers: list[Answer]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers = answers
        self.asked: list[dict[str, str]] = []
        self.headers: list[dict[str, str]] = []
        self.methods: list[str] = []
        self.connections: list[int] = []  # the client's port, of each request
        self.arrived = threading.Semaphore(0)

    @property
    def api_url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/api.php"

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that go away are part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._reply(urlsplit(self.path).query)

    def do_POST(self) -> None:
        self._reply(self.rfile.read(int(self.headers["Content-Length"])).decode())

    def _reply(self, query: str) -> None:
        server = cast(Server, self.server)
        server.asked.append({key: values[0] for key, values in parse_qs(query).items()})
        server.headers.append(dict(self.headers))
        server.methods.append(self.command)
        server.connections.append(self.client_address[1])
        answer = server.answers.pop(0) if len(server.answers) > 1 else server.answers[0]
        server.arrived.release()
        if answer.wait:
            answer.wait.wait(10)
        if answer.reset:
            self.close_connection = True
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            return
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if answer.rest:
            half = len(answer.body) // 2
            self.wfile.write(answer.body[:half])
            answer.rest.wait(10)
            self.wfile.write(answer.body[half:])
            return
        self.wfile.write(answer.body[: answer.cut])
        if answer.cut is not None:
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@contextmanager
def serving(*answers: Answer) -> Iterator[Server]:
    """Serve while the block runs."""
    with Server(list(answers)) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
