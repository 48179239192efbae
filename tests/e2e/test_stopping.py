# SPDX-License-Identifier: MIT
"""Lists that are stopped, killed or cut off, and gone on with: whole in the end, nothing twice."""

import re
from collections import Counter
from pathlib import Path

from tests.e2e.conftest import COMPLETE, REPLY_ROWS, Start, of_a_list
from tests.e2e.desktop import wait_until
from tests.e2e.rows import exported, links, listing, read_csv, top, wait_shown
from tests.samplewiki import SampleWiki
from tests.samplewiki.faults import Delay, Html
from tests.wiki.conftest import Place
from tests.wiki.truth import Tables
from wikilinks_gui.samplewiki.request import Request

TITLE = "Latveja"
HANGING = 4
"""The request for links that gets no answer; each of those before gave some thirty rows."""

HISTORY = re.compile(r"^History\b")


def hang(wiki: SampleWiki, seconds: float = 60) -> None:
    """Make one of the requests for links hang."""
    wiki.faults.add(*[Delay(0, when=of_a_list)] * (HANGING - 1), Delay(seconds, when=of_a_list))


def requests_of_a_list(wiki: SampleWiki) -> list[Request]:
    return list(filter(of_a_list, wiki.requests))


def wait_for_requests(wiki: SampleWiki, count: int = HANGING) -> None:
    wait_until(lambda: len(requests_of_a_list(wiki)) >= count, f"request {count}")


def check_rows(wiki: SampleWiki, tables: Tables, basedir: Path) -> None:
    """Compare what is stored with the wiki's tables, and look for requests that came twice."""
    stored = exported(basedir, TITLE, "--wiki", wiki.api_url, "--cached", "--raw")
    assert sorted(read_csv(stored)) == sorted(listing(tables, TITLE))
    asked = Counter(str(sorted(request.items())) for request in requests_of_a_list(wiki))
    hanging = str(sorted(requests_of_a_list(wiki)[HANGING - 1].items()))
    assert {request for request, times in asked.items() if times > 1} <= {hanging}
    assert asked[hanging] == 2


def test_stop_and_go_on(
    start: Start, small_replies: SampleWiki, bundled: Tables, tmp_path: Path
) -> None:
    wiki = small_replies
    hang(wiki)
    window = start(TITLE, "--wiki", wiki.api_url)
    wait_for_requests(wiki)
    wait_until(lambda: links(window).rows > 0, "rows are shown while a request hangs")
    assert window.text_of("status").startswith("Listing…")
    window.button("Stop").click()
    said = window.wait_for_log(r"listing: unfinished, ([\d,]+) rows").group(1)
    window.label(f"Incomplete list: {said} rows so far.")
    assert window.text_of("status").startswith("Incomplete")
    window.press("ctrl+j")
    window.wait_for_log(COMPLETE)
    wait_shown(window, top(listing(bundled, TITLE)))
    window.wait_gone("button", "Resume")
    check_rows(wiki, bundled, tmp_path / "data")


def test_w2_killed_and_gone_on(
    start: Start, small_replies: SampleWiki, bundled: Tables, tmp_path: Path
) -> None:
    wiki = small_replies
    hang(wiki)
    window = start(TITLE, "--wiki", wiki.api_url)
    wait_for_requests(wiki)
    window.process.kill()
    assert window.wait() == -9

    again = start()  # which has the tab again
    rows = again.wait_for_log(r"listing: unfinished, ([\d,]+) rows").group(1)
    assert int(rows.replace(",", "")) > 0
    assert len(requests_of_a_list(wiki)) == HANGING, "what is stored is not asked for"
    again.button("Resume", object_name="QPushButton").click()  # the notice's
    again.wait_for_log(COMPLETE)
    wait_shown(again, top(listing(bundled, TITLE)))
    check_rows(wiki, bundled, tmp_path / "data")


def test_closed_and_gone_on_from_the_history(
    start: Start, small_replies: SampleWiki, bundled: Tables, tmp_path: Path
) -> None:
    wiki = small_replies
    hang(wiki)
    window = start(TITLE, "--wiki", wiki.api_url)
    wait_for_requests(wiki)
    assert window.terminate() == 0

    again = start("--wiki", wiki.api_url)
    again.wait_gone("combo_box", "Choose a wiki")
    again.press("ctrl+h")
    dialog = again.dialog(HISTORY)
    assert dialog.table("Explorations").texts()[0][0::4] == (TITLE, "incomplete")
    again.press("alt+r")
    again.wait_gone("dialog", HISTORY)
    again.wait_for_log(COMPLETE)
    wait_shown(again, top(listing(bundled, TITLE)))
    check_rows(wiki, bundled, tmp_path / "data")


def test_a_list_from_a_real_wiki_is_stopped(start: Start, mediawiki: Place, tmp_path: Path) -> None:
    """Wherever it is then; gone on with, it is whole."""
    whole = listing(mediawiki.tables, "Hub")
    window = start("Hub", "--wiki", mediawiki.wiki.url)
    window.wait_for_log("began")
    window.press("ctrl+period")
    ended = window.wait_for_log(r"listing: (complete|unfinished|idle), ").group(1)
    if ended == "unfinished":
        window.press("ctrl+j")
        window.wait_for_log(COMPLETE)
    elif ended == "idle":
        window.press("F5")
        window.wait_for_log(COMPLETE)
    wait_shown(window, top(whole))
    wiki = ("--wiki", mediawiki.wiki.api_url)
    stored = exported(tmp_path / "data", "Hub", *wiki, "--cached", "--raw")
    assert sorted(read_csv(stored)) == sorted(whole)


def test_an_error_in_the_middle(
    start: Start, small_replies: SampleWiki, bundled: Tables, tmp_path: Path
) -> None:
    """All that came stays; the window says what happened, can be used, and goes on."""
    wiki = small_replies
    wiki.faults.add(*[Delay(0, when=of_a_list)] * (HANGING - 1), Html(403, when=of_a_list))
    window = start(TITLE, "--wiki", wiki.api_url)
    window.wait_for_log("WARNING listing: .*403")
    window.label(re.compile("HTTP status 403.*Everything fetched so far is kept"))
    rows = links(window).rows
    assert 0 < rows < len(top(listing(bundled, TITLE)))
    window.field("Filter titles").type("Lat")
    wait_until(lambda: links(window).rows < rows, "what came can be filtered")
    window.press("ctrl+shift+r")
    window.button("Resume", object_name="QPushButton").click()  # the notice's
    window.wait_for_log(COMPLETE)
    window.wait_gone("label", re.compile("HTTP status"))
    wait_shown(window, top(listing(bundled, TITLE)))
    check_rows(wiki, bundled, tmp_path / "data")


def test_the_wiki_goes_away(start: Start, bundled: Tables, tmp_path: Path) -> None:
    """The program says that it waits; stopped, the list is there, also with the wiki gone."""
    with SampleWiki(most=REPLY_ROWS) as wiki:
        hang(wiki)
        window = start(TITLE, "--wiki", wiki.api_url)
        wait_for_requests(wiki)
        wait_until(lambda: links(window).rows > 0, "rows came")
    wait_until(lambda: window.text_of("status").startswith("Waiting "), "it waits")
    window.press("ctrl+period")
    window.wait_for_log("listing: unfinished")
    rows = links(window).rows
    assert window.terminate() == 0

    again = start()
    again.wait_for_log("listing: unfinished")
    wait_until(lambda: links(again).rows == rows, "what came is there")
    again.press("F5")  # it says why nothing comes, and can be used for another wiki
    again.label(re.compile("cannot be reached"))
    again.press("ctrl+t")
    again.button("Try the sample wiki").click()
    wait_until(lambda: (node := again.focused()) and node.name == "Title")
    again.type("Daugpiļs")
    again.press("Return")
    again.wait_for_log(COMPLETE)
    wait_shown(again, top(listing(bundled, "Daugpiļs")))
