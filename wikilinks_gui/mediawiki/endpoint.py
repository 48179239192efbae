# SPDX-License-Identifier: MIT
"""From any address of a wiki to its Action API."""

from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from wikilinks_gui.errors import NetworkError, NotAnApiReplyError, NoWikiError, WikiError
from wikilinks_gui.mediawiki.transport import Transport

LARGEST_PAGE = 16 * 2**20
"""Bytes of a web page that is searched for the endpoint."""


def with_scheme(address: str) -> str:
    """Complete an address as people type it (``en.wikipedia.org``). Raises NoWikiError."""
    address = address.strip()
    if "://" not in address:
        address = "https://" + address.removeprefix("//")
    try:
        parts = urlsplit(address)
        valid = parts.scheme in {"http", "https"} and parts.hostname and (parts.port or True)
    except ValueError:
        valid = False
    if not valid:
        raise NoWikiError(f"“{address}” is not the address of a wiki.")
    return address


def find_endpoints(address: str, contact: str) -> Iterator[str]:
    """Yield the addresses at which the API of the wiki of a page may be, likeliest first.

    The page itself tells (``rel="EditURI"``, on every page of a wiki); else the usual places. An
    address that ends in ``api.php`` is taken as it is. Raises NetworkError when nobody answers.
    """
    address = with_scheme(address)
    if urlsplit(address).path.endswith("/api.php"):
        yield address.split("?")[0].split("#")[0]
        return
    transport = Transport(urlsplit(address).hostname or "", contact, largest=LARGEST_PAGE)
    try:
        page = transport.fetch(address.split("#")[0])
    except NotAnApiReplyError:
        found = None  # too large
    else:
        address = page.url
        found = _edit_uri(page.body.decode("utf-8", "replace"), page.url)
    finally:
        transport.close()
    if found:
        yield found
    for place in ("/w/api.php", "/api.php"):
        guess = urljoin(address, place)
        if guess != found:
            yield guess


def no_wiki(address: str, last: WikiError) -> WikiError:
    """Say that no endpoint answered at an address; a network error speaks for itself."""
    if isinstance(last, NetworkError):
        return last
    return NoWikiError(
        f"No MediaWiki was found at {address} ({last}) "
        "Give the address of any page of the wiki, or of its api.php."
    )


def _edit_uri(html: str, base: str) -> str | None:
    """Read ``<link rel="EditURI" href="…/api.php?action=rsd">``."""
    finder = _LinkFinder()
    finder.feed(html)
    if finder.href is None:
        return None
    found = urljoin(base, finder.href).split("?")[0]
    return found if urlsplit(found).scheme in {"http", "https"} else None


class _LinkFinder(HTMLParser):
    href: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "link" and (values.get("rel") or "").lower() == "edituri" and self.href is None:
            self.href = values.get("href")
