# SPDX-License-Identifier: MIT
"""Ways of going on that are rarer: the old protocol, a refused token, a wiki that changes.

Nearly all is asked of the wiki whose replies are cut after some 130 rows.
"""

from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

import pytest

from tests.wiki.conftest import SMALL_HUB, Place, serve
from tests.wiki.hub import insert_hub
from tests.wiki.mediawiki import MediaWiki
from tests.wiki.truth import Fact, facts_of
from wikilinks_gui.listing.methodchoice import list_links
from wikilinks_gui.listing.request import METHODS, ListingRequest, Method
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.continuation import Continuation
from wikilinks_gui.mediawiki.titleinput import read_input
from wikilinks_gui.table.row import Row

HUB = (0, "Hub")


class OldClient(Client):
    """Asks for the protocol of before MediaWiki 1.21, which later ones still speak."""

    def replies(
        self, params: Mapping[str, str], **options: Any
    ) -> Iterator[tuple[dict[str, Any], Continuation | None]]:
        """Ask page after page, with ``query-continue`` in the replies."""
        return super().replies({**params, "rawcontinue": "1"}, **options)


def expected(place: Place, method: Method) -> set[Fact]:
    """The rows of the hub."""
    return place.tables.expected(HUB, 1 if method == "backlinks" else None)


@pytest.mark.parametrize("method", METHODS)
def test_query_continue(small_replies: Place, method: Method) -> None:
    """The old protocol leads to the same rows, also when taken up from any state."""
    place = small_replies
    recording = place.wiki.record()
    with closing(OldClient(place.wiki.api_url)) as client:
        listing = list(list_links(client, place.site, ListingRequest("Hub", method)))
        assert facts_of(row for page in listing for row in page.rows) == expected(place, method)
        assert all("continue" not in request for request in recording.requests)
        rows: list[Row] = []
        for page in listing[:-1]:
            rows += page.rows
            rest = list_links(client, place.site, ListingRequest("Hub", method), page.state)
            following = [row for later in rest for row in later.rows]
            assert facts_of([*rows, *following]) == expected(place, method)


@pytest.mark.parametrize("method", METHODS)
def test_refused_continuation(small_replies: Place, method: Method) -> None:
    """A token that the wiki does not know any more: that part is listed anew, and nothing lacks."""
    place = small_replies
    listing = list_links(place.client, place.site, ListingRequest("Hub", method))
    page = next(listing)
    assert page.state is not None
    tokens = page.state["continue"]
    for name in [name for name in tokens if name != "continue"]:
        tokens[name] = "no|such|token"
    rest = list_links(place.client, place.site, ListingRequest("Hub", method), page.state)
    rows = [*page.rows, *(row for later in rest for row in later.rows)]
    assert facts_of(rows) == expected(place, method)


@pytest.fixture
def changing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A wiki of a test's own, to be changed while it is listed."""
    settings = "$wgAPIMaxResultSize = 3000;\n"
    wiki = MediaWiki.install(tmp_path_factory.mktemp("changing"), settings=settings)
    insert_hub(wiki, SMALL_HUB)
    with serve(wiki) as place:
        yield place


@pytest.mark.parametrize("method", METHODS)
def test_redirects_that_go_and_come(changing: Place, method: Method) -> None:
    """Redirects deleted and turned into rings meanwhile: the listing ends, with all that stayed."""
    whole = expected(changing, method)
    listing = list_links(changing.client, changing.site, ListingRequest("Hub", method))
    rows = list(next(listing).rows)
    redirects = sorted(changing.tables.redirects[HUB])
    gone, turned = redirects[:2], redirects[2]
    with closing(changing.wiki.connect()) as db, db:
        for page_id in gone:
            db.execute("DELETE FROM page WHERE page_id = ?", (page_id,))
            db.execute("DELETE FROM redirect WHERE rd_from = ?", (page_id,))
            db.execute("DELETE FROM pagelinks WHERE pl_from = ?", (page_id,))
        # the hub's third redirect now leads to the redirect that leads to it: a ring
        double = next(iter(changing.tables.redirects[changing.tables.pages[turned][0]]))
        db.execute(
            "UPDATE redirect SET rd_namespace = ?, rd_title = ? WHERE rd_from = ?",
            (*changing.tables.pages[double][0], turned),
        )
    for page in listing:
        rows += page.rows
    found = facts_of(rows)
    touched = {*gone, turned}
    kept = {fact for fact in whole if fact.via not in touched and fact.page_id not in touched}
    assert {fact for fact in kept if fact.depth < 2} <= found
    names = {(fact.page_id, fact.via) for fact in whole}
    assert {(fact.page_id, fact.via) for fact in found if fact.page_id not in touched} <= names


@pytest.mark.parametrize("method", METHODS)
def test_page_that_is_moved(changing: Place, method: Method) -> None:
    """The page becomes a redirect while it is listed: what was begun is what is listed."""
    whole = expected(changing, method)
    request = ListingRequest("Hub", method)
    listing = list_links(changing.client, changing.site, request)
    first = next(listing)
    with closing(changing.wiki.connect()) as db, db:
        hub = changing.tables.ids[HUB]
        db.execute("UPDATE page SET page_is_redirect = 1 WHERE page_id = ?", (hub,))
        db.execute("INSERT INTO redirect VALUES (?, 0, 'Elsewhere', '', '')", (hub,))
    rest = list_links(changing.client, changing.site, request, first.state)
    rows = [*first.rows, *(row for later in rest for row in later.rows)]
    # the hub is now one of the redirects that lead elsewhere
    assert {fact for fact in facts_of(rows) if fact.page_id != hub} == whole


def test_e5_a_wiki_of_small_replies_is_opened_and_listed(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Siteinfo comes in parts, and one of them, larger than any reply, never."""
    folder = tmp_path_factory.mktemp("tiny")
    texts = {f"Stone {n}": "[[Quartz]]" for n in range(40)} | {"Gem": "#REDIRECT [[Quartz]]"}
    wiki = MediaWiki.install(folder, settings="$wgAPIMaxResultSize = 900;\n", pages=texts)
    with serve(wiki) as place:
        assert place.site.namespace_name(10) == "Template"
        assert read_input("Special:WhatLinksHere/Quartz", place.site) == "Quartz"
        assert place.client.warnings == []
        request = ListingRequest("Quartz", "linkshere")
        listing = list(list_links(place.client, place.site, request))
        assert len(listing) > 1
        facts = facts_of(row for page in listing for row in page.rows)
        assert facts == place.tables.expected((0, "Quartz"))
