# SPDX-License-Identifier: MIT
"""Addresses that are typed in the window: whose wiki answers, and what is kept of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from tests.farm import FakeWiki, farm
from tests.samplewiki import SampleWiki
from tests.ui.asking import until
from tests.ui.place import Place
from wikilinks_gui.errors import OtherWikiError
from wikilinks_gui.ui.tab.rowactions import open_pages
from wikilinks_gui.ui.tab.visit import Phase


@pytest.fixture
def place(qapp: QApplication, tmp_path: Path) -> Iterator[Place]:
    with SampleWiki() as wiki:
        yield Place(qapp, tmp_path, wiki)


@pytest.mark.parametrize("page", ["", "/", "/wiki/Quartz", "/index.php?title=Quartz", "/api.php"])
def test_s16_an_open_wiki_that_claims_another_does_not_answer_for_it(
    place: Place, page: str
) -> None:
    async def scenario() -> None:
        with farm(FakeWiki("Good")) as good, farm(FakeWiki("Evil", edit_uri=None)) as evil:
            evil.wikis[0].general = {"server": good.url}
            async with place.window() as seen:
                session = seen.session
                opened = await session.open_wiki(evil.url)
                assert opened.wiki.site.name == "Evil"
                assert (await session.open_wiki(good.url + page)).wiki.site.name == "Good"
                with pytest.raises(OtherWikiError):
                    await session.find_title(opened, f"{good.url}/wiki/Quartz")
                assert await session.open_wiki(evil.url) is opened

    place.run(scenario())


def test_s16_an_open_wiki_at_the_root_does_not_answer_for_one_below(place: Place) -> None:
    async def scenario() -> None:
        english, german = FakeWiki("English", "", "/$1"), FakeWiki("German", "/de", "/de/$1")
        with farm(english, german) as host:
            async with place.window() as seen:
                await seen.explore(f"{host.url}/Quartz", "")
                assert [row.title for row in seen.rows] == ["English: Quartz"]
                await seen.explore(f"{host.url}/de/Quartz", seen.controller.wiki)
                assert [row.title for row in seen.rows] == ["German: Quartz"]
                opened = await seen.session.open_wiki(f"{host.url}/de/api.php")
                assert opened.wiki.site.name == "German"

    place.run(scenario())


def test_c1_c2_a_number_and_a_former_address_are_listed(place: Place) -> None:
    async def scenario() -> None:
        with farm(FakeWiki("W")) as host, farm() as old:
            old.moved = {"/wiki/Quartz": f"{host.url}/wiki/Quartz"}
            async with place.window() as seen:
                for address in (
                    f"{host.url}/index.php?curid=3",
                    f"{host.url}/?oldid=50",
                    f"{old.url}/wiki/Quartz",
                ):
                    for _time in range(2):
                        await seen.explore(address, "")
                        assert [row.title for row in seen.rows] == ["W: Quartz"]
                await seen.explore("Special:Permalink/50", seen.controller.wiki)
                assert [row.title for row in seen.rows] == ["W: Quartz"]

    place.run(scenario())


def test_s17_nothing_of_an_address_is_kept_but_what_names_a_page(place: Place) -> None:
    async def scenario() -> None:
        with farm(FakeWiki("W")) as host:
            server = host.url.removeprefix("http://")
            async with place.window() as seen:
                for address in (
                    f"{host.url}/wiki/Quartz?token=hunter1#hunter2",
                    f"http://user:hunter3@{server}/index.php?title=Quartz&pw=hunter4",
                ):
                    await seen.explore(address, "")
                    assert [row.title for row in seen.rows] == ["W: Quartz"]
                for typed in (f"{host.url}/wiki/Quartz?token=hunter5", f"u:hunter7@{server}"):
                    seen.controller.choose_wiki(typed)
                    assert server in seen.controller.trying
                    assert "hunter" not in seen.controller.trying + seen.status
                    await until(lambda: not seen.controller.choosing)
                    assert not seen.notice
                await seen.explore("http://user:hunter6@[::1/", "")  # none, and so it stays
                assert "hunter" not in seen.notice
            async with place.window() as seen:
                seen.window.start(f"http://u:hunter8@{server}/?pw=hunter9", "Quartz")
                await until(lambda: seen.at(Phase.COMPLETE))
                seen.window.commands.show_asked("http://127.0.0.1:9/?pw=hunter10", "Quartz")
                await until(lambda: seen.at(Phase.IDLE) and seen.notice)
                assert "hunter" not in seen.notice + seen.status
        files = [path for path in place.folders.config.parent.rglob("*") if path.is_file()]
        assert place.state in files
        assert not any(b"hunter" in path.read_bytes() for path in files)

    place.run(scenario())


def test_s1_a_row_of_a_hostile_wiki_opens_a_page_of_its_own_host(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)

    async def scenario() -> None:
        wiki = FakeWiki("Evil", general={"server": "file:///C:/Windows/x.exe", "articlepath": ""})
        with farm(wiki) as host:
            async with place.window() as seen:
                await seen.explore(f"{host.url}/index.php?title=Quartz", "")
                seen.controller.tab.tree.select_nodes([0])
                for action in ("view", "edit", "history"):
                    open_pages(seen.controller.tab, action)
                assert len(opened) == 3
                assert "Evil gives its address as file:///C:/Windows/x.exe" in seen.notice
                await seen.explore(f"{host.url}/index.php?title=Quartz", "")
                assert not seen.notice  # it was said
                assert all(address.startswith(f"{host.url}/") for address in opened)

    place.run(scenario())
