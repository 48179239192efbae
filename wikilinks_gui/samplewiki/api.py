# SPDX-License-Identifier: MIT
"""``api.php``: a request in, the bytes of a reply out."""

import html
import json
from dataclasses import dataclass, field
from typing import Any

from wikilinks_gui.samplewiki import (
    backlinks,
    linksprop,
    outlinks,
    prefixsearch,
    search,
    siteinfo,
)
from wikilinks_gui.samplewiki.database import Database
from wikilinks_gui.samplewiki.query import Modules, query
from wikilinks_gui.samplewiki.reply import (
    LIST_FORMATS,
    MAX_RESULT_SIZE,
    error_reply,
    formatted,
    query_reply,
)
from wikilinks_gui.samplewiki.request import ApiFailure, Parameters, Request

MODULES: Modules = {
    "prop": {"info": siteinfo.info, outlinks.NAME: outlinks.links}
    | {listing.name: linksprop.module(listing) for listing in linksprop.LISTINGS},
    "list": {listing.name: backlinks.module(listing) for listing in backlinks.LISTINGS}
    | {"prefixsearch": prefixsearch.prefixsearch, "search": search.search},
    "meta": {"siteinfo": siteinfo.siteinfo, "userinfo": siteinfo.userinfo},
}
"""Every module of ``action=query``, in the order in which groups run."""

OLD_MODULES: Modules = MODULES | {
    "prop": {"info": siteinfo.info, outlinks.NAME: outlinks.links},
    "list": {name: read for name, read in MODULES["list"].items() if name != "prefixsearch"},
}
"""Those of a MediaWiki before 1.21."""

FORMATS = ("json", "jsonfm", "none", "php", "phpfm", "rawfm", "xml", "xmlfm")
_MAIN_PARAMETERS = (
    *("maxlag", "smaxage", "maxage", "assert", "assertuser", "requestid", "servedby"),
    *("curtimestamp", "responselanginfo", "origin", "uselang", "variant", "errorlang"),
    "errorsuselocal",
)
"""Parameters that are accepted without effect."""

JSON_PARAMETERS = {"callback", "utf8", "ascii", "formatversion"}


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back over HTTP."""

    body: bytes
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Api:
    """The API of one wiki; ``old`` makes it answer as a MediaWiki before 1.21."""

    database: Database
    server: str = ""  # the wiki's address, without a slash at its end
    old: bool = False
    maximum: int = MAX_RESULT_SIZE

    def reply(self, request: Request) -> Reply:
        """Answer a request with the bytes of a reply."""
        return self.encode(request, *self.answer(request))

    def answer(self, request: Request) -> tuple[dict[str, Any], str | None]:
        """Return the reply and, where it is an error, its code."""
        request.old = self.old
        try:
            return self._query(request), None
        except ApiFailure as failure:
            reply = error_reply(failure, request, f"{self.server}/api.php")
            return reply, failure.message.code

    def _query(self, request: Request) -> dict[str, Any]:
        main = Parameters(request, "main")
        for name in _MAIN_PARAMETERS:
            main.flag(name)
        main.choice("format", FORMATS, "jsonfm")
        main.choice("errorformat", (*LIST_FORMATS, "bc"), "bc")
        action = main.choice("action", ("help", "opensearch", "query"), "help")
        Parameters(request, "json").choice("formatversion", ("1", "2", "latest"), "1")
        if action == "opensearch":
            return prefixsearch.opensearch(request, self.database, self.server)
        modules = OLD_MODULES if self.old else MODULES
        result, ending = query(request, modules, self.database, self.server, self.maximum)
        unused = [name for name in request if name not in request.used | JSON_PARAMETERS]
        if unused and not self.old:
            plural = "s" if len(unused) > 1 else ""
            request.warn(
                "main",
                "unrecognizedparams",
                f"Unrecognized parameter{plural}: {', '.join(unused)}.",
            )
        return query_reply(result, request, ending)

    def encode(self, request: Request, reply: dict[str, Any], code: str | None) -> Reply:
        """Write a reply in the format that was asked for: JSON, or HTML to look at."""
        latest = request.get("formatversion") in ("2", "latest") and not self.old
        shaped = formatted(reply, 2 if latest else 1)
        headers = {"MediaWiki-API-Error": code} if code else {}
        action = request.get("action", "help")
        if action == "help":
            return Reply(b"<!DOCTYPE html><title>MediaWiki API help</title>")
        if request.get("format", "json" if action == "opensearch" else "jsonfm") != "json":
            text = html.escape(json.dumps(shaped, ensure_ascii=False, indent=4))
            page = f"<!DOCTYPE html><title>MediaWiki API result</title><pre>{text}</pre>"
            return Reply(page.encode(), headers=headers)
        text = json.dumps(shaped, ensure_ascii=not latest, separators=(",", ":"))
        return Reply(text.encode(), 200, "application/json; charset=utf-8", headers)
