# SPDX-License-Identifier: MIT
"""The API as a MediaWiki before 1.21 has it: format version 1, its own tokens, no new modules."""

from typing import Any

from wikilinks_gui.samplewiki import api, search
from wikilinks_gui.samplewiki.api import MODULES, Reply
from wikilinks_gui.samplewiki.database import Database
from wikilinks_gui.samplewiki.query import Context
from wikilinks_gui.samplewiki.request import LIMIT, Request

OLD_MODULES = {"info", "links", "templates", "revisions", "backlinks", "embeddedin"} | {
    *("imageusage", "search", "siteinfo", "userinfo")
}

MAIN_VALUES = {"namespaces": "name", "namespacealiases": "alias", "revisions": "content"}
"""What format version 1 calls ``*``, by the name of what it is in."""


class Api(api.Api):
    """The API; ``old`` makes it answer as a MediaWiki before 1.21.

    ``most`` is how many rows a reply has where as many as possible are asked for.
    """

    def __init__(
        self, database: Database, server: str = "", *, old: bool = False, most: int = LIMIT
    ) -> None:
        super().__init__(database, server)
        self.old = old
        self.most = most
        if old:
            self.modules = {
                group: {name: run for name, run in known.items() if name in OLD_MODULES}
                for group, known in MODULES.items()
            }

    def query(self, request: Request) -> dict[str, Any]:
        request.most = self.most
        if self.old and request.get("action") == "opensearch":
            text = request.required("search")
            pages = search.complete(self.database, text, request.limit(""))
            return {"opensearch": [text, [page.row()["title"] for page in pages]]}
        reply = super().query(request)
        if self.old and "general" in reply.get("query", {}):
            reply["query"]["general"]["generator"] = "MediaWiki 1.19.0"
        return reply

    def finished(self, request: Request) -> tuple[set[str], bool]:
        return (set(), False) if self.old else super().finished(request)

    def ending(self, context: Context, names: list[str], props: set[str]) -> dict[str, Any]:
        if not self.old:
            return super().ending(context, names, props)
        tokens = {name: {key: token} for name, (key, token) in context.unfinished.items()}
        return {"query-continue": tokens} if tokens else {}

    def encode(self, reply: Any) -> Reply:
        if not self.old:
            return super().encode(reply)
        if "opensearch" in reply:
            return super().encode(reply["opensearch"])
        if "errors" in reply:
            error = reply["errors"][0]
            return super().encode({"error": {"code": error["code"], "info": error["text"]}})
        if "warnings" in reply:
            reply["warnings"] = {"query": {"*": reply["warnings"][0]["text"]}}
        query = reply.get("query", {})
        if "pages" in query:
            query["pages"] = {
                str(page.get("pageid", -number)): _with_reason(page)
                for number, page in enumerate(query["pages"], 1)
            }
        return super().encode(_version_1(reply))


def _with_reason(page: dict[str, Any]) -> dict[str, Any]:
    if "invalidreason" not in page:
        return page
    return page | {"invalidreason": page["invalidreason"]["text"]}


def _version_1(value: Any, main: str = "") -> Any:
    """Bring a reply into the shape of format version 1; ``main`` is the value called ``*``."""
    if isinstance(value, list):
        return [_version_1(item, main) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        "*" if key == main else key: ""
        if item is True
        else _version_1(item, MAIN_VALUES.get(key, main))
        for key, item in value.items()
        if item is not False or key == "variantarticlepath"
    }
