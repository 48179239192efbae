# SPDX-License-Identifier: MIT
"""The legend of the graph: the colours and shapes in use, and what they stand for."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from wikilinks_gui import words
from wikilinks_gui.graph.colours import Codes, Family
from wikilinks_gui.graph.shapes import CHECKED, FROM_TEMPLATE, NORMAL, Shape
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.translation import _
from wikilinks_gui.ui.graph.atlas import draw_nodes
from wikilinks_gui.ui.graph.layer import SHAPES, STATES
from wikilinks_gui.ui.graph.style import style_of
from wikilinks_gui.ui.widgets.fitting import Fitting
from wikilinks_gui.ui.widgets.flow import FlowLayout


class LegendBar(Fitting, QWidget):
    """Entries in a line, which wraps where it is narrow."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Legend"))
        self._flow = FlowLayout(self)
        self._families = {family: _Entry(family=family) for family in Family}
        self._shapes = {shape: _Entry(shape=shape) for shape in Shape}
        self._states = {
            FROM_TEMPLATE: (_Entry(state=FROM_TEMPLATE), words.from_template),
            CHECKED: (_Entry(state=CHECKED), words.marked),
        }
        entries = [*self._families.values(), *self._shapes.values()]
        entries += [entry for entry, _word in self._states.values()]
        for entry in entries:
            self._flow.addWidget(entry)
        self.setBackgroundRole(QPalette.ColorRole.AlternateBase)  # the picture's ground
        self.setAutoFillBackground(True)

    def show_codes(self, codes: Codes, site: SiteInfo) -> None:
        """Show what stands for nodes that look like these."""
        found = np.flatnonzero(np.bincount(codes, minlength=1))
        families = set((found // (SHAPES * STATES)).tolist())
        shapes = set((found // STATES % SHAPES).tolist()) - {Shape.LINK}
        for family, entry in self._families.items():
            entry.setText(words.family(site, family))
            entry.setVisible(family in families)
        for shape, entry in self._shapes.items():
            entry.setText(words.shape(shape))
            entry.setVisible(shape in shapes or (shape == Shape.LINK and bool(shapes)))
        for state, (entry, word) in self._states.items():
            entry.setText(word())
            entry.setVisible(state in found % STATES)

    def fit(self) -> None:
        """Size margins and gaps by the text."""
        em = self.fontMetrics().height()
        self._flow.setContentsMargins(em * 3 // 4, em // 3, em * 3 // 4, em // 3)
        self._flow.set_gaps(em * 3 // 4, em // 6)


class _Entry(Fitting, QLabel):
    """A node and its meaning: a colour, drawn as a dot, or a shape or state in a neutral colour."""

    def __init__(
        self, *, family: Family | None = None, shape: Shape = Shape.LINK, state: int = NORMAL
    ) -> None:
        super().__init__()
        self._family = family
        self._shape = shape
        self._state = state
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "dim")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the node before the text."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.fontMetrics().height() * 0.4
        x = self.width() - middle if self.isRightToLeft() else middle
        at = QPointF(x, self.height() / 2)
        style = style_of(self)
        if self._family is None:
            style = replace(style, families=(style.dim,) * len(Family))
        code = ((self._family or 0) * SHAPES + self._shape) * STATES + self._state
        draw_nodes(painter, [at], self.fontMetrics().height() * 0.27, code, style)
        painter.end()

    def fit(self) -> None:
        """Size margins and gaps by the text."""
        room, rtl = self.fontMetrics().height(), self.isRightToLeft()
        self.setContentsMargins(0 if rtl else room, 0, room if rtl else 0, 0)
