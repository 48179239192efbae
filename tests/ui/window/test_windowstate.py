# SPDX-License-Identifier: MIT
"""What the window remembers: saved when it changes, by several programs, whatever is damaged."""

import json
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QApplication

from tests.samplewiki import SampleWiki
from tests.ui.asking import until
from tests.ui.place import Place, Seen, hub, said
from wikilinks_gui.table.filter import Filter
from wikilinks_gui.table.row import Kind
from wikilinks_gui.ui.search.wikilist import WikiChoice
from wikilinks_gui.ui.tab.viewstate import ViewState, view_from_json, view_state, view_to_json
from wikilinks_gui.ui.tab.visit import Phase, Visit
from wikilinks_gui.ui.tree.cells import ORDERS
from wikilinks_gui.ui.window.windowstate import MOST_WIKIS, WindowState

VIEW = ViewState(
    filter=Filter(
        "an",
        "word",
        frozenset({0, 14}),
        True,
        Kind.LINK | Kind.FILE,
        origins=5,
        templates=frozenset({"Template:A", "Template:é"}),
    ),
    order="title",
    descending=True,
    opened=frozenset({(0, 5), (5, 7)}),
    current=(5, 7),
    scrolled=120,
    closed=frozenset({(0, 6)}),
    by_template=True,
)


@pytest.fixture
def place(qapp: QApplication, tmp_path: Path) -> Iterator[Place]:
    with SampleWiki() as wiki:
        yield Place(qapp, tmp_path / "place", wiki)


@pytest.fixture
def slow(qapp: QApplication, tmp_path: Path) -> Iterator[Place]:
    """A wiki whose replies hold few rows, so that a listing takes many requests."""
    with closing(hub()) as database, SampleWiki(database, most=130) as wiki:
        yield Place(qapp, tmp_path / "place", wiki)


def state_in(folder: Path) -> WindowState:
    return WindowState(folder / "window.json")


def wiki(number: int) -> WikiChoice:
    address = f"http://w{number}.example/api.php"
    return WikiChoice(address, f"Wiki {number}", address)


def visit(number: int) -> Visit:
    return Visit("sample", f"Typed {number}", True, number, f"Page {number}")


async def saved(seen: Seen) -> None:
    """Wait until what has changed is saved."""
    await until(lambda: seen.window.saver.is_done)


def titles(seen: Seen) -> list[str]:
    return [each.visit.title or each.visit.text for each in seen.tabs.controllers() if each.visit]


# --- in the window --------------------------------------------------------------------------------


def test_w2_wikis_and_tabs_are_there_after_the_program_was_killed(
    place: Place, tmp_path: Path, qapp: QApplication
) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("Daugpiļs", place.wiki.api_url)
            seen.act("new_tab")
            await seen.explore("Latveja")
            seen.act("new_tab")
            await seen.explore("Reiga")
            seen.act("close_tab")
            await saved(seen)
            shutil.copytree(place.folders.config.parent, tmp_path / "killed")

    async def after() -> None:
        async with killed.window() as seen:
            seen.window.start("", "")
            await seen.idle()
            assert titles(seen) == ["Daugpiļs", "Latveja"]
            assert seen.controller.visit
            assert seen.controller.visit.title == "Latveja"
            assert [wiki.key for wiki in seen.window.saver.wikis] == ["sample", place.wiki.api_url]

    place.run(scenario())
    killed = Place(qapp, tmp_path / "killed", place.wiki)
    killed.run(after())


def test_w2_what_cannot_be_saved_is_told_once(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            place.folders.config.parent.mkdir(parents=True, exist_ok=True)
            place.folders.config.write_text("a file where the folder is to be")
            await seen.explore("Daugpiļs")
            await until(lambda: "cannot be saved" in said(seen.window.problem))
            seen.window.problem.hide()
            await seen.explore("Latveja")
            await saved(seen)
            assert not said(seen.window.problem)

    place.run(scenario())


@pytest.mark.parametrize("first", [0, 1])
def test_w30_two_windows_on_one_folder_keep_the_tabs_of_both(place: Place, first: int) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("Daugpiļs")
        windows = [place.window(), place.window()]
        both = [await window.__aenter__() for window in windows]
        for seen, title in zip(both, ("Latveja", "Reiga"), strict=True):
            seen.window.start("", "")
            await seen.idle()
            seen.act("new_tab")
            await seen.explore(title)
            await saved(seen)
        for at in (first, 1 - first):
            await windows[at].__aexit__(None, None, None)
        async with place.window() as seen:
            seen.window.start("", "")
            await seen.idle()
            assert sorted(titles(seen)) == ["Daugpiļs", "Latveja", "Reiga"]

    place.run(scenario())


def test_a_list_is_looked_at_as_before_the_restart(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("United States")
            tab = seen.controller.tab
            tab.filter_bar.set_filter(Filter("an"))
            await until(lambda: tab.model and tab.model.filter.text == "an")
            assert tab.model
            await tab.model.sort_by("title", True)
            node = tab.model.node(30)
            row = tab.model.row(node)
            tab.tree.select_nodes([node])
            seen.act("new_tab")
        async with place.window() as seen:
            seen.window.start("", "")
            await seen.idle()
            tab = seen.controller.tab
            await until(lambda: tab.current_row() == row)
            assert tab.model
            assert tab.filter_bar.filter() == tab.model.filter == Filter("an")
            assert (tab.model.order, tab.model.descending) == ("title", True)
            assert seen.at(Phase.COMPLETE)

    place.run(scenario())


def test_a_list_is_looked_at_as_before_it_was_reloaded(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("United States")
            tab = seen.controller.tab
            tab.filter_bar.set_filter(Filter("an"))
            await until(lambda: tab.model and tab.model.filter.text == "an")
            before = tab.model
            assert before
            await before.sort_by("title", True)
            row = before.row(before.node(30))
            tab.tree.select_nodes([before.node(30)])
            seen.act("reload")
            await seen.idle()
            await until(lambda: tab.current_row() == row)
            assert tab.model
            assert tab.model is not before
            assert tab.filter_bar.filter() == tab.model.filter == Filter("an")
            assert (tab.model.order, tab.model.descending) == ("title", True)
            await seen.explore("Reiga")
            assert tab.filter_bar.is_clear(), "another page is looked at as a whole"

    place.run(scenario())


@pytest.mark.parametrize("stopped", [False, True])
def test_w29_what_was_done_to_a_list_is_done_to_the_reloaded_one(
    slow: Place, stopped: bool
) -> None:
    async def scenario() -> None:
        async with slow.window() as seen:
            await seen.explore("P1")
            tab = seen.controller.tab
            tab.filter_bar.set_filter(Filter("1"))
            await until(lambda: tab.model and tab.model.filter.text == "1")
            before = tab.model
            assert before
            groups = [n for n in range(len(before.table)) if before.can_open(n)]
            closed = next(n for n in groups if before.table.is_open(n))
            before.set_open([closed], False)
            await before.sort_by("title", True)
            tab.tree.select_nodes([before.node(5)])
            view = view_state(tab)
            assert view
            assert view.closed
            tab.tree.setFocus()
            seen.act("reload")
            if stopped:
                await until(lambda: seen.at(Phase.LISTING))
                assert tab.model
                tab.tree.setFocus()
                seen.act("stop")
            await seen.idle()
            await seen.settled()
            again = view_state(tab)
            assert again
            assert tab.model is not before
            assert (again.filter, again.order, again.descending) == (Filter("1"), "title", True)
            if not stopped:
                assert again == view

    slow.run(scenario())


def test_w29_what_the_focus_makes_current_is_no_persons_choice(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("United States")
            tab = seen.controller.tab
            assert tab.model
            tab.tree.select_nodes([tab.model.node(7)])
            view = view_state(tab)
            assert view
            seen.act("reload")
            await until(lambda: seen.at(Phase.LISTING) or seen.at(Phase.COMPLETE))
            if not tab.tree.currentIndex().isValid() and tab.model.rowCount():
                tab.tree.selectionModel().setCurrentIndex(
                    tab.model.index(0, 0), QItemSelectionModel.SelectionFlag.NoUpdate
                )
            await seen.idle()
            await seen.settled()
            assert view_state(tab) == view

    place.run(scenario())


def test_w2_how_a_list_is_looked_at_is_there_after_the_program_was_killed(
    slow: Place,
) -> None:
    views: list[ViewState | None] = []

    def kept() -> ViewState | None:
        visits, _at = state_in(slow.folders.config).tabs()
        return visits[0].view

    async def scenario() -> None:
        async with slow.window() as seen:
            await seen.explore("P1")
            tab = seen.controller.tab
            model = tab.model
            assert model
            group = next(n for n in range(len(model.table)) if model.can_open(n))

            def filter_by(wanted: Filter) -> None:
                tab.filter_bar.set_filter(wanted)

            async def is_kept(change: Callable[[], object]) -> None:
                await saved(seen)
                before = kept()
                change()
                await until(lambda: kept() != before)
                await saved(seen)
                assert kept() == view_state(tab)

            changes: list[Callable[[], object]] = [
                lambda: filter_by(Filter("12")),
                lambda: filter_by(Filter("12", checked="hide")),
                lambda: tab.tree.on_section_clicked(ORDERS.index("title")),
                lambda: filter_by(Filter()),
                lambda: tab.tree.go_to(3),
                lambda: model.set_open([group], True),
            ]
            for change in changes:
                await is_kept(change)
            views.append(view_state(tab))
            seen.act("reload")
            await until(lambda: seen.at(Phase.COMPLETE))
            seen.act("new_tab")  # which saves all
            seen.act("close_tab")
            await saved(seen)
            await seen.settled()
            assert kept() == view_state(tab) == views[0], "also while it comes again"

    slow.run(scenario())


# --- the file -------------------------------------------------------------------------------------


def test_what_is_written_is_read(tmp_path: Path) -> None:
    state = state_in(tmp_path / "new")
    state.write()
    assert not (tmp_path / "new").exists(), "nothing was noted"
    left = visit(2)
    left.view = VIEW
    unlisted = Visit("sample", "Asked for")
    again = Visit("sample", "Again", True, 0, "Again", earlier=7)
    state.note([wiki(1), wiki(2)], [visit(1), left, unlisted, again], 1)
    state.write()
    read = state_in(tmp_path / "new")
    assert read.wikis() == [wiki(1), wiki(2)]
    visits, at = read.tabs()
    assert (at, visits[:3]) == (1, [visit(1), left, unlisted])
    assert visits[3].exploration == 7
    assert [file.name for file in (tmp_path / "new").iterdir()] == ["window.json"]


def test_w30_what_another_program_changed_stays(tmp_path: Path) -> None:
    start = state_in(tmp_path)
    start.note([wiki(1), wiki(2)], [visit(1), visit(2)], 0)
    start.write()
    one, two = state_in(tmp_path), state_in(tmp_path)
    one.note([wiki(3), wiki(1)], [visit(1), visit(3)], 0)  # takes 2 away, adds 3
    one.write()
    two.note([wiki(1), wiki(2)], [visit(2), visit(1), visit(4)], 2)  # adds 4
    two.write()
    one.note([wiki(3), wiki(1)], [visit(1), visit(3)], 1)
    one.write()
    read = state_in(tmp_path)
    assert read.wikis() == [wiki(3), wiki(1), wiki(2)]
    assert [each.exploration for each in read.tabs()[0]] == [1, 3, 2, 4]
    two.note([wiki(1), wiki(2)], [visit(4)], 0)  # closes what both had
    two.write()
    assert [each.exploration for each in state_in(tmp_path).tabs()[0]] == [4, 3]


def test_a_view_state_does_not_make_another_tab(tmp_path: Path) -> None:
    state, other = state_in(tmp_path), state_in(tmp_path)
    looked_at = visit(1)
    looked_at.view = VIEW
    for each, shown in ((state, visit(1)), (other, looked_at), (state, visit(1))):
        each.note([], [shown], 0)
        each.write()
    assert len(state_in(tmp_path).tabs()[0]) == 1


def test_only_so_many_wikis_are_kept(tmp_path: Path) -> None:
    state = state_in(tmp_path)
    state.note(map(wiki, range(99)), [], 0)
    state.write()
    assert state_in(tmp_path).wikis() == [*map(wiki, range(MOST_WIKIS))]


def test_w2_a_file_that_cannot_be_replaced_stays_whole(tmp_path: Path) -> None:
    state = state_in(tmp_path)
    state.note([wiki(1)], [], 0)
    state.write()
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    (tmp_path / "window.json").chmod(stat.S_IRUSR)
    state.note([wiki(2)], [], 0)
    try:
        state.write()
    except OSError:
        assert state_in(tmp_path).wikis() == [wiki(1)]
    else:  # as root, who may do anything
        assert state_in(tmp_path).wikis() == [wiki(2)]
    finally:
        tmp_path.chmod(stat.S_IRWXU)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[" * 100_000,
        "\0",
        "[]",
        '{"tabs": 3, "wikis": null, "tab": "x"}',
        '{"tabs": [[], 3, {"wiki": 1}], "wikis": [{"key": 1}], "tab": -1}',
        '{"tabs": [{"wiki": "w", "text": "t", "follow": 1, "exploration": "x", "title": 1}]}',
        '{"tab": 1e999}',
    ],
)
def test_a_damaged_file_is_harmless(tmp_path: Path, text: str) -> None:
    (tmp_path / "window.json").write_text(text)
    state = state_in(tmp_path)
    assert (state.wikis(), state.tabs()) == ([], ([], 0))
    state.note([wiki(1)], [visit(1)], 0)
    state.write()
    assert state_in(tmp_path).tabs() == ([visit(1)], 0)


def test_a_tab_of_a_list_by_an_impossible_number_is_left_out(tmp_path: Path) -> None:
    state = state_in(tmp_path)
    state.note([], [visit(1), visit(10**30)], 0)
    state.write()
    assert state_in(tmp_path).tabs() == ([visit(1)], 0)


def test_a_view_state_is_stored_as_json() -> None:
    entry = json.loads(json.dumps(view_to_json(VIEW)))
    assert view_from_json(entry) == VIEW
    without = {**entry, "filter": {}}
    read = view_from_json(without)
    assert read
    assert read.filter == Filter(), "what an earlier version did not know of is as it is at first"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("filter", 3),
        ("filter", {"text": 3}),
        ("filter", {"mode": "x"}),
        ("filter", {"mode": []}),
        ("filter", {"namespaces": "x"}),
        ("filter", {"kinds": "x"}),
        ("filter", {"but": None}),
        ("filter", {"text": "(", "mode": "regex"}),
        ("order", "x"),
        ("order", []),
        ("opened", 3),
        ("opened", [[1]]),
        ("current", [1, 2, 3]),
        ("scrolled", "x"),
        ("scrolled", 1e999),
        ("scrolled", 1e20),
        ("current", [0, 10**30]),
        ("opened", [[0, 10**30]]),
        ("closed", [[0, 10**30]]),
    ],
)
def test_a_damaged_view_state_is_harmless(name: str, value: Any) -> None:
    entry = json.loads(json.dumps(view_to_json(VIEW)))
    if name == "filter" and isinstance(value, dict):
        value = {**entry["filter"], **value}
    assert view_from_json({**entry, name: value}) is None
    if name != "closed":  # an earlier version did not keep these
        del entry[name]
        assert view_from_json(entry) is None
    assert view_from_json("x") is None
