# SPDX-License-Identifier: MIT
"""``meta=siteinfo`` and ``meta=userinfo``, and ``prop=info``."""

from collections.abc import Callable
from typing import Any

from wikilinks_gui.samplewiki.query import Context, Run
from wikilinks_gui.samplewiki.request import Parameters, Request
from wikilinks_gui.samplewiki.site import (
    GENERATOR,
    MAIN_PAGE,
    MEDIAWIKI,
    NAMESPACES,
    SITENAME,
    WITHOUT_SUBPAGES,
)
from wikilinks_gui.samplewiki.titles import quote_title

_RIGHTS = (
    "createaccount read edit createpage createtalk writeapi viewmywatchlist editmywatchlist "
    "viewmyprivateinfo editmyprivateinfo editmyoptions"
)
"""What MediaWiki grants to everybody."""


def siteinfo(request: Request) -> Run:
    """Read the parameters of ``meta=siteinfo``."""
    props = Parameters(request, "query+siteinfo", "si").choices("prop", _PARTS, "general")

    def run(context: Context) -> None:
        for name in props:
            context.result[name] = _PARTS[name](context)

    return run


def userinfo(request: Request) -> Run:
    """Read the parameters of ``meta=userinfo``: nobody signs in here."""
    props = Parameters(request, "query+userinfo", "ui").choices("prop", ("rights",))

    def run(context: Context) -> None:
        info: dict[str, Any] = {"id": 0, "name": "127.0.0.1", "anon": True}
        if "rights" in props:
            info["rights"] = _RIGHTS.split()
        context.result["userinfo"] = info

    return run


def info(request: Request) -> Run:
    """Return what runs ``prop=info``: which pages are redirects, as nothing else is read of it."""

    def run(context: Context) -> None:
        for page_id, page in context.pages.pages.items():
            if page.is_redirect:
                context.result["pages"][page_id]["redirect"] = True

    return run


def _general(context: Context) -> dict[str, Any]:
    return {
        "mainpage": MAIN_PAGE,
        "base": f"{context.server}/wiki/{quote_title(MAIN_PAGE)}",
        "sitename": SITENAME,
        "generator": GENERATOR,
        "case": "first-letter",
        "lang": "en",
        "rtl": False,
        "articlepath": "/wiki/$1",
        "scriptpath": "",
        "script": "/index.php",
        "variantarticlepath": False,
        "server": context.server,
        "servername": "127.0.0.1",
        "wikiid": "wiki",
    }


def _namespaces(context: Context) -> dict[str, Any]:
    found = {}
    for number, namespace in NAMESPACES.items():
        values: dict[str, Any] = {"id": number, "case": "first-letter", "name": namespace.name}
        values["subpages"] = number not in WITHOUT_SUBPAGES
        if namespace.name:
            values["canonical"] = namespace.name
        values["content"] = number == 0
        values["nonincludable"] = False
        if number == MEDIAWIKI:
            values["namespaceprotection"] = "editinterface"
        found[str(number)] = values
    return found


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
    """Return the tags that MediaWiki has without extensions."""
    return ["<pre>", "<nowiki>", "<gallery>", "<indicator>", "<langconvert>"]


_PARTS: dict[str, Callable[[Context], object]] = {
    "general": _general,
    "namespaces": _namespaces,
    "namespacealiases": _aliases,
    "specialpagealiases": _special_pages,
    "extensiontags": _extension_tags,
}
