# SPDX-License-Identifier: MIT
"""Whether what is told of where links come from agrees with the marks in Parsoid's HTML.

python -m tests.benchmarks.bench_agreement DUMP.xml.bz2 [language] [targets]

The pages of a dump are imported into a real MediaWiki. Of the pages with the most links, each row
is checked as the program does, and its page is fetched as Parsoid renders it. The marks alone are
not always right: they count what an editor wrote into a template's argument as the template's.
Rows on which the two differ are printed, to be looked at.
"""

import bz2
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.wiki.linktables import read_links
from tests.wiki.mediawiki import MediaWiki, missing
from wikilinks_gui.listing.origins import check_origins
from wikilinks_gui.listing.request import ListingRequest
from wikilinks_gui.listing.storing import list_and_store
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.rendering import ask_rendering
from wikilinks_gui.mediawiki.siteinfo import SiteInfo, read_siteinfo
from wikilinks_gui.store.records import OriginRecord
from wikilinks_gui.store.store import Store
from wikilinks_gui.table.origin import Origin
from wikilinks_gui.table.row import Kind, Row
from wikilinks_gui.wikitext.parsoid import NO_GROUP, HtmlReading, read_html
from wikilinks_gui.wikitext.rules import rules_of

EXTENSIONS = ("ParserFunctions", "Cite", "ImageMap", "Poem", "TemplateData", "Gadgets")


def marked(html: HtmlReading, title: str) -> Origin:
    """Return where the links to a page come from by the marks alone."""
    origin = Origin.UNKNOWN
    for link in html.links:
        if link.kind != Kind.FILE and link.title == title:
            origin |= Origin.TEXT if link.group == NO_GROUP else Origin.TEMPLATE
    return origin or Origin.NOT_FOUND


def compare(wiki: MediaWiki, store: Store, targets: int) -> None:
    """Check the pages that link to the most linked ones, and print how far it agrees."""
    client = Client(wiki.api_url)
    site = SiteInfo.from_query(client.api_url, read_siteinfo(client))
    rules = rules_of(site)
    db = wiki.connect()
    links_to = Counter((link[0], link[1]) for link in read_links(db, "pagelinks"))
    db.close()
    most = sorted(links_to, key=lambda target: (-links_to[target], target))[:targets]
    pages: dict[str, HtmlReading] = {}
    agreeing, every, doubtful, requests = 0, 0, 0, 0
    for namespace, name in most:
        title = f"{site.namespace_name(namespace)}:{name}".removeprefix(":").replace("_", " ")
        rows: list[Row] = []
        for batch in list_and_store(client, site, store, "wiki", ListingRequest(title)):
            rows += batch.new
        exploration = store.exploration(batch.exploration)
        assert exploration
        before, found = client.traffic.requests, dict[tuple[int, int], OriginRecord]()
        most_doubtful = 0
        for checked in check_origins(client, site, store, exploration, rows):
            found |= {(each.via, each.page_id): each for each in checked.records}
            most_doubtful = max(most_doubtful, checked.doubtful)
        requests += client.traffic.requests - before
        doubtful += most_doubtful
        titles = {0: exploration.target} | store.redirect_titles(exploration.id)
        links = [row for row in rows if Kind(row.kinds) & (Kind.LINK | Kind.REDIRECT)]
        origins = Counter[str]()
        for row in links:
            if row.title not in pages:
                revision = found[row.via, row.page_id].revision
                html = ask_rendering(client, site, row.title, revision)
                pages[row.title] = read_html(html if isinstance(html, str) else "", rules)
            told = Origin(found[row.via, row.page_id].origin)
            seen = marked(pages[row.title], titles[row.via])
            origins[told.name or ""] += 1
            every += 1
            agreeing += told == seen
            if told != seen:
                sure = "sure" if found[row.via, row.page_id].is_sure else "not sure"
                templates = ", ".join(found[row.via, row.page_id].templates)
                print(
                    f"  {row.title} -> {titles[row.via]}: told {told.name} ({sure}; {templates}),"
                    f" marked {seen.name}"
                )
        print(f"{exploration.target}: {len(links)} rows, {dict(origins)}", flush=True)
    client.close()
    print(f"{agreeing} of {every} rows of {len(most)} pages agree with the marks alone")
    print(f"{requests} requests to check them, {doubtful} pages of which were in doubt")


def main(dump: Path, language: str, targets: int) -> None:
    """Import the dump and compare."""
    if reason := missing():
        sys.exit(reason)
    with tempfile.TemporaryDirectory() as folder:
        settings = "".join(f"wfLoadExtension( '{name}' );\n" for name in EXTENSIONS)
        wiki = MediaWiki.install(Path(folder) / "wiki", language=language, settings=settings)
        xml = Path(folder) / "dump.xml"
        xml.write_bytes(bz2.decompress(dump.read_bytes()))
        wiki.maintenance("importDump.php", "--no-local-users", str(xml))
        wiki.update_links()
        with wiki, Store(Path(folder) / "store.sqlite") as store:
            compare(wiki, store, targets)


if __name__ == "__main__":
    language = sys.argv[2] if len(sys.argv) > 2 else "ltg"
    main(Path(sys.argv[1]), language, int(sys.argv[3]) if len(sys.argv) > 3 else 10)
