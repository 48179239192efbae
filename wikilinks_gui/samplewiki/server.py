# SPDX-License-Identifier: MIT
"""The sample wiki's HTTP server: loopback only, nothing is written anywhere."""

import contextlib
import socket
import sqlite3
import sys
from collections.abc import Iterable
from http.server import ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Any, Self

from wikilinks_gui.samplewiki.api import Api
from wikilinks_gui.samplewiki.database import Database
from wikilinks_gui.samplewiki.faults import Fault, Faults
from wikilinks_gui.samplewiki.handler import Handler, Wiki
from wikilinks_gui.samplewiki.reply import MAX_RESULT_SIZE
from wikilinks_gui.samplewiki.request import Request
from wikilinks_gui.samplewiki.titles import quote_title


class _Server(ThreadingHTTPServer):
    """Answers each connection in a thread of its own, and ends them all when it is closed."""

    daemon_threads = True
    request_queue_size = 64

    wiki: Wiki  # set before it serves

    def __init__(self) -> None:
        self._connections: set[socket.socket] = set()
        self._answering: list[Thread] = []
        self._lock = Lock()
        super().__init__(("127.0.0.1", 0), Handler)

    def server_bind(self) -> None:
        # HTTPServer's own asks the resolver for the machine's name, which may take seconds.
        TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]

    def process_request(self, request: Any, client_address: Any) -> None:
        thread = Thread(
            target=self.process_request_thread, args=(request, client_address), daemon=True
        )
        with self._lock:
            self._connections.add(request)
        self._answering = [other for other in self._answering if other.is_alive()] + [thread]
        thread.start()

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        # A client that goes away is no news; anything else is a bug, and its traceback is shown.
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)

    def end_connections(self) -> None:
        """Close what clients keep open, and wait for the threads that answer them."""
        with self._lock:
            for connection in self._connections:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        for thread in self._answering:
            thread.join()


class SampleWiki:
    """A wiki on loopback, on a free port; one that was closed is not started again.

    ``database`` is an SQLite file or connection (opened with ``check_same_thread=False``) of the
    schema in :mod:`wikilinks_gui.samplewiki.database`, instead of the bundled pages. ``faults``
    happen to the requests to come. With ``old`` it answers as a MediaWiki before 1.21 does.
    ``max_result_size`` is how many bytes of values a reply may hold before it is cut.
    ``requests`` are those that reached the API, in order.
    """

    def __init__(
        self,
        database: sqlite3.Connection | Path | str | None = None,
        *,
        faults: Iterable[Fault] = (),
        old: bool = False,
        max_result_size: int = MAX_RESULT_SIZE,
    ) -> None:
        self.requests: list[Request] = []
        self.faults = Faults(faults)
        self.closing = Event()
        self._source = database
        self._old = old
        self._max_result_size = max_result_size
        self._database: Database | None = None
        self._server: _Server | None = None
        self._thread: Thread | None = None

    @property
    def url(self) -> str:
        """The wiki's address, without a slash at its end."""
        if self._server is None:
            raise RuntimeError("the sample wiki is not started")
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def api_url(self) -> str:
        """The address of ``api.php``."""
        return f"{self.url}/api.php"

    def page_url(self, title: str) -> str:
        """Return the address of a page."""
        return f"{self.url}/wiki/{quote_title(title)}"

    def start(self) -> None:
        """Load the pages and listen; returns at once."""
        self._database = Database(self._source)
        self._server = _Server()
        api = Api(self._database, self.url, self._old, self._max_result_size)
        self._server.wiki = Wiki(api, self.requests, self.faults, self.closing)
        self._thread = Thread(
            target=self._server.serve_forever, args=(0.02,), name="sample wiki", daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        """End the server and every connection; more than once is fine."""
        self.closing.set()
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._thread.join()
            self._server.end_connections()
            self._server.server_close()
            self._thread = None
        if self._database is not None:
            self._database.close()
            self._database = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
