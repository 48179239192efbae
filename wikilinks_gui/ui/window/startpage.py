# SPDX-License-Identifier: MIT
"""What is shown before there is a list: the start page of a tab, the welcome, unfinished lists."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings
from shiboken6 import isValid

from wikilinks_gui import words
from wikilinks_gui.errors import WikilinksError
from wikilinks_gui.translation import _, ngettext
from wikilinks_gui.ui.search.stored import left_unfinished, stored_names
from wikilinks_gui.ui.search.wikilist import builtin_wikis
from wikilinks_gui.ui.tab.controller import TabController, with_other_scheme
from wikilinks_gui.ui.tab.emptystates import nothing_explored
from wikilinks_gui.ui.widgets.uistate import read_number
from wikilinks_gui.ui.window.commands import Commands
from wikilinks_gui.wikis.connector import SAMPLE

if TYPE_CHECKING:
    from wikilinks_gui.ui.dialogs.welcome import Welcome

LOOKED_AT = 100
"""Newest lists among which recent and incomplete ones are looked for."""


class StartPage(QObject):
    """Shows in tabs without a list what can be explored."""

    def __init__(self, commands: Commands, state: QSettings) -> None:
        super().__init__(commands.window)
        self._commands = commands
        self._state = state
        self._welcome: Welcome | None = None  # may be gone

    def show(self) -> None:
        """Show it in the tab that is in front."""
        self._commands.background.run(self._fill(self._commands.controller))

    async def _fill(self, controller: TabController) -> None:
        commands = self._commands
        used = commands.saver.wikis
        recent, names = await commands.session.desk.do(
            lambda store: (
                store.explorations(newest=LOOKED_AT),
                stored_names(store.wikis(skip_damaged=True), used),
            )
        )
        if controller.visit is None and controller in commands.tabs.controllers():
            nothing_explored(
                controller.tab.show_start(),
                recent,
                names,
                commands.open_stored,
                partial(commands.choose_wiki, SAMPLE),
                partial(commands.explore, SAMPLE) if controller.next_wiki == SAMPLE else None,
            )

    # --- the welcome --------------------------------------------------------------------------

    def show_welcome(self) -> None:
        """Show what is seen once in a lifetime, until there is a wiki."""
        from wikilinks_gui.ui.dialogs.welcome import Welcome

        wikis = [(wiki.name, wiki.address) for wiki in builtin_wikis() if wiki.address != SAMPLE]
        self._welcome = welcome = Welcome(wikis)
        welcome.started.connect(self._on_started)
        welcome.cancelled.connect(self._commands.stop)
        welcome.sample_wanted.connect(partial(self._commands.choose_wiki, SAMPLE))
        welcome.skipped.connect(self._commands.controller.stop)
        welcome.skipped.connect(self._leave_welcome)
        self._commands.tab.show_widget(welcome)
        self._commands.controller.changed.connect(self._show_trying)
        self._commands.controller.wiki_answered.connect(self._on_wiki_answered)

    def _shown_welcome(self) -> "Welcome | None":
        return self._welcome if self._welcome and isValid(self._welcome) else None

    def _show_trying(self) -> None:
        commands = self._commands
        if welcome := self._shown_welcome():
            welcome.show_trying(commands.status.text if commands.controller.choosing else "")

    def _on_started(self, address: str, contact: str) -> None:
        """Begin with what was asked for; the welcome stays until the wiki has answered."""
        commands = self._commands
        if contact:
            commands.use_settings(replace(commands.session.settings, contact=contact))
        commands.controller.choose_wiki(address, list_page=True, show_failure=self._show_failure)

    def _show_failure(self, address: str, error: WikilinksError) -> None:
        if welcome := self._shown_welcome():
            welcome.show_problem(str(error), other=with_other_scheme(address, error))
        else:
            self._commands.background.show_error(error)

    def _on_wiki_answered(self) -> None:
        if self._commands.controller.visit is None and self._shown_welcome():
            self._leave_welcome()

    def _leave_welcome(self) -> None:
        self.show()
        self._commands.top.field.enter()

    # --- unfinished lists ---------------------------------------------------------------------

    def offer_unfinished(self) -> None:
        """Offer the lists that were left unfinished before, and stand in no tab; once."""
        self._commands.background.run(self._offer_unfinished(datetime.now(UTC)))

    async def _offer_unfinished(self, now: datetime) -> None:
        commands = self._commands
        stored = await commands.session.desk.do(lambda store: store.explorations(newest=LOOKED_AT))
        visits = [controller.visit for controller in commands.tabs.controllers()]
        shown = {visit.exploration for visit in visits if visit}
        offered = read_number(self._state, "offered")  # the newest that was
        left = [
            each
            for each in left_unfinished(stored)
            if each.started < now and each.id > offered and each.id not in shown
        ]
        if len(left) == 1:
            commands.notice.show_notice(
                _("“{title}” is incomplete.").format(title=left[0].target),
                actions=[(_("&Open it"), partial(commands.open_stored, left[0].id))],
            )
        elif left:
            said = ngettext(
                "{count} list is incomplete.", "{count} lists are incomplete.", len(left)
            )
            commands.notice.show_notice(
                said.format(count=words.number(len(left))),
                actions=[(_("&Show them"), commands.show_history)],
            )
        if left:
            self._state.setValue("offered", max(each.id for each in left))
