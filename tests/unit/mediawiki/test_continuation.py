# SPDX-License-Identifier: MIT
"""Page after page: both protocols, resuming, and tokens that lead nowhere."""

import json

import pytest

from tests.unit.mediawiki.asking import GOOD, answer, asking
from tests.unit.mediawiki.server import Answer
from wikilinks_gui.errors import ApiError, ContinuationError, NotAnApiReplyError
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.continuation import MOST_REPLIES_WITHOUT_NEWS, next_continuation
from wikilinks_gui.mediawiki.siteinfo import read_siteinfo


def test_pages_send_the_whole_continuation_back() -> None:
    with asking(
        answer({"continue": {"lhcontinue": "1|2", "continue": "||info"}, "query": {"n": 1}}),
        answer({"continue": {"ticontinue": "9", "continue": "||"}}),  # nothing, and not the end
        answer({"batchcomplete": True, "query": {"n": 3}}),
    ) as (client, server):
        pages = list(client.replies({"action": "query", "prop": "linkshere"}))
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
        list(client.replies({"list": "backlinks|embeddedin|imageusage", "bltitle": "A"}))
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
        (_, continuation), *_ = client.replies(params)
        server.asked.clear()
        server.answers[:] = [GOOD]
        stored = json.loads(json.dumps(continuation))
        assert len(list(client.replies(params, resume=stored))) == 1
    assert server.asked[0]["list"] == "backlinks"
    assert server.asked[0]["blcontinue"] == "5"


def test_the_same_continuation_twice_is_an_error() -> None:
    with asking(answer({"continue": {"lhcontinue": "1", "continue": "||"}})) as (client, server):
        pages = client.replies({})
        next(pages)
        with pytest.raises(ContinuationError):
            next(pages)
    assert len(server.asked) == 2


def test_continuations_that_go_in_a_circle_are_an_error() -> None:
    circle = [answer({"continue": {"lhcontinue": n, "continue": "||"}}) for n in "121"]
    with asking(*circle) as (client, _), pytest.raises(ContinuationError):
        list(client.replies({}))


@pytest.mark.parametrize("prefix", ["", "_"])
def test_a_refused_continuation_starts_the_listing_anew_once(prefix: str) -> None:
    refused = answer({"error": {"code": f"{prefix}badcontinue", "info": "Invalid."}})
    page = answer({"continue": {"lhcontinue": "1", "continue": "||"}})
    with asking(page, refused, page, GOOD) as (client, server):
        assert len(list(client.replies({}))) == 3
        assert ["lhcontinue" in asked for asked in server.asked] == [False, True, False, True]
    with (
        asking(page, refused, page, refused) as (client, server),
        pytest.raises(ApiError, match="badcontinue"),
    ):
        list(client.replies({}))
    assert len(server.asked) == 4


@pytest.mark.parametrize("value", [[], "x", {"backlinks": 1}, None])
def test_a_continuation_of_another_shape_is_no_end(value: object) -> None:
    with (
        asking(answer({"query-continue": value})) as (client, _),
        pytest.raises(NotAnApiReplyError),
    ):
        list(client.replies({"list": "backlinks"}))


@pytest.mark.parametrize(
    "value",
    [
        *({}, [], "", None, False, True, 0, 2, "x", [{"lhcontinue": "1"}]),
        *({"continue": "||"}, {"lhcontinue": None}, {"lhcontinue": ["1"]}, {"lhcontinue": {}}),
        *({"lhcontinue": True}, {"lhcontinue": 1.5}, {"lhcontinue": "1" * 10_000}),
        *({"prop": "info"}, {"titles": "Other"}, {"lhcontinue": "1", "action": "logout"}),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_s3_a_continuation_of_another_type_is_an_error(value: object) -> None:
    first = answer({"continue": {"lhcontinue": "1", "continue": "||"}, "query": {"n": 1}})
    second = answer({"continue": value, "batchcomplete": True, "query": {"n": 2}})
    with asking(first, second) as (client, _):
        pages = client.replies({"action": "query", "titles": "X", "prop": "linkshere|redirects"})
        assert next(pages)[0]["query"] == {"n": 1}
        with pytest.raises(NotAnApiReplyError, match="continue"):
            next(pages)


def test_a_continuation_may_narrow_what_is_asked() -> None:
    """As siteinfo does it, in real replies of MediaWiki 1.39."""
    params = {"meta": "siteinfo|userinfo", "siprop": "general|namespaces|interwikimap"}
    following = {"siprop": "namespaces|interwikimap", "continue": "-||userinfo"}
    assert next_continuation(params, {"continue": following}) == following
    assert next_continuation({}, {"continue": {"sroffset": 10}}) == {"sroffset": "10"}


ROWS = {"query": {"pages": [{"pageid": 1, "linkshere": [{"pageid": 2, "ns": 0, "title": "X"}]}]}}


@pytest.mark.parametrize(
    "last", [{}, {"batchcomplete": False}, {"batchcomplete": 0}, {"batchcomplete": "no"}]
)
def test_s4_a_reply_that_does_not_say_that_it_is_the_last_is_incomplete(
    last: dict[str, object],
) -> None:
    first = answer({"continue": {"lhcontinue": "1", "continue": "||"}} | ROWS)
    with asking(first, answer(last | ROWS)) as (client, _):
        pages = client.replies({"action": "query"})
        next(pages)
        with pytest.raises(NotAnApiReplyError):
            next(pages)


def test_s4_what_the_wiki_said_before_counts_for_the_first_reply_as_well() -> None:
    with asking(GOOD, answer(ROWS)) as (client, _):
        client.get({"action": "query"})
        with pytest.raises(NotAnApiReplyError, match="neither"):
            list(client.counting().replies({"action": "query"}))


@pytest.mark.parametrize("last", [ROWS, ROWS | {"batchcomplete": ""}])
def test_s4_old_wikis_need_not_say_so(last: dict[str, object]) -> None:
    first = answer({"query-continue": {"backlinks": {"blcontinue": "1"}}} | ROWS)
    with asking(first, answer(last)) as (client, _):
        assert len(list(client.replies({"list": "backlinks"}))) == 2
        assert len(list(client.replies({"list": "backlinks"}))) == 1


def ring(of: int, reply: dict[str, object]) -> list[Answer]:
    tokens = ({"continue": {"lhcontinue": str(n % of), "continue": "||"}} for n in range(500))
    return [answer(token | reply) for token in tokens]


@pytest.mark.parametrize("reply", [ROWS, {}, {"query": {}}, {"query": []}], ids=repr)
@pytest.mark.parametrize("tokens", [12, 500])
def test_s8_a_listing_without_end_is_an_error(tokens: int, reply: dict[str, object]) -> None:
    """A ring of tokens, or new ones without end, and never a new row."""
    with asking(*ring(tokens, reply)) as (client, server), pytest.raises(ContinuationError):
        list(client.replies({"action": "query"}))
    assert len(server.asked) <= MOST_REPLIES_WITHOUT_NEWS + 1


def test_s8_a_ring_with_new_rows_ends_where_it_closes() -> None:
    replies = [
        answer({"continue": {"lhcontinue": str(n % 40), "continue": "||"}, "query": {"n": n}})
        for n in range(200)
    ]
    with asking(*replies) as (client, server), pytest.raises(ContinuationError):
        list(client.replies({"action": "query"}))
    assert len(server.asked) == 41


def test_s8_a_wiki_may_send_nothing_for_a_while() -> None:
    replies = [
        answer(
            {"continue": {"lhcontinue": str(n), "continue": "||"}}
            | ({"query": {"n": n}} if n % 20 == 0 else {})
        )
        for n in range(100)
    ]
    with asking(*replies, GOOD) as (client, _):
        assert len(list(client.replies({"action": "query"}))) == 101


class Siteinfo:
    """A wiki whose replies hold a part or two of what it says of itself, and some parts never."""

    def __init__(self, largest: int, **sizes: int) -> None:
        self._largest, self._sizes = largest, sizes

    @staticmethod
    def part(name: str) -> dict[str, str]:
        return {"part": name, "generator": "MediaWiki 1.39.0", "articlepath": "/$1"}

    def answer(self, asked: dict[str, str]) -> dict[str, object]:
        left = self._largest
        query: dict[str, object] = {}
        parts = asked["siprop"].split("|")
        for number, part in enumerate(parts):
            left -= self._sizes.get(part, 1)
            if left < 0:
                rest = "|".join(parts[number:])
                following = {"siprop": rest, "continue": "-||"}
                return {"batchcomplete": True, "continue": following, "query": query or []}
            query[part] = self.part(part)
        return {"batchcomplete": True, "query": query}


@pytest.mark.parametrize(
    ("largest", "sizes", "missing", "requests"),
    [
        (10, {}, set(), 1),
        (2, {}, set(), 3),
        (2, {"specialpagealiases": 3}, {"specialpagealiases"}, 4),
        (2, {"namespacealiases": 3}, {"namespacealiases"}, 4),
        (
            2,
            {"namespacealiases": 3, "specialpagealiases": 3},
            {"namespacealiases", "specialpagealiases"},
            5,
        ),
    ],
)
def test_e5_siteinfo_in_parts_is_put_together(
    largest: int,
    sizes: dict[str, int],
    missing: set[str],
    requests: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wiki = Siteinfo(largest, **sizes)
    asked: list[dict[str, str]] = []

    def get(self: Client, params: dict[str, str], **_: object) -> dict[str, object]:
        asked.append(params)
        return wiki.answer(params)

    monkeypatch.setattr(Client, "get", get)
    query = read_siteinfo(Client("http://w.example/api.php"))
    parts = {
        "general",
        "namespaces",
        "namespacealiases",
        "specialpagealiases",
        "extensiontags",
        "magicwords",
    }
    assert query == {part: wiki.part(part) for part in parts - missing}
    assert len(asked) == requests
    # What a wiki does not know in a request, it warns of.
    assert all(("uiprop" in params) == ("userinfo" in params["meta"]) for params in asked)
