# SPDX-License-Identifier: MIT
"""Names for files, made of the titles of pages."""

from pathlib import Path

import pytest

from wikilinks_gui.export.formats import FORMATS
from wikilinks_gui.export.naming import (
    ENDINGS,
    ending_of,
    file_name,
    format_of,
    suffix_of,
    unused_file,
)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Climate change", "Climate change.csv"),
        ("User:Me/A?", "User-Me-A-.csv"),
        ('"x" <b>', "-x- -b-.csv"),
        ("..", "links.csv"),
        (".hidden", "hidden.csv"),
        ("Dr. ", "Dr.csv"),
        ("con", "_con.csv"),
        ("Aux.b", "_Aux.b.csv"),
        ("Concert", "Concert.csv"),
        ("CONIN$", "_CONIN$.csv"),
        ("conout$.x", "_conout$.x.csv"),
        ("Clock$", "_Clock$.csv"),
        ("nul .x", "_nul .x.csv"),
        ("CONIN$x", "CONIN$x.csv"),
        ("LPT1", "_LPT1.csv"),
        ("a\u202eb\x1fc", "a b c.csv"),
        ("日本語", "日本語.csv"),
        ("a\ud800b", "a b.csv"),
        ("", "links.csv"),
    ],
)
def test_name_of_a_title(title: str, name: str) -> None:
    assert file_name(title, ".csv") == name


@pytest.mark.parametrize("title", ["x" * 255, "語" * 85, "é" * 127, "/" * 255])
def test_long_titles_make_names_that_can_be_written(title: str, tmp_path: Path) -> None:
    path = tmp_path / file_name(title, ".txt")
    path.touch()
    assert path.parent == tmp_path
    assert path.suffix == ".txt"


def test_each_format_has_an_ending() -> None:
    assert set(ENDINGS) == set(FORMATS)


@pytest.mark.parametrize(
    ("name", "suffix", "format_"),
    [
        ("q.csv", ".csv", "csv"),
        ("folder.tsv/q.JSONL", ".jsonl", "jsonl"),
        ("q.txt", ".txt", "wikitext"),
        ("q.wikitext", ".wikitext", "wikitext"),
        ("q.svg", ".svg", None),
        ("q", "", None),
        (".csv", "", None),
        ("Mr. Smith", "", None),
        ("Windows 3.1", "", None),
        ("q.csv.gz", ".gz", None),
    ],
)
def test_w5_the_ending_of_a_name_is_a_format(name: str, suffix: str, format_: str | None) -> None:
    assert suffix_of(name) == suffix
    assert format_of(name, FORMATS) == format_


def test_w5_each_ending_means_its_format() -> None:
    formats = (*FORMATS, "png", "graphml")
    assert [format_of(f"q{ending_of(each)}", formats) for each in formats] == [*formats]


def test_w4_a_name_that_is_taken_gets_a_number(tmp_path: Path) -> None:
    names = []
    for _time in range(3):
        file = unused_file(tmp_path, "Quartz", ".csv")
        names.append(file.name)
        file.touch()
    assert names == ["Quartz.csv", "Quartz (2).csv", "Quartz (3).csv"]
    (tmp_path / "Owl.csv").symlink_to(tmp_path / "nowhere")
    assert unused_file(tmp_path, "Owl", ".csv").name == "Owl (2).csv"
    (tmp_path / f"{'x' * 180}.csv").touch()
    unused_file(tmp_path, "x" * 255, ".csv").touch()
    assert unused_file(tmp_path / "not there", "Quartz", ".csv").name == "Quartz.csv"
