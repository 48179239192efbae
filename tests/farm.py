# SPDX-License-Identifier: MIT
"""Small wikis on loopback that share a host, as MediaWikis do; each answers in its own name.

Every page has one link to it, from "NAME: TITLE", so that a list tells which wiki it is of.
"""

import html
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast
from urllib.parse import parse_qs, unquote, urlsplit

NAMES = {-1: "Special", 0: "", 1: "Talk", 2: "User"}
SPECIAL_PAGES = [
    {"realname": "Whatlinkshere", "aliases": ["WhatLinksHere"]},
    {"realname": "PermanentLink", "aliases": ["PermanentLink", "Permalink"]},
    {"realname": "Diff", "aliases": ["Diff"]},
]


@dataclass
class FakeWiki:
    """A wiki; ``general`` is what it says of itself otherwise, None is what it does not say."""

    name: str
    scripts: str = ""  # the folder of api.php
    articles: str = "/wiki/$1"
    ending: str = "php"
    edit_uri: str | None = ""  # "": where the API is; None: pages do not tell
    general: dict[str, str | None] = field(default_factory=dict)
    pages: dict[int, str] = field(default_factory=lambda: {3: "Quartz"})
    revisions: dict[int, int] = field(default_factory=lambda: {50: 3})  # of pages, by id
    has_linkshere: bool = True
    asked: list[dict[str, str]] = field(default_factory=list)

    @property
    def api(self) -> str:
        return f"{self.scripts}/api.{self.ending}"

    def has_page(self, path: str) -> bool:
        before, one, after = self.articles.partition("$1")
        return path.startswith(f"{self.scripts}/index.{self.ending}") or (
            "?" not in before and bool(one) and path.startswith(before) and path.endswith(after)
        )

    def answer(self, query: dict[str, str], server: str) -> dict[str, Any]:
        self.asked.append(query)
        if query.get("action") == "paraminfo":
            known = self.has_linkshere and "modules" in query
            return {"paraminfo": {"modules": [{"name": "linkshere"}] if known else []}}
        if "siteinfo" in query.get("meta", ""):
            return {"batchcomplete": True, "query": self._siteinfo(server)}
        if "titles" in query:
            ids = [self._page(query["titles"].replace("_", " "), query, server)]
        elif "pageids" in query:
            ids = [self._numbered(int(query["pageids"]), query, server)]
        else:
            number = int(query.get("revids", "0"))
            if number not in self.revisions:
                bad = {str(number): {"revid": number, "missing": True}}
                return {"batchcomplete": True, "query": {"badrevids": bad}}
            ids = [self._numbered(self.revisions[number], query, server)]
        return {"batchcomplete": True, "query": {"pages": ids}}

    def _siteinfo(self, server: str) -> dict[str, Any]:
        general: dict[str, str | None] = {
            "sitename": self.name,
            "generator": "MediaWiki 1.39.1",
            "server": server,
            "articlepath": self.articles,
            "scriptpath": self.scripts,
            "script": f"{self.scripts}/index.{self.ending}",
            **self.general,
        }
        return {
            "general": {name: value for name, value in general.items() if value is not None},
            "namespaces": {
                str(number): {"id": number, "name": name, "canonical": name, "case": "first-letter"}
                for number, name in NAMES.items()
            },
            "specialpagealiases": SPECIAL_PAGES,
            "userinfo": {"rights": []},
        }

    def _numbered(self, number: int, query: dict[str, str], server: str) -> dict[str, Any]:
        if number not in self.pages:
            return {"pageid": number, "missing": True}
        return self._page(self.pages[number], query, server)

    def _page(self, title: str, query: dict[str, str], server: str) -> dict[str, Any]:
        ids = {name: number for number, name in self.pages.items()}
        page: dict[str, Any] = {"ns": 0, "title": title}
        page |= {"pageid": ids[title]} if title in ids else {"missing": True}
        if "linkshere" in query.get("prop", ""):
            page["linkshere"] = [{"pageid": 900, "ns": 0, "title": f"{self.name}: {title}"}]
        if query.get("inprop") == "url":
            page["fullurl"] = server + self.articles.replace("$1", title)
        return page


class Farm(ThreadingHTTPServer):
    """Serves ``wikis``, the one with the longest path first; ``moved`` are paths and whereto."""

    daemon_threads = True

    def __init__(self, *wikis: FakeWiki) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.wikis = sorted(wikis, key=lambda wiki: -len(wiki.scripts + wiki.articles))
        self.moved: dict[str, str] = {}
        self.refused: set[str] = set()  # paths that nobody may ask
        self.fetched: list[str] = []  # pages, and what is not there: path and query

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that go away are part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        farm = cast(Farm, self.server)
        url = urlsplit(self.path)
        if url.path in farm.refused:
            return self._send(403, b"<html>Forbidden")
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        for wiki in farm.wikis:
            if url.path == wiki.api:
                body = json.dumps(wiki.answer(query, farm.url)).encode()
                return self._send(200, body, "application/json")
        farm.fetched.append(self.path)
        if url.path in farm.moved:
            return self._send(301, b"", location=farm.moved[url.path])
        for wiki in farm.wikis:
            if wiki.has_page(unquote(url.path)) or url.path == f"{wiki.scripts}/":
                told = f"{farm.url}{wiki.api}?action=rsd" if wiki.edit_uri == "" else wiki.edit_uri
                link = f'<link rel="EditURI" href="{html.escape(told)}">' if told else ""
                return self._send(200, f"<html><head>{link}</head>".encode())
        return self._send(404, b"<html>Not found")

    def _send(
        self, status: int, body: bytes, content_type: str = "text/html", location: str = ""
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        if location:
            self.send_header("Location", location)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@contextmanager
def farm(*wikis: FakeWiki) -> Iterator[Farm]:
    """Serve wikis on one host while the block runs."""
    with Farm(*wikis) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
