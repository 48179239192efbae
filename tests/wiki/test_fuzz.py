# SPDX-License-Identifier: MIT
"""MediaWiki's own replies, changed in any one place: an error, or exactly the right rows."""

import random
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.mutations import Mutating, merged
from tests.wiki.conftest import Place
from tests.wiki.truth import facts_of
from wikilinks_gui.errors import WikiError
from wikilinks_gui.listing.methodchoice import list_links
from wikilinks_gui.listing.request import METHODS, ListingRequest, Method
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.transport import Transport

TITLES = {
    "main": ["Hub", "Template:Box", "File:Picture.png", "Into the ring", "Missing redirected"],
    "small_replies": ["Hub"],
}


@pytest.fixture(scope="module", params=list(TITLES))
def wiki(request: pytest.FixtureRequest) -> Iterator[tuple[str, Place, Client, Mutating]]:
    """A wiki, with a client of its own whose replies are changed."""
    place: Place = request.getfixturevalue(request.param)
    network = Mutating(Transport())
    with closing(Client(place.wiki.api_url, network=network)) as client:
        yield request.param, place, client, network


@settings(max_examples=100, deadline=None)
@given(
    method=st.sampled_from(METHODS),
    choice=st.randoms(use_true_random=False),
    at=st.integers(0, 20),
)
def test_s5_an_error_or_the_right_rows(
    wiki: tuple[str, Place, Client, Mutating], method: Method, choice: random.Random, at: int
) -> None:
    name, place, client, network = wiki
    request = ListingRequest(choice.choice(TITLES[name]), method)
    network.begin(None)
    right = merged(row for page in list_links(client, place.site, request) for row in page.rows)
    assert facts_of(right)
    network.begin(choice, at % network.asked)
    try:
        found = merged(row for page in list_links(client, place.site, request) for row in page.rows)
    except WikiError:
        return
    assert found == right, network.changed
