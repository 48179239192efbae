# SPDX-License-Identifier: MIT
"""The links among pages, compared with the sample wiki's own tables, and what they cost."""

import itertools
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace

import pytest

from tests.samplewiki import SampleWiki
from wikilinks_gui.errors import CancelledError
from wikilinks_gui.listing import linksbetween
from wikilinks_gui.listing.linksbetween import LinksBetweenPages
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.siteinfo import SiteInfo, read_siteinfo
from wikilinks_gui.samplewiki.database import SCHEMA, Database
from wikilinks_gui.table.row import Kind, Row

Pairs = set[tuple[int, int]]


class Wiki:
    """A wiki that is served, with what its tables hold."""

    def __init__(self, server: SampleWiki, database: sqlite3.Connection) -> None:
        self.client = Client(server.api_url)
        self.site = SiteInfo.from_query(server.api_url, read_siteinfo(self.client))
        self.pages = [
            Row(page_id, namespace, self._title(namespace, title), int(Kind.LINK), False, "", 0, 0)
            for page_id, namespace, title in database.execute(
                "SELECT page_id, page_namespace, page_title FROM page ORDER BY page_id"
            )
        ]
        self.links: Pairs = set(
            database.execute(
                "SELECT pl_from, page_id FROM pagelinks JOIN page"
                " ON page_namespace = pl_namespace AND page_title = pl_title"
            )
        )

    def _title(self, namespace: int, title: str) -> str:
        name = self.site.namespace_name(namespace)
        return (f"{name}:{title}" if name else title).replace("_", " ")

    def among(self, pages: list[Row]) -> Pairs:
        """The links among some pages, of the tables."""
        page_ids = {row.page_id for row in pages}
        return {(a, b) for a, b in self.links if a != b and {a, b} <= page_ids}

    def fetch(self, links: LinksBetweenPages, stop: threading.Event | None = None) -> int:
        """Fetch what is not known; gives the number of requests."""
        before = self.client.traffic.requests
        shares = list(links.fetch(self.client, self.site, stop))
        assert shares == sorted(shares)
        assert links.share == 1
        assert len(shares) == self.client.traffic.requests - before
        return len(shares)


@contextmanager
def serving(database: sqlite3.Connection) -> Iterator[Wiki]:
    with SampleWiki(database) as server:
        wiki = Wiki(server, database)
        yield wiki
        wiki.client.close()


@pytest.fixture(scope="module")
def sample() -> Iterator[Wiki]:
    """The bundled pages."""
    with closing(Database()) as bundled, serving(bundled.connection) as wiki:
        yield wiki


@pytest.fixture(scope="module")
def rich() -> Iterator[Wiki]:
    """240 pages: each links to every eighth, and to 400 others; the first to 5,000 others."""
    with closing(sqlite3.connect(":memory:", check_same_thread=False)) as database:
        database.executescript(SCHEMA)
        ids = range(1, 241)
        database.executemany("INSERT INTO page VALUES (?, 0, ?, 0)", ((n, f"P{n}") for n in ids))
        database.executemany(
            "INSERT INTO pagelinks VALUES (0, ?, 0, ?)",
            [(f"P{(n + step) % 240 + 1}", n) for n in ids for step in range(0, 240, 8)]
            + [(f"O{n}", page_id) for page_id in ids for n in range(5000 if page_id == 1 else 400)],
        )
        database.commit()
        with serving(database) as wiki:
            yield wiki


def pairs_of(links: LinksBetweenPages, pages: list[Row]) -> Pairs:
    """What is known, by page ids; ``pages`` are those that are wanted."""
    sources, targets = links.pairs().tolist()
    found = list(zip(sources, targets, strict=True))
    assert len(set(found)) == len(found)
    return {(pages[a].page_id, pages[b].page_id) for a, b in found}


def wanting(pages: list[Row]) -> LinksBetweenPages:
    links = LinksBetweenPages()
    links.want(pages)
    return links


@pytest.mark.parametrize(("count", "by_title", "most"), [(300, 36, 30), (2_000, 1_600, 130)])
def test_all_links_of_the_sample_wiki(sample: Wiki, count: int, by_title: int, most: int) -> None:
    """Its pages link to 22 others each: all of their links come sooner than by title."""
    pages = sample.pages[2_500 : 2_500 + count]
    links = wanting(pages)
    assert links.cost(sample.site).requests == by_title
    requests = sample.fetch(links)
    assert pairs_of(links, pages) == sample.among(pages)
    assert len(sample.among(pages)) > count
    assert requests <= most


def test_pages_with_many_links_are_asked_by_title(rich: Wiki) -> None:
    """5 × 5 requests, and two to find that out."""
    links = wanting(rich.pages)
    assert links.cost(rich.site).requests == 25
    assert rich.fetch(links) == 27
    assert pairs_of(links, rich.pages) == rich.among(rich.pages) != set()


@pytest.mark.parametrize("name", ["sample", "rich"])
def test_few_pages_are_asked_by_title_at_once(name: str, request: pytest.FixtureRequest) -> None:
    """To find out whether another way is quicker would take longer."""
    wiki: Wiki = request.getfixturevalue(name)
    links = wanting(wiki.pages[-150:])
    assert links.cost(wiki.site).requests == 9
    assert wiki.fetch(links) == 9
    assert pairs_of(links, wiki.pages[-150:]) == wiki.among(wiki.pages[-150:]) != set()


def test_a_page_with_very_many_links_does_not_hold_up_the_rest(sample: Wiki) -> None:
    """It is left to the end, and asked about by title."""
    with closing(sqlite3.connect(":memory:", check_same_thread=False)) as database:
        database.executescript(SCHEMA)
        ids = range(1, 501)
        database.executemany("INSERT INTO page VALUES (?, 0, ?, 0)", ((n, f"P{n}") for n in ids))
        database.executemany(
            "INSERT INTO pagelinks VALUES (0, ?, 0, ?)",
            [(f"P{n % 500 + 1}", n) for n in ids] + [(f"O{n}", 7) for n in range(20_000)],
        )
        database.commit()
        with serving(database) as wiki:
            links = wanting(wiki.pages)
            # 100 by title. One reply brings nothing but links of that page.
            assert wiki.fetch(links) <= 2 + 10 + 10
            assert pairs_of(links, wiki.pages) == wiki.among(wiki.pages) != set()


def test_the_cost_is_known_better_when_something_came(sample: Wiki, rich: Wiki) -> None:
    links, stop = wanting(sample.pages[2_500:4_500]), threading.Event()
    assert links.cost(sample.site) == (1_600, True)  # at most
    fetching = links.fetch(sample.client, sample.site, stop)
    for _share in itertools.islice(fetching, 20):
        pass
    cost = links.cost(sample.site)
    assert not cost.is_most
    stop.set()
    with pytest.raises(CancelledError):
        next(fetching)
    assert sample.fetch(links) == pytest.approx(cost.requests, rel=0.3)
    links = wanting(rich.pages)
    assert links.cost(rich.site) == (25, True)
    fetching = links.fetch(rich.client, rich.site)
    for _share in itertools.islice(fetching, 3):  # two in vain
        pass
    assert links.cost(rich.site) == (24, False)
    assert len(list(fetching)) == 24
    assert wanting(rich.pages[:150]).cost(rich.site) == (9, False)


@pytest.mark.parametrize("name", ["sample", "rich"])
def test_what_is_known_is_not_asked_again(name: str, request: pytest.FixtureRequest) -> None:
    wiki: Wiki = request.getfixturevalue(name)
    pages = wiki.pages[-240:]
    links = wanting(pages[:120])
    first = wiki.fetch(links)
    assert links.cost(wiki.site).requests == 0
    assert wiki.fetch(links) == 0
    links.want(pages[::-1])  # in another order, with as many new ones
    assert 0.24 < links.share < 0.26
    assert links.cost(wiki.site).requests == 3 * 5 + 3 * 3
    wiki.fetch(links)
    assert pairs_of(links, pages[::-1]) == wiki.among(pages)
    links.want(pages[60:180])
    assert links.cost(wiki.site).requests == 0
    assert pairs_of(links, pages[60:180]) == wiki.among(pages[60:180])
    assert first


@pytest.mark.parametrize("name", ["sample", "rich"])
def test_stopped_and_taken_up_again(name: str, request: pytest.FixtureRequest) -> None:
    """After every reply: what came is right, and only the rest is asked for then."""
    wiki: Wiki = request.getfixturevalue(name)
    pages = wiki.pages[-240:]
    whole = wiki.fetch(wanting(pages))
    for after in range(0, whole, 4):
        links, stop = wanting(pages), threading.Event()
        fetching = links.fetch(wiki.client, wiki.site, stop)
        for _share in itertools.islice(fetching, after):
            assert pairs_of(links, pages) <= wiki.among(pages)
        stop.set()
        with pytest.raises(CancelledError):
            next(fetching)
        assert links.cost(wiki.site).requests > 0
        assert wiki.fetch(links) <= whole - after + 2
        assert pairs_of(links, pages) == wiki.among(pages)


def test_pages_in_all_namespaces(sample: Wiki) -> None:
    pages = [row for row in sample.pages if row.namespace] + sample.pages[:200]
    links = wanting(pages)
    sample.fetch(links)
    assert pairs_of(links, pages) == sample.among(pages)
    assert {row.namespace for row in pages} > {0, 4, 8, 10}


def test_high_limits(sample: Wiki) -> None:
    """500 pages at once; the sample wiki takes 50, so it is only counted."""
    site = replace(sample.site, high_limits=True)
    links = wanting(sample.pages[:2_000])
    assert links.cost(site).requests == 16


@pytest.mark.parametrize("count", [0, 1])
def test_few_pages(sample: Wiki, count: int) -> None:
    links = wanting(sample.pages[:count])
    assert links.cost(sample.site).requests == 0
    assert sample.fetch(links) == 0
    assert pairs_of(links, sample.pages) == set()


def test_pages_that_are_gone_or_come_twice(sample: Wiki) -> None:
    gone = sample.pages[0]._replace(page_id=9_999_999, title="Gone")
    pages = [*sample.pages[3_000:3_030], gone]
    links = wanting([*pages, *pages[::-1]])
    sample.fetch(links)
    assert pairs_of(links, pages) == sample.among(pages)


def test_old_pages_are_forgotten(sample: Wiki, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that are not wanted any more, once there are too many."""
    monkeypatch.setattr(linksbetween, "KEPT", 100)
    links = wanting(sample.pages[3_000:3_060])
    sample.fetch(links)
    links.want(sample.pages[3_020:3_090])
    assert links.cost(sample.site).requests == 1 * 2 + 1 * 1
    sample.fetch(links)
    assert pairs_of(links, sample.pages[3_020:3_090]) == sample.among(sample.pages[3_020:3_090])
    links.want(sample.pages[3_050:3_120])
    assert 0 < links.share < 1
    links.want(sample.pages[3_020:3_090])
    assert links.share < 1
    links.want(sample.pages[3_050:3_120])
    sample.fetch(links)
    assert pairs_of(links, sample.pages[3_050:3_120]) == sample.among(sample.pages[3_050:3_120])


def test_a_wiki_of_long_ago() -> None:
    """Without format version 2, and with its own way to go on."""
    with SampleWiki(old=True) as server, closing(Database()) as bundled:
        wiki = Wiki(server, bundled.connection)
        pages = wiki.pages[3_000:3_120]
        links = wanting(pages)
        wiki.fetch(links)
        assert pairs_of(links, pages) == wiki.among(pages) != set()
        wiki.client.close()
