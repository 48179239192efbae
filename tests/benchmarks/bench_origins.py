# SPDX-License-Identifier: MIT
"""How many requests it takes to check where links come from, against the least there can be.

python -m tests.benchmarks.bench_origins [pages]

Of the pages, nine in ten link through one of two navigation boxes, the others in their texts. The
least is a request for 50 pages, which tells their texts and which of the boxes they use.
"""

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.wiki.mediawiki import MediaWiki, missing
from wikilinks_gui.listing.budget import requests_needed
from wikilinks_gui.listing.origins import check_origins
from wikilinks_gui.listing.request import TITLES_PER_REQUEST, ListingRequest
from wikilinks_gui.listing.storing import list_and_store
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.siteinfo import SiteInfo, read_siteinfo
from wikilinks_gui.store.records import OriginRecord
from wikilinks_gui.store.store import Store
from wikilinks_gui.table.origin import Origin
from wikilinks_gui.table.row import Row

TARGET = "Hub"
BOXES = ("Template:Box A", "Template:Box B")


def pages(number: int) -> tuple[dict[str, str], dict[str, Origin]]:
    """Make the wiki's texts, and say where each link comes from."""
    texts = {TARGET: "The hub."} | dict.fromkeys(BOXES, f"* [[{TARGET}]]\n* [[Another]]")
    origins = dict.fromkeys(BOXES, Origin.TEXT)
    for at in range(number):
        title = f"Page {at:05}"
        if at % 10:
            texts[title] = f"About {at}.\n\n{{{{{BOXES[at % 2].partition(':')[2]}}}}}"
            origins[title] = Origin.TEMPLATE
        else:
            texts[title] = f"About {at}, which has to do with the [[hub]]."
            origins[title] = Origin.TEXT
    return texts, origins


def main(number: int) -> None:
    """Make the wiki, check all pages, and compare."""
    if reason := missing():
        sys.exit(reason)
    texts, origins = pages(number)
    with tempfile.TemporaryDirectory() as folder:
        wiki = MediaWiki.install(Path(folder) / "wiki", pages=texts)
        with wiki, Store(Path(folder) / "store.sqlite") as store:
            client = Client(wiki.api_url)
            site = SiteInfo.from_query(client.api_url, read_siteinfo(client))
            rows: list[Row] = []
            for batch in list_and_store(client, site, store, "wiki", ListingRequest(TARGET)):
                rows += batch.new
                exploration = store.exploration(batch.exploration)
            assert exploration
            recording, began = wiki.record(), time.monotonic()
            titles = {(row.via, row.page_id): row.title for row in rows}
            found: dict[str, OriginRecord] = {}
            for checked in check_origins(client, site, store, exploration, rows):
                found |= {titles[each.via, each.page_id]: each for each in checked.records}
            seconds, requests = time.monotonic() - began, len(recording.requests)
            client.close()
    least = -(-number // TITLES_PER_REQUEST)
    wrong = [title for title in origins if found[title].origin != origins[title]]
    assert found.keys() == origins.keys()
    assert not wrong, wrong[:10]
    print(
        f"{len(rows):,} rows: {dict(Counter(Origin(each.origin).name for each in found.values()))}"
    )
    print(f"requests: {requests}, told before {requests_needed(site, len(rows), len(BOXES))},")
    print(f"  the least {least}: {requests / least:.3f} times that; {seconds:.1f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000)
