# SPDX-License-Identifier: MIT
"""From an address to the API, and to the page that it names, in all layouts of wikis."""

import pytest

from wikilinks_gui.mediawiki.address import with_scheme
from wikilinks_gui.mediawiki.endpoint import (
    NamedPage,
    find_endpoints,
    is_certainly_of,
    named_page,
    told_endpoint,
)
from wikilinks_gui.mediawiki.reply import HttpReply
from wikilinks_gui.mediawiki.siteinfo import SiteInfo

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


def page(url: str, edit_uri: str) -> HttpReply:
    html = f'<link rel="EditURI" href="{edit_uri}">'.encode()
    return HttpReply(200, url, {}, html, len(html))


@pytest.mark.parametrize(
    "edit_uri",
    [
        "http://w.example/w/api.php?action=rsd",
        "http://w.example:80/w/api.php",
        "//w.example/w/api.php?action=rsd",
        "HTTP://W.EXAMPLE/w/api.php?token=T",
    ],
)
def test_s19_what_came_by_https_is_not_asked_in_the_clear(edit_uri: str) -> None:
    found = page("https://w.example/wiki/A", edit_uri)
    assert told_endpoint(found) == "https://w.example/w/api.php"
    assert all(each.startswith("https:") for each in find_endpoints(found))


def test_s19_nor_is_another_host() -> None:
    found = page("https://w.example/wiki/A", "http://api.example/w/api.php")
    assert told_endpoint(found) == "https://api.example/w/api.php"
    assert told_endpoint(page("http://w.example/wiki/A", "http://w.example/api.php")) == (
        "http://w.example/api.php"
    )


@pytest.mark.parametrize("host", ["localhost:8080", "192.168.1.1", "10.1", "nas", "[fe80::1]"])
def test_s10_a_page_of_the_internet_does_not_lead_into_the_local_network(host: str) -> None:
    found = page("https://w.example/wiki/A", f"http://{host}/w/api.php?action=rsd")
    assert told_endpoint(found) == "https://w.example/w/api.php"
    assert all(each.startswith("https://w.example/") for each in find_endpoints(found))
    found = page("http://127.0.0.1:8080/wiki/A", f"http://{host}/w/api.php")
    assert told_endpoint(found) == f"http://{host}/w/api.php", "within it, hosts may name others"


def test_s9_an_api_with_a_user_part_is_none() -> None:
    assert told_endpoint(page("http://w.example/", "http://user:pw@w.example/api.php")) is None


HOST = "https://w.example"


def site(scripts: str = "/w", articles: str = "/wiki/$1", host: str = HOST) -> SiteInfo:
    general = {
        "sitename": "W",
        "generator": "MediaWiki 1.43.0",
        "server": host,
        "articlepath": articles,
        "scriptpath": scripts,
        "script": f"{scripts}/index.php",
        "variantarticlepath": "/$2/$1" if articles == "/wiki/$1" else False,
    }
    special = {"-1": {"id": -1, "name": "Seviškuo", "canonical": "Special"}}
    aliases = [{"realname": "Whatlinkshere", "aliases": ["WhatLinksHere", "Kas_ite_ruoda"]}]
    query = {"general": general, "namespaces": special, "specialpagealiases": aliases}
    return SiteInfo.from_query(f"{host}{scripts}/api.php", query)


@pytest.mark.parametrize(
    ("scripts", "articles", "path", "title"),
    [
        ("/w", "/wiki/$1", "/wiki/A", "A"),
        ("/w", "/wiki/$1", "/wiki/A/B", "A/B"),
        ("/w", "/wiki/$1", "/wiki/A%2FB%3F_100%25", "A/B?_100%"),
        ("/w", "/wiki/$1", "/%77iki/A", "A"),
        ("/w", "/wiki/$1", "//wiki/A", "A"),
        ("/w", "/wiki/$1", "//w/index.php?title=A", "A"),
        ("/w", "/wiki/$1", "/wiki//A", "/A"),
        ("/w", "/wiki/$1", "/wiki/A?title=B", "A"),
        ("/w", "/wiki/$1", "/wiki/?title=A", "A"),
        ("/w", "/wiki/$1", "/?title=A", "A"),
        ("/w", "/wiki/$1", "/w/?title=A", "A"),
        ("/w", "/wiki/$1", "/w/index.php?title=A&redirect=no#S", "A"),
        ("/w", "/wiki/$1", "/w/index.php/A", "A"),
        ("/w", "/wiki/$1", "/w/index.php5?title=A", "A"),
        ("/w", "/wiki/$1", "/zh-tw/A", "A"),
        ("/w", "/wiki/$1", "/w/index.php?title=Special:WhatLinksHere&target=A%26B", None),
        ("/w", "/wiki/$1", "/wiki/", ""),
        ("/w", "/wiki/$1", "/wiki", ""),
        ("/w", "/wiki/$1", "/", ""),
        ("/w", "/wiki/$1", "", ""),
        ("/w", "/wiki/$1", "/w/api.php", ""),
        ("/w", "/wiki/$1", "/w/index.php", ""),
        ("/w", "/wiki/$1", "/de/api.php", None),
        ("/w", "/wiki/$1", "/elsewhere.html", None),
        ("/w", "/вики/$1", "/вики/А", "А"),
        ("/w", "/вики/$1", "/%D0%B2%D0%B8%D0%BA%D0%B8/%D0%90", "А"),
        ("/w", "/wiki/$1.html", "/wiki/A.html", "A"),
        ("/w", "/w/index.php/$1", "/w/index.php/Talk:A/B", "Talk:A/B"),
        ("/w", "/?title=$1", "/?title=A", "A"),
        ("/mediawiki", "/$1", "/mediawiki/index.php/A", "A"),
        ("/mediawiki", "/$1", "/mediawiki/index.php?title=A", "A"),
        ("/mediawiki", "/$1", "/A", "A"),
        ("/mediawiki", "/$1", "/de/api.php", None),
        ("/mediawiki", "/$1", "/", ""),
        ("", "/$1", "/index.php?title=A", "A"),
        ("", "/$1", "/index.php", ""),
        ("/de", "/de/wiki/$1", "/de/wiki/A", "A"),
        ("/de", "/de/wiki/$1", "/de", ""),
        ("/de", "/de/wiki/$1", "/de/wiki", ""),
        ("/de", "/de/wiki/$1", "/", None),
        ("/de", "/de/wiki/$1", "/wiki/A", None),
        ("/de", "/de/wiki/$1", "/index.php?title=A", None),
    ],
)
def test_b1_c2_titles_are_read_in_all_layouts(
    scripts: str, articles: str, path: str, title: str | None
) -> None:
    page = named_page(site(scripts, articles), with_scheme(HOST + path))
    if path.endswith("target=A%26B"):
        title = "Special:WhatLinksHere/A&B"
    assert page == (None if title is None else NamedPage(title))


@pytest.mark.parametrize(
    ("query", "page"),
    [
        ("curid=3", NamedPage(page_id=3)),
        ("curid=3&title=A", NamedPage("A", 3)),
        ("oldid=5&title=A", NamedPage("A", revision=5)),
        ("diff=5", NamedPage(revision=5)),
        ("diff=6&oldid=5", NamedPage(revision=5)),
        ("diff=prev&oldid=5", NamedPage(revision=5)),
        ("diff=6&oldid=prev", NamedPage(revision=6)),
        ("oldid=0&title=A", NamedPage("A")),
        ("oldid=-5&curid=x", NamedPage()),
        ("curid=3x&oldid=+5", NamedPage("", 3, 5)),
        ("title=Special:Diff&oldid=5", NamedPage("Special:Diff")),
        ("title=Seviškuo:X&curid=3", NamedPage("Seviškuo:X", 3)),
    ],
)
def test_c1_numbers_are_read_as_mediawiki_does(query: str, page: NamedPage) -> None:
    assert named_page(site(), with_scheme(f"{HOST}/w/index.php?{query}")) == page


@pytest.mark.parametrize(
    "address",
    [
        *("https://other.example/wiki/A", "https://w.example:8443/wiki/A", "https://w.example."),
        *("https://en.w.example/wiki/A", "https://w.example.evil/wiki/A", "http://w.example:8080"),
    ],
)
def test_s2_other_hosts_are_not_the_wikis(address: str) -> None:
    assert named_page(site(), with_scheme(address)) is None
    assert not is_certainly_of(site(), with_scheme(address))


@pytest.mark.parametrize(
    ("path", "is_proof"),
    [
        *(("/w/api.php", True), ("/w/index.php?title=A", True), ("/w/index.php/A", True)),
        *(("/w/index.php5?title=A", True), ("/wiki/A", False), ("/", False), ("/w/", False)),
        *(("/index.php?title=A", False), ("/de/w/index.php?title=A", False), ("/w/x.php", False)),
    ],
)
def test_a1_only_the_script_beside_the_api_is_proof(path: str, is_proof: bool) -> None:
    assert is_certainly_of(site(), with_scheme(HOST + path)) is is_proof


def test_a1_a_host_of_wikimedia_has_one_wiki() -> None:
    english = site(host="https://en.wikipedia.org")
    for address in (
        "en.wikipedia.org/wiki/A",
        "http://en.m.wikipedia.org/wiki/A",
        "en.wikipedia.org",
    ):
        assert is_certainly_of(english, with_scheme(address))
    for address in ("de.wikipedia.org/wiki/A", "en.wikipedia.org.evil.example/wiki/A"):
        assert not is_certainly_of(english, with_scheme(address))


def test_s16_what_is_to_be_asked_by_https_is_not_answered_by_http() -> None:
    plain = site(host="http://w.example")
    assert is_certainly_of(plain, with_scheme("http://w.example/w/index.php?title=A"))
    assert not is_certainly_of(plain, with_scheme("https://w.example/w/index.php?title=A"))
    assert is_certainly_of(site(), with_scheme("http://w.example/w/index.php?title=A"))
