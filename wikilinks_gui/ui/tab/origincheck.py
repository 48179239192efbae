# SPDX-License-Identifier: MIT
"""Checking where the links of a complete list come from, in a tab."""

import asyncio
import logging
import sys
from contextlib import suppress

import numpy as np
from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtWidgets import QMenu

from wikilinks_gui import words
from wikilinks_gui.errors import CancelledError, NothingStoredError, WikilinksError
from wikilinks_gui.mediawiki.client import Traffic
from wikilinks_gui.mediawiki.rendering import renders
from wikilinks_gui.table.columns import Mask, Nodes
from wikilinks_gui.table.origin import Origin
from wikilinks_gui.tasks import start
from wikilinks_gui.translation import _
from wikilinks_gui.ui.tab.checkrun import CheckRun
from wikilinks_gui.ui.tab.listingtask import ListingHost
from wikilinks_gui.ui.tab.originbar import FEW_DOUBTS, CheckState
from wikilinks_gui.ui.tab.visit import Phase
from wikilinks_gui.ui.tree.model import LinkModel

log = logging.getLogger("wikilinks_gui.origins")

SMALL = 50
"""Most pages of a list that is checked without being asked to: they take one request."""

FEW_REQUESTS = 10
"""Most requests for what was known before a reload, if it is checked again without being asked to.
"""

SOON = 50
"""Milliseconds until the bar follows: stored origins are shown in many slices, found ones too."""


class OriginCheck(QObject):
    """Checks pages of the list that is shown, one run at a time; all of it is stored at once."""

    def __init__(self, host: ListingHost) -> None:
        super().__init__(host)
        self.traffic = Traffic()  # of all runs for this list
        self._host = host
        self._tab = host.tab
        self._run: CheckRun | None = None
        self._stopped: CheckRun | None = None  # the last one, if it did not come to its end
        self._tasks: list[asyncio.Task[None]] = []  # for this list
        self._known_before: Mask | None = None  # rows that had an origin before a reload
        self._in_vain = np.zeros(0, np.int32)  # rows that the wiki was asked for
        self._soon = QTimer(self, singleShot=True, interval=SOON)
        self._soon.timeout.connect(self._show)
        bar = self._tab.origin_bar
        bar.check_wanted.connect(self.check)
        bar.doubts_wanted.connect(self.ask_for_doubts)
        bar.stop_wanted.connect(self.stop)
        bar.choice_wanted.connect(self.choose)
        self._tab.list_changed.connect(self._on_list_changed)
        host.ended.connect(self._on_ended)

    @property
    def is_running(self) -> bool:
        """Return whether pages are being checked."""
        return self._run is not None

    @property
    def can_check(self) -> bool:
        """Return whether the list is complete, and none of it is being checked."""
        model, listing = self._tab.model, self._host.listing
        is_complete = listing is not None and listing.phase == Phase.COMPLETE
        return is_complete and not self.is_running and model is not None and len(model.table) > 0

    def may_decide(self, node: int) -> bool:
        """Return whether the wiki may decide a row in doubt when asked for it."""
        return len(self.to_ask(np.array([node], np.int32))) > 0

    def to_ask(self, doubtful: Nodes) -> Nodes:
        """Return those of some rows in doubt that the wiki may decide when asked for them."""
        opened = self._host.listing.opened if self._host.listing else None
        is_able = opened is None or renders(opened.wiki.client, opened.wiki.site)
        return doubtful[~np.isin(doubtful, self._in_vain)] if is_able else doubtful[:0]

    # --- what the user can do -----------------------------------------------------------------

    def check(
        self,
        nodes: Nodes | None = None,
        *,
        most_doubtful: int = FEW_DOUBTS,
        is_asked_for: bool = True,
    ) -> None:
        """Check the pages that the bar offers, or those of some rows once more.

        ``most_doubtful``: of those in doubt, ask for each only where they are as few.
        """
        model = self._tab.model
        if model is None or not self.can_check:
            return
        if nodes is None:
            rows, _is_again = self._offered(model)
            nodes = np.flatnonzero(rows).astype(np.int32)
        else:
            nodes = model.table.of_same_pages(nodes)
        if len(nodes):
            self._host.clock.hear()
            self._run = run = CheckRun(self._host, model, nodes, most_doubtful, self.traffic)
            self._stopped = None
            self._tab.notice.hide_if_outdated()
            self._tasks.append(start(self._check(run, is_asked_for)))
            self._show()
            self._host.changed.emit()

    def check_current(self) -> None:
        """Check the page of the current row, and ask the wiki for it where that leaves a doubt."""
        outside = self._tab.outside
        node = self._tab.tree.current_node() if outside is None else outside.node
        if node >= 0:
            self.check(np.array([node], np.int32))

    def ask_for_doubts(self) -> None:
        """Ask for all pages in doubt, one by one."""
        if self._tab.model is not None:
            self.check(self.to_ask(self._tab.model.table.doubtful), most_doubtful=sys.maxsize)

    def stop(self) -> None:
        """Stop; what was found is kept."""
        if self._run is not None:
            self._run.stop.set()

    @property
    def can_resume(self) -> bool:
        """Return whether the last check was stopped or failed, and can go on."""
        return self._stopped is not None and self.can_check

    def resume(self) -> None:
        """Go on where the last check was stopped or failed."""
        if (run := self._stopped) is not None:
            self.check(run.left(), most_doubtful=run.most_doubtful)

    def close(self) -> None:
        """Stop at once and for good: the tab shows something else."""
        self.stop()
        self._run = None
        for task in self._tasks:
            task.cancel()
        self._tasks.clear()
        self._soon.stop()

    def choose(self) -> None:
        """Offer which pages to check, each with what it takes."""
        model = self._tab.model
        if model is None or not self.can_check:
            return
        table, tree = model.table, self._tab.tree
        menu = QMenu(self._tab)
        for sentence, nodes in (
            (_("&All: {pages}, {requests}"), np.arange(len(table), dtype=np.int32)),
            (_("As &filtered: {pages}, {requests}"), table.filtered()),
            (_("&Selected: {pages}, {requests}"), tree.meant_nodes()),
            (_("With a mar&k: {pages}, {requests}"), table.checked()),
        ):
            unknown = nodes[table.origins[nodes] == Origin.UNKNOWN]
            wanted = unknown if len(unknown) else nodes
            pages = table.pages_of(wanted)
            requests = words.at_most_and_doubts(model.requests_to_check(pages))
            text = sentence.format(pages=words.pages(pages), requests=requests)
            action = menu.addAction(text)
            action.setEnabled(pages > 0)
            action.triggered.connect(lambda _on=False, wanted=wanted: self.check(wanted))
        menu.aboutToHide.connect(menu.deleteLater)
        button = self._tab.origin_bar.choice
        below = button if button.isVisible() else self._tab.list_part
        menu.popup(below.mapToGlobal(QPoint(0, button.height() if below is button else 0)))
        menu.setActiveAction(next(each for each in menu.actions() if each.isEnabled()))

    # --- a run --------------------------------------------------------------------------------

    async def _check(self, run: CheckRun, is_asked_for: bool) -> None:
        stopped: CheckRun | None = run
        try:
            self._in_vain = np.union1d(self._in_vain, await run.run())
            stopped = None
        except CancelledError:
            log.info("stopped")
        except WikilinksError as error:
            log.warning("%s", error)
            if isinstance(error, NothingStoredError):
                stopped = None
            if is_asked_for and run is self._run:
                self._show_failed(error)
        finally:
            if run is self._run:  # else another list is shown
                self._run, self._stopped = None, stopped
                self._show()
                self._tab.show_counts()
                self._host.changed.emit()

    # --- what is shown of it ------------------------------------------------------------------

    def state(self) -> CheckState:
        """Return how far it is known where links come from."""
        model, run = self._tab.model, self._run
        if model is None or not (self.can_check or self.is_running):
            return CheckState()
        table = model.table
        rows, is_again = self._offered(model)
        offered = table.pages_of(rows)
        doubtful = table.doubtful
        to_ask = table.pages_of(self.to_ask(doubtful))
        return CheckState(
            is_complete=True,
            pages=table.pages,
            unknown=table.pages_of(table.origins == Origin.UNKNOWN) if is_again else offered,
            offered=offered,
            is_again=is_again,
            requests=model.requests_to_check(offered),
            doubtful=table.pages_of(doubtful),
            to_ask=to_ask,
            doubt_requests=model.requests_to_ask(to_ask),
            doubt_reads=model.requests_to_check(to_ask),
            is_stopped=self.can_resume,
            total=run.total if run else 0,
            read=run.read if run else 0,
            asking=run.asking if run else 0,
        )

    def _offered(self, model: LinkModel) -> tuple[Mask, bool]:
        """Return the rows that are offered to be checked, and whether they were before a reload."""
        unknown: Mask = model.table.origins == Origin.UNKNOWN
        if self._known_before is not None and np.any(again := unknown & self._known_before):
            return again, True
        return unknown, False

    def _show_soon(self) -> None:
        if not self._soon.isActive():  # else the bar would follow at the end only
            self._soon.start()

    def _show(self) -> None:
        self._tab.origin_bar.show_state(self.state())

    def _show_failed(self, error: WikilinksError) -> None:
        if isinstance(error, NothingStoredError):  # neither is anything kept
            self._tab.notice.show_notice(str(error), error=True)
            return
        said = _("{problem} Everything checked so far is kept.").format(problem=error)
        self._tab.notice.show_notice(
            said,
            error=True,
            actions=[(_("&Resume"), self.resume)],
            is_current=lambda: not self.is_running,
        )

    def _on_list_changed(self) -> None:
        self.close()
        self.traffic, self._known_before = Traffic(), None
        self._in_vain, self._stopped = self._in_vain[:0], None
        if self._tab.model is not None:
            self._tab.model.origins_changed.connect(self._show_soon)
        self._show()

    def _on_ended(self) -> None:
        """Offer to check a list that is complete; begin where it is small and was just fetched."""
        self._show()
        listing, model = self._host.listing, self._tab.model
        if listing is None or listing.stats is None or model is None or not self.can_check:
            return
        if model.table.pages <= SMALL:
            self._check_unasked()
        elif listing.visit.earlier:
            self._tasks.append(start(self._offer_again(model, listing.visit.earlier)))

    async def _offer_again(self, model: LinkModel, earlier: int) -> None:
        """Offer to check what was known before a reload; begin where that takes few requests."""
        table, desk = model.table, self._host.session.desk
        with suppress(WikilinksError):  # then it is offered as in a new list
            self._known_before = await desk.do(
                lambda store: np.isin(table.page_ids, store.pages_with_origins(earlier))
            )
            self._show()
            rows, is_again = self._offered(model)
            if is_again and model.requests_to_check(table.pages_of(rows)) <= FEW_REQUESTS:
                self._check_unasked()

    def _check_unasked(self) -> None:
        if self._host.session.settings.check_small_lists:
            self.check(most_doubtful=0, is_asked_for=False)
