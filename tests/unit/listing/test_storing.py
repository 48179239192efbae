# SPDX-License-Identifier: MIT
"""The stream of batches, as the window will take it in: into the table."""

import json
import random
import sqlite3
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.samplewiki import SampleWiki
from tests.samplewiki.faults import ApiError, Html
from wikilinks_gui.errors import CancelledError, StoreDamagedError, WikiError
from wikilinks_gui.listing.request import ListingRequest, Method
from wikilinks_gui.listing.storing import (
    StoredBatch,
    list_and_store,
    load,
    options_of,
    request_of,
    resolution_of,
)
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.siteinfo import SiteInfo, read_siteinfo
from wikilinks_gui.mediawiki.titles import Redirect, Resolution
from wikilinks_gui.samplewiki.database import SCHEMA
from wikilinks_gui.samplewiki.request import Request
from wikilinks_gui.store.records import Exploration
from wikilinks_gui.store.store import Store
from wikilinks_gui.table.row import Kind, RedirectTarget, Row
from wikilinks_gui.table.table import LinkTable
from wikilinks_gui.wikis.connector import SAMPLE


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
        wanted: deque[int] | None = None,
        method: Method = "linkshere",
    ) -> Iterator[StoredBatch]:
        return list_and_store(
            *(self.client, self.site, self.store, SAMPLE, ListingRequest(title, method)),
            resume=resume,
            stop=stop,
            wanted=wanted,
        )

    def listings(self) -> list[dict[str, str]]:
        """What was asked of the wiki so far."""
        return [dict(request) for request in self.wiki.requests]


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
    with pytest.raises(StoreDamagedError, match="Reload the page"):
        next(place.explore("X", resume=place.store.explorations()[0]))


def test_what_is_stored_is_loaded_some_rows_at_a_time(place: Place) -> None:
    list(place.explore("United States"))
    (exploration,) = place.store.explorations()
    table = LinkTable()
    sizes = []
    for rows in load(place.store, exploration, size=100):
        table.add(rows)
        sizes.append(len(rows))
    assert rows_of(table) == set(place.store.rows(exploration.id))
    assert sizes == [100] * (len(table) // 100) + [len(table) % 100]


def hub() -> sqlite3.Connection:
    """A page with 120 redirects to it, some through others, and links through each."""
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    connection.executescript(SCHEMA)

    def link(page_id: int, target: int, *, is_redirect: bool) -> None:
        page = (page_id, 0, f"P{page_id}", is_redirect)
        connection.execute("INSERT OR IGNORE INTO page VALUES (?, ?, ?, ?)", page)
        connection.execute("INSERT INTO pagelinks VALUES (0, ?, 0, ?)", (f"P{target}", page_id))
        if is_redirect:
            record = (page_id, 0, f"P{target}", "", "")
            connection.execute("INSERT INTO redirect VALUES (?, ?, ?, ?, ?)", record)

    connection.execute("INSERT INTO page VALUES (1, 0, 'P1', 0)")
    for page_id in range(2, 122):
        link(page_id, 1 if page_id < 100 else page_id - 50, is_redirect=True)
    for page_id in range(1000, 1600):
        link(page_id, page_id % 121 + 1, is_redirect=False)
        link(page_id, 1 if page_id % 121 else 5, is_redirect=False)
    connection.commit()
    return connection


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[Place]:
    """A wiki whose replies hold few rows, so that a listing takes many requests."""
    with (
        closing(hub()) as database,
        SampleWiki(database, most=130) as wiki,
        closing(Client(wiki.api_url)) as client,
        Store(tmp_path / "slow.sqlite") as store,
    ):
        yield Place(wiki, client, store)


def waiting(batches: list[StoredBatch]) -> list[int]:
    """The redirects that have come, and nothing through them, the first first."""
    rows = [row for batch in batches for row in batch.new]
    through = {row.via for row in rows}
    return [row.page_id for row in rows if row.kinds & Kind.REDIRECT and row.page_id not in through]


def test_a_redirect_that_is_wanted_comes_next_and_then_what_was_left(slow: Place) -> None:
    wanted: deque[int] = deque()
    batches = slow.explore("P1", wanted=wanted)
    seen = [next(batches)]
    page_id = waiting(seen)[-1]
    wanted += [page_id, 999_999, page_id]
    before = len(slow.wiki.requests)
    seen.append(next(batches))
    assert slow.listings()[before]["pageids"] == str(page_id)
    assert {row.via for row in seen[-1].new} == {page_id}
    assert not wanted
    vias = {row.via for batch in batches for row in batch.new}
    assert 0 in vias
    assert page_id not in vias


def test_more_that_are_wanted_than_one_request_takes_come_before_what_was_left(
    slow: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wikilinks_gui.listing.request.TITLES_PER_REQUEST", 1)
    batches = slow.explore("P1", wanted=(wanted := deque[int]()))
    seen = [next(batches)]
    latest = waiting(seen)[-3:]
    wanted += latest
    before = len(slow.wiki.requests)
    seen += batches
    asked = [params.get("pageids") for params in slow.listings()[before:]]
    assert list(dict.fromkeys(asked))[:4] == [*map(str, latest), None]
    assert seen[-1].complete


@pytest.mark.parametrize("seed", range(8))
def test_wants_and_stops_at_any_moment_lose_nothing(slow: Place, seed: int) -> None:
    title = "P1"
    expected = set(slow.store.rows(list(slow.explore(title))[-1].exploration))
    usual = len(slow.wiki.requests)
    slow.wiki.requests.clear()
    chooser = random.Random(seed)
    wanted: deque[int] = deque()
    batches = slow.explore(title, wanted=wanted)
    seen: list[StoredBatch] = []
    wants = 0
    while not seen or not seen[-1].complete:
        seen.append(next(batches))
        if chooser.random() < 0.4 and (found := waiting(seen)):
            wanted += chooser.sample(found, chooser.randint(1, len(found)))
            wants += 1
        if chooser.random() < 0.3 and not seen[-1].complete:
            batches = slow.explore(title, slow.store.explorations()[0], wanted=wanted)
    assert set(slow.store.rows(seen[-1].exploration)) == expected
    assert len(seen) < usual + 2 * wants
    asked = [tuple(sorted(params.items())) for params in slow.listings()]
    assert len(set(asked)) == len(asked)


def test_states_of_earlier_versions_are_resumed(slow: Place) -> None:
    expected = set(slow.store.rows(list(slow.explore("P1"))[-1].exploration))
    first = next(slow.explore("P1"))
    cut = slow.store.explorations()[0]
    assert cut.state is not None
    slow.store.add(cut.id, [], {name: cut.state[name] for name in cut.state if name != "left"})
    assert [*slow.explore("P1", slow.store.explorations()[0])][-1].complete
    assert set(slow.store.rows(first.exploration)) == expected


def test_backlinks_takes_no_wants(slow: Place) -> None:
    wanted = deque([1])
    batches = list(slow.explore("Daugpiļs", wanted=wanted, method="backlinks"))
    assert batches[-1].complete


@pytest.mark.parametrize("method", ["linkshere", "backlinks"])
def test_w13_what_is_stored_is_loaded_in_the_order_in_which_it_came(
    tmp_path: Path, method: Method
) -> None:
    live, again = LinkTable(), LinkTable()
    with closing(hub()) as database:
        for page_id in range(9000, 9020):  # transclusions come before most links
            database.execute("INSERT INTO page VALUES (?, 0, ?, 0)", (page_id, f"P{page_id}"))
            database.execute("INSERT INTO templatelinks VALUES (0, 'P1', 0, ?)", (page_id,))
        with (
            SampleWiki(database, most=130) as wiki,
            closing(Client(wiki.api_url)) as client,
            Store(tmp_path / "order.sqlite") as store,
        ):
            for batch in Place(wiki, client, store).explore("P1", method=method):
                live.add(batch.new, batch.again)
            (exploration,) = store.explorations()
            for rows in load(store, exploration, size=40):
                again.add(rows)
    assert len(live) == len(again) > 700
    nodes = range(len(live))
    direct = [row.page_id for row in live.rows(nodes) if not row.via and not row.is_redirect]
    assert direct != sorted(direct), "it is another order than that of the ids"
    assert list(live.rows(nodes)) == list(again.rows(nodes))


REQUEST = ListingRequest("X", "backlinks", depth=0, kinds=Kind.LINK)
RESOLUTION = Resolution("x", "X", 7, 0, "page", redirects=(Redirect("x", "X", "", ""),))
OTHER_JSON: list[object] = [None, 7, 7.5, True, "x", "", [], [""], [[]], {}, {"x": 1}, -1, 1 << 80]


def exploration_with(options: object, resolution: object) -> Exploration:
    now = datetime.now(UTC)
    first = (1, "wiki", "X", "X", options, resolution)
    return Exploration(*first, now, now, {}, None, 0)  # type: ignore[arg-type]


def test_r4_options_and_resolution_come_back() -> None:
    found = exploration_with(json_again(options_of(REQUEST)), json_again(asdict(RESOLUTION)))
    assert request_of(found) == REQUEST
    assert resolution_of(found) == RESOLUTION


def json_again(value: dict[str, Any]) -> dict[str, Any]:
    again: dict[str, Any] = json.loads(json.dumps(value))
    return again


def test_a_redirect_loop_of_an_earlier_version_comes_back() -> None:
    found = exploration_with({}, json_again(asdict(RESOLUTION)) | {"status": "ring"})
    assert resolution_of(found) == replace(RESOLUTION, status="loop")


@pytest.mark.parametrize("name", options_of(REQUEST))
@pytest.mark.parametrize("value", OTHER_JSON, ids=str)
def test_r4_options_of_another_json_type_are_damage(name: str, value: object) -> None:
    options = json_again(options_of(REQUEST))
    before = options[name]
    found = exploration_with(options | {name: value}, {})
    try:
        request = request_of(found)
    except StoreDamagedError:
        return
    assert type(value) is type(before) or (name, value) == ("depth", None)
    assert json_again(options_of(request)) == options | {name: value}


@pytest.mark.parametrize("name", asdict(RESOLUTION))
@pytest.mark.parametrize("value", OTHER_JSON, ids=str)
def test_r4_resolution_of_another_json_type_is_damage(name: str, value: object) -> None:
    resolution = json_again(asdict(RESOLUTION))
    before = resolution[name]
    try:
        found = resolution_of(exploration_with({}, resolution | {name: value}))
    except StoreDamagedError:
        return
    assert type(value) is type(before)
    assert json_again(asdict(found)) == resolution | {name: value}


# --- where redirect pages lead that only link here ------------------------------------------------


@pytest.fixture
def quartz(tmp_path: Path) -> Iterator[Place]:
    """A wiki with 120 redirect pages that link to Quartz and redirect to Feldspar."""
    with closing(sqlite3.connect(":memory:", check_same_thread=False)) as db:
        db.executescript(SCHEMA)
        for page_id, title in ((1, "Quartz"), (2, "Feldspar"), (3, "Stone"), (4, "Rock_crystal")):
            db.execute("INSERT INTO page VALUES (?, 0, ?, ?)", (page_id, title, page_id == 4))
        db.execute("INSERT INTO redirect VALUES (4, 0, 'Quartz', '', '')")
        db.executemany("INSERT INTO pagelinks VALUES (0, 'Quartz', 0, ?)", [(3,), (4,)])
        for page_id in range(10, 130):
            db.execute("INSERT INTO page VALUES (?, 0, ?, 1)", (page_id, f"False_{page_id}"))
            section = "Kinds" if page_id % 2 else ""
            db.execute("INSERT INTO redirect VALUES (?, 0, 'Feldspar', '', ?)", (page_id, section))
            for target in ("Feldspar", "Quartz"):
                db.execute("INSERT INTO pagelinks VALUES (0, ?, 0, ?)", (target, page_id))
        db.commit()
        with (
            SampleWiki(db, most=100) as wiki,  # so that there are several replies
            closing(Client(wiki.api_url)) as client,
            Store(tmp_path / "explorations.sqlite") as store,
        ):
            yield Place(wiki, client, store)


@pytest.mark.parametrize("method", ["linkshere", "backlinks"])
def test_w10_the_wiki_is_asked_where_false_redirects_lead(quartz: Place, method: Method) -> None:
    batches = list(quartz.explore("Quartz", method=method))
    leads = batches[-1].redirect_targets
    assert leads == {
        page_id: RedirectTarget("Feldspar", "Kinds" if page_id % 2 else "")
        for page_id in range(10, 130)
    }
    assert quartz.store.redirect_targets(batches[-1].exploration) == leads
    asked = [each for each in quartz.listings() if "pageids" in each and "redirects" in each]
    assert len(asked) == 3  # for the method backlinks too, which must know it anyway


def test_w10_nothing_is_asked_where_no_redirect_leads_elsewhere(quartz: Place) -> None:
    before = len(quartz.listings())
    batches = list(quartz.explore("Stone"))
    assert batches[-1].complete
    assert not batches[-1].redirect_targets
    assert len(quartz.listings()) - before == len(batches)
    assert quartz.store.redirect_targets(batches[-1].exploration) == {}


def test_w10_a_wiki_that_refuses_to_tell_has_given_the_whole_list(quartz: Place) -> None:
    def asks_where(request: Request) -> bool:
        return {"pageids", "redirects"} <= request.keys()

    quartz.wiki.faults.add(ApiError("permissiondenied", "No.", when=asks_where))
    batches = list(quartz.explore("Quartz"))
    assert batches[-1].complete
    assert not batches[-1].redirect_targets


def test_w10_a_resumed_list_tells_of_those_that_came_before(quartz: Place) -> None:
    first = next(quartz.explore("Quartz"))
    assert not first.complete
    found = quartz.store.exploration(first.exploration)
    assert found
    batches = list(quartz.explore("Quartz", resume=found))
    assert batches[-1].redirect_targets.keys() == set(range(10, 130))


def test_w10_a_damaged_record_of_leads_is_told(quartz: Place) -> None:
    batches = list(quartz.explore("Quartz"))
    with closing(sqlite3.connect(quartz.store.path)) as db, db:
        db.execute("UPDATE lead SET leads = replace(leads, 'Feldspar', 'Feldspat')")
    with pytest.raises(StoreDamagedError):
        quartz.store.redirect_targets(batches[-1].exploration)
    quartz.store.delete([batches[-1].exploration])
    assert quartz.store.redirect_targets(batches[-1].exploration) == {}
