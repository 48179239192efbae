# SPDX-License-Identifier: MIT
"""The store when it is killed, when the disk is full, and when its file is damaged."""

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from random import Random
from types import SimpleNamespace

import pytest

from wikilinks_gui.errors import (
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreFullError,
    StoreReadOnlyError,
)
from wikilinks_gui.store.connection import store_error
from wikilinks_gui.store.store import Store
from wikilinks_gui.table.row import Row

SIZE = 50
ROOT = Path(__file__).parents[3]
WRITER = """
import sys
from itertools import count
from pathlib import Path
from wikilinks_gui.table.row import Row
from wikilinks_gui.store.store import Store

size = int(sys.argv[2])
with Store(Path(sys.argv[1])) as store:
    exploration = store.begin("wiki", "Cat", "Cat", {}, {})
    for batch in count():
        first = batch * size
        store.add(
            exploration,
            [Row(n, 0, f"Page {n}", 1, False, "", 0, 0) for n in range(first, first + size)],
            {"next": first + size},
        )
        print(batch, flush=True)
"""


def batch(number: int) -> list[Row]:
    first = number * SIZE
    return [Row(n, 0, f"Page {n}", 1, False, "", 0, 0) for n in range(first, first + SIZE)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "explorations.sqlite"


@pytest.fixture
def filled(path: Path) -> Path:
    """Make a store with an exploration of 100 batches."""
    with Store(path) as store:
        exploration = store.begin("wiki", "Cat", "Cat", {}, {})
        for number in range(100):
            store.add(exploration, batch(number), {"next": number})
    return path


@pytest.mark.parametrize("batches", [0, 1, 7, 25, 60])
def test_killed_while_writing(path: Path, batches: int) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), str(SIZE)],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    ) as program:
        assert program.stdout is not None
        while program.stdout.readline() != f"{batches}\n":
            assert program.poll() is None
        program.kill()
        reported = [batches, *map(int, program.stdout.read().split())][-1]
    with Store(path) as store:
        (found,) = store.explorations()
        assert found.state is not None
        stored = found.state["next"]
        assert stored >= (reported + 1) * SIZE, "what was reported is there"
        assert stored % SIZE == 0
        assert found.rows == stored
        assert [row.page_id for row in store.rows(found.id)] == list(range(stored))
        assert len(store.add(found.id, batch(stored // SIZE), None).new) == SIZE


def test_r3_what_is_complete_does_not_stand_in_the_log(path: Path) -> None:
    log = path.with_name(f"{path.name}-wal")
    with Store(path) as store:
        exploration = store.begin("wiki", "Cat", "Cat", {}, {})
        store.add(exploration, batch(0), {"n": 1})
        assert log.stat().st_size > 0
        store.add(exploration, batch(1), None)
        assert log.stat().st_size == 0
        other = store.begin("wiki", "Dog", "Dog", {}, {})
        reading = store.rows(exploration)
        assert next(reading) == batch(0)[0]
        store.add(other, batch(0), None)  # goes on at once
        assert len(list(reading)) == 2 * SIZE - 1
        (milliseconds,) = store.connection.execute("PRAGMA busy_timeout").fetchone()
        assert milliseconds == 5000


def fill(store: Store, exploration: int) -> int:
    """Add batches until one finds no room; returns its number."""
    for number in range(1, 1000):
        try:
            store.add(exploration, batch(number), {"n": number})
        except StoreFullError:
            return number
    raise AssertionError("there was always room")


def test_full_disk_keeps_what_came_before(path: Path) -> None:
    with Store(path) as store:
        exploration = store.begin("wiki", "Cat", "Cat", {}, {})
        store.add(exploration, batch(0), {"n": 0})
        (pages,) = store.connection.execute("PRAGMA page_count").fetchone()
        store.connection.execute(f"PRAGMA max_page_count = {pages + 3}")
        last = fill(store, exploration)
        (found,) = store.explorations()
        assert (found.state, found.rows) == ({"n": last - 1}, last * SIZE)
        assert len(list(store.rows(exploration))) == last * SIZE
        store.connection.execute("PRAGMA max_page_count = 100000")
        assert len(store.add(exploration, batch(last), None).new) == SIZE, (
            "it goes on when there is room"
        )
    with Store(path) as store:
        assert len(list(store.rows(exploration))) == (last + 1) * SIZE


LIMITED = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (120_000, 120_000))
import shutil
from wikilinks_gui.errors import StoreFullError
from types import SimpleNamespace
# The limit is no full disk: the kernel says EFBIG.
shutil.disk_usage = lambda path: SimpleNamespace(free=0)
try:
    exec(WRITER)
except StoreFullError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limits of file size on Windows")
def test_write_that_the_system_refuses(path: Path) -> None:
    code = f"WRITER = {WRITER!r}\n{LIMITED}"
    output = subprocess.run(
        [sys.executable, "-c", code, str(path), str(SIZE)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
    ).stdout.splitlines()
    assert output[-1].startswith("No room is left on the disk")
    with Store(path) as store:
        (found,) = store.explorations()
        assert found.state == {"next": (int(output[-2]) + 1) * SIZE}
        assert found.rows == (int(output[-2]) + 1) * SIZE == len(list(store.rows(found.id)))


# --- a damaged file ---------------------------------------------------------------------------


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def truncate_to_a_piece_of_the_header(path: Path) -> None:
    os.truncate(path, 60)


def overwrite_header(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"This is no database at all, is it?")


def put_garbage_in_the_middle(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size // 4)
        file.write(Random(1).randbytes(size // 2))


def replace_by_text(path: Path) -> None:
    path.write_text("title,namespace\r\n" * 1000)


@pytest.mark.parametrize(
    "damage",
    [
        truncate,
        truncate_to_a_piece_of_the_header,
        overwrite_header,
        put_garbage_in_the_middle,
        replace_by_text,
    ],
)
def test_damaged_file_is_named_and_kept(filled: Path, damage: Callable[[Path], None]) -> None:
    damage(filled)
    before = filled.read_bytes()
    with pytest.raises(StoreDamagedError, match="Move it") as caught:
        Store(filled)
    assert str(filled) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert filled.read_bytes() == before


def test_damage_that_is_met_while_reading(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wikilinks_gui.store.storefile.CHECKED_SIZE", 0)  # as with a large file
    put_garbage_in_the_middle(filled)
    with Store(filled) as store:
        with pytest.raises(StoreDamagedError):
            list(store.rows(1))
        with pytest.raises(StoreDamagedError):
            store.counts(1)


# --- no way in --------------------------------------------------------------------------------


def test_folder_in_place_of_the_file(path: Path) -> None:
    path.mkdir()
    with pytest.raises(StoreError, match="cannot be opened"):
        Store(path)


def test_file_in_place_of_the_folder(path: Path) -> None:
    path.touch()
    with pytest.raises(StoreError, match="cannot be opened"):
        Store(path / "explorations.sqlite")


def test_file_that_may_not_be_written(
    filled: Path, ordinary_user: Callable[[Path], AbstractContextManager[Path]]
) -> None:
    with ordinary_user(filled) as path:
        path.chmod(0o400)
        with Store(path) as store:
            assert store.explorations()[0].rows == 100 * SIZE, "reading is enough"
            with pytest.raises(StoreError, match="permissions"):
                store.begin("wiki", "Cat", "Cat", {}, {})


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_BUSY, StoreBusyError),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, StoreBusyError),
        (sqlite3.SQLITE_LOCKED, StoreBusyError),
        (sqlite3.SQLITE_FULL, StoreFullError),
        (sqlite3.SQLITE_CORRUPT, StoreDamagedError),
        (sqlite3.SQLITE_CORRUPT_INDEX, StoreDamagedError),
        (sqlite3.SQLITE_NOTADB, StoreDamagedError),
        (sqlite3.SQLITE_CANTOPEN, StoreError),
        (sqlite3.SQLITE_READONLY, StoreReadOnlyError),
        (sqlite3.SQLITE_IOERR_READ, StoreError),
        (sqlite3.SQLITE_ERROR, StoreDamagedError),
    ],
)
def test_errors_of_sqlite_have_types(path: Path, code: int, kind: type[StoreError]) -> None:
    error = sqlite3.OperationalError("words of sqlite")
    error.sqlite_errorcode = code
    assert type(store_error(error, path)) is kind
    assert path.name in str(store_error(error, path))


def test_input_error_on_a_full_disk_is_a_full_disk(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR_FSYNC
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=0))
    assert type(store_error(error, path)) is StoreFullError


@pytest.mark.parametrize(
    ("number", "kind"),
    [(errno.ENOSPC, StoreFullError), (errno.EDQUOT, StoreFullError), (errno.EACCES, StoreError)],
)
def test_errors_of_the_system_have_types(path: Path, number: int, kind: type[StoreError]) -> None:
    assert type(store_error(OSError(number, os.strerror(number)), path)) is kind


def test_closed_store_is_a_bug(path: Path) -> None:
    store = Store(path)
    store.close()
    with pytest.raises(sqlite3.ProgrammingError):
        store.explorations()
