# SPDX-License-Identifier: MIT
"""What is stored of rows: read for the current one first, ahead for those in view, and kept."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.asking import idle, run, until
from tests.ui.context.made import REVISION, made
from tests.ui.tree.listing import LISTING, a_site, link
from wikilinks_gui.listing.linkcontexts import row_contexts
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.store.records import Exploration, OriginRecord, PageText
from wikilinks_gui.store.store import Store
from wikilinks_gui.table.origin import Origin
from wikilinks_gui.table.row import Row
from wikilinks_gui.tasks import Worker
from wikilinks_gui.ui.context import reading
from wikilinks_gui.ui.context.reading import AT_ONCE, ContextReader
from wikilinks_gui.ui.tree.model import LinkModel
from wikilinks_gui.ui.tree.view import TreeView

TARGET = "Climate change"
TEXTS = {
    "Agriculture": "It suffers from [[climate change]]. == No\n== Two ==\nSee [[Climate change]].",
    "Global warming": "#REDIRECT [[Climate change]]",
    "Radiative forcing": "By [[Global warming (physics)|physics]].",
    "Template:Climate": "See [[climate change|it]] and [[Ice]].",
    "تغير المناخ": "{{Climate}}",
}
MORE = [link(number, f"Page {number}") for number in range(100, 160)]
TEXTS |= {row.title: f"Number {row.page_id} of [[climate change]]." for row in MORE}


class Seen:
    """A tree over a list that is stored, and its reader."""

    def __init__(self, tree: TreeView, path: Path) -> None:
        self.tree = tree
        self.model = LinkModel(a_site(), tree)
        tree.setModel(self.model)
        rows = [*LISTING, *MORE]
        self.model.add(rows)
        self.jobs: list[int] = []
        self.number = 0
        self.desk = Worker(f"desk {path.parent}", lambda: Store(path))
        self.rows = rows

    async def store(self, titles: Sequence[str] = tuple(TEXTS)) -> list[OriginRecord]:
        """Store a list, and what was found of some pages; the model is told by the test."""
        texts = {title: TEXTS[title] for title in titles}
        names = {0: TARGET} | self.model.table.redirect_titles()
        records, pages = made(self.model.site, self.rows, texts, names)

        def job(store: Store) -> int:
            number = store.begin("wiki", TARGET, TARGET, {}, {})
            store.add(number, self.rows, {})
            store.keep_origins(number, records, "wiki", pages, texts)
            return number

        self.number = await self.desk.do(job)
        self.reader = ContextReader(self.model, self.tree, self.desk, lambda: self.number)
        return records

    def node(self, title: str) -> int:
        (node,) = [n for n, row in enumerate(self.rows) if row.title == title]
        return node

    def sentences(self, title: str) -> list[str] | None:
        """What is known of a row just now; it is asked for."""
        context = self.reader.context(self.node(title))
        return [link.context.text for link in context.links] if context else None


@pytest.fixture
def seen(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[[], Seen]]:
    tree = TreeView()
    qtbot.addWidget(tree)
    tree.resize(900, 300)
    tree.show()
    yield lambda: Seen(tree, tmp_path / "store.sqlite")
    tree.setModel(None)


Scenario = Callable[[Coroutine[Any, Any, None]], None]


@pytest.fixture
def scenario(qapp: QApplication) -> Scenario:
    return lambda whole: run(qapp, whole)


def test_the_links_of_a_row_are_read_with_their_sections(
    seen: Callable[[], Seen], scenario: Scenario
) -> None:
    async def whole() -> None:
        place = seen()
        place.model.set_origins(await place.store())
        came: list[int] = []
        place.reader.came.connect(lambda: came.append(1))
        assert place.sentences("Agriculture") is None
        await until(lambda: came)
        context = place.reader.context(place.node("Agriculture"))
        assert context
        assert [(each.section.number, each.section.heading) for each in context.links] == [
            (0, ""),
            (1, "Two"),
        ]
        assert [each.source for each in context.links] == [
            "[[climate change]]",
            "[[Climate change]]",
        ]
        assert place.sentences("Radiative forcing") is None
        await until(lambda: place.sentences("Radiative forcing"))
        assert place.sentences("Radiative forcing") == ["By physics."]

    scenario(whole())


def test_of_a_template_row_it_is_read_where_the_template_links(
    seen: Callable[[], Seen], scenario: Scenario
) -> None:
    async def whole() -> None:
        place = seen()
        place.model.set_origins(await place.store())
        node = place.node("تغير المناخ")
        assert place.model.table.origin(node) == Origin.TEMPLATE
        await until(lambda: place.reader.context(node))
        context = place.reader.context(node)
        assert context
        assert context.links == ()
        ((title, found),) = context.from_templates
        assert (title, found.context.text, found.label) == (
            "Template:Climate",
            "See it and Ice.",
            "it",
        )

    scenario(whole())


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """The titles that were read from the store, in one go each; not for an earlier test."""
    found: list[list[str]] = []

    def watched(store: Store, site: SiteInfo, exploration: Exploration, rows: list[Row]) -> Any:
        if threading.current_thread().name == f"desk {tmp_path}":
            found.append([row.title for row in rows])
        return row_contexts(store, site, exploration, rows)

    monkeypatch.setattr(reading, "row_contexts", watched)
    return found


def test_rows_in_view_are_read_ahead_and_the_current_one_first(
    seen: Callable[[], Seen], scenario: Scenario, asked: list[list[str]]
) -> None:
    async def whole() -> None:
        place = seen()
        place.model.set_origins(await place.store())
        place.tree.select_nodes([place.node("Page 120")])
        for title in ("Page 120", "Page 159"):
            if title == "Page 159":
                bar = place.tree.verticalScrollBar()
                bar.setValue(bar.maximum())
            in_view = {place.model.row(node).title for node in place.tree.nodes_in_view()}
            assert title in in_view
            await until(lambda: in_view <= {name for some in asked for name in some})  # noqa: B023
        titles = [title for some in asked for title in some]
        assert asked[0] == ["Page 120"]
        assert max(map(len, asked)) == AT_ONCE
        assert len(titles) == len(set(titles)) < len(MORE)

    scenario(whole())


def test_the_newest_wish_wins(
    seen: Callable[[], Seen], scenario: Scenario, asked: list[list[str]]
) -> None:
    async def whole() -> None:
        place = seen()
        place.model.set_origins(await place.store())
        gate = threading.Event()
        held = asyncio.ensure_future(place.desk.do(lambda store: gate.wait(30)))
        await idle()
        for title in ("Page 110", "Page 111", "Page 112"):
            assert place.sentences(title) is None
            await idle()
        gate.set()
        await until(lambda: place.sentences("Page 112"))
        await held
        assert asked == [["Page 110"], ["Page 112"]]

    scenario(whole())


def test_what_was_never_checked_is_not_asked_for(
    seen: Callable[[], Seen], scenario: Scenario
) -> None:
    async def whole() -> None:
        place = seen()
        place.model.set_origins(await place.store(["Agriculture", "Page 100"]))
        place.model.set_complete(True)
        assert place.sentences("Page 101") is None
        await until(lambda: place.sentences("Page 100"))
        assert place.sentences("Page 101") is None
        # The text of one template, which is among the rows, that of the page, and one to spare.
        assert place.reader.check_cost() == 3
        assert place.reader.doubt_cost(0) == 4
        place.model.set_complete(False)
        assert place.reader.check_cost() == 0

    scenario(whole())


def test_what_was_checked_again_is_read_again(seen: Callable[[], Seen], scenario: Scenario) -> None:
    async def whole() -> None:
        place = seen()
        records = await place.store()
        place.model.set_origins(records)
        await until(lambda: place.sentences("Agriculture"))
        await until(lambda: place.sentences("Page 100"))
        row = place.rows[place.node("Agriculture")]
        text = "Now [[climate change]] is here."
        record = OriginRecord(0, row.page_id, REVISION + 1, int(Origin.TEXT), True, (), (4,))
        pages = [PageText(row.page_id, REVISION + 1, text)]
        await place.desk.do(lambda store: store.keep_origins(place.number, [record], "wiki", pages))
        assert place.sentences("Agriculture") != ["Now climate change is here."]
        place.model.set_origins([record])
        await until(lambda: place.sentences("Agriculture") == ["Now climate change is here."])
        assert place.sentences("Page 100") == ["Number 100 of climate change."]

    scenario(whole())


def test_a_list_that_goes_ends_what_is_read(seen: Callable[[], Seen], scenario: Scenario) -> None:
    async def whole() -> None:
        place = seen()
        place.model.set_origins(await place.store())
        place.sentences("Agriculture")
        other = LinkModel(a_site(), place.tree)
        other.add(MORE * 3)
        place.tree.setModel(other)
        place.tree.go_to(len(MORE) * 3 - 1)
        soon = place.reader.findChild(QTimer)
        assert soon
        assert soon.isActive()
        await until(lambda: not soon.isActive())  # rows of the other list mean nothing in this one
        place.tree.setModel(None)
        place.model.deleteLater()
        QApplication.sendPostedEvents(None, 0)
        await place.desk.do(lambda store: None)
        await idle()

    scenario(whole())


def test_the_first_links_of_rows_are_found_wherever_they_are(
    seen: Callable[[], Seen], scenario: Scenario
) -> None:
    async def whole() -> None:
        place = seen()
        place.model.set_origins(await place.store())
        rows = [place.rows[place.node(title)] for title in ("Agriculture", "Page 150")]
        rows.append(link(9999, "Nobody knows it"))
        assert place.reader.are_checked(rows)
        assert not place.reader.are_checked(rows[-1:])
        found = await place.reader.first_links(rows)
        assert {key: each.use.start for key, each in found.items()} == {(0, 6): 16, (0, 150): 14}

    scenario(whole())
