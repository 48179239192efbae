# SPDX-License-Identifier: MIT
"""What is taken out of what people type, and how the wiki's word on it is read."""

from dataclasses import replace

import pytest

from wikilinks_gui.errors import (
    InvalidTitleError,
    NotAnApiReplyError,
    OtherWikiError,
    SpecialPageError,
)
from wikilinks_gui.mediawiki.address import WebAddress, is_address
from wikilinks_gui.mediawiki.listable import check_listable
from wikilinks_gui.mediawiki.reply import Reply
from wikilinks_gui.mediawiki.siteinfo import Namespace, SiteInfo
from wikilinks_gui.mediawiki.titleinput import read_input
from wikilinks_gui.mediawiki.titles import page_in_loop, read_resolution, resolution_params

SITE = SiteInfo(
    api_url="https://ltg.wikipedia.org/w/api.php",
    name="Vikipedeja",
    version=(1, 43),
    server=WebAddress("https://ltg.wikipedia.org"),
    article_path="/wiki/$1",
    variant_path="",
    script="/w/index.php",
    case="first-letter",
    namespaces={
        -1: Namespace(-1, "Seviškuo", "Special", ()),
        0: Namespace(0, "", "", ()),
        4: Namespace(4, "Vikipedeja", "Project", ("WP",)),
        10: Namespace(10, "Taiss", "Template", ()),
    },
    what_links_here=frozenset({"whatlinkshere", "kas ite ruoda"}),
    high_limits=False,
)


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("  Latgola ", "Latgola"),
        ("new\r\nline\tand tab", "new line and tab"),
        ("lower case_and_underscores", "lower case_and_underscores"),
        ("A\x1fB", "A B"),
        ("a|b", "a|b"),
        ("[[Latgola]]", "Latgola"),
        ("[[ Latgola | text | more ]]", "Latgola"),
        ("* [[:Kategoreja:Latgola]]", ":Kategoreja:Latgola"),
        ("#: [[Latgola]]", "Latgola"),
        ("[[:Kategoreja:Latgola|]]", ":Kategoreja:Latgola"),
        ("[[Latgola#Viesture]]", "Latgola#Viesture"),
        ("{{Nūruodis}}", "Template:Nūruodis"),
        ("{{Nūruodis|1=x\n|2=[[y]]}}", "Template:Nūruodis"),
        ("{{subst:nūruodis}}", "Template:nūruodis"),
        ("{{taiss:nūruodis}}", "taiss:nūruodis"),
        ("{{ project : Forums }}", "project : Forums"),
        ("{{WP:Forums}}", "WP:Forums"),
        ("{{:Latgola}}", "Latgola"),
        ("{{no:such namespace}}", "Template:no:such namespace"),
        ("https://ltg.wikipedia.org/wiki/R%C4%93zne", "Rēzne"),
        ("https://ltg.wikipedia.org/wiki/R%C4%93zne#Viesture", "Rēzne"),
        ("HTTP://LTG.wikipedia.org/wiki/Rēzne", "Rēzne"),
        ("//ltg.wikipedia.org/wiki/AC/DC", "AC/DC"),
        ("https://ltg.m.wikipedia.org/wiki/Latgola?action=history", "Latgola"),
        ("https://ltg.wikipedia.org/wiki/What%3F", "What?"),
        ("https://ltg.wikipedia.org/wiki/100%25", "100%"),
        ("https://ltg.wikipedia.org/w/index.php?title=A%26B+C&action=edit", "A&B C"),
        ("https://ltg.wikipedia.org/w/index.php?title=Taiss:X#a", "Taiss:X"),
        ("https://ltg.wikipedia.org/w/index.php/Taiss:X", "Taiss:X"),
        ("https://me@ltg.wikipedia.org:/wiki/X", "X"),
        ("https://ltg.wikipedia.org/wiki/A%1FB%0AC", "A B C"),
        ("[[A|a]] and [[B|b]]", "[[A|a]] and [[B|b]]"),
        ("{{a|x}} and {{b|y}}", "{{a|x}} and {{b|y}}"),
        ("{{a|{{b}}|c}}", "Template:a"),
        ("{{a|x={{b}}|y={{c|{{d}}}}}}", "Template:a"),
        ("[[Image:A.jpg|thumb|By [[B]] and [[C]]]]", "Image:A.jpg"),
        ("AC//DC", "AC//DC"),
        ("Special:WhatLinksHere/AC/DC", "AC/DC"),
        ("seviškuo: Kas_ite ruoda/ Latgola", "Latgola"),
        ("https://ltg.wikipedia.org/wiki/Special:Whatlinkshere/R%C4%93zne", "Rēzne"),
        ("https://ltg.wikipedia.org/w/index.php?title=Special:WhatLinksHere&target=A+B", "A B"),
        ("https://ltg.wikipedia.org/w/index.php?title=Latgola&target=A", "Latgola"),
        ("Special:WhatLinksHere", "Special:WhatLinksHere"),
        ("Special:Log/Latgola", "Special:Log/Latgola"),
        ("WhatLinksHere/Latgola", "WhatLinksHere/Latgola"),
    ],
)
def test_titles_are_taken_out_of_what_was_typed(typed: str, title: str) -> None:
    assert read_input(typed, SITE) == title


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("[[Rock%20crystal]]", "Rock crystal"),
        ("[[Rock%20crystal|text]]", "Rock crystal"),
        ("[[:R%C4%93zne#x]]", ":Rēzne#x"),
        ("[[100%]]", "100%"),
        ("[[100%25]]", "100%"),
        ("[[%FF]]", "%FF"),  # which is not UTF-8
        ("[[A%0AB%1FC]]", "A B C"),
        ("[[A%7CB|c]]", "A|B"),
        ("[[Special:WhatLinksHere/A%20B]]", "A B"),
        ("Rock%20crystal", "Rock%20crystal"),  # MediaWiki decodes links alone
        ("{{Rock%20crystal}}", "Template:Rock%20crystal"),
    ],
)
def test_h1_links_are_decoded_as_mediawiki_does(typed: str, title: str) -> None:
    assert read_input(typed, SITE) == title


@pytest.mark.parametrize(
    "typed",
    ["", "  \n ", "https://ltg.wikipedia.org/", "https://ltg.wikipedia.org/wiki/%20", "\ud800"],
)
def test_what_holds_no_title_is_told(typed: str) -> None:
    with pytest.raises(InvalidTitleError):
        read_input(typed, SITE)


def test_pages_of_other_wikis_are_told() -> None:
    with pytest.raises(OtherWikiError, match="not a page of this wiki, Vikipedeja") as raised:
        read_input("https://lv.wikipedia.org/wiki/Latgale", SITE)
    assert raised.value.url == "https://lv.wikipedia.org/wiki/Latgale"


def test_addresses_of_variants_are_read() -> None:
    server = WebAddress("https://zh.wikipedia.org")
    site = replace(SITE, api_url=f"{server}/w/api.php", server=server, variant_path="/$2/$1")
    assert read_input("https://zh.wikipedia.org/zh-tw/%E5%8F%B0%E7%81%A3", site) == "台灣"


@pytest.mark.parametrize(("title", "sent"), [("A", "A"), ("A|B", "\x1fA|B")])
def test_a_bar_never_makes_two_titles(title: str, sent: str) -> None:
    assert resolution_params(title, follow=True)["titles"] == sent


def query(**said: object) -> Reply:
    return {"batchcomplete": True, "query": said}


def test_a_ring_is_at_the_page_that_was_asked_for() -> None:
    said = query(
        normalized=[{"from": "a", "to": "A"}],
        redirects=[{"from": "A", "to": "B", "tofragment": "S"}, {"from": "B", "to": "A"}],
    )
    resolution = read_resolution(said, "a")
    assert (resolution.status, resolution.title) == ("loop", "A")
    assert resolution.redirects[0].section == "S"
    check_listable(resolution)
    page = read_resolution(query(pages=[{"ns": 0, "title": "A", "pageid": 5}]), "a")
    whole = page_in_loop(page, resolution)
    assert (whole.page_id, whole.status, whole.normalized) == (5, "loop", (("a", "A"),))
    assert whole.redirects == resolution.redirects


def test_the_old_format_is_read_as_well() -> None:
    page = {"ns": 0, "title": "Nope", "missing": ""}
    assert read_resolution(query(pages=[page]), "Nope").status == "missing"
    page = {"title": "[", "invalid": "", "invalidreason": "Bad."}
    resolution = read_resolution(query(pages=[page]), "[")
    assert (resolution.status, resolution.reason) == ("invalid", "Bad.")


def test_what_was_normalised_is_shown_as_typed() -> None:
    said = query(
        normalized=[{"fromencoded": True, "from": "e%CC%81", "to": "\u00c9"}],
        pages=[{"ns": 0, "title": "\u00c9", "pageid": 1}],
    )
    assert read_resolution(said, "e\u0301").normalized == (("e\u0301", "\u00c9"),)


def test_what_cannot_be_listed_says_why() -> None:
    redirect = {"from": "R", "to": "mw:X", "tointerwiki": "mw"}
    other = {"title": "mw:X", "iw": "mw", "url": "https://mw.example/X"}
    elsewhere = read_resolution(query(redirects=[redirect], interwiki=[other]), "R")
    with pytest.raises(OtherWikiError, match=r"on another wiki.*https://mw\.example") as e:
        check_listable(elsewhere)
    assert (e.value.redirect, e.value.url) == ("R", "https://mw.example/X")
    page = {"ns": -1, "title": "Special:X", "special": True}
    special = read_resolution(query(pages=[page]), "Special:X")
    with pytest.raises(SpecialPageError, match="“Special:X” is a special page"):
        check_listable(special)
    page = {"title": "x", "invalid": True, "invalidreason": {"code": "c", "text": "Too long."}}
    invalid = read_resolution(query(pages=[page]), "x")
    with pytest.raises(InvalidTitleError, match="Too long"):
        check_listable(invalid)


@pytest.mark.parametrize(
    "said",
    [{}, {"pages": [1]}, {"pages": 7}, {"redirects": [{}]}, {"normalized": 3}, {"pages": [{}]}],
)
def test_what_is_not_the_apis_is_told(said: dict[str, object]) -> None:
    with pytest.raises(NotAnApiReplyError):
        read_resolution({"query": said}, "A")


def test_a_title_that_is_nothing_but_a_section_is_invalid() -> None:
    assert read_resolution({"batchcomplete": True}, "#x").status == "invalid"


@pytest.mark.parametrize(
    "typed",
    [
        "127.0.0.1:8340/index.php/Quartz",
        "localhost:8340/",
        "[::1]:8340/wiki/Quartz",
        "mywiki:8340/index.php?title=Quartz",
        "wiki.example:8080",
        "wiki.example/wiki/Quartz",
        "wiki.example/w/index.php?title=Quartz",
        "wiki.example/index.php5?title=Quartz",
        "wiki.example/?title=Quartz",
        "//wiki.example/wiki/Quartz",
    ],
)
def test_w28_an_address_needs_no_scheme(typed: str) -> None:
    assert is_address(typed)


def test_w28_a_title_is_read_from_an_address_without_a_scheme() -> None:
    assert read_input("ltg.wikipedia.org/wiki/Daugpi%C4%BCs", SITE) == "Daugpiļs"
    server = WebAddress("http://127.0.0.1:8340")
    site = replace(SITE, api_url=f"{server}/api.php", server=server, script="/index.php")
    assert read_input("127.0.0.1:8340/index.php/Quartz", site) == "Quartz"


@pytest.mark.parametrize(
    "typed",
    [
        "Quartz",
        "127.0.0.1",
        "10.0.0.0/8",
        "Wikipedia.org",
        "Node.js/Express",
        "AC/DC",
        "User:1984/sandbox",
        "Talk:2001:A Space Odyssey",
        "Example.com/wiki page",
        "index.php/Quartz",
        "W/w",
    ],
)
def test_w28_a_title_is_no_address(typed: str) -> None:
    assert not is_address(typed)


@pytest.mark.parametrize(
    ("claimed", "url"),
    [
        ("https://mw.example/wiki/X", "https://mw.example/wiki/X"),
        ("//mw.example/wiki/Ж", "https://mw.example/wiki/%D0%96"),
        *((claimed, "") for claimed in ("javascript:alert(1)", "file:///x", "http://a@b/", "")),
    ],
)
def test_s1_another_wiki_is_at_a_web_address_or_nowhere(claimed: str, url: str) -> None:
    said = query(interwiki=[{"title": "mw:X", "iw": "mw", "url": claimed}])
    resolution = read_resolution(said, "mw:X")
    assert resolution.url == url
    with pytest.raises(OtherWikiError) as raised:
        check_listable(resolution)
    assert raised.value.url == url
    assert not url or url in str(raised.value)
    assert "javascript" not in str(raised.value)
