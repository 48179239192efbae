# SPDX-License-Identifier: MIT
"""What an address is: checked web addresses, and what their hosts are.

Anybody may be behind an address: a user who pastes it with a password, or a wiki that claims to
be at ``file:///``. One type is for those that were checked, and one function makes it.
"""

import ipaddress
import re
import socket
import string
from typing import NewType
from urllib.parse import quote, unquote_plus, urlsplit, urlunsplit

from wikilinks_gui.errors import AddressError
from wikilinks_gui.translation import _

WebAddress = NewType("WebAddress", str)
"""An address by http or https, in ASCII, without a user part; made by :func:`web_address`."""

_PAGE_PARAMETERS = ("title", "curid", "oldid", "diff", "target")
"""Parameters of a query that name a page; others (a token, a password) are dropped."""

_WIKIMEDIA = {
    *{"wikipedia.org", "wiktionary.org", "wikimedia.org", "wikidata.org", "mediawiki.org"},
    *{"wikisource.org", "wikivoyage.org", "wikibooks.org", "wikinews.org", "wikiquote.org"},
    *{"wikiversity.org", "wikifunctions.org"},
}

_AROUND = "<>\ufeff\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""What may stand around an address that is pasted, besides blanks: signs, unseen marks."""

_WITHOUT_SCHEME = re.compile(
    r"""([^\s/?\#@:]+:[^\s/?\#]*@)?
        ((localhost | \[[\da-f:.]+\] | ([\w-]+\.)+[\w-]+) :\d{1,5} ([/?#].*)?
        | (localhost | \[[\da-f:.]+\] | ([\w-]+\.)+[\w-]+ | [\w-]+(?=:)) (:\d{1,5})? /
          ((w|wiki)/ | ([^\s?\#]*/)?(index|api)\.php5?([/?\#]|$) | [^\s\#]*[?&]title=) .*)""",
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
    is what it mostly has. A mobile host of Wikimedia's is only another face of the wiki. Blanks are
    escaped as browsers do, but where there may be a password with a blank.
    """
    full = _bare(address)
    if "@" not in full:
        full = "%20".join(full.split())
    if "://" not in full and not re.match("https?:(?!\\d)", full, re.IGNORECASE):
        full = full.removeprefix("//")
        full = f"{'http' if is_local(full) else 'https'}://{full}"
    parts = urlsplit(web_address(full, address))
    pairs = parts.query.split("&")
    kept = [pair for pair in pairs if unquote_plus(pair.partition("=")[0]) in _PAGE_PARAMETERS]
    place, query = _unmobile(parts.netloc), "&".join(kept)
    return WebAddress(urlunsplit(parts._replace(netloc=place, query=query, fragment="")))


def is_address(text: str) -> bool:
    """Return whether what was typed is an address on the web, as browsers show and copy it.

    Without a scheme, only what can hardly be a title: a host with a port, or with a path that is
    typical of wikis. "10.0.0.0/8", "Node.js/Express" and "User:1984/sandbox" are titles.
    """
    text = _bare(text)
    return bool(
        re.match(r"(https?:)?//[^/\s]|[a-z][a-z\d+.-]*://[^/\s]*@", text, re.IGNORECASE)
        or _WITHOUT_SCHEME.fullmatch(text)
    )


def may_be_address(text: str) -> bool:
    """Return whether what was typed is rather an address than the name of a wiki."""
    return "://" in text or ("." in text[1:-1] and not re.search(r"\s", text))


def presentable(text: str) -> str:
    """Return what was typed as it may be shown and kept: an address without its secrets."""
    return presentable_address(text) if is_address(text) else text


def presentable_address(text: str) -> str:
    """Return what was typed for an address without a user part and what names no page.

    It keeps its scheme, or goes without one, as it was typed.
    """
    text = _bare(text)
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


def without_user(address: str) -> str:
    """Return an address without its user part and its fragment, which no server is sent."""
    parts = urlsplit(address)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment=""))


def server_name(address: str) -> str:
    """Return the host of an address with its port, and never the user part, for messages."""
    return urlsplit(address).netloc.rpartition("@")[2]


def host_name(address: str) -> str:
    """Return the host of an address, with or without a scheme; "" where it has none."""
    try:
        host = urlsplit(address if "://" in address else f"//{address}").hostname or ""
    except ValueError:  # a broken IPv6 address
        return ""
    return host if host.isprintable() and " " not in host else ""


def is_wikimedia(host: str) -> bool:
    """Return whether a host is one of Wikimedia's, each of which has one wiki."""
    return ".".join(host.split(".")[-2:]) in _WIKIMEDIA


def is_loopback(host: str) -> bool:
    """Return whether a host name or address means this computer."""
    if address := _ip_address(host):
        return address.is_loopback or address.is_unspecified  # 0.0.0.0 ends here too
    name = host.rstrip(".").lower()
    return name == "localhost" or name.endswith(".localhost")


def is_local(address: str) -> bool:
    """Return whether an address without a scheme is in this computer or the local network."""
    host = host_name(address)
    if number := _ip_address(host):
        return not number.is_global
    name = host.rstrip(".")
    return (
        (bool(name) and "." not in name)
        or name.endswith((".local", ".home.arpa"))
        or is_loopback(name)
    )


def _ip_address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return the IP address that a host is given by; None where it has a name.

    Short and odd ways of writing it count, as systems read them: 10.1, 0x7f000001.
    """
    host = host.strip("[]").rstrip(".")
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        try:
            return ipaddress.IPv4Address(socket.inet_aton(host))
        except (OSError, ValueError):
            return None
    return getattr(address, "ipv4_mapped", None) or address  # ::ffff:127.0.0.1


def _bare(text: str) -> str:
    return text.strip().strip(_AROUND).strip()


def _redacted(text: str) -> str:
    """Return an invalid address without anything in it that could be a secret."""
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


def _unmobile(host: str) -> str:
    """Return the host of the wiki that a mobile host of Wikimedia's shows."""
    if is_wikimedia(host):
        host = re.sub(r"^m\.", "www.", host)
        host = re.sub(r"^([^.]+)\.m\.", r"\1.", host)
    return host
