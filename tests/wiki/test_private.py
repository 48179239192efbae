# SPDX-License-Identifier: MIT
"""A wiki that cannot be read without signing in, and one that is gone: told in one line."""

from pathlib import Path

import pytest

from tests.wiki.command import run
from tests.wiki.mediawiki import MediaWiki
from wikilinks_gui.errors import ReadDeniedError
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.siteinfo import read_siteinfo


def test_read_denied(private: MediaWiki) -> None:
    """Even what the wiki is may not be read; that is an error of its own."""
    client = Client(private.api_url)
    with pytest.raises(ReadDeniedError) as caught:
        read_siteinfo(client)
    client.close()
    assert caught.value.code == "readapidenied"


@pytest.mark.parametrize("address", ["/api.php", "/wiki/Hub", ""])
def test_commands_on_a_private_wiki(private: MediaWiki, address: str, tmp_path: Path) -> None:
    """Exit status 4 and one line, from whatever address; no file is left behind."""
    output = tmp_path / "rows.csv"
    wiki = ("--wiki", private.url + address)
    for arguments in (("resolve", "Hub"), ("export", "Hub", "--output", str(output))):
        done = run(tmp_path / "base", *arguments, *wiki, status=4)
        assert done.stdout == b""
        assert len(done.stderr.decode().splitlines()) == 1
    assert not output.exists()


def test_wiki_that_is_gone(tmp_path: Path) -> None:
    """Nobody answers any more: exit status 4, and what was exported before stays as it was."""
    wiki = MediaWiki(tmp_path)
    output = tmp_path / "rows.csv"
    output.write_bytes(b"before")
    wiki.port = 9  # the discard service, which nobody runs
    arguments = ("export", "Hub", "--wiki", wiki.api_url, "--output", str(output))
    done = run(tmp_path / "base", *arguments, status=4)
    assert len(done.stderr.decode().splitlines()) == 1
    assert output.read_bytes() == b"before"
