# SPDX-License-Identifier: MIT
"""``meta=siteinfo`` and ``meta=userinfo``, and ``prop=info``."""

from collections.abc import Callable
from typing import Any

from wikilinks_gui.samplewiki.query import Context
from wikilinks_gui.samplewiki.site import (
    GENERATOR,
    LINK_TRAIL,
    MAIN,
    NAMESPACES,
    NO_SUBPAGES,
    SITENAME,
)


def siteinfo(context: Context) -> None:
    """Tell what the wiki is."""
    for name in context.request.several("siprop") or ["general"]:
        if name in _PARTS:
            context.result[name] = _PARTS[name](context)


def userinfo(context: Context) -> None:
    """Tell who asks: nobody signs in here."""
    context.result["userinfo"] = {"id": 0, "name": "127.0.0.1", "anon": True, "rights": ["read"]}


def info(context: Context) -> None:
    """Tell which pages are redirects, and the newest revisions; nothing else is read of it."""
    for page_id, entry in context.pages.entries.items():
        for page in context.database.pages("page_id = ?", page_id):
            entry["lastrevid"] = page_id
            if page.is_redirect:
                entry["redirect"] = True


def _general(context: Context) -> dict[str, Any]:
    return {
        "sitename": SITENAME,
        "generator": GENERATOR,
        "case": "first-letter",
        "articlepath": "/wiki/$1",
        "scriptpath": "",
        "script": "/index.php",
        "variantarticlepath": False,
        "linktrail": LINK_TRAIL,
        "rendersnothing": True,  # MediaWiki does not say so
        "server": context.server,
    }


def _namespaces(context: Context) -> dict[str, Any]:
    return {
        str(number): {
            "id": number,
            "case": "first-letter",
            "name": namespace.name,
            "subpages": number > MAIN and number not in NO_SUBPAGES,
        }
        | ({"canonical": namespace.name} if namespace.name else {})
        for number, namespace in NAMESPACES.items()
    }


def _aliases(context: Context) -> list[dict[str, Any]]:
    return [
        {"id": namespace.id, "alias": alias}
        for namespace in NAMESPACES.values()
        for alias in namespace.aliases
    ]


def _special_pages(context: Context) -> list[dict[str, Any]]:
    """Return the names of the one special page that the program asks about."""
    return [{"realname": "Whatlinkshere", "aliases": ["WhatLinksHere"]}]


def _extension_tags(context: Context) -> list[str]:
    """Return MediaWiki's own tags, and those of its extensions Cite and Poem."""
    own = ["<pre>", "<nowiki>", "<gallery>", "<indicator>", "<langconvert>"]
    return [*own, "<ref>", "<references>", "<poem>"]


_PARTS: dict[str, Callable[[Context], object]] = {
    "general": _general,
    "namespaces": _namespaces,
    "namespacealiases": _aliases,
    "specialpagealiases": _special_pages,
    "extensiontags": _extension_tags,
}
