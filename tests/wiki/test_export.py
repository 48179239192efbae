# SPDX-License-Identifier: MIT
"""Listings written by the command line, read back, and compared with the wiki's tables."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote

import pytest
import requests

from tests.wiki.command import run
from tests.wiki.conftest import Place
from tests.wiki.pages import HARD_HUB, HARD_NAMES
from tests.wiki.truth import Fact
from wikilinks_gui.errors import ExportError
from wikilinks_gui.export.wikitext import link_to

COLUMNS = [
    *("title", "namespace", "namespace_name", "page_id", "kinds"),
    *("is_redirect", "via", "section", "depth", "url"),
]
FORMULA = ("=", "+", "-", "@")

Record = tuple[str, ...]


def records(place: Place, facts: Iterable[Fact]) -> Counter[Record]:
    """The lines that a table has for rows, the address left out, which has a test of its own."""
    tables = place.tables
    return Counter(
        (
            fact.title,
            str(fact.namespace),
            tables.namespaces[fact.namespace],
            str(fact.page_id),
            "+".join(fact.kinds),
            "true" if fact.is_redirect else "false",
            tables.title(tables.pages[fact.via][0]) if fact.via else "",
            fact.section,
            str(fact.depth),
        )
        for fact in facts
    )


def read_table(written: bytes, delimiter: str = ",") -> list[list[str]]:
    """Read a table as the standard library does, without the line of columns."""
    text = written.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    assert lines[0] == COLUMNS
    return lines[1:]


def without_address(lines: Iterable[list[str]]) -> Counter[Record]:
    """The lines of a table, each without its address."""
    return Counter(tuple(line[:-1]) for line in lines)


@pytest.fixture(scope="module")
def stored(main: Place, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program's files after the hard titles have been listed."""
    basedir = tmp_path_factory.mktemp("export") / "base"
    wiki = ("--wiki", main.wiki.url)
    run(basedir, "export", HARD_HUB, *wiki, "--output", str(basedir.parent / "rows.csv"))
    return basedir


def cached(main: Place, stored: Path, *options: str) -> bytes:
    """Export the hard titles once more, to standard output and without a request."""
    recording = main.wiki.record()
    arguments = ("export", HARD_HUB, "--wiki", main.wiki.url, "--cached", "--output", "-")
    written = run(stored, *arguments, *options).stdout
    assert recording.requests == []
    return written


@pytest.mark.parametrize("method", ["linkshere", "backlinks"])
@pytest.mark.parametrize("title", [HARD_HUB, "Hub"])
def test_hard_titles_raw(main: Place, title: str, method: str, tmp_path: Path) -> None:
    """Fetched and written with --raw, every cell is what the tables hold."""
    output = tmp_path / "rows.csv"
    wiki = ("--wiki", main.wiki.url, "--method", method)
    run(tmp_path / "base", "export", title, *wiki, "--raw", "--output", str(output))
    depth = 1 if method == "backlinks" else None
    expected = records(main, main.tables.expected(main.tables.target(title), depth))
    assert without_address(read_table(output.read_bytes())) == expected
    hard = {name[0].upper() + name[1:] for name in HARD_NAMES}
    assert len(hard & {title for title, *_ in expected}) >= len(hard) - 2


def test_formulas_are_guarded(main: Place, stored: Path) -> None:
    """Without --raw a cell that a spreadsheet would run gets a ' in front, and no other does."""
    raw = read_table(cached(main, stored, "--raw"))
    guarded = read_table(cached(main, stored))
    expected = [[f"'{cell}" if cell.startswith(FORMULA) else cell for cell in line] for line in raw]
    assert guarded == expected
    assert sum(line[0].startswith("'") for line in guarded) > 10
    assert any(line[6].startswith("'") for line in guarded)  # a redirect that rows came through
    assert any(line[7].startswith("'") for line in guarded)  # a section


def test_bytes_of_tables(main: Place, stored: Path) -> None:
    """UTF-8 with its mark, which can be left out, and CRLF at the end of each line."""
    for form in ("csv", "tsv"):
        marked = cached(main, stored, "--format", form)
        assert marked == b"\xef\xbb\xbf" + cached(main, stored, "--format", form, "--no-bom")
        assert marked.endswith(b"\r\n")
        assert marked.count(b"\n") == marked.count(b"\r") == marked.count(b"\r\n")


def test_tsv(main: Place, stored: Path) -> None:
    """The same cells, with tabs in between."""
    written = cached(main, stored, "--format", "tsv", "--raw")
    assert read_table(written, "\t") == read_table(cached(main, stored, "--raw"))
    assert read_table(cached(main, stored, "--format", "tsv"), "\t") == read_table(
        cached(main, stored)
    )


def test_json_lines(main: Place, stored: Path) -> None:
    """One object a line with the same names and values, never guarded."""
    written = cached(main, stored, "--format", "jsonl")
    assert not written.startswith(b"\xef\xbb\xbf")
    entries = [json.loads(line) for line in written.decode().split("\n")[:-1]]
    assert all(list(entry) == COLUMNS for entry in entries)
    assert [
        [
            entry["title"],
            str(entry["namespace"]),
            entry["namespace_name"],
            str(entry["page_id"]),
            "+".join(entry["kinds"]),
            str(entry["is_redirect"]).lower(),
            entry["via"] or "",
            entry["section"] or "",
            str(entry["depth"]),
            entry["url"],
        ]
        for entry in entries
    ] == read_table(cached(main, stored, "--raw"))


def test_wikitext_is_read_by_the_wiki(main: Place, stored: Path) -> None:
    """The list, given back to MediaWiki, links to exactly the pages that were listed."""
    text = cached(main, stored, "--format", "wikitext").decode()
    titles = [line[0] for line in read_table(cached(main, stored, "--raw"))]
    assert text == "".join(f"* [[:{title}]]\n" for title in titles)
    params = {"action": "parse", "prop": "links", "format": "json", "formatversion": "2"}
    params |= {"contentmodel": "wikitext", "title": "List", "text": text}
    reply = requests.post(main.wiki.api_url, data=params, timeout=60).json()
    assert {link["title"] for link in reply["parse"]["links"]} == set(titles)
    assert all(link["exists"] for link in reply["parse"]["links"])


HOSTILE = [
    *(" A", "A ", "A  B", "A_B", "A\nB", "A\rB", "A\tB", "A]]B", "A[[B", "A|B", "A{{B}}", "A}}B"),
    *("A#B", "A&lt;B", "A&#60;B", "A&#x3C;B", "A&eacute;B", "A&amp;B", "A%41B", "A%", "A%4", "A<B"),
    *("A>B", "<nowiki>A</nowiki>", "A\x7fB", "A~~B", "A~~~B", "A~~~~", ".", "..", "./A", "A/../B"),
    *("A/.", "A./B", "...", ":A", "A:", "A\u00a0B", "A\u3000B", "A\u200eB", "A\u202eB", "A\u2028B"),
    *("A\u200bB", "E\u0301", "É", "A\ufffdB", "X" * 255, "X" * 256, "É" * 127, "É" * 128, "A & B"),
    *("A;B", "A&B", "'''A'''", "''A", "A's", "-A", "-{A}-", "*A", "=A=", "/A", "A/B", "//A", "A!"),
    *("Http://a.example/", "RFC 123", "ISBN 0-306-40615-2", "A?B=C", "A\\B", "A^B", "A`B", "$1"),
    *(
        "Category:A",
        "File:A.png",
        "Talk:A",
        "A (b)",
        "A, b",
        "日本語",
        "שלום",
        "\U0001f600",
        "A,-1",
    ),
]


def test_s21_titles_are_links_that_the_wiki_reads_as_they_are_or_refused(main: Place) -> None:
    """Only those titles are refused that the wiki itself does not read from a link."""
    params = {"action": "parse", "prop": "links|categories", "format": "json", "formatversion": "2"}
    params |= {"contentmodel": "wikitext", "title": "List"}

    def read(text: str) -> dict[str, list[dict[str, str]]]:
        reply = requests.post(main.wiki.api_url, data=params | {"text": text}, timeout=60).json()
        found: dict[str, list[dict[str, str]]] = reply["parse"]
        return found

    accepted = []
    for title in HOSTILE:
        parsed = read(f"* [[:{title}]]\n")
        is_read = [link["title"] for link in parsed["links"]] == [title]
        try:
            assert link_to(title) == f"[[:{title}]]"
        except ExportError:
            assert not is_read, f"{title!r} is read as it is"
        else:
            assert is_read, f"{title!r} is not read"
            assert not parsed["categories"]
            accepted.append(title)
    assert 30 < len(accepted) < len(HOSTILE) - 30
    links = read("".join(f"* {link_to(title)}\n" for title in accepted))["links"]
    assert {link["title"] for link in links} == set(accepted)


def test_addresses_lead_to_the_pages(main: Place, stored: Path) -> None:
    """Each address opens the page of its row, whose text holds its name."""
    names = {name[0].upper() + name[1:]: name for name in HARD_NAMES}
    opened = 0
    for title, *_, address in read_table(cached(main, stored, "--raw")):
        page = address.removeprefix(f"{main.wiki.url}/wiki/")
        assert unquote(page).replace("_", " ") == title
        assert page.isascii()
        if title in names:
            reply = requests.get(address, params={"action": "raw"}, timeout=30)
            assert reply.content.decode().endswith(f"]] {names[title]}"), title
            opened += 1
    assert opened >= len(HARD_NAMES) - 2


@pytest.mark.parametrize(
    ("title", "options", "listed", "depth"),
    [
        ("triple", [], "Hub", None),
        ("triple", ["--no-follow"], "Triple", None),
        ("[[Hub|x]]", ["--depth", "0"], "Hub", 0),
        ("Hub#Early life", ["--depth", "2"], "Hub", 2),
        ("{{box}}", [], "Template:Box", None),
        ("Ring A", [], "Ring A", None),
        ("missing page", [], "Missing page", None),
        ("Alone", [], "Alone", None),
        ("File:Picture.png", [], "File:Picture.png", None),
    ],
)
def test_options(
    main: Place, title: str, options: list[str], listed: str, depth: int | None, tmp_path: Path
) -> None:
    """What is listed, and how deep, is what was asked for; a page without links has no rows."""
    wiki = ("--wiki", f"{main.wiki.url}/wiki/Hub", "--raw", "--output", "-")
    written = run(tmp_path / "base", "export", title, *wiki, *options).stdout
    expected = main.tables.expected(main.tables.target(listed), depth)
    assert without_address(read_table(written)) == records(main, expected)
    assert bool(expected) == (listed != "Alone")


@pytest.mark.parametrize("wiki", ["zh", "sr", "lowercase", "small_replies"])
def test_other_wikis(wiki: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """The wiki's own names of namespaces, and its own letters."""
    place = request.getfixturevalue(wiki)
    title = {"zh": "歷史", "sr": "Beograd", "lowercase": "apple"}.get(wiki, "hub")
    target = {"zh": "历史", "sr": "Београд", "lowercase": "apple"}.get(wiki, "Hub")
    arguments = ("--wiki", place.wiki.url, "--raw", "--output", "-")
    written = run(tmp_path / "base", "export", title, *arguments).stdout
    expected = records(place, place.tables.expected((0, target)))
    assert without_address(read_table(written)) == expected
    assert any(name for _, _, name, *_ in expected)
