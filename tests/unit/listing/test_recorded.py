# SPDX-License-Identifier: MIT
"""A whole listing as en.wikipedia.org gave it, in the oldest format that is still spoken."""

import gzip
import json
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from wikilinks_gui.listing.backlinks import list_backlinks
from wikilinks_gui.listing.request import ListingRequest
from wikilinks_gui.mediawiki.address import WebAddress
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.reply import HttpReply
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.table.row import Kind, Row

REPLIES = Path(__file__).parents[2] / "data" / "enwiki-replies"
SITE = SiteInfo(
    api_url="https://en.wikipedia.org/w/api.php",
    name="Wikipedia",
    version=(1, 46),
    server=WebAddress("https://en.wikipedia.org"),
    article_path="/wiki/$1",
    variant_path="",
    script="/w/index.php",
    case="first-letter",
    namespaces={},
    what_links_here=frozenset(),
    high_limits=False,
)
TITLE = "Python (programming language)"


def recorded() -> list[dict[str, Any]]:
    return [
        json.loads(gzip.decompress(path.read_bytes())) for path in sorted(REPLIES.glob("*.json.gz"))
    ]


class Recording:
    """In place of the network: the recorded replies, each to the very request that it had."""

    def __init__(self) -> None:
        self.listing: dict[str, Any] = {}
        for record in recorded():
            asked = parse_qs(urlsplit(record["request"]).query)
            self.listing[asked.get("blcontinue", [""])[0]] = record["body"]
        self.asked: list[Mapping[str, str]] = []

    def fetch(
        self, url: str, params: Mapping[str, str] | None, stop: threading.Event, seconds: float
    ) -> HttpReply:
        assert params
        self.asked.append(params)
        if "titles" in params:
            page = {"pageid": 23862, "ns": 0, "title": TITLE}
            body = {"batchcomplete": "", "query": {"pages": {"23862": page}}}
        elif "pageids" in params:  # where the redirect pages lead was not recorded
            body = {"batchcomplete": "", "query": {}}
        else:
            assert params["bltitle"] == TITLE
            body = self.listing[params.get("blcontinue", "")]
        return HttpReply(200, url, {}, json.dumps(body).encode(), 0)

    def close(self) -> None:
        """There is nothing to close."""


def test_all_of_a_recorded_listing_comes_once() -> None:
    recording = Recording()
    client = Client("https://en.wikipedia.org/w/api.php", network=recording)
    request = ListingRequest(TITLE, method="backlinks", kinds=Kind.LINK, depth=0)
    pages = list(list_backlinks(client, SITE, request, None, None))
    rows = [row for page in pages for row in page.rows]
    assert rows == [
        Row(
            page_id=entry["pageid"],
            namespace=entry["ns"],
            title=entry["title"],
            kinds=Kind.LINK,
            is_redirect="redirect" in entry,
            section="",
            via=0,
            depth=0,
        )
        for record in recorded()
        for entry in record["body"]["query"]["backlinks"]
    ]
    assert len(rows) == 10_279
    assert sum(row.is_redirect for row in rows) == 55
    assert pages[-1].state is None
    assert sum("list" in asked for asked in recording.asked) == 21


def test_a_recorded_listing_resumes() -> None:
    request = ListingRequest(TITLE, method="backlinks", kinds=Kind.LINK, depth=0)
    client = Client("https://en.wikipedia.org/w/api.php", network=Recording())
    pages = list(list_backlinks(client, SITE, request, None, None))
    everything = [row for page in pages for row in page.rows]
    for number in (1, 10, 20):
        came = sum(len(page.rows) for page in pages[:number])
        state = json.loads(json.dumps(pages[number - 1].state))
        rest = [row for p in list_backlinks(client, SITE, request, state, None) for row in p.rows]
        assert rest == everything[came:]
