# SPDX-License-Identifier: MIT
"""From an address to the API, and what a wiki says of itself."""

import json
from dataclasses import replace

import pytest

from wikilinks_gui.errors import AddressError, NotAnApiReplyError
from wikilinks_gui.listing.methodchoice import default_method
from wikilinks_gui.mediawiki.address import is_loopback, with_scheme
from wikilinks_gui.mediawiki.endpoint import find_endpoints
from wikilinks_gui.mediawiki.reply import HttpReply, read_reply
from wikilinks_gui.mediawiki.siteinfo import SiteInfo

GENERAL = {
    "sitename": "W",
    "generator": "MediaWiki 1.19.24",
    "server": "//w.example",
    "articlepath": "/wiki/$1",
    "scriptpath": "/w",
}


ROOT = "http://w.example:8080"


@pytest.mark.parametrize(
    ("html", "found"),
    [
        (b'<html><link rel="EditURI" href="/x/api.php?action=rsd">', f"{ROOT}/x/api.php"),
        (b'<LINK HREF=api.php?action=rsd REL=EditURI type="a">', f"{ROOT}/wiki/api.php"),
        (b'<link rel="EditURI" href="javascript:alert(1)/api.php">', None),
        (b'<link rel="EditURI" href="/not-an-api">', None),
        (b'<link rel="EditURI" href="http://[/api.php">', None),
        ("<link rel=EditURI href='http://\u2100.example/api.php'>".encode(), None),
        (b"<![\x01", None),
        (b"<p>no wiki</p>", None),
        (b"\xff\xfe\x00", None),
    ],
)
def test_a_page_tells_where_the_api_is(html: bytes, found: str | None) -> None:
    page = HttpReply(200, f"{ROOT}/wiki/Page?x=1", {}, html, len(html))
    guesses = [f"{ROOT}/wiki/api.php", f"{ROOT}/w/api.php", f"{ROOT}/api.php"]
    told = [found] if found else []
    assert list(find_endpoints(page)) == told + [guess for guess in guesses if guess != found]


def test_d3_the_host_of_the_page_goes_before_another_that_it_tells() -> None:
    html = b'<link rel="EditURI" href="//api.example/x/api.php?action=rsd">'
    page = HttpReply(200, f"{ROOT}/wiki/Page", {}, html, len(html))
    found = list(find_endpoints(page))
    assert found[:2] == [f"{ROOT}/x/api.php", "http://api.example/x/api.php"]


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("en.wikipedia.org", "https://en.wikipedia.org"),
        (" //en.wikipedia.org/wiki/X ", "https://en.wikipedia.org/wiki/X"),
        ("http://[::1]:8080/", "http://[::1]:8080/"),
    ],
)
def test_addresses_are_completed(typed: str, address: str) -> None:
    assert with_scheme(typed) == address


@pytest.mark.parametrize(
    ("typed", "scheme"),
    [
        ("127.0.0.1:8340/index.php/Quartz", "http"),
        ("localhost", "http"),
        ("[::1]:8340", "http"),
        ("192.168.0.7/wiki/X", "http"),
        ("mywiki:8080", "http"),
        ("nas.local/w", "http"),
        ("wiki.example", "https"),
        ("192.0.43.8", "https"),
        ("[2606:4700::1]", "https"),
    ],
)
def test_w11_a_host_of_the_local_network_is_asked_by_http(typed: str, scheme: str) -> None:
    assert with_scheme(typed) == f"{scheme}://{typed}"


@pytest.mark.parametrize(
    "typed", ["", "https://", "ftp://x", "http://[", "https://x:99999/", "a b", "u:p@w.example"]
)
def test_what_is_no_address_is_told(typed: str) -> None:
    with pytest.raises(AddressError):
        with_scheme(typed)


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("localhost", True),
        ("127.1.2.3", True),
        ("::1", True),
        ("wiki.localhost", True),
        ("192.168.0.1", False),
        ("localhost.example.org", False),
    ],
)
def test_loopback_is_told_from_other_hosts(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback


OLD = {
    "general": GENERAL,
    "namespaces": {"4": {"id": 4, "*": "Projekt", "canonical": "Project"}},
    "namespacealiases": [{"id": 4, "*": "P"}],
}
NEW = {
    "general": GENERAL,
    "namespaces": {"4": {"id": 4, "name": "Projekt", "canonical": "Project"}},
    "namespacealiases": [{"id": 4, "alias": "P"}],
    "userinfo": {"rights": ["read", "apihighlimits"]},
}


@pytest.mark.parametrize(("said", "high_limits"), [(OLD, False), (NEW, True)])
def test_old_and_new_siteinfo_are_read(said: dict[str, object], high_limits: bool) -> None:
    reply = read_reply(json.dumps({"query": said}).encode(), "w.example")
    site = SiteInfo.from_query("https://w.example/w/api.php", reply["query"])
    assert site.version == (1, 19)
    assert site.server == "https://w.example"
    assert site.namespaces[4].aliases == ("P",)
    assert site.namespace_name(4) == "Projekt"
    assert site.namespace_name(0) == site.namespace_name(99) == ""
    assert [site.is_namespace(name) for name in ("projekt", "p", "Project", "", "X")] == [
        True,
        True,
        True,
        False,
        False,
    ]
    assert site.high_limits is high_limits
    assert default_method(site) == "backlinks"
    assert default_method(replace(site, version=(1, 24))) == "linkshere"


def test_addresses_of_pages_are_mediawikis_own() -> None:
    site = SiteInfo.from_query(
        "https://w.example/w/api.php", {"general": GENERAL, "namespaces": {}}
    )
    assert site.article_url("Talk:AC/DC (a & b)? 100%~!") == (
        "https://w.example/wiki/Talk:AC/DC_(a_%26_b)%3F_100%25~!"
    )


@pytest.mark.parametrize("query", [{}, {"general": []}, {"general": GENERAL, "namespaces": [1]}])
def test_what_is_no_siteinfo_is_told(query: dict[str, object]) -> None:
    with pytest.raises(NotAnApiReplyError):
        SiteInfo.from_query("https://w.example/w/api.php", query)


def test_r1_what_is_no_text_is_not_made_one() -> None:
    unset = {"variantarticlepath": False, "sitename": None, "generator": None, "case": None}
    query = {"general": GENERAL | unset, "namespaces": {"4": {"id": 4, "name": None}}}
    site = SiteInfo.from_query("https://w.example/w/api.php", query)
    assert (site.name, site.version, site.variant_path) == ("w.example", (0, 0), "")
    assert site.namespace_name(4) == ""


@pytest.mark.parametrize(
    "wrong",
    [{"sitename": 7}, {"server": ["x"]}, {"articlepath": {}}, {"scriptpath": "x" * 9999}],
)
def test_r1_what_is_no_text_is_refused(wrong: dict[str, object]) -> None:
    query = {"general": GENERAL | wrong, "namespaces": {}}
    with pytest.raises(NotAnApiReplyError):
        SiteInfo.from_query("https://w.example/w/api.php", query)


def test_s13_a_wikis_name_is_a_line_of_plain_text() -> None:
    query = {"general": GENERAL | {"sitename": "A\n\x1b[31m\u202e" + "B" * 999}, "namespaces": {}}
    name = SiteInfo.from_query("https://w.example/w/api.php", query).name
    assert name == "A [31m " + "B" * 193


@pytest.mark.parametrize(
    ("api", "claimed", "server"),
    [
        ("https://w.example", "http://w.example", "https://w.example"),
        ("http://w.example", "https://w.example", "https://w.example"),
        ("http://w.example", "https://W.EXAMPLE:443/", "https://w.example"),
        ("http://w.example", "//w.example", "http://w.example"),
        ("http://w.example:8080", "https://w.example:8080", "http://w.example:8080"),
        ("https://w.example:8443", "https://w.example", "https://w.example:8443"),
        ("https://www.w.example", "https://w.example", "https://www.w.example"),
        ("http://[::1]:8080", "http://[0::1]:8080", "http://[::1]:8080"),
        ("https://xn--e1afmkfd.xn--p1ai", "https://пример.рф", "https://xn--e1afmkfd.xn--p1ai"),
    ],
)
def test_s2_a_wiki_is_where_it_answers(api: str, claimed: str, server: str) -> None:
    query = {"general": GENERAL | {"server": claimed}, "namespaces": {}}
    assert SiteInfo.from_query(f"{api}/w/api.php", query).server == server
