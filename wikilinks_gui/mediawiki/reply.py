# SPDX-License-Identifier: MIT
"""From the bytes of an HTTP reply to the Action API's reply, in one shape for all versions."""

import json
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple

from wikilinks_gui.errors import (
    ApiError,
    BotCheckError,
    BrokenReplyError,
    NotAnApiReplyError,
    ReadDeniedError,
    WikiError,
    plain,
)
from wikilinks_gui.translation import _

MOST_WARNINGS = 50
"""Most warnings that are read from a reply."""

LONGEST_TEXT = 1000
"""Letters of a warning or an error that are shown; MediaWiki's longest are half of this."""

LONGEST_CODE = 100
"""Letters of an error's code."""

LONGEST_AROUND = 200
"""Letters that are shown of text before and after a reply."""

MOST_PARTS = 1_000_000
"""Objects and lists in a reply; the largest have some 20,000."""

_MARKS = "\ufeff \t\r\n\0"
"""Characters before a reply that are skipped: byte order marks, blanks."""

_BEGINNING = re.compile(
    r"""\{\s*"(batchcomplete|continue|query-continue|query|errors?|warnings|servedby|limits)"\s*:"""
    r"""|\[\s*"(?:[^"\\]|\\.)*"\s*,\s*\["""
)
"""How a reply begins: with one of these parts, or as ``action=opensearch`` does."""

_WEB_PAGE = re.compile(r"<!doctype|<html", re.IGNORECASE)

_BOT_CHECK = re.compile(
    # Anubis, Cloudflare, Amazon, those that set a cookie and load again, and the titles of others
    r"""anubis_challenge|\.within\.website/|cf[-_]chl[-_]|challenge-platform/|_Incapsula_Resource"""
    r"""|\.awswaf\.com|document\.cookie\s?=[^<]{1,300}location|<title[^>]*>[^<]*(?:not\sa\sbot|(?:just\sa|one)\smoment|a\srobot|captcha"""
    r"""|(?:are\syou|you\sare|you're)\s(?:a\s)?human|verif(?:ication|ying)|\bchallenge\b|ddos"""
    r"""|checking\syour\sbrowser|bot\scheck|security\scheck|attention\srequired)""",
    re.IGNORECASE,
)

_OWN_WARNING = "own-warning"
"""What :func:`read_reply` puts into a reply with text around it."""


class HttpReply(NamedTuple):
    """Status, final address, headers (names in any case) and whole body of a reply."""

    status: int
    url: str
    headers: Mapping[str, str]
    body: bytes
    received: int  # bytes received over the wire, compressed
    redirected: bool = False


Reply = dict[str, Any]
"""A reply without errors, in the shape of ``formatversion=2``, but for its booleans.

The list of ``action=opensearch`` is an object here: its parts by their numbers, from "0" on.
"""


def read_reply(body: bytes, host: str) -> Reply:
    """Parse a reply.

    Text around it (a warning of PHP, marks, what the host advertises) is left out, with a warning.
    Raises ApiError (ReadDeniedError for a private wiki) for what the API reports as an error, and
    NotAnApiReplyError for anything that the API does not say (BrokenReplyError for nothing at all
    and for a reply that is cut off, BotCheckError).
    """
    if body.count(b"{") + body.count(b"[") > MOST_PARTS:
        raise NotAnApiReplyError(
            _("{host} sent a reply of more than {count} parts.").format(
                host=host, count=f"{MOST_PARTS:,}"
            )
        )
    try:
        reply, around = _find_reply(body)
    except (ValueError, RecursionError):
        raise _not_a_reply(body, host) from None
    if isinstance(reply, list) and list(map(type, reply[:2])) == [str, list]:  # opensearch
        reply = {str(number): part for number, part in enumerate(reply)}
    if not isinstance(reply, dict):
        raise NotAnApiReplyError(
            _("{host} replied with JSON that is not the Action API's.").format(host=host)
        )
    error = _first_error(reply)
    if error:
        raise (ReadDeniedError if error[0] == "readapidenied" else ApiError)(*error)
    _to_version_2(reply)
    if around:
        reply[_OWN_WARNING] = _(
            "{host} adds other text to its replies, which is ignored: {text}"
        ).format(host=host, text=around)
    return reply


def warnings_of(reply: Reply) -> Iterator[str]:
    """Yield the wiki's warnings as plain text, from both error formats, up to a limit."""
    return islice(filter(None, _warnings(reply)), MOST_WARNINGS)


def _warnings(reply: Reply) -> Iterator[str]:
    yield _text(reply.get(_OWN_WARNING))
    warnings = reply.get("warnings")
    if isinstance(warnings, list):  # errorformat other than bc
        for warning in warnings:
            # A reply that was cut for size only means one more request.
            if isinstance(warning, dict) and warning.get("code") == "truncatedresult":
                continue
            yield _text(warning, "text", "code")
    elif isinstance(warnings, dict):
        for module in warnings.values():
            yield from _text(module, "warnings", "*", lines=True).split("\n")


def _first_error(reply: Reply) -> tuple[str, str] | None:
    """Return code and text of the first error, from ``error`` or ``errors`` (errorformat)."""
    errors = reply.get("errors")
    error = errors[0] if isinstance(errors, list) and errors else reply.get("error")
    if error is None:
        return None
    code = error.get("code") if isinstance(error, dict) else None
    return str(code or "unknown")[:LONGEST_CODE], _text(error, "info", "text", "*")


def _text(message: object, *names: str, lines: bool = False) -> str:
    """Return the first text of a message, whatever its shape: plain, and not too long.

    ``lines``: with its line breaks.
    """
    text: object = message
    if isinstance(message, dict):
        text = next((message[name] for name in names if message.get(name)), "")
    said = text if isinstance(text, str) else repr(text) if isinstance(text, int | float) else ""
    shown = said[:LONGEST_TEXT]
    shown = "\n".join(map(plain, shown.splitlines())) if lines else plain(shown)
    return shown if len(said) <= LONGEST_TEXT else f"{shown}…"


def _find_reply(body: bytes) -> tuple[Any, str]:
    """Find the reply inside other text; return it and the text around it. Raises ValueError.

    It begins where the body does, or else at the first thing that looks like the beginning of a
    reply: what looks like one in a reply that is cut off is only a part of it.
    """
    text = body.decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    start = len(text) - len(text.lstrip(_MARKS))
    if not text.startswith("{", start):
        found = _BEGINNING.search(text)
        if not found or _WEB_PAGE.search(text, 0, found.start()):
            raise ValueError
        start = found.start()
    reply, end = json.JSONDecoder(parse_constant=_no_number).raw_decode(text, start)
    said = text[start:end]
    said.encode()  # raises ValueError where it was not UTF-8
    if "\\ud" in said or "\\uD" in said:
        json.dumps(reply, ensure_ascii=False).encode()  # a lone surrogate is no text
    rest = text[end:].strip(_MARKS)
    if _BEGINNING.match(rest) and rest != said:
        raise ValueError  # two replies: nobody knows which is the right one
    around = plain(f"{text[:start][:LONGEST_AROUND]} {rest[:LONGEST_AROUND]}".strip(_MARKS))
    has_marks = bool((text[:start] + text[end:]).strip())
    return reply, around or "U+FEFF" * has_marks


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no JSON")


def _to_version_2(reply: Reply) -> None:
    """Bring a reply of formatversion 1 (before MediaWiki 1.25) into the shape of 2."""
    query = reply.get("query")
    if not isinstance(query, dict):
        return
    if isinstance(query.get("pages"), dict):
        query["pages"] = list(query["pages"].values())
    for part, name in (("namespaces", "name"), ("namespacealiases", "alias")):
        entries = query.get(part)
        listed = list(entries.values()) if isinstance(entries, dict) else entries
        for entry in listed if isinstance(listed, list) else ():
            if isinstance(entry, dict) and "*" in entry:
                entry[name] = entry.pop("*")


def _not_a_reply(body: bytes, host: str) -> WikiError:
    """Return what to say of a body that is no reply."""
    start = body[:LONGEST_CODE].lstrip(_MARKS.encode()).lower()
    if b"mediawiki api is not enabled" in body[:4096].lower():
        # MediaWiki before 1.32 where $wgEnableAPI is false, in plain text
        return ApiError("apidisabled", "MediaWiki API is not enabled for this site.")
    if is_bot_check(body):
        return bot_check_error(host)
    if not start:
        return BrokenReplyError(_("{host} sent an empty reply.").format(host=host))
    text = body[: 2**16].decode("utf-8", "replace")
    beginning = _BEGINNING.search(text)
    if start.startswith(b"<") and (not beginning or _WEB_PAGE.search(text, 0, beginning.start())):
        said = _(
            "{host} replied with a web page instead of the Action API's JSON. Open the wiki in a"
            " browser to see why."
        )
        return NotAnApiReplyError(said.format(host=host))
    if start.startswith((b"<", b"{", b"[[", b'["')):
        said = _("{host} sent a reply that is cut off or broken.")
        return BrokenReplyError(said.format(host=host))
    said = _("{host} sent a reply that is not the Action API's.")
    return NotAnApiReplyError(said.format(host=host))


def bot_check_error(host: str) -> BotCheckError:
    """Return what to say of a server that keeps programs out."""
    return BotCheckError(
        _(
            "{host} sent a bot check instead of a reply: it lets only browsers in. Ask the"
            " people who run the wiki to let programs use its api.php."
        ).format(host=host)
    )


def is_bot_check(body: bytes) -> bool:
    """Return whether a web page is a known kind of check that keeps programs out."""
    start = body[: 2**16].decode("utf-8", "replace")
    return _BOT_CHECK.search(start) is not None and 'content="MediaWiki' not in start
