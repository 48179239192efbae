# SPDX-License-Identifier: MIT
"""The program, adding wikis, opening tabs and changing settings by itself, until it is killed.

``python -m tests.ui.driven FOLDER SEED WIKI…`` writes a line of JSON when something is done: what
it was, and how many milliseconds went by from when it was shown until it was on the disk.
"""

import asyncio
import itertools
import json
import random
import sys
import time

from PySide6.QtGui import QAction

from tests.ui.asking import until
from wikilinks_gui import app
from wikilinks_gui.cli.main import read_arguments
from wikilinks_gui.settings import Settings
from wikilinks_gui.ui.tab.tabs import Tabs
from wikilinks_gui.ui.tab.visit import BUSY
from wikilinks_gui.ui.window.window import MainWindow

TITLES = ("Daugpiļs", "Latveja", "Reiga", "United States", "Juoņs Ryučāns", "Daugova")


class Driven(MainWindow):
    """A window that does something all the time."""

    def start(self, wiki: str, title: str) -> None:
        """Begin as always, and go on."""
        super().start(wiki, title)
        self.task = asyncio.ensure_future(self.drive(random.Random(int(sys.argv[2])), sys.argv[3:]))

    async def drive(self, chooser: random.Random, wikis: list[str]) -> None:
        """Do one thing after the other, and tell when it is saved."""
        tabs, new_tab = self.findChild(Tabs), self.findChild(QAction, "new_tab")
        assert tabs
        assert new_tab
        for number in itertools.count(1):
            action = chooser.choice(("wiki", "tab", "tab", "settings"))
            if action == "settings":
                self.commands.use_settings(Settings("me@example.org", {"w.example": float(number)}))
                done: list[object] = [action, number]
            elif action == "wiki" and wikis:
                address = wikis.pop()
                tabs.controller.choose_wiki(address)
                await until(lambda: tabs.controller.wiki == address)  # noqa: B023
                done = [action, address]
            else:
                title = chooser.choice(TITLES)
                new_tab.trigger()
                tabs.controller.explore("sample", title)
                await until(lambda: tabs.controller.phase not in BUSY)
                assert tabs.controller.visit
                done = ["tab", tabs.controller.visit.exploration]
            shown = time.perf_counter()
            await until(lambda: self.saver.is_done)
            took = (time.perf_counter() - shown) * 1000
            print(json.dumps([*done, round(took, 1)]), flush=True)  # noqa: T201


if __name__ == "__main__":
    vars(app)["MainWindow"] = Driven  # in place of the program's own
    sys.exit(app.run_window(read_arguments(["--basedir", sys.argv[1]])))
