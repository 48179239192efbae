# SPDX-License-Identifier: MIT
"""What wikis said of themselves, and the addresses that lead to them.

The date is not sealed: a wrong one has the wiki asked again at most.
"""

import logging
import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from wikilinks_gui.errors import StoreDamagedError, plain
from wikilinks_gui.store.checks import Value, is_sealed, seal
from wikilinks_gui.store.records import StoredWiki, date_of, json_of, now, object_of
from wikilinks_gui.store.storefile import StoreFile
from wikilinks_gui.translation import _

log = logging.getLogger("wikilinks_gui.store")

_ALL = "SELECT key, api_url, siteinfo, read_at FROM wiki"


class WikiStore(StoreFile):
    """The wikis in the store."""

    def save_wiki(self, key: str, api_url: str, siteinfo: Mapping[str, Any]) -> None:
        """Keep what the wiki ``key`` (its ``api_url``, or "sample") said of itself just now.

        Records of wikis that are damaged are deleted: their wikis can be asked again.
        """
        record = (key, api_url, json_of(siteinfo))
        with self._writing() as db:
            for other in db.execute(_ALL).fetchall():
                if not is_sealed(db, "wiki", other[0], other[:3]):
                    db.execute("DELETE FROM wiki WHERE key = ?", (other[0],))
            db.execute("INSERT OR REPLACE INTO wiki VALUES (?, ?, ?, ?)", (*record, now()))
            seal(db, "wiki", key, record)

    def note_of_wiki(self, key: str, name: str) -> None:
        """Note a fact that was found out about a wiki, beside what it said of itself.

        It is kept as long as that is: until the wiki is asked again.
        """
        with self._writing() as db:
            found = db.execute(f"{_ALL} WHERE key = ?", (key,)).fetchone()
            with suppress(StoreDamagedError):
                if known := _wiki(db, key, found):
                    general = known.siteinfo.get("general")
                    noted = (general if isinstance(general, dict) else {}) | {name: True}
                    record = (key, known.api_url, json_of(known.siteinfo | {"general": noted}))
                    db.execute("UPDATE wiki SET siteinfo = ? WHERE key = ?", (record[2], key))
                    seal(db, "wiki", key, record)

    def wiki(self, key: str) -> StoredWiki | None:
        """Read what :meth:`save_wiki` kept."""
        with self._reading() as db:
            return _wiki(db, key, db.execute(f"{_ALL} WHERE key = ?", (key,)).fetchone())

    def wikis(self, *, skip_damaged: bool = False) -> list[StoredWiki]:
        """Read all that :meth:`save_wiki` kept.

        Raises StoreDamagedError if any is damaged, or leaves it out and logs it.
        """
        found = []
        with self._reading() as db:
            for record in db.execute(_ALL).fetchall():
                try:
                    wiki = _wiki(db, record[0], record)
                except StoreDamagedError as error:
                    if not skip_damaged:
                        raise
                    log.warning("%s", error)
                else:
                    found += [wiki] if wiki else []
        return found

    def save_address(self, address: str, key: str) -> None:
        """Keep that ``address``, as the user typed it, leads to the wiki ``key``."""
        with self._writing() as db:
            db.execute("INSERT OR REPLACE INTO address VALUES (?, ?)", (address, key))
            seal(db, "address", address, (address, key))

    def key_of(self, address: str) -> str | None:
        """Read what :meth:`save_address` kept; None as well if it is damaged."""
        query = "SELECT address, wiki FROM address WHERE address = ?"
        with self._reading() as db:
            record = db.execute(query, (address,)).fetchone()
            if record is None or not is_sealed(db, "address", address, record):
                return None
            return str(record[1])


def _wiki(db: sqlite3.Connection, key: str, record: tuple[Value, ...] | None) -> StoredWiki | None:
    try:
        if not is_sealed(db, "wiki", key, record and record[:3]):
            raise ValueError(_("it has changed"))
        if record is None:
            return None
        _key, api_url, siteinfo, read_at = map(str, record)
        return StoredWiki(key, api_url, object_of(siteinfo), date_of(read_at))
    except ValueError as error:
        raise StoreDamagedError(
            _(
                "The stored description of the wiki {key} is damaged ({reason}). Ask the wiki"
                " again."
            ).format(key=plain(str(key)), reason=error)
        ) from error
