# SPDX-License-Identifier: MIT
"""Clusters of a tab's list: what their links cost is shown first, what was fetched is kept."""

import logging
from collections.abc import Iterator
from threading import Event
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
from PySide6.QtCore import QObject, QSettings, Signal
from shiboken6 import isValid

from wikilinks_gui import words
from wikilinks_gui.errors import WikilinksError
from wikilinks_gui.graph.clusterlayout import ClusterLayout, first_pages
from wikilinks_gui.listing.linksbetween import LinksBetweenPages
from wikilinks_gui.table.columns import Nodes
from wikilinks_gui.table.filter import Filter
from wikilinks_gui.tasks import in_thread
from wikilinks_gui.translation import _, ngettext
from wikilinks_gui.ui.graph.clusterbar import ClusterBar
from wikilinks_gui.ui.graph.wikiaccess import WikiAccess
from wikilinks_gui.ui.tab.backgroundtasks import BackgroundTasks
from wikilinks_gui.ui.tab.controller import TabController
from wikilinks_gui.ui.tab.visit import BUSY
from wikilinks_gui.ui.tree.model import LinkModel
from wikilinks_gui.wikis.session import OpenWiki

log = logging.getLogger("wikilinks_gui.clusters")

_Kind: TypeAlias = Literal["list", "filtered", "selected"]


class _Scope(NamedTuple):
    """Which pages clusters are found among; ``is_all``: there are no more of the kind."""

    kind: _Kind
    is_all: bool

    def words(self, count: int) -> str:
        """Return the words for a number of pages of this scope."""
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
        wiki: WikiAccess,
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
        self._wiki = wiki
        self._background = background
        self._kept_for = ""  # the API of the wiki whose links are kept
        self._links = LinksBetweenPages()
        self._cost = 0  # requests for what was looked at last
        self._stop = Event()
        self._shown: Nodes | None = None  # rows that are shown in clusters
        self._share = 0.0  # of the links, that is known
        self._summary = ""  # of the clusters that are shown
        self._scope = _Scope("list", is_all=False)  # which pages were looked at last
        self.bar.pages_changed.connect(self._look)
        self._tab.filtered.connect(self._look)
        self._tab.selection_changed.connect(self._look)
        controller.changed.connect(self._on_changed)

    def begin(self) -> None:
        """Show clusters: at once, where all links are known."""
        self.bar.show()
        if self.is_busy:
            self.bar.show_share(_("Stopping…"), self._share)
        elif len(self._look()) and not self._cost and self._shown is None:
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
            self.bar.show_share(_("Stopping…"), self._share)

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
            nodes, self._scope = self._pages(model)
        if model is None or not len(nodes):
            self.bar.say(_("There are no pages to find clusters among."))
            return nodes
        if model.site.api_url != self._kept_for:
            self._kept_for, self._links = model.site.api_url, LinksBetweenPages()
        self._links.want(model.table.rows(nodes))
        self._cost = self._links.cost(model.site)
        if self._shown is None or set(nodes.tolist()) != set(self._shown.tolist()):
            offer = self._offer(len(nodes))
            if self._shown is not None:
                offer = _("{offer} The graph shows other pages.").format(offer=offer)
            self.bar.say(offer, _("&Find clusters"), self._find)
        elif not self._cost:
            self.bar.say(self._summary)
        else:
            sentence = _(
                "{clusters} {percent} % of the links are known; the rest takes about {requests}."
            )
            said = sentence.format(
                clusters=self._summary,
                percent=int(100 * self._links.share),
                requests=words.requests(self._cost),
            )
            self.bar.say(said, _("&Resume"), self._find)
        return nodes

    def _pages(self, model: LinkModel) -> tuple[Nodes, _Scope]:
        """Return the rows of the pages that are meant: those selected, else the first ones shown.

        One that is selected is merely the current one.
        """
        most = self.bar.pages
        nodes = first_pages(model.table, self._tab.tree.meant_nodes(), most + 1)
        kind: _Kind = "selected"
        if len(nodes) < 2:
            nodes = first_pages(model.table, model.table.filtered(), most + 1)
            kind = "list" if model.filter == Filter() else "filtered"
        return nodes[:most], _Scope(kind, is_all=len(nodes) <= most)

    def _offer(self, count: int) -> str:
        """Return what clusters of a number of pages take."""
        pages = self._scope.words(count)
        if not self._cost:
            return _("The links among {pages} are known.").format(pages=pages)
        sentence = _(
            "Clusters are pages that link to each other. The links among {pages} take about "
            "{requests} and {time}."
        )
        return sentence.format(
            pages=pages,
            requests=words.requests(self._cost),
            time=_duration(self._wiki.seconds_for(self._cost)),
        )

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
        self._share = share
        if not self._stop.is_set():
            self.bar.show_share(self._wiki.waiting() or text, share, _("&Stop"), self.stop)

    async def _fetch_and_show(self, model: LinkModel, nodes: Nodes, stop: Event) -> None:
        failure: WikilinksError | None = None
        try:
            if self._cost:
                failure = await self._fetch(stop)
            if isValid(self) and self._links.share:
                await self._show(model, nodes)
        finally:
            if isValid(self):
                self._set_busy(False)
        if not isValid(self):
            return
        self._look()
        if failure is not None and not self.bar.isHidden():
            said = str(failure)
            if self._links.share:
                said = _("{error} Everything fetched so far is kept.").format(error=said)
            self.bar.say(said, _("&Try again"), self._find)

    async def _fetch(self, stop: Event) -> WikilinksError | None:
        links = self._links

        def replies(opened: OpenWiki) -> Iterator[tuple[float, int]]:
            client = opened.wiki.client.counting()
            for share in links.fetch(client, opened.wiki.site, stop):
                yield share, client.traffic.requests

        sent = 0

        def take(reply: tuple[float, int]) -> None:
            nonlocal sent
            share, sent = reply
            if isValid(self):
                text = _("{requests} so far").format(requests=words.requests(sent))
                self._show_share(share, text)

        failure = await self._wiki.ask(replies, take)
        if failure is None:
            log.info("%s: %s", "stopped" if stop.is_set() else "complete", words.requests(sent))
        return failure

    async def _show(self, model: LinkModel, nodes: Nodes) -> None:
        """Find clusters by what is known, if they are still wanted."""
        if self.bar.isHidden() or model is not self._tab.model:
            return
        self.bar.show_share(_("Finding clusters…"), 1.0)
        links = self._links
        clusters = await in_thread(
            lambda: ClusterLayout(model.table, nodes, links.pairs(), is_whole=links.share == 1),
            "clusters",
        )
        if isValid(self) and not self.bar.isHidden() and model is self._tab.model:
            self._shown, self._summary = nodes, _summary(clusters, self._scope)
            self.found.emit(clusters)


def _summary(clusters: ClusterLayout, scope: _Scope) -> str:
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
    return ngettext(
        "{clusters} {count} page is not linked to any of the others.",
        "{clusters} {count} pages are not linked to any of the others.",
        total - inside,
    ).format(clusters=sentence, count=words.number(total - inside))


def _duration(seconds: float) -> str:
    """Write a duration roughly, in seconds or minutes."""
    if seconds < 100:
        count = max(round(seconds), 1)
        return ngettext("{count} second", "{count} seconds", count).format(
            count=words.number(count)
        )
    count = round(seconds / 60)
    return ngettext("{count} minute", "{count} minutes", count).format(count=words.number(count))
