# SPDX-License-Identifier: MIT
"""Which spellings may mean a page, so that the wiki is asked about them."""

from dataclasses import replace

import pytest

from tests.unit.wikitext.rules import ENGLISH
from wikilinks_gui.table.row import Kind
from wikilinks_gui.wikitext.names import doubts_in, may_spell
from wikilinks_gui.wikitext.scanner import read_page
from wikilinks_gui.wikitext.use import Wanted

SCRIPTS = {
    "Нови Сад": {"Нови Сад", "Novi Sad"},
    "Љубљана": {"Љубљана", "Ljubljana"},
    "头发": {"头发", "頭髮"},
    "克罗地亚": {"克罗地亚", "克羅地亞", "克羅埃西亞"},
}
CONVERTING = replace(
    ENGLISH,
    converts=True,
    scripts={title: frozenset(names) for title, names in SCRIPTS.items()},
)


@pytest.mark.parametrize(
    ("spelling", "title", "is_possible"),
    [
        ("Novi Sad", "Нови Сад", True),
        ("Novi Сад", "Нови Сад", True),
        ("Нови Сaд", "Нови Сад", True),  # one letter is Latin
        ("Нови Сад", "Нови Сад", False),  # it is
        ("Novi Pazar", "Нови Сад", False),
        ("Novi Sat", "Нови Сад", False),
        ("Novi", "Нови Сад", False),
        ("Ljubljana", "Љубљана", True),
        ("Ljubljane", "Љубљана", False),
        ("頭發", "头发", True),  # another form of the second
        ("頭間", "头发", True),  # as far as is known here
        ("頭巾", "头发", False),  # that is a simplified one
        ("頭乾", "头发", True),  # that is one as well, but has another form
        ("北京", "头发", False),
        ("克羅地亚", "克罗地亚", True),
        ("克羅埃西亞", "克罗地亚", True),
        ("斯洛文尼亚", "克罗地亚", False),
        ("Novi Beograd", "Нови Београд", False),  # the wiki did not say how that is written
    ],
)
def test_titles_in_several_scripts(spelling: str, title: str, is_possible: bool) -> None:
    assert may_spell(spelling, title, CONVERTING) == is_possible


def doubts(text: str, title: str) -> frozenset[str]:
    return doubts_in(
        read_page(text, ENGLISH, "Page", title).uses, Wanted(title, Kind.LINK), ENGLISH
    )


@pytest.mark.parametrize(
    ("text", "title", "spellings"),
    [
        ("[[a]] [[A]]", "A", set()),
        ("[[ßa]] [[ssa]]", "SSa", {"ßa"}),
        ("[[ßa]]", "Ssa", {"ßa"}),
        ("[[ßb]]", "SSa", set()),
        ("[[ŉa]]", "ʼNa", {"ŉa"}),
        ("[[ǆa]]", "ǅa", {"ǆa"}),  # not the capital that it is elsewhere
        ("[[ა]]", "Ა", {"ა"}),
        ("[[user:ßa]]", "User:SSa", {"User:ßa"}),
        ("[[w:a]] [[W : a|b]] [[w:b]]", "A", {"W:a", "W : a"}),
        ("{{ßa}}", "Template:SSa", set()),  # no link
        ("[[{{ucfirst:a}}]]", "A", set()),  # nothing that could be asked
    ],
)
def test_odd_letters_and_prefixes(text: str, title: str, spellings: set[str]) -> None:
    assert doubts(text, title) == spellings


def test_what_the_wiki_said_is_no_doubt() -> None:
    rules = replace(ENGLISH, meanings={"ßa": frozenset({"Ssa"}), "W:a": frozenset()})
    uses = read_page("[[ßa]] [[w:a]] [[Ssa]]", rules, "Page", "Ssa").uses
    assert doubts_in(uses, Wanted("Ssa", Kind.LINK), rules) == set()
    assert [rules.means(use.target, "Ssa") for use in uses] == [True, False, True]
