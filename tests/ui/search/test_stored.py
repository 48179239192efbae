# SPDX-License-Identifier: MIT
"""Lists by page, those that were left unfinished, and the names of wikis."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.samplewiki import SampleWiki
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.siteinfo import read_siteinfo
from wikilinks_gui.store.records import Exploration
from wikilinks_gui.store.store import Store
from wikilinks_gui.ui.search.stored import by_page, left_unfinished, stored_names
from wikilinks_gui.ui.search.wikilist import WikiChoice

DAY = datetime(2026, 3, 1, tzinfo=UTC)


def exploration(
    number: int,
    title: str = "Owl",
    wiki: str = "w",
    *,
    complete: bool = True,
    options: dict[str, Any] | None = None,
) -> Exploration:
    state: dict[str, Any] | None = None if complete else {}
    return Exploration(number, wiki, "", title, options or {}, {}, DAY, DAY, state, None, 1)


def ids(explorations: list[Exploration]) -> list[int]:
    return [each.id for each in explorations]


def test_w14_lists_are_grouped_by_page() -> None:
    stored = [
        exploration(1),
        exploration(5),
        exploration(2, "Bat"),
        exploration(3, wiki="other"),
        exploration(4),
    ]
    assert [ids(lists) for lists in by_page(stored)] == [[5, 4, 1], [3], [2]]


def test_w14_what_was_listed_completely_since_is_not_left_unfinished() -> None:
    stored = [
        exploration(9, "Bat", complete=False),
        exploration(8, "Bat", complete=False),
        exploration(7),
        exploration(6, complete=False),
        exploration(5, "Cat", complete=False),
        exploration(4, "Cat"),
        exploration(3, "Dog", options={"depth": 0}),
        exploration(2, "Dog", complete=False),
    ]
    assert ids(left_unfinished(stored)) == [9, 5, 2]


def test_w2_a_wiki_is_named_as_the_store_knows_it(tmp_path: Path) -> None:
    with SampleWiki() as wiki, Store(tmp_path / "x.sqlite") as store:
        client = Client(wiki.api_url)
        store.save_wiki(wiki.api_url, wiki.api_url, read_siteinfo(client))
        client.close()
        store.save_wiki("http://h/api.php", "http://h/api.php", {})
        used = [WikiChoice("http://h/x", "Used", "key")]
        names = stored_names(store.wikis(), used)
    assert names[wiki.api_url] == "Sample wiki"
    assert names["key"] == "Used"
    assert names["sample"] == "Sample wiki"
    assert "http://h/api.php" not in names
