# SPDX-License-Identifier: MIT
"""Both listings of everything there is to list, row by row against the wiki's own tables."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.wiki.conftest import Place
from tests.wiki.truth import Fact, Tables, Target, facts_of
from wikilinks_gui.errors import OtherWikiError, WikilinksError
from wikilinks_gui.listing.methodchoice import list_links
from wikilinks_gui.listing.request import METHODS, ListingBatch, ListingRequest, Method
from wikilinks_gui.listing.storing import list_and_store
from wikilinks_gui.store.store import Store
from wikilinks_gui.table.row import Kind, RedirectTarget, kind_names

SMALL = ("main", "zh", "sr", "lowercase")
"""The wikis of which everything is listed."""

DEEP = {
    ("Triple", "Double"),
    ("Fourfold", "Triple"),
    ("Through double", "Double"),
    ("Through double", "Double to section"),
    ("Through double with link", "Double with link"),
    ("Through triple", "Triple"),
    ("Through fourfold", "Fourfold"),
    ("Directly and through", "Double"),
    ("Directly and through", "Triple"),
    ("Through help", "Help:To user"),
}
"""The rows of the hub, with the redirect they come through, that lie beyond ``backlinks``' hop."""


def listed(place: Place, request: ListingRequest) -> list[ListingBatch]:
    """A whole listing, with what holds for every listing."""
    listing = list(list_links(place.client, place.site, request))
    assert [page.state is None for page in listing] == [False] * (len(listing) - 1) + [True]
    assert [page.resolution is None for page in listing] == [False] + [True] * (len(listing) - 1)
    return listing


def truth(tables: Tables, target: Target, request: ListingRequest) -> set[Fact]:
    """What the tables say a listing gives: ``backlinks`` knows one redirect in between, no more."""
    depth = request.depth
    if request.method == "backlinks":
        depth = 1 if depth is None else min(depth, 1)
    end = tables.end(target) if request.follow else target
    names = {"redirect", *kind_names(request.kinds)}
    return {
        fact._replace(kinds=kinds)
        for fact in tables.expected(end, depth)
        if (kinds := tuple(kind for kind in fact.kinds if kind in names))
    }


def told(request: ListingRequest) -> str:
    """A request in a few words."""
    words = [f"“{request.title}” by {request.method}", *kind_names(request.kinds)]
    if request.follow:
        words.append("followed")
    if request.depth is not None:
        words.append(f"to depth {request.depth}")
    return ", ".join(words)


def differences(place: Place, target: Target, request: ListingRequest) -> Iterator[str]:
    """Return how a listing differs from the truth, if it does."""
    try:
        found = facts_of(row for page in listed(place, request) for row in page.rows)
    except WikilinksError as error:
        yield f"{told(request)}: {error!r}"
    else:
        expected = truth(place.tables, target, request)
        if found != expected:
            lacking, beyond = sorted(expected - found), sorted(found - expected)
            yield f"{told(request)}\n  lacks {lacking}\n  has beyond {beyond}"


def check(place: Place, targets: Iterable[Target], request: ListingRequest) -> None:
    """Compare the listings of many pages with the truth, and tell of all that differ."""
    wrong = [
        difference
        for target in sorted(targets)
        for difference in differences(
            place, target, replace(request, title=place.tables.title(target))
        )
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("place", SMALL, indirect=True)
def test_everything(place: Place, method: Method) -> None:
    """Each page, and each title that is only linked; a redirect is listed itself."""
    check(place, place.tables.targets(), ListingRequest("", method, follow=False))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("place", SMALL, indirect=True)
def test_redirects_followed(place: Place, method: Method) -> None:
    """Each redirect gives the listing of where it leads; a ring that of the page that was typed."""
    tables = place.tables
    leads = tables.leads()
    assert leads
    check(place, leads, ListingRequest("", method, depth=0))
    ends = {tables.end(target): target for target in leads}  # one way to each is enough for all
    check(place, ends.values(), ListingRequest("", method))


@pytest.mark.parametrize("method", METHODS)
def test_redirects_to_another_wiki(main: Place, method: Method) -> None:
    """Followed they lead where nothing can be listed; listed themselves they are pages like any."""
    abroad = {main.tables.pages[page_id][0] for page_id in main.tables.abroad}
    assert len(abroad) == 2
    for target in abroad:
        with pytest.raises(OtherWikiError) as caught:
            listed(main, ListingRequest(main.tables.title(target), method))
        assert "Earth" in caught.value.url
    check(main, abroad, ListingRequest("", method, follow=False))


@pytest.mark.parametrize(
    ("depth", "method"), [(0, "linkshere"), (1, "linkshere"), (2, "linkshere"), (0, "backlinks")]
)
@pytest.mark.parametrize("place", SMALL, indirect=True)
def test_depth(place: Place, depth: int, method: Method) -> None:
    """No row through more redirects than were asked for, and all through as many."""
    targets = place.tables.redirects
    check(place, targets, ListingRequest("", method, follow=False, depth=depth))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "kinds",
    [Kind.LINK, Kind.TRANSCLUSION, Kind.FILE, Kind.LINK | Kind.FILE],
    ids=lambda kinds: "+".join(kind_names(kinds)),
)
def test_kinds(main: Place, kinds: Kind, method: Method) -> None:
    """Only the kinds that were asked for, and the redirects that they come through."""
    tables = main.tables
    targets = {*tables.transclusions, *tables.files, (0, "Hub"), (0, "Self"), (10, "Lonely")}
    check(main, targets, ListingRequest("", method, follow=False, kinds=kinds))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("place", ["small_replies", "high_limits"], indirect=True)
@pytest.mark.parametrize("depth", [None, 0, 1])
def test_hubs_with_other_limits(place: Place, depth: int | None, method: Method) -> None:
    """Replies that are cut for size; and replies of 5,000 rows."""
    targets = {(0, "Hub"), (0, "Elsewhere"), *list(place.tables.redirects)[:5]}
    check(place, targets, ListingRequest("", method, follow=False, depth=depth))


def test_what_backlinks_lacks(main: Place) -> None:
    """Of the hub's rows, those beyond one redirect, and no other."""
    tables = main.tables
    found = {
        method: facts_of(
            row for page in listed(main, ListingRequest("Hub", method)) for row in page.rows
        )
        for method in METHODS
    }
    lacking = found["linkshere"] - found["backlinks"]
    assert found["backlinks"] < found["linkshere"] == tables.expected((0, "Hub"))
    assert {(fact.title, tables.title(tables.pages[fact.via][0])) for fact in lacking} == DEEP
    assert {fact.depth for fact in lacking} == {2, 3, 4}


@pytest.mark.parametrize("method", METHODS)
def test_false_redirects(main: Place, method: Method) -> None:
    """A redirect page that leads elsewhere is a plain link; what links to it is no row at all."""
    rows = facts_of(
        row for page in listed(main, ListingRequest("Hub", method)) for row in page.rows
    )
    false = {fact for fact in rows if fact.is_redirect and fact.kinds == ("link",)}
    assert {fact.title for fact in false if not fact.via} == {
        "False redirect",
        "False redirect to section",
        "To another wiki",
        "Double with link",
        "Redirect that transcludes",
    }
    assert {fact.title for fact in rows}.isdisjoint({"Through false", "Through another wiki"})


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("place", "depth"),
    [
        ("small_replies", None),
        ("small_replies", 0),
        ("main", None),
    ],
    indirect=["place"],
)
def test_resumed_from_each_state(place: Place, depth: int | None, method: Method) -> None:
    """What came before a state and what a new listing gives from there is the whole listing."""
    targets = {(0, "Hub"), (0, "Hard_titles"), (10, "Box"), (6, "Picture.png")}
    targets |= {(0, "Ring_1"), (0, "Into_the_ring"), (0, "Self_redirect")}
    resumed = 0
    for target in targets & place.tables.targets():
        request = ListingRequest(place.tables.title(target), method, depth=depth)
        listing = listed(place, request)
        whole = truth(place.tables, target, request)
        rows = []
        for page in listing:
            rows += page.rows
            if page.state is None:
                break
            state = json.loads(json.dumps(page.state))
            rest = list(list_links(place.client, place.site, request, state))
            assert rest[-1].state is None
            assert facts_of([*rows, *(row for later in rest for row in later.rows)]) == whole
            resumed += 1
        assert facts_of(rows) == whole
    assert resumed


@pytest.mark.parametrize("method", METHODS)
def test_listing_does_not_change_its_states(small_replies: Place, method: Method) -> None:
    """A state is worth the same when the listing has gone on since."""
    states = []
    for page in list_links(small_replies.client, small_replies.site, ListingRequest("Hub", method)):
        if page.state is not None:
            states.append((page.state, json.dumps(page.state)))
    assert len(states) > 3
    assert [json.dumps(state) for state, _ in states] == [text for _, text in states]


@pytest.mark.parametrize("method", METHODS)
def test_w10_where_false_redirects_lead(main: Place, method: Method, tmp_path: Path) -> None:
    """They are told as the table of redirects has it, in one request more, and are stored."""
    request, tables = ListingRequest("Hub", method), main.tables
    pages = listed(main, request)
    with Store(tmp_path / "explorations.sqlite") as store:
        before = main.client.traffic.requests
        batches = list(list_and_store(main.client, main.site, store, "wiki", request))
        asked = main.client.traffic.requests - before
        leads = batches[-1].redirect_targets
        assert not any(batch.redirect_targets for batch in batches[:-1])
        assert store.redirect_targets(batches[0].exploration) == {
            page_id: lead._replace(interwiki="") for page_id, lead in leads.items()
        }
    false = {row.page_id for page in pages for row in page.rows if row.is_redirect} - {
        row.page_id for page in pages for row in page.rows if row.kinds & Kind.REDIRECT
    }
    assert false <= leads.keys()
    found = {tables.title(tables.pages[page_id][0]): lead for page_id, lead in leads.items()}
    assert found["False redirect"] == RedirectTarget("Elsewhere")
    assert found["False redirect to section"] == RedirectTarget("Elsewhere", "There")
    assert found["Double with link"].title == "To section"
    assert found["To another wiki"].interwiki == "wikipedia"
    for page_id, lead in leads.items():
        if not lead.interwiki:
            assert page_id in tables.redirects[tables.target(lead.title)]
    if method == "linkshere":
        assert asked == len(batches) + 1
