# SPDX-License-Identifier: MIT
"""Opens the dialogs; each is imported when it is first wanted."""

import contextlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from wikilinks_gui import words
from wikilinks_gui.errors import SettingsError
from wikilinks_gui.log import LogRecords
from wikilinks_gui.settings import Settings, load_settings
from wikilinks_gui.translation import ngettext
from wikilinks_gui.ui.search.stored import stored_names
from wikilinks_gui.ui.search.wikilist import WikiChoice
from wikilinks_gui.ui.tab.backgroundtasks import BackgroundTasks
from wikilinks_gui.ui.tab.controller import TabController
from wikilinks_gui.wikis.session import Session

if TYPE_CHECKING:
    from wikilinks_gui.ui.graph.layer import Layer


@dataclass(frozen=True, slots=True)
class Dialogs:
    """The dialogs of a window, and what they ask of the store."""

    window: QWidget
    session: Session
    state: QSettings
    records: LogRecords
    background: BackgroundTasks
    tell: Callable[[str], None]

    def export(self, controller: TabController) -> None:
        """Export the list of a tab."""
        from wikilinks_gui.ui.export.exportdialog import ExportDialog, export_source

        source = export_source(controller)
        if controller.visit is None or source is None:
            return
        desk, exploration = self.session.desk, controller.visit.exploration
        dialog = ExportDialog(source, self.state, self.window)
        dialog.exported.connect(
            lambda: self.background.run(desk.do(lambda store: store.set_exported(exploration)))
        )
        dialog.open()

    async def graph(self, controller: TabController, layers: "Sequence[Layer]") -> None:
        """Export the graph of a tab, as its layers show it now."""
        if controller.visit is None or not layers:
            return
        exploration, layers = controller.visit.exploration, [*layers]
        from wikilinks_gui.ui.export.graphdialog import GraphDialog, graph_source

        stored = await self.session.desk.do(lambda store: store.exploration(exploration))
        if stored is not None:
            GraphDialog(graph_source(layers, stored), self.state, self.window).open()

    async def history(
        self,
        used: Iterable[WikiChoice],
        open_stored: Callable[..., None],
        forget: Callable[[list[int]], None],
    ) -> None:
        """Show all explorations; ``open_stored`` is given the id, and whether to ``resume``.

        ``forget`` is given the ids of those that are about to be deleted.
        """
        from wikilinks_gui.ui.dialogs.historydialog import HistoryDialog

        known = [*used]
        stored, damaged, names = await self.session.desk.do(
            lambda store: (
                store.explorations(),
                store.count_damaged(),
                stored_names(store.wikis(skip_damaged=True), known),
            )
        )
        if damaged:
            sentence = ngettext(
                "{count} stored list is damaged and is not shown.",
                "{count} stored lists are damaged and are not shown.",
                damaged,
            )
            self.tell(sentence.format(count=words.number(damaged)))
        dialog = HistoryDialog(self.window)
        dialog.set_explorations(stored, names)
        dialog.opened.connect(open_stored)
        dialog.resumed.connect(partial(open_stored, resume=True))
        dialog.deleted.connect(forget)
        dialog.deleted.connect(lambda ids: self.background.run(self.session.delete(ids)))
        dialog.open()

    def settings(self, use: Callable[[Settings], None]) -> None:
        """Ask for the settings; ``use`` is given new ones."""
        from wikilinks_gui.ui.dialogs.settingsdialog import SettingsDialog

        settings = self.session.settings
        with contextlib.suppress(SettingsError):  # told at the start
            settings = load_settings(self.session.folders.settings)  # a command may change them
        dialog = SettingsDialog(settings, self.window)
        dialog.saved.connect(use)
        dialog.open()

    def log(self) -> None:
        """Show the log, in a window beside."""
        from wikilinks_gui.ui.dialogs.logwindow import LogWindow

        window = self.window.findChild(LogWindow) or LogWindow(self.records, self.window)
        window.show()
        window.raise_()
        window.activateWindow()

    def about(self) -> None:
        """Show what the program is."""
        from wikilinks_gui.ui.dialogs.about import AboutDialog

        AboutDialog(self.window).open()
