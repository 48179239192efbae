# SPDX-License-Identifier: MIT
"""What the user can do next when a list, or the choice of a wiki, ended in an error."""

from collections.abc import Callable
from functools import partial

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
from wikilinks_gui.ui.tab.visit import Visit
from wikilinks_gui.ui.widgets.notice import Action


def recovery_actions(
    error: WikilinksError,
    visit: Visit | None,
    *,
    kept: bool,
    explore: Callable[[str], object],
    list_redirect: Callable[[str], object],
    reload: Callable[[], object],
    resume: Callable[[], object],
    show_earlier: Callable[[], object],
) -> list[Action]:
    """Return what stands on buttons, and what they do; ``kept``: rows came before the error."""
    actions: list[Action] = []
    if isinstance(error, OtherWikiError) and error.url:
        actions.append((_("&Go to that wiki"), partial(explore, error.url)))
    if isinstance(error, TitleError):
        if error.redirect:
            itself = partial(list_redirect, error.redirect)
            actions.append((_("&List the redirect itself"), itself))
    else:
        typed = visit.text.strip() if visit else ""
        if is_address(typed) and not kept and (other := with_other_scheme(typed, error)):
            actions.append((try_scheme(other), partial(explore, other)))
        if isinstance(error, StoreDamagedError):
            actions.append((_("&Reload"), reload))
        elif kept:
            actions.append((_("&Resume"), resume))
        else:
            actions.append((_("&Try again"), reload))
    if visit and visit.earlier and not kept:
        actions.append((_("&Show the earlier list"), show_earlier))
    return actions


def wiki_recovery_actions(
    address: str, error: WikilinksError, choose: Callable[[str], object]
) -> list[Action]:
    """Return what can be done where there is no wiki at an address that was chosen."""
    actions: list[Action] = []
    if other := with_other_scheme(address, error):
        actions.append((try_scheme(other), partial(choose, other)))
    return [*actions, (_("&Try again"), partial(choose, address))]


def with_other_scheme(address: str, error: WikilinksError) -> str:
    """Return an address to try by http in place of https, or the other way; "" to try neither.

    The user has to want it: what is sent by http can be read and changed on its way.
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
