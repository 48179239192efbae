# SPDX-License-Identifier: MIT
"""Finding the page that a person means, by asking where an address is in doubt."""

import threading
from urllib.parse import urlsplit

from wikilinks_gui.errors import ApiError, InvalidTitleError, NotAnApiReplyError
from wikilinks_gui.mediawiki.address import (
    WebAddress,
    is_address,
    is_same_server,
    presentable,
    with_scheme,
)
from wikilinks_gui.mediawiki.client import Client
from wikilinks_gui.mediawiki.endpoint import find_endpoints, is_endpoint, told_endpoints
from wikilinks_gui.mediawiki.pageaddress import proves
from wikilinks_gui.mediawiki.parts import Part
from wikilinks_gui.mediawiki.reply import read_reply
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.mediawiki.titles import other_wiki, read_named
from wikilinks_gui.mediawiki.transport import HttpReply
from wikilinks_gui.translation import _


def find_title(
    client: Client,
    site: SiteInfo,
    text: str,
    *,
    arrived: str = "",
    stop: threading.Event | None = None,
) -> str:
    """Take a title out of what was typed or pasted as :func:`.titles.read_input` does, or ask.

    ``arrived`` is where an address led when it was opened, as far as it was. Else one request finds
    out (more where pages do not tell), unless the address can only be this wiki's. A page's number
    is another request. Raises WikiErrors too.
    """
    if is_address(text):
        text = arrived or _follow(client, site, with_scheme(presentable(text)), stop)
    page = read_named(text, site)
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
    for found in Part(reply).part("query").parts("pages"):
        if not found.flag("missing"):
            if name == "pageids" and found.page_id() != number:
                raise found.invalid("pageid")
            return found.title()
    return ""


def _follow(
    client: Client, site: SiteInfo, address: WebAddress, stop: threading.Event | None
) -> str:
    """Return where an address leads; raises OtherWikiError when that is another wiki."""
    if is_endpoint(address) or proves(site, address):
        return address
    if not (is_same_server(address, site.server) or is_same_server(address, site.api_url)):
        raise other_wiki(address, site)
    page = client.get_page(address, stop)
    told = told_endpoints(page)
    if (told and site.api_url not in told) or (not told and _is_nearer(client, site, page, stop)):
        raise other_wiki(address, site)
    return page.url


def _is_nearer(
    client: Client, site: SiteInfo, page: HttpReply, stop: threading.Event | None
) -> bool:
    """Return whether another API is nearer to a page, which does not tell its own, than a wiki's.

    That is the one that would be found for the page alone.
    """
    for api_url in find_endpoints(page):
        if _place(api_url) == _place(site.api_url):
            return False
        reply = client.get_page(f"{api_url}?action=query&format=json", stop)
        if _is_api(reply) and _place(reply.url) != _place(site.api_url):
            return True
    return False


def _is_api(page: HttpReply) -> bool:
    try:
        read_reply(page.body, "")
    except ApiError:
        return True
    except NotAnApiReplyError:
        return False
    return page.status == 200


def _place(address: str) -> tuple[str, str]:
    """Return host and path, which are the same by http and https."""
    parts = urlsplit(address)
    return parts.netloc, parts.path
