# SPDX-License-Identifier: MIT
"""One check of where the links of some rows come from, and how far that is."""

import logging
import threading
from collections import deque
from typing import TYPE_CHECKING

import numpy as np

from wikilinks_gui import words
from wikilinks_gui.errors import NothingStoredError
from wikilinks_gui.listing.origins import OriginBatch, check_origins
from wikilinks_gui.table.columns import Mask, Nodes
from wikilinks_gui.translation import _
from wikilinks_gui.ui.tab.listingtask import ListingHost
from wikilinks_gui.ui.tree.model import LinkModel

if TYPE_CHECKING:
    from wikilinks_gui.mediawiki.client import Traffic

log = logging.getLogger("wikilinks_gui.origins")


class CheckRun:
    """Checks the pages of some rows in the wiki's worker, those in view first, and shows them.

    ``total`` is how many there are. Of those in doubt it asks for each, unless there are more than
    ``most_doubtful``; what it asks is counted in ``traffic``.
    """

    def __init__(
        self,
        host: ListingHost,
        model: LinkModel,
        nodes: Nodes,
        most_doubtful: int,
        traffic: "Traffic",
    ) -> None:
        self.most_doubtful = most_doubtful
        self.total = model.table.pages_of(nodes)
        self.read = 0  # pages
        self.asking = 0  # pages in doubt that are still to be asked for, once all are read
        self.stop = threading.Event()
        self._host = host
        self._model = model
        self._nodes = nodes
        self._traffic = traffic
        self._wanted = deque[int]()  # ids of pages whose turn is next
        self._is_read: Mask = np.zeros(len(model.table), np.bool_)

    async def run(self) -> Nodes:
        """Check, and return the rows in doubt that the wiki was asked for in vain."""
        listing, table = self._host.listing, self._model.table
        assert listing  # noqa: S101 - it is complete
        number, wiki = listing.visit.exploration, listing.visit.wiki
        opened = await self._host.session.open_wiki(wiki)
        client, site = opened.wiki.client.counting(), opened.wiki.site
        client.traffic = self._traffic
        exploration = await opened.worker.do(lambda store: store.exploration(number))
        if exploration is None:
            raise NothingStoredError(_("This list is no longer stored. Reload the page."))
        self._want_view()
        log.info("began: %s", words.pages(self.total))
        async for batch in opened.worker.each(
            lambda store: check_origins(
                *(client, site, store, exploration, table.rows(self._nodes), self.stop),
                most_doubtful=self.most_doubtful,
                wanted=self._wanted,
            )
        ):
            self._take(number, batch)
        in_doubt = np.intersect1d(self._nodes, table.doubtful)
        return in_doubt if table.pages_of(in_doubt) <= self.most_doubtful else in_doubt[:0]

    def left(self) -> Nodes:
        """Return the rows that were not read yet, and those that are in doubt."""
        is_left = ~self._is_read
        is_left[self._model.table.doubtful] = True
        return self._nodes[is_left[self._nodes]]

    def _take(self, exploration: int, batch: OriginBatch) -> None:
        """Show what was found, in all tabs that have the list."""
        self._host.clock.hear()
        if self.read < self.total:
            self.read += len({record.page_id for record in batch.records})
        if self.read >= self.total:
            self.asking = batch.doubtful if batch.doubtful <= self.most_doubtful else 0
        for host in self._host.hosts():
            listing, model = host.listing, host.tab.model
            if listing and model is not None and listing.visit.exploration == exploration:
                nodes = model.set_origins(batch.records)
                if model is self._model:
                    self._is_read[nodes] = True
        self._want_view()

    def _want_view(self) -> None:
        """Check next what is in view by now: the worker goes on once this batch is taken."""
        self._wanted.clear()
        self._wanted.extend(
            self._model.table.page_ids[self._host.tab.tree.nodes_in_view()].tolist()
        )
