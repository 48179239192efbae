# SPDX-License-Identifier: MIT
"""The store as its users see it: what goes in comes out, and a second writer is noticed."""

import multiprocessing
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from multiprocessing.synchronize import Barrier
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from wikilinks_gui.errors import StoreBusyError
from wikilinks_gui.store.connection import use_wal
from wikilinks_gui.store.records import Counts, StoredWiki
from wikilinks_gui.store.store import Store
from wikilinks_gui.table.row import Kind, Row

WIKI = "https://wiki.test/w/api.php"
HARD_TITLES = [
    "=1+1",
    "+a",
    "-b",
    "@c",
    'Quote "x", ; y',
    "O'Brien & Söhne?",
    "100 %/~",
    "שלום עולם",
    "日本語",
    "e\u0301\u0302",
    "\U0001f600",
    "x" * 255,
    "é" * 127,
    "\u202eRTL",
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "explorations.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store(path) as store:
        yield store


def row(page_id: int, *, via: int = 0, kinds: int = Kind.LINK, title: str = "") -> Row:
    return Row(page_id, 0, title or f"Page {page_id}", kinds, False, "", via, int(via > 0))


def begin(store: Store, title: str = "Cat") -> int:
    return store.begin(WIKI, title, title, {"method": "linkshere"}, {})


def test_wiki_is_kept_and_replaced(store: Store) -> None:
    assert store.wiki("sample") is None
    store.save_wiki("sample", "http://127.0.0.1:1/api.php", {"general": {"case": "a"}})
    before = datetime.now(UTC)
    store.save_wiki("sample", "http://127.0.0.1:2/api.php", {"general": {"case": "ñ"}})
    found = store.wiki("sample")
    assert found is not None
    assert found == StoredWiki(
        "sample", "http://127.0.0.1:2/api.php", {"general": {"case": "ñ"}}, found.read_at
    )
    assert before <= found.read_at <= datetime.now(UTC)


def test_address_leads_to_a_wiki(store: Store) -> None:
    assert store.key_of("wiki.test") is None
    store.save_address("wiki.test", "old")
    store.save_address("wiki.test", WIKI)
    assert store.key_of("wiki.test") == WIKI


def test_new_exploration_is_empty_and_unfinished(store: Store) -> None:
    before = datetime.now(UTC)
    exploration = store.begin(WIKI, "cat ", "Cat", {"depth": 2}, {"redirects": ["Cat"]})
    (found,) = store.explorations()
    assert (found.id, found.wiki, found.typed, found.target) == (exploration, WIKI, "cat ", "Cat")
    assert found.options == {"depth": 2}
    assert found.resolution == {"redirects": ["Cat"]}
    assert before <= found.started == found.updated <= datetime.now(UTC)
    assert (found.state, found.complete, found.exported, found.rows) == ({}, False, None, 0)
    assert list(store.rows(exploration)) == []
    assert store.counts(exploration) == Counts(0, 0, 0)


def test_batches_make_an_exploration(store: Store) -> None:
    exploration = begin(store)
    assert (
        len(store.add(exploration, [row(1), row(2)], {"continue": {"b": "1", "a": "0|x"}}).new) == 2
    )
    (found,) = store.explorations()
    assert found.state == {"continue": {"b": "1", "a": "0|x"}}
    assert found.state is not None
    assert list(found.state["continue"]) == ["b", "a"], "a token goes back in its own order"
    assert (found.complete, found.rows) == (False, 2)
    assert len(store.add(exploration, iter([row(3)]), None).new) == 1
    (found,) = store.explorations()
    assert (found.state, found.complete, found.rows) == (None, True, 3)
    assert found.updated >= found.started
    assert list(store.rows(exploration)) == [row(1), row(2), row(3)]


def test_batch_without_rows_moves_on(store: Store) -> None:
    exploration = begin(store)
    assert len(store.add(exploration, [], {"n": 1}).new) == 0
    assert store.explorations()[0].state == {"n": 1}
    assert len(store.add(exploration, [], None).new) == 0
    assert store.explorations()[0].complete


def test_same_row_again_is_merged(store: Store) -> None:
    exploration = begin(store)
    first = Row(7, 4, "Project:A", Kind.LINK, False, "", 0, 0)
    store.add(exploration, [first], {})
    again = first._replace(kinds=Kind.REDIRECT, is_redirect=True, section="Top")
    other = Row(7, 4, "Project:A", Kind.TRANSCLUSION, False, "", 9, 1)
    assert len(store.add(exploration, [again, other, other._replace(kinds=Kind.FILE)], {}).new) == 1
    assert len(store.add(exploration, [first._replace(section="Other")], None).new) == 0
    assert list(store.rows(exploration)) == [
        Row(7, 4, "Project:A", Kind.LINK | Kind.REDIRECT, True, "Top", 0, 0),
        Row(7, 4, "Project:A", Kind.TRANSCLUSION | Kind.FILE, False, "", 9, 1),
    ]
    assert store.explorations()[0].rows == 2


def test_w13_rows_come_in_the_order_of_their_arrival_with_their_types(
    store: Store, path: Path
) -> None:
    exploration = begin(store)
    other = begin(store, "Other")
    big = 1 << 40
    given = [row(3, kinds=Kind.REDIRECT), row(5, via=3), row(big), row(2), row(1, via=3)]
    again = row(2, kinds=Kind.TRANSCLUSION)
    store.add(exploration, given[:3], {})
    store.add(other, [row(99)], None)
    store.add(exploration, [given[3], again, row(5, via=3), given[4]], None)
    given[3] = row(2, kinds=Kind.LINK | Kind.TRANSCLUSION)
    for reader in (store, Store(path)):
        with reader:
            found = list(reader.rows(exploration))
            assert found == given
            assert [type(value) for value in found[0]] == [
                *(int, int, str, int, bool, str, int, int)
            ]


def test_rows_come_by_via_then_page_id_when_they_are_exported(store: Store) -> None:
    exploration = begin(store)
    big = 1 << 40
    given = [row(5, via=3), row(big), row(2), row(3, kinds=Kind.REDIRECT), row(1, via=big)]
    store.add(exploration, given, None)
    found = list(store.rows(exploration, by_key=True))
    assert found == [given[2], given[3], given[1], given[0], given[4]]


def test_hard_titles_come_back_as_they_were(store: Store) -> None:
    exploration = begin(store)
    given = [
        Row(n, 0, title, Kind.REDIRECT, True, title, 0, 0) for n, title in enumerate(HARD_TITLES, 1)
    ]
    store.add(exploration, given, None)
    assert list(store.rows(exploration)) == given
    assert list(store.redirect_titles(exploration).values()) == HARD_TITLES


def test_redirects_are_counted_and_named(store: Store) -> None:
    exploration, other = begin(store), begin(store, "Other")
    store.add(other, [row(1, kinds=Kind.REDIRECT)], None)
    store.add(
        exploration,
        [
            row(1),
            row(2, kinds=Kind.REDIRECT | Kind.LINK, title="First"),
            row(3, via=2, kinds=Kind.REDIRECT, title="Second"),
            row(3, via=9, kinds=Kind.REDIRECT, title="Second"),
            row(1, via=3),
        ],
        None,
    )
    assert store.redirect_titles(exploration) == {2: "First", 3: "Second"}
    assert store.counts(exploration) == Counts(rows=5, distinct_pages=3, redirects=2)


def test_explorations_are_newest_first_and_by_wiki(store: Store) -> None:
    first, second = begin(store), begin(store)
    third = store.begin("other", "Cat", "Cat", {}, {})
    assert [found.id for found in store.explorations()] == [third, second, first]
    assert [found.id for found in store.explorations(WIKI)] == [second, first]
    assert store.explorations("unknown") == []


def test_latest_goes_by_wiki_title_and_options(store: Store) -> None:
    store.begin(WIKI, "kitty", "Cat", {"a": 1, "b": [1, 2]}, {})
    newest = store.begin(WIKI, "cat", "Cat", {"b": [1, 2], "a": 1}, {})
    store.begin(WIKI, "Cat", "Cat", {"a": 2, "b": [1, 2]}, {})
    store.begin("other", "Cat", "Cat", {"a": 1, "b": [1, 2]}, {})
    for title in "cat", "Cat":
        found = store.latest(WIKI, title, {"a": 1, "b": [1, 2]})
        assert found is not None
        assert found.id == newest
    assert store.latest(WIKI, "kitty", {"a": 1, "b": [1, 2]}) is not None
    assert store.latest(WIKI, "CAT", {"a": 1, "b": [1, 2]}) is None
    assert store.latest(WIKI, "Cat", {"a": 1}) is None


def test_export_is_dated(store: Store) -> None:
    exploration = begin(store)
    store.set_exported(exploration)
    exported = store.explorations()[0].exported
    assert exported is not None
    assert exported.tzinfo is not None


def test_everything_is_there_after_opening_again(store: Store, path: Path) -> None:
    exploration = begin(store)
    store.add(exploration, [row(1)], {"n": 1})
    store.close()
    store.close()
    with Store(path) as again:
        assert list(again.rows(exploration)) == [row(1)]
        assert again.explorations()[0].state == {"n": 1}
        assert len(again.add(exploration, [row(2)], None).new) == 1
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_path_may_hold_every_character(tmp_path: Path) -> None:
    with Store(tmp_path / "a?b#c %20 ñ" / "explorations.sqlite") as store:
        exploration = begin(store)
        store.add(exploration, [row(1)], None)
        assert list(store.rows(exploration)) == [row(1)]


def test_adding_while_reading(store: Store) -> None:
    exploration = begin(store)
    store.add(exploration, [row(n) for n in range(1, 1001)], {"n": 1})
    reading = store.rows(exploration)
    assert next(reading) == row(1)
    store.add(exploration, [row(n) for n in range(1001, 2001)], {"n": 2})
    assert [found.page_id for found in reading] == list(range(2, 1001)), "those of the beginning"
    assert len(list(store.rows(exploration))) == 2000


def test_rows_may_be_read_in_another_thread(store: Store) -> None:
    exploration = begin(store)
    store.add(exploration, [row(1), row(2)], None)
    found: list[Row] = []
    thread = Thread(target=lambda: found.extend(store.rows(exploration)))
    thread.start()
    thread.join()
    assert found == [row(1), row(2)]


def test_failing_rows_leave_nothing(store: Store) -> None:
    def rows() -> Iterator[Row]:
        yield row(1)
        raise RuntimeError("the source broke")

    exploration = begin(store)
    with pytest.raises(RuntimeError):
        store.add(exploration, rows(), None)
    with pytest.raises(TypeError):
        store.add(exploration, [row(1)], {"not JSON": object()})
    assert list(store.rows(exploration)) == []
    assert store.explorations()[0].state == {}
    store.add(exploration, [row(1)], None)


def test_unknown_exploration_is_a_bug(store: Store) -> None:
    with pytest.raises(KeyError):
        store.add(17, [row(1)], None)
    assert list(store.rows(17)) == []


# --- two writers ------------------------------------------------------------------------------


def test_second_writer_of_an_exploration_is_noticed(store: Store, path: Path) -> None:
    exploration = begin(store)
    store.add(exploration, [row(1)], {"n": 1})
    with Store(path) as second:
        assert second.latest(WIKI, "Cat", {"method": "linkshere"}) is not None
        second.add(exploration, [row(2)], {"n": 2})
        with pytest.raises(StoreBusyError, match="this listing"):
            store.add(exploration, [row(3)], {"n": 99})
        assert len(second.add(exploration, [row(4)], None).new) == 1
        assert [found.page_id for found in second.rows(exploration)] == [1, 2, 4]
        assert second.explorations()[0].state is None
        assert second.explorations()[0].rows == 3


def test_state_that_was_read_before_another_wrote_is_noticed(store: Store, path: Path) -> None:
    exploration = begin(store)
    with Store(path) as second:
        second.explorations()
        store.add(exploration, [row(1)], {"n": 1})
        with pytest.raises(StoreBusyError):
            second.add(exploration, [row(1)], {"n": 1})
        second.explorations()
        assert len(second.add(exploration, [row(2)], None).new) == 1


def test_looking_at_the_list_does_not_hide_a_second_writer(store: Store, path: Path) -> None:
    exploration = begin(store)
    with Store(path) as second:
        second.add(exploration, [row(1)], {"n": 1})
        store.explorations()  # such as a window that shows its list again while a listing runs
        with pytest.raises(StoreBusyError):
            store.add(exploration, [row(2)], None)
        assert store.explorations()[0].state == {"n": 1}
        assert len(store.add(exploration, [row(2)], None).new) == 1, "read again, it may go on"


def test_different_explorations_may_be_written_at_once(store: Store, path: Path) -> None:
    with Store(path) as second:
        mine, other = begin(store), begin(second)
        for n in range(1, 5):
            store.add(mine, [row(n)], {"n": n})
            second.add(other, [row(n)], {"n": n})
        assert [found.rows for found in store.explorations()] == [4, 4]


def test_locked_file_is_busy(path: Path) -> None:
    with (
        Store(path, busy_timeout=0) as store,
        closing(sqlite3.connect(path, isolation_level=None)) as other,
    ):
        exploration = begin(store)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusyError, match=path.name):
            store.add(exploration, [row(1)], None)
        assert list(store.rows(exploration)) == [], "reading goes on"
        other.execute("ROLLBACK")
        assert len(store.add(exploration, [row(1)], None).new) == 1


class _Busy(sqlite3.Connection):
    """A connection whose first tries to change the journal meet another program."""

    tries = 0

    def execute(self, *arguments: Any) -> sqlite3.Cursor:
        self.tries += 1
        if self.tries < 3:
            error = sqlite3.OperationalError("database is locked")
            error.sqlite_errorcode = sqlite3.SQLITE_BUSY
            raise error
        return super().execute(*arguments)


def test_journal_is_changed_when_others_have_done_with_it(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "new.sqlite", factory=_Busy)) as db:
        use_wal(db, 5)
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_waiting_for_the_journal_has_an_end(tmp_path: Path) -> None:
    with (
        closing(sqlite3.connect(tmp_path / "new.sqlite", factory=_Busy)) as db,
        pytest.raises(sqlite3.OperationalError, match="locked"),
    ):
        use_wal(db, 0)


def _open_and_write(path: Path, wiki: str, start: Barrier) -> None:
    start.wait()
    with Store(path) as store:
        exploration = store.begin(wiki, "Cat", "Cat", {}, {})
        for n in range(1, 6):
            store.add(exploration, [row(n)], {"n": n})


def test_programs_that_start_together_share_a_new_file(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(4)
    programs = [
        context.Process(target=_open_and_write, args=(path, str(n), start)) for n in range(4)
    ]
    for program in programs:
        program.start()
    for program in programs:
        program.join()
    assert [program.exitcode for program in programs] == [0] * 4
    with Store(path) as store:
        assert [found.rows for found in store.explorations()] == [5] * 4


def test_check_marks_stay_with_the_page_that_was_explored(store: Store) -> None:
    first, other = begin(store), begin(store, "Dog")
    store.set_checked(first, [2, 1], True)
    store.set_checked(first, [2, 3], True)
    store.set_checked(other, [1], True)
    again = begin(store)
    assert store.checked(again) == store.checked(first) == [1, 2, 3]
    store.set_checked(again, [1, 9], False)
    assert store.checked(first) == [2, 3]
    assert store.checked(other) == [1]


def test_check_marks_of_what_is_not_stored_are_none(store: Store) -> None:
    store.set_checked(99, [1], True)
    store.set_checked(99, [1], False)
    assert store.checked(99) == []


def test_deleted_explorations_are_gone_with_their_rows(store: Store, path: Path) -> None:
    first, second, third = begin(store), begin(store), begin(store, "Dog")
    for exploration in (first, second, third):
        store.add(exploration, [row(page_id) for page_id in range(1, 12_001)], None)
        store.set_checked(exploration, [exploration], True)
    store.delete([first, third, 99])
    assert [exploration.id for exploration in store.explorations()] == [second]
    assert store.counts(second).rows == 12_000
    assert list(store.rows(first)) == list(store.rows(third)) == []
    assert store.checked(second) == [first, second]
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT DISTINCT exploration FROM row").fetchall() == [(second,)]
        assert db.execute("SELECT count(*) FROM checked").fetchone() == (2,)
    store.delete([])
    store.delete([second])
    assert store.explorations() == []


def test_others_may_write_between_two_deletions(store: Store) -> None:
    """The rows of a large list take a second, and who lists waits for five at most."""
    ids = [begin(store) for _ in range(3)]
    statements: list[str] = []
    store.connection.set_trace_callback(statements.append)
    store.delete(ids)
    deletions = " ".join(statements).split("COMMIT")
    assert max(each.count("FROM row ") for each in deletions) == 1


def test_who_lists_what_another_deletes_is_told(store: Store, path: Path) -> None:
    exploration = begin(store)
    store.add(exploration, [row(1)], {"n": 1})
    with Store(path) as other:
        other.delete([exploration])
    with pytest.raises(StoreBusyError):
        store.add(exploration, [row(2)], None)
    assert list(store.rows(exploration)) == []


def test_the_newest_explorations(store: Store) -> None:
    ids = [begin(store, title) for title in "ABC"]
    assert [found.id for found in store.explorations(newest=2)] == [ids[2], ids[1]]
    assert [found.id for found in store.explorations(WIKI, newest=1)] == [ids[2]]
    assert store.explorations("sample", newest=5) == []
