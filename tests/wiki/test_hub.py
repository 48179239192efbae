# SPDX-License-Identifier: MIT
"""Pages with many links: how few requests a listing takes, by the server's own count."""

import json
from pathlib import Path

import pytest

from tests.wiki.command import run
from tests.wiki.conftest import HUB, WIDE_HUB, Place
from tests.wiki.truth import facts_of
from wikilinks_gui.listing.methodchoice import list_links
from wikilinks_gui.listing.request import METHODS, ListingRequest, Method

FLOOR = 31
"""Requests for 15,040 rows at 500 a reply, the title's resolution among them."""


@pytest.mark.parametrize("method", METHODS)
def test_all_rows(hub: Place, method: Method) -> None:
    """15,040 rows by both methods, as no link is further than one redirect away; none asked twice.

    By ``linkshere`` with no more requests than the API's limits ask for, and no row twice.
    """
    recording = hub.wiki.record()
    listing = list_links(hub.client, hub.site, ListingRequest("hub", method))
    rows = [row for page in listing for row in page.rows]
    found = facts_of(rows)
    assert found == hub.tables.expected((0, "Hub"))
    assert len(found) == HUB.rows == 15_040
    requests = [json.dumps(request, sort_keys=True) for request in recording.requests]
    assert len(set(requests)) == len(requests)
    if method == "linkshere":
        assert len(requests) <= FLOOR
        # a redirect comes as what it is and with its own link
        assert len(rows) == HUB.rows + HUB.redirects


def test_requests_of_the_command(hub: Place, tmp_path: Path) -> None:
    """The command line asks as little, and its statistics say what the server saw."""
    stats = tmp_path / "stats.json"
    arguments = ("--wiki", hub.wiki.api_url, "--stats", str(stats))
    recording = hub.wiki.record()
    run(tmp_path / "base", "export", "Hub", *arguments, "--output", str(tmp_path / "rows.csv"))
    assert len(recording.listings()) <= FLOOR
    told = json.loads(stats.read_text(encoding="utf-8"))
    assert told["requests"] == len(recording.listings())
    assert told["rows"] == HUB.rows
    assert told["distinct_pages"] == HUB.rows - HUB.through // 5  # those stand in both places
    assert told["redirects"] == HUB.redirects
    assert told["retries"] == 0
    assert told["complete"] is True


def test_requests_with_high_limits(high_limits: Place) -> None:
    """5,000 rows a reply and all 120 redirects at once: 2 + 2 requests, and one for the doubles."""
    assert high_limits.site.high_limits
    recording = high_limits.wiki.record()
    request = ListingRequest("Hub")
    found = facts_of(
        row
        for page in list_links(high_limits.client, high_limits.site, request)
        for row in page.rows
    )
    assert len(found) == WIDE_HUB.rows
    assert len(recording.requests) <= 5


def test_small_replies_are_not_asked_twice(small_replies: Place) -> None:
    """Where replies are cut for size, each still brings what the last one left."""
    recording = small_replies.wiki.record()
    rows = [
        row
        for page in list_links(small_replies.client, small_replies.site, ListingRequest("Hub"))
        for row in page.rows
    ]
    found = facts_of(rows)
    redirects = sum("redirect" in fact.kinds for fact in found)
    assert len(rows) == len(found) + redirects
    assert len(recording.requests) < 20
