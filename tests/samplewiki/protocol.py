# SPDX-License-Identifier: MIT
"""The API as older wikis and other clients have it: format version 1, plain errors, old tokens."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from wikilinks_gui.samplewiki import api, backlinks, outlinks, search, siteinfo
from wikilinks_gui.samplewiki.api import Reply
from wikilinks_gui.samplewiki.database import Database
from wikilinks_gui.samplewiki.pageset import Pages
from wikilinks_gui.samplewiki.query import Modules, Tokens
from wikilinks_gui.samplewiki.request import LIMIT, Parameters, Request
from wikilinks_gui.samplewiki.titles import BadTitleError, Title, parse_title, quote_title

OLD_MODULES: Modules = {
    "prop": {"info": siteinfo.info, outlinks.LISTING.name: outlinks.links},
    "list": {listing.name: backlinks.module(listing) for listing in backlinks.LISTINGS}
    | {"search": search.search},
    "meta": {"siteinfo": siteinfo.siteinfo, "userinfo": siteinfo.userinfo},
}
"""Those of a MediaWiki before 1.21."""

LIST_FORMATS = ("plaintext", "wikitext", "html", "raw", "none")
"""Values of ``errorformat`` that make lists of errors."""

MAIN_VALUES = {
    "namespaces": "name",
    "namespacealiases": "alias",
    "invalidreason": "text",
    "errors": "text",
    "error": "docref",
    "warnings": "text",
}
"""What format version 1 calls ``*``, by the name of what it is in."""


class Api(api.Api):
    """The API in every format; ``old`` makes it answer as a MediaWiki before 1.21.

    ``most`` is how many rows a reply has where as many as possible are asked for.
    """

    def __init__(
        self, database: Database, server: str = "", *, old: bool = False, most: int = LIMIT
    ) -> None:
        super().__init__(database, server)
        self.old = old
        self.most = most
        if old:
            self.modules = OLD_MODULES

    def query(self, request: Request) -> dict[str, Any]:
        request.most = self.most
        if request.get("action") == "opensearch":
            return self._opensearch(request)
        reply = super().query(request)
        if self.old and "general" in reply.get("query", {}):
            reply["query"]["general"]["generator"] = "MediaWiki 1.19.0"
        return reply

    def _opensearch(self, request: Request) -> dict[str, Any]:
        params = Parameters(request, "opensearch")
        params.flag("action")
        text = params.required("search")
        pages = search.complete(self.database, text, params.limit())
        titles = [Title(page.namespace, page.title).text for page in pages]
        urls = [f"{self.server}/wiki/{quote_title(title)}" for title in titles]
        whole = [text, titles, [""] * len(titles), urls]
        return {"opensearch": whole[:2] if self.old else whole}

    def skipped(self, main: Parameters) -> tuple[set[str], bool]:
        main.flag("rawcontinue")
        return (set(), False) if self.old else super().skipped(main)

    def ending(
        self, request: Request, unfinished: Mapping[str, Tokens], names: list[str], props: set[str]
    ) -> dict[str, Any]:
        if self.old or "rawcontinue" in request:
            return {"query-continue": dict(unfinished)} if unfinished else {}
        return super().ending(request, unfinished, names, props)

    def encode(self, request: Request, reply: dict[str, Any], code: str | None) -> Reply:
        if "opensearch" in reply:
            return super().encode(request, reply["opensearch"], code)
        if self.old:  # it knows of no unknown parameters
            warnings = [w for w in reply.pop("warnings", ()) if w["code"] != "unrecognizedparams"]
            reply |= {"warnings": warnings} if warnings else {}
        if self.old or request.get("errorformat") not in LIST_FORMATS:
            reply = _with_texts(reply)
        if not self.old and request.get("formatversion") == "2":
            return super().encode(request, reply, code)
        whole = super().encode(request, {}, code)
        text = json.dumps(_version_1(reply, "docref" if "errors" in reply else ""))
        return replace(whole, body=text.encode())


def _with_texts(reply: dict[str, Any]) -> dict[str, Any]:
    """Return a reply with its errors and warnings as texts (``errorformat=bc``)."""
    told = dict(reply)
    if "warnings" in reply:
        texts: dict[str, list[str]] = {}
        for message in reply["warnings"]:
            lines = texts.setdefault(message["module"].rpartition("+")[2], [])
            lines += [] if message["text"] in lines else [message["text"]]
        told["warnings"] = {
            module: {"warnings": "\n".join(lines)} for module, lines in texts.items()
        }
    if "errors" in reply:
        (message,) = told.pop("errors")
        error = {"code": message["code"], "info": message["text"], "docref": told.pop("docref")}
        told["error"] = error | message.get("data", {})
    if pages := reply.get("query", {}).get("pages"):
        told["query"] = reply["query"] | {
            "pages": Pages({number: _with_reason(page) for number, page in pages.items()})
        }
    return told


def _with_reason(page: dict[str, Any]) -> dict[str, Any]:
    try:
        parse_title(page.get("title", "?"))
    except BadTitleError as error:
        return page | {"invalidreason": error.reason}
    return page


def _version_1(value: object, main: str = "") -> object:
    """Bring a reply into the shape of format version 1; ``main`` is the value called ``*``."""
    if isinstance(value, list):
        return [_version_1(item, main) for item in value]
    if not isinstance(value, dict):
        return value
    made: dict[str, object] = {}
    for key, item in value.items():
        name = "*" if key == main else key
        if isinstance(item, bool) and key != "variantarticlepath":
            made |= {name: ""} if item else {}
        elif key == "warnings" and isinstance(item, dict):
            made[name] = _version_1(item, "warnings")
        else:
            made[name] = _version_1(item, MAIN_VALUES.get(key, main))
    return made or []
