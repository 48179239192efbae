# SPDX-License-Identifier: MIT
"""Bodies that are replies, more or less."""

import contextlib
import json
import time

import pytest

from tests.unit.mediawiki.asking import GOOD, Patience, answer, asking
from tests.unit.mediawiki.server import Answer
from wikilinks_gui.errors import (
    ApiError,
    BotCheckError,
    BrokenReplyError,
    HttpStatusError,
    NotAnApiReplyError,
    WikiError,
)
from wikilinks_gui.mediawiki.reply import (
    LONGEST_TEXT,
    MOST_WARNINGS,
    is_bot_check,
    read_reply,
    warnings_of,
)

JSON = b'{"batchcomplete":true,"query":{"pages":[{"title":"{}","ns":0}]}}'
MARK = b"\xef\xbb\xbf"
NOTICE = (
    b"<br />\n<b>Warning</b>:  Undefined array key in <b>/srv/w/LocalSettings.php</b> on line "
    b"<b>7</b><br />\n"
)
ADVERTISEMENT = b'\n<!-- Hosted for free. --><script>var ad = {"query": 1};</script>\n'

ANUBIS = b"""<!doctype html><html lang="en"><head><title>Making sure you&#39;re not a bot!</title>
<script id="anubis_version" type="application/json">"v1.18.0"</script></head><body>
<script id="anubis_challenge" type="application/json">{"rules":{"difficulty":4}}</script>"""
CLOUDFLARE = b"""<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title></head>
<body><script>window._cf_chl_opt={cvId:'3'};</script></body></html>"""


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (NOTICE, b"", "Warning"),
        (b"Deprecated: strlen() {closure} in /w/x.php\n\n", b"", "{closure}"),
        (MARK + NOTICE, b"", "Warning"),
        (b"[29-Nov-2026 05:44:00 UTC] PHP Warning: x in [y]\n", b"", "PHP Warning"),
        (b"", b"\n{tracking}", "{tracking}"),
        (b"", b"\n[1] 2", "[1] 2"),
        (b"", MARK, "U+FEFF"),
        (MARK + MARK, b"", "U+FEFF"),
        (MARK, MARK + b"\n", "U+FEFF"),
        (b"", ADVERTISEMENT, "Hosted for free."),
        (b"", b"\n<!DOCTYPE html><html><body>x</body></html>", "html"),
        (b"\0\0", b"\0", "U+FEFF"),
        (NOTICE, b"\n<p>Caf\xe9</p>", "Caf"),
        (b"", JSON, "query"),
        (b"\x1b[2J", b"", "[2J"),
    ],
)
def test_e1_text_around_a_reply_is_read_past_with_a_warning(
    before: bytes, after: bytes, told: str
) -> None:
    with asking(Answer(before + JSON + after)) as (client, _):
        assert client.get({})["query"] == json.loads(JSON)["query"]
        client.get({})
    (warning,) = client.warnings
    assert "adds other text to its replies" in warning
    assert told in warning
    assert warning.isprintable()


@pytest.mark.parametrize("body", [JSON, MARK + JSON, b"\n " + JSON + b"\r\n"])
def test_one_mark_and_blanks_are_no_text(body: bytes) -> None:
    assert list(warnings_of(read_reply(body, "w.example"))) == []


def test_e1_the_wikis_own_warnings_and_errors_are_read_as_well() -> None:
    for theirs in ([{"text": "Own."}], {"main": {"warnings": "Own."}}):
        body = NOTICE + json.dumps({"warnings": theirs, "query": {}}).encode()
        assert [said[-4:] for said in warnings_of(read_reply(body, "w"))][1:] == ["Own."]
    with pytest.raises(ApiError, match="Lagged"):
        read_reply(NOTICE + b'{"error":{"code":"maxlag","info":"Lagged."}}', "w")
    assert read_reply(NOTICE + b'["ber",["Berlin"]]', "w")["1"] == ["Berlin"]


@pytest.mark.parametrize(
    "body",
    [
        b'<!DOCTYPE html><html><pre>{"query":{"pages":[]}}</pre></html>',
        NOTICE + b'<html><script>x({"query":{}})</script>',
        b'{"ad":{"query":{}}}',
        b'{"query":{"n":1}} {"query":{"n":2}}',
        b'{"query":{"n":1}}{"query":{"n":',
        b'{"continue":{"lhcontinue":"1","continue":"||"},"query":{"pages":[{"pageid":7',
        b'{"new":{"continue":{"lhcontinue":"1"},"query":{"pages":[]}},"x',
        NOTICE + b'{"query":{"a":"\xff"}}',
        NOTICE + b'{"query":{"a":"\\ud800"}}',
        NOTICE + b'{"query":{"a":NaN}}',
        NOTICE + b'{"query":' + b"[" * 100_000,
        JSON.decode().encode("utf-16"),
        JSON.decode().encode("utf-32"),
    ],
    ids=lambda body: repr(body[-30:]),
)
def test_e1_what_may_be_another_reply_is_none(body: bytes) -> None:
    reply = {}
    with contextlib.suppress(NotAnApiReplyError):
        reply = read_reply(body, "w.example")
    assert "query" not in reply


AWS = b"""<!DOCTYPE html><html lang="en"><head><title></title></head><body>
<script src="https://1a2b.token.awswaf.com/1a2b/challenge.js"></script></body></html>"""
COOKIE = b"""<html><body><script type="text/javascript" src="/aes.js"></script><script>
document.cookie="__test=0a1b; path=/"; location.href="http://w.example/api.php?i=1";</script>
<noscript>This site requires Javascript to work</noscript></body></html>"""
TITLED = [
    f"<html><head><title>{title}</title></head>".encode()
    for title in (
        "One moment, please...",
        "Human Verification",
        "Bot Verification",
        "Client Challenge",
        "Robot Challenge Screen",
        "Verifying your connection",
        "Are you human?",
    )
]


@pytest.mark.parametrize("status", [200, 202, 401, 403, 429, 503])
@pytest.mark.parametrize("page", [ANUBIS, CLOUDFLARE, AWS, COOKIE, *TITLED])
def test_e3_a_bot_check_is_told_and_not_retried(page: bytes, status: int) -> None:
    with (
        asking(Answer(page, status)) as (client, server),
        pytest.raises(BotCheckError, match="bot check"),
    ):
        client.get({}, stop=Patience())
    assert len(server.asked) == 1


def test_e1_an_empty_warning_is_none() -> None:
    body = b'{"warnings":[null,{"text":""},{"code":"x"}],"query":{}}'
    assert list(warnings_of(read_reply(body, "w"))) == ["x"]


def test_e3_a_page_of_a_wiki_is_no_bot_check() -> None:
    page = (
        b'<html><head><title>Captcha</title><meta name="generator" content="MediaWiki 1.43.0"/>'
        b'<script>RLCONF={"wgConfirmEditCaptchaNeededForGenericEdit":"hcaptcha"}</script>'
    )
    assert not is_bot_check(page)
    assert not is_bot_check(b"<title>Anubis</title><p>Anubis was a god of Egypt.")


DISABLED = (
    b"MediaWiki API is not enabled for this site. Add the following line to your LocalSettings"
)


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (Answer(DISABLED + b".php<pre><b>$wgEnableAPI=true;</b></pre>", 500), "is not enabled"),
        (Answer(b"<html><body>" + DISABLED, 200), "is not enabled"),
        (Answer(b'{"error":{"code":"readonly2","info":"Never."}}', 500), "Never."),
        (Answer(b'{"error":{"code":"no","info":"Never."}}', 502), "Never."),
        (Answer(NOTICE + b'{"errors":[{"code":"no","text":"Never."}]}', 500), "Never."),
    ],
)
def test_f3_the_words_of_the_api_are_final(refusal: Answer, words: str) -> None:
    with asking(refusal) as (client, server), pytest.raises(ApiError, match=words):
        client.get({}, stop=Patience())
    assert len(server.asked) == 1


@pytest.mark.parametrize("status", [429, 503])
def test_f3_unless_it_is_to_be_asked_later(status: int) -> None:
    refusal = Answer(b'{"error":{"code":"gateway","info":"Busy."}}', status)
    with asking(refusal, GOOD) as (client, server):
        client.get({}, stop=Patience())
    assert len(server.asked) == 2


def test_f3_one_broken_reply_amid_a_listing_is_asked_for_again() -> None:
    first = answer({"continue": {"lhcontinue": "1", "continue": "||"}, "query": {"n": 1}})
    for broken in (b"", b'{"batchcomplete":true,"query":{"n":'):
        with asking(first, Answer(broken), GOOD) as (client, server):
            assert len(list(client.replies({}, stop=Patience()))) == 2
        assert [asked.get("lhcontinue") for asked in server.asked] == [None, "1", "1"]


@pytest.mark.parametrize("body", [b"", b" \n", MARK])
def test_e4_an_empty_reply_is_told(body: bytes) -> None:
    with pytest.raises(BrokenReplyError, match="sent an empty reply"):
        read_reply(body, "w.example")


LONG = "x" * 10_000_000


@pytest.mark.parametrize(
    "reply",
    [
        {"warnings": [{"text": f"Warning {n}."} for n in range(100_000)]},
        {"warnings": {"m": {"warnings": "\n".join(f"Warning {n}." for n in range(100_000))}}},
        {"warnings": {f"m{n}": {"*": f"Warning {n}."} for n in range(100_000)}},
        {"warnings": [{"text": LONG}]},
        {"warnings": [LONG]},
        {"warnings": [{"text": ["nested"] * 1_000_000}]},
        {"warnings": {"m": {"*": LONG}}},
    ],
    ids=lambda reply: repr(reply)[:50],
)
def test_s11_warnings_are_bounded(reply: dict[str, object]) -> None:
    assert len(list(warnings_of(reply))) <= MOST_WARNINGS
    body = answer(reply | {"query": {"n": 1}})
    began = time.monotonic()
    with asking(body) as (client, _):
        for _turn in range(3):
            client.get({})
    assert len(client.warnings) <= MOST_WARNINGS
    assert max(map(len, client.warnings), default=0) <= LONGEST_TEXT + 1
    assert time.monotonic() - began < 20


def test_s11_warnings_of_many_replies_are_bounded() -> None:
    replies = [answer({"warnings": [{"text": f"{n}"}], "query": {}}) for n in range(80)]
    with asking(*replies) as (client, _):
        for _reply in replies:
            client.get({})
    assert len(client.warnings) == MOST_WARNINGS


@pytest.mark.parametrize(
    "reply",
    [
        {"error": {"code": LONG, "info": LONG}},
        {"errors": [{"code": "c", "text": LONG}] * 2},
        {"error": LONG},
        {"error": {"code": {"a": LONG}, "info": ["x"] * 1_000_000}},
    ],
    ids=lambda reply: repr(reply)[:30],
)
def test_s11_error_texts_are_bounded(reply: dict[str, object]) -> None:
    with asking(answer(reply)) as (client, _), pytest.raises(ApiError) as raised:
        client.get({})
    assert len(str(raised.value)) < LONGEST_TEXT + 300


def test_s11_a_page_of_text_is_no_error_text() -> None:
    for status in (200, 500):
        with (
            asking(Answer(LONG.encode(), status), clock=(clock := Patience()).clock) as (client, _),
            pytest.raises(WikiError) as raised,
        ):
            client.get({}, stop=clock)
        assert len(str(raised.value)) < 300
        assert isinstance(raised.value, HttpStatusError if status == 500 else NotAnApiReplyError)
