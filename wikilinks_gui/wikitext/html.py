# SPDX-License-Identifier: MIT
"""Tags of HTML as a serializer writes it: well formed, attributes in quotes.

Python's own ``html.parser`` takes three times as long for Parsoid's pages, and for hostile ones
time that grows with the square of their length (measured with Python 3.11). Here attributes stay
raw until :func:`attributes` reads them.
"""

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

_TAG = re.compile(
    r"""<(?:!--.*?--|(/?)([a-zA-Z][a-zA-Z0-9:-]*+)((?:[^"'<>]++|"[^"]*+"|'[^']*+')*+))>""",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""([a-zA-Z_:][-\w:.]*)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_RAW = frozenset({"script", "style", "title", "textarea"})
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"}
    | {"track", "wbr"}
)


class Tag(NamedTuple):
    """A tag, with the text in front of it; ``name`` is "" at the end, for the last text."""

    before: str  # with its entities
    name: str
    is_closing: bool
    attributes: str  # raw
    is_empty: bool  # nothing closes it


def tags(source: str) -> Iterator[Tag]:
    """Yield the tags of a page or fragment, in order. Takes linear time."""
    at = text_start = 0
    while (at := source.find("<", at)) >= 0:
        found = _TAG.match(source, at)
        if found is None:
            if _NAME.match(source, at):
                break  # a tag that does not end
            at += 1
            continue
        before = source[text_start:at]
        at = text_start = found.end()
        if found[2] is None:
            if before:
                yield Tag(before, "!", False, "", True)
            continue
        name = found[2].lower()
        yield Tag(before, name, bool(found[1]), found[3], name in _VOID or found[3].endswith("/"))
        if name in _RAW and not found[1]:
            closing = source.find(f"</{name}", at)
            at = text_start = closing if closing >= 0 else len(source)
    yield Tag(source[text_start:], "", False, "", True)


_NAME = re.compile(r"</?[a-zA-Z]|<!--")


def attributes(raw: str) -> dict[str, str]:
    """Return the attributes of a tag by their names, entities resolved."""
    return {
        found[1].lower(): html.unescape(found[2] if found[2] is not None else found[3])
        for found in _ATTRIBUTE.finditer(raw)
    }


def text(source: str) -> str:
    """Return text with its entities resolved and blanks made one."""
    return " ".join(html.unescape(source).split())
