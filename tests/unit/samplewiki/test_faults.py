# SPDX-License-Identifier: MIT
"""Faults happen once, in order, to the requests they are meant for."""

import contextlib
import threading
from typing import Any

import pytest
import requests

from tests.samplewiki import SampleWiki
from tests.samplewiki.faults import (
    Answer,
    ApiError,
    Delay,
    Fault,
    Html,
    Maxlag,
    Repeat,
    Reset,
    TooManyRequests,
    Truncate,
)

QUERY = {"action": "query", "format": "json", "formatversion": "2"}
HUB = QUERY | {"titles": "Italy", "prop": "linkshere", "lhlimit": "200"}


def ask(wiki: SampleWiki, params: dict[str, str] = QUERY) -> requests.Response:
    return requests.get(wiki.api_url, params=params, timeout=10)


def works(wiki: SampleWiki) -> bool:
    reply: dict[str, Any] = ask(wiki).json()
    return reply == {"batchcomplete": True}


@pytest.mark.parametrize(
    ("fault", "status", "headers", "body"),
    [
        (Html(), 200, {"Content-Type": "text/html; charset=utf-8"}, "<!DOCTYPE html>"),
        (Html(502), 502, {"Content-Type": "text/html; charset=utf-8"}, "<!DOCTYPE html>"),
        (TooManyRequests(), 429, {}, "<!DOCTYPE html>"),
        (TooManyRequests(retry_after="1"), 429, {"Retry-After": "1"}, "<!DOCTYPE html>"),
        (Maxlag(), 200, {"Retry-After": "5", "X-Database-Lag": "6"}, '"maxlag"'),
        (ApiError("readapidenied"), 200, {"MediaWiki-API-Error": "readapidenied"}, '"error"'),
        (Answer(b'{"other": "JSON"}'), 200, {}, '{"other": "JSON"}'),
    ],
    ids=["html", "502", "429", "429-after", "maxlag", "error", "other"],
)
def test_another_reply_comes_once(
    fault: Fault, status: int, headers: dict[str, str], body: str
) -> None:
    with SampleWiki(faults=[fault]) as wiki:
        reply = ask(wiki)
        assert reply.status_code == status
        assert headers.items() <= reply.headers.items()
        assert body in reply.text
        assert works(wiki)
        assert len(wiki.requests) == 2


def test_a_reset_connection() -> None:
    with SampleWiki(faults=[Reset()]) as wiki:
        with pytest.raises(requests.ConnectionError, match="reset"):
            ask(wiki)
        assert works(wiki)


def test_half_a_reply() -> None:
    with SampleWiki(faults=[Truncate(), Truncate()]) as wiki:
        for params in (QUERY, HUB):
            with pytest.raises(
                (requests.exceptions.ChunkedEncodingError, requests.ConnectionError)
            ):
                ask(wiki, params)
        assert works(wiki)


def test_the_same_token_again() -> None:
    with SampleWiki(faults=[Repeat(when=lambda request: "lhcontinue" in request)]) as wiki:
        first = ask(wiki, HUB).json()["continue"]
        assert ask(wiki, HUB | first).json()["continue"] == first
        assert ask(wiki, HUB | first).json()["continue"] != first


def test_a_late_reply_ends_with_the_wiki() -> None:
    with SampleWiki(faults=[Delay(0)]) as wiki:
        assert works(wiki)
    wiki = SampleWiki(faults=[Delay(3600)])
    wiki.start()
    asked = threading.Thread(target=_ask_in_vain, args=(wiki.api_url,))
    asked.start()
    while not wiki.requests:  # the request is on its way
        asked.join(0.001)
    wiki.close()
    asked.join()


def _ask_in_vain(url: str) -> None:
    # The reply may still come as the wiki is closed, or the connection end before it.
    with contextlib.suppress(requests.ConnectionError):
        requests.get(url, params=QUERY, timeout=60)


def test_in_order_and_only_for_whom_they_are_meant() -> None:
    faults = [Html(503), Html(502, when=lambda request: "list" in request), Html(500)]
    with SampleWiki(faults=faults) as wiki:
        assert [ask(wiki).status_code for _ in range(3)] == [503, 500, 200]
        assert len(wiki.faults) == 1
        assert ask(wiki, QUERY | {"list": "backlinks"}).status_code == 502
        wiki.faults.add(Html(504))
        assert ask(wiki).status_code == 504
        assert len(wiki.faults) == 0


def test_pages_are_never_at_fault() -> None:
    with SampleWiki(faults=[Html(503)]) as wiki:
        assert requests.get(wiki.page_url("Italy"), timeout=10).status_code == 200
        assert len(wiki.faults) == 1
