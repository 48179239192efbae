# SPDX-License-Identifier: MIT
"""``export --demo --origin``: the sample wiki has texts, but renders no pages."""

import csv
import re
import sqlite3
from pathlib import Path

import pytest

from wikilinks_gui.cli.main import main


def test_w1_the_sample_wiki_can_be_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "links.csv"
    arguments = ["export", "Daugpiļs", "--demo", "--origin", "--basedir", str(tmp_path / "base")]
    assert main([*arguments, "--output", str(output)]) == 0
    with output.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["title"]: row for row in csv.DictReader(file)}
    assert rows["Vaļds Zeps"]["origin"] == "text"
    assert rows["Vaļds Zeps"]["context"] == "Dzims Daugpilī, nu 1944 g. dzeivuojs ASV."
    assert rows["Bolvi"]["origin"] == "template"
    assert rows["Bolvi"]["templates"] == "Template:Latvejis mīsti"
    said = capsys.readouterr().err
    assert said.startswith(
        "Checking 95 pages: at most 5 requests, and one more for each page in doubt.\n"
    )
    assert re.search(r"(?m)^[0-9]+ pages stay in doubt: the wiki does not render them\.", said)
    assert "96 rows written" in said


def test_w1_rows_are_chosen_by_where_their_links_come_from(tmp_path: Path) -> None:
    arguments = ["export", "Daugpiļs", "--demo", "--origin", "--basedir", str(tmp_path / "base")]

    def exported(*more: str) -> list[dict[str, str]]:
        assert main([*arguments, *more, "--output", str(tmp_path / "links.csv")]) == 0
        with (tmp_path / "links.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    every = exported()
    for only, origins in {
        "text": {"text", "both"},
        "both": {"both"},
        "template": {"template"},
        "not-found, both": {"not found", "both"},
        "unknown": set[str](),
        "unknown,text,template,not-found": {"text", "both", "template", "not found"},
    }.items():
        assert exported("--cached", "--origin-only", only) == [
            row for row in every if row["origin"] in origins
        ]
    in_doubt = exported("--cached", "--origin-only", "in-doubt")
    assert in_doubt == [row for row in every if row["in_doubt"] == "true"] != []
    with sqlite3.connect(tmp_path / "base" / "data" / "explorations.sqlite") as db:
        db.execute("DELETE FROM origin WHERE page_id = ?", (every[5]["page_id"],))
    (unknown,) = exported("--cached", "--origin-only", "unknown")
    assert (unknown["title"], unknown["origin"]) == (every[5]["title"], "")
    most = exported("--cached", "--origin-only", "unknown,text")
    assert most == [
        unknown if row == every[5] else row
        for row in every
        if row == every[5] or row["origin"] in {"text", "both"}
    ]


def test_w1_rows_that_were_not_checked_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["export", "Daugpiļs", "--demo", "--basedir", str(tmp_path / "base")]
    assert main([*arguments, "--output", str(tmp_path / "all.csv")]) == 0
    capsys.readouterr()
    only = ["--cached", "--origin", "--origin-only", "template"]
    assert main([*arguments, *only, "--output", str(tmp_path / "some.csv")]) == 0
    assert capsys.readouterr().err.splitlines() == [
        "96 rows are not checked: where their links come from is not known."
        " Leave out --cached to check them.",
        f"0 rows written to {tmp_path / 'some.csv'} (0 requests).",
    ]
