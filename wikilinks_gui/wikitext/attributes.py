# SPDX-License-Identifier: MIT
"""Attributes of HTML and of tables, which hold no links."""

import re

from wikilinks_gui.wikitext.words import HTML_TAGS

_HTML_TAG = re.compile(r"<(/?)([a-zA-Z][^\t\n\v />\0<]*+)([^<>]*+)>")
_TABLE_LINE = re.compile(r"^[ \t]*(?:(:*\s*\{\|)|(\|\})|(\|-))(.*)$", re.MULTILINE)


def blank_attributes(text: str) -> str:
    """Make brackets in attributes plain, as links there are none; no offset changes.

    After ``Sanitizer::internalRemoveHtmlTags`` and ``Parser::handleTables``.
    """
    if "<" in text:
        text = _HTML_TAG.sub(_blank_tag, text)
    if "{|" in text:
        text = _blank_table_lines(text)
    return text


def _blank_tag(found: re.Match[str]) -> str:
    whole = found[0]
    return _plain(whole) if "[[" in whole and found[2].lower() in HTML_TAGS else whole


def _blank_table_lines(text: str) -> str:
    depth = 0
    pieces: list[str] = []
    done = 0
    for found in _TABLE_LINE.finditer(text):
        if found[1]:
            depth += 1
        elif not depth:
            continue
        elif found[2]:
            depth -= 1
            continue
        if "[[" in found[4]:
            pieces += text[done : found.start(4)], _plain(found[4])
            done = found.end()
    return "".join([*pieces, text[done:]])


def _plain(text: str) -> str:
    return text.replace("[[", "()").replace("]]", "()")
