# SPDX-License-Identifier: MIT
"""Texts of pages: when they are read, and what stands where there are none."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
import requests

from tests.samplewiki import SampleWiki
from tests.samplewiki.protocol import Api
from wikilinks_gui.samplewiki import database
from wikilinks_gui.samplewiki.database import INDEXES, SCHEMA, Database, bundled_texts
from wikilinks_gui.samplewiki.request import Request

TEXTS = {"prop": "revisions", "rvprop": "ids|content", "rvslots": "main"}


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    """A page with a text, one that only links, one that does nothing, and a script."""
    with closing(sqlite3.connect(":memory:", check_same_thread=False)) as connection:
        connection.executescript(SCHEMA + INDEXES)
        connection.executemany(
            "INSERT INTO page VALUES (?, ?, ?, 0)",
            [(1, 0, "Text"), (2, 0, "Links"), (3, 0, "Nothing"), (4, 8, "Common.js")],
        )
        connection.execute("INSERT INTO text VALUES (1, 'A [[B]].')")
        connection.execute("INSERT INTO text VALUES (4, '// [[B]]')")
        connection.executemany(
            "INSERT INTO pagelinks VALUES (?, ?, 0, 2)", [(0, "B_c"), (0, "A"), (14, "D")]
        )
        connection.executemany(
            "INSERT INTO templatelinks VALUES (10, ?, 0, ?)",
            [(title, page) for title in ("A", "B", "C") for page in (1, 2)],
        )
        yield connection


def pages(api: Api, params: dict[str, str]) -> Any:
    return api.answer(Request({"action": "query"} | params))["query"]["pages"]


def test_texts_come_with_their_revisions(connection: sqlite3.Connection) -> None:
    found = pages(Api(Database(connection)), TEXTS | {"pageids": "1|2|3|4|5"})
    missing = "== Links of this page (the sample wiki does not include its text) ==\n"
    links = "[[A]] · [[B c]] · [[:Category:D]]"
    texts = ["A [[B]].", f"{missing}{links}\n", f"{missing}\n", "// [[B]]"]
    models = ["wikitext", "wikitext", "wikitext", "javascript"]
    assert [page["revisions"] for page in found[:4]] == [
        [{"revid": number, "slots": {"main": {"contentmodel": model, "content": text}}}]
        for number, (model, text) in enumerate(zip(models, texts, strict=True), 1)
    ]
    assert found[4] == {"pageid": 5, "missing": True}


def test_an_old_wiki_has_no_slots(connection: sqlite3.Connection) -> None:
    api = Api(Database(connection), old=True)
    body = api.reply(Request(action="query", pageids="1", prop="revisions")).body
    assert b'"revisions":[{"revid":1,"contentmodel":"wikitext","*":"A [[B]]."}]' in body


def test_templates_come_in_pieces(connection: sqlite3.Connection) -> None:
    api = Api(Database(connection))
    asked = Request(action="query", pageids="1|2|3", prop="revisions|templates", tllimit="3")
    asked["tltemplates"] = "Template:C|Template:A|Template:None"
    first = api.answer(asked)
    assert first["continue"] == {"tlcontinue": "3", "continue": "||revisions"}
    second = api.answer(Request(asked | first["continue"]))
    assert "continue" not in second
    assert not any("revisions" in page for page in second["query"]["pages"])
    told = [
        (page["pageid"], row["title"])
        for reply in (first, second)
        for page in reply["query"]["pages"]
        for row in page.get("templates", [])
    ]
    assert told == [(1, "Template:A"), (1, "Template:C"), (2, "Template:A"), (2, "Template:C")]


def test_texts_are_read_once_when_the_first_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    texts, reads = bundled_texts(), 0

    def counted() -> list[tuple[int, str]]:
        nonlocal reads
        reads += 1
        return texts

    monkeypatch.setattr(database, "bundled_texts", counted)
    with closing(Database()) as data:
        api = Api(data)
        pages(api, {"titles": "Latveja", "prop": "info|linkshere|redirects|templates"})
        assert reads == 0
        for _ in range(2):
            latgalian, english = pages(api, TEXTS | {"titles": "Latveja|Italy"})
            assert latgalian["revisions"][0]["slots"]["main"]["content"] == dict(texts)[211]
            assert english["revisions"][0]["slots"]["main"]["content"].startswith("== Links of")
    assert reads == 1


def test_a_page_shows_its_wikitext_as_plain_text() -> None:
    with SampleWiki() as wiki:
        page = requests.get(wiki.page_url("Daugova"), timeout=10).text
        assert "[[Latveja" in page
        assert "<ref" not in page


def test_nothing_renders_pages() -> None:
    with SampleWiki() as wiki:
        address = f"{wiki.url}/rest.php/v1/page/Latveja/html"
        assert requests.get(address, timeout=10).status_code == 404
