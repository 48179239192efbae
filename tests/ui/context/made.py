# SPDX-License-Identifier: MIT
"""Origins and texts as a check would have stored them, made of a few wikitexts."""

from collections.abc import Mapping, Sequence

from wikilinks_gui.listing.linkcontexts import LinkContext, link_context
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.store.records import OriginRecord, PageText
from wikilinks_gui.table.origin import Origin
from wikilinks_gui.table.row import Row
from wikilinks_gui.wikitext.rules import rules_of
from wikilinks_gui.wikitext.scanner import own_uses
from wikilinks_gui.wikitext.sections import sections

REVISION = 7


def made(
    site: SiteInfo, rows: Sequence[Row], texts: Mapping[str, str], names: Mapping[int, str]
) -> tuple[list[OriginRecord], list[PageText]]:
    """Make what is stored of the rows whose titles have a text.

    ``names`` are what rows link to, by ``via``. What is not linked in its text comes through the
    templates that it names; without any, it is not found.
    """
    rules, records = rules_of(site), []
    targets = {
        title: {use.target for use in own_uses(text, rules, title)} for title, text in texts.items()
    }
    for row in rows:
        if row.title not in texts:
            continue
        uses = own_uses(texts[row.title], rules, row.title)
        places = tuple(use.start for use in uses if use.target == names[row.via])
        templates = tuple(
            use.target
            for use in uses
            if names[row.via] in targets.get(use.target, ()) and use.start not in places
        )
        origin = Origin.TEXT * bool(places) | Origin.TEMPLATE * bool(templates)
        origin = origin or Origin.NOT_FOUND
        records.append(
            OriginRecord(row.via, row.page_id, REVISION, int(origin), True, templates, places)
        )
    pages = {
        row.page_id: PageText(row.page_id, REVISION, texts[row.title])
        for row in rows
        if row.title in texts
    }
    return records, list(pages.values())


def link_contexts(site: SiteInfo, text: str, target: str) -> list[LinkContext]:
    """Return the links to a page in a text."""
    rules = rules_of(site)
    return [
        link_context(text, use, sections(text, rules))
        for use in own_uses(text, rules, "Page")
        if use.target == target
    ]
