# SPDX-License-Identifier: MIT
"""Suggestions: what is asked of which wiki, and how its replies are read."""

import json
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest

from tests.samplewiki import SampleWiki
from tests.unit.mediawiki.server import Answer, serving
from tests.unit.mediawiki.test_titles import SITE
from wikilinks_gui.errors import ApiError, CancelledError, NotAnApiReplyError, ReadDeniedError
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.reply import read_reply
from wikilinks_gui.mediawiki.search import Suggestion, similar, suggest
from wikilinks_gui.mediawiki.siteinfo import SiteInfo, read_siteinfo

OLD = replace(SITE, version=(1, 19))


def answer(reply: object) -> Answer:
    return Answer(json.dumps(reply).encode())


def listed(name: str, *rows: dict[str, Any]) -> Answer:
    return answer({"batchcomplete": True, "query": {name: rows}})


def row(title: str, namespace: int = 0, **more: object) -> dict[str, Any]:
    return {"ns": namespace, "title": title, "pageid": len(title), **more}


def refusal(code: str) -> Answer:
    return answer({"errors": [{"code": code, "text": "No."}]})


def last(lists: Iterator[list[Suggestion]]) -> list[Suggestion]:
    """Return the whole of what is suggested in the end."""
    return [[], *lists][-1]


def asked(
    text: str, *answers: Answer, site: SiteInfo = SITE, limit: int = 10, maxlag: int | None = None
) -> tuple[list[Suggestion], list[dict[str, str]]]:
    """Return what is suggested, and the requests; the last answer comes again and again."""
    with (
        serving(*answers) as server,
        closing(Client(server.api_url, maxlag=maxlag)) as client,
    ):
        return last(suggest(client, site, text, limit=limit)), server.asked


def test_enough_by_prefix_is_one_request() -> None:
    found, requests = asked(
        "lat", listed("prefixsearch", row("Latgola"), row("Latveja")), limit=2, maxlag=5
    )
    assert found == [Suggestion("Latgola", 0), Suggestion("Latveja", 0)]
    assert len(requests) == 1
    assert (
        requests[0].items() >= {"list": "prefixsearch", "pssearch": "lat", "pslimit": "2"}.items()
    )
    assert "maxlag" not in requests[0]


def test_full_text_search_follows_where_there_are_fewer() -> None:
    found, requests = asked(
        "lat",
        listed("prefixsearch", row("Lat B"), row("Lat A"), row("Special:Lat", -1, special=True)),
        listed("search", row("Z lat", redirecttitle="Y lat"), row("Lat A"), row("Talk:Lat", 1)),
        limit=5,
    )
    assert [(page.title, page.namespace, page.redirect) for page in found] == [
        ("Lat B", 0, ""),
        ("Lat A", 0, ""),
        ("Z lat", 0, "Y lat"),
        ("Talk:Lat", 1, ""),
    ]
    assert [request["list"] for request in requests] == ["prefixsearch", "search"]
    assert requests[1].items() >= {"srsearch": "lat", "srlimit": "5"}.items()
    assert "srwhat" not in requests[1]


def test_the_hits_by_prefix_do_not_wait_for_full_text_search() -> None:
    answers = [
        listed("prefixsearch", row("Lat"), row("Special:Lat", -1)),
        listed("search", row("Z lat"), row("Lat")),
    ]
    with serving(*answers) as server, closing(Client(server.api_url)) as client:
        lists = suggest(client, SITE, "lat", limit=3)
        assert [page.title for page in next(lists)] == ["Lat"]
        assert len(server.asked) == 1
        assert [page.title for page in next(lists)] == ["Lat", "Z lat"]
        assert len(server.asked) == 2
        assert next(lists, None) is None


def test_one_list_where_a_second_would_say_no_more() -> None:
    for answers in (
        [listed("prefixsearch", row("A"), row("B"))],
        [listed("prefixsearch", row("A")), refusal("search-text-disabled")],
    ):
        with serving(*answers) as server, closing(Client(server.api_url)) as client:
            assert len(list(suggest(client, SITE, "a", limit=2))) == 1


def test_full_text_search_may_fail_after_the_first_list() -> None:
    with (
        serving(listed("prefixsearch", row("A")), answer({"query": {}})) as server,
        closing(Client(server.api_url)) as client,
    ):
        lists = suggest(client, SITE, "a")
        assert [page.title for page in next(lists)] == ["A"]
        with pytest.raises(NotAnApiReplyError):
            next(lists)


def test_never_more_than_wanted() -> None:
    found, _ = asked(
        "a", listed("prefixsearch", row("A")), listed("search", row("B"), row("C")), limit=2
    )
    assert [page.title for page in found] == ["A", "B"]


@pytest.mark.parametrize(
    "code",
    ["search-text-disabled", "search-title-disabled", "cirrussearch-backend-error", "badvalue"],
)
def test_a_wiki_without_full_text_search_is_fine(code: str) -> None:
    found, requests = asked("lat", listed("prefixsearch", row("Latgola")), refusal(code))
    assert [page.title for page in found] == ["Latgola"]
    assert len(requests) == 2


def test_a_wiki_that_refuses_at_once_is_an_error() -> None:
    with pytest.raises(ReadDeniedError):
        asked("lat", refusal("readapidenied"))
    with pytest.raises(ApiError, match="badvalue"):
        asked("lat", refusal("badvalue"))


@pytest.mark.parametrize("text", ["", "  ", "\n", "\x1f", "\ud800"], ids=ascii)
def test_nothing_typed_asks_nothing(text: str) -> None:
    assert asked(text, listed("prefixsearch", row("A"))) == ([], [])


@pytest.mark.parametrize(
    "text", ["lat_ ", "a|b", ":Talk: x#y", "שלום", "&amp; %20+", "https://x/wiki/A", "a\x1fb"]
)
@pytest.mark.parametrize("site", [SITE, OLD], ids=["new", "old"])
def test_what_was_typed_goes_through(text: str, site: SiteInfo) -> None:
    first = listed("prefixsearch") if site is SITE else answer([text, []])
    _, requests = asked(text, first, listed("search"), site=site)
    assert [requests[0].get("pssearch", requests[0].get("search"))] == [text]
    assert requests[1]["srsearch"] == text


@pytest.mark.parametrize("text", ["  lat", "\x1flat", "\ud800lat"], ids=ascii)
def test_what_is_no_text_does_not(text: str) -> None:
    _, requests = asked(text, listed("prefixsearch"), listed("search"))
    assert requests[0]["pssearch"] == "lat"


@pytest.mark.parametrize(
    "reply",
    [
        ["tai", ["Tai", "Taiss:Tai", "Template:x: y", "Seviškuo:Tai", ":x"]],
        ["tai", ["Tai", "Taiss:Tai", "Template:x: y", "Seviškuo:Tai", ":x"], [""] * 5, ["u"] * 5],
        {
            "0": "tai",
            "1": ["Tai", "Taiss:Tai", "Template:x: y", "Seviškuo:Tai", ":x"],
            "warnings": {"main": {"*": "Unrecognized parameter: 'errorformat'"}},
        },
    ],
    ids=["list", "new list", "with warnings"],
)
def test_older_wikis_are_asked_by_opensearch(reply: object) -> None:
    found, requests = asked("tai", answer(reply), site=OLD, limit=5)
    assert found == [
        Suggestion("Tai", 0),
        Suggestion("Taiss:Tai", 10),
        Suggestion("Template:x: y", 0),  # not this wiki's own name of a namespace
        Suggestion(":x", 0),
    ]
    assert len(requests) == 1
    assert requests[0].items() >= {"action": "opensearch", "search": "tai", "limit": "5"}.items()


def test_older_wikis_are_searched_as_well() -> None:
    found, _ = asked(
        "a",
        answer(["a", ["A"]]),
        answer({"query": {"search": [{"ns": 0, "title": "B a"}]}}),
        site=OLD,
    )
    assert found == [Suggestion("A", 0), Suggestion("B a", 0)]


@pytest.mark.parametrize(
    "reply",
    [
        {},
        {"query": {}},
        {"query": {"prefixsearch": [7]}},
        {"query": {"prefixsearch": [{"title": "A"}]}},
        {"query": {"prefixsearch": 7}},
        {"query": {"prefixsearch": {}}},
        {"query": {"prefixsearch": [{"ns": 0, "title": None}]}},
        {"query": {"prefixsearch": [{"ns": 0, "title": "A" * 10_000_000}]}},
        {"query": {"prefixsearch": [{"ns": 0.5, "title": "A"}]}},
        {"query": {"prefixsearch": [{"ns": 0, "title": "A", "redirecttitle": {"x": 1}}]}},
        ["a", ["A"]],
    ],
    ids=lambda reply: repr(reply)[:80],
)
def test_what_is_not_the_apis_is_told(reply: object) -> None:
    with pytest.raises(NotAnApiReplyError):
        asked("a", answer(reply), listed("search"))


@pytest.mark.parametrize(
    "reply",
    [
        [],
        ["a"],
        [["a"], ["A"]],
        ["a", {}],
        {"1": 7},
        {"query": {}},
        ["a", [None]],
        ["a", ["A" * 10_000_000]],
    ],
    ids=lambda reply: repr(reply)[:80],
)
def test_what_is_not_opensearchs_is_told(reply: object) -> None:
    with pytest.raises(NotAnApiReplyError):
        asked("a", answer(reply), listed("search"), site=OLD)


def test_a_list_is_an_object_with_numbers() -> None:
    assert read_reply(b'["a",["A"]]', "wiki") == {"0": "a", "1": ["A"]}


def test_a_stop_ends_it() -> None:
    stop = threading.Event()
    stop.set()
    with (
        serving(Answer(status=503)) as server,
        closing(Client(server.api_url)) as client,
        pytest.raises(CancelledError),
    ):
        next(suggest(client, SITE, "a", stop=stop))


@pytest.mark.parametrize("old", [False, True])
def test_the_sample_wiki_suggests(old: bool) -> None:
    with SampleWiki(old=old) as wiki, closing(Client(wiki.api_url)) as client:
        site = SiteInfo.from_query(client.api_url, read_siteinfo(client))
        before = len(wiki.requests)
        found = last(suggest(client, site, "united St", limit=1))
        assert [page.title for page in found] == ["United States"]
        assert len(wiki.requests) == before + 1
        found = last(suggest(client, site, "kingdom united status"))
        assert [page.title for page in found] == ["City status in the United Kingdom"]
        assert len(wiki.requests) == before + 3
        found = last(suggest(client, site, "taiss:vītys", limit=1))
        assert [(page.title, page.namespace) for page in found] == [("Template:Vītys karta", 10)]


# --- titles that may be meant by one that no page has -------------------------------------------


def meant(
    title: str, *answers: Answer, namespace: int = 0, site: SiteInfo = SITE
) -> tuple[list[str], list[dict[str, str]]]:
    """Return the titles that are offered, and the requests; the last answer comes again."""
    with serving(*answers) as server, closing(Client(server.api_url)) as client:
        return similar(client, site, title, namespace), server.asked


def both(searched: list[str], begun: list[str], suggestion: str = "") -> Answer:
    info = {"suggestion": suggestion} if suggestion else {}
    query = {
        "searchinfo": info,
        "search": [row(title) for title in searched],
        "prefixsearch": [row(title) for title in begun],
    }
    return answer({"batchcomplete": True, "query": query})


def test_w16_a_title_that_begins_alike_is_one_request() -> None:
    titles, requests = meant("Quatrz", both([], ["Quail", "Quartz", "Quay"]))
    assert titles == ["Quartz"]
    (request,) = requests
    assert request["list"] == "search|prefixsearch"
    assert request["srinfo"] == "suggestion"
    assert request["srsearch"] == "Quatrz"
    assert request["pssearch"] == "Qua"


def test_w16_the_suggestion_of_the_search_is_looked_up() -> None:
    begun = listed("prefixsearch", row("Barack Obama"), row("Barack Obama Sr."))
    titles, requests = meant("Brack Obamma", both([], [], "barack obama"), begun)
    assert titles == ["Barack Obama"]
    assert [request["pssearch"] for request in requests] == ["Bra", "barack obama"]


def test_w16_a_slip_at_the_beginning_takes_a_second_request() -> None:
    begun = listed("prefixsearch", row("Qatar"), row("Quartz"))
    titles, requests = meant("Qaurtz", both([], []), begun)
    assert titles == ["Quartz"]
    assert [request["pssearch"] for request in requests] == ["Qau", "Q"]


def test_w16_what_is_not_near_is_not_offered() -> None:
    titles, requests = meant(
        "Quatrz", both(["Quart of milk"], ["Quail"]), listed("prefixsearch", row("Quay"))
    )
    assert titles == []
    assert len(requests) == 2


def test_w16_case_makes_titles_near_and_the_nearest_come_first() -> None:
    titles, _requests = meant("ROCK CRYSTAL", both(["Rock crystal", "Rock crystals"], []))
    assert titles == ["Rock crystal", "Rock crystals"]


def test_w16_titles_of_another_namespace_are_not_meant() -> None:
    found = answer(
        {
            "batchcomplete": True,
            "query": {
                "search": [row("Taiss:Minerals", 10)],
                "prefixsearch": [row("Mineralz"), row("Taiss:Metals", 10)],
            },
        }
    )
    titles, (request,) = meant("Taiss:Mineralss", found, namespace=10)
    assert titles == ["Taiss:Minerals"]
    assert request["srsearch"] == "Mineralss"
    assert request["srnamespace"] == "10"
    assert request["pssearch"] == "Taiss:Min"


@pytest.mark.parametrize("info", [[], 7, {"suggestion": {"a": 1}}, {"suggestion": "A" * 2000}])
def test_w16_a_suggestion_that_is_none_is_told(info: object) -> None:
    with pytest.raises(NotAnApiReplyError):
        meant("Quatrz", answer({"query": {"search": [], "prefixsearch": [], "searchinfo": info}}))


def test_w16_a_wiki_without_full_text_search_is_fine() -> None:
    begun = listed("prefixsearch", row("Quartz"))
    titles, requests = meant("Quatrz", refusal("search-text-disabled"), begun)
    assert titles == ["Quartz"]
    assert [request["list"] for request in requests] == ["search|prefixsearch", "prefixsearch"]


def test_w16_old_wikis_are_asked_by_opensearch() -> None:
    titles, requests = meant(
        "Qaurtz", answer(["Qau", []]), answer(["Q", ["Qatar", "Quartz"]]), site=OLD
    )
    assert titles == ["Quartz"]
    assert [request["search"] for request in requests] == ["Qau", "Q"]
