# SPDX-License-Identifier: MIT
"""A store whose file was changed by something else: never a wrong or missing row in silence."""

import random
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.benchmarks import bench_damage
from tests.unit.store.test_store_schema import write_old
from wikilinks_gui.errors import StoreDamagedError
from wikilinks_gui.store.store import Store
from wikilinks_gui.table.row import Kind, Row

WIKI = "https://wiki.test/w/api.php"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "explorations.sqlite"


@pytest.fixture
def exploration(path: Path) -> int:
    """Store a complete list of 1,500 rows in three batches, one row of which was merged."""
    rows = [
        Row(n, n % 2, f"Page {n}", Kind.LINK, False, "Top" if n % 9 else "", n % 3, 0)
        for n in range(1, 1501)
    ]
    with Store(path) as store:
        store.save_wiki(WIKI, WIKI, {"general": {"server": "https://wiki.test"}})
        store.save_address("wiki.test", WIKI)
        exploration = store.begin(WIKI, "Cat", "Cat", {"depth": 2}, {"page_id": 1})
        store.add(exploration, rows[:500], {"n": 1})
        store.add(exploration, rows[500:1000], {"n": 2})
        again = rows[9]._replace(kinds=Kind.TRANSCLUSION, section="Other")
        store.add(exploration, [*rows[1000:], again], None)
    return exploration


def execute(path: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        assert db.execute(statement, values).rowcount != 0


def test_r3_single_bytes_changed_at_random_are_never_wrong_in_silence(tmp_path: Path) -> None:
    counts = Counter[str]()
    chooser = random.Random(3)
    whole = tmp_path / "whole.sqlite"
    folder = tmp_path / "base"
    (folder / "data").mkdir(parents=True)
    bench_damage.make_store(whole, 2_000)
    shutil.copyfile(whole, folder / "data" / "explorations.sqlite")
    right = bench_damage.export(folder)
    assert right.status == 0
    for _number in range(100):
        kind, words = bench_damage.judge(folder, whole, right, chooser)
        counts[kind] += 1
        assert kind in {"equal", "refused"}, words
    assert counts["refused"] > 20
    assert counts["equal"] > 5


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE row SET title = 'Page 8' WHERE page_id = 700",
        "UPDATE row SET title = x'5061' WHERE page_id = 700",
        "UPDATE row SET kinds = 4 WHERE page_id = 700",
        "UPDATE row SET kinds = 1.5 WHERE page_id = 700",
        "UPDATE row SET page_id = 99999 WHERE page_id = 700",
        "UPDATE row SET via = 99999 WHERE page_id = 700",
        "UPDATE row SET section = 7 WHERE page_id = 1500",
        "UPDATE row SET exploration = 99 WHERE page_id = 700",
        "UPDATE row SET arrival = 3000 - arrival WHERE page_id IN (1300, 1400)",
        "DELETE FROM row WHERE page_id = 1500",
        "DELETE FROM row",
        "DELETE FROM row WHERE page_id > 1000",
        "DELETE FROM batch WHERE first = 1000",
        "DELETE FROM batch",
        "UPDATE batch SET sum = sum + 1 WHERE first = 500",
        "UPDATE batch SET sum = 'x' WHERE first = 500",
        "UPDATE batch SET sum = CAST(sum AS BLOB) WHERE first = 500",
        "UPDATE batch SET rows = 9223372036854775807 WHERE first = 500",
        "UPDATE batch SET rows = 'x' WHERE first = 500",
        "UPDATE batch SET rows = CAST(rows AS BLOB) WHERE first = 500",
        "INSERT INTO row SELECT exploration, 77, page_id, namespace, title, kinds, is_redirect,"
        " section, depth, 1500 FROM row WHERE page_id = 1",
    ],
)
@pytest.mark.parametrize("by_key", [False, True])
def test_r3_r5_changed_and_missing_rows_are_damage(
    path: Path, exploration: int, change: str, by_key: bool
) -> None:
    execute(path, change)
    seen: list[Row] = []
    with Store(path) as store, pytest.raises(StoreDamagedError, match="Reload the page"):
        seen.extend(store.rows(exploration, by_key=by_key))
    assert len(seen) == 0 if by_key else len(seen) % 500 == 0
    assert all(row.title == f"Page {row.page_id}" for row in seen), "only what was compared"


@pytest.mark.parametrize(
    "change",
    [
        "wiki = 'https://other.test/w/api.php'",
        "wiki = CAST(wiki AS BLOB)",
        "typed = 'Dog'",
        "typed = CAST(typed AS BLOB)",
        "target = 'Dog'",
        "target = CAST(x'ff' AS TEXT)",
        "options = '{\"depth\":3}'",
        "resolution = '{\"page_id\":2}'",
        "state = '{}'",
        "state = '{\"next\": '",
        "started = 'yesterday'",
        "rows = 1000",
        "batches = 2",
        "id = 7",
    ],
)
def test_r3_changed_record_of_a_list_is_damage(path: Path, exploration: int, change: str) -> None:
    with Store(path) as store:
        other = store.begin(WIKI, "Cow", "Cow", {}, {})
    execute(path, f"UPDATE exploration SET {change} WHERE id = {exploration}")
    with Store(path) as store:
        for use in (
            lambda: store.exploration(exploration),
            lambda: store.latest(WIKI, "Cat", {"depth": 2}),
            lambda: list(store.rows(exploration)),
            lambda: store.add(exploration, [], None),
        ):
            with pytest.raises(StoreDamagedError):
                use()
        assert [each.id for each in store.explorations()] == [other], "others are still there"
        # Under another number it is missed under its own.
        assert store.count_damaged() == 1 + (change == "id = 7")
        again = store.begin(WIKI, "Cat", "Cat", {"depth": 2}, {})
        found = store.latest(WIKI, "Cat", {"depth": 2})
        assert found is not None
        assert found.id == again, "a list that was fetched again does"


def test_r3_newest_list_that_is_gone_is_not_replaced_by_an_older_one(
    path: Path, exploration: int
) -> None:
    with Store(path) as store:
        newer = store.begin(WIKI, "Cat", "Cat", {"depth": 2}, {})
    execute(path, "DELETE FROM exploration WHERE id = ?", newer)
    with Store(path) as store, pytest.raises(StoreDamagedError):
        store.latest(WIKI, "Cat", {"depth": 2})


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE seal SET kind = 'explorbtion' WHERE kind = 'exploration' AND key = ?",
        "UPDATE seal SET key = -1 WHERE kind = 'exploration' AND key = ?",
        "DELETE FROM seal WHERE kind = 'exploration' AND key = ?",
    ],
)
def test_r3_newest_list_whose_seal_is_gone_is_not_replaced_by_an_older_one(
    path: Path, exploration: int, change: str
) -> None:
    with Store(path) as store:
        newer = store.begin(WIKI, "Cat", "Cat", {"depth": 2}, {})
    execute(path, change, newer)
    with Store(path) as store:
        with pytest.raises(StoreDamagedError):
            store.latest(WIKI, "Cat", {"depth": 2})
        assert [each.id for each in store.explorations()] == [exploration]
        assert store.count_damaged() >= 1


def test_r3_adding_does_not_hide_damage(path: Path) -> None:
    row = Row(1, 0, "A", Kind.LINK, False, "", 0, 0)
    with Store(path) as store:
        exploration = store.begin(WIKI, "Cat", "Cat", {}, {})
        store.add(exploration, [row, row._replace(page_id=2)], {})
    execute(path, "UPDATE row SET title = 'B' WHERE page_id = 1")
    with Store(path) as store:
        store.add(exploration, [row._replace(kinds=Kind.FILE), row._replace(page_id=3)], None)
        with pytest.raises(StoreDamagedError):
            list(store.rows(exploration))


@pytest.mark.parametrize(
    "change",
    [
        "api_url = 'https://evil.test/w/api.php'",
        "api_url = CAST(api_url AS BLOB)",
        "siteinfo = '{}'",
        "key = 'https://b.test/'",
    ],
)
def test_r3_changed_wiki_is_asked_again(path: Path, exploration: int, change: str) -> None:
    execute(path, f"UPDATE wiki SET {change}")
    with Store(path) as store:
        for use in (lambda: store.wiki(WIKI), store.wikis):
            with pytest.raises(StoreDamagedError, match="Ask the wiki again"):
                use()
        store.save_wiki(WIKI, WIKI, {"general": {}})
        assert [wiki.key for wiki in store.wikis()] == [WIKI]
        assert store.wiki(WIKI) is not None


@pytest.mark.parametrize("wiki", ["'https://other.test/w/api.php'", "CAST(wiki AS BLOB)"])
def test_r3_changed_address_leads_nowhere(path: Path, exploration: int, wiki: str) -> None:
    execute(path, f"UPDATE address SET wiki = {wiki}")
    with Store(path) as store:
        assert store.key_of("wiki.test") is None


@pytest.mark.parametrize("column", ["options", "resolution", "state"])
@pytest.mark.parametrize("text", ["[]", "7", '"x"', "null", "nonsense", "[" * 100_000])
def test_r4_list_of_an_older_version_with_other_json_is_damage(
    path: Path, column: str, text: str
) -> None:
    damaged, other = write_old(path, 2, "Cat", "Dog")
    execute(path, f"UPDATE exploration SET {column} = ? WHERE id = ?", text, damaged)
    with Store(path) as store:
        with pytest.raises(StoreDamagedError):
            store.exploration(damaged)
        with pytest.raises(StoreDamagedError):
            store.latest("wiki", "Cat", {})
        assert [each.id for each in store.explorations()] == [other]
        assert store.count_damaged() == 1


@pytest.mark.parametrize("date", ["2025-01-01T00:00:00", "yesterday", "", 7])
def test_r4_dates_without_a_time_zone_are_damage(path: Path, date: object) -> None:
    (exploration,) = write_old(path, 2, "Cat")
    execute(path, "UPDATE exploration SET updated = ?", date)
    execute(path, "INSERT INTO wiki VALUES ('w', 'w', '{}', ?)", date)
    with Store(path) as store:
        with pytest.raises(StoreDamagedError):
            store.exploration(exploration)
        with pytest.raises(StoreDamagedError):
            store.wiki("w")


@pytest.mark.parametrize("siteinfo", ["[]", "7", "nonsense", "[" * 100_000, b"{}"])
def test_r4_siteinfo_of_an_older_version_that_is_no_object_is_damage(
    path: Path, siteinfo: object
) -> None:
    write_old(path, 2, "Cat")
    date = datetime.now(UTC).isoformat()
    execute(path, "INSERT INTO wiki VALUES ('w', 'w', ?, ?)", siteinfo, date)
    with Store(path) as store, pytest.raises(StoreDamagedError):
        store.wiki("w")


def test_s14_siteinfo_of_2099_is_not_believed(path: Path, exploration: int) -> None:
    with Store(path) as store:
        now = store.wiki(WIKI)
        assert now is not None
        assert now.is_fresh(timedelta(days=1))
    execute(path, "UPDATE wiki SET read_at = '2099-01-01T00:00:00+00:00'")
    with Store(path) as store:
        then = store.wiki(WIKI)
        assert then is not None
        assert not then.is_fresh(timedelta(days=1))


@pytest.mark.parametrize("version", [1, 2, 3])
def test_r3_older_store_gets_checks_and_an_order(path: Path, version: int) -> None:
    cat, dog = write_old(path, version, "Cat", "Dog")
    rows = [
        Row(9, 0, "Inner", Kind.REDIRECT, True, "", 20, 1),
        Row(20, 0, "Outer", Kind.REDIRECT, True, "é", 0, 0),
        *(Row(n, 0, f"Page {n}", Kind.LINK, False, "", 9, 2) for n in range(100, 1400)),
    ]
    with closing(sqlite3.connect(path)) as db, db:
        db.executemany(
            "INSERT INTO row (exploration, page_id, namespace, title, kinds, is_redirect, section,"
            " via, depth) VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
        db.execute("UPDATE exploration SET rows = rows + ? WHERE id = 1", (len(rows),))
    with Store(path) as store:
        found = list(store.rows(cat))
        assert [row.page_id for row in found[:2]] == [20, 9]
        assert sorted(found[3:]) == sorted(rows[2:])
        assert len(list(store.rows(dog))) == 1
        store.add(cat, [Row(5, 0, "New", Kind.LINK, False, "", 0, 0)], None)
        assert next(reversed(list(store.rows(cat)))).page_id == 5
    execute(path, "UPDATE row SET title = 'x' WHERE page_id = 1300")
    with Store(path) as store, pytest.raises(StoreDamagedError):
        list(store.rows(cat))


def test_r5_older_store_without_rows_is_damage(path: Path) -> None:
    (exploration,) = write_old(path, 3, "Cat")
    execute(path, "DELETE FROM row")
    with Store(path) as store, pytest.raises(StoreDamagedError):
        list(store.rows(exploration))


def test_text_of_an_older_version_that_is_no_utf8_spoils_its_list_alone(path: Path) -> None:
    cat, dog = write_old(path, 3, "Cat", "Dog")
    execute(path, "UPDATE row SET title = CAST(x'ff41' AS TEXT) WHERE exploration = ?", cat)
    with Store(path) as store:
        with pytest.raises(StoreDamagedError):
            list(store.rows(cat))
        assert len(list(store.rows(dog))) == 1


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE checked SET page_id = 8 WHERE page_id = 7",
        "DELETE FROM checked WHERE page_id = 7",
        "DELETE FROM checked",
        "UPDATE checked SET target = 'Cow' WHERE page_id = 7",
        "INSERT INTO checked (wiki, target, page_id) SELECT wiki, target, 9 FROM checked LIMIT 1",
        "DELETE FROM seal WHERE kind = 'checked'",
    ],
)
def test_r3_changed_check_marks_are_told(path: Path, exploration: int, change: str) -> None:
    with Store(path) as store:
        store.set_checked(exploration, [3, 5, 7], True)
        store.set_checked(exploration, [5, 11], False)
        store.set_checked(exploration, [3], True)
        assert store.checked(exploration) == [3, 7]
    execute(path, change)
    with Store(path) as store:
        with pytest.raises(StoreDamagedError, match="Some marks"):
            store.checked(exploration)
        kept = store.mend_checked(exploration)
        assert store.checked(exploration) == kept
        store.set_checked(exploration, [20], True)
        assert store.checked(exploration) == [*kept, 20]
        store.delete([exploration])
        again = store.begin(WIKI, "Cat", "Cat", {}, {})
        assert store.checked(again) == []


@pytest.mark.parametrize("change", ["kinds = 'x'", "kinds = 7.5", "title = x'41'", "depth = 0.5"])
def test_r3_a_value_of_another_type_is_no_value_of_a_redirect_page(
    path: Path, exploration: int, change: str
) -> None:
    execute(path, "UPDATE row SET is_redirect = 1 WHERE page_id = 5")
    execute(path, f"UPDATE row SET {change} WHERE page_id = 5")
    with Store(path) as store:
        for read in (store.redirect_pages, lambda number: store.rows_in_namespace(number, 1)):
            with pytest.raises(StoreDamagedError):
                read(exploration)


def test_check_marks_of_an_older_version_are_whole(path: Path) -> None:
    (cat,) = write_old(path, 3, "Cat")
    execute(path, "INSERT INTO checked VALUES ('wiki', 'Cat', 7)")
    execute(path, "INSERT INTO checked VALUES ('wiki', 'Cat', 9)")
    with Store(path) as store:
        assert store.checked(cat) == [7, 9]
    execute(path, "DELETE FROM checked WHERE page_id = 7")
    with Store(path) as store, pytest.raises(StoreDamagedError):
        store.checked(cat)
