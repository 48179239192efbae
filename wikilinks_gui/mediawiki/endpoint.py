# SPDX-License-Identifier: MIT
"""From any address of a wiki to its Action API."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from wikilinks_gui.errors import AddressError
from wikilinks_gui.mediawiki.address import (
    WebAddress,
    is_local,
    is_same_server,
    origin,
    web_address,
    with_scheme,
)
from wikilinks_gui.mediawiki.transport import HttpReply

_DEEPEST = 2
"""Folders of a page's address in which the API is looked for; deeper ones are parts of titles."""


_HEAD = 2**20
"""Bytes of a page in which its wiki says where its API is; what follows is its text."""


def is_endpoint(address: str) -> bool:
    """Tell whether an address is that of an API, to be taken as it is."""
    return urlsplit(address).path.endswith(("/api.php", "/api.php5"))


def told_endpoint(page: HttpReply) -> WebAddress | None:
    """Return where a page says that its wiki's API is: ``<link rel="EditURI" …>``.

    It stands on every page of a wiki. What came by https is not asked in the clear. A page of the
    internet that names a host of the local network means its own (``$wgServer`` is "localhost").
    """
    finder = _LinkFinder()
    try:
        finder.feed(page.body[:_HEAD].decode("utf-8", "replace"))
        found = with_scheme(urljoin(page.url, finder.href or "")) if finder.href else None
    except (AssertionError, ValueError, AddressError):  # HTMLParser asserts on some broken markup
        return None
    if found is None or not is_endpoint(found):
        return None
    found = WebAddress(found.split("?")[0])
    if is_local(urlsplit(found).netloc) and not is_local(urlsplit(page.url).netloc):
        return WebAddress(origin(page.url) + urlsplit(found).path)
    if page.url.startswith("https:"):
        found = web_address(re.sub("^http:", "https:", found))
    return found


def told_endpoints(page: HttpReply) -> list[WebAddress]:
    """Return where the API of the wiki of a page is by what it tells, likeliest first.

    It may name another host (``$wgServer`` with a wrong port, which nobody serves, or another
    wiki), so the same place on its own host goes before.
    """
    told = told_endpoint(page)
    if told is None or is_same_server(told, page.url):
        return [told] if told else []
    return [WebAddress(origin(page.url) + urlsplit(told).path), told]


def find_endpoints(page: HttpReply) -> Iterator[WebAddress]:
    """Yield the addresses at which the API of the wiki of a page may be, likeliest first.

    The page itself tells. Else the usual places: beside the page, then nearer and nearer to the
    root.
    """
    places = [origin(page.url) + path for path in _usual_paths(urlsplit(page.url).path)]
    yield from dict.fromkeys([*told_endpoints(page), *map(WebAddress, places)])


def _usual_paths(path: str) -> Iterator[str]:
    if script := re.match(r"(.*)/index\.php(5?)(/|$)", path):
        yield f"{script[1]}/api.php{script[2]}"
    folders = path.split("/")[1:-1][:_DEEPEST]
    for depth in range(len(folders), -1, -1):
        folder = "".join(f"/{name}" for name in folders[:depth])
        if not folder.endswith(("/w", "/wiki", ".php", ".php5")):
            yield f"{folder}/w/api.php"
        if not folder.endswith((".php", ".php5")):
            yield f"{folder}/api.php"


class _LinkFinder(HTMLParser):
    href: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "link" and (values.get("rel") or "").lower() == "edituri" and self.href is None:
            self.href = values.get("href")
