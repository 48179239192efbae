# SPDX-License-Identifier: MIT
"""The store's file: opening, checking, reading and writing it."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Self

from wikilinks_gui.safefile import make_private, make_private_folder
from wikilinks_gui.store.connection import (
    check,
    connect,
    empty_log,
    is_fixed,
    reported,
    transaction,
    use_wal,
)
from wikilinks_gui.store.schema import MIGRATIONS, check_version, migrate

CHECKED_SIZE = 16 << 20
"""Files up to this many bytes are checked whole when they are opened (measured: 0.1 s)."""


class StoreFile:
    """The file ``path``, opened or created with its folder."""

    def __init__(
        self, path: Path, migrations: Sequence[str] = MIGRATIONS, *, busy_timeout: float = 5.0
    ) -> None:
        self.path = path
        self._busy_timeout = busy_timeout
        self._fixed = False  # it is in a folder that may only be read
        with reported(path):
            make_private_folder(path.parent)
            make_private(path)
            try:
                self.connection = self._open(migrations)
            except sqlite3.OperationalError as error:
                if not is_fixed(path, error):
                    raise
                self._fixed = True
                self.connection = self._open(migrations)

    def _open(self, migrations: Sequence[str]) -> sqlite3.Connection:
        db = connect(self.path, self._busy_timeout, fixed=self._fixed)
        try:
            with transaction(db, "BEGIN"):
                check_version(db, self.path, migrations)
            if not self._fixed:
                use_wal(db, self._busy_timeout)
            migrate(db, self.path, migrations)
            if self.path.stat().st_size <= CHECKED_SIZE:
                check(db, self.path)
        except BaseException:
            db.close()
            raise
        return db

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; closing twice does nothing."""
        with self._reading() as db:
            db.close()

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """Use the connection. Raises StoreErrors."""
        with reported(self.path):
            yield self.connection

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """Use the connection in a transaction. Raises StoreErrors."""
        with reported(self.path), transaction(self.connection):
            yield self.connection

    @contextmanager
    def _snapshot(self) -> Iterator[sqlite3.Connection]:
        """Read everything as it is at one moment, in any one thread. Raises StoreErrors."""
        with (
            reported(self.path),
            closing(
                connect(self.path, self._busy_timeout, fixed=self._fixed, any_thread=True)
            ) as db,
            transaction(db, "BEGIN"),
        ):
            yield db

    def _empty_log(self) -> None:
        with self._reading() as db:
            empty_log(db, self._busy_timeout)
