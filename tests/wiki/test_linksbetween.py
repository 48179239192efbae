# SPDX-License-Identifier: MIT
"""The links among pages, by ``prop=links``, against the wiki's own tables."""

import pytest

from tests.wiki.conftest import Place
from wikilinks_gui.listing import linksbetween
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


def test_by_title(main: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same, where all links of the pages are never asked for."""
    monkeypatch.setattr(linksbetween, "FEW_BY_TITLE", 10_000)
    rows = pages(main, 10_000)
    links = LinksBetweenPages()
    links.want(rows)
    needed = links.cost(main.site).requests
    recording = main.wiki.record()
    assert fetched(main, links, rows) == truth(main, rows)
    assert len(recording.requests) == needed
    assert all("pltitles" in request for request in recording.requests)


@pytest.mark.parametrize("few", [linksbetween.FEW_BY_TITLE, 10_000])
def test_replies_that_are_cut_for_size(
    small_replies: Place, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some 130 links a reply."""
    monkeypatch.setattr(linksbetween, "FEW_BY_TITLE", few)
    rows = pages(small_replies, 10_000)
    assert fetched(small_replies, LinksBetweenPages(), rows) == truth(small_replies, rows) != set()


def test_high_limits(high_limits: Place) -> None:
    """2,000 pages, 500 of them and 5,000 links a request."""
    rows = pages(high_limits, 2_000)
    links = LinksBetweenPages()
    links.want(rows)
    assert links.cost(high_limits.site).requests <= 16
    recording = high_limits.wiki.record()
    assert fetched(high_limits, links, rows) == truth(high_limits, rows) != set()
    assert len(recording.requests) <= 4


def test_requests_of_pages_with_few_links(hub: Place) -> None:
    """Each links to one or two others: 300 pages take 6 requests, 2,000 take 40."""
    for count in (300, 2_000):
        rows = pages(hub, 15_000)[:count]
        recording = hub.wiki.record()
        assert fetched(hub, LinksBetweenPages(), rows) == truth(hub, rows)
        assert len(recording.requests) == count // 50
