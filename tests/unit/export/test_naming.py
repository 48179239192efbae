# SPDX-License-Identifier: MIT
"""Names for files, made of the titles of pages."""

from pathlib import Path

import pytest

from wikilinks_gui.export import FORMATS
from wikilinks_gui.export.naming import ENDINGS, file_name


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
