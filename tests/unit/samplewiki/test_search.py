# SPDX-License-Identifier: MIT
"""Searching the sample wiki; tests/wiki compares its prefix searches with MediaWiki's."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from tests.samplewiki.protocol import Api
from wikilinks_gui.samplewiki.database import SCHEMA, Database
from wikilinks_gui.samplewiki.request import Request

PAGES = [
    (0, "Hub", 0),
    (0, "Hub_and_spoke", 0),
    (0, "Hubble", 1),
    (0, "Space_telescope", 0),
    (0, "Edwin_Hubble", 0),
    (0, "Rēzne", 0),
    (0, "Azars_Rēzne", 0),
    (0, "HUB_B", 0),
    (0, "İstanbul", 0),
    (0, "Wheel", 1),
    (0, "100%_hub", 0),
    (1, "Hub", 0),
    (2, "Hub", 1),
    (0, "Hub_and_rim", 1),
    (1, "Rim", 0),
    (2, "Rim", 1),
    (3, "Rim", 1),
    (4, "Rim", 1),
]
REDIRECTS = {
    (0, "Hubble"): (0, "Space_telescope"),
    (0, "Wheel"): (0, "Hub"),
    (0, "Hub_and_rim"): (0, "Rim"),
    (2, "Hub"): (0, "Hub"),
    (2, "Rim"): (1, "Rim"),
    (3, "Rim"): (0, "Hub"),
    (4, "Rim"): (0, "Hub"),
}


@pytest.fixture(scope="module")
def api() -> Iterator[Api]:
    with closing(sqlite3.connect(":memory:", check_same_thread=False)) as connection:
        connection.executescript(SCHEMA)
        pages = [(page_id, *page) for page_id, page in enumerate(PAGES, 1)]
        connection.executemany("INSERT INTO page VALUES (?, ?, ?, ?)", pages)
        connection.executemany(
            "INSERT INTO redirect VALUES (?, ?, ?, '', '')",
            [
                (page_id, *REDIRECTS[namespace, title])
                for page_id, namespace, title, is_redirect in pages
                if is_redirect
            ],
        )
        yield Api(Database(connection), "http://wiki")


def answer(api: Api, **params: str) -> dict[str, Any]:
    sent = {"action": "query", "format": "json", "formatversion": "2"} | params
    return api.answer(Request(sent))


def found(api: Api, name: str, **params: str) -> list[str]:
    return [row["title"] for row in answer(api, list=name, **params)["query"][name]]


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("hub", ["Hub", "Hub and rim", "Hub and spoke", "Hubble"]),
        ("hub_AND", []),
        ("talk:h", ["Talk:Hub"]),
        ("hubb", ["Hubble"]),
        ("wheel", ["Wheel"]),
        ("Wheel#x", ["Wheel"]),
        ("100%", ["100% hub"]),
        ("rēz", ["Rēzne"]),
        ("i", []),
    ],
)
def test_titles_are_found_by_how_they_begin(api: Api, typed: str, titles: list[str]) -> None:
    assert found(api, "prefixsearch", pssearch=typed) == titles


def test_what_was_typed_stands_in_front(api: Api) -> None:
    assert found(api, "prefixsearch", pssearch="talk:hub", pslimit="1") == ["Talk:Hub"]
    assert found(api, "prefixsearch", pssearch="100% hub") == ["100% hub"]


def test_prefix_searches_tell_whether_there_is_more(api: Api) -> None:
    first = answer(api, list="prefixsearch", pssearch="hub", pslimit="3")
    assert first["continue"] == {"psoffset": "3", "continue": "-||"}
    last = answer(api, list="prefixsearch", pssearch="hub", pslimit="4")
    assert "continue" not in last


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("hub", ["Hub", "Hub and spoke", "HUB B", "100% hub", "Hub and rim", "Hubble"]),
        ("SPACE tele", ["Space telescope"]),
        ("tele space", []),
        ("SPOKE hub", ["Hub and spoke"]),
        ("RĒZNE", ["Rēzne", "Azars Rēzne"]),
        ("talk:hub", ["Talk:Hub"]),
        ("100%", ["100% hub"]),
        ("%", []),
        ("_", []),
        ("ub", []),
    ],
)
def test_titles_are_found_by_their_words(api: Api, typed: str, titles: list[str]) -> None:
    assert found(api, "search", srsearch=typed, srlimit="6") == titles


def test_words_are_searched_in_the_namespace_that_is_asked_for(api: Api) -> None:
    params = {"srsearch": "hub", "srnamespace": "1", "srinfo": "suggestion", "srprop": ""}
    assert found(api, "search", **params) == ["Talk:Hub"]
    assert "warnings" not in answer(api, list="search|prefixsearch", pssearch="Talk:Hu", **params)


def test_word_searches_tell_whether_there_is_more(api: Api) -> None:
    first = answer(api, list="search", srsearch="hub", srlimit="2", srinfo="")
    assert first["query"]["search"][0] == {"ns": 0, "title": "Hub", "pageid": 1}
    assert first["continue"] == {"sroffset": "2", "continue": "-||"}
    assert "continue" not in answer(api, list="search", srsearch="hub", srlimit="7")


def test_an_old_wiki_has_opensearch_only(api: Api) -> None:
    old = Api(api.database, "http://wiki", old=True)
    request = Request({"action": "opensearch", "search": "hubb"})
    assert old.reply(request).body == b'["hubb",["Hubble"]]'
    reply = answer(old, list="prefixsearch", pssearch="hubb")
    assert [warning["code"] for warning in reply["warnings"]] == ["unrecognizedvalues"]
    assert found(old, "search", srsearch="spoke") == ["Hub and spoke"]


def test_a_prefix_is_a_range_of_an_index() -> None:
    rows = 30_000
    with closing(sqlite3.connect(":memory:", check_same_thread=False)) as connection:
        connection.executescript(SCHEMA)
        connection.executemany(
            "INSERT INTO page VALUES (?, ?, ?, 0)",
            ((n, n % 3 * 2, f"Page_{n:05}") for n in range(1, rows + 1)),
        )
        api = Api(Database(connection), "http://wiki")
        queries: list[str] = []
        steps = 0

        def count() -> int:
            nonlocal steps
            steps += 1
            return 0

        connection.set_progress_handler(count, 10)
        connection.set_trace_callback(queries.append)
        for typed in ("page_1", "user:page_1"):
            assert len(found(api, "prefixsearch", pssearch=typed)) == 10
        connection.set_trace_callback(None)
        connection.set_progress_handler(None, 0)
        plans = [
            step[3]
            for query in queries
            if query.startswith("SELECT")
            for step in connection.execute("EXPLAIN QUERY PLAN " + query)
        ]
    # To read all of the 10,000 titles once would take more.
    assert steps * 10 < rows
    assert not [plan for plan in plans if "SCAN" in plan or "TEMP B-TREE" in plan]
