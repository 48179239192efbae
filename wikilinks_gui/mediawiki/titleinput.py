# SPDX-License-Identifier: MIT
"""From what the user typed or pasted to the title that is meant.

Only the wrapping is taken off: brackets, address, line breaks, the Special:WhatLinksHere that a
user looks at. What the title means is asked of the wiki (:mod:`.titles`).
"""

import contextlib
import re
import threading
from urllib.parse import unquote

from wikilinks_gui.errors import InvalidTitleError, OtherWikiError
from wikilinks_gui.mediawiki.address import WebAddress, is_address, presentable, with_scheme
from wikilinks_gui.mediawiki.apiobject import ApiObject
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.endpoint import NamedPage, named_page
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.translation import _


def read_input(text: str, site: SiteInfo) -> str:
    """Take a title out of what was typed or pasted, without asking the wiki.

    Understands a title, ``[[Title|text]]``, ``{{Template|…}}``, the address of a page, and
    Special:WhatLinksHere/Page, which stands for the page. Raises OtherWikiError for the address of
    a page of another wiki, InvalidTitleError for no title at all, or a page's number in its place.
    """
    page = read_named(text, site)
    if page.page_id or page.revision:
        raise InvalidTitleError(
            _(
                "{address} names its page by a number: only the wiki can tell which page that is."
            ).format(address=presentable(text.strip()))
        )
    return page.title


def read_named(text: str, site: SiteInfo) -> NamedPage:
    """Read what was typed or pasted as :func:`read_input` does, with numbers in place of titles."""
    title = re.sub(r"^[*#:; ]+(?=\[\[)", "", _clean(text))  # a line of a list
    if is_address(title):
        address = with_scheme(presentable(title))
        found = named_page(site, address)
        if found is None:
            raise other_wiki(address, site)
        if found.page_id or found.revision:
            return found
        title = _clean(found.title)
    elif name := _inside("[[", title, "]]"):
        title = _decoded(name)
    elif name := _inside("{{", title, "}}"):
        title = _template_title(name, site)
    title = site.special_page(title, site.what_links_here) or title
    if not title:
        raise InvalidTitleError(_("Type the title of a page."))
    try:
        title.encode()
    except UnicodeEncodeError:
        raise InvalidTitleError(_("The title is not valid text (UTF-8).")) from None
    # Special:Permalink/1, or Special:Diff/1/2, which shows 2 last
    numbers = re.findall(r"\d{1,18}", site.special_page(title, site.revision_pages) or "", re.ASCII)
    return NamedPage(revision=int(numbers[-1])) if numbers else NamedPage(title)


def find_title(
    client: Client,
    site: SiteInfo,
    text: str,
    *,
    arrived: str = "",
    stop: threading.Event | None = None,
) -> str:
    """Take a title out of what was typed or pasted as :func:`read_input` does.

    ``arrived`` is where an address led when it was opened, if it was. The wiki is asked which page
    has a number. Raises WikiErrors too.
    """
    page = read_named(arrived or text, site)
    if not (page.page_id or page.revision):
        return page.title
    named = [
        ("revids", page.revision, _("{wiki} has no revision with the number {number}.")),
        ("pageids", page.page_id, _("{wiki} has no page with the number {number}.")),
    ]
    missing = ""
    for name, number, sentence in named:
        if number:
            if title := _ask_title(client, name, number, stop):
                return title
            missing = sentence.format(wiki=site.name, number=number)
    if page.title and not page.page_id:  # as MediaWiki does
        return page.title
    raise InvalidTitleError(missing)


def _ask_title(client: Client, name: str, number: int, stop: threading.Event | None) -> str:
    """Ask for the title of a page by its number, or by that of a revision; "" if there is none."""
    params = {"action": "query", name: str(number)}
    reply = client.get(params, interactive=True, stop=stop)
    for found in ApiObject(reply).object("query").objects("pages"):
        if not found.flag("missing"):
            if name == "pageids" and found.page_id() != number:
                raise found.invalid("pageid")
            return found.title()
    return ""


def other_wiki(address: WebAddress, site: SiteInfo) -> OtherWikiError:
    """Make the error for an address that is not one of a wiki's."""
    return OtherWikiError(
        _("{address} is not a page of this wiki, {wiki}.").format(address=address, wiki=site.name),
        url=address,
    )


def _decoded(link: str) -> str:
    """Decode a link's title as MediaWiki does, which takes ``[[Rock%20crystal]]`` too."""
    with contextlib.suppress(UnicodeDecodeError):
        return _clean(unquote(link, errors="strict"))
    return link


def _clean(text: str) -> str:
    """Take out what never stands in a title: line breaks, tabs, U+001F, which would split it."""
    return re.sub(r"[\x00-\x1f\x7f\x85\u2028\u2029]+", " ", text).strip()


def _inside(opening: str, text: str, closing: str) -> str:
    """Return what precedes the first "|" inside a text that is one pair of brackets."""
    if not (text.startswith(opening) and text.endswith(closing)):
        return ""
    depth = 0
    for match in re.finditer(f"{re.escape(opening)}|{re.escape(closing)}", text):
        depth += 1 if match[0] == opening else -1
        if depth == 0 and match.end() < len(text):
            return ""  # two links, not one
    name = text[2:-2].partition("|")[0].strip()
    return "" if depth or opening in name else name


def _template_title(name: str, site: SiteInfo) -> str:
    """Return the page that ``{{name}}`` transcludes (mediawiki.org: Help:Transclusion)."""
    name = re.sub(r"^(safesubst|subst):\s*", "", name, flags=re.IGNORECASE)
    if name.startswith(":"):
        return name[1:].strip()
    prefix, colon, _rest = name.partition(":")
    if colon and site.is_namespace(prefix):
        return name
    return f"Template:{name}" if name else ""
