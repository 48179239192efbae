# SPDX-License-Identifier: MIT
"""Origins and texts in the store: what goes in comes out, what is damaged does not."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from wikilinks_gui.errors import NothingStoredError
from wikilinks_gui.store.records import OriginRecord, PageText
from wikilinks_gui.store.store import Store

WIKI = "https://wiki.test/w/api.php"
FOUND = [
    OriginRecord(0, 1, 10, 1, True, (), (0, 17)),
    OriginRecord(0, 2, 20, 2, False, ("Template:A, b", "Template:Ç"), ()),
    OriginRecord(7, 1, 10, 4, True, (), ()),
]
TEXTS = [PageText(1, 10, "[[Cat]]\nand \U0001f600 \u202e[[cat]]"), PageText(2, 20, None)]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "store.sqlite") as store:
        yield store


@pytest.fixture
def exploration(store: Store) -> int:
    exploration = store.begin(WIKI, "Cat", "Cat", {}, {})
    store.keep_origins(exploration, FOUND, WIKI, TEXTS, TEMPLATES)
    return exploration


TEMPLATES = {"Template:A, b": "[[Cat]]", "Template:Ç": "\U0001f600", "A page": ""}


def texts(store: Store) -> list[PageText]:
    return sorted(store.texts(WIKI, range(2000)).values())


def test_origins_and_texts_are_kept(store: Store, exploration: int) -> None:
    assert list(store.origins(exploration)) == FOUND
    assert texts(store) == TEXTS
    assert store.texts("another wiki", [1, 2]) == {}
    assert list(store.origins(exploration + 1)) == []


def test_the_newest_is_kept(store: Store, exploration: int) -> None:
    newer = FOUND[0]._replace(revision=11, origin=3)
    store.keep_origins(exploration, [newer], WIKI, [PageText(1, 11, "")])
    assert list(store.origins(exploration)) == [newer, *FOUND[1:]]
    assert texts(store) == [PageText(1, 11, ""), TEXTS[1]]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE origin SET origin = 2 WHERE page_id = 1 AND via = 0",
        "UPDATE origin SET uses = 'x' WHERE page_id = 1 AND via = 0",
        "UPDATE origin SET templates = 'Template:B' WHERE page_id = 1 AND via = 0",
    ],
)
def test_damaged_origins_are_not_known(store: Store, exploration: int, change: str) -> None:
    with closing(sqlite3.connect(store.path)) as db, db:
        db.execute(change)
    assert list(store.origins(exploration)) == FOUND[1:]


@pytest.mark.parametrize("change", ["revision = 11", "text = x'00'", "text = NULL", "sum = 0"])
def test_damaged_texts_are_not_known(store: Store, exploration: int, change: str) -> None:
    with closing(sqlite3.connect(store.path)) as db, db:
        db.execute(f"UPDATE text SET {change} WHERE page_id = 1")
    assert texts(store) == [TEXTS[1]]


def test_texts_of_templates_are_kept(store: Store, exploration: int) -> None:
    asked = [*reversed(TEMPLATES), "Template:D"]
    assert list(store.template_texts(exploration, asked).items()) == [*reversed(TEMPLATES.items())]
    assert store.template_texts(exploration + 1, asked) == {}
    store.keep_origins(exploration, [], templates={"A page": "new"})
    assert store.template_texts(exploration, ["A page"]) == {"A page": "new"}


@pytest.mark.parametrize("change", ["title = 'A page'", "text = x'00'", "text = 'a'", "sum = 0"])
def test_damaged_texts_of_templates_are_not_known(
    store: Store, exploration: int, change: str
) -> None:
    with closing(sqlite3.connect(store.path)) as db, db:
        db.execute("DELETE FROM template WHERE title = 'A page'")
        db.execute(f"UPDATE template SET {change} WHERE title = 'Template:A, b'")
    assert store.template_texts(exploration, TEMPLATES) == {"Template:Ç": TEMPLATES["Template:Ç"]}


def test_they_go_with_their_list(store: Store, exploration: int) -> None:
    other = store.begin(WIKI, "Dog", "Dog", {}, {})
    store.keep_origins(other, FOUND[:1])
    store.delete([exploration])
    assert list(store.origins(exploration)) == []
    assert list(store.origins(other)) == FOUND[:1]
    assert store.template_texts(exploration, TEMPLATES) == {}
    assert texts(store) == TEXTS[:1]
    store.delete([other])
    assert texts(store) == []


def test_nothing_is_kept_of_a_list_that_was_deleted_meanwhile(
    store: Store, exploration: int
) -> None:
    store.delete([exploration])
    with pytest.raises(NothingStoredError, match="no longer stored"):
        store.keep_origins(exploration, FOUND, WIKI, TEXTS)
    assert list(store.origins(exploration)) == []
    assert texts(store) == []
