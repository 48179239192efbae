# SPDX-License-Identifier: MIT
"""Which parameters a template reads, and what is left out of a call because of that."""

import pytest

from tests.unit.wikitext.rules import ENGLISH
from wikilinks_gui.table.origin import Origin
from wikilinks_gui.table.row import Kind
from wikilinks_gui.wikitext.carriers import NEVER, carriers
from wikilinks_gui.wikitext.origin import Answer, judge
from wikilinks_gui.wikitext.parameters import parameters
from wikilinks_gui.wikitext.use import Wanted

A = Wanted("A", Kind.LINK)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("x {{{1}}} {{{ my name |{{{b|}}}}}}", {"1", "my name", "b"}),
        ("x", set()),
        ("{{#if:{{{1|}}}|{{lc:{{{x}}}}}}} {{{!}}\n|}", {"1", "x", "!"}),
        ("{{{|safesubst:}}}", {""}),
        ("<b style='color:#fff;top:0'>", set()),
        # others are read, too, or may be
        ("{{#invoke:m|f}}", None),
        ("{{ {{{|safesubst:}}}#invoke:m|f}}", None),
        ("{{#unknown:x}} {{safesubst:#unknown:x}}", None),
        ("{{{a{{{b}}}}}}", None),
        ("{{{<!-- x -->a}}}", None),
        ("#REDIRECT [[Template:X]]", None),
        ("", None),
    ],
)
def test_parameters_that_a_template_reads(text: str, names: set[str] | None) -> None:
    assert parameters(text, ENGLISH) == names


def _judged(text: str, **boxes: str) -> Answer:
    texts = {f"Template:{name.capitalize()}": box for name, box in boxes.items()}
    rows = {title for title, box in texts.items() if "[[a" in box}
    return judge("Page", text, A, rows, carriers(texts, A, ENGLISH, rows), ENGLISH)


@pytest.mark.parametrize(
    "argument", ["[[a]]", "a", "x={{show|[[a]]}}", "1=[[a]]|1=b", "<b x=y>[[a]]</b>"]
)
def test_an_argument_that_no_template_reads_is_not_there(argument: str) -> None:
    answer = _judged(
        f"{{{{hide|{argument}}}}} {{{{nav}}}}", hide="{{{2}}}", nav="[[a]]", show="{{{1}}}"
    )
    assert answer == Answer(Origin.TEMPLATE, ("Template:Nav",))


def test_only_links_that_may_be_shown_count() -> None:
    answer = _judged("{{hide|[[a]]}} [[a]]", hide="x")
    assert (answer.templates, [use.start for use in answer.uses]) == ((), [15])


def test_a_template_that_calls_one_with_what_it_does_not_read_brings_nothing() -> None:
    texts = {"Template:Box": "{{inner|label=[[a]]}}", "Template:Inner": "{{{1|}}}"}
    assert carriers(texts, A, ENGLISH, [])["Template:Box"].certainty(Kind.LINK) == NEVER


@pytest.mark.parametrize(
    "text",
    [
        "{| {{nav}}\n| b\n|}\n[[a]]",
        "{|\n|- x {{nav|1}}\n| [[a]]\n|}",
        "{{msgnw:nav}} [[a]]",
        "{{#lst:Other|b}} [[a]]",
        "{{#section-h:Other|b}} [[a]]",
        "{{#invoke:nav|read}} [[a]]",
    ],
)
def test_what_may_hide_or_bring_a_link_unseen_makes_doubtful(text: str) -> None:
    assert not _judged(text, nav="[[a]]").is_sure
