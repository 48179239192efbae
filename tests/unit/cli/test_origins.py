# SPDX-License-Identifier: MIT
"""``export --demo --origin``: the sample wiki has texts, but renders no pages."""

import csv
from collections import Counter
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
        rows = list(csv.DictReader(file))
    assert Counter(row["origin"] for row in rows) == {
        "text": 43,
        "template": 50,
        "both": 2,
        "not found": 1,
    }
    (row,) = [row for row in rows if row["title"] == "Vaļds Zeps"]
    assert row["context"] == "Dzims Daugpilī, nu 1944 g. dzeivuojs ASV."
    said = capsys.readouterr().err
    assert "6 pages stay in doubt: the wiki does not render them." in said
    assert "96 rows written" in said
