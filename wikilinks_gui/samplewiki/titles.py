# SPDX-License-Identifier: MIT
"""Titles: reading what a user or a client wrote as MediaWiki 1.39 reads it."""

import html
import re
import unicodedata
from typing import NamedTuple
from urllib.parse import quote

from wikilinks_gui.samplewiki.site import (
    INTERWIKIS,
    MAIN,
    NAMESPACE_IDS,
    NAMESPACES,
    SPECIAL,
    TALK,
)

_REFERENCE = re.compile(r"&#?[A-Za-z0-9]+;")
_BIDI = re.compile(r"[\u200e\u200f\u202a-\u202e]+")
_SPACE = re.compile(r"[ _\xa0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_PREFIX = re.compile(r"(.+?)_*:_*(.*)", re.DOTALL)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
ILLEGAL = re.compile(
    r"""[^ %!"$&'()*,\-./0-9:;=?@A-Z\\^_`a-z~+\x80-\U0010ffff]"""
    r"|%[0-9A-Fa-f]{2}|&[A-Za-z0-9\x80-\U0010ffff]+;"
)
_RELATIVE = re.compile(r"\.{1,2}(/.*)?|.*/\.{1,2}(/.*)?", re.DOTALL)
_REASONS = {
    "empty": "The requested page title is empty or contains only the name of a namespace.",
    "utf8": "The requested page title contains an invalid UTF-8 sequence.",
    "talk-namespace": "The requested page title refers to a talk page that cannot exist.",
    "characters": 'The requested page title contains invalid characters: "{}".',
    "relative": "Title has relative path. Relative page titles (./, ../) are invalid, because "
    "they will often be unreachable when handled by user's browser.",
    "magic-tilde": "The requested page title contains invalid magic tilde sequence (~~~).",
    "too-long": "The requested page title is too long. It must be no longer than {} bytes in "
    "UTF-8 encoding.",
    "leading-colon": "The requested page title contains an invalid colon at the beginning.",
}


class BadTitleError(ValueError):
    """The text cannot be a title; ``code`` and ``reason`` are MediaWiki's."""

    def __init__(self, kind: str, detail: str = "") -> None:
        self.code = f"title-invalid-{kind}"
        self.reason = _REASONS[kind].format(detail)
        super().__init__(self.reason)


class Title(NamedTuple):
    """A title taken apart."""

    namespace: int
    dbkey: str  # with underscores, without the namespace
    fragment: str = ""
    interwiki: str = ""

    @property
    def text(self) -> str:
        """The title as the user reads it, with its namespace or interwiki prefix in front."""
        prefix = self.interwiki or NAMESPACES[self.namespace].name
        return (f"{prefix}:{self.dbkey}" if prefix else self.dbkey).replace("_", " ")

    @property
    def key(self) -> tuple[int, str]:
        """Namespace and title as the tables have them."""
        return self.namespace, self.dbkey


def quote_title(dbkey: str) -> str:
    """Encode a title for a URL's path, as MediaWiki does."""
    return quote(dbkey.replace(" ", "_"), safe=";@$!*(),/~:")


def parse_title(text: str) -> Title:
    """Take a title apart. Raises :class:`BadTitleError`."""
    text = _REFERENCE.sub(lambda match: html.unescape(match[0]), text)
    text = _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", unicodedata.normalize("NFC", text))
    dbkey = _SPACE.sub("_", _BIDI.sub("", text)).strip("_")
    if "\N{REPLACEMENT CHARACTER}" in dbkey:
        raise BadTitleError("utf8")
    dbkey = dbkey[1:].strip("_") if dbkey.startswith(":") else dbkey
    if not dbkey:
        raise BadTitleError("empty")
    namespace, interwiki, dbkey = _split_prefix(dbkey)
    dbkey, _, fragment = dbkey.partition("#")
    if fragment or dbkey.endswith("_"):
        dbkey = dbkey.rstrip("_")
    _check(dbkey, namespace)
    if not interwiki:
        if not dbkey and namespace != MAIN:
            raise BadTitleError("empty")
        dbkey = dbkey[:1].upper() + dbkey[1:]
    if dbkey.startswith(":"):
        raise BadTitleError("leading-colon")
    return Title(namespace, dbkey, fragment.replace("_", " "), interwiki)


def _split_prefix(dbkey: str) -> tuple[int, str, str]:
    """Return namespace, interwiki prefix and what is left."""
    match = _PREFIX.fullmatch(dbkey)
    if not match:
        return MAIN, "", dbkey
    prefix, rest = match[1].lower(), match[2]
    if prefix in NAMESPACE_IDS:
        namespace = NAMESPACE_IDS[prefix]
        inner = _PREFIX.fullmatch(rest)
        if namespace == TALK and inner:
            name = inner[1].lower()
            if name in NAMESPACE_IDS or name in INTERWIKIS:
                raise BadTitleError("talk-namespace")
        return namespace, "", rest
    if prefix in INTERWIKIS:
        return MAIN, prefix, rest[1:].strip("_") if rest.startswith(":") else rest
    return MAIN, "", dbkey


def _check(dbkey: str, namespace: int) -> None:
    illegal = ILLEGAL.search(dbkey)
    if illegal:
        raise BadTitleError("characters", illegal[0])
    if _RELATIVE.fullmatch(dbkey):
        raise BadTitleError("relative")
    if "~~~" in dbkey:
        raise BadTitleError("magic-tilde")
    longest = 512 if namespace == SPECIAL else 255
    if len(dbkey.encode()) > longest:
        raise BadTitleError("too-long", str(longest))
