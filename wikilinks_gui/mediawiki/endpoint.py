# SPDX-License-Identifier: MIT
"""From any address of a wiki to its Action API."""

import ipaddress
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from wikilinks_gui.errors import AddressError
from wikilinks_gui.mediawiki.transport import HttpReply
from wikilinks_gui.translation import _


def with_scheme(address: str) -> str:
    """Complete an address as people type it (``en.wikipedia.org``). Raises AddressError.

    A host of the local network is asked by http, which is what it mostly has.
    """
    full = address.strip()
    if "://" not in full:
        full = full.removeprefix("//")
        full = f"{'http' if _is_local(full) else 'https'}://{full}"
    try:
        parts = urlsplit(full)
        valid = parts.scheme in {"http", "https"} and parts.hostname and (parts.port or True)
    except ValueError:
        valid = False
    if not valid or re.search(r"\s", full):
        raise AddressError(
            _("“{address}” is not an address like en.wikipedia.org.").format(address=address)
        )
    if "@" in parts.netloc:
        raise AddressError(_("Leave the user name and the password out of the wiki's address."))
    return full


def _is_local(address: str) -> bool:
    """Tell whether an address without a scheme is in this computer or the local network."""
    try:
        host = urlsplit(f"//{address}").hostname or ""
    except ValueError:  # a broken IPv6 address
        return False
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith((".localhost", ".local", ".home.arpa"))


def is_endpoint(address: str) -> bool:
    """Tell whether an address is that of an API, to be taken as it is."""
    return urlsplit(address).path.endswith("/api.php")


def find_endpoints(page: HttpReply) -> Iterator[str]:
    """Yield the addresses at which the API of the wiki of a page may be, likeliest first.

    The page itself tells (``rel="EditURI"``, on every page of a wiki); else the usual places.
    """
    found = _edit_uri(page)
    if found:
        yield found
    for place in ("/w/api.php", "/api.php"):
        guess = urljoin(page.url, place)
        if guess != found:
            yield guess


def _edit_uri(page: HttpReply) -> str | None:
    """Read ``<link rel="EditURI" href="…/api.php?action=rsd">``."""
    finder = _LinkFinder()
    try:
        finder.feed(page.body.decode("utf-8", "replace"))
        found = urljoin(page.url, finder.href or "").split("?")[0]
        return with_scheme(found) if finder.href and is_endpoint(found) else None
    except (AssertionError, ValueError, AddressError):  # HTMLParser asserts on some broken markup
        return None


class _LinkFinder(HTMLParser):
    href: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "link" and (values.get("rel") or "").lower() == "edituri" and self.href is None:
            self.href = values.get("href")
