# SPDX-License-Identifier: MIT
"""The dialog that saves the shown graph, as a picture or for other programs."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QCheckBox, QDoubleSpinBox, QWidget

from wikilinks_gui import words
from wikilinks_gui.export.writing import open_target
from wikilinks_gui.graph.files.drawing import DrawnList, Target, drawn_list_of
from wikilinks_gui.graph.files.writing import PICTURES, prepare_graph
from wikilinks_gui.listing.storing import resolution_of
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.store.records import Exploration
from wikilinks_gui.translation import _, ngettext
from wikilinks_gui.ui.export.writingdialog import Writing, WritingDialog
from wikilinks_gui.ui.graph.layer import Layer
from wikilinks_gui.ui.graph.picture import png
from wikilinks_gui.ui.widgets.fields import leave_room
from wikilinks_gui.ui.widgets.theme import DARK, colors

_IN_MEMORY, BYTES = ("graphml", "gexf"), 8_000
"""Formats of which networkx holds the whole file as objects, of so many bytes a link (measured)."""

LARGE = 200_000
"""Links from which on these formats take enough memory for a warning."""


@dataclass(frozen=True, slots=True)
class GraphSource:
    """What is shown of a tab's graph at a moment; another thread may read it while rows come."""

    site: SiteInfo
    exploration: Exploration
    drawn_lists: Sequence[DrawnList]


def graph_source(layers: Sequence[Layer], exploration: Exploration) -> GraphSource:
    """Return what the layers of a view show now; the first is that of an exploration."""
    return GraphSource(
        layers[0].site,
        exploration,
        [_drawn_list(layer, exploration) for layer in layers],
    )


def _drawn_list(layer: Layer, exploration: Exploration) -> DrawnList:
    page = layer.dx, layer.dy
    if layer.above is None:
        found = resolution_of(exploration)
        target = Target(exploration.target, found.page_id, found.namespace)
        return drawn_list_of(layer.table, layer, target, page)
    above, node = layer.above
    row = above.table.row(node)
    target = Target(row.title, row.page_id, row.namespace)
    return drawn_list_of(layer.table, layer, target, page, above.where(node))


class GraphDialog(WritingDialog):
    """Asks how to save a graph, writes it, and shows the outcome."""

    def __init__(
        self, source: GraphSource, settings: QSettings, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            _("Export the graph"),
            (
                ("png", _("PNG, a picture")),
                ("svg", _("SVG, a picture at any size, with text")),
                ("graphml", _("GraphML, for Gephi and Cytoscape")),
                ("gexf", _("GEXF, for Gephi")),
                ("dot", _("DOT, for Graphviz")),
            ),
            str(settings.value("graph/format", "png")),
            source.drawn_lists[0].target.title,
            settings,
            parent,
            complete=source.exploration.complete,
        )
        self._source = source
        self._scale = QDoubleSpinBox(minimum=0.5, maximum=50, decimals=1, singleStep=0.5)
        leave_room(self._scale)
        self._scale.setValue(float(str(settings.value("graph/scale", 2.0, float))))
        self._dark = QCheckBox(_("&Dark: light colours on a dark background"))
        self._dark.setChecked(parent is not None and colors(parent.palette()) is DARK)
        self._filtered = QCheckBox(_("&Leave out what the filter hides"))
        self.form.addRow(_("For&mat"), self.formats)
        self.form.addRow(_("&Scale"), self._scale)
        self.form.addRow("", self._dark)
        self.form.addRow("", self._filtered)
        self.form.addRow(_("&File"), self.file)
        is_filtered = not all(np.all(drawn.passed) for drawn in source.drawn_lists)
        self.form.setRowVisible(self._filtered, is_filtered)
        self.ask(self.formats)

    def show_rows(self) -> None:
        """Show the options of the format."""
        self.form.setRowVisible(self._scale, self.format == "png")
        self.form.setRowVisible(self._dark, self.format in PICTURES)

    def warnings(self) -> list[str]:
        """Return what is to be known before."""
        found = super().warnings()
        drawn = sum(len(drawn.nodes) for drawn in self._source.drawn_lists)
        total = sum(len(drawn.passed) for drawn in self._source.drawn_lists)
        if drawn < total and self.format in PICTURES:
            found.append(words.drawn(drawn, total))
        if total > LARGE and self.format in _IN_MEMORY:
            found.append(
                _("This takes about {size} GB of memory; DOT takes a fifth of that.").format(
                    size=f"{total * BYTES / 1e9:.0f}"
                )
            )
        return found

    def begin(self) -> Writing:
        """Return what is to be written. Raises ExportError."""
        source, target = self._source, self.file.target()
        prepare = partial(
            prepare_graph,
            source.drawn_lists,
            self.format,
            source.site,
            words.of_graph(source.site, source.exploration.updated),
            png,
            scale=self._scale.value(),
            is_dark=self._dark.isChecked(),
            whole=not self._filtered.isChecked(),
        )

        def write(writing: Writing) -> str:
            made = prepare(stop=writing.stop)
            with open_target(target) as file:
                made.write(file)
            writing.written = made.links
            return ""

        return Writing(target, write)

    def finish_writing(self, writing: Writing, text: str) -> str:
        """Remember the answers."""
        assert writing.target is not None  # noqa: S101 - the clipboard is not offered
        self.file.remember(writing.target)
        self.settings.setValue("graph/format", self.format)
        self.settings.setValue("graph/scale", self._scale.value())
        return ngettext(
            "{count} link written to {file}", "{count} links written to {file}", writing.written
        ).format(count=words.number(writing.written), file=writing.target)
