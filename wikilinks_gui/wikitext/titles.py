# SPDX-License-Identifier: MIT
"""Titles as MediaWiki reads them in wikitext.

After ``MediaWikiTitleCodec::splitTitleString``, ``Sanitizer::decodeCharReferencesAndNormalize``
and ``Linker::normalizeSubpageLink`` of MediaWiki 1.39 and 1.43.
"""

import re
import unicodedata
from dataclasses import dataclass
from html.entities import html5
from urllib.parse import unquote_to_bytes

from wikilinks_gui.wikitext.rules import SPECIAL, WikitextRules

UNKNOWN = "\ufdd0"
"""Stands in a text for what a template or a parameter puts there."""

_BIDI = re.compile("[\u200e\u200f\u202a-\u202e]+")
_BLANKS = re.compile("[ _\xa0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_REFERENCE = re.compile(r"&(?:([A-Za-z0-9\x80-\U0010ffff]+;)|#([0-9]+);|#[xX]([0-9A-Fa-f]+);)")
_ILLEGAL = re.compile(
    r"[\x00-\x1f<>\[\]{}|#\x7f\ufffd]|%[0-9A-Fa-f]{2}|&[A-Za-z0-9\x80-\U0010ffff]+;|~~~"
)
_RELATIVE = re.compile(r"\.{1,2}(?:/|\Z)|.*/\.{1,2}(?:/|\Z)", re.DOTALL)
_PREFIX = re.compile(r"([^:]+?) *: *(.*)", re.DOTALL)
_MOST_BYTES, _MOST_SPECIAL_BYTES = 255, 512
_ALIASES = {"רלמ;": "rlm;", "رلم;": "rlm;"}  # Sanitizer::MW_ENTITY_ALIASES
_PLAIN = re.compile(r"[0-9A-Z][0-9A-Za-z()',-]*(?: [0-9A-Za-z()',-]+)*")
_INTERWIKI = re.compile(r"[^ ]{1,30}")


@dataclass(frozen=True, slots=True)
class Title:
    """A page that is meant, without what its spelling leaves open.

    ``text`` is the full title in the wiki's own spelling, with blanks; "" is a section of the page
    itself. It holds :data:`UNKNOWN` where a template is part of the name. ``is_certain`` is False
    where only the wiki knows: a prefix that may be another wiki's, or a letter whose capital is an
    odd one, which stays as it is.
    """

    namespace: int
    text: str
    fragment: str = ""
    is_certain: bool = True
    after_prefix: str = ""  # what it is if its prefix is one that the wiki has for itself


def read_title(text: str, rules: WikitextRules, namespace: int = 0) -> Title | None:
    """Return the page that ``text`` means, None where it is no title.

    ``namespace`` is where a title without a prefix is.
    """
    if namespace == 0 and len(text) < 200 and _PLAIN.fullmatch(text):
        return Title(0, text)
    if "&" in text:
        text = unicodedata.normalize("NFC", _REFERENCE.sub(_character, text))
    text = _BLANKS.sub(" ", _BIDI.sub("", text)).strip(" ")
    if "\ufffd" in text:
        return None
    if text.startswith(":"):
        namespace, text = 0, text[1:].strip(" ")
    if not text:
        return None
    after_prefix = ""
    is_certain = True
    found = _PREFIX.match(text) if ":" in text else None
    if found:
        prefix, rest = found[1], found[2]
        known = rules.ids.get(prefix.lower())
        if known is not None:
            namespace, text = known, rest
            second = _PREFIX.match(rest) if known == 1 else None
            if second and second[1].lower() in rules.ids:
                return None
        elif _INTERWIKI.fullmatch(prefix) and "#" not in prefix:
            is_certain = False
            other = read_title(rest, rules) if rest.count(":") < 2 else None
            after_prefix = other.text if other else ""
    text, hash_sign, fragment = text.partition("#")
    text = text.rstrip(" ") if hash_sign else text
    limit = _MOST_SPECIAL_BYTES if namespace == SPECIAL else _MOST_BYTES
    if _ILLEGAL.search(text) or len(text) > limit or len(text.encode(errors="replace")) > limit:
        return None
    if "." in text and _RELATIVE.match(text):
        return None
    own = rules.namespace(namespace)
    if own.is_capitalized and text:
        first = text[0].upper()
        if text[0] == "i" and rules.dots_capital_i:
            text = "İ" + text[1:]
        elif len(first) == 1 and first == text[0].title():
            text = first + text[1:]
        else:  # versions of MediaWiki differ
            is_certain = False
    if (not text and namespace != 0) or text.startswith(":"):
        return None
    full = f"{own.name}:{text}" if own.name else text
    return Title(namespace, full, fragment, is_certain, after_prefix)


def percent_decoded(text: str) -> str:
    """Decode a link's target as the parser does; other bytes than UTF-8 make it no title."""
    if "%" not in text:
        return text
    decoded = unquote_to_bytes(text).decode("utf-8", errors="replace")
    return decoded.replace("<", "&lt;").replace(">", "&gt;")


def subpage(target: str, page: str) -> str:
    """Return what ``[[/x]]`` and ``[[../x]]`` mean on ``page``, in a namespace that has subpages.

    Any other target is returned as it is.
    """
    path, hash_sign, fragment = target.partition("#")
    path = path.strip(" \t\n\r\0\x0b")
    suffix = hash_sign + fragment
    if path.startswith("/"):
        inner = path[1:].rstrip("/") if path.endswith("/") else path[1:]
        return f"{page}/{inner.strip()}{suffix}"
    up = 0
    while path.startswith("../"):
        up, path = up + 1, path[3:]
    levels = page.split("/")
    if not up or len(levels) <= up:
        return target
    path = path.rstrip("/").strip()
    above = "/".join(levels[:-up])
    return f"{above}/{path}{suffix}" if path else f"{above}{suffix}"


def _character(found: re.Match[str]) -> str:
    if found[1]:
        return html5.get(_ALIASES.get(found[1], found[1]), found[0])
    digits, base = (found[2], 10) if found[2] else (found[3], 16)
    digits = digits.lstrip("0")
    code = int(digits, base) if 0 < len(digits) < 9 else 0
    is_valid = (
        code in (9, 10)
        or 0x20 <= code <= 0x7E
        or 0xA0 <= code <= 0xD7FF
        or 0xE000 <= code <= 0xFFFD
        or 0x10000 <= code <= 0x10FFFF
    )
    return chr(code) if is_valid else "\ufffd"
