# SPDX-License-Identifier: MIT
"""The place of the graph beside the tabs: a panel for each of these, made when it is first seen.

What draws brings pyqtgraph, which takes 0.6 s to import: that happens in a thread, once the window
has been painted, and not at all while the dock is hidden.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QStackedWidget, QWidget
from shiboken6 import isValid

from wikilinks_gui.background import in_thread
from wikilinks_gui.translation import _
from wikilinks_gui.ui.errands import Errands
from wikilinks_gui.ui.explorer import Explorer
from wikilinks_gui.ui.tabs import Tabs

if TYPE_CHECKING:
    from wikilinks_gui.ui.graph.panel import GraphPanel

WIDTH, NARROWEST, TREE = 30, 12, 26
"""Lines of text: how wide the graph is at first and at least, and how wide the tabs at least."""


class GraphDock(QDockWidget):
    """Shows the graph of the tab that is shown, at the side where reading ends."""

    menu_wanted = Signal(object)  # QPoint on the screen; of the rows that are selected in the tree
    explore_wanted = Signal(object, bool)  # Row, in a new tab

    def __init__(self, tabs: Tabs, errands: Errands) -> None:
        super().__init__(_("Graph"))
        self.setObjectName("graph")  # by which the window remembers it
        self.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetClosable)
        self.setTitleBarWidget(QWidget())  # none: the panel begins with its own tools
        self._tabs = tabs
        self._errands = errands
        self._awake = False  # the window was painted
        self._panels: dict[Explorer, GraphPanel] = {}
        self._stack = _Stack()
        self.setWidget(self._stack)
        tabs.currentChanged.connect(self._show_panel)
        tabs.closed.connect(self._on_closed)
        self._fit()

    def wake(self) -> None:
        """The window was painted: what takes long may begin."""
        self._awake = True
        self._show_panel()

    @property
    def panel(self) -> "GraphPanel | None":
        """That of the tab that is shown; None while it is hidden, or not there yet."""
        return None if self.isHidden() else self._panels.get(self._tabs.explorer)

    def show_current(self) -> None:
        """Bring the current row of the tree into view in the graph."""
        self.show()
        self._errands.run(self._show_current(self._tabs.explorer))

    async def _show_current(self, explorer: Explorer) -> None:
        panel = await self._made(explorer)
        if panel is not None:
            panel.show_current()

    def showEvent(self, event: QShowEvent) -> None:
        """Show the tab's panel, from now on."""
        super().showEvent(event)
        self._show_panel()

    def changeEvent(self, event: QEvent) -> None:
        """Make room for another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        self._stack.setMinimumWidth(NARROWEST * self.fontMetrics().height())

    def _show_panel(self) -> None:
        if not self._awake or self.isHidden() or not self._tabs.count():
            return
        explorer = self._tabs.explorer
        if explorer in self._panels:
            self._stack.setCurrentWidget(self._panels[explorer])
        else:
            self._stack.setCurrentIndex(0)
            self._errands.run(self._made(explorer))

    async def _made(self, explorer: Explorer) -> "GraphPanel | None":
        """Give the panel of a tab, made if need be; None when the tab is closed."""
        make = await in_thread(_ready, "graph")
        if not isValid(explorer) or not isValid(self):
            return None
        if explorer not in self._panels and explorer in self._tabs.explorers():
            panel = self._panels[explorer] = make(explorer, self._errands)
            panel.menu_wanted.connect(self.menu_wanted)
            panel.explore_wanted.connect(self.explore_wanted)
            panel.close_wanted.connect(self.close)
            self._stack.addWidget(panel)
            if explorer is self._tabs.explorer:
                self._stack.setCurrentWidget(panel)
        return self._panels.get(explorer)

    def _on_closed(self, explorer: Explorer) -> None:
        panel = self._panels.pop(explorer, None)
        if panel is not None:
            panel.leave()
            self._stack.removeWidget(panel)
            panel.deleteLater()


class Beside(QMainWindow):
    """The part of the window between its bars: the tabs, and the dock where reading ends."""

    def __init__(self, tabs: Tabs, dock: GraphDock) -> None:
        super().__init__()
        self.setWindowFlags(Qt.WindowType.Widget)  # it stands in another window
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._tabs, self._dock = tabs, dock
        self.setCentralWidget(tabs)
        self._place()
        self._fit()

    def restore(self, state: QByteArray) -> bool:
        """Show the dock, and as wide, as when the state was saved; False: it is none."""
        restored = self.restoreState(state)
        self._place()  # the direction may be another by now
        return restored

    def changeEvent(self, event: QEvent) -> None:
        """Change sides with the text; make room for another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange and hasattr(self, "_dock"):
            self._place()
        elif event.type() == QEvent.Type.FontChange and hasattr(self, "_dock"):
            self._fit()

    def _fit(self) -> None:
        self._tabs.setMinimumWidth(TREE * self.fontMetrics().height())

    def _place(self) -> None:
        area = Qt.DockWidgetArea
        side = area.LeftDockWidgetArea if self.isRightToLeft() else area.RightDockWidgetArea
        if self.dockWidgetArea(self._dock) != side:
            is_shown = not self._dock.isHidden()
            self.addDockWidget(side, self._dock)
            self._dock.setVisible(is_shown)


class _Stack(QStackedWidget):
    """The panels; at first nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.addWidget(QWidget())

    def sizeHint(self) -> QSize:
        em = self.fontMetrics().height()
        return QSize(WIDTH * em, WIDTH * em)


def _ready() -> "Callable[[Explorer, Errands], GraphPanel]":
    """Do what takes long, and give what makes panels."""
    from wikilinks_gui.ui.graph.motion import wants_motion
    from wikilinks_gui.ui.graph.panel import GraphPanel

    return partial(GraphPanel, animated=wants_motion())
