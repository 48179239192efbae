# SPDX-License-Identifier: MIT
"""A reply while it is put together, and its two shapes: format version 1 and 2."""

from collections.abc import Mapping
from typing import Any

from wikilinks_gui.samplewiki.request import ApiFailure, Message, Request

MAX_RESULT_SIZE = 8 << 20
"""Bytes of values in one reply ($wgAPIMaxResultSize)."""

LIST_FORMATS = ("plaintext", "wikitext", "html", "raw", "none")
"""Values of ``errorformat`` that make lists of errors; all are answered as the first."""

KEPT_BOOLEANS = {"variantarticlepath"}
"""What is a boolean in format version 1 too."""


class Content(dict[str, Any]):
    """An object with one main value, which format version 1 calls ``*``."""

    def __init__(self, main: str, values: Mapping[str, Any]) -> None:
        super().__init__(values)
        self.main = main


class Pages(dict[int, dict[str, Any]]):
    """Pages by id, negative for what does not exist; format version 2 makes it a list."""


class Items(dict[str, Any]):
    """An object that is written as the list of its values: the reply of ``action=opensearch``."""


class Result:
    """What is known of a reply so far."""

    def __init__(self, request: Request, maximum: int = MAX_RESULT_SIZE) -> None:
        self.query: dict[str, Any] = {}
        self._request = request
        self._maximum = self._left = maximum

    def fits(self, value: object) -> bool:
        """Count a value that is about to be added; false, with a warning, if it is too much."""
        size = _size(value)
        if size > self._left:
            self._request.warn(
                "result",
                "truncatedresult",
                "This result was truncated because it would otherwise be larger than the limit of "
                f"{self._maximum:,} bytes.",
            )
            return False
        self._left -= size
        return True


def query_reply(result: Result, request: Request, ending: Mapping[str, Any]) -> dict[str, Any]:
    """Return the whole reply; ``ending`` is what says how to continue."""
    reply: dict[str, Any] = dict(ending)
    if request.warnings:
        reply["warnings"] = _warnings(request)
    if result.query:
        reply["query"] = result.query
    if request.limits:
        reply["limits"] = request.limits
    return reply


def error_reply(failure: ApiFailure, request: Request, api_url: str) -> dict[str, Any]:
    """Return the reply that says what is wrong."""
    message = failure.message
    reference = (
        f"See {api_url} for API usage. Subscribe to the mediawiki-api-announce mailing list at "
        "&lt;https://lists.wikimedia.org/postorius/lists/mediawiki-api-announce.lists.wikimedia.org"
        "/&gt; for notice of API deprecations and breaking changes."
    )
    reply: dict[str, Any] = {"warnings": _warnings(request)} if request.warnings else {}
    if is_plain(request):
        reply["errors"] = [_message(message)]
        return Content("docref", {**reply, "docref": reference})
    error = {"code": message.code, "info": message.text, "docref": reference, **message.data}
    reply["error"] = Content("docref", error)
    return reply


def is_plain(request: Request) -> bool:
    """Whether errors and warnings come as lists."""
    return not request.old and request.get("errorformat") in LIST_FORMATS


def _warnings(request: Request) -> object:
    if is_plain(request):
        return [_message(message) for message in request.warnings]
    texts: dict[str, list[str]] = {}
    for message in request.warnings:
        lines = texts.setdefault(message.module.rpartition("+")[2], [])
        if message.text not in lines:
            lines.append(message.text)
    return {
        module: Content("warnings", {"warnings": "\n".join(lines)})
        for module, lines in texts.items()
    }


def _message(message: Message) -> Content:
    values = {"code": message.code, "text": message.text, "module": message.module}
    return Content("text", values | ({"data": message.data} if message.data else {}))


def formatted(value: object, version: int) -> object:
    """Bring a reply into the shape of a format version."""
    if isinstance(value, str | int):
        return value
    if isinstance(value, Pages):
        pages = {number: formatted(page, version) for number, page in sorted(value.items())}
        return list(pages.values()) if version == 2 else pages
    if isinstance(value, Items):
        return [formatted(item, version) for item in value.values()]
    if isinstance(value, dict):
        # PHP does not tell an empty object from an empty list.
        return (value if version == 2 and _is_flat(value) else _object(value, version)) or []
    if isinstance(value, list | tuple):
        return [formatted(item, version) for item in value]
    return value


def _is_flat(value: dict[str, Any]) -> bool:
    return all(isinstance(item, str | int) for item in value.values())


def _object(value: dict[str, Any], version: int) -> dict[str, object]:
    if version == 2:
        return {key: formatted(item, 2) for key, item in value.items()}
    main = value.main if isinstance(value, Content) else None
    shaped: dict[str, object] = {}
    for key, item in value.items():
        if isinstance(item, bool) and key not in KEPT_BOOLEANS:
            if item:
                shaped[key] = ""
        else:
            shaped["*" if key == main else key] = formatted(item, 1)
    return shaped


def _size(value: object) -> int:
    """Count bytes as MediaWiki does: values only, true is one byte and false none."""
    if isinstance(value, str):
        return len(value) if value.isascii() else len(value.encode())
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, dict):
        return sum(map(_size, value.values()))
    if isinstance(value, list | tuple):
        return sum(map(_size, value))
    return len(str(value))
