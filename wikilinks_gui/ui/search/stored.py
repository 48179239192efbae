# SPDX-License-Identifier: MIT
"""The store's content in the form in which it is offered: lists by page, wikis by name."""

from collections.abc import Iterable, Sequence
from contextlib import suppress

from wikilinks_gui.errors import WikilinksError
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.store.records import Exploration, StoredWiki
from wikilinks_gui.translation import _
from wikilinks_gui.ui.search.wikilist import WikiChoice, wiki_names
from wikilinks_gui.wikis.connector import SAMPLE


def by_page(explorations: Iterable[Exploration]) -> list[list[Exploration]]:
    """Return the lists of each page, newest first; pages by their newest list."""
    pages: dict[tuple[str, str], list[Exploration]] = {}
    for each in sorted(explorations, key=lambda each: each.id, reverse=True):
        pages.setdefault((each.wiki, each.target), []).append(each)
    return list(pages.values())


def left_unfinished(explorations: Iterable[Exploration]) -> list[Exploration]:
    """Return the newest list of each page that is unfinished, newest first.

    Not where the same was listed completely since.
    """
    left = []
    for lists in by_page(explorations):
        complete = []  # options of newer lists
        for each in lists:
            if each.complete:
                complete.append(each.options)
            elif each.options not in complete:
                left.append(each)
                break
    return sorted(left, key=lambda each: each.id, reverse=True)


def stored_names(stored: Sequence[StoredWiki], used: Sequence[WikiChoice]) -> dict[str, str]:
    """Return the names of all wikis that are known, by their keys."""
    wikis = [*used]
    for wiki in stored:
        with suppress(WikilinksError):
            site = SiteInfo.from_query(wiki.api_url, wiki.siteinfo)
            wikis.append(WikiChoice(wiki.key, site.name, wiki.key))
    return {**wiki_names(wikis), SAMPLE: _("Sample wiki")}
