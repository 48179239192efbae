# SPDX-License-Identifier: MIT
"""Titles that are no page's, or not this wiki's: the window says so, and what can be done."""

import re
from contextlib import closing

from tests.e2e.conftest import COMPLETE, Owls, Start
from tests.e2e.desktop import wait_until
from tests.e2e.program import Program
from tests.e2e.rows import listing, top, wait_shown
from tests.samplewiki import SampleWiki
from tests.wiki.conftest import Place
from tests.wiki.truth import Tables


def explore(window: Program, text: str) -> None:
    """Type over what stands in the field."""
    window.press("ctrl+l", "ctrl+a")
    window.type(text)
    window.press("Return")


def test_redirects_rings_and_red_links(start: Start, mediawiki: Place) -> None:
    tables = mediawiki.tables
    window = start("To section", "--wiki", mediawiki.wiki.url)
    window.wait_for_log(COMPLETE)
    window.label("Redirected from “To section” to § Early life")
    wait_shown(window, top(listing(tables, "Hub")))
    window.button("list the redirect itself").click()
    window.wait_for_log(COMPLETE)
    wait_until(lambda: window.text_of("title") == "To section")
    wait_shown(window, top(listing(tables, "To section", follow=False)))

    for title, said in (
        ("missing_page", "This page does not exist; links to it are listed all the same."),
        ("Ring A", "This page is part of a redirect loop; what links to it is listed."),
    ):
        explore(window, title)
        window.wait_for_log(COMPLETE)
        window.label(said)
        wait_shown(window, top(listing(tables, title[0].upper() + title[1:].replace("_", " "))))
    explore(window, "Alone")
    window.wait_for_log(COMPLETE)
    window.label("Nothing links to “Alone”")


def test_what_cannot_be_listed(start: Start, sample: SampleWiki, bundled: Tables) -> None:
    window = start("Daugpiļs", "--wiki", sample.api_url)
    window.wait_for_log(COMPLETE)
    for text, said in (
        ("a|b", "title"),
        ("Special:Version", "special page"),
        ("http://127.0.0.1:9/wiki/X", "cannot be reached"),
    ):
        explore(window, text)
        window.wait_for_log("WARNING listing: ")
        window.label(re.compile(said))
        window.button("Hide this notice").click()
        window.wait_gone("button", "Hide this notice")
    explore(window, "Reiga")
    window.wait_for_log(COMPLETE)
    wait_shown(window, top(listing(bundled, "Reiga")))


def test_a_page_of_another_wiki(start: Start, mediawiki: Place, owls: Owls) -> None:
    """An interwiki link is told apart, and followed when it is wanted."""
    prefix = f"owls{owls.wiki.url.rpartition(':')[2]}"
    with closing(mediawiki.wiki.connect()) as tables, tables:
        tables.execute(
            "INSERT INTO interwiki (iw_prefix, iw_url, iw_api, iw_wikiid, iw_local, iw_trans)"
            " VALUES (?, ?, '', '', 0, 0)",
            (prefix, f"{owls.wiki.url}/wiki/$1"),
        )
    window = start(f"{prefix}:Owl", "--wiki", mediawiki.wiki.url)
    window.wait_for_log("WARNING listing: ")
    window.label(re.compile("another wiki"))
    window.button("Go to that wiki").click()
    window.wait_for_log(COMPLETE)
    wait_shown(window, top(listing(owls.tables, "Owl")))
    assert window.text_of("host") in owls.wiki.url
