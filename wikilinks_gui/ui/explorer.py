# SPDX-License-Identifier: MIT
"""What a tab does: visits pages one after the other, and lists what links to them.

The way of a row: the wiki's worker asks, reads and stores a page of links
(:func:`wikilinks_gui.explore.explore`) and hands it over; :meth:`Explorer._take` gives it to the
model. Everything here runs in the UI's thread; what waits is a coroutine, and only one runs in a
tab at a time.
"""

import asyncio
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from wikilinks_gui import words
from wikilinks_gui.errors import (
    CancelledError,
    NothingStoredError,
    OtherWikiError,
    TitleError,
    WikilinksError,
)
from wikilinks_gui.explore import Batch, explore, load, request_of
from wikilinks_gui.links.listing import default_method
from wikilinks_gui.links.request import ListingRequest
from wikilinks_gui.mediawiki.pace import Wait
from wikilinks_gui.mediawiki.titles import is_address, read_input, stored_resolution
from wikilinks_gui.session import OpenWiki, Session
from wikilinks_gui.store.records import Exploration
from wikilinks_gui.translation import _
from wikilinks_gui.ui.statusline import Status
from wikilinks_gui.ui.tab import Tab
from wikilinks_gui.ui.tree.model import LinkModel

log = logging.getLogger("wikilinks_gui.listing")

TICK = 250
"""Milliseconds between two looks at the numbers while rows come."""


class Phase(Enum):
    """What a tab is at."""

    IDLE = auto()  # there is no list
    ASKING = auto()  # nothing came yet
    LOADING = auto()  # from the store
    LISTING = auto()
    STOPPING = auto()  # the last request is on its way
    UNFINISHED = auto()
    COMPLETE = auto()


BUSY = {Phase.ASKING, Phase.LOADING, Phase.LISTING, Phase.STOPPING}


@dataclass(slots=True)
class Visit:
    """A page that was explored in a tab: what was asked for, and where it is stored."""

    wiki: str  # address to open it by
    text: str  # as typed
    follow: bool = True
    exploration: int = 0  # its id in the store, once there is one
    title: str = ""  # the page's, once it is known


def report_bug(error: Exception) -> None:
    """Hand an exception that nobody expects to the event loop's handler."""
    asyncio.get_running_loop().call_exception_handler(
        {"message": "bug in a task", "exception": error}
    )


class Explorer(QObject):
    """The visits of a tab, and the list of the current one."""

    changed = Signal()  # the phase, or its numbers
    visited = Signal()  # another page

    def __init__(self, session: Session, tab: Tab) -> None:
        super().__init__(tab)
        self.session = session
        self.tab = tab
        self.wiki = ""  # address of the one that is chosen
        self.phase = Phase.IDLE
        self.visits: list[Visit] = []
        self.at = -1
        self.opened: OpenWiki | None = None
        self.expected = 0  # rows, where that is known
        self._stop = threading.Event()
        self._wanted: deque[int] = deque()  # redirects whose groups were opened
        self._marked: set[tuple[int, int]] = set()
        self._wait: tuple[Wait, float] | None = None  # a wait, and when it ends
        self._began = 0.0
        self._rows_before = 0
        self._requests_before = 0
        self._task: asyncio.Task[None] | None = None
        self._errands: set[asyncio.Task[None]] = set()
        self._ticks = QTimer(self, interval=TICK)
        self._ticks.timeout.connect(self._on_tick)
        tab.tree.group_opened.connect(self._on_group_opened)
        tab.heading.redirect_wanted.connect(self._on_redirect_wanted)
        tab.heading.other_wiki_wanted.connect(lambda url: self.explore("", url))

    # --- what a person can do -----------------------------------------------------------------

    @property
    def visit(self) -> Visit | None:
        """The page that is shown."""
        return self.visits[self.at] if self.visits else None

    def explore(self, wiki: str, text: str, *, follow: bool = True) -> None:
        """List what links to a page: a title, a ``[[link]]``, an address."""
        self.go(Visit(wiki, text, follow))

    def go(self, visit: Visit, *, go_on: bool = False) -> None:
        """Show a page; what was ahead of the current one is forgotten, as in a browser.

        ``go_on``: fetch what is missing of its stored list.
        """
        self.visits[self.at + 1 :] = [visit]
        self.at = len(self.visits) - 1
        self._show(go_on=go_on)

    def step(self, steps: int) -> None:
        """Go back (-1) or forward (1)."""
        if 0 <= self.at + steps < len(self.visits):
            self.at += steps
            self._show()

    def reload(self) -> None:
        """List the page anew."""
        if self.visit:
            self.visit.exploration = 0
            self._show()

    def stop(self) -> None:
        """Stop; what came is kept."""
        self._stop.set()
        if self.phase == Phase.LISTING:
            self._enter(Phase.STOPPING)
        elif self.phase in BUSY and self._task:
            self._task.cancel()
            self._end(Phase.UNFINISHED if self.visit and self.visit.exploration else Phase.IDLE)

    def go_on(self) -> None:
        """Fetch what is missing of an unfinished list."""
        if self.phase == Phase.UNFINISHED and self.visit and self.visit.exploration:
            self._begin(self._go_on(self.visit))

    def close(self) -> None:
        """Stop whatever runs; the tab is going away."""
        self._stop.set()
        self._ticks.stop()
        if self._task:
            self._task.cancel()

    def status(self) -> Status:
        """Say what goes on, and what it costs."""
        if self.opened is None:
            return Status(doing=_("Asking the wiki…") if self.phase == Phase.ASKING else "")
        client = self.opened.wiki.client
        table = self.tab.model.table if self.tab.model else None
        rows = len(table) if table is not None else 0
        seconds = max(time.monotonic() - self._began, 0.001)
        running = self.phase in {Phase.LISTING, Phase.LOADING}
        return Status(
            doing=self._doing(),
            rows=rows,
            pages=table.pages if table is not None else 0,
            requests=client.traffic.requests - self._requests_before,
            rate=(rows - self._rows_before) / seconds if running else 0,
            host=client.host,
            asked=client.requests_last_minute(),
            allowed=client.allowance,
        )

    def show_wait(self, host: str, wait: Wait) -> None:
        """Take note of a wait that began at a wiki."""
        if self.opened and self.opened.wiki.client.host == host:
            self._wait = wait, time.monotonic() + wait.seconds

    # --- one page -----------------------------------------------------------------------------

    def _show(self, *, go_on: bool = False) -> None:
        visit = self.visits[self.at]
        self._begin(self._reopen(visit, go_on) if visit.exploration else self._list(visit))
        self.visited.emit()

    def _begin(self, doing: Coroutine[Any, Any, None]) -> None:
        """Do this from now on, and nothing of what ran before."""
        self._stop.set()
        if self._task:
            self._task.cancel()
        self._stop = threading.Event()
        self._wait = None
        self._enter(Phase.ASKING)
        self._task = asyncio.ensure_future(self._guarded(doing))

    async def _list(self, visit: Visit, unfinished: Exploration | None = None) -> None:
        """List a page, or what is missing of its list."""
        if unfinished is None:
            self.tab.show_page(None)
            self.tab.heading.show_asked(visit.text)
        opened = await self._open(visit)
        client, site = opened.wiki.client, opened.wiki.site
        if unfinished is None:
            title = read_input(visit.text, site)
            self.tab.heading.show_asked(title)
            self._use(self.tab.show_page(site))
            request = ListingRequest(title, default_method(site), follow=visit.follow)
        else:
            request = request_of(unfinished)
        stop, wanted, key = self._stop, self._wanted, opened.wiki.key
        wanted.clear()
        self._start_meter()
        log.info("began: %s", request.title)
        async for batch in opened.worker.each(
            lambda store: explore(
                client, site, store, key, request, resume=unfinished, stop=stop, wanted=wanted
            )
        ):
            await self._take(batch, visit)
        self._end(Phase.COMPLETE)

    async def _take(self, batch: Batch, visit: Visit) -> None:
        """Show a batch of rows."""
        assert self.tab.model  # noqa: S101 - made before the first batch
        assert self.opened  # noqa: S101
        self._wait = None
        if batch.resolution:
            visit.exploration, visit.title = batch.exploration, batch.resolution.title
            self.tab.heading.show_resolution(self.opened.wiki.site, batch.resolution)
            self._marked = await self.session.desk.do(
                lambda store: store.checked(batch.exploration)
            )
            self.visited.emit()
        self._add(self.tab.model, batch)
        if self.phase == Phase.ASKING:
            self._enter(Phase.LISTING)
            self._show_counts()

    async def _reopen(self, visit: Visit, go_on: bool) -> None:
        """Show a list from the store."""
        self._enter(Phase.LOADING)
        self.tab.show_page(None)
        self.tab.heading.show_asked(visit.title or visit.text)
        found = await self._stored(visit)
        opened = self.opened = await self.session.open_wiki(found.wiki, stored=True)
        self.wiki = visit.wiki = found.wiki
        visit.title = found.target
        self.visited.emit()
        model = self._use(self.tab.show_page(opened.wiki.site))
        self.tab.heading.show_resolution(opened.wiki.site, stored_resolution(found.resolution))
        self._marked = await self.session.desk.do(lambda store: store.checked(found.id))
        self.expected = found.rows
        self._start_meter()
        async for rows in self.session.desk.each(lambda store: load(store, found)):
            self._add(model, Batch(found.id, rows, [], False, None))
        if go_on and not found.complete:
            await self._list(visit, found)
        else:
            self._end(Phase.COMPLETE if found.complete else Phase.UNFINISHED)

    async def _go_on(self, visit: Visit) -> None:
        await self._list(visit, await self._stored(visit))

    async def _stored(self, visit: Visit) -> Exploration:
        found = await self.session.desk.do(lambda store: store.exploration(visit.exploration))
        if found is None:
            visit.exploration = 0
            raise NothingStoredError(_("This list is no longer stored: list the page anew."))
        return found

    async def _open(self, visit: Visit) -> OpenWiki:
        """Open the wiki of a visit: the one it is at, or the one whose page's address was given."""
        if visit.wiki:
            opened = await self.session.open_wiki(visit.wiki)
            text = visit.text.strip()
            if is_address(text) and opened.wiki.site.title_in_url(text) is None:
                opened = await self.session.open_wiki(text)
        else:
            opened = await self.session.open_wiki(visit.text.strip())
        self.wiki = visit.wiki = opened.wiki.key
        self.opened = opened
        self.visited.emit()
        return opened

    def _use(self, model: LinkModel | None) -> LinkModel:
        assert model  # noqa: S101 - there is one for every site
        model.checked_changed.connect(self._on_checked_changed)
        self._marked = set()
        return model

    def _add(self, model: LinkModel, batch: Batch) -> None:
        start = len(model.table)
        model.add(batch.new, batch.again)
        if self._marked:
            nodes = [
                start + at
                for at, row in enumerate(batch.new)
                if (row.via, row.page_id) in self._marked
            ]
            if nodes:
                model.show_checked(nodes)

    # --- how it ends --------------------------------------------------------------------------

    async def _guarded(self, doing: Coroutine[Any, Any, None]) -> None:
        try:
            await doing
        except WikilinksError as error:
            self._fail(error)
        except Exception as error:  # a bug; the window stays
            self._end(Phase.UNFINISHED if self.visit and self.visit.exploration else Phase.IDLE)
            report_bug(error)

    def _fail(self, error: WikilinksError) -> None:
        kept = self.visit is not None and bool(self.visit.exploration)
        self._end(Phase.UNFINISHED if kept else Phase.IDLE)
        if isinstance(error, CancelledError):
            return
        log.warning("%s", error)
        actions: list[tuple[str, Callable[[], None]]] = []
        if isinstance(error, OtherWikiError) and error.url:
            url = error.url
            actions.append((_("Go to that wiki"), lambda: self.explore("", url)))
        if isinstance(error, TitleError) and error.redirect:
            actions.append(
                (_("List the redirect itself"), lambda: self._on_redirect_wanted(error.redirect))
            )
        if not isinstance(error, TitleError):
            actions.append((_("Go on"), self.go_on) if kept else (_("Try again"), self.reload))
        text = str(error)
        if kept:
            text = f"{text} {_('What came is kept.')}"
        self.tab.notice.show_notice(text, error=True, actions=actions)

    def _enter(self, phase: Phase) -> None:
        self.phase = phase
        if phase in BUSY:
            self.tab.notice.hide_notice()
            self._ticks.start()
        else:
            self._ticks.stop()
        if self.tab.model:
            self.tab.model.set_complete(phase == Phase.COMPLETE)
        self.changed.emit()

    def _end(self, phase: Phase) -> None:
        """Leave off, with a list that is complete, unfinished, or none."""
        self._wait = None
        self._enter(phase)
        self._show_counts()
        if self.tab.model is None:
            return
        rows = len(self.tab.model.table)
        log.info("%s, %s", phase.name.lower(), words.rows(rows))
        if phase == Phase.UNFINISHED:
            self.tab.notice.show_notice(
                _("This list is unfinished: {rows} so far.").format(rows=words.rows(rows)),
                actions=[(_("Go on"), self.go_on)],
            )

    # --- small things -------------------------------------------------------------------------

    def _start_meter(self) -> None:
        assert self.opened  # noqa: S101
        assert self.tab.model  # noqa: S101
        self._began = time.monotonic()
        self._rows_before = len(self.tab.model.table)
        self._requests_before = self.opened.wiki.client.traffic.requests

    def _doing(self) -> str:
        if self._wait and self.phase in BUSY:
            wait, end = self._wait
            left = end - time.monotonic()
            if left > 0:
                return words.wait(wait._replace(seconds=left))
        return {
            Phase.IDLE: "",
            Phase.ASKING: _("Asking the wiki…"),
            Phase.LOADING: _("Opening…"),
            Phase.LISTING: _("Listing…"),
            Phase.STOPPING: _("Stopping…"),
            Phase.UNFINISHED: _("Unfinished"),
            Phase.COMPLETE: _("Complete"),
        }[self.phase]

    def _show_counts(self) -> None:
        if self.opened and self.tab.model:
            self.tab.show_counts(self.opened.wiki.site, complete=self.phase == Phase.COMPLETE)

    def _on_tick(self) -> None:
        self._show_counts()
        self.changed.emit()

    def _on_group_opened(self, node: int) -> None:
        if self.phase in {Phase.ASKING, Phase.LISTING} and self.tab.model:
            table = self.tab.model.table
            if not table.through(node):
                self._wanted.append(table.row(node).page_id)

    def _on_redirect_wanted(self, title: str) -> None:
        if self.visit:
            self.explore(self.visit.wiki, title, follow=False)

    def _on_checked_changed(self, nodes: list[int], on: bool) -> None:
        if not (self.visit and self.tab.model):
            return
        exploration, table = self.visit.exploration, self.tab.model.table
        which = np.array(nodes, np.int32)
        self._run_errand(
            self.session.desk.do(
                lambda store: store.set_checked(
                    exploration,
                    [(row.via, row.page_id) for row in table.rows(which)],
                    on,
                )
            )
        )

    def _run_errand(self, errand: Coroutine[Any, Any, Any]) -> None:
        """Do something small beside the list; what goes wrong is told in the tab."""

        async def run() -> None:
            try:
                await errand
            except WikilinksError as error:
                self.tab.notice.show_notice(str(error), error=True)
            except Exception as error:
                report_bug(error)

        task = asyncio.ensure_future(run())
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)
