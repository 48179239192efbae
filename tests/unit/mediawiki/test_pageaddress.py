# SPDX-License-Identifier: MIT
"""Which page an address names, in all layouts of wikis, and whose address it can only be."""

import pytest

from wikilinks_gui.mediawiki.address import with_scheme
from wikilinks_gui.mediawiki.endpoint import NamedPage, is_certainly_of, named_page
from wikilinks_gui.mediawiki.siteinfo import SiteInfo

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
