# SPDX-License-Identifier: MIT
"""What can be done with rows: copied at once, or beside the window where they are many."""

import asyncio
import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.ui.tree.listing import FILE, LISTING, a_site, link
from wikilinks_gui.background import in_thread
from wikilinks_gui.links.rows import Row
from wikilinks_gui.ui import rowactions
from wikilinks_gui.ui.rowactions import copy_addresses, copy_links, copy_rows, copy_titles
from wikilinks_gui.ui.tab import Tab


@pytest.fixture
def tab(qtbot: QtBot) -> Tab:
    made = Tab(QByteArray())
    qtbot.addWidget(made)
    made.resize(1000, 800)
    made.show_list(a_site()).add(LISTING, [])
    made.show()
    QGuiApplication.clipboard().setText("before")
    return made


def said(tab: Tab) -> list[str]:
    return [label.text() for label in tab.notice.findChildren(QLabel) if label.text()]


def test_a_colon_stands_in_a_link_where_it_would_do_something_else() -> None:
    rows = [
        link(1, "Riga"),
        Row(2, 6, "File:A.png", FILE, False, "", 0, 0),
        Row(3, 14, "Category:B", FILE, False, "", 0, 0),
        link(4, "/dev/null"),
    ]
    links = ["[[Riga]]", "[[:File:A.png]]", "[[:Category:B]]", "[[:/dev/null]]"]
    assert [rowactions.wikitext_link(row) for row in rows] == links


def test_the_rows_are_copied_as_the_tree_copies_them(tab: Tab) -> None:
    tab.tree.select_nodes([0, 9])
    tab.tree.copy_selection()
    text = QGuiApplication.clipboard().text()
    QGuiApplication.clipboard().setText("before")
    copy_rows(tab)
    assert QGuiApplication.clipboard().text() == text
    assert len(text.splitlines()) == 2


def test_where_nothing_is_selected_the_clipboard_stays(tab: Tab) -> None:
    copy_rows(tab)
    assert QGuiApplication.clipboard().text() == "before"


@pytest.mark.parametrize("copy", [copy_rows, copy_titles, copy_links, copy_addresses])
def test_many_rows_are_copied_in_a_thread(
    tab: Tab, monkeypatch: pytest.MonkeyPatch, copy: Callable[[Tab], None]
) -> None:
    """Of them the window says that they are being copied, and when they are."""
    tab.tree.select_nodes([0, 5])
    copy(tab)
    at_once = QGuiApplication.clipboard().text()
    assert said(tab) == []
    monkeypatch.setattr(rowactions, "MANY", 1)
    QGuiApplication.clipboard().setText("before")
    may_go_on = threading.Event()

    async def held(work: Callable[[], str], name: str) -> str:
        return await in_thread(lambda: work() if may_go_on.wait(30) else "", name)

    monkeypatch.setattr(rowactions, "in_thread", held)

    async def scenario() -> None:
        copy(tab)
        assert said(tab) == ["Copying 2 rows…"]
        await asyncio.sleep(0)
        assert QGuiApplication.clipboard().text() == "before"
        may_go_on.set()
        while said(tab) != ["2 rows copied to the clipboard."]:
            await asyncio.sleep(0)

    asyncio.run(scenario())
    assert QGuiApplication.clipboard().text() == at_once != "before"
