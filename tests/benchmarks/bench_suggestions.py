# SPDX-License-Identifier: MIT
"""From a wiki's reply to painted suggestions: ``python -m tests.benchmarks.bench_suggestions``.

In a window that is shown, on qasync's event loop, with the sample wiki. The clock starts when the
reply has been read from the connection, in the thread that asked, and stops when the event that
painted the popup is done. Needs a screen, or ``QT_QPA_PLATFORM=offscreen``.
"""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable, Mapping
from statistics import median, quantiles

import qasync
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)

from tests.samplewiki import SampleWiki
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.reply import Reply
from wikilinks_gui.mediawiki.search import Suggestion, suggest
from wikilinks_gui.mediawiki.siteinfo import SiteInfo, read_siteinfo
from wikilinks_gui.tasks import in_thread
from wikilinks_gui.ui.widgets.icons import icon
from wikilinks_gui.ui.widgets.theme import apply_theme
from wikilinks_gui.ui.window.topbar import TopBar

ROUNDS = 6
TYPED = [
    *("a", "un", "uni", "united", "la", "ka", "st", "city", "war", "b", "ca", "king", "english"),
    *("kingdom united", "latveja", "daugp", "elizab", "photos", "world war"),
]


class TimedClient(Client):
    """Notes when a reply is there."""

    replied = 0.0

    def get(
        self,
        params: Mapping[str, str],
        *,
        interactive: bool = False,
        stop: threading.Event | None = None,
    ) -> Reply:
        """Ask as ever."""
        reply = super().get(params, interactive=interactive, stop=stop)
        self.replied = time.perf_counter()
        return reply


class PaintWatch(QObject):
    """Watches for the end of the event that painted a widget."""

    def __init__(self, on_painted: Callable[[], None]) -> None:
        super().__init__()
        self._on_painted = on_painted

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the end of the event that is going on."""
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, self._on_painted)
        return False


async def measure(client: TimedClient, site: SiteInfo) -> list[float]:
    """Type all texts, some times, and give the seconds from each reply to what it painted."""
    pending: list[float] = []
    taken: list[float] = []
    answered = asyncio.Event()

    async def suggestions(text: str) -> AsyncIterator[list[Suggestion]]:
        lists = suggest(client, site, text)
        while (found := await in_thread(lambda: next(lists, None), "suggest")) is not None:
            pending.append(client.replied)
            yield found
        answered.set()

    names = ("back", "forward", "graph", "export", "history", "menu")
    bar = TopBar(suggestions, {name: QAction(icon("menu"), name) for name in names})
    window = QMainWindow()
    central = QWidget()
    layout = QVBoxLayout(central)
    layout.addWidget(bar)
    layout.addWidget(QTableWidget(100, 5), 1)
    window.setCentralWidget(central)
    window.resize(1300, 800)
    window.show()
    window.activateWindow()
    bar.field.enter()

    def on_painted() -> None:
        now = time.perf_counter()
        taken.extend(now - replied for replied in pending)
        pending.clear()

    watch = PaintWatch(on_painted)
    bar.field.popup.viewport().installEventFilter(watch)
    for _round in range(ROUNDS):
        for text in TYPED:
            answered.clear()
            bar.field.show_text("")
            QTest.keyClicks(bar.field, text)
            await answered.wait()
            await asyncio.sleep(0.05)
            pending.clear()  # empty lists, which paint nothing
    window.close()
    return taken


def main() -> None:
    """Measure, and print a line."""
    app = QApplication([])
    apply_theme(app)
    app.setQuitOnLastWindowClosed(False)
    with SampleWiki() as wiki, qasync.QEventLoop(app) as loop:
        client = TimedClient(wiki.api_url)
        site = SiteInfo.from_query(client.api_url, read_siteinfo(client))
        taken = [seconds * 1000 for seconds in loop.run_until_complete(measure(client, site))]
        client.close()
    print(
        f"reply to painted suggestions, ms: median {median(taken):.1f}, "
        f"p99 {quantiles(taken, n=100)[98]:.1f}, worst {max(taken):.1f}; {len(taken)} lists"
    )


if __name__ == "__main__":
    main()
