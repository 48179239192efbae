# SPDX-License-Identifier: MIT
"""Saving the graph as it is shown: as a picture, or for other programs."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QWidget

from wikilinks_gui import words
from wikilinks_gui.export import open_target
from wikilinks_gui.graph.files.drawing import Sheet
from wikilinks_gui.graph.files.formats import Target
from wikilinks_gui.graph.files.writing import PICTURES, GraphOptions, prepare_graph
from wikilinks_gui.listing.storing import page_of
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.store.records import Exploration
from wikilinks_gui.translation import _, ngettext
from wikilinks_gui.ui.export.filefield import FileField
from wikilinks_gui.ui.export.writingdialog import Writing, WritingDialog
from wikilinks_gui.ui.graph.layer import Layer
from wikilinks_gui.ui.graph.picture import png
from wikilinks_gui.ui.widgets.dialog import Sentence
from wikilinks_gui.ui.widgets.numberfield import DecimalField
from wikilinks_gui.ui.widgets.theme import DARK, colors

_IN_MEMORY, _BYTES = ("graphml", "gexf"), 8_000
"""Formats of which networkx holds the whole file as objects, of so many bytes a link (measured)."""

_LARGE = 200_000
"""Links that take more memory in these formats than should be taken without a word."""


@dataclass(frozen=True, slots=True)
class GraphSource:
    """What is shown of a tab's graph at a moment; another thread may read it while rows come."""

    site: SiteInfo
    listed: datetime
    complete: bool
    sheets: Sequence[Sheet]


def graph_source(layers: Sequence[Layer], exploration: Exploration) -> GraphSource:
    """Take what the layers of a view show now; the first is that of an exploration."""
    return GraphSource(
        layers[0].site,
        exploration.updated,
        exploration.complete,
        [_sheet(layer, _target(layer, exploration)) for layer in layers],
    )


def _sheet(layer: Layer, target: Target) -> Sheet:
    discs, known = layer.layout.discs, len(layer.outer_x)
    outer_x, outer_y = discs.outer_x.copy(), discs.outer_y.copy()
    outer_x[:known], outer_y[:known] = layer.outer_x, layer.outer_y  # as they are seen now
    discs = dataclasses.replace(discs, outer_x=outer_x, outer_y=outer_y)
    return Sheet(
        table=layer.table,
        target=target,
        nodes=layer.nodes,
        x=layer.x.copy(),  # what is dragged is written to
        y=layer.y.copy(),
        discs=discs,
        edges=layer.layout.edges,
        passed=layer.table.passed().copy(),
        dx=layer.dx,
        dy=layer.dy,
        above=layer.above and layer.above[0].where(layer.above[1]),
    )


def _target(layer: Layer, exploration: Exploration) -> Target:
    if layer.above is None:
        return Target(exploration.target, *page_of(exploration))
    above, node = layer.above
    row = above.table.row(node)
    return Target(row.title, row.page_id, row.namespace)


class _Save(Writing):
    """A graph that is written in a thread of its own."""

    def __init__(self, source: GraphSource, target: Path, options: GraphOptions) -> None:
        super().__init__(target)
        self._source = source
        self._options = options

    def write(self) -> str:
        """Write the file."""
        assert self.target is not None  # noqa: S101 - the clipboard is not offered
        source = self._source
        made = prepare_graph(
            source.sheets,
            self._options,
            source.site,
            words.of_graph(source.site, source.listed),
            png,
            self.stop,
        )
        with open_target(self.target) as file:
            made.write(file)
        self.written = made.links
        return ""


class GraphForm(QWidget):
    """Asks in what format, and how; ``settings`` remember the last answers."""

    def __init__(self, source: GraphSource, settings: QSettings, *, is_dark: bool) -> None:
        super().__init__()
        self._source = source
        self._settings = settings
        self._format = QComboBox()
        for name, said in (
            ("png", _("PNG, a picture")),
            ("svg", _("SVG, a picture at any size, with text")),
            ("graphml", _("GraphML, for Gephi and Cytoscape")),
            ("gexf", _("GEXF, for Gephi")),
            ("dot", _("DOT, for Graphviz")),
        ):
            self._format.addItem(said, name)
        read = settings.value
        self._format.setCurrentIndex(max(0, self._format.findData(read("graph/format", "png"))))
        self._scale = DecimalField(minimum=0.5, maximum=50, decimals=1, singleStep=0.5)
        self._scale.setValue(float(str(read("graph/scale", 2.0, float))))
        self._dark = QCheckBox(_("&Dark: light on a dark ground"))
        self._dark.setChecked(is_dark)
        self._filtered = QCheckBox(_("&Leave out what does not pass the filter"))
        self._file = FileField(settings, source.sheets[0].title, self._format)
        self.warning = Sentence("", "dim")  # to be put where it is not scrolled away
        self._form = QFormLayout(self)
        self._lay_out()
        self.setFocusProxy(self._format)
        self._format.currentIndexChanged.connect(self.on_changed)
        self._file.changed.connect(self.on_changed)
        self.on_changed()

    def _lay_out(self) -> None:
        form = self._form
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(self.fontMetrics().height() // 2)
        form.setHorizontalSpacing(self.fontMetrics().height())
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(_("For&mat"), self._format)
        form.addRow(_("&Scale"), self._scale)
        form.addRow("", self._dark)
        form.addRow("", self._filtered)
        form.addRow(_("&File"), self._file)

    def format(self) -> str:
        """Give the name of the format."""
        return str(self._format.currentData())

    def writing(self) -> Writing:
        """Return what is to be written. Raises ExportError."""
        return _Save(
            self._source,
            self._file.target(),
            GraphOptions(
                self.format(),
                self._scale.value(),
                is_dark=self._dark.isChecked(),
                whole=not self._filtered.isChecked(),
            ),
        )

    def remember(self, target: Path) -> None:
        """Keep the answers for the next time."""
        self._file.remember(target)
        self._settings.setValue("graph/format", self.format())
        self._settings.setValue("graph/scale", self._scale.value())

    def on_changed(self) -> None:
        """Show what belongs to the format, and what is to be known before."""
        is_filtered = not all(np.all(sheet.passed) for sheet in self._source.sheets)
        self._form.setRowVisible(self._scale, self.format() == "png")
        self._form.setRowVisible(self._dark, self.format() in PICTURES)
        self._form.setRowVisible(self._filtered, is_filtered)
        self.warning.say("\n".join(self._warnings()), "dim")

    def _warnings(self) -> list[str]:
        said = []
        if not self._source.complete:
            said.append(_("The listing is unfinished: only what came so far is exported."))
        drawn = sum(len(sheet.nodes) for sheet in self._source.sheets)
        total = sum(len(sheet.passed) for sheet in self._source.sheets)
        if drawn < total and self.format() in PICTURES:
            said.append(words.drawn(drawn, total))
        if total > _LARGE and self.format() in _IN_MEMORY:
            said.append(
                _("This takes about {size} GB of memory; DOT takes a fifth of that.").format(
                    size=f"{total * _BYTES / 1e9:.0f}"
                )
            )
        return said + self._file.warnings()


class GraphDialog(WritingDialog):
    """Asks how to save a graph, writes it, and says what became of it."""

    def __init__(
        self, source: GraphSource, settings: QSettings, parent: QWidget | None = None
    ) -> None:
        is_dark = parent is not None and colors(parent.palette()) is DARK
        self._form = GraphForm(source, settings, is_dark=is_dark)
        super().__init__(_("Export the graph"), self._form, self._form.warning, parent)

    def _begin(self) -> Writing:
        return self._form.writing()

    def _done(self, writing: Writing, text: str) -> str:
        assert writing.target is not None  # noqa: S101 - the clipboard is not offered
        self._form.remember(writing.target)
        return ngettext(
            "{count} link written to {file}", "{count} links written to {file}", writing.written
        ).format(count=words.number(writing.written), file=writing.target)
