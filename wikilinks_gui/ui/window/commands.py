# SPDX-License-Identifier: MIT
"""What the user can have done in the window, where several of its parts take part."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QMainWindow, QWidget

from wikilinks_gui.errors import WikilinksError
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.mediawiki.titleinput import read_input
from wikilinks_gui.settings import Settings, save_settings
from wikilinks_gui.ui.dialogs.opener import Dialogs
from wikilinks_gui.ui.graph.dock import Beside, GraphDock
from wikilinks_gui.ui.tab.backgroundtasks import BackgroundTasks
from wikilinks_gui.ui.tab.controller import TabController
from wikilinks_gui.ui.tab.tab import Tab
from wikilinks_gui.ui.tab.tabs import Tabs
from wikilinks_gui.ui.tab.visit import Visit
from wikilinks_gui.ui.widgets.notice import Notice
from wikilinks_gui.ui.widgets.taborder import focused_part, go_to
from wikilinks_gui.ui.window.statusline import StatusLine
from wikilinks_gui.ui.window.topbar import TopBar
from wikilinks_gui.ui.window.windowstate import StateSaver
from wikilinks_gui.wikis.session import Session

PATIENCE = 2.0
"""Seconds to find out which wiki is at an address, before a tab shows that it is being asked."""


@dataclass(eq=False)
class Commands:
    """The parts of a window, and what they do together; ``notice`` is the window's own."""

    window: QMainWindow
    session: Session
    background: BackgroundTasks
    saver: StateSaver
    notice: Notice
    top: TopBar
    tabs: Tabs
    graph: GraphDock
    beside: Beside
    status: StatusLine
    dialogs: Dialogs
    show_start_page: Callable[[], None] = lambda: None  # in the tab that is shown
    has_explored: bool = False  # until the user goes back to the title field

    @property
    def controller(self) -> TabController:
        """That of the tab that is shown."""
        return self.tabs.controller

    @property
    def tab(self) -> Tab:
        """The tab that is shown."""
        return self.tabs.tab

    # --- pages and wikis ----------------------------------------------------------------------

    def explore(self, wiki: str, text: str) -> None:
        """List what links to a page, in the tab that is shown."""
        self.notice.hide()
        self.controller.explore(wiki, text)
        self.has_explored = True

    def explore_text(self, text: str) -> None:
        """List what links to what was typed or dropped."""
        self.explore(self.controller.next_wiki, text)

    def explore_row(self, *, new_tab: bool = False) -> None:
        """Explore the page of the current row; a redirect itself, not its target."""
        row, visit = self.tab.current_row(), self.controller.visit
        if row is not None and visit is not None:
            controller = self.tabs.add(visit.wiki) if new_tab else self.controller
            controller.explore(visit.wiki, row.title, follow=not row.is_redirect)

    def show_asked(self, wiki: str, title: str) -> None:
        """Show what a start was asked for: in the tab that has it, else in a new one.

        "" stands for the wiki of the tab that is shown, and for no page.
        """
        if title and any(each.visit for each in self.tabs.controllers()):
            self.background.run(self._show_again(wiki or self.controller.wiki, title))
        elif wiki or title:
            self._show_in_new_tab(wiki or self.controller.wiki, title)

    async def _show_again(self, wiki: str, title: str) -> None:
        try:
            opened = await asyncio.wait_for(self.session.open_wiki(wiki, stored=True), PATIENCE)
        except (WikilinksError, TimeoutError):  # told in the new tab
            self._show_in_new_tab(wiki, title)
            return
        site, names = opened.wiki.site, {wiki, opened.wiki.key}
        wanted = _title_in(title, site)
        for each in self.tabs.controllers():
            visit = each.visit
            if wanted and visit and visit.follow and visit.wiki in names:
                texts = (visit.title, visit.text)
                if any(wanted == _title_in(text, site) for text in texts):
                    self.tabs.look_at(self.tabs.indexOf(each.tab))
                    return
        self._show_in_new_tab(wiki, title)

    def _show_in_new_tab(self, wiki: str, title: str) -> None:
        if self.controller.visit:
            self.add_tab()
        if title:
            self.explore(wiki, title)
        else:
            self.choose_wiki(wiki)

    def choose_wiki(self, address: str) -> None:
        """Ask another wiki from now on, in the tab that is shown."""
        self.controller.choose_wiki(address)
        if self.controller.visit is None:
            self.show_start_page()
        self.top.field.enter()

    @property
    def can_stop(self) -> bool:
        """Whether anything is fetched for the tab."""
        panel = self.graph.panel
        return self.controller.is_busy or (panel is not None and panel.is_searching)

    def stop(self) -> None:
        """Stop everything that is fetched for the tab."""
        self.controller.stop()
        if panel := self.graph.panel:
            panel.stop()

    # --- tabs and stored lists ----------------------------------------------------------------

    def add_tab(self) -> None:
        """Add a tab at the wiki of the one that is shown, and show it."""
        self.tabs.setCurrentWidget(self.tabs.add(self.controller.wiki).tab)

    def open_new_tab(self) -> None:
        """Add a tab with the start page."""
        self.add_tab()
        self.show_start_page()
        self.top.field.enter()

    def open_stored(self, exploration: int, *, resume: bool = False) -> None:
        """Show a stored list, in the tab that has it already; ``resume``: and what is missing."""
        self.notice.hide()
        shown = self.tabs.showing(exploration)
        if shown is None:
            self.controller.go(Visit("", "", exploration=exploration), resume=resume)
            return
        if resume:
            shown.resume()
        self.tabs.look_at(self.tabs.indexOf(shown.tab))

    def show_history(self) -> None:
        """Show all stored lists."""
        self.background.run(
            self.dialogs.history(self.saver.wikis, self.open_stored, self.tabs.forget)
        )

    # --- files and settings -------------------------------------------------------------------

    def export_graph(self) -> None:
        """Export the graph."""
        if panel := self.graph.panel:
            self.background.run(self.dialogs.graph(self.controller, panel.view.layers))

    def use_settings(self, settings: Settings) -> None:
        """Store settings, and use them for the next request."""
        try:
            save_settings(self.session.folders.settings, settings)
        except WikilinksError as error:
            self.background.show_error(error)
        self.session.use_settings(settings)

    # --- the focus ----------------------------------------------------------------------------

    def reading_order(self) -> list[QWidget]:
        """Return the parts of the window as they are read, for the Tab key."""
        return [self.top, self.tabs, self.graph, self.status]

    def go_to_part(self, by: int) -> None:
        """Go to the next part of the window (1) or the one before (-1), round the end."""
        tab = self.tab
        rounds = [self.top.field, tab.filter_bar, tab.list_part, tab.notices]
        rounds += [tab.context.entered, self.graph]
        wider = [self.top, *rounds[1:]]
        at = max(0, focused_part(wider))
        if focused_part([tab.heading]) == 0 and by < 0:  # it stands before the filter
            at = 1
        for step in range(1, len(rounds) + 1):
            part = rounds[(at + by * step) % len(rounds)]
            if part.isVisible() and go_to(self.reading_order(), part):
                if part is self.top.field:
                    self.top.field.enter()
                return

    def close_tab(self) -> None:
        """Close the tab that is shown, and go to the list of the next one, if it has any."""
        self.tabs.close_tab()
        if not go_to(self.reading_order(), self.tab.list_part):
            self.top.field.setFocus()

    def go_to_list(self) -> None:
        """Go to the list, which the graph may stand in place of."""
        if not self.tabs.isVisible():
            self.beside.toggle_graph()
        go_to(self.reading_order(), self.tab.list_part)


def _title_in(text: str, site: SiteInfo) -> str:
    """Return the title that a text names in a wiki; "" for none."""
    try:
        title = read_input(text, site)
    except WikilinksError:
        return ""
    return title[:1].upper() + title[1:] if site.case == "first-letter" else title
