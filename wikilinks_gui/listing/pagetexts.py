# SPDX-License-Identifier: MIT
"""The wikitext of pages, and which templates they use, asked of the wiki 50 pages at a time.

As MediaWiki has it (mediawiki.org: API:Revisions, API:Templates).
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from wikilinks_gui.listing.availability import ModuleCheck
from wikilinks_gui.listing.entries import AskedPage, pages_by_id
from wikilinks_gui.listing.request import titles_per_request
from wikilinks_gui.mediawiki.apiobject import MOST_PAGE_ID, ApiObject
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.store.records import PageText

_WIKITEXT = {"wikitext", "javascript", "css", ""}
"""Content models whose links MediaWiki reads from wikitext (``$wgTextModelsToParse``)."""

_MOST_TEXT = 16 * 2**20
"""Bytes of a page; MediaWiki's usual limit is 2 MiB (``$wgMaxArticleSize``)."""

_MOST_TIME = 40
"""Bytes of a time, such as "2026-01-31T23:59:59Z"."""

_SLOTS_SINCE = (1, 32)
"""The MediaWiki version that brought ``rvslots``, and warns where it is not given."""


@dataclass(slots=True)
class AskedText:
    """What a wiki tells of a page."""

    revision: int = 0  # its newest; 0: the page is no more
    text: str | None = None  # None: not asked for, hidden, or no wikitext
    touched: str = ""  # when it, or what it transcludes, was changed last
    templates: set[str] = field(default_factory=set)  # of those asked about: which it uses

    def as_read(self, page_id: int) -> PageText:
        """Return it as it is stored."""
        return PageText(page_id, self.revision, self.text)


def ask_texts(
    client: Client,
    site: SiteInfo,
    pages: Mapping[int, AskedPage],
    templates: Sequence[str],
    stop: threading.Event | None = None,
    *,
    content: bool = True,
) -> dict[int, AskedText]:
    """Ask for the newest texts of pages, by their ids, and which of some templates they use.

    ``pages`` fit into one request; ``templates`` are titles, which take a request for each
    :func:`titles_per_request` of them. Without ``content`` only the revisions are asked for.
    Raises WikiErrors and CancelledError.
    """
    found = {page_id: AskedText() for page_id in pages}
    # Since they were listed, one may have been moved to the title of another: ids alone count.
    unnamed = {page_id: page._replace(title="") for page_id, page in pages.items()}
    size = titles_per_request(site)
    pieces = [templates[start : start + size] for start in range(0, len(templates), size)]
    for number, piece in enumerate(pieces or [[]]):
        props = ["templates"] if piece else []
        if number == 0:
            props += ["info", "revisions"] if content else ["info"]
        params = {
            "action": "query",
            "pageids": "|".join(map(str, pages)),
            "prop": "|".join(props),
        }
        if piece:
            params |= {"tltemplates": "|".join(piece), "tllimit": "max"}
        if "revisions" in props:
            params |= _content_params(site)
        modules = ModuleCheck(client, stop)
        for reply, _continuation in client.replies(params, stop=stop):
            modules.check(reply, [prop for prop in props if prop != "info"])
            for page_id, page in pages_by_id(reply, unnamed).items():
                _read(page, found[page_id])
    return found


def ask_texts_of_titles(
    client: Client, site: SiteInfo, titles: Sequence[str], stop: threading.Event | None = None
) -> dict[str, str]:
    """Ask for the newest texts of pages by title, as many as fit into one request.

    Those that do not exist, or are no wikitext, are left out. Raises WikiErrors and CancelledError.
    """
    params = {"action": "query", "titles": "|".join(titles), "prop": "revisions"}
    modules, texts = ModuleCheck(client, stop), {}
    for reply, _continuation in client.replies(params | _content_params(site), stop=stop):
        modules.check(reply, ["revisions"])
        for page in ApiObject(reply).object("query").objects("pages"):
            found = AskedText()
            if not page.flag("invalid"):
                _read(page, found)
            if found.text is not None:
                texts[page.title()] = found.text
    return texts


def _content_params(site: SiteInfo) -> dict[str, str]:
    params = {"rvprop": "ids|content"}
    if site.version >= _SLOTS_SINCE or site.version == (0, 0):
        params["rvslots"] = "main"
    return params


def _read(page: ApiObject, found: AskedText) -> None:
    """Add what a reply tells of a page; a continued reply tells only a part."""
    found.templates.update(
        template.title(namespace=template.namespace()) for template in page.objects("templates")
    )
    if "lastrevid" in page:
        found.revision = page.number("lastrevid", 0, MOST_PAGE_ID)
        found.touched = page.text("touched", most=_MOST_TIME, default="")
    for revision in page.objects("revisions"):
        found.revision = revision.number("revid", 1, MOST_PAGE_ID)
        # Before MediaWiki 1.32 the revision itself holds the text.
        slot = revision.object("slots").object("main") if "slots" in revision else revision
        name = "content" if "content" in slot else "*"
        if name in slot and slot.setting("contentmodel", most=_MOST_TEXT) in _WIKITEXT:
            found.text = slot.text(name, most=_MOST_TEXT)
