# SPDX-License-Identifier: MIT
"""``meta=siteinfo`` and ``meta=userinfo``, and ``prop=info``."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from wikilinks_gui.samplewiki.query import Context, Run
from wikilinks_gui.samplewiki.request import Parameters, Request
from wikilinks_gui.samplewiki.site import (
    GENERATOR,
    MAIN_PAGE,
    MEDIAWIKI,
    NAMESPACES,
    SITENAME,
    USER,
    WITHOUT_SUBPAGES,
)
from wikilinks_gui.samplewiki.titles import Title, quote_title

TOUCHED = "2013-04-01T00:00:00Z"
"""When every page of the sample wiki changed last, for want of anything better."""

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
    """Return what runs ``prop=info``."""

    def run(context: Context) -> None:
        pages = context.pages
        for page_id, title in (pages.good | pages.missing).items():
            details: dict[str, Any] = _info(title)
            if page_id in pages.good:
                details |= {"touched": TOUCHED, "lastrevid": page_id, "length": 0}
                if pages.pages[page_id].is_redirect:
                    details["redirect"] = True
            context.result["pages"][page_id] |= details

    return run


def _info(title: Title) -> dict[str, Any]:
    return {
        "contentmodel": _content_model(title),
        "pagelanguage": "en",
        "pagelanguagehtmlcode": "en",
        "pagelanguagedir": "ltr",
    }


def _content_model(title: Title) -> str:
    suffixes = {".css": "css", ".js": "javascript", ".json": "json"}
    suffix = title.dbkey[title.dbkey.rfind(".") :] if "." in title.dbkey else ""
    code = title.namespace == MEDIAWIKI or (title.namespace == USER and "/" in title.dbkey)
    return suffixes.get(suffix, "wikitext") if code else "wikitext"


def _general(context: Context) -> dict[str, Any]:
    return {
        "mainpage": MAIN_PAGE,
        "base": f"{context.server}/wiki/{quote_title(MAIN_PAGE)}",
        "sitename": SITENAME,
        "mainpageisdomainroot": False,
        "generator": GENERATOR,
        "langconversion": True,
        "linkconversion": True,
        "titleconversion": True,
        "linkprefixcharset": "",
        "linkprefix": "",
        "linktrail": "/^([a-z]+)(.*)$/sD",
        "legaltitlechars": r""" %!"$&'()*,\-.\/0-9:;=?@A-Z\\^_`a-z~\x80-\xFF+""",
        "case": "first-letter",
        "lang": "en",
        "fallback": [],
        "rtl": False,
        "fallback8bitEncoding": "windows-1252",
        "readonly": False,
        "writeapi": True,
        "maxarticlesize": 2 << 20,
        "timezone": "UTC",
        "timeoffset": 0,
        "articlepath": "/wiki/$1",
        "scriptpath": "",
        "script": "/index.php",
        "variantarticlepath": False,
        "server": context.server,
        "servername": "127.0.0.1",
        "wikiid": "wiki",
        "time": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "misermode": False,
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


_PARTS: dict[str, Callable[[Context], object]] = {
    "general": _general,
    "namespaces": _namespaces,
    "namespacealiases": _aliases,
    "specialpagealiases": _special_pages,
}
