# SPDX-License-Identifier: MIT
"""Checking where links come from in the real window, against a real MediaWiki."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.samplewiki import SampleWiki
from tests.ui.asking import until
from tests.ui.place import Place, Seen, buttons, press
from tests.wiki.checked_pages import ORIGINS, PAGES
from tests.wiki.mediawiki import MediaWiki, missing
from wikilinks_gui.table.origin import Origin
from wikilinks_gui.ui.tab.visit import Phase

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
            press(bar, f"Check {PAGES_THAT_LINK} pages: 3 requests")
            assert [*buttons(bar)] == ["Stop"]
            await checked(seen)
            assert shown(seen) == ORIGINS
            assert len(recording.requests) == 3
            press(bar, "Hide links that come only through templates")
            hidden = {key for key, origin in ORIGINS.items() if origin == Origin.TEMPLATE}
            await until(lambda: shown(seen, only_visible=True).keys() == ORIGINS.keys() - hidden)
        recording = wiki.record()
        async with place.window() as seen:
            seen.window.start("", "")
            await until(lambda: seen.at(Phase.COMPLETE))
            await seen.settled()
            assert shown(seen) == ORIGINS
            assert shown(seen, only_visible=True).keys() == ORIGINS.keys() - hidden
            press(seen.controller.tab.origin_bar, "Hide links that come only through templates")
            await until(lambda: shown(seen, only_visible=True) == ORIGINS)
        assert not recording.requests

    place.run(scenario())
