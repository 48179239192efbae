# SPDX-License-Identifier: MIT
"""A MediaWiki before 1.21: its own way to continue, and no format version 2."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from tests.samplewiki import SampleWiki

QUERY = {"action": "query", "format": "json", "formatversion": "2", "errorformat": "plaintext"}
LIST = {"list": "backlinks", "bltitle": "Latveja", "bllimit": "50"}


@pytest.fixture(scope="module")
def wiki() -> Iterator[SampleWiki]:
    with SampleWiki(old=True) as wiki:
        yield wiki


def ask(wiki: SampleWiki, **params: str) -> dict[str, Any]:
    reply: dict[str, Any] = requests.get(wiki.api_url, params=QUERY | params, timeout=10).json()
    return reply


def test_it_says_how_old_it_is(wiki: SampleWiki) -> None:
    reply = ask(wiki, meta="siteinfo")
    assert reply["query"]["general"]["generator"] == "MediaWiki 1.19.0"


def test_tokens_come_by_module(wiki: SampleWiki) -> None:
    rows: list[int] = []
    tokens: dict[str, str] = {}
    while True:
        reply = ask(wiki, **LIST, **tokens)
        rows += [row["pageid"] for row in reply["query"]["backlinks"]]
        assert not {"continue", "batchcomplete"} & reply.keys()
        if "query-continue" not in reply:
            break
        assert reply["query-continue"].keys() == {"backlinks"}
        tokens = reply["query-continue"]["backlinks"]
        assert tokens.keys() == {"blcontinue"}
    with SampleWiki() as new:
        whole = requests.get(new.api_url, params=QUERY | LIST | {"bllimit": "max"}, timeout=10)
        assert rows == [row["pageid"] for row in whole.json()["query"]["backlinks"]]
    assert len(rows) > 100


def test_what_pages_link_to(wiki: SampleWiki) -> None:
    links = {"titles": "Latveja", "prop": "links", "pllimit": "3", "pltitles": "Igauneja|Reiga"}
    reply = ask(wiki, **links)
    assert reply["query"]["pages"]["211"]["links"] == [
        {"ns": 0, "title": "Igauneja"},
        {"ns": 0, "title": "Reiga"},
    ]
    going_on = ask(wiki, **links | {"pllimit": "1"})["query-continue"]
    assert going_on == {"links": {"plcontinue": "1"}}


def test_format_version_2_is_unknown(wiki: SampleWiki) -> None:
    reply = ask(wiki, titles="Latveja|[x]")
    assert reply["query"]["pages"].keys() == {"211", "-1"}
    assert reply["query"]["pages"]["-1"]["invalid"] == ""
    assert ask(wiki, list="backlinks")["error"]["code"] == "missingparam"


def test_the_newer_properties_are_unknown(wiki: SampleWiki) -> None:
    reply = ask(wiki, titles="Latveja", prop="linkshere|info")
    page = reply["query"]["pages"]["211"]
    assert page["title"] == "Latveja"
    assert "linkshere" not in page
    assert "linkshere" in reply["warnings"]["query"]["*"]


def test_its_own_continue_is_not_read(wiki: SampleWiki) -> None:
    assert ask(wiki, **LIST, **{"continue": "-||backlinks"})["query"]["backlinks"]
