# SPDX-License-Identifier: MIT
"""What a person can do next when a list ended in an error."""

from wikilinks_gui.errors import (
    AddressError,
    NetworkError,
    NoWikiError,
    WikilinksError,
)
from wikilinks_gui.mediawiki.address import with_scheme
from wikilinks_gui.translation import _


def with_other_scheme(address: str, error: WikilinksError) -> str:
    """Return an address to try by http in place of https, or the other way; "" to try neither.

    A person has to want it: what is sent by http can be read and changed on its way.
    """
    if not isinstance(error, NetworkError | NoWikiError):
        return ""
    try:
        scheme, _colon, rest = with_scheme(address).partition(":")
    except AddressError:
        return ""
    if scheme == "https":
        return f"http:{rest}"
    return "" if "://" in address else f"https:{rest}"


def try_scheme(address: str) -> str:
    """Return what stands on the button that tries an address by its scheme."""
    return _("Try &{scheme}").format(scheme=address.partition("//")[0] + "//")
