# SPDX-License-Identifier: MIT
"""The servers that the other tests stand on: they serve, they count, and they end."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from tests.wiki.command import environment
from tests.wiki.conftest import Place
from tests.wiki.mediawiki import MediaWiki, Recording

SERVE = """
import pathlib, sys
from tests.wiki.mediawiki import MediaWiki
wiki = MediaWiki(pathlib.Path(sys.argv[1]))
wiki.start()
print(wiki.port, wiki.server.pid, flush=True)
sys.stdin.read()
"""


def group_is_gone(group: int) -> bool:
    """Return whether no process of a group is left, not even one that nobody has waited for."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A wiki that is installed and not served."""
    return MediaWiki.install(tmp_path / "wiki", pages={"A.b": "[[Hub]]"}).folder


def test_serves_and_ends(folder: Path) -> None:
    """It answers, by page and by API, and leaves no process behind."""
    with MediaWiki(folder) as wiki:
        assert wiki.server is not None
        group = wiki.server.pid
        page = requests.get(f"{wiki.url}/wiki/A.b", timeout=30)
        assert page.status_code == 200
        assert f'href="{wiki.url}/api.php?action=rsd"' in page.text
        assert not group_is_gone(group)
        for _ in range(2):  # it can be ended and started again
            wiki.stop()
            wiki.start()
        last = wiki.server.pid
    assert group_is_gone(group)
    assert group_is_gone(last)
    with pytest.raises(requests.ConnectionError):
        requests.get(wiki.url, timeout=30)


def test_ends_with_a_killed_starter(folder: Path) -> None:
    """Where the tests are killed, their servers end by themselves."""
    starter = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(folder)],
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with starter:
        assert starter.stdout is not None
        port, group = map(int, starter.stdout.readline().split())
        wiki = MediaWiki(folder, port)
        assert requests.get(wiki.api_url, timeout=30).status_code == 200
        starter.send_signal(signal.SIGKILL)
    for _ in range(200):
        try:
            requests.get(wiki.api_url, timeout=30)
        except requests.ConnectionError:
            return
    os.killpg(group, signal.SIGKILL)
    pytest.fail("the server is still there")


def test_record(lowercase: Place) -> None:
    """Requests are recorded in order, by GET and by POST, whatever is in them."""
    recording = lowercase.wiki.record()
    sent = [{"action": "query", "titles": f"{number} +&=é漢😀\x1f|"} for number in range(5)]
    for number, params in enumerate(sent):
        if number % 2:
            requests.post(lowercase.wiki.api_url, data=params, timeout=30)
        else:
            requests.get(lowercase.wiki.api_url, params=params, timeout=30)
    assert recording.requests == sent


def test_a_request_that_was_being_written_is_of_before(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_bytes(b'{"params": {"a": "1"}}\n{"params": {"b"')
    whole, recording = Recording(log, 0), Recording(log, log.stat().st_size)
    assert recording.requests == []
    with log.open("ab") as file:
        file.write(b': "2"}}\n')
    assert recording.requests == []
    with log.open("ab") as file:
        file.write(b'{"params": {"c": "3"}}\n{"params": {')
    assert recording.requests == [{"c": "3"}]
    assert whole.requests == [{"a": "1"}, {"b": "2"}, {"c": "3"}]
