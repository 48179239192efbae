# SPDX-License-Identifier: MIT
"""One HTTP request: to the API or to a page."""

import html
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from wikilinks_gui.samplewiki.api import Api, Reply
from wikilinks_gui.samplewiki.request import Request
from wikilinks_gui.samplewiki.site import MAIN_PAGE, SITENAME
from wikilinks_gui.samplewiki.texts import text_of
from wikilinks_gui.samplewiki.titles import BadTitleError, parse_title, quote_title

LONGEST_POST = 1 << 20  # bytes


class Handler(BaseHTTPRequestHandler):
    """Answers the requests of one connection."""

    protocol_version = "HTTP/1.1"
    server_version = "SampleWiki"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body leave together
    timeout = 120  # seconds a client may keep a connection without a request

    def __init__(self, api: Api, *connection: Any) -> None:
        self.api = api
        super().__init__(*connection)  # answers until the connection ends

    def do_GET(self) -> None:
        """Answer a request without a body."""
        self._answer(b"")

    def do_POST(self) -> None:
        """Answer a request whose parameters may be in its body."""
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > LONGEST_POST:
            self.close_connection = True
            self.send_error(400)
            return
        self._answer(self.rfile.read(int(length)))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Log nothing."""

    def _answer(self, body: bytes) -> None:
        url = urlsplit(self.path)
        if url.path == "/api.php":
            posted = _parameters(body.decode(errors="replace"))
            self.answer(Request(_parameters(url.query) | posted))
        elif url.path.startswith("/wiki/"):
            self.send(self._page(unquote(url.path.removeprefix("/wiki/"))))
        elif url.path in ("/", "/index.php"):
            self.send(self._page(_parameters(url.query).get("title", "")))
        else:
            self.send_error(404)

    def answer(self, request: Request) -> None:
        """Answer a request to the API."""
        self.send(self.api.reply(request))

    def send(self, reply: Reply) -> None:
        """Send a reply."""
        self.send_head(reply)
        self.wfile.write(reply.body)
        self.wfile.flush()

    def send_head(self, reply: Reply) -> None:
        """Send the status and the headers."""
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()

    def _page(self, text: str) -> Reply:
        """Return a page's HTML: its wikitext, and what a client looks for to find the API."""
        api = self.api
        try:
            title = parse_title(text or MAIN_PAGE)
        except BadTitleError as error:
            return self._html("Bad title", error.reason, 404)
        page = api.database.page(title)
        if not page:
            return self._html(title.text, "There is no page with this title.", 404)
        if text != title.text.replace(" ", "_"):
            location = f"{api.server}/wiki/{quote_title(title.text)}"
            return Reply(b"", 301, headers={"Location": location})
        return self._html(title.text, text_of(api.database, page.page_id))

    def _html(self, heading: str, text: str, status: int = 200) -> Reply:
        server = html.escape(self.api.server)
        body = (
            f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="UTF-8">'
            f"<title>{html.escape(heading)} - {SITENAME}</title>"
            f'<link rel="EditURI" type="application/rsd+xml" href="{server}/api.php?action=rsd">'
            f'</head><body><h1 id="firstHeading">{html.escape(heading)}</h1>'
            f'<pre style="white-space: pre-wrap">{html.escape(text)}</pre></body></html>\n'
        )
        return Reply(body.encode(), status)


def _parameters(query: str) -> dict[str, str]:
    """Return the parameters of a query string; the last of several with a name counts."""
    return dict(parse_qsl(query, keep_blank_values=True))
