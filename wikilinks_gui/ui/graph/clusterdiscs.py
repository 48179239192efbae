# SPDX-License-Identifier: MIT
"""What can be done with the pages of a cluster."""

from functools import partial

from wikilinks_gui import words
from wikilinks_gui.graph.clusterlayout import ClusterLayout
from wikilinks_gui.graph.layout import Layout
from wikilinks_gui.table.columns import Nodes
from wikilinks_gui.translation import ngettext
from wikilinks_gui.ui.tab.tab import Tab
from wikilinks_gui.ui.tab.workqueue import check
from wikilinks_gui.ui.widgets.notice import Action


def cluster_actions(tab: Tab, layout: Layout | None, disc: int) -> list[Action]:
    """Return the entries of a menu for a disc, by their labels; none where it is no cluster."""
    if not isinstance(layout, ClusterLayout) or disc < 0:
        return []
    nodes = layout.nodes_of(disc)
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
