# SPDX-License-Identifier: MIT
"""Replies that are not what the API gives: an error that names the place, and no row of them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.unit.listing.wiki import SITE, Answer, Params, Reply, asking, rows_of
from wikilinks_gui.errors import (
    ContinuationError,
    ModuleUnavailableError,
    NotAnApiReplyError,
    StoreDamagedError,
)
from wikilinks_gui.listing import standing
from wikilinks_gui.listing.methodchoice import list_links
from wikilinks_gui.listing.request import METHODS, ListingRequest, Method
from wikilinks_gui.listing.storing import list_and_store
from wikilinks_gui.store.store import Store
from wikilinks_gui.table.row import Kind
from wikilinks_gui.wikis.connector import SAMPLE

REDIRECTS = {2: "Rock crystal", 3: "Silica crystal"}
PAGES = {1: "Quartz", **REDIRECTS, 4: "Stone", 5: "Gem", 6: "Amethyst"}


def entry(page_id: int, **more: object) -> Reply:
    return {"pageid": page_id, "ns": 0, "title": PAGES[page_id], **more}


def minerals(params: Params) -> Reply:
    """A wiki in which two redirects lead to Quartz, and one page links through each."""
    redirects = [entry(2), entry(3, fragment="Varieties")]
    links = [entry(2, redirect=True), entry(3, redirect=True), entry(4, redirect=False)]
    through = {2: entry(5, redirect=False), 3: entry(6, redirect=False)}
    query: Reply = {}
    if "list" in params:
        query = {name: [] for name in params["list"].split("|")}
        asked = params.get("blpageid")
        query["backlinks"] = [through[int(asked)]] if asked else links
    elif "linkshere" not in params.get("prop", "") and "redirects" in params:
        if "pageids" in params:
            query["redirects"] = [{"from": title, "to": "Quartz"} for title in REDIRECTS.values()]
            query["redirects"][1]["tofragment"] = "Varieties"
        query["pages"] = [entry(1)]
    elif "pageids" in params:
        ids = [int(each) for each in params["pageids"].split("|")]
        query["pages"] = [entry(each, linkshere=[through[each]]) for each in ids]
    else:
        query["pages"] = [entry(1, redirects=redirects, linkshere=links)]
    return {"batchcomplete": True, "query": query}


def changing(change: Callable[[Reply, Params], object], answer: Answer = minerals) -> Answer:
    """Return a wiki whose replies are changed; ``change`` may return another one."""

    def changed(params: Params) -> Reply:
        reply: Reply = json.loads(json.dumps(answer(params)))
        made = change(reply, params)
        return made if isinstance(made, dict) else reply

    return changed


@pytest.mark.parametrize("method", METHODS)
def test_the_wiki_as_it_is(method: Method) -> None:
    rows = {
        (row.title, row.kinds, row.section, row.via) for row in rows_of(minerals, method=method)
    }
    assert {each for each in rows if each[1] == Kind.REDIRECT} == {
        ("Rock crystal", Kind.REDIRECT, "", 0),
        ("Silica crystal", Kind.REDIRECT, "Varieties", 0),
    }
    assert {(title, via) for title, kinds, _, via in rows if kinds == Kind.LINK and via} == {
        ("Gem", 2),
        ("Amethyst", 3),
    }


NO_TITLES: list[object] = [None, 7, True, [], {}, "", "x" * 256, "x" * 1_000_000]
NO_PAGE_IDS: list[object] = [None, True, 7.5, 0, -1, 2**63, 2**70, "7", [], {}]
NO_NAMESPACES: list[object] = [None, True, 0.5, -1, 2**31, "0", []]
NO_SECTIONS: list[object] = [None, 7, True, [], {}, "x" * 10_000]
NO_OBJECTS: list[object] = [[], {}, None, 7, "", True]
NO_FLAGS: list[object] = [None, 1, 0, "true", [], {}]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("title", value) for value in NO_TITLES),
        *(("pageid", value) for value in NO_PAGE_IDS),
        *(("ns", value) for value in NO_NAMESPACES),
        *(("fragment", value) for value in NO_SECTIONS),
        *(("redirect", value) for value in NO_FLAGS),
    ],
    ids=lambda value: repr(value)[:12],
)
def test_r1_r2_s5_a_wrong_field_of_a_row(field: str, value: object, method: Method) -> None:
    """Wherever a row stands in a reply; the place is named, and the value is not."""

    def at(reply: Reply, params: Params) -> None:
        for row in reply["query"].get("backlinks", [])[2:]:
            row[field] = value
        for page in reply["query"].get("pages", ()):
            for row in page.get("linkshere", [])[-1:]:
                row[field] = value

    with pytest.raises(NotAnApiReplyError, match=rf"\[\d\]\.{field} ") as caught:
        rows_of(changing(at), method=method)
    assert len(str(caught.value)) < 200


def test_r1_nothing_of_a_bad_reply_is_stored(tmp_path: Path) -> None:
    """What came with the replies before stays, as an unfinished list."""

    def wrong(reply: Reply, params: Params) -> None:
        if "pageids" in params:
            reply["query"]["pages"][1]["linkshere"][0]["title"] = None

    client, _network = asking(changing(wrong))
    request = ListingRequest("Quartz")
    with Store(tmp_path / "store.sqlite") as store:
        with pytest.raises(NotAnApiReplyError, match=r"query\.pages\[1\]\.linkshere\[0\]\.title"):
            list(list_and_store(client, SITE, store, SAMPLE, request))
        (stored,) = store.explorations()
        assert not stored.complete
        assert {row.title for row in store.rows(stored.id)} == {
            "Rock crystal",
            "Silica crystal",
            "Stone",
        }


def test_r2_titles_as_long_as_they_can_be() -> None:
    """255 bytes, and with the name of a namespace before it."""
    names = {4: "é" * 127 + "x", 5: "Template:" + "x" * 255, 6: "x" * 255}

    def longest(reply: Reply, params: Params) -> None:
        del params
        for page in reply["query"].get("pages", ()):
            for row in page.get("linkshere", ()):
                row["title"] = names.get(row["pageid"], row["title"])
                row["ns"] = 10 if row["title"].startswith("Template:") else 0

    assert {row.title for row in rows_of(changing(longest))} >= set(names.values())


def set_pages(value: object) -> Callable[[Reply, Params], object]:
    def change(reply: Reply, params: Params) -> None:
        if "pageids" in params:
            reply["query"]["pages"] = value

    return change


def edit_pages(edit: Callable[[list[Reply]], object]) -> Callable[[Reply, Params], object]:
    def change(reply: Reply, params: Params) -> None:
        if "pageids" in params:
            edit(reply["query"]["pages"])

    return change


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(edit_pages(lambda pages: pages[0].update(pageid=9)), id="not asked for"),
        pytest.param(edit_pages(lambda pages: pages.append(entry(4))), id="one more"),
        pytest.param(edit_pages(lambda pages: pages.pop()), id="one less"),
        pytest.param(edit_pages(lambda pages: pages.append(pages[0])), id="one twice"),
        pytest.param(edit_pages(lambda pages: pages.clear()), id="none"),
        pytest.param(
            edit_pages(lambda pages: pages[1].update(missing=True)), id="links to nothing"
        ),
        pytest.param(
            edit_pages(lambda pages: pages[1].update(linkshere={})), id="no list of links"
        ),
        pytest.param(
            edit_pages(lambda pages: pages[1].update(linkshere=None)), id="null for links"
        ),
        pytest.param(edit_pages(lambda pages: pages.insert(0, None)), id="null for a page"),  # type: ignore[arg-type]
        *(pytest.param(set_pages(value), id=f"{value}") for value in NO_OBJECTS),
    ],
)
def test_s5_pages_that_are_not_those_asked_for(change: Callable[[Reply, Params], object]) -> None:
    with pytest.raises(NotAnApiReplyError, match=r"query\.pages"):
        rows_of(changing(change))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("value", NO_OBJECTS)
def test_s5_no_query(value: object, method: Method) -> None:
    def change(reply: Reply, params: Params) -> None:
        if "pageids" in params or "list" in params:
            reply["query"] = value

    with pytest.raises(NotAnApiReplyError, match="query"):
        rows_of(changing(change), method=method)


@pytest.mark.parametrize("name", ["backlinks", "embeddedin"])
@pytest.mark.parametrize("value", [{}, None, 7, "", True, ...])
def test_s5_lists_that_are_none(name: str, value: object) -> None:
    def change(reply: Reply, params: Params) -> None:
        if name in params.get("list", ""):
            reply["query"][name] = value
            if value is ...:
                del reply["query"][name]

    def changed(params: Params) -> Reply:
        reply: Reply = minerals(params)
        change(reply, params)
        return reply

    with pytest.raises(NotAnApiReplyError, match=rf"query\.{name}"):
        rows_of(changed, method="backlinks")


def test_s5_a_lead_that_is_left_out_is_asked_for_again() -> None:
    """A redirect page is no plain link only because a reply did not say where it leads."""
    times: list[str] = []

    def change(reply: Reply, params: Params) -> None:
        if "pageids" in params and "list" not in params:
            times.append(params["pageids"])
            if len(times) == 1:
                del reply["query"]["redirects"][1]

    assert set(rows_of(changing(change), method="backlinks")) == set(
        rows_of(minerals, method="backlinks")
    )
    assert times == ["2|3", "3"]


def test_s5_a_page_that_was_deleted_meanwhile() -> None:
    """Nothing links through it any more, and the others are listed."""

    def change(reply: Reply, params: Params) -> None:
        if "pageids" in params:
            reply["query"]["pages"][0] = {"pageid": 2, "missing": True}

    rows = rows_of(changing(change))
    assert {(row.title, row.via) for row in rows if row.via} == {("Amethyst", 3)}
    assert {row.title for row in rows if not row.via} == {"Rock crystal", "Silica crystal", "Stone"}


def test_s20_two_page_ids_that_are_swapped() -> None:
    def swap(pages: list[Reply]) -> None:
        pages[0]["pageid"], pages[1]["pageid"] = pages[1]["pageid"], pages[0]["pageid"]

    with pytest.raises(NotAnApiReplyError, match=r"query\.pages\[0\]\.title"):
        rows_of(changing(edit_pages(swap)))


def test_s20_a_redirect_that_was_renamed_meanwhile() -> None:
    """Its page id is what counts; the links through it are those through its new title."""
    rows = rows_of(changing(edit_pages(lambda pages: pages[0].update(title="Rock Crystal"))))
    assert set(rows) == set(rows_of(minerals))


def test_s20_the_answer_about_another_title() -> None:
    def change(reply: Reply, params: Params) -> None:
        if "lhcontinue" in params:
            reply["query"]["pages"] = [entry(4, linkshere=[entry(5)])]
        elif params.get("titles") == "Quartz":
            del reply["batchcomplete"]
            reply["continue"] = {"lhcontinue": "5", "continue": "||"}

    with pytest.raises(NotAnApiReplyError, match=r"query\.pages\[0\]\.title"):
        rows_of(changing(change))


def test_s8_redirects_to_redirects_without_end() -> None:
    """One more with each reply: the list ends as one that cannot be completed."""
    last = 100

    def endless(params: Params) -> Reply:
        nonlocal last
        last += 1
        redirect = {"pageid": last, "ns": 0, "title": f"R{last}"}
        if "pageids" not in params:
            return {"batchcomplete": True, "query": {"pages": [entry(1, redirects=[redirect])]}}
        pages = [
            {"pageid": int(each), "ns": 0, "title": f"R{each}", "redirects": [redirect]}
            for each in params["pageids"].split("|")
        ]
        return {"batchcomplete": True, "query": {"pages": pages}}

    client, network = asking(endless)
    with pytest.raises(ContinuationError, match="without end"):
        list(list_links(client, SITE, ListingRequest("Quartz")))
    assert len(network.asked) < 150


def test_s8_ever_more_redirects(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each brings 500 more: that ends as well, long before the memory does."""
    monkeypatch.setattr(standing, "MOST_REDIRECTS", 5_000)
    last = 0

    def endless(params: Params) -> Reply:
        nonlocal last

        def more() -> list[Reply]:
            nonlocal last
            last += 500
            ids = range(last, last + 500)
            return [{"pageid": each + 1, "ns": 0, "title": f"R{each + 1}"} for each in ids]

        if "pageids" not in params:
            return {"batchcomplete": True, "query": {"pages": [entry(1, redirects=more())]}}
        pages: list[Reply] = [
            {"pageid": int(each), "ns": 0, "title": f"R{each}"}
            for each in params["pageids"].split("|")
        ]
        pages[0]["redirects"] = more()
        return {"batchcomplete": True, "query": {"pages": pages}}

    client, network = asking(endless)
    with pytest.raises(ContinuationError, match="without end"):
        list(list_links(client, SITE, ListingRequest("Quartz")))
    assert len(network.asked) <= 11


def unknown(params: Params) -> Reply:
    """A wiki that does not know ``linkshere``."""
    if params["action"] == "paraminfo":
        known = [{"name": "redirects", "parameters": [{"name": "limit"}]}]
        return {"paraminfo": {"modules": known, "querymodules": known}}
    reply = minerals(params)
    if "linkshere" in params.get("prop", ""):
        for page in reply["query"]["pages"]:
            page.pop("linkshere", None)
    return reply


def before_1_24(params: Params) -> Reply:
    """A wiki that does not know ``linkshere`` either, and names it as missing."""
    if params["action"] != "paraminfo":
        return unknown(params)
    names = params.get("querymodules", "").split("|")
    known: dict[str, object] = {"parameters": [{"name": "limit"}]}
    modules = [
        {"name": name} | ({"missing": ""} if name == "linkshere" else known) for name in names
    ]
    return {"paraminfo": {"querymodules": modules}}


TOLD: list[dict[str, object]] = [
    {"code": "unrecognizedvalues", "module": "query", "data": {"values": ["linkshere"]}},
    {"code": "unrecognizedvalues", "module": "query"},
    {"code": "moduledisabled", "module": "query+linkshere"},
    {"code": "unrecognizedparams", "module": "main"},
]


@pytest.mark.parametrize(
    "warnings",
    [
        *([warning | {"text": "Ĉi tio estas io."}] for warning in TOLD),
        {"query": {"*": "Io."}},
        {"linkshere": {"warnings": "Io."}},
    ],
)
@pytest.mark.parametrize("wiki", [unknown, before_1_24])
def test_g1_a_module_that_is_unknown(warnings: Any, wiki: Callable[[Params], Reply]) -> None:
    """The same rows by the lists; where no word of the warning counts, as it may be translated."""

    def change(reply: Reply, params: Params) -> None:
        if "linkshere" in params.get("prop", ""):
            reply["warnings"] = warnings

    rows = rows_of(changing(change, wiki))
    assert set(rows) == set(rows_of(minerals, method="backlinks"))


@pytest.mark.parametrize(
    "warnings",
    [
        {"query": {"*": "Unrecognized value for parameter 'prop': linkshere"}},
        {"query": {"warnings": "Unrecognized values for parameter 'prop': linkshere, fileusage"}},
        [{"code": "unrecognizedvalues", "module": "query", "text": "Unbekannt: „linkshere“"}],
    ],
)
def test_g1_a_module_that_is_named_counts_even_where_the_wiki_lists_it(warnings: Any) -> None:
    def change(reply: Reply, params: Params) -> object:
        if params["action"] == "paraminfo":
            name, prefix = (
                ("querymodules", "") if "querymodules" in params else ("modules", "query+")
            )
            modules = [each.removeprefix(prefix) for each in params[name].split("|")]
            found = [{"name": each, "parameters": [{"name": "limit"}]} for each in modules]
            return {"paraminfo": {name: found}}
        if "linkshere" in params.get("prop", ""):
            reply["warnings"] = warnings
            for page in reply["query"]["pages"]:
                page.pop("linkshere", None)
        return reply

    assert set(rows_of(changing(change))) == set(rows_of(minerals, method="backlinks"))


@pytest.mark.parametrize("code", ["unknown_prop", "moduledisabled"])
def test_g1_a_module_that_is_refused_with_an_error(code: str) -> None:
    def change(reply: Reply, params: Params) -> object:
        is_linkshere = "linkshere" in params.get("prop", "")
        return {"errors": [{"code": code, "text": "No."}]} if is_linkshere else reply

    wanted = set(rows_of(minerals, method="backlinks"))
    assert set(rows_of(changing(change))) == wanted
    client, _network = asking(changing(change))
    # Of one that was killed before its first rows were stored, the store has an empty state.
    resumed = list_links(client, SITE, ListingRequest("Quartz"), {})
    assert {row for page in resumed for row in page.rows} == wanted


def test_g1_other_warnings_are_no_doubt() -> None:
    """No request more for a warning about something else, and one at most in doubt."""
    asked = []
    for warnings in (
        [{"code": "deprecation", "module": "main", "text": "Old."}],
        {"main": {"warnings": "Unrecognized parameter: errorformat."}},
        {"query": {"warnings": "Formatting of continuation data will be changed soon."}},
    ):

        def change(reply: Reply, params: Params, warnings: object = warnings) -> object:
            if params["action"] == "paraminfo":
                names = params["querymodules"].split("|")
                found = [{"name": name, "parameters": [{"name": "limit"}]} for name in names]
                return {"paraminfo": {"querymodules": found}}
            reply["warnings"] = warnings
            return reply

        client, network = asking(changing(change))
        list(list_links(client, SITE, ListingRequest("Quartz")))
        asked.append(len(network.asked))
    assert asked == [2, 2, 3]


def test_g1_no_list_is_at_work() -> None:
    def change(reply: Reply, params: Params) -> object:
        if "list" in params or "linkshere" in params.get("prop", ""):
            reply["warnings"] = [
                {"code": "moduledisabled", "module": f"query+{name}", "text": "…"}
                for name in ("linkshere", "backlinks")
            ]
            reply["query"].pop("backlinks", None)
        return reply

    with pytest.raises(ModuleUnavailableError, match="backlinks"):
        rows_of(changing(change))


NO_STATES: dict[str, list[object]] = {
    "title": [2, None, [], True],
    "continue": [2, "x", [], {"a": 1}, True],
    "seen": [[""], 7, [None], [True], [[1]]],
    "waiting": [[7], [[1]], [["1", 2]], 7, {"a": 1}, [[[[[1]]]]]],
    "asking": [7, [[1]], [["1", 2]], "x"],
}


def _state_amid(method: Method) -> dict[str, Any]:
    """Return the state after the first reply of a listing, as it is stored."""

    def first(reply: Reply, params: Params) -> None:
        if "titles" in params and "pageids" not in params and method == "linkshere":
            reply["continue"] = {"lhcontinue": "5", "continue": "||"}
        if "list" in params:
            reply["continue"] = {"blcontinue": "5", "continue": "||"}

    client, _network = asking(changing(first))
    state = next(list_links(client, SITE, ListingRequest("Quartz", method))).state
    again: dict[str, Any] = json.loads(json.dumps(state))
    return again


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in NO_STATES.items() for value in values]
)
def test_r4_a_stored_state_of_other_types(name: str, value: object, method: Method) -> None:
    stored = _state_amid(method) | {name: value}
    client, _network = asking(minerals)
    with pytest.raises(StoreDamagedError):
        next(list_links(client, SITE, ListingRequest("Quartz", method), stored))


@pytest.mark.parametrize(
    ("method", "name"),
    [
        *[("linkshere", name) for name in ("title", "continue", "asking", "waiting")],
        *[("backlinks", name) for name in ("title", "page_id", "continue", "asking", "waiting")],
    ],
)
def test_r4_a_stored_state_that_lacks_a_field(method: Method, name: str) -> None:
    """Without the redirects that wait, the list would be called complete, and lack their rows."""
    stored = _state_amid(method)
    del stored[name]
    client, _network = asking(minerals)
    with pytest.raises(StoreDamagedError):
        next(list_links(client, SITE, ListingRequest("Quartz", method), stored))


def test_a_state_of_earlier_versions_loses_no_redirect() -> None:
    """They had asked for the links through a redirect with the redirect, and did not note it."""

    def continued(reply: Reply, params: Params) -> None:
        if "blcontinue" in params:
            del reply["query"]["backlinks"][:1]

    stored: dict[str, Any] = {
        "title": "Quartz",
        "page_id": 1,
        "namespace": 0,
        "asking": None,
        "waiting": [],
        "seen": [1],
        "leads": [[2, "Quartz", ""], [3, "Quartz", "Varieties"]],
        "continue": {"blcontinue": "0|Quartz|3|0|2|6", "continue": "-||"},
    }
    client, _network = asking(changing(continued))
    request = ListingRequest("Quartz", "backlinks", kinds=Kind.LINK)
    rows = {row for batch in list_links(client, SITE, request, stored) for row in batch.rows}
    assert {row.title for row in rows if row.via} == {"Gem", "Amethyst"}


def test_a_redirect_that_is_gone_leaves_what_is_known_of_others() -> None:
    def gone(reply: Reply, params: Params) -> object:
        is_last = params.get("blpageid") == "3"
        return {"errors": [{"code": "nosuchpageid", "text": "No."}]} if is_last else reply

    client, _network = asking(changing(gone))
    *_, last = list_links(client, SITE, ListingRequest("Quartz", "backlinks"))
    assert last.state is None
    assert last.redirect_targets.keys() == REDIRECTS.keys()
