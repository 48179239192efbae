# SPDX-License-Identifier: MIT
"""Shows what a start was asked for: in the tab that has the page already, else in a new one."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from urllib.parse import unquote

from wikilinks_gui.errors import WikilinksError
from wikilinks_gui.mediawiki.siteinfo import SiteInfo
from wikilinks_gui.mediawiki.titleinput import read_input
from wikilinks_gui.ui.tab.controller import TabController
from wikilinks_gui.ui.window.commands import Commands
from wikilinks_gui.wikis.session import Session

PATIENCE = 2.0
"""Seconds to find out which wiki is at an address, before a tab shows that it is being asked."""


def show_requested(commands: Commands, wiki: str, title: str) -> None:
    """Show a page of the wiki at an address, or just the wiki; "" stands for the tab's own."""
    if title and (tabs := _may_show(commands.tabs.controllers(), title)):
        commands.background.run(_show_again(commands, tabs, wiki, title))
    elif wiki or title:
        _show_in_new_tab(commands, wiki, title)


async def _show_again(
    commands: Commands, tabs: "list[TabController]", wiki: str, title: str
) -> None:
    wiki = wiki or commands.controller.wiki
    shown = await _showing(tabs, commands.session, wiki, title)
    if shown is not None and shown in commands.tabs.controllers():
        commands.tabs.look_at(commands.tabs.indexOf(shown.tab))
    else:
        _show_in_new_tab(commands, wiki, title)


def _show_in_new_tab(commands: Commands, wiki: str, title: str) -> None:
    if commands.controller.visit:
        commands.add_tab()
    if title:
        commands.explore(wiki or commands.controller.wiki, title)
    else:
        commands.choose_wiki(wiki)


def _may_show(controllers: Iterable[TabController], title: str) -> list[TabController]:
    """Return the tabs whose page may be the one of a title or an address."""
    asked = _plain(title)
    return [
        each
        for each in controllers
        if each.visit
        and each.visit.follow
        and any(text and _plain(text) in asked for text in (each.visit.title, each.visit.text))
    ]


async def _showing(
    controllers: Iterable[TabController], session: Session, wiki: str, title: str
) -> TabController | None:
    """Return the tab that shows a page of the wiki at an address.

    The wiki is asked only where the store cannot tell which it is.
    """
    known = await session.known_wiki(wiki)
    if known is None:
        with suppress(WikilinksError, TimeoutError):  # told in the new tab
            opened = await asyncio.wait_for(session.open_wiki(wiki), PATIENCE)
            known = opened.wiki.key, opened.wiki.site
    if known is None:
        return None
    key, site = known
    wanted = _title(title, site)
    for each in controllers:
        visit = each.visit
        if visit and visit.wiki in {key, wiki}:
            shown = {_first_letter(visit.title, site), _title(visit.text, site)}
            if wanted and wanted in shown:
                return each
    return None


def _title(text: str, site: SiteInfo) -> str:
    with suppress(WikilinksError):
        return _first_letter(read_input(text, site), site)
    return ""


def _first_letter(title: str, site: SiteInfo) -> str:
    """Begin a title with a capital letter where the wiki does."""
    return title[:1].upper() + title[1:] if site.case == "first-letter" else title


def _plain(text: str) -> str:
    return unquote(text).replace("_", " ").casefold().strip()
