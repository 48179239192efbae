# SPDX-License-Identifier: MIT
"""The section of a link is the one that MediaWiki edits, and shows, under that number and name."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

import pytest

from tests.wiki.conftest import Place, serve
from tests.wiki.mediawiki import MediaWiki
from wikilinks_gui.listing.linkcontexts import link_context
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.ui.tab.rowactions import section_address
from wikilinks_gui.wikitext.rules import rules_of
from wikilinks_gui.wikitext.scanner import own_uses
from wikilinks_gui.wikitext.sections import sections

HELPERS = {
    "Template:Head": "== Made ==\n{{{1|}}}",
    "Template:Word": "'''Word'''",
    "Template:Show": "{{{1|}}}",
    "Sub": "== Transcluded ==\ntext",
}

# Each link is followed by a number that stands nowhere else on its page.
PAGES = {
    "Lead": "[[Hub]] 1\n== A ==\n[[Hub]] 2",
    "Levels": "==== A ====\n[[Hub]] 1\n== B ==\n[[Hub]] 2\n=== C ===\n[[Hub]] 3\n= D =\n[[Hub]] 4",
    "By a template": "== A ==\n[[Hub]] 1\n{{Head}}\n[[Hub]] 2\n== B ==\n[[Hub]] 3",
    "Of a page": "{{:Sub}}\n[[Hub]] 1\n== B ==\n[[Hub]] 2",
    "In an argument": "== A ==\n{{Show|\n== B ==\n[[Hub]] 1\n}}\n[[Hub]] 2\n== C ==\n[[Hub]] 3",
    "In a function": "{{#if:1|\n== A ==\n[[Hub]] 1\n}}\n[[Hub]] 2\n== B ==\n[[Hub]] 3",
    "In a default": "{{{1|\n== A ==\n[[Hub]] 1\n}}}\n== B ==\n[[Hub]] 2",
    "Hidden": (
        "<!--\n== A ==\n-->\n<nowiki>\n== B ==\n</nowiki>\n<pre>\n== C ==\n</pre>\n[[Hub]] 1"
        "\n== D ==\n[[Hub]] 2\n<poem>\n== E ==\n</poem>\n[[Hub]] 3"
    ),
    "HTML": "== A ==\n<h2>B</h2>\n[[Hub]] 1\n== C ==\n[[Hub]] 2",
    "Broken": (
        "== A\n[[Hub]] 1\n== B == c\n[[Hub]] 2\n=C==\n[[Hub]] 3\n== ==\n[[Hub]] 4\n=====\n[[Hub]] 5"
    ),
    "Comments": (
        "== A == <!-- b -->\n[[Hub]] 1\n<!-- c -->== B ==\n[[Hub]] 2\n"
        "== C <!-- d -->==<!-- e -->\n[[Hub]] 3"
    ),
    "Left out": (
        "<includeonly>\n== A ==\n</includeonly>\n<noinclude>\n== B ==\n[[Hub]] 1\n</noinclude>"
        "\n== C ==\n[[Hub]] 2"
    ),
    "Table": "{|\n|\n== A ==\n[[Hub]] 1\n|}\n== B ==\n[[Hub]] 2",
    "Alike": (
        "== A b ==\n[[Hub]] 1\n== a B ==\n[[Hub]] 2\n== ''A'' b ==\n[[Hub]] 3\n== A_b_2 ==\n"
        "[[Hub]] 4\n== Ķ ==\n[[Hub]] 5\n== ķ ==\n[[Hub]] 6\n== Ķ ==\n[[Hub]] 7"
    ),
    "Markup": (
        "== '''A''' ''b'' <i>c</i> <sub>d</sub> ==\n[[Hub]] 1\n"
        "== [[Lead|E]] [[f]]s [http://x.org g] ==\n[[Hub]] 2\n"
        "== &lt;h&gt; &amp; i&nbsp;j ==\n[[Hub]] 3\n"
        "== Ķ “l” 100% ?n=o#p \"q\" 'r' ==\n[[Hub]] 4\n== [[Hub]] 5 ==\n"
        "== s__t  u _v_ ==\n[[Hub]] 6\n== w<nowiki>''x'' {{y}}</nowiki> ==\n[[Hub]] 7"
    ),
    "Last": "== A ==\n{{Head|[[Hub]] 1}}\n== {{Word}} ==\n== C ==\n[[Hub]] 2",
    "Turned": "#REDIRECT [[Lead]]\n\n== A ==\n[[Hub]] 1",
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    settings = "".join(
        f"wfLoadExtension( '{name}' );\n" for name in ("ParserFunctions", "Poem", "Cite")
    )
    folder = tmp_path_factory.mktemp("sections")
    with serve(MediaWiki.install(folder, settings=settings, pages=HELPERS | PAGES)) as place:
        yield place


def edited(client: Client, title: str) -> dict[str, int]:
    """Return in which section, as ``&section=`` has it, each link of a page is edited."""
    found: dict[str, int] = {}
    for section in range(20):
        params = {"action": "query", "prop": "revisions", "titles": title, "rvprop": "content"}
        reply = client.get(params | {"rvslots": "main", "rvsection": str(section)})
        (page,) = reply["query"]["pages"]
        slot = page["revisions"][0]["slots"]["main"]
        for number in re.findall(r"\[\[Hub\]\] (\d)", slot.get("content", "")):
            found[number] = section  # of a section in another one, the inner one
    return found


def anchors(client: Client, title: str) -> dict[int, str]:
    """Return the anchors of a page's own headings by the numbers of their sections."""
    reply = client.get({"action": "parse", "page": title, "prop": "sections"})
    sections = reply["parse"]["sections"]
    return {int(each["index"]): each["anchor"] for each in sections if each["index"].isdecimal()}


@pytest.mark.parametrize("title", PAGES)
def test_sections_are_those_of_the_wiki(place: Place, title: str) -> None:
    text, client = PAGES[title], place.client
    rules, told, read = rules_of(place.site), {}, {}
    for use in own_uses(text, rules, title):
        if use.target == "Hub":
            link = link_context(text, use, sections(text, rules))
            edit = section_address(place.site, title, "edit", link)
            number = text[use.end + 1]
            told[number] = int(edit.partition("&section=")[2])
            view = section_address(place.site, title, "view", link)
            read[told[number]] = unquote(view.partition("#")[2])
    assert told == edited(client, title)
    known = anchors(client, title)
    assert read == {section: known.get(section, "") for section in read}
