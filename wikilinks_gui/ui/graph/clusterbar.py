# SPDX-License-Identifier: MIT
"""The band above clusters: how many pages, what fetching their links costs, and how far it is."""

from collections.abc import Callable

from PySide6.QtCore import QSettings, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import (
    QProgressBar,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from wikilinks_gui.translation import _
from wikilinks_gui.ui.widgets.fields import leave_room
from wikilinks_gui.ui.widgets.fitting import Fitting
from wikilinks_gui.ui.widgets.flow import FlowLayout
from wikilinks_gui.ui.widgets.text import Text
from wikilinks_gui.ui.widgets.uistate import read_number

FIRST, STEP, MOST = 300, 100, 2000
"""Pages."""


class ClusterBar(Fitting, QWidget):
    """Shows a text, the number of pages, and one button for what can be done next."""

    pages_changed = Signal()
    focus_left = Signal()  # the button had it, and is gone: Qt would choose anything

    def __init__(self, state: QSettings) -> None:
        super().__init__()
        self.setAutoFillBackground(True)  # it lies over the picture
        self._state = state
        self._text = Text()
        self._pages = QSpinBox()
        leave_room(self._pages)
        self._pages.setPrefix(_("Pages: "))
        self._pages.setRange(2, MOST)
        self._pages.setSingleStep(STEP)
        self._pages.setValue(read_number(state, "clusters") or FIRST)
        self._pages.setGroupSeparatorShown(True)
        self._pages.setAccessibleName(_("Pages to find clusters among"))
        self._pages.setToolTip(
            _("At most this many: of the selected pages, or of the list as sorted and filtered")
        )
        self._pages.valueChanged.connect(self._on_pages_changed)
        self._button = QPushButton()
        self._button.setAutoDefault(False)
        self._button.clicked.connect(lambda: self._act())
        self._act: Callable[[], object] = lambda: None
        self._pages.lineEdit().returnPressed.connect(lambda: self._act())
        self._progress = QProgressBar()
        self._progress.setObjectName("thinProgress")
        self._progress.setTextVisible(False)
        self._progress.setRange(0, 100)
        self._progress.setAccessibleName(_("Known links"))
        tools = QWidget()
        self._flow = FlowLayout(tools)
        self._flow.addWidget(self._pages)
        self._flow.addWidget(self._button)
        self._layout = QVBoxLayout(self)
        self._layout.addWidget(self._text)
        self._layout.addWidget(tools)
        self._layout.addWidget(self._progress)

    def _on_pages_changed(self, pages: int) -> None:
        self._state.setValue("clusters", pages)  # for the next time
        self.pages_changed.emit()

    @property
    def pages(self) -> int:
        """The number of pages to cluster."""
        return self._pages.value()

    def say(self, text: str, label: str = "", act: Callable[[], object] | None = None) -> None:
        """Show a text, with what can be done by the button."""
        self._show(text, label, act, is_busy=False)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def show_busy(
        self,
        text: str,
        share: float | None = None,
        label: str = "",
        act: Callable[[], object] | None = None,
    ) -> None:
        """Show what is done, and how far that is, from 0 to 1; None: as far as before."""
        if share is not None:
            self._progress.setValue(int(100 * share))
        self._show(text, label, act, is_busy=True)

    def _show(
        self, text: str, label: str, act: Callable[[], object] | None, *, is_busy: bool
    ) -> None:
        self._progress.setVisible(is_busy)
        self._pages.setDisabled(is_busy)
        self._text.setText(text)
        if act is None and self._button.hasFocus():
            self.focus_left.emit()
        self._button.setText(label)
        self._button.setVisible(act is not None)
        self._act = act or (lambda: None)

    def fit(self) -> None:
        """Size margins and gaps by the text."""
        em = self.fontMetrics().height()
        self._layout.setContentsMargins(em * 3 // 4, em // 3, em * 3 // 4, em // 3)
        self._layout.setSpacing(em // 4)
        self._flow.set_gaps(em // 2, em // 4)
