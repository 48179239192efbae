# SPDX-License-Identifier: MIT
"""A computer for the window: folders, a sample wiki that can fail, and what is seen of it all."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QEvent, QObject, QSettings
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from tests.samplewiki import SampleWiki
from tests.ui.asking import run, until
from wikilinks_gui.listing.methodchoice import default_method
from wikilinks_gui.listing.request import ListingRequest
from wikilinks_gui.listing.storing import list_and_store
from wikilinks_gui.log import LogRecords
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.pace import Wait
from wikilinks_gui.mediawiki.siteinfo import SiteInfo, read_siteinfo
from wikilinks_gui.samplewiki.database import SCHEMA
from wikilinks_gui.settings import Folders, load_settings
from wikilinks_gui.store.store import Store
from wikilinks_gui.table.row import Row
from wikilinks_gui.ui.tab.controller import TabController
from wikilinks_gui.ui.tab.tabs import Tabs
from wikilinks_gui.ui.tab.visit import BUSY, Phase
from wikilinks_gui.ui.widgets.notice import Notice
from wikilinks_gui.ui.window.topbar import TopBar
from wikilinks_gui.ui.window.window import MainWindow
from wikilinks_gui.wikis.session import Session

Found = TypeVar("Found", bound=QObject)


class Seen:
    """A window, and what can be seen of it."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        self.window = window
        self.session = session
        self.tabs = self.find(Tabs)
        self.top = self.find(TopBar)

    def find(self, kind: type[Found], name: str = "") -> Found:
        """Find the one part of a kind, or of a name."""
        found = self.window.findChild(kind, name) if name else self.window.findChild(kind)
        assert found
        return found

    @property
    def controller(self) -> TabController:
        return self.tabs.controller

    def at(self, phase: Phase) -> bool:
        """Return whether the tab is in a phase."""
        return self.controller.phase == phase

    @property
    def rows(self) -> set[Row]:
        """What is in the table of the tab."""
        model = self.controller.tab.model
        assert model
        return set(map(model.table.row, range(len(model.table))))

    @property
    def status(self) -> str:
        return self.find(QLabel, "status").accessibleName()

    @property
    def notice(self) -> str:
        """What the notice of the tab says; "" while there is none."""
        return said(self.controller.tab.notice)

    def act(self, name: str) -> None:
        """Take an action, which must be one that can be taken."""
        action = self.find(QAction, name)
        assert action.isEnabled(), name
        action.trigger()

    def press(self, notice: Notice, text: str) -> None:
        """Press a button of a notice."""
        press(notice, text)

    def type_title(self, text: str) -> None:
        """Type a title and explore it."""
        self.top.field.enter()
        self.top.field.insert(text)
        self.top.field.explore()

    async def idle(self) -> None:
        """Wait until the tab does nothing."""
        await until(lambda: self.controller.phase not in BUSY)

    async def settled(self) -> None:
        """Wait until the tab does nothing, and its list is looked at as before."""
        await until(lambda: not (self.controller.listing and self.controller.listing.is_running))

    async def explore(self, text: str, wiki: str = "sample") -> None:
        """Explore a page to its end."""
        self.controller.explore(wiki, text)
        await self.idle()


def said(notice: Notice) -> str:
    """Return what a notice says; "" while it is hidden."""
    text = notice.findChildren(QLabel)
    return "" if notice.isHidden() else " ".join(label.text() for label in text if label.text())


def buttons(parent: QWidget) -> dict[str, QPushButton]:
    """Find the buttons that are shown, by their words."""
    found = parent.findChildren(QPushButton)
    return {each.text().replace("&", ""): each for each in found if not each.isHidden()}


def is_opening_a_wiki() -> bool:
    """Return whether a thread is at work on it, also where nobody waits for it any more."""
    return any(thread.name == "open wiki" for thread in threading.enumerate())


def press(parent: QWidget, text: str) -> None:
    """Press a button."""
    buttons(parent)[text].click()


class Place:
    """Folders and a wiki; windows may be opened there one after the other."""

    def __init__(self, app: QApplication, folder: Path, wiki: SampleWiki) -> None:
        self.app = app
        self.folders = Folders.below(folder)
        self.wiki = wiki
        self.bugs: list[dict[str, Any]] = []
        self.bugs_expected = 0
        self.check_small_lists = False  # or a small list takes more requests than its rows
        self._windows: list[MainWindow] = []  # that are closed

    def run(self, scenario: Coroutine[Any, Any, None]) -> None:
        """Run a scenario; nothing may go wrong in it that the program does not expect."""

        async def watched() -> None:
            loop = asyncio.get_running_loop()
            loop.set_exception_handler(lambda loop, context: self.bugs.append(context))
            await scenario

        self.app.setQuitOnLastWindowClosed(False)  # as the program does
        try:
            run(self.app, watched())
        finally:
            for window in self._windows:
                window.deleteLater()
            self._windows.clear()
            QApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))
        assert len(self.bugs) == self.bugs_expected, self.bugs

    @property
    def state(self) -> Path:
        return self.folders.config / "window.ini"

    @asynccontextmanager
    async def window(self) -> AsyncIterator[Seen]:
        """Open the window; close it in the end."""
        loop = asyncio.get_running_loop()

        def on_wait(where: str, wait: Wait) -> None:
            loop.call_soon_threadsafe(window.commands.tabs.show_wait, where, wait)

        settings = load_settings(self.folders.settings)
        settings = replace(settings, check_small_lists=self.check_small_lists)
        session = Session(self.folders, settings, None, lambda: self.wiki.api_url, on_wait)
        state = QSettings(str(self.state), QSettings.Format.IniFormat)
        window = MainWindow(session, state, LogRecords())
        window.show()
        window.fill()
        try:
            yield Seen(window, session)
        finally:
            window.close()
            await session.close()
            self._windows.append(window)  # background may still run, as they do in the program

    def truth(self, title: str, *, follow: bool = True) -> set[Row]:
        """What is to be listed, by the way of the command line."""
        with (
            closing(Client(self.wiki.api_url)) as client,
            Store(self.folders.data / "truth.sqlite") as store,
        ):
            site = SiteInfo.from_query(self.wiki.api_url, read_siteinfo(client))
            request = ListingRequest(title, default_method(site), follow=follow)
            *_batches, last = list_and_store(client, site, store, "truth", request)
            return set(store.rows(last.exploration))

    def listings(self) -> int:
        """How many requests there were that list links."""
        return sum("linkshere" in request.get("prop", "") for request in self.wiki.requests)


def hub() -> sqlite3.Connection:
    """P1, with 60 redirects to it, some through others, and links through each."""
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    connection.executescript(SCHEMA)

    def link(page_id: int, target: int, *, is_redirect: bool) -> None:
        page = (page_id, 0, f"P{page_id}", is_redirect)
        connection.execute("INSERT OR IGNORE INTO page VALUES (?, ?, ?, ?)", page)
        connection.execute("INSERT INTO pagelinks VALUES (0, ?, 0, ?)", (f"P{target}", page_id))
        if is_redirect:
            record = (page_id, 0, f"P{target}", "", "")
            connection.execute("INSERT INTO redirect VALUES (?, ?, ?, ?, ?)", record)

    connection.execute("INSERT INTO page VALUES (1, 0, 'P1', 0)")
    for page_id in range(2, 62):
        link(page_id, 1 if page_id < 50 else page_id - 30, is_redirect=True)
    for page_id in range(1000, 1300):
        link(page_id, page_id % 61 + 1, is_redirect=False)
        link(page_id, 1 if page_id % 61 else 5, is_redirect=False)
        connection.execute("INSERT INTO templatelinks VALUES (0, ?, 0, ?)", ("P1", page_id))
    connection.commit()
    return connection
