# SPDX-License-Identifier: MIT
"""Checking where the links of a complete list come from, in a tab."""

import asyncio
import logging
import sys
import threading
from collections import deque
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtWidgets import QMenu

from wikilinks_gui import words
from wikilinks_gui.errors import CancelledError, NothingStoredError, WikilinksError
from wikilinks_gui.listing.origins import (
    OriginBatch,
    check_origins,
)
from wikilinks_gui.table.columns import Nodes
from wikilinks_gui.table.origin import Origin
from wikilinks_gui.tasks import start
from wikilinks_gui.translation import _
from wikilinks_gui.ui.tab.listingtask import ListingHost
from wikilinks_gui.ui.tab.originbar import CheckState
from wikilinks_gui.ui.tab.visit import Phase
from wikilinks_gui.ui.tree.model import LinkModel

if TYPE_CHECKING:
    from wikilinks_gui.mediawiki.client import Traffic

log = logging.getLogger("wikilinks_gui.origins")

SMALL = 50
"""Most pages of a list that is checked without being asked to: they take one request."""

FEW_DOUBTS = 50
"""Most pages in doubt that are asked for at once; more are an offer that tells what they cost."""

SOON = 50
"""Milliseconds until the bar follows: stored origins are shown in many slices."""


class OriginCheck(QObject):
    """Checks pages of the list that is shown, one run at a time; all of it is stored at once."""

    def __init__(self, host: ListingHost) -> None:
        super().__init__(host)
        self.traffic: Traffic | None = None  # of all runs for this list
        self._host = host
        self._tab = host.tab
        self._task: asyncio.Task[None] | None = None
        self._stop = threading.Event()
        self._wanted = deque[int]()  # ids of pages to be checked next: those in view
        self._total = self._read = self._asking = 0  # pages, as CheckState has them
        self._has_no_renderings = False
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
        return self._task is not None

    @property
    def can_check(self) -> bool:
        """Return whether the list is complete, and none of it is being checked."""
        model, listing = self._tab.model, self._host.listing
        is_complete = listing is not None and listing.phase == Phase.COMPLETE
        return is_complete and not self.is_running and model is not None and len(model.table) > 0

    # --- what the user can do -----------------------------------------------------------------

    def check(
        self,
        nodes: Nodes | None = None,
        *,
        most_doubtful: int = FEW_DOUBTS,
        is_asked_for: bool = True,
    ) -> None:
        """Check all pages that were not checked yet, or those of some rows once more.

        ``most_doubtful``: of those in doubt, ask for each only where they are as few.
        """
        model = self._tab.model
        if model is None or not self.can_check:
            return
        table = model.table
        if nodes is None:
            nodes = np.flatnonzero(table.origins == Origin.UNKNOWN).astype(np.int32)
        else:
            nodes = table.of_same_pages(nodes)
        self._total, self._read, self._asking = table.pages_of(nodes), 0, 0
        if self._total:
            self._stop = threading.Event()
            self._host.clock.hear()
            self._tab.notice.hide()
            self._task = start(self._run(model, nodes, most_doubtful, is_asked_for))
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
            nodes = self._tab.model.table.nodes_of(self._tab.model.doubtful)
            self.check(np.array(nodes, np.int32), most_doubtful=sys.maxsize)

    def stop(self) -> None:
        """Stop; what was found is kept."""
        self._stop.set()

    def close(self) -> None:
        """Stop at once and for good: the tab shows something else."""
        self._stop.set()
        if self._task is not None:
            self._task.cancel()
            self._task = None
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
            requests = words.requests(model.requests_to_check(pages))
            text = sentence.format(pages=words.pages(pages), requests=requests)
            action = menu.addAction(text)
            action.setEnabled(pages > 0)
            action.triggered.connect(lambda _on=False, wanted=wanted: self.check(wanted))
        menu.aboutToHide.connect(menu.deleteLater)
        button = self._tab.origin_bar.choice
        below = button if button.isVisible() else self._tab.list_part
        menu.popup(below.mapToGlobal(QPoint(0, button.height() if below is button else 0)))

    # --- a run --------------------------------------------------------------------------------

    async def _run(
        self, model: LinkModel, nodes: Nodes, most_doubtful: int, is_asked_for: bool
    ) -> None:
        stop = self._stop
        try:
            await self._ask(model, nodes, most_doubtful)
        except CancelledError:
            log.info("stopped")
        except WikilinksError as error:
            log.warning("%s", error)
            if is_asked_for:
                self._show_failed(error)
        finally:
            if stop is self._stop and self._task is not None:  # else another list is shown
                self._task = None
                self._total = self._read = self._asking = 0
                self._show()
                self._tab.show_counts()
                self._host.changed.emit()

    async def _ask(self, model: LinkModel, nodes: Nodes, most_doubtful: int) -> None:
        """Check pages in the wiki's worker, and show what is found."""
        listing, stop = self._host.listing, self._stop
        assert listing  # noqa: S101 - it is complete
        number, wiki = listing.visit.exploration, listing.visit.wiki
        opened = await self._host.session.open_wiki(wiki)
        client, site, table = opened.wiki.client.counting(), opened.wiki.site, model.table
        self.traffic = client.traffic = self.traffic or client.traffic
        exploration = await opened.worker.do(lambda store: store.exploration(number))
        if exploration is None:
            raise NothingStoredError(_("This list is no longer stored. Reload the page."))
        self._want_view()
        log.info("began: %s", words.pages(self._total))
        doubtful = 0
        async for batch in opened.worker.each(
            lambda store: check_origins(
                *(client, site, store, exploration, table.rows(nodes), stop),
                most_doubtful=most_doubtful,
                wanted=self._wanted,
            )
        ):
            if self._read < self._total:
                doubtful = batch.doubtful
            self._take(number, batch, most_doubtful)
        if 0 < doubtful <= most_doubtful:  # they were asked for
            left = {page_id for _via, page_id in model.doubtful}
            asked = np.unique(table.page_ids[nodes])
            self._has_no_renderings = len(left.intersection(asked.tolist())) >= doubtful

    def _take(self, exploration: int, batch: OriginBatch, most_doubtful: int) -> None:
        """Show what was found, in all tabs that have the list."""
        self._host.clock.hear()
        for host in self._host.hosts():
            listing, model = host.listing, host.tab.model
            if listing and model is not None and listing.visit.exploration == exploration:
                model.set_origins(batch.records)
        if self._read < self._total:
            self._read += len({record.page_id for record in batch.records})
        if self._read >= self._total:
            self._asking = batch.doubtful if batch.doubtful <= most_doubtful else 0
        self._want_view()
        self._show()

    def _want_view(self) -> None:
        """Check next what is in view by now: the worker goes on once this batch is taken."""
        self._wanted.clear()
        if self._tab.model is not None:
            seen = self._tab.tree.nodes_in_view()
            self._wanted.extend(self._tab.model.table.page_ids[seen].tolist())

    # --- what is shown of it ------------------------------------------------------------------

    def state(self) -> CheckState:
        """Return how far it is known where links come from."""
        model = self._tab.model
        if model is None or not (self.can_check or self.is_running):
            return CheckState()
        table = model.table
        pages, unknown = table.pages, table.pages_of(table.origins == Origin.UNKNOWN)
        doubtful = len({page_id for _via, page_id in model.doubtful})
        return CheckState(
            True,
            pages,
            unknown,
            model.requests_to_check(unknown),
            doubtful,
            0 if self._has_no_renderings else model.requests_to_check(doubtful) + doubtful,
            self._total,
            self._read,
            self._asking,
        )

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
            actions=[(_("&Resume"), self.check)],
            is_current=lambda: not self.is_running,
        )

    def _on_list_changed(self) -> None:
        self.close()
        self._stop = threading.Event()
        self._total = self._read = self._asking = 0
        self.traffic, self._has_no_renderings = None, False
        if self._tab.model is not None:
            self._tab.model.origins_changed.connect(lambda _rows: self._soon.start())
        self._show()

    def _on_ended(self) -> None:
        """Offer to check a list that is complete; begin where it is small and was just fetched."""
        self._show()
        listing, model = self._host.listing, self._tab.model
        is_new = listing is not None and listing.stats is not None
        wants_it = self._host.session.settings.check_small_lists
        if is_new and wants_it and model is not None and model.table.pages <= SMALL:
            self.check(most_doubtful=0, is_asked_for=False)
