# SPDX-License-Identifier: MIT
"""Files that are written whole or not at all, and the program's own, which nobody else may read.

A file is written beside the one that it replaces, as ``.wikilinks-….part``. Its writer holds a lock
on it; where a program was killed nobody does, and :func:`remove_unfinished` removes it.
"""

import errno
import os
import secrets
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

if sys.platform != "win32":
    import fcntl


@contextmanager
def replacing(target: Path, *, private: bool = False) -> Iterator[BinaryIO]:
    """Open a new file that takes the place of ``target`` when all has gone well.

    It is written beside it, reaches the disk first, and keeps the permissions of the old one
    unless it is ``private``; when anything fails, it is removed. A symbolic link is followed. What
    is no file (such as ``/dev/stdout`` or a pipe) is written to as it is. Raises ``OSError``.
    """
    try:
        old = target.stat()  # of what /dev/stdout leads to, too, which may have no other name
    except FileNotFoundError:
        old = None
    if old and not stat.S_ISREG(old.st_mode):
        with target.open("wb") as device:  # a folder raises IsADirectoryError here
            yield device
        return
    target = Path(os.path.realpath(target))  # Path.resolve raises RuntimeError on a ring of links
    if old and not os.access(target, os.W_OK):  # replacing asks the folder only
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))
    part, new = _new_part(target.parent, 0o600 if private else 0o666)
    try:
        with new as file:
            if old and not private:
                with suppress(PermissionError):  # a file system without permissions (FAT)
                    part.chmod(stat.S_IMODE(old.st_mode))
            yield file
            file.flush()
            os.fsync(file.fileno())
            if sys.platform != "win32":
                part.replace(target)  # while it is locked
        if sys.platform == "win32":  # where nothing is renamed that is open
            part.replace(target)
        _sync(target.parent)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def remove_unfinished(folder: Path) -> bool:
    """Remove what writers that were killed left in a folder; returns whether some is left."""
    is_left = False
    with suppress(OSError):
        for part in folder.glob(".wikilinks-*.part"):
            with suppress(OSError):
                if not _remove_abandoned(part):
                    is_left = True
    return is_left


@contextmanager
def noted(notes: Path, folder: Path) -> Iterator[None]:
    """Note in the folder ``notes`` that something is being written to ``folder``.

    When the program is killed the note stays, and the next start knows where to look.
    """
    note = notes / secrets.token_hex(6)
    with suppress(OSError):  # then the next export to that folder removes it
        make_private_folder(notes)
        note.write_text(os.path.realpath(folder), encoding="utf-8")
    try:
        yield
    finally:
        with suppress(OSError):
            note.unlink()


def remove_noted(notes: Path) -> None:
    """Remove what writers that were killed left in the folders that they noted."""
    with suppress(OSError):
        for note in notes.iterdir():
            with suppress(OSError, ValueError):
                if not remove_unfinished(Path(note.read_text(encoding="utf-8"))):
                    note.unlink()


def make_private_folder(folder: Path) -> None:
    """Make a folder, and those above that are missing, for nobody else. Raises ``OSError``."""
    if not folder.parent.exists():
        make_private_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)


def make_private(path: Path) -> None:
    """Create a file if it is missing, and make it readable for its owner only.

    Raises ``OSError`` when it cannot be made.
    """
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with suppress(OSError):  # it is somebody else's, or may only be read
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & 0o077:
            path.chmod(mode & 0o700)


def _new_part(folder: Path, mode: int) -> tuple[Path, BinaryIO]:
    """Make a part file and lock it."""
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
    while True:
        part = folder / f".wikilinks-{secrets.token_hex(6)}.part"
        file = os.fdopen(os.open(part, flags, mode), "wb")
        # A search for abandoned parts may have found it before it was locked.
        if _lock(file) is not False and part.exists():
            return part, file
        file.close()


def _lock(file: BinaryIO) -> bool | None:
    """Lock an open file; False: somebody else has, None: there are no locks here."""
    if sys.platform != "win32":
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return None
        return True
    return None


def _remove_abandoned(part: Path) -> bool:
    """Remove a part file that nobody writes; returns whether it is gone."""
    if not stat.S_ISREG(part.lstat().st_mode):
        return True  # not one of ours
    if sys.platform == "win32":
        part.unlink()  # refused while it is open
        return True
    with part.open("rb") as file:
        if part.stat().st_uid != os.geteuid() or not _lock(file):
            return False
        part.unlink(missing_ok=True)
    return True


def _sync(folder: Path) -> None:
    """Flush a folder to the disk, so that the name of a new file in it survives."""
    if sys.platform != "win32":
        with suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
