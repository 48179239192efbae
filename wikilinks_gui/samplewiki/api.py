# SPDX-License-Identifier: MIT
"""``api.php``: a request in, the bytes of a reply out.

What the program asks of a current MediaWiki is answered, in the one format that it asks for: JSON,
``formatversion=2``, ``errorformat=plaintext``.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wikilinks_gui.samplewiki import backlinks, linksprop, outlinks, search, siteinfo
from wikilinks_gui.samplewiki.database import Database
from wikilinks_gui.samplewiki.pageset import Pages, PageSet
from wikilinks_gui.samplewiki.query import Context, Module, Modules, Tokens
from wikilinks_gui.samplewiki.request import ApiFailure, Parameters, Request

MODULES: Modules = {
    "prop": {"info": siteinfo.info, outlinks.LISTING.name: outlinks.links}
    | {listing.name: linksprop.module(listing) for listing in linksprop.LISTINGS},
    "list": {listing.name: backlinks.module(listing) for listing in backlinks.LISTINGS}
    | {"prefixsearch": search.prefixsearch, "search": search.search},
    "meta": {"siteinfo": siteinfo.siteinfo, "userinfo": siteinfo.userinfo},
}
"""Every module of ``action=query``, in the order in which groups run."""

FORMAT = ("format", "formatversion", "errorformat")
"""The parameters of the format, which are accepted without effect."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back over HTTP."""

    body: bytes
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)


class Api:
    """The API of one wiki; ``server`` is its address, without a slash at its end."""

    modules = MODULES

    def __init__(self, database: Database, server: str = "") -> None:
        self.database = database
        self.server = server

    def reply(self, request: Request) -> Reply:
        """Answer a request with the bytes of a reply."""
        return self.encode(request, *self.answer(request))

    def answer(self, request: Request) -> tuple[dict[str, Any], str | None]:
        """Return the reply and, where it is an error, its code."""
        try:
            reply = self.query(request)
        except ApiFailure as failure:
            return self._error(failure, request), str(failure.message["code"])
        unused = [name for name in request if name not in request.used.union(FORMAT)]
        if unused:
            plural = "s" if len(unused) > 1 else ""
            text = f"Unrecognized parameter{plural}: {', '.join(unused)}."
            request.warn("main", "unrecognizedparams", text)
        if request.warnings:
            reply["warnings"] = request.warnings
        return reply, None

    def query(self, request: Request) -> dict[str, Any]:
        """Answer ``action=query``. Raises :class:`ApiFailure`."""
        main = Parameters(request, "main")
        main.flag("maxlag")
        main.choice("action", ("query",), "query")
        pages = PageSet(request, self.database)
        params = Parameters(request, "query")
        chosen: dict[str, Module] = {}
        for group, known in self.modules.items():
            chosen |= {name: known[name] for name in params.choices(group, known)}
        props = chosen.keys() & self.modules["prop"].keys()
        with_urls = params.flag("iwurl")
        skip, pages_done = self.skipped(main)
        runs = {name: module(request) for name, module in chosen.items()}
        context = Context(self.database, pages, self.server)
        if pages_done:
            skip = skip | props
        else:
            pages.load()
            context.result |= pages.found(with_urls)
        for name, run in runs.items():
            if name not in skip:
                run(context)
        reply = self.ending(request, context.unfinished, list(chosen), props)
        if context.result:
            reply["query"] = context.result
        if request.limits:
            reply["limits"] = request.limits
        return reply

    def skipped(self, main: Parameters) -> tuple[set[str], bool]:
        """Return the finished modules, and whether all that need pages are among them."""
        value = main.text("continue") or ""
        if not value:
            return set(), False
        parts = value.split("||")
        if len(parts) != 2:
            raise main.bad_continue()
        return set(parts[1].split("|")), parts[0] == "-"

    def ending(
        self, request: Request, unfinished: Mapping[str, Tokens], names: list[str], props: set[str]
    ) -> dict[str, Any]:
        """Return how to continue, as MediaWiki does without a generator."""
        tokens: dict[str, str | int] = {}
        for module in sorted(unfinished, key=lambda name: name in props):
            tokens |= unfinished[module]
        complete = not props & unfinished.keys()
        ending: dict[str, Any] = {"batchcomplete": True} if complete else {}
        if tokens:
            finished = [name for name in names if name not in unfinished]
            tokens["continue"] = f"{'-' if complete else ''}||{'|'.join(finished)}"
            ending["continue"] = tokens
        return ending

    def _error(self, failure: ApiFailure, request: Request) -> dict[str, Any]:
        reference = (
            f"See {self.server}/api.php for API usage. Subscribe to the mediawiki-api-announce "
            "mailing list at &lt;https://lists.wikimedia.org/postorius/lists/"
            "mediawiki-api-announce.lists.wikimedia.org/&gt; for notice of API deprecations and "
            "breaking changes."
        )
        warnings = {"warnings": request.warnings} if request.warnings else {}
        return {**warnings, "errors": [failure.message], "docref": reference}

    def encode(self, request: Request, reply: dict[str, Any], code: str | None) -> Reply:
        """Write a reply to a request as JSON."""
        text = json.dumps(shaped(reply), ensure_ascii=False, separators=(",", ":"))
        headers = {"MediaWiki-API-Error": code} if code else {}
        return Reply(text.encode(), 200, "application/json; charset=utf-8", headers)


def shaped(value: object) -> object:
    """Bring a reply into the shape of format version 2."""
    if isinstance(value, Pages):
        return [shaped(page) for _, page in sorted(value.items())]
    if isinstance(value, dict):
        # PHP does not tell an empty object from an empty list.
        return {key: shaped(item) for key, item in value.items()} or []
    if isinstance(value, list | tuple):
        return [shaped(item) for item in value]
    return value
