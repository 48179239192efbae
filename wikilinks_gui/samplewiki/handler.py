# SPDX-License-Identifier: MIT
"""One HTTP request: to the API, with its fault if there is one, or to a page."""

import gzip
import html
import socket
import struct
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from threading import Event
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from wikilinks_gui.samplewiki.api import Api, Reply
from wikilinks_gui.samplewiki.faults import Answer, Delay, Fault, Faults, Repeat, Reset, Truncate
from wikilinks_gui.samplewiki.request import Request
from wikilinks_gui.samplewiki.site import MAIN_PAGE, SITENAME
from wikilinks_gui.samplewiki.titles import BadTitleError, parse_title, quote_title

GZIP_FROM = 1024  # bytes
GZIP_LEVEL = 1  # quick: on loopback size does not matter, only that clients unpack it
LONGEST_POST = 1 << 20  # bytes


@dataclass(slots=True)
class Wiki:
    """What the handlers of one wiki share."""

    api: Api
    requests: list[Request]
    faults: Faults
    closing: Event


class Handler(BaseHTTPRequestHandler):
    """Answers the requests of one connection."""

    protocol_version = "HTTP/1.1"
    server_version = "SampleWiki"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body leave together
    timeout = 120  # seconds a client may keep a connection without a request

    @property
    def _wiki(self) -> Wiki:
        wiki: Wiki = self.server.wiki  # type: ignore[attr-defined]
        return wiki

    def do_GET(self) -> None:
        """Answer a request without a body."""
        self._answer(b"")

    def do_POST(self) -> None:
        """Answer a request whose parameters may be in its body."""
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > LONGEST_POST:
            self.close_connection = True
            self._send(Reply(b"<!DOCTYPE html><title>Bad request</title>", 400))
            return
        self._answer(self.rfile.read(int(length)))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Stay quiet."""

    def _answer(self, body: bytes) -> None:
        url = urlsplit(self.path.encode("latin-1").decode("utf-8", "surrogateescape"))
        if url.path == "/api.php":
            posted = _parameters(body.decode("utf-8", "surrogateescape"))
            headers = dict(self.headers.items())
            self._answer_api(Request(_parameters(url.query), posted, self.command, headers))
        elif url.path.startswith("/wiki/"):
            self._send(self._page(unquote(url.path.removeprefix("/wiki/"))))
        elif url.path in ("/", "/index.php"):
            self._send(self._page(_parameters(url.query).get("title", "")))
        else:
            self._send(Reply(b"<!DOCTYPE html><title>Not found</title>", 404))

    def _answer_api(self, request: Request) -> None:
        wiki = self._wiki
        wiki.requests.append(request)
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
            self._send(Reply(fault.body, fault.status, fault.content_type, fault.headers))
        else:
            self._send(self._reply(wiki.api, request, fault), cut=isinstance(fault, Truncate))

    @staticmethod
    def _reply(api: Api, request: Request, fault: Fault | None) -> Reply:
        reply, code = api.answer(request)
        if isinstance(fault, Repeat):
            tokens = {name: value for name, value in request.items() if name.endswith("continue")}
            reply |= {"continue": tokens} if tokens else {}
        return api.encode(request, reply, code)

    def _send(self, reply: Reply, cut: bool = False) -> None:
        body = reply.body
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if len(body) > GZIP_FROM and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, GZIP_LEVEL, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Vary", "Accept-Encoding")
        self.send_header("Content-Length", str(len(body)))
        self.close_connection |= cut
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if cut else body)
        self.wfile.flush()

    def _page(self, text: str) -> Reply:
        """Return a page's HTML: no text, but what a client looks for to find the API."""
        api = self._wiki.api
        try:
            title = parse_title(text or MAIN_PAGE)
        except BadTitleError as error:
            return self._html("Bad title", error.reason, 404)
        if title.interwiki or not api.database.pages([title.key]):
            return self._html(title.text, "There is no page with this title.", 404)
        if text != title.text.replace(" ", "_"):
            location = f"{api.server}/wiki/{quote_title(title.text)}"
            return Reply(b"", 301, headers={"Location": location})
        return self._html(title.text, "The sample wiki holds the links of this page, not its text.")

    def _html(self, heading: str, sentence: str, status: int = 200) -> Reply:
        server = html.escape(self._wiki.api.server)
        text = (
            f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="UTF-8">'
            f"<title>{html.escape(heading)} - {SITENAME}</title>"
            f'<link rel="EditURI" type="application/rsd+xml" href="{server}/api.php?action=rsd">'
            f'</head><body><h1 id="firstHeading">{html.escape(heading)}</h1>'
            f"<p>{html.escape(sentence)}</p></body></html>\n"
        )
        return Reply(text.encode(), status)


def _parameters(query: str) -> dict[str, str]:
    """Return the parameters of a query string; the last of several with a name counts."""
    return dict(parse_qsl(query, keep_blank_values=True, errors="surrogateescape"))
