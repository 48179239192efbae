# SPDX-License-Identifier: MIT
"""``prop=revisions``: the texts of pages, and lists of links where there are none."""

from collections.abc import Iterable

from wikilinks_gui.samplewiki.database import Database
from wikilinks_gui.samplewiki.outlinks import LINKS
from wikilinks_gui.samplewiki.query import Context
from wikilinks_gui.samplewiki.titles import Title

_MODELS = {"css": "css", "js": "javascript"}
"""Content models by the endings of titles."""

_WITH_MODELS = (2, 8)  # namespaces: User and MediaWiki


def revisions(context: Context) -> None:
    """List the one revision of each page: its text. Its id is the page's."""
    for page_id, entry in context.pages.entries.items():
        for page in context.database.pages("page_id = ?", page_id):
            content = {
                "contentmodel": content_model(Title(*page.key)),
                "content": text_of(context.database, page_id),
            }
            # Before MediaWiki 1.32 a revision is its only slot.
            slots = {"slots": {"main": content}} if "rvslots" in context.request else content
            entry["revisions"] = [{"revid": page_id, **slots}]


def content_model(title: Title) -> str:
    """Return how a page is written."""
    ending = title.dbkey.rpartition(".")[2]
    return _MODELS.get(ending, "wikitext") if title.namespace in _WITH_MODELS else "wikitext"


def text_of(database: Database, page_id: int) -> str:
    """Return the text of a page."""
    text = database.text(page_id)
    return list_of_links(database.rows(LINKS, page_id)) if text is None else text


def list_of_links(links: Iterable[tuple[int, str]]) -> str:
    """Return a text for a page of which only its links are known, and which says so."""
    titles = (Title(*link).text for link in links)
    listed = " · ".join(f"[[:{title}]]" if ":" in title else f"[[{title}]]" for title in titles)
    return f"== Links of this page (the sample wiki does not include its text) ==\n{listed}\n"
