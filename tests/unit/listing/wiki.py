# SPDX-License-Identifier: MIT
"""A wiki of a few pages that answers in place of the network, and may answer wrongly."""

import json
import threading
from collections.abc import Callable, Mapping
from typing import Any

from wikilinks_gui.listing.methodchoice import list_links
from wikilinks_gui.listing.request import ListingRequest, Method
from wikilinks_gui.mediawiki.address import WebAddress
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.reply import HttpReply
from wikilinks_gui.mediawiki.siteinfo import Namespace, SiteInfo
from wikilinks_gui.table.row import Row

Params = Mapping[str, str]
Reply = dict[str, Any]
Answer = Callable[[Params], Reply]

SITE = SiteInfo(
    api_url="http://127.0.0.1/api.php",
    name="Minerals",
    version=(1, 43),
    server=WebAddress("http://127.0.0.1"),
    article_path="/wiki/$1",
    variant_path="",
    script="/index.php",
    case="first-letter",
    namespaces={
        number: Namespace(number, name, name, ())
        for number, name in [(0, ""), (1, "Talk"), (2, "User"), (10, "Template"), (12, "Help")]
    },
    what_links_here=frozenset(),
    high_limits=False,
)


class Network:
    """In place of the transport: gives what ``answer`` makes of a request's parameters."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self.asked: list[Params] = []

    def fetch(
        self, url: str, params: Params | None, stop: threading.Event, seconds: float
    ) -> HttpReply:
        assert params
        self.asked.append(params)
        body = json.dumps(self._answer(params)).encode()
        return HttpReply(200, url, {}, body, len(body))

    def close(self) -> None:
        """There is nothing to close."""


def asking(answer: Answer) -> tuple[Client, Network]:
    """Return a client that asks such a wiki."""
    network = Network(answer)
    return Client(SITE.api_url, network=network), network


def rows_of(answer: Answer, title: str = "Quartz", method: Method = "linkshere") -> list[Row]:
    """List the links to a page of such a wiki."""
    client, _network = asking(answer)
    request = ListingRequest(title, method)
    return [row for page in list_links(client, SITE, request) for row in page.rows]
