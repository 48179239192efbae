# SPDX-License-Identifier: MIT
"""The life of the window, as the program puts it together."""

import argparse
import asyncio
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from tests.ui.asking import run, until
from tests.ui.place import said
from wikilinks_gui import app
from wikilinks_gui.cli.main import read_arguments
from wikilinks_gui.log import LogRecords
from wikilinks_gui.settings import Folders
from wikilinks_gui.ui.tab.tabs import Tabs
from wikilinks_gui.ui.tab.visit import Phase
from wikilinks_gui.ui.widgets.notice import Notice
from wikilinks_gui.ui.window.singleinstance import Asked, OneWindow
from wikilinks_gui.ui.window.window import MainWindow


@pytest.fixture
def live(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[list[str], Callable[[MainWindow], object]], None]:
    """Run the program with arguments until something is so of its window, and close that."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # back at the end
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(app, "collect_garbage_here", lambda window: None)
    qapp.setQuitOnLastWindowClosed(False)

    def run_until(arguments: list[str], reached: Callable[[MainWindow], object]) -> None:
        args: argparse.Namespace = read_arguments(arguments)

        async def scenario() -> None:
            with ExitStack() as stack, closing(OneWindow(tmp_path / "data")) as one:
                assert not one.is_handed_over(Asked())
                folders = Folders.below(tmp_path)
                sample = app.sample_on_demand(stack)
                life = asyncio.ensure_future(app.live(args, folders, LogRecords(), sample, one))
                shown: list[MainWindow] = []
                while not shown or not reached(shown[0]):
                    await asyncio.sleep(0)
                    widgets = qapp.topLevelWidgets()
                    shown = [each for each in widgets if isinstance(each, MainWindow)]
                shown[0].close()
                shown[0].deleteLater()
                await until(life.done)

        run(qapp, scenario())

    return run_until


def is_listed(window: MainWindow) -> bool:
    tabs = window.findChild(Tabs)
    return tabs is not None and tabs.controller.phase == Phase.COMPLETE


def test_a_title_is_shown_at_once(
    live: Callable[[list[str], Callable[[MainWindow], object]], None],
) -> None:
    live(["Daugpiļs", "--demo"], is_listed)
    live(["Latveja"], is_listed)  # of the wiki that was used last


def test_damaged_settings_are_told_and_the_window_opens(
    live: Callable[[list[str], Callable[[MainWindow], object]], None], tmp_path: Path
) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.json").write_text('{"pace": 3', encoding="utf-8")

    def is_told(window: MainWindow) -> bool:
        told = any("are damaged" in said(each) for each in window.findChildren(Notice))
        return told and window.isVisible()

    live(["--demo"], is_told)


@pytest.mark.skipif(sys.platform == "win32", reason="no modes on Windows")
def test_s15_what_the_window_keeps_is_for_its_person_alone(
    live: Callable[[list[str], Callable[[MainWindow], object]], None], tmp_path: Path
) -> None:
    live(["Daugpiļs", "--demo"], is_listed)
    kept = [path for name in ("config", "data") for path in (tmp_path / name).rglob("*")]
    assert {"window.ini", "explorations.sqlite"} <= {path.name for path in kept}
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in kept}
    assert {name for name, mode in modes.items() if mode & 0o077} == set()
    assert stat.S_IMODE((tmp_path / "config").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


def test_s15_what_a_killed_export_left_is_removed_when_the_window_starts(
    live: Callable[[list[str], Callable[[MainWindow], object]], None], tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    part = tmp_path / "out" / ".wikilinks-0123456789ab.part"
    part.touch()
    state = QSettings(str(tmp_path / "config" / "window.ini"), QSettings.Format.IniFormat)
    state.setValue("export/folder", str(tmp_path / "out"))
    state.sync()
    live(["--demo"], lambda window: window.isVisible())
    assert not part.exists()


@pytest.mark.parametrize(
    ("arguments", "title", "wiki"),
    [
        (["en.wikipedia.org/wiki/Riga"], "https://en.wikipedia.org/wiki/Riga", True),
        (["Riga"], "Riga", False),
        ([], None, False),
    ],
)
def test_arguments(arguments: list[str], title: str | None, wiki: bool) -> None:
    args = read_arguments(arguments)
    assert args.title == title
    assert args.wiki == (title if wiki else None)


def test_an_address_that_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        read_arguments(["//me@example.org/wiki/X"])
    assert ended.value.code == 2
    assert "user name" in capsys.readouterr().err


def test_the_first_picture_does_not_wait_for_large_libraries() -> None:
    code = "import sys, wikilinks_gui.app; print({'numpy', 'requests'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "set()"
