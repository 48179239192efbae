# SPDX-License-Identifier: MIT
"""Build the sample wiki's pages and texts from the data beside this file.

``python packaging/samplewiki/build.py`` writes ``sample.sqlite.xz`` and ``texts.json.xz`` into
``resources/samplewiki``. The same data gives the same rows, and the same bytes where SQLite and
liblzma are the same. Where the data comes from, and what is changed, stands in
``resources/samplewiki/ATTRIBUTION.md``.
"""

import bz2
import gzip
import json
import lzma
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
OUTPUT = ROOT / "resources" / "samplewiki"

DUMP = "{http://www.mediawiki.org/xml/export-0.10/}"
"""The namespace of the elements in MediaWiki's dumps."""

sys.path.insert(0, str(ROOT))
from wikilinks_gui.samplewiki.database import SCHEMA  # noqa: E402
from wikilinks_gui.samplewiki.texts import list_of_links  # noqa: E402
from wikilinks_gui.samplewiki.titles import Title, parse_title  # noqa: E402


def rows(name: str, skip: int = 0) -> Iterator[list[str]]:
    """Yield the fields of each line of a table, without comments and the first ``skip`` lines."""
    with gzip.open(HERE / f"{name}.tsv.gz", "rt", encoding="utf-8", newline="\n") as file:
        for number, line in enumerate(file):
            text = line.rstrip("\n")
            if number >= skip and text and not text.startswith("#"):
                yield text.split("\t")


def latgalian(connection: sqlite3.Connection) -> None:
    """Insert the Latgalian Wikipedia: it keeps its page ids.

    Its links were derived without the map of interwiki prefixes; those to a prefix that the sample
    wiki has are left out, as they are no links to pages.
    """
    insert = connection.executemany
    insert("INSERT INTO page VALUES (?, ?, ?, ?)", rows("ltgwiki-page", 1))
    insert("INSERT INTO redirect VALUES (?, ?, ?, ?, ?)", rows("ltgwiki-redirect", 1))
    for table in ("pagelinks", "templatelinks"):
        links = (
            (int(target), title, source_namespace, source)
            for source, source_namespace, target, title in rows(f"ltgwiki-{table}", 1)
        )
        local = (row for row in links if ":" not in row[1] or not is_elsewhere(*row[:2]))
        insert(f"INSERT INTO {table} VALUES (?, ?, ?, ?)", local)
    uses = (reversed(row) for row in rows("ltgwiki-imagelinks", 1))
    insert("INSERT INTO imagelinks VALUES (?, ?, ?)", map(list, uses))


def is_elsewhere(namespace: int, title: str) -> bool:
    """Whether a title is one of another wiki."""
    return bool(parse_title(Title(namespace, title).text).interwiki)


def english(connection: sqlite3.Connection) -> None:
    """Insert the articles of Wikipedia for Schools, after all Latgalian pages.

    A title that stands in both becomes one page with the links of both; a Latgalian redirect makes
    way for an English article.
    """
    titles = [[article(name)] for (name,) in rows("wikispeedia-articles")]
    redirects = [
        row
        for title in titles
        for row in connection.execute(
            "SELECT page_id FROM page"
            " WHERE page_namespace = 0 AND page_title = ? AND page_is_redirect = 1",
            title,
        )
    ]
    connection.executemany("DELETE FROM redirect WHERE rd_from = ?", redirects)
    connection.executemany("DELETE FROM pagelinks WHERE pl_from = ?", redirects)
    connection.executemany("UPDATE page SET page_is_redirect = 0 WHERE page_id = ?", redirects)
    connection.executemany(
        "INSERT INTO page (page_namespace, page_title, page_is_redirect) VALUES (0, ?, 0)"
        " ON CONFLICT (page_namespace, page_title) DO NOTHING",
        titles,
    )
    connection.executemany(
        "INSERT INTO pagelinks"
        " SELECT 0, ?, 0, page_id FROM page WHERE page_namespace = 0 AND page_title = ?"
        " ON CONFLICT DO NOTHING",
        ([article(target), article(source)] for source, target in rows("wikispeedia-links")),
    )


def article(name: str) -> str:
    """Return an article's title: the data set writes ``_`` for the colon that nine titles have."""
    return unquote(name, errors="strict").replace("__", ":_")


def build() -> bytes:
    """Return the database as the bytes of an SQLite file."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        connection.execute("PRAGMA page_size = 4096")
        connection.executescript(SCHEMA)
        connection.execute("BEGIN")
        latgalian(connection)
        english(connection)
        connection.execute("COMMIT")
        connection.execute("VACUUM")
        return connection.serialize()
    finally:
        connection.close()


def build_texts() -> bytes:
    """Return the texts as JSON: a list of page ids and texts.

    There is none of pages that are English articles only. Those that stand in both encyclopedias
    have a list of the English article's links at the end.
    """
    english_links: dict[str, list[tuple[int, str]]] = {}
    for source, target in rows("wikispeedia-links"):
        english_links.setdefault(article(source), []).append((0, article(target)))
    english_keys = {(0, article(name)) for (name,) in rows("wikispeedia-articles")}
    ids = {(int(row[1]), row[2]): int(row[0]) for row in rows("ltgwiki-page", 1)}
    with bz2.open(HERE / "ltgwiki-pages.xml.bz2") as file:
        pages = list(ElementTree.parse(file).iter(f"{DUMP}page"))
    texts = []
    for page in pages:
        text = page.findtext(f"{DUMP}revision/{DUMP}text", "")
        key = parse_title(page.findtext(f"{DUMP}title", "")).key
        if key in english_keys:
            if page.find(f"{DUMP}redirect") is not None:
                continue
            text += f"\n\n{list_of_links(english_links.get(key[1], []))}"
        texts.append((ids[key], text))  # the dump has other ids than the tables
    return json.dumps(texts, ensure_ascii=False, separators=(",", ":")).encode()


def main() -> None:
    """Write the packed database and texts."""
    OUTPUT.mkdir(parents=True, exist_ok=True)
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": 1 << 24}]
    for name, data in (("sample.sqlite.xz", build()), ("texts.json.xz", build_texts())):
        packed = lzma.compress(data, check=lzma.CHECK_CRC32, filters=filters)
        (OUTPUT / name).write_bytes(packed)
        print(f"{name}: {len(packed):,} bytes, {len(data):,} unpacked")


if __name__ == "__main__":
    main()
