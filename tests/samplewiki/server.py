# SPDX-License-Identifier: MIT
"""A sample wiki that records the requests to its API, plays faults, and can be older."""

import socket
import sqlite3
import struct
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

from tests.samplewiki.faults import Answer, Delay, Fault, Faults, Repeat, Reset, Truncate
from tests.samplewiki.protocol import Api
from wikilinks_gui.samplewiki import api, server
from wikilinks_gui.samplewiki.api import Reply
from wikilinks_gui.samplewiki.database import INDEXES, Database
from wikilinks_gui.samplewiki.handler import Handler
from wikilinks_gui.samplewiki.request import LIMIT, Request
from wikilinks_gui.samplewiki.titles import quote_title


class RecordedRequest(Request):
    """A request with how it came."""

    def __init__(self, request: Request, method: str, headers: Mapping[str, str]) -> None:
        super().__init__(request)
        self.method = method
        self.headers = dict(headers)


class SampleWiki(server.SampleWiki):
    """A wiki on loopback, on a free port; one that was closed is not started again.

    ``database`` is an SQLite file or connection (opened with ``check_same_thread=False``) of the
    schema in :mod:`wikilinks_gui.samplewiki.database`, instead of the bundled pages. ``faults``
    happen to the requests to come. With ``old`` it answers as a MediaWiki before 1.21 does.
    ``most`` is how many rows of each module a reply has at most.
    ``requests`` are those that reached the API, in order.
    """

    def __init__(
        self,
        database: sqlite3.Connection | Path | str | None = None,
        *,
        faults: Iterable[Fault] = (),
        old: bool = False,
        most: int = LIMIT,
    ) -> None:
        super().__init__()
        self.requests: list[RecordedRequest] = []
        self.faults = Faults(faults)
        self.closing = Event()
        self._source = database
        self._old = old
        self._most = most

    def page_url(self, title: str) -> str:
        """Return the address of a page."""
        return f"{self.url}/wiki/{quote_title(title)}"

    def make_api(self) -> Api:
        return Api(_opened(self._source), old=self._old, most=self._most)

    def make_handler(self, api: api.Api) -> Callable[..., Handler]:
        return partial(FaultyHandler, api, self)

    def close(self) -> None:
        self.closing.set()
        super().close()


class _LentDatabase(Database):
    """A database that stays its owner's."""

    def close(self) -> None:
        pass


def _opened(source: sqlite3.Connection | Path | str | None) -> Database:
    if isinstance(source, sqlite3.Connection):
        source.executescript(INDEXES)
        return _LentDatabase(source)
    if source is None:
        return Database()
    uri = Path(source).resolve().as_uri() + "?mode=ro"
    return Database(sqlite3.connect(uri, uri=True, check_same_thread=False))


class FaultyHandler(Handler):
    """Answers a request with its fault, where there is one."""

    def __init__(self, api: api.Api, wiki: SampleWiki, *connection: Any) -> None:
        self._wiki = wiki
        super().__init__(api, *connection)

    def answer(self, request: Request) -> None:
        wiki = self._wiki
        wiki.requests.append(RecordedRequest(request, self.command, dict(self.headers)))
        fault = wiki.faults.take(request)
        if isinstance(fault, Delay):
            wiki.closing.wait(fault.seconds)
        if isinstance(fault, Reset):
            # With a linger time of zero the system resets the connection instead of ending it.
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.connection.close()
            self.close_connection = True
        elif isinstance(fault, Answer):
            self.send(Reply(fault.body, fault.status, fault.content_type, fault.headers))
        elif isinstance(fault, Truncate):
            self._send_half(self.api.reply(request))
        elif isinstance(fault, Repeat):
            reply = self.api.answer(request)
            tokens = {name: value for name, value in request.items() if name.endswith("continue")}
            reply |= {"continue": tokens} if tokens else {}
            self.send(self.api.encode(reply))
        else:
            super().answer(request)

    def _send_half(self, reply: Reply) -> None:
        """Announce a whole reply, send half of it, and close the connection."""
        self.close_connection = True
        self.send_head(reply)
        self.wfile.write(reply.body[: len(reply.body) // 2])
