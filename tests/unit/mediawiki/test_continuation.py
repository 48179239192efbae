# SPDX-License-Identifier: MIT
"""Page after page: both protocols, resuming, and tokens that lead nowhere."""

import json

import pytest

from wikilinks_gui.errors import ApiError, ContinuationError, NotAnApiReplyError

from .asking import GOOD, answer, asking


def test_pages_send_the_whole_continuation_back() -> None:
    with asking(
        answer({"continue": {"lhcontinue": "1|2", "continue": "||info"}, "query": {"n": 1}}),
        answer({"continue": {"ticontinue": "9", "continue": "||"}}),  # nothing, and not the end
        answer({"batchcomplete": True, "query": {"n": 3}}),
    ) as (client, server):
        pages = list(client.pages({"action": "query", "prop": "linkshere"}))
    assert [reply.get("query") for reply, _ in pages] == [{"n": 1}, None, {"n": 3}]
    assert pages[0][1] == {"lhcontinue": "1|2", "continue": "||info"}
    assert pages[2][1] is None
    assert [{key: asked[key] for key in asked if "continue" in key} for asked in server.asked] == [
        {},
        {"lhcontinue": "1|2", "continue": "||info"},
        {"ticontinue": "9", "continue": "||"},
    ]


def test_query_continue_asks_only_what_goes_on() -> None:
    with asking(
        answer(
            {
                "query-continue": {
                    "backlinks": {"blcontinue": "0|A|5"},
                    "embeddedin": {"eicontinue": "10|A|7"},
                }
            }
        ),
        answer({"query-continue": {"backlinks": {"blcontinue": "0|A|9"}}}),
        GOOD,
    ) as (client, server):
        list(client.pages({"list": "backlinks|embeddedin|imageusage", "bltitle": "A"}))
    assert [
        (asked["list"], asked.get("blcontinue"), asked.get("eicontinue")) for asked in server.asked
    ] == [
        ("backlinks|embeddedin|imageusage", None, None),
        ("backlinks|embeddedin", "0|A|5", "10|A|7"),
        ("backlinks", "0|A|9", None),
    ]


def test_a_listing_resumes_from_a_continuation() -> None:
    with asking(answer({"query-continue": {"backlinks": {"blcontinue": "5"}}}), GOOD) as (
        client,
        server,
    ):
        params = {"list": "backlinks|embeddedin"}
        (_, continuation), *_ = client.pages(params)
        server.asked.clear()
        server.answers[:] = [GOOD]
        stored = json.loads(json.dumps(continuation))
        assert len(list(client.pages(params, resume=stored))) == 1
    assert server.asked[0]["list"] == "backlinks"
    assert server.asked[0]["blcontinue"] == "5"


def test_the_same_continuation_twice_is_an_error() -> None:
    with asking(answer({"continue": {"lhcontinue": "1", "continue": "||"}})) as (client, server):
        pages = client.pages({})
        next(pages)
        with pytest.raises(ContinuationError):
            next(pages)
    assert len(server.asked) == 2


def test_continuations_that_go_in_a_circle_are_an_error() -> None:
    circle = [answer({"continue": {"lhcontinue": n, "continue": "||"}}) for n in "121"]
    with asking(*circle) as (client, _), pytest.raises(ContinuationError):
        list(client.pages({}))


@pytest.mark.parametrize("code", ["badcontinue", "_badcontinue"])
def test_a_refused_continuation_starts_the_listing_anew_once(code: str) -> None:
    refused = answer({"error": {"code": code, "info": "Invalid."}})
    page = answer({"continue": {"lhcontinue": "1", "continue": "||"}})
    with asking(page, refused, page, GOOD) as (client, server):
        assert len(list(client.pages({}))) == 3
        assert ["lhcontinue" in asked for asked in server.asked] == [False, True, False, True]
    with (
        asking(page, refused, page, refused) as (client, server),
        pytest.raises(ApiError, match="badcontinue"),
    ):
        list(client.pages({}))
    assert len(server.asked) == 4


@pytest.mark.parametrize("value", [[], "x", {"backlinks": 1}, None])
def test_a_continuation_of_another_shape_is_no_end(value: object) -> None:
    with (
        asking(answer({"query-continue": value})) as (client, _),
        pytest.raises(NotAnApiReplyError),
    ):
        list(client.pages({"list": "backlinks"}))
