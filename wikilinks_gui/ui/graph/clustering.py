# SPDX-License-Identifier: MIT
"""Clusters of a tab's list: what their links cost is told first, and what came is kept."""

import logging
import threading
from typing import Literal, NamedTuple, TypeAlias

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


_Kind: TypeAlias = Literal["list", "filtered", "selected"]


class _Scope(NamedTuple):
    """Which pages clusters are found among; ``is_all``: there are no more of the kind."""

    kind: _Kind
    is_all: bool

    def words(self, count: int) -> str:
        """Return the words for so many pages of this scope."""
        first = {
            "list": _("the first {pages} of the list"),
            "filtered": _("the first {pages} that pass the filter"),
            "selected": _("the first {pages} of the selection"),
        }
        all_of_them = {
            "list": "{pages}",
            "filtered": _("{pages} that pass the filter"),
            "selected": _("{pages} selected"),
        }
        text = (all_of_them if self.is_all else first)[self.kind]
        return text.format(pages=words.pages(count))


class Clustering(QObject):
    """Fetches the links among the pages selected, or the first that pass, and finds clusters.

    ``bar`` says what it costs, how far it is, and what can be done. Links that came are kept for
    the tab, as long as it shows pages of the same wiki.
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
        self._controller = controller
        self._background = background
        self._wiki = ""  # the key of that whose links are kept
        self._links = LinksBetweenPages()
        self._cost = RequestEstimate(0, False)  # of what was looked at last
        self._stop = threading.Event()
        self.is_busy = False  # the links belong to the wiki's thread
        self._shown: Nodes | None = None  # rows that are shown in clusters
        self._share = 0.0  # of the links, that is known
        self._said = ""  # how many these are
        self._scope = _Scope("list", is_all=False)  # which pages were looked at last
        self.bar.pages_changed.connect(self._look)
        controller.tab.filtered.connect(self._look)
        controller.tab.selection_changed.connect(self._look)
        controller.changed.connect(self._on_changed)

    def begin(self) -> None:
        """Show clusters: at once, where all links are known."""
        self.bar.show()
        if self.is_busy:
            self.bar.show_share(_("Stopping…"), self._share)
        elif len(self._look()) and not self._cost.requests and self._shown is None:
            self._find()

    def end(self) -> None:
        """Show no clusters any more."""
        self._stop.set()
        self._shown = None
        self.bar.hide()
        self.found.emit(None)

    def _on_changed(self) -> None:
        if self._controller.phase not in BUSY:  # all rows are there by now
            self._look()

    # --- what it takes ------------------------------------------------------------------------

    def _look(self) -> Nodes:
        """Look at what the tree shows now, and say what can be done; gives the rows."""
        model = self._controller.tab.model
        nodes = np.zeros(0, np.int32)
        if self.is_busy or self.bar.isHidden():
            return nodes
        if model is not None:
            nodes, self._scope = self._pages(model)
        if model is None or not len(nodes):
            self.bar.say(_("There are no pages to find clusters among."))
            return nodes
        wiki = self._controller.visit.wiki if self._controller.visit else ""
        if wiki != self._wiki:
            self._wiki, self._links = wiki, LinksBetweenPages()
        self._links.want(model.table.rows(nodes))
        self._cost = self._links.cost(model.site)
        if self._shown is not None and set(nodes.tolist()) == set(self._shown.tolist()):
            self._say_what_is_missing()
        else:
            said = self._offer(len(nodes))
            if self._shown is not None:
                said = _("{offer} The graph shows other pages.").format(offer=said)
            self.bar.say(said, _("&Find clusters"), self._find)
        return nodes

    def _pages(self, model: LinkModel) -> tuple[Nodes, _Scope]:
        """Return the rows of the pages that are meant: those selected, else the first ones shown.

        One that is selected is merely the current one.
        """
        tab, most = self._controller.tab, self.bar.pages
        selected = tab.tree.meant_nodes()
        nodes = first_pages(model.table, selected, most + 1)
        kind: _Kind = "selected"
        if len(nodes) < 2:
            nodes = first_pages(model.table, model.table.filtered(), most + 1)
            kind = "list" if model.filter == Filter() else "filtered"
        return nodes[:most], _Scope(kind, is_all=len(nodes) <= most)

    def _offer(self, count: int) -> str:
        """Say what clusters of so many pages take."""
        pages = self._scope.words(count)
        if not self._cost.requests:
            return _("The links among {pages} are known.").format(pages=pages)
        if self._cost.is_most:
            said = _(
                "Clusters are pages that link to each other. The links among {pages} take at most "
                "about {requests} and {time}, mostly far less."
            )
        else:
            said = _(
                "Clusters are pages that link to each other. The links among {pages} take about "
                "{requests} and {time}."
            )
        opened = self._controller.opened
        seconds = opened.wiki.client.seconds_for(self._cost.requests) if opened else 0.0
        return said.format(
            pages=pages,
            requests=words.requests(self._cost.requests),
            time=words.duration(seconds),
        )

    # --- fetching and finding -----------------------------------------------------------------

    def _find(self) -> None:
        """Fetch what is not known, and show clusters."""
        model, nodes = self._controller.tab.model, self._look()
        if model is None or not len(nodes):
            return
        self._set_busy(True)
        self._stop, self._share = threading.Event(), self._links.share
        self.bar.show_share(_("Asking the wiki…"), self._share, _("&Stop"), self.stop)
        self._background.run(self._fetch_and_show(model, nodes, self._stop))

    def stop(self) -> None:
        """Fetch no more; what came is shown."""
        if self.is_busy and not self._stop.is_set():
            self._stop.set()
            self.bar.show_share(_("Stopping…"), self._share)

    def _set_busy(self, is_busy: bool) -> None:
        self.is_busy = is_busy
        self.busy_changed.emit()

    async def _fetch_and_show(self, model: LinkModel, nodes: Nodes, stop: threading.Event) -> None:
        failure: WikilinksError | None = None
        try:
            if self._cost.requests:
                await self._fetch(stop)
        except CancelledError:
            log.info("stopped")
        except WikilinksError as error:
            log.warning("%s", error)
            failure = error
        finally:
            if isValid(self):
                self._set_busy(False)
        if isValid(self) and self._links.share:
            await self._show(model, nodes)
        if isValid(self):
            self._look()
            if failure is not None and not self.bar.isHidden():
                kept = _("Everything fetched so far is kept.") if self._links.share else ""
                self.bar.say(f"{failure} {kept}".strip(), _("&Try again"), self._find)

    async def _fetch(self, stop: threading.Event) -> None:
        opened, among = await self._controller.open_wiki(), self._links
        client, site = opened.wiki.client.counting(), opened.wiki.site
        log.info("began: about %s", words.requests(self._cost.requests))
        async for share in opened.worker.each(lambda store: among.fetch(client, site, stop)):
            self._share = share
            if isValid(self) and not stop.is_set():
                said = self._controller.clock.waiting or _("{requests} so far").format(
                    requests=words.requests(client.traffic.requests)
                )
                self.bar.show_share(said, share, _("&Stop"), self.stop)
        log.info("complete: %s", words.requests(client.traffic.requests))

    async def _show(self, model: LinkModel, nodes: Nodes) -> None:
        """Find clusters by what is known, if they are still wanted."""
        if self.bar.isHidden() or model is not self._controller.tab.model:
            return
        self._set_busy(True)
        try:
            self.bar.show_share(_("Finding clusters…"), 1.0)
            among, is_whole = self._links, self._links.share == 1
            clusters = await in_thread(
                lambda: ClusterLayout(model.table, nodes, among.pairs(), is_whole=is_whole),
                "clusters",
            )
        finally:
            if isValid(self):
                self._set_busy(False)
        if isValid(self) and not self.bar.isHidden() and model is self._controller.tab.model:
            self._shown, self._said = nodes, _clusters_words(clusters, self._scope)
            self.found.emit(clusters)

    def _say_what_is_missing(self) -> None:
        """Say what is shown, and offer to fetch what is not known of it."""
        if not self._cost.requests:
            self.bar.say(self._said)
            return
        missing = _("{percent} % of the links are known; the rest takes about {requests}.").format(
            percent=int(100 * self._links.share), requests=words.requests(self._cost.requests)
        )
        self.bar.say(f"{self._said} {missing}", _("&Resume"), self._find)


def _clusters_words(clusters: ClusterLayout, scope: _Scope) -> str:
    """Return how many clusters there are, and how many pages are in none."""
    total, count = len(clusters.nodes), clusters.communities
    if not count:
        return _("None of {pages} links to another.").format(pages=scope.words(total))
    inside = int(np.sum(clusters.discs.counts[:count]))
    sentence = ngettext(
        "{count} cluster holds {inside} of {pages}.",
        "{count} clusters hold {inside} of {pages}.",
        count,
    ).format(count=words.number(count), inside=words.number(inside), pages=scope.words(total))
    if inside == total:
        return sentence
    others = ngettext(
        "{count} page is not linked to any of the others.",
        "{count} pages are not linked to any of the others.",
        total - inside,
    ).format(count=words.number(total - inside))
    return f"{sentence} {others}"
