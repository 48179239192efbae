# SPDX-License-Identifier: MIT
"""Titles as MediaWiki reads them; the test of conformance asks MediaWiki itself for many more."""

import pytest

from wikilinks_gui.samplewiki.titles import BadTitleError, Title, parse_title, quote_title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("latveja", Title(0, "Latveja")),
        ("_Dūmu  meits_", Title(0, "Dūmu_meits")),
        ("vikipedeja: dūmu meits#Viersroksts_2", Title(4, "Dūmu_meits", "Viersroksts 2")),
        ("TEMPLATE:x", Title(10, "X")),
        ("Taiss:x", Title(10, "X")),
        ("Image:x.png", Title(6, "X.png")),
        (":Fails:x.png", Title(6, "X.png")),
        ("en:talk:x", Title(0, "talk:x", "", "en")),
        ("Star Wars: A New Hope", Title(0, "Star_Wars:_A_New_Hope")),
        ("&eacute;&#x61;", Title(0, "Éa")),
        ("e\N{COMBINING ACUTE ACCENT}", Title(0, "É")),
        ("\N{LEFT-TO-RIGHT MARK}x\N{IDEOGRAPHIC SPACE}y", Title(0, "X_y")),
        ("ßx", Title(0, "SSx")),
        ("#x", Title(0, "", "x")),
    ],
)
def test_reading(text: str, title: Title) -> None:
    assert parse_title(text) == title


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "empty"),
        ("Talk:", "empty"),
        ("[x]", "characters"),
        ("a%20b", "characters"),
        ("a\nb", "characters"),
        ("../x", "relative"),
        ("a/./b", "relative"),
        ("a~~~b", "magic-tilde"),
        ("é" * 128, "too-long"),
        ("::x", "leading-colon"),
        ("Talk:File:x", "talk-namespace"),
        ("Talk:en:x", "talk-namespace"),
        ("a\ufffdb", "utf8"),
    ],
)
def test_what_cannot_be_a_title(text: str, kind: str) -> None:
    with pytest.raises(BadTitleError) as caught:
        parse_title(text)
    assert caught.value.code == f"title-invalid-{kind}"


def test_texts_have_names_and_spaces() -> None:
    assert Title(4, "Dūmu_meits").text == "Project:Dūmu meits"
    assert Title(0, "A_b", "", "en").text == "en:A b"
    assert Title(0, "A_b").text == "A b"


def test_addresses() -> None:
    assert quote_title("Who? Ķ/~(a)") == "Who%3F_%C4%B6/~(a)"
