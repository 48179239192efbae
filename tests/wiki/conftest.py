# SPDX-License-Identifier: MIT
"""What the tests against a real MediaWiki share; without MediaWiki all of them are skipped.

Each wiki is installed once a run, where a test needs it first, and served until the end.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.wiki import pages
from tests.wiki.hub import Numbers, insert_hub
from tests.wiki.mediawiki import MediaWiki, missing
from tests.wiki.truth import Tables
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.siteinfo import SiteInfo, read_siteinfo
from wikilinks_gui.store.store import Store

HERE = Path(__file__).parent

HUB = Numbers(direct=10_000, redirects=40, through=5_000)
SMALL_HUB = Numbers(
    direct=300,
    redirects=12,
    through=200,
    doubles=4,
    through_doubles=20,
    false_redirects=3,
    through_false=30,
)
WIDE_HUB = Numbers(direct=6_000, redirects=120, through=6_000, doubles=3, through_doubles=9)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder, and skip them where no MediaWiki can be run."""
    marks = [pytest.mark.wiki]
    if reason := missing():
        marks.append(pytest.mark.skip(reason=reason))
    for item in items:
        if HERE in item.path.parents:
            for mark in marks:
                item.add_marker(mark)


@dataclass(frozen=True, slots=True)
class Place:
    """A wiki that is served, with a client for it and what its tables held in the beginning."""

    wiki: MediaWiki
    client: Client
    site: SiteInfo
    tables: Tables


@contextmanager
def serve(wiki: MediaWiki) -> Iterator[Place]:
    """Serve a wiki and get to know it."""
    with wiki:
        client = Client(wiki.api_url)
        site = SiteInfo.from_query(client.api_url, read_siteinfo(client))
        yield Place(wiki, client, site, Tables.read(wiki))
        client.close()


@pytest.fixture(scope="session")
def main(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The wiki with a page for every trap, in English."""
    folder = tmp_path_factory.mktemp("main")
    wiki = MediaWiki.install(folder / "wiki")
    pages.write_picture(folder / "pictures")
    wiki.import_files(folder / "pictures")
    wiki.import_pages(pages.MAIN)
    with serve(wiki) as place:
        yield place


@pytest.fixture(scope="session")
def zh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A wiki in Chinese: titles are converted between its scripts, namespaces have aliases."""
    folder = tmp_path_factory.mktemp("zh")
    settings = "$wgVariantArticlePath = '/$2/$1';\n"
    wiki = MediaWiki.install(folder, language="zh", settings=settings, pages=pages.ZH)
    with serve(wiki) as place:
        yield place


@pytest.fixture(scope="session")
def sr(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A wiki in Serbian: namespace names of its own, and two scripts as well."""
    folder = tmp_path_factory.mktemp("sr")
    with serve(MediaWiki.install(folder, language="sr", pages=pages.SR)) as place:
        yield place


@pytest.fixture(scope="session")
def lowercase(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A wiki whose titles keep their first letter, as Wiktionaries do."""
    folder = tmp_path_factory.mktemp("lowercase")
    settings = "$wgCapitalLinks = false;\n"
    with serve(MediaWiki.install(folder, settings=settings, pages=pages.LOWERCASE)) as place:
        yield place


@pytest.fixture(scope="session")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The wiki with 10,000 direct links and 40 redirects with 5,000 links through them."""
    with _serve_hub(MediaWiki.install(tmp_path_factory.mktemp("hub")), HUB) as place:
        yield place


@pytest.fixture(scope="session")
def small_replies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A wiki that cuts its replies by size, after some 130 rows."""
    settings = "$wgAPIMaxResultSize = 3000;\n"
    wiki = MediaWiki.install(tmp_path_factory.mktemp("small"), settings=settings)
    with _serve_hub(wiki, SMALL_HUB) as place:
        yield place


@pytest.fixture(scope="session")
def high_limits(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A wiki that gives everybody 500 titles a request and 5,000 rows a reply."""
    settings = "$wgGroupPermissions['*']['apihighlimits'] = true;\n"
    wiki = MediaWiki.install(tmp_path_factory.mktemp("high"), settings=settings)
    with _serve_hub(wiki, WIDE_HUB) as place:
        yield place


@pytest.fixture(scope="session")
def private(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MediaWiki]:
    """A wiki that nobody may read without signing in."""
    settings = "$wgGroupPermissions['*']['read'] = false;\n"
    with MediaWiki.install(tmp_path_factory.mktemp("private"), settings=settings) as wiki:
        yield wiki


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "store.sqlite") as store:
        yield store


@pytest.fixture
def place(request: pytest.FixtureRequest) -> Place:
    """The wiki that a test names by parameter."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Place)
    return found


@contextmanager
def _serve_hub(wiki: MediaWiki, numbers: Numbers) -> Iterator[Place]:
    insert_hub(wiki, numbers)
    with serve(wiki) as place:
        yield place
