# SPDX-License-Identifier: MIT
"""The find line: what is found, which of it is current, and what the filter hides."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from tests.samplewiki import SampleWiki
from tests.samplewiki.faults import Delay
from tests.ui.asking import until
from tests.ui.place import Place, hub
from wikilinks_gui.table.filter import Filter
from wikilinks_gui.ui.tab.visit import Phase
from wikilinks_gui.ui.widgets.text import Text


@pytest.fixture
def place(qapp: QApplication, tmp_path: Path) -> Iterator[Place]:
    """P1, with redirects in redirects, and links through each."""
    with closing(hub()) as database, SampleWiki(database) as wiki:
        yield Place(qapp, tmp_path, wiki)


@pytest.fixture
def slow(qapp: QApplication, tmp_path: Path) -> Iterator[Place]:
    """The same, in several replies."""
    with closing(hub()) as database, SampleWiki(database, most=130) as wiki:
        yield Place(qapp, tmp_path, wiki)


def test_w15_what_the_filter_hides_is_told_with_a_way_there(place: Place) -> None:
    """How many rows are found, which is current, how many are hidden; a button shows them."""

    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("P1")
            tab = seen.controller.tab
            model = tab.model
            assert model is not None
            titles = [model.table.titles[n] for n in model.table.filtered().tolist()]
            wanted = [title for title in titles if "P12" in title]
            assert len(wanted) > 3
            seen.act("find")
            bar = tab.find_bar
            field, said = bar.findChildren(QLineEdit)[0], bar.findChild(Text)
            button = bar.findChild(QPushButton)
            assert said is not None
            assert button is not None
            field.setText("P12")
            await until(lambda: said.text() == f"{len(wanted)} matches")
            assert button.isHidden()
            QTest.keyClick(field, Qt.Key.Key_Return)
            await until(lambda: said.text() == f"1 of {len(wanted)}")
            QTest.keyClick(field, Qt.Key.Key_Return)
            await until(lambda: said.text() == f"2 of {len(wanted)}")
            QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
            await until(lambda: said.text() == f"1 of {len(wanted)}")
            tab.filter_bar.set_filter(Filter("3"))
            await until(lambda: "hidden by the filter" in said.text())
            numbers = [int(part) for part in re.findall(r"\d+", said.text())]
            assert sum(numbers[-2:]) == len(wanted)  # of all, those that are seen and those hidden
            tab.filter_bar.set_filter(Filter("nothing at all"))
            await until(lambda: said.text() == f"{len(wanted)} are hidden by the filter")
            QTest.keyClick(field, Qt.Key.Key_Return)
            assert button.isVisible()
            button.click()
            await until(lambda: "of" in said.text() and button.isHidden())
            assert "P12" in model.row(model.node(tab.tree.currentIndex().row())).title
            field.setText("nowhere at all")
            await until(lambda: said.text() == "Not found")

    place.run(scenario())


def test_w15_what_is_found_in_a_closed_group_is_gone_to(place: Place) -> None:
    """As many are counted as can be gone to, and the group opens."""

    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("P1")
            tab = seen.controller.tab
            model = tab.model
            assert model is not None
            table = model.table
            below = [n for n in range(len(table)) if table.parent(n) >= 0]
            assert below
            model.set_open([table.parent(below[0])], False)
            assert model.row_of(below[0]) < 0
            assert tab.tree.find_next(table.titles[below[0]])
            assert model.row_of(below[0]) >= 0

    place.run(scenario())


def test_what_is_found_is_counted_while_rows_come(slow: Place) -> None:
    """And nothing is said to be found where there is no list any more."""
    slow.wiki.faults.add(Delay(500, when=lambda request: "continue" in request))

    async def scenario() -> None:
        async with slow.window() as seen:
            seen.controller.explore("sample", "P1")
            await until(lambda: seen.at(Phase.LISTING))
            tab = seen.controller.tab
            seen.act("find")
            said = tab.find_bar.findChild(Text)
            assert said is not None
            tab.find_bar.findChildren(QLineEdit)[0].setText("P")
            await until(lambda: "matches" in said.text())
            first = said.text()
            seen.act("stop")
            await seen.idle()
            seen.act("resume")
            await until(lambda: seen.at(Phase.COMPLETE))
            await until(lambda: said.text() not in {"", first})
            seen.act("new_tab")
            tab.show_no_list()
            await until(lambda: not said.text())

    slow.run(scenario())
