# SPDX-License-Identifier: MIT
"""Web addresses that were checked: what is asked, kept, shown, written to files and opened.

Anybody may be behind an address: a person who pastes it with a password, or a wiki that claims to
be at ``file:///``. One type is for those that were checked, and one function makes it.
"""

import ipaddress
import re
import string
from typing import NewType
from urllib.parse import quote, unquote_plus, urlsplit, urlunsplit

from wikilinks_gui.errors import AddressError
from wikilinks_gui.mediawiki.pace import is_loopback, is_wikimedia, numeric_address
from wikilinks_gui.translation import _

WebAddress = NewType("WebAddress", str)
"""An address by http or https, in ASCII, without a user part; made by :func:`web_address`."""

NAMING = ("title", "curid", "oldid", "diff", "target")
"""What in a query names a page; anything else (a token, a password) is nobody's business."""

_WITHOUT_SCHEME = re.compile(
    r"""([^\s/?\#@:]+:[^\s/?\#]*@)?
        ((localhost | \[[\da-f:.]+\] | ([\w-]+\.)+[\w-]+) :\d{1,5} ([/?#]\S*)?
        | (localhost | \[[\da-f:.]+\] | ([\w-]+\.)+[\w-]+ | [\w-]+(?=:)) (:\d{1,5})? /
          ((w|wiki)/ | ([^\s?\#]*/)?(index|api)\.php5?([/?\#]|$) | [^\s\#]*[?&]title=) \S*)""",
    re.IGNORECASE | re.VERBOSE,
)


def web_address(text: str, typed: str = "") -> WebAddress:
    """Check an address, and return it in one spelling: host in lower case, all of it in ASCII.

    Raises AddressError, whose words hold neither a user part nor a query of it, or of what was
    ``typed`` for it.
    """
    try:
        parts = urlsplit(text)
        host, port = _ascii_host(parts.hostname or ""), parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    if parts.username is not None or parts.password is not None:
        raise AddressError(_("Leave the user name and the password out of the wiki's address."))
    # What browsers and urlsplit drop or read as "/" must not stand in what both are to agree on.
    odd = re.search(r"[\x00-\x20\x7f\\]", text)
    if parts.scheme not in {"http", "https"} or not host or port == 0 or odd:
        raise AddressError(
            _("“{address}” is not an address like en.wikipedia.org.").format(
                address=_redacted(typed or text)
            )
        )
    usual = 443 if parts.scheme == "https" else 80
    place = host if port in {None, usual} else f"{host}:{port}"
    rest = (quote(part, safe=string.punctuation) for part in parts[2:])
    return WebAddress(urlunsplit((parts.scheme, place, *rest)))


def with_scheme(address: str) -> WebAddress:
    """Complete an address as people type it (``en.wikipedia.org``). Raises AddressError.

    Of its query only what names a page is left. A host of the local network is asked by http, which
    is what it mostly has. A mobile host of Wikimedia's is only another face of the wiki.
    """
    full = address.strip()
    if "://" not in full and not re.match("https?:(?!\\d)", full, re.IGNORECASE):
        full = full.removeprefix("//")
        full = f"{'http' if is_local(full) else 'https'}://{full}"
    parts = urlsplit(web_address(full, address))
    query = "&".join(
        pair for pair in parts.query.split("&") if unquote_plus(pair.partition("=")[0]) in NAMING
    )
    return WebAddress(
        urlunsplit(parts._replace(netloc=_unmobile(parts.netloc), query=query, fragment=""))
    )


def is_address(text: str) -> bool:
    """Return whether what was typed is an address on the web, as browsers show and copy it.

    Without a scheme, only what can hardly be a title: a host with a port, or with a path that is
    typical of wikis. "10.0.0.0/8", "Node.js/Express" and "User:1984/sandbox" are titles.
    """
    text = text.strip()
    return bool(
        re.match(r"(https?:)?//[^/\s]|[a-z][a-z\d+.-]*://[^/\s]*@", text, re.IGNORECASE)
        or _WITHOUT_SCHEME.fullmatch(text)
    )


def presentable(text: str) -> str:
    """Return what was typed as it may be shown and kept: an address without its secrets."""
    return presentable_address(text) if is_address(text) else text


def presentable_address(text: str) -> str:
    """Return what was typed for an address without a user part and what names no page.

    It keeps its scheme, or goes without one, as it was typed.
    """
    text = text.strip()
    user = re.match(r"(?:(?:[a-z][a-z\d+.-]*:)?//)?([^/?#]*@)", text, re.IGNORECASE)
    try:
        checked = with_scheme(text[: user.start(1)] + text[user.end(1) :] if user else text)
    except AddressError:
        return _redacted(text)
    return checked if "://" in text else re.sub("^[^/]*//", "//" * text.startswith("//"), checked)


def origin(address: str) -> WebAddress:
    """Return the scheme, host and port of a checked address."""
    scheme, place, *_rest = urlsplit(address)
    return WebAddress(f"{scheme}://{place}")


def is_same_server(one: str, other: str) -> bool:
    """Return whether two checked addresses have one host and port, be it by http or https."""
    return urlsplit(one).netloc == urlsplit(other).netloc


def _redacted(text: str) -> str:
    """Return what is no address without all that could be a secret in it."""
    found = re.match(r"(\s*[a-z][a-z\d+.-]*:/*|\s*//)?(.*)", text, re.IGNORECASE | re.DOTALL)
    scheme, rest = (found[1] or "", found[2]) if found else ("", text)
    return scheme + re.split(r"[?#]", rest.rpartition("@")[2])[0]


def _ascii_host(host: str) -> str:
    """Return a host name as DNS has it, an IPv6 address in brackets; raises ValueError."""
    if ":" in host and "%" not in host:  # which names an interface of this computer
        return f"[{ipaddress.IPv6Address(host)}]"
    if not host.isascii():
        import idna  # the rules that requests asks by; few addresses need it

        host = idna.encode(host, uts46=True).decode()
    if not re.fullmatch(r"[a-z\d_.-]*[a-z\d_][a-z\d_.-]*", host):
        raise ValueError("not the name of a host")
    return host


def is_local(address: str) -> bool:
    """Return whether an address without a scheme is in this computer or the local network."""
    try:
        host = urlsplit(f"//{address}").hostname or ""
    except ValueError:  # a broken IPv6 address
        return False
    if number := numeric_address(host):
        return not number.is_global
    name = host.rstrip(".")
    return "." not in name or name.endswith((".local", ".home.arpa")) or is_loopback(name)


def _unmobile(host: str) -> str:
    """Return the host of the wiki that a mobile host of Wikimedia's shows."""
    if is_wikimedia(host):
        host = re.sub(r"^m\.", "www.", host)
        host = re.sub(r"^([^.]+)\.m\.", r"\1.", host)
    return host
