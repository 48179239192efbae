# SPDX-License-Identifier: MIT
"""Makes pictures of the real window, to look at: ``python -m tests.pictures [FOLDER]``.

The window runs in this process, on a display of its own with a window manager (see
:mod:`tests.e2e`), with a wiki on loopback in which things go wrong on demand. ``--only PART``
makes the pictures whose names contain it. It ends by itself, with status 1 when one failed.
"""

import argparse
import asyncio
import faulthandler
import os
import random
import sqlite3
import sys
import tempfile
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, QPoint, QSettings, Qt
from PySide6.QtGui import QAction, QFont, QPainter, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QMenu,
    QPushButton,
    QTabWidget,
    QToolButton,
    QTreeView,
    QWidget,
)
from qasync import QEventLoop

from tests.e2e.desktop import SIZE as SCREEN
from tests.e2e.desktop import Desktop, missing
from tests.realwiki import HUB, real_wiki
from tests.samplewiki import SampleWiki
from tests.samplewiki.faults import ApiError, Delay, Fault, TooManyRequests
from tests.ui.context.made import made
from wikilinks_gui.errors import StoreFullError
from wikilinks_gui.log import LogRecords, set_up_logging
from wikilinks_gui.mediawiki.pace import Wait
from wikilinks_gui.samplewiki.database import INDEXES, SCHEMA
from wikilinks_gui.samplewiki.request import Request
from wikilinks_gui.settings import Folders, Settings, save_settings
from wikilinks_gui.store.records import OriginRecord
from wikilinks_gui.table.filter import Filter
from wikilinks_gui.table.origin import ALL_ORIGINS, ORIGIN_GROUPS, Origin
from wikilinks_gui.table.row import Kind
from wikilinks_gui.ui.dialogs.bugs import BugDialog
from wikilinks_gui.ui.export.filefield import FileField
from wikilinks_gui.ui.graph.dock import GraphDock
from wikilinks_gui.ui.tab.controller import TabController
from wikilinks_gui.ui.tab.tab import Tab
from wikilinks_gui.ui.tab.visit import BUSY, Phase
from wikilinks_gui.ui.widgets.theme import apply_theme
from wikilinks_gui.ui.window.topbar import TopBar
from wikilinks_gui.ui.window.window import MainWindow
from wikilinks_gui.wikis.connector import SAMPLE
from wikilinks_gui.wikis.session import Session

LONGEST = 20.0  # seconds that a picture may take
SIZE = (1180, 800)
WIDE = (1260, 820)
ENGLISH, ARABIC, HEBREW, JAPANESE = "Climate change", "تغير المناخ", "שינוי אקלים", "気候変動"

TEMPLATE = 10  # the namespace

Found = TypeVar("Found", bound=QObject)
Scene = Callable[["Stage"], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: what is done for it, and in which circumstances."""

    name: str
    scene: Scene
    dark: bool = False
    mirrored: bool = False
    scale: int = 1  # of the text
    size: tuple[int, int] = SIZE
    small: bool = False  # the wiki of this file, instead of the sample wiki
    rows: int = 0  # of the page in a wiki of real titles, instead of these
    faults: tuple[Fault, ...] = ()
    framed: bool = True  # with what the window manager adds


class Stage:
    """A window, and what is needed to bring it into a state."""

    def __init__(
        self, window: MainWindow, wiki: SampleWiki, records: LogRecords, folder: Path
    ) -> None:
        self.window = window
        self.wiki = wiki
        self.records = records
        self.folder = folder

    @property
    def tab(self) -> Tab:
        """The tab that is shown."""
        tab = one(self.window, QTabWidget).currentWidget()
        assert isinstance(tab, Tab)
        return tab

    @property
    def controller(self) -> TabController:
        """What lists in that tab."""
        return one(self.tab, TabController)

    @property
    def graph(self) -> GraphDock:
        """The graph beside the tabs."""
        return one(self.window, GraphDock)

    async def explore(self, title: str, *, all_of_it: bool = True) -> None:
        """List a page; to its end, or until the first rows are there."""
        self.controller.explore(SAMPLE, title)
        if all_of_it:
            await until(lambda: self.controller.phase not in BUSY)
        else:
            await until(lambda: self.controller.phase == Phase.LISTING)
        self.tab.tree.setFocus()

    async def do(self, action: str) -> None:
        """Take an action of the window."""
        one(self.window, QAction, action).trigger()
        await settled()

    async def dialog(self, action: str) -> QDialog:
        """Take an action that opens a dialog."""
        await self.do(action)
        return await self.shown_dialog()

    async def shown_dialog(self) -> QDialog:
        """Return the dialog that is shown."""
        await until(lambda: any(each.isVisible() for each in top_levels(QDialog)))
        return next(each for each in top_levels(QDialog) if each.isVisible())

    def open_groups(self, most: int = 3) -> None:
        """Open the first redirects that something comes through."""
        model = self.tab.model
        assert model is not None
        for _time in range(2):  # also those within
            rows = range(min(len(model.table.visible), 40))
            nodes = [model.node(row) for row in rows]
            model.set_open([node for node in nodes if model.can_open(node)][:most], True)

    def select(self, row: int) -> None:
        """Make a row the current one."""
        self.tab.tree.setCurrentIndex(self.tab.tree.model().index(row, 0))
        self.tab.tree.setFocus()


def one(parent: QObject, kind: type[Found], name: str = "") -> Found:
    """Return what there is of a kind, below."""
    found = parent.findChild(kind, name) if name else parent.findChild(kind)
    assert isinstance(found, kind)
    return found


def top_levels(kind: type[Found]) -> list[Found]:
    """List the windows of a kind."""
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, kind)]


async def until(holds: Callable[[], object]) -> None:
    """Wait until something holds."""
    while not holds():
        await asyncio.sleep(0.02)


async def settled() -> None:
    """Wait until everything is laid out and painted."""
    await asyncio.sleep(0.2)


def links(request: Request) -> bool:
    """Return whether a request lists links."""
    return "linkshere" in request.get("prop", "")


def later(request: Request) -> bool:
    """Return whether a request goes on with a list."""
    return links(request) and "lhcontinue" in request


# --- a small wiki -------------------------------------------------------------------------------


def small_wiki() -> sqlite3.Connection:
    """Make a wiki with all sorts of links to a page, in scripts of all sorts."""
    db = sqlite3.connect(":memory:", check_same_thread=False)
    db.executescript(SCHEMA)
    ids = iter(range(1, 10_000))

    def page(title: str, namespace: int = 0, redirect: bool = False) -> int:
        number = next(ids)
        name = title.replace(" ", "_")
        db.execute("INSERT INTO page VALUES (?, ?, ?, ?)", (number, namespace, name, redirect))
        return number

    def link(to: str, source: int, namespace: int = 0) -> None:
        row = (0, to.replace(" ", "_"), namespace, source)
        db.execute("INSERT OR IGNORE INTO pagelinks VALUES (?, ?, ?, ?)", row)

    def redirect(title: str, to: str, section: str = "") -> None:
        number = page(title, redirect=True)
        row = (number, to.replace(" ", "_"), section)
        db.execute("INSERT INTO redirect VALUES (?, 0, ?, '', ?)", row)
        link(to, number)

    for hub, redirects, direct in (
        (
            ENGLISH,
            {
                "Global warming": ("", ["Arctic sea ice decline", "Bjørn Lomborg", "Carbon tax"]),
                "Climate crisis": ("Terminology", ["Deforestation", "Greta Thunberg"]),
                "Impacts of global warming": ("Impacts", ["Coral bleaching"]),
            },
            ["1997 Kyoto Protocol", "Agriculture", "Ocean acidification", "Paris Agreement"],
        ),
        (
            ARABIC,
            {
                "الاحتباس الحراري": ("", ["ذوبان الجليد", "ثاني أكسيد الكربون", "ضريبة الكربون"]),
                "أزمة المناخ": ("الأسباب", ["إزالة الغابات"]),
            },
            ["اتفاق باريس", "بروتوكول كيوتو (1997)", "زراعة", "Greenpeace", "شينوي אקלים"],
        ),
        (
            HEBREW,
            {"התחממות עולמית": ("גורמים", ["קרחון", "פחמן דו-חמצני", "IPCC"])},
            ["הסכם פריז", "חקלאות", "פרוטוקול קיוטו (1997)", "بروتوكول كيوتو"],
        ),
        (
            JAPANESE,
            {
                "地球温暖化": ("原因", ["二酸化炭素", "北極の海氷", "京都議定書 (1997年)"]),
                "氣候變化": ("", ["巴黎協定", "溫室氣體"]),
            },
            ["기후 변화에 관한 정부 간 협의체", "农业", "海洋酸性化", "パリ協定 (2015年)"],
        ),
    ):
        page(hub)
        for title, (section, through) in redirects.items():
            redirect(title, hub, section)
            for name in through:
                link(title, page(name))
        for name in direct:
            link(hub, page(name))
        talk = page(direct[0], 1)
        link(hub, talk, 1)
    redirect("Global warming (physics)", "Global warming")
    link("Global warming (physics)", page("Radiative forcing"))
    link(ENGLISH, page("Template docs", 10), 10)
    box = page("Climate change series")
    link(ENGLISH, box)
    db.execute("INSERT INTO templatelinks VALUES (0, 'Climate_change', 0, ?)", (box,))
    page("Climate")
    elsewhere = page("Climate variability", redirect=True)
    db.execute("INSERT INTO redirect VALUES (?, 0, 'Climate', '', '')", (elsewhere,))
    link("Climate", elsewhere)
    link(ENGLISH, elsewhere)
    long = page("A very long title that no column is wide enough for " * 4)
    link(ENGLISH, long)
    db.executescript(INDEXES)
    db.commit()
    return db


# --- the scenes ---------------------------------------------------------------------------------


async def listing(stage: Stage) -> None:
    """Show a list with open redirects."""
    await stage.explore("Daugpiļs")
    stage.open_groups()
    stage.select(3)


async def long_listing(stage: Stage) -> None:
    """Show a long list."""
    await stage.explore("United States")
    stage.open_groups()


def explored(*titles: str) -> Scene:
    """Show what comes of one title after the other."""

    async def scene(stage: Stage) -> None:
        for title in titles:
            await stage.explore(title)
            if stage.tab.model is not None:
                stage.open_groups()

    return scene


async def selected(stage: Stage) -> None:
    """Show a row that links through two redirects."""
    await stage.explore(ENGLISH)
    stage.open_groups(9)
    stage.tab.tree.find_next("Radiative")
    stage.tab.tree.setFocus()


TEXTS = {
    "Agriculture": (
        "Farming feeds the world. It both causes and suffers from [[climate change]]: some 15% of "
        "all greenhouse gases come from it.\n\n== Outlook ==\nUntil 2050 yields of maize may fall "
        "by a quarter where [[Climate change|the climate changes]] as it does now. "
        "Adaptation is expensive.\n* See also [[climate change]] in [[Africa]]."
    ),
    "Paris Agreement": "A treaty of 2015.\n\n{{Template docs}}",
    "Template:Template docs": "'''Climate''': [[Climate change|Change]] · [[Ocean]] · [[Ice]]",
    "Ocean acidification": "{{#invoke:List|main}}",
    "زراعة": "الزراعة من أهم مصادر الغذاء. وهي تتأثر بظاهرة [[تغير المناخ|تغيّر المناخ]] (climate"
    " change) وتساهم فيها بنحو 15٪ من الانبعاثات.\n\n== الآثار ==\nمن آثار [[تغير المناخ]] انخفاض"
    " المحاصيل.",
}


def context(target: str, title: str) -> Scene:
    """Show where the link of a row stands."""

    async def scene(stage: Stage) -> None:
        session = stage.window.commands.session
        session.use_settings(replace(session.settings, check_small_lists=False))
        await stage.explore(target)
        model, visit = stage.tab.model, stage.controller.visit
        assert model is not None
        assert visit is not None
        rows = [model.table.row(node) for node in range(len(model.table))]
        names = {0: target} | model.table.redirect_titles()
        records, texts = made(model.site, rows, TEXTS, names)
        await session.desk.do(
            lambda store: store.keep_origins(visit.exploration, records, SAMPLE, texts, TEXTS)
        )
        model.set_origins(records)
        stage.tab.tree.find_next(title)
        stage.tab.tree.setFocus()
        await settled()

    return scene


async def leads_elsewhere(stage: Stage) -> None:
    """Show a redirect that links here and leads elsewhere."""
    await stage.explore(ENGLISH)
    stage.tab.tree.find_next("variability")


async def welcome(stage: Stage) -> None:
    """Show the first start."""
    stage.window.start("", "")


def start_with(address: str, then: str = "") -> Scene:
    """Show the first start with an address; ``then`` is a button to be pressed."""

    async def scene(stage: Stage) -> None:
        stage.window.start("", "")
        one(stage.tab, QComboBox).setEditText(address.format(wiki=stage.wiki.url.split("//")[1]))
        press(stage.tab, "Start")
        await asyncio.sleep(1)
        if then:
            press(stage.tab, then)
            await settled()

    return scene


def press(parent: QWidget, text: str) -> None:
    """Press a button."""
    found = (b for b in parent.findChildren(QPushButton) if b.text().replace("&", "") == text)
    next(found).click()


async def banners(stage: Stage) -> None:
    """Show what the window and the tab have to say, over a list."""
    await stopped(stage)
    stage.window.show_error(StoreFullError("The disk is full: marks are not kept."))
    await settled()


async def wiki_fails(stage: Stage) -> None:
    """Show that a wiki that was chosen is none, over a list of the one before."""
    await stage.explore("Daugpiļs")
    stage.controller.choose_wiki("https://127.0.0.1:9/wiki/Quartz")
    await asyncio.sleep(1)


async def silence(stage: Stage) -> None:
    """Show a wiki that hangs amid a list."""
    await under_way(stage)
    await asyncio.sleep(4)


async def graph_instead(stage: Stage) -> None:
    """Show the graph where there is no room for the list beside it."""
    await stage.explore("Daugpiļs")
    await settled()
    await stage.do("graph")
    await asyncio.sleep(1)


async def sample_start(stage: Stage) -> None:
    """Show the sample wiki, chosen at the first start."""
    stage.window.start("", "")
    await settled()
    await stage.do("sample")


async def nothing_explored(stage: Stage) -> None:
    """Show a new tab after some lists."""
    await stage.explore("Daugpiļs")
    await stage.explore("Juoņs Ryučāns")
    await stage.explore("United States", all_of_it=False)
    stage.controller.stop()
    await until(lambda: stage.controller.phase not in BUSY)
    await stage.do("new_tab")


async def under_way(stage: Stage) -> None:
    """Show a list that is coming in."""
    await stage.explore("United States", all_of_it=False)


async def asking(stage: Stage) -> None:
    """Show the time before the first rows."""
    stage.controller.explore(SAMPLE, "United States")
    await until(lambda: len(stage.wiki.faults) == 0)


async def waiting(stage: Stage) -> None:
    """Show a wait that the wiki asks for."""
    await under_way(stage)
    await until(lambda: len(stage.wiki.faults) == 0)
    await asyncio.sleep(0.5)


async def stopped(stage: Stage) -> None:
    """Show a list that was stopped."""
    await under_way(stage)
    await stage.do("stop")
    await until(lambda: stage.controller.phase not in BUSY)


async def offline(stage: Stage) -> None:
    """Show what becomes of a list when the wiki is gone."""
    await under_way(stage)
    stage.wiki.close()
    await asyncio.sleep(1)


async def no_wiki(stage: Stage) -> None:
    """Show that there is nothing at an address."""
    stage.controller.explore("http://127.0.0.1:9/", "Daugpiļs")
    await asyncio.sleep(1)


async def filtered(stage: Stage) -> None:
    """Show a part of a list."""
    await stage.explore("Daugpiļs")
    stage.tab.filter_bar.set_filter(
        Filter(text="la", namespaces=frozenset({0, 1}), kinds=Kind.LINK)
    )
    await settled()


async def branches(stage: Stage) -> None:
    """Show a filter that matches in redirects, one of which is closed, and check marks."""
    await stage.explore(ENGLISH)
    model = stage.tab.model
    assert model is not None
    stage.tab.filter_bar.set_filter(Filter(text="at"))
    await settled()
    groups = [node for node in range(len(model.table)) if model.table.is_open(node)]
    model.set_open(groups[-1:], False)
    model.set_checked([model.node(row) for row in (2, 5)], True)
    stage.tab.tree.go_to(2)
    await settled()


async def flat(stage: Stage) -> None:
    """Show a list without redirects, with what each row came through."""
    await stage.explore(ENGLISH)
    stage.tab.filter_bar.set_filter(Filter(redirects=False))
    await settled()


async def nothing_passes(stage: Stage) -> None:
    """Show a filter that leaves out all."""
    await stage.explore("Daugpiļs")
    stage.tab.filter_bar.set_filter(Filter(text="xyzzy"))


async def broken_filter(stage: Stage) -> None:
    """Show a regular expression that is none."""
    await stage.explore("Daugpiļs")
    stage.tab.filter_bar.set_filter(Filter(text="a", mode="regex"))
    field = one(stage.tab.filter_bar, QLineEdit)
    field.setFocus()
    field.setText("(a")


def popped(name: str) -> Scene:
    """Show a menu of the filter bar; ``name`` is how its button begins."""

    async def scene(stage: Stage) -> None:
        await stage.explore("Daugpiļs")
        for button in stage.tab.filter_bar.findChildren(QPushButton):
            if button.text().startswith(name):
                button.menu().popup(button.mapToGlobal(QPoint(0, button.height())))

    return scene


async def origins(stage: Stage, title: str = ENGLISH) -> None:
    """Show where links come from."""
    await stage.explore(title)
    stage.open_groups()
    model = stage.tab.model
    assert model is not None
    await until(lambda: model.table.has_origins and not stage.controller.check.is_running)
    named = "قالب:تغير المناخ" if title == ARABIC else "Template:Climate change"
    ways = [
        *((Origin.TEXT, ()), (Origin.TEMPLATE, (named,)), (Origin.TEXT, ("Template:Main",))),
        *((Origin.BOTH, (named,)), (Origin.TEMPLATE, (named, "Template:Earth science"))),
        *((Origin.NOT_FOUND, ()), (Origin.TEMPLATE, (named,))),
    ]
    model.set_origins(
        [
            OriginRecord(row.via, row.page_id, 1, int(origin), number % 7 != 6, templates, ())
            for number, row in enumerate(model.table.rows(range(len(model.table))))
            for origin, templates in [ways[number % len(ways)]]
        ]
    )
    stage.select(2)
    await asyncio.sleep(0.5)  # until they are counted


async def origins_filtered(stage: Stage) -> None:
    """Hide links that come only through a template."""
    await origins(stage)
    hidden = 1 << ORIGIN_GROUPS["template"]
    stage.tab.filter_bar.set_filter(Filter(origins=ALL_ORIGINS & ~hidden))
    await settled()


async def origins_menu(stage: Stage) -> None:
    """Show the menu of origins."""
    await origins(stage)
    button = next(
        each
        for each in stage.tab.filter_bar.findChildren(QPushButton)
        if each.text().startswith("Origin")
    )
    button.menu().popup(button.mapToGlobal(QPoint(0, button.height())))


async def origins_arabic(stage: Stage) -> None:
    """Show templates whose titles run from right to left."""
    await origins(stage, ARABIC)


async def suggestions(stage: Stage) -> None:
    """Show suggestions for what is typed."""
    await stage.explore("Daugpiļs")
    top = one(stage.window, TopBar)
    top.field.enter()
    QTest.keyClicks(top.field, "unit")
    await until(top.field.popup.isVisible)
    await asyncio.sleep(0.6)


async def wikis(stage: Stage) -> None:
    """Show the chooser of wikis."""
    await stage.explore("Daugpiļs")
    await stage.do("wiki")


async def menu(stage: Stage) -> None:
    """Show the menu, with one of its menus open."""
    await stage.explore("Daugpiļs")
    stage.select(2)
    await stage.do("menu")
    opened = next(each for each in top_levels(QMenu) if each.isVisible())
    QTest.keyClick(opened, Qt.Key.Key_Down)
    QTest.keyClick(opened, Qt.Key.Key_Left if opened.isRightToLeft() else Qt.Key.Key_Right)


async def row_menu(stage: Stage) -> None:
    """Show the menu of a row."""
    await listing(stage)
    tree = stage.tab.tree
    place = tree.visualRect(tree.currentIndex()).center()
    tree.menu_wanted.emit(tree.viewport().mapToGlobal(place))


async def find_bar(stage: Stage) -> None:
    """Show the find line, and what it does not find."""
    await listing(stage)
    await stage.do("find")
    field = one(stage.tab.find_bar, QLineEdit)
    QTest.keyClicks(field, "xyzzy")
    QTest.keyClick(field, Qt.Key.Key_Return)


async def check_marks(stage: Stage) -> None:
    """Show rows that were checked off."""
    await listing(stage)
    model = stage.tab.model
    assert model is not None
    model.set_checked([model.node(row) for row in (1, 2, 5, 6)], True)


async def tabs(stage: Stage) -> None:
    """Show several tabs."""
    await stage.explore("Daugpiļs")
    for title in ("United States", "Juoņs Ryučāns"):
        await stage.do("new_tab")
        await stage.explore(title)
    one(stage.window, QTabWidget).setCurrentIndex(1)


async def export(stage: Stage) -> None:
    """Show the export dialog."""
    await listing(stage)
    dialog = await stage.dialog("export")
    set_target(dialog, stage.folder / "links.csv")


def set_target(dialog: QDialog, target: Path) -> None:
    """Type where to export to, and forget where that was in the picture."""
    for each in dialog.findChildren(QLineEdit):
        if not isinstance(each.parent(), QComboBox) and each.isEnabled():
            each.setText(str(target))
            break


async def export_done(stage: Stage) -> None:
    """Show the end of an export."""
    await export(stage)
    dialog = await stage.shown_dialog()
    primary = [b for b in dialog.findChildren(QPushButton) if b.property("primary")]
    primary[0].click()
    await asyncio.sleep(1)


async def export_replace(stage: Stage) -> None:
    """Show the question before a file is replaced."""
    target = stage.folder / "links.csv"
    target.touch()
    await export_done(stage)


async def export_graph(stage: Stage) -> None:
    """Show the export of the graph, and the question before a file is replaced."""
    await stage.explore("Daugpiļs")
    stage.graph.show()
    await until(lambda: stage.graph.panel)
    await settled()
    target = stage.folder / "links.svg"
    target.touch()
    dialog = await stage.dialog("export_graph")
    one(dialog, FileField).findChildren(QLineEdit)[0].setText(str(target))
    press(dialog, "Export")


async def export_warning(stage: Stage) -> None:
    """Show the export of a list that is not complete, as wikitext."""
    await stopped(stage)
    dialog = await stage.dialog("export")
    for box in dialog.findChildren(QComboBox):
        at = next((i for i in range(box.count()) if "ikitext" in box.itemText(i)), -1)
        if at >= 0:
            box.setCurrentIndex(at)


def opened(action: str) -> Scene:
    """Show a dialog over a list."""

    async def scene(stage: Stage) -> None:
        await listing(stage)
        await stage.dialog(action)

    return scene


async def history(stage: Stage) -> None:
    """Show the history, with the earlier lists of a page."""
    await stage.explore("Daugpiļs")
    await stage.explore("Daugpiļs")
    await nothing_explored(stage)
    dialog = await stage.dialog("history")
    one(dialog, QTreeView).expandAll()


async def settings_warnings(stage: Stage) -> None:
    """Show a contact that reaches nobody, and a pace that has no effect."""
    save_settings(
        stage.window.commands.session.folders.settings, Settings("", {"wiki.example": 2.0})
    )
    dialog = await stage.dialog("settings")
    await settled()
    one(dialog, QLineEdit).setText("x" if dialog.fontMetrics().height() > 20 else "")


async def bug(stage: Stage) -> None:
    """Show what is shown when the program has a bug."""
    await listing(stage)
    dialog = BugDialog(stage.records, lambda: None)
    dialog.add("Traceback (most recent call last):\n  …\nValueError: an example")
    dialog.setParent(stage.window, dialog.windowFlags())
    dialog.open()


async def unfinished_notice(stage: Stage) -> None:
    """Show the line that a start begins with."""
    await stopped(stage)
    await stage.do("new_tab")
    stage.controller.explore(SAMPLE, "Daugpiļs")
    await until(lambda: stage.controller.phase not in BUSY)
    one(stage.window, QTabWidget).tabCloseRequested.emit(0)
    stage.window.start(SAMPLE, "")
    await settled()


def focused(name: str) -> Scene:
    """Show where the keyboard is."""

    async def scene(stage: Stage) -> None:
        await stage.explore("Daugpiļs")
        top = one(stage.window, TopBar)
        widgets: dict[str, QWidget] = {
            "button": top.findChildren(QToolButton)[2],
            "chooser": top.chooser,
            "explore": next(b for b in top.findChildren(QPushButton) if b.property("primary")),
            "filter": stage.tab.filter_bar.findChildren(QPushButton)[1],
            "count": next(b for b in stage.tab.heading.findChildren(QPushButton) if b.isVisible()),
        }
        widgets[name].setFocus(Qt.FocusReason.TabFocusReason)

    return scene


async def graph(stage: Stage) -> None:
    """Show the graph of a list, with a redirect current."""
    await stage.explore(HUB)
    stage.select(0)


async def graph_near(stage: Stage) -> None:
    """Show a part of the graph from near."""
    await graph(stage)
    await asyncio.sleep(1)
    panel = stage.graph.panel
    assert panel is not None
    await stage.do("show_in_graph")
    for _time in range(4):
        panel.view.zoom(1.6)
    await stage.do("show_in_graph")


async def graph_filtered(stage: Stage) -> None:
    """Show what the filter leaves out, and check marks."""
    await graph(stage)
    model = stage.tab.model
    assert model is not None
    model.set_checked([model.node(row) for row in range(20, 60)], True)
    stage.tab.filter_bar.set_filter(Filter(namespaces=frozenset({0, 1})))
    await settled()


async def graph_found(stage: Stage) -> None:
    """Show what is being looked for."""
    await graph(stage)
    await stage.do("find")
    QTest.keyClicks(one(stage.tab.find_bar, QLineEdit), "land")
    await settled()


async def graph_by_template(stage: Stage) -> None:
    """Show what navigation boxes bring, beside the links that editors wrote."""
    await graph(stage)
    model = stage.tab.model
    assert model is not None
    boxes = ("Template:Climate change",), ("Template:Earth science",), ("Template:Energy portal",)
    brought = [boxes[0]] * 27 + [boxes[0] + boxes[1]] * 4 + [boxes[1]] * 12 + [boxes[2]]
    chooser = random.Random(7)
    records = []
    for row in model.table.rows(range(len(model.table))):
        origin, templates = Origin.TEMPLATE, chooser.choice(brought)
        if row.is_redirect or row.namespace == TEMPLATE or chooser.random() < 0.08:
            origin = Origin.TEXT
        elif chooser.random() < 0.01:
            origin = Origin.NOT_FOUND
        some = templates if origin == Origin.TEMPLATE else ()
        records.append(OriginRecord(row.via, row.page_id, 1, int(origin), True, some, ()))
    model.set_origins(records)
    await until(lambda: stage.graph.panel and one(stage.graph.panel, QComboBox).count() == 3)
    choose_layout(stage, 2)


async def graph_faded(stage: Stage) -> None:
    """Show the same by redirect and namespace: what boxes bring is faint."""
    await graph_by_template(stage)
    choose_layout(stage, 0)


def choose_layout(stage: Stage, at: int) -> None:
    """Choose what the graph shows."""
    chooser = one(stage.graph, QComboBox)
    chooser.setCurrentIndex(at)
    chooser.activated.emit(at)


async def graph_menu(stage: Stage) -> None:
    """Show the menu of a node."""
    await graph(stage)
    await asyncio.sleep(1)
    panel = stage.graph.panel
    assert panel is not None
    panel.view.menu_wanted.emit(panel.view.current(), stage.graph.mapToGlobal(QPoint(90, 200)))


SLOW = (Delay(LONGEST, when=later),)
SHOTS = [
    Shot("window-light", listing, size=(1040, 680), framed=False),
    Shot("window-dark", listing, dark=True, size=(1040, 680), framed=False),
    Shot("listing-light", listing),
    Shot("listing-dark", listing, dark=True),
    Shot("long-light", long_listing),
    Shot("long-dark", long_listing, dark=True),
    Shot("two-redirects", selected, small=True),
    Shot("context-light", context(ENGLISH, "Agriculture"), small=True),
    Shot("context-dark", context(ENGLISH, "Agriculture"), small=True, dark=True),
    Shot("context-template", context(ENGLISH, "Paris"), small=True),
    Shot("context-not-found", context(ENGLISH, "acidification"), small=True),
    Shot("context-not-checked", context(ENGLISH, "Kyoto"), small=True),
    Shot("context-rtl", context(ARABIC, "زراعة"), small=True, mirrored=True),
    Shot("context-arabic-dark", context(ARABIC, "زراعة"), small=True, dark=True),
    Shot("context-large-text", context(ENGLISH, "Agriculture"), small=True, scale=2),
    Shot("context-900", context(ENGLISH, "Agriculture"), small=True, size=(900, 600)),
    Shot("context-800", context(ENGLISH, "Agriculture"), small=True, size=(800, 620)),
    Shot("context-480", context(ENGLISH, "Agriculture"), small=True, size=(480, 700)),
    Shot("false-redirect", leads_elsewhere, small=True),
    Shot("welcome", welcome),
    Shot("welcome-dark", welcome, dark=True),
    Shot("start-connecting", start_with("{wiki}/Quartz"), faults=(Delay(LONGEST),)),
    Shot("start-connecting-dark", start_with("{wiki}/Q"), faults=(Delay(LONGEST),), dark=True),
    Shot("start-cancelled", start_with("{wiki}/Quartz", "Cancel"), faults=(Delay(LONGEST),)),
    Shot("start-http-offered", start_with("https://{wiki}/wiki/Daugpiļs")),
    Shot("start-http-offered-large-text", start_with("https://{wiki}/"), scale=2, size=(900, 600)),
    Shot("start-https-offered", start_with("127.0.0.1:9")),
    Shot("start-narrow", start_with("https://{wiki}/wiki/Daugpiļs"), size=(480, 600)),
    Shot("silence", silence, faults=SLOW),
    Shot("banners", banners, faults=SLOW),
    Shot("banners-dark", banners, faults=SLOW, dark=True),
    Shot("banners-narrow", banners, faults=SLOW, size=(480, 600)),
    Shot("wiki-fails", wiki_fails),
    Shot("did-you-mean", explored("Daugplis")),
    Shot("did-you-mean-dark", explored("Daugplis"), dark=True),
    Shot("narrow", listing, size=(480, 600)),
    Shot("narrow-graph", graph_instead, size=(480, 600)),
    Shot("graph-small-window-large-text", graph_instead, scale=2, size=(900, 600)),
    Shot("sample-start", sample_start),
    Shot("sample-start-dark", sample_start, dark=True),
    Shot("sample-start-large-text", sample_start, scale=2, size=(900, 600)),
    Shot("nothing-explored", nothing_explored, faults=SLOW),
    Shot("asking", asking, faults=(Delay(LONGEST, when=links),)),
    Shot("under-way", under_way, faults=SLOW),
    Shot("under-way-dark", under_way, dark=True, faults=SLOW),
    Shot("waiting", waiting, faults=(TooManyRequests("30", when=later),)),
    Shot("stopped", stopped, faults=SLOW),
    Shot("stopped-dark", stopped, dark=True, faults=SLOW),
    Shot("left-unfinished", unfinished_notice, faults=SLOW),
    Shot(
        "error",
        under_way_failed := explored("United States"),
        faults=(ApiError("readapidenied", "You need read permission.", when=later),),
    ),
    Shot("error-at-once", under_way_failed, faults=(ApiError("readapidenied", when=links),)),
    Shot("offline", offline, faults=SLOW),
    Shot("no-wiki", no_wiki),
    Shot("red-link", explored("Norvegeja nav")),
    Shot("red-link-with-links", explored("Jākubmīsta nūvods")),
    Shot("redirected-with-section", explored("Climate crisis"), small=True),
    Shot("redirected-twice", explored("Global warming (physics)"), small=True),
    Shot("normalised", explored("climate_change"), small=True),
    Shot("other-wiki", explored("de:Klimawandel")),
    Shot("invalid-title", explored("Climate <change>")),
    Shot("special-page", explored("Special:Version")),
    Shot("nothing-links-here", explored("2005 Lake Tanganyika earthquake")),
    Shot("nothing-passes", nothing_passes),
    Shot("filtered", filtered),
    Shot("filter-branches", branches, small=True),
    Shot("filter-branches-dark", branches, dark=True, small=True),
    Shot("filter-branches-900", branches, size=(900, 600), small=True),
    Shot("filter-branches-480", branches, size=(480, 700), small=True),
    Shot("filter-branches-large", branches, scale=2, small=True),
    Shot("filter-branches-large-900", branches, scale=2, size=(900, 600), small=True),
    Shot("filter-flat", flat, small=True),
    Shot("filtered-dark", filtered, dark=True),
    Shot("broken-filter", broken_filter),
    Shot("namespaces-open", popped("Namespace")),
    Shot("kinds-open", popped("Kind")),
    Shot("modes-open", popped("Anywhere")),
    Shot("more-filters-open", popped("More filters"), size=(480, 600)),
    Shot("origins", origins, small=True),
    Shot("origins-dark", origins, small=True, dark=True),
    Shot("origins-filtered", origins_filtered, small=True),
    Shot("origins-menu", origins_menu, small=True),
    Shot("origins-arabic-mirrored", origins_arabic, small=True, mirrored=True),
    Shot("origins-900", origins, small=True, size=(900, 600)),
    Shot("origins-800", origins, small=True, size=(800, 620)),
    Shot("origins-480", origins, small=True, size=(480, 640)),
    Shot("origins-large-text", origins, small=True, scale=2, size=(1240, 900)),
    Shot("suggestions", suggestions),
    Shot("suggestions-dark", suggestions, dark=True),
    Shot("wikis", wikis),
    Shot("menu", menu),
    Shot("menu-dark", menu, dark=True),
    Shot("row-menu", row_menu),
    Shot("find-bar", find_bar),
    Shot("check-marks", check_marks),
    Shot("check-marks-dark", check_marks, dark=True),
    Shot("tabs", tabs),
    Shot("tabs-dark", tabs, dark=True),
    Shot("export", export),
    Shot("export-dark", export, dark=True),
    Shot("export-done", export_done),
    Shot("export-warning", export_warning, faults=SLOW),
    Shot("export-graph", export_graph),
    Shot("export-graph-large-text-dark", export_graph, dark=True, scale=2, size=(900, 600)),
    Shot("export-replace", export_replace),
    Shot("export-replace-dark", export_replace, dark=True),
    Shot("export-replace-large-text", export_replace, scale=2, size=(900, 600)),
    Shot("history", history, faults=SLOW),
    Shot("history-dark", history, dark=True, faults=SLOW),
    Shot("history-large-text", history, scale=2, size=(900, 600), faults=SLOW),
    Shot("settings-warnings", settings_warnings),
    Shot("settings-warnings-large-text", settings_warnings, scale=2, size=(900, 600)),
    Shot("settings", opened("settings")),
    Shot("settings-dark", opened("settings"), dark=True),
    Shot("about", opened("about")),
    Shot("log", opened("log")),
    Shot("bug", bug),
    *(
        Shot(f"focus-{name}", focused(name))
        for name in ("button", "chooser", "explore", "filter", "count")
    ),
    Shot("focus-dark", focused("filter"), dark=True),
    *(
        # Those of 2,000 are the README's.
        Shot(f"graph-{rows}-{'dark' if dark else 'light'}", graph, rows=rows, dark=dark, size=WIDE)
        for rows in (50, 2_000, 20_000)
        for dark in (False, True)
    ),
    Shot("graph-near", graph_near, rows=2_000, size=WIDE),
    Shot("graph-near-dark", graph_near, rows=20_000, size=WIDE, dark=True),
    Shot("graph-filtered", graph_filtered, rows=2_000, size=WIDE),
    Shot("graph-found", graph_found, rows=2_000, size=WIDE),
    Shot("graph-by-template", graph_by_template, rows=5_000, size=WIDE),
    Shot("graph-by-template-dark", graph_by_template, rows=5_000, size=WIDE, dark=True),
    Shot("graph-by-template-mirrored", graph_by_template, rows=5_000, size=WIDE, mirrored=True),
    Shot("graph-faded", graph_faded, rows=5_000, size=WIDE),
    Shot("graph-faded-dark", graph_faded, rows=5_000, size=WIDE, dark=True),
    Shot("graph-menu", graph_menu, rows=50, size=WIDE),
    Shot("graph-mirrored", graph, rows=2_000, size=WIDE, mirrored=True),
    Shot("graph-small-window", graph, rows=2_000, size=(900, 600)),
    Shot("graph-large-text", graph, rows=2_000, size=(1260, 900), scale=2),
    Shot("arabic", explored(ARABIC), small=True),
    Shot("arabic-mirrored", explored(ARABIC), small=True, mirrored=True),
    Shot("hebrew-mirrored", explored("התחממות עולמית"), small=True, mirrored=True),
    Shot("mirrored", listing, mirrored=True),
    Shot("mirrored-menu", menu, mirrored=True),
    Shot("cjk", explored("地球温暖化"), small=True),
    Shot("small-window", listing, size=(900, 600)),
    Shot("small-window-stopped", stopped, size=(900, 600), faults=SLOW),
    Shot("large-text", listing, scale=2, size=(1240, 900)),
    Shot("large-text-small-window", listing, scale=2, size=(900, 600)),
    Shot("large-text-stopped", stopped, scale=2, size=(900, 600), faults=SLOW),
    Shot("large-text-welcome", welcome, scale=2, size=(900, 600)),
    Shot("large-text-export", export, scale=2, size=(1240, 900)),
    Shot("large-text-settings", opened("settings"), scale=2, size=(1240, 900)),
    Shot("large-text-wikis", wikis, scale=2, size=(1240, 900)),
]


# --- how a picture is made ----------------------------------------------------------------------


@contextmanager
def looks(app: QApplication, shot: Shot) -> Iterator[None]:
    """Set the looks of a picture."""
    direction = Qt.LayoutDirection.RightToLeft if shot.mirrored else app.layoutDirection()
    scheme = Qt.ColorScheme.Dark if shot.dark else Qt.ColorScheme.Light
    font, before = QFont(app.font()), QFont(app.font())
    font.setPointSizeF(font.pointSizeF() * shot.scale)
    app.setFont(font)
    app.setLayoutDirection(direction)
    app.styleHints().colorSchemeChanged.emit(scheme)
    try:
        yield
    finally:
        app.setFont(before)
        app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@asynccontextmanager
async def staged(shot: Shot, records: LogRecords, folder: Path) -> AsyncIterator[Stage]:
    """Show a window with a wiki of its own; afterwards all is gone."""
    loop = asyncio.get_running_loop()
    database = real_wiki(shot.rows) if shot.rows else small_wiki() if shot.small else None
    wiki = SampleWiki(database, faults=shot.faults)
    wiki.start()

    def on_wait(host: str, wait: Wait) -> None:
        loop.call_soon_threadsafe(show_wait, host, wait)

    def show_wait(host: str, wait: Wait) -> None:
        if window.isVisible():
            window.commands.tabs.show_wait(host, wait)

    session = Session(Folders.below(folder), Settings(), "", lambda: wiki.api_url, on_wait)
    state = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    window = MainWindow(session, state, records)
    stage = Stage(window, wiki, records, folder)
    try:
        window.resize(*shot.size)
        window.move(20, 30)
        window.show()
        window.fill()
        stage.graph.setVisible(bool(shot.rows) or (shot.size[0] >= SIZE[0] and shot.scale == 1))
        window.activateWindow()
        await until(window.isVisible)
        await until(lambda: stage.graph.isHidden() or stage.graph.panel)
        await settled()
        yield stage
    finally:
        for each in QApplication.topLevelWidgets():
            if each is not window and each.isVisible():
                each.hide()
        wiki.close()
        window.close()
        await settled()
        window.deleteLater()


async def make(
    shot: Shot, app: QApplication, desktop: Desktop, records: LogRecords, folder: Path
) -> None:
    """Make a picture."""
    with looks(app, shot), tempfile.TemporaryDirectory() as name:
        async with staged(shot, records, Path(name)) as stage:
            await shot.scene(stage)
            await settled()
            if stage.graph.isVisible():
                await asyncio.sleep(1.0)  # until all stands where it belongs, with its labels
            window = stage.window
            place = window.frameGeometry() if shot.framed else window.geometry()
            for each in QApplication.topLevelWidgets():
                if each.isVisible() and each is not window:
                    place = place.united(each.frameGeometry())
            picture = desktop.screenshot().copy(place)
            if not shot.framed:  # a thin line keeps it apart from the page it stands on
                painter = QPainter(picture)
                painter.setPen(window.palette().color(QPalette.ColorRole.Mid))
                painter.drawRect(picture.rect().adjusted(0, 0, -1, -1))
                painter.end()
            picture.save(str(folder / f"{shot.name}.png"))


def tell(line: str) -> None:
    """Print the progress."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


async def make_all(shots: list[Shot], app: QApplication, desktop: Desktop, folder: Path) -> int:
    """Make the pictures; gives how many failed."""
    records = set_up_logging(False)
    desktop.move(SCREEN[0] - 1, SCREEN[1] - 1)
    failed = 0
    for shot in shots:
        try:
            await asyncio.wait_for(make(shot, app, desktop, records, folder), LONGEST)
        except Exception:
            traceback.print_exc()
            tell(f"{shot.name}: failed")
            failed += 1
        else:
            tell(shot.name)
    return failed


def main() -> int:
    """Make the pictures; gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("pictures"))
    parser.add_argument("--only", default="", help="those whose names contain this")
    args = parser.parse_args()
    if reason := missing():
        tell(f"no pictures: {reason}")
        return 1
    args.folder.mkdir(parents=True, exist_ok=True)
    shots = [shot for shot in SHOTS if args.only in shot.name]
    faulthandler.dump_traceback_later(60 + LONGEST * len(shots), exit=True)
    with Desktop() as desktop:
        for name in ("DISPLAY", "QT_QPA_PLATFORM", "HOME", "XDG_RUNTIME_DIR"):
            os.environ[name] = desktop.environment[name]
        os.environ["LANG"] = "en_GB.UTF-8"
        app = QApplication(sys.argv[:1])
        app.setApplicationDisplayName("Wikilinks")
        app.setQuitOnLastWindowClosed(False)
        apply_theme(app)
        with QEventLoop(app) as loop:
            failed: int = loop.run_until_complete(make_all(shots, app, desktop, args.folder))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
