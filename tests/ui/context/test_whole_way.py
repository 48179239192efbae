# SPDX-License-Identifier: MIT
"""From a row to its link in the browser, in the real window, against a real MediaWiki."""

import html
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
import requests
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from tests.samplewiki import SampleWiki
from tests.ui.asking import until
from tests.ui.place import Place, Seen, buttons, press
from tests.wiki.checked_pages import PAGES
from tests.wiki.mediawiki import MediaWiki, missing
from wikilinks_gui.ui.tab.visit import Phase

pytestmark = [pytest.mark.wiki, pytest.mark.skipif(bool(missing()), reason=missing())]

SECTION = "=== Über ''c'' ===\nThe '''[[hub|Nabe]]''' is here."
MORE = {
    "Sections": "Intro.\n\n== A & b ==\nText.\n\n" + SECTION,
    "Hebrew": "פתיחה.\n\n== פרק ==\nזהו קישור אל [[Hub|מרכז]] בעברית.",
}


@pytest.fixture(scope="module")
def wiki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MediaWiki]:
    wiki = MediaWiki.install(
        tmp_path_factory.mktemp("context"),
        settings="wfLoadExtension( 'ParserFunctions' );\n",
        pages=PAGES | MORE,
    )
    with wiki:
        yield wiki


@pytest.fixture
def place(qapp: QApplication, tmp_path: Path) -> Iterator[Place]:
    with SampleWiki() as sample:
        yield Place(qapp, tmp_path, sample)


@pytest.fixture
def browsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that the browser was to open."""
    addresses: list[str] = []

    def open_url(address: QUrl) -> bool:
        addresses.append(address.toString(QUrl.ComponentFormattingOption.FullyEncoded))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return addresses


def go_to(seen: Seen, title: str) -> None:
    """Make a row the current one."""
    tab = seen.controller.tab
    assert tab.model
    table = tab.model.table
    tab.tree.show_node(next(node for node in range(len(table)) if table.titles[node] == title))


def text(seen: Seen) -> str:
    """What the panel shows below the origin."""
    return seen.controller.tab.context.sentences.toPlainText()


def test_a_row_is_checked_read_and_opened_where_its_link_stands(
    place: Place, wiki: MediaWiki, browsed: list[str]
) -> None:
    async def scenario() -> None:
        async with place.window() as seen:
            seen.window.resize(1200, 900)
            await seen.explore("Hub", wiki.api_url)
            go_to(seen, "Sections")
            panel = seen.controller.tab.context
            assert text(seen).startswith("Check the row")
            recording = wiki.record()
            press(panel, "Show context: at most 3 requests")
            await until(lambda: "Nabe" in text(seen))
            assert len(recording.requests) == 2
            assert text(seen) == "§ Über c\nThe Nabe is here."
            assert not buttons(panel)
            for action in ("open", "edit", "page_history", "copy_link_text"):
                seen.act(action)
            await until(lambda: len(browsed) == 3)
            assert QApplication.clipboard().text() == "Nabe"
            seen.controller.check.check()
            await until(lambda: not seen.controller.check.is_running)
        recording = wiki.record()
        async with place.window() as seen:
            seen.window.resize(1200, 900)
            seen.window.start("", "")
            await until(lambda: seen.at(Phase.COMPLETE))
            for title, shown in (
                ("Boxed", "Template:Box\nHub"),
                ("Both", "§ Head\nIt is a Hub.\nTemplate:Box\nHub"),
                ("Argument", "Lead section, in an argument of Template:Shy\nHere is the Hub."),
                ("Hebrew", "§ \u2068פרק\u2069\nזהו קישור אל מרכז בעברית."),
            ):
                go_to(seen, title)
                await until(lambda: text(seen) == shown)  # noqa: B023
            assert recording.requests == []

    place.run(scenario())
    view, edit, history = sorted(browsed, key=lambda each: each.partition("action=")[2])
    assert history.endswith("?title=Sections&action=history")
    page, _hash, anchor = view.partition("#")
    assert f'id="{unquote(anchor)}"' in requests.get(page, timeout=30).text
    form = requests.get(edit, timeout=30).text.partition("<textarea")[2].partition(">")[2]
    assert html.unescape(form.partition("</textarea>")[0]).strip() == SECTION
