# SPDX-License-Identifier: MIT
"""Sections are numbered and named as MediaWiki does it."""

from tests.unit.wikitext.rules import ENGLISH
from wikilinks_gui.wikitext.scanner import own_uses
from wikilinks_gui.wikitext.sections import section_at, sections


def test_links_are_in_the_section_that_holds_them() -> None:
    text = (
        "[[a]]\n== b ==\n[[c]]\n=== [[d]] === <!-- x -->\n{{t|\n== e ==\n}}[[f]]"
        "\n{{#if:1|\n== i ==\n[[j]]\n}}\n==g==\n[[h]]"
    )
    found = sections(text, ENGLISH)
    told = [
        (use.target, section_at(found, use.start)[1:3])
        for use in own_uses(text, ENGLISH, "Page")
        if use.label
    ]
    assert told == [
        ("A", (0, "")),
        ("C", (1, "b")),
        ("D", (2, "d")),
        ("F", (2, "d")),
        ("J", (2, "d")),
        ("H", (5, "g")),
    ]


def test_headings_that_are_alike_are_told_apart() -> None:
    text = "\n".join(
        (
            "= A =",
            "= a =",
            "= A 2 =",
            "= ''A''<ref>b</ref> =",
            "= [[c|A]] =",
            "= a_2 =",
            "= Ā =",
            "= ā =",
        )
    )
    assert [each.anchor for each in sections(text, ENGLISH)] == [
        *("", "A", "a_2", "A_2_2", "A_3", "A_4", "a_2_3", "Ā", "ā")
    ]


def test_a_heading_of_which_nothing_is_known_is_no_lead_section() -> None:
    found = sections("== {{b}} ==\n== ==\n", ENGLISH)
    assert [(each.heading, each.anchor) for each in found] == [("", ""), ("{{b}}", ""), ("…", "")]


def test_many_headings_take_linear_time() -> None:
    assert sections("\n=a=" * 20_000, ENGLISH)[-1].anchor == "a_20000"
