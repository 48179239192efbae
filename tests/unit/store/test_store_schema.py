# SPDX-License-Identifier: MIT
"""From one version of the store's file to the next, and never backwards."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from wikilinks_gui.errors import StoreDamagedError, StoreError, StoreTooNewError
from wikilinks_gui.store.schema import MIGRATIONS
from wikilinks_gui.store.store import Store
from wikilinks_gui.table.row import Row

SECOND = """
    ALTER TABLE exploration ADD COLUMN note TEXT NOT NULL DEFAULT 'a; b';  -- one; more
    CREATE TRIGGER noted AFTER UPDATE OF note ON exploration BEGIN
        UPDATE wiki SET api_url = 'x;';
        UPDATE wiki SET api_url = 'y';
    END;
"""
THIRD = "CREATE TABLE third (id INTEGER PRIMARY KEY)"
BROKEN = "CREATE TABLE fourth (id INTEGER PRIMARY KEY); INSERT INTO nowhere VALUES (1);"
ROW = Row(1, 0, "A", 1, False, "", 0, 0)
DATE = "2025-01-02T03:04:05+00:00"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "explorations.sqlite"
    with Store(path) as store:
        store.add(store.begin("wiki", "Cat", "Cat", {}, {}), [ROW], {"n": 1})
    return path


def write_old(path: Path, version: int, *titles: str) -> list[int]:
    """Write a store of an older version, with an exploration of ROW for each title."""
    with closing(sqlite3.connect(path)) as db, db:
        for script in MIGRATIONS[:version]:
            db.executescript(script)
        db.execute(f"PRAGMA user_version = {version}")
        for number, title in enumerate(titles, 1):
            db.execute(
                "INSERT INTO exploration VALUES (?, 'wiki', ?, ?, '{}', '{}', ?, ?, '{}', NULL,"
                " 1, 1)",
                (number, title, title, DATE, DATE),
            )
            db.execute(
                "INSERT INTO row (exploration, page_id, namespace, title, kinds, is_redirect,"
                " section, via, depth) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (number, *ROW),
            )
    return list(range(1, len(titles) + 1))


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("PRAGMA user_version").fetchone()[0])


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        return [f"version {version(path)}", *db.iterdump()]


def names(path: Path) -> list[str]:
    return sorted(file.name for file in path.parent.iterdir())


def test_new_file_has_the_newest_version(path: Path) -> None:
    assert version(path) == len(MIGRATIONS)
    assert names(path) == [path.name]


def test_file_is_durable_and_in_wal_mode(path: Path) -> None:
    with Store(path) as store:
        assert store.connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert store.connection.execute("PRAGMA synchronous").fetchone() == (2,)


def test_migration_keeps_everything(path: Path) -> None:
    with Store(path, (*MIGRATIONS, SECOND, THIRD)) as store:
        assert list(store.rows(1)) == [ROW]
        assert store.explorations()[0].state == {"n": 1}
        assert store.connection.execute("SELECT note FROM exploration").fetchall() == [("a; b",)]
        assert store.connection.execute("SELECT count(*) FROM third").fetchone() == (0,)
    assert version(path) == len(MIGRATIONS) + 2
    assert names(path) == [path.name]


def test_failed_migration_leaves_the_file_as_it_was(path: Path) -> None:
    before = dump(path)
    with pytest.raises(StoreError, match="nowhere"):
        Store(path, (*MIGRATIONS, SECOND, BROKEN))
    assert dump(path) == before
    with Store(path) as store:
        assert list(store.rows(1)) == [ROW]


def test_newer_file_is_refused_untouched(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    before = path.read_bytes()
    with pytest.raises(StoreTooNewError, match=r"explorations\.sqlite was written by a newer"):
        Store(path)
    assert path.read_bytes() == before


def test_database_of_another_program_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "explorations.sqlite"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE theirs (id)")
    before = path.read_bytes()
    with pytest.raises(StoreDamagedError, match="another program"):
        Store(path)
    assert path.read_bytes() == before


def test_empty_file_is_a_new_store(tmp_path: Path) -> None:
    path = tmp_path / "explorations.sqlite"
    path.touch()
    with Store(path) as store:
        assert store.explorations() == []


def test_file_of_the_first_version_gets_check_marks(tmp_path: Path) -> None:
    path = tmp_path / "explorations.sqlite"
    (exploration,) = write_old(path, 1, "Cat")
    with Store(path) as store:
        assert list(store.rows(exploration)) == [ROW]
        assert store.checked(exploration) == []
        store.set_checked(exploration, [1], True)
        assert store.checked(exploration) == [1]
    assert version(path) == len(MIGRATIONS)


def test_w7_marks_of_rows_become_marks_of_pages(tmp_path: Path) -> None:
    path = tmp_path / "explorations.sqlite"
    cat, dog = write_old(path, 2, "Cat", "Dog")
    with closing(sqlite3.connect(path)) as db, db:
        db.executemany(
            "INSERT INTO checked (wiki, target, via, page_id) VALUES ('wiki', ?, ?, ?)",
            [("Cat", 0, 1), ("Cat", 7, 1), ("Cat", 7, 2), ("Dog", 0, 3)],
        )
    with Store(path) as store:
        assert store.checked(cat) == [1, 2]
        assert store.checked(dog) == [3]
