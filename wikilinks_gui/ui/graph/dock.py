# SPDX-License-Identifier: MIT
"""The place of the graph beside the tabs: a panel for each of these, made when it is first seen.

What draws brings pyqtgraph, which takes 0.4 s to import: that happens in steps, not at all while
the graph is hidden. The window makes this when it has been painted.
"""

import asyncio
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from wikilinks_gui.ui.graph.loading import load
from wikilinks_gui.ui.tab.backgroundtasks import BackgroundTasks
from wikilinks_gui.ui.tab.controller import TabController
from wikilinks_gui.ui.tab.tabs import Tabs
from wikilinks_gui.ui.tab.visit import BUSY
from wikilinks_gui.ui.widgets.fitting import Fitting

if TYPE_CHECKING:
    from wikilinks_gui.ui.graph.panel import GraphPanel

WIDTH, NARROWEST, TREE = 30, 13, 25
"""Lines of text: how wide the graph is at first and at least, and how wide the tabs at least."""


class GraphDock(Fitting, QStackedWidget):
    """Shows the graph of the current tab, once its panel exists."""

    shown = Signal(bool)  # or hidden
    menu_wanted = Signal(object, object)  # as of the panel
    searching_changed = Signal()
    export_wanted = Signal()

    def __init__(self, tabs: Tabs, background: BackgroundTasks, state: QSettings) -> None:
        super().__init__()
        self._tabs = tabs
        self._background = background
        self._state = state
        self._panels: dict[TabController, GraphPanel] = {}
        self._loading = asyncio.Lock()
        self.addWidget(QWidget())
        tabs.currentChanged.connect(self._show_panel)
        tabs.closed.connect(self._on_closed)

    @property
    def panel(self) -> "GraphPanel | None":
        """That of the tab that is shown; None while it is hidden, or not there yet."""
        return None if self.isHidden() else self._panels.get(self._tabs.controller)

    def show_current(self, *, open_it: bool = False) -> None:
        """Bring the current row of the tree into view in the graph; or also what links there."""
        self.show()
        self._background.run(self._show_current(self._tabs.controller, open_it))

    async def _show_current(self, controller: TabController, open_it: bool) -> None:
        panel = await self._made(controller)
        if panel is not None:
            panel.show_current(open_it=open_it)

    def sizeHint(self) -> QSize:
        """Return the size at the first start."""
        em = self.fontMetrics().height()
        return QSize(WIDTH * em, WIDTH * em)

    def setVisible(self, visible: bool) -> None:
        """Report it; the graph is seen when there is a list, and room."""
        super().setVisible(visible)
        self.shown.emit(visible)
        self._show_panel()

    def fit(self) -> None:
        """Size margins and gaps by the text."""
        self.setMinimumWidth(NARROWEST * self.fontMetrics().height())

    def _show_panel(self) -> None:
        if self.isHidden() or not self._tabs.count():
            return
        controller = self._tabs.controller
        if controller in self._panels:
            self.setCurrentWidget(self._panels[controller])
        else:
            self.setCurrentIndex(0)
            self._background.run(self._made(controller))

    async def _made(self, controller: TabController) -> "GraphPanel | None":
        """Return the panel of a tab, made if needed; None once the tab or the graph is closed."""
        async with self._loading:
            await asyncio.sleep(0)
            if not isValid(self) or self.isHidden():  # it was shown for a moment only
                return None
            await load()
        from wikilinks_gui.ui.graph.panel import GraphPanel

        if not isValid(controller) or not isValid(self):
            return None
        if controller not in self._panels and controller in self._tabs.controllers():
            panel = self._panels[controller] = GraphPanel(controller, self._background, self._state)
            panel.menu_wanted.connect(self.menu_wanted)
            panel.searching_changed.connect(self.searching_changed)
            panel.export_wanted.connect(self.export_wanted)
            panel.close_wanted.connect(self.hide)
            self.addWidget(panel)
            if controller is self._tabs.controller:
                self.setCurrentWidget(panel)
        return self._panels.get(controller)

    def _on_closed(self, controller: TabController) -> None:
        panel = self._panels.pop(controller, None)
        if panel is not None:
            panel.leave()
            # Still within the window, it would never end: who looks for the next to have the focus
            # finds it there.
            panel.setParent(None)
            panel.deleteLater()


class Beside(Fitting, QSplitter):
    """The part of the window between its bars: the tabs, and the graph where reading ends.

    The graph takes no room before there is a list, and for an empty one. Where there is no room for
    both, it stands in place of the tabs while the user wants it. A QMainWindow for a QDockWidget
    would be told to screen readers as a second window.
    """

    graph_shown = Signal(bool)  # or hidden, as the user wanted it

    def __init__(self, tabs: Tabs, dock: GraphDock) -> None:
        super().__init__()
        self._tabs, self._dock = tabs, dock
        self._instead = False  # of the tabs, where there is no room for both
        self._side = QWidget()
        inside = QVBoxLayout(self._side)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(dock)
        self.addWidget(tabs)
        self.addWidget(self._side)
        self.setChildrenCollapsible(False)
        self.setStretchFactor(0, 1)
        dock.shown.connect(self._on_dock_shown)
        for signal in (tabs.currentChanged, tabs.changed):
            signal.connect(self._arrange)

    @property
    def is_narrow(self) -> bool:
        """Return whether there is room for the tabs or the graph, not for both."""
        return self.width() < (TREE + NARROWEST) * self.fontMetrics().height()

    def toggle_graph(self) -> None:
        """Show the graph, or hide it."""
        if self._instead:  # it comes back where there is room for both
            self._instead = False
            self._arrange()
        else:
            self._dock.setVisible(self.is_narrow or self._dock.isHidden())

    def save(self) -> QByteArray:
        """Return what :meth:`restore` takes."""
        return QByteArray(b"-" if self._dock.isHidden() else b"+") + self.saveState()

    def restore(self, saved: QByteArray, *, at_first: bool) -> None:
        """Show the graph, and as wide, as when this was saved; ``at_first`` where it is nothing."""
        found = self.restoreState(saved.mid(1))
        self._dock.setVisible(saved.startsWith(QByteArray(b"+")) if found else at_first)
        self._instead = False
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the room to the tabs where there is little."""
        super().resizeEvent(event)
        self._arrange()

    def fit(self) -> None:
        """Keep the least widths in step with the text."""
        width = TREE * self.fontMetrics().height()
        self._tabs.setMinimumWidth(width)
        self.setMinimumWidth(width)  # the graph yields
        self._arrange()

    def _on_dock_shown(self, shown: bool) -> None:
        self._instead = shown and self.is_narrow
        self._arrange()

    def _arrange(self) -> None:
        if not self._tabs.count():
            return
        controller, is_narrow = self._tabs.controller, self.is_narrow
        wanted = not self._dock.isHidden()
        self._instead = self._instead and is_narrow
        # From one list to the next it stays where it is.
        is_busy, model = controller.phase in BUSY, controller.tab.model
        is_between = is_busy and not self._side.isHidden()
        has_list = is_between or (model is not None and (is_busy or len(model.table) > 0))
        shown = wanted and has_list and (self._instead or not is_narrow)
        self._side.setVisible(shown)
        self._tabs.setHidden(shown and is_narrow)
        self.graph_shown.emit(wanted and (self._instead or not is_narrow))
