# SPDX-License-Identifier: MIT
"""From a few letters, an address or a link to a page's whole list."""

from pathlib import Path

from tests.e2e.conftest import COMPLETE, Owls, Start, of_a_list
from tests.e2e.desktop import wait_until
from tests.e2e.program import Program
from tests.e2e.rows import exported, links, listing, open_all, read_csv, top, wait_shown
from tests.samplewiki import SampleWiki
from tests.samplewiki.faults import Delay
from tests.wiki.conftest import Place
from tests.wiki.truth import Tables


def paste(window: Program, text: str) -> None:
    """Paste a text into the title field, which had better be quick about it."""
    field = window.field("Title")
    field.click()
    window.press("ctrl+a")
    window.type(text)
    wait_until(lambda: field.text == text, "it is typed")
    window.press("ctrl+a", "ctrl+x")
    wait_until(lambda: field.text == "", "it is cut")
    window.press("ctrl+v")
    wait_until(lambda: field.text == text, "it is pasted")


def test_first_start_by_keyboard(start: Start, bundled: Tables) -> None:
    window = start()
    window.button("Try the sample wiki")
    window.press("alt+t")
    wait_until(lambda: (node := window.focused()) and node.name == "Title", "a title is asked for")
    window.wait_gone("button", "Start")
    window.type("daugpi")
    window.list_item("Daugpiļs")
    window.press("Down", "Return")
    window.wait_for_log(COMPLETE)
    wait_shown(window, top(listing(bundled, "Daugpiļs")))
    assert window.terminate() == 0

    again = start()
    again.wait_for_log(COMPLETE)  # where one left off; nobody is welcomed twice
    assert again.combo_box(object_name="WikiChooser").name == "Sample wiki (no network)"


def test_first_start_by_mouse(start: Start, bundled: Tables) -> None:
    window = start()
    window.button("Try the sample wiki").click()
    window.wait_gone("button", "Start")
    window.field("Title").type("latgol")
    window.click_list_item("Latgola")
    window.wait_for_log(COMPLETE)
    assert window.text_of("title") == "Latgola"
    wait_shown(window, top(listing(bundled, "Latgola")))


def test_first_start_with_a_wiki_and_a_contact(
    start: Start, sample: SampleWiki, bundled: Tables, tmp_path: Path
) -> None:
    window = start()
    window.button("Start")
    window.type(sample.page_url("Latgola"))
    window.press("Tab")
    window.type("me@example.org")
    window.press("Return")
    window.wait_gone("button", "Start")
    window.wait_for_log("began: Latgola$")
    window.wait_for_log(COMPLETE)
    wait_shown(window, top(listing(bundled, "Latgola")))
    assert "me@example.org" in (tmp_path / "data" / "config" / "settings.json").read_text()
    assert any("me@example.org" in request.headers["User-Agent"] for request in sample.requests)


def test_suggestions_on_a_real_wiki(start: Start, mediawiki: Place, tmp_path: Path) -> None:
    """Letters, Down, Enter; all that comes is what the wiki's tables hold, shown and exported."""
    window = start("--wiki", mediawiki.wiki.url)
    window.wait_gone("combo_box", "Choose a wiki")
    window.field("Title").type("hu")
    window.list_item("Hub")
    window.press("Down")
    field = window.field("Title")
    wait_until(lambda: field.text == "Hub", "the first one is chosen")
    window.press("Return")
    window.wait_for_log(COMPLETE)
    truth = listing(mediawiki.tables, "Hub")
    wait_shown(window, top(truth))
    open_all(window)
    wait_shown(window, truth)
    stored = ("--wiki", mediawiki.wiki.api_url, "--cached", "--raw")
    assert sorted(read_csv(exported(tmp_path / "data", "Hub", *stored))) == sorted(truth)


def test_titles_links_and_addresses(start: Start, sample: SampleWiki, bundled: Tables) -> None:
    window = start("Daugpiļs", "--wiki", sample.api_url)
    window.wait_for_log(COMPLETE)
    for pasted, title in (
        ("[[Latgola|the region]]", "Latgola"),
        (sample.page_url("Reiga"), "Reiga"),
        ("{{Latvejis mīsti}}", "Template:Latvejis mīsti"),
    ):
        paste(window, pasted)
        window.press("Return")
        window.wait_for_log(rf"listing: began: {title}$")
        window.wait_for_log(COMPLETE)
        assert window.text_of("title") == title
        assert window.field("Title").text == title
        wait_shown(window, top(listing(bundled, title)))


def test_an_address_of_another_wiki(start: Start, owls: Owls, mediawiki: Place) -> None:
    """From one wiki to another and back, by addresses; titles are then the new wiki's."""
    window = start("Owl", "--wiki", owls.wiki.api_url)
    window.wait_for_log(COMPLETE)
    wait_shown(window, top(listing(owls.tables, "Owl")))
    paste(window, f"{mediawiki.wiki.url}/wiki/Hub")
    window.press("Return")
    window.wait_for_log("began: Hub$")
    window.wait_for_log(COMPLETE)
    wait_shown(window, top(listing(mediawiki.tables, "Hub")))
    assert window.text_of("host") in mediawiki.wiki.url
    assert window.combo_box(object_name="WikiChooser").name == "Test wiki"
    window.field("Title").click()
    window.press("ctrl+a")
    window.type("template:bo")
    window.click_list_item("Template:Box")
    window.wait_for_log("began: Template:Box$")
    window.wait_for_log(COMPLETE)
    wait_shown(window, top(listing(mediawiki.tables, "Template:Box")))
    window.press("alt+Left", "alt+Left")
    window.wait_for_log(COMPLETE)
    wait_until(lambda: window.text_of("title") == "Owl")
    wait_shown(window, top(listing(owls.tables, "Owl")))
    assert window.text_of("host") in owls.wiki.url


def test_suggestions_while_a_list_comes_slowly(
    start: Start, small_replies: SampleWiki, bundled: Tables
) -> None:
    """They come between two replies of the list, not behind them all."""
    wiki = small_replies
    wiki.faults.add(*[Delay(0.3, when=of_a_list)] * 1000)
    window = start("United States", "--wiki", wiki.api_url)
    window.wait_for_log("began")
    wait_until(lambda: links(window).rows > 0, "the first rows are shown")
    window.field("Title").click()
    window.press("ctrl+a")
    window.type("daugpi")
    window.click_list_item("Daugpiļs")
    window.wait_for_log("began: Daugpiļs$")
    assert "listing: complete" not in window.log
    window.wait_for_log(COMPLETE)
    wait_shown(window, top(listing(bundled, "Daugpiļs")))
