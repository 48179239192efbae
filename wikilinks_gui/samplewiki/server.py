# SPDX-License-Identifier: MIT
"""The sample wiki's HTTP server: loopback only, nothing is written anywhere."""

import contextlib
import socket
import sys
from collections.abc import Callable
from functools import partial
from http.server import ThreadingHTTPServer
from socketserver import TCPServer
from threading import Thread
from typing import Any, Self

from wikilinks_gui.samplewiki.api import Api
from wikilinks_gui.samplewiki.database import Database
from wikilinks_gui.samplewiki.handler import Handler


class _Server(ThreadingHTTPServer):
    """Answers each connection in a thread of its own, and ends them all when it is closed."""

    daemon_threads = False  # so that closing waits for them
    request_queue_size = 64

    def __init__(self, handler: Callable[..., Handler]) -> None:
        self._connections: set[socket.socket] = set()
        super().__init__(("127.0.0.1", 0), handler)

    def server_bind(self) -> None:
        # HTTPServer's own asks the resolver for the machine's name, which may take seconds.
        TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]

    def process_request(self, request: Any, client_address: Any) -> None:
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        # A client that goes away is no news; anything else is a bug, and its traceback is shown.
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)

    def server_close(self) -> None:
        for connection in list(self._connections):  # that clients keep open
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        super().server_close()


class SampleWiki:
    """A wiki on loopback, on a free port; one that was closed is not started again."""

    def __init__(self) -> None:
        self._api: Api | None = None
        self._server: _Server | None = None
        self._thread: Thread | None = None

    def make_api(self) -> Api:
        """Load the pages and make the API that serves them."""
        return Api(Database())

    def make_handler(self, api: Api) -> Callable[..., Handler]:
        """Return what makes the handler of a connection."""
        return partial(Handler, api)

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

    def start(self) -> None:
        """Load the pages and listen; returns at once."""
        self._api = self.make_api()
        self._server = _Server(self.make_handler(self._api))
        self._api.server = self.url
        self._thread = Thread(
            target=self._server.serve_forever, args=(0.02,), name="sample wiki", daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        """End the server and every connection; more than once is fine."""
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()
            self._thread = None
        if self._api is not None:
            self._api.database.close()
            self._api = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()
