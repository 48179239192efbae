# SPDX-License-Identifier: MIT
"""Titles are read as MediaWiki's title codec reads them."""

from dataclasses import replace

import pytest

from tests.unit.wikitext.rules import ENGLISH
from wikilinks_gui.wikitext.titles import percent_decoded, read_title, subpage


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("a b", "A b"),
        ("_a__b_", "A b"),
        ("a\u00a0\u3000b", "A b"),
        ("\u200ea\u202c", "A"),
        ("éa", "Éa"),
        ("Caf&eacute;", "Café"),
        ("Cafe&#x301;", "Café"),
        ("a&amp;b", "A&b"),
        ("a&amp;#98;", "A&"),  # and a fragment
        ("user:ann", "User:Ann"),
        ("USER : ann", "User:Ann"),
        ("Image:a", "File:A"),
        ("Project:a", "Test wiki:A"),
        (":user:ann", "User:Ann"),
        ("user:", None),
        ("a:b", "A:b"),
        ("Talk:File:a", None),
        ("", None),
        (":", None),
        ("a|b", None),
        ("a\tb", None),
        ("a%41", None),
        ("a%4", "A%4"),
        ("a&b;", None),
        ("a~~~b", None),
        ("./a", None),
        ("a/..", None),
        ("a...", "A..."),
        ("é" * 127, "É" + "é" * 126),
        ("é" * 128, None),
        ("&#xd800;", None),
        ("&#0;", None),
        ("&#99999999999999;", None),
    ],
)
def test_titles(text: str, title: str | None) -> None:
    found = read_title(text, ENGLISH)
    assert (found.text if found else None) == title


def test_a_fragment_is_no_part_of_the_title() -> None:
    found = read_title("a_#b_c", ENGLISH)
    assert found
    assert (found.text, found.fragment) == ("A", "b c")


def test_the_capital_of_i_has_a_dot_in_some_languages() -> None:
    turkish = replace(ENGLISH, dots_capital_i=True)
    found = [read_title(text, turkish) for text in ("izmir", "ırmak", "user:ali", "Izmir")]
    texts = [title.text for title in found if title]
    assert texts == ["İzmir", "Irmak", "User:Ali", "Izmir"]


def test_percent_signs_are_decoded_as_in_addresses() -> None:
    assert percent_decoded("a%20%C3%A9+%3C") == "a é+&lt;"
    assert read_title(percent_decoded("a%FF"), ENGLISH) is None


@pytest.mark.parametrize(
    ("target", "page", "meant"),
    [
        ("/b", "A", "A/b"),
        ("/b/", "A", "A/b"),
        ("/b#c", "A", "A/b#c"),
        ("../b", "A/x", "A/b"),
        ("../", "A/x", "A"),
        ("../../b/", "A/x/y", "A/b"),
        ("../b", "A", "../b"),
        ("b/c", "A", "b/c"),
    ],
)
def test_subpages(target: str, page: str, meant: str) -> None:
    assert subpage(target, page) == meant
