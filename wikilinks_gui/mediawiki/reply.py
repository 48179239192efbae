# SPDX-License-Identifier: MIT
"""From the bytes of an HTTP reply to the Action API's reply, in one shape for all versions."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from wikilinks_gui.errors import ApiError, NotAnApiReplyError, ReadDeniedError, plain
from wikilinks_gui.translation import _

Reply = dict[str, Any]
"""A reply without errors, in the shape of ``formatversion=2``, but for :func:`is_set`.

The list of ``action=opensearch`` is an object here: its parts by their numbers, from "0" on.
"""


def read_reply(body: bytes, host: str) -> Reply:
    """Parse a reply.

    Raises ApiError (ReadDeniedError for a private wiki) for what the API reports as an error, and
    NotAnApiReplyError for anything that the API does not say.
    """
    try:
        reply = json.loads(body.decode("utf-8-sig"), parse_constant=_no_number)
        if b"\\ud" in body or b"\\uD" in body:
            json.dumps(reply, ensure_ascii=False).encode()  # a lone surrogate is no text
    except (ValueError, RecursionError):
        raise NotAnApiReplyError(_what_came(body, host)) from None
    if _is_opensearch(reply):
        reply = {str(number): part for number, part in enumerate(reply)}
    if not isinstance(reply, dict):
        raise NotAnApiReplyError(
            _("{host} replied with JSON that is not the Action API's.").format(host=host)
        )
    error = _first_error(reply)
    if error:
        raise (ReadDeniedError if error[0] == "readapidenied" else ApiError)(*error)
    _to_version_2(reply)
    return reply


def warnings_of(reply: Reply) -> Iterator[str]:
    """Yield the wiki's warnings as plain text, from both error formats."""
    warnings = reply.get("warnings")
    if isinstance(warnings, list):  # errorformat other than bc
        for warning in warnings:
            # A reply that was cut for size only means one more request.
            if isinstance(warning, dict) and warning.get("code") == "truncatedresult":
                continue
            yield plain(_text(warning, "text", "code"))
    elif isinstance(warnings, dict):
        for module in warnings.values():
            yield from map(plain, _text(module, "warnings", "*").splitlines())


def is_set(entry: dict[str, Any], flag: str) -> bool:
    """Read a boolean: true, or (formatversion 1) there at all."""
    return entry.get(flag, False) is not False


@contextmanager
def reading(what: str) -> Iterator[None]:
    """Read a part of a reply: what does not have its shape raises NotAnApiReplyError."""
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError) as error:
        raise NotAnApiReplyError(
            _("The wiki's {part} does not have the API's shape.").format(part=what)
        ) from error


def query_of(reply: Reply, *parts: str) -> dict[str, Any]:
    """Give what a reply answers; raises ``KeyError`` when none of the ``parts`` is in it.

    Only a reply that is to be continued may be empty: else something that is not the API's would
    pass for the end of a list.
    """
    if "continue" in reply or "query-continue" in reply:
        return dict(reply.get("query", {}))
    query: dict[str, Any] = reply["query"]
    if parts and not query.keys() & set(parts):
        raise KeyError(*parts)
    return query


def _is_opensearch(reply: object) -> bool:
    """Tell the one list that the API replies with: what was searched for, titles, and more.

    With a warning in it, MediaWiki before 1.25 makes an object of it, with numbers for names.
    """
    if not isinstance(reply, list) or len(reply) < 2:
        return False
    return isinstance(reply[0], str) and isinstance(reply[1], list)


def _first_error(reply: Reply) -> tuple[str, str] | None:
    """Code and text of the first error, from ``error`` or ``errors`` (errorformat)."""
    errors = reply.get("errors")
    error = errors[0] if isinstance(errors, list) and errors else reply.get("error")
    if error is None:
        return None
    code = error.get("code") if isinstance(error, dict) else None
    return str(code or "unknown"), _text(error, "info", "text", "*")


def _text(message: object, *names: str) -> str:
    """The first text of a message, whatever its shape."""
    if not isinstance(message, dict):
        return str(message)
    return next((str(message[name]) for name in names if message.get(name)), "")


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no JSON")


def _to_version_2(reply: Reply) -> None:
    """Bring a reply of formatversion 1 (before MediaWiki 1.25) into the shape of 2."""
    query = reply.get("query")
    if not isinstance(query, dict):
        return
    if isinstance(query.get("pages"), dict):
        query["pages"] = list(query["pages"].values())
    namespaces = query.get("namespaces")
    if isinstance(namespaces, dict):
        _rename(list(namespaces.values()), "name")
    _rename(query.get("namespacealiases"), "alias")


def _rename(entries: object, name: str) -> None:
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict) and "*" in entry:
            entry[name] = entry.pop("*")


def _what_came(body: bytes, host: str) -> str:
    start = body[:200].lstrip().lower()
    if start.startswith(b"<"):
        said = _("{host} replied with a web page instead of the Action API's JSON.")
    elif start.startswith((b"{", b"[")):
        said = _("{host} sent a reply that is cut off or broken.")
    else:
        said = _("{host} sent a reply that is not the Action API's.")
    return said.format(host=host)
