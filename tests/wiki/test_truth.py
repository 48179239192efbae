# SPDX-License-Identifier: MIT
"""The truth that listings are compared with, itself compared with plain requests to the API."""

from typing import Any

import pytest
import requests

from tests.wiki.conftest import HUB, SMALL_HUB, WIDE_HUB, Place
from tests.wiki.truth import Fact, Tables, Target

LISTS = {
    "redirects": ("rd", "pageid|title|fragment", "redirect"),
    "linkshere": ("lh", "pageid|title|redirect", "link"),
    "transcludedin": ("ti", "pageid|title|redirect", "transclusion"),
    "fileusage": ("fu", "pageid|title|redirect", "file"),
}


def ask(place: Place, name: str, titles: list[str]) -> dict[str, list[dict[str, Any]]]:
    """Ask one list of some titles, to the end, without the package."""
    prefix, tells, _ = LISTS[name]
    params = {"action": "query", "format": "json", "formatversion": "2", "prop": name}
    params |= {f"{prefix}limit": "max", f"{prefix}prop": tells, "titles": "|".join(titles)}
    found: dict[str, list[dict[str, Any]]] = {}
    going_on: dict[str, str] = {}
    while True:
        reply = requests.post(place.wiki.api_url, data=params | going_on, timeout=60).json()
        for page in reply["query"]["pages"]:
            found.setdefault(page["title"], []).extend(page.get(name, ()))
        if "continue" not in reply:
            return found
        going_on = reply["continue"]


@pytest.mark.parametrize("place", ["main", "zh", "sr", "lowercase", "small_replies"], indirect=True)
def test_direct_rows_are_those_of_the_api(place: Place) -> None:
    """For every page and everything that is linked, each list says what the tables say."""
    targets = sorted(place.tables.targets())
    titles = {place.tables.title(target): target for target in targets}
    for name, (_, _, kind) in LISTS.items():
        for start in range(0, len(titles), 50):
            some = list(titles)[start : start + 50]
            for title, entries in ask(place, name, some).items():
                said = {
                    (entry["pageid"], entry["title"], entry.get("fragment", ""))
                    for entry in entries
                }
                facts = place.tables.expected(titles[title], depth=0)
                held = {
                    (fact.page_id, fact.title, fact.section if kind == "redirect" else "")
                    for fact in facts
                    # pagelinks holds a redirect's own link like any other
                    if kind in fact.kinds or (kind == "link" and "redirect" in fact.kinds)
                }
                assert said == held, (name, title)


def test_walk_through_redirects_by_hand() -> None:
    """A small wiki whose listing can be written down: a ring, a double and a false redirect."""
    at: dict[int, tuple[Target, bool]] = {
        1: ((0, "A"), False),
        2: ((0, "R"), True),  # to A#S
        3: ((2, "D"), True),  # to R
        4: ((0, "L"), False),  # links A, R and D
        5: ((0, "F"), True),  # to L, and links A
        6: ((0, "X"), True),  # to Y
        7: ((0, "Y"), True),  # to X
    }
    tables = Tables(
        namespaces={0: "", 2: "User"},
        pages=at,
        ids={target: page_id for page_id, (target, _) in at.items()},
        redirects={
            (0, "A"): {2: "S"},
            (0, "R"): {3: ""},
            (0, "L"): {5: ""},
            (0, "Y"): {6: ""},
            (0, "X"): {7: ""},
        },
        abroad=set(),
        links={(0, "A"): {2, 4, 5}, (0, "R"): {3, 4}, (2, "D"): {4}, (0, "X"): {7}, (0, "Y"): {6}},
        transclusions={(0, "A"): {4}},
        files={},
    )
    direct = {
        Fact(2, 0, "R", ("redirect",), True, "S", 0, 0),
        Fact(4, 0, "L", ("link", "transclusion"), False, "", 0, 0),
        Fact(5, 0, "F", ("link",), True, "", 0, 0),
    }
    through = {
        Fact(3, 2, "User:D", ("redirect",), True, "", 2, 1),
        Fact(4, 0, "L", ("link",), False, "", 2, 1),
    }
    deeper = {Fact(4, 0, "L", ("link",), False, "", 3, 2)}
    assert tables.expected((0, "A"), depth=0) == direct
    assert tables.expected((0, "A"), depth=1) == direct | through
    assert tables.expected((0, "A")) == direct | through | deeper
    assert tables.expected((0, "X")) == {
        Fact(7, 0, "Y", ("redirect",), True, "", 0, 0),
        Fact(6, 0, "X", ("redirect",), True, "", 7, 1),
    }
    assert tables.end((2, "D")) == (0, "A")
    assert tables.end((0, "X")) == (0, "X")


def test_hubs_are_as_large_as_they_say(
    hub: Place, small_replies: Place, high_limits: Place
) -> None:
    """15,040 rows of the large hub, and the numbers that the others were made with."""
    assert HUB.rows == 15_040
    for place, numbers in ((hub, HUB), (small_replies, SMALL_HUB), (high_limits, WIDE_HUB)):
        assert len(place.tables.expected((0, "Hub"))) == numbers.rows
