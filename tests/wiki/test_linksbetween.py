# SPDX-License-Identifier: MIT
"""The links among pages, by ``prop=links``, against the wiki's own tables."""

import pytest

from tests.wiki.conftest import Place
from wikilinks_gui.listing.linksbetween import LinksBetweenPages
from wikilinks_gui.table.row import Kind, Row

Pairs = set[tuple[int, int]]


def pages(place: Place, most: int) -> list[Row]:
    """Pages of a wiki as rows, some of every part of it."""
    found = [
        Row(page_id, at[0], place.tables.title(at), int(Kind.LINK), is_redirect, "", 0, 0)
        for page_id, (at, is_redirect) in sorted(place.tables.pages.items())
    ]
    return found[:: -(-len(found) // most)]


def truth(place: Place, rows: list[Row]) -> Pairs:
    """The links among pages, of the tables."""
    page_ids = {row.page_id for row in rows}
    return {
        (source, row.page_id)
        for row in rows
        for source in place.tables.links.get(place.tables.pages[row.page_id][0], ())
        if source in page_ids and source != row.page_id
    }


def fetched(place: Place, links: LinksBetweenPages, rows: list[Row]) -> Pairs:
    """Fetch the links among pages."""
    links.want(rows)
    for _share in links.fetch(place.client, place.site):
        pass
    assert links.share == 1
    sources, targets = links.pairs().tolist()
    return {(rows[a].page_id, rows[b].page_id) for a, b in zip(sources, targets, strict=True)}


@pytest.mark.parametrize("place", ["main", "zh", "sr", "lowercase"], indirect=True)
def test_all_pages_of_a_wiki(place: Place) -> None:
    """Hard titles, all namespaces, redirects, links to a page itself."""
    rows = pages(place, 10_000)
    expected = truth(place, rows)
    assert expected
    assert fetched(place, LinksBetweenPages(), rows) == expected


def test_requests(main: Place) -> None:
    """Their number is told before they are sent."""
    rows = pages(main, 10_000)
    links = LinksBetweenPages()
    links.want(rows)
    needed = links.cost(main.site)
    recording = main.wiki.record()
    assert fetched(main, links, rows) == truth(main, rows)
    assert len(recording.requests) == needed


def test_replies_that_are_cut_for_size(small_replies: Place) -> None:
    """Some 130 links a reply."""
    rows = pages(small_replies, 10_000)
    assert fetched(small_replies, LinksBetweenPages(), rows) == truth(small_replies, rows) != set()


def test_high_limits(high_limits: Place) -> None:
    """2,000 pages, 500 of them, 500 titles and 5,000 links a request."""
    rows = pages(high_limits, 2_000)
    recording = high_limits.wiki.record()
    assert fetched(high_limits, LinksBetweenPages(), rows) == truth(high_limits, rows) != set()
    assert len(recording.requests) <= 16
