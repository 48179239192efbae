# SPDX-License-Identifier: MIT
"""Listings read a range of an index, however large the wiki is and wherever they continue."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from wikilinks_gui.samplewiki.api import Api
from wikilinks_gui.samplewiki.database import INDEXES, SCHEMA, Database
from wikilinks_gui.samplewiki.request import Request

ROWS = 30_000
ROWS_EACH = 100

LISTINGS = {
    "linkshere": {"titles": "Hub", "prop": "linkshere", "lhlimit": str(ROWS_EACH)},
    "two titles": {"titles": "Hub|A", "prop": "linkshere", "lhlimit": str(ROWS_EACH)},
    "redirects": {"titles": "Hub", "prop": "redirects", "rdlimit": str(ROWS_EACH)},
    "backlinks": {"list": "backlinks", "bltitle": "Hub", "bllimit": str(ROWS_EACH)},
    "embeddedin": {"list": "embeddedin", "eititle": "Template:Hub", "eilimit": str(ROWS_EACH)},
    "fileusage": {"titles": "File:Hub", "prop": "fileusage", "fulimit": str(ROWS_EACH)},
    "imageusage": {
        "list": "imageusage",
        "iutitle": "File:Hub",
        "iulimit": str(ROWS_EACH),
    },
}


@pytest.fixture(scope="module")
def connection() -> Iterator[sqlite3.Connection]:
    """One page that 30,000 pages link to, every second one as a redirect; two link to as many."""
    with closing(sqlite3.connect(":memory:", check_same_thread=False)) as connection:
        connection.executescript(SCHEMA + INDEXES)
        ids = range(1, ROWS + 1)
        connection.executemany(
            "INSERT INTO page VALUES (?, ?, ?, ?)",
            ((n, n % 3 * 2, f"Page_{n}", n % 2) for n in ids),
        )
        for insert in (
            "INSERT INTO pagelinks VALUES (0, 'Hub', ?, ?)",
            "INSERT INTO templatelinks VALUES (10, 'Hub', ?, ?)",
            "INSERT INTO imagelinks VALUES ('Hub', ?, ?)",
        ):
            connection.executemany(insert, ((n % 3 * 2, n) for n in ids))
        connection.executemany(
            "INSERT INTO pagelinks VALUES (10, ?, 2, ?)",
            ((f"Linked_{n:05}", source) for source in (1, 2) for n in ids),
        )
        connection.executemany(
            "INSERT INTO redirect VALUES (?, 0, 'Hub', '', '')", ((n,) for n in ids if n % 2)
        )
        yield connection


def ask(connection: sqlite3.Connection, params: dict[str, str]) -> tuple[int, dict[str, str]]:
    """Return how much work one reply was, in steps of SQLite, and how it continues."""
    api = Api(Database(connection), "http://wiki")
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    connection.set_progress_handler(count, 10)
    reply = api.answer(Request({"action": "query", "format": "json"} | params))
    connection.set_progress_handler(None, 0)
    assert "errors" not in reply
    return steps * 10, reply.get("continue", {})


@pytest.mark.parametrize("name", LISTINGS)
def test_late_replies_are_no_more_work(connection: sqlite3.Connection, name: str) -> None:
    first, tokens = ask(connection, LISTINGS[name])
    most = first
    for _ in range(20):
        steps, tokens = ask(connection, LISTINGS[name] | tokens)
        most = max(most, steps)
        assert tokens
    # Reading 30,000 rows takes 300,000 steps and more.
    assert most < 100 * ROWS_EACH
    if name == "linkshere":
        steps, tokens = ask(connection, LISTINGS[name] | {"lhcontinue": f"0|{ROWS - 50}"})
        assert steps < first
        assert not tokens


@pytest.mark.parametrize("name", LISTINGS)
def test_no_query_scans_or_sorts(connection: sqlite3.Connection, name: str) -> None:
    queries: list[str] = []
    _, tokens = ask(connection, LISTINGS[name])
    connection.set_trace_callback(queries.append)
    ask(connection, LISTINGS[name] | tokens)
    connection.set_trace_callback(None)
    plans = [
        step[3]
        for query in queries
        if query.startswith("SELECT")
        for step in connection.execute("EXPLAIN QUERY PLAN " + query)
    ]
    assert plans
    assert [step for step in plans if not step.startswith("SEARCH")] == []
    assert not any("OFFSET" in query for query in queries)
