# SPDX-License-Identifier: MIT
"""The main window: top bar, tabs, status line, and what the actions do."""

import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSettings, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QProgressBar, QVBoxLayout, QWidget
from shiboken6 import isValid

from wikilinks_gui import words
from wikilinks_gui.errors import SettingsError, WikilinksError
from wikilinks_gui.log import LogRecords
from wikilinks_gui.mediawiki.pace import Wait
from wikilinks_gui.mediawiki.search import Suggestion
from wikilinks_gui.settings import Settings, save_settings
from wikilinks_gui.tasks import in_thread
from wikilinks_gui.translation import _, ngettext
from wikilinks_gui.ui.search.stored import left_unfinished, stored_names
from wikilinks_gui.ui.search.titlefield import accept_text, dropped_text
from wikilinks_gui.ui.search.wikilist import WikiChoice, builtin_wikis
from wikilinks_gui.ui.tab import rowactions, workqueue
from wikilinks_gui.ui.tab.backgroundtasks import BackgroundTasks
from wikilinks_gui.ui.tab.recovery import with_other_scheme
from wikilinks_gui.ui.tab.visit import Phase, Visit
from wikilinks_gui.ui.widgets.notice import Action, Notice
from wikilinks_gui.ui.widgets.taborder import focused_part, go_on, go_to
from wikilinks_gui.ui.widgets.uistate import read_bytes, read_number
from wikilinks_gui.ui.window import openalready as asked
from wikilinks_gui.ui.window import windowstate
from wikilinks_gui.ui.window.actions import ROW_MENU, fill_menu, fill_popup, make_actions, menus
from wikilinks_gui.ui.window.statusline import StatusLine
from wikilinks_gui.ui.window.topbar import TopBar
from wikilinks_gui.wikis.connector import SAMPLE
from wikilinks_gui.wikis.session import OpenWiki, Session

if TYPE_CHECKING:  # the first picture goes without
    from wikilinks_gui.ui.dialogs.welcome import Welcome
    from wikilinks_gui.ui.tab.controller import TabController

log = logging.getLogger("wikilinks_gui.window")

LOOKED_AT = 100
"""Newest lists among which recent and incomplete ones are looked for."""

WIDE = 62
"""Lines of text: in a window that is as wide, the graph is shown at the first start."""

LOOKS_KEPT = 500
"""Milliseconds until a changed view of a list is saved, as many changes come at once.
"""


class MainWindow(QMainWindow):
    """The window: its bars at first; once these are painted it is filled, and started."""

    painted = Signal()  # for the first time: what takes long may begin
    closed = Signal()

    def __init__(self, session: Session, state: QSettings, records: LogRecords) -> None:
        super().__init__()
        self._session = session
        self._state = state
        self._records = records
        self._kept = windowstate.WindowState(session.folders.config / "window.json", state)
        self._keeping = QTimer(self, singleShot=True, interval=0)  # everything that changed at once
        self._keeping.timeout.connect(self._keep)
        self._keeping_looks = QTimer(self, singleShot=True, interval=LOOKS_KEPT)
        self._keeping_looks.timeout.connect(self._keep)
        self._keeping_failed = False
        self._wikis = self._kept.wikis()
        self._shown_wiki = ("", False)  # in the top bar, and whether it is only being tried
        self._welcome: Welcome | None = None  # may be gone
        self._asked_for: Visit | None = None  # in the title field, and nobody went there since
        self._is_painted = False
        self._background = BackgroundTasks(self.show_error)
        # These two stand in the tab that is shown, whichever that is.
        self._problem = Notice(self)  # stays until it is closed, or there is another one
        self._notice = Notice(self)
        self._early_problem: WikilinksError | None = None  # before there are tabs
        self._actions = make_actions(self, self._handlers())
        for name in ("stop", "go_on"):  # their buttons show where they can be used
            self._actions[name].setEnabled(False)
        self._menu = QMenu(_("Menu"), self)
        for title, names in menus():
            fill_menu(self._menu.addMenu(title), names, self._actions)
        self._actions["menu"].setMenu(self._menu)
        self._top = TopBar(self._suggest, self._actions)
        self._progress = QProgressBar()
        self._progress.setObjectName("thinProgress")
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(_("Progress"))
        self._status = StatusLine(self._actions["stop"], self._actions["go_on"])
        self.setWindowTitle(_("Wikilinks"))
        self.setAcceptDrops(True)
        self._lay_out()
        self._top.set_wikis(self._wikis)
        if not self.restoreGeometry(read_bytes(state, "geometry")):
            line = self.fontMetrics().height()
            self.resize(QSize(78 * line, 46 * line).boundedTo(self.screen().availableSize()))
        self._is_filled = False
        self._block(True)

    def _lay_out(self) -> None:
        central = QWidget()
        layout = self._rows = QVBoxLayout(central)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._top)
        layout.addWidget(self._progress)
        layout.addStretch(1)
        layout.addWidget(self._status)
        self.setCentralWidget(central)

    def _block(self, blocked: bool) -> None:
        """Ignore input until the window is filled."""
        for sender in (self._top, self._top.field, *self._actions.values()):
            sender.blockSignals(blocked)

    def _connect(self) -> None:
        self._top.explore_wanted.connect(self._on_explore_wanted)
        self._top.wiki_wanted.connect(self._on_wiki_wanted)
        self._top.wiki_forgotten.connect(self._on_wiki_forgotten)
        self._top.field.entered.connect(self._on_title_entered)
        self._tabs.currentChanged.connect(self._show_notices)
        self._tabs.changed.connect(self._on_changed)
        self._tabs.visited.connect(self._on_visited)
        self._tabs.named.connect(self._on_named)
        self._tabs.rows_changed.connect(self._enable)
        self._tabs.row_activated.connect(self._explore_row)
        self._tabs.menu_wanted.connect(self._on_menu_wanted)
        self._tabs.wiki_used.connect(self._on_wiki_used)
        self._tabs.rearranged.connect(self._keeping.start)
        self._tabs.looks_changed.connect(self._on_looks_changed)
        self._tabs.last_closed.connect(self.close)
        self._beside.graph_shown.connect(self._actions["graph"].setChecked)
        self._graph.shown.connect(self._enable)
        self._graph.searching_changed.connect(self._enable)
        self._graph.menu_wanted.connect(self._on_menu_wanted)
        self._graph.export_wanted.connect(self._export_graph)

    # --- start and end ------------------------------------------------------------------------

    def fill(self) -> None:
        """Put in the tabs and the graph, which take longer to import than all else."""
        from wikilinks_gui.ui.dialogs.opener import Dialogs
        from wikilinks_gui.ui.graph.dock import Beside, GraphDock
        from wikilinks_gui.ui.tab.tabs import Tabs

        session, state, records = self._session, self._state, self._records
        self._dialogs = Dialogs(
            self, session, state, records, self._background, self._notice.show_notice
        )
        self._tabs = Tabs(session, self._background, read_bytes(state, "columns"))
        self._graph = GraphDock(self._tabs, self._background, state)
        self._beside = Beside(self._tabs, self._graph)
        self._connect()
        self._block(False)  # what can be done now shows in buttons
        self._tabs.add(self._wikis[0].address if self._wikis else "")
        self._show_notices()
        stretch = self._rows.count() - 2
        self._rows.takeAt(stretch)
        self._rows.insertWidget(stretch, self._beside, 1)
        self._beside.restore(
            read_bytes(state, "docks"),
            at_first=self.width() >= WIDE * self.fontMetrics().height(),
        )
        self._beside.show()
        self._is_filled = True
        if self._early_problem:
            self.show_error(self._early_problem)

    def start(self, wiki: str, title: str) -> None:
        """Show what stood in the tabs last, and what was asked for on the command line."""
        visits, in_front = self._kept.tabs()
        self._tabs.restore(visits)
        self._top.focus_text()
        if wiki or title:
            self.show_asked(wiki, title)
        elif visits:
            self._tabs.look_at(in_front)
        elif self._wikis or self._session.contact:
            self._show_start()
        else:
            self._show_welcome()
        self._background.run(self._tell_unfinished(datetime.now(UTC)))

    def come_forward(self) -> None:
        """Come before other windows."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def show_asked(self, wiki: str, title: str) -> None:
        """Show what a start was asked for: in the tab that has it, else in a new one."""
        if title and (tabs := asked.may_show(self._tabs.controllers(), title)):
            self._background.run(self._show_again(tabs, wiki, title))
        elif wiki or title:
            self._show_in_new_tab(wiki, title)

    async def _show_again(self, tabs: "Sequence[TabController]", wiki: str, title: str) -> None:
        wiki = wiki or self._tabs.controller.wiki
        shown = await asked.showing(tabs, self._session, wiki, title)
        if shown is not None and shown in self._tabs.controllers():
            self._tabs.look_at(self._tabs.indexOf(shown.tab))
        else:
            self._show_in_new_tab(wiki, title)

    def _show_in_new_tab(self, wiki: str, title: str) -> None:
        if self._tabs.controller.visit:
            self._add_tab()
        if title:
            self._explore(wiki or self._tabs.controller.wiki, title)
        else:
            self._on_wiki_wanted(wiki)

    def show_wait(self, where: str, wait: Wait) -> None:
        """Take note of a wait that began at a wiki."""
        self._tabs.show_wait(where, wait)

    def show_error(self, error: WikilinksError) -> None:
        """Show an error as a notice."""
        if self._is_filled:
            self._problem.show_notice(str(error), error=True)
        else:
            self._early_problem = error

    def _show_notices(self) -> None:
        """Move the window's notices to the current tab."""
        self._tabs.tab.notices.take(self._problem, self._notice)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember how everything stood, and stop what runs."""
        if not self._is_filled:
            self.closed.emit()
            return
        for timer in (self._keeping, self._keeping_looks):
            timer.timeout.disconnect()
        self._note()
        with contextlib.suppress(OSError):  # told by now
            self._kept.write()
        self._state.setValue("geometry", self.saveGeometry())
        self._state.setValue("docks", self._beside.save())
        self._state.setValue("columns", self._tabs.tab.columns())
        self._state.sync()
        for controller in self._tabs.controllers():
            controller.close()
        event.accept()
        self.closed.emit()

    def _note(self) -> None:
        """Take down which wikis and tabs there are, and how these look."""
        for controller in self._tabs.controllers():
            controller.store_view()
        with_visits = [each for each in self._tabs.controllers() if each.visit]
        in_front = self._tabs.controller
        self._kept.note(
            self._wikis,
            [each.visit for each in with_visits if each.visit],
            with_visits.index(in_front) if in_front in with_visits else 0,
        )

    def _on_looks_changed(self) -> None:
        if not self._keeping_looks.isActive():  # else who walks through rows puts it off for long
            self._keeping_looks.start()

    def _keep(self) -> None:
        """Write down which wikis and tabs there are: the program may be killed at any time."""
        self._note()
        self._background.run(self._write_kept())

    async def _write_kept(self) -> None:
        try:
            await in_thread(self._kept.write, "keep")
        except OSError as error:
            if self._keeping_failed:  # once is enough
                return
            self._keeping_failed = True
            said = _("Tabs and wikis cannot be saved: {reason}.")
            raise SettingsError(said.format(reason=error.strerror)) from error

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
        if focus is not None and go_on(self._in_order(), focus, next):
            return True
        return super().focusNextPrevChild(next)

    def _in_order(self) -> list[QWidget]:
        beside = (self._tabs, self._graph) if self._is_filled else ()
        return [self._top, *beside, self._status]

    def _go_to_part(self, by: int) -> None:
        """Go to the next part of the window (1) or the one before (-1), round the end."""
        tab, parts = self._tabs.tab, self._in_order()
        rounds = [self._top.field, tab.filter_bar, tab.list_part, tab.notices, self._graph]
        wider = [self._top, tab.filter_bar, tab.list_part, tab.notices, self._graph]
        at = max(0, focused_part(wider))
        if focused_part([tab.heading]) == 0 and by < 0:  # it stands before the filter
            at = 1
        for step in range(1, len(rounds) + 1):
            part = rounds[(at + by * step) % len(rounds)]
            if part.isVisible() and go_to(parts, part):
                if part is self._top.field:
                    self._top.focus_text()
                return

    def _go_to_list(self) -> None:
        if not self._tabs.isVisible():
            self._beside.toggle_graph()
        go_to(self._in_order(), self._tabs.tab.list_part)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take addresses and titles."""
        accept_text(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Explore what was dropped."""
        if accept_text(event):
            self._on_explore_wanted(dropped_text(event.mimeData()))

    def _show_start(self) -> None:
        self._background.run(self._fill_start(self._tabs.controller))

    async def _fill_start(self, controller: "TabController") -> None:
        used = self._wikis
        recent, names = await self._session.desk.do(
            lambda store: (
                store.explorations(newest=LOOKED_AT),
                stored_names(store.wikis(skip_damaged=True), used),
            )
        )
        if controller.visit is None and controller in self._tabs.controllers():
            controller.tab.show_start(
                recent,
                names,
                self._open_stored,
                partial(self._on_wiki_wanted, SAMPLE),
                partial(self._explore, SAMPLE) if controller.next_wiki == SAMPLE else None,
            )

    def _show_welcome(self) -> None:
        from wikilinks_gui.ui.dialogs.welcome import Welcome  # seen once in a lifetime

        wikis = [(wiki.name, wiki.address) for wiki in builtin_wikis() if wiki.address != SAMPLE]
        self._welcome = welcome = Welcome(wikis)
        welcome.started.connect(self._on_started)
        welcome.cancelled.connect(self._stop)
        welcome.sample_wanted.connect(partial(self._on_wiki_wanted, SAMPLE))
        welcome.skipped.connect(self._leave_welcome)
        self._tabs.tab.show_widget(welcome)

    def _on_started(self, address: str, contact: str) -> None:
        """Begin with what the welcome asked for; it stays until the wiki has answered."""
        if contact:
            self._use_settings(Settings(contact, self._session.settings.pace))
        self._tabs.controller.choose_wiki(
            address, list_page=True, show_failure=self._tell_start_failed
        )

    def _tell_start_failed(self, address: str, error: WikilinksError) -> None:
        if self._welcome and isValid(self._welcome):
            self._welcome.show_problem(str(error), other=with_other_scheme(address, error))
        else:
            self.show_error(error)

    def _leave_welcome(self) -> None:
        self._tabs.controller.stop()
        self._show_start()

    async def _tell_unfinished(self, now: datetime) -> None:
        """Offer the lists that were left unfinished before, and stand in no tab."""
        stored = await self._session.desk.do(lambda store: store.explorations(newest=LOOKED_AT))
        shown = {
            controller.visit.exploration
            for controller in self._tabs.controllers()
            if controller.visit
        }
        offered = read_number(self._state, "offered")  # the newest that was
        left = [
            each
            for each in left_unfinished(stored)
            if each.started < now and each.id > offered and each.id not in shown
        ]
        if len(left) == 1:
            self._notice.show_notice(
                _("“{title}” is incomplete.").format(title=left[0].target),
                actions=[(_("&Open it"), partial(self._open_stored, left[0].id))],
            )
        elif left:
            said = ngettext(
                "{count} list is incomplete.",
                "{count} lists are incomplete.",
                len(left),
            )
            self._notice.show_notice(
                said.format(count=words.number(len(left))),
                actions=[(_("&Show them"), self._show_history)],
            )
        if left:  # once is enough: they stay in the history
            self._state.setValue("offered", max(each.id for each in left))

    # --- wikis --------------------------------------------------------------------------------

    async def _suggest(self, text: str) -> AsyncIterator[list[Suggestion]]:
        if self._is_filled and (wiki := self._tabs.controller.next_wiki):
            async for found in self._session.suggest(wiki, text):
                yield found

    def _on_wiki_wanted(self, address: str) -> None:
        controller = self._tabs.controller
        controller.choose_wiki(address)
        if controller.visit is None:
            self._show_start()
        self._top.focus_text()

    def _show_wiki(self) -> None:
        """Show which wiki is asked, or which is being tried."""
        controller = self._tabs.controller
        shown = (controller.trying or controller.wiki, bool(controller.trying))
        if shown != self._shown_wiki:
            self._shown_wiki = shown
            self._top.set_current_wiki(shown[0], trying=shown[1])

    def _on_wiki_used(self, opened: OpenWiki) -> None:
        """Put a wiki at the head of those that were used."""
        key = opened.wiki.key
        known = [wiki for wiki in (*self._wikis, *builtin_wikis()) if wiki.key == key]
        choice = known[0] if known else WikiChoice(key, opened.wiki.site.name, key)
        self._wikis = [choice, *(wiki for wiki in self._wikis if wiki.key != key)]
        self._top.set_wikis(self._wikis)
        self._keeping.start()
        controller = self._tabs.controller
        if controller.visit is None and self._welcome and isValid(self._welcome):
            self._show_start()
            self._top.focus_text()

    def _on_wiki_forgotten(self, key: str) -> None:
        self._wikis = [wiki for wiki in self._wikis if wiki.key != key]
        self._top.set_wikis(self._wikis)
        self._keeping.start()

    # --- what is shown of a tab ---------------------------------------------------------------

    def _on_visited(self) -> None:
        """Show what was asked for, in place of what stands in the top bar."""
        self._top.set_text(self._name())
        self._on_named()

    def _on_named(self) -> None:
        name = self._name()
        field, tab = self._top.field, self._tabs.tab
        if not field.isModified():  # else the user is typing there
            self._top.set_text(name)
            asked_for = (
                self._asked_for is not None and self._tabs.controller.visit is self._asked_for
            )
            if asked_for and field.hasFocus() and tab.model is not None:
                tab.tree.setFocus()  # as a browser moves on into the page
        self.setWindowTitle(_("{title} – Wikilinks").format(title=name) if name else _("Wikilinks"))
        self._show_wiki()

    def _name(self) -> str:
        visit = self._tabs.controller.visit
        return visit.name if visit else ""

    def _on_changed(self) -> None:
        controller = self._tabs.controller
        self._status.show_status(controller.status())
        busy = controller.is_busy
        expected = controller.listing.expected if controller.listing else 0
        share = controller.phase == Phase.LOADING and expected
        self._progress.setRange(0, expected if share else int(not busy))
        if share and controller.tab.model:
            self._progress.setValue(len(controller.tab.model.table))
        elif not busy and self._progress.value() >= 0:
            self._progress.reset()  # which paints the whole window at once
        if self._welcome and isValid(self._welcome):
            self._welcome.show_trying(self._status.activity if controller.choosing else "")
        self._show_wiki()
        self._enable()

    def _enable(self) -> None:
        """Enable the actions that can do something now."""
        from wikilinks_gui.ui.window.enabled import usable_actions  # came with the tabs

        for name, can in usable_actions(self._tabs, self._graph).items():
            self._actions[name].setEnabled(can)

    def _on_menu_wanted(self, place: QPoint, more: Sequence[Action] = ()) -> None:
        menu = QMenu(self)
        fill_popup(menu, ROW_MENU, self._actions)
        for text, act in more:
            menu.addAction(text).triggered.connect(act)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    # --- actions ------------------------------------------------------------------------------

    def _handlers(self) -> dict[str, Callable[[], object]]:
        """Return the handler of each action; called before there are tabs."""
        return {
            "new_tab": self._on_tab_wanted,
            "close_tab": lambda: self._tabs.close_tab(self._tabs.currentIndex()),
            "export": lambda: self._dialogs.export(self._tabs.controller),
            "history": self._show_history,
            "quit": self.close,
            "copy": lambda: rowactions.copy_rows(self._tabs.tab),
            "copy_title": lambda: rowactions.copy_titles(self._tabs.tab),
            "copy_link": lambda: rowactions.copy_links(self._tabs.tab),
            "copy_url": lambda: rowactions.copy_addresses(self._tabs.tab),
            "select_all": self._select_all,
            "undo": lambda: workqueue.undo(self._tabs.tab),
            "redo": lambda: workqueue.redo(self._tabs.tab),
            "check": lambda: self._tabs.tab.toggle_checked(),
            "check_shown": lambda: workqueue.check_shown(self._tabs.tab),
            "next_unchecked": lambda: workqueue.go_to_next(self._tabs.tab),
            "find": lambda: self._tabs.tab.find_bar.open_bar(),
            "find_next": lambda: self._tabs.tab.find_bar.find_next(),
            "find_previous": lambda: self._tabs.tab.find_bar.find_previous(),
            "filter": lambda: self._tabs.tab.filter_bar.focus_text(),
            "clear_filter": lambda: self._tabs.tab.filter_bar.clear(),
            "graph": lambda: self._beside.toggle_graph(),
            "show_in_graph": lambda: self._graph.show_current(),
            "next_level": lambda: self._graph.show_current(open_it=True),
            "export_graph": self._export_graph,
            "settings": lambda: self._dialogs.settings(self._use_settings),
            "title": lambda: self._top.focus_text(),
            "list": self._go_to_list,
            "next_part": partial(self._go_to_part, 1),
            "previous_part": partial(self._go_to_part, -1),
            "wiki": lambda: self._top.open_wikis(),
            "back": lambda: self._tabs.controller.step(-1),
            "forward": lambda: self._tabs.controller.step(1),
            "next_tab": lambda: self._tabs.step(1),
            "previous_tab": lambda: self._tabs.step(-1),
            "stop": self._stop,
            "go_on": lambda: self._tabs.controller.resume(),
            "reload": lambda: self._tabs.controller.reload(),
            "expand_all": partial(self._open_all, True),
            "collapse_all": partial(self._open_all, False),
            "explore": self._explore_row,
            "explore_tab": partial(self._explore_row, new_tab=True),
            "open": lambda: rowactions.open_pages(self._tabs.tab),
            "edit": lambda: rowactions.open_pages(self._tabs.tab, "edit"),
            "edit_and_check": lambda: workqueue.edit_and_check(self._tabs.tab),
            "page_history": lambda: rowactions.open_pages(self._tabs.tab, "history"),
            "sample": partial(self._on_wiki_wanted, SAMPLE),
            "log": lambda: self._dialogs.log(),
            "about": lambda: self._dialogs.about(),
            "menu": lambda: self._top.open_menu(),
        }

    def _on_explore_wanted(self, text: str) -> None:
        self._explore(self._tabs.controller.next_wiki, text)

    def _explore(self, wiki: str, text: str) -> None:
        controller = self._tabs.controller
        self._notice.hide()
        controller.explore(wiki, text)
        self._asked_for = controller.visit

    def _on_title_entered(self) -> None:
        self._asked_for = None

    def _add_tab(self) -> "TabController":
        """Add a tab at the wiki of the one that is shown, and show it."""
        controller = self._tabs.add(self._tabs.controller.wiki)
        self._tabs.setCurrentWidget(controller.tab)
        return controller

    def _on_tab_wanted(self) -> None:
        self._add_tab()
        self._show_start()
        self._top.focus_text()

    def _explore_row(self, *, new_tab: bool = False) -> None:
        """Explore the page of the current row; a redirect itself, not where it leads."""
        row, visit = self._tabs.tab.current_row(), self._tabs.controller.visit
        if row is not None and visit is not None:
            controller = self._tabs.add(visit.wiki) if new_tab else self._tabs.controller
            controller.explore(visit.wiki, row.title, follow=not row.is_redirect)

    def _stop(self) -> None:
        """Stop everything that the tab fetches."""
        self._tabs.controller.stop()
        if panel := self._graph.panel:
            panel.stop()

    def _open_all(self, is_open: bool) -> None:
        tree = self._tabs.tab.tree
        (tree.expand_all if is_open else tree.collapse_all)()

    def _select_all(self) -> None:
        self._tabs.tab.tree.selectAll()
        self._enable()

    def _export_graph(self) -> None:
        if panel := self._graph.panel:
            self._dialogs.graph(self._tabs.controller, panel.view.layers)

    def _open_stored(self, exploration: int, *, go_on: bool = False) -> None:
        self._notice.hide()
        shown = self._tabs.showing(exploration)
        if shown is None:
            self._tabs.controller.go(Visit("", "", exploration=exploration), resume=go_on)
            return
        if go_on:
            shown.resume()
        self._tabs.look_at(self._tabs.indexOf(shown.tab))

    def _show_history(self) -> None:
        self._dialogs.history(self._wikis, self._open_stored, self._tabs.forget)

    def _use_settings(self, settings: Settings) -> None:
        try:
            save_settings(self._session.folders.settings, settings)
        except WikilinksError as error:
            self.show_error(error)
        self._session.use_settings(settings)
