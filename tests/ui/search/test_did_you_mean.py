# SPDX-License-Identifier: MIT
"""A title that no page has, and that nothing links to, is followed by those that may be meant."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.samplewiki import SampleWiki
from tests.samplewiki.faults import ApiError
from tests.ui.asking import idle, until
from tests.ui.place import Place, buttons, press
from wikilinks_gui.samplewiki.request import Request
from wikilinks_gui.ui.widgets.notice import Notice


@pytest.fixture
def place(qapp: QApplication, tmp_path: Path) -> Iterator[Place]:
    with SampleWiki() as wiki:
        yield Place(qapp, tmp_path, wiki)


def searches(place: Place) -> int:
    return sum("search" in request.get("list", "") for request in place.wiki.requests)


def test_w16_a_slip_of_the_pen_is_a_click_away(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            seen.controller.wiki = "sample"
            seen.type_title("Daugplis")
            offer = "Did you mean “Daugpiļs”?"
            await until(lambda: offer in buttons(seen.controller.tab))
            assert searches(place) <= 2
            assert seen.controller.tab.heading.title() == "Daugplis"  # nothing is guessed
            press(seen.controller.tab, offer)
            await seen.idle()
            assert seen.controller.tab.heading.title() == "Daugpiļs"
            assert seen.rows == place.truth("Daugpiļs")
            seen.act("back")
            await seen.idle()
            await idle()
            assert searches(place) <= 2  # what is stored is shown without a request

    place.run(scenario())


def test_w16_a_red_link_with_links_is_a_list(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("Jākubmīsta nūvods")
            assert seen.rows
            await idle()
            assert searches(place) == 0

    place.run(scenario())


def test_w16_where_the_search_fails_nothing_is_told(place: Place) -> None:
    def is_search(request: Request) -> bool:
        return "search" in request.get("list", "")

    place.wiki.faults.add(ApiError("readapidenied", when=is_search), ApiError("x", when=is_search))

    async def scenario() -> None:
        async with place.window() as seen:
            await seen.explore("Daugplis")
            await until(lambda: len(place.wiki.faults) == 0)
            await idle()
            assert not seen.notice
            assert not any(each.isVisible() for each in seen.window.findChildren(Notice))

    place.run(scenario())


def test_w16_suggestions_do_not_mind_case(place: Place) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            seen.controller.wiki = "sample"
            seen.window.activateWindow()
            await until(seen.window.isActiveWindow)
            seen.top.field.enter()
            QTest.keyClicks(seen.top.field, "united stat")
            await until(lambda: "United States" in seen.top.field.popup.titles)

    place.run(scenario())
