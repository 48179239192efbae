# SPDX-License-Identifier: MIT
"""Tags that hold links in ways of their own, and attributes, which hold none."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from wikilinks_gui.wikitext.words import HTML_TAGS, LINK_OPTIONS

_HTML_TAG = re.compile(r"<(/?)([a-zA-Z][^\t\n\v />\0<]*+)([^<>]*+)>")
_TABLE_LINE = re.compile(r"^[ \t]*(?:(:*\s*\{\|)|(\|\})|(\|-))(.*)$", re.MULTILINE)
_IMAGEMAP_LINK = re.compile(r"\[\[([^|\]]*+)(?:\|([^\]]*+))?\]\]\w*$")


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


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a gallery or of an image map, by offsets."""

    start: int
    target: str
    target_end: int
    end: int
    label: str = ""
    links: list[tuple[int, int]] = field(default_factory=list)  # of link=


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start <= end:
        line_end = text.find("\n", start, end)
        line_end = end if line_end < 0 else line_end
        yield start, line_end
        start = line_end + 1


def gallery_lines(text: str, start: int, end: int) -> Iterator[Line]:
    """Yield the lines of a gallery (``Parser::renderImageGallery``)."""
    for begin, line_end in _lines(text, start, end):
        pipe = text.find("|", begin, line_end)
        target_end = line_end if pipe < 0 else pipe
        target = text[begin:target_end]
        if not target.strip():
            continue
        links = []
        at = target_end + 1
        for option in text[at:line_end].split("|") if pipe >= 0 else ():
            name, equals, value = option.partition("=")
            if equals and name.strip() in LINK_OPTIONS:
                links.append((at + len(option) - len(value), at + len(option)))
            at += len(option) + 1
        yield Line(begin, target, target_end, line_end, links=links)


def imagemap_links(text: str, start: int, end: int) -> tuple[list[Line], Line | None]:
    """Return the links of an image map, and its image (Extension:ImageMap)."""
    links: list[Line] = []
    image: Line | None = None
    for begin, line_end in _lines(text, start, end):
        line = text[begin:line_end].strip()
        if not line or line.startswith("#"):
            continue
        begin = text.index(line[0], begin)
        line_end = begin + len(line)
        if image is None:
            target, _, _ = line.partition("|")
            image = Line(begin, target, begin + len(target), line_end)
            continue
        bracket = line.find("[")
        found = _IMAGEMAP_LINK.match(line, bracket) if bracket >= 0 else None
        if found:
            label = (found[2] or found[1]).strip()
            at = begin + bracket
            links.append(Line(at, found[1], begin + found.end(1), line_end, label))
    return links, image


_OPENED = re.compile(r"<(\w++)[^>]*+>|<!--")
_REFERENCE = re.compile(r"<ref(?:erences)?\b", re.IGNORECASE)
_MOST_UNCLOSED = 50  # names of tags that nothing closes; more are not looked for


def is_broken_reference(content: str) -> bool:
    """Return whether a footnote holds the beginning of another, so that it is not shown.

    ``Cite::validateRef`` of Extension:Cite, which leaves out what other tags close.
    """
    if "<ref" not in content.lower():
        return False
    unclosed: set[str] = set()
    at = 0
    while found := _OPENED.search(content, at):
        at = found.end()
        name = found[1] or "--"
        if name in unclosed:
            closing = None
        else:
            pattern = rf"</{name}\s*>" if found[1] else "-->"
            closing = re.compile(pattern).search(content, at)
        if closing:
            at = closing.end()
            continue
        if _REFERENCE.match(found[0]):
            return True
        unclosed.add(name)
        if len(unclosed) > _MOST_UNCLOSED:
            break
    return False
