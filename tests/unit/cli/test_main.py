# SPDX-License-Identifier: MIT
"""The commands against the sample wiki, also when it fails."""

import csv
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.samplewiki import SampleWiki
from tests.samplewiki.faults import (
    Answer,
    ApiError,
    Fault,
    Html,
    Reset,
    TooManyRequests,
)
from wikilinks_gui.cli import opening
from wikilinks_gui.cli.main import COMMANDS, main, read_arguments
from wikilinks_gui.mediawiki import client, retry
from wikilinks_gui.samplewiki.request import Request
from wikilinks_gui.settings import CONTACT_VARIABLE
from wikilinks_gui.store.store import Store

ROWS = 1551  # pages that link to United States


@pytest.fixture
def wiki() -> Iterator[SampleWiki]:
    with SampleWiki() as wiki:
        yield wiki


class Program:
    """Runs commands with a folder of their own and reads what they leave."""

    def __init__(self, folder: Path, wiki: SampleWiki) -> None:
        self.folder = folder
        self.wiki = wiki
        self.output = folder / "out.csv"
        self.stats_file = folder / "stats.json"

    def export(self, title: str, *options: str, wiki: str | None = None) -> int:
        self.wiki.requests.clear()
        return main(
            [
                *("export", title, "--wiki", wiki or self.wiki.api_url),
                *("--output", str(self.output), "--stats", str(self.stats_file)),
                *("--basedir", str(self.folder / "base"), *options),
            ]
        )

    @property
    def stats(self) -> dict[str, Any]:
        stats: dict[str, Any] = json.loads(self.stats_file.read_text())
        return stats

    def rows(self) -> list[dict[str, str]]:
        with self.output.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))


@pytest.fixture
def program(tmp_path: Path, wiki: SampleWiki) -> Program:
    return Program(tmp_path, wiki)


def goes_on(request: Request) -> bool:
    """A page of a listing that is not its first."""
    return "lhcontinue" in request


def test_an_export_is_whole_and_says_what_it_took(
    program: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    assert program.export("united States") == 0
    rows = program.rows()
    assert len({row["page_id"] for row in rows}) == len(rows) == ROWS
    assert capsys.readouterr().err == f"1,551 rows written to {program.output} (4 requests).\n"
    assert {request.get("maxlag") for request in program.wiki.requests} == {None, "5"}
    stats = program.stats
    assert stats.pop("seconds") > 0
    assert stats.pop("bytes") > 1000
    assert stats == {
        "requests": 4,
        "setup_requests": 1,
        "retries": 0,
        "rows": ROWS,
        "distinct_pages": ROWS,
        "redirects": 0,
        "complete": True,
    }


def test_counts_go_to_standard_output(
    program: Program, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert program.export("Berlin", "--stats", "-") == 0
    assert json.loads(capsysbinary.readouterr().out)["rows"] == len(program.rows())
    with pytest.raises(SystemExit):
        program.export("Berlin", "--stats", "-", "--output", "-")
    assert b"the same file" in capsysbinary.readouterr().err


def test_w7_check_marks_are_a_column_on_demand(
    program: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    assert program.export("Berlin") == 0
    rows = program.rows()
    page_id = int(rows[0]["page_id"])
    path = program.folder / "base" / "data" / "explorations.sqlite"
    with Store(path) as store:
        store.set_checked(store.explorations()[0].id, [page_id], True)
    assert program.export("Berlin", "--cached", "--marked-column") == 0
    marked = program.rows()
    assert [row.pop("marked") for row in marked] == [
        "true" if row["page_id"] == rows[0]["page_id"] else "false" for row in rows
    ]
    assert marked == rows
    with pytest.raises(SystemExit):
        program.export("Berlin", "--cached", "--marked-column", "--format", "wikitext")
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("DELETE FROM checked")
    assert program.export("Berlin", "--cached") == 0
    capsys.readouterr()
    assert program.export("Berlin", "--cached", "--marked-column") == 1
    assert "marks of “Berlin”" in capsys.readouterr().err


def test_r5_a_list_whose_rows_are_gone_is_not_exported(
    program: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    assert program.export("Berlin") == 0
    before = program.output.read_bytes()
    with closing(sqlite3.connect(program.folder / "base/data/explorations.sqlite")) as db, db:
        db.execute("DELETE FROM row")
    capsys.readouterr()
    assert program.export("Berlin", "--cached") == 1
    said = capsys.readouterr().err
    assert "is damaged" in said
    assert "Leave out --cached to fetch it again." in said
    assert program.output.read_bytes() == before
    assert program.export("Berlin") == 0
    assert program.export("Berlin", "--cached") == 0
    assert program.output.read_bytes() == before


def test_a_listing_that_failed_is_resumed_where_it_stopped(
    program: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    program.output.write_text("old")
    program.wiki.faults.add(Html(404, when=goes_on))
    assert program.export("United States") == 4
    said = capsys.readouterr().err
    assert "(HTTP status 404). 500 rows are kept; --resume continues the listing." in said
    assert len(said.splitlines()) == 1
    assert program.output.read_text() == "old"
    assert (program.stats["rows"], program.stats["complete"]) == (500, False)
    assert program.export("United States", "--resume") == 0
    assert len({row["page_id"] for row in program.rows()}) == len(program.rows()) == ROWS
    assert program.stats["requests"] == len(program.wiki.requests) == 3  # nothing twice
    assert program.stats["setup_requests"] == 0
    capsys.readouterr()
    assert program.export("United States", "--resume") == 0
    assert capsys.readouterr().err.startswith("There is no incomplete listing")
    assert program.stats["requests"] == 4  # the last one got as far as its file: anew


@pytest.mark.parametrize(
    "fault", [Reset(when=goes_on), Html(503, when=goes_on), ApiError("ratelimited", when=goes_on)]
)
def test_what_passes_is_waited_for_and_told(
    program: Program,
    fault: Fault,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(retry, "LONGEST_BACKOFF", 0.01)
    program.wiki.faults.add(fault)
    assert program.export("United States") == 0
    assert len(program.rows()) == ROWS
    assert program.stats["retries"] == 1
    assert capsys.readouterr().err.startswith("Waiting 0 s: ")


def test_waits_that_the_wiki_asks_for_say_so(
    program: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    program.wiki.faults.add(TooManyRequests("0", when=goes_on))
    assert program.export("United States") == 0
    assert "Waiting 1 s, asked by the wiki: " in capsys.readouterr().err


def test_a_finished_listing_is_exported_without_a_request(program: Program) -> None:
    assert program.export("United States") == 0
    first = program.rows()
    program.output.unlink()
    assert program.export("United States", "--cached") == 0
    assert program.wiki.requests == []
    assert program.rows() == first
    assert program.stats["requests"] == 0


def test_what_was_never_listed_cannot_come_from_the_store(
    program: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    assert program.export("Berlin", "--cached", wiki="http://127.0.0.1:9/never") == 1
    assert program.export("United States") == 0
    assert program.export("Berlin", "--cached") == 1
    assert program.export("United States", "--cached", "--depth", "0") == 1
    assert capsys.readouterr().err.count("is stored") == 3


@pytest.mark.parametrize(
    ("title", "status", "words"),
    [
        ("a[b", 3, "“a[b” cannot be a title"),
        ("a|b", 3, "“a|b” cannot be a title"),
        ("Special:Version", 3, "“Special:Version” is a special page"),
        ("mw:Help", 3, "“mw:Help” is on another wiki (mw): https://www.mediawiki.org/"),
        ("https://other.example/wiki/X", 3, "is not a page of this wiki, Sample wiki"),
        ("", 3, "Type the title"),
    ],
)
def test_titles_that_cannot_be_listed(
    program: Program, title: str, status: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert program.export(title) == status
    said = capsys.readouterr().err
    assert words in said
    assert not program.output.exists()


def test_a_target_that_cannot_be_written_is_told_before_anything_is_asked(
    program: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    program.output = program.folder
    assert program.export("United States") == 1
    program.output = program.folder / "nowhere" / "out.csv"
    assert program.export("United States") == 1
    assert program.wiki.requests == []
    said = capsys.readouterr().err.splitlines()
    assert "is a folder" in said[0]
    assert "folder does not exist" in said[1]


def test_an_interrupt_keeps_what_came(
    program: Program, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(self: object, *args: object) -> None:
        raise KeyboardInterrupt

    program.wiki.faults.add(Html(503, when=goes_on))
    monkeypatch.setattr(retry.Tries, "wait_after", interrupted)
    assert program.export("United States") == 130
    said = capsys.readouterr().err
    assert said == "Interrupted. 500 rows are kept; --resume continues the listing.\n"
    assert program.stats["rows"] == 500


def test_a_wiki_is_found_from_the_address_of_a_page(program: Program) -> None:
    address = program.wiki.page_url("United States")
    arguments = ["export", address, "--output", str(program.output)]
    assert main([*arguments, "--basedir", str(program.folder)]) == 0
    assert len(program.rows()) == ROWS
    program.wiki.requests.clear()
    assert main([*arguments, "--basedir", str(program.folder)]) == 0
    assert len(program.wiki.requests) == 4  # what the wiki is, is known


@pytest.mark.parametrize(
    "arguments",
    [
        ["export", "X", "--output", "-"],
        ["export", "AC//DC", "--output", "-"],
        ["export", "X", "--demo", "--output", ""],
        ["export", "X", "--demo", "--output", "x.xlsx"],
        ["export", "X", "--demo", "--output", "x.csv", "--stats", "x.csv"],
        ["export", "\udcff", "--demo", "--output", "-"],
        ["resolve", "X", "--wiki", "http://h/\udcff"],
        ["settings", "--contact", "\udcff"],
        ["settings", "--pace", "https://en.wikipedia.org=1"],
        ["export", "X", "--demo"],
        ["export", "X", "--demo", "--output", "-", "--kinds", "links"],
        ["export", "X", "--demo", "--output", "-", "--depth", "-1"],
        ["export", "X", "--demo", "--output", "-", "--resume", "--cached"],
        ["settings", "--pace", "fast"],
        ["settings", "--contact", "x"],
        ["settings", "--pace", "a,b=1"],
        ["settings", "--pace", "w.example=1e-9"],
        ["nonsense", "X", "--demo"],
        ["X", "--demo", "--wiki", "en.wikipedia.org"],
        ["\udcff"],
        ["grph"],
    ],
)
def test_commands_that_are_not_understood(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    assert "usage:" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["settings", "--bogus"], "unrecognized arguments: --bogus"),
        (
            ["grph"],
            "did you mean “graph”? To explore the page of that title: wikilinks-gui -- grph",
        ),
        (["setting"], "did you mean “settings”?"),
    ],
)
def test_what_is_mistyped_is_named(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        read_arguments(arguments)
    assert left.value.code == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [["--", "grph"], ["grph", "--demo"], ["Exports"], ["Graph"], ["report"], ["expert"]],
)
def test_titles_that_are_like_a_command_can_be_explored(arguments: list[str]) -> None:
    args = read_arguments(arguments)
    assert args.command == "window"
    assert args.title == next(each for each in arguments if not each.startswith("--"))


@pytest.mark.parametrize("name", COMMANDS)
def test_help_tells_what_a_command_does(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        read_arguments(["--help"])
    listed = " ".join(capsys.readouterr().out.split())
    with pytest.raises(SystemExit) as left:
        main([name, "--help"])
    assert left.value.code == 0
    told = capsys.readouterr().out
    assert f"usage: wikilinks-gui {name} " in told
    summary = " ".join(told.split("\n\n")[1].split())
    assert f"{name} {summary}" in listed


def test_titles_after_two_dashes_are_no_options() -> None:
    args = read_arguments(["resolve", "--demo", "--", "--bogus"])
    assert args.title == "--bogus"


def test_resolve_tells_what_the_wiki_makes_of_a_title(
    program: Program, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    basedir = ["--basedir", str(program.folder)]
    assert main(["resolve", "taiss:nūruodis", "--wiki", program.wiki.api_url, *basedir]) == 0
    told = json.loads(capfdbinary.readouterr().out)
    assert (told["title"], told["status"], told["namespace"]) == ("Template:Nūruodis", "page", 10)
    assert main(["resolve", "Special:Version", "--wiki", program.wiki.api_url, *basedir]) == 3
    captured = capfdbinary.readouterr()
    assert json.loads(captured.out)["status"] == "special"
    assert b"special page" in captured.err


def test_settings_are_shown_and_changed(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    def settings(*options: str) -> dict[str, Any]:
        assert main(["settings", "--basedir", str(tmp_path), *options]) == 0
        told: dict[str, Any] = json.loads(capfdbinary.readouterr().out)
        return told

    first = {"contact": "", "pace": {}, "check_small_lists": True}
    assert settings() == first
    settings("--contact", "me@example.org", "--pace", "w.example=0.5")
    changed = first | {"contact": "me@example.org", "pace": {"w.example": 0.5}}
    assert settings() == changed
    assert settings("--pace", "w.example=") == changed | {"pace": {}}
    assert not settings("--no-check-small-lists")["check_small_lists"]
    assert not settings()["check_small_lists"]
    assert settings("--check-small-lists") == changed | {"pace": {}}


def test_w20_a_pace_that_has_no_effect_without_a_contact_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def warned(*options: str) -> bool:
        assert main(["settings", "--basedir", str(tmp_path), *options]) == 0
        return "at most 10 times a minute" in capsys.readouterr().err

    assert not warned("--pace", "127.0.0.1=5")
    assert warned("--pace", "w.example=2")
    assert not warned()  # nothing was set
    assert not warned("--contact", "me@example.org")


def test_the_sample_wiki_needs_no_address(tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    arguments = [
        "export",
        "Daugpiļs",
        "--demo",
        "--output",
        str(output),
        "--basedir",
        str(tmp_path),
    ]
    assert main(arguments) == 0
    rows = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    redirects = {row["title"] for row in rows if row["kinds"] == ["redirect"]}
    through = {row["via"] for row in rows if row["via"]}
    assert through
    assert through <= redirects
    output.unlink()
    assert main([*arguments, "--cached"]) == 0
    assert len(output.read_text(encoding="utf-8").splitlines()) == len(rows)


def test_what_the_wiki_made_of_the_title_is_told(
    program: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    assert program.export("Dynaburgs") == 0
    assert program.export("Nowhere at all") == 0
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "“Dynaburgs” redirects to “Daugpiļs”."
    assert said[2] == "“Nowhere at all” does not exist; links to it are listed all the same."
    assert said[3].startswith("0 rows written")


def test_a_listing_is_taken_up_by_another_name_of_the_page(program: Program) -> None:
    program.wiki.faults.add(Html(404, when=goes_on))
    address = program.wiki.page_url("United States")
    assert program.export("United States") == 4
    assert program.export("United_States", "--resume", wiki=address) == 0
    assert program.stats["requests"] == 3
    assert program.export(address, "--cached") == 0
    assert program.stats["requests"] == 0
    assert len(program.rows()) == ROWS


def test_a_redirect_is_resumed_by_the_title_it_was_asked_for(program: Program) -> None:
    def is_second_page(request: Request) -> bool:
        return "pageids" in request

    program.wiki.faults.add(Html(404, when=is_second_page))
    assert program.export("Dynaburgs") == 4
    assert program.export("Daugpiļs", "--resume") == 0
    assert program.stats["requests"] == 1
    resumed = program.rows()
    assert program.export("Daugpiļs") == 0
    assert resumed == program.rows()


@pytest.mark.parametrize("method", ["linkshere", "backlinks"])
@pytest.mark.parametrize("body", [b"{}", b'{"query":{}}', b'{"batchcomplete":true}', b"[]"])
def test_what_is_no_reply_does_not_end_a_listing(
    program: Program, body: bytes, method: str
) -> None:
    def second(request: Request) -> bool:
        return "lhcontinue" in request or "blcontinue" in request

    program.wiki.faults.add(Answer(body, when=second))
    assert program.export("United States", "--method", method) == 4
    assert program.stats["complete"] is False
    assert program.export("United States", "--method", method, "--resume") == 0
    assert len(program.rows()) == ROWS


@pytest.mark.parametrize("status", [500, 403])
def test_a_wiki_that_fails_is_not_told_to_be_none(
    tmp_path: Path,
    wiki: SampleWiki,
    status: int,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(client, "PATIENCE", 0.0)
    wiki.faults.add(Html(status))
    arguments = ["--output", "-", "--basedir", str(tmp_path)]
    assert main(["export", "X", "--wiki", wiki.page_url("X"), *arguments]) == 4
    said = capsys.readouterr().err.splitlines()
    assert f"HTTP status {status}" in said[-1]
    assert "No MediaWiki" not in said[-1]


def test_a_place_without_a_wiki_is_told(
    tmp_path: Path, wiki: SampleWiki, capsys: pytest.CaptureFixture[str]
) -> None:
    wiki.faults.add(*[Html(404) for _ in range(3)])
    arguments = ["--output", "-", "--basedir", str(tmp_path)]
    assert main(["export", "X", "--wiki", wiki.page_url("X"), *arguments]) == 4
    assert "No MediaWiki was found at" in capsys.readouterr().err


def test_an_address_that_is_none_is_a_usage_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["resolve", "X", "--wiki", "a b", "--basedir", str(tmp_path)]) == 2
    assert capsys.readouterr().err == "“a b” is not an address like en.wikipedia.org.\n"


def test_the_wikis_warnings_are_shown_without_control_characters(
    program: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    page = {"title": "X", "ns": 0, "missing": True}
    reply = {
        "batchcomplete": True,
        "warnings": [{"text": "Be\x1b[2J\nware."}],
        "query": {"pages": [page]},
    }
    program.wiki.faults.add(Answer(json.dumps(reply).encode(), when=lambda r: "titles" in r))
    assert program.export("X") == 0
    assert "The wiki warns: Be [2J ware.\n" in capsys.readouterr().err


def test_what_a_wiki_is_is_asked_again_after_a_day(program: Program) -> None:
    assert program.export("Berlin") == 0
    assert program.export("Berlin") == 0
    assert program.stats["setup_requests"] == 0
    path = program.folder / "base" / "data" / "explorations.sqlite"
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE wiki SET read_at = '2020-01-01T00:00:00+00:00'")
        db.commit()
    assert program.export("Berlin") == 0
    assert program.stats["setup_requests"] == 1


def test_old_wikis_are_listed_by_backlinks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with SampleWiki(old=True) as old:
        program = Program(tmp_path, old)
        assert program.export("Daugpiļs", "--depth", "1") == 0
        by_backlinks = program.rows()
        assert {"linkshere" in request.get("prop", "") for request in old.requests} == {False}
    assert "Unrecognized" not in capsys.readouterr().err
    with SampleWiki() as new:
        program = Program(tmp_path / "new", new)
        program.folder.mkdir()
        assert program.export("Daugpiļs", "--depth", "1") == 0
        by_linkshere = program.rows()
    for row in by_backlinks + by_linkshere:
        del row["url"]
    assert by_backlinks == by_linkshere


def test_public_wikis_are_told_that_nobody_is_named(
    tmp_path: Path,
    wiki: SampleWiki,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(opening, "is_loopback", lambda host: False)
    monkeypatch.delenv(CONTACT_VARIABLE, raising=False)
    arguments = ["resolve", "Berlin", "--wiki", wiki.api_url, "--basedir", str(tmp_path)]
    assert main(arguments) == 0
    assert "settings --contact you@example.org" in capsys.readouterr().err
    assert main([*arguments, "--contact", "me@example.org"]) == 0
    assert capsys.readouterr().err == ""


def test_one_wiki_that_is_broken_does_not_hinder_the_others(program: Program) -> None:
    path = program.folder / "base" / "data" / "explorations.sqlite"
    assert program.export("Berlin") == 0
    with closing(sqlite3.connect(path)) as db:
        (siteinfo,) = db.execute("SELECT siteinfo FROM wiki").fetchone()
        for name, broken in (
            ("http://a.example/api.php", "{}"),
            ("http://b.example/api.php", siteinfo.replace("http://127.0.0.1:", "http://b:x")),
            ("http://c.example/api.php", siteinfo.replace("/wiki/$1", "/wiki/$1/$1")),
        ):
            today = "2999-01-01T00:00:00+00:00"
            db.execute("INSERT INTO wiki VALUES (?, ?, ?, ?)", (name, name, broken, today))
        db.execute("DELETE FROM address")
        db.execute("UPDATE wiki SET siteinfo = '{}' WHERE key = ?", (program.wiki.api_url,))
        db.commit()
    assert program.export("Berlin", wiki=program.wiki.page_url("Berlin")) == 0
    assert program.stats["setup_requests"] == 2
    assert program.export("Berlin") == 0
    assert program.stats["setup_requests"] == 0


def test_the_sample_wikis_address_of_today_is_not_remembered(tmp_path: Path) -> None:
    arguments = ["export", "Berlin", "--demo", "--output", str(tmp_path / "out.csv")]
    assert main([*arguments, "--basedir", str(tmp_path)]) == 0
    with closing(sqlite3.connect(tmp_path / "data" / "explorations.sqlite")) as db:
        assert db.execute("SELECT count(*) FROM address").fetchone() == (0,)
        assert db.execute("SELECT key FROM wiki").fetchall() == [("sample",)]


@pytest.mark.parametrize(
    "entry",
    [
        '{"pageid": 1e400, "ns": 0, "title": "X"}',
        '{"pageid": 0, "ns": 0, "title": "X"}',
        '{"pageid": 1000000000000000000000, "ns": 0, "title": "X"}',
        '{"pageid": 1, "ns": 1000000000000000000000, "title": "X"}',
        '{"pageid": 1, "ns": 0}',
        "7",
    ],
)
def test_what_is_no_row_is_told(program: Program, entry: str) -> None:
    body = f'{{"query": {{"pages": [{{"title": "Y", "ns": 0, "linkshere": [{entry}]}}]}}}}'
    program.wiki.faults.add(Answer(body.encode(), when=lambda request: "titles" in request))
    assert program.export("Y") == 4
    assert program.stats["rows"] == 0
