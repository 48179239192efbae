# SPDX-License-Identifier: MIT
"""What a tab shows of itself: what belongs to rows only where there are some."""

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.ui.tree.listing import LISTING, a_site
from wikilinks_gui.ui.tab import Tab


def test_before_the_first_rows_there_is_nothing_to_filter(qtbot: QtBot) -> None:
    tab = a_tab(qtbot)
    tab.resize(1000, 800)
    model = tab.show_list(a_site())
    tab.show_counts(complete=False)
    assert not tab.filter_bar.isVisible()
    assert not tab.tree.isVisible()
    model.add(LISTING, [])
    tab.show_counts(complete=False)
    assert tab.filter_bar.isVisible()
    assert tab.tree.isVisible()
    assert tab.details.isVisible()


def test_a_list_without_rows_says_so_and_no_more(qtbot: QtBot) -> None:
    tab = a_tab(qtbot)
    tab.heading.show_asked("Lake")
    tab.show_list(a_site())
    tab.show_counts(complete=True)
    said = [label.text() for label in tab.findChildren(QLabel) if label.isVisible()]
    assert "Nothing links to “Lake”" in said
    assert "0 links" not in said
    assert not tab.filter_bar.isVisible()
    assert not tab.details.isVisible()


def test_rows_come_before_details_where_there_is_little_room(qtbot: QtBot) -> None:
    tab = a_tab(qtbot)
    tab.show_list(a_site()).add(LISTING, [])
    tab.show_counts(complete=True)
    em = tab.fontMetrics().height()
    tab.resize(em * 60, em * 12)
    qtbot.waitUntil(lambda: not tab.details.isVisible())
    assert tab.tree.height() >= em * 4
    tab.resize(em * 60, em * 30)
    qtbot.waitUntil(tab.details.isVisible)


def a_tab(qtbot: QtBot) -> Tab:
    tab = Tab(QByteArray())
    qtbot.addWidget(tab)
    with qtbot.waitExposed(tab):
        tab.show()
    return tab
