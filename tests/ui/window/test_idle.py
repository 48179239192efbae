# SPDX-License-Identifier: MIT
"""Where nothing happens, the program does nothing: no widget asks for its own layout for ever."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QSettings
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.tree.listing import a_site
from wikilinks_gui.settings import Settings
from wikilinks_gui.ui.dialogs.about import AboutDialog
from wikilinks_gui.ui.dialogs.historydialog import HistoryDialog
from wikilinks_gui.ui.dialogs.settingsdialog import SettingsDialog
from wikilinks_gui.ui.dialogs.welcome import Welcome
from wikilinks_gui.ui.export.exportdialog import ExportDialog, ExportSource, RowsChoice

ROUNDS = 40


class Requests(QObject):
    """Counts what is asked of the event loop."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: Counter[str] = Counter()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.LayoutRequest, QEvent.Type.UpdateRequest}:
            self.seen[type(watched).__name__] += 1
        return False


def export_dialog(folder: Path) -> QWidget:
    rows = {"all": RowsChoice(1, list)}
    source = ExportSource("Title", a_site(), True, {}, rows)
    return ExportDialog(source, QSettings(str(folder / "x.ini"), QSettings.Format.IniFormat))


@pytest.mark.parametrize(
    "make",
    [
        lambda folder: Welcome([("A wiki", "http://localhost/")]),
        lambda folder: SettingsDialog(Settings()),
        export_dialog,
        lambda folder: HistoryDialog(),
        lambda folder: AboutDialog(),
    ],
    ids=["welcome", "settings", "export", "history", "about"],
)
def test_what_is_shown_comes_to_rest(
    themed: QApplication, qtbot: QtBot, tmp_path: Path, make: Callable[[Path], QWidget]
) -> None:
    widget = make(tmp_path)
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitExposed(widget)
    for _round in range(ROUNDS):
        themed.processEvents()
    requests = Requests()
    themed.installEventFilter(requests)
    for _round in range(ROUNDS):
        themed.processEvents()
    themed.removeEventFilter(requests)
    # a cursor may blink, a timer may look at the log
    assert sum(requests.seen.values()) < ROUNDS / 4, requests.seen
