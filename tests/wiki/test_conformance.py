# SPDX-License-Identifier: MIT
"""The sample wiki answers as MediaWiki does: the same requests to both, the replies compared whole.

What differs by nature is left out of the comparison, and is all that is:

- both addresses are replaced by one;
- ``siteinfo``'s general part and ``prop=info``: the sample wiki gives the fields that are read;
  ``generator`` names another patch release;
- how long the title of an error's HTML page is, and other HTML: only its type is compared.

The sample wiki answers as MediaWiki 1.39 does. What 1.43 answers otherwise stands beside its
pages, in ``sample_in_mediawiki.py``; in all else the two are compared there as well.

Not asked, because the sample wiki does not know it: system messages that exist without a page
(``known``), aliases and rarer names of special pages, special pages that redirect, the language of
``MediaWiki:Name/de``, PHP's array syntax in names of parameters, an impossible ``formatversion``.
"""

import itertools
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

FORMATS = [
    pytest.param({"formatversion": "1"}, "GET", id="1"),
    pytest.param({"formatversion": "2"}, "POST", id="2"),
    pytest.param({"formatversion": "2", "errorformat": "plaintext"}, "GET", id="2-plaintext"),
    pytest.param({"errorformat": "plaintext"}, "POST", id="1-plaintext"),
]

_TITLES = """
Latveja|latveja|_Latveja_|Latveja#Viesture|latveja#a_b|latveja #x|#foo|#|vikipedeja:Dūmu meits
Vikipedeja: Dūmu_meits|project:x|taiss:Nadabeigts rakstīņs|Fails:Commons-logo.svg|0
image:Commons-logo.svg|media:Commons-logo.svg|Seviškuo:RecentChanges|special:recentchanges
Special:NoSuch|Special:|Special:RecentChanges/5|Talk:|Talk:File:X|Talk:en:X|Talk:Talk:x
Talk:Foo: bar|Talk : x|en:Foo bar|EN:foo|en:|en :x|wikt:de:Haus|mw:VisualEditor/Portal
commons::File:X|en:a#b|nope:x|Help: :x|a :b|x:  y|User: |Category:Nope|Kategoreja:Latveja
ä|ß|ǆ|ŉx|éa|İstanbul|ıx|ﬁx|ῳx|ა|ŭ|\U0001f600x|\u01c5x|e\u0301a|a\x00b|a\x01b|\ufffd|a\ufeffb
&eacute;a|&#233;a|&#xe9;a|&nosuch;|&amp;amp;|&lt;|a&b;c|a%20b|100%|a%zzb|[x]|a<b|a>b|{x|a}|a\tb
a\u200eb|a\u00a0b|a\u3000b|\u2028x|  |_|:|:Foo|: Foo|::Foo|:::Foo|:en:Foo|:Project:Foo|Aa\x7f
.|..|./x|../x|a/./b|a/../b|a/.|a/..|...|a/...|~~~|a~~~~b|~~|+1|a+b|it's|"q"|a=b
User:127.0.0.1|User:::1|User:2001:db8::a|User talk:2001:DB8:0:0:0:0:0:1/32|User:abc::zz
User:a/x.js|User:A/x.js|MediaWiki:Common.css|MediaWiki:Common.js|Template:X.css|Project talk:X
Chain A|Ring A|Ring B|Self|To nowhere|To special|To wikt|Project:Vizuālais redaktors|Canada
Elsewhere|Template:Elsewhere|File:Old 0.svg|No such page
"""
TITLES = [
    *_TITLES.strip().replace("\n", "|").split("|"),
    *("x" * 255, "x" * 256, "é" * 127, "é" * 128, "Special:" + "x" * 300, "Special:" + "x" * 513),
    *("", "a|b", "a\nb"),
]

RESOLVE = {"redirects": "1", "converttitles": "1", "iwurl": "1", "prop": "info|linkshere"}
LATVEJA = {"titles": "Latveja", "prop": "linkshere"}
BACKLINKS = {"list": "backlinks", "bltitle": "Latveja"}
LINKS = {"titles": "Latveja", "prop": "links"}
LINKED = (
    "Igauneja igauneja|Reiga_|Nope  | [x] [x]|Igauneja en:X|Igauneja Special:RecentChanges "
    "Media:X.svg #x Igauneja#x|Latgola Project:Elsewhere|Taiss:Nadabeigts_rakstīņs "
    "\x1fIgauneja\x1fReiga e\u0301a Canada|United_States Latveja|Latgola "
    "'''a'''|<b>|{{x}}|[[y]] Igauneja|Igauneja"
)
"""Values of ``pltitles``, with spaces between."""
CHAIN = {"list": "backlinks", "bltitle": "Chain C", "blredirect": "1"}
REDIRECTS = {"titles": "Chain C", "prop": "redirects"}
FILES = {"titles": "File:Commons-logo.svg|File:Old 1.svg", "prop": "fileusage"}


def variants(base: Params, name: str, values: str) -> list[Params]:
    """Return one request for each value of a parameter; the values are separated by spaces."""
    return [base | {name: value} for value in values.split(" ")]


REQUESTS: list[Params] = [
    # Actions, formats, modules
    {},
    {"action": "nope"},
    {"prop": "foo|bar|info", "titles": "Latveja"},
    {"list": "nolist"},
    {"meta": "x"},
    *variants({"titles": "Latveja|A"}, "foo", "1 a|b e\u0301"),
    {"foo": "1", "bar": "2"},
    {"titles": "Latveja", "lhlimit": "3"},
    # Titles and page ids
    {"titles": "A", "pageids": "1"},
    *variants({}, "pageids", "1|5|99999999|1 x -1 0|5  " + "|".join(map(str, range(51)))),
    {"pageids": "5", "redirects": "1", "prop": "redirects"},
    *variants({}, "titles", "|  A||B A|a|A \x1fA|B\x1fC \x1f \x1f\x1f e\u0301a|b\x01|C"),
    *({"titles": "|".join(f"T{n}" for n in range(count))} for count in (50, 51, 600)),
    {
        "titles": "To_nowhere|Ring A|Self|Chain A|To wikt|To special|Canada|latveja",
        "prop": "redirects|linkshere|info",
        "redirects": "1",
        "lhlimit": "3",
        "rdlimit": "4",
    },
    *variants({"redirects": "1", "iwurl": "1"}, "titles", "Chain_A|Chain_B|Chain_C Ring_A|Ring_B"),
    {"titles": "Project:Vizuālais redaktors", "redirects": "1", "iwurl": "1"},
    {"titles": "To wikt|en:X y|en:x_y|wikt::a", "redirects": ""},
    {"titles": "Nope|[x]|en:x|User:A/x.js|Special:Search", "prop": "info"},
    # The four properties
    LATVEJA,
    *variants(LATVEJA, "lhlimit", "x  max +5 99999999999999999999"),
    *variants(LATVEJA, "lhprop", " title pageid|redirect|x x|y"),
    *variants(LATVEJA, "lhcontinue", "x 1|2 200  0200 e\u0301"),
    *variants(LATVEJA | {"titles": "Latveja|Latgola"}, "lhcontinue", "Latveja|200 M|1 1"),
    *variants(REDIRECTS, "rdprop", "pageid|title|fragment fragment title  redirect"),
    REDIRECTS | {"rdlimit": "2"},
    {"titles": "Special:RecentChanges", "prop": "redirects|linkshere|info"},
    {"titles": "Link|VisualEditor/Portal", "prop": "redirects"},
    {"titles": "File:Commons-logo.svg|Latveja", "prop": "fileusage|linkshere|redirects"},
    {"titles": "Latveja", "prop": "fileusage"},
    FILES | {"fulimit": "7"},
    FILES | {"fucontinue": "File|1"},
    {"titles": "Template:Elsewhere", "prop": "transcludedin"},
    {"titles": "Nope", "prop": "transcludedin|linkshere|redirects|fileusage"},
    # What pages link to
    LINKS,
    *variants(LINKS, "pllimit", "x  max +5 1"),
    *variants(LINKS, "plnamespace", "0 10|4  x -1|99 * *|0 -1 -2|0"),
    *variants(LINKS, "plcontinue", "x 1|2 1|2|3|4 211|0| 211|4|Z 0|0|0 x|y|z 211||  |7| -|0|A"),
    *variants(LINKS | {"titles": "Latveja|Latgola|Canada"}, "pltitles", LINKED),
    *variants(LINKS | {"pltitles": "Igauneja|Latgola|Template:Stub"}, "plnamespace", "0 10 0|10 1"),
    LINKS | {"pltitles": "|".join(f"T{n}" for n in range(51))},
    LINKS | {"pltitles": "[x]", "plcontinue": "x"},
    LINKS | {"pltitles": "Igauneja", "plcontinue": "x"},
    LINKS | {"titles": "Nope|Special:RecentChanges|en:X"},
    *variants({"titles": "Nope", "prop": "links"}, "plcontinue", "x"),
    {"titles": "Nope|Latveja|Chain A|Self|Ring A", "prop": "links|info", "redirects": "1"},
    {"pageids": "211|484|99999999", "prop": "links", "pllimit": "max", "plnamespace": "0"},
    LINKS | {"rawcontinue": "1"},
    # The three lists
    {"list": "backlinks"},
    {"list": "backlinks", "bltitle": "A", "blpageid": "1"},
    *variants({"list": "backlinks"}, "bltitle", "[x] en:X Special:RecentChanges media:X.jpg  #x"),
    *variants({"list": "backlinks"}, "bltitle", "No_such_page never_linked \x1fa e\u0301a Canada"),
    *variants({"list": "backlinks"}, "blpageid", "99999999 1368 x"),
    *variants(BACKLINKS, "bllimit", "max x"),
    *variants(BACKLINKS | {"blredirect": ""}, "bllimit", "max 7"),
    *variants(BACKLINKS, "blfilterredir", "redirects all x"),
    CHAIN | {"blfilterredir": "redirects"},
    CHAIN | {"bllimit": "4"},
    *variants({"list": "backlinks", "blredirect": "1"}, "bltitle", "Ring_A Self"),
    *variants(CHAIN, "blcontinue", " x 0|1 0| 0|01 -1|5 0|1|2 0|1|0|Elsewhere|0|1"),
    *variants(
        CHAIN,
        "blcontinue",
        "0|100009|0|Elsewhere_05|0|100070 0|100009|x|Elsewhere_05|0|100070 "
        "1|2|3|4|5|6|7|8|9 0|99999999999999999999",
    ),
    {"list": "embeddedin", "eititle": "Template:Elsewhere", "eiredirect": "1"},
    {"list": "embeddedin", "eititle": "Latveja"},
    {"list": "embeddedin", "eititle": "Taiss:Nadabeigts_rakstīņs"},
    {"list": "imageusage"},
    {"list": "imageusage", "iupageid": "5"},
    *variants({"list": "imageusage"}, "iutitle", "Latveja Media:X.svg Fails:Commons-logo.svg"),
    {"list": "backlinks|embeddedin", "bltitle": "Latveja", "eititle": "Template:Elsewhere"},
    {"list": "backlinks|imageusage", "bltitle": "Latveja", "iutitle": "Latveja"},
    {"list": "backlinks|backlinks", "bltitle": "Latveja"},
    # The wiki
    {"meta": "siteinfo|userinfo", "siprop": "general|namespaces|namespacealiases|extensiontags"},
    *variants({"meta": "siteinfo"}, "siprop", "general|foo "),
    *variants({"meta": "userinfo"}, "uiprop", "rights x"),
    # How it continues
    *variants({"titles": "A"}, "continue", "x  || a||b||c x||nope"),
    LATVEJA | {"prop": "linkshere|redirects", "continue": "||linkshere"},
    *variants(LATVEJA | BACKLINKS, "continue", "-|| -||backlinks"),
    {"titles": "Latveja|Latgola", "prop": "linkshere|redirects", "rawcontinue": "1"},
    BACKLINKS | {"rawcontinue": ""},
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
    "links": {"titles": MANY, "prop": "links", "pllimit": "max"},
    "few links": {"titles": "Latveja|Canada|Ring A|Self", "prop": "links", "pllimit": "7"},
    "links of one page": LINKS | {"pllimit": "30", "plnamespace": "0|4|10"},
    "links in one namespace": {
        "titles": MANY,
        "prop": "links|linkshere",
        "pllimit": "9",
        "plnamespace": "10",
        "lhlimit": "max",
    },
    "links among pages": {
        "titles": "Canada|United States|Latveja|Latgola|Kanada|France|Germany|Igauneja",
        "prop": "links",
        "pllimit": "3",
        "pltitles": "Canada|United States|France|Germany|Latveja|Igauneja|Reiga|Template:Elsewhere",
    },
    "sections": REDIRECTS | {"rdprop": "fragment|pageid", "rdlimit": "4"},
    "list and property": LATVEJA | CHAIN | {"lhlimit": "50", "bllimit": "20"},
    "lists": CHAIN
    | {"list": "backlinks|embeddedin", "eititle": "Template:Elsewhere", "bllimit": "50"},
    "backlinks": {"list": "backlinks", "bltitle": "United States", "bllimit": "max"},
    "backlinks and redirects": {
        "list": "backlinks",
        "bltitle": "United States",
        "bllimit": "max",
        "blredirect": "1",
    },
    "second level": CHAIN | {"bllimit": "61"},
    "second level, all": CHAIN | {"bllimit": "max"},
    "second level, redirects": CHAIN | {"bllimit": "23", "blfilterredir": "redirects"},
    "embedded": {"list": "embeddedin", "eititle": "Template:Elsewhere", "eilimit": "13"},
    "embedded, many": {
        "list": "embeddedin",
        "eititle": "Taiss:Nadabeigts rakstīņs",
        "eilimit": "100",
    },
    "files": {"list": "imageusage", "iutitle": "Fails:Commons-logo.svg", "iulimit": "99"},
    "files and redirects": {
        "list": "imageusage",
        "iutitle": "File:Commons-logo.svg",
        "iuredirect": "1",
        "iulimit": "20",
    },
    "old tokens": CHAIN | {"bllimit": "50", "rawcontinue": "1"},
}


@dataclass(frozen=True, slots=True)
class Pair:
    """The same pages, served by both."""

    mediawiki: MediaWiki
    sample: SampleWiki
    session: requests.Session

    def replies(self, params: Params, method: str = "GET") -> tuple[object, object]:
        """Return what both answer to a request: JSON, or the type of what is not JSON."""
        return (
            self.reply(self.mediawiki, params, method),
            self.reply(self.sample, params, method),
        )

    def reply(self, wiki: MediaWiki | SampleWiki, params: Params, method: str = "GET") -> Any:
        """Return one server's answer, without what differs by nature."""
        params = {"action": "query", "format": "json"} | params
        response = self.session.request(
            method,
            wiki.api_url,
            params=params if method == "GET" else None,
            data=params if method == "POST" else None,
            timeout=60,
        )
        kind = response.headers["Content-Type"].lower()
        code = response.headers.get("MediaWiki-API-Error")
        if "json" not in kind:
            return response.status_code, kind, code
        text = without_changes(response.text.replace(wiki.url, "http://wiki"))
        return response.status_code, kind, code, _comparable(json.loads(text))

    def walk(self, params: Params, wiki: MediaWiki | SampleWiki) -> list[Reply]:
        """Follow a listing to its end, with the server's own tokens."""
        replies: list[Reply] = []
        tokens: Params = {}
        while True:
            reply = self.reply(wiki, params | tokens)[-1]
            replies.append(reply)
            raw = reply.get("query-continue", {}).values()
            tokens = reply.get("continue") or dict(
                itertools.chain.from_iterable(module.items() for module in raw)
            )
            if not tokens:
                return replies
            assert len(replies) < 500


def _comparable(reply: Reply) -> Reply:
    general = reply.get("query", {}).get("general", {})
    for name in set(general) - GENERAL:
        del general[name]
    pages = reply.get("query", {}).get("pages", [])
    for page in pages.values() if isinstance(pages, dict) else pages:
        for name in INFO & page.keys():
            del page[name]
    return reply


INFO = {
    *("contentmodel", "pagelanguage", "pagelanguagehtmlcode", "pagelanguagedir", "touched"),
    *("lastrevid", "length", "new"),
}
"""What ``prop=info`` gives and the program does not read."""

GENERAL = {
    *("mainpage", "base", "sitename", "case", "lang", "rtl", "articlepath", "scriptpath", "script"),
    *("variantarticlepath", "server", "servername", "wikiid"),
}
"""The fields of ``siteinfo``'s general part that are compared."""


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
    mediawiki, sample = pair.replies(params)
    assert sample == mediawiki
    params |= RESOLVE | {"formatversion": "2", "errorformat": "plaintext"}
    mediawiki, sample = pair.replies(params, "POST")
    assert sample == mediawiki


@pytest.mark.parametrize(("extra", "method"), FORMATS)
@pytest.mark.parametrize("start", range(0, len(TITLES), 45))
def test_titles_together(pair: Pair, start: int, extra: Params, method: str) -> None:
    """Many titles of every kind in one request."""
    asked = [t for t in TITLES[start : start + 45] if not left_out([t])]
    titles = "\x1f" + "\x1f".join(asked)
    for more in ({}, RESOLVE):
        mediawiki, sample = pair.replies(extra | {"titles": titles} | more, method)
        assert sample == mediawiki


@pytest.mark.parametrize(("extra", "method"), FORMATS)
@pytest.mark.parametrize(
    "params", REQUESTS, ids=lambda params: ascii("&".join(params.values()))[:80]
)
def test_requests(pair: Pair, params: Params, extra: Params, method: str) -> None:
    skip_left_out(params.values())
    mediawiki, sample = pair.replies(extra | params, method)
    assert sample == mediawiki


@pytest.mark.parametrize("version", ["1", "2"])
@pytest.mark.parametrize("name", WALKS)
def test_walks(pair: Pair, name: str, version: str) -> None:
    params = WALKS[name] | {"formatversion": version}
    mediawiki = pair.walk(params, pair.mediawiki)
    assert len(mediawiki) > 1
    assert pair.walk(params, pair.sample) == mediawiki


def test_tokens_have_every_number_of_parts(pair: Pair) -> None:
    replies = pair.walk(WALKS["second level"], pair.sample)
    tokens = [reply["continue"]["blcontinue"] for reply in replies if "continue" in reply]
    assert {token.count("|") + 1 for token in tokens} == {2, 6}


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    "query",
    ["titles=%E9t%E9", "titles=a%93b%94|A%CC%81", "titles=%1FA%E9%1Fb", "fo%E9=1&titles=A"],
)
def test_bytes_that_are_not_utf_8(pair: Pair, query: str, method: str) -> None:
    """In an address they are Windows-1252, elsewhere they are replaced."""
    replies = []
    for wiki in (pair.mediawiki, pair.sample):
        url = f"{wiki.api_url}?action=query&format=json&{query if method == 'GET' else ''}"
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        data = query if method == "POST" else None
        response = pair.session.request(method, url, data=data, headers=form, timeout=60)
        replies.append(response.json())
    assert replies[0] == replies[1]


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
