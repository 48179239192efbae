# SPDX-License-Identifier: MIT
"""Exports with origins: all formats tell the same, and the table for a talk page is not live."""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.wiki.command import run
from tests.wiki.conftest import Place, serve
from tests.wiki.mediawiki import MediaWiki
from wikilinks_gui.wikitext import html

TEXTS = {
    "Pipes": "A | b || c !! d |} {{!}} |- e [[Hub]] {{(}}",
    "Signed": "[[Hub]] <nowiki>~~~~ ~~~~~ {{subst:Box}} [[Category:C]] [[Box]]</nowiki> end",
    "Tags": "[[Hub]] &lt;b> &lt;/nowiki&gt;''x'' &lt;ref>y&lt;/ref> &amp;amp; &lt;!-- <b>z</b>",
    "Signs": "<nowiki>__NOTOC__ {{Box}} {{{1}}} [http://x.org x] http://y</nowiki> [[Hub]] RFC 1",
    "Label": "[[Hub|<nowiki>[[Box]] | {{Box}} == h ==</nowiki>]] is.",
    "Right": "\u202bشجرة [[Hub]] في \u05d0",
    "Category:Sorted": "In [[Hub]].",
    "File:Picture.png": "Of [[Hub]].",
    "It''s": "With [[Hub]].",
    "-x!!y": "Then [[Hub]].",
    "Through": "By [[Alias]] and {{Box}}.",
    "Twice": "[[Hub]] and [[alias|other]].",
}
PAGES = {"Hub": "Hub.", "Alias": "#REDIRECT [[Hub]]", "Template:Box": "[[Hub]]"} | TEXTS


@pytest.fixture(scope="module", params=["en", "zh"])
def place(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    settings = "wfLoadExtension( 'ParserFunctions' );\nwfLoadExtension( 'Cite' );\n"
    folder = tmp_path_factory.mktemp("talk")
    pages = PAGES | {"Turned": "-{zh-hans:a;zh-hant:b}- [[Hub]]"}
    wiki = MediaWiki.install(folder, language=request.param, settings=settings, pages=pages)
    with serve(wiki) as place:
        yield place


def cells(rendered: str) -> list[list[str]]:
    """Return what is read in each cell of each row of a table."""
    rows: list[list[str]] = []
    for row in re.findall(r"<tr>(.*?)</tr>", rendered, re.DOTALL):
        inner = re.findall(r"<t[dh][^>]*>(.*?)\s*</t[dh]>", row, re.DOTALL)
        rows.append([html.text("".join(tag.before for tag in html.tags(cell))) for cell in inner])
    return rows


def test_all_formats_tell_the_same(place: Place, tmp_path: Path) -> None:
    command = ("export", "Hub", "--wiki", place.client.api_url, "--origin", "--output", "-")
    written = {}
    for number, name in enumerate(("csv", "tsv", "jsonl")):
        more = ("--cached",) * (number > 0) + ("--no-bom", "--raw", "--format", name)
        written[name] = run(tmp_path / "base", *command, *more).stdout.decode()
    records = list(csv.DictReader(io.StringIO(written["csv"], newline="")))
    tabs = csv.DictReader(io.StringIO(written["tsv"], newline=""), delimiter="\t")
    assert list(tabs) == records
    lines = [json.loads(line) for line in written["jsonl"].splitlines()]
    assert [{name: _cell(value) for name, value in line.items()} for line in lines] == records
    origins = {(each["title"], each["via"]): each["origin"] for each in records}
    assert origins == dict.fromkeys(((title, "") for title in TEXTS), "text") | {
        ("Turned", ""): "text",
        ("Alias", ""): "text",
        ("Template:Box", ""): "text",
        ("Through", ""): "template",
        ("Through", "Alias"): "text",
        ("Twice", "Alias"): "text",
    }


def _cell(value: object) -> str:
    if isinstance(value, list):
        return "|".join(value)
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def test_the_table_renders_as_what_was_found(place: Place, tmp_path: Path) -> None:
    wiki = ("export", "Hub", "--wiki", place.client.api_url, "--origin", "--output", "-")
    base = tmp_path / "base"
    records = run(base, *wiki, "--format", "csv", "--no-bom", "--raw").stdout.decode()
    text = run(base, *wiki, "--cached", "--format", "wikitext").stdout.decode()
    prop = "text|links|templates|categories|images|externallinks|iwlinks|sections|wikitext"
    params = {"action": "parse", "title": "Talk:Hub", "prop": prop, "pst": "1", "text": text}
    reply = requests.post(
        place.client.api_url, params | {"format": "json", "formatversion": "2"}, timeout=60
    ).json()["parse"]
    assert not any(
        reply[name] for name in ("templates", "categories", "images", "externallinks", "iwlinks")
    )
    assert reply["wikitext"].strip() == text.strip()  # nothing was substituted or signed
    assert reply["sections"] == []
    header, *rows = cells(reply["text"])
    assert header == ["title", "via", "origin", "templates", "section", "context"]
    expected = list(csv.DictReader(io.StringIO(records, newline="")))
    assert rows == [
        [
            each["title"],
            each["via"],
            each["origin"] + (", in doubt" if each["in_doubt"] == "true" else ""),
            each["templates"].replace("|", ", "),
            each["link_section"],
            each["context"].strip(),
        ]
        for each in expected
    ]
    assert len(rows) > len(TEXTS)
    linked = {each["title"] for each in reply["links"]}
    names = {each[name] for each in expected for name in ("title", "via", "templates")} - {""}
    assert linked <= names
    assert {name for name in names if not name.startswith(("Category:", "File:"))} <= linked
