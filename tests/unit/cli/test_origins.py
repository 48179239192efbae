# SPDX-License-Identifier: MIT
"""``export --demo --origin``: the sample wiki has texts, but renders no pages."""

import csv
import re
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
    assert re.search(r"^[0-9]+ pages stay in doubt: the wiki does not render them\.", said)
    assert "96 rows written" in said


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
