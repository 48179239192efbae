# SPDX-License-Identifier: MIT
"""Where an HTTP redirect may lead."""

import contextlib
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from wikilinks_gui.errors import UnreachableError
from wikilinks_gui.mediawiki.pace import is_loopback
from wikilinks_gui.translation import _

REDIRECT_STATUSES = frozenset({301, 302, 303, 307, 308})

MOST_REDIRECTS = 5
"""For one request; wikis need two or three (to https, to www, to the page's own title)."""


def host_of(address: str) -> str:
    """Return the server of an address with its port, and never the user part, for messages."""
    return urlsplit(address).netloc.rpartition("@")[2]


def hostname_of(address: str) -> str:
    """Return the server of an address without its port."""
    return urlsplit(address).hostname or ""


def without_user(address: str) -> str:
    """Return an address without its user part and its fragment, which no server is sent."""
    parts = urlsplit(address)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment=""))


def redirect_target(address: str, location: str) -> str:
    """Return where the reply to a request for ``address`` leads, as :func:`without_user` has it.

    Raises UnreachableError for what is not the address
    of a server, for a way from https to http, and for one from elsewhere to this computer.
    """
    host = host_of(address)
    with contextlib.suppress(ValueError):
        # Headers are read as Latin-1, but servers that do not escape an address send UTF-8.
        location = location.encode("latin-1").decode()
    try:
        parts = urlsplit(urljoin(address, location.strip()))
        valid = parts.scheme in {"http", "https"} and parts.hostname and (parts.port or True)
    except ValueError:
        valid = False
    if not valid:
        raise UnreachableError(
            _("{host} redirects to something that is not the address of a server.").format(
                host=host
            )
        )
    asked = urlsplit(address)
    if asked.scheme == "https" and parts.scheme == "http":
        raise UnreachableError(
            _(
                "{host} redirects from https to http, which is not followed. To use this wiki "
                "without encryption, begin its address with http://."
            ).format(host=host)
        )
    if is_loopback(parts.hostname or "") and not is_loopback(asked.hostname or ""):
        raise UnreachableError(
            _("{host} redirects to this computer, which is not followed.").format(host=host)
        )
    return without_user(parts.geturl())


def with_params(address: str, params: dict[str, str]) -> tuple[str, str]:
    """Return an address without its query, and a query with what it had and all of ``params``.

    A redirect may drop the question or add something to it; the question is asked whole.
    """
    parts = urlsplit(address)
    own = [pair for pair in parse_qsl(parts.query, True) if pair[0] not in params]
    return urlunsplit(parts._replace(query="")), urlencode([*own, *params.items()])
