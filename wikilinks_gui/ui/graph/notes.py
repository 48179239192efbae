# SPDX-License-Identifier: MIT
"""What the graph cannot show, in words."""

from wikilinks_gui import words
from wikilinks_gui.graph.clusterlayout import ClusterLayout
from wikilinks_gui.graph.layout import PAGE
from wikilinks_gui.translation import _, isolated
from wikilinks_gui.ui.graph.layer import Hit, Layer
from wikilinks_gui.ui.tab.visit import BUSY, Phase


def hidden_rows(layer: Layer) -> str:
    """Return how many of the rows or pages are drawn; "" where all are, and none is faded."""
    shown, table = len(layer.nodes), layer.table
    if not len(table.visible):
        return _("Everything is hidden by the filter")
    if isinstance(layer.layout, ClusterLayout):  # a page is drawn once, however it links
        if shown == table.pages:
            return ""
        return _("Showing {shown} of {pages}").format(
            shown=words.number(shown), pages=words.pages(table.pages)
        )
    if shown == len(table):
        return ""
    return _("Showing {shown} of {total}").format(
        shown=words.number(shown), total=words.number(len(table))
    )


def why_missing(hit: Hit) -> str:
    """Return why a row is not drawn; "" where it is, or is none."""
    layer, table = hit.layer, hit.layer.table
    if hit.node == PAGE or layer.where(hit.node) is not None:
        return ""
    if not isinstance(layer.layout, ClusterLayout):
        said = _("{title} is in the part of the list that is not drawn.")
    elif table.page_ids[hit.node] in table.page_ids[layer.nodes]:
        said = _("{title} is drawn only once, at another of its rows.")
    else:
        said = _("{title} is not in any of these clusters.")
    return said.format(title=isolated(table.titles[hit.node]))


def why_empty(phase: Phase, *, is_new: bool) -> tuple[str, str, str]:
    """Return the icon, heading and text where there is nothing to draw; ``is_new``: no page yet."""
    if is_new:
        text = _("The links to a page are drawn here, grouped by where they come from.")
        return "chart-scatter", _("No list yet"), text
    if phase == Phase.COMPLETE:
        return "article-not-found", _("Nothing links here"), ""
    return "", "", _("Waiting for the first rows.") if phase in BUSY else _("No results")
