# SPDX-License-Identifier: MIT
"""The main window: top bar, tabs, status line, and what the actions do."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, QSettings, QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QProgressBar, QTabWidget, QVBoxLayout, QWidget

from wikilinks_gui.connector import SAMPLE
from wikilinks_gui.errors import WikilinksError
from wikilinks_gui.log import LogRecords
from wikilinks_gui.mediawiki.pace import Wait
from wikilinks_gui.mediawiki.search import Suggestion
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.session import Session
from wikilinks_gui.settings import Settings, save_settings
from wikilinks_gui.translation import _
from wikilinks_gui.ui import rowactions, windowstate
from wikilinks_gui.ui.actions import ROW_MENU, fill_menu, make_actions, menus
from wikilinks_gui.ui.explorer import BUSY, Explorer, Phase, Visit, report_bug
from wikilinks_gui.ui.notice import Notice
from wikilinks_gui.ui.statusline import StatusLine
from wikilinks_gui.ui.tab import Tab
from wikilinks_gui.ui.topbar import TopBar
from wikilinks_gui.ui.wikilist import WikiChoice, builtin_wikis

log = logging.getLogger("wikilinks_gui.window")

RECENT = 8
"""Explorations that a new tab offers."""


class MainWindow(QMainWindow):
    """The window; :meth:`start` fills it once it is shown."""

    painted = Signal()  # for the first time: what takes long may begin
    closed = Signal()

    def __init__(
        self,
        session: Session,
        state: QSettings,
        records: LogRecords,
    ) -> None:
        super().__init__()
        self._session = session
        self._state = state
        self._records = records
        self._wikis = windowstate.read_wikis(state)
        self._errands: set[asyncio.Task[None]] = set()
        self._is_painted = False
        self.setWindowTitle(_("Wikilinks"))
        self.setAcceptDrops(True)
        self._actions = make_actions(self, self._handlers())
        self._menu = QMenu(_("Menu"), self)
        for title, names in menus():
            fill_menu(self._menu.addMenu(title), names, self._actions)
        self._actions["menu"].setMenu(self._menu)
        self._top = TopBar(self._suggest, self._actions)
        self._progress = QProgressBar()
        self._progress.setObjectName("thinProgress")
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(_("Progress"))
        self._notice = Notice()
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        self._tabs.setTabsClosable(True)
        self._tabs.setMovable(True)
        self._tabs.tabBar().setAutoHide(True)
        self._status = StatusLine(self._actions["stop"], self._actions["go_on"])
        central = QWidget()
        layout = QVBoxLayout(central)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self._top, self._progress, self._notice):
            layout.addWidget(widget)
        layout.addWidget(self._tabs, 1)
        layout.addWidget(self._status)
        self.setCentralWidget(central)
        self._top.explore_wanted.connect(self._on_explore_wanted)
        self._top.wiki_wanted.connect(self._on_wiki_wanted)
        self._top.wiki_to_add.connect(self._on_wiki_wanted)
        self._top.wiki_forgotten.connect(self._on_wiki_forgotten)
        self._tabs.currentChanged.connect(self._on_tab_changed)
        self._tabs.tabCloseRequested.connect(self._close_tab)
        self._top.set_wikis(self._wikis)
        self._new_tab(focus=False)
        self._restore()

    # --- start and end ------------------------------------------------------------------------

    def start(self, wiki: str, title: str) -> None:
        """Show what was asked for on the command line, else what was shown last."""
        if title:
            self._explorer.explore(wiki, title)
        elif wiki:
            self._on_wiki_wanted(wiki)
            self._show_start()
        elif visits := windowstate.read_tabs(self._state):
            for at, visit in enumerate(visits):
                explorer = self._new_tab(focus=False) if at else self._explorer
                explorer.visits, explorer.at = [visit], 0
                self._show_name(explorer)
            self._tabs.setCurrentIndex(0)
            self._explorer.step(0)
        elif self._wikis or self._session.contact:
            self._show_start()
        else:
            self._show_welcome()
        self._run_errand(self._tell_unfinished())

    def show_wait(self, host: str, wait: Wait) -> None:
        """Take note of a wait that began at a wiki."""
        for explorer in self._explorers():
            explorer.show_wait(host, wait)

    def show_error(self, error: WikilinksError) -> None:
        """Tell what went wrong, in a line."""
        self._notice.show_notice(str(error), error=True)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember how everything stood, and stop what runs."""
        self._save()
        for explorer in self._explorers():
            explorer.close()
        self._session.close()
        event.accept()
        self.closed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell when the window can be seen."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            log.info("shown")
            QTimer.singleShot(0, self.painted.emit)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take addresses and titles."""
        if event.mimeData().hasText() or event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Explore what was dropped."""
        urls = event.mimeData().urls()
        text = urls[0].toString() if urls else event.mimeData().text()
        event.acceptProposedAction()
        self._on_explore_wanted(text)

    def _restore(self) -> None:
        if not self.restoreGeometry(windowstate.read_bytes(self._state, "geometry")):
            line = self.fontMetrics().height()
            self.resize(QSize(68 * line, 44 * line).boundedTo(self.screen().availableSize()))

    def _save(self) -> None:
        self._state.setValue("geometry", self.saveGeometry())
        self._state.setValue("columns", self._tab.tree.save_columns())
        windowstate.write_wikis(self._state, self._wikis)
        windowstate.write_tabs(
            self._state, [explorer.visit for explorer in self._explorers() if explorer.visit]
        )
        self._state.sync()

    # --- tabs ---------------------------------------------------------------------------------

    @property
    def _explorer(self) -> Explorer:
        return self._explorer_of(self._tab)

    @property
    def _tab(self) -> Tab:
        return self._tab_at(self._tabs.currentIndex())

    def _tab_at(self, at: int) -> Tab:
        tab = self._tabs.widget(at)
        assert isinstance(tab, Tab)  # noqa: S101 - there is no other kind
        return tab

    def _explorer_of(self, tab: Tab) -> Explorer:
        explorer = tab.findChild(Explorer)
        assert isinstance(explorer, Explorer)  # noqa: S101 - made with the tab
        return explorer

    def _explorers(self) -> list[Explorer]:
        return [self._explorer_of(self._tab_at(at)) for at in range(self._tabs.count())]

    def _new_tab(self, *, focus: bool = True) -> Explorer:
        tab = Tab()
        tab.tree.restore_columns(windowstate.read_bytes(self._state, "columns"))
        explorer = Explorer(self._session, tab)
        explorer.wiki = self._explorer.wiki if self._tabs.count() else self._first_wiki()
        explorer.changed.connect(partial(self._on_changed, explorer))
        explorer.visited.connect(partial(self._on_visited, explorer))
        tab.tree.node_activated.connect(lambda _node: self._explore_row())
        tab.tree.current_changed.connect(lambda _node: self._enable())
        tab.tree.menu_wanted.connect(self._on_menu_wanted)
        self._tabs.addTab(tab, _("New tab"))
        if focus:
            self._tabs.setCurrentWidget(tab)
            self._show_start()
            self._top.focus_text()
        return explorer

    def _close_tab(self, at: int) -> None:
        if self._tabs.count() == 1:
            self.close()
            return
        tab = self._tab_at(at)
        self._explorer_of(tab).close()
        self._tabs.removeTab(at)
        tab.deleteLater()

    def _on_tab_changed(self) -> None:
        explorer = self._explorer
        if explorer.visit and explorer.phase == Phase.IDLE and explorer.tab.model is None:
            explorer.step(0)  # restored, and looked at for the first time
        self._top.set_text("")  # what was typed for another tab
        self._show_visit(explorer)
        self._on_changed(explorer)

    def _show_start(self) -> None:
        self._run_errand(self._fill_start(self._tab))

    async def _fill_start(self, tab: Tab) -> None:
        recent = await self._session.desk.do(lambda store: store.explorations(newest=RECENT))
        tab.show_start(recent, self._open_stored, lambda: self._on_wiki_wanted(SAMPLE))

    def _show_welcome(self) -> None:
        from wikilinks_gui.ui.welcome import Welcome  # seen once in a lifetime

        tab = self._tab
        welcome = Welcome()
        welcome.started.connect(self._on_started)
        welcome.sample_wanted.connect(partial(self._on_wiki_wanted, SAMPLE))
        welcome.skipped.connect(self._show_start)
        tab.show_widget(welcome)

    async def _tell_unfinished(self) -> None:
        """Offer the lists that were left unfinished and stand in no tab."""
        shown = {explorer.visit.exploration for explorer in self._explorers() if explorer.visit}
        stored = await self._session.desk.do(lambda store: store.explorations(newest=100))
        left = [each for each in stored if not each.complete and each.id not in shown]
        if left:
            self._notice.show_notice(
                _("“{title}” was left unfinished.").format(title=left[0].target)
                if len(left) == 1
                else _("{count} lists were left unfinished.").format(count=len(left)),
                actions=[
                    (_("Open it"), partial(self._open_stored, left[0].id))
                    if len(left) == 1
                    else (_("Show them"), self._show_history)
                ],
            )

    # --- wikis --------------------------------------------------------------------------------

    def _first_wiki(self) -> str:
        return self._wikis[0].address if self._wikis else ""

    async def _suggest(self, text: str) -> AsyncIterator[list[Suggestion]]:
        if self._explorer.wiki:
            async for found in self._session.suggest(self._explorer.wiki, text):
                yield found

    def _on_wiki_wanted(self, address: str) -> None:
        self._run_errand(self._choose_wiki(address))

    async def _choose_wiki(self, address: str) -> None:
        explorer = self._explorer
        opened = await self._session.open_wiki(address)
        explorer.wiki = opened.wiki.key
        self._remember(opened.wiki.key, opened.wiki.site)
        if explorer.phase == Phase.IDLE:
            self._show_start()
        self._show_visit(explorer)
        self._top.focus_text()

    def _remember(self, key: str, site: SiteInfo) -> None:
        """Put a wiki at the head of those that were used."""
        known = [wiki for wiki in (*self._wikis, *builtin_wikis()) if wiki.key == key]
        choice = known[0] if known else WikiChoice(key, site.name, key)
        self._wikis = [choice, *(wiki for wiki in self._wikis if wiki.key != key)]
        self._top.set_wikis(self._wikis)

    def _on_wiki_forgotten(self, key: str) -> None:
        self._wikis = [wiki for wiki in self._wikis if wiki.key != key]
        self._top.set_wikis(self._wikis)

    def _on_started(self, address: str, contact: str) -> None:
        """Begin with what the welcome asked for."""
        if contact:
            self._use_settings(Settings(contact, self._session.settings.pace))
        self._show_start()
        if address:
            self._on_wiki_wanted(address)

    # --- what is shown of a tab ---------------------------------------------------------------

    def _on_visited(self, explorer: Explorer) -> None:
        if explorer.opened:
            self._remember(explorer.opened.wiki.key, explorer.opened.wiki.site)
        self._show_visit(explorer)

    def _show_visit(self, explorer: Explorer) -> None:
        self._show_name(explorer)
        if explorer is self._explorer:
            visit, field = explorer.visit, self._top.field
            self._top.set_current_wiki(explorer.wiki)
            # A page that is found late must not take away what is being typed for the next one.
            if not (visit and field.isModified() and field.text() not in {"", visit.text}):
                self._top.set_text(visit.title or visit.text if visit else "")
            self._enable()

    def _show_name(self, explorer: Explorer) -> None:
        visit = explorer.visit
        name = visit.title or visit.text if visit else _("New tab")
        self._tabs.setTabText(self._tabs.indexOf(explorer.tab), name.replace("&", "&&"))
        if explorer is self._explorer:
            self.setWindowTitle(
                _("{title} – Wikilinks").format(title=name) if visit else _("Wikilinks")
            )

    def _on_changed(self, explorer: Explorer) -> None:
        if explorer is not self._explorer:
            return
        self._status.show_status(explorer.status())
        busy = explorer.phase in BUSY
        share = explorer.phase == Phase.LOADING and explorer.expected
        self._progress.setRange(0, explorer.expected if share else int(not busy))
        if share and explorer.tab.model:
            self._progress.setValue(len(explorer.tab.model.table))
        elif not busy:
            self._progress.reset()
        self._enable()

    def _enable(self) -> None:
        """Let only those actions be taken that can do something now."""
        explorer, tab = self._explorer, self._tab
        rows = tab.model is not None and len(tab.model.table) > 0
        current = rows and tab.tree.currentIndex().isValid()
        for name, can in {
            "back": explorer.at > 0,
            "forward": explorer.at + 1 < len(explorer.visits),
            "stop": explorer.phase in BUSY,
            "go_on": explorer.phase == Phase.UNFINISHED,
            "reload": explorer.visit is not None,
            "export": rows,
            **dict.fromkeys(("select_all", "find", "find_next", "find_previous"), rows),
            **dict.fromkeys(("filter", "clear_filter"), rows),
            **dict.fromkeys((name for name in ROW_MENU if name), current),
        }.items():
            self._actions[name].setEnabled(can)

    def _on_menu_wanted(self, place: QPoint) -> None:
        menu = QMenu(self)
        fill_menu(menu, ROW_MENU, self._actions)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    # --- actions ------------------------------------------------------------------------------

    def _handlers(self) -> dict[str, Callable[[], object]]:
        article, action = SiteInfo.article_url, SiteInfo.action_url
        return {
            "new_tab": self._new_tab,
            "close_tab": lambda: self._close_tab(self._tabs.currentIndex()),
            "export": self._show_export,
            "history": self._show_history,
            "quit": self.close,
            "copy": lambda: self._tab.tree.copy_selection(),
            "copy_title": lambda: rowactions.copy_titles(self._tab),
            "copy_link": lambda: rowactions.copy_links(self._tab),
            "copy_url": lambda: rowactions.copy_addresses(self._tab),
            "select_all": lambda: self._tab.tree.selectAll(),
            "check": lambda: self._tab.tree.toggle_checked(),
            "find": lambda: self._tab.find_bar.open_bar(),
            "find_next": lambda: self._tab.find_bar.find_next(),
            "find_previous": lambda: self._tab.find_bar.find_previous(),
            "filter": lambda: self._tab.filter_bar.focus_text(),
            "clear_filter": lambda: self._tab.filter_bar.clear(),
            "settings": self._show_settings,
            "title": lambda: self._top.focus_text(),
            "wiki": lambda: self._top.open_wikis(),
            "back": lambda: self._explorer.step(-1),
            "forward": lambda: self._explorer.step(1),
            "stop": lambda: self._explorer.stop(),
            "go_on": lambda: self._explorer.go_on(),
            "reload": lambda: self._explorer.reload(),
            "explore": self._explore_row,
            "explore_tab": partial(self._explore_row, new_tab=True),
            "open": lambda: rowactions.open_pages(self._tab, article),
            "edit": lambda: rowactions.open_pages(self._tab, lambda s, t: action(s, t, "edit")),
            "page_history": lambda: rowactions.open_pages(
                self._tab, lambda s, t: action(s, t, "history")
            ),
            "sample": partial(self._on_wiki_wanted, SAMPLE),
            "log": self._show_log,
            "about": self._show_about,
            "menu": lambda: self._top.open_menu(),
        }

    def _on_explore_wanted(self, text: str) -> None:
        explorer = self._explorer
        self._notice.hide_notice()
        explorer.explore(explorer.wiki, text)

    def _explore_row(self, *, new_tab: bool = False) -> None:
        """Explore the page of the current row; a redirect itself, not where it leads."""
        tab, visit = self._tab, self._explorer.visit
        index = tab.tree.currentIndex()
        if tab.model is None or visit is None or not index.isValid():
            return
        row = tab.model.row(tab.model.node(index.row()))
        wanted = Visit(visit.wiki, row.title, follow=not row.is_redirect)
        explorer = self._new_tab(focus=False) if new_tab else self._explorer
        explorer.go(wanted)

    def _open_stored(self, exploration: int, *, go_on: bool = False) -> None:
        self._notice.hide_notice()
        self._explorer.go(Visit("", "", exploration=exploration), go_on=go_on)

    def _show_export(self) -> None:
        from wikilinks_gui.ui.exportdialog import ExportDialog
        from wikilinks_gui.ui.exportsource import export_source

        visit, source = self._explorer.visit, export_source(self._explorer)
        if visit is None or source is None:
            return
        dialog = ExportDialog(source, self._state, self)
        exploration = visit.exploration
        dialog.exported.connect(
            lambda: self._run_errand(
                self._session.desk.do(lambda store: store.set_exported(exploration))
            )
        )
        dialog.open()

    def _show_history(self) -> None:
        self._run_errand(self._open_history())

    async def _open_history(self) -> None:
        from wikilinks_gui.ui.historydialog import HistoryDialog

        stored = await self._session.desk.do(lambda store: store.explorations())
        dialog = HistoryDialog(self)
        choices = [*builtin_wikis(), *self._wikis]
        dialog.set_explorations(stored, {choice.key: choice.name for choice in choices})
        dialog.opened.connect(self._open_stored)
        dialog.resumed.connect(partial(self._open_stored, go_on=True))
        dialog.deleted.connect(
            lambda ids: self._run_errand(self._session.desk.do(lambda store: store.delete(ids)))
        )
        dialog.open()

    def _show_settings(self) -> None:
        from wikilinks_gui.ui.settingsdialog import SettingsDialog

        dialog = SettingsDialog(self._session.settings, self)
        dialog.saved.connect(self._use_settings)
        dialog.open()

    def _use_settings(self, settings: Settings) -> None:
        try:
            save_settings(self._session.folders.settings, settings)
        except WikilinksError as error:
            self.show_error(error)
        self._session.use_settings(settings)

    def _show_log(self) -> None:
        from wikilinks_gui.ui.logwindow import LogWindow

        LogWindow(self._records, self).show()

    def _show_about(self) -> None:
        from wikilinks_gui.ui.about import AboutDialog

        AboutDialog(self).open()

    def _run_errand(self, errand: Coroutine[Any, Any, Any]) -> None:
        """Do something beside the lists; what goes wrong is told in the window."""

        async def run() -> None:
            try:
                await errand
            except WikilinksError as error:
                self.show_error(error)
            except Exception as error:  # a bug; the window stays
                report_bug(error)

        task = asyncio.ensure_future(run())
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)
