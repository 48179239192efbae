# SPDX-License-Identifier: MIT
"""Clusters of a tab's list: what their links cost is shown first, what was fetched is kept."""

import logging
from threading import Event

import numpy as np
from PySide6.QtCore import QObject, QSettings, Signal
from shiboken6 import isValid

from wikilinks_gui import words
from wikilinks_gui.errors import CancelledError, WikilinksError
from wikilinks_gui.graph.clusterlayout import ClusterLayout, first_pages
from wikilinks_gui.listing.linksbetween import LinksBetweenPages, RequestEstimate
from wikilinks_gui.table.columns import Nodes
from wikilinks_gui.table.filter import Filter
from wikilinks_gui.tasks import in_thread
from wikilinks_gui.translation import _, ngettext
from wikilinks_gui.ui.graph.clusterbar import ClusterBar
from wikilinks_gui.ui.tab.backgroundtasks import BackgroundTasks
from wikilinks_gui.ui.tab.controller import TabController
from wikilinks_gui.ui.tab.visit import BUSY
from wikilinks_gui.ui.tree.model import LinkModel

log = logging.getLogger("wikilinks_gui.clusters")


class ClusterFinder(QObject):
    """Fetches the links among the pages selected, or the first that pass, and finds clusters.

    ``bar`` shows what it costs, how far it is, and what can be done. Links that were fetched are
    kept for the tab, as long as it shows pages of the same wiki.
    """

    found = Signal(object)  # ClusterLayout | None: to be shown from now on
    busy_changed = Signal()

    def __init__(
        self,
        controller: TabController,
        background: BackgroundTasks,
        state: QSettings,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.bar = ClusterBar(state)
        self.bar.hide()
        self.is_busy = False  # the links belong to the wiki's thread
        self._controller = controller
        self._tab = controller.tab
        self._background = background
        self._kept_for = ""  # the API of the wiki whose links are kept
        self._links = LinksBetweenPages()
        self._cost = RequestEstimate(0, False)  # of what was looked at last
        self._stop = Event()
        self._shown: Nodes | None = None  # rows that are shown in clusters
        self._summary = ""  # of the clusters that are shown
        self._scope = "{pages}"  # which pages were looked at last, in words
        self.bar.pages_changed.connect(self._look)
        self._tab.filtered.connect(self._look)
        self._tab.selection_changed.connect(self._look)
        controller.changed.connect(self._on_changed)

    def begin(self) -> None:
        """Show clusters: at once, where all links are known."""
        self.bar.show()
        if self.is_busy:
            self.bar.show_busy(_("Stopping…"))
        elif len(self._look()) and not self._cost.requests and self._shown is None:
            self._find()

    def end(self) -> None:
        """Show no clusters any more."""
        self._stop.set()
        self._shown = None
        self.bar.hide()
        self.found.emit(None)

    def stop(self) -> None:
        """Fetch no more; what was fetched is shown."""
        if self.is_busy and not self._stop.is_set():
            self._stop.set()
            self.bar.show_busy(_("Stopping…"))

    # --- what it takes ------------------------------------------------------------------------

    def _on_changed(self) -> None:
        if self._controller.phase not in BUSY:  # all rows have arrived
            self._look()

    def _look(self) -> Nodes:
        """Look at what the tree shows now, show what can be done, and return the rows."""
        model = self._tab.model
        nodes = np.zeros(0, np.int32)
        if self.is_busy or self.bar.isHidden():
            return nodes
        if model is not None:
            nodes = self._pages(model)
        if model is None or not len(nodes):
            self.bar.say(_("There are no pages to find clusters among."))
            return nodes
        if model.site.api_url != self._kept_for:
            self._kept_for, self._links = model.site.api_url, LinksBetweenPages()
        self._links.want(model.table.rows(nodes))
        self._cost = self._links.cost(model.site)
        if self._shown is None or set(nodes.tolist()) != set(self._shown.tolist()):
            offer = _("The links among {pages} are known.")
            if self._cost.is_most:
                offer = _(
                    "Clusters are pages that link to each other. The links among {pages} take at "
                    "most {requests}, mostly far fewer."
                )
            elif self._cost.requests:
                offer = _(
                    "Clusters are pages that link to each other. The links among {pages} take "
                    "about {requests}."
                )
            pages, requests = words.pages(len(nodes)), words.requests(self._cost.requests)
            said = offer.format(pages=self._scope.format(pages=pages), requests=requests)
            if self._shown is not None:
                said = _("{offer} The graph shows other pages.").format(offer=said)
            self.bar.say(said, _("&Find clusters"), self._find)
        elif not self._cost.requests:
            self.bar.say(self._summary)
        else:
            sentence = _(
                "{clusters} {percent} % of the links are known; the rest takes about {requests}."
            )
            percent, requests = int(100 * self._links.share), words.requests(self._cost.requests)
            said = sentence.format(clusters=self._summary, percent=percent, requests=requests)
            self.bar.say(said, _("&Resume"), self._find)
        return nodes

    def _pages(self, model: LinkModel) -> Nodes:
        """Return the rows of the pages that are meant: those selected, else the first ones shown.

        One that is selected is merely the current one.
        """
        most = self.bar.pages
        nodes = first_pages(model.table, self._tab.tree.meant_nodes(), most + 1)
        first, all_of_them = _("the first {pages} of the selection"), _("{pages} selected")
        if len(nodes) < 2:
            nodes = first_pages(model.table, model.table.filtered(), most + 1)
            first, all_of_them = _("the first {pages} of the list"), "{pages}"
            if model.filter != Filter():
                first = _("the first {pages} that pass the filter")
                all_of_them = _("{pages} that pass the filter")
        self._scope = all_of_them if len(nodes) <= most else first
        return nodes[:most]

    # --- fetching and finding -----------------------------------------------------------------

    def _find(self) -> None:
        """Fetch what is not known, and show clusters."""
        model, nodes = self._tab.model, self._look()
        if model is None or not len(nodes):
            return
        self._set_busy(True)
        self._stop = Event()
        self._show_share(self._links.share, _("Asking the wiki…"))
        self._background.run(self._fetch_and_show(model, nodes, self._stop))

    def _set_busy(self, is_busy: bool) -> None:
        self.is_busy = is_busy
        self.busy_changed.emit()

    def _show_share(self, share: float, text: str) -> None:
        if not self._stop.is_set():
            text = self._controller.clock.waiting or text
            self.bar.show_busy(text, share, _("&Stop"), self.stop)

    async def _fetch_and_show(self, model: LinkModel, nodes: Nodes, stop: Event) -> None:
        failure = ""
        try:
            if self._cost.requests:
                failure = await self._fetch(stop)
            if isValid(self) and self._links.share:
                await self._show(model, nodes)
        finally:
            if isValid(self):
                self._set_busy(False)
        if not isValid(self):
            return
        self._look()
        if failure and not self.bar.isHidden():
            if self._links.share:
                failure = _("{error} Everything fetched so far is kept.").format(error=failure)
            self.bar.say(failure, _("&Try again"), self._find)

    async def _fetch(self, stop: Event) -> str:
        """Fetch what is not known; return what went wrong, or ""."""
        requests = words.requests(0)
        try:
            opened = await self._controller.open_wiki()
            client = opened.wiki.client.counting()
            shares = self._links.fetch(client, opened.wiki.site, stop)
            async for share in opened.worker.each(lambda _store: shares):
                requests = words.requests(client.traffic.requests)
                if isValid(self):
                    self._show_share(share, _("{requests} so far").format(requests=requests))
        except CancelledError:
            log.info("stopped: %s", requests)
        except WikilinksError as error:
            log.warning("%s", error)
            return str(error)
        else:
            log.info("complete: %s", requests)
        return ""

    async def _show(self, model: LinkModel, nodes: Nodes) -> None:
        """Find clusters by what is known, if they are still wanted."""
        if self.bar.isHidden() or model is not self._tab.model:
            return
        self.bar.show_busy(_("Finding clusters…"), 1.0)
        links = self._links
        clusters = await in_thread(
            lambda: ClusterLayout(model.table, nodes, links.pairs(), is_whole=links.share == 1),
            "clusters",
        )
        if isValid(self) and not self.bar.isHidden() and model is self._tab.model:
            self._shown, self._summary = nodes, _summary(clusters, self._scope)
            self.found.emit(clusters)


def _summary(clusters: ClusterLayout, scope: str) -> str:
    """Return how many clusters there are, and how many pages are in none."""
    total, count = len(clusters.nodes), clusters.communities
    pages = scope.format(pages=words.pages(total))
    if not count:
        return _("None of {pages} links to another.").format(pages=pages)
    inside = int(np.sum(clusters.discs.counts[:count]))
    sentence = ngettext(
        "{count} cluster holds {inside} of {pages}.",
        "{count} clusters hold {inside} of {pages}.",
        count,
    ).format(count=words.number(count), inside=words.number(inside), pages=pages)
    if inside == total:
        return sentence
    return ngettext(
        "{clusters} {count} page is not linked to any of the others.",
        "{clusters} {count} pages are not linked to any of the others.",
        total - inside,
    ).format(clusters=sentence, count=words.number(total - inside))
