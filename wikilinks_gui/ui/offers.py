# SPDX-License-Identifier: MIT
"""What a person can do next when a list ended in an error."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from wikilinks_gui.errors import (
    AddressError,
    NetworkError,
    NoWikiError,
    OtherWikiError,
    StoreDamagedError,
    TitleError,
    WikilinksError,
)
from wikilinks_gui.mediawiki.address import is_address, with_scheme
from wikilinks_gui.translation import _

if TYPE_CHECKING:
    from wikilinks_gui.ui.explorer import Explorer


def offers(
    explorer: "Explorer", error: WikilinksError, *, kept: bool
) -> list[tuple[str, Callable[[], None]]]:
    """Give words and what they do; ``kept``: something came before the error."""
    actions: list[tuple[str, Callable[[], None]]] = []
    if isinstance(error, OtherWikiError) and error.url:
        actions.append((_("&Go to that wiki"), partial(explorer.explore, "", error.url)))
    if isinstance(error, TitleError):
        if error.redirect:
            itself = partial(explorer.explore_itself, error.redirect)
            actions.append((_("&List the redirect itself"), itself))
    else:
        typed = explorer.visit.text.strip() if explorer.visit else ""
        if is_address(typed) and not kept and (other := with_other_scheme(typed, error)):
            actions.append((try_scheme(other), partial(explorer.explore, "", other)))
        if isinstance(error, StoreDamagedError):
            actions.append((_("&Reload"), explorer.reload))
        elif kept:
            actions.append((_("&Resume"), explorer.go_on))
        else:
            actions.append((_("&Try again"), explorer.reload))
    if explorer.visit and explorer.visit.earlier and not kept:
        actions.append((_("&Show the earlier list"), explorer.show_earlier))
    return actions


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
