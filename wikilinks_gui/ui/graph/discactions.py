# SPDX-License-Identifier: MIT
"""What can be done with all pages of a disc, a cluster or a template, from its menu."""

from functools import partial

import numpy as np

from wikilinks_gui import words
from wikilinks_gui.graph.clusterlayout import ClusterLayout
from wikilinks_gui.graph.layout import Layout
from wikilinks_gui.graph.templatelayout import TemplateLayout
from wikilinks_gui.table.columns import Nodes
from wikilinks_gui.table.rows import TOP
from wikilinks_gui.translation import _, isolated, ngettext
from wikilinks_gui.ui.tab.rowactions import open_title
from wikilinks_gui.ui.tab.tab import Tab
from wikilinks_gui.ui.tab.workqueue import mark
from wikilinks_gui.ui.widgets.notice import Action
from wikilinks_gui.ui.widgets.text import on_button

_TEMPLATES = 5
"""Most templates of a disc that have an entry."""


def disc_actions(tab: Tab, layout: Layout | None, disc: int) -> list[Action]:
    """Return the entries of a menu for a disc, by their labels.

    There are none for a redirect or a namespace, which the tree and its filter have as well.
    """
    if tab.model is None or disc < 0 or not isinstance(layout, ClusterLayout | TemplateLayout):
        return []
    nodes = layout.nodes_of(disc)
    count = tab.model.table.pages_of(nodes)
    labels = (
        ngettext("&Select {count} page in the list", "&Select {count} pages in the list", count),
        ngettext("Show onl&y {count} page", "Show onl&y {count} pages", count),
        ngettext("Ma&rk {count} page", "Ma&rk {count} pages", count),
    )
    actions: list[Action] = [
        (label.format(count=words.number(count)), partial(act, tab, nodes))
        for label, act in zip(labels, (_select, _show_only, mark), strict=True)
    ]
    templates = layout.templates(disc) if isinstance(layout, TemplateLayout) else []
    for title in templates[:_TEMPLATES]:
        label = _("Open {template} in the browser").format(template=isolated(title))
        actions.append((on_button(label), partial(open_title, tab, title)))
    return actions


def _select(tab: Tab, nodes: Nodes) -> None:
    """Select rows in the tree, whose closed groups open for them."""
    if tab.model is None:
        return
    parents, opened, above = tab.model.table.parents, set[int](), nodes
    while len(above := np.unique(parents[above])) and (above := above[above != TOP]).size:
        opened.update(above.tolist())
    tab.model.set_open(opened, True)
    tab.tree.select_nodes(nodes.tolist())


def _show_only(tab: Tab, nodes: Nodes) -> None:
    if tab.model is not None:
        tab.filter_bar.show_pages(tab.model.table.page_ids[nodes].tolist())
