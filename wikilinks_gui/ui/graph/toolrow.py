# SPDX-License-Identifier: MIT
"""The row of tools above the graph."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QWidget

from wikilinks_gui.translation import _
from wikilinks_gui.ui.widgets.fitting import Fitting
from wikilinks_gui.ui.widgets.flow import FlowLayout
from wikilinks_gui.ui.widgets.icons import icon_button
from wikilinks_gui.ui.widgets.taborder import make_group


class ToolRow(Fitting, QWidget):
    """What the graph shows, and buttons; each is an icon's name, words and what it does.

    Where it is narrow, the buttons go into the next line.
    """

    def __init__(
        self,
        layouts: Sequence[str],
        on_layout: Callable[[int], object],
        tools: Sequence[tuple[str, str, Callable[[], object]]],
    ) -> None:
        super().__init__()
        self.chooser = QComboBox()
        self.chooser.addItems(list(layouts))
        self.chooser.setAccessibleName(_("What the graph shows"))
        self.chooser.activated.connect(on_layout)
        buttons = QWidget()  # they take the room that is left
        buttons.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addStretch(1)
        made = [icon_button(picture, words, act) for picture, words, act in tools]
        for button in made:
            row.addWidget(button)
        make_group("graph tools", *made)
        self._flow = FlowLayout(self)
        self._flow.addWidget(self.chooser)
        self._flow.addWidget(buttons)

    def fit(self) -> None:
        """Size margins and gaps by the text."""
        em = self.fontMetrics().height()
        self._flow.setContentsMargins(em * 3 // 4, em // 3, em // 3, em // 3)
        self._flow.set_gaps(em // 3, em // 6)
