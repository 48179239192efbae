# SPDX-License-Identifier: MIT
"""Checking where the links of a list come from: what is asked, stored, and asked again."""

import csv
import json
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.wiki.checked_pages import ORIGINS, PAGES
from tests.wiki.command import run
from tests.wiki.conftest import Place, serve
from tests.wiki.mediawiki import MediaWiki
from wikilinks_gui.cli.main import main
from wikilinks_gui.errors import (
    CancelledError,
    NetworkError,
    NotAnApiReplyError,
    UnreachableError,
    WikiError,
)
from wikilinks_gui.listing.budget import requests_needed
from wikilinks_gui.listing.linkcontexts import links_in_templates, row_contexts
from wikilinks_gui.listing.origins import check_origins
from wikilinks_gui.listing.request import ALL_KINDS, ListingRequest
from wikilinks_gui.listing.storing import list_and_store
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.rendering import renders
from wikilinks_gui.mediawiki.reply import HttpReply
from wikilinks_gui.mediawiki.siteinfo import SiteInfo, read_siteinfo
from wikilinks_gui.store.records import Exploration
from wikilinks_gui.store.store import Store
from wikilinks_gui.table.origin import ORIGIN_NAMES, Origin
from wikilinks_gui.table.row import Kind, Row


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    wiki = MediaWiki.install(
        tmp_path_factory.mktemp("checking"),
        settings="wfLoadExtension( 'ParserFunctions' );\n",
        pages=PAGES,
    )
    with serve(wiki) as place:
        yield place


def listed(
    place: Place, store: Store, title: str = "Hub", kinds: Kind = ALL_KINDS
) -> tuple[Exploration, list[Row]]:
    rows: list[Row] = []
    number = 0
    request = ListingRequest(title, kinds=kinds)
    for batch in list_and_store(place.client, place.site, store, "wiki", request):
        rows, number = rows + batch.new, batch.exploration
    exploration = store.exploration(number)
    assert exploration
    return exploration, rows


def found(store: Store, exploration: Exploration, rows: list[Row]) -> dict[tuple[str, str], Origin]:
    titles = {(row.via, row.page_id): row.title for row in rows}
    names = {0: ""} | store.redirect_titles(exploration.id)
    return {
        (titles[each.via, each.page_id], names[each.via]): Origin(each.origin)
        for each in store.origins(exploration.id)
    }


def test_every_row_is_told_and_stored(place: Place, store: Store) -> None:
    exploration, rows = listed(place, store)
    recording = place.wiki.record()
    batches = list(check_origins(place.client, place.site, store, exploration, rows))
    assert found(store, exploration, rows) == ORIGINS
    assert len(rows) == len(ORIGINS)
    pages = len({row.page_id for row in rows})
    assert len(recording.requests) == 3 < requests_needed(place.site, pages, 2)
    told = {(each.via, each.page_id): each for batch in batches for each in batch.records}
    assert sorted(told.values()) == list(store.origins(exploration.id))
    assert all(each.is_sure for each in told.values())
    assert [batch.doubtful for batch in batches][-1] == 0


LATE = {
    "Hub": "The hub.",
    "Template:First": "{{#if:{{{show|}}}|[[Hub]]}}",
    "Template:Second": "text",
    "Template:Late": "{{#if:{{{show|}}}|see [[Hub]]}}",
    "In doubt": "{{First|show=1}}{{Second}}",
    "Both": "A [[hub]]. {{Late|show=1}}",
    "In doubt, too": "{{Late|show=1}}",
}


def test_pages_are_judged_again_by_templates_that_are_read_later(
    tmp_path_factory: pytest.TempPathFactory, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wikilinks_gui.listing.request.TITLES_PER_REQUEST", 2)
    wiki = MediaWiki.install(
        tmp_path_factory.mktemp("late"),
        settings="wfLoadExtension( 'ParserFunctions' );\n",
        pages=LATE,
    )
    with serve(wiki) as place:
        exploration, rows = listed(place, store)
        recording = place.wiki.record()
        list(check_origins(place.client, place.site, store, exploration, rows))
        asked = [{*each["titles"].split("|")} for each in recording.requests if "titles" in each]
    assert asked == [{"Template:First", "Template:Second"}, {"Template:Late"}]
    assert found(store, exploration, rows) == {
        ("In doubt", ""): Origin.TEMPLATE,
        ("Both", ""): Origin.BOTH,
        ("In doubt, too", ""): Origin.TEMPLATE,
    }


MAYBE = {
    "Hub": "The hub.",
    "Template:Maybe": "{{#if:{{{show|}}}|[[Hub]]}}",
    "Template:Outer": "{{Maybe|show=1}}<noinclude> is used by many.</noinclude>",
    "Project:Text": "Read the [[Hub]].",
    "Maybe": "A [[hub]]. {{Maybe|show=1}}",
    "Maybe not": "A [[hub]]. {{Maybe}}",
    "Outer": "A [[hub]]. {{outer}}",
    "With a page": "{{Project:Text}}",
}


def test_templates_that_are_no_rows_are_read_where_pages_call_them(
    tmp_path_factory: pytest.TempPathFactory, store: Store
) -> None:
    """What they link to only under a condition, no list of links tells."""
    wiki = MediaWiki.install(
        tmp_path_factory.mktemp("maybe"),
        settings="wfLoadExtension( 'ParserFunctions' );\n",
        pages=MAYBE,
    )
    with serve(wiki) as place:
        exploration, rows = listed(place, store)
        recording = place.wiki.record()
        list(check_origins(place.client, place.site, store, exploration, rows))
        asked = [each["titles"] for each in recording.requests if "titles" in each]
    assert asked == ["Template:Maybe|Test wiki:Text"]
    assert found(store, exploration, rows) == {
        ("Template:Outer", ""): Origin.TEMPLATE,
        ("Test wiki:Text", ""): Origin.TEXT,
        ("Maybe", ""): Origin.BOTH,
        ("Maybe not", ""): Origin.TEXT,
        ("Outer", ""): Origin.BOTH,
        ("With a page", ""): Origin.TEMPLATE,
    }
    titles = {row.page_id: row.title for row in rows}
    named = {titles[each.page_id]: set(each.templates) for each in store.origins(exploration.id)}
    assert named["Maybe"] == {"Template:Maybe"}
    assert "Template:Outer" in named["Outer"]
    assert named["With a page"] == {"Test wiki:Text"}
    sentences = {
        titles[each.page_id]: [
            (title, link.context.text)
            for title, link in links_in_templates(store, place.site, exploration, each)
        ]
        for each in store.origins(exploration.id)
    }
    assert sentences["Maybe"] == [("Template:Maybe", "Hub")]
    assert sentences["Outer"] == [("Template:Maybe", "Hub")]
    assert sentences["With a page"] == [("Test wiki:Text", "Read the Hub.")]


def test_what_is_stored_is_asked_for_again_only_where_it_was_edited(
    place: Place, store: Store
) -> None:
    exploration, rows = listed(place, store)
    list(check_origins(place.client, place.site, store, exploration, rows))
    recording = place.wiki.record()
    list(check_origins(place.client, place.site, store, exploration, rows))
    assert not any("revisions" in request.get("prop", "") for request in recording.requests)
    text = next(iter(store.texts("wiki", [rows[-1].page_id]).values()))
    store.keep_origins(exploration.id, [], "wiki", [text._replace(revision=1, text="old")])
    recording = place.wiki.record()
    list(check_origins(place.client, place.site, store, exploration, rows))
    asked = [each["pageids"] for each in recording.requests if "revisions" in each.get("prop", "")]
    assert asked == [str(rows[-1].page_id)]
    assert found(store, exploration, rows) == ORIGINS


def test_what_came_before_a_stop_stays(place: Place, store: Store) -> None:
    exploration, rows = listed(place, store)
    stop = threading.Event()
    check = check_origins(place.client, place.site, store, exploration, rows, stop)
    first = next(check)
    stop.set()
    with pytest.raises(CancelledError):
        next(check)
    assert list(store.origins(exploration.id)) == sorted(first.records)
    assert len({each.page_id for each in first.records}) == 50
    assert first.records[0].page_id == rows[0].page_id


def test_pages_that_are_wanted_meanwhile_are_read_next(place: Place, store: Store) -> None:
    exploration, rows = listed(place, store)
    pages = list(dict.fromkeys(row.page_id for row in rows))
    wanted = deque(pages[-2:])
    check = check_origins(
        place.client, place.site, store, exploration, rows, most_doubtful=0, wanted=wanted
    )
    told = [each.page_id for each in next(check).records]
    assert list(dict.fromkeys(told)) == [*pages[-2:], *pages[:48]]
    wanted.extend(pages[-5:])
    told += [each.page_id for batch in check for each in batch.records]
    assert list(dict.fromkeys(told)) == [
        *(*pages[-2:], *pages[:48]),
        *(*pages[-5:-2], *pages[48:-5]),
    ]


def test_a_page_that_is_gone_is_not_found(place: Place, store: Store) -> None:
    exploration, _rows = listed(place, store)
    row = Row(999_999, 0, "Gone", 1, False, "", 0, 0)
    (batch,) = check_origins(place.client, place.site, store, exploration, [row])
    (record,) = batch.records
    assert (record.origin, record.revision, record.is_sure) == (Origin.NOT_FOUND, 0, True)


def test_pages_that_were_swapped_since_are_read(place: Place, store: Store) -> None:
    exploration, rows = listed(place, store)
    one, other = (row for row in rows if not row.via and row.title in {"Plain 01", "Boxed"})
    swapped = [one._replace(title=other.title), other._replace(title=one.title)]
    list(check_origins(place.client, place.site, store, exploration, swapped))
    titles = {row.page_id: row.title for row in (one, other)}
    told = {titles[each.page_id]: each.origin for each in store.origins(exploration.id)}
    assert told == {"Plain 01": Origin.TEXT, "Boxed": Origin.TEMPLATE}


ODD = {f"Odd {number}": "[[{{ucfirst:hub}}]]" for number in range(6)}
"""Pages in doubt: what a function makes, wikitext does not tell."""

WELL = {
    "Well": "A well.",
    "Template:Well": "[[Well]]",
    "Deep": "{{:{{ucfirst:well}}}} {{Well}}",
    "Spring": "A spring.",
    **{f"Template:Spring {number}": "{{#if:{{{1|}}}|[[Spring]]}}" for number in range(4)},
    **{
        f"Stream {number}": f"[[{{{{lc:Spring}}}}]] {{{{Spring {number}|1}}}}"
        for number in range(4)
    },
}


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    wiki = MediaWiki.install(
        tmp_path_factory.mktemp("odd"),
        settings="wfLoadExtension( 'ParserFunctions' );\n",
        pages={"Hub": "The hub."} | ODD | WELL,
    )
    with serve(wiki) as place:
        yield place


def sure(place: Place, store: Store, exploration: Exploration, rows: list[Row]) -> list[bool]:
    list(check_origins(place.client, place.site, store, exploration, rows))
    is_sure = {each.page_id: each.is_sure for each in store.origins(exploration.id)}
    return [is_sure[row.page_id] for row in rows]


@pytest.mark.parametrize(
    "error", [UnreachableError("another way"), NotAnApiReplyError("too large")], ids=repr
)
def test_a_page_whose_rendering_does_not_come_stays_in_doubt(
    odd: Place, store: Store, monkeypatch: pytest.MonkeyPatch, error: WikiError
) -> None:
    exploration, rows = listed(odd, store)
    asked, get_page = [], Client.get_page

    def refuse_first(client: Client, address: str, *args: Any, **options: Any) -> HttpReply:
        asked.append(address)
        if len(asked) == 1:
            raise error
        return get_page(client, address, *args, **options)

    monkeypatch.setattr(Client, "get_page", refuse_first)
    assert sure(odd, store, exploration, rows) == [False, *[True] * 5]


def refusing(
    monkeypatch: pytest.MonkeyPatch, refusals: Mapping[int, tuple[int, bytes]]
) -> list[str]:
    """Answer to some of the renderings that are asked for, by their numbers, in another way."""
    asked: list[str] = []
    get_page = Client.get_page

    def refuse_some(client: Client, address: str, *args: Any, **options: Any) -> HttpReply:
        asked.append(address)
        page = get_page(client, address, *args, **options)
        status, body = refusals.get(len(asked), (page.status, page.body))
        return page._replace(status=status, body=body)

    monkeypatch.setattr(Client, "get_page", refuse_some)
    return asked


SERVERS_404 = 404, b"<html>Not found</html>"
PAGES_404 = 404, b'{"messageTranslations":{"en":"The title does not exist"},"httpCode":404}'
PAGES_413 = 413, b'{"errorKey":"rest-resource-limit-exceeded","httpCode":413}'
FAILURE = 500, b'{"message":"Error: exception","httpCode":500}'
NO_MATCH = (
    404,
    b'{"messageTranslations":{"en":"The requested relative path (/v1/x) did not match"},'
    b'"httpCode":404}',
)
NEW_NO_MATCH = 404, b'{"errorKey":"rest-no-match","httpCode":404}'
DENIED = 403, b'{"error":"rest-read-denied","httpCode":403}'
OFF = 403, b"Set $wgEnableRestAPI to true to enable the experimental REST API"
CLOSED = 403, b"<html>Forbidden</html>"


@pytest.mark.parametrize("refusal", [FAILURE, CLOSED, PAGES_404, PAGES_413], ids=repr)
def test_a_wiki_that_renders_some_pages_is_asked_for_all(
    odd: Place, store: Store, monkeypatch: pytest.MonkeyPatch, refusal: tuple[int, bytes]
) -> None:
    exploration, rows = listed(odd, store)
    refusing(monkeypatch, dict.fromkeys([2, 3, 4], refusal))
    assert sure(odd, store, exploration, rows) == [True, False, False, False, True, True]


@pytest.mark.parametrize("refusal", [PAGES_404, PAGES_413], ids=repr)
def test_what_is_refused_for_a_page_alone_says_nothing_of_others(
    odd: Place, store: Store, monkeypatch: pytest.MonkeyPatch, refusal: tuple[int, bytes]
) -> None:
    exploration, rows = listed(odd, store)
    refusing(monkeypatch, dict.fromkeys([1, 2, 3, 4], refusal))
    assert sure(odd, store, exploration, rows) == [False] * 4 + [True] * 2


@pytest.mark.parametrize(
    ("refusal", "times", "again"),
    [
        (SERVERS_404, 1, 0),
        (NO_MATCH, 1, 0),
        (NEW_NO_MATCH, 1, 0),
        (DENIED, 1, 0),
        (OFF, 1, 0),
        (CLOSED, 3, 0),
        (FAILURE, 3, 3),  # it may be able to later
    ],
    ids=repr,
)
def test_a_wiki_that_renders_nothing_is_hardly_asked(
    odd: Place,
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
    refusal: tuple[int, bytes],
    times: int,
    again: int,
) -> None:
    exploration, rows = listed(odd, store)
    asked = refusing(monkeypatch, dict.fromkeys(range(1, 20), refusal))
    store.save_wiki("wiki", odd.client.api_url, read_siteinfo(odd.client))
    client = odd.client.counting()
    client.renders_nothing = threading.Event()
    for expected in (times, again):
        asked.clear()
        list(check_origins(client, odd.site, store, exploration, rows))
        assert len(asked) == expected
    assert renders(client, odd.site) == (again > 0)
    # The next start of the program knows it, too.
    known = store.wiki("wiki")
    assert known
    site = SiteInfo.from_query(odd.client.api_url, known.siteinfo)
    assert renders(Client(odd.client.api_url), site) == (again > 0)
    assert replace(site, renders_nothing=False) == odd.site


def test_a_wiki_that_fails_for_a_while_is_asked_again(
    odd: Place, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    exploration, rows = listed(odd, store)
    asked = refusing(monkeypatch, {1: FAILURE, 2: FAILURE, 3: CLOSED})
    assert not any(sure(odd, store, exploration, rows))
    assert len(asked) == 3
    assert all(sure(odd, store, exploration, rows))


def test_what_the_wiki_rendered_is_asked_again_only_where_pages_were_touched(
    odd: Place, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, get_page = [], Client.get_page

    def note(client: Client, address: str, *args: Any, **options: Any) -> HttpReply:
        asked.append(address)
        return get_page(client, address, *args, **options)

    def touch(date: str) -> None:
        with closing(odd.wiki.connect()) as tables, tables:
            tables.execute("UPDATE page SET page_touched = ? WHERE page_title = 'Odd_3'", (date,))

    monkeypatch.setattr(Client, "get_page", note)
    exploration, rows = listed(odd, store)
    assert all(sure(odd, store, exploration, rows))
    assert len(asked) == len(ODD)
    before = list(store.origins(exploration.id))
    asked.clear()
    again, rows = listed(odd, store)
    touch("20400101000000")
    assert all(sure(odd, store, again, rows))
    assert len(asked) == 1
    assert "Odd_3" in asked[0]
    told = list(store.origins(again.id))
    assert [each._replace(touched="") for each in told] == [
        each._replace(touched="") for each in before
    ]
    asked.clear()
    touch("20400101000001")
    list(check_origins(odd.client, odd.site, store, again, rows, most_doubtful=0))
    assert not asked
    assert [each.is_sure for each in store.origins(again.id)].count(False) == 1


def test_what_is_known_of_a_list_of_other_kinds_is_not_taken_over(odd: Place, store: Store) -> None:
    told = {}
    for kinds in (Kind.TRANSCLUSION, ALL_KINDS):
        exploration, _new = listed(odd, store, "Well", kinds)
        rows = list(store.rows(exploration.id))
        assert all(sure(odd, store, exploration, rows))
        told[kinds] = found(store, exploration, rows)["Deep", ""]
    assert told == {Kind.TRANSCLUSION: Origin.TEXT, ALL_KINDS: Origin.BOTH}


def test_what_is_taken_over_keeps_the_texts_of_its_templates(
    odd: Place, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wikilinks_gui.listing.request.TITLES_PER_REQUEST", 1)
    texts = []
    for _again in range(2):
        exploration, rows = listed(odd, store, "Spring")
        assert all(sure(odd, store, exploration, rows))
        named = {title for each in store.origins(exploration.id) for title in each.templates}
        texts.append(store.template_texts(exploration.id, named))
    assert len(texts[0]) == 2  # as many as the budget allowed
    assert texts[1] == texts[0]


def test_a_check_that_is_resumed_asks_for_the_pages_in_doubt_that_are_left(
    odd: Place,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked, get_page = [], Client.get_page

    def lose_one(client: Client, address: str, *args: Any, **options: Any) -> HttpReply:
        asked.append(address)
        if len(asked) == 3:
            raise NetworkError("The connection was lost.")
        return get_page(client, address, *args, **options)

    monkeypatch.setattr(Client, "get_page", lose_one)
    output = tmp_path / "links.csv"
    arguments = ["export", "Hub", "--wiki", odd.client.api_url, "--origin", "--no-bom"]
    arguments += ["--basedir", str(tmp_path / "base"), "--output", str(output)]
    assert main(arguments) != 0
    assert "6 rows are checked; --resume continues." in capsys.readouterr().err
    assert main([*arguments, "--resume"]) == 0
    assert len(set(asked)) == 6
    assert len(asked) == 7
    assert "stay in doubt" not in capsys.readouterr().err
    with output.open(encoding="utf-8", newline="") as file:
        assert [row["origin"] for row in csv.DictReader(file)] == ["text"] * 6


def test_links_are_shown_in_their_sentences(place: Place, store: Store) -> None:
    exploration, rows = listed(place, store)
    list(check_origins(place.client, place.site, store, exploration, rows))
    origins = row_contexts(store, place.site, exploration, rows)
    assert origins.keys() == {(row.via, row.page_id) for row in rows}
    alias = next(row for row in rows if row.title == "Alias")
    by_title = {(row.title, row.via): origins[row.via, row.page_id] for row in rows}
    (link,) = by_title["Both", 0].links
    assert (link.context.text, link.section.heading) == ("It is a Hub.", "Head")
    assert (link.section.number, link.use.label) == (1, "Hub")
    (link,) = by_title["Through alias", alias.page_id].links
    context = link.context
    assert context.text == "An alias in a sentence."
    assert context.text[context.start : context.end] == "alias"
    assert by_title["Boxed", 0].links == ()
    boxed = by_title["Boxed", alias.page_id].record
    ((title, link),) = links_in_templates(store, place.site, exploration, boxed)
    assert (title, link.use.label) == ("Template:Box", "Other")


def test_the_command_line_writes_it(place: Place, tmp_path: Path) -> None:
    base, target, stats = tmp_path / "base", tmp_path / "out.csv", tmp_path / "stats.json"
    wiki = ("--wiki", place.client.api_url, "--no-bom")
    recording = place.wiki.record()
    run(base, "export", "Hub", *wiki, "--output", str(target), "--origin", "--stats", str(stats))
    with target.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {(row["title"], row["via"]): row["origin"] for row in rows} == {
        key: ORIGIN_NAMES[origin] for key, origin in ORIGINS.items()
    }
    boxed = next(row for row in rows if (row["title"], row["via"]) == ("Boxed", "Alias"))
    assert (boxed["templates"], boxed["occurrences"]) == ("Template:Box", "0")
    assert next(row["context"] for row in rows if row["title"] == "Both") == "It is a Hub."
    # A rendering, which is asked for beside the Action API, is a request, too.
    assert json.loads(stats.read_text())["requests"] > len(recording.listings()) - 2
    recording = place.wiki.record()
    done = run(base, "export", "Hub", *wiki, "--output", "-", "--origin", "--cached")
    assert done.stdout == target.read_bytes()
    only = ("--origin-only", "template,not-found")
    done = run(base, "export", "Hub", *wiki, "--output", "-", "--origin", "--cached", *only)
    assert done.stdout.count(b",template,") == len(done.stdout.splitlines()) - 1 == 4
    done = run(base, "export", "Hub", *wiki, "--output", "-", "--origin-only", "text", status=2)
    assert b"--origin-only needs --origin" in done.stderr
    assert recording.requests == []
