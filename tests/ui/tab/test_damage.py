# SPDX-License-Identifier: MIT
"""A window whose store was changed by something else, and lists that are opened from the store."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QTreeView

from tests.samplewiki import SampleWiki
from tests.ui.asking import until
from tests.ui.place import Place, Seen, buttons, hub, press, said
from wikilinks_gui.table.row import Row
from wikilinks_gui.ui.dialogs.historydialog import HistoryDialog
from wikilinks_gui.ui.tab.visit import Phase
from wikilinks_gui.ui.widgets.notice import Notice


@pytest.fixture
def sample(qapp: QApplication, tmp_path: Path) -> Iterator[Place]:
    with SampleWiki() as wiki:
        yield Place(qapp, tmp_path, wiki)


def execute(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        assert db.execute(statement).rowcount


def in_order(seen: Seen) -> list[Row]:
    """The rows as they stand on the screen, all groups open."""
    model = seen.controller.tab.model
    assert model
    return list(model.table.rows(model.table.visible))


def notices(seen: Seen) -> str:
    return " ".join(said(notice) for notice in seen.window.findChildren(Notice))


def test_w13_a_list_opened_from_the_store_has_the_order_it_had_live(
    qapp: QApplication, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("P1", place.wiki.api_url)
            live = in_order(seen)
            assert len(live) > 300
            await seen.explore("P2", place.wiki.api_url)
            seen.controller.step(-1)
            await seen.idle()
            assert in_order(seen) == live
        async with place.window() as seen:
            seen.window.start("", "")
            await seen.idle()
            assert in_order(seen) == live

    with closing(hub()) as database:
        for page_id in range(500, 520):  # transclusions come after all links
            database.execute("INSERT INTO page VALUES (?, 0, ?, 0)", (page_id, f"P{page_id}"))
            database.execute("INSERT INTO templatelinks VALUES (0, 'P1', 0, ?)", (page_id,))
        with SampleWiki(database) as wiki:
            place = Place(qapp, tmp_path, wiki)
            place.run(scenario())


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE row SET title = title || 'x' WHERE arrival = 70",
        "DELETE FROM row",
        "DELETE FROM row WHERE arrival > 50",
        "UPDATE exploration SET rows = 7",
        "UPDATE exploration SET target = 'Latveja'",
    ],
)
def test_r3_r5_a_damaged_list_is_told_and_can_be_reloaded(sample: Place, change: str) -> None:
    async def scenario() -> None:
        async with sample.window() as seen:
            await seen.explore("Daugpiļs", sample.wiki.api_url)
            kept = seen.rows
        execute(sample.folders.store, change)
        async with sample.window() as seen:
            seen.window.start("", "")
            await seen.idle()
            assert "damaged" in seen.notice
            assert seen.at(Phase.IDLE)
            assert seen.controller.tab.model is None
            assert "Reload" in buttons(seen.controller.tab.notice)
            press(seen.controller.tab.notice, "Reload")
            await seen.idle()
            assert seen.at(Phase.COMPLETE)
            assert seen.rows == kept

    sample.run(scenario())


def test_r3_damaged_check_marks_are_told_once(sample: Place) -> None:
    async def scenario() -> None:
        async with sample.window() as seen:
            await seen.explore("Daugpiļs", sample.wiki.api_url)
            model = seen.controller.tab.model
            assert model
            model.set_checked([0, 1], True)
            await seen.session.desk.do(lambda store: None)  # it has been written
        execute(
            sample.folders.store,
            "DELETE FROM checked WHERE page_id = (SELECT min(page_id) FROM checked)",
        )
        async with sample.window() as seen:
            seen.window.start("", "")
            await seen.idle()
            await until(lambda: "marks of" in notices(seen))
            assert seen.at(Phase.COMPLETE)
            model = seen.controller.tab.model
            assert model
            assert len(model.table.checked()) == 1
        async with sample.window() as seen:
            seen.window.start("", "")
            await seen.idle()
            assert seen.at(Phase.COMPLETE)
            assert "marks of" not in notices(seen)

    sample.run(scenario())


def test_r3_the_history_tells_of_lists_that_it_cannot_show(sample: Place) -> None:
    async def scenario() -> None:
        async with sample.window() as seen:
            await seen.explore("Daugpiļs", sample.wiki.api_url)
            await seen.explore("Latveja", sample.wiki.api_url)
            execute(sample.folders.store, "UPDATE exploration SET target = 'x' WHERE id = 1")
            execute(sample.folders.store, "UPDATE wiki SET siteinfo = '{}'")
            seen.act("history")
            await until(lambda: "1 stored list is damaged" in notices(seen))
            history = seen.find(HistoryDialog)
            view = history.findChild(QTreeView)
            assert view is not None
            assert view.model().rowCount() == 1
            history.close()

    sample.run(scenario())
