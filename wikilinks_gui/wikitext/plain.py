# SPDX-License-Identifier: MIT
"""Short wikitext as it reads, of calls what they probably show: the wiki is not asked."""

import html
import re

HERE = "\x02"
"""Stands in a text for what is to be found again in it."""

ELLIPSIS = "…"

NAMED = re.compile(r"\A\s*[\w .-]{1,40}=")
"""The name of an argument or attribute."""

_ROUNDS = 8  # of calls and links in each other that are read
_HIDDEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<ref\b[^<>]*/>|<ref\b[^<>]*>[^\x02]*?</ref\s*>"
    r"|<(math|syntaxhighlight|source|score|timeline|templatedata)\b[^<>]*>[^\x02]*?</\1\s*>"
    r"|__[A-Z]{3,20}__",
    re.DOTALL | re.IGNORECASE,
)
_NOWIKI = re.compile(r"<nowiki>([^\x02]*?)</nowiki>", re.IGNORECASE)
_SIGN = re.compile(r"[^\w\s&;]")  # in which markup is written
_TAG = re.compile(r"</?[a-zA-Z][^<>\x02]*>")
_PARAMETER = re.compile(r"\{\{\{[^{}|]*(?:\|([^{}]*))?\}\}\}")
_CALL = re.compile(r"\{\{((?:[^{}\[]|\[(?!\[))*)\}\}")
_FILE = re.compile(
    r"\[\[[^\[\]|:\x02]{1,30}:[^\[\]|\x02]*\.\w{2,5}\s*(\|(?:[^\[\]]|\[\[[^\[\]]*\]\])*)?\]\]"
)
_LINK = re.compile(r"\[\[(?:[^\[\]|{}]*\|)?:?([^\[\]{}]*)\]\]")
_ADDRESS = re.compile(r"\[(?:\w+:)?//[^\s\[\]]+\s*([^\[\]]*)\]")
_QUOTES = re.compile(r"'{2,}")
_PIPE = re.compile(r"\|(?![^\[]*\]\])")  # not in a link
_BLANKS = re.compile(r"[\s\xa0]+")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-\w+)?")
_NOTE = re.compile(r"[\w.,;!?)\]}”»\x02]")  # in front of a call without a blank: it shows a note
_EMPTY = re.compile(r"(?<=\()[ ;,]+|\s?\([ ;,]*\)")  # parentheses of which nothing is left
_SIGNS = {"!": "|", "=": "=", "-": ""}  # what {{!}} and the like show


def plain(text: str) -> str:
    """Return a short wikitext as it reads: no markup, of calls what they probably show."""
    text = without_markup(without_hidden(text))
    return read(text.replace("{{", "").replace("}}", ""))


def read(text: str) -> str:
    """Return a text without markup as it reads: its entities resolved, blanks made one."""
    return _BLANKS.sub(" ", html.unescape(text))


def without_markup(text: str) -> str:
    """Return what is left of wikitext, but for brackets that do not match.

    Of a file in whose caption :data:`HERE` stands, only that caption is left. A note around it is
    a paragraph of its own.
    """
    for _ in range(_ROUNDS):  # from the inside out
        before = text
        text = _CALL.sub(_shown, _PARAMETER.sub(_default, text))
        for found in _FILE.finditer(text):
            if HERE in (found[1] or ""):  # in its caption
                part = next(part for part in _PIPE.split(found[1]) if HERE in part)
                text = NAMED.sub("", part)
                break
        text = _ADDRESS.sub(r"\1", _LINK.sub(r"\1", _FILE.sub("", text)))
        if text == before:
            break
    return _EMPTY.sub("", _QUOTES.sub("", _TAG.sub("", text)))


def _default(parameter: re.Match[str]) -> str:
    return parameter[1] or ELLIPSIS


def _shown(call: re.Match[str]) -> str:
    """Return what a call probably shows: a template without arguments is a sign or a notice."""
    name, *arguments = call[1].split("|")
    is_note = _NOTE.match(call.string, max(call.start() - 1, 0), call.start())
    if HERE in call[1]:
        if HERE in name:
            return name.rpartition(":")[2]
        value = NAMED.sub("", next(each for each in arguments if HERE in each))
        return f"\n\n{value}\n\n" if is_note else value
    name = name.strip()
    if ":" in name:
        return "" if name.partition(":")[0].isupper() else ELLIPSIS
    values = [each.strip() for each in arguments if not NAMED.match(each)]
    if not values or is_note:
        return "" if re.search(r"\w", name) else _SIGNS.get(name, f" {name} ")
    if len(values) > 1 and _LANGUAGE.fullmatch(values[0]):
        del values[0]
    if len(values) > 1 and _LANGUAGE.fullmatch(values[1]) and not values[0].isdecimal():
        del values[1:]  # an interlanguage link
    if len(values) > 2 and values[0].isdecimal() and not values[1].isdecimal():
        del values[2:]  # converted to another unit
    is_short = len(values) == 1 or (len(values) < 4 and all(len(each) < 12 for each in values))
    return " ".join(values) if is_short else ELLIPSIS


def without_hidden(text: str) -> str:
    """Return wikitext without comments, footnotes and the like; those around HERE stay."""
    return _HIDDEN.sub("", _NOWIKI.sub(lambda found: _SIGN.sub(_entity, found[1]), text))


def _entity(sign: re.Match[str]) -> str:
    return f"&#{ord(sign[0])};"
