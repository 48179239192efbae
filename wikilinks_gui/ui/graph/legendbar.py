# SPDX-License-Identifier: MIT
"""The legend of the graph: the colours and shapes in use, and what they stand for."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from wikilinks_gui import words
from wikilinks_gui.graph.colours import Codes, Family
from wikilinks_gui.graph.shapes import NORMAL, Shape
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
        self._entries: list[_Entry] = []
        self._shown: tuple[object, ...] = ()
        self._flow = FlowLayout(self)
        self.setBackgroundRole(QPalette.ColorRole.AlternateBase)  # the picture's ground
        self.setAutoFillBackground(True)

    def show_codes(self, codes: Codes, site: SiteInfo) -> None:
        """Show what stands for nodes that look like these."""
        found = np.flatnonzero(np.bincount(codes, minlength=1))
        families = np.unique(found // (SHAPES * STATES)).tolist()
        shapes = np.unique(found // STATES % SHAPES).tolist()
        if (families, shapes, site) == self._shown:
            return
        self._shown = families, shapes, site
        self.hide()  # for a moment: each entry that comes is laid out in the whole window
        for entry in self._entries:
            self._flow.removeWidget(entry)
            entry.hide()
            entry.deleteLater()
        self._entries = []
        for family in map(Family, families):
            self._entries.append(_Entry(words.family(site, family), family=family))
        for shape in map(Shape, shapes) if shapes != [Shape.LINK] else ():
            self._entries.append(_Entry(words.shape(shape), shape=shape))
        for entry in self._entries:
            self._flow.addWidget(entry)
            entry.show()

    def fit(self) -> None:
        """Size margins and gaps by the text."""
        em = self.fontMetrics().height()
        self._flow.setContentsMargins(em * 3 // 4, em // 3, em * 3 // 4, em // 3)
        self._flow.set_gaps(em * 3 // 4, em // 6)


class _Entry(Fitting, QLabel):
    """A node and its meaning: a colour, drawn as a dot, or a shape, in a neutral colour."""

    def __init__(
        self, text: str, *, family: Family | None = None, shape: Shape = Shape.LINK
    ) -> None:
        super().__init__(text)
        self._family = family
        self._shape = shape
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "dim")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Leave room for the node."""
        width = self.fontMetrics().horizontalAdvance(self.text()) + self._room()
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Show all of it."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the node before the text."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self._room() * 0.4
        x = self.width() - middle if self.isRightToLeft() else middle
        at = QPointF(x, self.height() / 2)
        style = style_of(self)
        if self._family is None:
            style = replace(style, families=(style.dim,) * len(Family))
        code = ((self._family or 0) * SHAPES + self._shape) * STATES + NORMAL
        draw_nodes(painter, [at], self.fontMetrics().height() * 0.27, code, style)
        painter.end()

    def _room(self) -> int:
        return self.fontMetrics().height()

    def fit(self) -> None:
        """Size margins and gaps by the text."""
        rtl = self.isRightToLeft()
        self.setContentsMargins(0 if rtl else self._room(), 0, self._room() if rtl else 0, 0)
