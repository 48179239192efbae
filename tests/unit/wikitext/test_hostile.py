# SPDX-License-Identifier: MIT
"""No wikitext makes the scanner fail, or take more than linear time."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.wikitext.rules import ENGLISH
from wikilinks_gui.wikitext.context import context_of
from wikilinks_gui.wikitext.html import tags
from wikilinks_gui.wikitext.parsoid import read_html
from wikilinks_gui.wikitext.scanner import own_uses, transcluded_uses
from wikilinks_gui.wikitext.use import Use

HOSTILE: dict[str, Callable[[int], str]] = {
    "brackets": lambda n: "[" * n,
    "links unclosed": lambda n: "[[a" * (n // 3),
    "links closed": lambda n: "[[" * (n // 4) + "]]" * (n // 4),
    "comments in links": lambda n: "[[" * (n // 12) + "<!---->" * (n // 12) + "]]" * (n // 12),
    "braces": lambda n: "{" * n,
    "calls unclosed": lambda n: "{{a|" * (n // 4),
    "calls nested": lambda n: "{{a|" * (n // 6) + "}}" * (n // 6),
    "names nested": lambda n: "{{a" * (n // 5) + "}}" * (n // 5),
    "parameters nested": lambda n: "{{{a|" * (n // 8) + "}}}" * (n // 8),
    "parameters in names": lambda n: "{{{{{a|" * (n // 12) + "}}}}}" * (n // 12),
    "conditions nested": lambda n: "{{#if:1|" * (n // 10) + "}}" * (n // 10),
    "conditions in conditions": lambda n: "{{#if:" * (n // 10) + "|a}}" * (n // 10),
    "comparisons nested": lambda n: "{{#ifeq:1|" * (n // 12) + "}}" * (n // 12),
    "switches nested": lambda n: "{{#switch:1|" * (n // 14) + "}}" * (n // 14),
    "comments": lambda n: "<!---->" * (n // 7),
    "comments and breaks": lambda n: "\n<!----> <!---->" * (n // 16),
    "comment unclosed": lambda n: "<!--" * (n // 4),
    "tags unclosed": lambda n: "<ref>" * (n // 5),
    "tags without end": lambda n: "<ref " * (n // 5),
    "tags in all letters": lambda n: "<rEf><Ref><reF><syntaxHighlight>" * (n // 32),
    "tags in tags": lambda n: "<ref><poem><gallery>" * (n // 40) + "</poem></ref>" * (n // 40),
    "names of tags": lambda n: "<ref>" + "".join(f"<a{i}>" for i in range(n // 8)) + "<ref></ref>",
    "headings": lambda n: "\n=a=" * (n // 4),
    "equals": lambda n: "=" * n,
    "heading of calls": lambda n: "\n={{" * (n // 4),
    "hyphens": lambda n: "-{" * (n // 2),
    "variants": lambda n: "-{" * (n // 4) + "}-" * (n // 4),
    "pictures unclosed": lambda n: "[[File:a|" * (n // 9),
    "pictures with links": lambda n: "[[File:a|[[b]] " * (n // 15),
    "pictures nested": lambda n: "[[File:a|[[File:b|c]]" * (n // 24) + "]]" * (n // 24),
    "pipes": lambda n: "[[a" + "|" * n + "]]",
    "arguments": lambda n: "{{a" + "|" * n + "}}",
    "options": lambda n: "[[File:a" + "|link=b" * (n // 7) + "]]",
    "percent": lambda n: "[[" + "%25" * (n // 3) + "]]",
    "entities": lambda n: "[[" + "&amp" * (n // 4) + "]]",
    "blanks": lambda n: "[[" + " _" * (n // 2) + "]]",
    "prefixes": lambda n: "[[" + "a:" * (n // 2) + "]]",
    "dots": lambda n: "[[" + "../" * (n // 3) + "]]",
    "tables": lambda n: "\n{|\n|-" * (n // 6),
    "tables indented": lambda n: "\n" + ":" * n,
    "galleries": lambda n: "<gallery>\na|[[b]]\n</gallery>" * (n // 28),
    "gallery lines": lambda n: "<gallery>" + "\na.png|b" * (n // 8) + "</gallery>",
    "attributes": lambda n: "<span [[" * (n // 8),
    "redirects": lambda n: "#REDIRECT" + " " * n + "[[",
    "only": lambda n: "<onlyinclude>" * (n // 26) + "</onlyinclude>" * (n // 26),
    "only by turns": lambda n: "<onlyinclude></onlyinclude>" * (n // 27),
    "noinclude": lambda n: "<noinclude>" * (n // 11),
}
"""Texts of about so many letters."""

FRAGMENTS = [
    *(
        "[[",
        "]]",
        "[",
        "]",
        "{{",
        "}}",
        "{{{",
        "}}}",
        "|",
        "=",
        "\n",
        "\n==",
        "==\n",
        "<!--",
        "-->",
    ),
    *(
        "<nowiki>",
        "</nowiki>",
        "<ref>",
        "</ref>",
        "<ref/>",
        "<gallery>",
        "</gallery>",
        "<imagemap>",
    ),
    *("</imagemap>", "<pre>", "</pre>", "<poem>", "</poem>", "<noinclude>", "</noinclude>"),
    *("<includeonly>", "</includeonly>", "<onlyinclude>", "</onlyinclude>", "-{", "}-", "{|", "|}"),
    *("|-", "!", "*", "#", ":", "/", "../", "%", "%41", "&amp;", "&#65;", "File:a.png", "link="),
    *(
        "#if:",
        "#switch:",
        "#tag:ref",
        "subst:",
        "#REDIRECT",
        "Category:",
        "a",
        "b c",
        "é",
        "石",
        "ו",
    ),
    *(
        "\x00",
        "\x7f",
        "\ufdd0",
        "\u200e",
        "\U0001f600",
        "\ud800",
        "'''",
        "<span title='",
        ">",
        "''",
    ),
]
TEXTS = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=3)), max_size=40).map(
    "".join
)


def steps(work: Callable[[], object]) -> int:
    """Count the lines of Python and calls into C that a piece of work takes."""
    count = 0

    def profile(_frame: FrameType, _event: str, _argument: Any) -> None:
        nonlocal count
        count += 1

    sys.setprofile(profile)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def every_use(text: str, page: str = "Page") -> list[Use]:
    """Return the uses that count on the page itself, then those where it is transcluded."""
    return own_uses(text, ENGLISH, page) + transcluded_uses(text, ENGLISH)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_linear_time(name: str) -> None:
    """Four times the text takes about four times the calls; what C does is in the benchmark."""
    small, large = (HOSTILE[name](size) for size in (1_000, 4_000))
    every_use(small)
    one, four = (
        steps(lambda text=text: every_use(text))  # type: ignore[misc]
        for text in (small, large)
    )
    assert four <= 5 * one + 100


@pytest.mark.parametrize("name", HOSTILE)
def test_much_hostile_text_does_not_exceed_the_stack(name: str) -> None:
    text = HOSTILE[name](20_000)
    for use in every_use(text)[:20]:
        context_of(text, use)


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_offsets_point_at_what_they_say(text: str) -> None:
    for uses in (own_uses(text, ENGLISH, "Page/Sub"), transcluded_uses(text, ENGLISH)):
        assert uses == sorted(uses, key=lambda use: (use.start, use.end))
    for use in every_use(text, "Page/Sub"):
        assert 0 <= use.start <= use.end <= len(text)
        context = context_of(text, use)
        assert 0 <= context.start <= context.end <= len(context.text)
        if text.startswith("[[", use.start) and use.kind != 4:
            assert "]]" in text[use.start : use.end]


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_any_html_is_read(text: str) -> None:
    mark = "<a rel=\"mw:WikiLink\" href='./A' about='#mwt1' typeof='mw:Transclusion' data-mw='"
    read_html(f"{mark}{text}'>{text}</a>{text}", ENGLISH)
    list(tags(text))
