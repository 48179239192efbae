# SPDX-License-Identifier: MIT
"""What templates bring to the pages that transclude them."""

from dataclasses import replace

import pytest

from tests.unit.wikitext.rules import ENGLISH
from wikilinks_gui.table.origin import Origin
from wikilinks_gui.table.row import Kind
from wikilinks_gui.wikitext.carriers import CERTAIN, CONDITIONAL, NEVER, called_pages, carriers
from wikilinks_gui.wikitext.origin import judge
from wikilinks_gui.wikitext.use import Wanted

A = Wanted("A", Kind.LINK)
T = "Template:T"


def certainty(**texts: str) -> str:
    """Return how certain template T is, among others by their names."""
    named = {f"Template:{name}": text for name, text in texts.items()}
    return carriers(named, A, ENGLISH)[T].certainty(Kind.LINK)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[a]]", CERTAIN),
        ("{{Navbox|list=[[a]]}}", CERTAIN),
        ("<ref>[[a]]</ref>", CERTAIN),
        ("<includeonly>[[a]]</includeonly>", CERTAIN),
        ("[[a]]<noinclude>[[a]]</noinclude>", CERTAIN),
        ("{{#if:{{{x|}}}|[[a]]}}", CONDITIONAL),
        ("{{#if:1|[[a]]}}", CERTAIN),
        ("{{{x|[[a]]}}}", CONDITIONAL),
        ("{{#invoke:m|f}}", CONDITIONAL),  # nothing else says where its own link comes from
        ("<noinclude>[[a]]</noinclude>", NEVER),
        ("[[a]]<onlyinclude>b</onlyinclude>", NEVER),
        ("#REDIRECT [[a]]", NEVER),
    ],
)
def test_a_template_by_its_own_text(text: str, expected: str) -> None:
    assert certainty(T=text) == expected


@pytest.mark.parametrize(
    ("text", "inner", "expected"),
    [
        ("{{u}}", "[[a]]", CERTAIN),
        ("{{#if:{{{x}}}|{{u}}}}", "[[a]]", CONDITIONAL),
        ("{{u}}", "{{#if:{{{x}}}|[[a]]}}", CONDITIONAL),
        ("{{u}}", "{{t}}[[a]]", CERTAIN),  # a ring
        ("#REDIRECT [[Template:U]]", "[[a]]", CERTAIN),
        ("<noinclude>{{u}} [[a]]</noinclude>", "[[a]]", NEVER),
    ],
)
def test_a_template_by_another_that_it_calls(text: str, inner: str, expected: str) -> None:
    assert certainty(T=text, U=inner) == expected


def test_a_long_chain_of_templates() -> None:
    texts = {f"Template:T{number}": f"{{{{t{number + 1}}}}}" for number in range(2000)}
    texts["Template:T2000"] = "[[a]]"
    found = carriers(texts, A, ENGLISH)
    assert {carrier.certainty(Kind.LINK) for carrier in found.values()} == {CERTAIN}


def test_a_kind_that_the_template_does_not_use() -> None:
    every = Wanted("A", Kind.LINK | Kind.TRANSCLUSION | Kind.FILE)
    (carrier,) = carriers({T: "[[a]]"}, every, ENGLISH).values()
    assert (carrier.certainty(Kind.LINK), carrier.certainty(Kind.FILE)) == (CERTAIN, NEVER)


def test_pages_that_a_text_calls() -> None:
    text = "{{a}} {{ b\n|c}} {{:d}} {{Help:e}} {{#if:1|{{f}}}} {{{g}}} {{{h|}}} {{PAGENAME}}"
    text += "{{DEFAULTSORT:i}} {{SORTIERUNG:j}} {{{{k}}|l}} {{USA}}"
    words = {"sortierung": "defaultsort", "defaultsort": "defaultsort", "PAGENAME": "pagename"}
    assert called_pages(text, replace(ENGLISH, magic_words=words)) == {
        *("Template:A", "Template:B", "D", "Help:E", "Template:F", "Template:K", "Template:USA"),
    }


def test_a_template_that_is_no_row_may_bring_a_link() -> None:
    """On its own page the condition does not hold, so that it is in no list of links."""
    texts = {T: "{{#if:{{{x|}}}|[[a]]}}"}
    found = carriers(texts, A, ENGLISH, rows=[])
    shown = judge("Page", "{{t|x=1}}", A, [], found, ENGLISH)
    assert (shown.origin, shown.templates) == (Origin.TEMPLATE, (T,))
    assert not judge("Page", "{{t}} [[a]]", A, [], found, ENGLISH).is_sure
    assert judge("Page", "[[a]]", A, [], found, ENGLISH).is_sure
