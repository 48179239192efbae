# SPDX-License-Identifier: MIT
"""How a listing continues after a reply (mediawiki.org: API:Continue, API:Raw query continue)."""

import hashlib
import marshal
from collections.abc import Mapping
from typing import Any

from wikilinks_gui.errors import ContinuationError
from wikilinks_gui.mediawiki.apiobject import ApiObject
from wikilinks_gui.mediawiki.reply import Reply
from wikilinks_gui.translation import _

Continuation = dict[str, str | None]
"""Parameters to lay over the first request's; None as a value takes a parameter away.

Opaque and JSON-able; only valid with the very same request.
"""

MOST_REPLIES_WITHOUT_NEWS = 25
"""In a row: a wiki may send nothing and continue (in miser mode), but not for ever."""

LONGEST_TOKEN = 4000
"""Letters in all values of a continuation; a title has at most 255 bytes."""


def next_continuation(params: Mapping[str, str], reply: Reply) -> Continuation | None:
    """Read from a reply how to ask for the rest; None if it was the last.

    ``continue`` is sent back whole. ``query-continue`` (before MediaWiki 1.21, or with
    ``rawcontinue``) names the modules that continue: the others must not be asked again, or
    they would start over. Raises NotAnApiReplyError for anything else of these names.
    """
    whole = ApiObject(reply)
    if "continue" in whole:
        following = _tokens(whole.object("continue"), params)
        if not following.keys() - {"continue"}:  # without any token the list would start over
            raise whole.invalid("continue")
        return following
    if "query-continue" not in whole:
        return None
    modules = whole.object("query-continue")
    following = {}
    for module in modules:
        following |= _tokens(modules.object(module), params)
    if not following:
        raise whole.invalid("query-continue")
    for submodules in ("list", "prop", "meta"):
        if submodules in params:
            going_on = [name for name in params[submodules].split("|") if name in modules]
            following[submodules] = "|".join(going_on) or None
    return following


def _tokens(values: ApiObject, params: Mapping[str, str]) -> Continuation:
    """Read tokens by type: texts and whole numbers.

    What was asked with may be narrowed (``siprop``), but nothing is asked that was not.
    """
    tokens: Continuation = {}
    for name in values:
        token = values.text_or_number(name, most=LONGEST_TOKEN)
        if name in params and not set(token.split("|")) <= set(params[name].split("|")):
            raise values.invalid(name)
        tokens[name] = token
    if sum(len(name) + len(token or "") for name, token in tokens.items()) > LONGEST_TOKEN:
        raise values.invalid()
    return tokens


class Progress:
    """The tokens a listing was sent so far, to recognise one that would never end."""

    def __init__(self, start: Continuation | None) -> None:
        self._tokens = {_digest(start)}
        self._replies: set[bytes] = set()
        self._without_news = 0

    def check(self, reply: Reply, following: Continuation, host: str) -> None:
        """Take note of a reply that is to be continued.

        Raises ContinuationError when its continuation came before, and when many replies in a row
        held nothing, or only what other replies held.
        """
        token = _digest(following)
        if token in self._tokens:
            raise ContinuationError(
                _("{host} sent the same continuation twice: the list would never end.").format(
                    host=host
                )
            )
        self._tokens.add(token)
        query = _digest(reply.get("query"))
        news = bool(reply.get("query")) and query not in self._replies
        self._replies.add(query)
        self._without_news = 0 if news else self._without_news + 1
        if self._without_news >= MOST_REPLIES_WITHOUT_NEWS:
            raise ContinuationError(
                _(
                    "{host} sent {count} replies without anything new: the list would never end."
                ).format(host=host, count=self._without_news)
            )


def _digest(value: Any) -> bytes:
    # Version 2 writes equal values as equal bytes, in a quarter of the time that JSON takes.
    return hashlib.blake2b(marshal.dumps(value, 2), digest_size=8).digest()


def is_complete(reply: Reply) -> bool:
    """Return whether a reply says that all of what was asked has come."""
    return ApiObject(reply).flag("batchcomplete")


def merge(whole: dict[str, Any], part: Mapping[str, Any]) -> None:
    """Add a part of a continued answer: objects by name, lists one after the other."""
    for name, value in part.items():
        known = whole.setdefault(name, value)
        if known is value:
            continue
        if isinstance(known, dict) and isinstance(value, dict):
            merge(known, value)
        elif isinstance(known, list) and isinstance(value, list):
            known += value
        elif known != value:  # two answers to one question
            raise ApiObject(whole).invalid(name)
