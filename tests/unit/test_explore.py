# SPDX-License-Identifier: MIT
"""The stream of batches, as the window will take it in: into the table."""

import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from wikilinks_gui.connector import SAMPLE
from wikilinks_gui.errors import CancelledError, StoreDamagedError, WikiError
from wikilinks_gui.explore import Batch, explore
from wikilinks_gui.links.request import ListingRequest
from wikilinks_gui.links.rows import Row
from wikilinks_gui.links.table import LinkTable
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.siteinfo import SiteInfo, read_siteinfo
from wikilinks_gui.samplewiki.faults import Html
from wikilinks_gui.samplewiki.server import SampleWiki
from wikilinks_gui.store.records import Exploration
from wikilinks_gui.store.store import Store


class Place:
    """The sample wiki, a client for it and a store."""

    def __init__(self, wiki: SampleWiki, client: Client, store: Store) -> None:
        self.wiki = wiki
        self.client = client
        self.store = store
        self.site = SiteInfo.from_query(wiki.api_url, read_siteinfo(client))

    def explore(
        self,
        title: str,
        resume: Exploration | None = None,
        stop: threading.Event | None = None,
    ) -> Iterator[Batch]:
        request = ListingRequest(title)
        return explore(
            self.client, self.site, self.store, SAMPLE, request, resume=resume, stop=stop
        )


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with (
        SampleWiki() as wiki,
        closing(Client(wiki.api_url)) as client,
        Store(tmp_path / "explorations.sqlite") as store,
    ):
        yield Place(wiki, client, store)


def rows_of(table: LinkTable) -> set[Row]:
    return {table.row(node) for node in range(len(table))}


@pytest.mark.parametrize(
    "title", ["Daugpiļs", "United States", "Template:Nūruodis", "File:Wiki.png", "Nowhere"]
)
def test_the_table_holds_what_the_store_holds(place: Place, title: str) -> None:
    table = LinkTable()
    batches = list(place.explore(title))
    for batch in batches:
        table.add(batch.new, batch.again)
    stored = list(place.store.rows(batches[0].exploration))
    assert rows_of(table) == set(stored)
    assert len(table) == len(stored) == sum(len(batch.new) for batch in batches)
    assert [batch.complete for batch in batches] == [False] * (len(batches) - 1) + [True]
    assert batches[0].resolution is not None


def test_a_cut_listing_is_taken_up_into_the_same_table(place: Place) -> None:
    place.wiki.faults.add(Html(404, when=lambda request: "lhcontinue" in request))
    table = LinkTable()
    batches = place.explore("United States")
    first = next(batches)
    table.add(first.new, first.again)
    with pytest.raises(WikiError):
        next(batches)
    assert len(table) == 500
    (cut,) = place.store.explorations()
    for batch in place.explore("United States", resume=cut):
        assert batch.exploration == cut.id
        assert batch.resolution is None
        table.add(batch.new, batch.again)
    assert rows_of(table) == set(place.store.rows(cut.id))
    assert len(table) == 1551


def test_a_stop_keeps_what_came(place: Place) -> None:
    stop = threading.Event()
    batches = place.explore("United States", stop=stop)
    first = next(batches)
    stop.set()
    with pytest.raises(CancelledError):
        next(batches)
    (cut,) = place.store.explorations()
    assert not cut.complete
    assert cut.rows == len(first.new)


def test_a_state_that_tells_nothing_is_told(place: Place) -> None:
    exploration = place.store.begin(SAMPLE, "X", "X", {}, {})
    place.store.add(exploration, [], {"odd": 1})
    with pytest.raises(StoreDamagedError, match="list it anew"):
        next(place.explore("X", resume=place.store.explorations()[0]))
