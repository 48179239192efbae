# SPDX-License-Identifier: MIT
"""Replies of the sample wiki, changed in any one place: an error, or exactly the right rows."""

import random
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.mutations import Mutating, merged
from tests.samplewiki import SampleWiki
from wikilinks_gui.errors import WikiError
from wikilinks_gui.listing.methodchoice import list_links
from wikilinks_gui.listing.request import METHODS, ListingRequest, Method
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.siteinfo import SiteInfo, read_siteinfo
from wikilinks_gui.mediawiki.transport import Transport

TITLES = ["Chain C", "Latveja", "United States", "Template:Elsewhere", "File:Commons-logo.svg"]


@pytest.fixture(scope="module", params=["new", "old"])
def wiki(request: pytest.FixtureRequest) -> Iterator[tuple[Client, SiteInfo, Mutating]]:
    """The sample wiki, and as it was before MediaWiki 1.21."""
    network = Mutating(Transport())
    with (
        SampleWiki(old=request.param == "old") as server,
        closing(Client(server.api_url, network=network)) as client,
    ):
        site = SiteInfo.from_query(server.api_url, read_siteinfo(client))
        yield client, site, network


@settings(max_examples=150, deadline=None)
@given(
    title=st.sampled_from(TITLES),
    method=st.sampled_from(METHODS),
    choice=st.randoms(use_true_random=False),
    at=st.integers(0, 11),
)
def test_s5_an_error_or_the_right_rows(
    wiki: tuple[Client, SiteInfo, Mutating],
    title: str,
    method: Method,
    choice: random.Random,
    at: int,
) -> None:
    client, site, network = wiki
    request = ListingRequest(title, method)
    network.begin(None)
    right = merged(row for page in list_links(client, site, request) for row in page.rows)
    network.begin(choice, at % network.asked)
    try:
        found = merged(row for page in list_links(client, site, request) for row in page.rows)
    except WikiError:
        return
    assert found == right, network.changed
