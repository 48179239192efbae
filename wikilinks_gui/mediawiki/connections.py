# SPDX-License-Identifier: MIT
"""An HTTP session that follows no redirects, sends no passwords and can be cut off at any time."""

import contextlib
import logging
import socket
import threading
import weakref
from functools import partial
from typing import Any

import requests
from requests.adapters import HTTPAdapter

# It writes tracebacks, with whole addresses, about headers that it cannot read.
logging.getLogger("urllib3").setLevel(logging.ERROR)

_MOST_COOKIES = 50
"""More are forgotten: a server that sets new ones with every reply would fill the memory."""


class Session(requests.Session):
    """A session whose connections can be cut by another thread.

    It follows no redirect (nor reads the body of one, as ``allow_redirects=False`` alone would),
    and reads no ``~/.netrc``; proxies and certificates of the environment are still used.
    """

    def __init__(self, headers: dict[str, str]) -> None:
        super().__init__()
        self.headers.update(headers)
        # Any value at all keeps requests from reading ~/.netrc and the user part of an address.
        self.auth = lambda request: request
        self._adapter = _Adapter()
        self.mount("http://", self._adapter)
        self.mount("https://", self._adapter)

    def get_redirect_target(self, resp: Any) -> None:
        """Return None: requests must not see any redirect."""

    def forget_cookies(self) -> None:
        """Forget all cookies where there are too many."""
        if len(self.cookies) > _MOST_COOKIES:
            self.cookies.clear()

    @property
    def is_connected(self) -> bool:
        """Whether there is a connection to any server."""
        return bool(self._adapter.sockets())

    def cut(self) -> None:
        """End the request that another thread has under way: its socket gives no more bytes."""
        self._adapter.is_cut = True
        for each in self._adapter.sockets():
            with contextlib.suppress(OSError, AttributeError):  # gone already
                each.shutdown(socket.SHUT_RDWR)
        self.close()


class _Adapter(HTTPAdapter):
    """Knows its connections and their sockets.

    A connection forgets its socket when the server will close it after the reply, although the
    body is still to be read; so the sockets are kept as well.
    """

    def __init__(self) -> None:
        self.is_cut = False
        self._connections: weakref.WeakSet[Any] = weakref.WeakSet()
        self._sockets: weakref.WeakSet[Any] = weakref.WeakSet()
        self._lock = threading.Lock()  # for both sets
        super().__init__()

    def sockets(self) -> set[Any]:
        """Return all sockets that are open."""
        # While a connection is being secured, it alone knows its socket.
        with self._lock:
            fresh = [connection.sock for connection in self._connections]
            return {*self._sockets, *(each for each in fresh if each is not None)}

    def get_connection_with_tls_context(self, *args: Any, **options: Any) -> Any:
        pool: Any = super().get_connection_with_tls_context(*args, **options)
        if not isinstance(pool.ConnectionCls, partial):
            pool.ConnectionCls = partial(self._connection, pool.ConnectionCls)
        return pool

    def _connection(self, make: type[Any], *args: Any, **options: Any) -> Any:
        connection = make(*args, **options)
        connect = connection.connect

        def connect_and_remember() -> None:
            connect()
            with self._lock:
                self._sockets.add(connection.sock)
            if self.is_cut:
                raise ConnectionAbortedError

        connection.connect = connect_and_remember
        with self._lock:
            self._connections.add(connection)
        return connection
