# SPDX-License-Identifier: MIT
"""Checking where links come from in the real window, against a real MediaWiki."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget

from tests.samplewiki import SampleWiki
from tests.ui.asking import until
from tests.ui.place import Place, Seen, buttons, press
from tests.wiki.checked_pages import ORIGINS, PAGES
from tests.wiki.mediawiki import MediaWiki, missing
from wikilinks_gui import words
from wikilinks_gui.errors import NetworkError
from wikilinks_gui.listing import origins
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.rendering import Refusal, ask_rendering
from wikilinks_gui.mediawiki.reply import HttpReply
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.table.filter import Filter
from wikilinks_gui.table.origin import ORIGIN_NAMES, Origin
from wikilinks_gui.ui.export.exportdialog import export_source
from wikilinks_gui.ui.tab import origincheck
from wikilinks_gui.ui.tab.visit import Phase, Visit

pytestmark = [pytest.mark.wiki, pytest.mark.skipif(bool(missing()), reason=missing())]

PAGES_THAT_LINK = len({title for title, _via in ORIGINS})


@pytest.fixture(scope="module")
def wiki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MediaWiki]:
    wiki = MediaWiki.install(
        tmp_path_factory.mktemp("checked"),
        settings="wfLoadExtension( 'ParserFunctions' );\n",
        pages=PAGES,
    )
    with wiki:
        yield wiki


@pytest.fixture
def place(qapp: QApplication, tmp_path: Path) -> Iterator[Place]:
    with SampleWiki() as sample:
        yield Place(qapp, tmp_path, sample)


def shown(seen: Seen, *, only_visible: bool = False) -> dict[tuple[str, str], Origin]:
    """Return where the links of rows come from, by title and the redirect above."""
    model = seen.controller.tab.model
    assert model
    table = model.table
    nodes = table.filtered().tolist() if only_visible else range(len(table))
    return {
        (table.titles[node], next(iter(table.way(node)), "")): table.origin(node) for node in nodes
    }


def said_of(bar: QWidget) -> str:
    """Return what the line says beside its buttons."""
    return " ".join(label.accessibleName() or label.text() for label in bar.findChildren(QLabel))


def exported(seen: Seen) -> dict[tuple[str, str], str]:
    """Return what an export of all rows says of where their links come from."""
    source = export_source(seen.controller)
    assert source
    assert source.facts
    rows = list(source.rows["all"].rows())
    with source.facts() as facts_of:
        return {
            (row.title, source.redirect_titles.get(row.via, "")): facts.origin
            for row, facts in zip(rows, facts_of(rows), strict=True)
        }


async def checked(seen: Seen) -> None:
    """Wait until nothing is being checked."""
    await until(lambda: not seen.controller.check.is_running)


def test_all_of_a_list_is_checked_and_its_origins_come_back(place: Place, wiki: MediaWiki) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("Hub", wiki.api_url)
            assert set(shown(seen).values()) == {Origin.UNKNOWN}
            recording = wiki.record()
            bar = seen.controller.tab.origin_bar
            press(bar, f"Check {PAGES_THAT_LINK} pages: at most 5 requests + 1 per doubt")
            assert [*buttons(bar)] == ["Hide template-only links", "Stop"]
            await checked(seen)
            assert shown(seen) == ORIGINS
            assert len(recording.requests) == 3
            assert exported(seen) == {key: ORIGIN_NAMES[each] for key, each in ORIGINS.items()}
            press(bar, "Hide template-only links")
            hidden = {key for key, origin in ORIGINS.items() if origin == Origin.TEMPLATE}
            await until(lambda: shown(seen, only_visible=True).keys() == ORIGINS.keys() - hidden)
        recording = wiki.record()
        async with place.window() as seen:
            seen.window.start("", "")
            await until(lambda: seen.at(Phase.COMPLETE))
            await seen.settled()
            assert shown(seen) == ORIGINS
            assert shown(seen, only_visible=True).keys() == ORIGINS.keys() - hidden
            await until(seen.find(QAction, "hide_templates").isChecked)
            seen.act("hide_templates")
            await until(lambda: shown(seen, only_visible=True) == ORIGINS)
            assert not seen.find(QAction, "hide_templates").isChecked()
        assert not recording.requests

    place.run(scenario())


async def reload(seen: Seen) -> None:
    """Reload the list, and wait until it is known what was known of it."""
    seen.act("reload")
    await seen.idle()
    await seen.settled()


def test_after_a_reload_what_was_known_is_offered_first(place: Place, wiki: MediaWiki) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("Hub", wiki.api_url)
            tab = seen.controller.tab
            assert tab.model
            seen.controller.check.check(np.arange(4, dtype=np.int32))
            await checked(seen)
            before = known(seen)
            assert len(before) == 4
            tab.filter_bar.set_filter(Filter(origins=1 << Origin.TEXT))
            await reload(seen)
            assert not known(seen)
            assert not shown(seen, only_visible=True)
            told = {label.text() for label in tab.list_part.findChildren(QLabel)}
            assert (
                "The filter goes by where links come from, which is not known yet of all rows."
            ) in told
            await until(
                lambda: "Check again: at most 4 requests + 1 per doubt" in buttons(tab.origin_bar)
            )
            assert said_of(tab.origin_bar) == "Known before the reload: 4 pages"
            recording = wiki.record()
            press(tab.origin_bar, "Check again: at most 4 requests + 1 per doubt")
            await checked(seen)
            assert known(seen) == before
            assert not any("revisions" in each.get("prop", "") for each in recording.requests)
            press(
                tab.origin_bar,
                f"Check {PAGES_THAT_LINK - 4} pages: at most 5 requests + 1 per doubt",
            )
            await checked(seen)
            assert shown(seen) == ORIGINS

    place.run(scenario())


def test_after_a_reload_few_requests_are_made_unasked(place: Place, wiki: MediaWiki) -> None:
    place.check_small_lists = True

    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("Hub", wiki.api_url)
            assert PAGES_THAT_LINK > origincheck.SMALL
            assert not seen.controller.check.is_running
            seen.controller.check.check()
            await checked(seen)
            wiki.edit_pages({"Plain 07": "Nothing.", "Plain 08": "{{Box}} and the [[hub]]"})
            await reload(seen)
            await until(lambda: seen.controller.check.is_running)
            await checked(seen)
            expected = dict(ORIGINS)
            del expected["Plain 07", ""]
            expected["Plain 08", ""] = Origin.BOTH
            expected["Plain 08", "Alias"] = Origin.TEMPLATE
            assert shown(seen) == expected

    try:
        place.run(scenario())
    finally:
        wiki.edit_pages({title: PAGES[title] for title in ("Plain 07", "Plain 08")})


def known(seen: Seen) -> set[str]:
    """Return the titles of the pages that were checked."""
    return {title for (title, _via), origin in shown(seen).items() if origin}


def test_a_stop_keeps_what_is_in_view_and_the_rest_is_offered_again(
    place: Place, wiki: MediaWiki
) -> None:
    before: set[str] = set()

    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("Hub", wiki.api_url)
            tab = seen.controller.tab
            assert tab.model
            tab.tree.scrollToBottom()
            in_view = {tab.model.table.titles[node] for node in tab.tree.nodes_in_view()}
            press(
                tab.origin_bar, f"Check {PAGES_THAT_LINK} pages: at most 5 requests + 1 per doubt"
            )
            await until(lambda: known(seen))
            seen.act("stop")
            await checked(seen)
            before.update(known(seen))
            assert in_view < before < {title for title, _via in ORIGINS}
            assert not seen.notice
            left = PAGES_THAT_LINK - len(before)
            assert f"Check {left} pages: at most 4 requests + 1 per doubt" in buttons(
                tab.origin_bar
            )
        recording = wiki.record()
        async with place.window() as seen:
            seen.window.start("", "")
            await until(lambda: seen.at(Phase.COMPLETE))
            await seen.settled()
            assert known(seen) == before
            press(
                seen.controller.tab.origin_bar,
                f"Check {left} pages: at most 4 requests + 1 per doubt",
            )
            await checked(seen)
            assert shown(seen) == ORIGINS
        pages = [each["pageids"].split("|") for each in recording.requests if "pageids" in each]
        assert len(pages[-1]) == left

    place.run(scenario())


def test_a_small_list_is_checked_by_itself_but_for_pages_in_doubt(
    place: Place, wiki: MediaWiki
) -> None:
    place.check_small_lists = True

    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("Template:Shy", wiki.api_url)
            await checked(seen)
            assert shown(seen) == {
                ("Argument", ""): Origin.TEXT,
                ("Shy only", ""): Origin.TEXT,
            }
            await seen.explore("Hub", wiki.api_url)
            assert not seen.controller.check.is_running

    place.run(scenario())


def test_pages_in_doubt_are_asked_for_when_that_is_wanted(place: Place, wiki: MediaWiki) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("Hub", wiki.api_url)
            check = seen.controller.check
            check.check(most_doubtful=0)
            await checked(seen)
            assert check.traffic.requests == 3
            model, bar = seen.controller.tab.model, seen.controller.tab.origin_bar
            assert model
            doubtful = {model.table.titles[node] for node in model.table.doubtful}
            assert doubtful == {"Argument"}
            press(bar, "Ask for it: at most 4 requests")
            await checked(seen)
            assert check.traffic.requests == 6  # with those before: what was told never falls
            assert shown(seen) == ORIGINS
            assert [*buttons(bar)] == ["Hide template-only links"]

    place.run(scenario())


def test_the_page_of_the_current_row_is_checked_alone(place: Place, wiki: MediaWiki) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("Hub", wiki.api_url)
            tab = seen.controller.tab
            assert tab.model
            (node, _through_alias) = [
                node
                for node in range(len(tab.model.table))
                if tab.model.table.titles[node] == "Both"
            ]
            tab.tree.show_node(node)
            seen.act("check_origin")
            await checked(seen)
            assert known(seen) == {"Both"}
            assert {key: origin for key, origin in shown(seen).items() if origin} == {
                key: origin for key, origin in ORIGINS.items() if key[0] == "Both"
            }

    place.run(scenario())


def test_pages_are_chosen_in_a_menu_that_tells_what_they_take(
    place: Place, wiki: MediaWiki
) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("Hub", wiki.api_url)
            tab = seen.controller.tab
            assert tab.model
            tab.filter_bar.set_filter(Filter("plain 0"))
            await until(lambda: tab.shown == (10, 10))
            seen.act("check_origins")
            menu = QApplication.activePopupWidget()
            assert isinstance(menu, QMenu)
            offers = {each.text().replace("&", ""): each for each in menu.actions()}
            assert [text for text, each in offers.items() if each.isEnabled()] == [
                f"All: {PAGES_THAT_LINK} pages, at most 5 requests + 1 per doubt",
                "As filtered: 10 pages, at most 4 requests + 1 per doubt",
            ]
            assert menu.activeAction() is menu.actions()[0]  # Enter takes it
            offers["As filtered: 10 pages, at most 4 requests + 1 per doubt"].trigger()
            menu.close()
            await checked(seen)
            assert known(seen) == {f"Plain {number:02}" for number in range(10)}

    place.run(scenario())


def test_what_goes_wrong_is_told_with_a_way_on(place: Place, wiki: MediaWiki) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("Hub", wiki.api_url)
            with wiki.disabling("revisions"):
                seen.controller.check.check()
                await checked(seen)
            assert "Everything checked so far is kept." in seen.notice
            assert not known(seen)
            seen.press(seen.controller.tab.notice, "Resume")
            await checked(seen)
            assert shown(seen) == ORIGINS
            assert not seen.notice

    place.run(scenario())


def test_a_connection_that_is_lost_while_pages_in_doubt_are_asked_for(
    place: Place, wiki: MediaWiki, monkeypatch: pytest.MonkeyPatch
) -> None:
    losses, get_page = [NetworkError("The connection was lost.")], Client.get_page

    def lose_first(client: Client, address: str, *args: Any, **options: Any) -> HttpReply:
        if losses:
            raise losses.pop()
        return get_page(client, address, *args, **options)

    monkeypatch.setattr(Client, "get_page", lose_first)

    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("Hub", wiki.api_url)
            seen.controller.check.check()
            await checked(seen)
            assert shown(seen) == ORIGINS
            assert seen.notice.startswith("The connection was lost.")
            bar = seen.controller.tab.origin_bar
            assert "Ask for it: at most 4 requests" in buttons(bar)
            recording = wiki.record()
            seen.press(seen.controller.tab.notice, "Resume")
            await checked(seen)
            assert said_of(bar) == "It is known where all links come from."
            assert not seen.notice
        pages = [each["pageids"] for each in recording.requests if "pageids" in each]
        assert sum("|" not in each for each in pages) == 1, "only the page in doubt is read again"

    place.run(scenario())


def test_of_a_list_that_was_deleted_nothing_is_said_to_be_kept(
    place: Place, wiki: MediaWiki
) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("Hub", wiki.api_url)
            assert seen.controller.visit
            await seen.session.delete([seen.controller.visit.exploration])
            seen.controller.check.check()
            await checked(seen)
            assert seen.notice == "This list is no longer stored. Reload the page."
            assert not buttons(seen.controller.tab.notice)

    place.run(scenario())


def test_another_page_ends_the_check(place: Place, wiki: MediaWiki) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("Hub", wiki.api_url)
            seen.controller.check.check()
            await seen.explore("Template:Box", wiki.api_url)
            assert not seen.controller.check.is_running
            assert not known(seen)
            assert "Check 2 pages: at most 3 requests + 1 per doubt" in buttons(
                seen.controller.tab.origin_bar
            )

    place.run(scenario())


@pytest.mark.parametrize("refusal", [Refusal.PAGE, Refusal.FAILED, Refusal.WIKI])
def test_a_page_that_the_wiki_does_not_render_stays_in_doubt(
    place: Place, wiki: MediaWiki, monkeypatch: pytest.MonkeyPatch, refusal: Refusal
) -> None:
    asked: list[str] = []

    def refuse(_client: Client, _site: SiteInfo, title: str, *_more: object) -> Refusal:
        asked.append(title)
        return refusal

    monkeypatch.setattr(origins, "ask_rendering", refuse)

    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("Hub", wiki.api_url)
            seen.controller.check.check()
            await checked(seen)
            assert shown(seen).keys() == ORIGINS.keys()
            bar = seen.controller.tab.origin_bar
            assert [*buttons(bar)] == ["Hide template-only links"]
            assert said_of(bar) == words.stay_in_doubt(1)
            assert asked == ["Argument"]
            # Of a wiki that renders nothing, this is known for its other lists, too.
            await seen.explore("Alias", wiki.api_url)
            await seen.explore("Hub", wiki.api_url)
            seen.controller.check.check()
            await checked(seen)
            assert asked == ["Argument"] * (1 if refusal == Refusal.WIKI else 2)

    place.run(scenario())


def test_a_page_that_is_asked_for_in_vain_leaves_the_offer_for_others(
    place: Place, wiki: MediaWiki, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def refuse_one(client: Client, site: SiteInfo, title: str, *more: Any, **options: Any) -> Any:
        asked.append(title)
        return (
            Refusal.PAGE
            if title == "Plain 07"
            else ask_rendering(client, site, title, *more, **options)
        )

    monkeypatch.setattr(origins, "ask_rendering", refuse_one)
    wiki.edit_pages({"Plain 07": PAGES["Argument"]})

    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("Hub", wiki.api_url)
            tab, check = seen.controller.tab, seen.controller.check
            assert tab.model
            check.check(most_doubtful=0)
            await checked(seen)
            assert "Ask for each: at most 6 requests" in buttons(tab.origin_bar)
            titles = [tab.model.table.titles[node] for node in range(len(tab.model.table))]
            tab.tree.show_node(titles.index("Plain 07"))
            seen.act("check_origin")
            await checked(seen)
            press(tab.origin_bar, "Ask for it: at most 4 requests")
            await checked(seen)
            assert asked == ["Plain 07", "Argument"]
            assert said_of(tab.origin_bar) == words.stay_in_doubt(1)

    try:
        place.run(scenario())
    finally:
        wiki.edit_pages({"Plain 07": PAGES["Plain 07"]})


def test_the_same_list_in_another_tab_shows_what_is_found(place: Place, wiki: MediaWiki) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("Hub", wiki.api_url)
            first = seen.controller
            assert first.visit
            second = seen.tabs.add(wiki.api_url)
            second.go(Visit("", "", exploration=first.visit.exploration))
            await until(lambda: second.phase == Phase.COMPLETE)
            first.check.check()
            await until(lambda: not first.check.is_running)
            seen.tabs.setCurrentWidget(second.tab)
            assert shown(seen) == ORIGINS
            await until(lambda: "Check" not in " ".join(buttons(second.tab.origin_bar)))

    place.run(scenario())
