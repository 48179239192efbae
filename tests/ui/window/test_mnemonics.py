# SPDX-License-Identifier: MIT
"""Alt and a letter does one thing: no two labels that can be seen at once have the same letter.

Two buttons with one letter only take the focus in turn, and Enter then presses what has it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from tests.samplewiki import SampleWiki
from tests.ui.export.test_exportdialog import source
from tests.ui.export.test_graphdialog import EXPLORATION, layer_of
from tests.ui.place import Place, hub
from tests.unit.graph.listings import ROWS
from wikilinks_gui.log import LogRecords
from wikilinks_gui.settings import Settings
from wikilinks_gui.ui.dialogs.about import AboutDialog
from wikilinks_gui.ui.dialogs.bugs import BugDialog
from wikilinks_gui.ui.dialogs.historydialog import HistoryDialog
from wikilinks_gui.ui.dialogs.logwindow import LogWindow
from wikilinks_gui.ui.dialogs.settingsdialog import SettingsDialog
from wikilinks_gui.ui.dialogs.welcome import Welcome
from wikilinks_gui.ui.export.exportdialog import ExportDialog
from wikilinks_gui.ui.export.graphdialog import GraphDialog, graph_source
from wikilinks_gui.ui.window.actions import fill_row_menu, make_actions, menus


def clashes(labels: Iterable[str]) -> dict[str, list[str]]:
    """Return labels that have the same letter, by that."""
    letters = {label: QKeySequence.mnemonic(label).toString() for label in {*labels}}
    many = {letter for letter, count in Counter(letters.values()).items() if letter and count > 1}
    return {one: sorted(each for each in letters if letters[each] == one) for one in many}


def labels_in(widget: QWidget) -> list[str]:
    """Return what stands on buttons and before fields, also on those that are hidden now."""
    buttons = [each.text() for each in widget.findChildren(QAbstractButton)]
    return buttons + [each.text() for each in widget.findChildren(QLabel) if each.buddy()]


def dialogs(folder: Path) -> Iterator[QWidget]:
    state = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    yield ExportDialog(source(), state)
    yield GraphDialog(graph_source([layer_of(ROWS)], EXPLORATION), state)
    yield AboutDialog()
    yield BugDialog(LogRecords(), lambda: None)
    yield HistoryDialog()
    yield LogWindow(LogRecords())
    yield SettingsDialog(Settings("me@example.org", {}))
    for trying in ("", "Connecting…"):
        welcome = Welcome([("Commons", "https://c.example/")])
        welcome.show_problem("There is none.", other="http://c.example/")
        welcome.show_trying(trying)
        yield welcome


def test_in_dialogs(qtbot: QtBot, tmp_path: Path) -> None:
    found = {}
    for dialog in dialogs(tmp_path):
        qtbot.addWidget(dialog)
        assert any("&" in label for label in labels_in(dialog))
        if clash := clashes(labels_in(dialog)):
            found[type(dialog).__name__] = clash
    assert not found


@pytest.mark.parametrize("at", range(len(menus())))
def test_in_menus(qapp: QApplication, at: int) -> None:
    _title, specs = menus()[at]
    assert not clashes(spec.text for spec in specs if spec)


def test_in_the_menu_of_a_row(qtbot: QtBot) -> None:
    parent, menu = QWidget(), QMenu()
    qtbot.addWidget(parent)
    qtbot.addWidget(menu)
    fill_row_menu(menu, make_actions(parent))
    on_disc = ["&Zoom to the disc", "C&lose this level"]
    on_disc += ["&Select 2 pages in the list", "Show onl&y 2 pages", "Ma&rk 2 pages"]
    assert not clashes([*on_disc, *(action.text() for action in menu.actions())])


def test_in_the_window(qapp: QApplication, tmp_path: Path) -> None:
    with closing(hub()) as database, SampleWiki(database) as wiki:
        place = Place(qapp, tmp_path, wiki)

        async def scenario() -> None:
            async with place.window() as seen:
                assert not clashes(labels_in(seen.window))
                await seen.explore("P1")
                await seen.settled()
                seen.controller.tab.find_bar.open_bar()
                seen.act("mark_shown")
                assert not clashes(labels_in(seen.window))
                await seen.explore("Nowhere", "sample")
                assert not clashes(labels_in(seen.window))

        place.run(scenario())
