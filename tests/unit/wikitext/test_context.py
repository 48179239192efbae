# SPDX-License-Identifier: MIT
"""The sentence around a link reads as plain text."""

import pytest

from tests.unit.wikitext.rules import ENGLISH
from wikilinks_gui.wikitext.context import MOST_LETTERS, context_of, source_of
from wikilinks_gui.wikitext.scanner import own_uses


def around(text: str, target: str = "A") -> str:
    """Return the context of the first use of a page, the use in angle brackets."""
    use = next(use for use in own_uses(text, ENGLISH, "Page") if use.target == target)
    found = context_of(text, use)
    before, middle = found.text[: found.start], found.text[found.start : found.end]
    return f"{before}<{middle}>{found.text[found.end :]}"


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("#REDIRECT [[a]]", "#REDIRECT <a>"),
        ("#REDIRECT[[a]]", "#REDIRECT <a>"),
        ("#redirect: [[a]] {{R}}", "#redirect: <a>"),
        ("One. Two [[a]] three. Four.", "Two <a> three."),
        ("By J. Doe of [[a|the A]] in 1900.", "By J. Doe of <the A> in 1900."),
        ("'''B''' is ''in'' [[a]]&nbsp;&ndash; x<ref>[[c]]. D</ref>.", "B is in <a> – x."),
        ("x<ref>See [[a]], p. 3</ref> y", "See <a>, p. 3"),
        ("b [[a]] <ref>c</ref>.", "b <a>."),
        ("b [[a]] {{cn}}, c .5 <ref name=e /> ... d", "b <a>, c .5 ... d"),
        ("b [[c]] <ref>d</ref>, [[a]] : e ?", "b c, <a> : e ?"),
        ("* b\n* c [[a]] d\n* e", "c <a> d"),
        ("{|\n| b || c [[a]] d || e\n|}", "c <a> d"),
        ("{{Infobox\n| name = b\n| type = c [[a]]\n}}", "c <a>"),
        ("{{quote|He saw [[a]] there|Author}} x", "He saw <a> there x"),
        ("in {{convert|3|km}} of [[a]]", "in 3 km of <a>"),
        ("b [[File:c.png|thumb|d [[a]] e]] f", "d <a> e"),
        ("== b ==\n[[a]] c", "<a> c"),
        ("日本。次の[[a|石]]は鉱。終。", "次の<石>は鉱。"),
        ("B{{•}} [[a]]{{•}} c", "B • <a> • c"),
        ("B ({{lang|la|Bus}}; {{flag|c}}{{cn}}{{cite|x=y}}) [[a]]", "B (Bus; c) <a>"),
        (
            "B{{sfn|c|1900|p=3}} [[a]]{{cn}}{{efn|note}}, {{ill|c d|de}}; {{convert|3|km|mi}}.",
            "B <a>, c d; 3 km.",
        ),
        ("Bee.{{efn|c [[a]] d.}} E", "c <a> d."),
        ("[[File:b.png|thumb|at [[a]], {{circa|1882}}.]]", "at <a>, 1882."),
        ("[[File:b.png|alt=c [[a]]|d]]", "c <a>"),
        ("<gallery>\nb.png|alt=c|d [[a]]\n</gallery>", "d <a>"),
        ("Bee ({{IPA|de}}; c) [[a]] ({{audio|x=y}}) d", "Bee (de; c) <a> d"),
        ("{{#if:x|b}} [[a]] {{coord|1|2|N|3|E}}", "… <a> …"),
        ("See [http://x.org b c], [http://y.org] [[a]]", "See b c, <a>"),
        ("B ([[c|C. D.]]), 1900 (Nr. 1). Ed by Dr. [[a|Abe]]. Eh.", "Ed by Dr. <Abe>."),
        (
            "Bee. It was in 400 p. m. ē. and the 19. gs. Krīvejā [[a|Oka]]. C",
            "It was in 400 p. m. ē. and the 19. gs. Krīvejā <Oka>.",
        ),
        ("B 1918. [[a|Oka]] was. C", "<Oka> was."),
        ("B in 1 (Nr. 1). C [[a]]", "C <a>"),
        ('{| class="x"\n! b\n|-\n| style="c" | d [[a]]\n| e\n|}', "d <a>"),
        ('! style="{{c}}" | d [[a]] !! e', "d <a>"),
        (
            'b\n{| class="x"\n|+ c\n|-\n| 1.\n| style="d" | [[a]] || e\n|\n! f\n|}',
            "1. | <a> | e | f",
        ),
        ("{|\n|- c\n! [[a]]\n|-\n| e\n|}", "<a>"),
        ("{{b\n|-\n| c = [[a]]\n| d\n}}\n|}", "<a>"),
        ("<table><tr><td>b<td align=left>c [[a]]</td><td>d</table>", "c <a>"),
        ("|}\n''B'' ({{lang-la|c}}) is [[a]]", "B (c) is <a>"),
        ("b [[a]]<br />c<br>d", "b <a> / c / d"),
        ("[[b|c]] {{nowrap|in [[a]] of {{c|d}}}} e.", "c in <a> of d e."),
        ("{{quote|\nb [[a]] c\n|d}}", "b <a> c"),
        ("{{x| b = [[c|d]] [[a]] | e = f}}", "d <a>"),
        ("{{{1|b [[a]]}}} c", "b <a> c"),
        ("== B [[a]] ==\nc", "B <a>"),
        ("b [[a]]\n[[Category:C]]\n[[File:d.png|thumb|e]]", "b <a>"),
        ("b <!-- [[c]]\n* d --> [[a]] __NOTOC__ c", "b <a> c"),
        ("[[File:b.png|thumb|see [[c|d]]; [[a]]|alt=e]] f", "see d; <a>"),
        ("<gallery>\nb.png|c [[a]]\nd.png|e\n</gallery>", "c <a>"),
    ],
)
def test_contexts(text: str, context: str) -> None:
    assert around(text) == context


@pytest.mark.parametrize(
    ("text", "source", "label"),
    [
        ("b [[a|c ''d'']]s", "[[a|c ''d'']]s", "c ds"),
        ("b [[a|c<br>long d\ne]]", "[[a|c<br>long d", "clong d e"),
        ("b {{ Template:a | c }}", "{{ Template:a", "{{Template:a}}"),
        ("b {{\n template:a\n| c }}", " template:a", "{{template:a}}"),
        ("b {{:a}}", "{{:a", "{{:a}}"),
        ("[[a|{{int:b}}]]", "[[a|{{int:b}}]]", "A"),
        ("[[File:a|thumb|c]]", "[[File:a|thumb|c]]", "File:a"),
    ],
)
def test_what_is_copied_is_found_in_an_editor(text: str, source: str, label: str) -> None:
    use = own_uses(text, ENGLISH, "Page")[0]
    found = context_of(text, use)
    assert source_of(text, use) == source
    assert source in text
    assert found.text[found.start : found.end] == label


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("b [[{{ucfirst:a}}]] c", "b <{{ucfirst:a}}> c"),
        ("b [[{{a}}|d]] c", "b <d> c"),
        ("b {{:{{ucfirst:a}}}} c", "b <{{:{{ucfirst:a}}}}> c"),
    ],
)
def test_where_a_template_is_part_of_the_name_that_is_shown(text: str, context: str) -> None:
    assert around(text, "") == context


def test_a_template_in_a_line_of_its_own_is_a_paragraph() -> None:
    assert around("Bee\n{{a|b\n}}\nCe {{d}}", "Template:A") == "<{{a}}>"
    assert around("Bee {{a|b}} ce.", "Template:A") == "Bee <{{a}}> ce."


def test_a_context_is_short_and_holds_the_link() -> None:
    text = "word " * 1000 + "[[a]]" + " word" * 1000
    found = context_of(text, own_uses(text, ENGLISH, "Page")[0])
    assert found.text[found.start : found.end] == "a"
    assert len(found.text) <= MOST_LETTERS + 10
    assert found.text.startswith("…")
    assert found.text.endswith("…")
