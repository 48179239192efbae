# SPDX-License-Identifier: MIT
"""Tips that say what the discs of clusters are."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip

from wikilinks_gui import words
from wikilinks_gui.graph.clusterlayout import ClusterLayout
from wikilinks_gui.translation import _
from wikilinks_gui.ui.graph.view import GraphView
from wikilinks_gui.ui.widgets.text import plain_tip


class ClusterTips(QObject):
    """Shows the tip of the disc whose ground or name the pointer rests on."""

    def __init__(self, view: GraphView) -> None:
        super().__init__(view)
        self._view = view
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the wish for a tip."""
        if not isinstance(event, QHelpEvent) or event.type() != QEvent.Type.ToolTip:
            return False
        layout = self._view.layers[0].layout if self._view.layers else None
        disc = self._view.disc_at(event.pos()) if isinstance(layout, ClusterLayout) else -1
        if isinstance(layout, ClusterLayout) and disc >= 0:
            QToolTip.showText(event.globalPos(), plain_tip(tip(layout, disc)), self._view)
        return True


def tip(clusters: ClusterLayout, disc: int) -> str:
    """Say what a disc is."""
    if disc < clusters.communities:
        said = _("{titles} ({pages}): these link to each other more than to the others.")
    else:
        said = _("{titles} ({pages}): no links between these and the others are known.")
    pages = words.pages(int(clusters.discs.counts[disc]))
    return said.format(titles=clusters.discs.titles[disc], pages=pages)
