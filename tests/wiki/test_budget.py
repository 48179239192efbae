# SPDX-License-Identifier: MIT
"""The requests of a check, counted, against those that were told before."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.wiki.conftest import Place, serve
from tests.wiki.mediawiki import MediaWiki
from tests.wiki.test_checking import listed
from wikilinks_gui.listing.budget import Budget, requests_for_doubts, requests_needed
from wikilinks_gui.listing.origins import check_origins
from wikilinks_gui.mediawiki.siteinfo import TEMPLATE_NAMESPACE
from wikilinks_gui.store.records import Exploration, PageText
from wikilinks_gui.store.store import Store
from wikilinks_gui.table.row import Row

BOXES = {f"Template:Box {number}": f"[[Hub {number % 7}]]" for number in range(60)}
DEEP = {
    f"Template:Deep {number}": f"{{{{Deep {number + 1}}}}} text" if number % 4 else "The end."
    for number in range(1, 131)
}
TWELVE = {f"Template:One of twelve {number}": "[[Hub 5]]" for number in range(12)}
MANY = "[[{{ucfirst:hub 5}}]] " + " ".join(f"{{{{{title.partition(':')[2]}}}}}" for title in TWELVE)
PAGES = (
    {f"Hub {number}": "A hub." for number in range(7)}
    | {"Alias": "#REDIRECT [[Hub 1]]"}
    | BOXES
    | DEEP
    | TWELVE
    | {"Template:Hidden": "<includeonly>[[Hub 3]]</includeonly>", "User:One": "[[Hub 4]]"}
    | {
        f"Page {number:03}": f"A [[hub 1]]. {{{{Deep {number + 1}}}}} {{{{Deep {number + 30}}}}}"
        for number in range(95)
    }
    | {f"Odd {number}": "[[{{ucfirst:hub 2}}]]" for number in range(9)}
    | {f"Hiding {number}": "{{Hidden}}" for number in range(40)}
    | {f"Boxed {number:03}": f"{{{{Box {number % 60}}}}}" for number in range(160)}
    | {f"User page {number}": "{{User:One}} {{Deep 1}}" for number in range(3)}
    | {f"Many {number}": MANY + f"{{{{Deep {number + 1}}}}}" for number in range(60)}
    | {"Through": "[[Alias]]", "One page": "[[Hub 6]]"}
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    wiki = MediaWiki.install(
        tmp_path_factory.mktemp("budget"),
        settings="wfLoadExtension( 'ParserFunctions' );\n",
        pages=PAGES,
    )
    with serve(wiki) as place:
        yield place


def told(place: Place, store: Store, exploration: Exploration, rows: list[Row]) -> int:
    templates = store.rows_in_namespace(exploration.id, TEMPLATE_NAMESPACE)
    pages = {row.page_id for row in rows}
    return requests_needed(place.site, len(pages), len({row.page_id for row in templates}))


def made(
    place: Place, store: Store, exploration: Exploration, rows: list[Row], rest: str = ""
) -> tuple[int, int]:
    """Check rows; return how many requests that took, and for how many pages in doubt."""
    client = place.client.counting()
    site = replace(place.site, rest=rest) if rest else place.site
    asked: list[str] = []
    get_page = client.get_page

    def note(address: str, *more: object, **options: object) -> object:
        asked.append(address)
        return get_page(address, *more, **options)  # type: ignore[arg-type]

    client.get_page = note  # type: ignore[method-assign, assignment]
    list(check_origins(client, site, store, exploration, rows))
    assert client.traffic.retries == 0
    return client.traffic.requests - len(asked), len(asked)


@pytest.mark.parametrize(
    ("title", "least", "doubtful"),
    [
        ("Hub 0", 2, 0),  # nine boxes, and the pages that use them
        ("Hub 1", 4, 0),  # pages with many templates, one in another
        ("Hub 2", 2, 9),  # pages in doubt
        ("Hub 3", 3, 0),  # a template that is no row settles them
        ("Hub 4", 2, 0),  # a transcluded page that is no template, in another namespace
        ("Hub 5", 4, 60),  # a reply in two parts: pages use more than 500 of the list's templates
        ("Hub 6", 2, 0),
    ],
)
def test_no_more_requests_are_made_than_were_told(
    place: Place, store: Store, title: str, least: int, doubtful: int
) -> None:
    exploration, rows = listed(place, store, title)
    before = told(place, store, exploration, rows)
    requests, asked = made(place, store, exploration, rows)
    assert least <= requests <= before
    assert asked == doubtful == requests_for_doubts(place.site, asked)
    again, _asked = made(place, store, exploration, rows)
    assert again <= before


@pytest.mark.parametrize("edited", [1, 20, 48, 49, 97])
def test_pages_that_were_edited_since_are_within_what_was_told(
    place: Place, store: Store, edited: int
) -> None:
    """Their texts are asked for together, at the end, or once these are many with all others."""
    exploration, rows = listed(place, store, "Hub 1")
    list(check_origins(place.client, place.site, store, exploration, rows))
    known = list(store.origins(exploration.id))
    every_second = [row.page_id for row in rows[::2]] + [row.page_id for row in rows[1::2]]
    old = [PageText(page_id, 1, "old") for page_id in every_second[:edited]]
    store.keep_origins(exploration.id, [], "wiki", old)
    requests, _asked = made(place, store, exploration, rows)
    assert requests <= told(place, store, exploration, rows)
    assert list(store.origins(exploration.id)) == known


def test_templates_that_were_edited_since_are_within_what_was_told(
    place: Place, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wikilinks_gui.listing.request.TITLES_PER_REQUEST", 2)
    exploration, rows = listed(place, store, "Hub 0")
    list(check_origins(place.client, place.site, store, exploration, rows))
    known = list(store.origins(exploration.id))
    templates = store.rows_in_namespace(exploration.id, TEMPLATE_NAMESPACE)
    old = [PageText(row.page_id, 1, "old") for row in templates]
    store.keep_origins(exploration.id, [], "wiki", old)
    requests, _asked = made(place, store, exploration, rows)
    assert requests <= told(place, store, exploration, rows)
    assert list(store.origins(exploration.id)) == known


def test_a_wiki_without_renderings_is_asked_for_one(place: Place, store: Store) -> None:
    place.client.renders_nothing.clear()
    exploration, rows = listed(place, store, "Hub 2")
    for asked_in_vain in (1, 0):
        requests, asked = made(place, store, exploration, rows, "/none/rest.php")
        assert requests <= told(place, store, exploration, rows)
        assert asked == asked_in_vain
    place.client.renders_nothing.clear()


def test_a_budget_grows_with_the_pages() -> None:
    small, large = Budget(1), Budget(1000)
    assert [small.take(), small.take()] == [True, False]
    assert [large.take(leave=1), large.take(leave=1), large.take(), large.take()] == [
        *(True, False, True, False)
    ]
    for _ in range(10):
        large.add_batch()
    assert [large.take(), large.take()] == [True, False]
