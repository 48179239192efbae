# SPDX-License-Identifier: MIT
"""From an address to the API, and what a wiki says of itself."""

import pytest

from wikilinks_gui.errors import NotAnApiReplyError, NoWikiError
from wikilinks_gui.mediawiki.endpoint import find_endpoints, with_scheme
from wikilinks_gui.mediawiki.pace import is_loopback
from wikilinks_gui.mediawiki.siteinfo import SiteInfo

from .server import Answer, serving

GENERAL = {
    "sitename": "W",
    "generator": "MediaWiki 1.19.24",
    "server": "//w.example",
    "articlepath": "/wiki/$1",
    "scriptpath": "/w",
}


@pytest.mark.parametrize(
    ("html", "found"),
    [
        (b'<html><link rel="EditURI" href="/x/api.php?action=rsd">', "/x/api.php"),
        (b'<LINK HREF=api.php?action=rsd REL=EditURI type="a">', "/wiki/api.php"),
        (b'<link rel="EditURI" href="javascript:alert(1)">', None),
        (b"<p>no wiki</p>", None),
        (b"\xff\xfe\x00", None),
    ],
)
def test_a_page_tells_where_the_api_is(html: bytes, found: str | None) -> None:
    with serving(Answer(html)) as server:
        root = server.api_url.removesuffix("/api.php")
        places = list(find_endpoints(f"{root}/wiki/Page?x=1#s", ""))
    guesses = [f"{root}/w/api.php", f"{root}/api.php"]
    assert places == ([root + found] if found else []) + guesses


def test_an_api_is_taken_as_it_is() -> None:
    assert list(find_endpoints("http://127.0.0.1:1/w/api.php?action=help", "")) == [
        "http://127.0.0.1:1/w/api.php"
    ]


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


@pytest.mark.parametrize("typed", ["", "https://", "ftp://x", "http://[", "https://x:99999/"])
def test_what_is_no_address_is_told(typed: str) -> None:
    with pytest.raises(NoWikiError):
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


def test_old_and_new_siteinfo_are_read() -> None:
    old = {
        "general": GENERAL,
        "namespaces": {"4": {"id": 4, "*": "Projekt", "canonical": "Project"}},
    }
    site = SiteInfo.from_query(
        "https://w.example/w/api.php",
        {**old, "namespaces": {"4": {"id": 4, "name": "Projekt", "canonical": "Project"}}},
    )
    assert site.version == (1, 19)
    assert site.server == "https://w.example"
    assert site.namespace_name(4) == "Projekt"
    assert site.namespace_name(0) == site.namespace_name(99) == ""
    assert site.is_namespace("projekt")
    assert not site.is_namespace("")
    assert not site.high_limits


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
