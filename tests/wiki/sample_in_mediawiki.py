# SPDX-License-Identifier: MIT
"""The sample wiki's pages and some more, for rare cases, in a real MediaWiki.

The sample wiki answers as MediaWiki 1.39 does; here stands what newer ones answer otherwise.
"""

import lzma
import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest

from tests.wiki.linktables import insert_links
from tests.wiki.mediawiki import MediaWiki, version
from wikilinks_gui.resources import resource_path
from wikilinks_gui.samplewiki.database import Database, bundled_texts
from wikilinks_gui.samplewiki.site import INTERWIKIS, MAIN_PAGE, NAMESPACES, SITENAME
from wikilinks_gui.samplewiki.texts import content_model, text_of
from wikilinks_gui.samplewiki.titles import Title

Rows = list[tuple[int | str, ...]]

CHANGED = {
    "contains only (the name of a namespace|a namespace prefix)": "a message has new words",
    '"parameter":"(titles|pageids)",(?="limit":)': "the error toomanyvalues names its parameter",
    ',"bcp47":"[a-z]+"': "a prefix that is a language's comes with its code by that standard too",
    '"(editmywatchlist|viewmywatchlist|writeapi)",': "only who is signed in has these, or nobody",
}
"""What is cut out of replies where MediaWiki is newer than 1.39, and why."""

TITLE_CASE = "a first letter becomes title case, and not upper case: ǅ, not Ǆ"
LEFT_OUT = dict.fromkeys(("ß", "ǆ", "ﬁx", "ῳx", "ა", "ǅx"), TITLE_CASE) | {
    "0200": "lhcontinue has no zeros in front",
    "2|1": "of two redirects to one page, prefixsearch gives the one that was typed",
}
"""Titles and other values that are not asked where MediaWiki is newer than 1.39, and why."""

FIRST_ID = 100_000

PAGES: dict[tuple[int, str], int] = {
    key: FIRST_ID + number
    for number, key in enumerate(
        [
            *((0, f"Chain_{letter}") for letter in "ABC"),
            *((0, f"Ring_{letter}") for letter in "AB"),
            *((0, name) for name in ("Self", "To_nowhere", "To_special", "To_wikt")),
            *((namespace, "Elsewhere") for namespace in (0, 1, 2, 3, 4, 5, 10, 11, 12, 14)),
            *((0, f"Elsewhere_{number:02}") for number in range(30)),
            *((0, f"Reader_{number:02}") for number in range(60)),
            *(
                (namespace, f"Reader_{number}")
                for namespace in (1, 2, 4, 14)
                for number in range(9)
            ),
            *((6, f"Old_{number}.svg") for number in range(3)),
            (6, "Commons-logo.svg"),
            (2, "A/x.js"),
            (8, "Sidebar/de"),
        ]
    )
}
"""Pages that the sample wiki lacks, with their ids."""

HUB = (0, "Chain_C")

REDIRECTS: dict[tuple[int, str], tuple[int, str, str, str]] = {
    (0, "Chain_A"): (0, "Chain_B", "", "Second part"),
    (0, "Chain_B"): (0, "Chain_C", "", "Ķ_&_ü"),
    (0, "Ring_A"): (0, "Ring_B", "", ""),
    (0, "Ring_B"): (0, "Ring_A", "", "Back"),
    (0, "Self"): (0, "Self", "", ""),
    (0, "To_nowhere"): (0, "No_such_page", "", "There"),
    (0, "To_special"): (-1, "RecentChanges", "", ""),
    (0, "To_wikt"): (0, "Link", "wikt", "Noun"),
    **{key: (*HUB, "", "") for key in PAGES if key[1] == "Elsewhere"},
    **{key: (*HUB, "", f"S{key[1][-1]}") for key in PAGES if key[1].startswith("Elsewhere_")},
    **{key: (6, "Commons-logo.svg", "", "") for key in PAGES if key[1].startswith("Old_")},
}
"""Where those of them that are redirects point: namespace, title, interwiki, fragment."""


def without_changes(reply: str) -> str:
    """Cut out of a reply what this MediaWiki answers otherwise than 1.39."""
    for pattern in CHANGED if version() > (1, 39) else ():
        reply = re.sub(pattern, "", reply)
    return reply


def left_out(values: Iterable[str]) -> str:
    """Return why a request with these values is not made of this MediaWiki; empty if it is."""
    reasons = (LEFT_OUT.get(value, "") for value in values if version() > (1, 39))
    return next(filter(None, reasons), "")


def skip_left_out(values: Iterable[str]) -> None:
    """Skip a test of a request that is left out."""
    if reason := left_out(values):
        pytest.skip(f"MediaWiki is newer than 1.39: {reason}")


def extended() -> sqlite3.Connection:
    """Return the bundled pages and the ones above, in memory."""
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    packed = resource_path("samplewiki/sample.sqlite.xz").read_bytes()
    connection.deserialize(lzma.decompress(packed))
    connection.executemany("INSERT INTO text VALUES (?, ?)", bundled_texts())
    connection.executemany(
        "INSERT INTO page VALUES (?, ?, ?, ?)",
        [(page_id, *key, key in REDIRECTS) for key, page_id in PAGES.items()],
    )
    connection.executemany(
        "INSERT INTO redirect VALUES (?, ?, ?, ?, ?)",
        [(PAGES[key], *target) for key, target in REDIRECTS.items()],
    )
    connection.executemany("INSERT OR IGNORE INTO pagelinks VALUES (?, ?, ?, ?)", _links())
    readers = [key for key in PAGES if key[1].startswith("Reader")]
    connection.executemany(
        "INSERT INTO templatelinks VALUES (10, 'Elsewhere', ?, ?)",
        [(namespace, PAGES[namespace, title]) for namespace, title in readers],
    )
    files = [key for key in PAGES if key[0] == 6]
    uses = [(old, reader) for old in files for reader in readers[PAGES[old] % 3 :: 3]]
    uses += [((6, "Commons-logo.svg"), old) for old in files]
    connection.executemany(
        "INSERT INTO imagelinks VALUES (?, ?, ?)",
        [(file[1], source[0], PAGES[source]) for file, source in uses],
    )
    connection.commit()
    return connection


def _links() -> Rows:
    """Return links to the hub, to its redirects, and from redirects to where they point."""
    rows: Rows = []
    for (namespace, title), page_id in PAGES.items():
        source = (namespace, page_id)
        if (namespace, title) in REDIRECTS and not REDIRECTS[namespace, title][2]:
            rows.append((*REDIRECTS[namespace, title][:2], *source))
        if title.startswith("Reader"):
            targets = [key for key in REDIRECTS if "Elsewhere" in key[1]]
            rows += [(*key, *source) for key in targets[page_id % 7 :: 7]]
            rows += [(*HUB, *source), (0, "No_such_page", *source), (0, "Ring_A", *source)]
    return rows


def install(folder: Path, database: sqlite3.Connection) -> MediaWiki:
    """Install a MediaWiki that holds the very same pages and links."""
    aliases = [
        f"'{alias.replace(' ', '_')}' => {namespace.id}"
        for namespace in NAMESPACES.values()
        for alias in namespace.aliases
        if not alias.startswith("Image")  # MediaWiki's own
    ]
    wiki = MediaWiki.install(
        folder,
        name=SITENAME,
        settings=f"""
wfLoadExtensions( [ 'Cite', 'Poem' ] );
$wgMetaNamespace = 'Project';
$wgNamespaceAliases = [ {", ".join(aliases)} ];
$wgHooks['MessagesPreLoad'][] = static function ( $title, &$message ) {{
    if ( $title === 'Mainpage' ) {{
        $message = '{MAIN_PAGE}';
    }}
}};
if ( isset( $_SERVER['HTTP_X_MAXIMUM'] ) ) {{
    $wgAPIMaxResultSize = (int)$_SERVER['HTTP_X_MAXIMUM'];
}}
""",
    )
    with closing(wiki.connect()) as tables:
        _copy(database, tables)
    return wiki


def _copy(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    for table in ("page", "pagelinks", "redirect", "templatelinks", "linktarget", "imagelinks"):
        target.execute(f"DELETE FROM {table}")
    target.execute("DELETE FROM interwiki")
    target.executemany(
        "INSERT INTO interwiki (iw_prefix, iw_url, iw_api, iw_wikiid, iw_local, iw_trans)"
        " VALUES (?, ?, '', '', 0, 0)",
        list(INTERWIKIS.items()),
    )
    target.executemany(
        "INSERT INTO page (page_id, page_namespace, page_title, page_is_redirect, page_is_new,"
        " page_random, page_touched, page_latest, page_len)"
        " VALUES (?, ?, ?, ?, 0, 0.5, '20130401000000', ?, 0)",
        source.execute(
            "SELECT page_id, page_namespace, page_title, page_is_redirect, page_id FROM page"
        ),
    )
    target.executemany(
        "INSERT INTO redirect (rd_from, rd_namespace, rd_title, rd_interwiki, rd_fragment)"
        " VALUES (?, ?, ?, ?, ?)",
        source.execute("SELECT * FROM redirect"),
    )
    target.executemany(
        "INSERT INTO imagelinks (il_to, il_from_namespace, il_from) VALUES (?, ?, ?)",
        source.execute("SELECT * FROM imagelinks"),
    )
    insert_links(target, "pagelinks", source.execute("SELECT * FROM pagelinks").fetchall())
    insert_links(target, "templatelinks", source.execute("SELECT * FROM templatelinks").fetchall())
    _copy_texts(source, target)
    target.commit()


def _copy_texts(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Insert a revision of each page, with the page's id (mediawiki.org: Manual:Database layout).

    Up to 1.39 a revision's comment is named in a table of its own.
    """
    database = Database(source)
    pages = [
        (page.page_id, text_of(database, page.page_id), content_model(Title(*page.key)))
        for page in database.pages("1")
    ]
    for table in ("revision", "slots", "content", "text"):
        target.execute(f"DELETE FROM {table}")
    target.executemany(
        "INSERT INTO revision (rev_id, rev_page, rev_comment_id, rev_actor, rev_timestamp,"
        " rev_parent_id) VALUES (?1, ?1, 1, 1, '20130401000000', 0)",
        [(page_id,) for page_id, _text, _model in pages],
    )
    if ("revision_comment_temp",) in target.execute("SELECT name FROM sqlite_schema"):
        target.execute("DELETE FROM revision_comment_temp")
        target.execute("INSERT INTO revision_comment_temp SELECT rev_id, 1 FROM revision")
    target.executemany(
        "INSERT INTO text (old_id, old_text, old_flags) VALUES (?, ?, 'utf-8')",
        [(page_id, text) for page_id, text, _model in pages],
    )
    target.executemany(
        "INSERT OR IGNORE INTO content_models (model_name) VALUES (?)",
        {(model,) for _page_id, _text, model in pages},
    )
    target.executemany(
        "INSERT INTO content (content_id, content_size, content_sha1, content_model,"
        " content_address) SELECT ?1, ?2, '', model_id, 'tt:' || ?1 FROM content_models"
        " WHERE model_name = ?3",
        [(page_id, len(text.encode()), model) for page_id, text, model in pages],
    )
    target.execute(
        "INSERT INTO slots (slot_revision_id, slot_role_id, slot_content_id, slot_origin)"
        " SELECT rev_id, role_id, rev_id, rev_id FROM revision, slot_roles"
        " WHERE role_name = 'main'"
    )
