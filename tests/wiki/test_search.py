# SPDX-License-Identifier: MIT
"""Suggestions: on a real MediaWiki, and the sample wiki's searches beside MediaWiki's own.

Not compared, because the sample wiki does not have it: special pages beyond the better known, and
full text (only what both refuse).
"""

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import pytest
import requests

from tests.samplewiki import SampleWiki
from tests.wiki import sample_in_mediawiki
from tests.wiki.conftest import Place, serve
from tests.wiki.mediawiki import MediaWiki
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.search import Suggestion, similar, suggest
from wikilinks_gui.mediawiki.siteinfo import SiteInfo, read_siteinfo

# --- what both answer -------------------------------------------------------------------------

_TYPED = """
l la lat latv latveja Latveja LATVEJA Latveja_ _latveja daugp daugpiļs daugovpiļs united united_s
elsewhere elsewhere_0 Elsewhere elsewhere_00 chain ring self to jezu katōļu sport/ ā š ž 1
:la talk:re sprīža:re user:r lītuotuojs:R project:elsewhere template:elsewhere taiss:l file:o
image:commons nosuch:la # <b> % . ? ! , 漢 שלום 😀
"""
TYPED = [*_TYPED.split(), "united states", "United  States", " united ", "latveja ", "x" * 300]


@dataclass(frozen=True, slots=True)
class Pair:
    """The same pages, served by both."""

    mediawiki: MediaWiki
    sample: SampleWiki
    session: requests.Session

    def titles(self, wiki: MediaWiki | SampleWiki, typed: str) -> list[str]:
        """Return the titles that one wiki finds."""
        params = {"action": "query", "format": "json", "formatversion": "2", "pslimit": "5"}
        params |= {"list": "prefixsearch", "pssearch": typed}
        reply = self.session.get(wiki.api_url, params=params, timeout=60).json()
        return [row["title"] for row in reply["query"]["prefixsearch"]]


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """The sample wiki's pages and some more, in both."""
    with closing(sample_in_mediawiki.extended()) as database:
        wiki = sample_in_mediawiki.install(tmp_path_factory.mktemp("search"), database)
        with wiki, SampleWiki(database) as sample, requests.Session() as session:
            yield Pair(wiki, sample, session)


@pytest.mark.parametrize("typed", TYPED, ids=ascii)
def test_the_sample_wiki_finds_what_mediawiki_finds(pair: Pair, typed: str) -> None:
    assert pair.titles(pair.sample, typed) == pair.titles(pair.mediawiki, typed)


@pytest.mark.parametrize("typed", ["la", "daugovpiļs", "talk:re", "United States", "zzzz"])
def test_suggestions_are_the_same_from_both(pair: Pair, typed: str) -> None:
    """What full text search adds is the sample wiki's own: the pages here have no text."""
    found = []
    for wiki in (pair.mediawiki, pair.sample):
        with closing(Client(wiki.api_url)) as client:
            site = SiteInfo.from_query(client.api_url, read_siteinfo(client))
            found.append(next(suggest(client, site, typed, limit=3)))
    assert found[0] == found[1]


# --- on a real wiki ---------------------------------------------------------------------------

PAGES = {
    "Hub": "text",
    "Hubble": "#REDIRECT [[Telescope]]",
    "Hub and spoke": "text",
    "Hub/Sub": "text",
    "Telescope": "Whatever is far: [[Hub]].",
    "Space telescope": "text",
    "Talk:Hub": "text",
    "Talk:Telescope": "text",
    "User:Hubert": "text",
    "Template:Hub box": "text",
    "שלום": "text",
    "שלום עולם": "text",
    "漢字": "text",
    "漢字 表": "#REDIRECT [[漢字]]",
    "C": "text",
    "C - a language": "text",
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A wiki with a few pages to be found."""
    with serve(MediaWiki.install(tmp_path_factory.mktemp("found"), pages=PAGES)) as place:
        yield place


def titles(place: Place, typed: str, limit: int = 10) -> list[str]:
    lists = list(suggest(place.client, place.site, typed, limit=limit))
    assert all(lists[-1][: len(found)] == found for found in lists)  # each goes on where it was
    return [found.title for found in lists[-1]] if lists else []


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("hub", ["Hub", "Hub/Sub", "Hub and spoke", "Hubble"]),
        ("hub_", ["Hub", "Hub/Sub", "Hub and spoke", "Hubble"]),
        ("hub_a", ["Hub and spoke"]),
        ("  hub a", ["Hub and spoke"]),
        ("hub/", ["Hub/Sub", "Hub", "Hub and spoke"]),
        ("hubb", ["Hubble"]),
        ("talk:", ["Talk:Hub", "Talk:Telescope"]),
        ("TALK:h", ["Talk:Hub"]),
        ("user:hu", ["User:Hubert"]),
        ("template:hub b", ["Template:Hub box"]),
        (":hubb", ["Hubble"]),
        ("telescope", ["Telescope", "Space telescope"]),
        ("שלום", ["שלום", "שלום עולם"]),
        ("漢", ["漢字", "漢字 表"]),
        ("C#", ["C", "C - a language"]),
        ("hub|x", []),
        ("special:what", []),
        ("nothing like it", []),
        ("x" * 3000, []),
        ("\x1fhubb", ["Hubble"]),
        ("hubb\ud800", ["Hubble"]),
        ("\ud800", []),
    ],
    ids=ascii,
)
def test_suggestions(place: Place, typed: str, found: list[str]) -> None:
    assert titles(place, typed) == found
    assert place.client.warnings == []


@pytest.mark.parametrize(
    ("title", "namespace", "meant"),
    [
        ("Telescpoe", 0, ["Telescope"]),
        ("Etlescope", 0, []),  # pages that begin as the second letter does are not asked for
        ("Space Telescope", 0, ["Space telescope"]),
        ("HUBBLE", 0, ["Hubble"]),
        ("User:Hubrt", 2, ["User:Hubert"]),
        ("Xyzzy", 0, []),
    ],
)
def test_w16_a_title_that_may_be_meant_is_found(
    place: Place, title: str, namespace: int, meant: list[str]
) -> None:
    before = place.client.traffic.requests
    assert similar(place.client, place.site, title, namespace) == meant
    assert place.client.traffic.requests - before <= 2
    assert place.client.warnings == []


def test_a_suggestion_names_its_page(place: Place) -> None:
    found = next(suggest(place.client, place.site, "user:"))
    assert found == [Suggestion("User:Hubert", 2)]


def test_one_request_where_it_is_enough_and_two_at_most(place: Place) -> None:
    for limit, lists in (
        (3, ["prefixsearch"]),
        (4, ["prefixsearch"]),
        (5, ["prefixsearch", "search"]),
    ):
        recording = place.wiki.record()
        assert len(titles(place, "hub", limit)) == min(limit, 4)
        assert [request["list"] for request in recording.requests] == lists
        assert not any("maxlag" in request for request in recording.requests)
    recording = place.wiki.record()
    assert titles(place, " \n") == []
    assert recording.requests == []


def test_a_wiki_without_a_search_engine(tmp_path_factory: pytest.TempPathFactory) -> None:
    settings = "$wgSearchType = 'SearchEngineDummy';\n"
    folder = tmp_path_factory.mktemp("dummy")
    with serve(MediaWiki.install(folder, settings=settings, pages=PAGES)) as place:
        recording = place.wiki.record()
        assert titles(place, "telescope") == ["Telescope"]
        assert len(recording.requests) == 2
        reply = requests.get(place.wiki.api_url, params=recording.requests[1], timeout=60)
        assert re.fullmatch("search-(title|text)-disabled", reply.headers["MediaWiki-API-Error"])
