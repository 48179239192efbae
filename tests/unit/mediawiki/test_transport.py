# SPDX-License-Identifier: MIT
"""One request against servers that do what no server should."""

import gzip
import json
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

import pytest

from tests.unit.mediawiki.asking import GOOD, Patience, answer, asking
from tests.unit.mediawiki.rawserver import Play, RawServer, http, raw_serving
from tests.unit.mediawiki.server import Answer, serving
from wikilinks_gui.errors import (
    CancelledError,
    ConnectError,
    HttpStatusError,
    NetworkError,
    NotAnApiReplyError,
    UnreachableError,
    WikiError,
)
from wikilinks_gui.mediawiki import transport
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.pace import Wait
from wikilinks_gui.mediawiki.reply import HttpReply
from wikilinks_gui.mediawiki.transport import Transport, redirect_target

REPLY = GOOD.body


def fetch(url: str, seconds: float = 20, largest: int = 2**25) -> HttpReply:
    """Fetch without any patience."""
    with closing(Transport(largest=largest)) as sender:
        return sender.fetch(url, {"action": "query"}, threading.Event(), seconds)


def endless(piece: bytes) -> Callable[[], Iterator[bytes]]:
    def play() -> Iterator[bytes]:
        while True:
            yield piece

    return play


def no_request_is_under_way() -> bool:
    return not any(thread.name == "request" for thread in threading.enumerate())


def until(condition: Callable[[], bool]) -> None:
    tick = threading.Event()
    for _ in range(2000):
        if condition():
            return
        tick.wait(0.005)
    raise AssertionError("never")


# --- E2, S10, S9: where a redirect leads --------------------------------------------------------


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("size", [1, 500])
def test_e2_a_redirect_that_drops_the_query_is_asked_again(status: int, size: int) -> None:
    ids = "|".join(map(str, range(10**9, 10**9 + size)))
    with serving(GOOD) as new:
        moved = Answer(b"", status, {"Location": new.api_url})
        with asking(moved) as (client, old):
            for _ in range(2):
                assert client.get({"pageids": ids})["query"]["good"] is True
            assert client.api_url == new.api_url
    assert len(old.asked) == 1
    assert [asked["pageids"] for asked in new.asked] == [ids] * 2
    assert new.methods == ["GET" if size == 1 else "POST"] * 2


def test_e2_what_a_redirect_adds_is_asked_as_well() -> None:
    with serving(GOOD) as new:
        moved = Answer(b"", 302, {"Location": f"{new.api_url}?from=old&format=xml"})
        with asking(moved) as (client, _):
            client.get({"action": "query"})
    assert new.asked[0] | {"from": "old", "format": "json"} == new.asked[0]


@pytest.mark.parametrize(
    ("location", "leads"),
    [
        ("/x/api.php", "http://w.example:81/x/api.php"),
        ("x.php?a=b#c", "http://w.example:81/w/x.php?a=b"),
        ("//other.example/", "http://other.example/"),
        ("https://w.example/w/api.php", "https://w.example/w/api.php"),
        ("http://user:pw@w.example/", "http://w.example/"),
        ("http://w.example@evil.example/", "http://evil.example/"),
        (" /blank ", "http://w.example:81/blank"),
        ("/wiki/Å".encode().decode("latin-1"), "http://w.example:81/wiki/%C3%85"),
        ("/wiki/\xc5", "http://w.example:81/wiki/%C3%85"),
        ("/wiki/Main Page", "http://w.example:81/wiki/Main%20Page"),
    ],
)
def test_where_a_redirect_leads(location: str, leads: str) -> None:
    assert redirect_target("http://w.example:81/w/api.php", location) == leads


@pytest.mark.parametrize(
    ("address", "location"),
    [
        ("https://w.example/", "http://w.example/"),
        ("https://w.example/", "http://user:pw@other.example/"),
        *(
            ("http://w.example/", location)
            for location in (
                *("file:///etc/passwd", "data:text/html,x", "javascript:x", "ftp://w.example/"),
                *("http://[", "http://w.example:99999/", "mailto:a@b", "http://:80/"),
                *("http://127.0.0.1/", "http://localhost:8080/", "http://[::1]/", "http://127.1/"),
                *("http://0x7f000001/", "http://2130706433/", "http://0.0.0.0/", "http://[::]/"),
                *("http://[::ffff:127.0.0.1]/", "http://localhost./", "http://a.LOCALHOST/"),
                *("http://127.0.0.1\\.x.example/", "http://x\\@127.0.0.1/", "/\x1b", "/\x00"),
                *("http://192.168.1.1/", "http://10.0.0.1/", "http://169.254.169.254/"),
                *("http://10.1/", "http://192.168.257/", "http://0xa.0.0.1/", "http://10.0.0.1./"),
                *("http://012.0.0.1/", "http://100.64.0.1/", "http://nas.local./"),
                *("http://router/", "http://nas.local/", "http://[fe80::1]/", "http://[fd00::1]/"),
            )
        ),
    ],
)
def test_s10_where_no_redirect_is_followed(address: str, location: str) -> None:
    with pytest.raises(UnreachableError) as raised:
        redirect_target(address, location)
    assert "pw" not in str(raised.value)


def test_s10_a_refused_redirect_is_not_retried() -> None:
    with (
        asking(Answer(b"", 302, {"Location": "ftp://u:pw@w.example/"})) as (client, server),
        pytest.raises(UnreachableError, match="redirects to something") as raised,
    ):
        client.get({}, stop=Patience())
    assert len(server.asked) == 1
    assert "pw" not in str(raised.value)


def test_f1_a_ring_of_redirects_is_final() -> None:
    ring = Answer(b"", 302, {"Location": "/api.php"})
    with (
        asking(ring) as (client, server),
        pytest.raises(UnreachableError, match="without end"),
    ):
        client.get({}, stop=Patience())
    assert len(server.asked) == 6


def test_a_redirect_to_itself_with_a_cookie_is_passed() -> None:
    check = Answer(b"", 302, {"Location": "/api.php", "Set-Cookie": "passed=1; Path=/"})
    with asking(check, GOOD) as (client, server):
        client.get({})
        client.get({})
    assert [headers.get("Cookie") for headers in server.headers] == [None, "passed=1", "passed=1"]


def test_s9_no_netrc_and_no_user_part_is_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password netrcpw\n")
    monkeypatch.setenv("NETRC", str(netrc))
    # As for a public host, where proxies and certificates of the environment are used:
    monkeypatch.setattr(transport, "is_loopback", lambda host: False)
    monkeypatch.setenv("no_proxy", "*")
    with serving(GOOD) as new:
        where = f"http://u:redirectpw@127.0.0.1:{new.server_port}/api.php"
        with serving(Answer(b"", 302, {"Location": where})) as old:
            reply = fetch(old.api_url.replace("//", "//u:typedpw@"))
    assert reply.url.startswith(new.api_url)
    assert "pw" not in reply.url
    for headers in (*old.headers, *new.headers):
        assert "Authorization" not in headers
        assert "pw" not in repr(headers)


def test_s9_no_user_part_is_shown_where_it_is_refused() -> None:
    with serving() as server:
        address = server.api_url.replace("//", "//user:pw@")
    with pytest.raises(ConnectError) as raised:
        fetch(address)
    assert "pw" not in str(raised.value)


# --- S6, S7: no end -------------------------------------------------------------------------------


@cache
def bomb(layers: int) -> bytes:
    """Make of 256 MiB of blanks a little, and of that still less."""
    packer = zlib.compressobj(9, wbits=31)
    packed = b"".join(packer.compress(b" " * 2**20) for _ in range(256)) + packer.flush()
    for _ in range(layers - 1):
        packed = gzip.compress(packed, 9)
    return packed


@pytest.mark.parametrize(
    "body",
    [endless(b"x" * 65536), lambda: iter([bomb(1)])],
    ids=["endless", "bomb"],
)
@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_s6_the_body_of_a_redirect_is_not_read(
    body: Callable[[], Iterator[bytes]], encoding: str
) -> None:
    with raw_serving(
        lambda server: [
            lambda: http(body(), 302, Location=server.api_url, Content_Encoding=encoding)(),
            http(REPLY),
        ]
    ) as server:
        assert fetch(server.api_url).body == REPLY
        assert server.sent < 2**24  # what the system's buffers hold, and no more


@pytest.mark.parametrize("layers", [1, 2, 3])
def test_s6_a_bomb_is_unpacked_as_far_as_the_limit(layers: int) -> None:
    packed = bomb(layers)
    encoding = ", ".join(["gzip"] * layers)
    with (
        raw_serving(lambda server: [http(packed, Content_Encoding=encoding)]) as server,
        pytest.raises(NotAnApiReplyError, match="more than 1 MiB"),
    ):
        fetch(server.api_url, largest=2**20)


def test_s6_a_stream_that_unpacks_to_nothing_is_bounded() -> None:
    """Empty blocks of deflate: bytes on the wire without end, and never a byte of text."""
    packer = zlib.compressobj(wbits=31)
    start = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    nothing = endless(b"\x00\x00\x00\xff\xff" * 10_000)
    with (
        raw_serving(
            lambda server: [
                http(
                    (piece for part in ([start], nothing()) for piece in part),
                    Content_Encoding="gzip",
                )
            ]
        ) as server,
        pytest.raises(WikiError),
    ):
        fetch(server.api_url, seconds=1, largest=2**20)
    until(no_request_is_under_way)


def plays(server: RawServer) -> dict[str, Play]:
    """What has no end, or a very late one."""
    chunked = b"HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n"
    closing = b"HTTP/1.0 200 X\r\n\r\n"
    return {
        "silence": server.silence,
        "headers": lambda: server.trickle(b"X", b"-", b"a"),
        "many headers": lambda: prefixed(b"HTTP/1.1 200 X\r\n", server.trickle(b"A: b\r\n")),
        "redirect": lambda: prefixed(b"HTTP/1.1 302 X\r\nLocation: /", server.trickle(b"a")),
        "continue": lambda: server.trickle(b"HTTP/1.1 100 Continue\r\n\r\n", seconds=0),
        "slow continue": lambda: server.trickle(b"HTTP/1.1 100 Continue\r\n\r\n"),
        "body": lambda: http(server.trickle(b" "), Content_Length="100000")(),
        "body to the end": lambda: prefixed(closing, server.trickle(b" ")),
        "chunk sizes": lambda: prefixed(chunked, server.trickle(b"0")),
        "chunk extension": lambda: prefixed(chunked + b"1;", server.trickle(b"x")),
        "trailers": lambda: prefixed(chunked + b"0\r\n", server.trickle(b"A: b\r\n")),
        "redirects": lambda: prefixed(b"", late(server, http(b"", 302, Location="/api.php"))),
    }


def prefixed(start: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield start
    yield from rest


def late(server: RawServer, play: Play) -> Iterator[bytes]:
    server.ended.wait(0.4)
    yield from play()


@pytest.mark.parametrize("name", plays(RawServer(0, [])))
def test_s7_one_deadline_holds_for_all_of_a_request(name: str) -> None:
    began = time.monotonic()
    with (
        raw_serving(lambda server: [plays(server)[name]]) as server,
        pytest.raises(NetworkError, match=r"did not reply in time|without end|broke"),
    ):
        fetch(server.api_url, seconds=0.6)
    assert time.monotonic() - began < 15
    until(no_request_is_under_way)


@pytest.mark.parametrize("name", plays(RawServer(0, [])))
def test_s7_a_request_that_is_given_up_ends_at_once(name: str) -> None:
    stop = threading.Event()
    waits: list[Wait] = []
    with raw_serving(lambda server: [plays(server)[name]]) as server:

        def stop_when_asked() -> None:
            until(lambda: bool(server.asked))
            stop.set()

        stopper = threading.Thread(target=stop_when_asked)
        stopper.start()
        with (
            closing(Client(server.api_url, on_wait=waits.append)) as client,
            pytest.raises(CancelledError),
        ):
            client.get({}, stop=stop)
        stopper.join()
        until(no_request_is_under_way)
    assert waits == []
    assert client.warnings == []


# --- F1: what cannot pass -------------------------------------------------------------------------


@pytest.mark.parametrize("interactive", [False, True])
def test_f1_a_host_that_accepts_and_never_answers(
    interactive: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wikilinks_gui.mediawiki.retry.FIRST_ANSWER", 0.5)
    with (
        raw_serving(lambda server: [server.silence]) as server,
        closing(Client(server.api_url, network=Transport(read_timeout=1))) as client,
        pytest.raises(NetworkError, match="did not reply in time"),
    ):
        client.get({}, interactive=interactive)
    assert 1 <= len(server.asked) <= 2


def test_f1_a_connection_that_is_never_made(monkeypatch: pytest.MonkeyPatch) -> None:
    never = threading.Event()
    monkeypatch.setattr(transport, "REACH_TIMEOUT", 0.3)
    monkeypatch.setattr("socket.getaddrinfo", lambda *args, **options: never.wait(5) and [])
    with (
        closing(Client("http://w.example/api.php")) as client,
        pytest.raises(ConnectError, match=r"w\.example cannot be reached: no connection within"),
    ):
        client.get({}, stop=Patience())
    never.set()
    until(no_request_is_under_way)


def test_f1_https_to_a_port_of_http_is_final() -> None:
    with asking(GOOD) as (_, server):
        address = server.api_url.replace("http:", "https:")
        with (
            closing(Client(address)) as client,
            pytest.raises(UnreachableError, match=r"by https.*begin its address with http://"),
        ):
            client.get({}, stop=Patience())
    assert server.asked == []


def test_f1_a_certificate_that_nobody_trusts_is_final(tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(Path(__file__).with_name("untrusted.pem"))
    with serving(GOOD) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        address = server.api_url.replace("http:", "https:")
        with (
            closing(Client(address)) as client,
            pytest.raises(UnreachableError, match="certificate is not valid"),
        ):
            client.get({}, stop=Patience())
    assert server.asked == []


# --- what this computer's settings say of the way ---------------------------------------------


@pytest.fixture
def public(monkeypatch: pytest.MonkeyPatch) -> None:
    """As for a public host, where proxies and certificates of the environment are used."""
    monkeypatch.setattr(transport, "is_loopback", lambda host: False)


@pytest.mark.usefixtures("public")
@pytest.mark.parametrize(
    "proxy",
    ["socks5://127.0.0.1:9", "socks://127.0.0.1:9", "http://[::1", "http://127.0.0.1:x", "ftp://p"],
)
def test_a_proxy_that_cannot_be_used_is_named(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", proxy)
    with (
        asking(GOOD) as (client, server),
        pytest.raises(UnreachableError, match="the proxy in this computer's settings"),
    ):
        client.get({}, stop=Patience())
    assert server.asked == []


@pytest.mark.usefixtures("public")
def test_a_proxy_that_wants_a_password_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(Answer(b"<html>Squid", 407)) as proxy:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.server_port}")
        with (
            closing(Client("http://wiki.example/api.php")) as client,
            pytest.raises(HttpStatusError, match="The proxy on the way to"),
        ):
            client.get({}, stop=Patience())


@pytest.mark.usefixtures("public")
@pytest.mark.parametrize("content", [None, "", "no certificate"])
def test_certificates_that_cannot_be_read_are_named(
    content: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "certificates.pem"
    if content is not None:
        file.write_text(content)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(file))
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        closing(Client(f"https://127.0.0.1:{server.getsockname()[1]}/api.php")) as client,
        pytest.raises(UnreachableError, match="REQUESTS_CA_BUNDLE"),
    ):
        client.get({}, stop=Patience())


# --- of our own invention -------------------------------------------------------------------------

CHUNKED = b"HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    "reply",
    [
        CHUNKED + b"zz\r\n{}\r\n0\r\n\r\n",
        CHUNKED + b"-1\r\n{}\r\n0\r\n\r\n",
        CHUNKED + b"ffffffffffffffffffff\r\n{}",
        CHUNKED + b"2\r\n{}",
        b"HTTP/1.1 200 X\r\nContent-Length: 5\r\nContent-Length: 9\r\n\r\n{}",
        b"HTTP/1.1 200 X\r\nContent-Length: 9999\r\n\r\n{}",
        b"HTTP/1.1 200 X\r\n" + b"A: b\r\n" * 1000 + b"\r\n{}",
        b"HTTP/1.1 200 X\r\nA: " + b"b" * 100_000 + b"\r\n\r\n{}",
        b"HTTP/1.1 twohundred X\r\n\r\n{}",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"\r\n\r\n\r\n",
        b"",
    ],
    ids=lambda reply: repr(reply[-25:]),
)
def test_broken_http_is_a_network_error_after_two_tries(reply: bytes) -> None:
    with (
        raw_serving(lambda server: [lambda: iter([reply])]) as server,
        closing(Client(server.api_url)) as client,
        pytest.raises(NetworkError, match=r"The connection to 127.*Given up after 2 tries"),
    ):
        client.get({}, stop=Patience())
    assert len(server.asked) == 2


def test_a_reply_that_cannot_be_unpacked_is_told_after_two_tries() -> None:
    reply = b"HTTP/1.1 200 X\r\nContent-Encoding: gzip\r\n\r\n{}"
    with (
        raw_serving(lambda server: [lambda: iter([reply])]) as server,
        closing(Client(server.api_url)) as client,
        pytest.raises(NetworkError, match=r"cut off or broken\. Given up after 2 tries"),
    ):
        client.get({}, stop=Patience())
    assert len(server.asked) == 2


@pytest.mark.parametrize("length", [str(len(REPLY) - 3), "0", "-5", "many"])
def test_a_length_that_lies_never_shortens_a_reply(length: str) -> None:
    """What is left of a reply does not count as the next one either."""
    with raw_serving(
        lambda server: [
            lambda: prefixed(
                f"HTTP/1.1 200 X\r\nContent-Length: {length}\r\n\r\n".encode(), iter([REPLY])
            ),
            http(REPLY),
        ]
    ) as server:
        server.keeps = True
        with closing(Client(server.api_url, network=Transport(read_timeout=0.5))) as client:
            try:
                assert client.get({}, stop=Patience()) == json.loads(REPLY)
            except WikiError:
                assert length == "-5" or not length.isdigit()


@pytest.mark.parametrize("status", [204, 205, 300, 304, 305, 401, 402, 407, 418, 501, 511, 999])
def test_odd_statuses_are_told(status: int) -> None:
    with (
        raw_serving(lambda server: [http(b"", status)]) as server,
        closing(Client(server.api_url)) as client,
        pytest.raises(HttpStatusError, match=str(status)),
    ):
        client.get({}, stop=Patience())
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "line", ["no colon", ": no name", "A : b", "A\x01: b", " folded", "\xff: b"]
)
def test_headers_that_cannot_be_read_are_passed_over_in_silence(
    line: str, caplog: pytest.LogCaptureFixture
) -> None:
    head = f"HTTP/1.1 200 X\r\n{line}\r\nContent-Length: {len(REPLY)}\r\n\r\n"
    with raw_serving(lambda server: [lambda: iter([head.encode("latin-1") + REPLY])]) as server:
        assert fetch(server.api_url).body.startswith(REPLY)
    assert caplog.records == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_nowhere_is_told(status: int) -> None:
    with (
        raw_serving(lambda server: [http(b"", status)]) as server,
        closing(Client(server.api_url)) as client,
        pytest.raises(HttpStatusError, match=str(status)),
    ):
        client.get({}, stop=Patience())


def test_cookies_without_end_are_forgotten() -> None:
    replies = [
        answer({"query": {}}, **{"Set-Cookie": f"c{number}={'x' * 100}"}) for number in range(60)
    ]
    with asking(*replies) as (client, server):
        for _ in replies:
            client.get({})
    assert max(len(headers.get("Cookie", "")) for headers in server.headers) < 6000


def test_a_gzip_that_is_cut_off_is_asked_for_again() -> None:
    packed = gzip.compress(json.dumps({"query": {"text": "ab" * 50_000}}).encode())
    with asking(Answer(packed[:-30], headers={"Content-Encoding": "gzip"}), GOOD) as (client, _):
        assert client.get({}, stop=Patience()) == json.loads(REPLY)
