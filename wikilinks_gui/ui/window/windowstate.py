# SPDX-License-Identifier: MIT
"""What the window remembers from one start to the next, saved whenever it changes."""

import contextlib
import json
import threading
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from wikilinks_gui.errors import SettingsError
from wikilinks_gui.safefile import make_private_folder, replacing
from wikilinks_gui.tasks import in_thread
from wikilinks_gui.translation import _
from wikilinks_gui.ui.search.wikilist import WikiChoice, builtin_wikis
from wikilinks_gui.ui.tab.backgroundtasks import BackgroundTasks
from wikilinks_gui.ui.tab.viewstate import view_from_json, view_to_json
from wikilinks_gui.ui.tab.visit import Visit

if TYPE_CHECKING:  # they bring numpy, which the window's first picture goes without
    from wikilinks_gui.ui.tab.tabs import Tabs
    from wikilinks_gui.wikis.session import OpenWiki

MOST_WIKIS = 30
"""Wikis that are remembered."""

VIEWS_SAVED = 500
"""Milliseconds until a changed view of a list is saved, as many changes come at once."""

Entry = dict[str, Any]


class WindowState:
    """The wikis that were used, and what is shown in each tab, in the file ``path``.

    It is replaced as a whole. Another program may write it too: what that added stays, and what it
    took away is gone.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._noted: Entry | None = None  # what is to be written
        self._known: Entry = self._read()  # what was read or written here last

    def wikis(self) -> list[WikiChoice]:
        """Return the wikis that were used, the last one first, as they were read."""
        return [
            WikiChoice(str(entry["address"]), str(entry["name"]), str(entry["key"]))
            for entry in _entries(self._known, "wikis")
            if {"address", "name", "key"} <= entry.keys()
        ]

    def tabs(self) -> tuple[list[Visit], int]:
        """Return what was shown in each tab and which of them was in front, as they were read."""
        visits = []
        for entry in _entries(self._known, "tabs"):
            number = entry.get("exploration")
            if isinstance(number, int) and number.bit_length() < 64:  # as the store has them
                with contextlib.suppress(KeyError):
                    wiki, text, title = (str(entry[name]) for name in ("wiki", "text", "title"))
                    visit = Visit(wiki, text, bool(entry["follow"]), number, title)
                    visit.view = view_from_json(entry.get("look"))
                    visits.append(visit)
        at = self._known.get("tab")
        return visits, at if isinstance(at, int) and 0 <= at < len(visits) else 0

    def note(self, wikis: Iterable[WikiChoice], visits: Iterable[Visit], in_front: int) -> None:
        """Take down how everything stands, for :meth:`write`."""
        self._noted = {
            "wikis": list(map(asdict, wikis)),
            "tabs": list(map(_tab_entry, visits)),
            "tab": in_front,
        }

    def write(self) -> None:
        """Write what was noted last, in any thread. Raises OSError."""
        with self._lock:
            noted, self._noted = self._noted, None
            if noted is None:
                return
            stored = self._read()
            whole = {
                "wikis": self._joined(noted, stored, "wikis")[:MOST_WIKIS],
                "tabs": self._joined(noted, stored, "tabs"),
                "tab": noted["tab"],
            }
            if whole != stored:
                make_private_folder(self._path.parent)
                with replacing(self._path, private=True) as file:
                    file.write(json.dumps(whole, ensure_ascii=False, indent=1).encode())
            self._known = noted

    def _joined(self, noted: Entry, stored: Entry, name: str) -> list[Entry]:
        """Put behind our entries those that another program wrote since."""
        ours = [*map(_identity, [*_entries(self._known, name), *_entries(noted, name)])]
        theirs = [each for each in _entries(stored, name) if _identity(each) not in ours]
        return [*noted[name], *theirs]

    def _read(self) -> Entry:
        """Read the file; what is damaged is left out: nothing of it is worth an error."""
        try:
            stored = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        return stored if isinstance(stored, dict) else {}


class StateSaver(QObject):
    """Keeps the wikis that were used, and saves them and the tabs: the program may be killed."""

    wikis_changed = Signal(list)

    def __init__(self, state: WindowState, background: BackgroundTasks, parent: QObject) -> None:
        super().__init__(parent)
        self.wikis = state.wikis()  # the last one first
        self._state = state
        self._background = background
        self._tabs: Tabs | None = None
        self._soon = QTimer(self, singleShot=True)  # everything that changed at once
        self._soon.timeout.connect(self._save)
        self._has_failed = False

    def watch(self, tabs: "Tabs") -> None:
        """Save the tabs, and how their lists are looked at, from now on."""
        self._tabs = tabs
        tabs.rearranged.connect(self._save_soon)
        tabs.view_changed.connect(self._on_view_changed)

    @property
    def is_done(self) -> bool:
        """Whether all that has changed is saved."""
        return self._background.are_done and not self._soon.isActive()

    def add_wiki(self, opened: "OpenWiki") -> None:
        """Put a wiki at the head of those that were used."""
        key = opened.wiki.key
        if self.wikis and self.wikis[0].key == key:
            return
        known = [wiki for wiki in (*self.wikis, *builtin_wikis()) if wiki.key == key]
        choice = known[0] if known else WikiChoice(key, opened.wiki.site.name, key)
        self._set_wikis([choice, *(wiki for wiki in self.wikis if wiki.key != key)])

    def forget_wiki(self, key: str) -> None:
        """Take a wiki from those that were used."""
        self._set_wikis([wiki for wiki in self.wikis if wiki.key != key])

    def close(self) -> None:
        """Save everything a last time, at once."""
        self._soon.stop()
        if self._tabs:
            self._note(self._tabs)
            self._tabs = None
        with contextlib.suppress(OSError):  # told by now
            self._state.write()

    def _set_wikis(self, wikis: list[WikiChoice]) -> None:
        self.wikis = wikis
        self.wikis_changed.emit(wikis)
        self._save_soon()

    def _save_soon(self) -> None:
        self._soon.start(0)

    def _on_view_changed(self) -> None:
        if not self._soon.isActive():  # else walking through rows would put it off for long
            self._soon.start(VIEWS_SAVED)

    def _save(self) -> None:
        if self._tabs:
            self._note(self._tabs)
            self._background.run(self._write())

    def _note(self, tabs: "Tabs") -> None:
        controllers = tabs.controllers()
        for controller in controllers:
            controller.store_view()
        visited = [controller for controller in controllers if controller.visit]
        self._state.note(
            self.wikis,
            [controller.visit for controller in visited if controller.visit],
            visited.index(tabs.controller) if tabs.controller in visited else 0,
        )

    async def _write(self) -> None:
        try:
            await in_thread(self._state.write, "save state")
        except OSError as error:
            if self._has_failed:  # once is enough
                return
            self._has_failed = True
            said = _("Tabs and wikis cannot be saved: {reason}.")
            raise SettingsError(said.format(reason=error.strerror)) from error


def _entries(stored: Entry, name: str) -> list[Entry]:
    entries = stored.get(name)
    if not isinstance(entries, list):
        return []
    return [entry for entry in entries if isinstance(entry, dict)]


def _identity(entry: Entry) -> object:
    """Return what tells a wiki, or what a tab shows, from others."""
    shown = entry.get("exploration") or entry.get("text")
    return entry.get("key") or [shown, entry.get("wiki"), entry.get("follow")]


def _tab_entry(visit: Visit) -> Entry:
    return {
        "wiki": visit.wiki,
        "text": visit.text,
        "follow": visit.follow,
        # If a reload was stopped before its first rows, the earlier list is shown.
        "exploration": visit.exploration or visit.earlier,
        "title": visit.title,
        "look": visit.view and view_to_json(visit.view),
    }
