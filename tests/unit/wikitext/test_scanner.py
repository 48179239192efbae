# SPDX-License-Identifier: MIT
"""Every construct that holds links, or seems to; what is right was asked of MediaWiki 1.39."""

from dataclasses import replace

import pytest

from tests.unit.wikitext.rules import ENGLISH
from wikilinks_gui.table.row import Kind
from wikilinks_gui.wikitext.rules import NamespaceRules, WikitextRules, namespaces
from wikilinks_gui.wikitext.scanner import own_uses, transcluded_uses
from wikilinks_gui.wikitext.use import Use


def uses(text: str, page: str = "Page") -> list[Use]:
    return own_uses(text, ENGLISH, page)


def linked(text: str, page: str = "Page") -> list[str]:
    """Return the targets of links, without transclusions and files."""
    return [use.target for use in uses(text, page) if use.kind in {Kind.LINK, Kind.REDIRECT}]


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        # brackets: Parser::handleInternalLinks2 reads from one "[[" to the next
        ("[[a]] [[b|c]]", ["A", "B"]),
        ("[[a", []),
        ("[[[a]]]", []),
        ("[[[[a]]]]", ["A"]),
        ("[[a|[[b]] c]]", ["B"]),
        ("[[a|b\nc]]", ["A"]),
        ("[[a\nb]]", []),
        ("[[a|]]", []),  # the pipe trick happens when a page is saved
        ("[[a|]] b ]]", ["A"]),
        ("[[a|[b]]]", ["A"]),
        ("[[a{b]] [[a<b]]", []),
        ("[http://example.org [[a]]]", ["A"]),
        ("[[http://example.org a]]", []),
        ("-{zh:[[a]];en:[[b]]}-", ["A", "B"]),
        # titles
        ("[[%61]] [[&#98;]] [[c_d]]", ["A", "B", "C d"]),
        ("[[a#b|c]] [[#d]]", ["A", "Page"]),
        ("[[:a]] [[::b]]", ["A"]),
        ("[[Category:a]] [[:Category:b]]", ["Category:B"]),
        ("[[image:a.png]] [[:image:b.png]]", ["File:B.png"]),
        ("[[Special:Search]]", []),
        # what is not read
        ("<!-- [[a]] -->[[b]]<!-- [[c]]", ["B"]),
        ("[[a<!-- x -->b]]", ["Ab"]),
        ("<nowiki>[[a]]</nowiki> <pre>[[b]]</pre> <math>[[c]]</math>", []),
        ("<nowiki/>[[a]] [[b<nowiki/>c]]", ["A"]),
        ("<nowiki>[[a]]", ["A"]),
        ("<chem>[[a]]</chem>", ["A"]),  # no tag of this wiki
        ('<span title="[[a]]">[[b]]</span>', ["B"]),
        ('<other title="[[a]]">', ["A"]),
        ('{| title="[[a]]"\n|- [[b]]\n| [[c]]\n|}\n|- [[d]]', ["C", "D"]),
        # tags that hold wikitext
        ("<ref>[[a]]</ref><poem>[[b]]</poem><ref name=c/>", ["A", "B"]),
        ("<ref>[[a]]<ref>[[b]]</ref>", []),  # Cite shows an error
        ("<ref>[[a]]{{#tag:ref|[[b]]}}</ref>", ["A", "B"]),
        ('<gallery caption="[[a]]">\nb.png|[[c]]|link=d\n</gallery>', ["A", "C", "D"]),
        ("{{#tag:gallery|a.png{{!}}[[b]]}}", ["B"]),
        (
            "<imagemap>\nFile:a.png|[[b]]\n# x [[c]]\nrect 0 0 1 1 [[d|e]]\ndesc none\n</imagemap>",
            ["B", "D"],
        ),
        # pictures
        ("[[File:a.png|thumb|b [[c]] [[d|e]] f]]", ["C", "D"]),
        ("[[File:a.png|link=b|alt=c]]", ["B"]),
        ("[[File:a.png|link=http://example.org]]", []),
        ("[[File:a.png|b [[c]]", ["C"]),
        ("[[File:a.png|[[File:b.png|c [[d]]]]]]", ["D"]),
        # calls
        ("{{t|[[a]]|b=[[c]]}}", ["A", "C"]),
        ("{{t|[[a]]=[[b]]}}", ["B"]),  # the first is in the argument's name
        ("{{t|[[a]]|1=[[b]]}}", ["B"]),  # the last of a name counts
        ("{{t|[[a|b]]", ["A"]),
        ("{{{x|[[a]]|[[b]]}}}", ["A"]),
        ("{{{x}}}", []),
        ("{{subst:t|[[a]]}}", ["A"]),
        ("{{#tag:nowiki|[[a]]}}{{#tag:ref|[[b]]}}", ["B"]),
        # conditions of constants
        ("{{#if:|[[a]]|[[b]]}}", ["B"]),
        ("{{#if:{{{x|}}}|[[a]]|[[b]]}}", ["B"]),
        ("{{#ifeq:1|01|[[a]]|[[b]]}}", ["A"]),
        ("{{#switch:b|a=[[a]]|b|c=[[c]]|[[d]]}}", ["C"]),
        ("{{#switch:x|a=[[a]]|#default=[[b]]}}", ["B"]),
        ("{{#switch:x|a=[[a]]|[[d]]}}", ["D"]),
        ("{{#if:{{t}}|[[a]]|[[b]]}}", ["A", "B"]),
        ("[{{#if:1|[[a]]}}", []),  # three brackets
        ("[[a{{!}}b]] [[{{PAGENAME}}/c]] [[{{ns:2}}:d]]", ["A", "Page/c", "User:D"]),
        # what is transcluded only
        ("<noinclude>[[a]]</noinclude><includeonly>[[b]]</includeonly>", ["A"]),
        ("<onlyinclude>[[a]]</onlyinclude>[[b]]", ["A", "B"]),
        ("[[a<includeonly>b</includeonly>c]]", ["Ac"]),
        # redirects
        ("#REDIRECT [[a#b]]\n[[c]]", ["A", "C"]),
        ("#WEITERLEITUNG: [[a|b]]", ["A"]),
        ("x #REDIRECT [[a]]", ["A"]),
    ],
)
def test_links(text: str, targets: list[str]) -> None:
    assert linked(text) == targets


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("{{a}}", "Template:A"),
        ("{{ a\n|b}}", "Template:A"),
        ("{{:a}}", "A"),
        ("{{Help:a}}", "Help:A"),
        ("{{safesubst:a}}", "Template:A"),
        ("{{msgnw:a}}", "Template:A"),
        ("{{a<!-- b -->c}}", "Template:Ac"),
        ("{{/a}}", "User:Ann/a"),
        ("{{ {{{b|c}}} }}", "Template:C"),
        ("{{ {{b}} }}", ""),
        ("{{#lst:a|b}}", "A"),
    ],
)
def test_transclusions(text: str, target: str) -> None:
    first = uses(text, "User:Ann")[0]
    assert (first.kind, first.target) == (Kind.TRANSCLUSION, target)


def test_files() -> None:
    text = "[[Image:a.png|b]] [[Media:c.png]] <gallery>\nd.png\nFile:e.png|x\n</gallery>"
    files = [use.target for use in uses(text) if use.kind == Kind.FILE]
    assert files == ["File:A.png", "File:C.png", "File:D.png", "File:E.png"]


def test_subpages_are_only_where_the_namespace_has_them() -> None:
    text = "[[/a]] [[../b]] [[../../c|]] [[/d/|e]]"
    assert linked(text, "User:Ann/x") == ["User:Ann/x/a", "User:Ann/b", "User:Ann/x/d"]
    assert linked(text, "Ann/x") == ["/a", "/d/"]


def test_offsets_label_and_trail() -> None:
    text = "é [[rock crystal|clear]]s x"
    (use,) = uses(text)
    assert text[use.start : use.end] == "[[rock crystal|clear]]s"
    assert (use.target, use.label) == ("Rock crystal", "clears")
    (plain,) = uses("[[:Help:a]]bc")
    assert (plain.target, plain.label) == ("Help:A", "Help:abc")


def test_links_are_told_from_those_in_arguments_and_conditions() -> None:
    text = "[[a]] {{t|[[b]]|{{u|[[c]]}}}} {{#if:{{t}}|[[d]]}} {{#invoke:m|f|[[e]]}}"
    told = {use.target: (use.template, use.is_conditional) for use in uses(text) if use.label}
    assert told == {
        "A": ("", False),
        "B": ("Template:T", False),
        "C": ("Template:U", False),
        "D": ("", True),
        "E": ("", True),
    }


def test_scopes() -> None:
    text = "[[a]]<noinclude>[[b]]</noinclude><includeonly>[[c]]</includeonly>"
    assert [use.target for use in own_uses(text, ENGLISH, "Page")] == ["A", "B"]
    assert [use.target for use in transcluded_uses(text, ENGLISH)] == ["A", "C"]
    text = "[[a]]<onlyinclude>[[b]]</onlyinclude>"
    assert [use.target for use in own_uses(text, ENGLISH, "Page")] == ["A", "B"]
    assert [use.target for use in transcluded_uses(text, ENGLISH)] == ["B"]


def test_names_that_only_the_wiki_knows() -> None:
    unknown, prefixed, odd = uses("[[{{t}}|x]] [[w:a]] [[ßa]]")[0::2] + uses("[[ßa]]")
    assert (unknown.target, unknown.is_certain) == ("", False)
    assert (prefixed.target, prefixed.is_certain, prefixed.after_prefix) == ("W:a", False, "A")
    assert not odd.is_certain


def test_a_wiki_that_keeps_the_first_letter() -> None:
    rules = WikitextRules(
        namespaces([NamespaceRules(0, "", is_capitalized=False), NamespaceRules(2, "User")]),
        frozenset(),
        "/^([äa-z]+)(.*)$/sDu",
    )
    found = own_uses("[[a]]ä [[user:b]]", rules, "Page")
    assert [(use.target, use.end - use.start) for use in found] == [("a", 6), ("User:B", 10)]


GERMAN = replace(
    ENGLISH,
    magic_words={
        "wechsle": "switch",
        "standard": "default",
        "verweis=$1": "img_link",
        "ers": "subst",
        "sicherers": "safesubst",
        "klein": "lc",
        "SEITENNAME": "pagename",
        "abschnitt": "lst",
        "__ohne_inhalt__": "notoc",
    },
)


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("{{#wechsle:x|y=[[a]]|#standard=[[b]]}}", ["B"]),
        ("{{ERS:x|[[a]]}} {{ers:x}}", ["A"]),
        ("{{SicherErs:x}}", ["Template:X"]),
        ("{{klein:x}} {{lc:x}}", ["Template:Lc:x"]),  # this wiki names no other word for it
        ("[[{{SEITENNAME}}/a]] [[{{seitenname}}]]", ["Page/a", "", "Template:Seitenname"]),
        ("[[File:a.png|verweis=b]] [[File:a.png|link=c]]", ["File:A.png", "B", "File:A.png"]),
        ("{{#Abschnitt:a|b}}", ["A"]),
        ("[[a__OHNE_INHALT__]] [[b__c__d]]", ["A", "B c d"]),
    ],
)
def test_magic_words_of_the_wiki(text: str, targets: list[str]) -> None:
    assert sorted(use.target for use in own_uses(text, GERMAN, "Page")) == sorted(targets)
