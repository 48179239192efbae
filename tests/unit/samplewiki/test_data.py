# SPDX-License-Identifier: MIT
"""The bundled pages are what the tables in ``packaging`` give, and make sense."""

import importlib.util
import lzma
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import ModuleType

import pytest

from wikilinks_gui.resources import resource_path
from wikilinks_gui.samplewiki.database import Database, bundled_texts
from wikilinks_gui.samplewiki.outlinks import LINKS
from wikilinks_gui.samplewiki.texts import list_of_links, text_of
from wikilinks_gui.samplewiki.titles import Title, parse_title
from wikilinks_gui.wikitext.scanner import is_redirect

OTHER_WIKIS = 98
"""Links of the Latgalian pages that lead to the wiki ``en``, which is another one here too."""

MADE_WAY = 7
"""Latgalian redirects whose title is an English article's, each with one link, without a text."""

TABLES = ("page", "redirect", "pagelinks", "templatelinks", "imagelinks")


def load(data: bytes) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(data)
    return connection


@pytest.fixture(scope="module")
def script() -> ModuleType:
    path = Path(__file__).parents[3] / "packaging" / "samplewiki" / "build.py"
    spec = importlib.util.spec_from_file_location("build_samplewiki", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def bundled() -> Iterator[sqlite3.Connection]:
    packed = resource_path("samplewiki/sample.sqlite.xz").read_bytes()
    with closing(load(lzma.decompress(packed))) as connection:
        yield connection


def test_building_gives_the_bundled_content(
    script: ModuleType, bundled: sqlite3.Connection
) -> None:
    data = script.build()
    assert data == script.build()
    with closing(load(data)) as built:
        for table in ("sqlite_schema", *TABLES):
            rows = f"SELECT * FROM {table} ORDER BY 1, 2, 3"
            assert built.execute(rows).fetchall() == bundled.execute(rows).fetchall()


def test_building_gives_the_bundled_texts(script: ModuleType) -> None:
    packed = resource_path("samplewiki/texts.json.xz").read_bytes()
    assert len(packed) < 500_000
    assert script.build_texts() == lzma.decompress(packed)


def test_every_latgalian_page_has_its_text(bundled: sqlite3.Connection) -> None:
    texts = dict(bundled_texts())
    assert "'''Aglyunys nūvods'''" in texts[6]
    rows = bundled.execute("SELECT page_id, page_is_redirect FROM page WHERE page_id <= 1976")
    pages: dict[int, int] = dict(rows.fetchall())
    assert texts.keys() < pages.keys()
    assert len(pages) - len(texts) == MADE_WAY
    assert [page_id for page_id in texts if is_redirect(texts[page_id]) != pages[page_id]] == []


def test_texts_agree_with_the_links(bundled: sqlite3.Connection) -> None:
    """The lists at the end of pages that stand in both encyclopedias hold the English links."""
    with closing(Database()) as database:
        (page,) = database.pages("page_title = 'Berlin'")
        links = database.rows(LINKS, page.page_id)
    assert list_of_links(links) == text_of(Database(bundled), page.page_id)


def test_counts(bundled: sqlite3.Connection) -> None:
    counts = {t: bundled.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in TABLES}
    assert counts == {
        "page": 1_976 + 4_604 - 13,
        "redirect": 195 - MADE_WAY,
        "pagelinks": 28_642 - OTHER_WIKIS - MADE_WAY + 119_882,
        "templatelinks": 5_262,
        "imagelinks": 2_605,
    }
    assert resource_path("samplewiki/sample.sqlite.xz").stat().st_size < 3_000_000


def test_english_pages_come_after_latgalian_ones(bundled: sqlite3.Connection) -> None:
    def page(title: str) -> tuple[int, int]:
        sql = (
            "SELECT page_id, page_is_redirect FROM page WHERE page_namespace = 0 AND page_title = ?"
        )
        row: tuple[int, int] = bundled.execute(sql, [title]).fetchone()
        return row

    assert page("Suoku_puslopa") == (1, 0)
    assert page("Bangkoka_masu_ātrais_transports") == (1976, 0)
    assert page("Áedán_mac_Gabráin") == (1977, 0)
    assert page("Canada") == (1182, 0)
    assert bundled.execute("SELECT max(page_id) FROM page").fetchone() == (6567,)


def test_every_title_reads_back_as_itself(bundled: sqlite3.Connection) -> None:
    titles = bundled.execute(
        "SELECT page_namespace, page_title FROM page"
        " UNION SELECT pl_namespace, pl_title FROM pagelinks"
        " UNION SELECT tl_namespace, tl_title FROM templatelinks"
        " UNION SELECT 6, il_to FROM imagelinks"
    ).fetchall()
    assert [key for key in titles if parse_title(Title(*key).text) != Title(*key)] == []


def test_links_come_from_pages_in_their_namespace(bundled: sqlite3.Connection) -> None:
    for table, prefix in (("pagelinks", "pl"), ("templatelinks", "tl"), ("imagelinks", "il")):
        stray = bundled.execute(
            f"SELECT count(*) FROM {table} LEFT JOIN page ON page_id = {prefix}_from"
            f" WHERE page_namespace IS NOT {prefix}_from_namespace"
        )
        assert stray.fetchone() == (0,)


def test_redirects_are_redirects(bundled: sqlite3.Connection) -> None:
    sql = "SELECT page_id FROM page WHERE page_is_redirect ORDER BY 1"
    redirects = bundled.execute("SELECT rd_from FROM redirect ORDER BY 1").fetchall()
    assert bundled.execute(sql).fetchall() == redirects


def test_sources_are_named() -> None:
    text = resource_path("samplewiki/ATTRIBUTION.md").read_text(encoding="utf-8")
    names = ("sample.sqlite.xz", "texts.json.xz", "West", "Leskovec", "snap.stanford.edu")
    for words in (*names, "ltg.wikipedia.org", "ShareAlike"):
        assert words in text
