# SPDX-License-Identifier: MIT
"""The tabs of the window: each shows the list of a page, and has its own controller."""

from collections.abc import Collection, Iterable
from functools import partial

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtWidgets import QTabWidget, QWidget

from wikilinks_gui.mediawiki.pace import Wait
from wikilinks_gui.translation import _
from wikilinks_gui.ui.tab.backgroundtasks import BackgroundTasks
from wikilinks_gui.ui.tab.controller import TabController
from wikilinks_gui.ui.tab.tab import Tab
from wikilinks_gui.ui.tab.visit import Visit
from wikilinks_gui.ui.widgets.text import on_button, plain_tip
from wikilinks_gui.wikis.session import Session

LONGEST_NAME = 30  # characters of a title on a tab


class Tabs(QTabWidget):
    """At least one tab; ``columns`` are those of the trees at first, ``halves`` of the panels.

    Most signals are of the tab that is shown, and come also when another one is.
    """

    changed = Signal()  # what the tab is at, or its numbers
    named = Signal()  # there is another page, or its wiki or title became known
    rearranged = Signal()  # which tabs there are, in what order, what each shows, which is in front
    view_changed = Signal()  # how the list of whichever tab is looked at
    added = Signal(object)  # TabController
    closed = Signal(object)  # TabController, before its tab goes
    last_closed = Signal()

    def __init__(
        self,
        session: Session,
        background: BackgroundTasks,
        columns: QByteArray,
        halves: QByteArray,
    ) -> None:
        super().__init__()
        self._session = session
        self._background = background
        self._columns = columns
        self._halves = halves
        self._by_tab: dict[QWidget | None, TabController] = {}
        self.setDocumentMode(True)
        self.setTabsClosable(True)
        self.setMovable(True)
        self.tabBar().setAutoHide(True)
        self.tabBar().setAccessibleName(_("Tabs"))
        # Not the bar: Tab would stay in front of it while it is hidden.
        self.setFocusProxy(None)  # type: ignore[arg-type]  # the stubs lack None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.tabCloseRequested.connect(self.close_tab)
        self.currentChanged.connect(self._on_current_changed)
        self.tabBar().tabMoved.connect(self.rearranged)

    @property
    def controller(self) -> TabController:
        """Of the tab that is shown."""
        return self._by_tab[self.currentWidget()]

    @property
    def tab(self) -> Tab:
        """The one that is shown."""
        return self.controller.tab

    def controllers(self) -> list[TabController]:
        """Return the controllers of all tabs, from the first to the last."""
        return [self._by_tab[self.widget(at)] for at in range(self.count())]

    def showing(self, exploration: int) -> TabController | None:
        """Find the tab that shows a stored list, or will when it is looked at."""
        for controller in self.controllers():
            if controller.visit and controller.visit.exploration == exploration:
                return controller
        return None

    def forget(self, explorations: Collection[int]) -> None:
        """Leave lists that are about to be deleted."""
        for controller in self.controllers():
            controller.forget(explorations)

    def add(self, wiki: str) -> TabController:
        """Add a tab at the end, for a wiki; the first is shown."""
        tab = Tab(self.tab.columns() if self.count() else self._columns)
        tab.halves.restore(self.tab.halves.save() if self.count() else self._halves)
        controller = TabController(self._session, tab, self._background, self.controllers)
        controller.wiki = wiki
        self._by_tab[tab] = controller
        controller.changed.connect(partial(self._on_changed, controller))
        controller.named.connect(partial(self._on_named, controller))
        controller.front_wanted.connect(partial(self.setCurrentWidget, tab))
        tab.view_changed.connect(self.view_changed)
        self.addTab(tab, _("New tab"))
        self.added.emit(controller)
        return controller

    def close_tab(self, at: int | None = None) -> None:
        """Close a tab, or the one that is shown, and stop what it does."""
        at = self.currentIndex() if at is None else at
        if self.count() == 1:
            self.last_closed.emit()
            return
        controller = self._by_tab[self.widget(at)]
        controller.close()
        self.closed.emit(controller)
        self.removeTab(at)
        del self._by_tab[controller.tab]
        controller.tab.deleteLater()
        self.rearranged.emit()

    def show_wait(self, where: str, wait: Wait) -> None:
        """Show a wait that began at a wiki, in the tabs that it holds up."""
        for controller in self.controllers():
            controller.show_wait(where, wait)

    def restore(self, visits: Iterable[Visit]) -> None:
        """Take up the tabs of an earlier run; each is loaded when it is first looked at."""
        for at, visit in enumerate(visits):
            controller = self.add(visit.wiki) if at else self.controller
            controller.restore(visit)
            self._show_name(controller)

    def step(self, by: int) -> None:
        """Show the next tab (1) or the one before (-1), round the end."""
        self.setCurrentIndex((self.currentIndex() + by) % self.count())

    def look_at(self, at: int) -> None:
        """Show a tab, also where it is the one that is shown."""
        self.setCurrentIndex(at)
        self.controller.wake()

    def _show_name(self, controller: TabController) -> None:
        visit = controller.visit
        name = visit.name if visit else _("New tab")
        at, metrics = self.indexOf(controller.tab), self.fontMetrics()
        if self.tabBar().tabData(at) == name:
            return
        self.tabBar().setTabData(at, name)
        widest = LONGEST_NAME * metrics.averageCharWidth()
        short = metrics.elidedText(name, Qt.TextElideMode.ElideRight, widest)
        self.setTabText(at, on_button(short))
        self.setTabToolTip(at, plain_tip(name))

    def _on_current_changed(self) -> None:
        self.controller.wake()
        self.named.emit()
        self.changed.emit()
        self.rearranged.emit()

    def _on_changed(self, controller: TabController) -> None:
        if controller is self.controller:
            self.changed.emit()

    def _on_named(self, controller: TabController) -> None:
        self._show_name(controller)
        self.rearranged.emit()
        if controller is self.controller:
            self.named.emit()
