# SPDX-License-Identifier: MIT
"""Where a link comes from, as far as wikitext tells."""

from tests.unit.wikitext.rules import ENGLISH
from wikilinks_gui.table.origin import Origin
from wikilinks_gui.table.row import Kind
from wikilinks_gui.wikitext.carriers import carriers
from wikilinks_gui.wikitext.origin import Answer, judge
from wikilinks_gui.wikitext.use import Wanted

A = Wanted("A", Kind.LINK)
BOX = "Template:Box"


def asked(text: str, boxes: dict[str, str] | None = None, wanted: Wanted = A) -> Answer:
    """Judge a page that transcludes all the boxes."""
    boxes = boxes or {}
    found = carriers(boxes, wanted, ENGLISH)
    return judge("Page", text, wanted, set(boxes), found, ENGLISH)


def test_a_link_in_the_text() -> None:
    answer = asked("before [[a|b]] after")
    assert (answer.origin, answer.templates, answer.is_sure) == (Origin.TEXT, (), True)
    assert [(use.start, use.end) for use in answer.uses] == [(7, 14)]


def test_a_link_through_a_template() -> None:
    assert asked("{{box}}", {BOX: "[[a]]"}) == Answer(Origin.TEMPLATE, (BOX,))


def test_a_link_in_the_text_and_through_a_template() -> None:
    answer = asked("{{box}} [[A]]", {BOX: "[[a]]"})
    assert (answer.origin, answer.templates, answer.is_sure) == (Origin.BOTH, (BOX,), True)


def test_a_template_that_links_only_on_its_own_page_brings_nothing() -> None:
    answer = asked("{{box}}", {BOX: "x<noinclude>[[a]]</noinclude>"})
    assert (answer.origin, answer.is_sure) == (Origin.NOT_FOUND, False)


def test_a_template_brings_what_another_brings_that_it_calls() -> None:
    boxes = {BOX: "{{inner}}", "Template:Inner": "{{box}}[[a]]"}
    assert asked("{{box}}", boxes) == Answer(Origin.TEMPLATE, (BOX, "Template:Inner"))


def test_a_link_in_an_argument_is_in_the_text() -> None:
    answer = asked("{{other|x=[[a]]}}")
    assert answer.origin == Origin.TEXT
    assert (answer.templates, answer.is_sure) == (("Template:Other",), True)


def test_a_name_in_an_argument_makes_doubtful() -> None:
    answer = asked("{{link|a}} [[a]]")
    assert (answer.origin, answer.is_sure) == (Origin.TEXT, False)


def test_a_page_is_transcluded_through_a_redirect() -> None:
    wanted = Wanted("A", Kind.TRANSCLUSION, frozenset({"Alias"}))
    assert asked("{{:alias}}", wanted=wanted) == Answer(Origin.TEMPLATE, ("Alias",))
    assert asked("{{box}}", {BOX: "{{:alias}}"}, wanted) == Answer(Origin.TEMPLATE, (BOX,))


def test_a_conditional_template_is_certain_where_nothing_else_explains_the_link() -> None:
    box = "{{#if:{{{x|}}}|[[a]]}}"
    assert asked("{{box|x=1}}", {BOX: box}) == Answer(Origin.TEMPLATE, (BOX,))
    assert not asked("{{box|x=1}} [[a]]", {BOX: box}).is_sure
