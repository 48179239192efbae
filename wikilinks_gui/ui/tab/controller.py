# SPDX-License-Identifier: MIT
"""What a tab does: visits pages one after the other, and lists what links to them.

The way of a row: the wiki's worker asks, reads and stores a batch of links
(:func:`wikilinks_gui.listing.storing.list_and_store`) and hands it over;
:meth:`TabController._take` gives it to the model. Everything here runs in the UI's thread; what
waits is a coroutine, and only one runs in a tab at a time: :meth:`TabController._begin` cancels the
one before, which takes nothing more.
"""

import asyncio
import contextlib
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Collection, Coroutine, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from wikilinks_gui import words
from wikilinks_gui.errors import (
    AddressError,
    CancelledError,
    NothingStoredError,
    OtherWikiError,
    StoreDamagedError,
    TitleError,
    WikilinksError,
)
from wikilinks_gui.listing.methodchoice import default_method
from wikilinks_gui.listing.request import ListingRequest, restore
from wikilinks_gui.listing.storing import StoredBatch, list_and_store, load, request_of
from wikilinks_gui.mediawiki.address import (
    is_address,
    presentable_address,
    with_scheme,
)
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.pace import Wait
from wikilinks_gui.mediawiki.search import similar
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.mediawiki.titles import Resolution, stored_resolution
from wikilinks_gui.store.records import Exploration
from wikilinks_gui.table.row import Row
from wikilinks_gui.tasks import Worker, in_thread, start
from wikilinks_gui.translation import _
from wikilinks_gui.ui.search.wikilist import place_of
from wikilinks_gui.ui.tab.backgroundtasks import BackgroundTasks
from wikilinks_gui.ui.tab.listingstats import Meter
from wikilinks_gui.ui.tab.recovery import try_scheme, with_other_scheme
from wikilinks_gui.ui.tab.status import Status
from wikilinks_gui.ui.tab.tab import Tab
from wikilinks_gui.ui.tab.visit import ASKED, BUSY, Look, Phase, Visit, doing
from wikilinks_gui.ui.tree.changes import Changes
from wikilinks_gui.ui.tree.model import LinkModel
from wikilinks_gui.ui.widgets.notice import Action
from wikilinks_gui.wikis.connector import SAMPLE
from wikilinks_gui.wikis.session import OpenWiki, Session

log = logging.getLogger("wikilinks_gui.listing")

TICK = 250
"""Milliseconds between two looks at the numbers while rows come."""

FIRST_ROWS = 0.01
"""Seconds from the tree to its first rows: both at once would hold up the window for 40 ms."""

FIRST_COUNTS = 150
"""Milliseconds from the first rows to their counts, for the same reason."""


class TabController(QObject):
    """The visits of a tab, and the list of the current one."""

    changed = Signal()  # the phase, or its numbers
    visited = Signal()  # another page
    named = Signal()  # the wiki or the title of the page became known
    look_wanted = Signal()  # its tab is to be shown
    rows_added = Signal()  # or more became known of rows
    wiki_chosen = Signal(object)  # OpenWiki, which answered

    def __init__(
        self,
        session: Session,
        tab: Tab,
        background: BackgroundTasks,
        controllers: Callable[[], Sequence["TabController"]],
    ) -> None:
        super().__init__(tab)
        self.tab = tab
        self.wiki = ""  # address of the one that is asked: it has answered before
        self.choosing = ""  # address of another one that a person chose, while it is tried
        self.phase = Phase.IDLE
        self.visits: list[Visit] = []
        self.at = -1
        self.opened: OpenWiki | None = None  # of the current visit, once it is
        self.expected = 0  # rows, while they are loaded
        self._session = session
        self._background = background
        self._controllers = controllers  # of all tabs
        self._chosen = False  # a person chose the wiki since the visit began
        self._fetching = 0  # the exploration that is being listed; 0: none
        self._shown: Visit | None = None  # the visit whose list is shown
        self._look_due = False  # the list is not looked at yet as it was before
        self._is_in_order = False  # but filter and order are
        self._asleep = False  # the visit is of an earlier run and was not shown yet
        self._task: asyncio.Task[None] | None = None
        self._choice: asyncio.Task[None] | None = None  # tries what is being chosen
        self._choice_failed = False  # the notice says so
        self._heard = 0.0  # when the wiki answered last, or was first asked
        self._stop = threading.Event()
        self._wanted: deque[int] = deque()  # redirects whose groups were opened, for the worker
        self._opened_groups: list[int] = []  # nodes of these; some may be closed again
        self._changes: dict[tuple[str, str], Changes] = {}  # of marks, by wiki and title
        self._batches = -1  # of the exploration, that are in the table; -1: not all of any
        self._meter: Meter | None = None  # of the listing
        self._opening = ""  # address of the wiki that is being opened
        self._wait: tuple[Wait, float] | None = None  # a wait, and when it ends
        self._ticks = QTimer(self, interval=TICK)
        self._ticks.timeout.connect(self._on_tick)
        tab.filtered.connect(self.changed)
        tab.selection_changed.connect(self.changed)
        tab.marks_changed.connect(self.changed)
        tab.tree.group_opened.connect(self._on_group_opened)
        tab.heading.redirect_wanted.connect(self.explore_itself)
        tab.title_wanted.connect(self._explore_similar)

    # --- what a person can do -----------------------------------------------------------------

    @property
    def visit(self) -> Visit | None:
        """The page that is shown."""
        return self.visits[self.at] if self.visits else None

    @property
    def is_busy(self) -> bool:
        """Return whether there is anything to stop."""
        return self.phase in BUSY or bool(self.choosing)

    @property
    def trying(self) -> str:
        """The address of the wiki that is tried just now; "" while none is."""
        return self.choosing or self._opening

    @property
    def meant(self) -> str:
        """The address of the wiki that a title which is typed now is meant for."""
        return self.choosing or self.wiki

    def choose_wiki(
        self,
        address: str,
        *,
        list_page: bool = False,
        tell: Callable[[str, WikilinksError], None] | None = None,
    ) -> None:
        """Try the wiki at an address and ask it from now on; the one before stays if that fails.

        ``list_page``: list what links to the page that has this address, if one has. ``tell`` is
        given the address and what went wrong, in place of the notice.
        """
        self._drop_choice()
        if self._choice_failed or self.phase == Phase.IDLE:  # it is about another attempt
            self._hide_notice()
        self.choosing = address = presentable_address(address)
        self._heard = time.monotonic()
        self._choice = start(self._choose(address, list_page, tell or self._tell_choice_failed))
        self._ticks.start()
        self.changed.emit()

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
            self.visit.earlier = self.visit.exploration or self.visit.earlier
            self.visit.exploration = 0
            self._show()

    def stop(self) -> None:
        """Stop; what came is kept. What may be on its way is waited for, unless stopped again."""
        if self.choosing:
            self._drop_choice()
            self.changed.emit()
        may_come = self._meter is not None and not self._stop.is_set()
        self._stop.set()
        if self.phase not in BUSY or self._task is None:
            return
        if may_come:
            self._enter(Phase.STOPPING)
        else:
            self._task.cancel()
            self._fail(CancelledError(_("Stopped.")))

    def go_on(self) -> None:
        """Fetch what is missing of an unfinished list; show the rest of one that is stored."""
        if self._asleep:
            self._show(go_on=True)
        if self.phase != Phase.UNFINISHED or self.visit is None:
            return
        if self._batches >= 0:
            self._begin(partial(self._go_on, self.visit))
        else:
            self._begin(partial(self._reopen, self.visit, go_on=True))

    def restore(self, visit: Visit) -> None:
        """Take up a visit of an earlier run, to be shown by :meth:`wake`."""
        self.visits, self.at, self.wiki = [visit], 0, visit.wiki
        self._asleep = True

    def wake(self) -> None:
        """Show what was restored, now that somebody looks at it."""
        if self._asleep:
            self._show()

    def forget(self, explorations: Collection[int]) -> None:
        """Leave the list that is shown, if it is one of those that are about to be deleted."""
        visit = self.visit
        if visit is None or self._asleep:
            return
        if visit.earlier in explorations:
            visit.earlier = 0
        if visit.exploration in explorations:
            self._stop.set()
            if self._task:
                self._task.cancel()
            self._end(Phase.IDLE)
            self.tab.heading.show_asked(visit.title or visit.text)
            anew = [(_("&Reload"), self.reload)]
            self.tab.notice.show_notice(_("This list was deleted."), actions=anew)

    def keep_look(self) -> None:
        """Take note of how the list is looked at, to look at it so again."""
        shown, look = self._shown, self.tab.look()
        if shown is not None and look is not None:
            before = shown.look if self._look_due else None
            shown.look = self._look_since(before) if before else look

    def close(self) -> None:
        """Stop whatever runs; the tab is going away."""
        self._stop.set()
        self._drop_choice()
        self._ticks.stop()
        self.tab.stop_filtering()
        if self._task:
            self._task.cancel()

    async def open_wiki(self) -> OpenWiki:
        """Open the wiki of the page that is shown, to ask it beside the listing."""
        assert self.visit  # noqa: S101 - a page is shown
        return await self._session.open_wiki(self.visit.wiki)

    @property
    def waiting(self) -> str:
        """Say that the wiki is not asked just now, and why; "" when it may be."""
        if self._wait is None:
            return ""
        wait, end = self._wait
        left = end - time.monotonic()
        return words.wait(wait._replace(seconds=left)) if left > 0 else ""

    @property
    def silence(self) -> int:
        """Whole seconds for which the wiki that is asked has not answered."""
        if not (self.choosing or self.phase in ASKED) or self.waiting:
            return 0
        since = max(self._heard, self._wait[1]) if self._wait else self._heard
        return int(time.monotonic() - since)

    def status(self) -> Status:
        """Say what goes on, and what it costs."""
        if self.opened is None or self.trying:
            return Status(doing=self._doing(), silence=self.silence)
        client = self.opened.wiki.client
        table = self.tab.model.table if self.tab.model else None
        rows = len(table) if table is not None else 0
        return Status(
            doing=self._doing(),
            rows=rows,
            pages=table.pages if table is not None else 0,
            shown=self.tab.shown,
            selected=self.tab.selected,
            requests=self._meter.requests if self._meter else 0,
            rate=self._meter.rate(rows, self._heard) if self._meter else 0,
            silence=self.silence,
            host=client.host,
            asked=client.requests_last_minute(),
            allowed=client.allowance,
        )

    def show_wait(self, where: str, wait: Wait) -> None:
        """Take note of a wait that began at a host, or at an address that is being opened."""
        host = self.opened.wiki.client.host if self.opened else ""
        if where in {host, self._opening, self.choosing}:
            self._wait = wait, time.monotonic() + wait.seconds
            self.changed.emit()

    # --- one page -----------------------------------------------------------------------------

    def _show(self, *, go_on: bool = False) -> None:
        """Show the current visit: its stored list where there is one."""
        visit = self.visits[self.at]
        self.keep_look()
        self._shown = visit
        self._look_due = visit.look is not None
        self._is_in_order = False
        self._asleep = self._chosen = False
        if self.opened and self.opened.wiki.key != visit.wiki:
            self.opened = None
        self._batches = -1
        self.tab.show_no_list()
        self.tab.heading.show_asked(visit.title or visit.text)
        if visit.exploration:
            self._begin(partial(self._reopen, visit, go_on=go_on))
        else:
            self._begin(partial(self._list, visit))
        self.visited.emit()

    def _begin(self, doing: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Do this from now on, and nothing of what ran before."""
        self._drop_choice()
        self._stop.set()
        if self._task:
            self._task.cancel()
        self._stop = threading.Event()
        self._meter = self._wait = None
        self._fetching = 0
        self._heard = time.monotonic()
        self._enter(Phase.ASKING)
        self._task = start(self._guarded(doing))

    async def _list(self, visit: Visit) -> None:
        """List a page."""
        text = visit.text.strip()
        opened = await self._open(text if is_address(text) else visit.wiki)
        self._name_wiki(visit, opened.wiki.key)
        self.named.emit()
        title = await self._session.find_title(opened, text)
        self.tab.heading.show_asked(title)
        model = self._show_table(opened.wiki.site)
        if look := visit.look:  # of the list before this one
            self.tab.filter_bar.set_filter(look.filter)
            await model.sort_by(look.order, look.descending)
            self._is_in_order = True
        method = default_method(opened.wiki.site)
        try:
            await self._fetch(visit, opened, ListingRequest(title, method, follow=visit.follow))
        except WikilinksError:
            await self._look_again(visit)
            raise
        await self._look_again(visit)

    async def _reopen(self, visit: Visit, *, go_on: bool = False) -> None:
        """Show a list from the store, without asking anybody."""
        self._enter(Phase.LOADING)
        found = await self._stored(visit, self._session.desk)
        opened = await self._open(found.wiki, stored=True)
        self._name_wiki(visit, found.wiki)
        visit.text, visit.title, visit.follow = found.typed, found.target, request_of(found).follow
        self.named.emit()
        await self._load(found, opened.wiki.site, self._session.desk)
        if found.complete:
            self._end(Phase.COMPLETE)
        elif not go_on:
            self._end(Phase.UNFINISHED)
        await self._look_again(visit)
        if go_on and not found.complete:
            await self._go_on(visit)

    async def _look_again(self, visit: Visit) -> None:
        """Look at the list as before, as far as its rows have come."""
        if visit.look:
            await self.tab.look_again(self._look_since(visit.look))
        self._look_due = False

    def _look_since(self, look: Look) -> Look:
        """Return a look, but by what a person has filtered and sorted since the rows came."""
        bar, model = self.tab.filter_bar, self.tab.model
        if self._is_in_order and model is not None:
            return replace(
                look, filter=bar.filter(), order=model.order, descending=model.descending
            )
        if not bar.is_clear():
            look = replace(look, filter=bar.filter())
        if model is not None and model.order != "arrival":
            look = replace(look, order=model.order, descending=model.descending)
        return look

    async def _go_on(self, visit: Visit) -> None:
        """List what is missing of a list whose stored rows are shown."""
        # One table alone hears of a batch, and what of it is new is so for the store.
        if self._lister(visit.exploration):
            self._end(Phase.UNFINISHED)
            show = partial(self._show_lister, visit.exploration)
            self.tab.notice.show_notice(
                _("Another tab is listing this page."), actions=[(_("&Show that tab"), show)]
            )
            return
        self._fetching = visit.exploration
        opened = await self._open(visit.wiki)
        # The wiki's worker reads it after a batch that it may still be storing since a stop.
        found = await self._stored(visit, opened.worker)
        if found.batches != self._batches:  # that one, or another tab's or program's
            await self._load(found, opened.wiki.site, opened.worker)
        if found.complete:
            self._end(Phase.COMPLETE)
        else:
            await self._fetch(visit, opened, request_of(found), found)

    async def _open(self, address: str, *, stored: bool = False) -> OpenWiki:
        if not address:
            raise AddressError(_("Choose a wiki first, or paste the address of a page."))
        self._opening = address
        self.changed.emit()
        try:
            self.opened = await self._session.open_wiki(address, stored=stored)
        finally:
            if asyncio.current_task() is self._task:
                self._opening = ""
        self._heard = time.monotonic()
        return self.opened

    async def _choose(
        self, address: str, list_page: bool, tell: Callable[[str, WikilinksError], None]
    ) -> None:
        """See whether there is a wiki at an address."""
        try:
            opened = await self._session.open_wiki(address)
        except WikilinksError as error:
            self._end_choice()
            log.warning("%s", error)
            tell(address, error)
            return
        except Exception:
            self._end_choice()
            raise
        self.wiki, self._chosen = opened.wiki.key, True
        self._end_choice()
        if list_page and address != SAMPLE and self._session.names_page(opened, address):
            self.explore(self.wiki, with_scheme(address))
        self.wiki_chosen.emit(opened)

    def _drop_choice(self) -> None:
        """Try no other wiki any more; nothing is told of what becomes of the attempt."""
        self.choosing = ""
        if self._choice:
            self._choice.cancel()
            self._choice = None

    def _end_choice(self) -> None:
        self.choosing, self._choice, self._wait = "", None, None
        if self.phase not in BUSY:
            self._ticks.stop()
        self.changed.emit()

    def _tell_choice_failed(self, address: str, error: WikilinksError) -> None:
        actions: list[Action] = [(_("&Try again"), partial(self.choose_wiki, address))]
        if other := with_other_scheme(address, error):
            actions.insert(0, (try_scheme(other), partial(self.choose_wiki, other)))
        self.tab.notice.show_notice(str(error), error=True, actions=actions)
        self._choice_failed = True

    def _name_wiki(self, visit: Visit, key: str) -> None:
        """Stay at the wiki of the page, unless another one was chosen meanwhile."""
        visit.wiki = key
        if not self._chosen:
            self.wiki = key

    async def _stored(self, visit: Visit, worker: Worker) -> Exploration:
        found = await worker.do(lambda store: store.exploration(visit.exploration))
        if found is None:
            if visit.earlier == visit.exploration:
                visit.earlier = 0
            visit.exploration = 0
            raise NothingStoredError(_("This list is no longer stored. Reload the page."))
        return found

    async def _load(self, found: Exploration, site: SiteInfo, worker: Worker) -> None:
        """Show all that is stored of a list."""
        self._enter(Phase.LOADING)
        self.expected = found.rows
        model = self._show_table(site)
        resolution = restore(stored_resolution, found.resolution)
        self.tab.heading.show_resolution(resolution)
        model.set_explored(resolution)
        await self._show_marks(model, found.wiki, found.target, found.id)
        async for rows in worker.each(lambda store: load(store, found)):
            self._add(model, rows)
        model.show_redirect_targets(await worker.do(lambda store: store.redirect_targets(found.id)))
        self._batches = found.batches

    async def _show_marks(self, model: LinkModel, wiki: str, title: str, exploration: int) -> None:
        """Show the check marks; those that are damaged are told once, and taken as they are.

        Changes that were made to them in an earlier list of the page can still be undone.
        """
        model.changes = self._changes.setdefault((wiki, title), model.changes)
        desk = self._session.desk
        try:
            marks = await desk.do(lambda store: store.checked(exploration))
        except StoreDamagedError as error:
            marks = await desk.do(lambda store: store.mend_checked(exploration))
            self._background.show_error(error)
        model.show_checked(marks)

    async def _fetch(
        self,
        visit: Visit,
        opened: OpenWiki,
        request: ListingRequest,
        resume: Exploration | None = None,
    ) -> None:
        """List what is not in the table yet."""
        assert self.tab.model  # noqa: S101 - a table is shown by now
        self._enter(Phase.ASKING)
        client, site, key = opened.wiki.client.counting(), opened.wiki.site, opened.wiki.key
        stop = self._stop
        wanted = self._wanted = deque()
        self._want(self._opened_groups)  # while nothing was fetched, or in vain
        self._meter = Meter(client.traffic, len(self.tab.model.table))
        log.info("began: %s", request.title)
        resolution: Resolution | None = None
        async for batch in opened.worker.each(
            lambda store: list_and_store(
                client, site, store, key, request, resume=resume, stop=stop, wanted=wanted
            )
        ):
            await self._take(batch, visit, site, self.tab.model)
            resolution = batch.resolution or resolution
        self._end(Phase.COMPLETE)
        if resolution and resolution.status == "missing" and not len(self.tab.model.table):
            await self._offer_similar(client, site, resolution)

    async def _offer_similar(self, client: Client, site: SiteInfo, missing: Resolution) -> None:
        """Offer titles that may have been meant by that of a page that is missing and unlinked."""
        stop = self._stop
        with contextlib.suppress(WikilinksError):  # nobody asked for it
            titles = await in_thread(
                lambda: similar(client, site, missing.title, missing.namespace, stop=stop),
                "similar titles",
            )
            if titles:
                self.tab.show_similar(titles)

    async def _take(
        self, batch: StoredBatch, visit: Visit, site: SiteInfo, model: LinkModel
    ) -> None:
        """Show a batch of rows."""
        self._wait = None
        self._heard = time.monotonic()
        if batch.resolution:
            visit.exploration, visit.title = batch.exploration, batch.resolution.title
            self._fetching = batch.exploration
            self.tab.heading.show_resolution(batch.resolution)
            model.set_explored(batch.resolution)
            self.named.emit()
            await self._show_marks(model, visit.wiki, visit.title, batch.exploration)
        are_first = bool(batch.new) and self.phase == Phase.ASKING
        if are_first:
            self.tab.show_tree()
            await asyncio.sleep(FIRST_ROWS)
        self._add(model, batch.new, batch.again)
        if are_first:
            self.tab.fit_soon()
            QTimer.singleShot(FIRST_COUNTS, self, self._show_counts)
        model.show_redirect_targets(batch.redirect_targets)
        self._batches = batch.number
        if self.phase == Phase.ASKING:
            self._enter(Phase.LISTING)

    def _show_table(self, site: SiteInfo) -> LinkModel:
        """Begin with an empty table."""
        model = self.tab.show_list(site)
        model.checked_changed.connect(self._on_checked_changed)
        self._batches = -1
        self._opened_groups = []
        return model

    def _add(self, model: LinkModel, new: Sequence[Row], again: Sequence[Row] = ()) -> None:
        model.add(new, again)
        self.rows_added.emit()

    # --- how it ends --------------------------------------------------------------------------

    async def _guarded(self, doing: Callable[[], Coroutine[Any, Any, None]]) -> None:
        try:
            await doing()
        except WikilinksError as error:
            self._fail(error)
        except Exception:
            self._end(self._kept())
            raise

    def _kept(self) -> Phase:
        """Say what there is after a failure."""
        return Phase.UNFINISHED if self.visit and self.visit.exploration else Phase.IDLE

    def _fail(self, error: WikilinksError) -> None:
        """End with what came so far, and say why; a damaged list cannot be shown."""
        kept = self._kept() == Phase.UNFINISHED and not isinstance(error, StoreDamagedError)
        self._end(Phase.UNFINISHED if kept else Phase.IDLE)
        actions = offers(self, error, kept=kept)
        if isinstance(error, CancelledError):
            if not kept:
                self.tab.notice.show_notice(
                    _("Stopped before the first rows arrived."), actions=actions
                )
            return
        log.warning("%s", error)
        text = str(error)
        if kept:
            text = _("{problem} Everything fetched so far is kept.").format(problem=error)
        self.tab.notice.show_notice(text, error=True, actions=actions)

    def show_earlier(self) -> None:
        """Show the list that there was before the page was listed anew."""
        if self.visit:
            self.visit.exploration = self.visit.earlier
            self._show()

    def _end(self, phase: Phase) -> None:
        """Leave off, with a list that is complete, unfinished, or none."""
        self._opening = ""
        self._wait = None
        self._fetching = 0
        if self._meter:
            self._meter.end()
        self._enter(phase)
        if phase == Phase.IDLE:
            self.tab.show_no_list()
        model = self.tab.model
        rows = words.rows(len(model.table) if model else 0)
        log.info("%s, %s", phase.name.lower(), rows)
        if model is None:
            return
        self._show_counts()
        if (
            phase == Phase.COMPLETE
            and self.opened
            and self.opened.wiki.site.refused_server
            and self._session.is_first_word_of(self.opened)
        ):
            self.tab.notice.show_notice(words.refused_server(self.opened.wiki.site))
        if phase == Phase.UNFINISHED:
            if not len(model.table):
                self.tab.show_no_rows()
            if not (self.tab.is_low and len(model.table)):  # the status line says it, too
                self.tab.notice.show_notice(
                    _("Incomplete list: {rows} so far.").format(rows=rows),
                    actions=[(_("&Resume"), self.go_on)],
                )

    def _enter(self, phase: Phase) -> None:
        self.phase = phase
        if phase in BUSY:
            self._hide_notice()
        if self.is_busy:
            self._ticks.start()
        else:
            self._ticks.stop()
        if self.tab.model:
            self.tab.model.set_complete(phase == Phase.COMPLETE)
        self.changed.emit()

    # --- small things -------------------------------------------------------------------------

    def _hide_notice(self) -> None:
        self.tab.notice.hide_notice()
        self._choice_failed = False

    def _doing(self) -> str:
        if self.is_busy and (waiting := self.waiting):
            return waiting
        if self.trying == SAMPLE:
            return _("Opening the sample wiki…")
        if self.trying and self.phase != Phase.LOADING:
            return _("Connecting to {place}…").format(place=place_of(self.trying))
        return doing(self.phase)

    def _show_counts(self) -> None:
        if self.tab.model:
            self.tab.show_counts(complete=self.phase == Phase.COMPLETE)

    def _on_tick(self) -> None:
        self._show_counts()
        self.changed.emit()

    def _on_group_opened(self, node: int) -> None:
        self._opened_groups.append(node)
        self._want([node])

    def _want(self, nodes: Sequence[int]) -> None:
        """Have groups fetched next, where they are open and nothing came yet."""
        if self.tab.model:
            table = self.tab.model.table
            self._wanted.extend(
                table.row(node).page_id
                for node in nodes
                if table.is_open(node) and not table.through(node)
            )

    def _lister(self, exploration: int) -> "TabController | None":
        """Find the tab that fetches a list."""
        return next((each for each in self._controllers() if each._fetching == exploration), None)

    def _show_lister(self, exploration: int) -> None:
        if lister := self._lister(exploration):
            lister.look_wanted.emit()
        else:  # it is done by now
            self.go_on()

    def _explore_similar(self, title: str) -> None:
        if self.visit:
            self.explore(self.visit.wiki, title)

    def explore_itself(self, title: str) -> None:
        """List what links to a redirect, not to where it leads."""
        if self.visit:
            self.explore(self.visit.wiki, title, follow=False)

    def _on_checked_changed(self, page_ids: list[int], on: bool) -> None:
        visit = self.visit
        if visit is None:
            return
        exploration = visit.exploration
        self._background.run(
            self._session.desk.do(lambda store: store.set_checked(exploration, page_ids, on))
        )
        for other in self._controllers():
            its, model = other.visit, other.tab.model
            is_same = its is not None and (its.wiki, its.title) == (visit.wiki, visit.title)
            if other is not self and is_same and model is not None:
                model.show_checked(page_ids, on)


def offers(
    controller: TabController, error: WikilinksError, *, kept: bool
) -> list[tuple[str, Callable[[], None]]]:
    """Give words and what they do; ``kept``: something came before the error."""
    actions: list[tuple[str, Callable[[], None]]] = []
    if isinstance(error, OtherWikiError) and error.url:
        actions.append((_("&Go to that wiki"), partial(controller.explore, "", error.url)))
    if isinstance(error, TitleError):
        if error.redirect:
            itself = partial(controller.explore_itself, error.redirect)
            actions.append((_("&List the redirect itself"), itself))
    else:
        typed = controller.visit.text.strip() if controller.visit else ""
        if is_address(typed) and not kept and (other := with_other_scheme(typed, error)):
            actions.append((try_scheme(other), partial(controller.explore, "", other)))
        if isinstance(error, StoreDamagedError):
            actions.append((_("&Reload"), controller.reload))
        elif kept:
            actions.append((_("&Resume"), controller.go_on))
        else:
            actions.append((_("&Try again"), controller.reload))
    if controller.visit and controller.visit.earlier and not kept:
        actions.append((_("&Show the earlier list"), controller.show_earlier))
    return actions
