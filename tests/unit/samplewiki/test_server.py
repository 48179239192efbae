# SPDX-License-Identifier: MIT
"""The sample wiki over HTTP: where it listens, what it records, how it ends."""

import http.client
import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
import requests

from tests.samplewiki import SampleWiki
from wikilinks_gui.samplewiki.database import INDEXES, SCHEMA

QUERY = {"action": "query", "format": "json", "formatversion": "2"}


@pytest.fixture(scope="module")
def wiki() -> Iterator[SampleWiki]:
    with SampleWiki() as wiki:
        yield wiki


def small(path: Path | str = ":memory:") -> sqlite3.Connection:
    """Make a wiki of three pages."""
    connection = sqlite3.connect(path, check_same_thread=False)
    connection.executescript(SCHEMA + INDEXES)
    connection.executemany(
        "INSERT INTO page VALUES (?, ?, ?, ?)", [(1, 0, "A", 0), (2, 0, "B", 0), (3, 0, "C", 1)]
    )
    connection.executemany("INSERT INTO pagelinks VALUES (0, 'A', 0, ?)", [(2,), (3,)])
    connection.execute("INSERT INTO redirect VALUES (3, 0, 'A', '', 'Part')")
    connection.commit()
    return connection


def links(wiki: SampleWiki, title: str) -> list[str]:
    params = QUERY | {"titles": title, "prop": "linkshere", "lhlimit": "max"}
    pages = requests.get(wiki.api_url, params=params, timeout=10).json()["query"]["pages"]
    return [row["title"] for row in pages[0].get("linkshere", [])]


def test_it_serves_two_encyclopedias(wiki: SampleWiki) -> None:
    assert "Aglyunys nūvods" in links(wiki, "Latveja")
    assert len(links(wiki, "Italy")) == 500


def test_only_this_computer_is_served(wiki: SampleWiki) -> None:
    assert urlsplit(wiki.api_url).hostname == "127.0.0.1"
    assert wiki.api_url == f"{wiki.url}/api.php"


def test_get_and_post_are_the_same_and_post_counts(wiki: SampleWiki) -> None:
    params = QUERY | {"titles": "Latveja"}
    got = requests.get(wiki.api_url, params=params, timeout=10).json()
    posted = requests.post(wiki.api_url, data=params, timeout=10).json()
    both = requests.post(wiki.api_url, params={"titles": "Nope"}, data=params, timeout=10).json()
    assert got == posted == both


def test_requests_are_recorded(wiki: SampleWiki) -> None:
    before = len(wiki.requests)
    headers = {"User-Agent": "test/1"}
    requests.get(wiki.api_url, params=QUERY | {"titles": "A|B"}, headers=headers, timeout=10)
    requests.post(wiki.api_url, data=QUERY, timeout=10)
    requests.get(wiki.page_url("Latveja"), timeout=10)
    first, second = wiki.requests[before:]
    assert first == QUERY | {"titles": "A|B"}
    assert (first.method, first.headers["User-Agent"]) == ("GET", "test/1")
    assert (second, second.method) == (QUERY, "POST")


def test_a_connection_serves_many_requests(wiki: SampleWiki) -> None:
    address = urlsplit(wiki.url)
    with closing(http.client.HTTPConnection(str(address.hostname), address.port)) as connection:
        connection.connect()
        socket = connection.sock
        for title in ("Italy", "Latveja", "[x]"):
            connection.request("GET", "/api.php?" + urlencode(QUERY | {"titles": title}))
            connection.getresponse().read()
            assert connection.sock is socket


def test_many_at_once(wiki: SampleWiki) -> None:
    titles = ["Italy", "Latveja", "Latgola", "Kanada", "Europe"] * 8
    alone = {title: links(wiki, title) for title in set(titles)}
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda title: links(wiki, title), titles))
    assert together == [alone[title] for title in titles]


def test_pages_are_plain(wiki: SampleWiki) -> None:
    title = '<script>alert("1")</script>'
    page = requests.get(f"{wiki.url}/index.php", params={"title": title}, timeout=10)
    assert page.status_code == 404
    assert "<script" not in page.text
    page = requests.get(f"{wiki.url}/index.php", params={"title": 'A & "B"'}, timeout=10)
    assert '<h1 id="firstHeading">A &amp; &quot;B&quot;</h1>' in page.text
    page = requests.get(wiki.page_url("Barack Obama"), timeout=10)
    assert f'href="{wiki.api_url}?action=rsd"' in page.text
    assert '<h1 id="firstHeading">Barack Obama</h1>' in page.text


@pytest.mark.parametrize("path", ["/w/api.php", "/api.php/x", "/../etc/passwd", "/favicon.ico"])
def test_there_is_nothing_else(wiki: SampleWiki, path: str) -> None:
    assert requests.get(wiki.url + path, timeout=10).status_code == 404


@pytest.mark.parametrize("length", ["", "x", "-1", str(1 << 30)])
def test_a_body_of_a_strange_length_is_refused(wiki: SampleWiki, length: str) -> None:
    address = urlsplit(wiki.url)
    with closing(http.client.HTTPConnection(str(address.hostname), address.port)) as connection:
        connection.putrequest("POST", "/api.php")
        connection.putheader("Content-Length", length)
        connection.endheaders()
        assert connection.getresponse().status == 400


def test_another_database_is_served_and_stays_open() -> None:
    with closing(small()) as database:
        with SampleWiki(database) as wiki:
            assert links(wiki, "A") == ["B", "C"]
        assert database.execute("SELECT count(*) FROM page").fetchone() == (3,)


def test_a_file_is_served_and_not_written(tmp_path: Path) -> None:
    path = tmp_path / "50% of pages?.sqlite"
    small(path).close()
    before = path.read_bytes()
    with SampleWiki(path) as wiki:
        assert links(wiki, "A") == ["B", "C"]
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_nothing_is_left_when_it_is_closed() -> None:
    threads = set(threading.enumerate())
    wiki = SampleWiki()
    with pytest.raises(RuntimeError):
        _ = wiki.api_url
    wiki.start()
    url = wiki.api_url
    with requests.Session() as session:
        session.get(url, params=QUERY, timeout=10)
        wiki.close()
        assert set(threading.enumerate()) <= threads
        with pytest.raises(requests.ConnectionError):
            session.get(url, params=QUERY, timeout=10)
    wiki.close()
