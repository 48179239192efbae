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
