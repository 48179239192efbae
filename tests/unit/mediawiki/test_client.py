# SPDX-License-Identifier: MIT
"""The client against a server that does all that servers do."""

import gzip
import json
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
import requests

from tests.samplewiki import SampleWiki
from tests.samplewiki.faults import Delay
from tests.unit.mediawiki.asking import GOOD, Patience, answer, asking
from tests.unit.mediawiki.server import Answer, serving
from wikilinks_gui import __version__, words
from wikilinks_gui.errors import (
    ApiError,
    BrokenReplyError,
    CancelledError,
    HttpStatusError,
    LateError,
    NetworkError,
    NotAnApiReplyError,
    ReadDeniedError,
    WikiError,
)
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.pace import Rate, Wait
from wikilinks_gui.mediawiki.retry import (
    PATIENCE,
    PATIENCE_ASKED,
    PATIENCE_UNATTENDED,
    retry_after,
)
from wikilinks_gui.mediawiki.transport import Transport

ERROR = {"error": {"code": "ratelimited", "info": "Slow down."}}


def test_every_request_says_who_asks_and_how() -> None:
    with asking(GOOD, contact="me@example.org") as (client, server):
        client.get({"action": "query"})
    assert server.headers[0]["User-Agent"] == (
        f"wikilinks-gui/{__version__} (me@example.org) requests/{requests.__version__}"
    )
    assert "gzip" in server.headers[0]["Accept-Encoding"]
    assert server.headers[0]["Connection"] == "keep-alive"
    assert server.asked[0]["formatversion"] == "2"
    assert "maxlag" not in server.asked[0]


@pytest.mark.parametrize(
    ("contact", "sent"),
    [
        ("", ""),
        (" () ", ""),
        ("\r\nX-Evil: 1", " (X-Evil: 1)"),
        ("User:Ünï (c) 北", " (User:%C3%9Cn%C3%AF c %E5%8C%97)"),
    ],
)
def test_no_contact_breaks_the_header(contact: str, sent: str) -> None:
    with asking(GOOD, contact=contact) as (client, server):
        client.get({})
    assert server.headers[0]["User-Agent"] == (
        f"wikilinks-gui/{__version__}{sent} requests/{requests.__version__}"
    )
    assert "X-Evil" not in server.headers[0]


def test_maxlag_goes_with_unattended_requests_only() -> None:
    with asking(GOOD, maxlag=5) as (client, server):
        client.get({})
        client.get({}, interactive=True)
    assert [asked.get("maxlag") for asked in server.asked] == ["5", None]


def test_long_requests_are_posted() -> None:
    with asking(GOOD) as (client, server):
        client.get({"pageids": "|".join(map(str, range(10**9, 10**9 + 500)))})
        client.get({"pageids": "1"})
    assert server.methods == ["POST", "GET"]
    assert len(server.asked[0]["pageids"].split("|")) == 500


def test_gzip_is_unpacked_and_its_size_on_the_wire_counted() -> None:
    packed = gzip.compress(json.dumps({"query": {"text": "a" * 10_000}}).encode())
    with asking(Answer(packed, headers={"Content-Encoding": "gzip"})) as (client, _):
        assert client.get({})["query"]["text"] == "a" * 10_000
        assert client.traffic.bytes == len(packed)


@pytest.mark.parametrize(
    "first",
    [
        answer(ERROR),
        answer({"errors": [{"code": "maxlag", "text": "Lagged."}]}),
        answer({"error": {"code": "readonly", "info": "Locked."}}),
        answer({"error": {"code": "internal_api_error_DBQueryError", "info": "Oh."}}),
        *(Answer(b"<html>busy</html>", status) for status in (429, 500, 502, 503, 504)),
        Answer(b'{"message":"busy"}', 503),
        Answer(b'{"query":{"good":true}}', cut=5),
    ],
    ids=lambda first: f"{first.status} {first.body[:30]!r}",
)
def test_what_may_pass_is_asked_again(first: Answer) -> None:
    patience = Patience()
    with asking(first, GOOD, clock=patience.clock) as (client, server):
        assert client.get({}, stop=patience)["query"]["good"] is True
        assert len(server.asked) == 2
        assert (client.traffic.requests, client.traffic.retries) == (2, 1)
    assert max(patience.waited) >= 0.5


@pytest.mark.parametrize("said", [{"query": {"pages": []}}, {"batchcomplete": True}])
@pytest.mark.parametrize("status", [203, 403, 404])
def test_a_reply_of_the_api_counts_under_a_wrong_status(said: dict[str, Any], status: int) -> None:
    with asking(Answer(json.dumps(said).encode(), status)) as (client, _server):
        assert client.get({}) == said


def test_a_reset_is_asked_again() -> None:
    with asking(Answer(reset=True), GOOD) as (client, server):
        assert client.get({}, stop=Patience())["query"]["good"] is True
        assert len(server.asked) == 2


def test_a_time_out_is_asked_again() -> None:
    never = threading.Event()
    with asking(Answer(wait=never), GOOD, network=Transport(read_timeout=0.05)) as (client, _):
        assert client.get({}, stop=Patience())["query"]["good"] is True
        never.set()


@pytest.mark.parametrize(("after", "seconds"), [("7", 7), (100, 100)])
def test_retry_after_is_obeyed_and_told(after: str | int, seconds: float) -> None:
    waits: list[Wait] = []
    patience = Patience()
    header = str(after)
    if isinstance(after, int):
        header = format_datetime(datetime.now(UTC) + timedelta(seconds=after), usegmt=True)
    refused = Answer(b"<html>", 503, {"Retry-After": header})
    with asking(refused, GOOD, on_wait=waits.append) as (client, _):
        client.get({}, stop=patience)
    assert waits[0].asked
    assert waits[0].seconds == pytest.approx(seconds, abs=5)
    assert waits[0].seconds in patience.waited


@pytest.mark.parametrize(
    "header",
    [
        *("soon", "-1", ""),
        "Sat, 01 Jan 2000 00:00:00 +99999999999999",
    ],
)
def test_senseless_retry_after_is_not_obeyed(header: str) -> None:
    waits: list[Wait] = []
    refused = Answer(b"", 503, {"Retry-After": header})
    with asking(refused, GOOD, on_wait=waits.append) as (client, _):
        client.get({}, stop=Patience())
    assert not waits[0].asked
    assert 0.5 <= waits[0].seconds <= 1


@pytest.mark.parametrize(
    "busy",
    [
        Answer(b"", 429, {"Retry-After": "5"}),
        Answer(b"", 429, {"Retry-After": "1"}),
        answer({"error": {"code": "maxlag", "info": "Lagged."}}, **{"Retry-After": "5"}),
    ],
)
@pytest.mark.parametrize(("maxlag", "minutes"), [(None, 10), (5, 50)])
def test_f2_a_wiki_that_is_busy_for_minutes_is_waited_for(
    busy: Answer, maxlag: int | None, minutes: int
) -> None:
    """A command goes on much longer than a window, and says so."""
    waits: list[Wait] = []
    patience = Patience()
    with asking(GOOD, busy, clock=patience.clock, maxlag=maxlag) as (client, server):
        client.get({}, stop=patience)

        def on_wait(wait: Wait) -> None:
            waits.append(wait)
            if patience.now > minutes * 60:
                server.answers[0] = GOOD

        client.on_wait = on_wait
        assert client.get({}, stop=patience) == json.loads(GOOD.body)
    assert patience.now > minutes * 60
    assert [words.wait(wait).endswith("minutes.") for wait in waits] == (
        [maxlag is not None] * len(waits)
    )


@pytest.mark.parametrize("header", ["0", "Sat, 01 Jan 2000 00:00:00 GMT"])
def test_f2_a_wait_is_never_shorter_than_the_back_off(header: str) -> None:
    waits: list[Wait] = []
    with asking(Answer(b"", 429, {"Retry-After": header}), GOOD, on_wait=waits.append) as (
        client,
        _,
    ):
        client.get({}, stop=Patience())
    assert waits[0].asked
    assert 0.5 <= waits[0].seconds <= 1


@pytest.mark.parametrize("after", ["86400", "9" * 400])
def test_a_wait_beyond_patience_is_not_waited(after: str) -> None:
    patience = Patience()
    with (
        asking(Answer(b"", 429, {"Retry-After": after}), GOOD) as (client, server),
        pytest.raises(HttpStatusError, match="minutes: try again then"),
    ):
        client.get({}, stop=patience)
    assert len(server.asked) == 1
    assert not patience.waited


@pytest.mark.parametrize(
    ("options", "answered", "patience"),
    [
        ({}, answer(ERROR), PATIENCE),
        ({}, answer(ERROR, **{"Retry-After": "1"}), PATIENCE_ASKED),
        ({}, answer(ERROR, **{"Retry-After": "5"}), PATIENCE_ASKED),
        ({"maxlag": 5}, answer(ERROR), PATIENCE_UNATTENDED),
        ({"maxlag": 5}, Answer(b"", 503), PATIENCE_UNATTENDED),
        ({"maxlag": 5}, Answer(b"", 500), PATIENCE),
    ],
)
def test_f2_patience_is_bounded_by_time_and_waits_grow(
    options: dict[str, object], answered: Answer, patience: float
) -> None:
    waits: list[Wait] = []
    clock = Patience()
    with (
        asking(GOOD, answered, on_wait=waits.append, clock=clock.clock, **options) as (
            client,
            server,
        ),
    ):
        client.get({}, stop=clock)
        with pytest.raises(WikiError, match="Given up after"):
            client.get({}, stop=clock)
    assert len(server.asked) == len(waits) + 2
    assert patience - 61 <= sum(wait.seconds for wait in waits) <= patience
    asked = float(answered.headers.get("Retry-After", 0))
    assert [
        max(asked, min(2.0**n, 60) / 2) <= wait.seconds <= max(asked, min(2.0**n, 60))
        for n, wait in enumerate(waits)
    ] == [True] * len(waits)


@pytest.mark.parametrize(
    ("reply", "error", "words"),
    [
        (Answer(b"<!DOCTYPE html><p>hello"), NotAnApiReplyError, "web page"),
        (Answer(b"[1]"), NotAnApiReplyError, "not the Action API's"),
        (Answer(b"[" + b"[]," * 1_000_000 + b"0]"), NotAnApiReplyError, "more than 1,000,000"),
        (Answer(b"<html>", 404), HttpStatusError, "404"),
        (Answer(b"<html>", 403), HttpStatusError, "403"),
        (Answer(b'{"query":"w/api.php","status":404}', 404), HttpStatusError, "404"),
        (
            answer({"error": {"code": "unknown_action", "info": "No such action."}}),
            ApiError,
            "unknown_action.*No such",
        ),
        (
            answer({"errors": [{"code": "badvalue", "text": "Unrecognised."}]}),
            ApiError,
            "badvalue.*Unrecog",
        ),
        (
            answer({"error": {"code": "readapidenied", "info": "Log in."}}),
            ReadDeniedError,
            "Log in",
        ),
        (answer({"error": "odd"}), ApiError, "odd"),
        (answer({"error": {"code": "x", "info": "a\n\x1b[2Jb"}}), ApiError, r"x\): a \[2Jb$"),
        (Answer('{"a":1}'.encode("utf-16")), NotAnApiReplyError, "not the Action API's"),
        (Answer(b"", 301, {"Location": "http://["}), NetworkError, "redirects to something"),
        (
            Answer(b"", 301, {"Location": "file:///etc/passwd"}),
            NetworkError,
            "redirects to something",
        ),
    ],
)
def test_what_does_not_pass_is_told_at_once(
    reply: Answer, error: type[WikiError], words: str
) -> None:
    with asking(reply) as (client, server), pytest.raises(error, match=words):
        client.get({}, stop=Patience())
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "an empty reply"),
        (b"\xef\xbb\xbf\n", "an empty reply"),
        (b'{"query":{"pages":[', "cut off"),
        (b'{"continue":{"lhcontinue":"1","continue":"||"},"query":{"pages":[{"title"', "cut off"),
        (b'<b>Warning</b> {"continue":{"lhcontinue":"1","continue":"||"},"query":{"p', "cut off"),
        (b'{"a":"\\ud800"}', "broken"),
        (b'{"a": Infinity}', "broken"),
        (b'{"a":"\xed\xa0\x80"}', "broken"),
        (b"[" * 100_000, "broken"),
        (b'{"query":{"n":1}}{"query":{"n":2}}', "broken"),
    ],
    ids=lambda value: repr(value[:30]),
)
def test_f3_a_broken_reply_is_asked_for_once_more(body: bytes, words: str) -> None:
    with asking(Answer(body), GOOD) as (client, server):
        assert client.get({}, stop=Patience()) == json.loads(GOOD.body)
    assert len(server.asked) == 2
    with (
        asking(Answer(body)) as (client, server),
        pytest.raises(BrokenReplyError, match=f"{words}.*after 2 tries"),
    ):
        client.get({}, stop=Patience())
    assert len(server.asked) == 2


def test_a_reply_that_is_too_large_is_not_read() -> None:
    with (
        asking(Answer(b" " * (2 << 20)), network=Transport(largest=1 << 20)) as (client, _),
        pytest.raises(NotAnApiReplyError, match="more than 1 MiB"),
    ):
        client.get({})


def test_a_wrong_address_is_told_at_once() -> None:
    with serving(GOOD) as server:
        api_url = server.api_url
    patience = Patience()
    with closing(Client(api_url)) as client, pytest.raises(NetworkError, match="cannot be reached"):
        client.get({}, stop=patience)
    assert not patience.waited


def test_a_wiki_that_goes_away_is_asked_again() -> None:
    patience = Patience()
    with asking(GOOD, clock=patience.clock) as (client, server):
        client.get({})
        server.shutdown()
        server.server_close()
        server.answers[0] = Answer(cut=0)  # what is left of the old connection breaks, too
        with pytest.raises(NetworkError, match="Given up after"):
            client.get({}, stop=patience)
    assert PATIENCE - 61 <= patience.now <= PATIENCE


def test_a_wait_ends_at_once_when_it_is_stopped() -> None:
    stop = threading.Event()

    def stop_it(_: Wait) -> None:
        stop.set()

    with (
        asking(Answer(b"", 503, {"Retry-After": "600"}), on_wait=stop_it) as (client, _),
        pytest.raises(CancelledError),
    ):
        client.get({}, stop=stop)


@pytest.mark.parametrize("part", ["wait", "rest"])
def test_a_request_that_hangs_is_stopped_and_its_connection_thrown_away(part: str) -> None:
    """In good time: the server gives up only after the client's patience has ended."""
    gate, stop = threading.Event(), threading.Event()
    hanging = Answer(b'{"late":true}' * 9, **{part: gate})  # type: ignore[arg-type]
    with asking(GOOD, hanging, GOOD, network=Transport(read_timeout=8)) as (client, server):
        client.get({})
        stopper = threading.Timer(0.1, stop.set)
        stopper.start()
        with pytest.raises(CancelledError):
            client.get({}, stop=stop)
        assert client.get({}) == json.loads(GOOD.body)
        assert server.connections[0] == server.connections[1] != server.connections[2]
        assert not gate.is_set()
        gate.set()
        _until(lambda: not any(thread.name == "request" for thread in threading.enumerate()))
        assert client.get({}) == json.loads(GOOD.body)
        stopper.join()


def test_a_wiki_that_is_late_is_stopped() -> None:
    stop = threading.Event()
    with SampleWiki(faults=[Delay(8)]) as wiki, closing(Client(wiki.api_url)) as client:
        stopper = threading.Timer(0.1, stop.set)
        stopper.start()
        with pytest.raises(CancelledError):
            next(client.replies({"action": "query", "titles": "X"}, stop=stop))
        assert len(wiki.requests) == 1
        stopper.join()


def test_interactive_requests_go_ahead_of_the_next_page() -> None:
    gate = threading.Event()
    with asking(Answer(GOOD.body, wait=gate), GOOD) as (client, server):
        order: list[str] = []

        in_line = Patience()

        def ask(name: str, interactive: bool) -> None:
            stop = in_line if interactive else None
            client.get({"name": name}, interactive=interactive, stop=stop)
            order.append(name)

        def thread(name: str, interactive: bool) -> threading.Thread:
            started = threading.Thread(target=ask, args=(name, interactive))
            started.start()
            return started

        threads = [thread("page 1", False)]
        assert server.arrived.acquire(timeout=5)
        threads.append(thread("page 2", False))
        threads.append(thread("suggestion", True))
        _until(lambda: bool(in_line.waited))
        gate.set()
        for started in threads:
            started.join()
    assert [asked["name"] for asked in server.asked] == ["page 1", "suggestion", "page 2"]


def _until(condition: Callable[[], bool]) -> None:
    tick = threading.Event()
    for _ in range(1000):
        if condition():
            return
        tick.wait(0.005)
    raise AssertionError("never")


def test_warnings_are_kept_once_in_both_formats() -> None:
    with asking(
        answer({"warnings": [{"code": "x", "text": "Beware."}]}),
        answer({"warnings": ["Odd."]}),
        answer({"warnings": {"main": {"warnings": "Beware.\nOld."}, "query": {"*": "Older."}}}),
    ) as (client, _):
        for _ in range(3):
            client.get({})
        assert client.warnings == ["Beware.", "Odd.", "Old.", "Older."]


def test_an_api_that_moved_is_asked_where_it_is() -> None:
    with serving(GOOD) as new:
        moved = Answer(b"", 301, {"Location": f"{new.api_url}?moved=1"})
        with asking(moved, GOOD) as (client, old):
            client.get({})
            client.get({})
            assert len(old.asked) == 1
            assert client.api_url == new.api_url


def test_s2_a_server_never_answers_for_the_one_that_it_redirects_to_later() -> None:
    """What it said itself (a part of siteinfo, say) would pass as the other's word."""
    own = answer({"continue": {"siprop": "namespaces", "continue": "||"}, "query": {"general": 1}})
    with (
        serving(GOOD) as other,
        asking(own, Answer(b"", 302, {"Location": other.api_url})) as (
            client,
            server,
        ),
    ):
        for _part in client.replies({"siprop": "general|namespaces"}):
            assert client.api_url == server.api_url
        assert len(other.asked) == 1


def test_the_pace_is_kept_and_told() -> None:
    waits: list[Wait] = []
    patience = Patience()
    with asking(GOOD, rate=Rate(2, 60.0), clock=patience.clock, on_wait=waits.append) as (
        client,
        _,
    ):
        starts = []
        for _ in range(5):
            client.get({}, stop=patience)
            starts.append(patience.now)
    assert starts == pytest.approx([0, 0, 60, 60, 120], abs=0.1)
    assert [(round(wait.seconds), wait.asked) for wait in waits] == [(60, False)] * 2


def test_requests_of_the_last_minute_are_counted() -> None:
    patience = Patience()
    for rate in (None, Rate(2, 1.0), Rate(1, 600.0)):
        with asking(GOOD, rate=rate, clock=patience.clock) as (client, _):
            assert client.requests_last_minute() == 0
            expected = 2 if rate is None or rate.seconds < 60 else 1
            for _ in range(expected):
                client.get({}, stop=patience)
            assert client.requests_last_minute() == expected
            patience.now += 61
            assert client.requests_last_minute() == 0
            client.get({}, stop=patience)
            assert client.requests_last_minute() == 1


@pytest.mark.parametrize(
    ("host", "contact", "allowed"),
    [
        ("en.wikipedia.org", "me@example.org", 200),
        ("en.wikipedia.org", "", 10),
        ("commons.wikimedia.org", "", 10),
        ("www.mediawiki.org", "me@example.org", 200),
        ("notwikipedia.org", "me@example.org", None),
        ("wikipedia.org.example.com", "me@example.org", None),
        ("127.0.0.1:8080", "", None),
    ],
)
def test_what_a_wiki_allows_is_known_of_wikimedia(
    host: str, contact: str, allowed: int | None
) -> None:
    with closing(Client(f"https://{host}/w/api.php", contact=contact)) as client:
        assert client.allowance == allowed


def test_too_many_requests_hold_back_everybody() -> None:
    patience = Patience()
    refused = Answer(b"", 429, {"Retry-After": "600"})
    with asking(refused, GOOD, clock=patience.clock) as (client, server):

        def cancel_own_wait(wait: Wait) -> None:
            patience.set()

        client.on_wait = cancel_own_wait
        with pytest.raises(CancelledError):
            client.get({}, stop=patience)
        patience.clear()
        patience.now = 0
        client.on_wait = lambda wait: None
        client.get({}, interactive=True, stop=patience)
        assert patience.now == pytest.approx(600, abs=0.1)
        assert len(server.asked) == 2


def test_a_proxy_does_not_get_what_is_for_this_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with asking(GOOD) as (client, _):
        assert client.get({})["query"]["good"] is True


@pytest.mark.parametrize("first", [Answer(reset=True), Answer(b"busy", 503, {"Retry-After": "9"})])
def test_pages_are_fetched_in_turn_and_again(first: Answer) -> None:
    patience = Patience()
    with asking(first, Answer(b"<p>page", 404), rate=Rate(1, 60.0), clock=patience.clock) as (
        client,
        server,
    ):
        page = client.get_page(f"http://{client.host}/wiki/X", patience)
    assert (page.status, page.body) == (404, b"<p>page")
    assert client.traffic.requests == len(server.methods) == 2
    assert patience.now == pytest.approx(60, abs=0.1)


def test_a_page_that_stays_busy_is_given_up() -> None:
    patience = Patience()
    with (
        asking(Answer(b"busy", 502), clock=patience.clock) as (client, _),
        pytest.raises(HttpStatusError, match=r"502\). Given up after"),
    ):
        client.get_page(client.api_url, patience)
    assert PATIENCE - 61 <= patience.now <= PATIENCE


@pytest.mark.parametrize("status", [500, 502, 504])
def test_a_page_that_is_not_insisted_on_is_asked_for_once(status: int) -> None:
    patience = Patience()
    with asking(Answer(b"broken", status), clock=patience.clock) as (client, server):
        page = client.get_page(client.api_url, patience, insists=False)
    assert (page.status, len(server.methods), patience.now) == (status, 1, 0)


def test_a_page_that_is_not_insisted_on_is_asked_for_later_where_the_server_says_so() -> None:
    patience = Patience()
    answers = Answer(b"busy", 503, {"Retry-After": "9"}), Answer(b"page")
    with asking(*answers, clock=patience.clock) as (client, _):
        page = client.get_page(client.api_url, patience, insists=False)
    assert page.body == b"page"
    assert patience.now == pytest.approx(9, abs=0.1)
    with (
        asking(Answer(b"busy", 503), clock=patience.clock) as (client, server),
        pytest.raises(HttpStatusError, match="Given up after 2 tries"),
    ):
        client.get_page(client.api_url, patience, insists=False)
    assert len(server.methods) == 2


def test_a_page_that_is_not_insisted_on_is_given_up_when_it_is_late() -> None:
    never = threading.Event()
    hanging = Answer(wait=never)
    with asking(hanging, GOOD, network=Transport(read_timeout=0.05)) as (client, server):
        with pytest.raises(LateError):
            client.get_page(client.api_url, insists=False)
        never.set()
    assert len(server.methods) == 1


def test_a_wrong_clock_of_this_computer_is_no_matter() -> None:
    assert retry_after("Sat, 01 Jan 2000 00:01:30 GMT", "Sat, 01 Jan 2000 00:00:00 GMT") == 90
    assert retry_after("Sat, 01 Jan 2000 00:01:30 GMT", "once") == 0
