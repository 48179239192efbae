# SPDX-License-Identifier: MIT
"""The list of one visit: fetched from the wiki or loaded from the store, stopped and resumed.

The way of a row: the wiki's worker asks, reads and stores a batch of links
(:func:`wikilinks_gui.listing.storing.list_and_store`) and hands it over; :meth:`ListingTask._take`
gives it to the model. Everything here runs in the UI's thread; what waits is a coroutine.
"""

import asyncio
import contextlib
import logging
import threading
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from wikilinks_gui import words
from wikilinks_gui.errors import (
    AddressError,
    CancelledError,
    NothingStoredError,
    StoreDamagedError,
    WikilinksError,
)
from wikilinks_gui.listing.methodchoice import default_method
from wikilinks_gui.listing.request import ListingRequest
from wikilinks_gui.listing.storing import (
    StoredBatch,
    list_and_store,
    load,
    load_origins,
    request_of,
    resolution_of,
)
from wikilinks_gui.mediawiki.address import is_address
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.search import similar
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.mediawiki.titles import Resolution
from wikilinks_gui.store.records import Exploration
from wikilinks_gui.store.store import Store
from wikilinks_gui.table.row import Row
from wikilinks_gui.tasks import Worker, in_thread, start
from wikilinks_gui.translation import _
from wikilinks_gui.ui.tab.backgroundtasks import BackgroundTasks
from wikilinks_gui.ui.tab.status import AnswerClock, ListingStats
from wikilinks_gui.ui.tab.tab import Tab
from wikilinks_gui.ui.tab.viewstate import ViewState, restore_view_state, view_state
from wikilinks_gui.ui.tab.visit import BUSY, Phase, Visit
from wikilinks_gui.ui.tree.changes import Changes
from wikilinks_gui.ui.tree.model import LinkModel
from wikilinks_gui.wikis.session import OpenWiki, Session

log = logging.getLogger("wikilinks_gui.listing")


class ListingHost(QObject):
    """What a list needs of its tab, and what it reports to it."""

    changed = Signal()  # the phase, or its numbers
    named = Signal()  # there is another page, or its wiki or title became known
    rows_added = Signal()  # or more became known of rows
    ended = Signal(object)  # the WikilinksError for which the list is incomplete, or there is none
    front_wanted = Signal()  # the tab is to be shown

    def __init__(
        self,
        session: Session,
        tab: Tab,
        background: BackgroundTasks,
        hosts: Callable[[], Sequence["ListingHost"]],
    ) -> None:
        super().__init__(tab)
        self.session = session
        self.tab = tab
        self.background = background
        self.hosts = hosts  # of all tabs
        self.clock = AnswerClock()
        self.changes: dict[tuple[str, str], Changes] = {}  # of check marks, by wiki and title
        self.listing: ListingTask | None = None  # of the page that is shown


class ListingTask:
    """Lists a page in a tab; one coroutine at a time, and none after :meth:`close`."""

    def __init__(self, host: ListingHost, visit: Visit) -> None:
        self.visit = visit
        self.phase = Phase.IDLE
        self.opened: OpenWiki | None = None
        self.opening = ""  # address of the wiki that is being opened
        self.fetching = 0  # the exploration that is being listed; 0: none
        self.stats: ListingStats | None = None
        self._host = host
        self._tab = host.tab
        self._session = host.session
        self._task: asyncio.Task[None] | None = None
        self._stop = threading.Event()
        self._wanted: deque[int] = deque()  # redirects that were expanded, for the worker
        self._batches = -1  # of the exploration, that are in the table; -1: not all of any
        self._is_view_due = visit.view is not None  # the list is not yet looked at as before
        self._is_sorted = False  # but filter and order are

    # --- what the user can do -----------------------------------------------------------------

    @property
    def is_running(self) -> bool:
        """Return whether a coroutine runs: after the last row the view state is restored."""
        return self._task is not None and not self._task.done()

    def show(self, *, resume: bool = False) -> None:
        """Show the stored list of the page, or list it; ``resume``: fetch what is missing."""
        if self._batches >= 0:  # it is shown already
            self._begin(self._resume)
        elif self.visit.exploration:
            self._begin(partial(self._reopen, resume=resume))
        else:
            self._begin(self._list)

    def stop(self) -> None:
        """Stop. What may be on its way is waited for, unless stopped again."""
        may_come = self.stats is not None and not self._stop.is_set()
        self._stop.set()
        if self.phase not in BUSY or self._task is None:
            return
        if may_come:
            self._enter(Phase.STOPPING)
        else:
            self._task.cancel()
            self._fail(CancelledError(_("Stopped.")))

    def close(self) -> None:
        """Stop at once and for good: the tab shows something else."""
        self._stop.set()
        if self._task:
            self._task.cancel()

    def drop(self) -> None:
        """Show no list any more: it is about to be deleted."""
        self.close()
        self._end(Phase.IDLE)

    def store_view(self) -> None:
        """Store in the visit how its list is looked at."""
        if (view := view_state(self._tab)) is not None:
            before = self.visit.view if self._is_view_due else None
            self.visit.view = self._view_since(before) if before else view

    # --- the coroutines -----------------------------------------------------------------------

    def _begin(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self.close()
        self._stop = threading.Event()
        self.stats = None
        self._host.clock.hear()
        self._enter(Phase.ASKING)
        self._task = start(self._guarded(work))

    async def _guarded(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        try:
            await work()
        except WikilinksError as error:
            self._fail(error)
        except Exception:
            self._end(Phase.UNFINISHED if self.visit.exploration else Phase.IDLE)
            raise

    async def _list(self) -> None:
        """List the page."""
        visit, text = self.visit, self.visit.text.strip()
        opened = await self._open(text if is_address(text) else visit.wiki)
        visit.wiki = opened.wiki.key
        self._host.named.emit()
        title = await self._session.find_title(opened, text)
        model = self._show_table(opened.wiki.site)
        if view := visit.view:  # of the list before this one
            self._tab.filter_bar.set_filter(view.filter)
            await model.sort_by(view.order, view.descending)
            self._is_sorted = True
        method = default_method(opened.wiki.site)
        try:
            await self._fetch(opened, ListingRequest(title, method, follow=visit.follow))
        except WikilinksError:
            await self._restore_view()
            raise
        await self._restore_view()

    async def _reopen(self, *, resume: bool) -> None:
        """Show the list from the store, without asking the wiki."""
        self._enter(Phase.LOADING)
        found = await self._stored(self._session.desk)
        opened = await self._open(found.wiki, stored=True)
        visit = self.visit
        visit.wiki, visit.text, visit.title = found.wiki, found.typed, found.target
        visit.follow = request_of(found).follow
        self._host.named.emit()
        await self._load(found, opened.wiki.site, self._session.desk)
        if found.complete:
            self._end(Phase.COMPLETE)
        elif not resume:
            self._end(Phase.UNFINISHED)
        await self._restore_view()
        if resume and not found.complete:
            await self._resume()

    async def _resume(self) -> None:
        """List what is missing of a list whose stored rows are shown."""
        visit = self.visit
        # One table alone is given a batch, and what of it is new is so for the store.
        for host in self._host.hosts():
            if host.listing and host.listing.fetching == visit.exploration:
                self._end(Phase.UNFINISHED)
                host.front_wanted.emit()
                return
        self.fetching = visit.exploration
        opened = await self._open(visit.wiki)
        # The wiki's worker reads it after a batch that it may still be storing since a stop.
        found = await self._stored(opened.worker)
        if found.batches != self._batches:  # that one, or another tab's or program's
            await self._load(found, opened.wiki.site, opened.worker)
        if found.complete:
            self._end(Phase.COMPLETE)
        else:
            await self._fetch(opened, request_of(found), found)

    async def _open(self, address: str, *, stored: bool = False) -> OpenWiki:
        if not address:
            raise AddressError(_("Choose a wiki first, or paste the address of a page."))
        self.opening = address
        self._host.changed.emit()
        self.opened = await self._session.open_wiki(address, stored=stored)
        self.opening = ""
        self._host.clock.hear()
        return self.opened

    async def _stored(self, worker: Worker[Store]) -> Exploration:
        visit = self.visit
        found = await worker.do(lambda store: store.exploration(visit.exploration))
        if found is None:
            if visit.earlier == visit.exploration:
                visit.earlier = 0
            visit.exploration = 0
            raise NothingStoredError(_("This list is no longer stored. Reload the page."))
        return found

    async def _load(self, found: Exploration, site: SiteInfo, worker: Worker[Store]) -> None:
        """Show all stored rows of the list."""
        self._enter(Phase.LOADING)
        model = self._show_table(site)
        await self._show_page(model, resolution_of(found))
        async for rows in worker.each(lambda store: load(store, found)):
            self._add(model, rows)
        targets = await worker.do(lambda store: store.redirect_targets(found.id))
        model.show_redirect_targets(targets)
        # Before the view is restored: a filter or an order may go by them.
        async for origins in worker.each(lambda store: load_origins(store, found)):
            model.set_origins(origins)
        self._batches = found.batches

    async def _fetch(
        self, opened: OpenWiki, request: ListingRequest, resume: Exploration | None = None
    ) -> None:
        """List what is not in the table yet."""
        model = self._tab.model
        assert model  # noqa: S101 - a table is shown by now
        self._enter(Phase.ASKING)
        client, site, key = opened.wiki.client.counting(), opened.wiki.site, opened.wiki.key
        stop = self._stop
        wanted = self._wanted = deque()
        self.want(model.table.opened().tolist())  # while nothing was fetched, or in vain
        self.stats = ListingStats(client.traffic, len(model.table))
        log.info("began: %s", request.title)
        resolution: Resolution | None = None
        async for batch in opened.worker.each(
            lambda store: list_and_store(
                client, site, store, key, request, resume=resume, stop=stop, wanted=wanted
            )
        ):
            await self._take(batch, model)
            resolution = batch.resolution or resolution
        self._end(Phase.COMPLETE)
        if resolution and resolution.status == "missing" and not len(model.table):
            await self._suggest_similar(client, site, resolution)

    async def _take(self, batch: StoredBatch, model: LinkModel) -> None:
        """Show a batch of rows."""
        self._host.clock.hear()
        if batch.resolution:
            self.visit.exploration, self.visit.title = batch.exploration, batch.resolution.title
            self.fetching = batch.exploration
            self._host.named.emit()
            await self._show_page(model, batch.resolution)
        if batch.new and self.phase == Phase.ASKING:
            await self._tab.begin_rows()
        self._add(model, batch.new, batch.again)
        model.show_redirect_targets(batch.redirect_targets)
        self._batches = batch.number
        if self.phase == Phase.ASKING:
            self._enter(Phase.LISTING)

    async def _suggest_similar(self, client: Client, site: SiteInfo, missing: Resolution) -> None:
        """Suggest titles in place of one that neither exists nor is linked."""
        stop = self._stop
        with contextlib.suppress(WikilinksError):  # nobody asked for it
            titles = await in_thread(
                lambda: similar(client, site, missing.title, missing.namespace, stop=stop),
                "similar titles",
            )
            self._tab.show_nothing_links_here(titles)

    # --- the table and its view ---------------------------------------------------------------

    def _show_table(self, site: SiteInfo) -> LinkModel:
        """Begin with an empty table."""
        model = self._tab.show_list(site)
        model.checked_changed.connect(self._on_checked_changed)
        self._batches = -1
        return model

    def _add(self, model: LinkModel, new: Sequence[Row], again: Sequence[Row] = ()) -> None:
        model.add(new, again)
        self._host.rows_added.emit()

    def want(self, nodes: Sequence[int]) -> None:
        """Fetch next what links through expanded redirects that have no rows yet."""
        if self._tab.model:
            table = self._tab.model.table
            self._wanted.extend(
                table.row(node).page_id
                for node in nodes
                if table.is_open(node) and not table.through(node)
            )

    async def _restore_view(self) -> None:
        """Restore the view of the list, as far as its rows have come."""
        if self.visit.view:
            await restore_view_state(self._tab, self._view_since(self.visit.view))
        self._is_view_due = False

    def _view_since(self, view: ViewState) -> ViewState:
        """Return a view state, but with what the user has filtered and sorted since."""
        bar, model = self._tab.filter_bar, self._tab.model
        if model is None:
            return view
        if self._is_sorted or not bar.is_clear():
            view = replace(view, filter=bar.filter())
        if self._is_sorted or model.order != "arrival":
            view = replace(view, order=model.order, descending=model.descending)
        return view

    # --- check marks --------------------------------------------------------------------------

    async def _show_page(self, model: LinkModel, resolution: Resolution) -> None:
        """Show the page, and the check marks that can be read; report damage to them once.

        Changes that were made to them in an earlier list of the page can still be undone.
        """
        self._tab.heading.show_resolution(resolution)
        model.set_explored(resolution)
        visit, desk = self.visit, self._session.desk
        model.changes = self._host.changes.setdefault((visit.wiki, visit.title), model.changes)
        exploration = visit.exploration
        try:
            marks = await desk.do(lambda store: store.checked(exploration))
        except StoreDamagedError as error:
            marks = await desk.do(lambda store: store.mend_checked(exploration))
            self._host.background.show_error(error)
        model.show_checked(marks)

    def _on_checked_changed(self, page_ids: list[int], on: bool) -> None:
        """Store the change, and show it in other tabs that list the page."""
        visit, exploration = self.visit, self.visit.exploration
        self._host.background.run(
            self._session.desk.do(lambda store: store.set_checked(exploration, page_ids, on))
        )
        for host in self._host.hosts():
            other, model = host.listing, host.tab.model
            if host is self._host or other is None or model is None:
                continue
            if (other.visit.wiki, other.visit.title) == (visit.wiki, visit.title):
                model.show_checked(page_ids, on)

    # --- how it ends --------------------------------------------------------------------------

    def _fail(self, error: WikilinksError) -> None:
        """End with the rows fetched so far; a damaged list cannot be shown."""
        is_kept = self.visit.exploration and not isinstance(error, StoreDamagedError)
        self._end(Phase.UNFINISHED if is_kept else Phase.IDLE, error)

    def _end(self, phase: Phase, error: WikilinksError | None = None) -> None:
        self.opening = ""
        self.fetching = 0
        self._enter(phase)
        model = self._tab.model
        log.info("%s, %s", phase.name.lower(), words.rows(len(model.table) if model else 0))
        self._host.ended.emit(error)

    def _enter(self, phase: Phase) -> None:
        self.phase = phase
        if phase in BUSY:
            self._tab.notice.hide()
        if self._tab.model:
            self._tab.model.set_complete(phase == Phase.COMPLETE)
        self._host.changed.emit()
