# SPDX-License-Identifier: MIT
"""The window: actions, tabs, wikis, what it remembers."""

import asyncio
import random
import socket
import sqlite3
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QProgressBar,
    QWidget,
)

from tests.samplewiki import SampleWiki
from tests.samplewiki.faults import Delay
from tests.ui.asking import idle, until
from tests.ui.place import Place, Seen, buttons, hub, is_opening_a_wiki, press, said
from wikilinks_gui.errors import NetworkError, SettingsError
from wikilinks_gui.mediawiki.search import Suggestion
from wikilinks_gui.samplewiki.request import Request
from wikilinks_gui.settings import Settings, load_settings, save_settings
from wikilinks_gui.store.store import Store
from wikilinks_gui.table.filter import Filter
from wikilinks_gui.ui.dialogs.historydialog import HistoryDialog
from wikilinks_gui.ui.dialogs.logwindow import LogWindow
from wikilinks_gui.ui.dialogs.settingsdialog import SettingsDialog
from wikilinks_gui.ui.dialogs.welcome import Welcome
from wikilinks_gui.ui.export.exportdialog import export_source
from wikilinks_gui.ui.tab.emptystates import EXAMPLES
from wikilinks_gui.ui.tab.findbar import FindBar
from wikilinks_gui.ui.tab.rowactions import page_address
from wikilinks_gui.ui.tab.tab import Tab
from wikilinks_gui.ui.tab.viewstate import view_state
from wikilinks_gui.ui.tab.visit import BUSY, Phase, Visit
from wikilinks_gui.ui.tree.cells import ORDERS
from wikilinks_gui.ui.tree.header import Header
from wikilinks_gui.ui.tree.model import LinkModel
from wikilinks_gui.ui.widgets.notice import Notice
from wikilinks_gui.ui.window import commands, statusline
from wikilinks_gui.ui.window.actions import ROW_MENU, action_specs
from wikilinks_gui.wikis.session import OpenWiki


@pytest.fixture
def place(qapp: QApplication, tmp_path: Path) -> Iterator[Place]:
    with SampleWiki() as wiki:
        yield Place(qapp, tmp_path, wiki)


@pytest.fixture
def slow(qapp: QApplication, tmp_path: Path) -> Iterator[Place]:
    with closing(hub()) as database, SampleWiki(database, most=130) as wiki:
        yield Place(qapp, tmp_path, wiki)


@pytest.fixture
def browsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that the browser was to open."""
    addresses: list[str] = []

    def open_url(address: QUrl) -> bool:
        addresses.append(address.toString(QUrl.ComponentFormattingOption.FullyEncoded))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return addresses


def continues(request: Request) -> bool:
    return "linkshere" in request.get("prop", "") and "continue" in request


def problem(seen: Seen) -> str:
    return said(seen.window.problem)


def window_notice(seen: Seen) -> Notice:
    return seen.window.notice


# --- actions --------------------------------------------------------------------------------------

ALWAYS = {
    *{"new_tab", "close_tab", "history", "quit", "settings", "title", "wiki", "sample"},
    *{"log", "about", "menu", "graph", "list", "next_part", "previous_part"},
}
WITH_ROWS = {
    *{"export", "filter", "select_all", "find", "find_next", "find_previous"},
    *{"expand_all", "collapse_all", "mark_shown", "next_unmarked", "details"},
}
ROW = {name for name in ROW_MENU if name} - {"check_origin"}


def enabled(seen: Seen) -> set[str]:
    names = {spec.name for spec in action_specs()}
    return {name for name in names if seen.find(QAction, name).isEnabled()}


def test_actions_can_be_taken_when_they_can_do_something(slow: Place) -> None:
    slow.wiki.faults.add(Delay(600, when=continues))

    async def scenario() -> None:
        async with slow.window() as seen:
            seen.window.start("sample", "")
            await until(lambda: seen.controller.wiki)
            assert enabled(seen) == ALWAYS
            seen.window.setFocus()
            seen.controller.explore("sample", "P1")
            assert enabled(seen) == ALWAYS | {"reload", "stop"}
            await until(lambda: seen.at(Phase.LISTING) and not len(slow.wiki.faults))
            assert enabled(seen) == ALWAYS | WITH_ROWS | {"reload", "stop"}
            seen.act("stop")
            await seen.idle()
            assert enabled(seen) == ALWAYS | WITH_ROWS | {"reload", "resume"}
            tree = seen.controller.tab.tree
            seen.act("select_all")
            one = {"explore", "explore_tab", "show_in_graph", "next_level", "copy_link_text"}
            row_actions = ROW - one
            assert enabled(seen) == ALWAYS | WITH_ROWS | {"reload", "resume"} | row_actions
            tree.clearSelection()
            tree.setFocus()
            QTest.keyClick(tree, Qt.Key.Key_Down)
            assert enabled(seen) == ALWAYS | WITH_ROWS | {"reload", "resume"} | ROW
            tree.clearSelection()  # only selected rows are copied
            await until(lambda: ROW - enabled(seen) == {"copy"})
            seen.act("resume")
            await seen.idle()
            assert {"check_origins", "check_origin"} <= enabled(seen)
            seen.controller.tab.filter_bar.set_filter(Filter("P10"))
            await until(lambda: {"clear_filter", "filter"} <= enabled(seen))
            assert "collapse_all" in enabled(seen)
            seen.controller.tab.filter_bar.set_filter(Filter(redirects=False))
            await until(lambda: not {"expand_all", "collapse_all"} & enabled(seen))
            seen.controller.tab.filter_bar.set_filter(Filter("nothing at all"))
            await until(lambda: "select_all" not in enabled(seen))
            assert enabled(seen) == ALWAYS | {
                "export",
                "filter",
                "clear_filter",
                "reload",
                "check_origins",
            }
            seen.act("clear_filter")
            await until(lambda: "clear_filter" not in enabled(seen))
            await seen.explore("P77777")
            assert seen.rows == set()
            assert enabled(seen) == ALWAYS | {"reload", "back"}
            seen.act("back")
            assert "forward" in enabled(seen)
            await seen.idle()

    slow.run(scenario())


@pytest.mark.parametrize("state", ["idle", "asking", "listing", "unfinished", "complete", "empty"])
def test_no_action_fails(slow: Place, state: str, browsed: list[str]) -> None:
    async def reach(seen: Seen) -> None:
        controller = seen.controller
        if state in {"asking", "listing"}:
            controller.explore("sample", "P1")
        if state == "listing":
            await until(lambda: controller.phase == Phase.LISTING)
        elif state == "empty":
            await seen.explore("P77777")
        elif state == "complete":
            controller.explore("sample", "P40", follow=False)
        elif state == "unfinished":
            controller.go(Visit("", "", exploration=1))
        if state in {"unfinished", "complete"}:
            await seen.idle()
            controller.tab.tree.selectRow(0)

    async def scenario() -> None:
        async with slow.window() as seen:
            seen.controller.explore("sample", "P1")
            await until(lambda: seen.at(Phase.LISTING))
            seen.act("stop")
            await seen.idle()
            names = [spec.name for spec in action_specs() if spec.name != "quit"]
            for name in names:
                seen.act("new_tab")
                await reach(seen)
                action = seen.find(QAction, name)
                action.setEnabled(True)  # also where it can do nothing: a key may come late
                action.trigger()
                while popup := QApplication.activePopupWidget():
                    popup.close()
                await idle()
                for dialog in seen.window.findChildren(QDialog):
                    dialog.close()
                while seen.tabs.count() > 1:
                    seen.act("close_tab")

    slow.run(scenario())


def test_shortcuts_are_unique() -> None:
    keys: list[str] = []
    for spec in action_specs():
        keys += {key.toString() for key in spec.shortcuts}
    assert len(keys) == len(set(keys)), sorted(keys)


def test_keys(place: Place) -> None:
    place.wiki.faults.add(Delay(600, when=lambda request: "linkshere" in request.get("prop", "")))

    async def scenario() -> None:
        async with place.window() as seen:
            seen.window.activateWindow()
            await until(seen.window.isActiveWindow)
            QTest.keyClick(seen.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
            assert seen.top.field.hasFocus()
            seen.controller.wiki = "sample"
            seen.type_title("Daugpiļs")
            assert seen.at(Phase.ASKING)
            await until(place.listings)
            QTest.keyClick(seen.top.field, Qt.Key.Key_Escape)
            await seen.idle()
            assert seen.at(Phase.IDLE)
            QTest.keyClick(seen.window, Qt.Key.Key_F5)
            await seen.idle()
            assert seen.at(Phase.COMPLETE)
            QTest.keyClick(seen.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
            bar = seen.controller.tab.find_bar
            field = bar.findChild(QLineEdit)
            assert field
            assert field.hasFocus()
            QTest.keyClicks(field, "latv")
            QTest.keyClick(field, Qt.Key.Key_Return)
            tree, model = seen.controller.tab.tree, seen.controller.tab.model
            assert model
            first = tree.currentIndex().row()
            assert "latv" in model.row(model.node(first)).title.casefold()
            QTest.keyClick(field, Qt.Key.Key_Return)
            assert tree.currentIndex().row() > first
            QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
            assert tree.currentIndex().row() == first
            QTest.keyClicks(field, "xyzxyz")
            QTest.keyClick(field, Qt.Key.Key_Return)
            assert bar.isVisible()
            QTest.keyClick(field, Qt.Key.Key_Escape)
            assert not bar.isVisible()
            assert tree.hasFocus()

    place.run(scenario())


def test_esc_closes_the_find_line_and_does_not_stop_the_list(slow: Place) -> None:
    slow.wiki.faults.add(Delay(600, when=continues))

    async def scenario() -> None:
        async with slow.window() as seen:
            seen.window.activateWindow()
            await until(seen.window.isActiveWindow)
            seen.controller.explore("sample", "P1")
            await until(lambda: seen.controller.phase == Phase.LISTING)
            seen.act("find")
            bar = seen.find(FindBar)
            field = bar.findChild(QLineEdit)
            assert field
            QTest.keyClick(field, Qt.Key.Key_Escape)
            assert not bar.isVisible()
            assert seen.at(Phase.LISTING)
            QTest.keyClick(seen.controller.tab.tree, Qt.Key.Key_Escape)
            assert seen.controller.phase != Phase.LISTING
            await seen.idle()

    slow.run(scenario())


# --- rows -----------------------------------------------------------------------------------------


def test_rows_are_copied_and_opened(place: Place, browsed: list[str]) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("Daugpiļs")
            clipboard = QGuiApplication.clipboard()
            clipboard.setText("before")
            tree, model = seen.controller.tab.tree, seen.controller.tab.model
            assert model
            tree.select_nodes([0, 2])
            titles = [model.row(node).title for node in (0, 2)]
            seen.act("copy_title")
            assert clipboard.text() == "\n".join(titles)
            seen.act("copy_link")
            assert clipboard.text() == "\n".join(f"[[{title}]]" for title in titles)
            seen.act("copy_url")
            assert clipboard.text() == "\n".join(map(model.site.article_url, titles))
            seen.act("copy")
            assert [line.split("\t")[0] for line in clipboard.text().splitlines()] == titles
            seen.act("open")
            rows = [model.row(node) for node in (0, 2)]
            assert browsed == [page_address(model.site, row) for row in rows]
            browsed.clear()
            seen.act("edit")
            assert all("action=edit" in address for address in browsed)
            tree.clearSelection()  # the current row is left
            seen.act("copy_title")
            assert clipboard.text() == titles[0]
            seen.act("select_all")
            browsed.clear()
            seen.act("open")
            assert not browsed
            assert "Only 20 of" in seen.notice
            seen.press(seen.controller.tab.notice, "Open the first 20")  # W19
            shown = [model.row(model.node(row)).title for row in range(20)]
            assert [address.rpartition("/")[2] for address in browsed] == [
                model.site.unfollowed_url(title).rpartition("/")[2]
                if model.row(model.node(at)).is_redirect
                else model.site.article_url(title).rpartition("/")[2]
                for at, title in enumerate(shown)
            ]
            assert not seen.notice
            seen.act("copy_title")
            assert len(clipboard.text().splitlines()) == model.rowCount()

    place.run(scenario())


def test_rows_are_explored_here_and_in_a_new_tab(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("Daugpiļs")
            model, tree = seen.controller.tab.model, seen.controller.tab.tree
            assert model
            node = next(n for n in range(len(model.table)) if model.row(n).is_redirect)
            redirect = model.row(node).title
            tree.select_nodes([node])
            seen.act("explore_tab")
            assert seen.tabs.count() == 2
            assert seen.tabs.currentIndex() == 0
            other = seen.tabs.controllers()[1]
            await until(lambda: other.phase not in BUSY)
            assert other.visit
            assert other.visit.title == redirect
            assert not other.visit.follow
            seen.act("explore")
            await seen.idle()
            assert seen.controller.visit
            assert seen.controller.visit.title == redirect

    place.run(scenario())


def test_what_is_exported(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            assert export_source(seen.controller) is None
            await seen.explore("United States")
            model, tree = seen.controller.tab.model, seen.controller.tab.tree
            assert model
            wanted = Filter("an", kinds=model.filter.kinds)
            seen.controller.tab.filter_bar.set_filter(wanted)
            await until(lambda: model.filter == wanted)
            model.set_checked([4, 40, 400], True)
            shown = [model.node(row) for row in range(model.rowCount())]
            tree.select_nodes(shown[:7])
            source = export_source(seen.controller)
            assert source
            got = {name: list(choice.rows()) for name, choice in source.rows.items()}
            assert set(got["all"]) == seen.rows
            assert {row.title for row in got["filtered"]} == {
                row.title for row in seen.rows if "an" in row.title.casefold()
            }
            assert got["selected"] == [model.row(node) for node in shown[:7]]
            assert set(got["marked"]) == {model.row(node) for node in (4, 40, 400)}
            assert {name: len(rows) for name, rows in got.items()} == {
                name: choice.count for name, choice in source.rows.items()
            }
            assert source.complete
            assert source.title == "United States"

    place.run(scenario())


# --- wikis ----------------------------------------------------------------------------------------


def test_the_wiki_of_a_tab_is_switched(place: Place) -> None:
    with SampleWiki() as other:

        async def scenario() -> None:
            async with place.window() as seen:
                await seen.explore("Daugpiļs")
                seen.top.chooser.wiki_wanted.emit(other.api_url)
                seen.type_title("Latveja")  # before that wiki has been opened
                await seen.idle()
                assert seen.controller.wiki == other.api_url
                assert seen.controller.visit
                assert seen.controller.visit.wiki == other.api_url
                seen.act("back")
                await seen.idle()
                assert seen.controller.wiki == "sample"
                seen.top.chooser.wiki_wanted.emit(other.api_url)
                await idle()
                assert seen.controller.wiki == other.api_url
                assert seen.top.chooser.current_wiki == other.api_url
                assert [wiki.key for wiki in seen.window.saver.wikis] == [other.api_url, "sample"]
            async with place.window() as seen:
                assert seen.controller.wiki == other.api_url
                seen.top.chooser.wiki_forgotten.emit(other.api_url)
            async with place.window() as seen:
                assert seen.controller.wiki == "sample"

        place.run(scenario())


@pytest.mark.parametrize("address", ["ftp://127.0.0.1/", "http://127.0.0.1:9/"])
def test_w31_a_wiki_that_fails_is_told_and_the_one_before_stays(place: Place, address: str) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("Daugpiļs")
            seen.top.chooser.wiki_wanted.emit(address)
            await until(lambda: seen.notice)
            assert seen.controller.wiki == "sample"
            assert seen.top.chooser.current_wiki == "sample"
            assert seen.status.startswith("Complete")
            seen.press(seen.controller.tab.notice, "Try again")
            assert not seen.notice
            await until(lambda: seen.notice)

    place.run(scenario())


def test_of_two_wikis_the_last_one_counts(place: Place) -> None:
    place.wiki.faults.add(Delay(0.4))  # the first is late
    with SampleWiki() as other:

        async def scenario() -> None:
            async with place.window() as seen:
                seen.top.chooser.wiki_wanted.emit("sample")
                await until(lambda: place.wiki.requests)
                seen.top.chooser.wiki_wanted.emit(other.api_url)
                await until(lambda: seen.controller.wiki == other.api_url)
                assert [wiki.key for wiki in seen.window.saver.wikis] == [other.api_url]

        place.run(scenario())


def test_a_wiki_that_is_chosen_while_another_is_opened_stays(place: Place) -> None:
    place.wiki.faults.add(Delay(0.3))
    with SampleWiki() as other:

        async def scenario() -> None:
            async with place.window() as seen:
                seen.controller.explore("sample", "Daugpiļs")
                await until(lambda: place.wiki.requests)
                seen.top.chooser.wiki_wanted.emit(other.api_url)
                await seen.idle()
                assert seen.controller.visit
                assert seen.controller.visit.wiki == "sample"
                assert seen.controller.wiki == seen.top.chooser.current_wiki == other.api_url
                await seen.explore("Latveja")
                assert seen.controller.wiki == "sample"

        place.run(scenario())


def test_what_fails_again_is_shown_as_at_first(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            for _time in range(2):
                field = seen.top.field
                field.enter()
                QTest.keyClicks(field, "<bad>")
                field.explore()
                await seen.idle()
                assert not field.isModified()

    place.run(scenario())


def test_suggestions_of_another_wiki_are_dropped(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    gone: list[str] = []

    async def suggest(address: str, text: str) -> AsyncIterator[list[Suggestion]]:
        asked.append(address)
        try:
            await asyncio.Event().wait()
            yield []
        finally:
            gone.append(address)

    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("Daugpiļs")
            monkeypatch.setattr(seen.session, "suggest", suggest)
            QTest.keyClicks(seen.top.field, "Dau")
            await until(lambda: asked == ["sample"])
            seen.top.chooser.wiki_wanted.emit(place.wiki.api_url)
            await until(lambda: gone)

    place.run(scenario())


def test_what_is_typed_while_a_wiki_is_opened_gets_its_suggestions(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            seen.window.activateWindow()
            await until(seen.window.isActiveWindow)
            place.wiki.faults.add(Delay(0.3))
            seen.top.chooser.wiki_wanted.emit(place.wiki.page_url("Latveja"))
            QTest.keyClicks(seen.top.field, "Daug")
            await until(lambda: seen.top.field.popup.titles)
            assert seen.controller.wiki == seen.top.chooser.current_wiki == place.wiki.api_url

    place.run(scenario())


def test_who_types_is_not_interrupted_by_a_list(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            seen.window.start("sample", "")
            await until(lambda: seen.controller.wiki)
            seen.type_title("Daugpiļs")
            seen.top.field.enter()
            QTest.keyClicks(seen.top.field, "Lat")
            await until(lambda: seen.top.field.popup.isVisible())
            await seen.idle()
            assert seen.controller.tab.heading.title() == "Daugpiļs"
            assert seen.top.field.text() == "Lat"
            assert seen.top.field.popup.isVisible()

    place.run(scenario())


def test_what_is_dropped_is_explored(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            dropped = QMimeData()
            dropped.setUrls([QUrl(place.wiki.page_url("Daugpiļs"))])
            seen.window.dropEvent(
                QDropEvent(
                    QPointF(5, 5),
                    Qt.DropAction.CopyAction,
                    dropped,
                    Qt.MouseButton.LeftButton,
                    Qt.KeyboardModifier.NoModifier,
                )
            )
            await seen.idle()
            assert seen.controller.tab.heading.title() == "Daugpiļs"

    place.run(scenario())


# --- filters --------------------------------------------------------------------------------------


def test_an_expression_that_takes_for_ever_is_not_in_force(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def filter_by(model: LinkModel, wanted: Filter) -> bool:
        raise TimeoutError

    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("Daugpiļs")
            bar = seen.controller.tab.filter_bar
            bar.set_filter(Filter("a"))
            await until(lambda: seen.controller.tab.model and seen.controller.tab.model.filter.text)
            monkeypatch.setattr(LinkModel, "filter_by", filter_by)
            bar.set_filter(Filter("(a*)*b", "regex"))
            await until(lambda: any("too long" in each.text() for each in bar.findChildren(QLabel)))
            assert bar.filter() == Filter("a")
            assert bar.findChildren(QLineEdit)[0].text() == "(a*)*b"  # to be made simpler

    place.run(scenario())


def test_a_bug_in_a_filter_is_told_at_once(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    async def filter_by(model: LinkModel, wanted: Filter) -> bool:
        raise ZeroDivisionError

    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("Daugpiļs")
            monkeypatch.setattr(LinkModel, "filter_by", filter_by)
            seen.controller.tab.filter_bar.set_filter(Filter("a"))
            await until(lambda: place.bugs)

    place.bugs_expected = 1
    place.run(scenario())


def test_a_tab_is_closed_while_it_filters(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = asyncio.Event()
    ended: list[str] = []

    async def filter_by(model: LinkModel, wanted: Filter) -> bool:
        try:
            await gate.wait()
        finally:
            ended.append(wanted.text)
        return True

    async def scenario() -> None:
        async with place.window() as seen:
            seen.act("new_tab")
            await seen.explore("Daugpiļs")
            monkeypatch.setattr(LinkModel, "filter_by", filter_by)
            for text in ("a", "ab"):
                seen.controller.tab.filter_bar.set_filter(Filter(text))
                await idle()
            assert ended == ["a"]
            seen.act("close_tab")
            await idle()
            gate.set()
            await idle()
            assert ended == ["a", "ab"]

    place.run(scenario())


# --- tabs and restarts ----------------------------------------------------------------------------


def test_tabs_are_restored_and_loaded_when_they_are_looked_at(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("Daugpiļs")
            seen.act("new_tab")
            await seen.explore("Latveja")
            seen.act("new_tab")
            seen.tabs.setCurrentIndex(1)
        place.wiki.requests.clear()
        async with place.window() as seen:
            seen.window.start("", "")
            await seen.idle()
            assert [seen.tabs.tabText(at) for at in range(2)] == ["Daugpiļs", "Latveja"]
            assert seen.tabs.currentIndex() == 1
            assert seen.rows == place.truth("Latveja")
            first = seen.tabs.controllers()[0]
            assert first.tab.model is None
            assert not place.wiki.faults
            seen.tabs.setCurrentIndex(0)
            await seen.idle()
            assert seen.controller is first
            assert seen.rows == place.truth("Daugpiļs")
        async with place.window() as seen:
            seen.window.start("sample", "Reiga")
            await until(lambda: seen.tabs.count() == 3)
            await seen.idle()
            assert seen.rows == place.truth("Reiga")
            assert seen.tabs.currentIndex() == 2
            assert seen.controller.tab.heading.title() == "Reiga"
            assert not seen.tabs.controllers()[0].tab.model

    place.run(scenario())


def is_shown(seen: Seen, tab: Tab) -> bool:
    return seen.tabs.tab is tab and seen.at(Phase.COMPLETE)


def test_w14_a_title_that_is_open_is_shown_in_its_tab(place: Place) -> None:
    url = place.wiki.api_url
    asked = [
        (url, "Daugpiļs"),
        (place.wiki.url, "daugpiļs"),
        ("", "[[Daugpiļs]]"),
        (place.wiki.page_url("Daugpiļs"), place.wiki.page_url("Daugpiļs")),
        ("sample", "Dynaburgs"),  # which redirects to Daugpiļs
    ]

    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("Daugpiļs", place.wiki.url)
            seen.act("new_tab")
            await seen.explore("Dynaburgs", "sample")
            seen.act("new_tab")
            await seen.explore("Latveja", url)
        place.wiki.requests.clear()
        async with place.window() as seen:
            seen.window.start(*asked[0])
            for number, (wiki, title) in enumerate(asked):
                if number:
                    seen.tabs.setCurrentIndex(2)
                    seen.window.commands.show_asked(wiki, title)
                tab = seen.tabs.controllers()[1 if wiki == "sample" else 0].tab
                await until(partial(is_shown, seen, tab))
            assert seen.tabs.count() == 3
        assert not place.listings()

    place.run(scenario())


@pytest.mark.parametrize("wiki", ["other", "sample"])
def test_w14_the_same_title_of_another_wiki_is_another_page(place: Place, wiki: str) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("Daugpiļs", place.wiki.url)
            with SampleWiki() as other:
                address = {"other": other.url, "sample": "sample"}[wiki]
                seen.window.commands.show_asked(address, "Daugpiļs")
                await until(lambda: seen.tabs.count() == 2)
                await seen.idle()
                assert seen.controller.visit
                assert seen.controller.visit.wiki == {"other": other.api_url}.get(wiki, wiki)

    place.run(scenario())


def test_w11_a_wiki_that_does_not_answer_is_tried_in_a_tab_before_long(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "PATIENCE", 0.2)

    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("Daugpiļs")
            with SampleWiki() as other:
                other.faults.add(Delay(600))
                seen.window.commands.show_asked(other.url, "Daugpiļs")
                await until(lambda: seen.tabs.count() == 2)
                assert seen.at(Phase.ASKING)
                seen.controller.stop()

    place.run(scenario())


def test_w30_a_window_comes_forward(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            seen.window.showMinimized()
            seen.window.come_forward()
            assert not seen.window.isMinimized()
            seen.window.commands.show_asked("", "")
            assert seen.tabs.count() == 1
            seen.window.commands.show_asked("sample", "")
            await until(lambda: seen.controller.wiki == "sample")
            assert seen.tabs.count() == 1

    place.run(scenario())


def test_w22_an_example_is_a_click_away_from_the_welcome(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            seen.window.start("", "")
            press(seen.find(Welcome), "Try the sample wiki")
            for example in EXAMPLES:
                await until(lambda: set(EXAMPLES) <= buttons(seen.controller.tab).keys())
                press(seen.controller.tab, example)
                await seen.idle()
                assert seen.rows == place.truth(example)
                seen.act("new_tab")

    place.run(scenario())


def test_a_stored_list_opens_without_any_request(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("Daugpiļs", place.wiki.api_url)
            kept = seen.rows
        with closing(sqlite3.connect(place.folders.store)) as db, db:
            db.execute("UPDATE wiki SET read_at = '2020-01-01T00:00:00+00:00'")
        place.wiki.requests.clear()
        async with place.window() as seen:
            seen.window.start("", "")
            await seen.idle()
            assert seen.rows == kept
            assert seen.at(Phase.COMPLETE)
            assert not place.wiki.requests
            seen.act("reload")
            await seen.idle()
            assert any("siteinfo" in request.get("meta", "") for request in place.wiki.requests)

    place.run(scenario())


def test_columns_stay_from_page_to_page_and_to_the_next_start(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("Daugpiļs")
            header = seen.find(Header)
            header.show_column(5, shown=True)
            header.show_column(4, shown=False)
            await seen.explore("Latveja")
            header = seen.find(Header)
            assert header.isSectionHidden(4)
            assert not header.isSectionHidden(5)
            seen.act("new_tab")  # in front of all, without a list
        async with place.window() as seen:
            await seen.explore("Daugpiļs")
            header = seen.find(Header)
            assert header.isSectionHidden(4)
            assert not header.isSectionHidden(5)

    place.run(scenario())


@pytest.mark.parametrize("seed", range(8))
def test_a_damaged_window_ini_is_harmless(place: Place, seed: int) -> None:
    chooser = random.Random(seed)
    damage = [
        "tabs=[[[[",
        'tabs="[{\\"wiki\\": 1, \\"text\\": 2, \\"follow\\": 3, \\"exploration\\": \\"x\\",'
        ' \\"title\\": null}]"',
        'tabs="[{\\"wiki\\": \\"sample\\", \\"text\\": \\"X\\", \\"follow\\": true,'
        ' \\"exploration\\": 99, \\"title\\": \\"X\\"}]"',
        "wikis=@ByteArray(\\0\\0)",
        "wikis=a, b, c",
        "geometry=@ByteArray(nothing)",
        "columns=@ByteArray([1, 2])",
        "tab=-3",
        "tab=99999999999999999999",
        "\x00\x01[[]]",
    ]

    async def scenario() -> None:
        async with place.window() as seen:
            seen.window.start("", "")
            await seen.idle()
            await seen.explore("Daugpiļs")
            assert seen.rows

    place.state.parent.mkdir(parents=True)
    place.state.write_text("[General]\n" + "\n".join(chooser.sample(damage, 5)), "utf-8")
    place.run(scenario())


def test_unfinished_lists_are_offered_at_the_start(slow: Place) -> None:
    async def scenario() -> None:
        async with slow.window() as seen:
            seen.controller.explore("sample", "P1")
            await until(lambda: seen.controller.phase == Phase.LISTING)
            seen.act("stop")
            await seen.idle()
            await seen.explore("P1000")
            assert not said(window_notice(seen))
        async with slow.window() as seen:
            seen.window.start("", "")
            await until(lambda: said(window_notice(seen)))
            assert "P1" in said(window_notice(seen))
            press(window_notice(seen), "Open it")
            await seen.idle()
            assert seen.at(Phase.UNFINISHED)
            seen.act("resume")
            await seen.idle()
            assert seen.rows == slow.truth("P1")

    slow.run(scenario())


def test_unfinished_lists_are_offered_once(slow: Place) -> None:
    async def scenario() -> None:
        for stops, offered in ((True, False), (True, True), (False, True), (False, False)):
            async with slow.window() as seen:
                seen.window.start("sample", "")
                await idle()
                await seen.session.desk.do(lambda store: None)  # what it asked is answered
                await idle()
                assert said(window_notice(seen)).startswith("“P1” is incomplete") == offered
                assert bool(said(window_notice(seen))) == offered
                if stops:
                    seen.controller.explore("sample", "P1")
                    await until(lambda: seen.at(Phase.LISTING))
                    seen.act("stop")
                    await seen.idle()
                    await seen.explore("P1000")

    slow.run(scenario())


def test_w14_what_was_listed_completely_since_is_not_offered(slow: Place) -> None:
    slow.wiki.faults.add(Delay(600, when=continues))

    async def scenario() -> None:
        async with slow.window() as seen:
            seen.controller.explore("sample", "P1")
            await until(lambda: seen.at(Phase.LISTING) and not len(slow.wiki.faults))
            seen.act("stop")
            await seen.idle()
            await seen.explore("P1")
            assert seen.at(Phase.COMPLETE)
        async with slow.window() as seen:
            seen.window.start("", "")
            await until(lambda: seen.window.saver.is_done)
            assert not window_notice(seen).isVisible()

    slow.run(scenario())


def test_what_is_being_listed_is_not_offered(slow: Place) -> None:
    slow.wiki.faults.add(Delay(600, when=continues))

    async def scenario() -> None:
        async with slow.window() as seen:
            release = threading.Event()
            holds = asyncio.ensure_future(seen.session.desk.do(lambda store: release.wait()))
            await idle()
            seen.window.start("sample", "P1")
            await until(lambda: stored_by(slow))
            release.set()
            await holds
            await until(lambda: seen.controller.phase == Phase.LISTING)
            await idle()
            assert not said(window_notice(seen))

    slow.run(scenario())


def stored_by(place: Place) -> bool:
    with Store(place.folders.store) as store:
        return bool(store.explorations())


def test_an_error_stays_whatever_is_done(slow: Place) -> None:
    async def scenario() -> None:
        async with slow.window() as seen:
            seen.controller.explore("sample", "P1")
            await until(lambda: seen.controller.phase == Phase.LISTING)
            seen.act("stop")
            await seen.idle()
            await seen.explore("P1000")
        async with slow.window() as seen:
            seen.window.show_error(SettingsError("The settings are damaged."))
            seen.window.start("sample", "P3")
            await until(lambda: said(window_notice(seen)))
            await seen.idle()
            assert problem(seen) == "The settings are damaged."
            press(window_notice(seen), "Open it")
            await seen.idle()
            assert not said(window_notice(seen))
            assert problem(seen) == "The settings are damaged."

    slow.run(scenario())


def test_a_list_is_deleted_while_it_is_fetched(slow: Place) -> None:
    slow.wiki.faults.add(Delay(600, when=continues))

    async def scenario() -> None:
        async with slow.window() as seen:
            seen.controller.explore("sample", "P1")
            await until(lambda: seen.controller.phase == Phase.LISTING)
            seen.act("history")
            await until(lambda: seen.window.findChild(HistoryDialog))
            release = threading.Event()
            holds = asyncio.ensure_future(seen.session.desk.do(lambda store: release.wait()))
            assert seen.controller.visit
            seen.find(HistoryDialog).deleted.emit([seen.controller.visit.exploration])
            assert seen.at(Phase.IDLE)
            assert seen.notice == "This list was deleted."
            await until(lambda: not stored_by(slow))
            release.set()
            await holds
            seen.find(HistoryDialog).close()
            press(seen.controller.tab.notice, "Reload")
            await seen.idle()
            assert seen.rows == slow.truth("P1")

    slow.run(scenario())


def test_each_tab_has_its_own(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("Daugpiļs")
            first = seen.controller
            wanted = Filter("a")
            first.tab.filter_bar.set_filter(wanted)
            seen.act("new_tab")
            await idle()
            second = seen.controller
            await seen.explore("Latveja")
            assert second.tab.model
            assert second.tab.model.filter == Filter()
            second.wiki = place.wiki.api_url
            assert first.tab.model
            await until(lambda: first.tab.model and first.tab.model.filter == wanted)
            seen.tabs.setCurrentIndex(0)
            assert seen.top.field.text() == "Daugpiļs"
            assert seen.top.chooser.current_wiki == "sample"
            seen.tabs.setCurrentIndex(1)
            assert seen.top.field.text() == "Latveja"
            assert seen.top.chooser.current_wiki == place.wiki.api_url
            assert seen.window.windowTitle().startswith("Latveja")

    place.run(scenario())


def test_keys_go_from_tab_to_tab_wherever_the_focus_is(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            seen.window.activateWindow()
            await until(seen.window.isActiveWindow)
            await seen.explore("Daugpiļs")
            assert not {"next_tab", "previous_tab"} & enabled(seen)
            for _number in range(2):
                seen.act("new_tab")
                await idle()
            await seen.explore("Latveja")
            assert {"next_tab", "previous_tab"} <= enabled(seen)
            tab, up, down = Qt.Key.Key_Tab, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown
            control = Qt.KeyboardModifier.ControlModifier
            backwards = control | Qt.KeyboardModifier.ShiftModifier
            for focus in (seen.top.field, seen.top.chooser, seen.controller.tab.tree):
                focus.setFocus()
                at = seen.tabs.currentIndex()
                for key, held, there in (
                    *((tab, control, at + 1), (tab, backwards, at)),
                    *((down, control, at + 1), (up, control, at)),
                ):
                    focused = QApplication.focusWidget()
                    assert focused
                    QTest.keyClick(focused, key, held)
                    assert seen.tabs.currentIndex() == there % 3

    place.run(scenario())


def test_a_new_tab_is_closed_before_it_is_filled(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("Daugpiļs")
            seen.act("new_tab")
            seen.act("close_tab")
            await idle()
            seen.act("new_tab")
            seen.controller.explore("sample", "Latveja")  # before the start page is there
            await seen.idle()
            assert seen.rows == place.truth("Latveja")

    place.run(scenario())


def test_the_last_tab_closes_the_window_while_it_lists(slow: Place) -> None:
    slow.wiki.faults.add(Delay(600, when=continues))

    async def scenario() -> None:
        async with slow.window() as seen:
            seen.controller.explore("sample", "P1")
            await until(lambda: seen.at(Phase.LISTING) and not len(slow.wiki.faults))
            seen.act("close_tab")
            assert not seen.window.isVisible()
        async with slow.window() as seen:
            seen.window.start("", "")
            await seen.idle()
            assert seen.at(Phase.UNFINISHED)
            seen.act("resume")
            await seen.idle()
            assert seen.rows == slow.truth("P1")

    slow.run(scenario())


# --- start and settings ---------------------------------------------------------------------------


def test_the_first_start(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            seen.window.start("", "")
            welcome = seen.find(Welcome)
            assert welcome.isVisible()
            welcome.started.emit(place.wiki.url, "me@example.org")
            await until(lambda: seen.controller.wiki == place.wiki.api_url)
            await until(lambda: not seen.window.findChild(Welcome))
            assert load_settings(place.folders.settings).contact == "me@example.org"
            assert "me@example.org" in place.wiki.requests[-1].headers["User-Agent"]
        async with place.window() as seen:
            seen.window.start("", "")
            await until(lambda: "Try the sample wiki" in buttons(seen.controller.tab))
            press(seen.controller.tab, "Try the sample wiki")
            await until(lambda: seen.controller.wiki == "sample")

    place.run(scenario())


def test_the_welcome_stays_until_there_is_a_wiki(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            seen.window.start("", "")
            welcome = seen.find(Welcome)
            for address in ("no address", "http://127.0.0.1:9/"):
                welcome.started.emit(address, "")
                await until(lambda: not seen.controller.choosing)
                assert [each for each in errors_in(welcome) if each.text()]
                assert welcome.isVisible()
                assert not problem(seen)
                assert not seen.controller.wiki
                welcome.on_wiki_changed()
            welcome.started.emit("http://127.0.0.1:9/", "")
            seen.controller.explore("sample", "Daugpiļs")  # without it
            await seen.idle()
            assert not problem(seen)
            assert not seen.notice
            assert seen.rows
            assert not seen.window.findChild(Welcome)

    place.run(scenario())


def errors_in(widget: QWidget) -> list[QLabel]:
    return [each for each in widget.findChildren(QLabel) if each.property("role") == "error"]


@contextmanager
def silent_server() -> Iterator[str]:
    """Take connections and never answer."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"127.0.0.1:{server.getsockname()[1]}"


def start_with(seen: Seen, address: str) -> Welcome:
    """Type an address in the welcome and press Start."""
    seen.window.start("", "")
    welcome = seen.find(Welcome)
    chooser = welcome.findChild(QComboBox)
    assert chooser
    chooser.setEditText(address)
    press(welcome, "Start")
    return welcome


def test_w11_a_start_that_hangs_says_so_at_once_and_can_be_cancelled(place: Place) -> None:
    async def scenario() -> None:
        with silent_server() as silent:
            async with place.window() as seen:
                welcome = start_with(seen, f"{silent}/index.php/Quartz")
                assert silent in said_in(welcome)  # before anything is waited for
                assert silent in seen.status
                assert seen.find(QProgressBar, "thinProgress").maximum() == 0
                assert "Start" not in buttons(welcome)
                press(welcome, "Cancel")
                assert "Start" in buttons(welcome)
                assert silent not in said_in(welcome)
                assert not seen.status
                assert seen.find(QProgressBar, "thinProgress").maximum() == 1
                assert not seen.controller.wiki

    place.run(scenario())


def test_w11_an_attempt_that_was_given_up_never_comes_back(place: Place) -> None:
    async def scenario() -> None:
        with silent_server() as silent:
            async with place.window() as seen:
                welcome = start_with(seen, f"{silent}/index.php/Quartz")
                press(welcome, "Try the sample wiki")
                await until(lambda: seen.controller.wiki == "sample")
                await seen.explore("Daugpiļs")
                await until(lambda: not is_opening_a_wiki())
                await idle()
                assert not seen.notice
                assert not problem(seen)
                assert seen.controller.wiki == seen.top.chooser.current_wiki == "sample"

    place.run(scenario())


@pytest.mark.parametrize("scheme", ["", "http://"])
def test_w28_the_page_of_an_address_is_listed_from_the_welcome(place: Place, scheme: str) -> None:
    address = place.wiki.page_url("Daugpiļs").removeprefix("http://")

    async def scenario() -> None:
        async with place.window() as seen:
            start_with(seen, scheme + address)
            await until(lambda: seen.at(Phase.COMPLETE))
            assert seen.controller.tab.heading.title() == "Daugpiļs"
            assert seen.rows == place.truth("Daugpiļs")
            assert seen.controller.wiki == place.wiki.api_url
            assert not seen.window.findChild(Welcome)

    place.run(scenario())


@pytest.mark.parametrize("scheme", ["", "http://"])
def test_w28_the_page_of_an_address_is_listed_from_the_title_field(
    place: Place, scheme: str
) -> None:
    address = place.wiki.page_url("Daugpiļs").removeprefix("http://")

    async def scenario() -> None:
        async with place.window() as seen:
            seen.window.start("", "")
            seen.type_title(scheme + address)
            await seen.idle()
            assert seen.controller.tab.heading.title() == "Daugpiļs"
            assert seen.rows == place.truth("Daugpiļs")

    place.run(scenario())


def test_w31_what_is_tried_is_named_and_then_what_is(place: Place) -> None:
    async def scenario() -> None:
        with silent_server() as silent:
            async with place.window() as seen:
                await seen.explore("Daugpiļs")
                for attempt, address in (
                    (seen.top.chooser.wiki_wanted.emit, silent),
                    (seen.type_title, f"http://{silent}/index.php/Quartz"),
                ):
                    attempt(address)
                    await until(lambda: silent in seen.status)
                    assert silent in seen.top.chooser.currentText()
                    seen.act("stop")
                    assert silent not in seen.status
                    assert seen.top.chooser.current_wiki == "sample"
                    assert "…" not in seen.top.chooser.currentText()

    place.run(scenario())


def test_w11_http_is_offered_where_https_fails(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    async def open_wiki(address: str, *, stored: bool = False) -> OpenWiki:
        tried.append(address)
        raise NetworkError("No connection.")

    async def scenario() -> None:
        async with place.window() as seen:
            monkeypatch.setattr(seen.session, "open_wiki", open_wiki)
            welcome = start_with(seen, "wiki.example/wiki/Quartz")
            await until(lambda: "Try http://" in buttons(welcome))
            press(welcome, "Try http://")
            await until(lambda: len(tried) == 2)
            seen.controller.explore("", "wiki.example/wiki/Quartz")
            await until(lambda: seen.notice)
            seen.press(seen.controller.tab.notice, "Try http://")
            await until(lambda: len(tried) == 4)
            seen.top.chooser.wiki_wanted.emit("wiki.example")
            await until(lambda: len(tried) == 5 and seen.notice)
            seen.press(seen.controller.tab.notice, "Try http://")
            await until(lambda: len(tried) == 6 and seen.notice)
            assert "Try http://" not in buttons(seen.controller.tab.notice)
            page = "wiki.example/wiki/Quartz"
            assert tried == [page, f"http://{page}"] * 2 + ["wiki.example", "http://wiki.example"]

    place.run(scenario())


def test_w17_a_wiki_that_hangs_is_told_of_in_the_status_line(
    slow: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statusline, "SILENCE", 1)
    slow.wiki.faults.add(Delay(600, when=continues))

    async def scenario() -> None:
        async with slow.window() as seen:
            seen.controller.explore("sample", "P1")
            await until(lambda: seen.at(Phase.LISTING) and not len(slow.wiki.faults))
            await until(lambda: "a second" in seen.status)
            await until(lambda: "no answer for 1 second" in seen.status)
            assert "a second" not in seen.status.replace("1 second", "")
            await until(lambda: "no answer for 2 seconds" in seen.status)
            seen.act("stop")
            seen.act("stop")
            assert "no answer" not in seen.status

    slow.run(scenario())


def said_in(widget: QWidget) -> str:
    labels = widget.findChildren(QLabel)
    return "\n".join(each.text() for each in labels if each.isVisible())


def test_new_settings_hold_for_the_next_request(slow: Place) -> None:
    slow.wiki.faults.add(Delay(600, when=continues))

    async def scenario() -> None:
        async with slow.window() as seen:
            seen.controller.explore("sample", "P1")
            await until(lambda: seen.at(Phase.LISTING) and not len(slow.wiki.faults))
            seen.window.commands.use_settings(Settings("me@example.org", {"127.0.0.1": 2.5}))
            seen.act("stop")
            await seen.idle()
            slow.wiki.requests.clear()
            seen.act("resume")
            await seen.idle()
            assert seen.rows == slow.truth("P1")
            agents = {request.headers["User-Agent"] for request in slow.wiki.requests}
            assert any("me@example.org" in agent for agent in agents)
            kept = load_settings(slow.folders.settings)
            assert kept == Settings("me@example.org", {"127.0.0.1": 2.5})

    slow.run(scenario())


def test_settings_that_cannot_be_written_are_told(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            place.folders.settings.mkdir(parents=True)
            seen.window.commands.use_settings(Settings("me@example.org"))
            assert "cannot be written" in problem(seen)

    place.run(scenario())


def test_w30_settings_that_a_command_changed_are_kept(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            save_settings(place.folders.settings, Settings("me@example.org", {"w.example": 2.0}))
            seen.act("settings")
            dialog = seen.find(SettingsDialog)
            press(dialog, "Save")
            assert seen.session.settings == Settings("me@example.org", {"w.example": 2.0})
            assert load_settings(place.folders.settings) == seen.session.settings

    place.run(scenario())


def test_dialogs_open_and_do_what_they_say(slow: Place) -> None:
    async def scenario() -> None:
        async with slow.window() as seen:
            seen.controller.explore("sample", "P1")
            await until(lambda: seen.controller.phase == Phase.LISTING)
            seen.act("stop")
            await seen.idle()
            seen.act("history")
            await until(lambda: seen.window.findChild(HistoryDialog))
            history = seen.find(HistoryDialog)
            assert seen.controller.visit
            history.resumed.emit(seen.controller.visit.exploration)
            await seen.idle()
            assert seen.at(Phase.COMPLETE)
            assert seen.rows == slow.truth("P1")
            history.deleted.emit([seen.controller.visit.exploration])
            assert "was deleted" in seen.notice
            await until(lambda: not stored_by(slow))
            history.close()
            await seen.explore("P1000")
            seen.act("back")
            await seen.idle()
            assert "no longer stored" in seen.notice
            press(seen.controller.tab.notice, "Try again")
            await seen.idle()
            assert seen.rows == slow.truth("P1")
            seen.act("log")
            seen.act("log")
            assert len(seen.window.findChildren(LogWindow)) == 1

    slow.run(scenario())


def test_a_wiki_that_failed_long_ago_hides_no_later_notice(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("Main Page", place.wiki.api_url)
            seen.controller.choose_wiki("http://127.0.0.1:1/w/api.php")
            await until(lambda: not seen.controller.choosing)
            assert "cannot be reached" in seen.notice
            await seen.explore("Daugpiļs")
            seen.controller.tab.notice.show_notice("Of the list")
            seen.controller.choose_wiki(place.wiki.api_url)
            assert seen.notice == "Of the list"
            await until(lambda: not seen.controller.choosing)

    place.run(scenario())


def test_what_is_sorted_and_filtered_while_a_list_comes_again_stays(slow: Place) -> None:
    async def scenario() -> None:
        async with slow.window() as seen:
            await seen.explore("P1")
            tab = seen.controller.tab
            tab.tree.on_section_clicked(ORDERS.index("title"))
            await until(lambda: tab.model is not None and tab.model.order == "title")
            seen.act("reload")
            await until(lambda: seen.at(Phase.LISTING))
            tab.tree.on_section_clicked(ORDERS.index("namespace"))
            await seen.idle()
            await seen.settled()
            assert [view.order for view in [view_state(tab)] if view] == ["namespace"]
            await seen.explore("P77777")
            seen.act("back")
            await until(lambda: tab.model is not None and seen.at(Phase.LOADING))
            tab.filter_bar.set_filter(Filter("P12"))
            tab.tree.on_section_clicked(ORDERS.index("page_id"))
            await seen.settled()
            assert tab.filter_bar.filter() == Filter("P12")
            assert [view.order for view in [view_state(tab)] if view] == ["page_id"]

    slow.run(scenario())
