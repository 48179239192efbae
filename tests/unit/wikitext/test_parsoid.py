# SPDX-License-Identifier: MIT
"""Parsoid's HTML is read for the links, and for what made them."""

import json
from dataclasses import replace
from html import escape

from tests.unit.wikitext.rules import ENGLISH
from wikilinks_gui.table.origin import Origin
from wikilinks_gui.table.row import Kind
from wikilinks_gui.wikitext.carriers import carriers
from wikilinks_gui.wikitext.exact import exact
from wikilinks_gui.wikitext.origin import judge
from wikilinks_gui.wikitext.parsoid import NO_GROUP, RenderedLink, read_html
from wikilinks_gui.wikitext.use import Wanted

A = Wanted("A", Kind.LINK)


def link(title: str = "A", label: str = "a") -> str:
    return f'<a rel="mw:WikiLink" href="./{title}" title="{title}">{label}</a>'


def made(content: str, *parts: object, tag: str = "div") -> str:
    """Wrap what a template made; a part is a call's wikitext and arguments, or text between."""
    data = escape(json.dumps({"parts": parts}))
    return f'<{tag} about="#mwt1" typeof="mw:Transclusion" data-mw="{data}">{content}</{tag}>'


def call(name: str, **arguments: str) -> dict[str, object]:
    target = {"wt": name, "href": f"./Template:{name}"}
    params = {key.strip("_"): {"wt": value} for key, value in arguments.items()}
    return {"template": {"target": target, "params": params, "i": 0}}


def links(html: str) -> list[RenderedLink]:
    return read_html(html, ENGLISH).links


def origin(html: str, text: str, boxes: dict[str, str] | None = None) -> tuple[Origin, set[str]]:
    boxes = boxes or {}
    found = carriers(boxes, A, ENGLISH)
    answer = exact("Page", text, A, read_html(html, ENGLISH), set(boxes), found, ENGLISH)
    return answer.origin, set(answer.templates)


def test_links_and_their_labels() -> None:
    html = f"<p>x {link('B_c', 'd <b>e</b> &amp;')} y</p>"
    assert links(html) == [RenderedLink(Kind.LINK, "B c", "d e &", NO_GROUP)]


def test_a_red_link() -> None:
    html = '<a rel="mw:WikiLink" href="./B?action=edit&amp;redlink=1" title="B" class="new">b</a>'
    assert links(html) == [RenderedLink(Kind.LINK, "B", "b", NO_GROUP, is_red=True)]


def test_what_stands_for_links_elsewhere_is_none() -> None:
    html = (
        '<a rel="mw:ExtLink" href="https://example.org/wiki/A">x</a>'
        '<a rel="mw:WikiLink/Interwiki" href="https://example.org/wiki/A" title="w:A">x</a>'
        '<link rel="mw:PageProp/Category" href="./Category:A"/><a href="#A">x</a>'
    )
    assert links(html) == []


def test_files_and_where_they_lead() -> None:
    html = (
        '<figure typeof="mw:File/Thumb"><a href="./File:A.png" class="mw-file-description">'
        f'<img resource="./File:A.png"/></a><figcaption>{link()}</figcaption></figure>'
        '<span typeof="mw:File"><a href="./B" title="B"><img resource="./File:C.png"/></a></span>'
    )
    assert [(each.kind, each.title) for each in links(html)] == [
        (Kind.FILE, "File:A.png"),
        (Kind.LINK, "A"),
        (Kind.LINK, "B"),
        (Kind.FILE, "File:C.png"),
    ]


def test_a_caption_that_is_not_shown() -> None:
    data = escape(json.dumps({"caption": f"x {link()}"}))
    html = f'<span typeof="mw:File" data-mw="{data}"><img resource="./File:A.png"/></span>'
    assert ("A", "a") in [(each.title, each.label) for each in links(html)]


def test_siblings_of_one_mark_belong_together() -> None:
    html = made("x", call("Box")) + f'<p about="#mwt1">{link()}</p><p>{link()}</p>'
    assert [each.group for each in links(html)] == [0, NO_GROUP]


def test_a_footnote_belongs_where_it_is_called() -> None:
    body = escape(json.dumps({"name": "ref", "attrs": {}, "body": {"id": "x"}}))
    mark = (
        f'<sup id="cite_ref-1" typeof="mw:Extension/ref" data-mw="{body}">'
        '<a href="./Page#cite_note-1">[1]</a></sup>'
    )
    notes = f'<ol><li id="cite_note-1"><span>{link()}</span></li></ol>'
    assert [each.group for each in links(mark + made(notes, call("Reflist")))] == [NO_GROUP]
    both = made(mark, call("Fact")) + made(notes, call("Reflist")).replace("#mwt1", "#mwt2")
    assert [each.group for each in links(both)] == [0]


def test_an_argument_is_in_the_text() -> None:
    html = made(link(label="mine") + link(label="box"), call("Box", _1="[[A|mine]]"))
    boxes = {"Template:Box": "{{{1}}} [[A|box]]"}
    assert origin(html, "{{Box|[[A|mine]]}}", boxes) == (Origin.BOTH, {"Template:Box"})
    alone = made(link(label="mine"), call("Frame", _1="[[A|mine]]"))
    assert origin(alone, "{{Frame|[[A|mine]]}}") == (Origin.TEXT, {"Template:Frame"})


def test_text_between_two_templates_is_in_the_text() -> None:
    html = made(link(), call("Start"), " [[A|a]] ", call("End"))
    assert origin(html, "{{Start}} [[A|a]] {{End}}")[0] == Origin.TEXT


def test_an_argument_that_is_not_shown_is_not_there() -> None:
    html = made(link(label="box"), call("Box", _1="[[A|mine]]"))
    boxes = {"Template:Box": "[[A|box]]"}
    assert origin(html, "{{Box|[[A|mine]]}}", boxes) == (Origin.TEMPLATE, {"Template:Box"})
    same = made(link(label="A"), call("Box", _1="[[A]]"))
    assert origin(same, "{{Box|[[A]]}}", {"Template:Box": "[[A]]"})[0] == Origin.TEMPLATE
    asking = {"Template:Box": "{{#if:{{{1|}}}|x}}[[A]]"}
    assert origin(same, "{{Box|[[A]]}}", asking)[0] == Origin.TEMPLATE
    twice = made(link(label="A") * 2, call("Box", _1="[[A]]"))
    assert origin(twice, "{{Box|[[A]]}}", {"Template:Box": "{{{1}}}[[A]]"})[0] == Origin.BOTH


def test_a_template_within_a_template_is_named() -> None:
    html = made(link(label="box"), call("Nest"))
    boxes = {"Template:Nest": "{{Box}}", "Template:Box": "[[A|box]]"}
    assert origin(html, "{{Nest}}", boxes) == (Origin.TEMPLATE, set(boxes))


def test_a_link_that_is_made_of_an_argument() -> None:
    assert origin(made(link(), call("Link", _1="A")), "{{Link|A}}") == (
        Origin.TEMPLATE,
        {"Template:Link"},
    )


def test_a_parser_function_is_no_template() -> None:
    target = {"wt": "#if:1", "function": "if"}
    part = {"template": {"target": target, "params": {"1": {"wt": "[[A|a]]"}}, "i": 0}}
    assert origin(made(link(), part), "{{#if:1|[[A|a]]}}") == (Origin.TEXT, set())
    target = {"wt": "int:x", "function": "int"}
    message = {"template": {"target": target, "params": {}, "i": 0}}
    assert origin(made(link(), message), "{{int:x}}") == (Origin.NOT_FOUND, set())


def test_an_attribute_of_a_template_makes_no_link_its_own() -> None:
    data = escape(json.dumps({"attribs": [[{"txt": "class"}, {"html": link()}]]}))
    html = f'<p about="#mwt1" typeof="mw:ExpandedAttrs" data-mw="{data}">{link()}</p>'
    assert origin(html, '<p class="{{x}}">[[A|a]]</p>') == (Origin.TEXT, set())


def test_a_link_in_another_script_is_one_if_the_wiki_says_so() -> None:
    rules = replace(ENGLISH, converts=True, scripts={"漢語": frozenset({"漢語", "汉语"})})
    wanted = Wanted("漢語", Kind.LINK)
    before = judge("Page", "[[汉语]]", wanted, [], {}, rules)
    assert (before.is_sure, set(before.doubts)) == (False, {"汉语"})
    rules = replace(rules, meanings={"汉语": frozenset({"漢語"})})
    answer = judge("Page", "[[汉语]]", wanted, [], {}, rules)
    assert (answer.origin, answer.is_sure, len(answer.uses)) == (Origin.TEXT, True, 1)
    reading = read_html(f"<p>{link('汉语')}</p>", rules)
    assert exact("Page", "[[汉语]]", wanted, reading, [], {}, rules) == answer


def test_a_link_that_is_nowhere() -> None:
    assert origin("<p>x</p>", "{{#ifexist:A|x}}") == (Origin.NOT_FOUND, set())


def test_a_link_may_be_there_in_another_script_that_is_not_known() -> None:
    rules, wanted = replace(ENGLISH, converts=True), Wanted("漢語", Kind.LINK)
    reading = read_html(f"<p>{link('汉语')}</p>", rules)
    answer = exact("Page", "[[汉语]]", wanted, reading, [], {}, rules)
    assert (answer.origin, answer.is_sure) == (Origin.NOT_FOUND, False)
