# SPDX-License-Identifier: MIT
"""The discs of clusters in the picture: what they are, and what can be done with their pages."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip

from wikilinks_gui import words
from wikilinks_gui.graph.clusterlayout import ClusterLayout
from wikilinks_gui.table.columns import Nodes
from wikilinks_gui.translation import _, ngettext
from wikilinks_gui.ui.graph.view import GraphView
from wikilinks_gui.ui.tab.tab import Tab
from wikilinks_gui.ui.tab.workqueue import check
from wikilinks_gui.ui.widgets.notice import Action
from wikilinks_gui.ui.widgets.text import plain_tip


class ClusterDiscs(QObject):
    """Shows the tip of the disc whose ground or name the pointer rests on, and knows its actions.

    There are none while the first layer of the view shows no clusters.
    """

    def __init__(self, tab: Tab, view: GraphView) -> None:
        super().__init__(view)
        self._tab = tab
        self._view = view
        view.viewport().installEventFilter(self)

    def actions_at(self, point: QPoint) -> list[Action]:
        """Return what can be done with the pages of the disc at a point of the view."""
        clusters, disc = self._at(point)
        return cluster_actions(self._tab, clusters, disc) if clusters and disc >= 0 else []

    def actions_of(self, node: int) -> list[Action]:
        """Return what can be done with the pages of the disc that a node is in."""
        clusters = self._clusters()
        disc = clusters.disc_of(node) if clusters else -1
        return cluster_actions(self._tab, clusters, disc) if clusters and disc >= 0 else []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show tips."""
        if not isinstance(event, QHelpEvent) or event.type() != QEvent.Type.ToolTip:
            return super().eventFilter(watched, event)
        clusters, disc = self._at(event.pos())
        if clusters and disc >= 0:
            QToolTip.showText(event.globalPos(), plain_tip(cluster_tip(clusters, disc)), self._view)
        return True

    def _clusters(self) -> ClusterLayout | None:
        layout = self._view.layers[0].layout if self._view.layers else None
        return layout if isinstance(layout, ClusterLayout) else None

    def _at(self, point: QPoint) -> tuple[ClusterLayout | None, int]:
        clusters = self._clusters()
        return clusters, self._view.disc_at(point) if clusters else -1


def cluster_tip(clusters: ClusterLayout, disc: int) -> str:
    """Return what a disc is."""
    if disc < clusters.communities:
        said = _("{titles} ({pages}): these link to each other more than to the others.")
    else:
        said = _("{titles} ({pages}): no links between these and the others are known.")
    pages = words.pages(int(clusters.discs.counts[disc]))
    return said.format(titles=clusters.discs.titles[disc], pages=pages)


def cluster_actions(tab: Tab, clusters: ClusterLayout, disc: int) -> list[Action]:
    """Return the entries of a menu for a disc, by their labels."""
    nodes = clusters.nodes_of(disc)
    count = len(nodes)
    labels = (
        ngettext("&Select {count} page in the list", "&Select {count} pages in the list", count),
        ngettext("Show &only {count} page", "Show &only {count} pages", count),
        ngettext("Chec&k {count} page", "Chec&k {count} pages", count),
    )
    return [
        (label.format(count=words.number(count)), partial(act, tab, nodes))
        for label, act in zip(labels, (_select, _show_only, check), strict=True)
    ]


def _select(tab: Tab, nodes: Nodes) -> None:
    """Select pages in the tree, whose closed groups open for them."""
    if tab.model is None:
        return
    table = tab.model.table
    tab.model.set_open({above for node in nodes.tolist() for above in table.ancestors(node)}, True)
    tab.tree.select_nodes(nodes.tolist())


def _show_only(tab: Tab, nodes: Nodes) -> None:
    if tab.model is not None:
        tab.filter_bar.show_pages(tab.model.table.page_ids[nodes].tolist())
