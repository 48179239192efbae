# SPDX-License-Identifier: MIT
"""Files that are whole or not there, what killed programs left, and who may read."""

import os
import random
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from pathlib import Path

import pytest

from tests.benchmarks import bench_damage, bench_kills
from wikilinks_gui.cli.main import main
from wikilinks_gui.safefile import (
    make_private,
    make_private_folder,
    noted,
    remove_noted,
    remove_unfinished,
    replacing,
)
from wikilinks_gui.settings import Folders
from wikilinks_gui.store.store import Store

ROOT = Path(__file__).parents[2]
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="needs /dev/fd of Linux")
on_posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX's modes and locks")
WRITER = """
import sys
from pathlib import Path
from wikilinks_gui.safefile import noted, replacing

target = Path(sys.argv[1])
with noted(Path(sys.argv[2]), target.parent), replacing(target) as file:
    file.write(b"half")
    file.flush()
    print("writing", flush=True)
    sys.stdin.read()
"""


def writer(target: Path, notes: Path) -> "subprocess.Popen[bytes]":
    """Start a program that writes a file until its input ends."""
    program = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(target), str(notes)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert program.stdout is not None
    assert program.stdout.readline() == b"writing\n"
    return program


def parts(folder: Path) -> list[Path]:
    return list(folder.glob(".wikilinks-*.part"))


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_s15_what_a_killed_writer_left_is_removed_at_the_next_start(tmp_path: Path) -> None:
    folders = Folders.below(tmp_path / "base")
    target = tmp_path / "out" / "links.csv"
    target.parent.mkdir()
    target.write_text("old")
    with writer(target, folders.notes) as program:
        program.kill()
    assert len(parts(target.parent)) == 1
    assert target.read_text() == "old"
    assert main(["settings", "--basedir", str(tmp_path / "base")]) == 0
    assert parts(target.parent) == []
    assert list(folders.notes.iterdir()) == []


def test_s15_what_is_being_written_is_left_alone(tmp_path: Path) -> None:
    folders = Folders.below(tmp_path / "base")
    target = tmp_path / "links.csv"
    with writer(target, folders.notes) as program:
        assert remove_unfinished(tmp_path), "it is still being written"
        remove_noted(folders.notes)
        assert len(parts(tmp_path)) == 1
        assert len(list(folders.notes.iterdir())) == 1
        assert program.stdin is not None
        program.stdin.close()
        assert program.wait() == 0
    assert target.read_text() == "half"
    assert parts(tmp_path) == []
    assert list(folders.notes.iterdir()) == []


def test_s15_killed_exports_leave_whole_files_and_killed_listings_whole_batches(
    tmp_path: Path,
) -> None:
    chooser = random.Random(15)
    exports = bench_kills.kill_exports(tmp_path / "export", 4, chooser, 5000)
    assert {*exports} <= {"old file", "old file, part removed", "new file"}
    assert {*bench_kills.kill_listings(tmp_path / "add", 4, chooser)} == {"whole"}


@on_linux
def test_what_a_shell_names_for_a_pipe_is_written_to() -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as read:
        with os.fdopen(writing, "wb"), replacing(Path(f"/dev/fd/{writing}")) as file:
            file.write(b"rows")
        assert read.read() == b"rows"


@on_posix
def test_s15_other_files_are_left_alone(tmp_path: Path) -> None:
    own = tmp_path / ".wikilinks-0123456789ab.part"
    own.touch()
    others = [tmp_path / "x.part", tmp_path / ".wikilinks.part", tmp_path / ".wikilinks-a.part.csv"]
    for path in others:
        path.touch()
    folder, link = tmp_path / ".wikilinks-folder.part", tmp_path / ".wikilinks-link.part"
    folder.mkdir()
    link.symlink_to(others[0])
    foreign = tmp_path / ".wikilinks-foreign.part"
    foreign.touch()
    if os.geteuid() == 0:
        os.chown(foreign, 65534, 65534)
        others.append(foreign)
    remove_unfinished(tmp_path)
    assert not own.exists()
    assert all(path.exists() for path in (*others, folder, link))


def test_s15_a_folder_that_is_gone_is_no_error(tmp_path: Path) -> None:
    remove_unfinished(tmp_path / "gone")
    remove_noted(tmp_path / "gone")
    with noted(tmp_path / "notes", tmp_path / "gone"):
        (note,) = (tmp_path / "notes").iterdir()
    assert not note.exists()
    (tmp_path / "notes" / "odd").write_bytes(b"\xff\0")
    remove_noted(tmp_path / "notes")


@on_posix
def test_s15_a_part_that_was_taken_for_abandoned_is_begun_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    seen: list[Path] = []

    def lock(file: object, operation: int) -> None:
        if not seen:  # somebody found it before it was locked
            seen.extend(parts(tmp_path))
            seen[0].unlink()

    monkeypatch.setattr(fcntl, "flock", lock)
    with replacing(tmp_path / "links.csv") as file:
        file.write(b"new")
    assert (tmp_path / "links.csv").read_text() == "new"
    assert parts(tmp_path) == []


@on_posix
def test_s15_store_and_folders_are_for_their_owner_alone(tmp_path: Path) -> None:
    folders = Folders.below(tmp_path / "base")
    folders.make()
    with Store(folders.store) as store:
        store.begin("wiki", "Cat", "Cat", {}, {})
        for path in folders.data.glob("explorations.sqlite*"):
            assert mode(path) == 0o600, path
    for folder in (tmp_path / "base", folders.data, folders.config):
        assert mode(folder) == 0o700
    folders.store.chmod(0o644)
    with Store(folders.store):
        assert mode(folders.store) == 0o600


@on_posix
def test_s15_exports_are_as_other_files_of_their_person(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    with replacing(tmp_path / "links.csv") as file:
        file.write(b"x")
    assert mode(tmp_path / "links.csv") == mode(tmp_path / "plain")


@on_posix
def test_private_files_keep_what_their_owner_may(tmp_path: Path) -> None:
    path = tmp_path / "file"
    make_private(path)
    assert mode(path) == 0o600
    path.chmod(0o444)
    make_private(path)
    assert mode(path) == 0o400
    make_private_folder(tmp_path / "a" / "b")
    assert (mode(tmp_path / "a"), mode(tmp_path / "a" / "b")) == (0o700, 0o700)


@on_posix
@pytest.mark.parametrize("folder_mode", [0o700, 0o500])
@pytest.mark.parametrize("file_mode", [0o600, 0o400])
def test_s14_store_that_may_only_be_read_is_exported(
    tmp_path: Path,
    ordinary_user: Callable[[Path], AbstractContextManager[Path]],
    file_mode: int,
    folder_mode: int,
) -> None:
    base = tmp_path / "base"
    base.mkdir()
    bench_damage.make_store(base / "explorations.sqlite", 1000)
    with ordinary_user(base) as folder:
        data = folder / "data"
        data.mkdir()
        shutil.move(folder / "explorations.sqlite", data / "explorations.sqlite")
        (data / "explorations.sqlite").chmod(file_mode)
        data.chmod(folder_mode)
        try:
            outcome = bench_damage.export(folder)
            assert outcome.status == 0, outcome.said
            assert outcome.written is not None
            assert outcome.written.count(b"\n") == 1001
            with closing(Store(data / "explorations.sqlite")) as store:
                assert len(list(store.rows(2))) == 1000
        finally:
            data.chmod(0o700)
