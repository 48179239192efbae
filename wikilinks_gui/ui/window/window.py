# SPDX-License-Identifier: MIT
"""The main window: its bars at first, then the tabs and the graph between them."""

import logging
from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSettings, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QProgressBar, QVBoxLayout, QWidget

from wikilinks_gui.errors import WikilinksError
from wikilinks_gui.log import LogRecords
from wikilinks_gui.mediawiki.search import Suggestion
from wikilinks_gui.translation import _
from wikilinks_gui.ui.search.titlefield import accept_text, dropped_text
from wikilinks_gui.ui.tab.backgroundtasks import BackgroundTasks
from wikilinks_gui.ui.tab.visit import Visit
from wikilinks_gui.ui.widgets.notice import Action, Notice
from wikilinks_gui.ui.widgets.taborder import go_on
from wikilinks_gui.ui.widgets.uistate import read_bytes
from wikilinks_gui.ui.window.actions import connect_actions, fill_row_menu, make_actions, make_menu
from wikilinks_gui.ui.window.statusline import StatusLine
from wikilinks_gui.ui.window.topbar import TopBar
from wikilinks_gui.ui.window.windowstate import StateSaver, WindowState
from wikilinks_gui.wikis.session import Session

if TYPE_CHECKING:  # the first picture goes without
    from wikilinks_gui.ui.tab.controller import TabController
    from wikilinks_gui.ui.window.commands import Commands

log = logging.getLogger("wikilinks_gui.window")

WIDE = 62
"""Lines of text: in a window that is as wide, the graph is shown at the first start."""


class MainWindow(QMainWindow):
    """The window; it is filled once its bars are painted, and then started.

    ``commands`` are there when it is filled. Two notices stand in the tab that is shown, whichever
    that is: ``problem`` stays until it is closed, ``notice`` until a page is explored.
    """

    painted = Signal()  # for the first time: what takes long may begin
    closed = Signal()

    commands: "Commands"

    def __init__(self, session: Session, state: QSettings, records: LogRecords) -> None:
        super().__init__()
        self._session = session
        self._state = state
        self._records = records
        self._is_painted = self._is_filled = False
        self._shown: tuple[TabController | None, Visit | None] = None, None  # in the title field
        self.problem = Notice(self)
        self.notice = Notice(self)
        self._background = BackgroundTasks(self.show_error)
        self._windowstate = WindowState(session.folders.config / "window.json")
        self.saver = StateSaver(self._windowstate, self._background, self)
        self._actions = make_actions(self)
        for name in ("stop", "resume"):  # their buttons show where they can be used
            self._actions[name].setEnabled(False)
        self._actions["menu"].setMenu(make_menu(self, self._actions))
        self._top = TopBar(self._suggest, self._actions)
        self._progress = QProgressBar()
        self._progress.setObjectName("thinProgress")
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(_("Progress"))
        self._status = StatusLine(self._actions["stop"], self._actions["resume"])
        self.setWindowTitle(_("Wikilinks"))
        self.setAcceptDrops(True)
        central = QWidget()
        layout, self._middle = QVBoxLayout(central), QVBoxLayout()
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._top)
        layout.addWidget(self._progress)
        layout.addLayout(self._middle, 1)
        layout.addWidget(self._status)
        self.setCentralWidget(central)
        self._top.chooser.set_wikis(self.saver.wikis)
        if not self.restoreGeometry(read_bytes(state, "geometry")):
            line = self.fontMetrics().height()
            self.resize(QSize(78 * line, 46 * line).boundedTo(self.screen().availableSize()))

    # --- start and end ------------------------------------------------------------------------

    def fill(self) -> None:
        """Put in the tabs and the graph, which take longer to import than all else."""
        from wikilinks_gui.ui.dialogs.opener import Dialogs
        from wikilinks_gui.ui.graph.dock import Beside, GraphDock
        from wikilinks_gui.ui.tab.tabs import Tabs
        from wikilinks_gui.ui.window.commands import Commands
        from wikilinks_gui.ui.window.startpage import StartPage

        session, state, background = self._session, self._state, self._background
        kept = (read_bytes(state, name) for name in ("columns", "halves"))
        tabs = Tabs(session, background, *kept)
        graph = GraphDock(tabs, background, state)
        dialogs = Dialogs(self, session, state, self._records, background, self.notice.show_notice)
        self.commands = Commands(
            self,
            session,
            background,
            self.saver,
            self.notice,
            self._top,
            tabs,
            graph,
            Beside(tabs, graph),
            self._status,
            dialogs,
        )
        self._start_page = StartPage(self.commands, state)
        self.commands.show_start_page = self._start_page.show
        self._enable = connect_actions(self._actions, self.commands)
        self._connect(self.commands)
        tabs.add(self.saver.wikis[0].address if self.saver.wikis else "")
        self._middle.addWidget(self.commands.beside)
        self.commands.beside.restore(
            read_bytes(state, "docks"),
            at_first=self.width() >= WIDE * self.fontMetrics().height(),
        )
        self.commands.beside.show()
        self._is_filled = True

    def _connect(self, commands: "Commands") -> None:
        field, chooser = self._top.field, self._top.chooser
        tabs, graph = commands.tabs, commands.graph
        field.explore_wanted.connect(commands.explore_text)
        field.entered.connect(self._on_title_entered)
        chooser.wiki_wanted.connect(commands.choose_wiki)
        chooser.wiki_forgotten.connect(self.saver.forget_wiki)
        self.saver.wikis_changed.connect(chooser.set_wikis)
        self.saver.watch(tabs)
        tabs.added.connect(self._on_tab_added)
        tabs.currentChanged.connect(self._show_notices)
        tabs.changed.connect(self._on_changed)
        tabs.named.connect(self._on_named)
        tabs.last_closed.connect(self.close)
        commands.beside.graph_shown.connect(self._actions["graph"].setChecked)
        graph.shown.connect(self._enable)
        graph.searching_changed.connect(self._enable)
        graph.menu_wanted.connect(self._on_menu_wanted)
        graph.export_wanted.connect(commands.export_graph)

    def _on_tab_added(self, controller: "TabController") -> None:
        tree = controller.tab.tree
        tree.node_activated.connect(lambda _node: self.commands.explore_row())
        tree.menu_wanted.connect(self._on_menu_wanted)
        tree.current_changed.connect(lambda _node: self._enable())
        controller.tab.outside_changed.connect(self._enable)
        controller.tab.halves.folded_changed.connect(self._enable)
        controller.wiki_answered.connect(self.saver.add_wiki)

    def start(self, wiki: str, title: str) -> None:
        """Show what stood in the tabs last, and what was asked for on the command line."""
        visits, in_front = self._windowstate.tabs()
        self.commands.tabs.restore(visits)
        self._top.field.enter()
        if wiki or title:
            self.commands.show_asked(wiki, title)
        elif visits:
            self.commands.tabs.look_at(in_front)
        elif self.saver.wikis or self._session.contact:
            self._start_page.show()
        else:
            self._start_page.show_welcome()
        self._start_page.offer_unfinished()

    def come_forward(self) -> None:
        """Come before other windows."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def show_error(self, error: WikilinksError) -> None:
        """Show an error as a notice."""
        self.problem.show_notice(str(error), error=True)

    def _show_notices(self) -> None:
        """Move the window's notices to the tab that is shown."""
        self.commands.tab.notices.take(self.problem, self.notice)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember how everything stood, and stop what runs."""
        if self._is_filled:
            self.saver.close()
            self._state.setValue("geometry", self.saveGeometry())
            self._state.setValue("docks", self.commands.beside.save())
            self._state.setValue("columns", self.commands.tab.columns())
            self._state.setValue("halves", self.commands.tab.halves.save())
            self._state.sync()
            for controller in self.commands.tabs.controllers():
                controller.close()
        event.accept()
        self.closed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Report the first painting, when the window can be seen."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            log.info("shown")
            QTimer.singleShot(0, self.painted.emit)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's name
        """Move with Tab in the order of reading, since parts come and go."""
        focus = self.focusWidget()
        parts = self.commands.reading_order() if self._is_filled else [self._top, self._status]
        if focus is not None and go_on(parts, focus, next):
            return True
        return super().focusNextPrevChild(next)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take addresses and titles."""
        accept_text(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Explore what was dropped."""
        if self._is_filled and accept_text(event):
            self.commands.explore_text(dropped_text(event.mimeData()))

    # --- what is shown of a tab ---------------------------------------------------------------

    async def _suggest(self, text: str) -> AsyncIterator[list[Suggestion]]:
        if self._is_filled and (wiki := self.commands.controller.next_wiki):
            async for found in self._session.suggest(wiki, text):
                yield found

    def _on_title_entered(self) -> None:
        self.commands.has_explored = False

    def _on_named(self) -> None:
        """Show what was asked for, unless something else is being typed."""
        controller, field = self.commands.controller, self._top.field
        visit, model = controller.visit, controller.tab.model
        name = visit.name if visit else ""
        if self._shown[0] is not controller or self._shown[1] is not visit:
            self._shown = controller, visit
            field.setModified(False)
        if not field.isModified():
            if field.text() != name:
                field.show_text(name)
            if self.commands.has_explored and field.hasFocus() and model:
                controller.tab.tree.setFocus()  # as a browser moves on into the page
        self.setWindowTitle(_("{title} – Wikilinks").format(title=name) if name else _("Wikilinks"))

    def _on_changed(self) -> None:
        controller = self.commands.controller
        trying = controller.trying
        self._status.show_status(controller.status())
        self._top.show_wiki(trying or controller.wiki, trying=bool(trying))
        self._progress.setRange(0, int(not controller.is_busy))
        if not controller.is_busy and self._progress.value() >= 0:
            self._progress.reset()  # which paints the whole window at once
        self._enable()

    def _on_menu_wanted(self, place: QPoint, more: Sequence[Action] = ()) -> None:
        menu = QMenu(self)
        fill_row_menu(menu, self._actions)
        menu.addSeparator()  # Qt hides it where nothing follows
        for text, act in more:
            menu.addAction(text).triggered.connect(act)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)
