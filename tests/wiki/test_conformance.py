# SPDX-License-Identifier: MIT
"""The sample wiki answers as MediaWiki does, where the program asks.

What differs by nature is left out of the comparison: both addresses are replaced by one; tokens are
each server's own; of what the wiki is, only what the program reads is compared; limits and the
codes of languages are not read.

The sample wiki answers as MediaWiki 1.39 does. What 1.43 answers otherwise stands beside its
pages, in ``sample_in_mediawiki.py``; in all else the two are compared there as well.

Not asked, because the program does not: other formats, other modules, and what is wrong in a
request. Not known to the sample wiki: special pages, and user names that are addresses.
"""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import pytest
import requests

from tests.samplewiki import SampleWiki
from tests.wiki import sample_in_mediawiki
from tests.wiki.mediawiki import MediaWiki
from tests.wiki.sample_in_mediawiki import left_out, skip_left_out, without_changes

Params = dict[str, str]
Reply = dict[str, Any]

QUERY = {
    "action": "query",
    "format": "json",
    "formatversion": "2",
    "errorformat": "plaintext",
    "iwurl": "1",
    "rdprop": "pageid|title|fragment",
}

_TITLES = """
Latveja|latveja|_Latveja_|Latveja#Viesture|latveja#a_b|latveja #x|#foo|#|vikipedeja:Dūmu meits
Vikipedeja: Dūmu_meits|project:x|taiss:Nadabeigts rakstīņs|Fails:Commons-logo.svg|0
image:Commons-logo.svg|media:Commons-logo.svg|Seviškuo:RecentChanges
Special:|Special:RecentChanges/5|Talk:|Talk:File:X|Talk:en:X|Talk:Talk:x
Talk:Foo: bar|Talk : x|en:Foo bar|EN:foo|en:|en :x|wikt:de:Haus|mw:VisualEditor/Portal
commons::File:X|en:a#b|nope:x|Help: :x|a :b|x:  y|User: |Category:Nope|Kategoreja:Latveja
ä|ß|ǆ|ŉx|éa|İstanbul|ıx|ﬁx|ῳx|ა|ŭ|\U0001f600x|\u01c5x|\ufffd|a\ufeffb
&eacute;a|&#233;a|&#xe9;a|&nosuch;|&amp;amp;|&lt;|a&b;c|a%20b|100%|a%zzb|[x]|a<b|a>b|{x|a}|a\tb
a\u200eb|a\u00a0b|a\u3000b|\u2028x|  |_|:|:Foo|: Foo|::Foo|:::Foo|:en:Foo|:Project:Foo|Aa\x7f
.|..|./x|../x|a/./b|a/../b|a/.|a/..|...|a/...|~~~|a~~~~b|~~|+1|a+b|it's|"q"|a=b
User:127.0.0.1|User:abc::zz
User:a/x.js|User:A/x.js|MediaWiki:Common.css|MediaWiki:Common.js|Template:X.css|Project talk:X
Chain A|Ring A|Ring B|Self|To nowhere|To special|To wikt|Project:Vizuālais redaktors|Canada
Elsewhere|Template:Elsewhere|File:Old 0.svg|No such page
"""
TITLES = [
    *_TITLES.strip().replace("\n", "|").split("|"),
    *("x" * 255, "x" * 256, "é" * 127, "é" * 128, "Special:" + "x" * 300, "Special:" + "x" * 513),
    *("a|b", "a\nb"),
]

RESOLVE = {"redirects": "1", "converttitles": "1", "prop": "info|linkshere"}
CHAIN = {"list": "backlinks", "bltitle": "Chain C"}
REDIRECTS = {"titles": "Chain C", "prop": "redirects"}

WAYS: list[Params] = [
    {"titles": "To_nowhere|Ring A|Self|Chain A|To wikt|To special|Canada|latveja"},
    {"titles": "Chain_A|Chain_B|Chain_C"},
    {"titles": "Ring_A|Ring_B"},
    {"titles": "To wikt|en:X y|en:x_y"},
    {"titles": "Nope|[x]|en:x|User:A/x.js"},
    {"pageids": "1|5|99999999"},
]

MANY = (
    "Latveja|Latgola|Kanada|Canada|United States|Chain C|Elsewhere|Template:Elsewhere|Ring A|"
    "Project:Rakstīņa papiļdeišona|Project:Elsewhere|File:Commons-logo.svg|No such page|Nope|"
    "Special:RecentChanges|Category:Elsewhere|User talk:Elsewhere"
)

WALKS: dict[str, Params] = {
    "redirects and links": REDIRECTS | {"prop": "redirects|linkshere", "lhlimit": "max"},
    "few rows": REDIRECTS | {"prop": "redirects|linkshere", "lhlimit": "7", "rdlimit": "3"},
    "a hub": {"titles": "United States", "prop": "linkshere", "lhlimit": "max"},
    "many titles": {"titles": MANY, "prop": "linkshere|redirects", "lhlimit": "max"},
    "one name": {"titles": "Elsewhere|Project:Elsewhere", "prop": "linkshere", "lhlimit": "5"},
    "all properties": {
        "titles": MANY,
        "prop": "info|redirects|linkshere|transcludedin|fileusage",
        "lhlimit": "150",
        "tilimit": "20",
        "fulimit": "50",
        "rdlimit": "20",
    },
    "links among pages": {
        "titles": "Canada|United States|Latveja|Latgola|Kanada|France|Germany|Igauneja",
        "prop": "links",
        "pllimit": "3",
        "pltitles": "Canada|United States|France|Germany|Latveja|Igauneja|Reiga|Template:Elsewhere",
    },
    "templates of pages": {
        "titles": "Latveja|Latgola|Albaneja|Andora|Elsewhere|Reader 00|Italy|No such page",
        "prop": "templates|revisions",
        "rvprop": "ids|content",
        "rvslots": "main",
        "tllimit": "3",
        "tltemplates": "Template:Europys vaļsteibys|Taiss:Nadabeigts rakstīņs|Template:Elsewhere",
    },
    "lists": CHAIN
    | {"list": "backlinks|embeddedin", "eititle": "Template:Elsewhere", "bllimit": "50"},
    "redirects only": CHAIN | {"bllimit": "23", "blfilterredir": "redirects"},
    "backlinks": {"list": "backlinks", "bltitle": "United States", "bllimit": "max"},
    "embedded": {"list": "embeddedin", "eititle": "Template:Elsewhere", "eilimit": "13"},
    "embedded, many": {
        "list": "embeddedin",
        "eititle": "Taiss:Nadabeigts rakstīņs",
        "eilimit": "100",
    },
    "files": {"list": "imageusage", "iutitle": "Fails:Commons-logo.svg", "iulimit": "99"},
}

INFO = {
    *("contentmodel", "pagelanguage", "pagelanguagehtmlcode", "pagelanguagedir", "touched"),
    *("length", "new", "known"),
}
"""What ``prop=info`` gives and the program does not read."""

REVISIONS = {"parentid", "contentformat"}
"""What ``prop=revisions`` gives and the program does not read."""

GENERAL = {
    *("sitename", "case", "articlepath", "scriptpath", "script", "variantarticlepath", "server"),
}
"""The fields of ``siteinfo``'s general part that are compared."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The same pages, served by both."""

    mediawiki: MediaWiki
    sample: SampleWiki
    session: requests.Session

    def reply(self, wiki: MediaWiki | SampleWiki, params: Params) -> Reply:
        """Return one server's answer, with an address that both share."""
        response = self.session.post(wiki.api_url, data=QUERY | params, timeout=60)
        text = without_changes(response.text.replace(wiki.url, "http://wiki"))
        reply: Reply = json.loads(text, object_pairs_hook=_without_unread)
        return reply

    def found(self, params: Params) -> tuple[Reply, Reply]:
        """Return all that both answer to a request and its continuations, in one."""
        return self._whole(self.mediawiki, params), self._whole(self.sample, params)

    def _whole(self, wiki: MediaWiki | SampleWiki, params: Params) -> Reply:
        whole: Reply = {}
        tokens: Params = {}
        for _ in range(500):
            reply = self.reply(wiki, params | tokens)
            _merge(whole, reply.get("query", {}))
            if "continue" not in reply:
                return whole
            tokens = reply["continue"]
        raise AssertionError("it does not end")


def _without_unread(pairs: list[tuple[str, Any]]) -> Reply:
    return {name: value for name, value in pairs if name not in REVISIONS}


def _merge(whole: Reply, more: Reply) -> None:
    """Add a reply to those before; pages and rows are told apart by their title or id."""
    for name, value in more.items():
        if name in INFO or (name == "missing" and "special" in more):
            continue
        if name == "invalidreason":
            value = value["code"]
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            whole[name] = value
            continue
        items = whole.setdefault(name, {})
        for item in value:
            key = str(item.get("from") or item.get("pageid") or item.get("title"))
            _merge(items.setdefault(key, {}), item)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Both servers."""
    folder = tmp_path_factory.mktemp("sample")
    with closing(sample_in_mediawiki.extended()) as database:
        mediawiki = sample_in_mediawiki.install(folder, database)
        with (
            mediawiki,
            SampleWiki(database) as sample,
            requests.Session() as session,
        ):
            yield Pair(mediawiki, sample, session)


@pytest.mark.parametrize("title", TITLES, ids=ascii)
def test_titles(pair: Pair, title: str) -> None:
    """One title alone, as it is, and then resolved."""
    skip_left_out([title])
    params = {"titles": "\x1f" + title if "|" in title else title}
    for more in ({}, RESOLVE):
        mediawiki, sample = pair.found(params | more)
        assert sample == mediawiki


@pytest.mark.parametrize("start", range(0, len(TITLES), 45))
def test_titles_together(pair: Pair, start: int) -> None:
    """Many titles of every kind in one request."""
    asked = [t for t in TITLES[start : start + 45] if not left_out([t])]
    mediawiki, sample = pair.found({"titles": "\x1f" + "\x1f".join(asked)} | RESOLVE)
    assert sample == mediawiki


@pytest.mark.parametrize("params", WAYS, ids=lambda params: ascii("&".join(params.values())))
def test_ways_to_pages(pair: Pair, params: Params) -> None:
    for more in (RESOLVE, {"prop": "redirects|linkshere|info"}):
        mediawiki, sample = pair.found(params | more)
        assert sample == mediawiki


@pytest.mark.parametrize("name", WALKS)
def test_walks(pair: Pair, name: str) -> None:
    mediawiki, sample = pair.found(WALKS[name])
    assert sample == mediawiki


def test_texts(pair: Pair) -> None:
    """The texts of all pages that have one, and of some that have a list of links."""
    page_ids = [*range(1, 2100), *sample_in_mediawiki.PAGES.values()]
    for start in range(0, len(page_ids), 50):
        params = {"pageids": "|".join(map(str, page_ids[start : start + 50]))}
        params |= {"prop": "info|revisions", "rvprop": "ids|content", "rvslots": "main"}
        mediawiki, sample = pair.found(params)
        assert sample == mediawiki


def test_what_the_wiki_is(pair: Pair) -> None:
    parts = "general|namespaces|namespacealiases|extensiontags"
    mediawiki, sample = pair.found({"meta": "siteinfo", "siprop": parts})
    assert {name: mediawiki["general"][name] for name in GENERAL} == {
        name: sample["general"][name] for name in GENERAL
    }
    for name in ("namespacealiases", "extensiontags"):
        assert sample[name] == mediawiki[name]
    for number, namespace in sample["namespaces"].items():
        assert namespace.items() <= mediawiki["namespaces"][number].items()
    assert sample["namespaces"].keys() == mediawiki["namespaces"].keys()


@pytest.mark.parametrize(
    ("path", "status", "location"),
    [
        ("/wiki/Latveja", 200, ""),
        ("/index.php?title=Latveja", 200, ""),
        ("/wiki/Nope", 404, ""),
        ("/wiki/[x]", 404, ""),
        ("/wiki/en:X", 404, ""),
        ("/wiki/chain C", 301, "/wiki/Chain_C"),
        ("/", 301, "/wiki/Suoku_puslopa"),
        ("/wiki/", 301, "/wiki/Suoku_puslopa"),
        ("/index.php", 301, "/wiki/Suoku_puslopa"),
        ("/index.php?title=latveja", 301, "/wiki/Latveja"),
    ],
)
def test_pages_lead_to_the_api(pair: Pair, path: str, status: int, location: str) -> None:
    for wiki in (pair.mediawiki, pair.sample):
        page = pair.session.get(wiki.url + path, timeout=60, allow_redirects=False)
        link = f'<link rel="EditURI" type="application/rsd+xml" href="{wiki.api_url}?action=rsd"'
        assert page.status_code == status
        assert page.headers.get("Location", wiki.url) == wiki.url + location
        assert location or link in page.text
