# SPDX-License-Identifier: MIT
"""What a person is told when a wiki is opened for the first time, and something is wrong there."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import requests

from tests.samplewiki import SampleWiki
from tests.samplewiki.faults import Answer
from tests.unit.mediawiki.rawserver import raw_serving
from tests.unit.mediawiki.server import Answer as Reply
from tests.unit.mediawiki.server import serving
from tests.unit.mediawiki.test_reply import (
    ADVERTISEMENT,
    ANUBIS,
    CLOUDFLARE,
    DISABLED,
    MARK,
    NOTICE,
)
from wikilinks_gui.cli.main import main
from wikilinks_gui.mediawiki import retry
from wikilinks_gui.samplewiki.request import Request

Resolve = Callable[..., tuple[int, str]]


@pytest.fixture
def resolve(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Resolve:
    """Resolve a title, and return the exit status and what was said."""

    def run(address: str, title: str = "Berlin") -> tuple[int, str]:
        status = main(["resolve", title, "--wiki", address, "--basedir", str(tmp_path)])
        return status, capsys.readouterr().err

    return run


def siteinfo_between(before: bytes, after: bytes) -> Answer:
    """Make a fault of the sample wiki's own siteinfo, with text around it."""
    with SampleWiki() as wiki:
        address = (
            "?action=query&meta=siteinfo%7Cuserinfo&siprop=general%7Cnamespaces&format=json"
            "&formatversion=2"
        )
        body = requests.get(wiki.api_url + address, timeout=10).content
    return Answer(before + body + after, when=is_siteinfo)


def is_siteinfo(request: Request) -> bool:
    return "siprop" in request


@pytest.mark.parametrize(
    ("before", "after"),
    [(NOTICE, b""), (b"", MARK), (MARK + MARK, b""), (b"", ADVERTISEMENT)],
)
@pytest.mark.parametrize("place", ["api_url", "page"])
def test_e1_text_around_siteinfo_is_told_and_the_wiki_opened(
    resolve: Resolve, before: bytes, after: bytes, place: str
) -> None:
    with SampleWiki(faults=[siteinfo_between(before, after)]) as wiki:
        status, said = resolve(wiki.api_url if place == "api_url" else wiki.page_url("Berlin"))
    assert status == 0
    assert "adds other text to its replies" in said


def test_e2_a_typed_endpoint_that_redirects_without_the_query(resolve: Resolve) -> None:
    with (
        SampleWiki() as wiki,
        serving(Reply(b"", 301, {"Location": wiki.api_url})) as old,
    ):
        assert resolve(old.api_url) == (0, "")


@pytest.mark.parametrize("page", [ANUBIS, CLOUDFLARE])
@pytest.mark.parametrize("path", ["/api.php", "/", "/wiki/Berlin"])
@pytest.mark.parametrize("status", [200, 403, 503])
def test_e3_a_bot_check_at_first_contact_is_told(
    resolve: Resolve, page: bytes, path: str, status: int
) -> None:
    with serving(Reply(page, status)) as server:
        ended, said = resolve(f"http://127.0.0.1:{server.server_port}{path}")
    assert ended == 4
    assert "bot check" in said
    assert "No MediaWiki" not in said


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ([Reply(b"<p>A page."), Reply(ANUBIS)], "bot check"),
        ([Reply(ANUBIS), Reply(b"", 404)], "bot check"),
        ([Reply(b"<p>A page."), Reply(b"")], "empty reply"),
        ([Reply(b"<p>A page."), Reply(b"<p>A page.")], "No MediaWiki was found"),
    ],
)
def test_e3_e4_what_may_be_a_wiki_is_told(
    resolve: Resolve, answers: list[Reply], words: str
) -> None:
    with serving(*answers) as server:
        ended, said = resolve(f"http://127.0.0.1:{server.server_port}/wiki/Berlin")
    assert ended == 4
    assert words in said


@pytest.mark.parametrize("body", [b"", b"\n", MARK, b'{"batchcomplete":true,"query":{'])
def test_e4_an_empty_or_cut_reply_at_first_contact_is_told(resolve: Resolve, body: bytes) -> None:
    with serving(Reply(body)) as server:
        ended, said = resolve(server.api_url)
        assert len(server.asked) == 2
    assert ended == 4
    assert "empty reply" in said or "cut off" in said
    assert "No MediaWiki" not in said


def test_e4_one_empty_reply_is_asked_for_again(resolve: Resolve) -> None:
    with SampleWiki(faults=[Answer(b"", when=is_siteinfo)]) as wiki:
        assert resolve(wiki.api_url)[0] == 0


def test_f1_what_never_answers_is_told_within_15_seconds(
    resolve: Resolve, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert retry.FIRST_ANSWER < 15
    monkeypatch.setattr(retry, "FIRST_ANSWER", 0.7)
    for path in ("/api.php", "/wiki/Berlin"):
        with raw_serving(lambda server: [server.silence]) as server:
            began = time.monotonic()
            ended, said = resolve(f"{server.url}{path}")
            taken = time.monotonic() - began
        assert ended == 4
        assert "did not reply in time" in said
        assert 0.7 <= taken < 8
        assert len(server.asked) <= 2


def test_f1_a_ring_of_redirects_is_told_at_once(resolve: Resolve) -> None:
    with serving(Reply(b"", 302, {"Location": "/api.php"})) as server:
        ended, said = resolve(server.api_url)
        assert len(server.asked) == 6
    assert ended == 4
    assert "redirects from address to address without end" in said


def test_f3_an_api_that_is_not_enabled_is_told_in_its_words(resolve: Resolve) -> None:
    with serving(Reply(DISABLED, 500)) as server:
        ended, said = resolve(server.api_url)
        assert len(server.asked) == 1
    assert ended == 4
    assert "MediaWiki API is not enabled for this site." in said


def test_s4_a_wiki_that_is_known_must_say_that_a_reply_is_the_last(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The version, which is stored, tells it before the first reply does."""
    page = {"pageid": 5, "ns": 0, "title": "Berlin", "linkshere": []}
    reply = Answer(json.dumps({"query": {"pages": [page]}}).encode(), when=lambda r: "prop" in r)
    with SampleWiki() as wiki:
        output = ["--output", str(tmp_path / "out.csv"), "--basedir", str(tmp_path)]
        assert main(["export", "Berlin", "--wiki", wiki.api_url, *output]) == 0
        rows = (tmp_path / "out.csv").read_bytes()
        wiki.faults.add(reply)
        assert main(["export", "Berlin", "--wiki", wiki.api_url, *output]) == 4
    assert (tmp_path / "out.csv").read_bytes() == rows
    assert "neither ends the list nor tells how to continue" in capsys.readouterr().err
