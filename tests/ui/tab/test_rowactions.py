# SPDX-License-Identifier: MIT
"""What can be done with rows: copied at once, or beside the window where they are many."""

import asyncio
import threading
from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import QByteArray, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.context.made import link_contexts
from tests.ui.tree.listing import FILE, LISTING, a_site, link
from wikilinks_gui.listing.linkcontexts import RowContext
from wikilinks_gui.mediawiki.address import WebAddress
from wikilinks_gui.store.records import OriginRecord
from wikilinks_gui.table.origin import Origin
from wikilinks_gui.table.row import Row
from wikilinks_gui.tasks import in_thread
from wikilinks_gui.ui.tab import rowactions
from wikilinks_gui.ui.tab.rowactions import (
    copy_addresses,
    copy_links,
    copy_rows,
    copy_titles,
    open_pages,
    page_address,
)
from wikilinks_gui.ui.tab.tab import Tab
from wikilinks_gui.ui.widgets.browser import open_in_browser


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


# --- in the browser ---------------------------------------------------------------------------


@pytest.fixture
def browsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that the browser was to open."""
    addresses: list[str] = []

    def open_url(address: QUrl) -> bool:
        addresses.append(address.toString(QUrl.ComponentFormattingOption.FullyEncoded))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return addresses


def test_w6_a_redirect_itself_is_opened_and_not_its_target(tab: Tab, browsed: list[str]) -> None:
    """True ones and those that lead elsewhere; their text and history are always their own."""
    scripts = "http://wiki.example/w/index.php?title="
    tab.tree.select_nodes([0, 5, 6])
    open_pages(tab)
    assert browsed == [
        f"{scripts}Global_warming&redirect=no",
        "http://wiki.example/wiki/Agriculture",
        f"{scripts}Climate_(disambiguation)&redirect=no",
    ]
    browsed.clear()
    tab.tree.select_nodes([0])
    open_pages(tab, "edit")
    open_pages(tab, "history")
    assert browsed == [
        f"{scripts}Global_warming&action=edit",
        f"{scripts}Global_warming&action=history",
    ]
    assert said(tab) == []


def test_a_page_is_opened_at_the_section_of_its_link(tab: Tab, browsed: list[str]) -> None:
    """A link that was chosen in the panel; else the first one in the text."""
    text = "[[Hub]]\n== A & b ==\nThe [[Hub|x]]."
    links = tuple(link_contexts(a_site(), text, "Hub"))
    record = OriginRecord(0, 6, 1, int(Origin.TEXT), True, (), (0, 25))
    row = LISTING[5]
    tab.context.show_row(row, ())
    tab.context.show_context(row, Origin.TEXT, (), RowContext(record, links, ()), cost=0)
    sentences = tab.context.sentences
    tab.context.passage_wanted.connect(partial(rowactions.open_passage, tab))
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(sentences, key)
    assert browsed == [
        "http://wiki.example/wiki/Agriculture",
        "http://wiki.example/wiki/Agriculture#A_%26_b",
    ]
    assert tab.context.link_of(row) is links[1]
    assert tab.context.link_of(LISTING[6]) is None
    assert page_address(a_site(), row, "edit", links[1]) == (
        "http://wiki.example/w/index.php?title=Agriculture&action=edit&section=1"
    )
    assert page_address(a_site(), row, "history", links[1]).endswith("=Agriculture&action=history")
    rowactions.copy_link_text(tab)
    assert QGuiApplication.clipboard().text() == "x"
    assert said(tab) == []
    tab.context.show_row(None, ())
    rowactions.copy_link_text(tab)
    assert said(tab) == ["No text is known in which the link of this row stands."]


@pytest.mark.parametrize(
    ("nodes", "words", "label"),
    [
        ([5], "No browser could be opened for {first}.", "&Copy the address"),
        (
            [5, 8],
            "No browser could be opened for {first} and the other pages, 2 in all.",
            "&Copy the addresses",
        ),
    ],
)
def test_w23_where_there_is_no_browser_the_address_can_be_copied(
    tab: Tab, monkeypatch: pytest.MonkeyPatch, nodes: list[int], words: str, label: str
) -> None:
    tried: list[QUrl] = []

    def open_url(address: QUrl) -> bool:
        tried.append(address)
        return False

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    tab.tree.select_nodes(nodes)
    open_pages(tab)
    assert len(tried) == 1
    first = "http://wiki.example/wiki/Agriculture"
    assert said(tab) == [words.format(first=first)]
    (button,) = [each for each in tab.notice.findChildren(QPushButton) if each.text() == label]
    button.click()
    copied = QGuiApplication.clipboard().text().split("\n")
    assert copied[0] == first
    assert len(copied) == len(nodes)
    assert tab.notice.isHidden()


@pytest.mark.parametrize(
    "address",
    [
        *("file:///C:/Windows/System32/x.exe", "ms-msdt:/id", "javascript:alert(1)", "", "x"),
        *("https://wiki.example@evil.example/", "https://user:pw@wiki.example/", "http:///x"),
        *("https://evil.example\\@wiki.example/", "https://wiki.example/\n", "//wiki.example/"),
        *("http://wiki.example:0/", "http://[::1", "ftp://wiki.example/", "data:text/html,x"),
    ],
)
def test_s1_nothing_but_web_pages_is_opened(browsed: list[str], address: str) -> None:
    assert not open_in_browser(WebAddress(address))
    assert browsed == []


def test_s1_the_browser_gets_the_address_that_was_checked(browsed: list[str]) -> None:
    for address in (
        "https://w.example/wiki/AC%2FDC_(a_%26_b)%3F_100%25~!",
        "http://[::1]:8080/w/index.php?title=A%2BB&redirect=no",
        "https://xn--e1afmkfd.xn--p1ai/wiki/%D0%90%E2%80%8C%20",
    ):
        assert open_in_browser(WebAddress(address))
        assert browsed.pop() == address
