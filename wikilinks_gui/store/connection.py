# SPDX-License-Identifier: MIT
"""A connection to the store's file, its transactions, and what sqlite3 says in our words."""

import errno
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from wikilinks_gui.errors import (
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreFullError,
    StoreReadOnlyError,
)
from wikilinks_gui.translation import _

_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
_REFUSED = (
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_AUTH,
)


def connect(
    path: Path, busy_timeout: float, *, fixed: bool, any_thread: bool = False
) -> sqlite3.Connection:
    """Open ``path``; a lock held by others is waited for ``busy_timeout`` seconds.

    Transactions are begun and ended by us alone (:func:`transaction`). Every commit is on the
    disk before it returns (``synchronous=FULL``). ``fixed``: the file cannot change, so that it
    is read without locks and other files beside it.
    """
    db = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro&immutable=1" if fixed else path,
        timeout=busy_timeout,
        isolation_level=None,
        check_same_thread=not any_thread,
        uri=fixed,
    )
    try:
        db.execute("PRAGMA synchronous=FULL")
    except BaseException:
        db.close()
        raise
    return db


def is_fixed(path: Path, error: sqlite3.Error) -> bool:
    """Return whether ``path`` could not be opened for want of a file beside it, and needs none.

    That is so in a folder that may only be read: SQLite wants a file there for its locks. A log
    that holds something would have to be read with it.
    """
    log = path.with_name(f"{path.name}-wal")
    return (
        error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
        and path.is_file()
        and not (log.exists() and log.stat().st_size)
    )


def use_wal(db: sqlite3.Connection, busy_timeout: float) -> None:
    """Keep a write-ahead log: who reads does not wait for who writes.

    SQLite does not wait by itself when several programs change a new file to it at once, and
    raises ``SQLITE_BUSY`` at once; so the waiting is done here.
    """
    end = time.monotonic() + busy_timeout
    while True:
        try:
            db.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() >= end:
                raise
        time.sleep(0.01)


def empty_log(db: sqlite3.Connection, busy_timeout: float) -> None:
    """Move what the write-ahead log holds into the file, unless somebody reads just now.

    Where a byte of the log changes after a program was killed, SQLite drops what follows without a
    word: what is complete should not stand there.
    """
    db.execute("PRAGMA busy_timeout = 0")
    try:
        with suppress(sqlite3.OperationalError):
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        db.execute(f"PRAGMA busy_timeout = {int(busy_timeout * 1000)}")


@contextmanager
def transaction(db: sqlite3.Connection, begin: str = "BEGIN IMMEDIATE") -> Iterator[None]:
    """Write all or nothing. The lock is taken first, so that reads inside are current.

    With a plain ``BEGIN`` no lock is taken: to read several things as they were at one moment.
    """
    db.execute(begin)
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:  # SQLite itself rolls back after some errors, such as a full disk
            db.execute("ROLLBACK")
        raise


@contextmanager
def reported(path: Path) -> Iterator[None]:
    """Raise what goes wrong with the file ``path`` as a :class:`StoreError`; bugs pass through.

    A ``ValueError`` is text in the file that is not what was written (UTF-8, JSON, a date).
    """
    try:
        yield
    except (sqlite3.ProgrammingError, sqlite3.InterfaceError, UnicodeEncodeError):
        raise
    except (sqlite3.Error, OSError, ValueError) as error:
        raise store_error(error, path) from error


def damaged(path: Path, reason: object) -> StoreDamagedError:
    """Return the error that ``path`` is not a healthy store, with what the user can do."""
    words = " ".join(str(reason).split())  # SQLite may say it in several lines
    return StoreDamagedError(
        _(
            "The file {path} is damaged or not a store of this program ({reason}). Nothing"
            " was deleted. Move it, and {name}-wal beside it if there is one, to another"
            " folder; the program will then create a new one."
        ).format(path=path, reason=words, name=path.name)
    )


def check(db: sqlite3.Connection, path: Path) -> None:
    """Read the whole file. Raises StoreDamagedError where its structure is not in order."""
    (answer,) = db.execute("PRAGMA quick_check(1)").fetchone()
    if answer != "ok":
        raise damaged(path, answer)


def store_error(error: Exception, path: Path) -> StoreError:
    """Translate an error of sqlite3 or of the operating system at ``path``."""
    if isinstance(error, OSError):
        if error.errno in _FULL:
            return _full(path)
        return StoreError(
            _("{path} cannot be opened: {reason}.").format(
                path=path, reason=error.strerror or error
            )
        )
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:  # sqlite3 could not decode a text, or we could not read what it says
        return damaged(path, error)
    code &= 0xFF  # the primary code; the bits above tell more than is needed
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreBusyError(
            _("Another running program is writing {path}. Try again when it has finished.").format(
                path=path
            )
        )
    if code == sqlite3.SQLITE_FULL or (code == sqlite3.SQLITE_IOERR and _no_room(path)):
        return _full(path)
    # SQLITE_ERROR: a table is not as our statements, which do not change, expect it.
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR):
        return damaged(path, error)
    if code in _REFUSED:
        kind = StoreReadOnlyError if code == sqlite3.SQLITE_READONLY else StoreError
        return kind(
            _(
                "{path} cannot be opened or written: {reason}. Check the permissions of the file "
                "and its folder."
            ).format(path=path, reason=error)
        )
    return StoreError(
        _("{path} cannot be read or written: {reason}.").format(path=path, reason=error)
    )


def _full(path: Path) -> StoreFullError:
    return StoreFullError(
        _(
            "No room is left on the disk for {path}. Everything written before is kept;"
            " free some space, then resume."
        ).format(path=path)
    )


def _no_room(path: Path) -> bool:
    """Return whether the disk is nearly full, which SQLite's IOERR does not always say."""
    try:
        return shutil.disk_usage(path.parent).free < 1 << 16
    except OSError:
        return False
