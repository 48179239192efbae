# SPDX-License-Identifier: MIT
"""Where an HTTP redirect may lead."""

import contextlib
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from wikilinks_gui.errors import AddressError, UnreachableError
from wikilinks_gui.mediawiki.address import (
    WebAddress,
    is_local,
    server_name,
    web_address,
    without_user,
)
from wikilinks_gui.translation import _

REDIRECT_STATUSES = frozenset({301, 302, 303, 307, 308})

MOST_REDIRECTS = 5
"""For one request; wikis need two or three (to https, to www, to the page's own title)."""


def redirect_target(address: str, location: str) -> WebAddress:
    """Return where the reply to a request for ``address`` leads, checked, without a user part.

    Raises UnreachableError for what is not the address of a server, for a way from https to http,
    and for one from the internet into the local network.
    """
    host = server_name(address)
    with contextlib.suppress(ValueError):
        # Headers are read as Latin-1, but servers that do not escape an address send UTF-8.
        location = location.encode("latin-1").decode()
    try:
        location = urljoin(address, location.strip().replace(" ", "%20"))
        target = web_address(without_user(location))
    except (AddressError, ValueError):
        raise UnreachableError(
            _("{host} redirects to something that is not the address of a server.").format(
                host=host
            )
        ) from None
    if urlsplit(address).scheme == "https" and urlsplit(target).scheme == "http":
        raise UnreachableError(
            _(
                "{host} redirects from https to http, which is not followed. To use this wiki "
                "without encryption, begin its address with http://."
            ).format(host=host)
        )
    if is_local(server_name(target)) and not is_local(host):
        raise UnreachableError(
            _("{host} redirects into the local network, which is not followed.").format(host=host)
        )
    return target


def with_params(address: str, params: dict[str, str]) -> tuple[str, str]:
    """Return an address without its query, and a query with what it had and all of ``params``.

    A redirect may drop the question or add something to it; the question is asked whole.
    """
    parts = urlsplit(address)
    own = [pair for pair in parse_qsl(parts.query, True) if pair[0] not in params]
    return urlunsplit(parts._replace(query="")), urlencode([*own, *params.items()])
