# SPDX-License-Identifier: MIT
"""What the program remembers of its person."""

import stat
import sys
from pathlib import Path

import pytest

from wikilinks_gui.errors import SettingsError
from wikilinks_gui.mediawiki.pace import ANONYMOUS, PUBLIC, Rate
from wikilinks_gui.settings import (
    CONTACT_VARIABLE,
    Folders,
    Settings,
    contact_of,
    contact_problem,
    load_settings,
    pace_host,
    rate_of,
    save_settings,
)


def test_settings_are_kept(tmp_path: Path) -> None:
    path = Folders.below(tmp_path).settings
    assert load_settings(path) == Settings()
    settings = Settings("me@example.org", {"w.example": 0.5}, check_small_lists=False)
    save_settings(path, settings)
    assert load_settings(path) == settings
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"]
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())  # as some editors save it
    assert load_settings(path) == settings


@pytest.mark.parametrize(
    "text",
    [
        *("", "[]", '{"contact": null}', '{"pace": {"x": 0}}', '{"pace": {"x": "fast"}}', "\0"),
        *("[" * 100_000, '{"a":' * 100_000, "7", "null", '"x"', '{"pace": []}', '{"pace": 7}'),
        *('{"contact": 7}', '{"contact": ["x"]}', '{"pace": {"x": [1]}}', '{"pace": {"x": "1"}}'),
        *('{"pace": {"x": true}}', '{"pace": {"x": 1e999}}', '{"pace": {"x": NaN}}'),
        *('{"check_small_lists": 1}', '{"check_small_lists": null}'),
        '{"pace": {"x": ' + "9" * 5000 + "}}",
    ],
    ids=lambda text: text[:20],
)
def test_s14_damaged_settings_are_told_and_kept(tmp_path: Path, text: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(text)
    with pytest.raises(SettingsError, match=r"settings\.json"):
        load_settings(path)
    assert path.read_text() == text


@pytest.mark.skipif(sys.platform == "win32", reason="no modes on Windows")
def test_s15_settings_are_for_their_owner_alone(tmp_path: Path) -> None:
    path = Folders.below(tmp_path / "a" / "b").settings
    save_settings(path, Settings("me@example.org"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o644)
    save_settings(path, Settings("you@example.org"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for folder in (path.parent, tmp_path / "a"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_settings_that_cannot_be_written_are_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError):
        save_settings(tmp_path / "file" / "settings.json", Settings())


def test_the_contact_is_overridden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(CONTACT_VARIABLE, raising=False)
    settings = Settings("kept@w.example")
    assert contact_of(settings, None) == "kept@w.example"
    monkeypatch.setenv(CONTACT_VARIABLE, "environment@w.example")
    assert contact_of(settings, None) == "environment@w.example"
    assert contact_of(settings, "given@w.example") == "given@w.example"


@pytest.mark.parametrize("contact", ["x", " ", "\n"])
def test_w20_what_is_no_contact_counts_nowhere(
    contact: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CONTACT_VARIABLE, contact)
    assert contact_of(Settings(), None) == contact_of(Settings(contact), None) == ""


def test_public_hosts_are_asked_slowly() -> None:
    settings = Settings(pace={"slow.example": 0.5, "slower.example": 0.02})
    assert rate_of(settings, "127.0.0.1", "") is None
    assert rate_of(settings, "en.wikipedia.org", "me") == PUBLIC == Rate(3, 1.0)
    assert rate_of(settings, "slow.example", "me") == Rate(1, 2.0)
    assert rate_of(settings, "slow.example", "") == ANONYMOUS == Rate(10, 60.0)
    assert rate_of(settings, "slower.example", "") == Rate(1, 50.0)


def test_w20_a_pace_for_this_computer_holds() -> None:
    settings = Settings(pace={"127.0.0.1": 2.0})
    assert rate_of(settings, "127.0.0.1", "") == Rate(1, 0.5)
    assert rate_of(settings, "localhost", "") is None


@pytest.mark.parametrize(
    "contact",
    [
        *("", "me@example.org", "Jane Doe <jane@wiki.example>", "User:Me", "[[User:Me]]"),
        *("de:Benutzer:Ich", "https://meta.wikimedia.org/wiki/User:Me", "wiki.example/Me"),
        *("Benutzerin:Ångström", "利用者:私", "me@example.org, User:Me"),
    ],
)
def test_w20_contacts(contact: str) -> None:
    assert contact_problem(contact) == ""


@pytest.mark.parametrize(
    "contact",
    ["x", "()", "me", "me@", "@example.org", "me@localhost", "a b", ":", "User:", "http:x"],
)
def test_w20_what_is_no_contact(contact: str) -> None:
    assert "you@example.org" in contact_problem(contact)


def test_w20_hosts() -> None:
    assert pace_host("https://De.Wikipedia.org:443/wiki/X") == "de.wikipedia.org"
    assert pace_host("de.wikipedia.org/wiki/X") == "de.wikipedia.org"
    assert pace_host("localhost:8080") == "localhost"
    assert pace_host("[::1]") == pace_host("::1") == "::1"
    assert [pace_host(typed) for typed in ("a b", "http://[", "", "a,b", "…", "-.-.")] == [""] * 6
