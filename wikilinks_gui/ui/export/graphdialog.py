# SPDX-License-Identifier: MIT
"""Saving the graph as it is shown: as a picture, or for other programs."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QWidget

from wikilinks_gui import words
from wikilinks_gui.export import open_target
from wikilinks_gui.graph.files.composing import draw
from wikilinks_gui.graph.files.drawing import Names, Sheet
from wikilinks_gui.graph.files.formats import GRAPH_FORMATS, Links, Target, make_graph, write_graph
from wikilinks_gui.graph.files.svg import write_svg
from wikilinks_gui.listing.run import page_of
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.store.records import Exploration
from wikilinks_gui.table.columns import Nodes
from wikilinks_gui.translation import _, ngettext
from wikilinks_gui.ui.export.filefield import FileField
from wikilinks_gui.ui.export.writingdialog import Writing, WritingDialog
from wikilinks_gui.ui.graph.layer import Layer
from wikilinks_gui.ui.graph.picture import png
from wikilinks_gui.ui.widgets.numberfield import DecimalField
from wikilinks_gui.ui.widgets.scrollpage import Sentence
from wikilinks_gui.ui.widgets.theme import DARK, colors

_PICTURES = ("png", "svg")

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
    targets: Sequence[Target]  # the page of each


def graph_source(layers: Sequence[Layer], exploration: Exploration) -> GraphSource:
    """Take what the layers of a view show now; the first is that of an exploration."""
    return GraphSource(
        layers[0].site,
        exploration.updated,
        exploration.complete,
        [_sheet(layer) for layer in layers],
        [_target(layer, exploration) for layer in layers],
    )


def _sheet(layer: Layer) -> Sheet:
    discs, known = layer.layout.discs, len(layer.outer_x)
    outer_x, outer_y = discs.outer_x.copy(), discs.outer_y.copy()
    outer_x[:known], outer_y[:known] = layer.outer_x, layer.outer_y  # as they are seen now
    discs = dataclasses.replace(discs, outer_x=outer_x, outer_y=outer_y)
    return Sheet(
        table=layer.table,
        title=layer.title,
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

    def __init__(
        self,
        source: GraphSource,
        target: Path,
        format: str,  # noqa: A002
        *,
        scale: float,
        is_dark: bool,
        whole: bool,
    ) -> None:
        super().__init__(target)
        self._source = source
        self._format = format
        self._scale = scale
        self._is_dark = is_dark
        self._whole = whole

    def write(self) -> str:
        """Write the file."""
        assert self.target is not None  # noqa: S101 - the clipboard is not offered
        if self._format in GRAPH_FORMATS:
            self._write_graph(self.target)
        else:
            self._write_picture(self.target)
        return ""

    def _write_graph(self, target: Path) -> None:
        source = self._source
        links = [
            Links(target, sheet.table, self._rows(sheet), sheet.nodes[sheet.edges])
            for target, sheet in zip(source.targets, source.sheets, strict=True)
        ]
        graph = make_graph(links, source.site, self.stop)
        with open_target(target) as file:
            write_graph(graph, file, format=self._format, stop=self.stop)
        self.written = graph.number_of_edges()

    def _write_picture(self, target: Path) -> None:
        drawing = draw(
            self._source.sheets,
            self._names(),
            is_dark=self._is_dark,
            whole=self._whole,
            stop=self.stop,
        )
        picture = png(drawing, self._scale, self.stop) if self._format == "png" else b""
        with open_target(target) as file:
            if self._format == "svg":
                write_svg(drawing, file, stop=self.stop)
            else:
                file.write(picture)
        self.written = len(drawing.x)

    def _rows(self, sheet: Sheet) -> Nodes:
        return np.flatnonzero(sheet.passed | self._whole).astype(np.int32)

    def _names(self) -> Names:
        site, first = self._source.site, self._source.sheets[0]
        shown = np.count_nonzero(first.passed[first.nodes] | self._whole)
        return Names(
            words.source(site, int(shown), len(first.passed), self._source.listed),
            partial(words.namespace_name, site),
            partial(words.family, site),
            words.shape,
        )


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
            self.format(),
            scale=self._scale.value(),
            is_dark=self._dark.isChecked(),
            whole=not self._filtered.isChecked(),
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
        self._form.setRowVisible(self._dark, self.format() in _PICTURES)
        self._form.setRowVisible(self._filtered, is_filtered)
        self.warning.say("\n".join(self._warnings()), "dim")

    def _warnings(self) -> list[str]:
        said = []
        if not self._source.complete:
            said.append(_("The listing is unfinished: only what came so far is exported."))
        drawn = sum(len(sheet.nodes) for sheet in self._source.sheets)
        total = sum(len(sheet.passed) for sheet in self._source.sheets)
        if drawn < total and self.format() in _PICTURES:
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
