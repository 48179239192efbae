# SPDX-License-Identifier: MIT
"""What a wiki says of itself, as far as it is believed."""

import json
from dataclasses import replace

import pytest

from wikilinks_gui.errors import NotAnApiReplyError
from wikilinks_gui.listing.methodchoice import default_method
from wikilinks_gui.mediawiki.reply import read_reply
from wikilinks_gui.mediawiki.siteinfo import SiteInfo

GENERAL = {
    "sitename": "W",
    "generator": "MediaWiki 1.19.24",
    "server": "//w.example",
    "articlepath": "/wiki/$1",
    "scriptpath": "/w",
}

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


def test_what_its_wikitext_means_is_read() -> None:
    said = {
        "general": GENERAL
        | {
            "case": "case-sensitive",
            "linktrail": "/^([a-z]+)(.*)$/sD",
            "variants": [{"code": "x"}],
        },
        "namespaces": {
            "0": {"id": 0, "name": ""},
            "2": {"id": 2, "name": "User", "case": "first-letter", "subpages": True},
        },
        "extensiontags": ["<ref>", "<Gallery>"],
        "magicwords": [
            {"name": "pagename", "aliases": ["SEITENNAME"], "case-sensitive": True},
            {"name": "fullurl", "aliases": ["VOLLE_URL:", "FULLURL:"], "case-sensitive": False},
            {"name": "default", "aliases": ["#standard"]},
            {"name": "sub", "aliases": ["sub"]},
            {"name": "img_sub", "aliases": ["sub"], "case-sensitive": True},
            {"name": "img_link", "aliases": ["verweis=$1"], "case-sensitive": True},
        ],
    }
    site = SiteInfo.from_query("https://w.example/w/api.php", said)
    assert site.extension_tags == frozenset({"ref", "gallery"})
    assert (site.link_trail, site.converts) == ("/^([a-z]+)(.*)$/sD", True)
    assert site.rest == "/w/rest.php"
    assert site.magic_words == {
        "SEITENNAME": "pagename",
        "volle_url": "fullurl",
        "fullurl": "fullurl",
        "standard": "default",
        "sub": "sub",
        "verweis=$1": "img_link",
    }
    assert [(site.namespaces[id_].case, site.namespaces[id_].subpages) for id_ in (0, 2)] == [
        ("case-sensitive", False),
        ("first-letter", True),
    ]
    plain = SiteInfo.from_query("https://w.example/w/api.php", NEW)
    assert (plain.extension_tags, plain.link_trail, plain.converts) == (None, "", False)


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
