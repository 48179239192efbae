# SPDX-License-Identifier: MIT
"""What a person can do next when a list ended in an error."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from wikilinks_gui.errors import OtherWikiError, TitleError, WikilinksError
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
        again = (_("&Go on"), explorer.go_on) if kept else (_("&Try again"), explorer.reload)
        actions.append(again)
    if explorer.visit and explorer.visit.earlier and not kept:
        actions.append((_("&Show the earlier list"), explorer.show_earlier))
    return actions
