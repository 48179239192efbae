# SPDX-License-Identifier: MIT
"""What a tab does: it visits pages one after the other, and asks a wiki that can be changed."""

import asyncio
import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal

from wikilinks_gui import words
from wikilinks_gui.errors import (
    AddressError,
    CancelledError,
    NetworkError,
    NoWikiError,
    OtherWikiError,
    StoreDamagedError,
    TitleError,
    WikilinksError,
)
from wikilinks_gui.mediawiki.address import is_address, presentable_address, with_scheme
from wikilinks_gui.mediawiki.pace import Wait
from wikilinks_gui.tasks import start
from wikilinks_gui.translation import _
from wikilinks_gui.ui.context.reading import ContextReader
from wikilinks_gui.ui.search.wikilist import place_of
from wikilinks_gui.ui.tab import rowactions
from wikilinks_gui.ui.tab.backgroundtasks import BackgroundTasks
from wikilinks_gui.ui.tab.listingtask import ListingHost, ListingTask
from wikilinks_gui.ui.tab.origincheck import OriginCheck
from wikilinks_gui.ui.tab.status import Status
from wikilinks_gui.ui.tab.tab import Tab
from wikilinks_gui.ui.tab.visit import ASKED, BUSY, Phase, Visit, VisitHistory
from wikilinks_gui.ui.widgets.notice import Action
from wikilinks_gui.wikis.connector import SAMPLE
from wikilinks_gui.wikis.session import OpenWiki, Session

if TYPE_CHECKING:
    from wikilinks_gui.mediawiki.client import Traffic

log = logging.getLogger("wikilinks_gui.listing")

TICK = 250
"""Milliseconds between two updates of the numbers while rows arrive."""


class TabController(ListingHost):
    """The history of a tab, the list of its current page, and its wiki."""

    wiki_answered = Signal(object)  # OpenWiki that was chosen, or is that of the page

    def __init__(
        self,
        session: Session,
        tab: Tab,
        background: BackgroundTasks,
        hosts: Callable[[], Sequence[ListingHost]],
    ) -> None:
        super().__init__(session, tab, background, hosts)
        self.wiki = ""  # address of the one that is asked: it has answered before
        self.choosing = ""  # address of another one that the user chose, while it is tried
        self.history = VisitHistory()
        self.check = OriginCheck(self)
        self._is_wiki_chosen = False  # by the user, since the visit began
        self._choice: asyncio.Task[None] | None = None  # tries what is being chosen
        self._ticks = QTimer(self, interval=TICK)
        self._ticks.timeout.connect(tab.show_counts)
        self._ticks.timeout.connect(self.changed)
        self.changed.connect(self._on_changed)
        self.named.connect(self._on_named)
        self.ended.connect(self._on_ended)
        tab.filtered.connect(self.changed)
        tab.selection_changed.connect(self.changed)
        tab.marks_changed.connect(self.changed)
        tab.tree.group_opened.connect(self._on_group_opened)
        tab.heading.redirect_wanted.connect(partial(self.explore_title, follow=False))
        tab.title_wanted.connect(self.explore_title)
        tab.context.page_wanted.connect(partial(rowactions.open_current, tab))
        tab.context.passage_wanted.connect(partial(rowactions.open_passage, tab))
        tab.context.check_wanted.connect(self.check.check_current)
        tab.list_changed.connect(self._on_list_changed)

    @property
    def visit(self) -> Visit | None:
        """The page that is shown."""
        return self.history.current

    @property
    def phase(self) -> Phase:
        """How far its list is."""
        return self.listing.phase if self.listing else Phase.IDLE

    @property
    def is_busy(self) -> bool:
        """Return whether there is anything to stop."""
        return self.phase in BUSY or bool(self.choosing) or self.check.is_running

    @property
    def opened(self) -> OpenWiki | None:
        """The wiki of the page, once it is open."""
        return self.listing.opened if self.listing else None

    @property
    def trying(self) -> str:
        """The address of the wiki that is tried just now; "" while none is."""
        return self.choosing or (self.listing.opening if self.listing else "")

    @property
    def next_wiki(self) -> str:
        """The address of the wiki that a title which is typed now is meant for."""
        return self.choosing or self.wiki

    # --- visits -------------------------------------------------------------------------------

    def explore(self, wiki: str, text: str, *, follow: bool = True) -> None:
        """List what links to a page: a title, a ``[[link]]``, an address."""
        self.go(Visit(wiki, text, follow))

    def explore_title(self, title: str, *, follow: bool = True) -> None:
        """List what links to another page of the wiki; or to a redirect, not to its target."""
        if self.visit:
            self.explore(self.visit.wiki, title, follow=follow)

    def go(self, visit: Visit, *, resume: bool = False) -> None:
        """Visit a page; ``resume``: fetch what is missing of its stored list."""
        self.history.add(visit)
        self._show(resume=resume)

    def step(self, steps: int) -> None:
        """Go back (-1) or forward (1)."""
        if self.history.can_step(steps):
            self.history.step(steps)
            self._show()

    def reload(self) -> None:
        """List the page again."""
        if self.visit:
            self.visit.earlier = self.visit.exploration or self.visit.earlier
            self.visit.exploration = 0
            self._show()

    def show_earlier(self) -> None:
        """Show the list that there was before the page was reloaded."""
        if self.visit:
            self.visit.exploration = self.visit.earlier
            self._show()

    def stop(self) -> None:
        """Stop, and keep the rows. The first time, a reply that is under way is awaited."""
        if self.choosing:
            self._drop_choice()
            self.changed.emit()
        self.check.stop()
        if self.listing:
            self.listing.stop()

    def resume(self) -> None:
        """Fetch what is missing of an unfinished list, or go on with a check that was stopped.

        Of a list that is stored and not shown yet, show the rest.
        """
        if self.listing is None:
            if self.visit:
                self._show(resume=True)
        elif self.phase == Phase.UNFINISHED:
            self._drop_choice()
            self.listing.show(resume=True)
        elif self.check.can_resume:
            self.check.resume()

    def restore(self, visit: Visit) -> None:
        """Take up a visit of an earlier run, to be shown by :meth:`wake`."""
        self.history.add(visit)
        self.wiki = visit.wiki

    def wake(self) -> None:
        """Show what was restored, now that somebody looks at it."""
        if self.visit and self.listing is None:
            self._show()

    def forget(self, explorations: Collection[int]) -> None:
        """Leave the list that is shown, if it is one of those that are about to be deleted."""
        visit = self.visit
        if visit is None or self.listing is None:
            return
        if visit.earlier in explorations:
            visit.earlier = 0
        if visit.exploration in explorations:
            self.listing.drop()
            self.tab.heading.show_asked(visit.name)
            actions = [(_("&Reload"), self.reload)]
            self.tab.notice.show_notice(_("This list was deleted."), actions=actions)

    def store_view(self) -> None:
        """Store in the visit how its list is looked at."""
        if self.listing:
            self.listing.store_view()

    def close(self) -> None:
        """Stop whatever runs; the tab is going away."""
        self._drop_choice()
        self._ticks.stop()
        self.tab.stop_filtering()
        self.check.close()
        if self.listing:
            self.listing.close()

    def _show(self, *, resume: bool = False) -> None:
        """Show the current visit, and nothing of the one before."""
        visit = self.visit
        assert visit  # noqa: S101 - there is one by now
        self.store_view()
        if visit.view is not None and visit.view.by_template is not None:
            self.tab.by_template = visit.view.by_template
        self._drop_choice()
        if self.listing:
            self.listing.close()
        self._is_wiki_chosen = False
        self.tab.show_no_list()
        self.tab.heading.show_asked(visit.name)
        self.listing = ListingTask(self, visit)
        self.listing.show(resume=resume)
        self.named.emit()

    def _on_list_changed(self) -> None:
        """Read contexts of the rows of a list that is shown now."""
        tab, visit = self.tab, self.visit
        if tab.model is not None and visit is not None:
            reader = ContextReader(
                *(tab.model, tab.tree, self.session.desk),
                lambda: visit.exploration,
                self.check.may_decide,
            )
            tab.use_reader(reader)

    def _on_group_opened(self, node: int) -> None:
        if self.listing:
            self.listing.want([node])

    # --- the wiki -----------------------------------------------------------------------------

    async def open_wiki(self) -> OpenWiki:
        """Open the wiki of the page that is shown, to ask it beside the listing."""
        assert self.visit  # noqa: S101 - a page is shown
        return await self.session.open_wiki(self.visit.wiki)

    def choose_wiki(
        self,
        address: str,
        *,
        list_page: bool = False,
        show_failure: Callable[[str, WikilinksError], None] | None = None,
    ) -> None:
        """Try the wiki at an address and ask it from now on; the one before stays if that fails.

        ``list_page``: list what links to the page that has this address, if one has.
        ``show_failure`` is given the address and what went wrong, in place of the notice.
        """
        self._drop_choice()
        self.choosing = address = presentable_address(address)
        if self.phase == Phase.IDLE:
            self.tab.notice.hide()
        self.tab.notice.hide_if_outdated()
        self.clock.hear()
        self._choice = start(
            self._choose(address, list_page, show_failure or self._show_choice_failed)
        )
        self.changed.emit()

    async def _choose(
        self, address: str, list_page: bool, show_failure: Callable[[str, WikilinksError], None]
    ) -> None:
        """See whether there is a wiki at an address."""
        try:
            opened = await self.session.open_wiki(address)
        except Exception as error:
            self._end_choice()
            if not isinstance(error, WikilinksError):
                raise
            log.warning("%s", error)
            show_failure(address, error)
            return
        self.wiki, self._is_wiki_chosen = opened.wiki.key, True
        self._end_choice()
        if list_page and address != SAMPLE and self.session.names_page(opened, address):
            self.explore(self.wiki, with_scheme(address))
        self.wiki_answered.emit(opened)

    def _drop_choice(self) -> None:
        """Stop trying another wiki, without any message about the attempt."""
        self.choosing = ""
        if self._choice:
            self._choice.cancel()
            self._choice = None

    def _end_choice(self) -> None:
        self.choosing, self._choice = "", None
        self.changed.emit()

    def _show_choice_failed(self, address: str, error: WikilinksError) -> None:
        actions: list[Action] = [(_("&Try again"), partial(self.choose_wiki, address))]
        if other := with_other_scheme(address, error):
            actions.insert(0, (try_scheme(other), partial(self.choose_wiki, other)))
        self.tab.notice.show_notice(
            str(error),
            error=True,
            actions=actions,
            is_current=lambda: not self.choosing,  # then it is about another attempt
        )

    def _on_named(self) -> None:
        """Stay at the wiki of the page, unless another one was chosen meanwhile."""
        if self.opened:
            if not self._is_wiki_chosen:
                self.wiki = self.opened.wiki.key
            self.wiki_answered.emit(self.opened)

    # --- what is said of it -------------------------------------------------------------------

    def status(self) -> Status:
        """Return what the tab is doing, and what it costs."""
        table = self.tab.model.table if self.tab.model else None
        is_asked = bool(self.choosing) or self.phase in ASKED or self.check.is_running
        silence = self.clock.silence if is_asked else 0
        if self.listing is None or self.opened is None or self.trying:
            return Status(activity=self._activity(), silence=silence)
        rows, client, stats = (
            len(table) if table else 0,
            self.opened.wiki.client,
            self.listing.stats,
        )
        return Status(
            activity=self._activity(),
            rows=rows,
            pages=table.pages if table else 0,
            shown=self.tab.shown,
            selected=self.tab.selected,
            requests=sum(traffic.requests for traffic in self._traffic()),
            rate=stats.rate(rows, self.clock.heard_at) if stats and self.phase in ASKED else 0,
            silence=silence,
            host=client.host,
            asked=client.requests_last_minute(),
            allowed=client.allowance,
        )

    def _activity(self) -> str:
        if self.is_busy and (waiting := self.clock.waiting):
            return waiting
        if self.trying == SAMPLE:
            return _("Opening the sample wiki…")
        if self.trying and self.phase != Phase.LOADING:
            return _("Connecting to {place}…").format(place=place_of(self.trying))
        if self.check.is_running:
            return _("Checking where links come from…")
        return _("Check stopped") if self.check.can_resume else self.phase.text

    def _traffic(self) -> "Iterator[Traffic]":
        """Yield what the list took, and what it took to check it."""
        if self.listing and self.listing.stats:
            yield self.listing.stats.traffic
        yield self.check.traffic

    def show_wait(self, where: str, wait: Wait) -> None:
        """Show a wait that began at a host, or at an address that is being opened."""
        host = self.opened.wiki.client.host if self.opened else ""
        opening = self.listing.opening if self.listing else ""
        if where in {host, opening, self.choosing}:
            self.clock.begin_wait(wait)
            self.changed.emit()

    def _on_changed(self) -> None:
        if self.is_busy != self._ticks.isActive():
            self._ticks.start() if self.is_busy else self._ticks.stop()

    def _on_ended(self, error: WikilinksError | None) -> None:
        """Show the list as it is now, and why it is not complete."""
        is_kept = self.phase == Phase.UNFINISHED
        if self.phase == Phase.IDLE:
            self.tab.show_no_list()
        rows = len(self.tab.model.table) if self.tab.model else 0
        self.tab.show_counts()
        if is_kept and not rows:
            self.tab.show_no_rows()
        notice, actions = self.tab.notice, self._recovery_actions(error, kept=is_kept)
        if isinstance(error, CancelledError) and not is_kept:
            said = _("Stopped before the first rows arrived.")
            notice.show_notice(said, actions=actions)
        elif error and not isinstance(error, CancelledError):
            log.warning("%s", error)
            said = _("{problem} Everything fetched so far is kept.").format(problem=error)
            notice.show_notice(said if is_kept else str(error), error=True, actions=actions)
        elif is_kept and not (self.tab.is_low and rows):  # the status line says it, too
            said = _("Incomplete list: {rows} so far.").format(rows=words.rows(rows))
            notice.show_notice(said, actions=actions)
        elif self.phase == Phase.COMPLETE and self.opened:
            site = self.opened.wiki.site
            if site.refused_server and self.session.is_first_word_of(self.opened):
                notice.show_notice(words.refused_server(site))

    def _recovery_actions(self, error: WikilinksError | None, *, kept: bool) -> list[Action]:
        """Return what stands on buttons, and what they do; ``kept``: rows came before the error."""
        actions: list[Action] = []
        visit, explore = self.visit, partial(self.explore, "")
        if isinstance(error, OtherWikiError) and error.url:
            actions.append((_("&Go to that wiki"), partial(explore, error.url)))
        if isinstance(error, TitleError):
            if error.redirect:
                itself = partial(self.explore_title, error.redirect, follow=False)
                actions.append((_("&List the redirect itself"), itself))
        else:
            typed = visit.text.strip() if visit else ""
            if is_address(typed) and not kept and (other := with_other_scheme(typed, error)):
                actions.append((try_scheme(other), partial(explore, other)))
            if isinstance(error, StoreDamagedError):
                actions.append((_("&Reload"), self.reload))
            elif kept:
                actions.append((_("&Resume"), self.resume))
            else:
                actions.append((_("&Try again"), self.reload))
        if visit and visit.earlier and not kept:
            actions.append((_("&Show the earlier list"), self.show_earlier))
        return actions


def with_other_scheme(address: str, error: WikilinksError | None) -> str:
    """Return an address to try by http in place of https, or the other way; "" to try neither.

    The user has to want it: what is sent by http can be read and changed on its way.
    """
    if not isinstance(error, NetworkError | NoWikiError):
        return ""
    try:
        scheme, _colon, rest = with_scheme(address).partition(":")
    except AddressError:
        return ""
    if scheme == "https":
        return f"http:{rest}"
    return "" if "://" in address else f"https:{rest}"


def try_scheme(address: str) -> str:
    """Return what stands on the button that tries an address by its scheme."""
    return _("Try &{scheme}").format(scheme=address.partition("//")[0] + "//")
