# SPDX-License-Identifier: MIT
"""The model against a plain tree that does the same the slow way."""

import asyncio
import random
import threading
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from tests import quartz
from tests.ui.tree.listing import (
    FILE,
    LINK,
    LISTING,
    REDIRECT,
    TRANSCLUSION,
    SlowTree,
    a_site,
    link,
    origin_of,
    redirect,
)
from wikilinks_gui.mediawiki.titles import Redirect, Resolution
from wikilinks_gui.table.filter import Filter
from wikilinks_gui.table.origin import ALL_ORIGINS, ORIGIN_GROUPS
from wikilinks_gui.table.row import Row
from wikilinks_gui.ui.tree import model as model_module
from wikilinks_gui.ui.tree.cells import KIND, ORDERS, PAGE, PAGE_ID, THROUGH, VIA
from wikilinks_gui.ui.tree.model import LinkModel
from wikilinks_gui.ui.tree.view import TreeView

SPOKEN = Qt.ItemDataRole.AccessibleTextRole
NAMES = ["Cat", "cat", "Talk of", "Straße", "猫", "קטן", "<i>x</i>", "a.b"]
SECTIONS = ["", "", "Alpha", "Beta"]


def shown(model: LinkModel) -> list[list[str]]:
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def titles(model: LinkModel) -> list[str]:
    return [line[PAGE] for line in shown(model)]


class Pair:
    """The model in a view, and what it should be."""

    def __init__(self, model: LinkModel, view: TreeView, chooser: random.Random) -> None:
        self.model, self.view, self.chooser = model, view, chooser
        self.slow = SlowTree()
        self.groups = [0]  # page ids
        self.depths = {0: 0}
        self.seen: set[tuple[int, int]] = set()
        self.selected: set[int] = set()

    def add(self) -> None:
        new, again = [], {}
        for _ in range(self.chooser.choice([1, 3, 20])):
            page_id, via = self.chooser.randint(1, 400), self.chooser.choice(self.groups)
            if (page_id, via) in self.seen or page_id == via:
                continue
            self.seen.add((page_id, via))
            kinds = self.chooser.choice([LINK, LINK, TRANSCLUSION, FILE | LINK, LINK | REDIRECT])
            if page_id in self.groups:
                kinds = LINK
            is_redirect = bool(kinds & REDIRECT) or self.chooser.random() < 0.1
            name = f"{self.chooser.choice(NAMES)} {page_id}"
            namespace = self.chooser.choice([0, 1, 2, 10])
            section = self.chooser.choice(SECTIONS) if kinds & REDIRECT else ""
            depth = self.depths[via]
            new.append(Row(page_id, namespace, name, kinds, is_redirect, section, via, depth))
            if kinds & REDIRECT:
                self.groups.append(page_id)
                self.depths[page_id] = depth + 1
        self.slow.take_in(new)
        for node in self.chooser.sample(range(len(self.slow.rows)), min(2, len(self.slow.rows))):
            row = self.slow.rows[node]
            if not row.kinds & REDIRECT:
                changed = row._replace(kinds=row.kinds | TRANSCLUSION)
                self.slow.rows[node] = again[node] = changed
        self.model.add(new, list(again.values()))

    def group_nodes(self) -> list[int]:
        nodes = [at for at, row in enumerate(self.slow.rows) if row.kinds & REDIRECT]
        return self.chooser.sample(nodes, min(len(nodes), 2))

    def open(self) -> None:
        nodes = self.group_nodes()
        self.slow.set_open(nodes, True)
        self.model.set_open(nodes, True)

    def close(self) -> None:
        nodes = self.group_nodes()
        self.slow.set_open(nodes, False)
        self.model.set_open(nodes, False)

    def filter(self) -> None:
        text = self.chooser.choice(["", "", "cat", "STRASSE", "1", "nowhere"])
        origins = self.chooser.choice(
            [ALL_ORIGINS] * 3 + [1 << each for each in ORIGIN_GROUPS.values()]
        )
        redirects = self.chooser.random() < 0.8
        self.slow.set_filter(Filter(text, redirects=redirects, origins=origins))
        self.model.set_filter(self.slow.filter)

    def set_origins(self) -> None:
        rows = [self.chooser.choice(self.slow.rows) for _ in range(10)]
        number, draw = self.chooser.randrange, self.chooser.random
        records = [origin_of(row, number(100), is_sure=draw() > 0.2) for row in rows]
        self.slow.set_origins(records)
        self.model.set_origins(records)

    def sort(self) -> None:
        self.slow.order = self.chooser.choice([*ORDERS, "arrival"])
        self.slow.descending = self.chooser.random() < 0.5
        asyncio.run(self.model.sort_by(self.slow.order, self.slow.descending))

    def check(self) -> None:
        node = self.chooser.randrange(len(self.slow.rows))
        page_id = self.slow.rows[node].page_id
        self.slow.checked ^= {page_id}
        self.model.set_checked([node], page_id in self.slow.checked)

    def complete(self) -> None:
        self.slow.complete = not self.slow.complete
        self.model.set_complete(self.slow.complete)

    def select(self) -> None:
        nodes = self.slow.visible()
        self.selected = set(self.chooser.sample(nodes, min(len(nodes), 5)))
        self.view.select_nodes(list(self.selected))

    def compare(self) -> None:
        nodes = self.slow.visible()
        assert self.model.table.visible.tolist() == nodes
        assert shown(self.model) == [self.slow.cells(node) for node in nodes]
        checked = [
            self.model.index(row, PAGE).data(Qt.ItemDataRole.CheckStateRole)
            == Qt.CheckState.Checked
            for row in range(self.model.rowCount())
        ]
        assert checked == [self.slow.rows[node].page_id in self.slow.checked for node in nodes]
        assert self.view.selected_nodes() == [node for node in nodes if node in self.selected]


@pytest.mark.parametrize("seed", range(6))
def test_it_shows_what_a_slow_tree_shows(qtbot: QtBot, model: LinkModel, seed: int) -> None:
    view = TreeView()
    qtbot.addWidget(view)
    view.setModel(model)
    pair = Pair(model, view, random.Random(seed))
    pair.add()
    acts: list[Callable[[], None]] = [pair.add] * 4 + [pair.open] * 3
    acts += [
        pair.set_origins,
        pair.close,
        pair.filter,
        pair.sort,
        pair.check,
        pair.complete,
        pair.select,
    ]
    for _ in range(60):
        pair.chooser.choice(acts)()
        pair.compare()


def test_a_node_has_its_row_and_a_row_its_node(model: LinkModel) -> None:
    model.add(LISTING)
    model.set_open([0], True)
    assert [model.node(row) for row in range(4)] == [0, 1, 3, 4]
    assert [model.row_of(node) for node in range(5)] == [0, 1, -1, 2, 3]
    assert model.rows_of(np.array([3, 2, 0])).tolist() == [0, 2]


def test_open_below_opens_all_of_a_redirect(model: LinkModel) -> None:
    model.add(LISTING)
    model.open_below(0)
    assert titles(model)[:5] == [row.title for row in LISTING[:2]] + [
        "Radiative forcing",
        "Arctic sea ice decline",
        "Climate crisis",
    ]
    assert not model.table.is_open(4)


def test_a_row_that_comes_in_order_keeps_what_is_selected(qtbot: QtBot, view: TreeView) -> None:
    model = view.model()
    assert isinstance(model, LinkModel)
    asyncio.run(model.sort_by("title"))
    view.selectAll()
    model.add([Row(20, 0, "Bees", LINK, False, "", 0, 0)])
    assert len(view.selected_nodes()) == model.rowCount() - 1
    assert 10 not in view.selected_nodes()


def test_through_is_unknown_until_something_came_or_all_did(model: LinkModel) -> None:
    model.add(LISTING)
    row = model.row_of(4)
    assert model.index(row, THROUGH).data() == "…"
    assert model.can_open(4)
    model.set_complete(True)
    assert model.index(row, THROUGH).data() == "0"
    assert not model.can_open(4)


def test_a_screen_reader_hears_what_a_row_is(model: LinkModel) -> None:
    model.add(LISTING)
    model.open_below(0)
    model.set_checked([2], True)
    heard = [model.index(row, PAGE).data(SPOKEN) for row in range(7)]
    assert heard[0] == "Global warming, redirect, level 1, open, 2 links through it"
    assert heard[1] == (
        "Global warming (physics), double redirect to a section, level 2, open, 1 link through it"
    )
    assert heard[2] == "Radiative forcing, link, level 3, marked"
    assert heard[4] == "Climate crisis, redirect, level 1, closed, 0 links through it"
    elsewhere = "redirect to another page, also links here"
    assert heard[6] == f"Climate (disambiguation), {elsewhere}, level 1"
    assert model.index(0, PAGE_ID).data(SPOKEN) == "1"
    model.set_origins([origin_of(LISTING[2], 2), origin_of(LISTING[6], 7)])
    heard = [model.index(row, PAGE).data(SPOKEN) for row in range(7)]
    assert heard[2] == "Radiative forcing, link, through Template:Nav, level 3, marked"
    assert heard[6] == f"Climate (disambiguation), {elsewhere}, not found, level 1"


def test_rows_below_hidden_redirects_stand_at_the_top(model: LinkModel) -> None:
    model.add(LISTING)
    model.set_filter(Filter(redirects=False))
    assert titles(model)[:2] == ["Radiative forcing", "Arctic sea ice decline"]
    assert [model.level(model.node(row)) for row in range(2)] == [0, 0]
    assert model.parent_of(2) == -1


def test_headers_name_columns_and_numbers_stand_at_the_end(model: LinkModel) -> None:
    model.add(LISTING)
    horizontal = Qt.Orientation.Horizontal
    assert [model.headerData(column, horizontal) for column in range(8)] == [
        *("Page", "Kind", "Namespace", "Through", "Section", "Page ID", "Origin", "Via"),
    ]
    for column in range(8):
        alignment = model.index(0, column).data(Qt.ItemDataRole.TextAlignmentRole)
        number = bool(alignment & Qt.AlignmentFlag.AlignRight)
        assert number == (column in {THROUGH, PAGE_ID})
        assert alignment == model.headerData(column, horizontal, Qt.ItemDataRole.TextAlignmentRole)
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert model.headerData(8, horizontal) is None


def test_what_is_not_there_is_nothing(model: LinkModel) -> None:
    model.add(LISTING)
    outside = model.createIndex(99, 0)
    assert model.data(outside) is None
    assert model.flags(QModelIndex()) == Qt.ItemFlag.NoItemFlags
    assert not model.setData(outside, Qt.CheckState.Checked)


def test_check_marks_are_told_unless_they_are_known(qtbot: QtBot, model: LinkModel) -> None:
    model.add(LISTING)
    told: list[tuple[list[int], bool]] = []
    model.checked_changed.connect(lambda page_ids, on: told.append((page_ids, on)))
    model.show_checked([2])
    assert told == []
    model.set_checked([2, 5], True)
    check = Qt.ItemDataRole.CheckStateRole
    assert model.setData(model.index(0, PAGE), Qt.CheckState.Checked, check)
    assert told == [([3, 6], True), ([1], True)]
    assert [node for node in range(10) if model.table.is_checked(node)] == [0, 1, 2, 5]


def test_a_newer_sort_takes_the_place_of_an_older_one(
    model: LinkModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    model.add(LISTING)
    late = threading.Event()
    sorting = model.table.order.sorting

    def slow(order: str, descending: bool = False) -> Callable[[], object]:
        sort = sorting(order, descending)  # type: ignore[arg-type]

        def work() -> object:
            if order == "page_id":
                assert late.wait(60)
            return sort()

        return work

    monkeypatch.setattr(model.table.order, "sorting", slow)

    async def both() -> None:
        first = asyncio.ensure_future(model.sort_by("page_id", True))
        await asyncio.sleep(0)
        await model.sort_by("title")
        late.set()
        await first

    asyncio.run(both())
    assert titles(model)[1] == "Agriculture"
    assert (model.order, model.descending) == ("title", False)


def test_a_list_that_goes_before_it_is_sorted() -> None:
    async def gone() -> None:
        model = LinkModel(a_site())
        sorting = asyncio.ensure_future(model.sort_by("title"))
        delete(model)
        await sorting

    asyncio.run(gone())


def test_rows_that_come_while_it_is_sorted_are_in_order(
    model: LinkModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    model.add(LISTING)

    async def meanwhile() -> None:
        sorting = asyncio.ensure_future(model.sort_by("title"))
        await asyncio.sleep(0)
        model.add([Row(20, 0, "AAA", LINK, False, "", 0, 0)])
        await sorting

    asyncio.run(meanwhile())
    in_order = titles(model)
    assert "AAA" in in_order
    assert in_order == sorted(in_order, key=str.casefold)


def test_what_is_in_view_is_drawn_again_only_where_it_may_have_changed(model: LinkModel) -> None:
    model.add(LISTING)
    told: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    row = Row(20, 0, "A", LINK, False, "", 0, 0)
    model.add([row])
    assert told == []
    below = row._replace(page_id=21, via=1, depth=1)
    model.add([below])
    group = model.row_of(model.table.groups[1])
    assert told == [(group, group)]
    told.clear()
    model.add([], [row._replace(kinds=TRANSCLUSION)])
    at = titles(model).index("A")
    assert told == [(at, at)]
    told.clear()
    model.add([], [below._replace(kinds=TRANSCLUSION)])  # its redirect is closed
    assert told == []
    model.add([], [each._replace(kinds=TRANSCLUSION) for each in (LISTING[0], row)])
    assert told == [(titles(model).index(LISTING[0].title), at)]


ENDLESS = Filter(r"(a|aa|b?)*\d$", "regex")


def test_an_expression_without_end_is_told_unless_another_filter_came(model: LinkModel) -> None:
    model.add([*LISTING, Row(20, 0, "a" * 200, LINK, False, "", 0, 0)])

    async def both() -> None:
        with pytest.raises(TimeoutError):
            await model.filter_by(ENDLESS)
        older = asyncio.ensure_future(model.filter_by(ENDLESS))
        await asyncio.sleep(0)
        assert await model.filter_by(Filter("Agri"))
        assert not await older

    asyncio.run(both())
    assert titles(model) == ["Agriculture"]


def test_many_rows_that_come_while_it_is_filtered_are_filtered_in_a_thread(
    model: LinkModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_module, "SOME", 1)
    model.add(LISTING)
    seen: list[tuple[int, int]] = []
    filtering = model.table.filtering

    def counted(wanted: Filter, stop: threading.Event, start: int) -> Callable[[], object]:
        seen.append((start, len(model.table)))
        return filtering(wanted, stop, start)

    monkeypatch.setattr(model.table, "filtering", counted)

    async def meanwhile() -> None:
        looking = asyncio.ensure_future(model.filter_by(Filter("a$", "regex")))
        await asyncio.sleep(0)
        model.add([Row(at, 0, title, LINK, False, "", 0, 0) for at, title in MORE.items()])
        await looking

    asyncio.run(meanwhile())
    assert titles(model) == ["Ba", "Ca"]
    assert seen == [(0, 10), (10, 13)]


MORE = {20: "Ba", 21: "Bb", 22: "Ca"}


def test_selecting_many_pieces_is_given_up(view: TreeView, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wikilinks_gui.ui.tree.continuity.PIECES", 3)
    view.select_nodes([0, 4, 5, 6, 8])
    assert view.selected_nodes() == [0, 4, 5, 6, 8]
    view.select_nodes([0, 5, 7, 9])
    assert view.selected_nodes() == []
    flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
    view.selectionModel().select(view.model().index(0, 0), flags)


def quartz_model(model: LinkModel, wanted: Filter) -> dict[str, list[str]]:
    """Show the links to Quartz; return the cells of each row that is shown, by title."""
    model.add(quartz.ROWS)
    model.set_complete(True)
    model.set_filter(wanted)
    return {cells[PAGE]: cells for cells in shown(model)}


def test_w8_through_says_how_many_match(model: LinkModel) -> None:
    cells = quartz_model(model, Filter("gem"))
    assert cells["Rock crystal"][THROUGH] == "17 of 19"
    assert cells["Silica crystal"][THROUGH] == "13"
    assert "Gem 12" in cells
    assert "Stone 1" not in cells
    heard = model.index(0, PAGE).data(SPOKEN)
    assert heard == (
        "Rock crystal, redirect, level 1, open, 17 of 19 links through it, "
        "does not match the filter"
    )
    model.set_filter(Filter())
    assert titles(model)[9:11] == ["Rock crystal", "Silica crystal"]
    assert model.index(9, THROUGH).data() == "19"


def test_w8_rows_that_only_hold_matches_are_drawn_again(qtbot: QtBot, model: LinkModel) -> None:
    model.add(quartz.ROWS)
    with qtbot.waitSignal(model.dataChanged):
        model.set_filter(Filter(redirects=True, text=""))
    model.set_open([quartz.node(quartz.ROCK)], True)
    with qtbot.waitSignal(model.dataChanged):
        model.set_filter(Filter("r"))


def test_w9_a_flat_list_tells_what_each_row_came_through(model: LinkModel) -> None:
    told: list[bool] = []
    model.flat_changed.connect(told.append)
    model.add(quartz.ROWS)
    model.set_filter(Filter("gem 0", redirects=False))
    assert [(cells[PAGE], cells[VIA]) for cells in shown(model)] == [
        ("Gem 0", "Rock crystal"),
        ("Talk:Gem 0", "Rock crystal"),
        ("Gem 0", "Silica crystal"),
    ]
    heard = model.index(2, PAGE).data(SPOKEN)
    assert heard == "Gem 0, link, via Silica crystal"
    assert list(model.cells.plain([model.node(2)], [PAGE, VIA])) == [["Gem 0", "Silica crystal"]]
    model.set_filter(Filter("gem"))
    assert told == [True, False]


def test_w7_rows_that_are_hidden_for_their_marks_go_at_once(model: LinkModel) -> None:
    model.add(quartz.ROWS)
    model.set_filter(Filter("gem 0", checked="hide"))
    assert len(titles(model)) == 5
    model.set_checked([quartz.node(quartz.GEMS[0], quartz.ROCK)], True)
    assert titles(model) == ["Rock crystal", "Talk:Gem 0"]
    model.set_filter(Filter(checked="only"))
    assert titles(model) == ["Rock crystal", "Gem 0", "Silica crystal", "Gem 0"]


def test_w10_a_redirect_loop_is_named(model: LinkModel) -> None:
    hops = (Redirect("A", "B", "", ""), Redirect("B", "A", "", ""))
    model.set_explored(Resolution("A", "A", 1, 0, "loop", redirects=hops, is_redirect=True))
    model.add([redirect(2, "B"), redirect(3, "C"), link(4, "D")])
    assert [cells[KIND] for cells in shown(model)] == ["redirect loop", "double redirect", "link"]
    other = LinkModel(a_site())
    into = (Redirect("C", "A", "", ""), *hops)
    other.set_explored(Resolution("C", "C", 3, 0, "loop", redirects=into, is_redirect=True))
    other.add([redirect(5, "E")])
    assert [cells[KIND] for cells in shown(other)] == ["double redirect"]
