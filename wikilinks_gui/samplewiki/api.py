# SPDX-License-Identifier: MIT
"""``api.php``: a request in, the bytes of a reply out.

What the program asks of a current MediaWiki is answered, in the one format that it asks for: JSON,
``formatversion=2``, ``errorformat=plaintext``.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from wikilinks_gui.samplewiki import backlinks, linksprop, outlinks, search, siteinfo, texts
from wikilinks_gui.samplewiki.database import Database
from wikilinks_gui.samplewiki.pageset import PageSet
from wikilinks_gui.samplewiki.query import Context, Modules
from wikilinks_gui.samplewiki.request import ApiFailure, Request

MODULES: Modules = {
    "prop": {
        "info": siteinfo.info,
        "revisions": texts.revisions,
        **outlinks.MODULES,
        **linksprop.MODULES,
    },
    "list": {
        "prefixsearch": search.prefixsearch,
        "search": search.search,
        **backlinks.MODULES,
    },
    "meta": {"siteinfo": siteinfo.siteinfo, "userinfo": siteinfo.userinfo},
}
"""Every module of ``action=query``, in the order in which groups run."""


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
        return self.encode(self.answer(request))

    def answer(self, request: Request) -> dict[str, Any]:
        """Return the reply."""
        try:
            return self.query(request)
        except ApiFailure as failure:
            return {"errors": [{"code": failure.code, "text": str(failure), "module": "query"}]}
        except ValueError as error:
            return {"errors": [{"code": "badvalue", "text": str(error), "module": "query"}]}

    def query(self, request: Request) -> dict[str, Any]:
        """Answer ``action=query``. Raises :class:`ApiFailure`, and ValueError for bad numbers."""
        if request.get("action", "query") != "query":
            raise ApiFailure("badvalue", 'Unrecognized value for parameter "action".')
        asked = [(group, name) for group in self.modules for name in request.several(group)]
        chosen = {name: run for group, name in asked if (run := self.modules[group].get(name))}
        finished, pages_done = self.finished(request)
        props = chosen.keys() & self.modules["prop"].keys()
        pages = PageSet(Request() if pages_done else request, self.database)
        context = Context(request, self.database, pages, self.server)
        for name, run in chosen.items():
            if name not in (finished | props if pages_done else finished):
                run(context)
        reply = self.ending(context, list(chosen), props)
        if query := pages.found() | context.result:
            reply["query"] = query
        if unknown := [name for _group, name in asked if name not in chosen]:
            text = f"Unrecognized values: {', '.join(unknown)}."
            warning = {"code": "unrecognizedvalues", "module": "query", "text": text}
            reply["warnings"] = [warning | {"data": {"values": unknown}}]
        return reply

    def finished(self, request: Request) -> tuple[set[str], bool]:
        """Return the finished modules, and whether all that need pages are among them."""
        begun, _, names = request.get("continue", "").partition("||")
        return set(names.split("|")), begun == "-"

    def ending(self, context: Context, names: list[str], props: set[str]) -> dict[str, Any]:
        """Return how to continue, as MediaWiki does without a generator."""
        complete = not props & context.unfinished.keys()
        ending: dict[str, Any] = {"batchcomplete": True} if complete else {}
        if context.unfinished:
            finished = [name for name in names if name not in context.unfinished]
            done = f"{'-' if complete else ''}||{'|'.join(finished)}"
            ending["continue"] = dict(context.unfinished.values()) | {"continue": done}
        return ending

    def encode(self, reply: Any) -> Reply:
        """Write a reply as JSON."""
        text = json.dumps(reply, ensure_ascii=False, separators=(",", ":"))
        return Reply(text.encode(), 200, "application/json; charset=utf-8")
